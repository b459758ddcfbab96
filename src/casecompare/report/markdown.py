"""The report as GitHub-flavoured Markdown: for a repository, a wiki or a message to a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Chip,
    Code,
    Details,
    Document,
    Facts,
    FigureBlock,
    Formula,
    Heading,
    Inline,
    Line,
    Listing,
    Note,
    Paragraph,
    Row,
    Section,
    Statement,
    TableBlock,
    TableColumn,
)
from casecompare.report.languages import say
from casecompare.report.outline import build_document
from casecompare.report.text import one_line
from casecompare.report.values import show_value

__all__ = ["document_markdown", "escape_markdown", "render_markdown"]

# Signs that mean something anywhere in a line; a single underscore inside a word does not.
_SPECIAL = re.compile(r"([\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_]))")
# Signs that begin a heading or a list at the start of a line.
_AT_START = re.compile(r"^(\d+(?=[.)](?:\s|$))|)([.)]|[#+=-](?=\s|$|[#=-]))")


def render_markdown(comparison: Comparison) -> bytes:
    r"""Give the report as Markdown, encoded in UTF-8.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> print(render_markdown(Comparison(study=Study(name="s", title="A|B"))).decode().splitlines()[0])
    # A\|B
    """
    return document_markdown(build_document(comparison)).encode("utf-8")


def document_markdown(document: Document) -> str:
    """Give a document as Markdown."""
    head = [f"# {escape_markdown(document.title)}"]
    if document.status:
        word = escape_markdown(say("Status", document.language))
        head.append(f"> **{word}: {escape_markdown(document.status)}**")
    head += [
        escape_markdown(said) for said in (document.subtitle, document.description, document.citation) if said
    ]
    parts = [part for section in document.sections for part in _section(section, 2, document.language)]
    foot = ["---", escape_markdown(document.footer)]
    return "\n\n".join([*head, *parts, *foot]) + "\n"


def escape_markdown(text: str) -> str:
    r"""Give a text such that Markdown shows it as it is: no markup, no HTML, no table cell.

    Examples
    --------
    >>> escape_markdown("<b>*x*</b> | outcome_change")
    '&lt;b&gt;\\*x\\*&lt;/b&gt; \\| outcome_change'
    """
    line = _SPECIAL.sub(r"\\\1", one_line(text))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _AT_START.sub(r"\1\\\2", line)


def _section(section: Section, level: int, language: str) -> Iterator[str]:
    yield f"{'#' * level} {escape_markdown(section.title)}"
    for block in section.blocks:
        yield from _block(block, level + 1, language)
    for part in section.parts:
        yield from _section(part, level + 1, language)


def _block(block: Block, level: int, language: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * level} {escape_markdown(block.text)}"
        case Paragraph():
            yield _line(block.line)
        case Listing():
            yield "\n".join(f"- {_line(item)}" for item in block.items)
        case Facts():
            yield _facts(block.pairs)
        case Statement():
            yield from _statement(block)
        case TableBlock():
            yield from _table(block)
        case FigureBlock():
            word = escape_markdown(say("Figure", language))
            yield f"*{word}: {escape_markdown(block.caption)}.* {escape_markdown(block.alt)}"
        case Note():
            advice = f" {escape_markdown(block.advice)}" if block.advice else ""
            word = escape_markdown(say(block.level.capitalize(), language))
            yield f"> **{word}:** {_line(block.line)}{advice}"
        case Code():
            yield "\n".join(f"    {line}" for line in block.text.splitlines())
        case Details():
            yield f"{'#' * level} {_line(block.summary)}"
            for inner in block.blocks:
                yield from _block(inner, level + 1, language)


def _statement(block: Statement) -> Iterator[str]:
    name = f"({_line(block.name)})" if block.name else ""
    head = " ".join(filter(None, [f"**{_line(block.claim)}**" if block.claim else "", name]))
    yield "  \n".join(filter(None, [head, _line(block.sentence)]))
    if block.facts:
        yield _facts(block.facts)


def _facts(pairs: tuple[tuple[str, Line], ...]) -> str:
    return "\n".join(f"- {escape_markdown(label)}: {_line(said)}" for label, said in pairs)


def _table(block: TableBlock) -> Iterator[str]:
    yield f"**{escape_markdown(block.caption)}**"
    heads = [escape_markdown(column.title) or " " for column in block.columns]
    rules = ["---:" if column.is_numeric else "---" for column in block.columns]
    rows = [_cells(row, block.columns) for row in block.rows]
    yield "\n".join(f"| {' | '.join(cells)} |" for cells in [heads, rules, *rows])
    if block.note:
        yield escape_markdown(block.note)
    described = [column for column in block.columns if column.description]
    if described:
        yield "\n".join(
            f"- {escape_markdown(column.title)}: {escape_markdown(column.description)}"
            for column in described
        )


def _cells(row: Row, columns: tuple[TableColumn, ...]) -> list[str]:
    return [
        _line(cell.line) if cell.line else escape_markdown(show_value(cell.value, column.decimals))
        for cell, column in zip(row.cells, columns, strict=True)
    ]


def _line(content: Line) -> str:
    return "".join(map(_inline, content))


def _inline(piece: Inline) -> str:
    if isinstance(piece, Chip):
        return f"**{piece.symbol} {escape_markdown(piece.word)}**"
    if isinstance(piece, Formula):
        return _code(piece.text)
    if piece.role == "code":
        return _code(piece.text)
    text = piece.text
    if not text.strip():
        return text
    # Spaces stand outside the marks, since "** a**" is not bold.
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    marks = {"strong": "**", "quote": "*"}.get(piece.role, "")
    return f"{before and ' '}{marks}{escape_markdown(text)}{marks}{after and ' '}"


def _code(text: str) -> str:
    """Give a text as code; in a table even code must hide its bars."""
    said = one_line(text).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", said)), default=0))
    space = " " if said.startswith("`") or said.endswith("`") else ""
    return f"{fence}{space}{said}{space}{fence}" if said else ""
