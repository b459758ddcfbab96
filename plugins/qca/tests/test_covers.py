"""Smallest covers: all of them counted, against listing them one by one, and without limits of depth."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca.solutions.bounds import matrix_of, priced, tightened
from casecompare_qca.solutions.budget import Budget, Clock, OutOfBudgetError
from casecompare_qca.solutions.chart_reduction import Alternative, Chart, condensed, linked, widest_columns
from casecompare_qca.solutions.cover_heuristics import greedy_cover, improved_cover
from casecompare_qca.solutions.cover_search import CoverSearch
from casecompare_qca.solutions.cover_tree import NOTHING, choice, either, together
from casecompare_qca.solutions.covers import irredundant_covers, minimum_covers
from casecompare_qca.solutions.integer_program import smallest_cover
from casecompare_qca.solutions.recursion import run
from casecompare_qca.solutions.selections import projections, selections

SETTINGS = settings(max_examples=100, deadline=None)


def clock(seconds=60.0, nodes=1_000_000):
    return Budget(seconds=seconds, nodes=nodes).start()


@st.composite
def charts(draw, most_rows=12, most_columns=16):
    rows = draw(st.integers(1, most_rows))
    widths = st.integers(1, min(rows, 4))
    column = widths.flatmap(
        lambda width: st.lists(st.integers(0, rows - 1), min_size=width, max_size=width, unique=True)
    )
    lists = draw(st.lists(column, min_size=1, max_size=most_columns))
    coverage = [sum(1 << row for row in one) for one in lists]
    covered = 0
    for pattern in coverage:
        covered |= pattern
    return coverage + [1 << row for row in range(rows) if not covered >> row & 1], rows


def listed_one_by_one(coverage, rows):
    """Give the smallest covers out of all irredundant ones, which are found by another algorithm."""
    found = irredundant_covers(coverage, rows, clock=clock(), limit=1_000_000)
    assert found.label == "exact"
    smallest = min(map(len, found.covers))
    return {cover for cover in found.covers if len(cover) == smallest}


@SETTINGS
@given(charts())
def test_smallest_covers_are_counted_listed_and_known_by_their_members(chart):
    coverage, rows = chart
    expected = listed_one_by_one(coverage, rows)
    found = minimum_covers(coverage, rows, clock=clock(), limit=1_000_000)
    assert (set(found.covers), found.count, found.label) == (expected, len(expected), "exact")
    assert found.lower_bound == len(next(iter(expected)))
    assert found.occurrences == Counter(number for cover in expected for number in cover)


@pytest.mark.parametrize("seed", range(4))
def test_larger_random_charts(seed):
    chance = random.Random(seed)
    rows = 15
    coverage = [sum(1 << row for row in chance.sample(range(rows), chance.randint(1, 5))) for _ in range(24)]
    coverage += [1 << row for row in range(rows)]
    expected = listed_one_by_one(coverage, rows)
    found = minimum_covers(coverage, rows, clock=clock(), limit=1_000_000)
    assert (set(found.covers), found.count) == (expected, len(expected))


def triangles(count):
    """Give three rows each, any two of whose three columns cover them."""
    return [0b11 << 3 * at if turn else 0b101 << 3 * at for at in range(count) for turn in (0, 1)] + [
        0b110 << 3 * at for at in range(count)
    ]


def test_parts_that_share_nothing_multiply():
    found = minimum_covers(triangles(60), 180, clock=clock(), limit=7)
    assert (found.count, found.lower_bound, found.label) == (3**60, 120, "exact")
    assert len(found.covers) == 7
    assert set(found.occurrences.values()) == {2 * 3**59}


@pytest.mark.parametrize("seed", range(4))
def test_parts_that_only_narrow_columns_link_are_counted_exactly(seed):
    chance = random.Random(seed)
    coverage = triangles(5)
    coverage += [1 << chance.randrange(15) | 1 << chance.randrange(15) for _ in range(12)]
    expected = listed_one_by_one(coverage, 15)
    found = minimum_covers(coverage, 15, clock=clock(), limit=1_000_000)
    assert (set(found.covers), found.count) == (expected, len(expected))


def test_no_depth_is_too_deep():
    deep = sys.getrecursionlimit() + 200
    alone = [1 << row for row in range(deep)]
    assert irredundant_covers(alone, deep, clock=clock(), limit=10).count == 1
    twice = [pattern for pattern in alone for _ in range(2)]
    found = minimum_covers(twice, deep, clock=clock(), limit=2)
    assert (found.count, found.label) == (2**deep, "exact")
    assert all(len(cover) == deep for cover in found.covers)


def test_a_long_chain_of_choices():
    length = 240  # a ring in which every column covers two neighbours: every other one has to be taken
    ring = [1 << at | 1 << (at + 1) % length for at in range(length)]
    found = minimum_covers(ring, length, clock=clock(), limit=5)
    assert (found.count, found.lower_bound, found.label) == (2, length // 2, "exact")


def hard_chart():
    chance = random.Random(5)
    rows = 60
    coverage = [sum(1 << row for row in chance.sample(range(rows), 4)) for _ in range(400)]
    return coverage + [1 << row for row in range(rows)], rows


def test_out_of_time_the_bounds_are_told():
    coverage, rows = hard_chart()
    found = minimum_covers(coverage, rows, clock=clock(0.2), limit=10)
    assert found.label in {"upper bound", "exact minimum, models incomplete"}
    (cover, *_) = found.covers
    assert found.lower_bound <= len(cover)
    assert (found.lower_bound == len(cover)) == (found.label == "exact minimum, models incomplete")
    covered = 0
    for number in cover:
        covered |= coverage[number]
    assert covered == (1 << rows) - 1
    assert found.count >= len(found.covers) >= 1


def test_out_of_room_the_count_is_a_lower_bound():
    # Taking the one wide column of each pair leaves its narrow rivals to be tried out by the thousand.
    chance = random.Random(1)
    coverage = [0b1111 << 2 * at for at in range(20)] + [
        chance.getrandbits(42) & 0b111111 << 2 * at for at in range(18) for _ in range(12)
    ]
    coverage = [pattern for pattern in coverage if pattern]
    whole = minimum_covers(coverage, 42, clock=clock(), limit=1)
    assert whole.label == "exact"
    cramped = minimum_covers(coverage, 42, clock=clock(nodes=1), limit=1)
    assert cramped.label in {"exact", "exact minimum, models incomplete"}
    assert cramped.count <= whole.count
    assert len(cramped.covers[0]) == len(whole.covers[0])


def test_integer_programming_bounds_the_size_of_a_cover():
    coverage, rows = hard_chart()
    lower, cover = smallest_cover(coverage, (1 << rows) - 1, at_least=1, clock=clock(1.5))
    assert cover is not None
    assert 1 < lower <= len(cover)
    covered = 0
    for pattern in cover:
        covered |= pattern
    assert covered == (1 << rows) - 1


@SETTINGS
@given(charts())
def test_integer_programming_finds_the_smallest_size(chart):
    coverage, rows = chart
    lower, cover = smallest_cover(coverage, (1 << rows) - 1, at_least=0, clock=clock())
    assert lower == len(cover) == len(next(iter(listed_one_by_one(coverage, rows))))


def test_without_highs_what_is_known_comes_back(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    assert smallest_cover([0b11], 0b11, at_least=1, clock=clock()) == (1, None)
    coverage, rows = hard_chart()
    assert minimum_covers(coverage, rows, clock=clock(0.1), limit=1).covers


@settings(max_examples=40, deadline=None)
@given(charts(most_rows=8))
def test_prices_never_prove_more_than_the_smallest_size(chart):
    coverage, rows = chart
    smallest = len(next(iter(listed_one_by_one(coverage, rows))))
    matrix = matrix_of(coverage, range(rows))
    for size in range(smallest + 2):
        bound = tightened(priced(matrix, smallest), matrix, size)
        assert bound.value <= smallest + 1e-9
        assert bound.costs == pytest.approx(bound.prices @ matrix)


@SETTINGS
@given(charts())
def test_condensing_keeps_the_smallest_size(chart):
    coverage, rows = chart
    smallest = len(next(iter(listed_one_by_one(coverage, rows))))
    columns = {one: Alternative(one, NOTHING) for one in coverage}
    small = condensed(Chart((1 << rows) - 1, columns, None, rows))
    taken = rows - small.size
    if not small.rows:
        assert taken == smallest
        return
    numbers = {row: at for at, row in enumerate(row for row in range(rows) if small.rows >> row & 1)}
    rest = [sum(1 << numbers[row] for row in numbers if one >> row & 1) for one in small.columns]
    assert taken + len(next(iter(listed_one_by_one(rest, len(numbers))))) == smallest


def test_condensing_says_when_too_few_columns_are_allowed():
    columns = {0b01: Alternative(0b01, NOTHING), 0b10: Alternative(0b10, NOTHING)}
    assert condensed(Chart(0b11, columns, None, 1)) is None
    assert condensed(Chart(0b111, columns, None, 3)) is None
    assert not list(CoverSearch(0b11, clock()).leaves(Chart(0b11, columns, None, 1), {0: 0.0, 1: 0.0}))


def test_linked_rows_and_widest_columns():
    assert sorted(linked([0b0011, 0b1000, 0b0110])) == [0b0111, 0b1000]
    assert sorted(widest_columns([0b0011, 0b0001, 0b1011, 0b0100], 0b0111)) == [0b0011, 0b0100]


@st.composite
def groups(draw):
    count = draw(st.integers(1, 4))
    rows = draw(st.integers(1, 6))
    number = iter(range(1_000))
    made = []
    for _ in range(count):
        patterns = draw(st.lists(st.integers(0, (1 << rows) - 1), min_size=1, max_size=4, unique=True))
        made.append({pattern: choice([next(number)]) for pattern in patterns})
    return made, (1 << rows) - 1


@SETTINGS
@given(groups())
def test_selections_equal_trying_everything(drawn):
    made, rows = drawn
    ways = {(): 0}
    for group in made:
        ways = {
            (*taken, *tree.columns): covered | pattern
            for taken, covered in ways.items()
            for pattern, tree in group.items()
        }
    expected = {frozenset(taken) for taken, covered in ways.items() if covered == rows}
    tree = selections(made, rows, clock())
    found = [] if tree is None else [frozenset(cover) for cover in tree.covers()]
    assert (len(found), set(found)) == (len(expected), expected)
    own = rows & 0b0101
    by_effect = Counter(covered & 0b1010 for covered in ways.values() if not own & ~covered)
    effects = projections(made, own, 0b1010, most=10_000)
    assert {seen: tree.count for seen, tree in effects.items()} == by_effect


def test_selections_stop_when_time_or_room_is_out():
    group = {1: choice([0]), 2: choice([1])}
    for stopped in (Clock(0.0), Clock(clock().end, nodes=0)):
        with pytest.raises(OutOfBudgetError):
            selections([group, group], 3, stopped)
    assert projections([group, group], 0, 3, most=2) is None


def test_trees_are_counted_and_listed_however_deep():
    tree = NOTHING
    for number in range(20_000):
        tree = together([choice([number]), tree])
    assert tree.count == 1
    assert len(next(tree.covers())) == 20_000
    shared = either([choice([1]), choice([2])])
    for _ in range(50):
        shared = either([shared, shared])
    assert shared.count == 2 * 2**50
    assert shared.occurrences() == {1: 2**50, 2: 2**50}
    assert len(list(zip(shared.covers(), range(10), strict=False))) == 10


def test_recursion_without_a_stack():
    def choose(n, k):
        if k in (0, n):
            return 1
        return (yield choose(n - 1, k - 1)) + (yield choose(n - 1, k))

    assert run(choose(12, 5)) == comb(12, 5)


@SETTINGS
@given(charts())
def test_heuristic_covers_are_covers_and_no_smaller_than_the_smallest(chart):
    coverage, rows = chart
    everything = (1 << rows) - 1
    smallest = len(next(iter(listed_one_by_one(coverage, rows))))
    greedy = greedy_cover(coverage, everything)
    better = improved_cover(coverage, everything, greedy, clock(0.05))
    for cover in (greedy, better):
        assert set(cover) <= set(coverage)
        covered = 0
        for pattern in cover:
            covered |= pattern
        assert covered == everything
    assert smallest <= len(better) <= len(greedy)


def test_ruin_and_recreate_gets_nearer_to_the_smallest_size():
    coverage, rows = hard_chart()
    greedy = greedy_cover(coverage, (1 << rows) - 1)
    assert len(improved_cover(coverage, (1 << rows) - 1, greedy, clock(5))) < len(greedy)


@pytest.mark.parametrize("seconds", [0.3, 1.5])
def test_time_is_kept_on_large_charts(seconds):
    chance = random.Random(3)
    rows = 500
    coverage = [sum(1 << row for row in chance.sample(range(rows), 5)) for _ in range(6_000)]
    coverage += [1 << row for row in range(rows)]
    started = time.monotonic()
    found = minimum_covers(coverage, rows, clock=clock(seconds), limit=1)
    assert time.monotonic() - started < seconds + 8  # generous: other programs may be running
    assert rows / 5 <= found.lower_bound <= len(found.covers[0])
