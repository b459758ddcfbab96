"""How several items become one number: means, sums, extremes, products, ordered weights, power means.

All are monotone: with a larger item the result is never smaller. So the smallest result that missing items
allow comes from putting each at the low end of its range, the largest from the high end.

The ordered weighted average is Yager's (1988, IEEE Transactions on Systems, Man, and Cybernetics 18:183-190);
the power mean is treated by Hardy, Littlewood and Pólya (1934, *Inequalities*, chapter 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["ADDITIVE", "AVERAGING", "NONNEGATIVE", "WEIGHTED", "Aggregation", "aggregate"]

Floats = npt.NDArray[np.float64]
Aggregation: TypeAlias = Literal["mean", "sum", "min", "max", "geometric", "product", "ordered", "power"]
ADDITIVE: tuple[Aggregation, ...] = ("mean", "sum")
"""Those to which each item contributes a part of its own."""
AVERAGING: tuple[Aggregation, ...] = ("mean", "geometric", "power")
"""Those that are the same over fewer items: what is left out is taken to be like the rest."""
WEIGHTED: tuple[Aggregation, ...] = ("mean", "sum", "geometric", "power")
"""Those in which items have weights."""
NONNEGATIVE: tuple[Aggregation, ...] = ("geometric", "product", "power")
"""Those that need items from 0 upwards."""


def aggregate(
    items: npt.ArrayLike,
    how: Aggregation,
    *,
    weights: Sequence[float] | None = None,
    ordered_weights: Sequence[float] | None = None,
    power: float = 1.0,
) -> Floats:
    """Make one number of the items of each case.

    Parameters
    ----------
    items
        Shape (cases, items). NaN is left out of what a case is aggregated from; a case without any item
        has NaN. For ``product``, ``sum`` and ``ordered`` every item has to be there.
    how
        ``mean`` sum(w x) / sum(w); ``sum`` sum(w x); ``min``; ``max``; ``geometric``
        prod(x ** (w / sum(w))); ``product``; ``ordered`` sum(v x) / sum(v) with x from the largest to the
        smallest; ``power`` (sum(w x ** p) / sum(w)) ** (1 / p), for p = 0 the geometric mean.
    weights
        One per item, above 0; by default 1.
    ordered_weights
        For ``ordered``: one per rank, from the largest item to the smallest.
    power
        The exponent p of ``power``.

    Returns
    -------
    ndarray
        One number per case.

    Raises
    ------
    ValueError
        If an item of a geometric mean, product or power mean is below 0.

    Examples
    --------
    >>> aggregate([[0.2, 0.4, 0.9]], "mean").round(3).tolist()
    [0.5]
    >>> aggregate([[0.2, np.nan, 0.9]], "min").tolist()
    [0.2]
    >>> aggregate([[0.2, 0.4, 0.9]], "ordered", ordered_weights=[0, 1, 1]).round(3).tolist()
    [0.3]
    """
    given = np.asarray(items, dtype=float)
    if given.ndim != 2 or not given.shape[1]:
        raise ValueError("items must be a table: one row per case, one column per item.")
    if how in NONNEGATIVE and np.any(given < 0):
        raise ValueError(f"'{how}' needs items from 0 upwards.")
    is_there = ~np.isnan(given)
    weight = np.ones(given.shape[1]) if weights is None else np.asarray(weights, dtype=float)
    made = np.full(len(given), np.nan)
    usable = is_there.any(axis=1) if how in (*AVERAGING, "min", "max") else is_there.all(axis=1)
    for row in np.flatnonzero(usable):
        present = is_there[row]
        made[row] = _one(given[row, present], how, weight[present], ordered_weights, power)
    return made


def _one(
    items: Floats, how: Aggregation, weights: Floats, ordered_weights: Sequence[float] | None, power: float
) -> float:
    match how:
        case "mean":
            return float(np.average(items, weights=weights))
        case "sum":
            return float(np.sum(items * weights))
        case "min":
            return float(items.min())
        case "max":
            return float(items.max())
        case "product":
            return float(np.prod(items))
        case "geometric":
            return _power_mean(items, weights, 0.0)
        case "power":
            return _power_mean(items, weights, power)
        case "ordered":
            ranks = (
                np.ones(len(items)) if ordered_weights is None else np.asarray(ordered_weights, dtype=float)
            )
            return float(np.average(np.sort(items)[::-1], weights=ranks))


def _power_mean(items: Floats, weights: Floats, power: float) -> float:
    share = weights / weights.sum()
    is_geometric = abs(power) < 1e-6
    if (power <= 0 or is_geometric) and np.any(items == 0):
        return 0.0
    if is_geometric:  # below this the power mean equals its limit to six digits, and 1 / p overflows
        return float(np.exp(np.sum(share * np.log(items))))
    # Divided by the item that dominates, no power can overflow.
    scale = float(items.max() if power > 0 else items.min())
    if scale == 0.0:
        return 0.0
    with np.errstate(over="ignore", under="ignore"):  # what is beyond all bounds counts nothing here
        mean = float(np.sum(share * (items / scale) ** power))
    return float(scale * mean ** (1.0 / power))
