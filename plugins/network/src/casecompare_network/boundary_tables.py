"""Ties and brokerage across each boundary: between professions, between arenas, between organisations."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from casecompare import Table
from casecompare_network.assortativity import group_assortativity
from casecompare_network.brokerage import ROLES, Brokerage, brokerage_test
from casecompare_network.case_measures import CaseMeasures, brokers_between
from casecompare_network.graphs import Floats, Network
from casecompare_network.group_ties import EIIndex, block_density, ei_index, mixing_matrix
from casecompare_network.null_models import cross_share_null
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseNetwork
from casecompare_network.share_bounds import cross_share, ei_of, group_ei_bounds
from casecompare_network.tables import Cell, make_table, unless_drawn, within_bounds

__all__ = ["boundaries", "boundaries_table", "brokerage_table", "groups_table", "mixing_table"]

Last = Mapping[str, CaseMeasures]
Row = dict[str, Cell]

_USUAL = ("profession", "arena", "organisation")
_ANY = "any"


def boundaries(last: Last, options: NetworkOptions) -> tuple[str, ...]:
    """Give what boundaries run between: the group of the options, profession, arena, organisation.

    Those that nobody was coded on in any case are left out.

    Examples
    --------
    >>> boundaries({}, NetworkOptions())
    ()
    """
    wanted = dict.fromkeys("arena" if kind == "home_arena" else kind for kind in (options.group, *_USUAL))
    return tuple(
        kind
        for kind in wanted
        if any(group is not None for one in last.values() for group in one.working.record.groups(kind))
    )


def boundaries_table(last: Last, options: NetworkOptions) -> Table:
    """Give for each case and boundary how many ties and how much brokerage cross it, and against chance."""
    rows: list[Row] = []
    for kind, case, one in _by_boundary(last, options):
        groups = one.working.record.groups(kind)
        share = cross_share(one.working, groups)
        row: Row = {
            "case": case, "boundary": kind, "group_count": len({*groups} - {None}),
            **within_bounds("cross_boundary_share", share.low, share.high),
            **within_bounds("ei", ei_of(share).low, ei_of(share).high),
        }  # fmt: skip
        if None not in groups and not len(one.working.unknown):
            known = [str(group) for group in groups]
            null = cross_share_null(one.working.network, known, share.value)
            row |= {"mean": null.mean, "z": null.z, "percentile": null.percentile,
                    "assortativity": group_assortativity(one.working.network, known),
                    "brokerage_across": _across(brokers_between(one.working, kind))}  # fmt: skip
        rows.append(row)
    order = ["case", "boundary", "group_count", "cross_boundary_share", "ei", "mean", "z", "percentile",
             "assortativity", "brokerage_across"]  # fmt: skip
    note = "Under chance, z and percentile are exact, over all networks of the same size and density."
    headings = {"cross_boundary_share": "Ties across", "mean": "Across under chance"}
    title = "Across professions, arenas and organisations"
    return make_table("boundaries", title, rows, order, note=note, headings=headings)


def groups_table(last: Last, options: NetworkOptions) -> Table:
    """Give the size, the density within and the E-I index of each group of each boundary."""
    rows: list[Row] = []
    for kind, case, one in _by_boundary(last, options):
        if None not in one.working.record.groups(kind):
            rows += [{"case": case, "boundary": kind, **row} for row in _group_rows(one.working, kind)]
    order = ["case", "boundary", "group", "actors", "density", "external", "internal", "ei"]
    headings = {"group": "Group"}
    title = "Ties within and between groups"
    return make_table("groups", title, rows, order, headings=headings)


def mixing_table(last: Last, options: NetworkOptions) -> Table:
    """Give the ties between each two groups of each boundary; an undirected pair of groups stands once."""
    rows: list[Row] = []
    for kind, case, one in _by_boundary(last, options):
        if None not in one.working.record.groups(kind):
            rows += [{"case": case, "boundary": kind, **row} for row in _mixing_rows(one.working, kind)]
    order = ["case", "boundary", "group", "to_group", "mixing_ties", "mixing_density"]
    return make_table("mixing", "Ties between each two groups", rows, order)


def brokerage_table(last: Last, options: NetworkOptions, random: np.random.Generator) -> Table:
    """Give the five roles across each boundary: counts, expectation, exact deviation, z, permutation p.

    The count of all roles together does not depend on the boundary, and stands once per case.
    """
    rows: list[Row] = []
    counted_all: set[str] = set()
    for kind, case, one in _by_boundary(last, options):
        found = brokers_between(one.working, kind)
        if found is None or one.working.network.size < 3:
            continue
        tests = brokerage_test(
            one.working.network, [str(group) for group in one.working.record.groups(kind)],
            at_most=options.labelings, draws=options.draws, random=random,
        )  # fmt: skip
        for role, tested in tests.items():
            rows.append({
                "case": case, "boundary": kind, **_role_cells(found, role), "p": tested.p,
                "labelings": tested.labelings, "exact": tested.is_exact, "error": tested.error,
            })  # fmt: skip
        if case not in counted_all:
            counted_all.add(case)
            rows.append({"case": case, "boundary": _ANY, **_role_cells(found, ROLES[-1])})
    order = ["case", "boundary", "role", "count", "expected", "deviation", "z", "p", "labelings", "exact",
             "error"]  # fmt: skip
    note = (
        "z holds the count against independent ties of the same density, which for undirected ties is only "
        "nominal; p against the same ties with the groups given out at random, at least as many. The total "
        "does not depend on the boundary."
    )
    title = "Brokerage across each boundary"
    return make_table("brokerage", title, rows, order, note=note, silent=unless_drawn(rows))


def _by_boundary(last: Last, options: NetworkOptions) -> Iterator[tuple[str, str, CaseMeasures]]:
    """Give each boundary with each case in which anybody was coded on it."""
    kinds = boundaries(last, options)
    for case, one in last.items():
        for kind in kinds:
            if any(group is not None for group in one.working.record.groups(kind)):
                yield kind, case, one


def _group_rows(working: CaseNetwork, kind: str) -> Iterator[Row]:
    """Give each group's ties, within bounds where some are unknown."""
    groups = [str(group) for group in working.record.groups(kind)]
    least = _blocks(working.network, groups)
    most = _blocks(working.complete, groups) if len(working.unknown) else least
    ei_low, ei_high = group_ei_bounds(working, groups)
    for place, group in enumerate(least[0].groups):
        (index, density), (index_most, density_most) = least, most
        external = int(index.external_by_group[place]), int(index_most.external_by_group[place])
        internal = int(index.internal_by_group[place]), int(index_most.internal_by_group[place])
        yield {
            "group": group, "actors": groups.count(group),
            **within_bounds("density", float(density[place, place]), float(density_most[place, place])),
            **within_bounds("external", *external),
            **within_bounds("internal", *internal),
            **within_bounds("ei", float(ei_low[place]), float(ei_high[place])),
        }  # fmt: skip


