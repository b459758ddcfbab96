"""What the method says in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from casecompare import Finding
from casecompare_panels.agreements import BETWEEN, EVERYBODY, OverallAgreement
from casecompare_panels.places import SystemCases
from casecompare_panels.transfers import Transfer
from casecompare_panels.verdicts import VerdictWord
from casecompare_panels.wording import counted, listed, short

__all__ = ["panel_findings", "transfer_sentence"]

_SAID: dict[VerdictWord, str] = {
    "holds": "holds",
    "holds with condition": "holds with a condition",
    "does not hold": "does not hold",
    "split": "divides the experts",
    "unknown": "cannot be judged",
}


def panel_findings(
    transfers: Sequence[Transfer], overall: Sequence[OverallAgreement], compared: Sequence[SystemCases]
) -> Iterator[Finding]:
    """Give the transfer of each finding, the agreement of the experts, and what the panels cover.

    They are about findings and experts: they name no conditions, and make no claim of their own.

    Parameters
    ----------
    transfers
        From `find_transfers`.
    overall
        From `overall_agreements`.
    compared
        From `compare_systems`; empty if nobody says where the cases lie.
    """
    for transfer in transfers:
        holds, with_condition, _ = transfer.votes.shares
        yield Finding(
            id=f"transfer-{transfer.finding.name}",
            sentence=transfer_sentence(transfer),
            measure="share of votes for it, with or without a condition",
            value=None if transfer.word == "unknown" else holds + with_condition,
        )
    for one in overall:
        if one.who in (EVERYBODY, BETWEEN) or len(overall) == 1:
            yield from _agreement(one)
    if covered := _coverage(compared):
        yield covered


def transfer_sentence(transfer: Transfer) -> str:
    """Say what the panels hold of a finding.

    Examples
    --------
    >>> from casecompare_panels.judged_findings import JudgedFinding
    >>> from casecompare_panels.judgements import Votes
    >>> from casecompare_panels.transfers import SystemVerdict
    >>> verdict = SystemVerdict(votes=Votes(holds=3), word="holds", hinges=False)
    >>> transfer_sentence(Transfer(finding=JudgedFinding(name="F5"), word="holds", systems={"NHS": verdict},
    ...                            panels={}, judgements=()))
    'Expert panels on F5: it holds in NHS. Transfer verdict: holds.'
    """
    name = transfer.finding.name
    statement = short(transfer.finding.statement, 160).rstrip(".")
    parts = [
        f"it {said} in {listed(systems)}"
        for word, said in _SAID.items()
        if (systems := transfer.systems_with(word))
    ]
    said = "; ".join(parts)
    about = f"{short(name)} ({statement})" if statement and statement != name else short(name)
    return f"Expert panels on {about}: {said}. Transfer verdict: {transfer.word}."


def _agreement(one: OverallAgreement) -> Iterator[Finding]:
    if math.isnan(one.pairs):
        return
    alpha = "" if math.isnan(one.alpha) else f", Krippendorff's alpha {one.alpha:.2f}"
    over = counted(one.findings, "finding")
    if one.who == BETWEEN:
        said = f"Over {over}, the verdicts of two panels agree in {one.pairs:.0%} of the pairs"
    else:
        said = f"Over {over}, two of the {one.experts} experts judge alike in {one.pairs:.0%} of the pairs"
    yield Finding(
        id="agreement-between-panels" if one.who == BETWEEN else "agreement",
        sentence=f"{said} (Gwet's AC1 {one.ac1:.2f}{alpha}).",
        measure="share of agreeing pairs",
        value=one.pairs,
    )


def _coverage(compared: Sequence[SystemCases]) -> Finding | None:
    with_cases = [one for one in compared if one.cases]
    if not with_cases:
        return None
    heard = [one.system for one in with_cases if one.panels]
    elsewhere = [one.system for one in compared if not one.cases]
    said = f"Of {counted(len(with_cases), 'system')} with cases, panels speak for {len(heard)}"
    more = f"; they also speak for {listed(elsewhere)}, without a case" if elsewhere else ""
    return Finding(
        id="coverage",
        sentence=f"{said}{more}.",
        measure="share of the cases' systems with a panel",
        value=len(heard) / len(with_cases),
    )
