"""Kappas of two coders: Cohen's, weighted, for each pair of coders and their mean, and Scott's pi.

References
----------
Cohen J (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement
20(1):37-46.
Cohen J (1968). Weighted kappa. Psychological Bulletin 70(4):213-220.
Fleiss JL, Cohen J, Everitt BS (1969). Large sample standard errors of kappa and weighted kappa. Psychological
Bulletin 72(5):323-327.
"""

from __future__ import annotations

import itertools

import numpy as np

from casecompare_agreement.ratings import Codes, Coefficient, Floats, complete_units, read_ratings
from casecompare_agreement.weighted import Weights, agreement_weights, fleiss_kappa

__all__ = ["cohen_kappa", "light_kappa", "pairwise_kappas", "scott_pi"]


def cohen_kappa(codes: Codes, weights: Weights = "none") -> Coefficient:
    """Give Cohen's kappa of two coders: by chance, each draws from the shares of the own codes.

    Parameters
    ----------
    codes
        Two columns; units that one of the two did not code are left out.
    weights
        How far different codes agree, by the distance of the codes themselves and not of their ranks.

    Returns
    -------
    Coefficient
        With `z`, the value over its standard error without agreement beyond chance (Fleiss, Cohen and
        Everitt 1969).

    Raises
    ------
    ValueError
        If there are not exactly two columns.

    Examples
    --------
    >>> found = cohen_kappa([[1, 1], [1, 1], [2, 2], [2, 1], [2, 2], [1, 1]])
    >>> round(found.value, 3), round(found.z, 3)
    (0.667, 1.732)
    """
    ratings = read_ratings(codes, needs_order=weights != "none")
    if ratings.shape[1] != 2:
        raise ValueError(f"Cohen's kappa is for two coders, not {ratings.shape[1]}; use conger_kappa.")
    units = complete_units(ratings)
    if not len(units):
        return Coefficient(reason="no unit was coded by both coders")
    categories = np.unique(units)
    table = np.zeros((len(categories), len(categories)))
    np.add.at(table, tuple(np.searchsorted(categories, units).T), 1 / len(units))
    return _kappa_of_table(table, agreement_weights(categories, weights), len(units))


def pairwise_kappas(codes: Codes, weights: Weights = "none") -> dict[tuple[int, int], Coefficient]:
    """Give Cohen's kappa of each pair of coders, by the numbers of their columns.

    Examples
    --------
    >>> found = pairwise_kappas([[1, 1, 1], [2, 2, 2], [1, 1, 2], [2, 1, 2]])
    >>> [(pair, round(kappa.value, 3)) for pair, kappa in found.items()]
    [((0, 1), 0.5), ((0, 2), 0.5), ((1, 2), 0.2)]
    """
    ratings = read_ratings(codes, needs_order=weights != "none")
    return {
        pair: cohen_kappa(ratings[:, pair], weights)
        for pair in itertools.combinations(range(ratings.shape[1]), 2)
    }


def light_kappa(codes: Codes, weights: Weights = "none") -> Coefficient:
    """Give Light's kappa: the mean of Cohen's kappa over pairs of coders, on the units that all coded.

    Returns
    -------
    Coefficient
        Undefined as soon as the kappa of one pair is.

    References
    ----------
    Light RJ (1971). Measures of response agreement for qualitative data: some generalizations and
    alternatives. Psychological Bulletin 76(5):365-377.

    Examples
    --------
    >>> round(light_kappa([[1, 1, 1], [2, 2, 2], [1, 1, 2], [2, 1, 2]]).value, 3)
    0.4
    """
    units = complete_units(read_ratings(codes, needs_order=weights != "none"))
    if not len(units):
        return Coefficient(reason="no unit was coded by all coders")
    kappas = list(pairwise_kappas(units, weights).values())
    if undefined := [kappa.reason for kappa in kappas if kappa.reason]:
        return Coefficient(units=len(units), reason=f"for {len(undefined)} pairs of coders {undefined[0]}")
    return Coefficient(
        value=float(np.mean([kappa.value for kappa in kappas])),
        observed=float(np.mean([kappa.observed for kappa in kappas])),
        expected=float(np.mean([kappa.expected for kappa in kappas])),
        units=len(units),
    )


def scott_pi(codes: Codes) -> Coefficient:
    """Give Scott's pi of two coders: by chance, both draw from the shares of categories over all codes.

    Raises
    ------
    ValueError
        If there are not exactly two columns.

    References
    ----------
    Scott WA (1955). Reliability of content analysis: the case of nominal scale coding. Public Opinion
    Quarterly 19(3):321-325.

    Examples
    --------
    >>> round(scott_pi([[1, 1], [1, 1], [2, 2], [2, 1], [2, 2], [1, 1]]).value, 3)
    0.657
    """
    ratings = read_ratings(codes)
    if ratings.shape[1] != 2:
        raise ValueError(f"Scott's pi is for two coders, not {ratings.shape[1]}; use fleiss_kappa.")
    return fleiss_kappa(ratings, complete=True)


def _kappa_of_table(table: Floats, weights: Floats, units: int) -> Coefficient:
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    by_chance = np.outer(rows, columns)
    observed, expected = float((weights * table).sum()), float((weights * by_chance).sum())
    if 1 - expected < 1e-12:
        reason = "both coders used one and the same category"
        return Coefficient(observed=observed, expected=expected, units=units, reason=reason)
    value = (observed - expected) / (1 - expected)
    margins = (weights @ columns)[:, None] + rows @ weights
    variance = (float((by_chance * (weights - margins) ** 2).sum()) - expected**2) / (
        units * (1 - expected) ** 2
    )
    z = value / np.sqrt(variance) if variance > 1e-15 else np.nan
    return Coefficient(value=value, observed=observed, expected=expected, units=units, z=float(z))
