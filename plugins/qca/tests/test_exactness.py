"""Sizes and numbers of models against another algorithm; degenerate tables; budgets reached on purpose.

The other way to count: of all sets of a given number of prime implicants, those that cover every row, by
inclusion and exclusion over the rows that are left uncovered. It never searches, and knows of no dominance.
"""

import random
from itertools import combinations, product
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import Budget, minimize, truth_table
from casecompare_qca.solutions.covers import irredundant_covers, minimum_covers
from casecompare_qca.solutions.implicants import implicants_avoiding
from casecompare_qca.table.case_data import read_case_data
from casecompare_qca.table.property_space import PropertySpace

PATIENT = Budget(seconds=60, models=20)


def random_table(levels, rows, share, seed):
    """Distinct random configurations with a random outcome, one crisp case each."""
    chance = random.Random(seed)
    possible = int(np.prod([float(level) for level in levels]))
    chosen = set()
    while len(chosen) < min(rows, possible):
        chosen.add(tuple(chance.randrange(level) for level in levels))
    names = [f"C{at:02}" for at in range(len(levels))]
    # Every value of a condition has to occur, so that it is known to exist.
    data = [(*row, int(chance.random() < share)) for row in sorted(chosen)]
    return pd.DataFrame(data, columns=[*names, "Y"]), names


def covers_of_size(coverage, rows, size):
    """Count the sets of so many prime implicants that cover all rows, by inclusion and exclusion."""
    within = np.bincount(np.array(coverage, dtype=np.int64), minlength=1 << rows)
    for row in range(rows):  # how many prime implicants lie within each set of rows
        halves = within.reshape(-1, 2, 1 << row)
        halves[:, 1] += halves[:, 0]
    signs = [1 if (rows - at.bit_count()) % 2 == 0 else -1 for at in range(1 << rows)]
    return sum(sign * comb(int(count), size) for sign, count in zip(signs, within.tolist(), strict=True))


def smallest_covers(coverage, rows):
    size = 0
    while not (count := covers_of_size(coverage, rows, size)):
        size += 1
    return size, count


def primes_by_brute_force(space, positive, negative):
    """Try every conjunction there is."""
    choices = [[0, *(1 << space.first_literal[j] + value for value in range(level))]
               for j, level in enumerate(space.levels)]  # fmt: skip
    implicants = [
        cube
        for cube in (sum(literals) for literals in product(*choices))
        if any(row & cube == cube for row in positive) and not any(row & cube == cube for row in negative)
    ]
    implicants.sort(key=int.bit_count)
    primes = []
    for cube in implicants:
        if not any(wide & cube == wide for wide in primes):
            primes.append(cube)
    return set(primes)


