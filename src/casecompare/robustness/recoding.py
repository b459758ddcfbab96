"""A study with something about it changed: coded values, sections, cases. The study itself stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pydantic import BaseModel

from casecompare.study import Case, CodedValue, Study
from casecompare.study.coders import Settled, settle

__all__ = [
    "Recoding",
    "as_code",
    "coded_by",
    "keep_rows",
    "recode",
    "section_coders",
    "section_rows",
    "sheet_of",
    "without_case",
]

Place = tuple[str, str]
"""A case and the name of a coded value."""


@dataclass(frozen=True, kw_only=True)
class Recoding:
    """What is to be changed: coded values by case and name, and cases whose sections are others now."""

    values: Mapping[Place, Settled]
    cases: Mapping[str, Case]


def recode(study: Study, recoding: Recoding) -> Study:
    """Give a study with other coded values and sections.

    Examples
    --------
    >>> from casecompare.testing import make_study
    >>> study = make_study(pd.DataFrame({"A": [1, 0], "Y": [0.9, 0.2]}, index=["k", "l"]))
    >>> changed = recode(study, Recoding(values={("l", "A"): Settled(1.0, None)}, cases={}))
    >>> changed.table["A"].to_dict(), study.table["A"].to_dict()
    ({'k': 1, 'l': 1}, {'k': 1, 'l': 0})
    """
    cases = {**study.cases, **recoding.cases}
    missing = dict(study.missing)
    cells: dict[str, dict[str, float | str | None]] = {}
    recoded: dict[str, dict[str, CodedValue]] = {}
    for (case, name), settled in recoding.values.items():
        before = cases[case].values.get(name, CodedValue(missing="not coded"))
        after = replace(before, value=settled.value, missing=settled.missing)
        recoded.setdefault(case, {})[name] = after
        cells.setdefault(name, {})[case] = settled.value
        missing.pop((case, name), None)
        if settled.missing is not None:
            missing[case, name] = settled.missing
    for case, values in recoded.items():
        cases[case] = replace(cases[case], values={**cases[case].values, **values})
    return replace(study, cases=cases, table=_with_cells(study.table, cells), missing=missing)


def without_case(study: Study, case: str) -> Study:
    """Give a study without one case, and without the decisions and clues that are about it.

    Examples
    --------
    >>> from casecompare.testing import make_study
    >>> study = make_study(pd.DataFrame({"A": [1, 0], "Y": [0.9, 0.2]}, index=["k", "l"]))
    >>> without_case(study, "k").case_ids
    ('l',)
    """
    codebook = {
        name: replace(entry, half=tuple(one for one in entry.half if one.case != case))
        if any(one.case == case for one in entry.half)
        else entry
        for name, entry in study.codebook.items()
    }
    hypotheses = {
        name: replace(
            one,
            tests=tuple(test for test in one.tests if test.case != case),
            clues=tuple(count for count in one.clues if count.case != case),
        )
        for name, one in study.hypotheses.items()
    }
    return replace(
        study,
        codebook=codebook,
        hypotheses=hypotheses,
        cases={name: one for name, one in study.cases.items() if name != case},
        table=study.table[study.table.index != case],
        missing={place: kind for place, kind in study.missing.items() if place[0] != case},
    )


def as_code(code: float | str) -> Settled:
    """Give what a code comes to: a value, or the kind of missing value that a word stands for.

    Examples
    --------
    >>> as_code(0.8).value, as_code("not found").missing
    (0.8, 'not found')
    """
    return settle(None, None, {"": code})


def coded_by(study: Study, coder: str) -> dict[Place, Settled]:
    """Give everything that one coder coded as values, by case and name.

    Examples
    --------
    >>> value = CodedValue(value=1.0, coders={"A": 1.0, "B": 0.0})
    >>> study = Study(name="s", cases={"k": Case(id="k", values={"TANDEM": value})})
    >>> coded_by(study, "B")["k", "TANDEM"].value
    0.0
    """
    return {
        (case.id, name): as_code(coded.coders[coder])
        for case in study.cases.values()
        for name, coded in case.values.items()
        if coder in coded.coders
    }


def section_rows(case: Case) -> Iterable[tuple[str, object]]:
    """Give every row of a case's sections with the name of its section."""
    for name, section in case.sections.items():
        if isinstance(section, list | tuple):
            yield from ((name, row) for row in section)


