"""Where each case stands among networks of its own size and density, so that cases of any size compare."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from casecompare import Table
from casecompare_network.case_measures import CaseMeasures, board_places
from casecompare_network.null_models import (
    NullComparison,
    cross_share_null,
    many_betweenness,
    many_connectedness,
    many_degree_centralization,
    many_transitivity,
    random_networks,
    simulated_null,
)
from casecompare_network.options import NetworkOptions
from casecompare_network.scores import SCORES
from casecompare_network.tables import Cell, make_table

__all__ = ["STANDING", "Standing", "null_table", "standing", "standing_table", "z_frame"]

Standing = Mapping[str, Mapping[str, NullComparison]]
"""By case and measure."""

STANDING = ("cross_boundary_share", "transitivity", "centralization", "connectedness", "board_betweenness")
"""The measures that are held against chance."""

_SIMULATED_UP_TO = 60
"""Actors up to which random networks are drawn; beyond, the stack of matrices takes too much memory."""

_TITLES = {score.name: score.title for score in SCORES}


def standing(
    last: Mapping[str, CaseMeasures], options: NetworkOptions, random: np.random.Generator
) -> Standing:
    """Hold each case's measures against networks with as many actors and ties.

    Parameters
    ----------
    last
        What was measured of each case.
    options
        The groups, the board, and how many random networks are drawn.
    random
        The source of chance.

    Returns
    -------
    mapping
        By case and measure; a case without ties, with unknown ties or with fewer than three actors has none.
    """
    return {case: dict(_nulls(one, options, random)) for case, one in last.items()}


def null_table(found: Standing) -> Table:
    """Give each measure beside its distribution under chance: mean, deviation, z, percentile."""
    rows: list[Mapping[str, Cell]] = [
        {
            "case": case, "measure": _TITLES[measure], "value": one.value, "mean": one.mean,
            "deviation": one.deviation, "z": one.z, "percentile": one.percentile, "exact": one.is_exact,
            "error": one.error,
        }
        for case, measures in found.items()
        for measure, one in measures.items()
        if not math.isnan(one.value)
    ]  # fmt: skip
    note = (
        "Exact: over all networks with as many actors and ties (hypergeometric). Not exact: random ones, "
        "whose mean has the standard error given."
    )
    order = ["case", "measure", "value", "mean", "deviation", "z", "percentile", "exact", "error"]
    headings = {"error": "Error of the mean", "exact": "Exact"}
    title = "Against networks of the same size and density"
    return make_table("chance", title, rows, order, note=note, headings=headings)


def standing_table(last: Mapping[str, CaseMeasures], found: Standing) -> Table:
    """Give one row per case: size, density, and the percentile of each measure among networks like it."""
    rows: list[Mapping[str, Cell]] = [
        {
            "case": case, "actors": last[case].working.network.size,
            "ties": last[case].working.network.n_ties, "density": last[case].scores["density"].value,
            **{measure: one.percentile for measure, one in measures.items()},
        }
        for case, measures in found.items()
        if measures
    ]  # fmt: skip
    note = (
        "Percentiles from 0 to 1 among networks with as many actors and ties, so that cases of different "
        "size compare; 0.5 is the middle, and those with the same value count one half."
    )
    headings = {"centralization": "Centralization", "cross_boundary_share": "Across",
                "board_betweenness": "Board"}  # fmt: skip
    order = ["case", "actors", "ties", "density", *STANDING]
    title = "Where each network stands among those of its size and density"
    return make_table("standing", title, rows, order, note=note, headings=headings)


def z_frame(found: Standing, cases: Sequence[str]) -> pd.DataFrame:
    """Give the z of each simulated measure, one row per case and NaN where there is none.

    The exact z of ties across the boundary is a score of its own.
    """
    columns = {
        f"{measure}_z": [found[case][measure].z if measure in found.get(case, {}) else math.nan
                         for case in cases]
        for measure in STANDING[1:]
    }  # fmt: skip
    return pd.DataFrame(columns, index=pd.Index(cases, name="case"), dtype=np.float64)


def _nulls(
    one: CaseMeasures, options: NetworkOptions, random: np.random.Generator
) -> list[tuple[str, NullComparison]]:
    net, groups = one.working.network, one.working.record.groups(options.group)
    if len(one.working.unknown) or net.size < 3 or not net.n_ties:
        return []
    found = []
    share = one.scores["cross_boundary_share"].value
    if None not in groups:
        null = cross_share_null(net, [str(group) for group in groups], share)
        found.append(("cross_boundary_share", null))
    if net.size > _SIMULATED_UP_TO:
        return found
    drawn = random_networks(net, options.null_draws, random)
    for measure, many in (
        ("transitivity", many_transitivity),
        ("centralization", many_degree_centralization),
        ("connectedness", many_connectedness),
    ):
        found.append((measure, simulated_null(net, many, one.scores[measure].value, drawn)))
    members = board_places(one.working, options)
    if members:
        value = one.scores["board_betweenness"].value
        null = simulated_null(net, lambda many: many_betweenness(many, members).mean(axis=1), value, drawn)
        found.append(("board_betweenness", null))
    return found
