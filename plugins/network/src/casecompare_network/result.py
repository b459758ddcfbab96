"""What the method gives back beyond the declared parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casecompare import MethodResult
from casecompare_network.case_measures import CaseMeasures
from casecompare_network.comparisons import Compared

__all__ = ["NetworkResult"]


@dataclass(frozen=True, kw_only=True)
class NetworkResult(MethodResult):
    """What was found about the networks.

    `rounds` maps case and round to everything measured, `compared` holds each measure compared between cases
    with and without `outcome`; both are empty where there is none.
    """

    rounds: Mapping[str, Mapping[int, CaseMeasures]]
    compared: tuple[Compared, ...] = ()
    outcome: str = ""
