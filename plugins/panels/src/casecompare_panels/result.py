"""What the method found, for those who use it in Python."""

from __future__ import annotations

from dataclasses import dataclass

from casecompare import MethodResult
from casecompare_panels.agreements import FindingAgreement, OverallAgreement
from casecompare_panels.places import SystemCases
from casecompare_panels.transfers import Transfer

__all__ = ["PanelsResult"]


@dataclass(frozen=True, kw_only=True)
class PanelsResult(MethodResult):
    """What the panels say.

    Parameters
    ----------
    transfers
        The transfer verdict of each judged finding, with votes by system and panel.
    by_finding, overall
        How far experts agree.
    compared
        Cases and panels of each system.
    """

    transfers: tuple[Transfer, ...] = ()
    by_finding: tuple[FindingAgreement, ...] = ()
    overall: tuple[OverallAgreement, ...] = ()
    compared: tuple[SystemCases, ...] = ()
