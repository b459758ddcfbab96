"""Truth tables, solutions and fit against a second computation, loop by loop, on data made for the purpose.

Nothing here uses the package's arithmetic: memberships are minima and maxima of Python numbers, minimization
tries every conjunction and every set of conjunctions.
"""

from __future__ import annotations

import math
import random
from itertools import combinations, product

import pandas as pd
import pytest

from casecompare_qca import (
    Budget,
    fit,
    intermediate,
    minimize,
    necessary_combinations,
    necessity,
    sufficiency,
    truth_table,
)

SEEDS = range(12)
BUDGET = Budget(models=100_000)
SLACK = 1.5e-8


def fuzzy_cases(seed, conditions=3, n=14):
    """Random memberships with two decimals, never 0.5; the outcome leans on the first two conditions."""
    chance = random.Random(f"fuzzy {seed}")
    names = list("ABCD")[:conditions]
    grades = [g / 100 for g in range(101) if g != 50]
    rows = [{name: chance.choice(grades) for name in names} for _ in range(n)]
    for row in rows:
        leaning = max(min(row["A"], row["B"]), 1 - row[names[-1]])
        moved = min(1.0, max(0.0, leaning + chance.choice([-0.3, -0.1, 0.0, 0.1, 0.2])))
        row["Y"] = round(moved, 2) if round(moved, 2) != 0.5 else 0.51
    return pd.DataFrame(rows, index=[f"case {i}" for i in range(n)]), names


def multi_value_cases(seed, n=14):
    """Conditions of two, three and four values; a crisp outcome with a few contradictions."""
    chance = random.Random(f"values {seed}")
    levels = {"A": 2, "B": 3, "C": 4}
    rows = [{name: chance.randrange(level) for name, level in levels.items()} for _ in range(n)]
    rows[0].update({name: level - 1 for name, level in levels.items()})
    for row in rows:
        row["Y"] = int((row["B"] == 2 or row["A"] * row["C"] > 1) != (chance.random() < 0.1))
    return pd.DataFrame(rows, index=[f"case {i}" for i in range(n)]), levels


def member(case, literals):
    """Give the membership in a conjunction of (name, value); fuzzy 1 and 0 are the set and its negation."""
    found = 1.0
    for name, value, is_fuzzy in literals:
        own = case[name]
        found = min(found, (own if value else 1 - own) if is_fuzzy else float(own == value))
    return found


def shares(x, y):
    """Give inclusion, PRI and coverage, from the sums."""
    shared = math.fsum(map(min, x, y))
    both = math.fsum(min(a, b, 1 - b) for a, b in zip(x, y, strict=True))
    size, outcome = math.fsum(x), math.fsum(y)

    def over(part, whole):
        return part / whole if whole else math.nan

    return over(shared, size), over(shared - both, size - both), over(shared, outcome)


def rows_by_hand(data, levels, *, is_fuzzy, cuts, pri_cut, fewest):
    """Give number -> (cases, inclusion, PRI, code) of each row that some case falls into."""
    records = data.to_dict("records")
    found = {}
    for number, values in enumerate(product(*map(range, levels.values())), 1):
        literals = [(name, value, is_fuzzy) for name, value in zip(levels, values, strict=True)]
        x = [member(case, literals) for case in records]
        cases = tuple(name for name, one in zip(data.index, x, strict=True) if one > 0.5)
        if not cases:
            continue
        inclusion, pri, _ = shares(x, data["Y"])
        code = "0"
        if len(cases) < fewest:
            code = "?"
        elif inclusion >= cuts[0] - SLACK:
            code = "1" if pri >= pri_cut - SLACK else "0"
        elif inclusion >= cuts[1] - SLACK:
            code = "C"
        found[number] = (cases, inclusion, pri, code)
    return found


def as_tuples(table):
    return {row.number: (row.cases, row.inclusion, row.pri, row.out) for row in table.rows if row.n}


def same_rows(found, expected):
    assert found.keys() == expected.keys()
    for number, (cases, inclusion, pri, code) in expected.items():
        assert (found[number][0], found[number][3]) == (cases, code), number
        assert found[number][1:3] == pytest.approx((inclusion, pri), nan_ok=True), number


