"""The tables of what happens over rounds: trends, drift, who leads the content, where elements come from."""

from __future__ import annotations

from collections.abc import Mapping

from casecompare import Column, Table
from casecompare_arenas.alignment import Emphases
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.columns import Row, make_table, values_of
from casecompare_arenas.rounds import drift, lead_lag, leading_arenas, origins

__all__ = ["contents_of", "drift_table", "leads_table", "origins_table", "trends_table"]

Scored = Mapping[str, CaseScores]


def contents_of(scored: CaseScores) -> dict[int, Emphases]:
    """Give what the arenas of a case pursue, by round and arena, as agreed on or by its first coder."""
    return {number: step.state.emphases for number, step in scored.main.rounds.items()}


def trends_table(scored: Scored, titles: Mapping[str, str]) -> Table:
    """Give one row per case: trends of alignment and matching, what lasted, drift, who leads the content."""
    names = ("alignment_trend", "matching_trend", "sustained", "drift")
    rows: list[Row] = [
        {
            "case": case,
            "rounds": len(one.rounds),
            **values_of(one.values, names),
            "leads": " = ".join(leading_arenas(lead_lag(contents_of(one)))),
        }
        for case, one in scored.items()
    ]
    columns = {
        "rounds": Column(title="Rounds", decimals=0),
        "alignment_trend": Column(title="Trend of A", description="Median slope per round (Theil-Sen)."),
        "matching_trend": Column(title="Trend of matching", description="The same of matching."),
        "sustained": Column(title="Sustained A", description="The smaller one of the last two rounds."),
        "drift": Column(
            title="Drift", description="Mean over arenas of how far content moved in the last round."
        ),
        "leads": Column(
            title="Leads content",
            description="The arena whose content the others come to share: "
            + ", ".join(f"{arena} {title}" for arena, title in titles.items())
            + ".",
        ),
    }
    return make_table("trends", "Alignment over the rounds", rows, ["case", *columns], columns)


def drift_table(scored: Scored, titles: Mapping[str, str]) -> Table:
    """Give how far the content of each arena moved, by case and round."""
    rows: list[Row] = []
    for case, one in scored.items():
        moved = drift(contents_of(one))
        for number in list(one.rounds)[1:]:
            in_round = {arena: moved[arena][number] for arena in titles if number in moved.get(arena, {})}
            rows.append({"case": case, "round": number, **in_round})
    columns = {
        arena: Column(title=title.capitalize(), description="One minus the overlap with the round before.")
        for arena, title in titles.items()
    }
    return make_table("drift", "Drift of content", rows, ["case", "round", *columns], columns)


def leads_table(scored: Scored) -> Table:
    """Give for each case and two arenas how far the first leads the content of the second."""
    rows: list[Row] = [
        {"case": case, "leader": one, "follower": other, "lead": lead}
        for case, one_case in scored.items()
        for (one, other), lead in lead_lag(contents_of(one_case)).items()
        if lead > 1e-12
    ]
    columns = {
        "leader": Column(title="Leads"),
        "follower": Column(title="Follows"),
        "lead": Column(
            title="Lead",
            description="Mean over rounds of what the follower wants now and the leader wanted before, less "
            "the reverse.",
        ),
    }
    return make_table("leads", "Who leads the content", rows, ["case", *columns], columns)


def origins_table(scored: Scored, threshold: float) -> Table:
    """Give for each element of the concept the round and the arenas that put it forward first."""
    rows: list[Row] = [
        {"case": case, "element": element, "round": origin.round, "arenas": origin.arenas}
        for case, one in scored.items()
        for element, origin in origins(contents_of(one), threshold=threshold).items()
    ]
    columns = {
        "element": Column(title="Element"),
        "arenas": Column(title="Arena", description="Several where they put it forward in the same round."),
    }
    return make_table(
        "origins",
        "Where the elements of the concept come from",
        rows,
        ["case", "element", "round", "arenas"],
        columns,
        note=f"First put forward: the first round in which its share in an arena is {threshold:g} or more.",
    )
