"""The verdicts on a claim for many states of the memberships at once, by the written rules.

What `casecompare.hypotheses.judge` gives for one table of memberships, this gives for a whole array of them,
without the cases for and against; a search for the value that would change a verdict needs thousands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import reduce
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from casecompare.hypotheses import VerdictWord, verdict_word
from casecompare.sets import Claim, Conjunction, Constant, Disjunction, Expression, Negation, SetName

__all__ = ["State", "verdict_words"]

Array: TypeAlias = npt.NDArray[np.float64]
State: TypeAlias = Mapping[str, Array]

_ROUNDING = 1e-12
"""As in `casecompare.sets.pri`: what is smaller is not data."""


def verdict_words(claim: Claim, states: State) -> list[VerdictWord]:
    """Give the verdict on a claim for each of many states of the memberships.

    Parameters
    ----------
    claim
        A parsed claim.
    states
        For each set of the claim an array of shape ``(states, cases)``, or ``(cases,)`` where a set is the
        same in all of them; memberships in 0..1, whole numbers for multi-value sets. No value may be missing.

    Returns
    -------
    list of str
        One word per state.

    Examples
    --------
    >>> from casecompare.sets import parse_claim
    >>> states = {"A": np.array([[1, 0], [1, 1]]), "Y": np.array([1, 0])}
    >>> verdict_words(parse_claim("A => Y"), states)
    ['supported', 'against']
    """
    # Cases stand last, so that sums run over them as they do over one table, to the last digit.
    x, y = np.broadcast_arrays(_evaluate(claim.condition, states), _evaluate(claim.outcome, states))
    x, y = np.atleast_2d(x), np.atleast_2d(y)
    measures = _association(x, y) if claim.relation == "~" else _fit(x, y)
    has_against = np.zeros(len(x), dtype=bool)
    if claim.relation in ("=>", "<=>"):
        has_against |= ((x > 0.5) & (y < 0.5)).any(axis=-1)
    if claim.relation in ("<=", "<=>"):
        has_against |= ((y > 0.5) & (x < 0.5)).any(axis=-1)
    rows = zip(*(column.tolist() for column in measures.values()), strict=True)
    return [
        verdict_word(claim, dict(zip(measures, row, strict=True)), against)
        for row, against in zip(rows, has_against.tolist(), strict=True)
    ]


def _evaluate(expression: Expression, states: State) -> Array:
    match expression:
        case Constant(value):
            return np.full(next(iter(states.values())).shape[-1], float(value))
        case SetName(name, values):
            column = states[name]
            return np.isin(column, values).astype(float) if values else column
        case Negation(operand):
            return 1.0 - _evaluate(operand, states)
        case Conjunction(operands):
            return reduce(np.minimum, (_evaluate(operand, states) for operand in operands))
        case Disjunction(operands):
            return reduce(np.maximum, (_evaluate(operand, states) for operand in operands))
    raise TypeError(f"{expression!r} is not an expression.")


def _fit(x: Array, y: Array) -> dict[str, Array]:
    """Give the measures that the rules of sufficiency and necessity ask for, see `casecompare.sets`."""
    both = np.minimum(x, y)
    in_neither = np.minimum(both, 1.0 - y)
    below = (x - in_neither).sum(axis=-1)
    shared = both.sum(axis=-1)
    return {
        "inclusion": _ratio(shared, x.sum(axis=-1)),
        "PRI": _ratio((both - in_neither).sum(axis=-1), np.where(below < _ROUNDING, 0.0, below)),
        "cases in the condition": (x > 0.5).sum(axis=-1),
        "necessity inclusion": _ratio(shared, y.sum(axis=-1)),
        "RoN": _ratio((1.0 - x).sum(axis=-1), (1.0 - both).sum(axis=-1)),
        "cases with the outcome": (y > 0.5).sum(axis=-1),
    }


def _association(x: Array, y: Array) -> dict[str, Array]:
    """Give the measures of the exact test; cases at 0.5 in either set take no part."""
    decided = (x != 0.5) & (y != 0.5)
    inside, positive = (x > 0.5) & decided, (y > 0.5) & decided
    counts = [one.sum(axis=-1) for one in (decided, inside, positive, inside & positive)]
    rows = [_exact_test(*map(int, row)) for row in zip(*counts, strict=True)]
    names = ("smallest reachable p", "p", "share inside", "share outside")
    return dict(zip(names, np.array(rows, dtype=float).reshape(-1, 4).T, strict=True))


def _exact_test(n: int, n_inside: int, n_positive: int, both: int) -> tuple[float, float, float, float]:
    n_outside = n - n_inside
    return (
        _tail(n, n_inside, n_positive, min(n_inside, n_positive)),
        _tail(n, n_inside, n_positive, both),
        both / n_inside if n_inside else math.nan,
        (n_positive - both) / n_outside if n_outside else math.nan,
    )


def _tail(n: int, n_inside: int, n_positive: int, at_least: int) -> float:
    """Give P(X >= at_least) for the hypergeometric count of positive cases inside the condition."""
    if not n:
        return math.nan
    hits = range(at_least, min(n_inside, n_positive) + 1)
    ways = sum(math.comb(n_inside, one) * math.comb(n - n_inside, n_positive - one) for one in hits)
    return ways / math.comb(n, n_positive)


def _ratio(above: Array, below: Array) -> Array:
    quotient: Array = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=quotient, where=below > 0.0)
    return quotient
