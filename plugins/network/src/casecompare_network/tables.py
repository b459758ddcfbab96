"""The tables of the method: what each column holds, and bounds beside what is open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from casecompare import Column, Table
from casecompare_network.scores import SCORES

__all__ = ["Cell", "Rows", "make_table", "unless_drawn", "within_bounds"]

Cell = str | int | float | bool | None | tuple[str, ...]
Rows = Sequence[Mapping[str, Cell]]

_TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "case": ("Case", ""),
        "round": ("Round", ""),
        "actor": ("Actor", ""),
        "group": ("Group", "By default the profession."),
        "boundary": ("Boundary", "What groups the actors: profession, arena, organisation."),
        "group_count": ("Groups", "Number of groups."),
        "percentile": ("Percentile", "Share of such networks with less, 0 to 1; the same counts one half."),
        "arena": ("Arena", "The arena the actor acts from."),
        "actors": ("Actors", "Number of actors."),
        "ties": ("Ties", "Number of ties."),
        "relation": ("Relation", ""),
        "directed": ("Directed", "Whether its ties lead one way."),
        "weight": ("Weight", "Sum of the weights of the ties."),
        "mean_weight": ("Mean weight", "Sum of the weights over the possible ties."),
        "unknown": ("Unknown", "Possible ties of which it is not known whether they exist."),
        "degree": ("Degree", "Number of ties."),
        "degree_in": ("In", "Number of ties towards the actor."),
        "degree_out": ("Out", "Number of ties from the actor."),
        "strength": ("Strength", "Sum of the weights of its ties."),
        "betweenness": ("Betweenness", "Normalised (Freeman 1977)."),
        "closeness_reachable": ("Closeness, of those reached", "Others reached over the sum of distances to "
                                "them; undefined if nobody is reached."),
        "closeness_wasserman_faust": ("Closeness, Wasserman-Faust", "The same times the share reached."),
        "closeness_zero": ("Closeness, 0 if any unreached", "Freeman (1979)."),
        "harmonic": ("Harmonic closeness", "Mean of 1/distance; 0 for those out of reach."),
        "eigenvector": ("Eigenvector", "Largest entry 1; undefined in a network that is not connected."),
        "pagerank": ("PageRank", "Damping 0.85."),
        "constraint": ("Constraint", "Burt (1992)."),
        "effective_size": ("Effective size", "Contacts less their redundancy (Burt 1992)."),
        "efficiency": ("Efficiency", "Effective size per contact (Burt 1992)."),
        "hierarchy": ("Hierarchy", "Concentration of constraint in one contact (Burt 1992)."),
        "transitivity": ("Local transitivity", "Share of pairs of contacts with a tie."),
        "core": ("Core", "Largest k of a k-core the actor is in (Seidman 1983)."),
        "cut_point": ("Cut point", "Whether a part falls off without the actor."),
        "ei": ("E-I", "External less internal ties over all (Krackhardt and Stern 1988)."),
        "external": ("External", "Ties to other groups."),
        "internal": ("Internal", "Ties within the group."),
        "coordinator": ("Coordinator", "Brokers between two of its own group."),
        "itinerant": ("Itinerant", "Brokers between two of one other group."),
        "representative": ("Representative", "Passes on from its own group to another."),
        "gatekeeper": ("Gatekeeper", "Passes on from another group to its own."),
        "liaison": ("Liaison", "Brokers between two other groups."),
        "brokerage": ("Brokerage", "All five roles."),
        "brokerage_z": ("z", "Against independent ties of the same density (Gould and Fernandez 1989)."),
        "power": ("Power", "Mean over raters."),
        "stance": ("Stance", "Mean over raters, -1 against to 1 for."),
        "role": ("Role", "Gould and Fernandez (1989)."),
        "count": ("Count", "Brokered pairs in the network."),
        "expected": ("Expected", "Under independent ties with the observed density."),
        "deviation": ("SD", "Exact under the same null model."),
        "z": ("z", "Observed less expected, over the deviation."),
        "p": ("p", "Permutation p."),
        "labelings": ("Labelings", "How many the p rests on."),
        "exact": ("Exact", "Whether all labelings were gone through."),
        "error": ("Error", "Standard error where it is drawn, 0 where exact."),
        "clinical": ("Clinical", "Number of clinical actors."),
        "managerial": ("Managerial", "Number of managerial actors."),
        "clinical_managerial_ties": ("Ties between", "Ties between clinical and managerial actors."),
        "ties_between_density": ("Density between", "Share of possible ties between the sides."),
        "coverage_clinical": ("Clinical reached", "Share of clinical actors with a tie to a managerial one."),
        "coverage_managerial": ("Managerial reached", "Share of managerial with a tie to a clinical one."),
        "coupling": ("Coupling", "Geometric mean of both."),
        "index": ("TI", "Ties between over those expected at random."),
        "components": ("Components", "Parts of the network, direction ignored."),
        "largest": ("Largest", "Actors in the largest component."),
        "isolates": ("Isolates", "Actors without a tie."),
        "cut_points": ("Cut points", "Actors without whom a part falls off."),
        "bridges": ("Bridges", "Ties without which a part falls off."),
        "k_core": ("Highest core", "Largest k of a k-core."),
        "cliques": ("Cliques", "Maximal cliques of three or more."),
        "assortativity": ("Assortativity", "By group (Newman 2003): 1 all within, 0 at random."),
        "degree_assortativity": ("Degree assortativity", "Newman (2003)."),
        "measure": ("Measure", ""),
        "value": ("Value", ""),
        "mean": ("Under chance", "Mean over networks of the same size and density."),
        "to_group": ("To group", ""),
        "mixing_ties": ("Ties", "Ties between the two groups."),
        "mixing_density": ("Density", "Share of possible ties between the two groups."),
        "cases": ("Cases", "Cases in which it is defined: with and without the outcome."),
        "n_in": ("Cases with", "Cases with the outcome in which the measure is defined."),
        "n_out": ("Cases without", "Cases without the outcome in which it is defined."),
        "mean_in": ("Mean with", "Mean among cases with the outcome."),
        "mean_out": ("Mean without", "Mean among cases without it."),
        "effect": ("Larger with", "Share of pairs of cases in which the one with the outcome has more."),
        "smallest": ("Smallest p", "The smallest p that this number of cases can reach."),
        "p_holm": ("p, Holm", "Adjusted for the number of measures compared."),
        "members": ("Who blocks", "Actors who contest others or are against the redesign."),
        "core_periphery": ("Core–periphery", "Fit of the best core (Borgatti and Everett 2000), cells "
                           "between core and periphery left aside."),
        "core_members": ("Core", "One best core."),
        "core_count": ("Tied cores", "How many cores fit as well."),
        "core_exact": ("All cores compared", ""),
        "group_modularity": ("Modularity of the groups", "Newman and Girvan (2004)."),
        "communities": ("Communities", "Number in the partition of the largest modularity."),
        "modularity": ("Modularity", "Of that partition."),
        "modularity_exact": ("Proven largest", ""),
        "equivalent": ("Equivalent actors", "The same ties with all third parties."),
        "criterion": ("Criterion", "Borgatti (2006)."),
        "size": ("Set of", "Number of key players."),
        "sets": ("Best sets", "At most 20 of those that tie."),
        "set_count": ("Tied sets", "How many sets are best."),
        "quadrant": ("Quadrant", "Of power and interest, by the mean over raters."),
        "quadrant_also": ("Also possible", "By single raters, or where something was not rated."),
        "agreement": ("Agreement", "Share of raters whose own ratings give this quadrant."),
        "salience": ("Salience", "Mitchell, Agle and Wood (1997)."),
        "salience_also": ("Salience, also possible", "By single raters, or where something was not rated."),
        "salience_agreement": ("Salience, agreement", "Share of raters whose own ratings give this class."),
        "interest": ("Interest", "Mean over raters."),
        "legitimacy": ("Legitimacy", "Mean over raters."),
        "urgency": ("Urgency", "Mean over raters."),
        **{f"{name}_raters": (f"{name.capitalize()}, raters", "")
           for name in ("power", "interest", "legitimacy", "urgency")},
        "enabling": ("Enabling", "Sum of the strengths."),
        "blocking": ("Blocking", "Sum of the strengths."),
        "level": ("Level", ""),
        "forces": ("Forces", "Number of forces."),
        "uncoded": ("Without strength", "Forces whose strength was not coded."),
        "force": ("Force", ""),
        "polarity": ("Polarity", "Whether it enables or blocks."),
        "force_strength": ("Strength", "0 to 1; empty where it was not coded."),
        "relation_with": ("With", "The relation it is held against."),
        "cells": ("Cells", "Pairs of actors compared."),
        "correlation": ("r", "Correlation over pairs of actors."),
        "p_at_least": ("p, at least", "Share of reorderings with a value at least as large."),
        "p_at_most": ("p, at most", "Share of reorderings with a value at most as large."),
        "p_two_sided": ("p, two-sided", "Share of reorderings at least as far from 0."),
        "predictor": ("Predictor", ""),
        "coefficient": ("Coefficient", "Least squares."),
        "t": ("t", ""),
        "r_squared": ("R²", "Share of the variance explained."),
        "place": ("Place", "Arena, body, meeting."),
        "moves": ("Moves", "Actors who moved; one with several places is shared out equally."),
        "stayed": ("Stayed", "Actors who were there in both rounds."),
        "came": ("Came", "Actors who were there in the later round only."),
        "went": ("Went", "Actors who were there in the earlier round only."),
        "membership_stability": ("Stability", "Stayed, over all who were there in either round."),
        "reason": ("Why", ""),
        "holds": ("Holds together", "Most betweenness."),
        "bridges_groups": ("Bridges groups", "Most brokered pairs not all of one group."),
        "bridges_arenas": ("Arenas", "Bridges arenas: most brokered pairs not all of one arena."),
        "bridges_organisations": ("Organisations", "Bridges organisations: the same for organisations."),
        "blocks": ("Blocks", "Contests others, or is against the redesign."),
        "in_cases": ("Cases", ""),
        "to_round": ("To round", ""),
        "kept": ("Kept", "Ties in both rounds."),
        "dissolved": ("Dissolved", "Ties in the earlier round only."),
        "formed": ("Formed", "Ties in the later round only."),
        "stability": ("Stability", "Kept over all ties of both rounds (Jaccard)."),
        "move_kind": ("Between", "What the actor moved between."),
        "origin": ("From", ""),
        "destination": ("To", "Empty if the actor left."),
        "tie_from": ("From", ""),
        "tie_to": ("To", ""),
        "tie_weight": ("Weight", ""),
        "known": ("Known", "Whether it is known that there is this tie."),
        "file": ("File", "From the study's folder."),
        "sha256": ("SHA-256", "Of the file as it was read."),
        "notes": ("Notes", "What of the file was not taken over, and what was assumed."),
        "event_kind": ("Kind", "Arena, or kind of event."),
        "event": ("Arena or event", ""),
        "two_mode_degree": ("Degree", "Share of all actors who take part."),
        "two_mode_closeness": ("Closeness", "1 where everybody takes part and goes nowhere else."),
        "two_mode_betweenness": ("Betweenness", "How far the actors reach each other only through it."),
        "events": ("Events", "Number of arenas or events."),
        "two_mode_density": ("Density", "Ties over actors times events (Borgatti and Everett 1997)."),
        "two_mode_clustering": ("Overlap", "Mean clustering of actors (Latapy et al. 2008)."),
        "two_mode_transitivity": ("Four-cycles", "Closed three-paths (Robins and Alexander 2004)."),
        **{score.name: (score.title, score.description) for score in SCORES},
    }
)  # fmt: skip
_COUNTS = frozenset((
    "round", "actors", "ties", "unknown", "degree", "degree_in", "degree_out", "core", "external", "internal",
    "coordinator", "itinerant", "representative", "gatekeeper", "liaison", "brokerage", "count", "labelings",
    "clinical", "managerial", "clinical_managerial_ties", "components", "largest", "k_core", "cliques",
    "mixing_ties", "n_in", "n_out", "core_count", "communities", "size", "set_count", "to_round", "kept",
    "dissolved", "formed", "events", "forces", "uncoded", "cells", "stayed", "came", "went", "power_raters",
    "interest_raters", "legitimacy_raters", "urgency_raters", "group_count",
))  # fmt: skip


def make_table(
    name: str,
    title: str,
    rows: Rows,
    order: Iterable[str],
    *,
    main: bool = False,
    note: str = "",
    headings: Mapping[str, str] = MappingProxyType({}),
    silent: Mapping[str, Cell] = MappingProxyType({}),
) -> Table:
    """Put a table together; bounds stand beside the column that they belong to, where there are any.

    Parameters
    ----------
    name, title, note
        Of the table.
    rows
        Cells by column name; ``x_low`` and ``x_high`` are the bounds of ``x``.
    order
        The columns, in order.
    main
        Whether it is printed on the terminal.
    headings
        Shorter or other headings than the usual ones.
    silent
        Columns that are left out where all rows say what goes without saying, and what that is.

    Examples
    --------
    >>> make_table("t", "Ties", [{"case": "T1", "ties": 3}], ["case", "ties"]).columns["ties"].title
    'Ties'
    """
    present = {column for row in rows for column in row}
    columns: dict[str, Column] = {}
    for column in order:
        if rows and column in silent and all(_is_usual(row.get(column), silent[column]) for row in rows):
            continue
        words, meaning = _TITLES[column]
        words = headings.get(column, words)
        columns[column] = Column(title=words, description=meaning, decimals=0 if column in _COUNTS else 3)
        for end, bound in (("low", "at least"), ("high", "at most")):
            if f"{column}_{end}" in present:
                columns[f"{column}_{end}"] = Column(
                    title=f"{words}, {bound}",
                    description="Where something is not known.",
                    decimals=columns[column].decimals,
                )
    frame = pd.DataFrame(rows, columns=list(columns))
    return Table(name=name, title=title, frame=frame, columns=columns, main=main, note=note)


def unless_drawn(rows: Rows) -> Mapping[str, Cell]:
    """Give for `make_table` what goes without saying of a p: no error, where all are exact.

    Examples
    --------
    >>> unless_drawn([{"p": 0.1, "exact": True}]), unless_drawn([{"p": 0.1, "exact": False}])
    ({'error': 0.0}, {})
    """
    return {} if any(row.get("exact") is False for row in rows) else {"error": 0.0}


def within_bounds(column: str, low: float, high: float) -> dict[str, Cell]:
    """Give the cell of a column where it is certain, else its bounds in ``x_low`` and ``x_high``.

    Examples
    --------
    >>> within_bounds("ei", 0.5, 0.5), within_bounds("ei", 0.0, 0.5)
    ({'ei': 0.5}, {'ei_low': 0.0, 'ei_high': 0.5})
    """
    if low < high:
        return {f"{column}_low": low, f"{column}_high": high}
    return {column: low}


def _is_usual(cell: Cell, usual: Cell) -> bool:
    """Say whether a cell tells nothing beyond the usual: it says the same, or nothing at all."""
    return cell is None or cell == usual or (isinstance(cell, float) and math.isnan(cell))
