"""The tables that explain: weakest arenas, repairs, pairs of arenas, perspectives of fit, patterns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations

from casecompare import Column, Table
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.columns import Cell, Row, make_table, values_of
from casecompare_arenas.content import overlap_bounds
from casecompare_arenas.explanations import PART_WORDS, Explanation
from casecompare_arenas.perspectives import gestalts

__all__ = ["gestalts_table", "pairs_table", "perspectives_table", "repair_table", "weakest_table"]

Scored = Mapping[str, CaseScores]


def weakest_table(explained: Mapping[str, Explanation], titles: Mapping[str, str]) -> Table:
    """Give one row per case: its weakest arena, what that lacks, what holds alignment down, what to mend."""
    rows: list[Row] = [
        {
            "case": case,
            "weakest": " = ".join(one.weakest),
            "lacks": one.lacks,
            "score": one.score,
            "binding": PART_WORDS.get(one.binding or "", ""),
            "mend": one.mend or "",
            "gain_fit": one.gain_fit,
            "gain_alignment": one.gain_alignment,
        }
        for case, one in explained.items()
    ]
    columns = {
        "weakest": Column(title="Weakest", description="The arena of the smallest score; all on a tie."),
        "lacks": Column(title="Lacks", description="The smallest of its action, content and link."),
        "binding": Column(title="Held down by", description="What limits alignment most."),
        "mend": Column(title="Mend", description="The arena whose repair would raise the fit most."),
        "gain_fit": Column(title="Gain W", description="By how much its repair raises the fit."),
        "gain_alignment": Column(title="Gain A", description="By how much it raises alignment."),
    }
    return make_table(
        "weakest",
        "Weakest arenas and what holds alignment down",
        rows,
        list(rows[0]) if rows else ["case"],
        columns,
        main=True,
        note=f"{_legend(titles)}. Mended, an arena acts as the strongest one does, wants what the others "
        "want, and is fully linked both ways.",
    )


def repair_table(scored: Scored, titles: Mapping[str, str]) -> Table:
    """Give one row per case and arena: its score and components, and what mending it would gain."""
    rows: list[Row] = []
    for case, one in scored.items():
        for arena, in_arena in one.last.arenas.items() if one.last else ():
            names = ("intensity", "content", "link", "score")
            gain = one.main.gains.get(arena)
            rows.append(
                {
                    "case": case,
                    "arena": titles[arena],
                    **values_of({name: getattr(in_arena, name) for name in names}, names),
                    "gain_fit": gain.fit if gain else math.nan,
                    "gain_alignment": gain.alignment if gain else math.nan,
                }
            )
    columns = {
        "gain_fit": Column(title="Gain in fit", description="Rise of W if this arena were mended."),
        "gain_alignment": Column(title="Gain in alignment", description="Rise of A if it were."),
    }
    order = ["case", "arena", "intensity", "content", "link", "score", *columns]
    return make_table("repair", "What mending an arena would gain, last round", rows, order, columns)


def pairs_table(scored: Scored, titles: Mapping[str, str]) -> Table:
    """Give one row per case and two arenas: overlap of content, uptake there and back, in the last round."""
    rows: list[Row] = []
    for case, one in scored.items():
        if one.main.rounds:
            state = one.main.rounds[max(one.main.rounds)].state
            for first, second in combinations(titles, 2):
                there, back = state.uptake.get((first, second)), state.uptake.get((second, first))
                is_known = there is not None and back is not None
                rows.append(
                    {
                        "case": case,
                        "pair": f"{first}-{second}",
                        **values_of({"overlap": overlap_bounds(state.emphases, first, second)}, ["overlap"]),
                        "there": there,
                        "back": back,
                        "two_way": math.sqrt((there or 0.0) * (back or 0.0)) if is_known else None,
                        "asymmetry": abs((there or 0.0) - (back or 0.0)) if is_known else None,
                    }
                )
    columns = {
        "pair": Column(title="Arenas", description=f"{_legend(titles)}."),
        "overlap": Column(title="Overlap", description="Of what the two put emphasis on."),
        "there": Column(
            title="Uptake there", description="Share of what the first sends that the second takes up."
        ),
        "back": Column(title="Uptake back", description="The same the other way round."),
        "two_way": Column(title="Two-way link", description="Geometric mean of both."),
        "asymmetry": Column(title="Asymmetry", description="Difference of both."),
    }
    return make_table("pairs", "Pairs of arenas, last round", rows, ["case", *columns], columns)


def perspectives_table(scored: Scored) -> Table:
    """Give the perspectives of fit side by side: which one is right follows from the wording of the claim."""
    columns = {
        "moderation": Column(
            title="Moderation", description="One arena's action works as far as the others act: product."
        ),
        "mediation": Column(
            title="Mediation", description="The ends work through the middle: share of their tie."
        ),
        "matching": Column(title="Matching", description="The arenas want the same: overlap."),
        "profile_deviation": Column(
            title="Profile deviation", description="They are far from an ideal (option 'ideal')."
        ),
        "covariation": Column(
            title="Covariation", description="They rise and fall together: mean correlation over rounds."
        ),
        "pattern": Column(title="Gestalt", description="The pattern of modes of leadership over the arenas."),
    }
    rows: list[Row] = [
        {
            "case": case,
            **values_of(one.values, [name for name in columns if name != "pattern"]),
            "pattern": " · ".join(arena.mode or "open" for arena in one.last.arenas.values())
            if one.last
            else "",
        }
        for case, one in scored.items()
    ]
    shown = [name for name in columns if any(_is_known(row.get(name)) for row in rows)]
    return make_table(
        "perspectives",
        "Perspectives of fit, last round",
        rows,
        ["case", *shown],
        {name: columns[name] for name in shown},
        note="Venkatraman (1989): the wording of a claim chooses its statistic, not the largest number. "
        "Profile deviation needs the option 'ideal', covariation four rounds.",
    )


def gestalts_table(scored: Scored, titles: Mapping[str, str]) -> Table:
    """Give the patterns of modes over the arenas that occur in the last round, with their cases."""
    modes = {
        case: [arena.mode or "open" for arena in one.last.arenas.values()]
        for case, one in scored.items()
        if one.last
    }
    rows: list[Row] = [
        {**dict(zip(titles, pattern, strict=True)), "count": len(cases), "cases": cases}
        for pattern, cases in gestalts(modes).items()
    ]
    columns = {arena: Column(title=title.capitalize()) for arena, title in titles.items()}
    columns |= {"count": Column(title="Cases, number", decimals=0), "cases": Column(title="Cases")}
    return make_table("gestalts", "Patterns of leadership over the arenas", rows, list(columns), columns)


def _is_known(cell: Cell) -> bool:
    return bool(cell) if isinstance(cell, str) else cell is not None and cell == cell  # NaN is not itself


def _legend(titles: Mapping[str, str]) -> str:
    return ", ".join(f"{arena} {title}" for arena, title in titles.items())
