"""Five panels judge six findings: verdicts, agreement and comparison of systems, computed by hand."""

from __future__ import annotations

import json
import math

import pytest

import casecompare
from casecompare_panels import PanelsResult

STUDY = """
study: five_panels
title: Five panels, six findings
outcome: SUCCESS
codebook:
  TANDEM: {definition: joint lead, from: tandem}
  SUCCESS: {definition: lasting change, from: success}
  COUNTRY: {definition: the country, kind: text, from: country}
methods:
  panels:
    judgements: panels.csv
    country: COUNTRY
    findings: {F5: Tandems go with better redesign, F19: Contracts alone fail}
hypotheses:
  H1: {claim: "TANDEM ~ SUCCESS", title: Better with a tandem, finding: F5}
  H2: {claim: "TANDEM => SUCCESS", title: A tandem is enough}
  H3: {claim: "TANDEM <= SUCCESS", title: A tandem is needed, finding: F15}
"""
CASES = """case,tandem,success,country
T1,0.9,0.8,England
T2,0.7,0.9,england
T3,0.2,0.1,England
T4,0.3,0.2,Scotland
T5,0.6,0.7,France
"""
PLACES = {
    "EN": ("England", "NHS England"),
    "SC": ("Scotland", "NHS Scotland"),
    "NL": ("Netherlands", "Health insurance"),
    "DE": ("Germany", "Sickness funds"),
    "US": ("United States", "Medicare"),
}
# Per finding what the experts of each panel say: h holds, c with condition, n does not hold, u unknown.
SAID = {
    "F5": {"EN": "hhhh", "SC": "hhhc", "NL": "hhhh", "DE": "hhh", "US": "hhhh"},
    "H2": {"EN": "hhcc", "SC": "hccc", "NL": "hhhh", "DE": "hhh", "US": "hhhc"},
    "H3": {"EN": "nnnn", "SC": "nnnh", "NL": "nnnn", "DE": "nnn", "US": "nnnu"},
    "F15": {"EN": "hhhh", "SC": "hhhh", "NL": "nnnn", "DE": "hcn", "US": "hhnn"},
    "F19": {"EN": "uuuu", "SC": "uuuh", "NL": "huuu", "DE": "uuu", "US": "u"},
    "H1": {"EN": "hhnn", "SC": "cccn", "NL": "hhch", "DE": "nnh", "US": "uuhh"},
}
LETTERS = {"h": "holds", "c": "holds with condition", "n": "does not hold", "u": "unknown"}


def rows(said, reason="because", access=""):
    for finding, by_panel in said.items():
        for panel, letters in by_panel.items():
            for at, letter in enumerate(letters, start=1):
                condition = f"if {panel} {at}" if letter == "c" else ""
                place = ",".join(PLACES[panel])
                judged = f"E{at},{finding},{LETTERS[letter]},{condition}"
                yield f"{panel},{place},{judged},{reason},p. {at},{access}"


def make(folder, said=SAID, study=STUDY, **given):
    header = "panel,country,system,expert,finding,judgement,condition,reason,evidence,access"
    (folder / "study.yaml").write_text(study, encoding="utf-8")
    (folder / "cases.csv").write_text(CASES, encoding="utf-8")
    (folder / "panels.csv").write_text("\n".join([header, *rows(said, **given)]) + "\n", encoding="utf-8")
    return casecompare.run(folder, ["panels"])


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    return make(tmp_path_factory.mktemp("panels"))


@pytest.fixture(scope="module")
def result(comparison):
    done = comparison.runs["panels"]
    assert done.status == "ok", done.reason
    assert isinstance(done.result, PanelsResult)
    return done.result


def frame(result, name):
    return next(table.frame for table in result.tables if table.name == name)


def remarks(result):
    return {one.code.removeprefix("panels."): one.message for one in result.diagnostics}


def test_transfer_verdicts(result):
    verdicts = frame(result, "transfer").set_index("finding")
    assert verdicts["verdict"].to_dict() == {
        "F5": "holds",
        "H2": "holds with condition",
        "H3": "does not hold",
        "F15": "split",
        "F19": "unknown",
        "H1": "split",
    }
    counts = ["holds", "with_condition", "does_not_hold", "split", "unknown", "experts"]
    assert verdicts.loc["F15", counts].tolist() == [2, 0, 1, 2, 0, 19]
    assert verdicts.loc["F19", counts].tolist() == [0, 0, 0, 0, 5, 16]
    where = frame(result, "where").set_index("finding")
    assert where.loc["H2", "with_condition"] == "NHS England, NHS Scotland"
    assert where.loc["F15", "split"] == "Sickness funds, Medicare"
    assert where.loc["F15", "does_not_hold"] == "Health insurance"
    assert where.loc["H3", "statement"] == "A tandem is needed"
    note = next(table.note for table in result.tables if table.name == "transfer")
    assert "at least 0.75 of the votes" in note
    assert "they are no sample" in note


