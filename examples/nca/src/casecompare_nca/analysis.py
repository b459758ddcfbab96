"""The analysis of one condition and one outcome: what each ceiling leaves empty, and how good it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casecompare_nca.ceilings import Box, CeilingName, Fitted, area_above, fit_ceilings
from casecompare_nca.peers import Peers
from casecompare_nca.scatter import Corner, Floats, Scatter, Scope, line_seen_from, make_scatter

__all__ = ["Analysis", "Ceiling", "analyse", "analyse_scatter", "box_of"]

_ABOVE = 1e-7
_FLAT = 0.001
"""Lines that rise less than this tell no inefficiency."""


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """A ceiling of one plot; NaN where something is not defined.

    Parameters
    ----------
    name
        One of `CEILINGS`, or ``custom``.
    zone, effect_size
        The empty area, and its share of the scope, 0 to 1. NaN where the line has the wrong direction, or
        none of the scope is above it.
    slope, intercept
        Of a line, in the plot as measured.
    above, accuracy
        How many cases lie above the ceiling, and the percentage of cases that do not.
    fit
        The empty area as a percentage of that of CE-FDH; NaN where it is larger.
    complexity
        How many numbers the ceiling needs: its distinct peers if it is a step or segments, 1 for a line.
    condition_inefficiency, outcome_inefficiency
        The percentage of the scope in which the condition does not limit the outcome, and the percentage of
        the outcome that is possible without any of the condition.
    relative_inefficiency, absolute_inefficiency
        Both together, as a percentage and as an area.
    peers
        The places, in the plot, of the cases on which it rests, in the order of the ceiling.
    """

    name: str
    zone: float
    effect_size: float
    slope: float = math.nan
    intercept: float = math.nan
    above: float = math.nan
    accuracy: float = math.nan
    fit: float = math.nan
    complexity: int = 1
    condition_inefficiency: float = math.nan
    outcome_inefficiency: float = math.nan
    relative_inefficiency: float = math.nan
    absolute_inefficiency: float = math.nan
    peers: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """What necessary condition analysis says of one condition: the plot, and its ceilings by name.

    `steps` holds, for the ceilings made of steps or segments, the distinct peers as seen from the corner.
    """

    scatter: Scatter
    ceilings: Mapping[str, Ceiling]
    steps: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        """The scope."""
        return self.scatter.scope

    def __getitem__(self, name: str) -> Ceiling:
        return self.ceilings[name]


def analyse(
    condition: ArrayLike,
    outcome: ArrayLike,
    ceilings: Sequence[CeilingName] = ("ce_fdh", "cr_fdh"),
    *,
    corner: Corner = 1,
    scope: Sequence[float] | None = None,
    tau: float = 0.95,
    custom: tuple[float, float] | None = None,
    counts_once: bool = False,
) -> Analysis:
    """Say how far a level of the condition is necessary for a level of the outcome (Dul 2016).

    Parameters
    ----------
    condition, outcome
        One number per case; a case with NaN in either is left out.
    ceilings
        Some of `CEILINGS`.
    corner
        The corner expected to be empty, 1 to 4; see `make_scatter`.
    scope
        Lowest and highest possible condition, lowest and highest possible outcome.
    tau
        The quantile of the ceiling qr.
    custom
        Intercept and slope of a line of one's own; it becomes the ceiling ``custom``.
    counts_once
        Count cases at the very same place as one peer; the package NCA counts them all.

    Raises
    ------
    ValueError
        as `make_scatter`; and if all conditions or all outcomes are equal, so that the scope has no area.

    Examples
    --------
    >>> found = analyse([0, 1, 2, 3], [1, 1, 3, 4])
    >>> round(found["ce_fdh"].effect_size, 3), found["ce_fdh"].peers
    (0.778, (0, 2, 3))
    """
    scatter = make_scatter(condition, outcome, corner=corner, scope=scope)
    return analyse_scatter(scatter, ceilings, tau=tau, custom=custom, counts_once=counts_once)


def analyse_scatter(
    scatter: Scatter,
    ceilings: Sequence[CeilingName],
    *,
    tau: float = 0.95,
    custom: tuple[float, float] | None = None,
    counts_once: bool = False,
) -> Analysis:
    """Do the same for a plot that is made already.

    Raises
    ------
    ValueError
        if the scope has no area.

    Examples
    --------
    >>> analyse_scatter(make_scatter([0, 1], [0, 1]), ["ce_fdh"])["ce_fdh"].effect_size
    1.0
    """
    if scatter.scope.area <= 0:
        raise ValueError(
            "all conditions or all outcomes are equal, so that nothing can be seen to be needed."
        )
    x, y, scope = scatter.seen
    order = np.lexsort((np.arange(len(x)), y, x))
    across, up = x[order][np.newaxis], y[order][np.newaxis]
    box = box_of(scope)
    # The area of CE-FDH is what the fit of every other ceiling is compared with.
    names = list(dict.fromkeys((*ceilings, "ce_fdh")))
    made = fit_ceilings(across, up, box, names, tau=tau, counts_once=counts_once)
    steps, full = made.peers, float(made.fitted["ce_fdh"].zone[0])
    hull = made.hull or steps
    seen = _Seen(x, y, scope, order, scatter.corner, full)
    found: dict[str, Ceiling] = {
        name: seen.ceiling(name, made.fitted[name], hull if "vrs" in name else steps) for name in ceilings
    }
    if custom is not None:
        slope, intercept = (np.array([one]) for one in line_seen_from(custom[1], custom[0], scatter.corner))
        line = Fitted(area_above(slope, intercept, box), slope, intercept)
        found["custom"] = seen.ceiling("custom", line, steps)
    outlines = {"ce_fdh": (steps.x[0], steps.y[0]), "ce_vrs": (hull.x[0], hull.y[0])}
    return Analysis(
        scatter=scatter, ceilings=found, steps={name: outlines[name] for name in outlines if name in found}
    )


def box_of(scope: Scope) -> Box:
    """Give a scope as what `fit_ceilings` takes.

    Examples
    --------
    >>> float(box_of(Scope(x_min=0, x_max=2, y_min=0, y_max=3)).area)
    6.0
    """
    return Box(*(np.array(one, dtype=float) for one in (scope.x_min, scope.x_max, scope.y_min, scope.y_max)))


@dataclass(frozen=True, eq=False)
class _Seen:
    """The plot as seen from the corner, with the order of its cases and the area above CE-FDH."""

    x: Floats
    y: Floats
    scope: Scope
    order: NDArray[np.intp]
    corner: Corner
    full: float

    def ceiling(self, name: str, fitted: Fitted, peers: Peers) -> Ceiling:
        zone, slope, intercept = (float(one[0]) for one in (fitted.zone, fitted.slope, fitted.intercept))
        shown = line_seen_from(slope, intercept, self.corner)
        above = self._above(name, zone, slope, intercept, peers)
        rests_on = self._rests_on(name, slope, intercept, peers)
        return Ceiling(
            name=name,
            zone=zone,
            effect_size=zone / self.scope.area,
            slope=shown[0],
            intercept=shown[1],
            above=above,
            accuracy=100 * (len(self.x) - above) / len(self.x),
            fit=self._fit(name, zone),
            complexity=int(peers.count[0]) if name.startswith("ce_") else 1,
            peers=tuple(int(one) for one in rests_on),
            **self._inefficiencies(name, zone, slope, intercept, peers),
        )

    def _above(self, name: str, zone: float, slope: float, intercept: float, peers: Peers) -> float:
        if math.isnan(zone) or (name == "c_lp" and math.isnan(slope)):
            return math.nan
        if name in ("ce_fdh", "ce_vrs", "c_lp") or math.isnan(slope):
            return 0.0
        return float((self.y - intercept - slope * self.x > _ABOVE).sum())

    def _rests_on(self, name: str, slope: float, intercept: float, peers: Peers) -> NDArray[np.intp]:
        if name == "c_lp" and not math.isnan(slope):
            distance = np.abs(self.y - intercept - slope * self.x)[self.order]
            touching: NDArray[np.intp] = self.order[peers.mask[0] & (distance <= _ABOVE)]
            return touching
        is_fitted_to_peers = name in ("ce_fdh", "cr_fdh", "ce_vrs", "cr_vrs", "c_lp")
        chosen: NDArray[np.intp] = self.order[peers.mask[0] & is_fitted_to_peers]
        return chosen

    def _fit(self, name: str, zone: float) -> float:
        if name == "ce_fdh":
            return 100.0
        return 100 * zone / self.full if self.full > 0 and zone <= self.full else math.nan

    def _inefficiencies(
        self, name: str, zone: float, slope: float, intercept: float, peers: Peers
    ) -> dict[str, float]:
        scope = self.scope
        if name.startswith("ce_"):
            if peers.count[0] == 1:
                return {}
            reached, start = float(peers.x[0, -1]), float(peers.y[0, 0])
        elif math.isnan(zone) or math.isnan(slope) or slope <= _FLAT:
            return {}
        else:
            reached = min((scope.y_max - intercept) / slope, scope.x_max)
            start = max(intercept + slope * scope.x_min, scope.y_min)
        idle = (scope.x_max - reached) / (scope.x_max - scope.x_min)
        free = (start - scope.y_min) / (scope.y_max - scope.y_min)
        both = idle + free - idle * free
        return {
            "condition_inefficiency": 100 * idle,
            "outcome_inefficiency": 100 * free,
            "relative_inefficiency": 100 * both,
            "absolute_inefficiency": both * scope.area,
        }
