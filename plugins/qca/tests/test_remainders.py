"""Rows that deserve a second look, and the enhanced standard analysis."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import Budget, minimize, truth_table
from casecompare_qca.assumptions.enhanced import enhanced_standard_analysis, untenable_remainders
from casecompare_qca.assumptions.remainders import (
    contradictory_assumptions,
    find_rows,
    negated_table,
    remainders_within,
    simplifying_rows,
    simultaneous_subset_relations,
)
from casecompare_qca.assumptions.row_sets import RowSet, row_set, shared_rows
from casecompare_qca.table.property_space import PropertySpace

SPACE = PropertySpace(("A", "B", "M"), (2, 2, 3))
LARGE = PropertySpace(tuple(f"C{at}" for at in range(20)), (2,) * 20)


def cubes(space: PropertySpace):
    literals = [st.sampled_from([None, *range(level)]) for level in space.levels]
    return st.tuples(*literals).map(
        lambda values: space.cube({j: value for j, value in enumerate(values) if value is not None})
    )


def rows_of(space: PropertySpace, some) -> set[int]:
    return {row for cube in some for row in space.rows(cube)}


@settings(max_examples=80, deadline=None)
@given(st.lists(cubes(SPACE), max_size=5), st.lists(cubes(SPACE), max_size=5))
def test_row_sets_are_sets_of_rows(first, second):
    a, b = row_set(SPACE, first), row_set(SPACE, second)
    assert set(a.rows) == rows_of(SPACE, first)
    assert a.count == len(a.rows)
    assert sum(map(SPACE.size, a.cubes)) == a.count  # without overlap
    assert set(shared_rows(a, b).rows) == set(a.rows) & set(b.rows)
    assert set(a.without(b.cubes).rows) == set(a.rows) - set(b.rows)
    assert all((row in a) == (row in a.rows) for row in range(1, SPACE.rows_total + 1))


@settings(max_examples=40, deadline=None)
@given(st.lists(cubes(SPACE), max_size=4), st.lists(cubes(SPACE), max_size=4))
def test_large_spaces_give_the_same_rows(first, second):
    # The same cubes in a space with eighteen further conditions, all absent there.
    names = (*SPACE.conditions, *(f"Z{at}" for at in range(18)))
    large = PropertySpace(names, (*SPACE.levels, *(2,) * 18))
    absent = large.cube(dict.fromkeys(range(3, 21), 0))
    a, b = (row_set(large, [cube | absent for cube in some]) for some in (first, second))
    small = {row_set(large, [large.cube(SPACE.values(cube)) | absent]).rows for cube in first}
    assert {row for rows in small for row in rows} == set(a.rows)
    assert set(shared_rows(a, b).rows) == set(a.rows) & set(b.rows)
    assert set(a.without(b.cubes).rows) == set(a.rows) - set(b.rows)


def test_many_rows_are_counted_not_listed():
    half = row_set(LARGE, [LARGE.cube({0: 1})])
    assert (half.count, half.expressions, str(half)) == (2**19, ("C0",), "524,288 rows")
    with pytest.raises(ValueError, match="too many to list"):
        _ = half.rows
    assert str(RowSet(LARGE, ())) == "no row"


def test_rows_of_other_conditions_cannot_be_compared():
    with pytest.raises(ValueError, match="one set of conditions"):
        shared_rows(row_set(SPACE, []), row_set(LARGE, []))


def thin_table():
    """Two cases in rows 8 and 1 each, one in row 6: with a threshold of two a remainder."""
    data = pd.DataFrame(
        {"A": [1, 1, 1, 0, 0], "B": [1, 1, 0, 0, 0], "C": [1, 1, 1, 0, 0], "Y": [1, 1, 1, 0, 0]},
        index=list("klmno"),
    )
    return truth_table(data, "Y", ["A", "B", "C"], cases=2)


def test_observed_rows_below_the_frequency_threshold_are_remainders():
    table = thin_table()
    assert [row.number for row in table.rows if row.out == "?"] == [6]
    assert find_rows(table, "within", expression="A*~B").rows == (5, 6)
    found = untenable_remainders(table, impossible="A*~B", contradictory=False)
    assert found.rows.rows == (5, 6)
    assert not set(simplifying_rows(minimize(found.table)).rows) & {5, 6}
    assert next(row for row in found.table.rows if row.number == 6).out == "0"
    data = pd.DataFrame(table.data.values, columns=list("ABC"), index=table.data.cases)
    data["Y"] = table.data.outcome
    again = truth_table(data, "Y", ["A", "B", "C"], cases=2, exclude=found.exclude)
    assert again.rows == found.table.rows
    assert again.excluded_rows == found.table.excluded_rows == (5,)


def test_observed_rows_are_within_an_expression_only_when_asked_for():
    table = thin_table()
    assert find_rows(table, "within", expression="A*B", observed=True).rows == (7, 8)
    assert find_rows(table, "within", expression="A*B").rows == (7,)


def test_excluded_rows_are_no_remainders_any_more():
    found = untenable_remainders(thin_table(), impossible="A*~B", contradictory=False)
    assert remainders_within(found.table, "~B").rows == (2,)


def test_observed_positive_rows_are_never_touched():
    data = pd.DataFrame({"A": [1, 0, 0], "B": [1, 1, 0], "Y": [1, 1, 0]}, index=list("klm"))
    table = truth_table(data, "Y", ["A", "B"])
    found = untenable_remainders(
        table, necessary={"A": "theory says so"}, impossible="~A*B", contradictory=False
    )
    assert found.table.coded("1") == table.coded("1")
    necessary, impossible = found.exclusions
    assert [row.number for row in necessary.observed_against] == [2]
    assert [row.number for row in impossible.observed_against] == [2]
    assert "row 2 was observed with the outcome (l)" in str(found)
    assert found.rows.count == 0


def test_every_excluded_row_has_its_reasons():
    found = untenable_remainders(
        thin_table(), necessary="B + C", impossible={"A*~B": "no such case can exist"}, contradictory=True
    )
    frame = found.to_frame()
    assert (frame["because"] != "").all()
    assert set(frame.index) == set(found.rows.rows)
    assert "B + C is necessary for Y; no such case can exist" in frame.loc[5, "because"]
    assert found.reasons(8) == ()


@st.composite
def data_sets(draw):
    rows = draw(st.lists(st.tuples(*[st.integers(0, 1)] * 4), min_size=2, max_size=7))
    return pd.DataFrame(rows, columns=["A", "B", "C", "Y"], index=[f"c{at}" for at in range(len(rows))])


@settings(max_examples=60, deadline=None)
@given(data_sets(), st.sampled_from(["A", "~B", "A + C", "B*C"]), st.sampled_from(["A*~B", "~C", "A*B + C"]))
def test_no_enhanced_solution_rests_on_an_excluded_row(data, necessary, impossible):
    table = truth_table(data, "Y", ["A", "B", "C"], consistency=1)
    found = enhanced_standard_analysis(table, ["A", "~B"], necessary=necessary, impossible=impossible)
    excluded = set(found.untenable.rows.rows)
    decided = {row.number for row in table.coded("1", "0", "C")}
    assert not excluded & decided
    assert found.untenable.table.coded("1") == table.coded("1")
    for solution in found.solutions.values():
        assert not excluded & set(simplifying_rows(solution).rows)
        for model in solution.models:
            assert not excluded & set(model.assumptions.rows)
            covered = rows_of(table.space, model.cubes)
            assert covered >= {row.number for row in table.coded("1")}


@settings(max_examples=40, deadline=None)
@given(data_sets())
def test_contradictory_assumptions_are_shared_by_both_analyses(data):
    table = truth_table(data, "Y", ["A", "B", "C"], consistency=1)
    mirrored = truth_table(data, "~Y", ["A", "B", "C"], consistency=1)
    assert contradictory_assumptions(table).rows == contradictory_assumptions(mirrored).rows
    parts = [
        set(find_rows(table, kind, expression="A*B").rows)
        for kind in ("within", "contradictory", "simultaneous")
    ]
    assert set(find_rows(table, "all", expression="A*B").rows) == set.union(*parts)
    assert not parts[2]  # with crisp sets no row is sufficient for the outcome and its negation


def test_simultaneous_subset_relations_need_a_pri_threshold():
    data = pd.DataFrame({"A": [0.6, 0.2, 0.9], "Y": [0.6, 0.4, 0.4]}, index=list("klm"))
    loose = truth_table(data, "Y", ["A"], consistency=0.7)
    (found,) = simultaneous_subset_relations(loose)
    assert (found.number, found.row.cases) == (2, ("k", "m"))
    assert found.negated.inclusion == pytest.approx(1.2 / 1.7)
    assert find_rows(loose, "simultaneous").rows == (2,)
    strict = truth_table(data, "Y", ["A"], consistency=0.7, pri=0.5)
    assert simultaneous_subset_relations(strict) == ()


def test_wrong_requests():
    table = thin_table()
    with pytest.raises(ValueError, match="is no kind of rows"):
        find_rows(table, "impossible")
    with pytest.raises(ValueError, match="say which rows are meant"):
        find_rows(table, "within")
    with pytest.raises(ValueError, match="which is no condition of this table"):
        untenable_remainders(table, necessary="Q")


def random_table(conditions, cases, seed):
    chance = random.Random(seed)
    names = [f"C{at:02d}" for at in range(conditions)]
    rows = [[chance.randrange(2) for _ in (*names, "Y")] for _ in range(cases)]
    data = pd.DataFrame(rows, columns=[*names, "Y"], index=[f"k{at}" for at in range(cases)])
    return truth_table(data, "Y", names)


@pytest.mark.parametrize("conditions", [20, 30, 36])
def test_the_enhanced_analysis_of_many_conditions(conditions):
    table = random_table(conditions, 30, seed=conditions)
    budget = Budget(seconds=20, models=20)  # listing ends long before
    found = enhanced_standard_analysis(
        table, ["C00", "C01"], necessary="C02 + C03", impossible="C04*~C05*C06", budget=budget
    )
    assert found.untenable.rows.count > 0
    assert str(found.untenable)
    space, excluded = table.space, found.untenable.rows.cubes
    positive = [space.corner(row.configuration) for row in table.coded("1")]
    for solution in found.solutions.values():
        for model in solution.models[:5]:
            assert all(any(corner & cube == cube for cube in model.cubes) for corner in positive)
            for cube in model.cubes:  # no term meets what is excluded
                rivals = space.rivals(cube)
                assert all(rivals & other for other in excluded)
    opposite = minimize(negated_table(table), budget=budget)
    plain = minimize(table, budget=budget)
    claimed = {cube for model in plain.models for cube in model.cubes}
    denied = {cube for model in opposite.models for cube in model.cubes}
    shared = next(one for one in found.untenable.exclusions if one.kind == "contradictory").rows
    for cube in claimed:
        for other in denied:
            if not space.rivals(cube) & other:
                meeting = cube | other  # fill it up to a configuration that no case shows
                corner = meeting | sum(
                    1 << space.first_literal[j] for j in range(conditions) if j not in space.values(meeting)
                )
                assert space.row_number(corner) in shared


def test_rows_that_cannot_be_counted_say_so():
    chance = random.Random(3)
    cubes_ = [LARGE.cube({j: chance.randrange(2) for j in chance.sample(range(20), 6)}) for _ in range(400)]
    found = row_set(LARGE, cubes_)
    assert not found.is_counted
    covered = sum(any(corner & cube == cube for cube in cubes_) for corner in map(
        LARGE.corner, ([chance.randrange(2) for _ in range(20)] for _ in range(2_000))))  # fmt: skip
    assert 0 < found.count <= covered / 2_000 * LARGE.rows_total * 1.2
    assert found.number == f"at least {found.count:,}"
    assert str(found) == f"{found.number} rows"
    with pytest.raises(ValueError, match="too many to list"):
        _ = found.rows
    with pytest.raises(ValueError, match=r"more than 20,000 pieces.*Use fewer conditions"):
        row_set(LARGE, [LARGE.corner([int(bit) for bit in f"{at * 7:020b}"]) for at in range(20_001)])
