"""The tables of how the order of cases depends on the model: aggregators, weights, cut of the concept."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random

from casecompare import Column, Table
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.columns import Row, make_table
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.sensitivity import EXPONENTS, aggregator_fits, merging_gain, rank_order, ranks
from casecompare_arenas.weights import PARTS, rank_acceptability, weight_share, weight_swings

__all__ = [
    "aggregators_table",
    "known_parts",
    "merging_table",
    "neighbours_table",
    "swings_table",
    "weights_table",
]

Parts = Mapping[str, Sequence[float]]

_PART_TITLES = {"matching": "Matching", "reinforcement": "Reinforcement", "commensurate_action": "Action"}


def known_parts(scored: Mapping[str, CaseScores]) -> dict[str, list[float]]:
    """Give the parts of fit of the cases of which all are known."""
    parts = {case: [one.values[part].value for part in PARTS] for case, one in scored.items()}
    return {case: values for case, values in parts.items() if not any(map(math.isnan, values))}


def aggregators_table(parts: Parts, options: ArenasOptions) -> Table:
    """Give the fit of each case by four aggregators, and its rank by each."""
    weights = list(options.weights.model_dump().values())
    fits = {
        case: dict(zip(EXPONENTS, aggregator_fits(values, weights), strict=True))
        for case, values in parts.items()
    }
    placed = {name: ranks({case: by_name[name] for case, by_name in fits.items()}) for name in EXPONENTS}
    rows: list[Row] = [
        {
            "case": case,
            **by_name,
            **{f"rank_{name}": placed[name][case] for name in EXPONENTS},
            "rank_change": max(one[case] for one in placed.values())
            - min(one[case] for one in placed.values()),
        }
        for case, by_name in fits.items()
    ]
    columns = {
        name: Column(title=name.capitalize(), description=f"Power mean with exponent {exponent:g}.")
        for name, exponent in EXPONENTS.items()
    }
    columns |= {f"rank_{name}": Column(title=f"Rank, {name}", decimals=0) for name in EXPONENTS}
    columns["rank_change"] = Column(title="Ranks apart", description="Worst less best rank.", decimals=0)
    return make_table(
        "aggregators",
        "Fit by other aggregators",
        rows,
        ["case", *columns],
        columns,
        note="From the minimum, under which no part makes up for another, to the arithmetic mean.",
    )


def weights_table(parts: Parts, options: ArenasOptions, random: Random) -> Table:
    """Give the ranks of each case over all weights, and the weights that would put it first."""
    found = rank_acceptability(parts, random, draws=options.draws, exponent=options.power)
    rows: list[Row] = [
        {
            "case": case,
            "first": one.shares[0],
            "best": one.best,
            "worst": one.worst,
            "mean_rank": one.mean,
            **(dict(zip(PARTS, one.central, strict=True)) if one.central else {}),
        }
        for case, one in found.items()
    ]
    columns = {
        "first": Column(title="First", description="Share of all weights that put the case first."),
        "best": Column(title="Best rank", decimals=0),
        "worst": Column(title="Worst rank", decimals=0),
        "mean_rank": Column(title="Mean rank", decimals=1),
        **{
            part: Column(
                title=f"Weight of {title.lower()}", description="Mean of the weights that put it first."
            )
            for part, title in _PART_TITLES.items()
        },
    }
    return make_table(
        "weights",
        "Ranks under all weights of the parts of fit",
        rows,
        ["case", *columns],
        columns,
        note=f"{options.draws:,} weights drawn, all equally likely; cases with an open part are left out.",
    )


def neighbours_table(parts: Parts, options: ArenasOptions) -> Table:
    """Give for each case and the next one by fit the share of weights under which it stays before it."""
    weights = list(options.weights.model_dump().values())
    fits = {case: aggregator_fits(values, weights, [options.power])[0] for case, values in parts.items()}
    rows: list[Row] = [
        {
            "case": case,
            "fit": fits[case],
            "next": after,
            "share": _share(parts, case, after, options.power),
        }
        for case, after in pairwise(rank_order(fits))
    ]
    columns = {
        "next": Column(title="Next case"),
        "share": Column(
            title="Stays before it",
            description="Share of all weights, in closed form; empty where both fit with 0.",
        ),
    }
    return make_table(
        "neighbours", "How firmly a case stands before the next", rows, ["case", "fit", *columns], columns
    )


def _share(parts: Parts, case: str, after: str, exponent: float) -> float | None:
    """Give the share of weights; None where both have a veto, and hence the same fit under all weights."""
    if exponent <= 0 and min(parts[case]) == 0 == min(parts[after]):
        return None
    return weight_share(parts[case], parts[after], exponent=exponent)


def swings_table(parts: Parts, options: ArenasOptions) -> Table:
    """Give how the fit of each case moves when a part counts half, or twice as much."""
    weights = list(options.weights.model_dump().values())
    rows: list[Row] = [
        {
            "case": case,
            "part": _PART_TITLES[part],
            "half": half,
            "double": double,
            "swing": abs(double - half),
        }
        for case, values in parts.items()
        for part, (half, double) in zip(
            PARTS, weight_swings(values, weights, exponent=options.power), strict=True
        )
    ]
    columns = {
        "part": Column(title="Part"),
        "half": Column(title="Fit, half weight"),
        "double": Column(title="Fit, double weight"),
        "swing": Column(title="Swing", description="Distance between the two."),
    }
    return make_table("swings", "Fit when a part counts half or double", rows, ["case", *columns], columns)


def merging_table(scored: Mapping[str, CaseScores]) -> Table:
    """Give for each case the two elements whose merging would change matching most."""
    rows: list[Row] = []
    for case, one in scored.items():
        last = one.main.rounds[max(one.main.rounds)] if one.main.rounds else None
        found = merging_gain(last.state.emphases) if last else None
        if last and found and not last.scores.scores["matching"].is_open:
            now = one.values["matching"].value
            rows.append(
                {
                    "case": case,
                    "matching": now,
                    "elements": " + ".join(found.elements),
                    "merged": found.matching,
                    "gain": found.matching - now,
                }
            )
    columns = {
        "elements": Column(title="Merged elements"),
        "merged": Column(title="Matching, merged"),
        "gain": Column(title="Gain", description="How far matching depends on the cut between the two."),
    }
    return make_table(
        "merging",
        "How matching depends on the cut of the concept",
        rows,
        ["case", "matching", *columns],
        columns,
        note="Whether two elements are one is the coder's decision; matching never falls by merging.",
    )