def _blocks(network: Network, groups: list[str]) -> tuple[EIIndex, Floats]:
    return ei_index(network, groups), block_density(network, groups)[1]


def _mixing_rows(working: CaseNetwork, kind: str) -> Iterator[Row]:
    groups = [str(group) for group in working.record.groups(kind)]
    net, whole = working.network, working.complete if len(working.unknown) else working.network
    least, most = mixing_matrix(net, groups), mixing_matrix(whole, groups)
    densities = block_density(net, groups)[1], block_density(whole, groups)[1]
    for i, source in enumerate(least.groups):
        for j, target in enumerate(least.groups):
            if net.directed or i <= j:
                yield {
                    "group": source, "to_group": target,
                    **within_bounds("mixing_ties", int(least.counts[i, j]), int(most.counts[i, j])),
                    **within_bounds("mixing_density", float(densities[0][i, j]), float(densities[1][i, j])),
                }  # fmt: skip


def _role_cells(found: Brokerage, role: str) -> Row:
    return {
        "role": role, "count": found.whole[role], "expected": found.whole_expected[role],
        "deviation": found.whole_deviation[role], "z": found.whole_z[role],
    }  # fmt: skip


def _across(brokers: Brokerage | None) -> float:
    if brokers is None or not brokers.whole["total"]:
        return math.nan
    return 1 - brokers.whole["coordinator"] / brokers.whole["total"]
