"""Tables of one model: the fit of each term and of the whole, and the membership of each case.

References
----------
Schneider, C. Q. and Wagemann, C. (2012). Set-theoretic methods for the social sciences. Cambridge.
Haesebrouck, T. (2015). Pitfalls in QCA's consistency measure. Journal of Comparative Politics 2, 65-80.
"""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from casecompare.sets import haesebrouck, sufficiency
from casecompare_qca.solutions.solution import Model

__all__ = ["membership_table", "model_fit_table"]


def model_fit_table(model: Model) -> pd.DataFrame:
    """Give the fit of each term of a model, and of the whole model in the last row.

    Returns
    -------
    pandas.DataFrame
        One row per term, by its formula, and one named ``model``; columns ``inclusion``, ``pri``,
        ``coverage``, ``unique_coverage`` (NaN for the whole) and ``haesebrouck``.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "B": [0, 1, 1, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    >>> model_fit_table(minimize(truth_table(cases, "Y", ["A", "B"])).models[0]).round(2)
           inclusion  pri  coverage  unique_coverage  haesebrouck
    A            1.0  1.0      0.67             0.33          1.0
    B            1.0  1.0      0.67             0.33          1.0
    model        1.0  1.0      1.00              NaN          1.0
    """
    data = model.table.data
    sets = [*data.memberships(model.cubes).T, model.membership]
    names = [*map(str, model.terms), "model"]
    rows = [
        {**asdict(sufficiency(x, data.outcome)), "haesebrouck": haesebrouck(x, data.outcome)} for x in sets
    ]
    frame = pd.DataFrame(rows, index=names)
    frame.insert(3, "unique_coverage", [*(one.unique_coverage for one in model.term_fits), np.nan])
    return frame


def membership_table(model: Model) -> pd.DataFrame:
    """Give each case's membership in every term, in the model, and in the outcome.

    Returns
    -------
    pandas.DataFrame
        One row per case; a column per term, by its formula, then ``model`` and ``outcome`` (of the absence
        of the outcome where that is explained).

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [0.9, 0.2], "B": [0.4, 0.3], "Y": [0.8, 0.1]}, index=["k", "l"])
    >>> membership_table(minimize(truth_table(cases, "Y", ["A", "B"])).models[0]).rename_axis(None)
         A  model  outcome
    k  0.9    0.9      0.8
    l  0.2    0.2      0.1
    """
    data = model.table.data
    frame = pd.DataFrame(
        data.memberships(model.cubes),
        columns=list(map(str, model.terms)),
        index=pd.Index(data.cases, name="case"),
    )
    # Not by assignment: a term may itself be called `model`.
    whole = pd.DataFrame({"model": model.membership, "outcome": data.outcome}, index=frame.index)
    return pd.concat([frame, whole], axis=1)
