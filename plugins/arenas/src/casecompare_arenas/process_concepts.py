"""What happened on the way, measured: tensions, mechanisms, interfaces, uncertainty, initiatives, influence.

The measures are this project's own operational definitions of findings of Storey et al. (2017). What was not
coded gives bounds; what nobody recorded is undefined.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from casecompare_arenas.bounds import OPEN, UNDEFINED, Bounds, mean_bounds, rising, share_bounds
from casecompare_arenas.process_sections import (
    DecisionRow,
    InfluenceRow,
    InitiativeRow,
    InterfaceRow,
    MechanismRow,
    TensionRow,
    UncertaintyRow,
)

__all__ = [
    "board_mechanisms",
    "board_mediation",
    "clinical_influence",
    "hierarchy_orientation",
    "initiative_overlap",
    "interfaces_joined",
    "local_decisions",
    "tensions_settled",
    "uncertainty",
    "working_board",
]


def tensions_settled(tensions: Iterable[TensionRow]) -> Bounds:
    """Give the share of the tensions in which the parties came to terms, wherever that was.

    Examples
    --------
    >>> tensions = [TensionRow(round=1, issue="rota", parties=("doctors", "nurses"), resolution=how)
    ...             for how in ("settled", "open")]
    >>> tensions_settled(tensions).value
    0.5
    """
    return mean_bounds(None if one.is_resolved is None else float(one.is_resolved) for one in tensions)


def board_mediation(tensions: Iterable[TensionRow], board: str) -> Bounds:
    """Give the share of the tensions in which the parties came to terms on the board (F16).

    What the board imposes, or postpones, is not mediated. A tension of which it is not known how it ended, or
    who resolved it, may have been mediated or not.

    Parameters
    ----------
    tensions
        All tensions of the case, in whatever round they arose.
    board
        The name of the arena that mediates.

    Examples
    --------
    >>> tensions = [TensionRow(round=1, issue="rota", parties=("doctors", "nurses"), resolution="settled",
    ...                        resolved_by=where) for where in ("P", "outside", None)]
    >>> round(board_mediation(tensions, "P").low, 3), round(board_mediation(tensions, "P").high, 3)
    (0.333, 0.667)
    """
    return mean_bounds(_mediated(one, board) for one in tensions)


def board_mechanisms(mechanisms: Iterable[MechanismRow], board: str) -> Bounds:
    """Give how far the board's mechanisms, procedures and protocols are in use: the mean over them (F36).

    Where one of them was judged in several rounds, the last one counts.

    Examples
    --------
    >>> rules = [MechanismRow(round=number, arena="P", mechanism="triage rules", in_use=number / 4)
    ...          for number in (1, 2, 3)]
    >>> board_mechanisms(rules, "P").value
    0.75
    """
    by_round = sorted(mechanisms, key=lambda one: one.round)
    last = {one.mechanism: one.in_use for one in by_round if one.arena == board}
    return mean_bounds(last.values())


def working_board(mediation: Bounds, mechanisms: Bounds) -> Bounds:
    """Give how far a board does both that is asked of it: settle tensions and make procedures.

    The smaller of the two; one that nobody recorded may be anything.

    Examples
    --------
    >>> working_board(Bounds(0.75, 0.75), Bounds(0.5, 0.5)).value
    0.5
    >>> working_board(Bounds(0.75, 0.75), UNDEFINED)
    Bounds(low=0.0, high=0.75, middle=None)
    """
    both = (mediation, mechanisms)
    if all(math.isnan(one.low) for one in both):
        return UNDEFINED
    return rising(min, [OPEN if math.isnan(one.low) else one for one in both])


def interfaces_joined(interfaces: Iterable[InterfaceRow]) -> Bounds:
    """Give (joined − split) over all interfaces that were looked at in some round, from -1 to 1 (F17).

    Examples
    --------
    >>> changes = [InterfaceRow(round=1, services=("ward", "home care"), change=change)
    ...            for change in ("joined", "joined", "split", "kept")]
    >>> interfaces_joined(changes).value
    0.25
    """
    signs = [{"joined": 1, "split": -1, "kept": 0}[one.change] for one in interfaces]
    net = sum(signs) / len(signs) if signs else math.nan
    return Bounds(net, net)


def uncertainty(rows: Iterable[UncertaintyRow]) -> Bounds:
    """Give the mean of the uncertainty of autonomy, power and future, each as last recorded (F4).

    Examples
    --------
    >>> uncertainty([UncertaintyRow(round=1, autonomy=0.25, power=0.25), UncertaintyRow(round=2, future=1.0)])
    Bounds(low=0.5, high=0.5, middle=None)
    """
    ordered = sorted(rows, key=lambda one: 0 if one.round is None else one.round)
    if not ordered:
        return UNDEFINED
    items = []
    for name in ("autonomy", "power", "future"):
        coded: list[float] = [value for one in ordered if (value := getattr(one, name)) is not None]
        items.append(coded[-1] if coded else None)
    return mean_bounds(items)


def initiative_overlap(initiatives: Iterable[InitiativeRow], last_round: int) -> Bounds:
    """Give how far initiatives above deal with the same as the local redesign in its last round (T13).

    The largest overlap of those that are under way; 0 where those that were recorded are not.

    Examples
    --------
    >>> initiative_overlap([InitiativeRow(initiative="area plan", start=3, overlap=0.9)], 3).value
    0.9
    """
    listed = list(initiatives)
    if not listed:
        return UNDEFINED
    under_way = [one.overlap for one in listed if one.is_under_way(last_round)]
    known = [OPEN if overlap is None else Bounds(overlap, overlap) for overlap in under_way]
    return rising(max, [Bounds(0.0, 0.0), *known])


def local_decisions(decisions: Iterable[DecisionRow], supra_local: Sequence[str]) -> Bounds:
    """Give the share of the decisions that bodies of the local level took (Q2).

    A decision of a body whose level was not recorded may be either.

    Parameters
    ----------
    decisions
        All decisions of the case.
    supra_local
        The levels that do not count as local.

    Examples
    --------
    >>> decisions = [DecisionRow(round=1, decision="plan", body="group", level=level)
    ...              for level in ("local", "local", "region", "local")]
    >>> local_decisions(decisions, ["region"]).value
    0.75
    """
    return mean_bounds(
        None if one.level is None else float(one.level not in supra_local) for one in decisions
    )


def clinical_influence(rows: Iterable[InfluenceRow], clinical: Sequence[str]) -> Bounds:
    """Give the part of the influence that clinicians have, in the last round that tells (F23, F24).

    Parameters
    ----------
    rows
        Shares of the groups; only their proportions matter.
    clinical
        The groups of actors that count as clinical.

    Examples
    --------
    >>> rows = [InfluenceRow(group=group, share=share) for group, share in
    ...         {"clinical": 0.2, "hybrid": 0.1, "managerial": 0.3}.items()]
    >>> round(clinical_influence(rows, ["clinical", "hybrid"]).value, 3)
    0.5
    """
    told = _last([one for one in rows if one.share is not None or one.orientation is None])
    return share_bounds(
        [one.share for one in told if one.group in clinical],
        [one.share for one in told if one.group not in clinical],
    )


def hierarchy_orientation(rows: Iterable[InfluenceRow], clinical: Sequence[str]) -> Bounds:
    """Give how far those who are no clinicians take their lead from the national hierarchy (F25).

    The mean over rows of the last round that tells; rows without an orientation say nothing of it.

    Examples
    --------
    >>> rows = [InfluenceRow(group="managerial", orientation=0.75, perceived_by=who) for who in ("GPs", "us")]
    >>> hierarchy_orientation(rows, ["clinical"]).value
    0.75
    """
    told = [one for one in rows if one.orientation is not None and one.group not in clinical]
    return mean_bounds(one.orientation for one in _last(told))


def _mediated(tension: TensionRow, board: str) -> float | None:
    is_elsewhere = tension.resolved_by is not None and tension.resolved_by != board
    if is_elsewhere or tension.is_resolved is False:
        return 0.0
    return 1.0 if tension.is_resolved and tension.resolved_by == board else None


def _last(rows: Sequence[InfluenceRow]) -> list[InfluenceRow]:
    """Give the rows of the last round; a row without a round holds for all of them."""
    last = max((one.round for one in rows if one.round is not None), default=None)
    return [one for one in rows if one.round in (None, last)]
