"""What a figure shows, read back from its SVG: for tests that look whether its texts fit and keep apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from casecompare.figures.boxes import Box
from casecompare.figures.wording import text_width

__all__ = ["ShownElement", "ShownText", "page_of", "shown_elements", "shown_texts"]

_SVG = "{http://www.w3.org/2000/svg}"
_RULE = re.compile(r"\.([\w-]+)\{([^}]*)\}")
_ASCENT, _DESCENT = 0.75, 0.22


@dataclass(frozen=True)
class ShownElement:
    """An element with its attributes and its look: its own, its class's, and what its groups hand down."""

    tag: str
    attributes: Mapping[str, str]
    look: Mapping[str, str]
    said: str = ""
    title: str = ""


@dataclass(frozen=True)
class ShownText:
    """A text, the rectangle that it takes at most, and its look."""

    said: str
    box: Box
    look: Mapping[str, str]
    title: str = ""


def page_of(svg: str) -> Box:
    """Give the rectangle that a figure shows.

    Examples
    --------
    >>> page_of('<svg viewBox="-10 0 340 80"/>')
    Box(left=-10.0, top=0.0, right=330.0, bottom=80.0)
    """
    left, top, across, down = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split())  # noqa: S314
    return Box(left, top, left + across, top + down)


def shown_elements(svg: str) -> list[ShownElement]:
    """Give the elements that are drawn, in the order in which they are painted.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        if the SVG is not well-formed.

    Examples
    --------
    >>> from casecompare.figures import circle, page
    >>> svg = page(340, 40, [circle(9, 9, 5, fill="#fff"), circle(29, 9, 5, fill="#fff")], title="", alt="")
    >>> [(one.tag, one.look["fill"]) for one in shown_elements(svg)]
    [('path', '#fff'), ('circle', '#fff'), ('circle', '#fff')]
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own drawings)
    rules = {
        name: _declarations(body)
        for style in root.iter(f"{_SVG}style")
        for name, body in _RULE.findall(style.text or "")
    }
    return list(_walk(root, {}, rules))


def shown_texts(svg: str) -> list[ShownText]:
    """Give the texts of a figure with the room they take, as wide as `text_width` estimates it.

    Examples
    --------
    >>> from casecompare.figures import page, text
    >>> (one,) = shown_texts(page(340, 40, [text(100, 20, "A<B", anchor="end")], title="t", alt="a"))
    >>> one.said, one.box.right, one.look["font-size"]
    ('A<B', 100.0, '12')
    """
    return [
        ShownText(one.said, _room(one), one.look, one.title)
        for one in shown_elements(svg)
        if one.tag == "text"
    ]


def _walk(
    element: ElementTree.Element, handed: Mapping[str, str], rules: Mapping[str, Mapping[str, str]]
) -> Iterator[ShownElement]:
    tag = element.tag.removeprefix(_SVG)
    if tag in ("title", "desc", "style", "defs"):
        return
    own = {
        name: value for name, value in element.attrib.items() if name in ("fill", "font-size", "font-family")
    }
    look = {
        **handed,
        **own,
        **rules.get(element.get("class", ""), {}),
        **_declarations(element.get("style", "")),
    }
    if tag not in ("svg", "g"):
        said = "".join([element.text or "", *(child.tail or "" for child in element)])
        yield ShownElement(tag, dict(element.attrib), look, said, element.findtext(f"{_SVG}title") or "")
    for child in element:
        yield from _walk(child, look, rules)


def _declarations(body: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in body.split(";") if part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _room(text: ShownElement) -> Box:
    x, y = float(text.attributes["x"]), float(text.attributes["y"])
    size = float(text.look["font-size"].removesuffix("px"))
    wide = text_width(text.said, size, is_bold=text.look.get("font-weight") == "700")
    before = {"middle": wide / 2, "end": wide}.get(text.look.get("text-anchor", ""), 0.0)
    corners = [
        (across, down) for across in (-before, wide - before) for down in (-_ASCENT * size, _DESCENT * size)
    ]
    turned = re.match(r"rotate\(([-\d.]+)", text.attributes.get("transform", ""))
    turn = math.radians(float(turned[1])) if turned else 0.0
    places = [
        (
            x + across * math.cos(turn) - down * math.sin(turn),
            y + across * math.sin(turn) + down * math.cos(turn),
        )
        for across, down in corners
    ]
    return Box(
        min(one for one, _ in places),
        min(one for _, one in places),
        max(one for one, _ in places),
        max(one for _, one in places),
    )
