"""Pieces of WordprocessingML as text: runs, paragraphs, bookmarks, fields, tables, pictures.

Every text is escaped here, once; what is not a text is one of our own words or a number. The order of the
elements is the one that the format's schema asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from casecompare.report.paper import said

__all__ = [
    "Look",
    "Side",
    "bookmark",
    "break_line",
    "cell",
    "field",
    "link",
    "paragraph",
    "picture",
    "row",
    "run",
    "section_end",
    "table",
    "twips",
]

Side = Literal["left", "right", "center"]

_LONGEST = 20_000
_EMU = 36_000
_TOP, _SIDE, _BOTTOM = 24.0, 22.0, 22.0
_A4 = (210.0, 297.0)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a run looks where its paragraph's style does not say it; `size` in points, 0 for the style's."""

    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    colour: str = ""
    size: float = 0.0


def twips(millimetres: float) -> int:
    """Give a length in the unit of the format, a twentieth of a point.

    Examples
    --------
    >>> twips(25.4)
    1440
    """
    return round(millimetres * 1440 / 25.4)


def run(text: str, look: Look = Look()) -> str:
    """Give a run of text.

    Examples
    --------
    >>> run("a<b", Look(is_bold=True))
    '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">a&lt;b</w:t></w:r>'
    >>> run("")
    ''
    """
    shown = said(text)
    if len(shown) > _LONGEST:
        shown = shown[: _LONGEST - 1] + "…"
    if not shown:
        return ""
    return f'<w:r>{_looks(look)}<w:t xml:space="preserve">{escape(shown)}</w:t></w:r>'


def break_line() -> str:
    """Give the end of a line inside a paragraph."""
    return "<w:r><w:br/></w:r>"


def paragraph(
    content: str,
    style: str = "Normal",
    *,
    side: Side = "left",
    keeps_next: bool = False,
    is_tight: bool = False,
    leads_off: bool = False,
    rule: str = "",
    section: str = "",
) -> str:
    """Give a paragraph.

    Parameters
    ----------
    content
        Its runs.
    style
        The id of a style.
    side
        Where its lines stand.
    keeps_next
        Whether it stays on the page of the next one.
    is_tight
        Whether it takes no height of its own.
    leads_off
        Whether there is white before it.
    rule
        The colour of a rule on its left.
    section
        What ends a section here (see `section_end`).

    Examples
    --------
    >>> paragraph(run("a"), "Quote")
    '<w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr><w:r><w:t xml:space="preserve">a</w:t></w:r></w:p>'
    """
    keeps = "<w:keepNext/>" if keeps_next else ""
    border = (
        f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="6" w:color="{rule}"/></w:pBdr>' if rule else ""
    )
    tight = "" if not leads_off else '<w:spacing w:before="160"/>'
    tight = tight if not is_tight else '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    indent = '<w:ind w:left="170"/>' if rule else ""
    aligned = "" if side == "left" else f'<w:jc w:val="{side}"/>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keeps}{border}{tight}{indent}{aligned}{section}</w:pPr>'
        f"{content}</w:p>"
    )


def bookmark(name: str, number: int) -> str:
    """Give a place that links lead to; nothing without a name."""
    if not name:
        return ""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/><w:bookmarkEnd w:id="{number}"/>'


def link(runs: str, name: str) -> str:
    """Make runs lead to a bookmark."""
    return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{runs}</w:hyperlink>' if name else runs


def field(instruction: str, shown: str) -> str:
    """Give a field, which Word brings up to date, with what it shows until then.

    Examples
    --------
    >>> field("PAGE", "1")
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t xml:space="preserve">1</w:t></w:r></w:fldSimple>'
    """
    return f'<w:fldSimple w:instr=" {instruction} ">{run(shown)}</w:fldSimple>'


def cell(content: str, width: float, *, is_head: bool = False) -> str:
    """Give a cell of paragraphs; one of the head has a rule below."""
    rule = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>'
        if is_head
        else ""
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{rule}</w:tcPr>{content}</w:tc>'


def row(cells: str, *, is_head: bool = False, is_whole: bool = True) -> str:
    """Give a row: the head is repeated on each page, a whole one is not divided between two."""
    kept = "<w:cantSplit/>" if is_whole else ""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr>{kept}{head}</w:trPr>{cells}</w:tr>"


def table(rows: str, widths: Sequence[float], title: str) -> str:
    """Give a table with rules above and below only, and the title that is read aloud."""
    total = sum(map(twips, widths))
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    none = "".join(f'<w:{side} w:val="nil"/>' for side in ("insideH", "insideV"))
    thick = 'w:val="single" w:sz="8" w:space="0" w:color="auto"'
    margins = "".join(
        f'<w:{side} w:w="{wide}" w:type="dxa"/>'
        for side, wide in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:tblBorders><w:top {thick}/><w:left w:val="nil"/><w:bottom {thick}/><w:right w:val="nil"/>{none}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(said(title)[:250])}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def picture(relationship: str, number: int, width: float, height: float, alt: str) -> str:
    """Give a run with a picture: its size in millimetres, and the same in words."""
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    told = quoteattr(said(alt)[:_LONGEST])
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="Figure {number}" descr={told}/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Figure {number}" descr={told}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def section_end(header: str, footer: str, *, is_across: bool) -> str:
    """Say on which pages the section that ends here stands: A4, upright or turned round.

    Parameters
    ----------
    header, footer
        The relationships of the head and the foot of its pages.
    is_across
        Whether the pages are turned round.
    """
    wide, high = reversed(_A4) if is_across else _A4
    turned = ' w:orient="landscape"' if is_across else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:footerReference w:type="default" r:id="{footer}"/>'
        f'<w:pgSz w:w="{twips(wide)}" w:h="{twips(high)}"{turned}/>'
        f'<w:pgMar w:top="{twips(_TOP)}" w:right="{twips(_SIDE)}" w:bottom="{twips(_BOTTOM)}" '
        f'w:left="{twips(_SIDE)}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _looks(look: Look) -> str:
    made = (
        '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>' if look.is_code else ""
    )
    made += "<w:b/>" if look.is_bold else ""
    made += "<w:i/>" if look.is_italic else ""
    made += f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    half_points = round(2 * look.size)
    made += f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>' if half_points else ""
    return f"<w:rPr>{made}</w:rPr>" if made else ""
