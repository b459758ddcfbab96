"""Small, strange and large inputs: an answer or a clear refusal, never a crash."""

from __future__ import annotations

import random
import time

import pandas as pd
import pytest

from casecompare_qca import Budget, intermediate, minimize, necessity, standard_analysis, truth_table
from casecompare_qca.solutions.covers import minimum_covers


def cases(rows, columns, **more):
    return pd.DataFrame(rows, columns=list(columns), index=[f"c{i}" for i in range(1, len(rows) + 1)], **more)


def test_a_single_case():
    found = standard_analysis(cases([(1, 0, 1)], "ABY"), "Y", ["A", "B"], expectations=["A"])
    assert found["conservative"].formula == "A*~B => Y"
    assert found["parsimonious"].formula == "1 => Y"
    assert found["parsimonious"].is_tautology
    assert "Nothing speaks against the outcome" in str(found["parsimonious"])
    assert found["intermediate"].models


def test_all_cases_with_the_outcome():
    table = truth_table(cases([(1, 1), (0, 1)], "AY"), "Y", ["A"])
    assert minimize(table, include=()).formula == "1 => Y"


def test_no_case_with_the_outcome():
    table = truth_table(cases([(1, 0), (0, 0)], "AY"), "Y", ["A"])
    for solution in (minimize(table), minimize(table, include=("C",)), intermediate(table, ["A"])):
        assert solution.is_empty
        assert (solution.models, solution.model_count, solution.formula) == ((), 0, "0 => Y")
        assert "no row leads to the outcome" in str(solution)


def test_a_constant_condition_still_has_two_values():
    table = truth_table(cases([(1, 0, 1), (0, 0, 0)], "ABY"), "Y", ["A", "B"])
    assert table.levels == (2, 2)
    assert minimize(table).formula == "A => Y"


def test_every_case_tied():
    table = truth_table(cases([(0.5, 1), (0.5, 0)], "AY"), "Y", ["A"])
    assert [(row.n, row.out) for row in table.rows] == [(0, "?")]
    assert table.tied_cases == ("c1", "c2")
    assert minimize(table).is_empty


def test_negated_outcome_and_values_of_an_outcome():
    data = cases([(1, 0), (0, 2), (0, 1)], "AY")
    assert minimize(truth_table(data, "Y{1,2}", ["A"])).formula == "~A => Y{1,2}"
    assert minimize(truth_table(data, "~Y{1,2}", ["A"])).formula == "A => ~Y{1,2}"
    assert minimize(truth_table(data, "Y{1,2}", ["A"], negate_outcome=True)).formula == "A => ~Y{1,2}"


def test_multi_value_formulas_are_written_with_brackets():
    data = cases([(2, 1, 1), (1, 1, 0), (0, 0, 0)], "ABY")
    assert minimize(truth_table(data, "Y", ["A", "B"])).formula == "A{2} => Y"
    assert set(necessity(data, "Y", ["A", "B"]).index) == {"A{0}", "A{1}", "A{2}", "B{0}", "B{1}"}


def test_a_low_row_that_an_expression_excludes_is_excluded_though_somebody_is_in_it():
    data = cases([(1, 1, 1), (1, 1, 1), (1, 0, 1), (0, 0, 0), (0, 0, 0)], "ABY")
    table = truth_table(data, "Y", ["A", "B"], cases=2, exclude=["A*~B"])
    assert [(row.number, row.out) for row in table.rows] == [(1, "0"), (3, "0"), (4, "1")]
    assert minimize(table).formula == "B => Y"


def test_mixed_expectations_are_applied_each_by_itself():
    data = cases([(1, 1, 1, 1), (0, 0, 0, 0)], "ABCY")
    table = truth_table(data, "Y", ["A", "B", "C"])
    alone = {frozenset(intermediate(table, one).formulas) for one in ("~A", "~A, B*~C", "B*~C + ~A")}
    assert len(alone) > 1  # the conjunction adds to the single literal instead of replacing it
    together = intermediate(table, "B*~C, ~A")
    assert together.formulas == intermediate(table, ["~A", "B*~C"]).formulas
    assert together.expectations == ("B*~C", "~A")


@pytest.mark.parametrize(
    ("expectations", "message"),
    [
        ({"X": "present"}, "speaks of 'X'; the conditions are A, B"),
        ({"A": "often"}, "write present, absent, don't care, or the values"),
        (["A", "~A"], "two expectations about 'A' contradict each other"),
        (["A**B"], "cannot be read"),
        (["A{4}"], "'A' has the values 0 to 1, not 4"),
        ({"X": "absent"}, "speaks of 'X'; the conditions are A, B"),
        ({"A*~B": "absent"}, "one can only expect that it be present"),
        ({"A*~B": 1}, "one can only expect that it be present"),
        (["A*~A"], "the expectation 'A*~A' can never be met: nothing is both."),
    ],
)
def test_expectations_that_cannot_be_meant(expectations, message):
    table = truth_table(cases([(1, 1, 1), (0, 0, 0)], "ABY"), "Y", ["A", "B"])
    with pytest.raises(ValueError, match=r"expectation|values") as caught:
        intermediate(table, expectations)
    assert message in str(caught.value)


def test_no_expectation_about_a_condition_of_many_values():
    table = truth_table(cases([(2, 1, 1), (0, 0, 0)], "ABY"), "Y", ["A", "B"])
    assert intermediate(table, {"A": "don't care", "B": "present"}).expectations == ("B",)


