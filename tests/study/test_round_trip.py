"""Any valid study, written as YAML, is read back as it was."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.study import CodedValue, Evidence, read_study

Plain: TypeAlias = dict[str, object]

# Letters of several scripts, and whatever means something in YAML.
TEXT = st.text("aZ09 äß漢ش'\"#:-_[]{}&*!|>%@`,?~=\\./\u00a0…", max_size=20)
WORD = TEXT.filter(lambda text: bool(text.strip()))
NAME = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
MEMBERSHIP = st.floats(0, 1)
MISSING = st.sampled_from(["not coded", "not applicable", "not found"])


class _Writer(yaml.SafeDumper):
    """Puts all text in quotes, since PyYAML takes other words for numbers than we do."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Writer.add_representer(
    str, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@st.composite
def values(draw: st.DrawFn, evidence: list[str]) -> Plain:
    coders = draw(st.dictionaries(NAME, MEMBERSHIP, max_size=3))
    value: Plain = {"coders": coders, "note": draw(TEXT)}
    if draw(st.booleans()):
        value["value"] = draw(MEMBERSHIP)
    else:
        value["missing"] = draw(MISSING)
    if evidence:
        value["evidence"] = draw(st.lists(st.sampled_from(evidence), min_size=1))
    if draw(st.booleans()):
        value["confidence"] = draw(st.sampled_from(["low", "medium", "high"]))
    return value


@st.composite
def records(draw: st.DrawFn, names: list[str]) -> Plain:
    passage = st.fixed_dictionaries(
        {
            "source": TEXT,
            "locator": TEXT,
            "quote": TEXT,
            "note": TEXT,
            "findings": st.lists(WORD, min_size=1),
        },
        optional={"access": st.sampled_from(["open", "restricted"])},
    )
    evidence = draw(st.dictionaries(NAME, passage, max_size=3))
    return {
        "title": draw(TEXT),
        "note": draw(TEXT),
        "values": {name: draw(values(list(evidence))) for name in names},
        "evidence": evidence,
    }


@st.composite
def studies(draw: st.DrawFn) -> tuple[Plain, dict[str, Plain]]:
    names = draw(st.lists(NAME, min_size=1, max_size=4, unique=True))
    entry = st.fixed_dictionaries({"definition": TEXT, "unit": TEXT, "kind": st.just("fuzzy")})
    study: Plain = {
        "study": draw(WORD),
        "title": draw(TEXT),
        "description": draw(TEXT),
        "codebook": {name: draw(entry) for name in names},
        "outcome": draw(st.sampled_from(names)),
        "methods": draw(st.dictionaries(NAME, st.dictionaries(NAME, MEMBERSHIP | TEXT | st.booleans()))),
        "hypotheses": draw(st.dictionaries(NAME, st.fixed_dictionaries({"claim": WORD, "title": TEXT}))),
    }
    cases = draw(st.lists(WORD, min_size=1, max_size=4, unique=True))
    return study, {case: {"id": case, **draw(records(names))} for case in cases}


def _coded(written: object) -> CodedValue:
    assert isinstance(written, Mapping)
    given = dict(written)
    return CodedValue(**{**given, "evidence": tuple(given.get("evidence", ()))})


def _evidence(name: str, written: object) -> Evidence:
    assert isinstance(written, Mapping)
    given = dict(written)
    return Evidence(**{**given, "id": name, "findings": tuple(given["findings"])})


@given(studies())
@settings(max_examples=30, deadline=None)
def test_a_study_written_as_yaml_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, given_study: tuple[Plain, dict[str, Plain]]
) -> None:
    written, records_by_case = given_study
    folder = tmp_path_factory.mktemp("study")
    _write(folder / "study.yaml", written)
    for number, record in enumerate(records_by_case.values()):
        _write(folder / "cases" / f"{number}.yaml", record)

    study, problems = read_study(folder)

    assert problems == []
    assert study is not None
    assert (study.name, study.title, study.description) == (
        written["study"], written["title"], written["description"],
    )  # fmt: skip
    assert study.outcome == written["outcome"]
    assert study.methods == written["methods"]
    assert {
        name: {"definition": entry.definition, "unit": entry.unit, "kind": entry.kind}
        for name, entry in study.codebook.items()
    } == written["codebook"]
    assert {
        name: {"claim": one.claim, "title": one.title} for name, one in study.hypotheses.items()
    } == written["hypotheses"]
    assert study.case_ids == tuple(records_by_case)
    for case, record in records_by_case.items():
        given_values, given_evidence = record["values"], record["evidence"]
        assert isinstance(given_values, dict)
        assert isinstance(given_evidence, dict)
        read = study.cases[case]
        assert (read.title, read.note) == (record["title"], record["note"])
        assert read.values == {name: _coded(one) for name, one in given_values.items()}
        assert read.evidence == {name: _evidence(name, one) for name, one in given_evidence.items()}
        expected = [math.nan if (v := read.values[name].value) is None else v for name in study.table.columns]
        np.testing.assert_array_equal(study.table.loc[case].to_numpy(float), np.array(expected, dtype=float))


def _write(path: Path, content: Plain) -> None:
    path.parent.mkdir(exist_ok=True)
    text = yaml.dump(content, Dumper=_Writer, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
