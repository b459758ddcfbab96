"""What must hold on any data: order and names do not matter, and every model is what it claims to be."""

from __future__ import annotations

from dataclasses import astuple
from itertools import combinations, pairwise, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.sets import evaluate, negate, parse
from casecompare_qca import Budget, intermediate, minimize, standard_analysis, truth_table
from casecompare_qca.solutions.covers import irredundant_covers, minimum_covers
from casecompare_qca.solutions.implicants import implicants_among, implicants_avoiding, prime_cubes
from casecompare_qca.table.property_space import PropertySpace

BUDGET = Budget(models=100_000)
NAMES = ("A", "B", "C", "D")
SETTINGS = settings(max_examples=60, deadline=None)


@st.composite
def crisp_data(draw, values=(0, 1), fuzzy=False):
    k = draw(st.integers(1, 4))
    n = draw(st.integers(1, 14))
    cell = st.sampled_from([0.0, 0.1, 0.3, 0.45, 0.6, 0.8, 1.0]) if fuzzy else st.sampled_from(values)
    rows = draw(st.lists(st.lists(cell, min_size=k, max_size=k), min_size=n, max_size=n))
    outcome = draw(st.lists(cell if fuzzy else st.sampled_from((0, 1)), min_size=n, max_size=n))
    data = pd.DataFrame(rows, columns=list(NAMES[:k]), index=[f"c{i}" for i in range(n)])
    data["Y"] = outcome
    return data


def conditions(data):
    return [name for name in data.columns if name != "Y"]


def formulas(solution):
    return {frozenset(map(str, model.terms)) for model in solution.models}


def rows_of(table):
    return {
        (row.configuration, row.out, row.n, round(row.inclusion, 9), frozenset(row.cases))
        for row in table.rows
    }


@SETTINGS
@given(crisp_data(fuzzy=True), st.randoms(use_true_random=False))
def test_the_order_of_cases_does_not_matter(data, random):
    shuffled = data.loc[random.sample(list(data.index), len(data))]
    first, second = (truth_table(one, "Y", conditions(data)) for one in (data, shuffled))
    assert rows_of(first) == rows_of(second)
    for include in ((), ("?",)):
        found = [minimize(one, include=include, budget=BUDGET) for one in (first, second)]
        assert formulas(found[0]) == formulas(found[1])


@SETTINGS
@given(crisp_data(fuzzy=True), st.randoms(use_true_random=False))
def test_the_order_and_the_names_of_conditions_do_not_matter(data, random):
    names = conditions(data)
    order = random.sample(names, len(names))
    found = standard_analysis(data, "Y", names, expectations=names, budget=BUDGET)
    turned = standard_analysis(data, "Y", order, expectations=names, budget=BUDGET)
    new = {name: f"X{name}" for name in names}
    renamed = standard_analysis(
        data.rename(columns=new), "Y", list(new.values()), expectations=list(new.values()), budget=BUDGET
    )
    for kind, solution in found.items():
        terms = {frozenset(frozenset(t.literals) for t in m.terms) for m in solution.models}
        assert terms == {frozenset(frozenset(t.literals) for t in m.terms) for m in turned[kind].models}
        back = {
            frozenset(frozenset((name[1:], value) for name, value in t.literals) for t in m.terms)
            for m in renamed[kind].models
        }
        assert terms == back


@SETTINGS
@given(st.one_of(crisp_data(), crisp_data(fuzzy=True)))
def test_a_second_copy_of_each_case_changes_only_the_counts(data):
    twice = pd.concat([data, data.rename(index=lambda case: f"{case}bis")])
    first, second = (truth_table(one, "Y", conditions(data)) for one in (data, twice))
    assert [(row.number, row.out, 2 * row.n) for row in first.rows] == [
        (row.number, row.out, row.n) for row in second.rows
    ]
    for row, same in zip(first.rows, second.rows, strict=True):
        assert same.inclusion == pytest.approx(row.inclusion, nan_ok=True)
        assert same.pri == pytest.approx(row.pri, nan_ok=True)
    for include in ((), ("?",)):
        found, again = (minimize(one, include=include, budget=BUDGET) for one in (first, second))
        assert formulas(found) == formulas(again)
        for model, other in zip(found.models, again.models, strict=True):
            assert astuple(other.fit) == pytest.approx(astuple(model.fit), nan_ok=True)


