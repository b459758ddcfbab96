"""How far the scores depend on who coded: the table, and what has to be said about it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from casecompare import Case, Column, Diagnostic, Table
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.coders import interval_alpha, spread
from casecompare_arenas.columns import Row, make_table
from casecompare_arenas.records import read_sheet

__all__ = ["coders_table", "verdict_diagnostics"]

_SHOWN = {"fit": "Fit (W)", "clinical": "Clinical", "alignment": "Alignment (A)", "tandem_any": "Tandem"}


def coders_table(cases: Sequence[Case], scored: Mapping[str, CaseScores]) -> Table:
    """Give for each case that several coders coded how far its scores spread, and how far codes agree."""
    rows: list[Row] = []
    for case in cases:
        sheets = scored[case.id].sheets
        if len(sheets) < 2:
            continue
        alpha = interval_alpha(_items(case, list(sheets)))
        for name, title in _SHOWN.items():
            values = [sheet.values[name].value for sheet in sheets.values()]
            known = [value for value in values if not math.isnan(value)]
            if known:
                found = spread(known)
                rows.append(
                    {
                        "case": case.id,
                        "score": title,
                        "coders": found.coders,
                        "mean": found.mean,
                        "low": found.low,
                        "high": found.high,
                        "error": found.error,
                        "from": found.interval[0],
                        "to": found.interval[1],
                        "alpha": alpha,
                    }
                )
    columns = {
        "score": Column(title="Score"),
        "coders": Column(title="Coders", decimals=0),
        "mean": Column(title="Mean", description="Each coder's sheet is scored; codes are never averaged."),
        "low": Column(title="Lowest"),
        "high": Column(title="Highest"),
        "error": Column(title="Standard error", description="Jackknife over coders."),
        "from": Column(title="95 % from", description="Student's t, from three coders on."),
        "to": Column(title="95 % to"),
        "alpha": Column(
            title="Alpha of codes", description="Krippendorff's alpha, interval, on C, M, H and q."
        ),
    }
    return make_table(
        "coders",
        "How far scores depend on who coded",
        rows,
        ["case", *columns],
        columns,
        note="Alpha can be low although coders hardly differ, where a case's codes hardly vary.",
    )


def verdict_diagnostics(scored: Mapping[str, CaseScores], threshold: float) -> Iterator[Diagnostic]:
    """Warn of each case whose coders put it on different sides of the threshold of alignment."""
    for case, one in scored.items():
        bounds = one.values["alignment"]
        if len(one.sheets) >= 2 and bounds.low < threshold <= bounds.high:
            yield Diagnostic(
                level="warning",
                code="arenas.coders-decide",
                message=f"Whether {case} counts as aligned depends on who coded: alignment is "
                f"{bounds.low:.2f} to {bounds.high:.2f}, with the line at {threshold:g}.",
                advice="Agree on the codes that differ, with the evidence of both sides at hand; a table "
                "lists them, the largest differences first.",
                case=case,
                field="arenas",
            )


def _items(case: Case, coders: Sequence[str]) -> list[list[float | None]]:
    """Give every coded number on leadership as an item: one code per coder who coded it.

    Hybrid leadership that nobody saw at all is left out: agreeing on it is too easy.
    """
    items: dict[tuple[int, str, str], dict[str, float]] = {}
    for coder in coders:
        for row in read_sheet(case, coder).arenas:
            for name in ("clinical", "managerial", "hybrid", "coupling"):
                value = getattr(row, name)
                if value is not None and row.coder == coder:
                    items.setdefault((row.round, row.arena, name), {})[coder] = value
    return [
        [codes.get(coder) for coder in coders]
        for (_, _, name), codes in items.items()
        if name != "hybrid" or any(codes.values())
    ]
