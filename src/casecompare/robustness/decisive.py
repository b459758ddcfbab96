"""Which single membership, moved how little, would change a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from casecompare.hypotheses import VerdictWord
from casecompare.robustness.words import Array, verdict_words
from casecompare.sets import Claim, parse_claim
from casecompare.study import Hypothesis, Study

__all__ = ["decisive_changes"]

_COLUMNS = ["hypothesis", "claim", "case", "set", "from", "to", "change", "word", "becomes"]
_GRID = np.round(np.arange(101) / 100, 2)


def decisive_changes(study: Study, memberships: pd.DataFrame) -> pd.DataFrame:
    """Give for each case and set of a claim the smallest change of the membership that changes the verdict.

    Fuzzy memberships move on a grid of two decimals and never to 0.5, which is neither in nor out; crisp ones
    to the other value; multi-value ones to the other values that occur. Every other membership stays. No
    method is run again: a derived score would perhaps not move alone.

    Parameters
    ----------
    study
        Its hypotheses are judged; those whose sets are not all in `memberships` are left out.
    memberships
        One row per case, one column per set.

    Returns
    -------
    pandas.DataFrame
        One row per hypothesis, case and set where there is such a change, the nearest first: `hypothesis`,
        `claim`, `case`, `set`, `from`, `to`, `change`, and the `word` that `becomes` another one.

    Examples
    --------
    >>> from casecompare.testing import make_study
    >>> sets = pd.DataFrame({"A": [0.9, 0.7, 0.2], "Y": [0.9, 0.55, 0.3]}, index=["k", "l", "m"])
    >>> study = make_study(sets, outcome="Y", hypotheses={"H1": "A => Y"})
    >>> decisive_changes(study, sets)[["case", "set", "from", "to", "becomes"]].head(2)
      case set  from    to becomes
    0    l   Y  0.55  0.49   mixed
    1    k   Y  0.90  0.69   mixed
    """
    rows = [row for one in study.hypotheses.values() for row in _of_hypothesis(study, one, memberships)]
    found = pd.DataFrame(rows, columns=_COLUMNS)
    # A stable sort: of equal changes that stands first which comes first in the study.
    return found.sort_values("change", kind="stable").reset_index(drop=True)


def _of_hypothesis(
    study: Study, hypothesis: Hypothesis, memberships: pd.DataFrame
) -> Iterator[tuple[object, ...]]:
    claim = parse_claim(hypothesis.claim)
    names = sorted(claim.condition.names | claim.outcome.names)
    if not set(names) <= set(memberships.columns):
        return
    complete = memberships[names].dropna()
    columns = {name: complete[name].to_numpy(dtype=float) for name in names}
    (word,) = verdict_words(claim, columns)
    for at, case in enumerate(complete.index):
        for name in names:
            now = float(columns[name][at])
            others = _others(study, name, columns[name], now)
            nearest = _nearest(claim, columns, name, at, others, word)
            if nearest is not None:
                to, becomes = nearest
                yield (
                    hypothesis.name,
                    hypothesis.claim,
                    str(case),
                    name,
                    now,
                    to,
                    round(abs(to - now), 9),
                    word,
                    becomes,
                )


def _others(study: Study, name: str, column: Array, now: float) -> Array:
    """Give the memberships that could stand in the place of one, the nearest first."""
    values = np.unique(column)
    kind = study.codebook[name].kind
    if kind == "multi-value" or values.max(initial=0.0) > 1.0:
        others = values
    elif kind == "crisp" or bool(np.isin(values, (0.0, 1.0)).all()):
        others = np.array([0.0, 1.0])
    else:
        others = _GRID[_GRID != 0.5]
    others = others[np.abs(others - now) > 1e-9]
    return others[np.argsort(np.round(np.abs(others - now), 9), kind="stable")]


def _nearest(
    claim: Claim, columns: Mapping[str, Array], name: str, at: int, others: Array, word: VerdictWord
) -> tuple[float, VerdictWord] | None:
    """Give the nearest of other memberships under which the verdict is another one, and which it is."""
    if not len(others):
        return None
    moved = np.tile(columns[name], (len(others), 1))
    moved[:, at] = others
    words = verdict_words(claim, {**columns, name: moved})
    return next(((float(to), one) for to, one in zip(others, words, strict=True) if one != word), None)
