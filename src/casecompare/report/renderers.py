"""The formats that casecompare itself writes, by name, in the shape in which plugins bring theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from casecompare.methods import Comparison, Renderer
from casecompare.report.html import render_html
from casecompare.report.json_document import render_json
from casecompare.report.markdown import render_markdown
from casecompare.report.tables_csv import render_tables

__all__ = ["FOLDERS", "ON_REQUEST", "RENDERERS", "missing_extra"]


def _later(name: str) -> Callable[[Comparison], bytes]:
    """Give a way of rendering whose module is loaded when somebody asks for its format."""

    def render(comparison: Comparison) -> bytes:
        module = import_module(f"casecompare.report.{name}")
        found: Callable[[Comparison], bytes] = getattr(module, f"render_{name}")
        return found(comparison)

    return render


def _latex_tables(comparison: Comparison) -> dict[str, bytes]:
    from casecompare.report.latex import render_latex

    return render_latex(comparison)


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
"""What writes one file from a comparison, and is written where no format is asked for."""

ON_REQUEST: Mapping[str, Renderer] = MappingProxyType(
    {
        renderer.name: renderer
        for renderer in (
            Renderer(
                name="docx",
                suffix=".docx",
                title="a Word document",
                render=_later("word"),
            ),
            Renderer(
                name="pdf",
                suffix=".pdf",
                title="pages as they are printed",
                render=_later("pdf"),
            ),
            Renderer(
                name="xlsx",
                suffix=".xlsx",
                title="a sheet per table",
                render=_later("workbook"),
            ),
        )
    }
)
"""What writes one file when it is asked for: it needs packages that may not be installed."""

FOLDERS: Mapping[str, tuple[str, Callable[[Comparison], dict[str, bytes]]]] = MappingProxyType(
    {"csv": ("tables", render_tables), "latex": ("latex", _latex_tables)}
)
"""What writes several files, and the folder that they are in; CSV is written where no format is asked for."""

_NEEDS = {"docx": ("docx", "word"), "pdf": ("typst", "pdf"), "xlsx": ("xlsxwriter", "excel")}
"""The module that a format needs, and the extra that brings it."""


def missing_extra(name: str) -> str:
    """Give the extra that a format needs and that is not installed; nothing where all is there.

    Examples
    --------
    >>> missing_extra("html")
    ''
    """
    module, extra = _NEEDS.get(name, ("", ""))
    return extra if module and find_spec(module) is None else ""
