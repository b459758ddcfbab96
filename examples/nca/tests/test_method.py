"""The method in a run: its tables, findings, evidence and remarks."""

from __future__ import annotations

import doctest
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import casecompare
from casecompare.testing import make_study, run_alone, try_method
from casecompare_nca import NcaOptions, NcaResult, analyse
from casecompare_nca.declaration import METHOD
from casecompare_nca.variables import condition_names

PROJECT = Path(__file__).resolve().parent.parent
CASES = [f"c{at:02}" for at in range(20)]
LIMITING = pd.DataFrame(
    {
        "A": [round(0.02 + at / 20, 2) for at in range(20)],
        "B": [0.9, 0.1, 0.8, 0.3, 0.2, 0.7, 0.4, 0.6, 0.95, 0.05] * 2,
        "Y": [round((0.02 + at / 20) * (0.95 if at % 3 else 0.4), 3) for at in range(20)],
    },
    index=pd.Index(CASES, name="case"),
)
CLAIMS = {"H1": "A <= Y", "H2": "B <= Y", "H3": "A => Y", "H4": "~A <= Y", "H5": "A*B <= Y"}


def result_of(table: pd.DataFrame, **options: object) -> NcaResult:
    study = make_study(table, outcome="Y", hypotheses=CLAIMS)
    done = run_alone(METHOD, study, **options)
    assert isinstance(done.result, NcaResult), done.reason
    return done.result


def table_of(result: casecompare.MethodResult, name: str) -> pd.DataFrame:
    return next(table.frame for table in result.tables if table.name == name)


def test_a_limiting_condition_is_found_and_said() -> None:
    result = result_of(LIMITING)
    found = {one.id: one for one in result.findings}
    assert found["necessity-A"].claim == "A <= Y"
    assert found["necessity-A"].sentence.startswith("Y of 0.7")
    assert "needs at least" in found["necessity-A"].sentence
    assert found["necessity-B"].claim == ""
    assert "No level of B shows as necessary for Y" in found["necessity-B"].sentence
    effects = table_of(result, "effects")
    assert list(effects["reading"])[:2] == ["necessary", "necessary"]
    assert effects["p"][0] < 0.01


def test_a_bottleneck_table_has_words_and_numbers() -> None:
    frame = table_of(result_of(LIMITING, permutations=0), "bottleneck_ce_fdh")
    assert frame["level"].tolist() == [10.0 * at for at in range(11)]
    assert frame["needed A"][0] == "NN"
    assert isinstance(frame["needed A"][10], float)


def test_evidence_is_brought_for_claims_of_necessity_on_single_sets() -> None:
    study = make_study(LIMITING, outcome="Y", hypotheses=CLAIMS)
    result = result_of(LIMITING)
    assert METHOD.assess is not None
    brought = {name: METHOD.assess(one, study, result) for name, one in study.hypotheses.items()}
    assert {name: [one.says for one in some] for name, some in brought.items()} == {
        "H1": ["supported"], "H2": ["against"], "H3": [], "H4": [], "H5": [],
    }  # fmt: skip


def test_a_mirrored_corner_makes_the_claim_of_absence() -> None:
    turned = LIMITING.assign(A=1 - LIMITING["A"])
    study = make_study(turned, outcome="Y", hypotheses=CLAIMS)
    result = result_of(turned, corners={"A": 2})
    found = next(one for one in result.findings if one.id == "necessity-A")
    assert found.claim == "~A <= Y"
    assert "needs at most" in found.sentence
    assert METHOD.assess is not None
    assert [one.says for one in METHOD.assess(study.hypotheses["H4"], study, result)] == ["supported"]


def test_a_figure_shows_the_ceilings_and_names_its_table() -> None:
    result = result_of(LIMITING, permutations=0)
    figure = result.figures[0]
    assert figure.table in {table.name for table in result.tables}
    assert "upper left corner" in figure.alt
    assert "CE-FDH leaves" in figure.alt


def test_a_condition_without_variation_is_left_out_with_a_remark() -> None:
    result = result_of(LIMITING.assign(B=0.7), permutations=0)
    assert [one.code for one in result.diagnostics] == ["nca.no-scope"]
    assert set(table_of(result, "effects")["condition"]) == {"A"}
    assert len(result_of(LIMITING.assign(B=0.7), permutations=0, scope={"B": [0.0, 1.0]}).examined) == 2


