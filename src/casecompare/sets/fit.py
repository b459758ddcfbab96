"""How well a set is a subset or a superset of the outcome: the measures of fit.

Throughout, x is the membership of each case in a set, y its membership in the outcome (already negated
where the negated outcome is meant), both between 0 and 1; sums run over cases. Crisp sets are the special
case of 0 and 1: every measure is then a share of cases.

A measure whose denominator is zero is undefined and given as NaN, never as zero: a set that no case
belongs to says nothing about sufficiency.

References
----------
Ragin, C. C. (2006). Set relations in social research. Political Analysis 14, 291-310.
Schneider, C. Q. and Wagemann, C. (2012). Set-theoretic methods for the social sciences. Cambridge.
Haesebrouck, T. (2015). Pitfalls in QCA's consistency measure. Journal of Comparative Politics 2, 65-80.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "MissingPolicy",
    "Necessity",
    "Sufficiency",
    "coverage",
    "haesebrouck",
    "inclusion",
    "inclusion_times_pri",
    "necessity",
    "necessity_coverage",
    "necessity_inclusion",
    "necessity_table",
    "pri",
    "relevance",
    "sufficiency",
    "sufficiency_table",
    "unique_coverage",
]

Array: TypeAlias = npt.NDArray[np.float64]
MissingPolicy = Literal["refuse", "drop"]

_ROUNDING = 1e-12
"""PRI subtracts memberships that are equal on paper (0.1 and 1 - 0.9); what is smaller is not data."""


@dataclass(frozen=True)
class Sufficiency:
    """How consistently x is a subset of y, and how much of y it covers; each in 0..1, NaN if undefined."""

    inclusion: float
    pri: float
    coverage: float


@dataclass(frozen=True)
class Necessity:
    """How consistently x is a superset of y, and how trivial that is; each in 0..1, NaN if undefined."""

    inclusion: float
    coverage: float
    relevance: float


def sufficiency(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> Sufficiency:
    """Measure how far x is sufficient for y.

    Parameters
    ----------
    x, y
        Memberships of the same cases in the set and in the outcome, shape ``(cases,)``, in 0..1.
    missing
        ``"refuse"`` raises an error when a membership is missing, ``"drop"`` leaves such cases out.

    Raises
    ------
    ValueError
        If lengths differ, a membership is missing (and not dropped) or lies outside 0..1, or two Series
        name their cases differently.

    Examples
    --------
    >>> sufficiency([0.25, 1.0, 0.75], [0.5, 0.5, 1.0])
    Sufficiency(inclusion=0.75, pri=0.6, coverage=0.75)
    """
    x, y = _prepare(x, y, missing)
    return Sufficiency(float(_inclusion(x, y)), float(_pri(x, y)), float(_coverage(x, y)))


def necessity(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> Necessity:
    """Measure how far x is necessary for y; parameters and errors as for `sufficiency`.

    Examples
    --------
    >>> necessity([1, 1, 1, 0], [1, 1, 0, 0])
    Necessity(inclusion=1.0, coverage=0.6666666666666666, relevance=0.5)
    """
    x, y = _prepare(x, y, missing)
    return Necessity(float(_coverage(x, y)), float(_inclusion(x, y)), float(_relevance(x, y)))


def inclusion(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> float:
    """Give the consistency of sufficiency, Σmin(x,y) / Σx (Ragin 2006).

    Examples
    --------
    >>> inclusion([1, 1, 0], [1, 0, 1])
    0.5
    """
    return float(_inclusion(*_prepare(x, y, missing)))


def pri(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> float:
    """Give the proportional reduction in inconsistency.

    (Σmin(x,y) - Σmin(x,y,1-y)) / (Σx - Σmin(x,y,1-y)): consistency without the part of x that lies in
    the outcome and its negation alike (Schneider and Wagemann 2012, section 9.2).

    Examples
    --------
    >>> pri([1, 1, 0], [1, 0, 1])
    0.5
    """
    return float(_pri(*_prepare(x, y, missing)))


def coverage(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> float:
    """Give the raw coverage of sufficiency, Σmin(x,y) / Σy (Ragin 2006).

    Examples
    --------
    >>> coverage([1, 0, 0, 0], [1, 1, 0, 0])
    0.5
    """
    return float(_coverage(*_prepare(x, y, missing)))


def unique_coverage(
    x: npt.ArrayLike, y: npt.ArrayLike, others: npt.ArrayLike, *, missing: MissingPolicy = "refuse"
) -> float:
    """Give the part of the outcome that only this term covers.

    (Σmin(x,y) - Σmin(x,o,y)) / Σy, where o is the largest membership in the other terms.

    Parameters
    ----------
    x, y
        As for `sufficiency`.
    others
        Memberships in the other terms of the model, shape ``(cases,)`` or ``(cases, terms)``. Without
        any other term (shape ``(cases, 0)``) everything is covered uniquely, as raw coverage says.

    Examples
    --------
    >>> unique_coverage([1, 1, 0, 0], [1, 1, 1, 0], others=[[0], [1], [1], [0]])
    0.3333333333333333
    """
    beside = np.asarray(others, dtype=np.float64)
    if beside.ndim == 1:
        beside = beside[:, np.newaxis]
    if len(beside) != np.size(x):
        raise ValueError(f"x has {np.size(x)} cases but the other terms have {len(beside)}.")
    # A missing membership stays missing in the maximum, so that the common policy applies to it too.
    largest = np.max(beside, axis=1, initial=0.0)
    x, y, largest = _prepare_all((x, y, largest), missing)
    covered = np.minimum(x, y)
    return float(_ratio(np.sum(covered - np.minimum(covered, largest)), np.sum(y)))


def haesebrouck(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> float:
    """Give Haesebrouck's (2015) consistency, which weighs small inconsistencies of high members more.

    Σmin(x,y) / Σ(min(x,y) + sqrt(max(x-y,0)·x)).

    Examples
    --------
    >>> haesebrouck([1, 1, 0], [1, 0, 1])
    0.5
    """
    x, y = _prepare(x, y, missing)
    shared = np.minimum(x, y)
    return float(_ratio(np.sum(shared), np.sum(shared + np.sqrt(np.maximum(x - y, 0.0) * x))))


def inclusion_times_pri(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> float:
    """Give the product of `inclusion` and `pri`.

    Examples
    --------
    >>> inclusion_times_pri([1, 1, 0], [1, 0, 1])
    0.25
    """
    x, y = _prepare(x, y, missing)
    return float(_inclusion(x, y) * _pri(x, y))


def necessity_inclusion(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> float:
    """Give the consistency of necessity, Σmin(x,y) / Σy: raw coverage, read the other way round.

    Examples
    --------
    >>> necessity_inclusion([1, 1, 1, 0], [1, 1, 0, 0])
    1.0
    """
    return coverage(x, y, missing=missing)


def necessity_coverage(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> float:
    """Give the coverage of necessity, Σmin(x,y) / Σx: `inclusion`, read the other way round.

    Examples
    --------
    >>> necessity_coverage([1, 1, 0, 0], [1, 0, 0, 0])
    0.5
    """
    return inclusion(x, y, missing=missing)


def relevance(x: npt.ArrayLike, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse") -> float:
    """Give the relevance of necessity (RoN), Σ(1-x) / Σ(1-min(x,y)).

    Near 0 for a condition that nearly every case has (Schneider and Wagemann 2012, section 9.2).

    Examples
    --------
    >>> relevance([1, 1, 1, 0], [1, 1, 0, 0])
    0.5
    """
    return float(_relevance(*_prepare(x, y, missing)))


def sufficiency_table(
    memberships: pd.DataFrame, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse"
) -> pd.DataFrame:
    """Measure sufficiency of many sets at once.

    Parameters
    ----------
    memberships
        One row per case, one column per set, in 0..1.
    y
        Membership in the outcome, shape ``(cases,)``.
    missing
        As for `sufficiency`; ``"drop"`` leaves cases out set by set.

    Returns
    -------
    pandas.DataFrame
        One row per set; columns ``inclusion``, ``pri``, ``coverage``.

    Raises
    ------
    ValueError
        As `sufficiency`.

    Examples
    --------
    >>> sufficiency_table(pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1]}), [1, 0, 1])
       inclusion  pri  coverage
    A        0.5  0.5       0.5
    B        1.0  1.0       1.0
    """
    if missing == "drop":
        return _column_by_column(sufficiency, memberships, y)
    x, y = _prepare_table(memberships, y)
    columns = {"inclusion": _inclusion(x, y), "pri": _pri(x, y), "coverage": _coverage(x, y)}
    return pd.DataFrame(columns, index=memberships.columns)


def necessity_table(
    memberships: pd.DataFrame, y: npt.ArrayLike, *, missing: MissingPolicy = "refuse"
) -> pd.DataFrame:
    """Measure necessity of many sets at once; parameters and errors as for `sufficiency_table`.

    Returns
    -------
    pandas.DataFrame
        One row per set; columns ``inclusion``, ``coverage``, ``relevance``.

    Examples
    --------
    >>> necessity_table(pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1]}), [1, 0, 1])
       inclusion  coverage  relevance
    A        0.5       0.5        0.5
    B        1.0       1.0        1.0
    """
    if missing == "drop":
        return _column_by_column(necessity, memberships, y)
    x, y = _prepare_table(memberships, y)
    columns = {"inclusion": _coverage(x, y), "coverage": _inclusion(x, y), "relevance": _relevance(x, y)}
    return pd.DataFrame(columns, index=memberships.columns)


def _column_by_column(
    measure: Callable[..., Sufficiency | Necessity], memberships: pd.DataFrame, y: npt.ArrayLike
) -> pd.DataFrame:
    _check_same_cases(memberships, y)
    rows = [asdict(measure(column, y, missing="drop")) for _, column in memberships.items()]
    return pd.DataFrame(rows, index=memberships.columns)


def _inclusion(x: Array, y: Array) -> Array:
    return _ratio(np.sum(np.minimum(x, y), axis=0), np.sum(x, axis=0))


def _coverage(x: Array, y: Array) -> Array:
    # y is one column beside several of x, so that the sums line up set by set.
    return _ratio(np.sum(np.minimum(x, y), axis=0), np.sum(y, axis=0))


def _pri(x: Array, y: Array) -> Array:
    both = np.minimum(np.minimum(x, y), 1.0 - y)
    below = np.sum(x - both, axis=0)
    above = np.sum(np.minimum(x, y) - both, axis=0)
    return _ratio(above, np.where(below < _ROUNDING, 0.0, below))


def _relevance(x: Array, y: Array) -> Array:
    return _ratio(np.sum(1.0 - x, axis=0), np.sum(1.0 - np.minimum(x, y), axis=0))


def _ratio(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Array:
    """Divide; zero by anything, and anything by zero, as the module's first page says: NaN."""
    above, below = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    quotient: Array = np.full(above.shape, np.nan)
    np.divide(above, below, out=quotient, where=below > 0.0)
    return quotient


