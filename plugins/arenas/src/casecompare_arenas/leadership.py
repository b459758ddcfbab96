"""Leadership within one arena: the tandem of clinicians and managers, and its mode.

Plain functions on numbers in [0, 1]. That several leaders are present is not yet joint leadership (Currie &
Lockett 2011; Gibeau et al. 2020), hence the coupling between them counts, and hybrid manager-clinicians are
not taken for a tandem.

References
----------
Currie G, Lockett A (2011), Distributing leadership in health and social care: concertive, conjoint or
collective? International Journal of Management Reviews 13(3):286-300.

Gibeau E, Langley A, Denis J-L, van Schendel N (2020), Bridging competing demands through co-leadership?
Potential and limitations. Human Relations 73(4):464-489.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

__all__ = ["Mode", "Tandem", "leadership_mode", "tandem"]

Mode = Literal["passive", "hybrid", "tandem", "co-present", "clinician-led", "manager-led", "mixed"]


@dataclass(frozen=True)
class Tandem:
    """How clinicians and managers lead together in one arena.

    Parameters
    ----------
    co_presence
        √(C·M): both lead, whether together or not.
    balance
        2√(C·M)/(C + M): how evenly, whatever the strength; NaN where neither leads.
    strength
        q·√(C·M): both lead, and they are coupled.
    membership
        min(C, M, q): the same as membership in a set.
    """

    co_presence: float
    balance: float
    strength: float
    membership: float


def tandem(clinical: float, managerial: float, coupling: float) -> Tandem:
    """Measure the tandem of clinical and managerial leadership in one arena.

    Symmetric in the two sides.

    Parameters
    ----------
    clinical, managerial
        Intensity of clinical (C) and of managerial (M) leadership, in [0, 1].
    coupling
        How closely the two are coupled (q), in [0, 1].

    Examples
    --------
    >>> tandem(clinical=1, managerial=0.25, coupling=0.5)
    Tandem(co_presence=0.5, balance=0.8, strength=0.25, membership=0.25)
    """
    co_presence = math.sqrt(clinical * managerial)
    total = clinical + managerial
    return Tandem(
        co_presence=co_presence,
        balance=min(2 * co_presence / total, 1.0) if total else math.nan,
        strength=coupling * co_presence,
        membership=min(clinical, managerial, coupling),
    )


def leadership_mode(
    clinical: float,
    managerial: float,
    hybrid: float,
    coupling: float,
    *,
    threshold: float = 0.5,
    difference: float = 0.2,
) -> Mode:
    """Name the mode of leadership in one arena; the first rule that fits decides.

    *passive* when nobody reaches the threshold; *hybrid* when manager-clinicians reach it and nobody is
    stronger; *tandem* when clinicians and managers both reach it and are coupled (at least 0.5), else
    *co-present*; *clinician-led* or *manager-led* when one side leads by the difference; else *mixed*.

    Parameters
    ----------
    clinical, managerial, hybrid, coupling
        In [0, 1].
    threshold
        From where leadership counts as present.
    difference
        From where one side counts as ahead of the other.

    Examples
    --------
    >>> leadership_mode(0.8, 0.7, 0.0, 0.8), leadership_mode(0.2, 0.8, 0.0, 0.4)
    ('tandem', 'manager-led')
    """
    if max(clinical, managerial, hybrid) < threshold:
        return "passive"
    if hybrid >= threshold and hybrid >= max(clinical, managerial):
        return "hybrid"
    if min(clinical, managerial) >= threshold:
        return "tandem" if coupling >= 0.5 else "co-present"
    return _leading_side(clinical, managerial, difference)


def _leading_side(clinical: float, managerial: float, difference: float) -> Mode:
    # Coded levels such as 0.7 and 0.5 differ by 0.19999999999999996 in binary; that is 0.2 to a coder.
    lead = round(clinical - managerial, 12)
    if lead >= difference:
        return "clinician-led"
    return "manager-led" if -lead >= difference else "mixed"
