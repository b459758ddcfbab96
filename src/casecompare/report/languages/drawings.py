"""The words inside a drawing: labels, legends, the description for screen readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

__all__ = ["rewrite_drawing"]

_WORDS = re.compile(r"(<(?P<tag>text|tspan|title|desc)\b[^<>]*>)(?P<said>[^<>]+)(?=</?)")


def rewrite_drawing(svg: str, said: Callable[[str], str]) -> str:
    """Give an SVG drawing with its words said again; nothing else in it changes.

    Examples
    --------
    >>> rewrite_drawing('<svg><text x="1">a &lt; b</text></svg>', str.upper)
    '<svg><text x="1">A &lt; B</text></svg>'
    """

    def again(found: re.Match[str]) -> str:
        words = unescape(found["said"])
        spoken = said(words)
        return found.group() if spoken == words else found.group(1) + escape(spoken, quote=False)

    return _WORDS.sub(again, svg)
