"""comparison.json keeps to its schema, its page names every key, and it is read without plugins."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import casecompare
from casecompare.errors import ReportError, UsageError
from casecompare.methods import Comparison, RepeatGroup, Robustness
from casecompare.report import comparison_schema, migrate, read_comparison, render_json, write_run
from casecompare.report.data_tables import data_tables
from casecompare.study import Decision, shipped_studies, shipped_study

PAGE = Path(__file__).resolve().parents[2] / "docs/comparison-json.md"
STUDIES = list(shipped_studies())


@cache
def compared(study: str) -> Comparison:
    return casecompare.run(casecompare.open_study(shipped_study(study)))


@cache
def saved(study: str) -> bytes:
    comparison = compared(study)
    if study == "cragun_2014":
        comparison = replace(comparison, robustness=casecompare.examine(comparison, effort="quick"))
    return render_json(comparison)


def strict(schema: object) -> object:
    """Give a schema that allows no key but those it names, so that an undocumented key is found."""
    if isinstance(schema, dict):
        made = {key: strict(value) for key, value in schema.items()}
        if "properties" in made and made.get("additionalProperties") is True:
            made["additionalProperties"] = False
        return made
    return [strict(one) for one in schema] if isinstance(schema, list) else schema


STRICT = jsonschema.Draft202012Validator(strict(comparison_schema()))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(comparison_schema())


def test_a_comparison_with_every_fate_keeps_to_the_schema(comparison: Comparison) -> None:
    frame = pd.DataFrame({"share": [0.5, float("nan")]})
    group = RepeatGroup(name="without a case", title="without each case in turn", repeats=4)
    found = Robustness(groups=(group,), base=frame, survival=frame, notes=("Quick.",), seed=1)
    STRICT.validate(json.loads(render_json(replace(comparison, robustness=found))))
    STRICT.validate(json.loads(render_json(comparison)))


def test_decisions_reporting_language_and_earlier_runs_are_in_the_file(
    comparison: Comparison, tmp_path: Path
) -> None:
    decision = Decision(tried="paths.depth=2", because="It says the same at greater length.")
    study = replace(
        comparison.study,
        decisions=(decision,),
        reporting={"funding": "None."},
        language="es",
        licence="CC0-1.0",
    )
    write_run(replace(comparison, study=study, seed=2), tmp_path / "first", formats=["json"])
    write_run(replace(comparison, study=study, seed=3), tmp_path / "second", formats=["json"])
    data = json.loads((tmp_path / "second/comparison.json").read_bytes())
    STRICT.validate(data)
    told = data["study"]
    assert told["decisions"] == [{"tried": decision.tried, "because": decision.because}]
    assert (told["reporting"], told["language"], told["licence"]) == ({"funding": "None."}, "es", "CC0-1.0")
    assert [(one["name"], one["settings"]["seed"]) for one in data["earlier"]] == [("first", "2")]
    record = read_comparison(tmp_path / "second").record
    assert (record.earlier[0].name, record.study.decisions[0].tried) == ("first", decision.tried)
    older = {key: value for key, value in data.items() if key != "earlier"}
    older["study"] = {key: value for key, value in told.items() if key not in ("decisions", "reporting")}
    jsonschema.validate(older, comparison_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("seed",), "one"),
        (("schema",), "casecompare/comparison/0"),
        (("methods", 0, "status"), "fine"),
        (("study", "cases", 0, "values", "tandem", "value"), []),
        (("memberships", "T01", "TANDEM"), "high"),
        (("case_board", "rows", 0, 0), {}),
    ],
)
def test_the_schema_refuses_what_is_wrong(
    path: tuple[str | int, ...], value: object, comparison: Comparison
) -> None:
    data = json.loads(render_json(comparison))
    place = data
    for key in path[:-1]:
        place = place[key]
    assert path[-1] in place or isinstance(place, list)
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, comparison_schema())


def test_the_command_prints_the_schema() -> None:
    command = [sys.executable, "-m", "casecompare", "schema", "comparison"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == comparison_schema()


# The page


def key_tables() -> str:
    """Give the tables of the page: every record with its keys, their types, and which must be there."""
    schema = comparison_schema()
    records = {"ComparisonRecord": schema, **schema["$defs"]}  # type: ignore[dict-item]
    parts, mark = [], " \\*"
    for name, record in records.items():
        if "properties" not in record:
            continue
        needed = record.get("required", [])
        lines = [
            f"| `{key}`{mark if key in needed else ''} | {_type(one)} | {one.get('description', '')} |"
            for key, one in record["properties"].items()
        ]
        title = "The comparison" if name == "ComparisonRecord" else name.removesuffix("Record")
        head = (
            f"### {title}\n\n{record['description']}\n\n| key | type | what it holds |\n| --- | --- | --- |"
        )
        parts.append("\n".join([head, *lines]))
    return "\n\n".join(parts)


def _type(schema: dict[str, object]) -> str:
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])  # type: ignore[attr-defined]
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return "any" if name == "JsonValue" else name.removesuffix("Record")
    if "anyOf" in schema:
        kinds = dict.fromkeys(map(_type, schema["anyOf"]))  # type: ignore[call-overload]
        return " or ".join(kind for kind in kinds if not (kind == "integer" and "number" in kinds))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"  # type: ignore[arg-type]
    if schema.get("type") == "object":
        inner = schema.get("additionalProperties")
        return f"by name: {_type(inner)}" if isinstance(inner, dict) else "object"
    return {"string": "text"}.get(str(schema.get("type")), str(schema.get("type", "any")))


def test_the_page_names_every_key() -> None:
    text = PAGE.read_text(encoding="utf-8")
    start, end = "<!-- keys -->\n\n", "\n\n<!-- end of keys -->"
    if os.environ.get("CASECOMPARE_WRITE_EXPECTED"):
        before, after = text.partition(start)[0], text.rpartition(end)[2]
        text = before + start + key_tables() + end + after
        PAGE.write_text(text, encoding="utf-8")
    assert text.partition(start)[2].rpartition(end)[0] == key_tables()


def test_every_key_says_what_it_holds() -> None:
    for line in key_tables().splitlines():
        if line.startswith("| `"):
            assert not re.search(r"\|\s*\|$", line), line


# Reading back


@pytest.mark.parametrize("study", STUDIES)
def test_every_shipped_study_keeps_to_the_schema_and_is_read_back_as_written(
    study: str, tmp_path: Path
) -> None:
    comparison = compared(study)
    STRICT.validate(json.loads(saved(study)))
    write_run(comparison, tmp_path / "run", formats=["json"])
    stored = read_comparison(tmp_path / "run")
    pd.testing.assert_frame_equal(
        stored.memberships.astype(float), comparison.memberships.rename_axis("case").astype(float)
    )
    assert stored.record.seed == comparison.seed
    assert list(stored.verdicts["word"]) == [verdict.word for verdict in comparison.verdicts]
    assert len(stored.findings) == sum(
        len(run.result.findings) for run in comparison.runs.values() if run.result is not None
    )
    for table in data_tables(comparison):
        if "." in table.name:
            found = stored.table(table.name)
            assert found.shape == (table.row_count, len(table.columns)), table.name
            assert list(found.columns) == [column.name for column in table.columns]


def test_tables_have_the_values_that_were_saved(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "run")
    stored = read_comparison(tmp_path / "run" / "comparison.json")
    table = stored.table("paths.truth_table")
    assert table["cases"].tolist() == [("T01", "T03"), ("T02",), ()]
    assert table["inclusion"].tolist()[:2] == [0.97312, 0.2]
    assert stored.raw.at["T01", "TANDEM"] == 0.6
    assert stored.evidence.loc[lambda one: one["measure"] == "PRI", "value"].tolist() == [0.7]
    assert stored.record.study.codebook["TANDEM"].calibration.parameters == [0.15, 0.45, 0.75]
    assert [method.status for method in stored.record.methods] == ["ok", "failed", "skipped"]
    with pytest.raises(UsageError, match=r"comparison\. Did you mean 'paths\.truth_table'\?"):
        stored.table("paths.truth_tabel")


def test_changing_a_table_leaves_the_stored_one(comparison: Comparison, tmp_path: Path) -> None:
    write_run(comparison, tmp_path / "run", formats=["json"])
    stored = read_comparison(tmp_path / "run")
    table = stored.table("paths.solution")
    table.loc[:, "coverage"] = 0.0
    assert stored.table("paths.solution")["coverage"].tolist() == [0.85]


def test_no_plugin_is_needed_to_read_a_run(tmp_path: Path) -> None:
    (tmp_path / "comparison.json").write_bytes(saved("cragun_2014"))
    code = (
        "import sys\n"
        "class NoPlugins:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.startswith('casecompare_'): raise ImportError(name)\n"
        "sys.meta_path.insert(0, NoPlugins())\n"
        "import casecompare\n"
        f"stored = casecompare.read_comparison({str(tmp_path)!r})\n"
        "print(stored.table('qca.solutions').shape[0] > 0, 'robustness.survival' in stored.tables,\n"
        "      any(name.startswith('casecompare_') for name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "False"]


# Versions


def test_a_file_of_the_first_release_is_read(comparison: Comparison, tmp_path: Path) -> None:
    data = json.loads(render_json(comparison))
    del data["robustness"]
    for verdict in data["verdicts"]:
        del verdict["beside"]
    for method in data["methods"]:
        del method["maturity_evidence"]
        method.pop("statements", None)
    (tmp_path / "comparison.json").write_text(json.dumps(data))
    stored = read_comparison(tmp_path)
    assert stored.record.robustness is None
    assert stored.record.verdicts[0].beside == []


def test_keys_of_later_releases_are_kept(comparison: Comparison, tmp_path: Path) -> None:
    data = json.loads(render_json(comparison))
    data["weather"] = "fine"
    (tmp_path / "comparison.json").write_text(json.dumps(data))
    assert read_comparison(tmp_path).record.model_dump()["weather"] == "fine"


def test_an_older_version_is_brought_to_the_present_step_by_step() -> None:
    steps = {
        1: lambda data: {**data, "path": [*data["path"], "from 1"]},
        2: lambda data: {**data, "path": [*data["path"], "from 2"]},
    }
    old = {"schema": "casecompare/comparison/1", "path": []}
    before = copy.deepcopy(old)
    assert migrate(old, steps=steps) == {"schema": "casecompare/comparison/3", "path": ["from 1", "from 2"]}
    assert migrate({**old, "schema": "casecompare/comparison/2"}, steps=steps)["path"] == ["from 2"]
    assert old == before


def test_a_newer_version_is_refused(comparison: Comparison, tmp_path: Path) -> None:
    data = json.loads(render_json(comparison)) | {"schema": "casecompare/comparison/2"}
    (tmp_path / "comparison.json").write_text(json.dumps(data))
    with pytest.raises(ReportError) as caught:
        read_comparison(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: a newer casecompare wrote it (schema version 2; this one reads up to 1). "
        "Install a newer one: pip install --upgrade casecompare."
    )


# Hostile files


def refused(content: bytes, tmp_path: Path) -> str:
    (tmp_path / "comparison.json").write_bytes(content)
    with pytest.raises(ReportError) as caught:
        read_comparison(tmp_path)
    message = str(caught.value)
    assert message.startswith(str(tmp_path))
    assert len(message) < 1000
    assert not any(ord(sign) < 32 or sign in "\u202e\u2066" for sign in message)
    return message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[]",
        b"null",
        b'"casecompare/comparison/1"',
        b"{}",
        b'{"schema": 1}',
        b'{"schema": "casecompare/comparison/0"}',
        b'{"schema": "casecompare/comparison/1e9"}',
        b'{"schema": "\\u001b[2J\\u202e"}',
        b'{"schema": "casecompare/comparison/1"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"schema": "casecompare/comparison/1", "seed": ' + b"9" * 100_000 + b"}",
    ],
    ids=range(15),
)
def test_what_is_no_comparison_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    refused(content, tmp_path)


def test_a_number_that_is_none_is_refused(comparison: Comparison, tmp_path: Path) -> None:
    text = render_json(comparison).replace(b"0.9434", b"NaN")
    assert "NaN" in text.decode()
    refused(text, tmp_path)


def test_a_row_that_is_too_long_is_told_with_its_place(comparison: Comparison, tmp_path: Path) -> None:
    data = json.loads(render_json(comparison))
    data["methods"][0]["tables"][1]["rows"][0].append("=1+1")
    said = refused(json.dumps(data).encode(), tmp_path)
    assert said.endswith("row 1 of the table 'paths.solution' has 4 cells for 3 columns.")


def test_a_file_that_is_too_large_is_not_read(comparison: Comparison, tmp_path: Path) -> None:
    content = render_json(comparison)
    (tmp_path / "comparison.json").write_bytes(content)
    with pytest.raises(
        ReportError, match=rf"more than the 100 that are read.*give most_bytes={len(content)}"
    ):
        read_comparison(tmp_path, most_bytes=100)
    assert read_comparison(tmp_path, most_bytes=len(content)).record.study.name == "redesign"


def test_a_place_without_a_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"there is no comparison\.json\. Give a run folder"):
        read_comparison(tmp_path)
    with pytest.raises(ReportError, match=r"there is no comparison\.json"):
        read_comparison(tmp_path / "nowhere")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_file_is_read_or_refused_and_nothing_else(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = _short(json.loads(saved("cragun_2014")))
    place, key = data.draw(st.sampled_from(list(_places(content))))
    place[key] = data.draw(JSON)
    folder = tmp_path_factory.mktemp("changed")
    (folder / "comparison.json").write_text(json.dumps(content))
    try:
        stored = read_comparison(folder)
    except ReportError as error:
        assert str(error).startswith(str(folder))  # noqa: PT017
    else:
        assert isinstance(stored.memberships, pd.DataFrame)
        assert isinstance(stored.findings, pd.DataFrame)


def _short(value: object, name: str = "") -> object:
    """Give what was saved with a few of its rows, findings and so on; every key stays."""
    if isinstance(value, dict):
        return {key: _short(inner, key) for key, inner in value.items()}
    most = None if name in ("columns", "") else 3
    return [_short(one) for one in value[:most]] if isinstance(value, list) else value


def _places(value: object) -> Iterator[tuple[dict[str, object] | list[object], str | int]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key  # type: ignore[misc]
        yield from _places(inner)
