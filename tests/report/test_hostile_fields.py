"""Hostile text in one field at a time, in every text field that a comparison has: all formats stay harmless.

The fields are found by walking through the comparison, so that a field which is added later is tried as well.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pandas as pd
import pytest

from casecompare.methods import Comparison, Options, RepeatGroup, Robustness
from casecompare.report import (
    render_html,
    render_json,
    render_markdown,
    render_tables,
    render_terminal,
    render_workbook,
)
from casecompare.study import ClueCount, ProcessTest

WORD = "Zebra"
TEXTS = {
    "formula": f'=HYPERLINK("http://evil","{WORD}")',
    "command": f"@SUM(1+1)*cmd|' /C calc'!A0 {WORD}",
    "markup": f"</title></style></script><script>alert('{WORD}')</script><img src=x onerror=alert(1)>",
    "end of data": f"]]> --> */ }}}} {{{{7*7}}}} {{% raw %}} ${{jndi:x}} `{WORD}` \\input{{x}} #include",
    "direction": f"\u202e{WORD}\u202c \u2066\u200f\u061c \u05e9\u05dc\u05d5\u05dd",
    "escapes": f"\x1b[2J\x1b]0;owned\x07{WORD}\x00\x08\x7f\x9b31m\r",
    "emoji": f"{WORD} \U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1e6\U0001f1f9 e\u0301 \u4e8b\u4f8b",
    "zero width": f"\u200b{WORD}\u200b\ufeff\u00ad\u2060",
    "lines": f"{WORD}\n\n# heading\n| a | b |\n\u2028\u2029\x0b\x0c- [x](javascript:alert(1))",
    "halves": f"{WORD}\ud800 \udfff \ufffe\uffff \x85",
    "spreadsheet escape": f"_x003D_1+1 _x0000_ {WORD}",
    "long": WORD + "x" * 10_000,
}
EVERYTHING = " ".join(text for kind, text in TEXTS.items() if kind != "long")
BAD_SIGNS = "\x1b\x00\x07\x08\x7f\x9b\u202e\u2066\u200f\u061c\ud800\udfff"
KEPT = {"status", "word", "level", "direction", "access", "missing", "confidence", "aggregate", "says"}
"""Fields that hold one of a few words, which the readers of studies and the host make sure of."""
KEPT_OF = {
    ("CodebookEntry", "kind"),
    ("RepeatGroup", "counting"),
    ("Study", "outcome"),
    ("Method", "maturity"),
}
NOT_OF_TEXT = {"svg", "places", "folder", "run", "assess", "uses", "sections"}
NOT_OF_TEXT_OF = {("Method", "options"), ("MethodResult", "files")}
Field = tuple[str, str]
SHOWN: set[Field] = {
    ("Study", "title"), ("Study", "citation"), ("Study", "description"), ("Case", "id"), ("Case", "title"),
    ("Case", "note"), ("CodedValue", "note"), ("CodedValue.coders", "key"), ("Evidence", "source"),
    ("Evidence", "locator"), ("Evidence", "quote"), ("CodebookEntry", "definition"),
    ("Calibration", "because"), ("HalfDecision", "because"), ("Hypothesis", "title"), ("Finding", "sentence"),
    ("Table", "title"), ("Table", "note"), ("Column", "title"), ("Column", "description"),
    ("Figure", "title"), ("Figure", "alt"), ("Diagnostic", "message"), ("Diagnostic", "advice"),
    ("Method", "title"), ("Method", "question"), ("Problem", "message"), ("PluginFault", "reason"),
    ("MethodRun", "reason"), ("Provenance", "options"), ("frame (frame)", "cells"),
}  # fmt: skip
"""Fields whose text a reader of the report must find in it."""
TOGETHER: dict[Field, frozenset[Field]] = {
    ("Case", "id"): frozenset(
        {
            ("Study.cases", "key"),
            ("Finding", "cases_for"),
            ("Finding", "cases_against"),
            ("HalfDecision", "case"),
        }
        | {("Evidence", "cases_for"), ("Evidence", "cases_against"), ("ProcessTest", "case")}
        | {(f"{name} (frame)", "index") for name in ("table", "memberships", "raw", "case_board", "scores")}
    ),
    ("Evidence", "id"): frozenset({("Case.evidence", "key"), ("CodedValue", "evidence")}),
    ("CodebookEntry", "name"): frozenset(
        {("Study.codebook", "key"), ("memberships (frame)", "columns"), ("raw (frame)", "columns")}
    ),
    ("Hypothesis", "name"): frozenset({("Study.hypotheses", "key")}),
    ("Method", "name"): frozenset({("Comparison.runs", "key")}),
}
"""Names with the places that name the same thing: a reader of studies never gives one without the other."""
ONLY_TOGETHER = {("Study.cases", "key"), ("Case.evidence", "key"), ("Study.codebook", "key")} | {
    ("Study.hypotheses", "key"),
    ("Comparison.runs", "key"),
}


def full(comparison: Comparison) -> Comparison:
    """Give the comparison with everything that the fixture lacks: clues, robustness, a hypothesis's parts."""
    study = comparison.study
    tests = (
        ProcessTest(name="the minutes", if_true=0.8, if_false=0.2, seen=True, case="T01", evidence=("e1",)),
    )
    clues = (ClueCount(case="T01", clues_for=3, clues=4),)
    first = replace(
        study.hypotheses["H1"], tests=tests, clues=clues, rivals=("H2",), sets={"A": "TANDEM"}, note="note",
        template="H1", scope="all", refuter="none",
    )  # fmt: skip
    entry = replace(study.codebook["TANDEM"], levels=("low", "high"), unit="points", coding="by two coders")
    statement = {"method": "paths", "kind": "term", "subject": "TANDEM", "value": "present"}
    survival = {**statement, "group": "without a case", "is_base": True, "share": 0.5, "repeats": 4}
    survival |= {"error": 0.1, "low": 0.4, "high": 0.6}
    change = {
        "group": "without a case",
        "variant": "without T01",
        "case": "T01",
        "name": "tandem",
        "from": "1",
    }
    change |= {"to": "0", "method": "paths", "kind": "term", "subject": "TANDEM", "before": "a", "after": "b"}
    nearest = {"hypothesis": "H1", "claim": "TANDEM => SUCCESS", "case": "T01", "set": "TANDEM", "from": 0.6}
    nearest |= {"to": 0.4, "change": 0.2, "word": "mixed", "becomes": "supported"}
    robustness = Robustness(
        groups=(RepeatGroup(name="without a case", title="without each case", repeats=4, notes=("Few.",)),),
        base=pd.DataFrame([statement]),
        survival=pd.DataFrame([survival]),
        changes=pd.DataFrame([change]),
        decisive=pd.DataFrame([nearest]),
        notes=("Quick.",),
    )
    return replace(
        comparison,
        study=replace(
            study,
            hypotheses={**study.hypotheses, "H1": first},
            codebook={**study.codebook, "TANDEM": entry},
        ),
        verdicts=tuple(
            replace(one, hypothesis=first) if one.hypothesis.name == "H1" else one
            for one in comparison.verdicts
        ),
        robustness=robustness,
    )


