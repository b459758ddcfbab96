"""Necessary condition analysis for casecompare: which level of a condition is needed for which outcome.

The plain functions are usable without the engine:

>>> from casecompare_nca import analyse
>>> found = analyse([0.2, 0.4, 0.5, 0.9], [0.3, 0.2, 0.6, 0.8])
>>> round(found["ce_fdh"].effect_size, 2), round(found["cr_fdh"].effect_size, 2)
(0.55, 0.37)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from casecompare import Method, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_nca.analysis import Analysis, Ceiling, analyse, analyse_scatter
    from casecompare_nca.bottleneck import Needs, outcome_levels, required_levels, shown_needs
    from casecompare_nca.ceilings import CEILINGS
    from casecompare_nca.options import NcaOptions
    from casecompare_nca.outliers import Outlier, effects_without, find_outliers
    from casecompare_nca.permutation import Contrast, EffectTest, difference_contrast, permutation_tests
    from casecompare_nca.quantile import check_loss, quantile_line
    from casecompare_nca.result import NcaResult
    from casecompare_nca.scales import normalise, power_intercept
    from casecompare_nca.scatter import Scatter, Scope, make_scatter

__all__ = [
    "CEILINGS",
    "Analysis",
    "Ceiling",
    "Contrast",
    "EffectTest",
    "NcaOptions",
    "NcaResult",
    "Needs",
    "Outlier",
    "Scatter",
    "Scope",
    "analyse",
    "analyse_scatter",
    "check_loss",
    "difference_contrast",
    "effects_without",
    "find_outliers",
    "make_scatter",
    "normalise",
    "outcome_levels",
    "permutation_tests",
    "power_intercept",
    "quantile_line",
    "required_levels",
    "shown_needs",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `nca`."""
    from casecompare_nca.declaration import METHOD

    register(METHOD)


export_lazily(
    __name__,
    {
        "casecompare_nca.analysis": ("Analysis", "Ceiling", "analyse", "analyse_scatter"),
        "casecompare_nca.bottleneck": ("Needs", "outcome_levels", "required_levels", "shown_needs"),
        "casecompare_nca.ceilings": ("CEILINGS",),
        "casecompare_nca.options": ("NcaOptions",),
        "casecompare_nca.outliers": ("Outlier", "effects_without", "find_outliers"),
        "casecompare_nca.permutation": (
            "Contrast",
            "EffectTest",
            "difference_contrast",
            "permutation_tests",
        ),
        "casecompare_nca.quantile": ("check_loss", "quantile_line"),
        "casecompare_nca.result": ("NcaResult",),
        "casecompare_nca.scales": ("normalise", "power_intercept"),
        "casecompare_nca.scatter": ("Scatter", "Scope", "make_scatter"),
    },
)