def section_coders(case: Case) -> list[str]:
    """Give who coded rows of a case's sections, in alphabetical order.

    Examples
    --------
    >>> rows = [{"round": 1, "arena": "S", "clinical": 0.8}, {"round": 1, "arena": "S", "coder": "B"}]
    >>> section_coders(Case(id="k", sections={"arenas": rows}))
    ['B']
    """
    return sorted({coder for _, row in section_rows(case) if (coder := _coder(row)) is not None})


def sheet_of(case: Case, coder: str) -> Case:
    """Give a case as one coder recorded it in its sections.

    The rows of the other coders go; the coder's own take the place of the agreed rows about the same thing;
    agreed rows about anything else stay. What a row is about is said by its model, as a class variable
    ``about`` with the names of fields (for instance ``("round", "arena")``), or else by its required fields.

    Examples
    --------
    >>> rows = [{"round": 1, "arena": "S", "clinical": 0.8},
    ...         {"round": 1, "arena": "P", "clinical": 0.5},
    ...         {"round": 1, "arena": "S", "clinical": 0.2, "coder": "B"}]
    >>> sheet_of(Case(id="k", sections={"arenas": rows}), "B").sections["arenas"]
    [{'round': 1, 'arena': 'P', 'clinical': 0.5}, {'round': 1, 'arena': 'S', 'clinical': 0.2}]
    """
    return replace(case, sections={name: _sheet(rows, coder) for name, rows in case.sections.items()})


def keep_rows(case: Case, is_kept: Callable[[object], bool]) -> Case:
    """Give a case with some rows of its sections only; sections that lose none stay the same objects."""
    sections = {}
    for name, section in case.sections.items():
        kept = [row for row in section if is_kept(row)] if isinstance(section, list | tuple) else section
        is_same = isinstance(kept, list) and isinstance(section, list | tuple) and len(kept) == len(section)
        sections[name] = section if is_same else kept
    return replace(case, sections=sections)


def _sheet(section: object, coder: str) -> object:
    if not isinstance(section, list | tuple) or all(_coder(row) is None for row in section):
        return section
    own = {_about(row) for row in section if _coder(row) == coder}
    return [
        _agreed(row)
        for row in section
        if (_coder(row) == coder if _about(row) in own else _coder(row) is None)
    ]


def _coder(row: object) -> str | None:
    coder = row.get("coder") if isinstance(row, Mapping) else getattr(row, "coder", None)
    return coder if isinstance(coder, str) else None


def _agreed(row: object) -> object:
    """Give a row as if it had been agreed on."""
    if isinstance(row, BaseModel):
        return row.model_copy(update={"coder": None})
    if isinstance(row, Mapping):
        return {name: value for name, value in row.items() if name != "coder"}
    return row


def _about(row: object) -> Hashable:
    if isinstance(row, BaseModel):
        declared = getattr(type(row), "about", None)
        fields = type(row).model_fields
        names: Collection[str] = declared or [name for name in fields if fields[name].is_required()]
        return tuple(getattr(row, name) for name in names)
    if isinstance(row, Mapping):
        # Plain data tell no more than this: words and the round name things, the other numbers measure them.
        named = (name for name in row if name == "round" or isinstance(row[name], str))
        return tuple(sorted((name, str(row[name])) for name in named if name != "coder"))
    return id(row)


def _with_cells(table: pd.DataFrame, cells: Mapping[str, Mapping[str, float | str | None]]) -> pd.DataFrame:
    columns = {}
    for name, changed in cells.items():
        if name not in table:
            continue
        values = [changed.get(case, value) for case, value in zip(table.index, table[name], strict=True)]
        kind = _kind(table[name].to_numpy().dtype, changed.values())
        columns[name] = pd.Series(np.array(values, dtype=kind), index=table.index)
    return table.assign(**columns) if columns else table


def _kind(before: np.dtype[np.generic], values: Iterable[float | str | None]) -> np.dtype[np.generic]:
    """Give the type of a column with these values in it; a missing number is NaN, any other value None."""
    values = list(values)
    if before.kind not in "iuf" or any(isinstance(one, str) for one in values):
        return np.dtype(object)
    fits = before.kind == "f" or all(one is not None and float(one).is_integer() for one in values)
    return before if fits else np.dtype(float)
