"""The checklist: filled from the run and the study, never from nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from casecompare.methods import Comparison
from casecompare.report.content import Text, plain_text
from casecompare.report.links import find_links
from casecompare.report.sections.checklist import item_lines
from casecompare.report.sections.checklist_answers import ANSWERS
from casecompare.report.withholding import withhold
from casecompare.study import REPORTING_ITEMS, Study, read_study


def said(comparison: Comparison) -> dict[str, str]:
    return {name: plain_text(found) for name, found in item_lines(comparison, find_links(comparison)).items()}


def test_an_empty_study_states_nothing() -> None:
    assert {name: text for name, text in said(Comparison(study=Study(name="s"))).items() if text} == {}


def test_every_answer_belongs_to_an_item() -> None:
    assert set(ANSWERS) <= set(REPORTING_ITEMS)
    assert len({(item.group, item.asks) for item in REPORTING_ITEMS.values()}) == len(REPORTING_ITEMS)


def test_the_run_answers_what_it_shows(comparison: Comparison) -> None:
    found = said(comparison)
    assert found["case_number"] == "4 cases; findings speak about 2 conditions"
    assert found["outcome"] == "SUCCESS: Change that lasted"
    assert found["calibration"] == "anchors of 1 set, 1 of them with a reason"
    assert found["half_memberships"] == "1 decision, each with its reason"
    assert found["missing_values"] == "1 value missing, by kind; none was filled in"
    assert found["truth_table"] == "the truth table (Paths to the outcome)"
    assert found["absence"] == "1 claim about ~SUCCESS"
    assert found["cutoffs"] == "consistency 0.85"
    assert found["coders"] == "2 coders"
    assert said(withhold(comparison))["quotes"] == "1 quote; 1 piece withheld"


def test_what_nobody_said_is_not_stated(comparison: Comparison) -> None:
    found = said(comparison)
    assert {found[name] for name in ("ethics", "funding", "rationale", "robustness", "causal_claims")} == {""}


def test_what_the_study_states_comes_before_what_the_run_shows(
    make_comparison: Callable[..., Comparison],
) -> None:
    found = said(make_comparison(reporting={"case_number": "All there are.", "ethics": "Approved."}))
    assert found["case_number"] == "All there are. 4 cases; findings speak about 2 conditions"
    assert found["ethics"] == "Approved."


def test_every_place_that_an_answer_leads_to_exists(comparison: Comparison) -> None:
    from casecompare.report import render_html

    page = render_html(comparison).decode()
    for found in item_lines(comparison, find_links(comparison)).values():
        for piece in found:
            if isinstance(piece, Text) and piece.target:
                assert f'id="{piece.target}"' in page or f"id={piece.target}>" in page


STUDY = """\
study: s
outcome: Y
codebook:
  Y: {kind: crisp}
decisions:
  - {tried: qca.pri=0.45, because: one row hangs on it}
reporting:
  funding: None.
"""


def written(folder: Path, text: str) -> Path:
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    (folder / "cases.csv").write_text("case,Y\nk,1\nl,0\n", encoding="utf-8")
    return folder


def test_a_study_states_items_and_decisions(tmp_path: Path) -> None:
    study, problems = read_study(written(tmp_path, STUDY))
    assert problems == []
    assert study is not None
    assert study.reporting == {"funding": "None."}
    assert [(one.tried, one.because) for one in study.decisions] == [("qca.pri=0.45", "one row hangs on it")]


def test_an_unknown_item_is_told_with_its_line_and_the_likely_one(tmp_path: Path) -> None:
    _, problems = read_study(written(tmp_path, STUDY.replace("funding", "fundign")))
    assert [(one.level, one.line, one.message, one.hint) for one in problems] == [
        ("error", 8, "'fundign' is no item of the reporting standards.", "Did you mean 'funding'?")
    ]


@pytest.mark.parametrize("line", ["  funding: ''", "  funding: [1]"])
def test_an_answer_is_a_text(line: str, tmp_path: Path) -> None:
    _, problems = read_study(written(tmp_path, STUDY.replace("  funding: None.", line)))
    assert [one.level for one in problems] in (["error"], ["error", "error"])
