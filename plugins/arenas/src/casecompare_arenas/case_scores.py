"""All scores of one case: per round, over the rounds, per coder, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casecompare import Case
from casecompare_arenas.bounds import Bounds, merge_bounds
from casecompare_arenas.case_concepts import case_concepts
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.records import coders_of, is_agreed, round_states
from casecompare_arenas.scoring import ArenaScores, RoundScores
from casecompare_arenas.sheet_scores import SheetScores, score_sheet

__all__ = ["CaseScores", "score_case"]


@dataclass(frozen=True, kw_only=True)
class CaseScores:
    """All scores of a case.

    Parameters
    ----------
    rounds
        By round, put together over the coders' sheets where there are any.
    values
        The scores of the case, as declared in `casecompare_arenas.scores`; without concept measures that
        nothing was recorded of.
    main
        The sheet that was agreed on, if one was, else that of the first coder: what explanations go by.
    sheets
        Each coder's own.
    """

    rounds: Mapping[int, RoundScores]
    values: Mapping[str, Bounds]
    main: SheetScores
    sheets: Mapping[str, SheetScores]

    @property
    def last(self) -> RoundScores | None:
        """Give the scores of the last round, None where nothing is recorded."""
        return self.rounds[max(self.rounds)] if self.rounds else None


def score_case(case: Case, options: ArenasOptions) -> CaseScores:
    """Give all scores of a case.

    Every coder's sheet is scored by itself; codes are never averaged. What was agreed on is what counts;
    where nothing was, the mean over coders. The bounds take in what every sheet gives.

    Examples
    --------
    >>> rows = [{"round": 1, "arena": a, "clinical": 0.8, "managerial": 0.8, "coupling": 0.5} for a in "SPD"]
    >>> scored = score_case(Case(id="T02", sections={"arenas": rows}), ArenasOptions())
    >>> scored.values["tandem_any"].value, scored.values["sustained"].value
    (0.4, nan)
    """
    coders = coders_of(case)
    sheets = {coder: score_sheet(round_states(case, coder), options) for coder in coders}
    agreed = score_sheet(round_states(case), options) if not coders or is_agreed(case) else None
    main = agreed if agreed is not None else sheets[coders[0]]
    own = list(sheets.values())
    numbers = list(main.rounds)
    if sheets:
        rounds = {
            number: _merged_round(
                [sheet.rounds[number].scores for sheet in own],
                agreed.rounds[number].scores if agreed else None,
            )
            for number in numbers
        }
        values = {
            name: merge_bounds([sheet.values[name] for sheet in own], agreed.values[name] if agreed else None)
            for name in main.values
        }
    else:
        rounds = {number: main.rounds[number].scores for number in numbers}
        values = dict(main.values)
    return CaseScores(
        rounds=rounds, values={**values, **case_concepts(case, options)}, main=main, sheets=sheets
    )


def _merged_round(sheets: Sequence[RoundScores], agreed: RoundScores | None) -> RoundScores:
    """Put one round of several coders together; what they do not all say is None."""
    first = agreed or sheets[0]
    every = [*sheets, *([agreed] if agreed else [])]
    return RoundScores(
        scores={
            name: merge_bounds([one.scores[name] for one in sheets], agreed.scores[name] if agreed else None)
            for name in first.scores
        },
        arenas={
            arena: _merged_arena(
                [one.arenas[arena] for one in sheets], agreed.arenas[arena] if agreed else None
            )
            for arena in first.arenas
        },
        binding=first.binding if agreed or len({one.binding for one in every}) == 1 else None,
    )


def _merged_arena(sheets: Sequence[ArenaScores], agreed: ArenaScores | None) -> ArenaScores:
    first = agreed or sheets[0]
    names = ("intensity", "co_presence", "tandem", "membership", "content", "link", "score")
    merged = {
        name: merge_bounds([getattr(one, name) for one in sheets], getattr(agreed, name) if agreed else None)
        for name in names
    }
    is_one_mode = agreed is not None or len({one.mode for one in sheets}) == 1
    return ArenaScores(**merged, mode=first.mode if is_one_mode else None)