@SETTINGS
@given(st.one_of(crisp_data(), crisp_data(fuzzy=True)))
def test_de_morgan(data):
    table = truth_table(data, "Y", conditions(data))
    for model in minimize(table, budget=BUDGET).models:
        if model.cubes == (0,):
            continue
        # What is outside every term: for each, some literal fails.
        outside = np.ones(len(data))
        for cube in model.cubes:
            term = table.space.term(cube)
            fails = [1 - data[name] if value else data[name] for name, value in term.literals]
            outside = np.minimum(outside, np.max(fails, axis=0))
        assert outside == pytest.approx(1 - model.membership)


@SETTINGS
@given(crisp_data())
def test_the_negation_of_a_model_is_where_the_model_is_not(data):
    for model in minimize(truth_table(data, "Y", conditions(data)), budget=BUDGET).models:
        opposite = evaluate(negate(parse(model.expression)), data) if model.cubes != (0,) else 0 * data["Y"]
        assert opposite.tolist() == pytest.approx((1 - model.membership).tolist())


@SETTINGS
@given(crisp_data())
def test_of_crisp_cases_what_leads_to_the_outcome_does_not_lead_to_its_opposite(data):
    table, other = (truth_table(data, "Y", conditions(data), negate_outcome=flag) for flag in (False, True))
    for row, same in zip(table.rows, other.rows, strict=True):
        assert row.inclusion + same.inclusion == pytest.approx(1.0)
    assert not {row.number for row in table.coded("1")} & {row.number for row in other.coded("1")}


@SETTINGS
@given(crisp_data())
def test_crisp_sets_are_fuzzy_sets_without_degrees(data):
    nearly = data * (1 - 2e-9) + 1e-9  # every set is fuzzy now, and the cases are where they were
    crisp, fuzzy = (truth_table(one, "Y", conditions(data), consistency=0.8) for one in (data, nearly))
    assert [(row.number, row.n, row.out, row.cases) for row in crisp.rows] == [
        (row.number, row.n, row.out, row.cases) for row in fuzzy.rows
    ]
    for row, same in zip(crisp.rows, fuzzy.rows, strict=True):
        assert row.inclusion == data["Y"][list(row.cases)].mean() == row.pri
        assert same.inclusion == pytest.approx(row.inclusion, abs=1e-6)


@SETTINGS
@given(crisp_data(fuzzy=True))
def test_a_higher_cut_off_never_adds_positive_rows(data):
    positive = [
        {row.number for row in truth_table(data, "Y", conditions(data), consistency=cut, pri=pri).coded("1")}
        for cut, pri in ((0.6, 0.0), (0.8, 0.0), (0.8, 0.5), (1.0, 0.5))
    ]
    assert all(low >= high for low, high in pairwise(positive))


def covered(solution, model, space):
    return {
        configuration
        for configuration in product(*map(range, space.levels))
        if any(space.corner(configuration) & cube == cube for cube in model.cubes)
    }


@SETTINGS
@given(st.one_of(crisp_data(), crisp_data(values=(0, 1, 2)), crisp_data(fuzzy=True)))
def test_solutions_cover_what_they_must_and_nothing_else(data):
    found = standard_analysis(data, "Y", conditions(data), budget=BUDGET)
    table = found["conservative"].table
    space = table.space
    positive = {row.configuration for row in table.coded("1")}
    negative = {row.configuration for row in table.coded("0", "C")}
    for kind, solution in found.items():
        assert solution.label == "exact"
        assert len(solution.models) == solution.model_count
        for model in solution.models:
            rows = covered(solution, model, space)
            assert positive <= rows
            assert not rows & negative
            assert model.assumptions.count == len(rows - positive)
            assert kind != "conservative" or rows == positive
            for one in model.cubes:
                assert not positive <= covered(
                    solution, type(model)(table, tuple(set(model.cubes) - {one})), space
                )


