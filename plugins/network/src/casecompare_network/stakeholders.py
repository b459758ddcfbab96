"""Stakeholder analysis: the power–interest grid and the salience classes, as each rater sees them.

Ratings are kept apart by rater. An actor's place is that of the mean rating; beside it stands every place
that some rater's own ratings give, so that a place on which raters differ does not look settled.

Mendelow, A. L. (1991). Environmental scanning: the impact of the stakeholder concept. *Proceedings of the
International Conference on Information Systems*. Mitchell, R. K., Agle, B. R. & Wood, D. J. (1997). Toward a
theory of stakeholder identification and salience. *Academy of Management Review* 22:853-886.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

__all__ = [
    "ATTRIBUTES",
    "QUADRANTS",
    "SALIENCE_CLASSES",
    "Attribute",
    "Placement",
    "Rating",
    "Spread",
    "power_interest_grid",
    "quadrant_of",
    "salience",
    "salience_class_of",
    "to_frame",
]

Attribute = Literal["power", "interest", "legitimacy", "urgency"]
ATTRIBUTES: tuple[Attribute, ...] = ("power", "interest", "legitimacy", "urgency")

QUADRANTS: Mapping[tuple[bool, bool], str] = {
    (True, True): "manage closely",
    (True, False): "keep satisfied",
    (False, True): "keep informed",
    (False, False): "monitor",
}
"""What to do with an actor who has power, and who has interest."""

SALIENCE_CLASSES: Mapping[tuple[bool, bool, bool], str] = {
    (True, True, True): "definitive",
    (True, True, False): "dominant",
    (True, False, True): "dangerous",
    (False, True, True): "dependent",
    (True, False, False): "dormant",
    (False, True, False): "discretionary",
    (False, False, True): "demanding",
    (False, False, False): "non-stakeholder",
}
"""The class of an actor who has power, legitimacy, urgency."""


@dataclass(frozen=True)
class Rating:
    """How much of an attribute one rater sees in an actor, 0 to 1.

    Unnamed raters of several attributes are taken for the same ones in the order in which they stand.
    """

    actor: str
    attribute: Attribute
    value: float
    rater: str = ""


@dataclass(frozen=True)
class Spread:
    """The ratings of one attribute of one actor: their mean, smallest, largest, and how many they are.

    NaN and 0 where nobody rated it.
    """

    mean: float
    low: float
    high: float
    raters: int


@dataclass(frozen=True)
class Placement:
    """Where an actor stands.

    Parameters
    ----------
    actor
        The actor's id.
    place
        The quadrant or class of the mean ratings; empty where an attribute was not rated by anybody.
    possible
        All places that are open: each rater's own, where a rater left out an attribute with what the others
        said of it; where nobody rated an attribute, both with it and without it. In a fixed order.
    agreement
        The share of raters whose own ratings give `place`; NaN where there is no place.
    spreads
        The ratings behind it, by attribute.
    """

    actor: str
    place: str
    possible: tuple[str, ...]
    agreement: float
    spreads: Mapping[Attribute, Spread]

    @property
    def is_settled(self) -> bool:
        """Say whether no other place is open."""
        return len(self.possible) == 1


def quadrant_of(power: float, interest: float, *, cut: float = 0.5) -> str:
    """Name the quadrant of the power–interest grid; an attribute is there from the cut on.

    Examples
    --------
    >>> quadrant_of(0.8, 0.2)
    'keep satisfied'
    """
    return QUADRANTS[power >= cut, interest >= cut]


def salience_class_of(power: float, legitimacy: float, urgency: float, *, cut: float = 0.5) -> str:
    """Name the class of Mitchell, Agle and Wood; an attribute is there from the cut on.

    Examples
    --------
    >>> salience_class_of(0.8, 0.9, 0.1)
    'dominant'
    """
    return SALIENCE_CLASSES[power >= cut, legitimacy >= cut, urgency >= cut]


def power_interest_grid(
    ratings: Iterable[Rating], actors: Sequence[str], *, cut: float = 0.5
) -> tuple[Placement, ...]:
    """Place each actor in the power–interest grid.

    Parameters
    ----------
    ratings
        Of power and interest; those of other attributes are passed over.
    actors
        Whom to place, in this order, rated or not.
    cut
        From which rating on an actor has power or interest.

    Raises
    ------
    ValueError
        When a rating is not between 0 and 1, or a named rater rated one attribute of one actor twice.

    Examples
    --------
    >>> ratings = [Rating("gp", "power", 0.4, "A"), Rating("gp", "power", 0.8, "B"),
    ...            Rating("gp", "interest", 0.9, "A"), Rating("gp", "interest", 0.7, "B")]
    >>> placed, = power_interest_grid(ratings, ["gp"])
    >>> placed.place, placed.possible, placed.agreement
    ('manage closely', ('manage closely', 'keep informed'), 0.5)
    """
    order = tuple(QUADRANTS.values())
    return _placements(
        ratings, actors, ("power", "interest"), lambda has: QUADRANTS[has[0], has[1]], order, cut
    )


def salience(ratings: Iterable[Rating], actors: Sequence[str], *, cut: float = 0.5) -> tuple[Placement, ...]:
    """Place each actor in the classes of Mitchell, Agle and Wood.

    Parameters
    ----------
    ratings
        Of power, legitimacy and urgency; those of interest are passed over.
    actors, cut
        See `power_interest_grid`.

    Examples
    --------
    >>> ratings = [Rating("gp", "power", 0.8), Rating("gp", "legitimacy", 0.9)]
    >>> placed, = salience(ratings, ["gp"])
    >>> placed.place, placed.possible
    ('', ('definitive', 'dominant'))
    """
    order = tuple(SALIENCE_CLASSES.values())
    return _placements(
        ratings,
        actors,
        ("power", "legitimacy", "urgency"),
        lambda has: SALIENCE_CLASSES[has[0], has[1], has[2]],
        order,
        cut,
    )


def to_frame(placements: Sequence[Placement], *, place: str = "place") -> pd.DataFrame:
    """Give placements as a table: the place, the other possible ones, agreement, and each attribute's spread.

    Parameters
    ----------
    placements
        What `power_interest_grid` or `salience` gave.
    place
        What to call the column of the place.

    Examples
    --------
    >>> placed = power_interest_grid([Rating("gp", "power", 0.8), Rating("gp", "interest", 0.2)], ["gp"])
    >>> to_frame(placed, place="quadrant").columns.tolist()[:5]
    ['actor', 'quadrant', 'also_possible', 'agreement', 'power']
    """
    rows = []
    for one in placements:
        row: dict[str, object] = {
            "actor": one.actor,
            place: one.place or None,
            "also_possible": tuple(other for other in one.possible if other != one.place),
            "agreement": one.agreement,
        }
        for attribute, spread in one.spreads.items():
            row |= {
                attribute: spread.mean,
                f"{attribute}_low": spread.low,
                f"{attribute}_high": spread.high,
                f"{attribute}_raters": spread.raters,
            }
        rows.append(row)
    return pd.DataFrame(rows)


def _placements(
    ratings: Iterable[Rating],
    actors: Sequence[str],
    attributes: tuple[Attribute, ...],
    place_of: Callable[[tuple[bool, ...]], str],
    order: tuple[str, ...],
    cut: float,
) -> tuple[Placement, ...]:
    given = _by_actor(ratings, attributes)
    placed = []
    for actor in actors:
        own = given.get(actor, {})
        spreads = {name: _spread(list(own.get(name, {}).values())) for name in attributes}
        has = [_states(spreads[name].mean, cut) for name in attributes]
        place = place_of(tuple(states[0] for states in has)) if all(len(one) == 1 for one in has) else ""
        raters = dict.fromkeys(rater for by_rater in own.values() for rater in by_rater)
        seen = [
            {
                place_of(states)
                for states in itertools.product(
                    *(_states(own.get(name, {}).get(rater, spreads[name].mean), cut) for name in attributes)
                )
            }
            for rater in raters
        ]
        open_places = set().union(*seen) | ({place} if place else set())
        if not seen:
            open_places = {place_of(states) for states in itertools.product(*has)}
        agreement = sum(one == {place} for one in seen) / len(seen) if place and seen else math.nan
        possible = tuple(one for one in order if one in open_places)
        placed.append(Placement(actor, place, possible, agreement, spreads))
    return tuple(placed)


def _states(value: float, cut: float) -> tuple[bool, ...]:
    """Say whether the attribute is there; both, where nobody knows."""
    return (True, False) if math.isnan(value) else (value >= cut,)


def _spread(values: Sequence[float]) -> Spread:
    if not values:
        return Spread(math.nan, math.nan, math.nan, 0)
    return Spread(math.fsum(values) / len(values), min(values), max(values), len(values))


def _by_actor(
    ratings: Iterable[Rating], attributes: tuple[Attribute, ...]
) -> dict[str, dict[Attribute, dict[str, float]]]:
    given: dict[str, dict[Attribute, dict[str, float]]] = {}
    for one in ratings:
        if one.attribute not in attributes:
            continue
        if not 0 <= one.value <= 1:
            raise ValueError(
                f"the rating of {one.actor}'s {one.attribute} is {one.value}; it goes from 0 to 1"
            )
        by_rater = given.setdefault(one.actor, {}).setdefault(one.attribute, {})
        rater = one.rater or f"unnamed {sum(name.startswith('unnamed ') for name in by_rater) + 1}"
        if rater in by_rater:
            raise ValueError(f"rater {rater} rated {one.actor}'s {one.attribute} twice; keep one rating")
        by_rater[rater] = float(one.value)
    return given
