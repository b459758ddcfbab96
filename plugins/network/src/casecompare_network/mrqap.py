"""MRQAP: the regression of one relation on several others, with p values that respect their dependence.

Double semi-partialling: what of a predictor the other predictors do not explain is reordered, and the
regression repeated with it (Dekker, D., Krackhardt, D. & Snijders, T. A. B. 2007. Sensitivity of MRQAP tests
to collinearity and autocorrelation conditions. *Psychometrika* 72:563-581).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from casecompare_network.labelings import PermutationP, tail_p
from casecompare_network.matrices import Flags, Matrix, cells, square
from casecompare_network.qap import Reorderings, reorderings

__all__ = ["Mrqap", "MrqapTerm", "mrqap"]

_CELLS_AT_ONCE = 1 << 21
_STEPS = 30
_ROUNDING = 1e-12


@dataclass(frozen=True)
class MrqapTerm:
    """One predictor: its coefficient, its t or z value, and how that stands among the reorderings."""

    name: str
    coefficient: float
    statistic: float
    at_least: PermutationP
    at_most: PermutationP
    two_sided: PermutationP


@dataclass(frozen=True)
class Mrqap:
    """A regression of a relation on relations.

    Parameters
    ----------
    kind
        ``linear`` or ``logit``.
    terms
        The intercept, then the predictors in the order given.
    cell_count
        How many cells were compared.
    r_squared
        Share of the variance explained; NaN for logit.
    deviance, aic, bic
        Of the logit; NaN for linear.
    """

    kind: Literal["linear", "logit"]
    terms: tuple[MrqapTerm, ...]
    cell_count: int
    r_squared: float = math.nan
    deviance: float = math.nan
    aic: float = math.nan
    bic: float = math.nan

    def to_frame(self) -> pd.DataFrame:
        """Give one row per term: coefficient, statistic, p values and the error of the two-sided one."""
        rows = [
            (
                one.coefficient,
                one.statistic,
                one.at_least.p,
                one.at_most.p,
                one.two_sided.p,
                one.two_sided.error,
            )
            for one in self.terms
        ]
        columns = ["coefficient", "statistic", "p_at_least", "p_at_most", "p_two_sided", "p_error"]
        return pd.DataFrame(rows, columns=columns, index=[one.name for one in self.terms])

    def __str__(self) -> str:
        lines = [f"{'':<24}{'coefficient':>12}{'t' if self.kind == 'linear' else 'z':>10}{'p':>10}"]
        lines += [
            f"{one.name[:23]:<24}{one.coefficient:>12.4f}{one.statistic:>10.3f}{one.two_sided.p:>10.4f}"
            for one in self.terms
        ]
        fit = f"R² = {self.r_squared:.3f}" if self.kind == "linear" else f"deviance = {self.deviance:.2f}"
        tested = self.terms[0].two_sided
        how = "all" if tested.is_exact else "seeded"
        lines.append(f"{fit}, {self.cell_count:,} cells, {how} {tested.labelings:,} reorderings")
        return "\n".join(lines)


def mrqap(
    outcome: ArrayLike,
    predictors: Mapping[str, ArrayLike],
    *,
    is_directed: bool,
    kind: Literal["linear", "logit"] = "linear",
    at_most: int = 5_040,
    draws: int = 1_999,
    random: np.random.Generator | None = None,
) -> Mrqap:
    """Regress a relation on other relations among the same actors.

    Parameters
    ----------
    outcome
        The relation to explain; for a logit 0 and 1.
    predictors
        Named relations with the same actors in the same order.
    is_directed
        Whether all cells off the diagonal count, or only the upper half.
    kind
        ``linear`` (ordinary least squares) or ``logit`` (maximum likelihood).
    at_most, draws, random
        See `casecompare_network.qap.reorderings`.

    Raises
    ------
    ValueError
        When the relations differ in size, a predictor follows from the others, there are too few cells, or
        the outcome of a logit is not 0 and 1 or is told apart perfectly.

    Examples
    --------
    >>> advises = [[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 1], [0, 0, 1, 0]]
    >>> same_arena = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    >>> print(mrqap(advises, {"same arena": same_arena}, is_directed=False))
                             coefficient         t         p
    intercept                     0.2500     1.155    0.6667
    same arena                    0.7500     2.000    0.6667
    R² = 0.500, 6 cells, all 24 reorderings
    """
    explained = square(outcome)
    names = ["intercept", *predictors]
    relations = [np.ones_like(explained), *(square(one) for one in predictors.values())]
    if any(one.shape != explained.shape for one in relations):
        raise ValueError("all relations of a regression are among the same actors, in the same order")
    y = cells(explained, is_directed=is_directed)
    design = np.column_stack([cells(one, is_directed=is_directed) for one in relations])
    _check(y, design, names, kind)
    ways = reorderings(len(explained), at_most=at_most, draws=draws, random=random)
    coefficients, statistics, fit = _linear(y, design) if kind == "linear" else _logit(y, design)
    chosen = _chosen_cells(len(explained), is_directed)
    terms = []
    for at, name in enumerate(names):
        values = _reordered_statistics(y, design, at, chosen, ways, kind)
        values[0] = statistics[at]  # the order as it is gives the very same statistic, but for rounding
        terms.append(_term(name, coefficients[at], statistics[at], values, ways.is_exact))
    return Mrqap(kind, tuple(terms), len(y), **fit)


def _check(y: Matrix, design: Matrix, names: list[str], kind: str) -> None:
    if len(y) <= design.shape[1]:
        raise ValueError(f"{len(y)} cells are too few for a regression with {design.shape[1]} coefficients")
    for at, name in enumerate(names):
        if np.linalg.matrix_rank(design[:, : at + 1]) <= at:
            raise ValueError(f"the relation '{name}' follows from those before it; leave one of them out")
    if kind == "logit" and not set(np.unique(y)) == {0.0, 1.0}:
        raise ValueError("a logit explains a relation of cells 0 and 1, of which both are there")


def _term(name: str, coefficient: float, statistic: float, values: Matrix, is_exact: bool) -> MrqapTerm:
    return MrqapTerm(
        name=name,
        coefficient=float(coefficient),
        statistic=float(statistic),
        at_least=tail_p(float(statistic), values, is_exact=is_exact),
        at_most=tail_p(-float(statistic), -values, is_exact=is_exact),
        two_sided=tail_p(abs(float(statistic)), np.abs(values), is_exact=is_exact),
    )


def _linear(y: Matrix, design: Matrix) -> tuple[Matrix, Matrix, dict[str, float]]:
    coefficients = np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], dtype=np.float64)
    rest = y - design @ coefficients
    spread = float(rest @ rest)
    if spread <= _ROUNDING * float(y @ y):
        spread = 0.0
    variance = spread / (len(y) - design.shape[1])
    errors = np.sqrt(variance * np.diag(np.linalg.inv(design.T @ design)))
    total = float(((y - y.mean()) ** 2).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics = coefficients / errors
    return coefficients, statistics, {"r_squared": 1 - spread / total if total else math.nan}


def _logit(y: Matrix, design: Matrix) -> tuple[Matrix, Matrix, dict[str, float]]:
    coefficients, statistics = _logit_fit(y, design)
    if np.isnan(coefficients).any():
        raise ValueError(
            "the predictors tell ties and non-ties apart perfectly, so that the logit has no finite answer; "
            "use the linear regression or leave a predictor out"
        )
    score = design @ coefficients
    deviance = float(2 * (np.logaddexp(0.0, score) - y * score).sum())
    count = design.shape[1]
    fit = {"deviance": deviance, "aic": deviance + 2 * count, "bic": deviance + count * math.log(len(y))}
    return coefficients, statistics, fit


def _logit_fit(y: Matrix, design: Matrix) -> tuple[Matrix, Matrix]:
    """Fit by Newton's method; NaN where the likelihood has no maximum."""
    undefined = np.full(design.shape[1], np.nan)
    coefficients = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(design @ coefficients, -40, 40)))
        information = (design * (probability * (1 - probability))[:, None]).T @ design
        try:
            step = np.linalg.solve(information, design.T @ (y - probability))
        except np.linalg.LinAlgError:
            return undefined, undefined
        coefficients = coefficients + step
        if np.abs(coefficients).max() > 30:
            return undefined, undefined
        if np.abs(step).max() < 1e-9:
            return coefficients, coefficients / np.sqrt(np.diag(np.linalg.inv(information)))
    return undefined, undefined


