"""From votes to a word: the written rules of the transfer table, which every report cites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from casecompare_panels.judgements import Votes

__all__ = [
    "OVERALL_RULE",
    "Thresholds",
    "VerdictWord",
    "hinges_on_one",
    "overall_verdict",
    "system_rule",
    "system_verdict",
]

VerdictWord = Literal["holds", "holds with condition", "does not hold", "split", "unknown"]

OVERALL_RULE = (
    "Over all systems with a verdict, a finding holds if it holds in each; holds with condition if it holds "
    "in each, in one at least only with a condition; does not hold if it holds in none of them, and the "
    "experts agree on that in each; else it is split. It is unknown if no system has a verdict. Systems are "
    "not counted against each other: they are no sample."
)

_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From when on experts count as agreed.

    Parameters
    ----------
    majority
        The share of votes, above a half. Three quarters is the median of published Delphi studies (Diamond
        IR et al. (2014), *Journal of Clinical Epidemiology* 67(4):401-409).
    votes
        The smallest number of votes for a verdict.
    answered
        The smallest share of votes among the experts who were asked.
    """

    majority: float = 0.75
    votes: int = 2
    answered: float = 0.5


def system_rule(thresholds: Thresholds) -> str:
    """Give the rule for one system in words.

    Examples
    --------
    >>> system_rule(Thresholds())[:78]
    'Within a system each expert has one vote, and unknown is not a vote. A finding'
    """
    at_least = f"at least {thresholds.majority:.4g} of the votes"
    return (
        "Within a system each expert has one vote, and unknown is not a vote. A finding holds if "
        f"{at_least} say so; does not hold if {at_least} say that; holds with condition if {at_least} are "
        "for it, with or without a condition; else it is split. It is unknown if there are fewer than "
        f"{thresholds.votes} votes, or fewer than {thresholds.answered:.4g} of the experts asked give one."
    )


def system_verdict(votes: Votes, thresholds: Thresholds | None = None) -> VerdictWord:
    """Give the verdict on a finding in one system.

    Parameters
    ----------
    votes
        How many experts judged how.
    thresholds
        By default those of `Thresholds`.

    Examples
    --------
    >>> system_verdict(Votes(3, 1, 0)), system_verdict(Votes(2, 2, 0)), system_verdict(Votes(2, 0, 2))
    ('holds', 'holds with condition', 'split')
    >>> system_verdict(Votes(holds=1)), system_verdict(Votes(holds=2, unknown=3))
    ('unknown', 'unknown')
    """
    chosen = thresholds or Thresholds()
    too_few = not votes.total or votes.total < chosen.votes
    if too_few or votes.total < chosen.answered * votes.asked - _ROUNDING:
        return "unknown"
    needed = chosen.majority * votes.total - _ROUNDING
    if votes.holds >= needed:
        return "holds"
    if votes.does_not_hold >= needed:
        return "does not hold"
    return "holds with condition" if votes.holds + votes.with_condition >= needed else "split"


def overall_verdict(by_system: Iterable[VerdictWord]) -> VerdictWord:
    """Give the transfer verdict on a finding from its verdicts in the systems.

    Examples
    --------
    >>> overall_verdict(["holds", "holds with condition", "unknown"])
    'holds with condition'
    >>> overall_verdict(["holds", "does not hold"]), overall_verdict(["unknown"])
    ('split', 'unknown')
    """
    known = {verdict for verdict in by_system if verdict != "unknown"}
    if not known:
        return "unknown"
    if known <= {"holds", "holds with condition"}:
        return "holds with condition" if "holds with condition" in known else "holds"
    return "does not hold" if known == {"does not hold"} else "split"


def hinges_on_one(votes: Votes, thresholds: Thresholds) -> bool:
    """Say whether the verdict by the shares of votes would be another one without some single expert.

    The smallest number of votes is left aside here, since each small panel hinges on that.

    Parameters
    ----------
    votes
        How many experts judged how.
    thresholds
        Its `majority` and `answered` are used.

    Examples
    --------
    >>> hinges_on_one(Votes(3, 0, 1), Thresholds()), hinges_on_one(Votes(5, 0, 0), Thresholds())
    (True, False)
    """
    alone = Thresholds(majority=thresholds.majority, votes=1, answered=thresholds.answered)
    given = system_verdict(votes, alone)
    without = [
        Votes(*(number - (kind == left_out) for kind, number in enumerate(votes)))
        for left_out, present in enumerate(votes)
        if present
    ]
    return any(system_verdict(rest, alone) != given for rest in without)
