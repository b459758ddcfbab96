"""The same scores for many states at once, on arrays: for simulations, re-codings and sweeps.

Ten thousand states take a few hundredths of a second. Missing numbers are NaN and make the scores that
depend on them NaN; for bounds see `casecompare_arenas.score_round`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["score_states"]

Floats = npt.NDArray[np.float64]


def score_states(
    clinical: npt.ArrayLike,
    managerial: npt.ArrayLike,
    hybrid: npt.ArrayLike,
    coupling: npt.ArrayLike,
    emphases: npt.ArrayLike,
    uptake: npt.ArrayLike,
    *,
    exponent: float = 0.0,
    weights: Sequence[float] = (1.0, 1.0, 1.0),
) -> dict[str, Floats]:
    """Give the scores of n states of a arenas and e elements.

    Parameters
    ----------
    clinical, managerial, hybrid, coupling
        Shape (n, a), in [0, 1].
    emphases
        Shape (n, a, e), at least 0.
    uptake
        Shape (n, a, a), in [0, 1]: ``uptake[:, i, j]`` is what j takes up of what i sends.
    exponent, weights
        As for `casecompare_arenas.fit`; the weights of matching, reinforcement and commensurate action.

    Returns
    -------
    dict
        Names as in `casecompare_arenas.RoundScores` to arrays of shape (n,).

    Raises
    ------
    ValueError
        if the shapes do not go together, or weights are below 0 or all 0.

    Examples
    --------
    >>> led = np.full((2, 3), 0.8)
    >>> scores = score_states(led, led, 0 * led, led, np.ones((2, 3, 4)), np.full((2, 3, 3), 0.5))
    >>> scores["fit"].round(4).tolist(), scores["tandem_any"].round(2).tolist()
    ([0.7368, 0.7368], [0.64, 0.64])
    """
    led, managed, mixed, coupled, content, taken = (
        np.asarray(one, dtype=float) for one in (clinical, managerial, hybrid, coupling, emphases, uptake)
    )
    _check_shapes(led, managed, mixed, coupled, content, taken, weights)
    intensity = np.maximum(np.maximum(led, managed), mixed)
    action, level = _geometric_mean(intensity), intensity.mean(axis=1)
    parts = np.stack([_matching(content), _reinforcement(taken), action], axis=1)
    whole = _power_means(parts, np.asarray(weights, dtype=float), exponent)
    strongest: Floats = np.maximum(led, mixed).max(axis=1)
    tandems = coupled * np.sqrt(led * managed)
    return {
        "matching": parts[:, 0],
        "reinforcement": parts[:, 1],
        "commensurate_action": action,
        "level": level,
        "balance": np.minimum(_quotient(action, level), 1.0),
        "clinical": strongest,
        "fit": whole,
        "alignment": np.minimum(whole, strongest),
        "tandem_any": tandems.max(axis=1),
        "tandem_all": tandems.min(axis=1),
        "tandem_mean": tandems.mean(axis=1),
    }


def _check_shapes(
    led: Floats,
    managed: Floats,
    mixed: Floats,
    coupled: Floats,
    content: Floats,
    taken: Floats,
    weights: Sequence[float],
) -> None:
    if led.ndim != 2 or led.shape[1] < 2:
        raise ValueError("leadership must be of shape (states, arenas), with at least two arenas.")
    states, arenas = led.shape
    is_sound = all(one.shape == led.shape for one in (managed, mixed, coupled))
    is_sound &= (
        content.ndim == 3 and content.shape[:2] == led.shape and taken.shape == (states, arenas, arenas)
    )
    if not is_sound:
        raise ValueError(
            f"for {states} states of {arenas} arenas, leadership must be of shape ({states}, {arenas}), "
            f"emphases ({states}, {arenas}, elements) and uptake ({states}, {arenas}, {arenas})."
        )
    if len(weights) != 3 or min(weights) < 0 or not any(weights):
        raise ValueError("the three weights of fit must not be negative, and one must be above 0.")


def _matching(content: Floats) -> Floats:
    totals = content.sum(axis=2, keepdims=True)
    shares = np.divide(
        content, totals, out=np.where(np.isnan(totals), np.nan, np.zeros_like(content)), where=totals > 0
    )
    overlap: Floats = np.minimum(shares.min(axis=1).sum(axis=1), 1.0)
    return overlap


def _reinforcement(taken: Floats) -> Floats:
    """Give the geometric mean of the links of the strongest tree (Prim), for all states at once."""
    links = np.sqrt(taken * taken.transpose(0, 2, 1))
    states, arenas = links.shape[:2]
    rows = np.arange(states)
    reached = np.zeros((states, arenas), dtype=bool)
    reached[:, 0] = True
    best = links[:, 0].copy()
    chosen = np.empty((states, arenas - 1))
    for step in range(arenas - 1):
        nearest = np.where(reached, -1.0, np.nan_to_num(best, nan=-0.5)).argmax(axis=1)
        chosen[:, step] = best[rows, nearest]
        reached[rows, nearest] = True
        best = np.fmax(best, links[rows, nearest])
    off_diagonal = ~np.eye(arenas, dtype=bool)
    is_open = np.isnan(taken[:, off_diagonal]).any(axis=1)
    return np.where(is_open, np.nan, _geometric_mean(chosen))


def _geometric_mean(values: Floats) -> Floats:
    return _power_means(values, np.ones(values.shape[1]), 0.0)


def _power_means(values: Floats, weights: Floats, exponent: float) -> Floats:
    """Give the weighted power mean of each row; values of weight 0 take no part."""
    counted = values[:, weights > 0]
    shares = weights[weights > 0] / weights.sum()
    smallest: Floats = counted.min(axis=1)
    largest: Floats = counted.max(axis=1)
    if exponent == -math.inf:
        return smallest
    if exponent == math.inf:
        return largest
    with np.errstate(divide="ignore", invalid="ignore"):
        if abs(exponent) < 1e-9:
            means = np.exp(np.log(counted) @ shares)
        else:
            unit = largest if exponent > 0 else smallest
            means = unit * (((counted / unit[:, None]) ** exponent) @ shares) ** (1 / exponent)
    means = np.where(smallest == largest, smallest, means)
    if exponent <= 0:
        means = np.where(smallest == 0, 0.0, means)
    clipped: Floats = np.clip(means, smallest, largest)
    return clipped


def _quotient(numbers: Floats, by: Floats) -> Floats:
    return np.divide(numbers, by, out=np.full_like(numbers, np.nan), where=by > 0)