@pytest.mark.parametrize("seed", SEEDS)
def test_fuzzy_truth_tables(seed):
    data, names = fuzzy_cases(seed, conditions=4, n=25)
    for cuts, pri_cut, fewest in (((0.8, 0.8), 0.5, 1), ((0.9, 0.7), 0.6, 2)):
        table = truth_table(data, "Y", names, consistency=cuts, pri=pri_cut, cases=fewest)
        expected = rows_by_hand(
            data, dict.fromkeys(names, 2), is_fuzzy=True, cuts=cuts, pri_cut=pri_cut, fewest=fewest
        )
        same_rows(as_tuples(table), expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_multi_value_truth_tables(seed):
    data, levels = multi_value_cases(seed)
    table = truth_table(data, "Y", list(levels), consistency=(0.9, 0.4), cases=1)
    expected = rows_by_hand(data, levels, is_fuzzy=False, cuts=(0.9, 0.4), pri_cut=0.0, fewest=1)
    same_rows(as_tuples(table), expected)


def primes_by_hand(levels, positive, forbidden):
    """Give every maximal conjunction that holds a positive row and no forbidden one, as tuples with None."""
    space = list(product(*[[None, *range(level)] for level in levels]))

    def holds(cube, row):
        return all(a is None or a == b for a, b in zip(cube, row, strict=True))

    allowed = {
        cube
        for cube in space
        if any(holds(cube, row) for row in positive) and not any(holds(cube, row) for row in forbidden)
    }

    def widened(cube):
        return [(*cube[:j], None, *cube[j + 1 :]) for j, value in enumerate(cube) if value is not None]

    return [cube for cube in allowed if not any(wider in allowed for wider in widened(cube))], holds


def smallest_covers(primes, positive, holds):
    for size in range(len(primes) + 1):
        covers = {
            frozenset(chosen)
            for chosen in combinations(primes, size)
            if all(any(holds(cube, row) for cube in chosen) for row in positive)
        }
        if covers:
            return covers
    return set()


def models_by_hand(levels, rows, free):
    everything = set(product(*map(range, levels)))
    positive = [values for values, code in rows.items() if code == "1"]
    negative = [values for values, code in rows.items() if code in "0C"]
    open_rows = everything - set(positive) - set(negative)
    forbidden = [*negative, *(row for row in open_rows if row not in free)]
    primes, holds = primes_by_hand(levels, positive, forbidden)
    return smallest_covers(primes, positive, holds)


def as_cubes(solution):
    names = solution.table.conditions
    return {
        frozenset(tuple(dict(term.literals).get(name) for name in names) for term in model.terms)
        for model in solution.models
    }


def configurations(table):
    return {row.configuration: row.out for row in table.rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_models_against_every_set_of_conjunctions(seed):
    fuzzy, names = fuzzy_cases(seed)
    values, levels = multi_value_cases(seed, n=9)
    tables = (
        truth_table(fuzzy, "Y", names, consistency=0.85),
        truth_table(values, "Y", list(levels), consistency=(0.9, 0.4)),
    )
    for table in tables:
        everything = set(product(*map(range, table.levels)))
        for include, free in (((), set()), (("?",), everything)):
            solution = minimize(table, include=include, budget=BUDGET)
            expected = models_by_hand(table.levels, configurations(table), free)
            assert as_cubes(solution) == (expected if table.coded("1") else set())
            assert solution.model_count == len(solution.models)
            assert solution.label == "exact"


def expected_literal(values, narrow, wide):
    """Say which literals of a conservative term may go: not in the parsimonious one, and not expected."""
    return {
        j for j, value in enumerate(narrow) if value is not None and wide[j] is None and j in values
        and value not in values[j]
    }  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_intermediate_solutions_by_the_definition(seed):
    data, levels = multi_value_cases(seed, n=8)
    table = truth_table(data, "Y", list(levels), consistency=0.9)
    wanted = {0: {1}, 1: {1, 2}}
    found = intermediate(table, {"A": "present", "B": [1, 2], "C": "don't care"}, budget=BUDGET)
    rows, sizes = configurations(table), table.levels
    everything = set(product(*map(range, sizes)))
    expected = set()
    for narrow, wide in product(models_by_hand(sizes, rows, set()), models_by_hand(sizes, rows, everything)):
        easy = set()
        for term, larger in product(narrow, wide):
            if all(value is None or value == term[j] for j, value in enumerate(larger)):
                gone = expected_literal(wanted, term, larger)
                short = [None if j in gone else value for j, value in enumerate(term)]
                easy |= {
                    row
                    for row in everything
                    if all(a is None or a == b for a, b in zip(short, row, strict=True))
                }
        expected |= models_by_hand(sizes, rows, easy)
    assert as_cubes(found) == (expected if table.coded("1") else set())


@pytest.mark.parametrize("seed", SEEDS)
def test_fit_of_models_and_terms(seed):
    data, names = fuzzy_cases(seed, n=20)
    records = data.to_dict("records")
    for model in minimize(truth_table(data, "Y", names, consistency=0.8), budget=BUDGET).models:
        columns = [[member(one, [(*lit, True) for lit in term.literals]) for one in records]
                   for term in model.terms]  # fmt: skip
        whole = [max(row) for row in zip(*columns, strict=True)]
        fits = (model.fit.inclusion, model.fit.pri, model.fit.coverage)
        assert fits == pytest.approx(shares(whole, data["Y"]), nan_ok=True)
        for at, one in enumerate(model.term_fits):
            assert (one.inclusion, one.pri, one.coverage) == pytest.approx(shares(columns[at], data["Y"]))
            others = [max([0.0, *(column[i] for column in (*columns[:at], *columns[at + 1 :]))])
                      for i in range(len(data))]  # fmt: skip
            alone = math.fsum(map(min, columns[at], data["Y"]))
            alone -= math.fsum(map(min, columns[at], others, data["Y"]))
            assert one.unique_coverage == pytest.approx(alone / data["Y"].sum(), abs=1e-12)


def needed(x, y):
    """Give inclusion, coverage and relevance of necessity."""
    shared = math.fsum(map(min, x, y))
    outside = math.fsum(1 - min(a, b) for a, b in zip(x, y, strict=True))
    return (
        shared / math.fsum(y),
        shared / math.fsum(x) if math.fsum(x) else math.nan,
        math.fsum(1 - one for one in x) / outside if outside else math.nan,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_single_conditions_and_formulas(seed):
    data, names = fuzzy_cases(seed)
    y, not_y = data["Y"].tolist(), (1 - data["Y"]).tolist()
    for outcome, negate in ((y, False), (not_y, True)):
        necessary = necessity(data, "Y", names, negate_outcome=negate)
        sufficient = sufficiency(data, "Y", names, negate_outcome=negate)
        for name in names:
            for text, x in ((name, data[name].tolist()), (f"~{name}", (1 - data[name]).tolist())):
                assert tuple(necessary.loc[text]) == pytest.approx(needed(x, outcome))
                assert tuple(sufficient.loc[text]) == pytest.approx(shares(x, outcome))
    whole = [max(min(a, 1 - b), c) for a, b, c in data[names].itertuples(index=False)]
    assert tuple(fit(data, "A*~B + C => Y").iloc[-1]) == pytest.approx(shares(whole, y))
    assert tuple(fit(data, "A*~B + C <= ~Y").iloc[-1]) == pytest.approx(needed(whole, not_y))


def every_combination(names):
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            yield from (list(zip(chosen, signs, strict=True)) for signs in product((1, 0), repeat=size))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("inclusion", "coverage", "relevance"), [(0.9, 0.0, 0.0), (0.8, 0.6, 0.5)])
def test_necessary_combinations_against_all_of_them(seed, inclusion, coverage, relevance):
    data, names = fuzzy_cases(seed, conditions=4)
    y, records = data["Y"].tolist(), data.to_dict("records")

    def graded(literals, join):
        return [join(one[name] if value else 1 - one[name] for name, value in literals) for one in records]

    def passes(x):
        reached = needed(x, y)
        return all(a >= b - SLACK for a, b in zip(reached, (inclusion, coverage, relevance), strict=True))

    conjunctions, disjunctions = set(), set()
    for literals in every_combination(names):
        if passes(graded(literals, min)):
            conjunctions.add(frozenset(literals))
        parts = [part for size in range(1, len(literals)) for part in combinations(literals, size)]
        is_minimal = not any(needed(graded(part, max), y)[0] >= inclusion - SLACK for part in parts)
        if len(literals) > 1 and is_minimal and passes(graded(literals, max)):
            disjunctions.add(frozenset(literals))
    found = necessary_combinations(
        data, "Y", names, inclusion=inclusion, coverage=coverage, relevance=relevance
    )

    def read(texts):
        return frozenset((text.lstrip("~"), int(not text.startswith("~"))) for text in texts)

    assert {read(one.literals) for one in found.conjunctions} == conjunctions
    assert {read(one.literals) for one in found.disjunctions} == disjunctions
    for one in found.disjunctions:
        x = graded(sorted(read(one.literals)), max)
        assert (one.fit.inclusion, one.fit.coverage, one.fit.relevance) == pytest.approx(needed(x, y))
