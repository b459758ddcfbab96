"""The drawings: well-formed, harmless whatever a study calls its cases, with words and a table behind."""

import itertools
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest

from casecompare import Case, RunContext, Study
from casecompare.figures.inspection import page_of, shown_texts
from casecompare_arenas.method import run
from casecompare_arenas.options import ArenasOptions

HOSTILE = "<script>alert(1)</script>\x07\u202e" + "x" * 500


def record(rounds=(1, 2), leave_out=""):
    arenas = [
        {
            "round": number,
            "arena": arena,
            "clinical": 0.2 * number,
            "managerial": 0.3,
            "hybrid": 0,
            "coupling": 0.5,
        }
        for number in rounds
        for arena in "SPD"
        if arena not in leave_out
    ]
    goals = [{"round": number, "arena": arena, "element": "care", "emphasis": 1}
             for number in rounds for arena in "SPD" if arena not in leave_out]  # fmt: skip
    links = [
        {"round": number, "from": a, "to": b, "uptake": 0.4}
        for number in rounds
        for a in "SPD"
        for b in "SPD"
        if a != b and leave_out not in (a, b)
    ]
    return {"arenas": arenas, "goals": goals, "links": links}


def result(records, **options):
    cases = {name: Case(id=name, sections=sections) for name, sections in records.items()}
    study = Study(name="s", cases=cases, table=pd.DataFrame(index=pd.Index(list(cases), name="case")))
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())
    return run(study, ArenasOptions.model_validate(options), context)


@pytest.mark.parametrize("leave_out", ["", "D"])
def test_every_figure_is_well_formed_with_words_and_a_table(leave_out):
    found = result({"T1": record(), "T2": record(leave_out=leave_out), "T3": {}})

    assert [figure.name for figure in found.figures] == [
        "heat map", "profile", "alignment over rounds", "tornado",
    ]  # fmt: skip
    tables = {table.name for table in found.tables}
    for figure in found.figures:
        assert ElementTree.fromstring(figure.svg).tag == "{http://www.w3.org/2000/svg}svg"
        assert figure.table in tables
        assert len(figure.alt) > 40
        assert "nan" not in figure.svg
        assert "nan" not in figure.alt


def test_names_from_a_study_cannot_do_harm():
    found = result({HOSTILE: record()}, arenas={"S": HOSTILE, "P": "b", "D": "c"})

    for figure in found.figures:
        root = ElementTree.fromstring(figure.svg)
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            "svg", "title", "desc", "style", "defs", "pattern", "g", "path", "rect", "text", "circle",
        }  # fmt: skip
        assert max(len(one.said) for one in shown_texts(figure.svg)) < 80
        assert "\u202e" not in figure.svg


@pytest.mark.parametrize("name", ["T1", HOSTILE, "a name of some length of a case"])
def test_texts_stay_on_the_page_and_apart(name):
    arenas = {"S": name, "P": "b", "D": "c"}
    found = result({name: record(), "T2": record(leave_out="D")}, arenas=arenas)

    for figure in found.figures:
        page, shown = page_of(figure.svg), shown_texts(figure.svg)
        assert all(page.holds(one.box) for one in shown)
        for one, other in itertools.combinations(shown, 2):
            assert not one.box.overlaps(other.box), (figure.name, one.said, other.said)


def test_one_round_has_no_course_and_many_cases_are_not_drawn():
    one = result({"T1": record(rounds=(1,))})
    many = result({f"T{place}": record(rounds=(1,)) for place in range(61)})

    assert "alignment over rounds" not in [figure.name for figure in one.figures]
    assert many.figures == ()


def test_drawn_in_the_order_given_and_the_same_twice():
    records = {"T1": record(), "T2": record()}

    assert [f.svg for f in result(records).figures] == [f.svg for f in result(records).figures]


def test_two_and_five_arenas_are_drawn_and_scored():
    for names in ("SP", "SPDQR"):
        sections = {
            "arenas": [
                {
                    "round": 1,
                    "arena": arena,
                    "clinical": 0.5,
                    "managerial": 0.5,
                    "hybrid": 0.5,
                    "coupling": 0.5,
                }
                for arena in names
            ],
            "goals": [{"round": 1, "arena": arena, "element": "care", "emphasis": 1} for arena in names],
            "links": [
                {"round": 1, "from": a, "to": b, "uptake": 0.5} for a in names for b in names if a != b
            ],
        }

        found = result({"T1": sections}, arenas={arena: f"arena {arena}" for arena in names})

        assert found.scores.loc["T1", "fit"] == pytest.approx(0.25 ** (1 / 3))
        assert f"arena_{len(names)}" in found.scores
        assert f"arena_{len(names) + 1}" not in found.scores
        for figure in found.figures:
            ElementTree.fromstring(figure.svg)