def text_fields(value: object, place: Field = ("", "")) -> Iterator[Field]:
    """Give every place of a text: the record and its field; keys, index, columns and cells of their own."""
    if isinstance(value, str):
        yield place
    elif isinstance(value, pd.DataFrame):
        is_fixed = place[0] == "Robustness"  # the core's own columns
        parts = ("index", "cells") if is_fixed else ("index", "columns", "cells")
        yield from ((f"{place[1]} (frame)", part) for part in parts)
    elif is_dataclass(value) and not isinstance(value, type):
        owner = type(value).__name__
        for one in fields(value):
            if _is_free(owner, one.name):
                yield from text_fields(getattr(value, one.name), (owner, one.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(key, str):
                yield (f"{place[0]}.{place[1]}", "key")
            yield from text_fields(inner, place)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from text_fields(inner, place)


def _is_free(owner: str, name: str) -> bool:
    """Say whether a field takes any text that somebody types."""
    return name not in NOT_OF_TEXT | KEPT and (owner, name) not in KEPT_OF | NOT_OF_TEXT_OF


def poisoned(value: object, text: str, target: frozenset[Field], place: Field = ("", "")) -> object:
    """Give the comparison with a text before what stands in some fields, wherever they occur."""
    if isinstance(value, str):
        return text + value if place in target else value
    if isinstance(value, pd.DataFrame):
        return _poisoned_frame(value, text, target, f"{place[1]} (frame)")
    if is_dataclass(value) and not isinstance(value, type):
        owner = type(value).__name__
        made = {
            one.name: poisoned(getattr(value, one.name), text, target, (owner, one.name))
            for one in fields(value)
            if one.init and _is_free(owner, one.name)
        }
        return replace(value, **made)
    if isinstance(value, Mapping):
        is_target = (f"{place[0]}.{place[1]}", "key") in target
        return {
            text + key if is_target and isinstance(key, str) else key: poisoned(inner, text, target, place)
            for key, inner in value.items()
        }
    if isinstance(value, tuple | list) and not isinstance(value, Options):
        return type(value)(poisoned(inner, text, target, place) for inner in value)
    return value


def _poisoned_frame(frame: pd.DataFrame, text: str, target: frozenset[Field], name: str) -> pd.DataFrame:
    def changed(one: object) -> object:
        if isinstance(one, tuple):
            return tuple(map(changed, one))
        return text + one if isinstance(one, str) else one

    frame = frame.rename(index=changed) if (name, "index") in target else frame
    frame = frame.rename(columns=changed) if (name, "columns") in target else frame
    return frame.map(changed) if (name, "cells") in target else frame


@pytest.fixture(scope="module")
def everything(request: pytest.FixtureRequest) -> Comparison:
    make: Callable[[], Comparison] = request.getfixturevalue("make_whole")
    return full(make())


@pytest.fixture(scope="module")
def make_whole() -> Callable[[], Comparison]:
    from importlib.util import module_from_spec, spec_from_file_location
    from pathlib import Path

    spec = spec_from_file_location("report_conftest", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make  # type: ignore[no-any-return]


def test_there_are_many_fields(everything: Comparison) -> None:
    found = set(text_fields(everything))
    assert len(found) > 90
    for expected in (
        ("Study", "title"), ("Study", "citation"), ("CodebookEntry", "definition"), ("Case", "id"),
        ("Case", "note"), ("CodedValue", "note"), ("CodedValue.coders", "key"), ("Evidence", "source"),
        ("Evidence", "locator"), ("Evidence", "quote"), ("Method", "title"), ("Table", "note"),
        ("Column", "title"), ("Figure", "title"), ("Figure", "alt"), ("Diagnostic", "message"),
        ("Provenance.options", "key"), ("Study.files", "key"), ("Finding", "sentence"),
        ("Hypothesis", "claim"), ("frame (frame)", "cells"), ("survival (frame)", "cells"),
        ("ProcessTest", "name"), ("Problem", "message"), ("PluginFault", "reason"),
    ):  # fmt: skip
        assert expected in found, expected


@pytest.mark.parametrize("part", range(6))
def test_no_field_lets_hostile_text_act(part: int, everything: Comparison) -> None:
    found = sorted(set(text_fields(everything)) - ONLY_TOGETHER)
    seen = set()
    mine = found[part::6]
    for few in (mine[at : at + 5] for at in range(0, len(mine), 5)):
        hostile: object = everything
        # A word of its own for each field, to see which ones the report shows.
        words = {field: f"Zz{found.index(field)}zZ" for field in few}
        for field, word in words.items():
            places = TOGETHER.get(field, frozenset()) | {field}
            hostile = poisoned(hostile, f"{EVERYTHING} {word} ", places)
        assert isinstance(hostile, Comparison)
        page = check_all(hostile, " and ".join(map(".".join, few)))
        seen |= {field for field, word in words.items() if word in page}
    # What people write must be readable as well; some fields are for programs alone.
    assert SHOWN & set(mine) <= seen


@pytest.mark.parametrize("kind", TEXTS)
def test_hostile_text_in_all_fields_at_once_does_not_act(kind: str, everything: Comparison) -> None:
    hostile = poisoned(everything, TEXTS[kind], frozenset(text_fields(everything)) - {("Hypothesis", "sets")})
    assert isinstance(hostile, Comparison)
    assert WORD in check_all(hostile, kind)


def check_all(hostile: Comparison, told: str) -> str:
    """Check every format, and give the page."""
    page = render_html(hostile).decode("utf-8")
    check_html(page, told)
    check_markdown(render_markdown(hostile).decode("utf-8"), told)
    data = json.loads(render_json(hostile).decode("utf-8"))
    assert data["schema"] == "casecompare/comparison/1", told
    check_tables(render_tables(hostile), told)
    check_workbook(render_workbook(hostile), told)
    shown = render_terminal(hostile, width=80)
    assert not set(BAD_SIGNS) & set(shown), told
    return page


class Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def check_html(page: str, told: str) -> None:
    parsed = Structure()
    parsed.feed(page)
    assert {"script", "iframe", "object", "embed", "base", "form", "svg"}.isdisjoint(parsed.tags), told
    assert page.count("<style>") == page.count("</style>") == 1, told
    assert not [name for name, _ in parsed.attributes if name.startswith("on")], told
    addresses = {name: value or "" for name, value in parsed.attributes if name in ("href", "src", "action")}
    assert all(value.startswith(("#", "data:image/svg+xml")) for value in addresses.values()), told
    ids = [value for name, value in parsed.attributes if name == "id"]
    assert len(ids) == len(set(ids)), told
    assert not set(BAD_SIGNS) & set(page), told


def check_markdown(text: str, told: str) -> None:
    outside = re.sub("(?<![\\\\`])(`+)(?!`).*?(?<!`)\\1(?!`)|^    .*$", "", text, flags=re.MULTILINE)
    for sign in ("<script", "<img", "<!--", "</"):
        assert sign not in outside, told
    assert not set(BAD_SIGNS) & set(text), told


def check_tables(files: Mapping[str, bytes], told: str) -> None:
    for name, content in files.items():
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,100}", name), told
        rows = csv.reader(io.StringIO(content.decode("utf-8"), newline="")) if name.endswith(".csv") else []
        for cell in (cell for row in rows for cell in row):
            assert not cell.lstrip().startswith(("=", "+", "@")), told
            assert not set(BAD_SIGNS) & set(cell), told


def check_workbook(content: bytes, told: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            part = book.read(name)
            parsed = ElementTree.fromstring(part)
            if name.startswith("xl/worksheets/sheet"):
                assert parsed.find(".//{*}f") is None, f"{told}: a formula in {name}"
            if name.endswith(".rels"):
                assert b"External" not in part, told
            assert not any(sign in part.decode("utf-8") for sign in BAD_SIGNS), told
