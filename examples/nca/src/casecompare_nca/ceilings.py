"""Ceilings: the lines and steps above which no case, or hardly any, lies, and the empty area above them.

All is computed for many arrangements of the cases at once; see `peers`. The corner that is looked at is the
upper left one. Dul (2016), *Organizational Research Methods* 19:10-52.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from casecompare_nca.peers import Peers, find_peers, hull_of
from casecompare_nca.quantile import quantile_line
from casecompare_nca.scatter import Floats

__all__ = [
    "CEILINGS",
    "CEILING_TITLES",
    "Box",
    "CeilingName",
    "Ceilings",
    "Fitted",
    "area_above",
    "effect_sizes",
    "fit_ceilings",
]

CeilingName: TypeAlias = Literal["ce_fdh", "cr_fdh", "ce_vrs", "cr_vrs", "cols", "qr", "c_lp"]
CEILINGS: tuple[CeilingName, ...] = get_args(CeilingName)
"""Every ceiling, in the order in which they are shown."""
CEILING_TITLES: Mapping[str, str] = {
    "ce_fdh": "CE-FDH",
    "cr_fdh": "CR-FDH",
    "ce_vrs": "CE-VRS",
    "cr_vrs": "CR-VRS",
    "cols": "COLS",
    "qr": "QR",
    "c_lp": "C-LP",
    "custom": "custom line",
}
"""What the literature calls them."""

_ROUNDING = 1e-10
Line: TypeAlias = tuple[Floats, Floats]


@dataclass(frozen=True, eq=False)
class Box:
    """The scope of each arrangement; numbers, or arrays of one number per arrangement."""

    left: Floats
    right: Floats
    bottom: Floats
    top: Floats

    @property
    def area(self) -> Floats:
        """Width times height."""
        return (self.right - self.left) * (self.top - self.bottom)


@dataclass(frozen=True, eq=False)
class Fitted:
    """A ceiling of each arrangement: the empty area above it, and the line where it is one.

    The area is NaN where the line falls or lies completely above the scope, so that there is no ceiling;
    slope and intercept are NaN for steps and where a single peer leaves no line to be drawn.
    """

    zone: Floats
    slope: Floats
    intercept: Floats


@dataclass(frozen=True, eq=False)
class Ceilings:
    """The ceilings asked for, and the peers they rest on; `hull` is None where none asks for it."""

    fitted: Mapping[str, Fitted]
    peers: Peers
    hull: Peers | None


def fit_ceilings(
    x: Floats,
    y: Floats,
    box: Box,
    names: Sequence[CeilingName],
    *,
    tau: float = 0.95,
    counts_once: bool = False,
) -> Ceilings:
    """Fit ceilings to arrangements of cases.

    Parameters
    ----------
    x, y
        Shape (arrangements, cases); x rises along each row.
    box
        The scope.
    names
        Some of `CEILINGS`: the step function through the peers (ce_fdh) and the line fitted to them (cr_fdh);
        the same with the peers on the concave hull (ce_vrs, cr_vrs); the regression line shifted up to the
        highest residual (cols); the quantile regression line (qr); the line above all peers that is closest
        to them in sum (c_lp).
    tau
        The quantile of qr.
    counts_once
        Count exact duplicates of a peer as one; the package NCA counts them all.

    Examples
    --------
    >>> one = np.array([0.0, 1.0, 2.0])
    >>> box = Box(*map(np.array, (0.0, 2.0, 0.0, 2.0)))
    >>> fitted = fit_ceilings(one[np.newaxis], one[np.newaxis], box, ["ce_fdh", "cr_fdh"]).fitted
    >>> fitted["ce_fdh"].zone.tolist(), fitted["cr_fdh"].slope.tolist()
    ([3.0], [1.0])
    """
    x, y = np.broadcast_arrays(x, y)
    peers = find_peers(x, y, counts_once=counts_once)
    hull = hull_of(peers, x, y) if any("vrs" in name for name in names) else None
    fitted: dict[str, Fitted] = {name: _fit(name, x, y, box, peers, hull, tau) for name in names}
    return Ceilings(fitted, peers, hull)


def area_above(slope: Floats, intercept: Floats, box: Box) -> Floats:
    """Give the area of the scope above a rising line; NaN for another one, or one above all of the scope.

    Examples
    --------
    >>> unit = Box(*map(np.array, (0.0, 1.0, 0.0, 1.0)))
    >>> area_above(np.array([1.0, -1.0, 1.0]), np.array([0.0, 1.0, 2.0]), unit).tolist()
    [0.5, nan, nan]
    """
    height = box.top - box.bottom
    left, right = box.top - intercept - slope * box.left, box.top - intercept - slope * box.right
    with np.errstate(divide="ignore", invalid="ignore"):
        area = (_swept(left, height) - _swept(right, height)) / slope
    # A line through the corner of the scope leaves nothing empty; whether it touches is a matter of rounding.
    touches = left > -_ROUNDING * height
    return np.where((slope > 0) & touches, np.minimum(area, box.area), np.nan)


def _swept(above: Floats, height: Floats) -> Floats:
    """Integrate what of the height is above, cut at nothing and at all of it, from 0 on."""
    cut = np.clip(above, 0, height)
    swept: Floats = cut * cut / 2 + height * np.maximum(above - height, 0)
    return swept


def _fit(
    name: CeilingName, x: Floats, y: Floats, box: Box, peers: Peers, hull: Peers | None, tau: float
) -> Fitted:
    none = np.full(len(y), np.nan)
    if name == "ce_fdh":
        return Fitted(_steps(peers, box), none, none)
    if name == "ce_vrs" and hull is not None:
        return Fitted(_segments(hull, box), none, none)
    if name == "cols":
        slope, intercept = _least_squares(x, y, np.ones(y.shape, dtype=bool))
        shift = (y - slope[:, np.newaxis] * x - intercept[:, np.newaxis]).max(axis=1)
        return _with_area(slope, intercept + shift, box)
    if name == "qr":
        lines = np.array([quantile_line(*row, tau) for row in zip(x, y, strict=True)])
        return _with_area(lines[:, 0], lines[:, 1], box)
    chosen = hull if hull is not None and name == "cr_vrs" else peers
    slope, intercept = _closest(x, y, peers) if name == "c_lp" else _least_squares(x, y, chosen.mask)
    made = _with_area(slope, intercept, box)
    # A single peer leaves no line: nothing is empty above it.
    lonely = chosen.count == 1
    return Fitted(
        np.where(lonely, 0.0, made.zone),
        np.where(lonely, np.nan, slope),
        np.where(lonely, np.nan, intercept),
    )


def _with_area(slope: Floats, intercept: Floats, box: Box) -> Fitted:
    return Fitted(area_above(slope, intercept, box), slope, intercept)


def _steps(peers: Peers, box: Box) -> Floats:
    """Sum the area above the steps: left of the first peer all of it, then what each step leaves."""
    ends = np.concatenate([peers.x[:, 1:], _column(box.right, len(peers.x))], axis=1)
    left = (peers.x[:, 0] - box.left) * (box.top - box.bottom)
    area: Floats = left + ((ends - peers.x) * (_column(box.top, len(peers.x)) - peers.y)).sum(axis=1)
    return area


def _segments(hull: Peers, box: Box) -> Floats:
    """Sum the area above the lines from peer to peer, which go on flat after the last."""
    top = _column(box.top, len(hull.x))
    widths = np.diff(hull.x, axis=1)
    between = (widths * (top - (hull.y[:, 1:] + hull.y[:, :-1]) / 2)).sum(axis=1)
    left = (hull.x[:, 0] - box.left) * (box.top - box.bottom)
    area: Floats = left + between + (box.right - hull.x[:, -1]) * (box.top - hull.y[:, -1])
    return area


def _least_squares(x: Floats, y: Floats, mask: NDArray[np.bool_]) -> Line:
    count = mask.sum(axis=1)
    middle_x = (x * mask).sum(axis=1) / count
    middle_y = (y * mask).sum(axis=1) / count
    across = (x - middle_x[:, np.newaxis]) * mask
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (across * (y - middle_y[:, np.newaxis])).sum(axis=1) / (across * across).sum(axis=1)
    return slope, middle_y - slope * middle_x


def _closest(x: Floats, y: Floats, peers: Peers) -> Line:
    """Give the line above all peers with the smallest sum of distances: the edge of their hull at their mean.

    Of all lines above the peers none is lower at the mean of the peers' conditions than the hull is there,
    and the sum of distances depends on nothing else.
    """
    hull = hull_of(find_peers(x, y, counts_once=True), x, y)
    mean = (x * peers.mask).sum(axis=1) / peers.mask.sum(axis=1)
    edges = np.maximum(hull.count - 2, 0)
    before = (hull.x <= mean[:, np.newaxis]).sum(axis=1) - 1
    # The padding repeats the last peer, which a mean can reach only where it is the single one.
    at = np.clip(before, 0, edges)[:, np.newaxis]
    following = np.minimum(at + 1, hull.x.shape[1] - 1)
    across, up = np.take_along_axis(hull.x, at, axis=1), np.take_along_axis(hull.y, at, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (np.take_along_axis(hull.y, following, axis=1) - up) / (
            np.take_along_axis(hull.x, following, axis=1) - across
        )
        return slope[:, 0], (up - slope * across)[:, 0]


def _column(values: Floats, length: int) -> Floats:
    return np.broadcast_to(np.asarray(values, dtype=float).reshape(-1, 1), (length, 1))


def effect_sizes(ceilings: Ceilings, box: Box, names: Iterable[str]) -> dict[str, Floats]:
    """Give the empty area as a share of the scope, by ceiling.

    Examples
    --------
    >>> one = np.array([[0.0, 1.0, 2.0]])
    >>> box = Box(*map(np.array, (0.0, 2.0, 0.0, 2.0)))
    >>> effect_sizes(fit_ceilings(one, one, box, ["ce_fdh"]), box, ["ce_fdh"])["ce_fdh"].tolist()
    [0.75]
    """
    return {name: ceilings.fitted[name].zone / box.area for name in names}