@pytest.mark.parametrize(
    ("levels", "rows", "share"),
    [
        ([2] * 6, 30, 0.4),
        ([2] * 7, 26, 0.5),
        ([2] * 8, 24, 0.6),
        ([2] * 10, 30, 0.5),
        ([2] * 12, 24, 0.6),
        ([2] * 14, 18, 0.7),
        ([5, 5], 18, 0.5),
        ([5, 4, 3, 2], 40, 0.35),
        ([3, 3, 3, 3], 40, 0.35),
        ([2, 5, 2, 5, 2], 30, 0.4),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_number_and_size_of_models_equal_inclusion_and_exclusion(levels, rows, share, seed):
    data, names = random_table(levels, rows, share, seed)
    table = truth_table(data, "Y", names, consistency=1)
    positive = len(table.coded("1"))
    assert positive <= 19
    found = minimize(table, budget=PATIENT)
    assert found.label == "exact"
    size, count = smallest_covers(found.implicants.coverage, positive)
    assert (found.model_space.upper_bound, found.model_count) == (size, count)
    assert found.model_space.lower_bound == size
    assert len(set(found.models)) == len(found.models) == min(count, 20)
    for model in found.models:
        covered = {row.number for row in table.rows for cube in model.cubes
                   if table.space.corner(row.configuration) & cube == cube}  # fmt: skip
        assert covered == {row.number for row in table.coded("1")}
        assert len(model.cubes) == size


@given(
    levels=st.lists(st.integers(2, 5), min_size=1, max_size=4),
    rows=st.integers(1, 14),
    share=st.sampled_from([0.2, 0.5, 0.8]),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=60, deadline=None)
def test_prime_implicants_and_models_of_small_tables_equal_brute_force(levels, rows, share, seed):
    chance = random.Random(seed)
    space = PropertySpace(tuple("ABCD"[: len(levels)]), tuple(levels))
    corners = [space.corner(one) for one in product(*map(range, levels))]
    drawn = chance.sample(corners, min(rows, len(corners)))
    positive = [one for one in drawn if chance.random() < share]
    negative = [one for one in drawn if one not in positive]
    found = implicants_avoiding(space, positive, negative, clock=PATIENT.start(), limit=10_000)
    assert set(found.cubes) == primes_by_brute_force(space, positive, negative)
    covers = minimum_covers(found.coverage, len(positive), clock=PATIENT.start(), limit=10_000)
    assert (len(covers.covers[0]), covers.count) == smallest_covers(found.coverage, len(positive))
    assert len(set(covers.covers)) == covers.count


@given(
    coverage=st.lists(st.integers(1, 2**5 - 1), min_size=1, max_size=9),
)
@settings(max_examples=60, deadline=None)
def test_all_irredundant_covers_equal_brute_force(coverage):
    rows = max(coverage).bit_length()
    union = 0
    for one in coverage:
        union |= one
    coverage = [*coverage, ((1 << rows) - 1) & ~union] if union != (1 << rows) - 1 else coverage

    def covers(chosen):
        covered = 0
        for at in chosen:
            covered |= coverage[at]
        return covered == (1 << rows) - 1

    everything = [
        one for size in range(len(coverage) + 1) for one in combinations(range(len(coverage)), size)
    ]
    irredundant = {
        one for one in everything if covers(one) and not any(covers(set(one) - {at}) for at in one)
    }
    found = irredundant_covers(coverage, rows, clock=PATIENT.start(), limit=10_000)
    assert set(found.covers) == irredundant
    assert found.count == len(irredundant)


@pytest.mark.parametrize("include", [(), ("?",)])
def test_one_condition(include):
    for values, outcomes, wanted in [
        ([1, 0], [1, 0], "A => Y"),
        ([1, 0], [0, 1], "~A => Y"),
        ([1, 0], [0, 0], "0 => Y"),
        ([1, 0], [1, 1], "1 => Y"),
    ]:
        table = truth_table(pd.DataFrame({"A": values, "Y": outcomes}), "Y", ["A"])
        found = minimize(table, include=include)
        assert (found.formula, found.label) == (wanted, "exact")
        assert found.model_count == (0 if wanted.startswith("0") else 1)


def test_no_positive_row_no_negative_row_and_all_rows_observed():
    names = ["A", "B", "C"]
    every = pd.DataFrame(list(product((0, 1), repeat=3)), columns=names)
    nothing, everything = (minimize(truth_table(every.assign(Y=y), "Y", names)) for y in (0, 1))
    assert nothing.is_empty
    assert (nothing.model_count, nothing.label) == (0, "exact")
    assert everything.is_tautology
    assert everything.formulas == ("1 => Y",)
    # With all rows observed there is nothing to assume: the two outer solutions are one.
    for code in range(1, 255):
        table = truth_table(every.assign(Y=[code >> row & 1 for row in range(8)]), "Y", names)
        conservative, parsimonious = (minimize(table, include=include) for include in ((), ("?",)))
        assert set(conservative.formulas) == set(parsimonious.formulas)
        assert conservative.model_count == parsimonious.model_count
        assert not parsimonious.models[0].assumptions.count


@pytest.mark.parametrize("conditions", [64, 65, 130])
def test_more_conditions_than_bits_in_a_word(conditions):
    data, names = random_table([2] * conditions, 12, 0.5, 3)
    table = truth_table(data, "Y", names)
    positive = len(table.coded("1"))
    conservative = minimize(table, include=(), budget=PATIENT)
    assert conservative.label == "exact"
    assert conservative.model_space.upper_bound == positive
    found = minimize(table, budget=Budget(seconds=60, models=10, implicants=2_000_000))
    assert found.implicants.is_complete
    size, count = smallest_covers(found.implicants.coverage, positive)
    assert (found.model_space.upper_bound, found.model_count, found.label) == (size, count, "exact")
    orders = [table.space.order(cube) for cube in found.implicants.cubes]
    assert orders == sorted(orders)


@pytest.mark.parametrize("seed", range(4))
def test_a_duplicated_condition_doubles_its_literals_and_nothing_else(seed):
    data, names = random_table([2] * 5, 14, 0.5, seed)
    plain = minimize(truth_table(data, "Y", names), budget=Budget(models=10_000))
    twin = minimize(
        truth_table(data.assign(TWIN=data["C00"]), "Y", [*names, "TWIN"]), budget=Budget(models=100_000)
    )
    assert (plain.label, twin.label) == ("exact", "exact")
    assert twin.model_space.upper_bound == plain.model_space.upper_bound

    def ways(model):
        return 2 ** sum("C00" in term.conditions for term in model.terms)

    assert twin.model_count == sum(map(ways, plain.models))
    doubled = sum(2 if "C00" in term.conditions else 1 for term in plain.prime_implicants)
    assert len(twin.prime_implicants) == doubled
    assert not any({"C00", "TWIN"} <= set(term.conditions) for term in twin.prime_implicants)


def test_out_of_prime_implicants_the_label_is_upper_bound_and_the_model_a_cover():
    data, names = random_table([2] * 12, 60, 0.5, 1)
    table = truth_table(data, "Y", names)
    whole = minimize(table, budget=PATIENT)
    assert whole.label == "exact"
    for implicants in (1, 10, 100):
        found = minimize(table, budget=Budget(seconds=60, implicants=implicants))
        space = found.model_space
        assert found.label == space.label == "upper bound"
        assert not space.is_counted
        assert space.lower_bound <= whole.model_space.upper_bound <= space.upper_bound
        for row in table.coded("1"):
            corner = table.space.corner(row.configuration)
            assert any(corner & cube == cube for cube in found.models[0].cubes)


@pytest.mark.parametrize("seconds", [0.000001, 0.02, 0.2])
def test_out_of_time_bounds_hold(seconds):
    data, names = random_table([2] * 9, 120, 0.5, 2)
    table = truth_table(data, "Y", names)
    whole = minimize(table, budget=PATIENT)
    size = whole.model_space.upper_bound
    assert whole.label == "exact"
    found = minimize(table, budget=Budget(seconds=seconds, models=5)).model_space
    assert found.lower_bound <= size <= found.upper_bound
    if found.label != "upper bound":
        assert found.lower_bound == found.upper_bound == size


def test_a_limit_on_listed_models_leaves_the_count():
    data, names = random_table([2] * 12, 40, 0.5, 1)
    table = truth_table(data, "Y", names)
    one, many = (minimize(table, budget=Budget(seconds=60, models=models)) for models in (1, 100_000))
    assert one.label == many.label == "exact"
    assert one.model_count == many.model_count == len(many.models)
    assert len(one.models) == 1
    assert one.models[0].formula in many.formulas
    assert one.model_space.occurrences == many.model_space.occurrences


@given(seed=st.integers(0, 10_000), levels=st.lists(st.sampled_from([2, 2, 3, 5]), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_memberships_at_once_are_those_step_by_step(seed, levels):
    chance = np.random.default_rng(seed)
    columns = {
        f"C{at}": chance.random(30) if level == 2 else [*range(level), *chance.integers(0, level, 30 - level)]
        for at, level in enumerate(levels)
    }
    data = pd.DataFrame(columns).assign(Y=chance.random(30))
    read = read_case_data(data, "Y", list(columns))
    choices = [[None, *range(level)] for level in read.space.levels]
    cubes = [
        read.space.cube({j: value for j, value in enumerate(chosen) if value is not None})
        for chosen in product(*choices)
    ]
    step_by_step = np.stack([read._membership(cube) for cube in cubes], axis=1)
    np.testing.assert_array_equal(read.memberships(cubes), step_by_step)
