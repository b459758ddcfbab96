"""Why a case is no better aligned: its weakest arena, what that lacks, what holds alignment down."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from casecompare_arenas.bounds import Bounds
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.scoring import ArenaScores, RoundScores

__all__ = ["PART_WORDS", "Explanation", "explain"]

PART_WORDS = {
    "matching": "matching content",
    "reinforcement": "mutual reinforcement",
    "commensurate_action": "commensurate action",
    "clinical": "clinical leadership",
    "action": "action",
    "content": "shared content",
    "link": "two-way links",
}


@dataclass(frozen=True)
class Explanation:
    """Why the last round of a case is no better aligned.

    Parameters
    ----------
    weakest
        The arenas of the smallest score, all on a tie; empty where that depends on what is missing.
    lacks
        Which component of the first of them is smallest: action, content or link.
    score
        Its score.
    binding
        What holds alignment down: clinical, or the smallest part of fit; None where it is open.
    mend
        The arena whose repair would raise the fit most; None where nothing is known of repairs, or where
        nothing can be gained.
    gain_fit, gain_alignment
        By how much its repair raises fit and alignment.
    """

    weakest: tuple[str, ...]
    lacks: str | None
    score: float
    binding: str | None
    mend: str | None
    gain_fit: float
    gain_alignment: float


def explain(scored: CaseScores) -> Explanation | None:
    """Explain the last round of a case; None where nothing is recorded of it.

    Examples
    --------
    >>> from casecompare import Case
    >>> from casecompare_arenas.case_scores import score_case
    >>> from casecompare_arenas.options import ArenasOptions
    >>> explain(score_case(Case(id="T02"), ArenasOptions())) is None
    True
    """
    last = scored.last
    if last is None:
        return None
    weakest = _weakest(last.arenas)
    gains = scored.main.gains
    mend = max(gains, key=lambda arena: round(gains[arena].fit, 12), default=None)
    if mend is not None and gains[mend].fit <= 1e-12:
        mend = None
    return Explanation(
        weakest=weakest,
        lacks=_smallest({name: getattr(last.arenas[weakest[0]], name) for name in _COMPONENTS})
        if weakest
        else None,
        score=last.arenas[weakest[0]].score.value if weakest else math.nan,
        binding=_binding(last),
        mend=mend,
        gain_fit=gains[mend].fit if mend else math.nan,
        gain_alignment=gains[mend].alignment if mend else math.nan,
    )


_COMPONENTS = {"intensity": "action", "content": "content", "link": "link"}


def _weakest(arenas: Mapping[str, ArenaScores]) -> tuple[str, ...]:
    """Give the arenas that are weakest whatever is missing: none of the others can fall below them."""
    scores = {arena: one.score for arena, one in arenas.items()}
    if all(not math.isnan(one.value) for one in scores.values()):
        smallest = min(one.value for one in scores.values())
        return tuple(arena for arena, one in scores.items() if one.value <= smallest + 1e-12)
    for arena, one in scores.items():
        if all(one.high < other.low for name, other in scores.items() if name != arena):
            return (arena,)
    return ()


def _binding(last: RoundScores) -> str | None:
    if last.binding != "fit":
        return last.binding
    return _smallest(
        {name: last.scores[name] for name in ("matching", "reinforcement", "commensurate_action")}
    )


def _smallest(parts: Mapping[str, Bounds]) -> str | None:
    """Give the name of the smallest part; None where that depends on what is missing."""
    values = {_COMPONENTS.get(name, name): one.value for name, one in parts.items()}
    if any(math.isnan(value) for value in values.values()):
        return None
    return min(values, key=lambda name: round(values[name], 12))
