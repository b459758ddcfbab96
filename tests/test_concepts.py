"""Every name on the page of concepts is there: sections, fields, options, scores, tables, templates."""

import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest
import yaml
from pydantic import BaseModel

import casecompare
from casecompare.engine import load_host
from casecompare.hypotheses import TEMPLATES
from casecompare.study import Case, CodedValue
from casecompare.testing import make_study

ROOT = Path(__file__).resolve().parent.parent
CODES = [
    *(f"Q{number}" for number in range(1, 6)),
    *(f"D{number}" for number in range(1, 9)),
    *(f"T{number}" for number in range(1, 14)),
    *(f"F{number}" for number in range(1, 39)),
]
PAGE = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
ROWS = {
    cells[0]: cells[1:]
    for line in PAGE.splitlines()
    if re.match(r"\| [QDTF]\d+ \|", line)
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}
OF_THE_CORE = {"evidence"}


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


def rows_of_models(annotation):
    """Give the models in the annotation of a section, whether it holds one or a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in rows_of_models(inner)]


@pytest.fixture(scope="module")
def methods():
    return {method.name: method for plugin in load_host().plugins for method in plugin.methods}


@pytest.fixture(scope="module")
def sections(methods):
    found = {}
    for method in methods.values():
        for name, annotation in method.sections.items():
            for model in rows_of_models(annotation):
                fields = {field.alias or key for key, field in model.model_fields.items()}
                found.setdefault(name, set()).update(fields)
    return found


@pytest.fixture(scope="module")
def tables():
    """The tables of the study that ships, and of a case that has every section of the arenas' README."""
    shipped = casecompare.run(casecompare.open_study(ROOT / "cases" / "clinical_commissioning"))
    runs = [shipped, *map(casecompare.run, small_studies())]
    found = set()
    for comparison in runs:
        for name, run in comparison.runs.items():
            assert run.status == "ok", f"{name}: {run.reason}"
            found |= {f"{name}/{table.name}" for table in run.result.tables}
    return found


def small_studies():
    readme = (ROOT / "plugins" / "arenas" / "README.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", readme, flags=re.DOTALL)]
    given = {name: rows for block in blocks for name, rows in block.items() if isinstance(rows, list)}
    led = {"managerial": 0.6, "hybrid": 0, "coupling": 0.5, "clinical_seats": 2, "clinical_seats_filled": 1}
    coded = [{"round": 1, "arena": arena, "clinical": clinical, **led, "coder": coder}
             for coder, clinical in (("A", 0.5), ("B", 0.7)) for arena in "SPD"]  # fmt: skip
    actors = [{"id": "a", "profession": "clinical", "organisation": "x"}, {"id": "b"}]
    moves = [{"actor": "a", "round": 2, "from": "x", "to": "y"}]
    yield study_of(
        {**given, "arenas": coded, "actors": actors, "moves": moves,
         "ties": [{"from": "a", "to": "b"}, {"from": "a", "to": "b", "round": 2}]},
        {"arenas": {}, "network": {}},
    )  # fmt: skip
    sampling = [{"phase": "core cases", "frame": "survey", "rule": "typical", "reason": "x"}]
    yield study_of({"sampling": sampling}, {"selection": {}})
    judgement = {"panel": "P", "country": "Wales", "expert": "E", "finding": "F5", "judgement": "holds"}
    yield study_of(
        {}, {"panels": {"judgements": [judgement], "findings": {"F5": "Tandem."}, "country": "country"}}
    )


def study_of(sections, methods):
    ids = list("klmno")
    coded = pd.DataFrame({"A": [0.1, 0.3, 0.6, 0.7, 0.9], "Y": [0.2, 0.1, 0.6, 0.7, 0.8]}, index=ids)
    values = {"country": CodedValue(value="Wales")}
    cases = {name: Case(id=name, sections=sections, values=values) for name in ids}
    study = make_study(coded, outcome="Y")
    return replace(study, cases=cases, methods=methods, table=study.table.assign(country="Wales"))


def test_every_code_has_one_row():
    assert list(ROWS) == CODES
    assert len(re.findall(r"^\| [QDTF]\d+ \|", PAGE, re.M)) == len(CODES)
    assert all(len(cells) == 4 and all(cells) for cells in ROWS.values())


@pytest.mark.parametrize("code", CODES)
def test_what_is_recorded_has_a_place(code, sections, methods):
    for name in quoted(ROWS[code][1]):
        first, *rest = name.split(".")
        if first == "methods":
            method, option = rest
            assert option in methods[method].options.model_fields, name
        elif first not in OF_THE_CORE:
            assert first in sections, name
            assert not rest or rest[0] in sections[first], name


@pytest.mark.parametrize("code", CODES)
def test_what_is_computed_is_a_score_or_a_table(code, methods, tables):
    for name in quoted(ROWS[code][2]):
        if "/" in name:
            assert name in tables, name
        else:
            method, score = name.split(".")
            assert score in {one.name for one in methods[method].scores}, name


def test_further_tables_that_are_named_are_there(tables):
    named = [name for line in PAGE.split("## What the engine")[1].splitlines() for name in quoted(line)]

    assert {name for name in named if "/" in name} <= tables


def test_hypotheses_are_templates_that_rest_on_the_finding():
    for code, cells in ROWS.items():
        stated = re.findall(r"\bH\d+\b", cells[3])
        assert set(stated) <= set(TEMPLATES)
        resting = [name for name, template in TEMPLATES.items() if code in template.findings]
        assert set(resting) <= set(stated), f"{code} is a finding of {resting}"


def test_what_is_not_represented_is_said():
    assert {code for code, cells in ROWS.items() if "not represented" in " ".join(cells)} == {
        "D1", "D4", "T1", "F26", "F27",
    }  # fmt: skip
