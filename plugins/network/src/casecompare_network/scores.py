"""What the method derives for each case, declared: names, titles, meaning, sources."""

from __future__ import annotations

from casecompare import Score

__all__ = ["COMPARED", "HEADLINES", "SCORES"]

_OPEN = "missing where a record leaves it open, its bounds then stand in .low and .high"
_UNKNOWN = "missing where it is undefined, or a tie is not known"


def _score(
    name: str,
    title: str,
    description: str,
    direction: str,
    *,
    bounds: tuple[float | None, float | None] = (0.0, 1.0),
    missing: str = _UNKNOWN,
) -> Score:
    return Score(
        name=name, title=title, description=description, direction=direction, range=bounds, missing=missing
    )


SCORES: tuple[Score, ...] = (
    _score("cross_boundary_share", "Ties across the boundary",
           "Share of ties between actors of different groups, by default professions.",
           "more ties across", missing=_OPEN),
    _score("ei_index", "E-I index", "External less internal ties over all ties (Krackhardt and Stern 1988).",
           "more outward", bounds=(-1.0, 1.0), missing=_OPEN),
    _score("clinical_managerial_share", "Clinical-managerial ties",
           "Share of ties that join a clinical and a managerial actor.",
           "more ties between the two", missing=_OPEN),
    _score("tandem_index", "Tandem index (TI)",
           "Ties between clinical and managerial actors over the number that as many ties placed at random "
           "would bring; 1 is chance.", "more tandem", bounds=(0.0, None), missing=_OPEN),
    _score("tandem_p", "Tandem, p", "Share of all ways of labeling the actors that give as many ties between "
           "clinical and managerial ones.", "less than chance"),
    _score("tie_coupling", "Coupling by ties",
           "Geometric mean of the shares of clinical and of managerial actors with a tie to the other side.",
           "more of both sides reached", missing=_OPEN),
    _score("board_betweenness", "Betweenness of the board",
           "Mean normalised betweenness (Freeman 1977) of those on the board; missing where nobody is.",
           "more runs through the board"),
    _score("brokerage_across", "Brokerage across groups",
           "Share of brokered pairs (Gould and Fernandez 1989) in which not all three are of one group.",
           "more brokerage across"),
    _score("brokerage_across_arenas", "Brokerage across arenas",
           "Share of brokered pairs in which not all three act from one arena.", "more brokerage across"),
    _score("brokerage_across_organisations", "Brokerage across organisations",
           "Share of brokered pairs in which not all three are of one organisation.",
           "more brokerage across"),
    _score("cross_boundary_z", "Ties across the boundary, z",
           "The share less its mean over all networks of the same size and density, in exact standard "
           "deviations: comparable between cases of different size.", "more across than chance",
           bounds=(None, None)),
    _score("arena_crossing_share", "Ties across arenas", "Share of ties between actors of different arenas.",
           "more ties across", missing=_OPEN),
    _score("organisation_crossing_share", "Ties across organisations",
           "Share of ties between actors of different organisations.", "more ties across", missing=_OPEN),
    _score("density", "Density", "Share of possible ties that exist.", "more ties", missing=_OPEN),
    _score("connectedness", "Connectedness",
           "Share of pairs of actors that reach each other (Krackhardt 1994).", "less divided",
           missing=_OPEN),
    _score("reciprocity", "Reciprocity", "Share of arcs that are returned; missing for undirected networks.",
           "more returned"),
    _score("transitivity", "Transitivity", "Share of two-paths that are closed, direction ignored.",
           "more closed"),
    _score("centralization", "Centralization of degree", "Freeman (1979): 1 for a star.", "more centred"),
    _score("betweenness_centralization", "Centralization of betweenness", "Freeman (1979): 1 for a star.",
           "more hangs on one"),
    _score("contested_share", "Contested pairs",
           "Pairs that contest over pairs that contest or work together.", "more contested"),
    _score("boundary_defence", "Defence of the boundary",
           "The same for pairs of actors of different groups: jurisdictions defended.", "more defended"),
    _score("blocking_share", "Blocking actors",
           "Share of actors who contest others or whose stance is against the redesign.", "more block"),
    _score("blocking_power", "Power of the blocking coalition",
           "Share of the actors' power that is held by those who block; missing where power was not coded.",
           "more power blocks", missing=_OPEN),
    _score("group_diversity", "Diversity of groups", "1 - Σp² over the groups of the actors.",
           "more diverse"),
    _score("sector_diversity", "Diversity of sectors",
           "1 - Σp² over the sectors of the actors: how wide the field is.", "wider field"),
    _score("force_balance", "Balance of forces",
           "Enabling less blocking forces over both, from -1 (only blocked) to 1 (only enabled).",
           "more enabled than blocked", bounds=(-1.0, 1.0), missing=_OPEN),
    _score("observed_share", "Ties observed",
           "Share of possible ties of which it is known whether they exist.", "more is known"),
)  # fmt: skip

HEADLINES = ("cross_boundary_share", "tandem_index", "board_betweenness", "contested_share")
"""The measures that make a finding; the others are compared in a table only."""

COMPARED = tuple(score.name for score in SCORES if score.name not in ("tandem_p", "observed_share"))
"""The measures that are compared between cases with and without the outcome."""
