"""Does a score go with the outcome? The share of pairs in which it does, and the exact test of that.

Of all pairs of a case with the outcome and one without, how often has the first the higher score, ties
counted half (Mann and Whitney's U divided by the number of pairs; Vargha and Delaney's A)? The test asks how
often chance would give a share as far from one half, over all ways in which the outcome could be spread over
the same scores; it is exact with ties.

Mann HB, Whitney DR (1947), *Annals of Mathematical Statistics* 18(1):50-60; Vargha A, Delaney HD (2000),
*Journal of Educational and Behavioral Statistics* 25(2):101-132.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Superiority", "superiority"]

Floats = npt.NDArray[np.float64]
_MOST_CASES = 150
"""Beyond this the exact distribution takes more than a second."""


@dataclass(frozen=True, kw_only=True)
class Superiority:
    """The share of pairs, its exact two-sided p, the smallest p that these scores can give; the counts."""

    share: float
    p: float
    smallest_p: float
    cases_with: int
    cases_without: int


def superiority(with_outcome: npt.ArrayLike, without: npt.ArrayLike) -> Superiority:
    """Compare the scores of cases with the outcome to those without.

    Parameters
    ----------
    with_outcome, without
        Scores, none missing. With more than 150 cases p is NaN.

    Raises
    ------
    ValueError
        If one of the groups is empty.

    Examples
    --------
    >>> found = superiority([0.9, 0.8, 0.7], [0.1, 0.3, 0.7])
    >>> round(found.share, 3), found.p, found.smallest_p
    (0.944, 0.2, 0.2)
    """
    first, second = np.asarray(with_outcome, dtype=float), np.asarray(without, dtype=float)
    if not len(first) or not len(second):
        raise ValueError("both groups need a case.")
    difference = np.sign(first[:, None] - second[None, :])
    share = float((difference + 1).mean() / 2)
    p, smallest = _exact(np.concatenate([first, second]), len(first))
    return Superiority(
        share=share, p=p, smallest_p=smallest, cases_with=len(first), cases_without=len(second)
    )


def _exact(scores: Floats, count: int) -> tuple[float, float]:
    """Give the two-sided p of the sum of the first `count` ranks, and the smallest p there is."""
    if len(scores) > _MOST_CASES:
        return float("nan"), float("nan")
    ranks = _doubled_ranks(scores)
    ways = np.zeros((count + 1, int(ranks.sum()) + 1))
    ways[0, 0] = 1.0
    for rank in ranks:
        for taken in range(count, 0, -1):
            ways[taken, rank:] += ways[taken - 1, : ways.shape[1] - rank]
    chances = ways[count] / ways[count].sum()
    centre = ranks.sum() * count / len(ranks)
    distances = np.abs(np.arange(len(chances)) - centre)
    observed = abs(ranks[:count].sum() - centre)
    furthest = distances[chances > 0].max()
    reached = [float(chances[distances >= bound - 1e-9].sum()) for bound in (observed, furthest)]
    return min(1.0, reached[0]), min(1.0, reached[1])


def _doubled_ranks(scores: Floats) -> npt.NDArray[np.int64]:
    """Give twice the rank of each score, ties sharing the middle: whole numbers."""
    ordered = np.sort(scores)
    first = np.searchsorted(ordered, scores, side="left")
    last = np.searchsorted(ordered, scores, side="right")
    return np.asarray(first + last + 1, dtype=np.int64)
