"""Comparison → report: one content model, several renderings, one run folder."""

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
