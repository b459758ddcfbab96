"""casecompare: comparative case analysis from quote to claim.

>>> import casecompare
>>> study = casecompare.open_study("cases/cragun_2014")
>>> comparison = casecompare.run(study, methods=["qca"])
>>> comparison["qca"].solutions["parsimonious"].models[0].formula
'AR*DR => HPF'

Names are resolved when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casecompare import lazy

if TYPE_CHECKING:
    from casecompare.engine import check, load_host, open_study, run
    from casecompare.errors import (
        CasecompareError,
        MethodFailed,
        NotApplicable,
        PluginError,
        Problem,
        ReportError,
        StudyError,
        UsageError,
    )
    from casecompare.hypotheses import Evidence, Verdict
    from casecompare.methods import (
        CONTRACT,
        Column,
        Comparison,
        Diagnostic,
        Figure,
        Finding,
        Method,
        MethodResult,
        MethodRun,
        NoOptions,
        Options,
        Reader,
        Renderer,
        RunContext,
        Score,
        Statement,
        Table,
        hookimpl,
    )
    from casecompare.report import StoredComparison, read_comparison, write_run
    from casecompare.robustness import examine
    from casecompare.study import (
        Case,
        Hypothesis,
        Limits,
        NamedTable,
        NamedYaml,
        Study,
        read_named_table,
        read_named_yaml,
        read_table,
    )

__all__ = [
    "CONTRACT",
    "Case",
    "CasecompareError",
    "Column",
    "Comparison",
    "Diagnostic",
    "Evidence",
    "Figure",
    "Finding",
    "Hypothesis",
    "Limits",
    "Method",
    "MethodFailed",
    "MethodResult",
    "MethodRun",
    "NamedTable",
    "NamedYaml",
    "NoOptions",
    "NotApplicable",
    "Options",
    "PluginError",
    "Problem",
    "Reader",
    "Renderer",
    "ReportError",
    "RunContext",
    "Score",
    "Statement",
    "StoredComparison",
    "Study",
    "StudyError",
    "Table",
    "UsageError",
    "Verdict",
    "check",
    "examine",
    "hookimpl",
    "load_host",
    "open_study",
    "read_comparison",
    "read_named_table",
    "read_named_yaml",
    "read_table",
    "run",
    "write_run",
]

_HOMES = {
    "casecompare.engine": ("check", "load_host", "open_study", "run"),
    "casecompare.errors": (
        "CasecompareError",
        "MethodFailed",
        "NotApplicable",
        "PluginError",
        "Problem",
        "ReportError",
        "StudyError",
        "UsageError",
    ),
    "casecompare.hypotheses": ("Evidence", "Verdict"),
    "casecompare.methods": (
        "CONTRACT",
        "Column",
        "Comparison",
        "Diagnostic",
        "Figure",
        "Finding",
        "Method",
        "MethodResult",
        "MethodRun",
        "NoOptions",
        "Options",
        "Reader",
        "Renderer",
        "RunContext",
        "Score",
        "Statement",
        "Table",
        "hookimpl",
    ),
    "casecompare.report": ("StoredComparison", "read_comparison", "write_run"),
    "casecompare.robustness": ("examine",),
    "casecompare.study": (
        "Case",
        "Hypothesis",
        "Limits",
        "NamedTable",
        "NamedYaml",
        "Study",
        "read_named_table",
        "read_named_yaml",
        "read_table",
    ),
}
lazy.export_lazily(__name__, _HOMES)
