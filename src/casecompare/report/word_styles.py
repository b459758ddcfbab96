"""The styles of the Word report: Word's own ones by their names, black on white, in a book face.

A journal's template has styles of these names, so that the text takes its looks when it is pasted there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["set_styles"]

_FACE = "Times New Roman"
_FONTS = f'<w:rFonts w:ascii="{_FACE}" w:hAnsi="{_FACE}" w:cs="{_FACE}" w:eastAsia="{_FACE}"/>'
_KEPT = "<w:keepNext/><w:keepLines/>"


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>'


def _space(before: int, after: int, line: int = 259) -> str:
    """Give the white around a paragraph in points, and the height of its lines in 240ths."""
    return f'<w:spacing w:before="{20 * before}" w:after="{20 * after}" w:line="{line}" w:lineRule="auto"/>'


_NUMBERED = '<w:numPr><w:numId w:val="1"/></w:numPr>'
_GREY = '<w:color w:val="555555"/>'
_BLACK = '<w:color w:val="000000"/>'
_OUTSIDE = '<w:outlineLvl w:val="9"/>'

_STYLES = {
    "Normal": (_space(0, 6), _FONTS + _size(11)),
    "Title": (_KEPT + _space(0, 6, 240), _FONTS + "<w:b/>" + _BLACK + _size(20)),
    "Subtitle": (_KEPT + _space(0, 8, 240), _FONTS + _GREY + _size(12)),
    "Heading 1": (
        _KEPT + _space(20, 6, 240) + '<w:outlineLvl w:val="0"/>',
        _FONTS + "<w:b/>" + _BLACK + _size(16),
    ),
    "Heading 2": (
        _KEPT + _space(14, 4, 240) + '<w:outlineLvl w:val="1"/>',
        _FONTS + "<w:b/>" + _BLACK + _size(13),
    ),
    "Heading 3": (
        _KEPT + _space(10, 4, 240) + '<w:outlineLvl w:val="2"/>',
        _FONTS + "<w:b/><w:i/>" + _BLACK + _size(11.5),
    ),
    "TOC Heading": (_KEPT + _space(14, 4, 240) + _OUTSIDE, _FONTS + "<w:b/>" + _BLACK + _size(13)),
    "Caption": (_KEPT + _space(8, 4, 240), _FONTS + "<w:b/>" + _BLACK + _size(9.5)),
    "No Spacing": (_space(0, 0, 240), _FONTS + _size(8.5)),
    "Body Text 3": (_space(2, 6, 240), _FONTS + _size(8)),
    "List Bullet": (_NUMBERED + _space(0, 2, 250), _FONTS),
    "List Continue": (_space(0, 0, 240) + '<w:ind w:left="360"/>', _FONTS + _size(10)),
    "Header": (_space(0, 0, 240) + '<w:jc w:val="center"/>', _FONTS + _GREY + _size(8.5)),
    "Footer": (_space(0, 0, 240) + '<w:jc w:val="center"/>', _FONTS + _GREY + _size(8.5)),
    "macro": (
        '<w:shd w:val="clear" w:color="auto" w:fill="F4F4F4"/>' + _space(2, 6, 240),
        '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>' + _size(8.5),
    ),
}


def set_styles(word: Document, language: str) -> None:
    """Give the built-in styles of a document the looks of a paper, and the document its language."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    for name, (of_paragraph, of_runs) in _STYLES.items():
        element = word.styles[name].element
        for tag, inner in (("w:pPr", of_paragraph), ("w:rPr", of_runs)):
            for former in element.findall(qn(tag)):
                element.remove(former)
            element.append(parse_xml(f"<{tag} {nsdecls('w')}>{inner}</{tag}>"))
    for one in word.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), language)
