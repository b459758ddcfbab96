"""What a redesign met with in a case, measured: institutional work, forces, benefits, seats, scope, defence.

The measures are this project's own operational definitions of concepts of Storey et al. (2017); each function
says which. Strengths that were not coded are None and give bounds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casecompare_arenas.bounds import UNDEFINED, Bounds, mean_bounds, share_bounds, signed_bounds
from casecompare_arenas.context_sections import BenefitRow, ForceRow, WorkRow

__all__ = [
    "Benefits",
    "benefits_measured",
    "clinical_creation",
    "creation_share",
    "defence_index",
    "device_shares",
    "local_share",
    "net_change",
    "net_force",
    "scope",
    "seat_take_up",
]


def net_change(work: Iterable[WorkRow]) -> Bounds:
    """Give the net change of institutions, from -1 to 1.

    (disruption + creation − maintenance) over the strength of all work.

    Examples
    --------
    >>> strengths = {"creation": 0.6, "maintenance": 0.2}
    >>> work = [WorkRow(round=1, kind=kind, strength=strength) for kind, strength in strengths.items()]
    >>> round(net_change(work).value, 3)
    0.5
    """
    events = list(work)
    return signed_bounds(
        [one.strength for one in events if one.kind != "maintenance"],
        [one.strength for one in events if one.kind == "maintenance"],
    )


def creation_share(work: Iterable[WorkRow]) -> Bounds:
    """Give the share of creation in the work that changes institutions: creation / (disruption + creation).

    Examples
    --------
    >>> strengths = {"creation": 0.6, "disruption": 0.2}
    >>> work = [WorkRow(round=1, kind=kind, strength=strength) for kind, strength in strengths.items()]
    >>> round(creation_share(work).value, 3)
    0.75
    """
    events = list(work)
    return share_bounds(
        [one.strength for one in events if one.kind == "creation"],
        [one.strength for one in events if one.kind == "disruption"],
    )


def clinical_creation(work: Iterable[WorkRow], clinical: Sequence[str]) -> Bounds:
    """Give the share of the creation of institutions that clinicians do, alone or with others.

    Work of which nobody recorded who did it may be theirs or not.

    Parameters
    ----------
    work
        The events.
    clinical
        The groups of actors that count as clinical.

    Examples
    --------
    >>> work = [WorkRow(round=1, kind="creation", actor_group=who, strength=0.5)
    ...         for who in ("both", "managerial")]
    >>> clinical_creation(work, ["clinical", "both"]).value
    0.5
    """
    created = [one for one in work if one.kind == "creation"]
    known = [one for one in created if one.actor_group is not None]
    unknown = [one.strength for one in created if one.actor_group is None]
    theirs = [one.strength for one in known if one.actor_group in clinical]
    others = [one.strength for one in known if one.actor_group not in clinical]
    return Bounds(
        share_bounds(theirs, [*others, *unknown]).low, share_bounds([*theirs, *unknown], others).high
    )


def local_share(work: Iterable[WorkRow], supra_local: Sequence[str]) -> Bounds:
    """Give the share of the events of institutional work that local actors are behind.

    Examples
    --------
    >>> work = [WorkRow(round=1, kind="creation", actor_group=who) for who in ("both", "supra-local")]
    >>> local_share(work, ["supra-local"]).value
    0.5
    """
    return mean_bounds(
        None if one.actor_group is None else float(one.actor_group not in supra_local) for one in work
    )


def device_shares(work: Iterable[WorkRow]) -> dict[str, float]:
    """Give by which means institutions are maintained: shares of the strength of maintenance by device.

    Events without a device or a strength are left out; empty where there is none other.

    Examples
    --------
    >>> event = WorkRow(round=1, kind="maintenance", strength=0.6, device="professional")
    >>> device_shares([event])
    {'professional': 1.0}
    """
    strengths: dict[str, float] = {}
    for one in work:
        if one.device is not None and one.strength is not None:
            strengths[one.device] = strengths.get(one.device, 0.0) + one.strength
    total = math.fsum(strengths.values())
    return {device: strength / total for device, strength in strengths.items()} if total else {}


def net_force(forces: Iterable[ForceRow]) -> Bounds:
    """Give the balance of forces, from -1 only blocking to 1 only enabling.

    (enabling − blocking)/(enabling + blocking), the strengths added up.

    Examples
    --------
    >>> forces = [ForceRow(polarity="enabling", force="vision", strength=0.75),
    ...           ForceRow(polarity="blocking", force="habits", strength=0.25)]
    >>> net_force(forces).value
    0.5
    """
    listed = list(forces)
    return signed_bounds(
        [one.strength for one in listed if one.polarity == "enabling"],
        [one.strength for one in listed if one.polarity == "blocking"],
    )


@dataclass(frozen=True)
class Benefits:
    """How much was aimed at, how much was reached, and by how much the one misses the other, all as means."""

    targeted: Bounds
    achieved: Bounds
    gap: Bounds


def benefits_measured(benefits: Iterable[BenefitRow]) -> Benefits:
    """Give targeted and achieved benefits, means over benefits, and the gap between them.

    Where one benefit was judged in several rounds, the last one counts; one without a round is the last.

    Examples
    --------
    >>> found = benefits_measured([BenefitRow(benefit="holistic care", targeted=0.75, achieved=0.5)])
    >>> found.gap.value
    0.25
    """
    by_round = sorted(benefits, key=lambda one: math.inf if one.round is None else one.round)
    last = {one.benefit: one for one in by_round}
    if not last:
        return Benefits(UNDEFINED, UNDEFINED, UNDEFINED)
    targeted = mean_bounds(one.targeted for one in last.values())
    achieved = mean_bounds(one.achieved for one in last.values())
    known = all(None not in (one.targeted, one.achieved) for one in last.values())
    # From the benefits' own gaps, so that equal numbers leave a gap of exactly 0.
    gaps = [(one.targeted or 0.0) - (one.achieved or 0.0) for one in last.values()]
    gap = math.fsum(gaps) / len(gaps)
    bounds = Bounds(targeted.low - achieved.high, targeted.high - achieved.low)
    return Benefits(targeted, achieved, Bounds(gap, gap) if known else bounds)


def seat_take_up(seats: Iterable[tuple[int, int]]) -> Bounds:
    """Give the share of the seats for clinicians that somebody has taken.

    Parameters
    ----------
    seats
        For each arena how many there are, and how many of these are filled.

    Examples
    --------
    >>> seat_take_up([(4, 3), (4, 1)]).value
    0.5
    """
    listed = list(seats)
    total = sum(there for there, _ in listed)
    share = sum(filled for _, filled in listed) / total if total else math.nan
    return Bounds(share, share)


def scope(override: float | None) -> Bounds:
    """Give the scope that is left for local redesign: 1 − how far bodies above decide.

    Examples
    --------
    >>> scope(0.25).value
    0.75
    """
    return UNDEFINED if override is None else Bounds(1 - override, 1 - override)


def defence_index(contested: int, boundary: int) -> Bounds:
    """Give how far the boundaries of professions are defended: contested over all ties across them.

    Examples
    --------
    >>> defence_index(contested=1, boundary=4).value
    0.25
    """
    share = contested / boundary if boundary else math.nan
    return Bounds(share, share)