def test_names_that_are_not_there_are_told_together() -> None:
    study = make_study(LIMITING, outcome="Y")
    trial = try_method(METHOD, study, {"corners": {"C": 2}, "scope": {"A": [1.0, 0.0]}})
    assert trial.status == "refused"
    assert trial.reason == (
        "corners: 'C' is none of the conditions; scope: the lowest value of A must be below the highest. "
        "The conditions are A, B."
    )


def test_missing_values_leave_a_case_out_of_its_own_condition_only() -> None:
    table = LIMITING.copy()
    table.loc["c03", "B"] = float("nan")
    effects = table_of(result_of(table, permutations=0), "effects")
    assert dict(zip(effects["condition"], effects["cases"], strict=True)) == {"A": 20, "B": 19}


def test_the_example_has_the_numbers_of_the_textbook() -> None:
    study = casecompare.open_study(PROJECT / "example")
    trial = try_method(METHOD, study, {**study.methods["nca"], "permutations": 500})
    effects = table_of(trial.found, "effects")
    assert effects["effect"].round(2).tolist() == [0.42, 0.31, 0.31, 0.28]
    sentence = trial.found.findings[0].sentence
    assert "INDIVIDUALISM" in sentence


def test_duplicates_can_count_once() -> None:
    x, y = [1, 2, 2, 3], [1, 1.2, 1.2, 3]
    assert analyse(x, y, ["ce_vrs"])["ce_vrs"].zone == pytest.approx(2.8)
    assert analyse(x, y, ["ce_vrs"], counts_once=True)["ce_vrs"].zone == pytest.approx(2.0)
    assert result_of(LIMITING, permutations=0, duplicates="once").options.duplicates == "once"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([1, 1], [1, 2]), "all conditions or all outcomes are equal"),
        (([float("nan")], [1]), "no case has both"),
        (([float("inf"), 1], [1, 2]), "must be finite"),
        (([1, 2, 3], [1, 2]), "one number per case"),
    ],
)
def test_what_cannot_be_analysed_is_said(given: tuple[list[float], list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        analyse(*given)


def test_the_readme_is_true() -> None:
    failed, tried = doctest.testfile(str(PROJECT / "README.md"), module_relative=False)
    assert (failed, tried > 0) == (0, True)


def test_ten_thousand_rising_cases_are_analysed_in_seconds() -> None:
    x = [at / 10_000 for at in range(10_000)]
    found = analyse(x, [one**0.5 for one in x], ["ce_fdh", "ce_vrs", "cr_vrs", "cols", "c_lp"])
    assert found["ce_vrs"].complexity > 9_000
    assert found["ce_fdh"].effect_size == pytest.approx(1 / 3, abs=1e-2)


def test_steps_that_make_no_table_and_pairs_of_equal_values_are_survived() -> None:
    study = make_study(LIMITING.assign(B=0.7), outcome="Y")
    trial = try_method(METHOD, study, {"step_size": 0.001, "permutations": 0})
    assert (trial.status, trial.reason) == (
        "refused",
        "steps or step_size: a bottleneck table has from 1 to 1000 steps.",
    )
    found = try_method(METHOD, study, {"contrasts": [["A", "B"]], "permutations": 10}).found
    assert table_of(found, "contrasts").empty


def test_repeats_remember_tests_of_what_did_not_change() -> None:
    study = make_study(LIMITING, outcome="Y")
    one, other = (try_method(METHOD, study, {"permutations": 500}, is_repeat=way) for way in (False, True))
    assert one.found.statements == other.found.statements
    assert not other.found.tables


def test_a_derived_set_is_looked_at_where_a_hypothesis_calls_it_necessary() -> None:
    entry = make_study(LIMITING).codebook["A"]
    derived = {"D": replace(entry, name="D", source=("other.score",))}
    for claims, wanted in (({"H1": "A <= Y"}, ("A", "B")), ({"H1": "D <= Y"}, ("A", "B", "D"))):
        study = make_study(LIMITING, outcome="Y", codebook=derived, hypotheses=claims)
        assert condition_names(study, NcaOptions()) == wanted
