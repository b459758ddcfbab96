"""Builds small projects in the exchange format REFI-QDA."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

__all__ = ["project_document", "write_project"]

Coding = tuple[str, int, int, str]
"""Source, first and last character, code."""


def project_document(
    sources: Sequence[str],
    codings: Sequence[Coding],
    *,
    codes: Sequence[str] = ("tandem", "conflict"),
    cases: Mapping[str, Sequence[str]] | None = None,
    variables: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """Give the document of a project."""
    names = list(dict.fromkeys(name for row in (variables or {}).values() for name in row))
    parts = ['<?xml version="1.0" encoding="utf-8"?>', '<Project xmlns="urn:QDA-XML:project:1.0" name="p">']
    parts.append('<Users><User guid="u1" name="K"/></Users><CodeBook><Codes>')
    parts += [
        f'<Code guid={quoteattr("c-" + code)} name={quoteattr(code)} isCodable="true"/>' for code in codes
    ]
    parts.append("</Codes></CodeBook><Variables>")
    parts += [
        f'<Variable guid={quoteattr("v-" + name)} name={quoteattr(name)} typeOfVariable="Text"/>'
        for name in names
    ]
    parts.append("</Variables><Cases>")
    for case, own in (cases or {}).items():
        parts.append(f"<Case guid={quoteattr('k-' + case)} name={quoteattr(case)}>")
        parts += [
            f"<VariableValue><VariableRef targetGUID={quoteattr('v-' + name)}/>"
            f"<TextValue>{value}</TextValue></VariableValue>"
            for name, value in (variables or {}).get(case, {}).items()
        ]
        parts += [f"<SourceRef targetGUID={quoteattr('s-' + source)}/>" for source in own]
        parts.append("</Case>")
    parts.append("</Cases><Sources>")
    for source in sources:
        parts.append(f"<TextSource guid={quoteattr('s-' + source)} name={quoteattr(source)}>")
        parts += [
            f'<PlainTextSelection guid="p{at}" startPosition="{start}" endPosition="{end}">'
            f'<Coding guid="x{at}" creatingUser="u1"><CodeRef targetGUID={quoteattr("c-" + code)}/></Coding>'
            "</PlainTextSelection>"
            for at, (own, start, end, code) in enumerate(codings)
            if own == source
        ]
        parts.append("</TextSource>")
    parts.append("</Sources></Project>")
    return "\n".join(parts).encode()


def write_project(path: Path, document: bytes) -> Path:
    """Write a project with the same bytes every time."""
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("project.qde", date_time=(1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, document)
    return path
