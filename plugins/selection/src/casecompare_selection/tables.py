"""The further tables: positions, units, coverage, response, and how each case was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from casecompare import Column, Study, Table
from casecompare_selection.columns import Cell, Row, make_table, titled
from casecompare_selection.frame_file import FrameTable
from casecompare_selection.options import SelectionOptions
from casecompare_selection.positions import Position
from casecompare_selection.response import ResponseRate, response_rate
from casecompare_selection.sections import has_records, sampling_of
from casecompare_selection.strategies import Analysis
from casecompare_selection.strategy_tables import line_of, value_at
from casecompare_selection.units import Units
from casecompare_selection.variables import Variable, standard_distances

__all__ = [
    "coverage_tables",
    "files_table",
    "left_out_table",
    "model_table",
    "positions_tables",
    "response_rates",
    "response_table",
    "sampling_table",
    "shown_places",
    "strata_members",
    "units_table",
]

_MOST_ROWS = 1_000


def positions_tables(
    analysis: Analysis, positions: Sequence[Position], prefix: str = ""
) -> tuple[Table, Table]:
    """Give where each chosen unit stands beside the rule it was chosen by, and its place by each strategy."""
    units = analysis.units
    titles = {
        "typical": "Typical", "deviant": "Deviant", "influential": "Influential",
        **{f"extreme {one.variable}": f"Extreme, {one.variable}" for one in analysis.criterion("extreme")},
    }  # fmt: skip
    further = {
        "rule": Column(title="Chosen as"),
        "reason": Column(title="Reason"),
        "agrees": Column(title="Agrees", description="Whether the position agrees with the rule."),
        "said": Column(title="Why not"),
        "stands_out": Column(title="Stands out as", description="In the first quarter of all units."),
        **{
            f"share {name}": Column(
                title=f"{title}, percentile", description="1 for the unit that the strategy names first."
            )
            for name, title in titles.items()
        },
    }
    rows: list[Row] = [
        {
            "unit": units.ids[one.place],
            "case": units.cases[one.place] or "",
            "rule": (one.row.rule or "") if one.row else "",
            "reason": (one.row.reason or "") if one.row else "",
            "agrees": one.agrees,
            "said": one.said,
            "stands_out": one.stands_out,
            "type": analysis.types[one.place] or "",
            **{f"share {name}": value for name, value in one.shares.items()},
        }
        for one in positions[:_MOST_ROWS]
    ]
    where, note = "the frame" if units.is_frame else "the studied cases", _cut(len(positions))
    brief, shares = ["unit", "stands_out"], ["unit", "type", *(f"share {name}" for name in titles)]
    if units.is_frame:
        has_other_names = any(row["case"] not in ("", row["unit"]) for row in rows)
        brief[1:1] = [*(["case"] if has_other_names else []), "rule", "agrees"]
        shares[1:1] = ["reason", "said"]
    title = f"Where the chosen stand among {where}"
    return (
        make_table(f"{prefix}positions", title, rows, brief, further, main=units.is_frame, note=note),
        make_table(
            f"{prefix}position_shares", f"{title}, by each strategy", rows, shares, further, note=note
        ),
    )


def units_table(analysis: Analysis, prefix: str = "") -> Table:
    """Give every unit with its values and all numbers; the chosen ones first where there are too many."""
    units, fit = analysis.units, analysis.fit
    rows: list[Row] = [
        {
            "unit": units.ids[at],
            "chosen": bool(units.chosen[at]),
            "type": analysis.types[at] or "",
            **{f"value {one.name}": value_at(one, at) for one in units.variables},
            "fitted": float(fit.fitted[at]),
            "residual": float(fit.residuals[at]),
            "standardized": float(fit.standardized[at]),
            "line": line_of(float(fit.standardized[at])),
            "leverage": float(fit.leverage[at]),
            "cooks": float(fit.cooks[at]),
            "dfbetas": float(fit.dfbetas[at]),
        }
        for at in shown_places(units)
    ]
    further = {
        "fitted": Column(title="Expected", description="By the linear model."),
        **{f"value {one.name}": Column(title=one.name) for one in units.variables},
    }
    order = ["unit", *(["chosen"] if units.is_frame else []), "type"]
    order += [f"value {one.name}" for one in units.variables]
    order += ["fitted", "residual", "standardized", "line", "leverage", "cooks", "dfbetas"]
    title = "All units of the frame" if units.is_frame else "All studied cases"
    return make_table(f"{prefix}units", title, rows, order, further, note=_cut(len(units.ids)))


def shown_places(units: Units) -> list[int]:
    """Give the places of the units that are listed and drawn: all, or of very many the chosen ones first."""
    places = sorted(range(len(units.ids)), key=lambda at: (not units.chosen[at], at))
    return sorted(places[:_MOST_ROWS])


def model_table(analysis: Analysis, prefix: str = "") -> Table:
    """Give the linear model that residuals and influence come from."""
    fit, outcome = analysis.fit, analysis.units.outcome
    row: Row = {
        "outcome": outcome.name if outcome else "",
        "predictors": analysis.names,
        "dropped": fit.dropped,
        "used": int(fit.used.sum()),
        "left_out": len(analysis.left_out),
        "coefficients": fit.coefficients,
        "r_squared": fit.r_squared,
        "standard_error": fit.standard_error,
        "reason": fit.reason,
    }
    further = {
        "outcome": Column(title="Outcome"),
        "predictors": Column(title="Explained by"),
        "dropped": Column(title="Dropped", description="Constant, or following from those before."),
        "used": Column(title="Units", decimals=0),
        "left_out": Column(title="Left out", description="For want of a value.", decimals=0),
        "coefficients": Column(title="Coefficients", decimals=0),
        "r_squared": Column(title="R²"),
        "standard_error": Column(title="Standard error", description="Of the residuals."),
        "reason": Column(title="Why there is none"),
    }
    return make_table(f"{prefix}model", titled("The linear model", prefix), [row], further, further)


def left_out_table(analysis: Analysis, prefix: str = "") -> Table:
    """Give the units that the model leaves out, and what they lack."""
    units = analysis.units
    rows: list[Row] = [
        {
            "unit": units.ids[at],
            "lacks": tuple(one.name for one in units.variables if one.is_missing[at]),
        }
        for at in analysis.left_out[:_MOST_ROWS]
    ]
    return make_table(
        f"{prefix}left_out", titled("Left out of the linear model", prefix), rows, ["unit", "lacks"],
        {"lacks": Column(title="Lacks")}, note=_cut(len(analysis.left_out)),
    )  # fmt: skip


def coverage_tables(analysis: Analysis) -> Iterator[Table]:
    """Give how far the chosen units cover the types, strata and variables of a frame."""
    units = analysis.units
    by_type = {one.name: one.members for one in analysis.by_type}
    yield _groups_table("types", "Types of the frame, and who was chosen", "type", by_type, units)
    if units.strata is not None:
        members = strata_members(units)
        yield _groups_table("strata", "Strata of the frame, and who was chosen", "stratum", members, units)
    yield _profile_table(units)


def strata_members(units: Units) -> dict[str, tuple[int, ...]]:
    """Give the places of the units of each stratum, the largest stratum first."""
    found: dict[str, list[int]] = {}
    for at, label in enumerate(units.strata.values if units.strata is not None else ()):
        if label is not None:
            found.setdefault(str(label), []).append(at)
    return {name: tuple(found[name]) for name in sorted(found, key=lambda name: (-len(found[name]), name))}


def _groups_table(
    name: str, title: str, key: str, members: Mapping[str, Sequence[int]], units: Units
) -> Table:
    total = sum(map(len, members.values()))
    chosen = {group: [at for at in places if units.chosen[at]] for group, places in members.items()}
    of = sum(map(len, chosen.values()))
    rows: list[Row] = [
        {
            key: group,
            "units": len(places),
            "share": len(places) / total,
            "chosen_count": len(chosen[group]),
            "chosen_share": len(chosen[group]) / of if of else None,
            "chosen_units": tuple(sorted(units.ids[at] for at in chosen[group])),
        }
        for group, places in list(members.items())[:_MOST_ROWS]
    ]
    order = [key, "units", "share", "chosen_count", "chosen_share", "chosen_units"]
    return make_table(name, title, rows, order, {"stratum": Column(title="Stratum")})


def _profile_table(units: Units) -> Table:
    rows: list[Row] = []
    for variable in units.variables:
        names, columns = [variable.name], variable.numbers[:, np.newaxis]
        if variable.kind == "category":
            names, columns = _indicators(variable)
        for name, column in zip(names, columns.T, strict=True):
            present, chosen = column[~np.isnan(column)], column[units.chosen & ~np.isnan(column)]
            distances = standard_distances(column)[units.chosen & ~np.isnan(column)]
            rows.append(
                {
                    "variable": name,
                    "known": len(present),
                    "mean": float(present.mean()) if len(present) else None,
                    "chosen_known": len(chosen),
                    "chosen_mean": float(chosen.mean()) if len(chosen) else None,
                    "apart": float(distances.mean()) if len(distances) else None,
                }
            )
    further = {
        "known": Column(title="Units with a value", decimals=0),
        "mean": Column(title="Mean in the frame", description="Of a category: its share."),
        "chosen_known": Column(title="Chosen with a value", decimals=0),
        "chosen_mean": Column(title="Mean of the chosen", description="No estimate."),
        "apart": Column(title="Apart", description="In standard deviations of the frame."),
    }
    return make_table(
        "profile", "How the chosen differ from the frame", rows, ["variable", *further], further
    )


def _indicators(variable: Variable) -> tuple[list[str], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """Give a column of 0 and 1 for every category, the first one too."""
    labels = sorted({str(label) for label in variable.values[~variable.is_missing]})
    cells = [[float(value == label) for label in labels] for value in variable.values]
    columns = np.array(cells, dtype=np.float64).reshape(len(variable.values), len(labels))
    columns[variable.is_missing] = np.nan
    return [f"{variable.name}: {label}" for label in labels], columns


def response_rates(
    frame: FrameTable, options: SelectionOptions, units: Units
) -> dict[tuple[str, str], ResponseRate]:
    """Give the rates of all bodies and of each stratum, where the options name both columns."""
    if options.asked is None or options.answered is None:
        return {}
    asked, answered = (
        pd.to_numeric(frame.table[name]).to_numpy(dtype=np.float64, na_value=np.nan)
        for name in (options.asked, options.answered)
    )
    rates = {("all", ""): response_rate(asked, answered)}
    for name, places in strata_members(units).items():
        rates["stratum", name] = response_rate(asked[list(places)], answered[list(places)])
    return rates


def response_table(rates: Mapping[tuple[str, str], ResponseRate]) -> Table:
    """Give both rates side by side; bounds where it is not known how many persons of a body answered."""
    is_open = any(one.persons_low < one.persons_high for one in rates.values())
    rows: list[Row] = []
    for (kind, name), one in rates.items():
        row: dict[str, Cell] = {
            "stratum": name or kind,
            "bodies_asked": one.bodies_asked,
            "persons_asked": one.persons_asked,
            "left_out": len(one.left_out),
        }
        for part, (low, high) in (("bodies", one.bodies), ("persons", one.persons)):
            is_exact = low == high
            row |= {part: low if is_exact else None, f"{part}_low": low, f"{part}_high": high}
        rows.append(row)
    parts = {"bodies": "Rate of bodies", "persons": "Rate of persons"}
    further = {
        "stratum": Column(title="Stratum"),
        "bodies_asked": Column(title="Bodies asked", decimals=0),
        "persons_asked": Column(title="Persons asked", decimals=0),
        "left_out": Column(
            title="Left out", description="Bodies of which it is not known how many were asked.", decimals=0
        ),
    }
    order = ["stratum"]
    for part, title in parts.items():
        further[part] = Column(title=title)
        order += [f"{part}_asked", part]
        if is_open:
            further[f"{part}_low"] = Column(title=f"{title}, at least")
            further[f"{part}_high"] = Column(title=f"{title}, at most")
            order += [f"{part}_low", f"{part}_high"]
    return make_table(
        "response", "How the survey was answered", rows, [*order, "left_out"], further,
        note="Two denominators, which are not averaged: a body has answered when one of its persons has.",
    )  # fmt: skip


def sampling_table(study: Study) -> Table:
    """Give how each case was chosen, as the records say it."""
    rows: list[Row] = [
        {
            "case": case.id,
            "phase": row.phase,
            "from": row.frame or "",
            "stratum": row.stratum or "",
            "rule": row.rule or "",
            "chosen": row.chosen,
            "reason": row.reason or "",
        }
        for case in (study.cases.values() if has_records(study) else ())
        for row in sampling_of(case)
    ]
    further = {
        "phase": Column(title="Phase"),
        "from": Column(title="Chosen from"),
        "stratum": Column(title="Stratum"),
        "rule": Column(title="Rule", description="Of case selection (Seawright & Gerring 2008)."),
        "reason": Column(title="Reason"),
    }
    order = ["case", "phase", "from", "stratum", "rule", "chosen", "reason"]
    return make_table("sampling", "How cases were chosen", rows, order, further)


def files_table(frame: FrameTable, units: Units) -> Table:
    """Give which frame was read, with its hash."""
    row: Row = {"file": frame.file, "sha256": frame.sha256, "units": len(units.ids)}
    further = {"file": Column(title="File"), "sha256": Column(title="SHA-256")}
    return make_table("files", "The frame that was read", [row], ["file", "sha256", "units"], further)


def _cut(rows: int) -> str:
    return f"{rows - _MOST_ROWS:,} more are left out." if rows > _MOST_ROWS else ""
