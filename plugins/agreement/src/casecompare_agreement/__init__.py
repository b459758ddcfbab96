"""Agreement of coders for casecompare: how far a study's codes depend on who coded.

The plain functions are usable without the engine:

>>> from casecompare_agreement import krippendorff_alpha
>>> round(krippendorff_alpha([[0.2, 0.2], [0.8, 0.6], [0.4, 0.4]], "interval").value, 2)
0.88
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from casecompare import Method, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_agreement.concordance import Concordance, kendall_w
    from casecompare_agreement.consensus import (
        CONTINUOUS_VARIANCE,
        average_deviation,
        average_deviation_scale,
        r_wg,
        r_wg_j,
        r_wg_star,
        uniform_variance,
    )
    from casecompare_agreement.intraclass import (
        Intraclass,
        NestedIntraclass,
        intraclass_correlation,
        nested_intraclass_correlation,
    )
    from casecompare_agreement.kappa import cohen_kappa, light_kappa, pairwise_kappas, scott_pi
    from casecompare_agreement.krippendorff import AlphaInterval, alpha_interval, krippendorff_alpha
    from casecompare_agreement.options import AgreementOptions
    from casecompare_agreement.ratings import Coefficient
    from casecompare_agreement.weighted import (
        brennan_prediger,
        conger_kappa,
        fleiss_kappa,
        gwet_ac,
        percent_agreement,
        percent_all_agree,
    )

__all__ = [
    "CONTINUOUS_VARIANCE",
    "AgreementOptions",
    "AlphaInterval",
    "Coefficient",
    "Concordance",
    "Intraclass",
    "NestedIntraclass",
    "alpha_interval",
    "average_deviation",
    "average_deviation_scale",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac",
    "intraclass_correlation",
    "kendall_w",
    "krippendorff_alpha",
    "light_kappa",
    "nested_intraclass_correlation",
    "pairwise_kappas",
    "percent_agreement",
    "percent_all_agree",
    "r_wg",
    "r_wg_j",
    "r_wg_star",
    "scott_pi",
    "uniform_variance",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `agreement`."""
    from casecompare_agreement.declaration import METHOD

    register(METHOD)


export_lazily(
    __name__,
    {
        "casecompare_agreement.concordance": (
            "Concordance",
            "kendall_w",
        ),
        "casecompare_agreement.consensus": (
            "CONTINUOUS_VARIANCE",
            "average_deviation",
            "average_deviation_scale",
            "r_wg",
            "r_wg_j",
            "r_wg_star",
            "uniform_variance",
        ),
        "casecompare_agreement.intraclass": (
            "Intraclass",
            "NestedIntraclass",
            "intraclass_correlation",
            "nested_intraclass_correlation",
        ),
        "casecompare_agreement.kappa": (
            "cohen_kappa",
            "light_kappa",
            "pairwise_kappas",
            "scott_pi",
        ),
        "casecompare_agreement.krippendorff": (
            "AlphaInterval",
            "alpha_interval",
            "krippendorff_alpha",
        ),
        "casecompare_agreement.options": ("AgreementOptions",),
        "casecompare_agreement.ratings": ("Coefficient",),
        "casecompare_agreement.weighted": (
            "brennan_prediger",
            "conger_kappa",
            "fleiss_kappa",
            "gwet_ac",
            "percent_agreement",
            "percent_all_agree",
        ),
    },
)