@SETTINGS
@given(crisp_data(fuzzy=True), st.lists(st.booleans(), min_size=4, max_size=4))
def test_the_intermediate_solution_lies_between(data, signs):
    names = conditions(data)
    expected = [name if sign else f"~{name}" for name, sign in zip(names, signs, strict=False)]
    table = truth_table(data, "Y", names, consistency=0.75)
    space = table.space
    for pair in intermediate(table, expected, budget=BUDGET).pairs:
        narrow, wide = (covered(None, one, space) for one in (pair.conservative, pair.parsimonious))
        assert pair.easy.count + pair.difficult.count == pair.parsimonious.assumptions.count
        for model in pair.solution.models:
            between = covered(None, model, space)
            assert narrow <= between
            assert between - narrow <= set(map(space.configuration, pair.easy.rows))
            assert set(map(space.configuration, pair.easy.rows)) <= wide


@SETTINGS
@given(crisp_data(fuzzy=True))
def test_without_expectations_the_intermediate_solution_is_the_conservative_one(data):
    found = standard_analysis(data, "Y", conditions(data), budget=BUDGET)
    assert formulas(found["intermediate"]) == formulas(found["conservative"])


@SETTINGS
@given(crisp_data())
def test_expecting_all_values_that_occur_never_shortens(data):
    table = truth_table(data, "Y", conditions(data))
    every = {name: [0, 1] for name in conditions(data)}
    assert formulas(intermediate(table, every, budget=BUDGET)) == formulas(
        minimize(table, include=(), budget=BUDGET)
    )


def cubes_of(space):
    choices = [(None, *range(level)) for level in space.levels]
    for values in product(*choices):
        yield space.cube({j: value for j, value in enumerate(values) if value is not None})


@st.composite
def spaces(draw):
    levels = tuple(draw(st.lists(st.integers(2, 3), min_size=1, max_size=3)))
    space = PropertySpace(NAMES[: len(levels)], levels)
    codes = draw(st.lists(st.sampled_from("10??"), min_size=space.rows_total, max_size=space.rows_total))
    corners = {code: [] for code in "10?"}
    for row, code in enumerate(codes, 1):
        corners[code].append(space.corner(space.configuration(row)))
    return space, corners["1"], corners["0"], corners["?"]


def brute_force_implicants(space, positive, allowed):
    def inside(cube):
        return {corner for corner in positive + allowed if corner & cube == cube}

    implicants = [
        cube
        for cube in cubes_of(space)
        if len(inside(cube)) == space.size(cube) and inside(cube) & set(positive)
    ]
    return {
        cube for cube in implicants if not any(wide != cube and wide & cube == wide for wide in implicants)
    }


@SETTINGS
@given(spaces())
def test_prime_implicants_equal_brute_force(drawn):
    space, positive, negative, free = drawn
    clock = BUDGET.start()
    if not positive:
        return
    avoiding = implicants_avoiding(space, positive, negative, clock=clock, limit=10_000)
    assert set(avoiding.cubes) == brute_force_implicants(space, positive, free)
    among = implicants_among(space, positive, free, clock=clock, limit=10_000)
    assert set(among.cubes) == set(avoiding.cubes)
    strict = implicants_among(space, positive, [], clock=clock, limit=10_000)
    assert set(strict.cubes) == brute_force_implicants(space, positive, [])
    assert set(prime_cubes(space, positive)) == set(strict.cubes)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 6), st.data())
def test_models_equal_brute_force(rows, data):
    everything = (1 << rows) - 1
    coverage = data.draw(st.lists(st.integers(1, everything), min_size=1, max_size=9))
    union = 0
    for pattern in coverage:
        union |= pattern
    if union != everything:
        coverage.append(everything & ~union)

    def covers(chosen):
        total = 0
        for number in chosen:
            total |= coverage[number]
        return total == everything

    numbers = range(len(coverage))
    every = [set(c) for size in range(len(coverage) + 1) for c in combinations(numbers, size) if covers(c)]
    smallest = min(map(len, every))
    minimum = {tuple(sorted(one)) for one in every if len(one) == smallest}
    irredundant = {tuple(sorted(one)) for one in every if not any(other < one for other in every)}
    found = minimum_covers(coverage, rows, clock=BUDGET.start(), limit=100_000)
    assert (set(found.covers), found.count) == (minimum, len(minimum))
    assert (found.lower_bound, found.label) == (smallest, "exact")
    all_found = irredundant_covers(coverage, rows, clock=BUDGET.start(), limit=100_000)
    assert set(all_found.covers) == irredundant
