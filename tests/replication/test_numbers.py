"""Numbers held against those that were expected: nothing slips through, and the last digits may."""

from __future__ import annotations

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.replication.changes import mapping_changes, same
from casecompare.replication.numbers import canonical_bytes, compare_numbers, digest

leaves = st.one_of(st.none(), st.booleans(), st.integers(-99, 99), st.floats(-1e6, 1e6), st.text(max_size=5))
trees = st.dictionaries(
    st.text(max_size=3),
    st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner)
    ),
    max_size=4,
)


def paths(node: object, way: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    if isinstance(node, dict):
        return [found for key, value in node.items() for found in paths(value, (*way, key))]
    if isinstance(node, list):
        return [found for at, value in enumerate(node) for found in paths(value, (*way, at))]
    return [way]


@settings(max_examples=60, deadline=None)
@given(trees)
def test_numbers_equal_themselves_and_survive_being_written(numbers):
    compared = compare_numbers(numbers, json.loads(canonical_bytes(numbers)))
    assert compared.differences == ()
    assert compared.is_exact
    assert compared.compared == len(paths(numbers))
    assert same(numbers, copy.deepcopy(numbers), 0)
    assert list(mapping_changes(numbers, copy.deepcopy(numbers), 0)) == []


@settings(max_examples=60, deadline=None)
@given(trees, st.data())
def test_any_one_change_is_found_at_its_place(numbers, data):
    ways = paths(numbers)
    if not ways:
        return
    way = data.draw(st.sampled_from(ways))
    changed = copy.deepcopy(numbers)
    node = changed
    for step in way[:-1]:
        node = node[step]
    node[way[-1]] = "something else entirely"
    found = compare_numbers(numbers, changed).differences
    assert [one.place for one in found] == [tuple(str(s + 1) if isinstance(s, int) else s for s in way)]
    assert digest(numbers) != digest(changed)
    assert not same(numbers, changed, 1e-9)


@settings(max_examples=60, deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(-1, 1))
def test_the_tolerance_is_relative_beyond_one(value, share):
    near = value + share * 0.9e-9 * max(1.0, abs(value))
    far = value + (1 if share >= 0 else -1) * 1.1e-8 * max(1.0, abs(value))
    assert compare_numbers([value], [near]).differences == ()
    assert len(compare_numbers([value], [far]).differences) == 1


def test_words_and_counts_are_exact():
    for expected, got in ((1, 2), ("a", "A"), (True, 1), (None, 0), (1, "1"), ([1], [1, 1]), ({"a": 1}, {})):
        assert compare_numbers([expected], [got]).differences, (expected, got)
    assert compare_numbers([1], [1.0]).differences == ()
    assert compare_numbers([1], [1 + 1e-12]).differences == ()
    assert compare_numbers([10**18], [10**18 + 1]).differences, "whole numbers have no tolerance"


def test_what_is_new_is_marked():
    (found,) = compare_numbers({"a": 1}, {"a": 1, "b": {"c": 2}}).differences
    assert (found.place, found.is_new, found.got) == (("b",), True, "1 entries")


def test_a_cell_is_named_by_its_column():
    table = {"columns": ["case", "inclusion"], "rows": [["k", 0.5], ["l", 0.75]]}
    other = {"columns": ["case", "inclusion"], "rows": [["k", 0.5], ["l", 0.25], ["m", 1]]}
    assert [str(one) for one in compare_numbers({"t": table}, {"t": other}).differences] == [
        "t · row 2 · inclusion: expected 0.75, got 0.25",
        "t · row 3: expected nothing, got 2 entries",
    ]
    fewer = {"columns": ["case"], "rows": [["k"], ["l"]]}
    assert [one.place for one in compare_numbers(table, fewer).differences] == [
        ("columns",), ("rows", "1"), ("rows", "2"),
    ]  # fmt: skip
