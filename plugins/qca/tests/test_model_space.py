"""The space of tied models: counted without being listed, and honest about what is not proved."""

from __future__ import annotations

import random
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import Budget, contradictory_assumptions, intermediate, minimize, truth_table
from casecompare_qca.solutions.hitting_sets import minimal_hitting_sets
from casecompare_qca.solutions.implicants import implicants_among, implicants_within, prime_cubes
from casecompare_qca.table.property_space import PropertySpace


def random_cases(conditions, rows, seed=1):
    """Give distinct random configurations with a fair coin as outcome."""
    chance = random.Random(seed)
    found = {}
    while len(found) < rows:
        found[tuple(chance.randint(0, 1) for _ in range(conditions))] = chance.randint(0, 1)
    names = [f"C{number}" for number in range(conditions)]
    return pd.DataFrame(list(found), columns=names).assign(Y=list(found.values())), names


def table_of(conditions, rows, seed=1):
    data, names = random_cases(conditions, rows, seed)
    return truth_table(data, "Y", names)


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 6), st.integers(6, 14), st.integers(0, 10_000))
def test_what_is_counted_equals_what_is_listed(conditions, rows, seed):
    table = table_of(conditions, min(rows, 2**conditions - 1), seed)
    for include in ((), ("?",)):
        solution = minimize(table, include=include, budget=Budget(models=1_000_000))
        space = solution.model_space
        assert space.label == "exact"
        assert space.count == solution.model_count == len(solution.models)
        listed = [set(model.terms) for model in solution.models]
        assert {len(terms) for terms in listed} <= {space.lower_bound}
        assert space.lower_bound == space.upper_bound
        counted = {term: sum(term in terms for terms in listed) for terms in listed for term in terms}
        assert space.occurrences == counted
        assert set(space.common_terms) == (set.intersection(*listed) if listed else set())
        assert set(space.some_terms) == set(counted) - set(space.common_terms)


def test_a_limit_on_listing_does_not_change_the_count():
    table = table_of(12, 40)
    whole, short = (minimize(table, budget=Budget(models=limit)).model_space for limit in (100_000, 2))
    assert (whole.count, len(whole.models)) == (short.count, len(whole.models))
    assert len(short.models) == 2
    assert whole.occurrences == short.occurrences
    assert whole.common_terms == short.common_terms
    frame = short.to_frame()
    assert frame["models"].sum() == short.count * short.upper_bound
    assert frame["share"].between(0, 1).all()
    assert set(frame.index[frame["common"]]) == set(map(str, short.common_terms))


@pytest.mark.parametrize(
    ("conditions", "rows", "models", "terms"),
    [
        # Found alike by an independent search without groups; R's QCA stops or gives up on most of them.
        (8, 200, 83_520, 36),
        (10, 200, 60, 25),
        (12, 40, 71_288, 6),
        (15, 40, 909, 5),
        (25, 40, 65, 4),
    ],
)
def test_ambiguous_tables_are_counted_exactly(conditions, rows, models, terms):
    started = time.process_time()
    space = minimize(table_of(conditions, rows), budget=Budget(models=10)).model_space
    assert (space.count, space.upper_bound, space.label) == (models, terms, "exact")
    assert sum(space.occurrences.values()) == models * terms
    assert time.process_time() - started < 10


def test_out_of_budget_nothing_is_claimed_that_is_not_proved():
    table = table_of(14, 120, seed=2)
    hasty = minimize(table, budget=Budget(seconds=0.2, models=3)).model_space
    assert hasty.lower_bound <= hasty.upper_bound
    assert hasty.is_size_proved == (hasty.label != "upper bound")
    assert not hasty.is_counted
    assert "at least" in str(hasty)
    crowded = minimize(table, budget=Budget(implicants=20)).model_space
    assert (crowded.label, crowded.lower_bound, crowded.common_terms) == ("upper bound", 1, ())
    assert "no model has fewer than 1" in str(crowded)


def test_no_model_and_the_model_that_says_everything():
    nothing = minimize(truth_table(pd.DataFrame({"A": [1, 0], "Y": [0, 0]}), "Y", ["A"])).model_space
    assert (nothing.count, nothing.models, nothing.common_terms) == (0, (), ())
    assert str(nothing).startswith("no model")
    assert nothing.to_frame().empty
    everything = minimize(truth_table(pd.DataFrame({"A": [1, 0], "Y": [1, 1]}), "Y", ["A"])).model_space
    assert [str(term) for term in everything.common_terms] == ["1"]


