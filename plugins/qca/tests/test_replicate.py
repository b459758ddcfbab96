"""The R script: same data in full precision, R's arguments, and nothing from a study acts as code."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import (
    Decision,
    necessary_combinations,
    recode,
    standard_analysis,
    truth_table,
    untenable_remainders,
)
from casecompare_qca.reporting.r_language import r_comment, r_names, r_number, r_string, r_vector
from casecompare_qca.reporting.replicate import INLINE_CASES, replicate_script
from casecompare_qca.solutions.intermediate import standard_solutions

DATA = pd.DataFrame(
    {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "C": [1, 1, 0, 1], "Y": [1, 1, 0, 0]}, index=list("klmn")
)
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def code_of(script):
    """Give the script without comments and with every string emptied."""
    lines = [line for line in script.splitlines() if not line.startswith("#")]
    return STRING.sub('""', "\n".join(lines))


def test_script_of_an_analysis():
    expected = {"A": "present", "C": "absent"}
    solutions = standard_analysis(DATA, "Y", ["A", "B", "C"], consistency=[0.9, 0.7], expectations=expected)
    negated = standard_analysis(DATA, "Y", ["A", "B", "C"], consistency=[0.9, 0.7], negate_outcome=True)
    script = replicate_script(solutions, negated, title="Four cases", status="constructed")
    assert script.startswith("# Four cases\n# constructed\n")
    for line in (
        "  A = c(1, 1, 0, 0),",
        '  row.names = c("k", "l", "m", "n")',
        '  outcome = "Y",',
        '  outcome = "~Y",',
        '  conditions = "A, B, C",',
        "  incl.cut = c(0.9, 0.7),",
        "  n.cut = 1,",
        "conservative <- shown(minimize(tt, details = TRUE))",
        'parsimonious <- shown(minimize(tt, include = "?", details = TRUE))',
        'intermediate <- shown(minimize(tt, include = "?", dir.exp = "A, ~C", details = TRUE))',
        "conservative_negated <- shown(minimize(tt_negated, details = TRUE))",
        # Without expectations R has nothing to be told but the conservative solution.
        "intermediate_negated <- shown(minimize(tt_negated, details = TRUE))",
        "#   A*C => Y (inclS 1.000000, PRI 1.000000, covS 1.000000)",
    ):
        assert line in script.splitlines(), line
    assert script.count("shown(pofind(") == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_memberships_have_their_full_precision(memberships):
    data = pd.DataFrame({"A": memberships, "Y": 1.0 - np.array(memberships)})
    data.index = [f"c{i}" for i in range(len(data))]
    script = replicate_script(standard_analysis(data, "Y", ["A"]))
    body = script.partition("  A = c(")[2].partition(")")[0]
    assert [float(number) for number in body.split(",")] == [abs(one) for one in memberships]


def test_values_of_a_multi_value_set():
    data = pd.DataFrame({"A": [2, 1, 0], "B": [1, 0, 1], "Y": [2, 2, 1]}, index=list("klm"))
    expected = {"A": [1, 2], "B": "present"}
    script = replicate_script(standard_analysis(data, "~Y{2}", ["A", "B"], expectations=expected))
    assert "# Y holds the membership in Y{2}" in script
    assert "  Y = c(1, 1, 0)," in script
    assert 'outcome = "~Y"' in script
    assert 'dir.exp = "A[1,2], B[1]"' in script


def test_conjunctural_expectations_carry_a_warning():
    solutions = standard_analysis(DATA, "Y", ["A", "B", "C"], expectations=["A", "B*~C"])
    script = replicate_script(solutions)
    assert 'dir.exp = "A, B*~C"' in script
    assert "R's QCA 3.25.1 drops the single expectations" in script


def test_recoded_and_excluded_rows():
    table = truth_table(DATA, "Y", ["A", "B", "C"])
    changed, _ = recode(table, [Decision(row=8, to="C", because="?"), Decision(row=6, to="0", because="?")])
    excluded = untenable_remainders(changed, impossible="A*~C", contradictory=False)
    script = replicate_script(standard_solutions(excluded.table))
    assert "  exclude = c(5, 6, 7)" in script
    assert 'tt$tt["8", "OUT"] <- "C"' in script


def test_many_cases_are_read_from_the_run_folder():
    cases = INLINE_CASES + 1
    data = pd.DataFrame(
        {"A B": [1, 0] * cases, "Y": [1, 0] * cases}, index=[f"c{i}" for i in range(2 * cases)]
    )
    script = replicate_script(standard_analysis(data, "Y", ["A B"]))
    assert len(script) < 5_000
    assert 'read.csv("tables/memberships.csv"' in script
    assert 'cases <- cases[, c("A B", "Y")]' in script
    assert 'names(cases) <- c("SET1", "Y")' in script


def test_names_that_r_cannot_take():
    names = {"A": 'x"); system("rm', "B": "if", "C": "Größe"}
    data = DATA.rename(columns=names).set_axis(['k"\nstop()#', "\\", "l\x00", "😀"])
    solutions = standard_analysis(data, "Y", list(names.values()), expectations=["Größe"])
    script = replicate_script(solutions, title="a\nstop()\r\n# b\u2028c", status="\x1b[0m")
    code = code_of(script)
    assert "stop()" not in code
    assert "system" not in code
    assert code.isascii()
    assert "SET1, SET2, SET3" in script
    assert '"k\\"\\nstop()#"' in script
    assert '"\\U{1f600}"' in script
    assert 'dir.exp = "SET3"' in script
    assert script.splitlines()[0] == "# a stop() # b c"


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_no_text_leaves_its_string_or_comment(said):
    written = r_string(said)
    assert STRING.fullmatch(written)
    assert written.isascii()
    assert all(line.startswith("#") and line.isprintable() for line in r_comment(said))


@given(st.lists(st.text(max_size=6), unique=True, max_size=8))
def test_each_name_gets_a_name_of_its_own(names):
    given_names = r_names(names)
    assert list(given_names) == names
    assert len({name.lower() for name in given_names.values() if name.startswith("SET")}) == sum(
        name.startswith("SET") for name in given_names.values()
    )
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in given_names.values())


def test_numbers_and_vectors():
    assert [r_number(value) for value in (1.0, 0.5, float("nan"), float("inf"), 1e-20)] == [
        "1", "0.5", "NA_real_", "Inf", "1e-20",
    ]  # fmt: skip
    assert r_vector([]) == "c()"
    long = r_vector(["123456789"] * 30)
    assert max(map(len, long.splitlines())) <= 96
    assert long.count("123456789") == 30


def test_an_outcome_that_nothing_leads_to():
    script = replicate_script(standard_analysis(DATA.assign(Y=[0, 0, 0, 0]), "Y", ["A", "B"]))
    assert "no row leads to the outcome; R's QCA stops with an error" in script
    with pytest.raises(ValueError, match="there is no solution to repeat"):
        replicate_script({})


def test_necessary_combinations_and_theory():
    found = necessary_combinations(DATA, "Y", ["A", "B", "C"], inclusion=0.9, relevance=0.5, depth=2)
    solutions = standard_analysis(DATA, "Y", ["A", "B", "C"])
    script = replicate_script(solutions, combinations=[found], theory="A*B + C")
    for line in (
        "shown(superSubset(",
        '  conditions = "A, B, C",',
        '  relation = "necessity",',
        "  incl.cut = 0.9,",
        "  cov.cut = 0,",
        "  ron.cut = 0.5,",
        "  depth = 2",
        "# found here: A, C, A*C",
        'shown(modelFit(intermediate, "A*B + C"))',
    ):
        assert line in script.splitlines(), line
    values = standard_analysis(DATA.assign(A=[2, 1, 0, 0]), "Y", ["A", "B"])
    assert "Not repeated here" in replicate_script(values, theory="A{2}")
    assert "modelFit" not in replicate_script(solutions)
