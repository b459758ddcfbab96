"""The report as one HTML file: no network, no script, readable on paper, on a phone and by a screen reader.

Everything that comes from a study or a plugin is text here: Jinja escapes it, control characters are taken
out, drawings are shown as pictures (in which no script runs), and a content security policy forbids the
page to load or run anything.
"""

from __future__ import annotations

import re
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
from casecompare.report.languages import say
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
_OPERATORS, _BREAK = re.compile(r"[*+](?![^<>]*>)(?=.)"), r"\g<0><wbr>"
"""Where the line of a formula may end; not in a tag."""
_LONG = 40
"""Texts beyond this length get a column of some width."""
_WIDE, _BROAD = 10, 14
"""Columns beyond which a table is printed smaller, or across."""
_ALIGNED = range(1, 31)
"""Columns whose looks stand once, at the table; those further right say in every cell that it is a number."""
_PLAIN = re.compile("#?[A-Za-z0-9_:.-]+")
"""What an attribute holds without quotes."""
_LABELLED = re.compile(r' role="img" aria-labelledby="[^"<>]*"')
"""What names a drawing where it stands in the page itself; inside of ``img`` nothing reads it."""
_BETWEEN = re.compile(">\\n+<")
_DESCRIPTION = re.compile("<desc\\b[^<>]*>[^<]*</desc>")
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
        say=lambda text: say(text, document.language),
        style=Markup(_template("style.css") + _column_styles()),  # noqa: S704 (our own text)
        page_words=_css_string(document.status),
        # Each caption needs an id of its own for the region it names.
        table_id=lambda block: f"c{next(numbers)}",
        inline=inline_html,
        rows=_rows_html,
        table_classes=_table_classes,
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
    Markup('&lt;b&gt;<a href=#case:T01>T01</a>')
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
        word = f"<span aria-hidden=true>{piece.symbol}</span> {_safe(piece.word)}"
        return f'<span class="chip {piece.tone}">{word}</span>'
    if isinstance(piece, Formula):
        said = "".join(map(_formula_part, piece.parts()))
        if len(piece.text) <= _SHORT:
            return f"<code class=f>{said}</code>"
        # A line ends after an operator rather than inside of a name. No address has these signs.
        return f'<code class="f long">{_OPERATORS.sub(_BREAK, said)}</code>'
    said = _safe(piece.text)
    if piece.target:
        said = f"<a href={_address(piece.target)}>{said}</a>"
    before, after = _ROLES[piece.role]
    return f"{before}{said}{after}"


def _formula_part(part: Text) -> str:
    if part.target:
        return f"<a href={_address(part.target)}>{_safe(part.text)}</a>"
    said = part.text
    for typed, sign in _ARROWS.items():
        said = said.replace(typed, sign)
    return _safe(said)


def _address(target: str) -> str:
    return _attribute(f"#{target}")


def _attribute(value: str) -> Markup:
    """Give the value of an attribute; in a large report the quotes around plain names add up."""
    said = value if _PLAIN.fullmatch(value) else f'"{_safe(value)}"'
    return Markup(said)  # noqa: S704 (a plain name, or escaped)


def _rows_html(block: TableBlock) -> Markup:
    """Give the rows of a table; here, since a template would take several times as long."""
    made = "".join(_row(row, block.columns) for row in block.rows)
    return Markup(made)  # noqa: S704 (every text in it went through _safe)


def _row(row: Row, columns: tuple[TableColumn, ...]) -> str:
    pairs = zip(row.cells, columns, strict=True)
    cells = "".join(_cell(cell, column, at) for at, (cell, column) in enumerate(pairs, 1))
    return f"<tr id={_attribute(row.anchor)}>{cells}" if row.anchor else f"<tr>{cells}"


def _cell(cell: Cell, column: TableColumn, place: int) -> str:
    said = _line(cell.line) if cell.line else _safe(show_value(cell.value, column.decimals))
    classes = list(_classes(cell, column, place))
    attributes = f" class={classes[0]}" if len(classes) == 1 else ""
    if len(classes) > 1:
        attributes = f' class="{" ".join(classes)}"'
    if cell.share is not None:
        attributes += f" style=--share:{100 * cell.share:.0f}%"
    # HTML ends a cell where the next one begins; in a large report the end tags would be a tenth of it.
    return f"<th scope=row{attributes}>{said}" if place == 1 else f"<td{attributes}>{said}"


def _classes(cell: Cell, column: TableColumn, place: int) -> Iterator[str]:
    if column.is_numeric and place > _ALIGNED[-1]:
        yield "number"
    if cell.share is not None:
        yield "share"
    if isinstance(cell.value, tuple) and len(cell.value) > 1:
        yield "cases"
    if not column.is_numeric and not cell.line and is_missing(cell.value):
        yield "none"


def _is_marked(items: tuple[Line, ...]) -> bool:
    """Say whether a list is one of verdicts, which needs no other marks."""
    return all(item and isinstance(item[0], Chip) for item in items)


def _table_classes(block: TableBlock) -> str:
    """Say which columns hold numbers or long texts, and how the table is printed: smaller, or across."""
    breadth = ["wide", "broad"] if len(block.columns) > _BROAD else ["wide"] * (len(block.columns) > _WIDE)
    numeric = [f"n{place}" for place in _ALIGNED[1:] if _is_numeric(block, place)]
    long = [f"l{place}" for place in _ALIGNED if _is_long(block, place)]
    return " ".join(["table", *breadth, *numeric, *long])


def _is_numeric(block: TableBlock, place: int) -> bool:
    return place <= len(block.columns) and block.columns[place - 1].is_numeric


def _is_long(block: TableBlock, place: int) -> bool:
    if place > len(block.columns) or _is_numeric(block, place):
        return False
    column, cells = block.columns[place - 1], (row.cells[place - 1] for row in block.rows)
    return any(not isinstance(cell.value, tuple) and len(show_cell(cell, column)) > _LONG for cell in cells)


def _column_styles() -> str:
    """Give the style of the columns that `_table_classes` names: a class in each cell would cost far more."""
    styles = {
        ".n{0} tr>:nth-child({0})": "text-align:right;white-space:nowrap",
        ".n{0} td:nth-child({0}) small": "display:block;font-size:.8em",
        ".l{0} tbody>tr>:nth-child({0})": "min-width:var(--long);overflow-wrap:anywhere",
        ".l{0} td:nth-child({0}) small": "display:block",
    }
    return "".join(
        f"{','.join(map(selector.format, _ALIGNED))}{{{style}}}\n" for selector, style in styles.items()
    )


def _kind_of(block: Block) -> str:
    return type(block).__name__


def _picture(svg: str) -> Markup:
    r"""Give a drawing as the address of a picture, for an attribute in single quotes.

    Inside ``img`` no script runs and nothing is loaded. What the drawing says in words is the picture's alt.

    Examples
    --------
    >>> _picture("<svg fill='#fff'>\n<desc id='d'>words</desc></svg>")
    Markup('data:image/svg+xml,<svg fill=%27%23fff%27></svg>')
    """
    drawn = _BETWEEN.sub("><", _DESCRIPTION.sub("", _LABELLED.sub("", clean(svg), count=1), count=1))
    # Not base64, which is a third longer. An address has no line ends: they would be dropped.
    for sign, written in (("%", "%25"), ("#", "%23"), ("&", "&amp;"), ("'", "%27"), ("\n", " ")):
        drawn = drawn.replace(sign, written)
    return Markup("data:image/svg+xml," + drawn)  # noqa: S704 (no quote and no & is left in it)


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
