"""Case selection for casecompare: where the chosen cases stand in their frame, and which ones come next.

The plain functions are usable without the engine:

>>> from casecompare_selection import fit_linear
>>> import numpy as np
>>> fit = fit_linear([1.0, 2.0, 3.0, 6.0], np.array([[0.0], [1.0], [2.0], [3.0]]))
>>> fit.cooks.round(2).tolist()
[1.04, 0.02, 0.33, 2.33]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from casecompare import Method, Problem, Study, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_selection.case_pairs import (
        Pair,
        are_alike,
        are_different,
        background_distances,
        best_pairs,
    )
    from casecompare_selection.case_types import TypicalOfType, case_types, diverse_cases
    from casecompare_selection.linear_model import LinearFit, fit_linear
    from casecompare_selection.options import SelectionOptions, WithinOptions
    from casecompare_selection.ranking import ranks, share_below, ties
    from casecompare_selection.response import ResponseRate, response_rate
    from casecompare_selection.sections import SamplingRow
    from casecompare_selection.variables import Variable, standard_distances

__all__ = [
    "LinearFit",
    "Pair",
    "ResponseRate",
    "SamplingRow",
    "SelectionOptions",
    "TypicalOfType",
    "Variable",
    "WithinOptions",
    "are_alike",
    "are_different",
    "background_distances",
    "best_pairs",
    "case_types",
    "diverse_cases",
    "fit_linear",
    "ranks",
    "response_rate",
    "share_below",
    "standard_distances",
    "ties",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `selection`."""
    from casecompare_selection.declaration import METHOD

    register(METHOD)


@hookimpl
def casecompare_check_study(study: Study) -> Iterable[Problem]:
    """Give what is wrong with the sections `sampling`, the frame, and the names in the options."""
    if "selection" not in study.methods and not any(name.startswith("cases/") for name in study.files):
        return []
    from casecompare_selection.checks import study_problems

    return list(study_problems(study))


export_lazily(
    __name__,
    {
        "casecompare_selection.case_pairs": (
            "Pair",
            "are_alike",
            "are_different",
            "background_distances",
            "best_pairs",
        ),
        "casecompare_selection.case_types": (
            "TypicalOfType",
            "case_types",
            "diverse_cases",
        ),
        "casecompare_selection.linear_model": (
            "LinearFit",
            "fit_linear",
        ),
        "casecompare_selection.options": (
            "SelectionOptions",
            "WithinOptions",
        ),
        "casecompare_selection.ranking": (
            "ranks",
            "share_below",
            "ties",
        ),
        "casecompare_selection.response": (
            "ResponseRate",
            "response_rate",
        ),
        "casecompare_selection.sections": ("SamplingRow",),
        "casecompare_selection.variables": (
            "Variable",
            "standard_distances",
        ),
    },
)
