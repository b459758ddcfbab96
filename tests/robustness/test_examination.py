"""The whole examination: what is found by name, what is told that it cannot tell, and where it is shown."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from typer.testing import CliRunner

from casecompare.cli import app
from casecompare.engine import run
from casecompare.errors import UsageError
from casecompare.report.json_document import render_json
from casecompare.report.markdown import render_markdown
from casecompare.report.outline import build_document
from casecompare.report.terminal import render_terminal
from casecompare.robustness import EFFORTS, examine
from casecompare.study import Study


@pytest.fixture
def robustness(comparison, host):
    return examine(comparison, host=host, effort="full")


def test_the_one_disputed_value_that_decides_is_found_by_name(robustness):
    changes = robustness.changes
    mine = changes[(changes["group"] == "another code") & (changes["kind"] == "verdict")]
    assert mine[["case", "name", "from", "to", "subject", "before", "after"]].values.tolist() == [
        ["n", "SUCCESS", 0.7, 0.4, "H1", "supported", "mixed"]
    ]
    sheets = changes[(changes["group"] == "coder sheets") & (changes["kind"] == "verdict")]
    assert sheets["variant"].tolist() == ["coder B"]


def test_the_terminal_names_what_takes_a_verdict_away(robustness, comparison):
    said = " ".join(render_terminal(replace(comparison, robustness=robustness)).split())
    shown = said[said.index("What the verdicts hang on") :]
    assert "What hangs on who coded coder B: H1 mixed instead of supported" in shown
    assert "What hangs on one disputed value n.SUCCESS as coded by B: H1 mixed instead of" in shown
    assert "What the verdicts hang on" not in render_terminal(replace(comparison, robustness=None))


def test_few_combinations_are_gone_through_instead_of_drawn(robustness, comparison, host):
    group = robustness.group("coder draws")
    assert (group.counting, group.repeats) == ("all", 4)
    mine = robustness.survival
    mine = mine[(mine["group"] == "coder draws") & (mine["subject"] == "H1")]
    assert dict(zip(mine["value"], mine["share"], strict=True)) == pytest.approx(
        {"supported": 2 / 3, "mixed": 1 / 3}
    )
    drawn = examine(comparison, host=host, draws=3, seed=5)
    assert (drawn.group("coder draws").counting, drawn.group("coder draws").repeats) == ("draws", 3)
    assert drawn.seed == 5


def test_the_same_examination_gives_the_same(comparison, host, robustness):
    again = examine(comparison, host=host, effort="full")
    for name in ("base", "survival", "changes", "decisive"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(robustness, name))
    assert again.groups == robustness.groups


def test_the_base_is_what_the_run_said(robustness, comparison):
    base = robustness.base
    verdicts = base[base["kind"] == "verdict"]
    assert verdicts["value"].tolist() == [one.word for one in comparison.verdicts]
    said = {(one.kind, one.subject, one.value) for one in comparison["qca"].statements}
    mine = base[base["method"] == "qca"][["kind", "subject", "value"]]
    assert set(mine.itertuples(index=False, name=None)) == said


def test_efforts(comparison, host):
    quick = examine(comparison, host=host, effort="quick")
    assert [one.name for one in quick.groups] == ["coder sheets", "another code", "without a case"]
    full = examine(comparison, host=host, effort="full")
    assert [one.name for one in full.groups] == [
        "coder sheets",
        "another code",
        "coder draws",
        "without a case",
        "neighbouring step",
    ]
    none = examine(comparison, host=host, effort="none")
    assert none.repeats == 0
    assert none.base.empty
    assert EFFORTS == ("quick", "full", "none")
    with pytest.raises(UsageError, match=r"^--robustness much: give quick, full or none\.$"):
        examine(comparison, host=host, effort="much")
    with pytest.raises(UsageError, match="cannot be negative"):
        examine(comparison, host=host, draws=-1)


def test_a_study_without_coders_is_told_that_this_cannot_be_told(coded, host):
    comparison = run(coded({}), ["qca"], host=host)
    robustness = examine(comparison, host=host, effort="quick")
    assert robustness.group("coder sheets") is None
    assert robustness.notes[0].startswith("No coder is named in this study, so that it cannot be told")


def test_coders_who_agree_leave_nothing_to_hang_on(coded, host):
    comparison = run(coded({("k", "TANDEM"): {"A": 0.9, "B": 0.9}}), ["qca"], host=host)
    robustness = examine(comparison, host=host, effort="full")
    assert robustness.notes[0].startswith("No coder coded anything else than what counts")
    assert robustness.group("coder draws") is None


def test_evidence_and_what_rests_on_it(coded, host):
    study = coded({}, {("n", "SUCCESS"): ("e1",), ("n", "TANDEM"): ("e2", "e3")})
    robustness = examine(run(study, ["qca"], host=host), host=host)
    assert robustness.group("without evidence").repeats == 1
    changes = robustness.changes
    mine = changes[changes["group"] == "without evidence"]
    assert set(mine["variant"]) == {"without e1 of n"}
    assert set(mine["case"]) == {"n"}
    assert set(mine["evidence"]) == {"e1"}
    assert mine[["name", "from", "to"]].drop_duplicates().values.tolist() == [["SUCCESS", 0.7, "not coded"]]


def test_when_the_time_is_over_that_is_told(comparison, host):
    robustness = examine(comparison, host=host, seconds=-1.0)
    assert "After -1 seconds 0 of up to" in robustness.notes[-1]
    assert robustness.groups == ()


def test_a_method_that_does_not_repeat_itself_is_named(comparison, host):
    altered = replace(
        comparison, verdicts=(replace(comparison.verdicts[0], word="against"), *comparison.verdicts[1:])
    )
    robustness = examine(altered, host=host, effort="quick")
    assert any("gave something else than the run: verdict H1." in note for note in robustness.notes)


def test_many_cases_are_left_to_the_full_examination(host):
    from casecompare.testing import make_study

    table = pd.DataFrame({"A": [0.9, 0.2] * 51, "Y": [0.8, 0.1] * 51}, index=[f"c{at}" for at in range(102)])
    study = make_study(table, outcome="Y", hypotheses={"H": "A => Y"})
    robustness = examine(
        run(study, ["qca"], options={"qca": {"conditions": ["A"]}}, host=host), host=host, effort="quick"
    )
    assert robustness.groups == ()
    assert robustness.decisive.empty
    assert "--robustness full" in robustness.notes[-1]


def test_the_report_says_it_in_words_first(comparison, robustness):
    shown = render_markdown(replace(comparison, robustness=robustness)).decode()
    section = shown.partition("## Robustness of the run")[2].partition("\n## ")[0]
    words, _, tables = section.partition("**How often each verdict survives**")
    assert "What comes out the same does not hang on it." in words
    assert "**coder B**: H1 mixed instead of supported" in words
    assert "**n.SUCCESS as coded by B**: H1 mixed instead of supported" in words
    assert "No verdict: each of them changes in some repeat." in words
    quick = replace(comparison, robustness=examine(comparison, effort="quick"))
    assert "The verdict on H3" in render_markdown(quick).decode()
    assert "66.7 %" in tables
    assert "The smallest change of one membership that changes a verdict" in tables


def test_the_report_of_a_study_without_anything_to_repeat(comparison):
    from casecompare.methods import Robustness

    shown = render_markdown(replace(comparison, robustness=Robustness(notes=("Why.",)))).decode()
    assert "neither a verdict nor a statement" in shown
    document = build_document(comparison)
    assert "robustness" in [section.anchor for section in document.sections]


def test_json_holds_all_of_it(comparison, robustness):
    data = json.loads(render_json(replace(comparison, robustness=robustness)))
    found = data["robustness"]
    assert found["groups"][0]["name"] == "coder sheets"
    assert len(found["survival"]["rows"]) == len(robustness.survival)
    assert len(found["changes"]["rows"]) == len(robustness.changes)
    assert json.loads(render_json(comparison))["robustness"] is None


def test_hostile_names_are_harmless(host):
    from casecompare.report.html import render_html
    from casecompare.testing import make_study

    name = "<script>alert(1)</script>"
    table = pd.DataFrame({"A": [0.9, 0.2], "Y": [0.8, 0.1]}, index=[name, "l"])
    study = make_study(table, outcome="Y", hypotheses={"H": "A => Y"})
    comparison = run(study, ["qca"], options={"qca": {"conditions": ["A"]}}, host=host)
    shown = render_html(replace(comparison, robustness=examine(comparison, host=host))).decode()
    assert name not in shown


def test_the_command_examines_as_far_as_it_is_told(tmp_path, monkeypatch):
    (tmp_path / "cases.csv").write_text("case,A,Y\nk,1,1\nl,1,1\nm,0,0\nn,0,1\n", encoding="utf8")
    (tmp_path / "study.yaml").write_text(
        "study: s\ncodebook:\n  A: {kind: crisp}\n  Y: {kind: crisp}\noutcome: Y\n"
        "methods:\n  qca: {conditions: [A]}\nhypotheses: {H1: 'A => Y'}\n",
        encoding="utf8",
    )
    groups = {}
    for effort in ("quick", "full", "none"):
        made = CliRunner().invoke(
            app,
            ["run", str(tmp_path), "-o", str(tmp_path / effort), "--format", "json", "--robustness", effort],
        )
        assert made.exit_code == 0, made.output
        found = json.loads((tmp_path / effort / "comparison.json").read_text(encoding="utf8"))["robustness"]
        groups[effort] = [group["name"] for group in found["groups"]] if found else None
    assert groups == {
        "quick": ["without a case"],
        "full": ["without a case", "neighbouring step"],
        "none": None,
    }
    wrong = CliRunner().invoke(app, ["run", str(tmp_path), "--robustness", "much"])
    assert wrong.exit_code == 2
    assert "--robustness much: give quick, full or none." in wrong.output


def test_an_empty_study_has_nothing_to_examine(host):
    from casecompare.methods import Comparison

    robustness = examine(Comparison(study=Study(name="s")), host=host)
    assert robustness.base.empty
    assert robustness.groups == ()
