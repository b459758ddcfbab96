"""The method `arenas`: scores of each case's last round, and every round in a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from casecompare import Diagnostic, MethodResult, RunContext, Score, Study
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.records import has_sections, round_states
from casecompare_arenas.scoring import Bounds, RoundScores, RoundState, score_round
from casecompare_arenas.tables import arenas_table, last_round_table, modes_table, rounds_table

__all__ = ["QUESTION", "SCORES", "run"]

QUESTION = (
    "In which arenas do clinicians and managers lead, together or apart, and how far does what they do "
    "match, reinforce each other and carry equal weight across the arenas?"
)
_MISSING = "missing where a record leaves it open; its bounds stand in .low and .high"

SCORES = tuple(
    Score(name=name, title=title, description=description, direction=direction, missing=_MISSING)
    for name, title, description, direction in (
        ("matching", "Matching", "Overlap of what the arenas put emphasis on: sum over elements of the "
         "smallest share (Venkatraman 1989: matching).", "more alike"),
        ("reinforcement", "Reinforcement", "Geometric mean of the two-way uptake along the strongest chain "
         "that reaches every arena.", "more mutual"),
        ("commensurate_action", "Commensurate action", "Geometric mean of the intensity of action over "
         "arenas: level times balance.", "more, and more even, action"),
        ("balance", "Balance of action", "Geometric over arithmetic mean of the intensities; undefined "
         "where no arena acts.", "more even"),
        ("clinical", "Clinical", "Strongest leadership by clinicians or hybrid manager-clinicians in any "
         "arena.", "stronger clinical leadership"),
        ("fit", "Fit (W)", "Power mean of matching, reinforcement and commensurate action.",
         "better fit between arenas"),
        ("alignment", "Alignment (A)", "Fit, capped by the clinical condition.", "more aligned"),
        ("tandem_any", "Tandem, any arena", "Largest over arenas of coupling times the geometric mean of "
         "clinical and managerial leadership.", "more joint leadership"),
        ("tandem_all", "Tandem, every arena", "The same in the arena where it is smallest.",
         "more joint leadership"),
        ("tandem_mean", "Tandem, mean", "The same, mean over arenas.", "more joint leadership"),
    )
)  # fmt: skip


def run(study: Study, options: ArenasOptions, context: RunContext) -> MethodResult:
    """Score every case of a study, in each of its rounds.

    Parameters
    ----------
    study
        Its records have the sections `arenas`, `goals` and `links`.
    options
        The arenas, and how fit is put together.
    context
        Not used: the method needs neither sets nor chance.

    Returns
    -------
    MethodResult
        Scores of the last round of each case, tables of all rounds, and a warning for each case where
        something is missing.

    Raises
    ------
    ValueError
        if no case has any of the sections.
    """
    cases = list(study.cases.values())
    if not any(map(has_sections, cases)):
        raise ValueError(
            "no case has a section 'arenas', 'goals' or 'links'. "
            "Write down in each record who led what in which arena, or leave this method out."
        )
    rounds = {
        case.id: {number: _scored(state, options) for number, state in round_states(case).items()}
        for case in cases
    }
    unobserved = _scored(RoundState(), options)
    last = {case: [unobserved, *by_round.values()][-1] for case, by_round in rounds.items()}
    return MethodResult(
        scores=_score_frame(last),
        tables=(
            last_round_table(last),
            modes_table(rounds, options.arenas),
            rounds_table(rounds),
            arenas_table(rounds, options.arenas),
        ),
        diagnostics=tuple(_diagnostics(rounds, last)),
    )


def _scored(state: RoundState, options: ArenasOptions) -> RoundScores:
    return score_round(
        state, list(options.arenas), exponent=options.power, weights=options.weights.model_dump()
    )


def _score_frame(last: Mapping[str, RoundScores]) -> pd.DataFrame:
    """Give one row per case; bounds only for scores that are open in some case."""
    columns: dict[str, list[float]] = {}
    for score in SCORES:
        bounds = [scored.scores[score.name] for scored in last.values()]
        columns[score.name] = [one.value for one in bounds]
        if any(one.low < one.high for one in bounds):
            columns[f"{score.name}.low"] = [one.low for one in bounds]
            columns[f"{score.name}.high"] = [one.high for one in bounds]
    return pd.DataFrame(columns, index=pd.Index(list(last), name="case"))


def _diagnostics(
    rounds: Mapping[str, Mapping[int, RoundScores]], last: Mapping[str, RoundScores]
) -> Iterator[Diagnostic]:
    for case, scored in last.items():
        if not rounds[case]:
            yield Diagnostic(
                level="warning",
                code="arenas.no-record",
                message=f"{case} has none of the sections arenas, goals and links; nothing is known of it.",
                advice="Write the sections into its record, or leave the case out of the comparison.",
                case=case,
            )
            continue
        if is_open := [score.title for score in SCORES if _is_open(scored.scores[score.name])]:
            yield Diagnostic(
                level="warning",
                code="arenas.missing",
                message=f"In the last round of {case} something was not coded, so that these scores are "
                f"known within bounds only: {', '.join(is_open)}.",
                advice="Code what is missing, or read the bounds: a claim that both bear out is safe.",
                case=case,
                field="arenas",
            )
        if math.isnan(scored.scores["balance"].low):
            yield Diagnostic(
                level="note",
                code="arenas.no-action",
                message=f"In the last round of {case} no arena acts at all; its balance is undefined.",
                case=case,
                field="arenas",
            )


def _is_open(bounds: Bounds) -> bool:
    return bounds.low < bounds.high
