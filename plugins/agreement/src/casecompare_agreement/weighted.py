"""Chance-corrected agreement of any number of coders, with weights and missing codes, in one frame.

All of these compare the weighted share of agreeing pairs of codes with what chance would give; they differ in
what they take for chance.

References
----------
Gwet KL (2014). Handbook of Inter-Rater Reliability. 4th edition. Advanced Analytics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from casecompare_agreement.ratings import (
    NO_PAIRS,
    Codes,
    Coefficient,
    Floats,
    complete_units,
    count_categories,
    read_ratings,
)

__all__ = [
    "Weights",
    "agreement_weights",
    "brennan_prediger",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac",
    "percent_agreement",
    "percent_all_agree",
]

Weights: TypeAlias = Literal["none", "linear", "quadratic"]
"""How far two different codes agree: not at all, or the more the nearer they are."""

_ALL_BY_CHANCE = "only one category was used, so that agreement cannot be told from a lack of variation"


def agreement_weights(categories: Floats, weights: Weights) -> Floats:
    """Give how far each pair of categories agrees, 1 for equal ones.

    Parameters
    ----------
    categories
        The codes that can occur, in ascending order.
    weights
        ``none``: 0 for different codes; ``linear``: one minus their distance over the range;
        ``quadratic``: one minus its square (Cohen 1968).

    Examples
    --------
    >>> agreement_weights(np.array([1.0, 2.0, 4.0]), "linear")[0].round(3).tolist()
    [1.0, 0.667, 0.0]
    """
    if weights == "none" or len(categories) < 2:
        return np.eye(len(categories))
    share: Floats = np.abs(categories[:, None] - categories) / (categories[-1] - categories[0])
    return 1 - (share if weights == "linear" else share**2)


def percent_agreement(codes: Codes) -> Coefficient:
    """Give the share of agreeing pairs of codes: mean over units with two codes at least.

    Examples
    --------
    >>> round(percent_agreement([["a", "a", "a"], ["a", "b", None], ["b", "b", "a"]]).value, 3)
    0.444
    """
    return _coefficient(_setup(read_ratings(codes), "none"), lambda setup: 0.0)


def percent_all_agree(codes: Codes) -> Coefficient:
    """Give the share of complete units on which all coders agree.

    Examples
    --------
    >>> percent_all_agree([["a", "a", "a"], ["a", "b", None], ["b", "b", "a"]]).value
    0.5
    """
    units = complete_units(read_ratings(codes))
    if not len(units):
        return Coefficient(reason="no unit was coded by all coders")
    share = float((units == units[:, :1]).all(axis=1).mean())
    return Coefficient(value=share, observed=share, units=len(units))


def gwet_ac(
    codes: Codes, weights: Weights = "none", categories: Sequence[float] | None = None
) -> Coefficient:
    """Give Gwet's AC1, or with weights AC2: chance is what coders do with units that are hard to code.

    Parameters
    ----------
    codes
        One row per unit, one column per coder; missing is None or NaN.
    weights
        How far different codes agree.
    categories
        The codes that could have been given; by default those that were.

    Returns
    -------
    Coefficient
        Undefined if only one category is known of: with `categories` declared it is 1 where all agree.

    Notes
    -----
    Kappas fall towards 0 where nearly all units are in one category, however often coders agree; AC1 does
    not (Gwet 2008).

    References
    ----------
    Gwet KL (2008). Computing inter-rater reliability and its variance in the presence of high agreement.
    British Journal of Mathematical and Statistical Psychology 61(1):29-48.

    Examples
    --------
    >>> round(gwet_ac([[1, 1], [1, 1], [1, 1], [1, 1], [1, 2]]).value, 3)
    0.756
    """

    def chance(setup: _Setup) -> float:
        number = len(setup.shares)
        spread = float((setup.shares * (1 - setup.shares)).sum())
        return float(setup.weights.sum()) * spread / (number * (number - 1)) if number > 1 else 1.0

    return _coefficient(
        _setup(read_ratings(codes, needs_order=weights != "none"), weights, categories), chance
    )


def brennan_prediger(
    codes: Codes, weights: Weights = "none", categories: Sequence[float] | None = None
) -> Coefficient:
    """Give the coefficient of Brennan and Prediger: by chance, each category is as likely as the others.

    Parameters
    ----------
    codes, weights, categories
        As for `gwet_ac`.

    References
    ----------
    Brennan RL, Prediger DJ (1981). Coefficient kappa: some uses, misuses, and alternatives. Educational and
    Psychological Measurement 41(3):687-699.

    Examples
    --------
    >>> round(brennan_prediger([[1, 1], [1, 1], [1, 1], [1, 1], [1, 2]]).value, 3)
    0.6
    """
    setup = _setup(read_ratings(codes, needs_order=weights != "none"), weights, categories)
    return _coefficient(setup, lambda one: float(one.weights.mean()) if one.weights.size else np.nan)


def fleiss_kappa(codes: Codes, weights: Weights = "none", *, complete: bool = False) -> Coefficient:
    """Give Fleiss' kappa: by chance, all coders draw from the shares of categories over all codes.

    For two coders who coded every unit it is Scott's pi.

    Parameters
    ----------
    codes, weights
        As for `gwet_ac`.
    complete
        Whether units that some coder did not code are left out, as Fleiss (1971) demands; else each pair of
        codes counts (Gwet 2014).

    Returns
    -------
    Coefficient
        With `z` where it has no weights and every unit has the same number of codes.

    References
    ----------
    Fleiss JL (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin
    76(5):378-382.
    Fleiss JL, Nee JCM, Landis JR (1979). Large sample variance of kappa in the case of different sets of
    raters. Psychological Bulletin 86(5):974-977. (For z.)

    Examples
    --------
    >>> round(fleiss_kappa([[1, 1, 1], [2, 2, 2], [1, 1, 2], [2, 1, 2]]).value, 3)
    0.333
    """
    ratings = read_ratings(codes, needs_order=weights != "none")
    setup = _setup(complete_units(ratings) if complete else ratings, weights)
    found = _coefficient(setup, lambda one: float(one.shares @ one.weights @ one.shares))
    coded = np.unique(setup.counts.sum(axis=1))
    if found.reason or weights != "none" or len(coded) != 1:
        return found
    spread = setup.shares * (1 - setup.shares)
    skew = float((spread * (1 - 2 * setup.shares)).sum())
    total = float(spread.sum())
    pairs = found.units * coded[0] * (coded[0] - 1)
    error = np.sqrt(2 * (total**2 - skew) / pairs) / total
    return _with_z(found, float(error))


def conger_kappa(codes: Codes, weights: Weights = "none", *, complete: bool = False) -> Coefficient:
    """Give Conger's kappa: by chance, each coder draws from the shares of the coder's own codes.

    For two coders who coded every unit it is Cohen's kappa.

    Parameters
    ----------
    codes, weights, complete
        As for `fleiss_kappa`.

    References
    ----------
    Conger AJ (1980). Integration and generalization of kappas for multiple raters. Psychological Bulletin
    88(2):322-328.

    Examples
    --------
    >>> round(conger_kappa([[1, 1, 1], [2, 2, 2], [1, 1, 2], [2, 1, 2]]).value, 3)
    0.385
    """
    ratings = read_ratings(codes, needs_order=weights != "none")
    setup = _setup(complete_units(ratings) if complete else ratings, weights)
    return _coefficient(setup, _conger_chance)


class _Setup(NamedTuple):
    """Codes of units by category, their weights, the shares of categories over all units and per coder."""

    counts: Floats
    weights: Floats
    shares: Floats
    by_coder: Floats


def _setup(ratings: Floats, weights: Weights, categories: Sequence[float] | None = None) -> _Setup:
    coded = ratings[~np.isnan(ratings).all(axis=1)]
    used = np.unique(coded[~np.isnan(coded)])
    known = used if categories is None else np.unique(np.asarray(categories, dtype=float))
    if unknown := sorted(set(used) - set(known)):
        raise ValueError(f"the code {unknown[0]:g} is not among the categories.")
    counts = count_categories(coded, known)
    shares = (
        (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0) if len(counts) else np.zeros(len(known))
    )
    by_coder = np.array([
        count_categories(column[:, None], known).sum(axis=0) / is_coded.sum()
        for column, is_coded in zip(coded.T, ~np.isnan(coded.T), strict=True)
        if is_coded.any()
    ])  # fmt: skip
    return _Setup(counts, agreement_weights(known, weights), shares, by_coder)


def _coefficient(setup: _Setup, chance: Callable[[_Setup], float]) -> Coefficient:
    coded = setup.counts.sum(axis=1)
    counts, coded = setup.counts[coded >= 2], coded[coded >= 2]
    if not len(counts):
        return Coefficient(reason=NO_PAIRS)
    agreeing = (counts * (counts @ setup.weights - 1)).sum(axis=1)
    observed, expected = float((agreeing / (coded * (coded - 1))).mean()), chance(setup)
    if 1 - expected < 1e-12:
        return Coefficient(observed=observed, expected=expected, units=len(counts), reason=_ALL_BY_CHANCE)
    value = (observed - expected) / (1 - expected)
    return Coefficient(value=value, observed=observed, expected=expected, units=len(counts))


def _conger_chance(setup: _Setup) -> float:
    coders = len(setup.by_coder)
    mean = setup.by_coder.mean(axis=0)
    deviations = setup.by_coder - mean
    covariance = deviations.T @ deviations / max(coders - 1, 1)
    return float((setup.weights * (np.outer(mean, mean) - covariance / coders)).sum())


def _with_z(found: Coefficient, error: float) -> Coefficient:
    return Coefficient(
        value=found.value, observed=found.observed, expected=found.expected, units=found.units,
        z=found.value / error if error > 0 else np.nan,
    )  # fmt: skip
