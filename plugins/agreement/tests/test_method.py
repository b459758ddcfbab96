"""The method on studies: levels, tables, disagreements, findings, remarks, and studies without coders."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError

from casecompare import RunContext
from casecompare.study import Calibration, CodebookEntry, CodedValue, Evidence
from casecompare.testing import make_study, run_alone
from casecompare_agreement import AgreementOptions, casecompare_register_methods
from casecompare_agreement.summary import POOLED

METHODS = []
casecompare_register_methods(METHODS.append)
(AGREEMENT,) = METHODS
CASES = [f"T{number:02}" for number in range(1, 13)]
ANCHORS = Calibration(kind="direct", parameters=[400, 550, 900])
RUBRIC = Calibration(kind="rubric", parameters={"absent": 0, "on paper": 0.3, "in place": 1})
EITHER = Calibration(kind="rubric", parameters={"S": 1, "P": 0, "D": 0})
CODEBOOK = {
    "TANDEM": CodebookEntry(name="TANDEM", source=("tandem",)),
    "JOINT": CodebookEntry(name="JOINT", source=("joint",), calibration=RUBRIC),
    "RICH": CodebookEntry(name="RICH", source=("income",), calibration=ANCHORS),
    "STABLE": CodebookEntry(name="STABLE", kind="crisp", source=("stable",)),
    "ORIGIN": CodebookEntry(name="ORIGIN", source=("origin",), calibration=EITHER),
    "SIZE": CodebookEntry(name="SIZE", kind="ordinal", source=("size",), levels=("small", "middle", "large")),
    "PLACE": CodebookEntry(name="PLACE", kind="text", source=("place",)),
    "BEDS": CodebookEntry(name="BEDS", kind="number", source=("beds",)),
    "MODE": CodebookEntry(name="MODE", kind="multi-value", source=("mode",)),
}  # fmt: skip
EVIDENCE = {
    "e1": Evidence(id="e1", source="interview", locator="p. 3", quote="we decide alone", access="restricted"),
    "e2": Evidence(id="e2", source="minutes", locator="§2", quote="both chair the board"),
}


def study(codes, evidence=("e1", "e2")):
    """For each coded value one tuple of codes per case, by coders A, B, C, …; None: not coded by this one."""
    cases = CASES[: max(map(len, codes.values()), default=3)]
    made = make_study(pd.DataFrame(index=pd.Index(cases, name="case")), codebook=CODEBOOK)
    values = {
        case: {
            name: CodedValue(
                value=next(code for code in given[at] if code is not None),
                coders={
                    coder: code for coder, code in zip("ABC", given[at], strict=False) if code is not None
                },
                evidence=evidence,
            )
            for name, given in codes.items()
            if at < len(given)
        }
        for at, case in enumerate(cases)
    }
    records = {case: replace(made.cases[case], values=values[case], evidence=EVIDENCE) for case in cases}
    return replace(made, cases=records)


def result(codes, **options):
    done = run_alone(AGREEMENT, study(codes), **{"draws": 200, **options})
    assert done.status == "ok", done.reason
    return done.result


def table(found, name):
    return next(one.frame for one in found.tables if one.name == name)


def remarks(found):
    return [one.code for one in found.diagnostics]


def test_the_level_follows_from_the_codebook():
    found = result(
        {
            "tandem": [(0.2, 0.3), (0.8, 0.8)],
            "joint": [("absent", "Absent "), ("in place", "on paper")],
            "income": [(500, 520), (800, 800)],
            "stable": [(0, 1), (1, 1)],
            "origin": [("S", "P"), ("D", "D")],
            "size": [("small", "large"), ("middle", "middle")],
            "place": [("Leeds", "York"), ("Leeds", "leeds")],
            "beds": [(120, 100), (80, 80)],
            "mode": [(1, 2), (0, 0)],
            "unlisted": [(3, 4), (5, 5)],
        }
    )

    levels = table(found, "agreement").set_index("value")["level"].to_dict()
    assert levels == {
        POOLED: "interval", "tandem": "interval", "joint": "ordinal", "income": "interval",
        "stable": "nominal", "origin": "nominal", "size": "ordinal", "place": "nominal", "beds": "interval",
        "mode": "nominal", "unlisted": "interval",
    }  # fmt: skip
    differences = table(found, "agreement").set_index("value")["difference"]
    assert differences["joint"] == pytest.approx(0.25)  # one of two steps, in one of two cases
    assert differences["place"] == 0.5
    assert differences["size"] == 0.5
    assert differences["beds"] == pytest.approx(20 / 40 / 2)


def test_values_that_entries_take_differently_are_of_the_lower_level():
    given = study({"tandem": [(0, 1), (1, 1)]})
    crisp = CodebookEntry(name="CRISP", kind="crisp", source=("tandem",))

    done = run_alone(AGREEMENT, replace(given, codebook={**CODEBOOK, "CRISP": crisp}))

    assert table(done.result, "agreement")["level"].tolist() == ["nominal"]


def test_measures_of_a_numeric_value():
    codes = [(0.9, 0.8), (0.6, 0.6), (0.1, 0.3), (0.4, 0.2), (0.7, 0.7)]

    measures = table(result({"tandem": codes}), "measures").set_index("measure")

    assert measures.index.tolist() == [
        "Exact agreement", "Krippendorff's alpha (interval)", "ICC(2,1)", "ICC(2,k)",
        "r_wg (mean over decisions)", "AD_M (mean over decisions)",
    ]  # fmt: skip
    assert measures.loc["Exact agreement", "result"] == pytest.approx(0.4)
    assert measures.loc["AD_M (mean over decisions)", "result"] == pytest.approx(0.05)
    # Variances 0.005, 0, 0.02, 0.02, 0 against 1/12.
    assert measures.loc["r_wg (mean over decisions)", "result"] == pytest.approx(1 - 0.009 * 12)
    alpha = measures.loc["Krippendorff's alpha (interval)"]
    # Within pairs 0.09 * 2 over ten codes; around their mean 0.53 the squares sum to 0.641.
    assert alpha["result"] == pytest.approx(1 - (0.18 / 10) / (20 * 0.641 / 90))
    assert alpha["low"] < alpha["result"] < alpha["high"]


def test_numeric_values_are_put_together_on_their_scales():
    found = result({"tandem": [(0.2, 0.4), (0.8, 0.8)], "beds": [(100, 120), (200, 200)]})

    pooled = table(found, "agreement").iloc[0]
    assert (pooled["value"], pooled["decisions"], pooled["coders"]) == (POOLED, 4, 2)
    assert pooled["difference"] == pytest.approx((0.2 + 0 + 0.2 + 0) / 4)
    rescaled = result({"tandem": [(0.2, 0.4), (0.8, 0.8), (0, 0.2), (1, 1)]})
    assert pooled["alpha"] == pytest.approx(table(rescaled, "agreement").iloc[0]["alpha"])


def test_disagreements_come_with_codes_and_evidence_the_largest_first():
    found = result(
        {"tandem": [(0.6, 0.6), (0.4, 0.6), (0.1, 0.9, 0.1), (0.8, 0.9)], "stable": [(1, 1), (0, 1)]}
    )

    listed = table(found, "disagreements")
    assert list(zip(listed["case"], listed["value"], strict=True)) == [
        ("T02", "stable"), ("T03", "tandem"), ("T02", "tandem"), ("T04", "tandem"),
    ]  # fmt: skip
    assert listed["difference"].tolist() == pytest.approx([1, 1.6 / 3, 0.2, 0.1])
    assert listed["divides"].tolist() == [True, True, True, False]
    assert listed.loc[1, ["coder A", "coder B", "coder C"]].tolist() == [0.1, 0.9, 0.1]
    assert set(listed["evidence"]) == {"e1, e2"}
    evidence = table(found, "evidence")
    assert evidence["quote"].tolist()[:2] == ["restricted", "both chair the board"]
    assert evidence["source"].tolist()[:2] == ["", "minutes"]
    assert "we decide alone" not in evidence.to_string()


def test_membership_is_compared_after_calibration():
    found = result({"income": [(540, 560), (899, 900), (400, 400)]})

    listed = table(found, "disagreements")
    assert listed["case"].tolist() == ["T01", "T02"]
    assert listed["difference"].tolist() == pytest.approx([20 / 500, 1 / 500])
    k = math.log(0.95 / 0.05)
    below, above = 1 / (1 + math.exp(k * 10 / 150)), 1 / (1 + math.exp(-k * 10 / 350))
    assert listed["membership"][0] == pytest.approx(above - below)
    assert listed["divides"].tolist() == [True, False]
    assert found.scores["disagreement"].tolist()[0] == pytest.approx(above - below)
    assert found.scores["disagreement"].tolist()[2] == 0


def test_the_threshold_keeps_what_crosses_the_middle():
    codes = {"tandem": [(0.2, 0.4), (0.45, 0.55), (0.1, 0.9)]}

    assert table(result(codes, threshold=0.2), "disagreements")["case"].tolist() == ["T03", "T02"]
    assert table(result(codes, threshold=0.1), "disagreements")["case"].tolist() == ["T03", "T01", "T02"]


def test_scores_are_means_over_the_fuzzy_values_of_a_case():
    found = result({
        "tandem": [(0.2, 0.4), (0.8, None), (0.1, 0.5, 0.9)],
        "joint": [("absent", "on paper"), ("absent", None), ("absent", "absent")],
        "stable": [(0, 1), (0, 1), (0, 1)],
    })  # fmt: skip

    scores = found.scores["disagreement"]
    assert scores["T01"] == pytest.approx((0.2 + 0.3) / 2)
    assert math.isnan(scores["T02"])
    assert scores["T03"] == pytest.approx((0.4 + 0.8 + 0.4) / 3 / 2)


def test_found_and_not_found_is_the_largest_difference_and_no_code():
    found = result({"tandem": [(0.2, 0.9), (0.7, "not found"), (0.3, 0.3)]})

    assert table(found, "agreement")["decisions"].tolist() == [2]
    listed = table(found, "disagreements")
    assert listed["case"].tolist() == ["T02", "T01"]
    assert listed["coder B"].tolist() == ["not found", 0.9]
    assert listed["difference"].tolist()[0] == 1
    assert "agreement.missing-codes" in remarks(found)


def test_findings_say_how_much_and_where():
    codes = [(0.9, 0.8), (0.6, 0.6), (0.1, 0.3), (0.4, 0.7), (0.7, 0.7)]

    findings = {one.id: one for one in result({"tandem": codes, "stable": [(1, 1), (0, 0)]}).findings}

    assert list(findings) == ["values", "sides", "largest"]
    assert findings["sides"].sentence == (
        "In 1 of 7 decisions coders put the case on different sides of 0.5, into the set or out of it: "
        "tandem of T04."
    )
    assert findings["largest"].sentence == "Coders differ most on tandem of T04 (A: 0.4, B: 0.7)."
    assert findings["values"].sentence.startswith("Of 2 values with two coders, alpha reaches 0.8 in 1,")
    alone = result({"tandem": codes}).findings[0]
    assert alone.id == "alpha"
    assert alone.low < alone.value < alone.high
    assert "Over 5 decisions on tandem, 2 coders agree with a Krippendorff's alpha of 0." in alone.sentence
    assert not any(one.conditions or one.cases_for or one.cases_against for one in findings.values())


def test_little_variation_is_told_from_disagreement():
    close = result({"tandem": [(0.8, 0.9), (0.9, 0.8)] * 6})
    apart = result({"tandem": [(0.1, 0.9), (0.9, 0.1)] * 6})
    same = result({"stable": [(1, 1)] * 12})

    assert "agreement.little-variation" in remarks(close)
    assert "0% of the pairs of codes are equal, the mean difference is 0.10" in close.diagnostics[0].message
    assert remarks(apart) == []
    assert math.isnan(table(same, "agreement")["alpha"][0])
    assert "alpha of stable is undefined" in same.diagnostics[0].message
    reasons = table(same, "measures").set_index("measure")["undefined"]
    assert reasons["Krippendorff's alpha (nominal)"].startswith("all codes are the same")


def test_few_decisions_and_single_coders_are_said():
    assert remarks(result({"tandem": [(0.1, 0.2), (0.9, 0.8), (0.5, None)]})) == [
        "agreement.few-decisions", "agreement.single-coder",
    ]  # fmt: skip


def test_time_that_runs_out_is_said():
    given = study({"tandem": [(0.1, 0.2), (0.9, 0.8), (0.4, 0.6), (0.3, 0.3)] * 3})
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())

    found = AGREEMENT.run(given, AgreementOptions(draws=1_000_000, seconds=0.001), context)

    assert remarks(found) == ["agreement.time"]


@pytest.mark.parametrize("codes", [{}, {"tandem": [(0.4, None), (0.6, None)]}])
def test_without_a_second_coder_there_is_a_remark_and_empty_tables(codes):
    found = result(codes)

    assert remarks(found) == ["agreement.no-coders"]
    assert [one.name for one in found.tables] == ["agreement", "disagreements", "measures", "evidence"]
    assert all(one.frame.empty for one in found.tables)
    assert all(list(one.columns) == list(one.frame.columns) for one in found.tables)
    assert found.findings == ()
    assert found.scores["disagreement"].isna().all()
    assert ("Only one coder made 2 decisions." in found.diagnostics[0].message) == bool(codes)


def test_measures_and_levels_can_be_chosen():
    codes = {"beds": [(100, 120, 110), (200, 200, 210), (50, 60, 55)]}

    found = result(codes, measures=["alpha", "icc1", "gwet", "conger", "light"], levels={"beds": "ratio"})

    assert table(found, "measures")["measure"].tolist() == [
        "Krippendorff's alpha (ratio)", "ICC(1)", "ICC(1,k)", "Gwet's AC2 (quadratic weights)",
        "Conger's kappa (quadratic weights)", "Light's kappa (quadratic weights)",
    ]  # fmt: skip
    nominal = result(codes, measures=["icc1", "all_agree", "fleiss"], levels={"beds": "nominal"})
    assert table(nominal, "measures")["measure"].tolist() == ["All coders agree", "Fleiss' kappa"]


def test_levels_that_cannot_be_are_refused_in_words():
    def reason(codes, **levels):
        return run_alone(AGREEMENT, study(codes), levels=levels).reason

    assert "levels: place cannot be ordinal" in reason({"place": [("York", "Leeds")]}, place="ordinal")
    assert "no coder coded 'plaice'. There are: place." in reason({"place": [("a", "b")]}, plaice="nominal")


@pytest.mark.parametrize(
    "options",
    [{"measures": ["kappa"]}, {"levels": {"x": "metric"}}, {"threshold": 1.0}, {"draws": -1}, {"seconds": 0}],
)  # fmt: skip
def test_options_that_make_no_sense(options):
    with pytest.raises(ValidationError):
        AgreementOptions.model_validate(options)


def test_the_same_seed_gives_the_same_result():
    codes = {"tandem": [(0.1, 0.2), (0.9, 0.8), (0.4, 0.6), (0.3, 0.3)] * 3}

    first, again = (table(result(codes), "agreement") for _ in range(2))

    pd.testing.assert_frame_equal(first, again)


def test_the_example_of_the_readme_runs():
    lines = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8").splitlines()
    room: dict[str, object] = {}
    shown = []
    for at, line in enumerate(lines):
        if line.startswith(">>> ") and lines[at + 1].startswith((">>> ", "```")):
            exec(line[4:], room)
        elif line.startswith(">>> "):
            shown.append((eval(line[4:], room), lines[at + 1]))

    assert len(shown) == 2
    assert all(repr(found) == expected for found, expected in shown)