def test_votes_and_what_hinges_on_one_expert(result):
    votes = frame(result, "votes").set_index(["finding", "system"])
    assert votes.loc[("H1", "Medicare"), ["holds", "unknown", "verdict"]].tolist() == [2, 2, "holds"]
    assert votes.loc[("F19", "NHS Scotland"), "verdict"] == "unknown"
    assert votes.loc[("F5", "NHS Scotland"), "share_holds"] == 0.75
    assert votes.loc[("F5", "NHS Scotland"), "hinges"]  # of three votes two are not three quarters
    assert not votes.loc[("F5", "NHS England"), "hinges"]


def test_agreement_on_one_finding(result):
    found = frame(result, "agreement").set_index(["finding", "panel"])
    assert found.loc[("F5", "SC"), "pairs"] == 0.5  # three of six pairs
    assert found.loc[("F5", "SC"), "direction"] == 1
    # Ten pairs of panels: four with SC agree in three quarters of the pairs of experts, six in all.
    assert found.loc[("F5", "between panels"), "pairs"] == pytest.approx(0.9)
    by_pairs = (0.125 + 0.375 + 0.5 + 0.5 + 0.1875 + 1 / 6 + 0 + 0.25 + 0.75 + 1 / 3) / 10
    assert found.loc[("H1", "between panels"), "pairs"] == pytest.approx(by_pairs)
    assert found.loc[("F15", "DE"), ["pairs", "direction"]].tolist() == pytest.approx([0, 1 / 3])
    assert found.loc[("F19", "SC"), "votes"] == 1
    assert math.isnan(found.loc[("F19", "SC"), "pairs"])
    assert not isinstance(found.loc[("H1", "EN"), "mode"], str)  # two and two
    assert found.loc[("H1", "SC"), "mode"] == "holds with condition"


def test_agreement_over_findings(result):
    found = frame(result, "overall_agreement").set_index("who")
    # EN: 4-0-0, 2-2-0, 0-0-4, 4-0-0, 2-0-2; twenty votes, of which 12, 2 and 6.
    assert found.loc["EN", "pairs"] == pytest.approx((1 + 1 / 3 + 1 + 1 + 1 / 3) / 5)
    assert found.loc["EN", "alpha"] == pytest.approx(1 - 19 * (16 / 3) / 216)
    assert found.loc["EN", "ac1"] == pytest.approx((11 / 15 - 0.27) / 0.73)
    # Verdicts of the panels: 5-0-0, 3-2-0, 0-0-5, 2-0-1 with two split, none, 2-1-0 with two split.
    assert found.loc["between panels", "findings"] == 5
    assert found.loc["between panels", "pairs"] == pytest.approx((1 + 0.4 + 1 + 1 / 3 + 1 / 3) / 5)
    assert found.loc["all experts", "experts"] == 19


def test_cases_and_panels_of_each_system(result):
    found = frame(result, "systems").set_index("system")
    assert found.index.tolist() == [
        "NHS England", "NHS Scotland", "France", "Health insurance", "Sickness funds", "Medicare",
    ]  # fmt: skip
    assert found.loc["NHS England", "cases"] == ("T1", "T2", "T3")
    assert found.loc["NHS England", "in_outcome"] == ("T1", "T2")
    assert found.loc["NHS England", "outcome"] == pytest.approx(0.6)
    assert found.loc["France", ["panels", "experts"]].tolist() == [0, 0]
    said = remarks(result)
    assert said["no-panel"].endswith(": France.")
    assert "Health insurance, Sickness funds, Medicare" in said["no-case"]
    assert "NHS Scotland, France" in said["one-case"]
    places = next(table for table in result.tables if table.name == "places")
    assert "country: COUNTRY" in places.note
    assert places.frame["country"].tolist() == ["England"] * 3 + ["Scotland", "France"]


