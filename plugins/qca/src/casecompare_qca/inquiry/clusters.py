"""Set-theoretic cluster diagnostics: how far a relation holds between clusters and within units.

Panel data have cases that are units (countries, hospitals) observed in several clusters (years, regions). A
set relation that holds for the pooled cases may hold in some clusters or for some units only.

References
----------
Garcia-Castro, R. and Ariño, M. A. (2016). A general approach to panel data set-theoretic research. Journal
of Advances in Management Sciences and Information Systems 2, 63-76.
Oana, I.-E., Schneider, C. Q. and Thomann, E. (2021). Qualitative comparative analysis using R. Cambridge.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare.sets import evaluate, parse
from casecompare_qca.inquiry.show_cases import aligned_table
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.solution import Model
from casecompare_qca.table.case_data import Floats, read_case_data

__all__ = ["ClusterFit", "ClusterRelation", "cluster_diagnostics", "model_cluster_diagnostics"]

ClusterRelation = Literal["sufficiency", "necessity"]

_NEARLY_NOTHING = 1e-10
"""Added above and below, so that a cluster without members has a consistency (of 1) and can be compared."""


@dataclass(frozen=True, eq=False, repr=False)
class ClusterFit(ShownInNotebook):
    """Consistency and coverage of one set, pooled, between clusters, and within units.

    Parameters
    ----------
    set_name, outcome, relation
        What is measured: the set as a formula, the outcome, sufficiency or necessity.
    consistency, coverage
        For all cases together.
    between
        One row per cluster, over its units: ``consistency``, ``coverage``, ``cases``.
    within
        One row per unit, over its clusters; empty when units are not named.
    """

    set_name: str
    outcome: str
    relation: ClusterRelation
    consistency: float
    coverage: float
    between: pd.DataFrame
    within: pd.DataFrame

    @property
    def between_distance(self) -> float:
        """How unlike the clusters are in consistency, 0 when all are the same; see `within_distance`."""
        return _distance(self.between["consistency"].to_numpy(np.float64))

    @property
    def within_distance(self) -> float:
        """How unlike the units are in consistency: sqrt(Σ (c_g/Σc - 1/G)²); NaN without units."""
        return _distance(self.within["consistency"].to_numpy(np.float64))

    @property
    def between_coverage_distance(self) -> float:
        """How unlike the clusters are in coverage."""
        return _distance(self.between["coverage"].to_numpy(np.float64))

    @property
    def within_coverage_distance(self) -> float:
        """How unlike the units are in coverage; NaN without units."""
        return _distance(self.within["coverage"].to_numpy(np.float64))

    def to_frame(self) -> pd.DataFrame:
        """Give one row per level and group: pooled, then each cluster, then each unit."""
        pooled = pd.DataFrame(
            {
                "level": ["pooled"],
                "group": [""],
                "consistency": [self.consistency],
                "coverage": [self.coverage],
                "cases": [int(self.between["cases"].sum())],
            }
        )
        parts = [
            frame.rename_axis("group").reset_index().assign(level=level)
            for level, frame in (("between", self.between), ("within", self.within))
            if len(frame)
        ]
        return pd.concat([pooled, *parts], ignore_index=True)[list(pooled.columns)]

    def __repr__(self) -> str:
        arrow = "=>" if self.relation == "sufficiency" else "<="
        return f"<ClusterFit of {self.set_name} {arrow} {self.outcome}>"

    def __str__(self) -> str:
        arrow = "=>" if self.relation == "sufficiency" else "<="
        rows = [
            [str(level), str(group), f"{consistency:.3f}", f"{coverage:.3f}", str(cases)]
            for level, group, consistency, coverage, cases in self.to_frame().itertuples(index=False)
        ]
        heads = ["level", "group", "cons.", "cov.", "n"]
        distances = f"distance between clusters {self.between_distance:.3f}"
        if len(self.within):
            distances += f", within units {self.within_distance:.3f}"
        title = f"{self.set_name} {arrow} {self.outcome}"
        return "\n".join([title, *aligned_table(heads, rows, text_columns=2), distances])


def cluster_diagnostics(
    data: pd.DataFrame,
    outcome: str,
    sets: Sequence[str],
    *,
    clusters: str,
    units: str | None = None,
    relation: ClusterRelation = "sufficiency",
    negate_outcome: bool = False,
) -> tuple[ClusterFit, ...]:
    """Measure how far set relations hold in each cluster and for each unit.

    Parameters
    ----------
    data
        One row per unit and cluster.
    outcome
        A column, or ``~Y``, ``Y{2}``.
    sets
        Formulas such as ``A*~B`` or ``A + C``.
    clusters
        The column that names the cluster of each case, such as the year.
    units
        The column that names the unit of each case, such as the country; without it only clusters are
        compared.
    relation
        Sufficiency, or necessity: then consistency and coverage change places.
    negate_outcome
        Whether the absence of the outcome is explained.

    Returns
    -------
    tuple of ClusterFit
        One per set. Per group, consistency is (Σmin(x,y) + ε) / (Σx + ε) with ε = 1e-10.

    Raises
    ------
    ValueError
        If a column is unknown, a value missing or uncalibrated, or a case has no cluster or unit.

    Examples
    --------
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 1, 0], "Y": [1, 0, 1, 1], "YEAR": [1990, 1990, 2000, 2000], "U": list("klkl")})
    >>> fit, = cluster_diagnostics(cases, "Y", ["A"], clusters="YEAR", units="U")
    >>> round(fit.consistency, 3), fit.between["consistency"].round(3).to_dict()
    (0.667, {1990: 0.5, 2000: 1.0})
    >>> print(fit)
    A => Y
    level    group  cons.   cov.  n
    pooled          0.667  0.667  4
    between  1990   0.500  1.000  2
    between  2000   1.000  0.500  2
    within   k      1.000  1.000  2
    within   l      0.000  0.000  2
    distance between clusters 0.236, within units 0.707
    """
    expressions = [parse(text) for text in sets]
    names = list(dict.fromkeys(name for one in expressions for name in one.names))
    grouping = _groups(data, clusters, units)
    read = read_case_data(data, outcome, names, negate_outcome=negate_outcome)
    columns = pd.DataFrame(read.values, columns=names)
    return tuple(
        _fit(str(one), evaluate(one, columns).to_numpy(np.float64), read.outcome, read.outcome_name, relation,
             grouping)
        for one in expressions
    )  # fmt: skip


def model_cluster_diagnostics(
    model: Model, clusters: Sequence[Hashable], units: Sequence[Hashable] | None = None
) -> tuple[ClusterFit, ...]:
    """Measure how far a model and its terms are sufficient in each cluster and for each unit.

    Parameters
    ----------
    model
        The model.
    clusters, units
        The cluster and the unit of each case, in the order of ``model.table.data.cases``.

    Returns
    -------
    tuple of ClusterFit
        One per term, then one for the whole model if it has several terms.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> model = minimize(truth_table(cases, "Y", ["A", "B"])).models[0]
    >>> [fit.set_name for fit in model_cluster_diagnostics(model, [1990, 1990, 2000])]
    ['A']
    """
    data = model.table.data
    grouping = _Grouping.of(clusters, units, len(data.cases))
    memberships = data.memberships(model.cubes)
    sets = [(str(term), memberships[:, at]) for at, term in enumerate(model.terms)]
    if len(sets) > 1:
        sets.append((model.expression, model.membership))
    return tuple(_fit(name, x, data.outcome, data.outcome_name, "sufficiency", grouping) for name, x in sets)


@dataclass(frozen=True, eq=False)
class _Grouping:
    """Cluster and unit of each case, as numbers, with the names that they stand for."""

    clusters: npt.NDArray[np.intp]
    cluster_names: pd.Index
    units: npt.NDArray[np.intp]
    unit_names: pd.Index

    @classmethod
    def of(cls, clusters: Sequence[Hashable], units: Sequence[Hashable] | None, cases: int) -> _Grouping:
        lengths = {len(clusters)} if units is None else {len(clusters), len(units)}
        if lengths != {cases}:
            raise ValueError(f"there are {cases} cases, but {sorted(lengths)} names of clusters and units.")
        if any(pd.isna(pd.Index([*clusters, *(units or ())]))):
            raise ValueError("some case has no cluster or no unit; name one for each case.")
        cluster_codes, cluster_names = pd.factorize(np.array([*clusters], dtype=object))
        unit_codes, unit_names = pd.factorize(np.array([*(units or ())], dtype=object))
        return cls(cluster_codes, pd.Index(cluster_names), unit_codes, pd.Index(unit_names))


def _groups(data: pd.DataFrame, clusters: str, units: str | None) -> _Grouping:
    for column in (clusters, units):
        if column is not None and column not in data.columns:
            known = ", ".join(map(str, data.columns))
            raise ValueError(f"the table has no column '{column}'; it has {known}.")
    members = None if units is None else data[units].tolist()
    return _Grouping.of(data[clusters].tolist(), members, len(data))


def _fit(
    name: str, x: Floats, y: Floats, outcome: str, relation: ClusterRelation, grouping: _Grouping
) -> ClusterFit:
    pooled = np.zeros(len(x), dtype=np.intp)
    together = _group_fit(x, y, pooled, 1, relation)
    between = _group_fit(x, y, grouping.clusters, len(grouping.cluster_names), relation)
    has_units = len(grouping.unit_names) > 0
    within = _group_fit(x, y, grouping.units, len(grouping.unit_names), relation) if has_units else None
    return ClusterFit(
        set_name=name,
        outcome=outcome,
        relation=relation,
        consistency=float(together["consistency"].iloc[0]),
        coverage=float(together["coverage"].iloc[0]),
        between=between.set_axis(grouping.cluster_names),
        within=between.iloc[:0].copy() if within is None else within.set_axis(grouping.unit_names),
    )


def _group_fit(
    x: Floats, y: Floats, groups: npt.NDArray[np.intp], count: int, relation: ClusterRelation
) -> pd.DataFrame:
    shared, in_set, in_outcome = (
        np.bincount(groups, weights=values, minlength=count) + _NEARLY_NOTHING
        for values in (np.minimum(x, y), x, y)
    )
    first, second = shared / in_set, shared / in_outcome
    if relation == "necessity":
        first, second = second, first
    cases = np.bincount(groups, minlength=count)
    return pd.DataFrame({"consistency": first, "coverage": second, "cases": cases})


def _distance(values: Floats) -> float:
    if not len(values) or not values.sum() > 0.0:
        return math.nan
    return float(np.sqrt(np.sum((values / values.sum() - 1.0 / len(values)) ** 2)))