@pytest.mark.parametrize(
    ("rows", "arguments", "message"),
    [
        ([(1, 1)], {"conditions": ["B"]}, "the table has no column 'B'; it has A, Y."),
        ([(1, 1)], {"conditions": ["Y"]}, "'Y' is the outcome and a condition; it cannot explain itself."),
        ([(1, 1)], {"conditions": []}, "name at least one condition."),
        ([(None, 1), (1, 1)], {}, "values are missing in A for c1. Code them, or leave these cases out with "
         'missing="drop".'),
        ([(None, 1)], {"missing": "drop"}, "no case has values for the outcome and every condition; "
         "nothing can be compared."),
        ([(0.3, 1), (2, 0)], {}, "'A' is not calibrated: its values, from 0.3 to 2, are neither memberships "
         "between 0 and 1 nor the whole numbers 0, 1, 2, … of a multi-value condition. See c1."),
        ([(1, 3)], {}, "the outcome 'Y' lies outside 0 to 1 for c1. Calibrate it, or name the values of a "
         "multi-value outcome: Y{2}."),
        ([("high", 1)], {}, "'A' holds text, not numbers, for c1. Calibrate it first."),
        ([(1, 1)], {"consistency": [0.7, 0.9]}, "of two consistency cut-offs the first is the higher one: "
         "[0.9, 0.7] the other way round."),
        ([(1, 1)], {"cases": 0}, "a row needs at least one case; the cut-off is 0."),
        ([(1, 1)], {"exclude": ["Z"]}, "'Z' speaks of Z, which is no condition of this table."),
        ([(1, 1)], {"exclude": [3]}, "there is no row 3: with these conditions the truth table has 2 rows."),
    ],
)  # fmt: skip
def test_refusals_say_what_and_where(rows, arguments, message):
    with pytest.raises(ValueError, match=r".") as caught:
        truth_table(cases(rows, "AY"), "Y", **{"conditions": ["A"], **arguments})
    assert str(caught.value) == message


def test_dropped_cases_are_named():
    table = truth_table(cases([(None, 1), (1, 1), (0, 0)], "AY"), "Y", ["A"], missing="drop")
    assert (table.dropped_cases, table.data.cases) == (("c1",), ("c2", "c3"))


def test_cut_offs_are_not_decided_by_rounding():
    data = cases([(0.1 + 0.2, 0.3), (1, 1)], "AY")  # 0.30000000000000004 against 0.3
    assert truth_table(data, "Y", ["A"], consistency=1.0).rows[1].out == "1"


def test_results_cannot_be_changed():
    table = truth_table(cases([(1, 1), (0, 0)], "AY"), "Y", ["A"])
    with pytest.raises(AttributeError):
        table.pri = 1.0
    with pytest.raises(ValueError, match="read-only"):
        table.data.values[0, 0] = 0.0
    with pytest.raises(AttributeError):
        minimize(table).models[0].cubes = ()


def test_printing_fits_into_80_columns():
    names = [f"CONDITION_{i}" for i in range(4)]
    rows = [[*map(int, f"{i:04b}"), int(i in (3, 7, 12, 15))] for i in range(16)]
    found = standard_analysis(cases(rows, [*names, "Y"]), "Y", names)
    for text in (str(found["parsimonious"].table), *map(str, found.values())):
        assert max(map(len, text.splitlines())) <= 80
    assert "Model 1 of 1" in str(found["conservative"])


def random_cases(conditions, n, seed, noise=0.05):
    chance = random.Random(seed)
    rows = {tuple(chance.randint(0, 1) for _ in range(conditions)) for _ in range(3 * n)}
    rows = sorted(rows)
    chance.shuffle(rows)
    names = [f"C{i}" for i in range(conditions)]
    outcomes = [
        int(((row[0] and row[1]) or (not row[2] and row[3])) != (chance.random() < noise)) for row in rows[:n]
    ]
    data = pd.DataFrame(rows[:n], columns=names, index=[f"k{i}" for i in range(n)])
    return data.assign(Y=outcomes), names


@pytest.mark.parametrize(("conditions", "n"), [(15, 40), (30, 40), (60, 40), (8, 200), (12, 200)])
def test_many_conditions_are_solved_exactly_in_seconds(conditions, n):
    data, names = random_cases(conditions, min(n, 2**conditions // 2), seed=5)
    started = time.monotonic()
    found = standard_analysis(
        data, "Y", names, expectations=names[:2], budget=Budget(models=50, implicants=100_000, seconds=3)
    )
    assert time.monotonic() - started < 20
    for kind, solution in found.items():
        assert solution.models
        assert solution.model_count >= len(solution.models)
        if conditions < 60:
            assert solution.label != "upper bound", kind
        assert solution.models[0].assumptions.count >= 0


def test_a_search_out_of_time_or_room_says_so():
    data, names = random_cases(14, 120, seed=2, noise=0.5)
    table = truth_table(data, "Y", names)
    hasty = minimize(table, budget=Budget(seconds=0.001))
    assert hasty.label == "upper bound"
    crowded = minimize(table, budget=Budget(implicants=20))
    assert crowded.label == "upper bound"
    positive = [table.space.corner(row.configuration) for row in table.coded("1")]
    negative = [table.space.corner(row.configuration) for row in table.coded("0")]
    for solution in (hasty, crowded):
        (model, *_) = solution.models
        assert all(any(corner & cube == cube for cube in model.cubes) for corner in positive)
        assert not any(corner & cube == cube for cube in model.cubes for corner in negative)


def test_independent_parts_are_counted_without_being_listed():
    coverage = [1 << row for row in range(40) for _ in range(2)]
    found = minimum_covers(coverage, 40, clock=Budget().start(), limit=5)
    assert (found.count, len(found.covers), found.label) == (2**40, 5, "exact")