def _reordered_statistics(
    y: Matrix, design: Matrix, at: int, chosen: Flags, ways: Reorderings, kind: str
) -> Matrix:
    """Give the statistic of one predictor for each reordering of its part that the others leave."""
    others = np.delete(design, at, axis=1)
    part = np.zeros(chosen.shape)
    part[chosen] = design[:, at] - _explained(design[:, at], others)
    if not chosen[1:, 0].any():
        part = part + part.T  # the lower half of an undirected relation moves into the upper one
    test = _linear_tests if kind == "linear" else _logit_tests
    results = np.empty(len(ways.orders))
    at_once = max(_CELLS_AT_ONCE // max(part.size, 1), 1)
    row, column = np.nonzero(chosen)
    for start in range(0, len(results), at_once):
        orders = ways.orders[start : start + at_once]
        reordered = part.ravel()[orders[:, row] * len(part) + orders[:, column]]
        results[start : start + at_once] = test(y, others, reordered)
    return results


def _linear_tests(y: Matrix, others: Matrix, parts: Matrix) -> Matrix:
    """Give the t value of each part (one per row) beside the other predictors, after taking these out."""
    rest = y - _explained(y, others)
    basis, _ = np.linalg.qr(others) if others.shape[1] else (others, others)
    # A part's own share is what remains of it beside the others; what remains of y has no share of these.
    along = parts @ np.column_stack([basis, rest])
    whole = np.einsum("ij,ij->i", parts, parts)
    size = whole - (along[:, :-1] ** 2).sum(axis=1)
    size[size <= _ROUNDING * whole] = 0.0
    freedom = len(y) - others.shape[1] - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = along[:, -1] / np.where(size > 0, size, np.nan)
        left = rest @ rest - slope**2 * size
        left[left <= _ROUNDING * (rest @ rest)] = 0.0  # explained to the last: t is infinite
        return np.asarray(slope / np.sqrt(left / freedom / size), dtype=np.float64)


def _logit_tests(y: Matrix, others: Matrix, parts: Matrix) -> Matrix:
    return np.array([_logit_fit(y, np.column_stack([part, others]))[1][0] for part in parts])


def _explained(values: Matrix, by: Matrix) -> Matrix:
    if by.shape[1] == 0:
        return np.zeros_like(values)
    coefficients, *_ = np.linalg.lstsq(by, values, rcond=None)
    return np.asarray(by @ coefficients, dtype=np.float64)


def _chosen_cells(size: int, is_directed: bool) -> Flags:
    everything = np.ones((size, size), dtype=bool)
    return ~np.eye(size, dtype=bool) if is_directed else np.triu(everything, 1)
