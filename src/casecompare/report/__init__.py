"""Comparison → report: one content model, several renderings, one run folder."""

from casecompare.report.catalogue import describe_method, plugin_rows
from casecompare.report.content import Document
from casecompare.report.folder import RUN_SCHEMA, choose_formats, write_run
from casecompare.report.html import render_html
from casecompare.report.json_document import SCHEMA, render_json
from casecompare.report.markdown import render_markdown
from casecompare.report.outline import build_document
from casecompare.report.renderers import RENDERERS
from casecompare.report.tables_csv import render_tables
from casecompare.report.terminal import render_terminal
from casecompare.report.text_table import text_table

__all__ = [
    "RENDERERS",
    "RUN_SCHEMA",
    "SCHEMA",
    "Document",
    "build_document",
    "choose_formats",
    "describe_method",
    "plugin_rows",
    "render_html",
    "render_json",
    "render_markdown",
    "render_tables",
    "render_terminal",
    "text_table",
    "write_run",
]
