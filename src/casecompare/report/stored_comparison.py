"""A comparison as it was stored: read back from a run folder, without the plugins that made it.

Schema versions: a file says ``casecompare/comparison/N``. Within a version keys are only added, never taken
away or given another meaning. A file of an older version is brought to the present one step by step
(`migrate`); one of a newer version is refused, since nobody knows what its keys mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, cast

import pandas as pd
from pydantic import JsonValue, ValidationError
from pydantic_core import from_json

from casecompare.errors import ReportError, UsageError, did_you_mean
from casecompare.report.comparison_records import CellValue, ComparisonRecord, TableRecord
from casecompare.report.json_document import SCHEMA
from casecompare.report.text import one_line, shorten

__all__ = ["StoredComparison", "migrate", "read_comparison"]

JsonObject: TypeAlias = dict[str, JsonValue]
Step: TypeAlias = Callable[[JsonObject], JsonObject]

_NAME = re.compile(r"casecompare/comparison/([1-9][0-9]{0,5})")
_PRESENT = int(SCHEMA.rpartition("/")[2])
STEPS: Mapping[int, Step] = {}
"""How data of a version become data of the next one; the first version is still the present one."""
_MOST_BYTES = 1_000_000_000
_FILE = "comparison.json"
_MOST_TOLD = 5


@dataclass(frozen=True, kw_only=True)
class StoredComparison:
    """A comparison that was read back: everything in it as data.

    Parameters
    ----------
    record
        All of the file, checked: ``record.study.codebook["A"].definition``, ``record.methods[0].status``.
    tables
        The tables by the names that the CSV files have (``qca.truth_table``), and those of the robustness as
        ``robustness.survival`` and so on.
    """

    record: ComparisonRecord
    tables: Mapping[str, pd.DataFrame]

    @property
    def memberships(self) -> pd.DataFrame:
        """The membership of each case in each set: one row per case; missing is NaN."""
        return _by_case(self.record.memberships)

    @property
    def raw(self) -> pd.DataFrame:
        """The values before calibration: one row per case."""
        return _by_case(self.record.raw)

    @property
    def findings(self) -> pd.DataFrame:
        """The findings of all methods, one per row: method, id, sentence, claim, measure, value, cases."""
        rows = [
            {"method": method.name, **one.model_dump()}
            for method in self.record.methods
            for one in method.findings
        ]
        return pd.DataFrame(rows)

    @property
    def verdicts(self) -> pd.DataFrame:
        """The verdicts, one per row: hypothesis, claim, word, rule, cases against."""
        rows = [one.model_dump(exclude={"evidence", "beside"}) for one in self.record.verdicts]
        return pd.DataFrame(rows)

    @property
    def evidence(self) -> pd.DataFrame:
        """The evidence on the hypotheses, one measure per row."""
        return pd.DataFrame(
            [
                {"hypothesis": verdict.hypothesis, "claim": verdict.claim, "word": verdict.word,
                 "source": one.source, "kind": one.kind, "measure": measure, "value": value}
                for verdict in self.record.verdicts
                for one in (*verdict.evidence, *verdict.beside)
                for measure, value in one.measures.items()
            ]
        )  # fmt: skip

    def table(self, name: str) -> pd.DataFrame:
        """Give a table by its name, as a frame of the caller's own.

        Raises
        ------
        UsageError
            if there is none of that name.
        """
        if name not in self.tables:
            hint = did_you_mean(name, self.tables) or f"There are: {', '.join(self.tables) or 'none'}."
            raise UsageError(f"no table '{shorten(name)}' in this comparison. {hint}")
        return self.tables[name].copy()


def read_comparison(path: str | Path, *, most_bytes: int = _MOST_BYTES) -> StoredComparison:
    """Read a comparison back from a run folder; the plugins that made it need not be installed.

    Parameters
    ----------
    path
        A run folder that was written with the format ``json``, or its ``comparison.json``.
    most_bytes
        The largest file to read.

    Returns
    -------
    StoredComparison
        Its tables, findings and verdicts as DataFrames, and all of the file as `record`.

    Raises
    ------
    ReportError
        if there is no such file, it is too large, it is no comparison, or a newer casecompare wrote it.

    Examples
    --------
    >>> import tempfile
    >>> from casecompare.methods import Comparison
    >>> from casecompare.report import write_run
    >>> from casecompare.study import Study
    >>> sets = pd.DataFrame({"A": [0.9]}, index=["T01"])
    >>> with tempfile.TemporaryDirectory() as place:
    ...     paths = write_run(Comparison(study=Study(name="s"), memberships=sets), f"{place}/run")
    ...     stored = read_comparison(f"{place}/run")
    >>> stored.record.study.name, stored.memberships["A"].to_dict()
    ('s', {'T01': 0.9})
    """
    shown = one_line(str(path))
    data = migrate(_parsed(_content(Path(path), shown, most_bytes), shown), name=shown)
    try:
        record = ComparisonRecord.model_validate(data)
    except ValidationError as error:
        raise ReportError(f"{shown}: this is no comparison that can be read. {_told(error)}") from error
    return StoredComparison(record=record, tables=_tables(record, shown))


def migrate(
    data: Mapping[str, JsonValue], *, steps: Mapping[int, Step] = STEPS, name: str = _FILE
) -> JsonObject:
    """Bring the data of a ``comparison.json`` to the present schema version.

    Parameters
    ----------
    data
        What the file holds.
    steps
        For each older version, how its data become those of the next one.
    name
        How the file is called in messages.

    Raises
    ------
    ReportError
        if the data name no schema, or a newer one than this casecompare knows.

    Examples
    --------
    >>> migrate({"schema": "casecompare/comparison/1"})
    {'schema': 'casecompare/comparison/1'}
    >>> migrate({"schema": "casecompare/comparison/99"})
    Traceback (most recent call last):
    casecompare.errors.ReportError: comparison.json: a newer casecompare wrote it (schema version 99; ...
    """
    present = max(_PRESENT, *(version + 1 for version in steps), 1)
    version = _version(data, name)
    if version > present:
        raise ReportError(
            f"{name}: a newer casecompare wrote it (schema version {version}; this one reads up to "
            f"{present}). Install a newer one: pip install --upgrade casecompare."
        )
    made = dict(data)
    for number in range(version, present):
        made = {**steps[number](made), "schema": f"casecompare/comparison/{number + 1}"}
    return made


def _content(path: Path, shown: str, most_bytes: int) -> bytes:
    try:
        file = path / _FILE if path.is_dir() else path
        if not file.is_file():
            raise ReportError(
                f"{shown}: there is no {_FILE}. Give a run folder that was written with the format json."
            )
        size = file.stat().st_size
        if size > most_bytes:
            raise ReportError(
                f"{shown}: the file has {size:,} bytes, more than the {most_bytes:,} that are read. "
                f"If it is yours, give most_bytes={size}."
            )
        with file.open("rb") as opened:
            return opened.read(most_bytes)
    except OSError as error:
        raise ReportError(f"{shown}: it cannot be read ({error.strerror or error}).") from error


def _parsed(content: bytes, shown: str) -> JsonObject:
    try:
        # Bounds the depth, refuses NaN, and never makes anything but plain data.
        data = from_json(content, allow_inf_nan=False)
    except ValueError as error:
        raise ReportError(
            f"{shown}: this is no JSON, or it is damaged ({shorten(str(error), 120)})."
        ) from error
    if not isinstance(data, dict):
        raise ReportError(f"{shown}: this is no comparison.json of casecompare.")
    return cast("JsonObject", data)


def _version(data: Mapping[str, JsonValue], name: str) -> int:
    said = data.get("schema")
    found = _NAME.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        raise ReportError(
            f"{name}: this is no comparison.json of casecompare (its schema is {shorten(repr(said), 60)})."
        )
    return int(found[1])


def _told(error: ValidationError) -> str:
    """Say in which fields what is wrong, the first few of them."""
    wrong = error.errors(include_url=False, include_input=False, include_context=False)
    said = [
        f"{shorten('.'.join(map(str, one['loc'])), 80)}: {shorten(one['msg'], 80)}"
        for one in wrong[:_MOST_TOLD]
    ]
    more = f"; and {len(wrong) - _MOST_TOLD} more" if len(wrong) > _MOST_TOLD else ""
    return "; ".join(said) + more + "."


def _tables(record: ComparisonRecord, shown: str) -> dict[str, pd.DataFrame]:
    found = {"case_board": record.case_board, "condition_board": record.condition_board}
    for method in record.methods:
        if method.scores is not None:
            found[f"{method.name}.scores"] = method.scores
        found |= {f"{method.name}.{table.name}": table for table in method.tables}
    if record.robustness is not None:
        names = ("base", "survival", "changes", "decisive")
        found |= {f"robustness.{name}": getattr(record.robustness, name) for name in names}
    return {name: _frame(table, name, shown) for name, table in found.items()}


def _frame(table: TableRecord, name: str, shown: str) -> pd.DataFrame:
    """Give a table as a frame; cells with several case ids are tuples, as the methods gave them."""
    width = len(table.columns)
    for number, row in enumerate(table.rows, 1):
        if len(row) != width:
            raise ReportError(
                f"{shown}: row {number} of the table '{shorten(name)}' has {len(row)} cells for {width} "
                "columns."
            )
    rows = [[tuple(cell) if isinstance(cell, list) else cell for cell in row] for row in table.rows]
    return pd.DataFrame(rows, columns=[column.name for column in table.columns])


def _by_case(found: Mapping[str, Mapping[str, CellValue]]) -> pd.DataFrame:
    names = dict.fromkeys(name for row in found.values() for name in row)
    index = pd.Index([*found], name="case", dtype=None if found else "str")
    return pd.DataFrame([*found.values()], index=index, columns=[*names])
