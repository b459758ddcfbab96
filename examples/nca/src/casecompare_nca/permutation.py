"""Permutation tests: how often chance alone would leave as much empty as the cases do.

Dul, van der Laan & Kuik (2020), *Organizational Research Methods* 23:385-395. The outcomes are dealt out to
the cases anew; every ceiling is fitted to thousands of such arrangements at once.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from casecompare_nca.analysis import box_of
from casecompare_nca.ceilings import Box, CeilingName, fit_ceilings
from casecompare_nca.scatter import Floats, Scatter

__all__ = ["Contrast", "EffectTest", "difference_contrast", "permutation_tests"]

_Z = 1.959963984540054
_ROUNDING = 1e-9
_CELLS = 200_000


@dataclass(frozen=True, kw_only=True)
class EffectTest:
    """The permutation test of one ceiling.

    Parameters
    ----------
    effect_size
        That of the cases; NaN if the ceiling is not defined.
    p
        The share of arrangements with at least this effect, the observed one counted among them.
    accuracy
        Half the width of the 95 % interval of p that follows from the number of arrangements; 0 if all there
        are were gone through.
    arrangements
        How many gave an effect size; those without are dropped.
    at_least
        How many of them have at least the effect of the cases.
    threshold
        The effect that 95 % of them stay below.
    """

    effect_size: float
    p: float
    accuracy: float
    arrangements: int
    at_least: int
    threshold: float


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """The difference of two effect sizes on the same outcome, and its two-sided p."""

    first: float
    second: float
    difference: float
    p: float


def permutation_tests(
    scatter: Scatter,
    ceilings: Sequence[CeilingName],
    *,
    random: np.random.Generator,
    permutations: int = 10_000,
    tau: float = 0.95,
    counts_once: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, EffectTest]:
    """Test the effect sizes of a plot against those of chance arrangements.

    Parameters
    ----------
    scatter
        The plot.
    ceilings
        Some of `CEILINGS`; all are tested on the same arrangements.
    random
        The source of chance. It is not asked where all orders are gone through: up to six cases.
    permutations
        How many arrangements.
    tau, counts_once
        As in `analyse`.
    progress
        Is told how many arrangements of how many are done.

    Raises
    ------
    ValueError
        if there is no permutation, or the scope has no area.

    Examples
    --------
    >>> from casecompare_nca import make_scatter
    >>> scatter = make_scatter([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    >>> made = permutation_tests(scatter, ["ce_fdh"], random=np.random.default_rng(1))["ce_fdh"]
    >>> made.effect_size, made.arrangements, made.at_least, made.accuracy
    (0.625, 120, 1, 0.0)
    """
    if permutations < 1:
        raise ValueError("a permutation test needs one permutation at least.")
    if scatter.scope.area <= 0:
        raise ValueError("all conditions or all outcomes are equal, so that nothing can be tested.")
    x, y, scope = scatter.seen
    # Sorted by both, so that the arrangements do not depend on the order in which the cases were given.
    order = np.lexsort((y, x))
    x, y, box = x[order], y[order], box_of(scope)

    def effects(rows: Floats) -> dict[str, Floats]:
        made = fit_ceilings(x[np.newaxis], rows, box, ceilings, tau=tau, counts_once=counts_once)
        return {name: made.fitted[name].zone / box.area for name in ceilings}

    observed = effects(y[np.newaxis])
    is_exhaustive = len(y) <= 6 and permutations >= math.factorial(len(y))
    chunks = []
    done, total = 0, math.factorial(len(y)) if is_exhaustive else permutations
    for rows in _all_orders(y) if is_exhaustive else _drawn_orders(y, permutations, random):
        chunks.append(effects(rows))
        done += len(rows)
        progress(done, total)
    return {
        name: _tested(
            float(observed[name][0]),
            np.concatenate([chunk[name] for chunk in chunks]),
            total,
            is_exhaustive=is_exhaustive,
        )
        for name in ceilings
    }


def difference_contrast(
    first: ArrayLike,
    second: ArrayLike,
    outcome: ArrayLike,
    ceiling: CeilingName,
    *,
    random: np.random.Generator,
    permutations: int = 10_000,
    tau: float = 0.95,
) -> Contrast:
    """Compare the effect sizes of two conditions on the same outcome, in the upper left corner.

    In each arrangement the two conditions of a case change places with a probability of one half; conditions
    that are measured on different scales should be normalised first.

    Parameters
    ----------
    first, second, outcome
        One number per case; a case with NaN in any is left out.
    ceiling
        One of `CEILINGS`.
    random, permutations, tau
        As in `permutation_tests`.

    Raises
    ------
    ValueError
        if no case is complete.

    Examples
    --------
    >>> rising, outcome = [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]
    >>> flat = [6, 1, 5, 2, 4, 3]
    >>> made = difference_contrast(flat, rising, outcome, "ce_fdh", random=np.random.default_rng(1))
    >>> round(made.difference, 2), made.p < 0.4
    (0.36, True)
    """
    columns = np.column_stack([np.asarray(one, dtype=float) for one in (first, second, outcome)])
    columns = columns[~np.isnan(columns).any(axis=1)]
    if not len(columns):
        raise ValueError("no case has both conditions and the outcome.")
    pair, y = columns[:, :2].T, columns[:, 2]
    observed = [float(_own_scope_effects(one[np.newaxis], y, ceiling, tau)[0]) for one in pair]
    difference = observed[1] - observed[0]
    drawn = []
    for size in _sizes(len(y), permutations):
        swaps = random.random((size, len(y))) < 0.5
        one = _own_scope_effects(np.where(swaps, pair[1], pair[0]), y, ceiling, tau)
        drawn.append(_own_scope_effects(np.where(swaps, pair[0], pair[1]), y, ceiling, tau) - one)
    found = np.concatenate(drawn)
    found = found[~np.isnan(found)]
    extreme = int((np.abs(found) >= abs(difference) - _ROUNDING).sum())
    p = math.nan if math.isnan(difference) else max((1 + extreme) / (1 + len(found)), 1 / permutations)
    return Contrast(first=observed[0], second=observed[1], difference=difference, p=p)


def _own_scope_effects(x: Floats, y: Floats, ceiling: CeilingName, tau: float) -> Floats:
    """Give the effect size of each row of conditions, each within its own scope."""
    order = np.argsort(x, axis=1, kind="stable")
    across, up = np.take_along_axis(x, order, axis=1), np.broadcast_to(y, x.shape)
    up = np.take_along_axis(up, order, axis=1)
    bottom, top = np.array(y.min()), np.array(y.max())
    box = Box(across[:, 0], across[:, -1], bottom, top)
    with np.errstate(divide="ignore", invalid="ignore"):
        effects: Floats = fit_ceilings(across, up, box, [ceiling], tau=tau).fitted[ceiling].zone / box.area
    return effects


def _tested(effect: float, drawn: Floats, total: int, *, is_exhaustive: bool) -> EffectTest:
    found = drawn[~np.isnan(drawn)]
    count = len(found)
    at_least = int((found >= effect - _ROUNDING).sum())
    if math.isnan(effect) or not count:
        return EffectTest(
            effect_size=effect, p=math.nan, accuracy=math.nan, arrangements=count, at_least=at_least,
            threshold=math.nan,
        )  # fmt: skip
    p = max((1 + at_least) / (1 + count), 1 / total)
    return EffectTest(
        effect_size=effect,
        p=p,
        accuracy=0.0 if is_exhaustive else _Z * math.sqrt(p * (1 - p) / total),
        arrangements=count,
        at_least=at_least,
        threshold=float(np.quantile(found, 0.95)),
    )


def _all_orders(y: Floats) -> Iterator[Floats]:
    yield y[np.array(list(itertools.permutations(range(len(y)))), dtype=int)]


def _drawn_orders(y: Floats, permutations: int, random: np.random.Generator) -> Iterator[Floats]:
    for size in _sizes(len(y), permutations):
        yield random.permuted(np.broadcast_to(y, (size, len(y))), axis=1)


def _sizes(cases: int, permutations: int) -> Iterator[int]:
    """Give the sizes of chunks that keep the arrays small."""
    chunk = max(_CELLS // cases, 1)
    for start in range(0, permutations, chunk):
        yield min(chunk, permutations - start)
