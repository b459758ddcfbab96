"""The formats that casecompare itself writes, by name, in the shape in which plugins bring theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from types import MappingProxyType

from casecompare.methods import Comparison, Renderer
from casecompare.report.html import render_html
from casecompare.report.json_document import render_json
from casecompare.report.latex import render_latex
from casecompare.report.markdown import render_markdown
from casecompare.report.pdf import render_pdf
from casecompare.report.tables_csv import render_tables
from casecompare.report.word import render_word
from casecompare.report.workbook import render_workbook

__all__ = ["FOLDERS", "ON_REQUEST", "RENDERERS", "missing_extra"]

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
            Renderer(name="docx", suffix=".docx", title="a Word document", render=render_word),
            Renderer(name="pdf", suffix=".pdf", title="pages as they are printed", render=render_pdf),
            Renderer(name="xlsx", suffix=".xlsx", title="a sheet per table", render=render_workbook),
        )
    }
)
"""What writes one file when it is asked for: it needs packages that may not be installed."""

FOLDERS: Mapping[str, tuple[str, Callable[[Comparison], dict[str, bytes]]]] = MappingProxyType(
    {"csv": ("tables", render_tables), "latex": ("latex", render_latex)}
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