def test_the_intermediate_solution_has_a_model_space():
    data, names = random_cases(5, 14)
    solution = intermediate(truth_table(data, "Y", names), names[:2], budget=Budget(models=1_000))
    space = solution.model_space
    assert space.count == solution.model_count
    assert space.lower_bound <= space.upper_bound == min(len(model.cubes) for model in solution.models)
    for term in space.common_terms:
        assert all(term in model.terms for model in solution.models)


def test_irredundant_models_of_any_size():
    data, names = random_cases(4, 10)
    table = truth_table(data, "Y", names)
    space = minimize(table, all_irredundant=True).model_space
    assert space.count == len(space.models) >= minimize(table).model_space.count
    assert space.lower_bound == min(len(model.cubes) for model in space.models)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(2, 3), min_size=1, max_size=4), st.data())
def test_prime_implicants_of_a_union_of_cubes(levels, data):
    space = PropertySpace(tuple("ABCD"[: len(levels)]), tuple(levels))
    values = st.dictionaries(st.integers(0, len(levels) - 1), st.integers(0, 1), max_size=len(levels))
    cubes = [space.cube(one) for one in data.draw(st.lists(values, max_size=4))]
    rows = data.draw(st.lists(st.integers(1, space.rows_total), min_size=1, max_size=4, unique=True))
    positive = [space.corner(space.configuration(row)) for row in rows]
    expected = {
        cube
        for cube in prime_cubes(space, [*cubes, *positive])
        if any(corner & cube == cube for corner in positive)
    }
    found = implicants_within(space, positive, cubes)
    assert (set(found.cubes), found.is_complete) == (expected, True)
    assert list(found.cubes) == sorted(found.cubes, key=space.order)


def test_merging_stops_at_its_limit_with_implicants_all_the_same():
    space = PropertySpace(tuple(f"C{number}" for number in range(10)), (2,) * 10)
    positive = [space.corner(space.configuration(row)) for row in range(1, 2**10, 2)]
    clock = Budget().start()
    whole = implicants_among(space, positive, [], clock=clock, limit=100_000)
    assert [str(space.term(cube)) for cube in whole.cubes] == ["~C9"]
    cramped = implicants_among(space, positive, [], clock=clock, limit=50)
    assert not cramped.is_complete
    assert len(cramped.cubes) < 5_000
    everyone = 0
    for cube, covered in zip(cramped.cubes, cramped.coverage, strict=True):
        everyone |= covered
        assert sum(corner & cube == cube for corner in positive) == space.size(cube)
    assert everyone == (1 << len(positive)) - 1


def test_the_search_for_hitting_sets_has_no_depth():
    deep = 2_500
    found = minimal_hitting_sets(
        [1 << at for at in range(deep)], [1] * deep, everyone=1, clock=Budget().start(), limit=5
    )
    assert found.sets == [(1 << deep) - 1]
    assert not minimal_hitting_sets([0], [1], everyone=1, clock=Budget().start(), limit=5).sets


@settings(max_examples=30, deadline=None)
@given(st.integers(4, 6), st.integers(6, 14), st.integers(0, 10_000))
def test_intermediate_models_say_from_how_many_pairs_they_come(conditions, rows, seed):
    table = table_of(conditions, rows, seed)
    names = list(table.conditions)
    whole = intermediate(table, names, budget=Budget(models=1_000_000))
    few = intermediate(table, names, budget=Budget(models=1))
    every = minimize(table, include=()).model_count * minimize(table).model_count
    assert (whole.pair_count, few.pair_count) == (every, every)
    assert (len(whole.pairs), whole.label) == (every, "exact")
    space, some = whole.model_space, few.model_space
    if not whole.models:
        return
    sizes = [len(model.cubes) for model in whole.models]
    assert (space.lower_bound, space.upper_bound) == (min(sizes), min(sizes))
    assert some.count <= space.count
    assert some.lower_bound <= min(sizes)  # true also of the pairs that were not gone through
    assert (some.label == "exact") <= (some.count == space.count)
    if every > 1:
        assert some.pairs == (1, every)
        assert f"from 1 of {every:,} pairs" in " ".join(str(some).split())
        assert f"from {every:,} pairs" in " ".join(str(space).split())
    if min(sizes) < max(sizes):
        assert f"{min(sizes)} to {max(sizes)} terms" in str(space)


def test_contradictory_assumptions_are_those_of_all_models_though_few_are_listed():
    for seed in range(20):
        table = table_of(6, 14, seed)
        listed = contradictory_assumptions(table, budget=Budget(models=1_000_000))
        counted = contradictory_assumptions(table, budget=Budget(models=1))
        assert counted.rows == listed.rows
        assert counted.is_complete
