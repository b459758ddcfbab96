"""Projects of qualitative-analysis programs in the exchange format REFI-QDA, as a table of cases.

MAXQDA, ATLAS.ti, NVivo, Quirkos and others export it (``.qdpx``): a zip archive with ``project.qde``, an
XML document (REFI-QDA Standard 1.5, 2019, https://www.qdasoftware.org). Each case of the project becomes a
row, and so does each source that belongs to no case; each code becomes a column, which counts the passages
coded with it; each variable of the cases becomes a column as well.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pandas as pd

from casecompare import CasecompareError

__all__ = ["read_project", "read_qdpx"]

_DOCUMENT = "project.qde"
_MOST_BYTES = 200_000_000
_MOST_CODES, _MOST_ROWS, _MOST_ABOVE = 2_000, 10_000, 5
_SOURCES = ("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource")
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
_HOW = "Export the project again as REFI-QDA (.qdpx)."


def read_qdpx(path: Path) -> pd.DataFrame:
    """Read a project as a table of cases.

    Parameters
    ----------
    path
        A ``.qdpx`` archive.

    Returns
    -------
    pandas.DataFrame
        The first column, ``case``, has the names of the cases; ``segments`` counts the coded passages of a
        case; then one column per code and one per variable. A passage that several coders gave the same code
        counts once. Quotes are left in the project.

    Raises
    ------
    CasecompareError
        if it is no such archive, is too large, or its document cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entry = next((one for one in archive.infolist() if one.filename == _DOCUMENT), None)
            if entry is None:
                raise CasecompareError(f"{path.name} holds no {_DOCUMENT}. {_HOW}")
            if entry.file_size > _MOST_BYTES:
                raise CasecompareError(f"{path.name}: {_DOCUMENT} is larger than {_MOST_BYTES // 10**6} MB.")
            with archive.open(entry) as document:
                # The size that an archive states can be a lie.
                content = document.read(_MOST_BYTES + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise CasecompareError(f"{path.name} is no REFI-QDA project, or is damaged. {_HOW}") from error
    if len(content) > _MOST_BYTES:
        raise CasecompareError(f"{path.name}: {_DOCUMENT} is larger than {_MOST_BYTES // 10**6} MB.")
    return read_project(content, path.name)


def read_project(content: bytes, name: str = _DOCUMENT) -> pd.DataFrame:
    """Read the XML document of a project; see `read_qdpx`.

    Parameters
    ----------
    content
        The bytes of ``project.qde``.
    name
        What to call it in an error.

    Raises
    ------
    CasecompareError
        if it cannot be read.

    Examples
    --------
    >>> document = b'''<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>
    ...   <Code guid="c1" name="tandem"/></Codes></CodeBook><Sources><TextSource guid="s1" name="T1">
    ...   <PlainTextSelection guid="p1" startPosition="0" endPosition="9"><Coding guid="x">
    ...   <CodeRef targetGUID="c1"/></Coding></PlainTextSelection></TextSource></Sources></Project>'''
    >>> read_project(document).to_dict("records")
    [{'case': 'T1', 'segments': 1, 'tandem': 1}]
    """
    project = _parsed(content, name)
    columns = _code_columns(project)
    sources = [one for one in project.iter() if _tag(one) in _SOURCES]
    passages = {source.get("guid", ""): list(_passages(source)) for source in sources}
    rows = [*_case_rows(project, passages), *_source_rows(project, sources, passages)]
    if len(rows) > _MOST_ROWS:
        raise CasecompareError(f"{name} has {len(rows)} cases; at most {_MOST_ROWS} are read.")
    variables = list(dict.fromkeys(variable for row in rows for variable in row.variables))
    free = _Headings("case", "segments", *columns.values())
    headings = {variable: free.take(variable) for variable in variables}
    table = [_cells(row, columns, headings) for row in rows]
    names = ["case", "segments", *columns.values(), *headings.values()]
    # As objects, so that what is not there stays None.
    return pd.DataFrame(table, columns=names, dtype=object)


@dataclass(frozen=True)
class _Passage:
    """A place in a source, and the codes that somebody gave it."""

    place: tuple[str, ...]
    codes: frozenset[str]


@dataclass
class _Row:
    case: str
    passages: list[_Passage] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)


def _parsed(content: bytes, name: str) -> Element:
    # No exchange file declares entities; those that do would be made to blow up.
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", content.replace(b"\0", b""), re.IGNORECASE):
        raise CasecompareError(f"{name} declares a document type, which no REFI-QDA project has. {_HOW}")
    try:
        project = ElementTree.fromstring(content)  # noqa: S314 (without a document type there are no entities)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise CasecompareError(f"{name} is damaged: {error}. {_HOW}") from error
    if _tag(project) != "Project":
        raise CasecompareError(f"{name} is no REFI-QDA project: it begins with {_tag(project)[:40]}. {_HOW}")
    return project


