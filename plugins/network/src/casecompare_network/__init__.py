"""Stakeholder networks for casecompare: who holds a redesign together, who bridges, who blocks.

The plain functions are usable without the engine:

>>> from casecompare_network import brokerage, network_from_ties
>>> ties = [("clinician", "board", 1), ("board", "manager", 1)]
>>> network = network_from_ties(["clinician", "board", "manager"], ties, directed=True)
>>> brokerage(network, ["clinical", "hybrid", "managerial"]).counts["liaison"].tolist()
[0, 1, 0]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from casecompare import Method, Problem, Study, hookimpl
from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare_network.brokerage import Brokerage, brokerage, brokerage_test
    from casecompare_network.cohesion import density, reciprocity
    from casecompare_network.graphs import Network, network_from_matrix, network_from_ties
    from casecompare_network.group_ties import ei_index, mixing_matrix, tie_shares
    from casecompare_network.structural_holes import StructuralHoles, structural_holes
    from casecompare_network.tandem_ties import TandemTies, tandem_ties

__all__ = [
    "Brokerage",
    "Network",
    "StructuralHoles",
    "TandemTies",
    "brokerage",
    "brokerage_test",
    "density",
    "ei_index",
    "mixing_matrix",
    "network_from_matrix",
    "network_from_ties",
    "reciprocity",
    "structural_holes",
    "tandem_ties",
    "tie_shares",
]

__version__ = "0.1.0"


@hookimpl
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register the method `network`."""
    from casecompare_network.declaration import METHOD

    register(METHOD)


@hookimpl
def casecompare_check_study(study: Study) -> Iterable[Problem]:
    """Give what is wrong with the sections that this plugin reads."""
    if not any(case.sections for case in study.cases.values()):
        return []
    from casecompare_network.checks import record_problems

    return list(record_problems(study))


export_lazily(
    __name__,
    {
        "casecompare_network.brokerage": (
            "Brokerage",
            "brokerage",
            "brokerage_test",
        ),
        "casecompare_network.cohesion": (
            "density",
            "reciprocity",
        ),
        "casecompare_network.graphs": (
            "Network",
            "network_from_matrix",
            "network_from_ties",
        ),
        "casecompare_network.group_ties": (
            "ei_index",
            "mixing_matrix",
            "tie_shares",
        ),
        "casecompare_network.structural_holes": (
            "StructuralHoles",
            "structural_holes",
        ),
        "casecompare_network.tandem_ties": (
            "TandemTies",
            "tandem_ties",
        ),
    },
)
