"""What is there too little of: panels, experts, knowledge, judgements; and text that means harm."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest

import casecompare
from casecompare.study import CodebookEntry
from casecompare.testing import make_study, run_alone
from casecompare_panels import JudgementRow, casecompare_check_study, casecompare_register_methods

METHODS = []
casecompare_register_methods(METHODS.append)
(PANELS,) = METHODS
HOSTILE = '<script>alert(1)</script>&"\u202e=1+1 ' + "x" * 90


def study(**places):
    table = pd.DataFrame({"A": [1.0, 0.0, 0.7], "Y": [0.9, 0.2, 0.8], **places}, index=["k", "l", "m"])
    entries = {name: CodebookEntry(name=name, kind="text", source=(name,)) for name in places}
    return make_study(table, outcome="Y", codebook=entries, hypotheses={"H1": "A => Y", "H2": "A <= Y"})


def row(expert="E1", word="holds", **given):
    return {"panel": "P1", "country": "Wales", "expert": expert, "finding": "H1", "judgement": word, **given}


def run(rows, made=None, **options):
    return run_alone(PANELS, made or study(), judgements=rows, **options)


def ok(*given, **options):
    done = run(*given, **options)
    assert done.status == "ok", done.reason
    return done.result


def remarks(result):
    return {one.code.removeprefix("panels."): one.message for one in result.diagnostics}


def frame(result, name):
    return next(table.frame for table in result.tables if table.name == name)


def test_one_panel_of_one_expert():
    result = ok([row()])
    assert result.transfers[0].word == "unknown"
    assert frame(result, "agreement")["pairs"].isna().all()
    assert frame(result, "overall_agreement")["undefined"].tolist() == ["no finding has two votes"]
    assert {"one-expert", "one-panel", "no-places", "not-judged"} <= set(remarks(result))
    assert "agreement" not in {one.id for one in result.findings}


def test_one_expert_may_be_enough_if_the_study_says_so():
    assert ok([row()], votes=1).transfers[0].word == "holds"


def test_nobody_knows():
    result = ok([row("E1", "unknown"), row("E2", "unknown")])
    assert result.transfers[0].word == "unknown"
    assert remarks(result)["all-unknown"] == "no expert could judge H1."
    evidence = PANELS.assess(casecompare.Hypothesis(name="H1", claim="A => Y"), study(), result)
    assert evidence[0].measures == {"systems": 1, "experts": 2}


def test_everybody_says_the_same_of_everything():
    result = ok([row(expert, finding=finding) for expert in ("E1", "E2") for finding in ("H1", "H2")])
    (one,) = result.overall
    assert (one.pairs, one.ac1) == (1, 1)
    assert one.reason.startswith("all votes are the same")


@pytest.mark.parametrize("judgements", [None, []])
def test_no_judgements_at_all(judgements):
    done = run(judgements)
    assert done.status == "skipped"
    assert done.reason.startswith("no expert has judged anything. Name the table")


def test_a_table_without_rows(tmp_path):
    (tmp_path / "panels.csv").write_text("panel,country,expert,finding,judgement\n", encoding="utf-8")
    done = run("panels.csv", replace(study(), folder=tmp_path))
    assert done.reason == "the table 'panels.csv' has no judgement. Add a row for each expert and finding."


def test_a_contradiction_of_one_expert_is_an_error_and_not_two_votes():
    done = run([row("E1", "holds"), row("e1", "does not hold")])
    assert done.status == "failed"
    assert "judges H1 twice: 'does not hold' here, 'holds' in" in done.reason


def test_the_same_pseudonym_in_two_panels_is_two_experts():
    result = ok([row(), row(panel="P2", country="Italy")], votes=1)
    assert result.transfers[0].votes.holds == 2


def test_conditions_where_none_or_nothing_is_said():
    result = ok([row("E1", "holds with condition"), row("E2", "holds", condition="if paid")])
    assert "H1, expert E1 of P1" in remarks(result)["condition-missing"]
    assert "H1, expert E2 of P1" in remarks(result)["condition-unused"]


def test_an_unknown_value_for_the_country_is_told_with_its_place():
    made = study(COUNTRY=["Wales", "Wales", None])
    done = run([row()], made, country="COUNTY")
    assert "there is no coded value 'COUNTY'. Did you mean 'COUNTRY'?" in done.reason
    assert "methods.panels.country" in done.reason


def test_a_case_whose_country_is_not_coded():
    result = ok([row(), row("E2")], study(COUNTRY=["wales", "Italy", None]), country="COUNTRY")
    assert remarks(result)["place-missing"].endswith(": m.")
    assert [one.system for one in result.compared] == ["Wales", "Italy"]
    assert result.compared[0].cases == ("k",)


def test_a_country_with_two_systems_needs_the_system_of_each_case():
    rows = [row(panel=system, system=system) for system in ("public", "private")]
    made = study(COUNTRY=["Wales"] * 3, SECTOR=["public", "Private", "public"])
    by_country = ok(rows, made, country="COUNTRY")
    assert [one.system for one in by_country.compared] == ["Wales", "public", "private"]
    assert "several systems of Wales" in remarks(by_country)["which-system"]
    by_system = ok(rows, made, country="COUNTRY", system="SECTOR")
    assert [(one.system, one.cases) for one in by_system.compared] == [
        ("public", ("k", "m")),
        ("private", ("l",)),
    ]
    assert "which-system" not in remarks(by_system)


def test_an_outcome_of_several_values_is_not_averaged():
    made = study(COUNTRY=["Wales"] * 3)
    made = replace(
        made, codebook={**made.codebook, "Y": CodebookEntry(name="Y", kind="multi-value", source=("Y",))}
    )
    made = replace(made, hypotheses={}, table=made.table.assign(Y=[2.0, 0.0, 1.0]))
    result = ok([row(finding="F1")], made, country="COUNTRY", findings={"F1": "One"})
    assert frame(result, "systems")["outcome"].isna().all()


def test_hostile_text_stays_text(tmp_path):
    rows = [
        row(expert, word, panel=HOSTILE, country=HOSTILE, system=HOSTILE, condition=HOSTILE, reason=HOSTILE)
        for expert, word in ((HOSTILE, "holds with condition"), ("E2", "holds"))
    ]
    made = replace(
        study(COUNTRY=[HOSTILE] * 3), methods={"panels": {"judgements": rows, "country": "COUNTRY"}}
    )
    comparison = casecompare.run(made, ["panels"])
    assert comparison.runs["panels"].status == "ok", comparison.runs["panels"].reason
    (figure,) = comparison.runs["panels"].result.figures
    root = ElementTree.fromstring(figure.svg)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    casecompare.write_run(comparison, tmp_path / "run")
    report = (tmp_path / "run/report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in report


def test_very_many_findings_and_systems_are_drawn_in_part():
    rows = [
        row(expert, finding=f"F{finding}", panel=f"P{system}", country=f"Land {system}")
        for finding in range(70)
        for system in range(30)
        for expert in ("E1", "E2")
    ]
    result = ok(rows, findings={f"F{number}": f"Finding {number}" for number in range(70)})
    assert len(frame(result, "votes")) == 2100
    (figure,) = result.figures
    assert "Table of 40 findings by 16 systems (of 70 findings)" in figure.alt
    ElementTree.fromstring(figure.svg)


def test_problems_are_told_before_anything_runs(tmp_path):
    (tmp_path / "panels.csv").write_text(
        "panel,country,expert,finding,judgement\nP1,Wales,E1,H1,perhaps\n", encoding="utf-8"
    )
    made = replace(study(), folder=tmp_path)
    given = replace(made, methods={"panels": {"judgements": "panels.csv", "country": "LAND"}})
    assert [one.code for one in casecompare_check_study(given)] == [
        "panels.unknown-value",
        "panels.judgement",
    ]
    assert casecompare_check_study(made) == []
    wrong = replace(made, methods={"panels": {"majority": 3}})
    assert casecompare_check_study(wrong) == []  # the core tells of options that are wrong in themselves
    with pytest.raises(casecompare.StudyError) as raised:
        casecompare.run(wrong)
    assert [one.field for one in raised.value.problems] == ["methods.panels.majority"]


def test_a_wrong_row_in_the_options_is_told_by_the_core():
    made = replace(study(), methods={"panels": {"judgements": [row(), {"panel": "P1", "exprt": "E2"}]}})
    with pytest.raises(casecompare.StudyError) as raised:
        casecompare.run(made)
    assert "methods.panels.judgements.1.exprt" in {one.field for one in raised.value.problems}


def test_rows_may_come_as_models():
    assert ok([JudgementRow(**row()), JudgementRow(**row("E2"))]).transfers[0].word == "holds"
