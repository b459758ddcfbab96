"""The words inside a drawing: labels, legends, the description for screen readers.

The words of another language may be longer than those that a drawing was laid out for. Where they would run
into the next ones, they are drawn narrower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape, unescape
from itertools import count, pairwise

from casecompare.figures.wording import text_width

__all__ = ["rewrite_drawing"]

_WORDS = re.compile(r"<(?P<tag>text|tspan|title|desc)\b(?P<attributes>[^<>]*)>(?P<said>[^<>]+)(?=</?)")
_TAGS = re.compile(r"<(?P<close>/?)g\b(?P<attributes>[^<>]*)>|<text\b[^<>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_PROPERTY = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_PAGE = re.compile(r'<svg\b[^<>]*viewBox="[-\d.]+ [-\d.]+ ([\d.]+) [\d.]+"')
_SIZE = 12.0
_AIR = 12.0
"""By how much a label may come closer to the next one, whose sign may stand between them."""
_GENEROUS = 0.9
"""What a text takes of its estimated width, which is on the generous side."""


@dataclass(frozen=True)
class _Label:
    """A text of a drawing: where it begins, and how large it is; nothing of one that is turned or centred."""

    said: str
    x: float
    y: float
    size: float
    is_bold: bool

    def is_before(self, other: _Label) -> bool:
        """Say whether another text on the same line begins further right."""
        return abs(other.y - self.y) < self.size / 2 and other.x > self.x


def rewrite_drawing(
    svg: str, said: Callable[[str], str], is_of_study: Callable[[str], bool] = lambda text: False
) -> str:
    """Give an SVG drawing with its words said again; nothing else in it changes.

    Parameters
    ----------
    svg
        The drawing.
    said
        How a text is said.
    is_of_study
        Whether a text is part of what the study says. Drawings break long names into lines; a line that
        goes on with its neighbour as the study has it stays as it is.

    Examples
    --------
    >>> rewrite_drawing('<svg><text x="1">a &lt; b</text></svg>', str.upper)
    '<svg><text x="1">A &lt; B</text></svg>'
    >>> rewrite_drawing("<text>led from</text><text>above</text>", str.upper, "led from above".__contains__)
    '<text>led from</text><text>above</text>'
    """
    texts = ["", *(unescape(found["said"]) for found in _WORDS.finditer(svg)), ""]
    pairs = [is_of_study(f"{one} {other}") if one and other else False for one, other in pairwise(texts)]
    labels = _labels(svg)
    page = _PAGE.search(svg)
    places = count()

    def again(found: re.Match[str]) -> str:
        place = next(places)
        words = texts[place + 1]
        spoken = words if pairs[place] or pairs[place + 1] else said(words)
        if spoken == words:
            return found.group()
        label = labels.get(found.start())
        squeeze = _squeeze(label, spoken, labels.values(), float(page[1]) if page else 0.0) if label else ""
        return f"<{found['tag']}{found['attributes']}{squeeze}>{escape(spoken, quote=False)}"

    return _WORDS.sub(again, svg)


def _labels(svg: str) -> dict[int, _Label]:
    """Give the texts that begin at a known place, by where they stand in the file."""
    rules = {name: dict(_PROPERTY.findall(style)) for name, style in _RULE.findall(svg)}
    around: list[dict[str, str]] = [{}]
    found: dict[int, _Label] = {}
    for tag in _TAGS.finditer(svg):
        if tag["close"]:
            around = around[:-1] or [{}]
        elif tag.group().startswith("<g"):
            around.append({**around[-1], **_style(tag["attributes"], rules)})
        elif words := _WORDS.match(svg, tag.start()):
            label = _label(words["said"], {**around[-1], **_style(words["attributes"], rules)})
            found |= {tag.start(): label} if label else {}
    return found


def _style(attributes: str, rules: dict[str, dict[str, str]]) -> dict[str, str]:
    """Give the attributes of an element with what the style sheet says of its classes."""
    given = dict(_ATTRIBUTE.findall(attributes))
    styled = {
        key: value for name in given.get("class", "").split() for key, value in rules.get(name, {}).items()
    }
    return {**given, **styled}


def _label(said: str, style: dict[str, str]) -> _Label | None:
    if "transform" in style or style.get("text-anchor", "start") != "start":
        return None
    try:
        x, y, size = (float(style.get(name, default).removesuffix("px")) for name, default in _PLACE)
    except ValueError:
        return None
    return _Label(unescape(said), x, y, size, style.get("font-weight", "") in ("bold", "600", "700"))


_PLACE = (("x", "none"), ("y", "none"), ("font-size", str(_SIZE)))


def _squeeze(label: _Label, spoken: str, labels: Iterable[_Label], page: float) -> str:
    """Give the attributes that make a text as narrow as its room; nothing where it fits.

    It has room up to the next text on its line, else up to the edge of the page.
    """
    wide = _GENEROUS * text_width(spoken, label.size, is_bold=label.is_bold)
    was = text_width(label.said, label.size, is_bold=label.is_bold)
    room = was + _AIR if any(map(label.is_before, labels)) else max(page - label.x, was)
    return f' textLength="{room:.1f}" lengthAdjust="spacingAndGlyphs"' if wide > room > 0 else ""
