"""What was measured of all cases of a study, before it is put into tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from casecompare_network.case_measures import CaseMeasures
from casecompare_network.comparisons import Compared
from casecompare_network.network_files import NetworkFile
from casecompare_network.records import CaseRecord
from casecompare_network.standing import Standing

__all__ = ["Measured"]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Everything the tables rest on.

    `rounds` maps case and round to what was measured, `last` holds each case's last round, `standing` what it
    is against chance. `memberships` is named after `outcome`; both are empty where cases are not compared.
    """

    files: Mapping[str, NetworkFile]
    records: Mapping[str, CaseRecord]
    rounds: Mapping[str, Mapping[int, CaseMeasures]]
    last: Mapping[str, CaseMeasures]
    scores: pd.DataFrame
    standing: Standing
    outcome: str
    memberships: pd.Series
    compared: tuple[Compared, ...]