def _prepare(x: npt.ArrayLike, y: npt.ArrayLike, missing: MissingPolicy) -> tuple[Array, Array]:
    _check_same_cases(x, y)
    first, second = _prepare_all((x, y), missing)
    return first, second


def _prepare_table(memberships: pd.DataFrame, y: npt.ArrayLike) -> tuple[Array, Array]:
    if isinstance(y, pd.Series) and not memberships.index.equals(y.index):
        raise ValueError(
            "The table and y name their cases differently; bring them into the same order first."
        )
    columns = memberships.to_numpy(dtype=np.float64)
    outcome = np.asarray(y, dtype=np.float64)
    if outcome.ndim != 1 or len(outcome) != len(columns):
        raise ValueError(f"The table has {len(columns)} cases but y has {outcome.size}.")
    _check_memberships(columns)
    _check_memberships(outcome)
    return columns, outcome[:, np.newaxis]


def _check_same_cases(x: npt.ArrayLike | pd.DataFrame, y: npt.ArrayLike) -> None:
    """Refuse two indexes that differ: position by position, other cases would be compared in silence."""
    if isinstance(x, pd.Series | pd.DataFrame) and isinstance(y, pd.Series) and not x.index.equals(y.index):
        raise ValueError("x and y name their cases differently; bring them into the same order first.")


def _prepare_all(vectors: tuple[npt.ArrayLike, ...], missing: MissingPolicy) -> tuple[Array, ...]:
    arrays = [np.asarray(vector, dtype=np.float64) for vector in vectors]
    lengths = [array.shape for array in arrays]
    if any(array.ndim != 1 for array in arrays) or len(set(lengths)) > 1:
        raise ValueError(f"x and y must be one membership per case; their shapes are {lengths}.")
    if missing == "drop":
        known = ~np.any([np.isnan(array) for array in arrays], axis=0)
        arrays = [array[known] for array in arrays]
    for array in arrays:
        _check_memberships(array)
    return tuple(arrays)


def _check_memberships(array: Array) -> None:
    if np.isnan(array).any():
        raise ValueError('A membership is missing; pass missing="drop" to leave such cases out.')
    if array.size and (array.min() < -_ROUNDING or array.max() > 1.0 + _ROUNDING):
        raise ValueError(
            f"Memberships must lie between 0 and 1; found {array.min():g} to {array.max():g}. "
            "Calibrate the values first."
        )