def _code_columns(project: Element) -> dict[str, str]:
    """Give each code's column by its guid: its name, with those above it where several have that name."""
    paths: dict[str, tuple[str, ...]] = {}
    waiting: list[tuple[Element, tuple[str, ...]]] = [
        (code, ()) for codes in project.iter() if _tag(codes) == "Codes" for code in codes
    ]
    while waiting:
        code, above = waiting.pop(0)
        if _tag(code) != "Code":
            continue
        path = (*above[1 - _MOST_ABOVE :], _said(code, "name") or "code")
        paths[code.get("guid", "")] = path
        if len(paths) > _MOST_CODES:
            raise CasecompareError(f"the project has more than {_MOST_CODES} codes, which are not read.")
        waiting += [(below, path) for below in code]
    names = Counter(path[-1].casefold() for path in paths.values())
    free = _Headings("case", "segments")
    return {
        guid: free.take(path[-1] if names[path[-1].casefold()] == 1 else " / ".join(path))
        for guid, path in paths.items()
    }


class _Headings:
    """Headings that are given once; one that is taken gets a number."""

    def __init__(self, *taken: str) -> None:
        self.taken = {one.casefold() for one in taken}
        self.next: Counter[str] = Counter()

    def take(self, wanted: str) -> str:
        made, key = wanted, wanted.casefold()
        while made.casefold() in self.taken:
            self.next[key] += 1
            made = f"{wanted} ({self.next[key] + 1})"
        self.taken.add(made.casefold())
        return made


def _passages(source: Element) -> Iterator[_Passage]:
    for selection in source.iter():
        if not _tag(selection).endswith("Selection"):
            continue
        codings = [one for one in selection if _tag(one) == "Coding"]
        codes = frozenset(
            ref.get("targetGUID", "") for coding in codings for ref in coding if _tag(ref) == "CodeRef"
        )
        if codes:
            # The same place coded by two people is one passage.
            own = {name: value for name, value in selection.attrib.items() if _is_place(name)}
            place = tuple(f"{name}={own[name]}" for name in sorted(own)) or (selection.get("guid", ""),)
            yield _Passage((source.get("guid", ""), _tag(selection), *place), codes)


def _is_place(attribute: str) -> bool:
    return attribute in (
        "startPosition", "endPosition", "begin", "end", "page", "firstX", "firstY", "secondX", "secondY",
        "fromSyncPoint", "toSyncPoint",
    )  # fmt: skip


def _case_rows(project: Element, passages: Mapping[str, list[_Passage]]) -> list[_Row]:
    variables = {one.get("guid", ""): _said(one, "name") for one in project.iter() if _tag(one) == "Variable"}
    rows = []
    for case in (one for one in project.iter() if _tag(one) == "Case"):
        row = _Row(_said(case, "name"))
        for reference in case:
            if _tag(reference) == "SourceRef":
                row.passages += passages.get(reference.get("targetGUID", ""), [])
            elif _tag(reference) == "VariableValue":
                row.variables.update(_variable(reference, variables))
        rows.append(row)
    return rows


def _variable(value: Element, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    refs = [one.get("targetGUID", "") for one in value if _tag(one) == "VariableRef"]
    texts = [(one.text or "").strip() for one in value if _tag(one) in _VALUES]
    if refs and texts and names.get(refs[0]):
        yield names[refs[0]], texts[0]


def _source_rows(
    project: Element, sources: Iterable[Element], passages: Mapping[str, list[_Passage]]
) -> list[_Row]:
    """Give the sources that belong to no case: each is one of its own, so that nothing is left out."""
    used = {
        ref.get("targetGUID", "")
        for case in project.iter()
        if _tag(case) == "Case"
        for ref in case
        if _tag(ref) == "SourceRef"
    }
    alone = [one for one in sources if one.get("guid", "") not in used]
    return [_Row(_said(one, "name"), passages[one.get("guid", "")]) for one in alone]


def _cells(row: _Row, columns: Mapping[str, str], headings: Mapping[str, str]) -> dict[str, str | int | None]:
    places: dict[tuple[str, ...], set[str]] = {}
    for passage in row.passages:
        places.setdefault(passage.place, set()).update(passage.codes)
    counts = Counter(code for codes in places.values() for code in codes)
    return {
        "case": row.case,
        "segments": len(places),
        **{column: counts[guid] for guid, column in columns.items()},
        **{heading: row.variables.get(variable) for variable, heading in headings.items()},
    }


def _said(element: Element, attribute: str) -> str:
    return " ".join(element.get(attribute, "").split())[:200]


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
