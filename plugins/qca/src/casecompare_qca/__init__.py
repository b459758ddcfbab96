"""Qualitative comparative analysis for casecompare: crisp, fuzzy and multi-value sets.

The plain functions are usable without the engine:

>>> import pandas as pd
>>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 0, 0, 0]}, index=list("klmn"))
>>> minimize(truth_table(cases, "Y", ["A", "B"])).formula
'A*B => Y'
"""

from __future__ import annotations

from collections.abc import Callable

from casecompare import Method, hookimpl
from casecompare_qca.budget import Budget
from casecompare_qca.intermediate import intermediate, intermediate_between, standard_analysis
from casecompare_qca.method import QUESTION, SCORES, QcaResult, run, uses
from casecompare_qca.minimization import minimize
from casecompare_qca.necessity import necessity, sufficiency
from casecompare_qca.options import QcaOptions
from casecompare_qca.solution import Assumptions, Model, Pair, Solution, TermFit
from casecompare_qca.terms import Term
from casecompare_qca.truth_table import TruthTable, TruthTableRow, truth_table

__all__ = [
    "Assumptions",
    "Budget",
    "Model",
    "Pair",
    "QcaOptions",
    "QcaResult",
    "Solution",
    "Term",
    "TermFit",
    "TruthTable",
    "TruthTableRow",
    "intermediate",
    "intermediate_between",
    "minimize",
    "necessity",
    "standard_analysis",
    "sufficiency",
    "truth_table",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `qca`."""
    register(
        Method(
            name="qca",
            title="Qualitative comparative analysis",
            question=QUESTION,
            citation="Ragin CC (2008), Redesigning Social Inquiry: Fuzzy Sets and Beyond, University of "
            "Chicago Press; Schneider CQ, Wagemann C (2012), Set-Theoretic Methods for the Social Sciences, "
            "Cambridge University Press",
            maturity="tested against reference",
            run=run,
            options=QcaOptions,
            scores=SCORES,
            uses=uses,
        )
    )
