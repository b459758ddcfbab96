"""Institutional logics: which of them dominates, and how many compete.

References
----------
Laakso M, Taagepera R (1979), "Effective" number of parties: a measure with application to West Europe.
Comparative Political Studies 12(1):3-27.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Logics", "diversity", "measure_logics"]


@dataclass(frozen=True)
class Logics:
    """How logics share the field.

    Parameters
    ----------
    leading
        The logic of the largest share; several on a tie.
    dominance
        The largest share.
    margin
        By how much it leads the second.
    effective_number
        1/Σp²: how many equally strong logics would be as mixed.
    entropy
        Evenness, −Σ p·ln p / ln k over k logics: 0 one logic, 1 all equal.
    is_dominant
        Whether one dominates (half of it, and 0.2 before the second), or else they compete.
    """

    leading: tuple[str, ...]
    dominance: float
    margin: float
    effective_number: float
    entropy: float
    is_dominant: bool


def measure_logics(shares: Mapping[str, float]) -> Logics:
    """Measure how institutional logics share the field.

    Parameters
    ----------
    shares
        The share of each logic, at least 0; only proportions matter. Name those of share 0 as well, since
        evenness counts them.

    Raises
    ------
    ValueError
        with fewer than two logics, or where none has a share.

    Examples
    --------
    >>> found = measure_logics({"market": 0.7, "bureaucratic": 0.2, "network": 0.1})
    >>> found.leading, round(found.margin, 3), round(found.effective_number, 3), found.is_dominant
    (('market',), 0.5, 1.852, True)
    """
    total = math.fsum(shares.values())
    if len(shares) < 2 or min(shares.values()) < 0 or not total:
        raise ValueError("measuring logics needs two of them, with shares of at least 0 that are not all 0.")
    parts = {logic: share / total for logic, share in shares.items()}
    first, second, *_ = sorted(parts.values(), reverse=True)
    entropy = -math.fsum(part * math.log(part) for part in parts.values() if part) / math.log(len(parts))
    # Shares such as 0.6 and 0.4 differ by a little less than 0.2 in binary.
    is_dominant = round(first, 12) >= 0.5 and round(first - second, 12) >= 0.2
    return Logics(
        leading=tuple(logic for logic, part in parts.items() if part >= first - 1e-12),
        dominance=first,
        margin=first - second,
        effective_number=1 / math.fsum(part**2 for part in parts.values()),
        entropy=max(entropy, 0.0),
        is_dominant=is_dominant,
    )


def diversity(counts: Mapping[str, float]) -> float:
    """Give the diversity of kinds, 1 − Σp²: the chance that two drawn with replacement are of two kinds.

    NaN where there is nothing to draw from.

    Examples
    --------
    >>> diversity({"health": 2, "local authority": 1, "voluntary": 1})
    0.625
    """
    total = math.fsum(counts.values())
    return 1 - math.fsum((count / total) ** 2 for count in counts.values()) if total else math.nan
