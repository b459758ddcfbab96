"""Scores by their names in a codebook: ``fit`` is the score, ``fit.low`` and ``fit.high`` its bounds."""

from __future__ import annotations

import pandas as pd

__all__ = ["bare_score", "score_column"]

_ENDS = (".low", ".high")


def bare_score(score: str) -> str:
    """Give the name of a score without the bound of it that is meant.

    Examples
    --------
    >>> bare_score("fit.low"), bare_score("fit.high"), bare_score("fit")
    ('fit', 'fit', 'fit')
    """
    end = next((one for one in _ENDS if score.endswith(one)), "")
    return score.removesuffix(end)


def score_column(frame: pd.DataFrame, score: str) -> pd.Series | None:
    """Give a score, or a bound of it, as a method derived it; None if the method has no such score.

    A bound is the score itself where nothing leaves it open.

    Parameters
    ----------
    frame
        What a method derived: one row per case, with the bounds of ``x`` in ``x.low`` and ``x.high``, if any.
    score
        The name, with ``.low`` or ``.high`` for a bound.

    Examples
    --------
    >>> frame = pd.DataFrame({"fit": [0.4, None], "fit.low": [None, 0.1], "level": [0.2, 0.3]})
    >>> score_column(frame, "fit.low").tolist(), score_column(frame, "level.high").tolist()
    ([0.4, 0.1], [0.2, 0.3])
    """
    bare = bare_score(score)
    if bare not in frame:
        return None
    return frame[score].where(frame[score].notna(), frame[bare]) if score in frame else frame[bare]
