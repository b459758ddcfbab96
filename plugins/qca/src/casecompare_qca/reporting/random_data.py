"""How easily random data look consistent: too many conditions for the number of cases.

With many conditions nearly every case has a row of its own, so that no row can be contradictory whatever the
data: a perfect model then says nothing. Marx and Dusa found by simulation from which number of cases on
random data betray themselves by contradictions; here the chance is computed exactly.

References
----------
Marx, A. and Dusa, A. (2011). Crisp-set Qualitative Comparative Analysis (csQCA), contradictions and
consistency benchmarks for model specification. Methodological Innovations Online 6, 103-148.
"""

from __future__ import annotations

import numpy as np

__all__ = ["chance_of_no_contradiction", "most_conditions"]

_LARGEST = 5_000
_ROWS_BEYOND_COUNT = 200
"""With so many conditions no two random cases share a row, nor with more."""


def chance_of_no_contradiction(cases: int, conditions: int) -> float:
    """Give the chance that random crisp data show no contradictory row.

    Each case falls into each of the 2^k rows, and has the outcome or not, with equal chances. A row with m
    cases is free of contradiction with a chance of 2^(1-m), so that the chance for all rows together is the
    expectation of 2^(occupied rows - cases).

    Parameters
    ----------
    cases, conditions
        Their numbers; one case at least, no condition at least.

    Returns
    -------
    float
        Between 0 and 1. More than 5,000 cases are taken as 5,000, for which the chance is an upper bound.

    Examples
    --------
    >>> chance_of_no_contradiction(2, 1)
    0.75
    >>> round(chance_of_no_contradiction(12, 4), 3), round(chance_of_no_contradiction(12, 7), 3)
    (0.131, 0.772)
    """
    if cases < 1 or conditions < 0:
        raise ValueError(f"the chance needs some cases and conditions, not {cases} and {conditions}.")
    cases = min(cases, _LARGEST)
    rows = 2.0 ** min(conditions, _ROWS_BEYOND_COUNT)
    occupied = np.arange(cases + 1) / rows
    # After each case: the chance of so many occupied rows, times two per occupied row and a half per case.
    weights = np.zeros(cases + 1)
    weights[0] = 1.0
    for _ in range(cases):
        new_row = weights * np.maximum(0.0, 1.0 - occupied)
        weights *= occupied / 2.0
        weights[1:] += new_row[:-1]
    return float(min(1.0, weights.sum()))


def most_conditions(cases: int, *, chance: float = 0.1) -> int:
    """Give the largest number of conditions for which random data rarely look consistent.

    Parameters
    ----------
    cases
        The number of cases.
    chance
        How often random data may be free of contradictions.

    Examples
    --------
    >>> [most_conditions(cases) for cases in (10, 15, 30, 60)]
    [3, 4, 6, 8]
    """
    conditions = 0
    while conditions < 60 and chance_of_no_contradiction(cases, conditions + 1) <= chance:
        conditions += 1
    return conditions
