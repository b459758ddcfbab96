"""The formats that casecompare itself writes, by name, in the shape in which plugins bring theirs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casecompare.methods import Renderer
from casecompare.report.html import render_html
from casecompare.report.json_document import render_json
from casecompare.report.markdown import render_markdown

__all__ = ["RENDERERS"]

RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {
        renderer.name: renderer
        for renderer in (
            Renderer(name="html", suffix=".html", title="one page to read or print", render=render_html),
            Renderer(name="markdown", suffix=".md", title="text for wikis", render=render_markdown),
            Renderer(name="json", suffix=".json", title="data for programs", render=render_json),
        )
    }
)
"""What writes one file from a comparison; tables as CSV are several files and written beside them."""
