"""The report as one HTML file: no network, no script, readable on paper, on a phone and by a screen reader.

Everything that comes from a study or a plugin is text here: Jinja escapes it, control characters are taken
out, drawings are shown as pictures (in which no script runs), and a content security policy forbids the
page to load or run anything.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import count
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Cell,
    Chip,
    Document,
    Formula,
    Inline,
    Line,
    Row,
    TableBlock,
    TableColumn,
    Text,
    show_cell,
)
from casecompare.report.outline import build_document
from casecompare.report.text import clean
from casecompare.report.values import is_missing, show_value

if TYPE_CHECKING:
    import jinja2

__all__ = ["document_html", "render_html"]

_ROLES = {
    "plain": ("", ""),
    "strong": ("<strong>", "</strong>"),
    "quiet": ("<small>", "</small>"),
    # The study's own quotation marks stand in the text; q only says what it is.
    "quote": ('<q dir="auto">', "</q>"),
    "code": ("<code>", "</code>"),
}
_SHORT = 32
"""Formulas up to this length stay on one line."""
_LONG = 40
"""Texts beyond this length get a column of some width."""
_WIDE, _BROAD = 10, 14
"""Columns beyond which a table is printed smaller, or across."""
_ARROWS = {"<=>": "⇔", "=>": "⇒", "<=": "⇐"}


def render_html(comparison: Comparison) -> bytes:
    """Give the report as a self-contained HTML page, encoded in UTF-8.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> page = render_html(Comparison(study=Study(name="s", title="<script>")))
    >>> b"<script" in page, b"&lt;script&gt;" in page
    (False, True)
    """
    return document_html(build_document(comparison)).encode("utf-8")


def document_html(document: Document) -> str:
    """Give a document as an HTML page."""
    environment = _environment()
    numbers = count(1)
    page = environment.get_template("report.html.jinja").render(
        document=document,
        style=Markup(_template("style.css")),  # noqa: S704 (our own file)
        page_words=_css_string(document.status),
        # Each caption needs an id of its own for the region it names.
        table_id=lambda block: f"caption-{next(numbers)}",
        inline=inline_html,
        cells=_cells_html,
        breadth=_breadth,
        is_marked=_is_marked,
        kind_of=_kind_of,
        picture=_picture,
    )
    return page + "\n"


def inline_html(content: Line) -> Markup:
    """Give a line as HTML; every text is escaped.

    Examples
    --------
    >>> inline_html((Text("<b>"), Text("T01", target="case:T01")))
    Markup('&lt;b&gt;<a href="#case:T01">T01</a>')
    """
    return Markup(_line(content))  # noqa: S704 (every text in it went through _safe)


# Below, markup is put together as plain text: a large study has 100,000 pieces, and Markup's own
# formatting would take most of the time. Everything that is not a literal here goes through _safe.


def _safe(text: str) -> str:
    return str(escape(clean(text)))


def _line(content: Line) -> str:
    return "".join(map(_inline, content))


def _inline(piece: Inline) -> str:
    if isinstance(piece, Chip):
        word = f'<span aria-hidden="true">{piece.symbol}</span> {_safe(piece.word)}'
        return f'<span class="chip {piece.tone}">{word}</span>'
    if isinstance(piece, Formula):
        size = "formula short" if len(piece.text) <= _SHORT else "formula"
        return f'<code class="{size}">{"".join(map(_formula_part, piece.parts()))}</code>'
    said = _safe(piece.text)
    if piece.target:
        said = f'<a href="#{_safe(piece.target)}">{said}</a>'
    before, after = _ROLES[piece.role]
    return f"{before}{said}{after}"


def _formula_part(part: Text) -> str:
    if part.target:
        return f'<a href="#{_safe(part.target)}">{_safe(part.text)}</a>'
    said = part.text
    for typed, sign in _ARROWS.items():
        said = said.replace(typed, sign)
    return _safe(said)


def _cells_html(row: Row, columns: tuple[TableColumn, ...]) -> Markup:
    """Give the cells of a row; here, since a template would take several times as long."""
    pairs = zip(row.cells, columns, strict=True)
    made = "".join(_cell(cell, column, at == 0) for at, (cell, column) in enumerate(pairs))
    return Markup(made)  # noqa: S704 (every text in it went through _safe)


def _cell(cell: Cell, column: TableColumn, is_first: bool) -> str:
    said = _line(cell.line) if cell.line else _safe(show_value(cell.value, column.decimals))
    classes = " ".join(_classes(cell, column))
    attributes = f' class="{classes}"' if classes else ""
    if cell.share is not None:
        attributes += f' style="--share:{100 * cell.share:.1f}%"'
    return f'<th scope="row"{attributes}>{said}</th>' if is_first else f"<td{attributes}>{said}</td>"


def _classes(cell: Cell, column: TableColumn) -> Iterator[str]:
    if column.is_numeric:
        yield "number"
    if cell.share is not None:
        yield "share"
    if isinstance(cell.value, tuple) and len(cell.value) > 1:
        yield "cases"
    if not cell.line and is_missing(cell.value):
        yield "none"
    if len(show_cell(cell, column)) > _LONG and not isinstance(cell.value, tuple):
        yield "long"


def _is_marked(items: tuple[Line, ...]) -> bool:
    """Say whether a list is one of verdicts, which needs no other marks."""
    return all(item and isinstance(item[0], Chip) for item in items)


def _breadth(block: TableBlock) -> str:
    """Say how a table has to be printed so that it fits on a page: smaller, or on a page turned round."""
    if len(block.columns) > _BROAD:
        return "wide broad"
    return "wide" if len(block.columns) > _WIDE else ""


def _kind_of(block: Block) -> str:
    return type(block).__name__


def _picture(svg: str) -> str:
    """Give a drawing as a picture in the page: inside ``img`` no script runs and nothing is loaded."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8", "replace")).decode("ascii")


def _css_string(text: str) -> Markup:
    """Give a text as a string of a style sheet, everything but ASCII letters and digits by its code."""
    written = "".join(
        sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in clean(text)[:200]
    )
    return Markup(f'"{written}"')  # noqa: S704 (nothing but letters, digits and codes)


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def _finalize(value: object) -> object:
    """Clean every text that a template prints; what is markup already was cleaned when it was made."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _template(name: str) -> str:
    return (resources.files("casecompare.report") / "templates" / name).read_text(encoding="utf-8")
