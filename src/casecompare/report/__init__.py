"""Comparison → report: one content model, several renderings, one run folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare.report.catalogue import describe_method, list_plugins, plugin_rows
    from casecompare.report.comparison_records import comparison_schema
    from casecompare.report.content import Document
    from casecompare.report.figure_files import (
        FigureFile,
        as_form,
        figure_lines,
        figure_names,
        write_figures,
    )
    from casecompare.report.figure_print import print_figure, read_width
    from casecompare.report.folder import RUN_SCHEMA, choose_formats, run_files, write_run
    from casecompare.report.html import render_html
    from casecompare.report.json_document import SCHEMA, render_json
    from casecompare.report.markdown import render_markdown
    from casecompare.report.outline import build_document
    from casecompare.report.renderers import RENDERERS
    from casecompare.report.stored_comparison import StoredComparison, migrate, read_comparison
    from casecompare.report.tables_csv import render_tables
    from casecompare.report.terminal import render_terminal
    from casecompare.report.text_table import text_table
    from casecompare.report.workbook import render_workbook

__all__ = [
    "RENDERERS",
    "RUN_SCHEMA",
    "SCHEMA",
    "Document",
    "FigureFile",
    "StoredComparison",
    "as_form",
    "build_document",
    "choose_formats",
    "comparison_schema",
    "describe_method",
    "figure_lines",
    "figure_names",
    "list_plugins",
    "migrate",
    "plugin_rows",
    "print_figure",
    "read_comparison",
    "read_width",
    "render_html",
    "render_json",
    "render_markdown",
    "render_tables",
    "render_terminal",
    "render_workbook",
    "run_files",
    "text_table",
    "write_figures",
    "write_run",
]

# A run writes four formats; it need not load what the others are made with.
export_lazily(
    __name__,
    {
        "casecompare.report.catalogue": (
            "describe_method",
            "list_plugins",
            "plugin_rows",
        ),
        "casecompare.report.comparison_records": ("comparison_schema",),
        "casecompare.report.content": ("Document",),
        "casecompare.report.figure_files": (
            "FigureFile",
            "as_form",
            "figure_lines",
            "figure_names",
            "write_figures",
        ),
        "casecompare.report.figure_print": (
            "print_figure",
            "read_width",
        ),
        "casecompare.report.folder": (
            "RUN_SCHEMA",
            "choose_formats",
            "run_files",
            "write_run",
        ),
        "casecompare.report.html": ("render_html",),
        "casecompare.report.json_document": (
            "SCHEMA",
            "render_json",
        ),
        "casecompare.report.markdown": ("render_markdown",),
        "casecompare.report.outline": ("build_document",),
        "casecompare.report.renderers": ("RENDERERS",),
        "casecompare.report.stored_comparison": (
            "StoredComparison",
            "migrate",
            "read_comparison",
        ),
        "casecompare.report.tables_csv": ("render_tables",),
        "casecompare.report.terminal": ("render_terminal",),
        "casecompare.report.text_table": ("text_table",),
        "casecompare.report.workbook": ("render_workbook",),
    },
)