def test_conditions_in_the_experts_words(result):
    found = frame(result, "conditions")
    assert len(found) == sum(letters.count("c") for said in SAID.values() for letters in said.values())
    assert found.iloc[0].to_dict() == {
        "finding": "F5", "system": "NHS Scotland", "panel": "SC", "expert": "E4", "condition": "if SC 4",
    }  # fmt: skip


def test_hypotheses_get_the_panels_beside_their_verdict(comparison):
    beside = {
        verdict.hypothesis.name: [one for one in verdict.evidence if one.source == "panels"]
        for verdict in comparison.verdicts
    }
    assert {name: len(found) for name, found in beside.items()} == {"H1": 1, "H2": 1, "H3": 1}
    (enough,) = beside["H2"]
    assert enough.kind == "expert panels"
    assert enough.measures["systems"] == 5
    assert enough.measures["experts"] == 19
    assert enough.measures["holds"] == pytest.approx(13 / 19)
    assert "Transfer verdict: holds with condition." in enough.sentence
    assert "judged the finding" not in enough.sentence


def test_what_panels_say_of_a_finding_is_brought_where_they_did_not_judge_the_claim(tmp_path):
    kept = {finding: said for finding, said in SAID.items() if finding in ("F5", "H3", "F15")}
    beside = {
        verdict.hypothesis.name: [one for one in verdict.evidence if one.source == "panels"]
        for verdict in make(tmp_path, kept).verdicts
    }
    assert beside["H2"] == []
    (of_finding,) = beside["H1"]
    assert of_finding.measures["holds"] == pytest.approx(18 / 19)
    assert "judged the finding, not this form" in of_finding.sentence
    (of_claim,) = beside["H3"]
    assert of_claim.measures["does not hold"] == pytest.approx(17 / 18)


def test_panels_do_not_change_a_verdict(comparison, tmp_path):
    opposite = {
        finding: {panel: said.translate(str.maketrans("hn", "nh")) for panel, said in by_panel.items()}
        for finding, by_panel in SAID.items()
    }
    other = make(tmp_path, opposite)
    assert [one.word for one in other.verdicts] == [one.word for one in comparison.verdicts]


def test_findings_speak_for_themselves(result):
    said = {one.id: one for one in result.findings}
    assert said["transfer-H3"].value == pytest.approx(1 / 18)
    assert said["transfer-F19"].value is None
    assert "it divides the experts in Sickness funds, Medicare" in said["transfer-F15"].sentence
    assert said["coverage"].value == pytest.approx(2 / 3)
    assert said["agreement-between-panels"].value == pytest.approx((1 + 0.4 + 1 + 2 / 3) / 5)


def test_the_same_input_gives_the_same_result(result, tmp_path):
    again = make(tmp_path).runs["panels"].result
    assert again.figures == result.figures
    assert again.findings == result.findings
    assert again.diagnostics == result.diagnostics


def test_thresholds_are_options(tmp_path):
    lenient = STUDY.replace("panels.csv", "panels.csv\n    majority: 0.6\n    answered: 0\n    votes: 1")
    found = make(tmp_path, study=lenient).runs["panels"].result
    assert {one.finding.name: one.word for one in found.transfers}["F19"] == "holds"
    where = frame(found, "where").set_index("finding")
    assert where.loc["H1", "does_not_hold"] == "Sickness funds"


def test_restricted_reasons_reach_no_report(tmp_path):
    done = make(tmp_path, {"H2": {"EN": "hhcc"}}, reason="SECRET", access="restricted")
    casecompare.write_run(done, tmp_path / "run")
    written = [path for path in (tmp_path / "run").rglob("*") if path.is_file()]
    assert written
    assert not [
        path.name for path in written if b"SECRET" in path.read_bytes() or b"if EN" in path.read_bytes()
    ]
    assert "4 judgements are restricted" in remarks(done.runs["panels"].result)["restricted"]
    document = json.loads((tmp_path / "run/comparison.json").read_text(encoding="utf-8"))
    assert "expert panels" in json.dumps(document)


def test_restricted_rows_in_the_options_reach_no_report_either(tmp_path):
    row = "{panel: P, country: Italy, expert: E1, finding: H2, judgement: holds, reason: SECRET, "
    row += "access: restricted}"
    study = STUDY.replace("judgements: panels.csv", f"judgements: [{row}]")
    done = make(tmp_path, study=study)
    assert done.runs["panels"].status == "ok", done.runs["panels"].reason
    casecompare.write_run(done, tmp_path / "run")
    written = [path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file()]
    assert written
    assert not [content for content in written if b"SECRET" in content]
