"""The tables of the scores: the last round at a glance, modes of leadership, every number of every round."""

from __future__ import annotations

from collections.abc import Mapping

from casecompare import Column, Table
from casecompare_arenas.columns import Cell, Row, make_table, values_of
from casecompare_arenas.scoring import RoundScores

__all__ = ["arenas_table", "last_round_table", "modes_table", "rounds_table"]

Rounds = Mapping[str, Mapping[int, RoundScores]]

_AT_A_GLANCE = (
    "matching",
    "reinforcement",
    "commensurate_action",
    "fit",
    "clinical",
    "alignment",
    "tandem_any",
)


def last_round_table(last: Mapping[str, RoundScores]) -> Table:
    """Give one row per case: the parts of fit, what they come to, alignment and tandem."""
    rows: list[Row] = [
        {"case": case, **values_of(scored.scores, _AT_A_GLANCE)} for case, scored in last.items()
    ]
    order = ["case", *_AT_A_GLANCE]
    return make_table("alignment", "Alignment in the last round", rows, order, main=True)


def modes_table(rounds: Rounds, titles: Mapping[str, str]) -> Table:
    """Give one row per case and round, one column per arena: who leads there, and how."""
    rows: list[dict[str, Cell]] = [
        {"case": case, "round": number, **{arena: one.mode for arena, one in scored.arenas.items()}}
        for case, by_round in rounds.items()
        for number, scored in by_round.items()
    ]
    arenas = {
        arena: Column(title=title.capitalize(), description="Mode of leadership in this arena.")
        for arena, title in titles.items()
    }
    return make_table("modes", "Modes of leadership", rows, ["case", "round", *titles], arenas)


def rounds_table(rounds: Rounds) -> Table:
    """Give every score of every case and round, with bounds where something is missing or disputed."""
    names = [
        *_AT_A_GLANCE,
        "level",
        "balance",
        "pairwise_matching",
        "tandem_all",
        "tandem_mean",
        "tandem_set",
    ]
    rows: list[Row] = [
        {"case": case, "round": number, **values_of(scored.scores, names), "binding": scored.binding}
        for case, by_round in rounds.items()
        for number, scored in by_round.items()
    ]
    order = ["case", "round", *names, "binding"]
    return make_table("rounds", "Alignment between arenas, round by round", rows, order)


def arenas_table(rounds: Rounds, titles: Mapping[str, str]) -> Table:
    """Give what each arena scores in every round, with bounds where something is missing or disputed."""
    names = ["intensity", "co_presence", "tandem", "membership", "content", "link", "score"]
    rows: list[Row] = [
        {
            "case": case,
            "round": number,
            "arena": titles[arena],
            "mode": scored.mode,
            **values_of({name: getattr(scored, name) for name in names}, names),
        }
        for case, by_round in rounds.items()
        for number, in_round in by_round.items()
        for arena, scored in in_round.arenas.items()
    ]
    order = ["case", "round", "arena", "mode", *names]
    return make_table("arenas", "Leadership in each arena, round by round", rows, order)
