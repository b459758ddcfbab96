"""How far experts agree: within each panel and between panels, finding by finding and over all findings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from casecompare_panels.coefficients import (
    agreeing_pairs,
    agreeing_pairs_between,
    gwet_ac1,
    krippendorff_alpha,
    mean_agreement,
)
from casecompare_panels.judgements import WORDS, Votes, Word, grouped
from casecompare_panels.transfers import Transfer
from casecompare_panels.verdicts import Thresholds, system_verdict

__all__ = [
    "BETWEEN",
    "EVERYBODY",
    "FindingAgreement",
    "OverallAgreement",
    "finding_agreements",
    "overall_agreements",
]

BETWEEN = "between panels"
"""What the rows are called in which experts of different panels, or panels, are held against each other."""
EVERYBODY = "all experts"
"""What the row is called in which all experts stand together."""


@dataclass(frozen=True, kw_only=True)
class FindingAgreement:
    """How far the experts of one panel, or of different panels, agree on one finding.

    Parameters
    ----------
    finding, panel
        What and who; the panel is `BETWEEN` where pairs of experts of different panels are compared.
    votes
        How many judged how.
    mode, share
        The judgement with most votes and its share of the votes; no mode where two have as many.
    pairs
        The share of pairs of experts who judge alike; NaN without a pair.
    direction
        The same, a finding that holds with a condition counted as one that holds.
    """

    finding: str
    panel: str
    votes: Votes
    mode: Word | None
    share: float
    pairs: float
    direction: float


@dataclass(frozen=True, kw_only=True)
class OverallAgreement:
    """How far experts agree over all findings.

    Parameters
    ----------
    who
        A panel, `EVERYBODY`, or `BETWEEN`: there each panel has one vote, its own verdict.
    experts, findings
        How many there are; of the findings those with two votes at least.
    pairs, ac1, alpha
        The mean share of agreeing pairs, Gwet's AC1 and Krippendorff's alpha.
    reason
        Why the coefficients are undefined, if they are.
    """

    who: str
    experts: int
    findings: int
    pairs: float
    ac1: float
    alpha: float
    reason: str


def finding_agreements(transfers: Sequence[Transfer]) -> list[FindingAgreement]:
    """Give the agreement on each finding within each panel and, with two panels at least, between them.

    Parameters
    ----------
    transfers
        From `find_transfers`.

    Examples
    --------
    >>> from casecompare_panels import Judgement, JudgedFinding, find_transfers
    >>> said = [Judgement(panel=panel, country=panel, system=panel, expert=str(at), finding="F5", word=word)
    ...         for panel, word in (("Wales", "holds"), ("Italy", "does not hold")) for at in (1, 2)]
    >>> transfers = find_transfers(said, {"f5": JudgedFinding(name="F5")}, Thresholds())
    >>> [(one.panel, one.pairs) for one in finding_agreements(transfers)]
    [('Wales', 1.0), ('Italy', 1.0), ('between panels', 0.0)]
    """
    found = []
    for transfer in transfers:
        name = transfer.finding.name
        found += [
            _within(name, panel, votes, agreeing_pairs(_counts(votes)), agreeing_pairs(_direction(votes)))
            for panel, votes in transfer.panels.items()
        ]
        if len(transfer.panels) > 1:
            panels = transfer.panels.values()
            pairs = agreeing_pairs_between([_counts(votes) for votes in panels])
            direction = agreeing_pairs_between([_direction(votes) for votes in panels])
            found.append(_within(name, BETWEEN, transfer.votes, pairs, direction))
    return found


def overall_agreements(transfers: Sequence[Transfer], thresholds: Thresholds) -> list[OverallAgreement]:
    """Give the agreement over all findings: of all experts, of each panel's, and of the panels' verdicts.

    Parameters
    ----------
    transfers
        From `find_transfers`.
    thresholds
        For the verdicts of the panels. One that is split or unknown is no vote.

    Examples
    --------
    >>> from casecompare_panels import Judgement, JudgedFinding, find_transfers
    >>> said = [Judgement(panel=panel, country=panel, system=panel, expert=str(at), finding="F5", word=word)
    ...         for panel, word in (("Wales", "holds"), ("Italy", "does not hold")) for at in (1, 2)]
    >>> transfers = find_transfers(said, {"f5": JudgedFinding(name="F5")}, Thresholds())
    >>> [(one.who, one.experts, round(one.pairs, 2)) for one in overall_agreements(transfers, Thresholds())]
    [('all experts', 4, 0.33), ('Wales', 2, 1.0), ('Italy', 2, 1.0), ('between panels', 4, 0.0)]
    """
    said = grouped((one for transfer in transfers for one in transfer.judgements), lambda one: one.panel)
    experts = {panel: len({one.expert for one in own}) for panel, own in said.items()}
    found = [
        _overall(panel, experts[panel], [_counts(one.panels.get(panel, Votes())) for one in transfers])
        for panel in said
    ]
    if len(said) < 2:
        return found
    everybody = _overall(EVERYBODY, sum(experts.values()), [_counts(one.votes) for one in transfers])
    verdicts = [
        [system_verdict(votes, thresholds) for votes in transfer.panels.values()] for transfer in transfers
    ]
    between = [[words.count(word) for word in WORDS[:3]] for words in verdicts]
    return [everybody, *found, _overall(BETWEEN, sum(experts.values()), between)]


def _counts(votes: Votes) -> list[int]:
    return [votes.holds, votes.with_condition, votes.does_not_hold]


def _direction(votes: Votes) -> list[int]:
    return [votes.holds + votes.with_condition, votes.does_not_hold]


def _within(finding: str, panel: str, votes: Votes, pairs: float, direction: float) -> FindingAgreement:
    counts = _counts(votes)
    is_single = votes.total > 0 and counts.count(max(counts)) == 1
    return FindingAgreement(
        finding=finding,
        panel=panel,
        votes=votes,
        mode=WORDS[counts.index(max(counts))] if is_single else None,
        share=max(counts) / votes.total if votes.total else math.nan,
        pairs=pairs,
        direction=direction,
    )


def _overall(who: str, experts: int, findings: Sequence[Sequence[int]]) -> OverallAgreement:
    paired = [counts for counts in findings if sum(counts) >= 2]
    alpha = krippendorff_alpha(findings)
    reason = ""
    if not paired:
        reason = "no finding has two votes"
    elif math.isnan(alpha):
        reason = "all votes are the same, so that alpha cannot tell agreement from a lack of variation"
    return OverallAgreement(
        who=who,
        experts=experts,
        findings=len(paired),
        pairs=mean_agreement(findings),
        ac1=gwet_ac1(findings),
        alpha=alpha,
        reason=reason,
    )
