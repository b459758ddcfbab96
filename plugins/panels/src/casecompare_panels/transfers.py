"""What the panels say of each finding: votes and verdict per system, per panel, and over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casecompare_panels.judged_findings import JudgedFinding
from casecompare_panels.judgements import Judgement, Votes, count_votes, folded, grouped
from casecompare_panels.options import PanelsOptions
from casecompare_panels.verdicts import (
    Thresholds,
    VerdictWord,
    hinges_on_one,
    overall_verdict,
    system_verdict,
)

__all__ = ["SystemVerdict", "Transfer", "find_transfers", "thresholds_of"]


@dataclass(frozen=True, kw_only=True)
class SystemVerdict:
    """What the experts of one system say of one finding.

    Parameters
    ----------
    votes
        How many judged how.
    word
        The verdict.
    hinges
        Whether the shares of votes would give another verdict without some single expert.
    """

    votes: Votes
    word: VerdictWord
    hinges: bool


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """What the panels say of one finding.

    Parameters
    ----------
    finding
        What was judged.
    word
        The verdict over all systems.
    systems
        By system, those in which some expert was asked about the finding.
    panels
        The votes by panel.
    judgements
        What it rests on.
    """

    finding: JudgedFinding
    word: VerdictWord
    systems: Mapping[str, SystemVerdict]
    panels: Mapping[str, Votes]
    judgements: tuple[Judgement, ...] = field(repr=False)

    @property
    def votes(self) -> Votes:
        """The votes of all experts."""
        return count_votes(self.judgements)

    def systems_with(self, word: VerdictWord) -> list[str]:
        """Give the systems with a verdict, in their order."""
        return [system for system, verdict in self.systems.items() if verdict.word == word]


def thresholds_of(options: PanelsOptions) -> Thresholds:
    """Give the thresholds that the options set."""
    return Thresholds(majority=options.majority, votes=options.votes, answered=options.answered)


def find_transfers(
    judgements: Sequence[Judgement], findings: Mapping[str, JudgedFinding], thresholds: Thresholds
) -> tuple[Transfer, ...]:
    """Give the transfer verdict of each judged finding.

    Parameters
    ----------
    judgements
        Each expert once per finding.
    findings
        By folded name, in the order in which they are to stand.
    thresholds
        From when on experts count as agreed.

    Examples
    --------
    >>> said = [Judgement(panel="P", country="Wales", system="NHS", expert=name, finding="F5", word="holds")
    ...         for name in ("E1", "E2")]
    >>> [transfer] = find_transfers(said, {"f5": JudgedFinding(name="F5")}, Thresholds())
    >>> transfer.word, transfer.systems["NHS"].votes.holds
    ('holds', 2)
    """
    by_finding: dict[str, list[Judgement]] = {key: [] for key in findings}
    for one in judgements:
        by_finding[folded(one.finding)].append(one)
    return tuple(_transfer(findings[key], said, thresholds) for key, said in by_finding.items() if said)


def _transfer(finding: JudgedFinding, said: Sequence[Judgement], thresholds: Thresholds) -> Transfer:
    systems = {
        system: _system(count_votes(own), thresholds)
        for system, own in grouped(said, lambda one: one.system).items()
    }
    return Transfer(
        finding=finding,
        word=overall_verdict(verdict.word for verdict in systems.values()),
        systems=systems,
        panels={panel: count_votes(own) for panel, own in grouped(said, lambda one: one.panel).items()},
        judgements=tuple(said),
    )


def _system(votes: Votes, thresholds: Thresholds) -> SystemVerdict:
    word = system_verdict(votes, thresholds)
    return SystemVerdict(
        votes=votes, word=word, hinges=word != "unknown" and hinges_on_one(votes, thresholds)
    )
