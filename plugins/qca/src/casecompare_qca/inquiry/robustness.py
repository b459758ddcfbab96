"""Robustness of a solution: what stays when cut-offs or calibration are chosen otherwise.

The initial model (IS) is compared with test models (TS) that come from other, equally defensible decisions.
The *robust core* is what all of them share: the minimum of their memberships. Cases of the initial model
that some test model does not cover are *shaky*; cases that some test model covers beside it are *possible*.

All test models enter the minimum and the maximum, none is left out, and every model says where it comes from.

References
----------
Oana, I.-E. and Schneider, C. Q. (2024). A robustness test protocol for applied QCA: theory and R software
application. Sociological Methods and Research 53, 57-88.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from casecompare.sets import Sufficiency, sufficiency
from casecompare_qca.inquiry.show_cases import aligned_table
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.solution import Model, Solution
from casecompare_qca.table.case_data import Floats

__all__ = ["Robustness", "compare_solutions", "robustness"]


def robustness(initial: Model, tests: Mapping[str, Model]) -> Robustness:
    """Compare a model with those that other decisions lead to.

    Parameters
    ----------
    initial
        The model to be reported.
    tests
        Test models, each under a name that says what was decided otherwise: ``"consistency 0.85"``. They
        must be of the same cases and outcome; their conditions may differ.

    Raises
    ------
    ValueError
        If there is no test model, or one is of other cases or another outcome.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame(
    ...     {"A": [0.9, 0.7, 0.3, 0.2], "B": [0.8, 0.2, 0.6, 0.1], "Y": [0.9, 0.6, 0.4, 0.2]},
    ...     index=list("klmn"))
    >>> models = {cut: minimize(truth_table(cases, "Y", ["A", "B"], consistency=cut)).models[0]
    ...           for cut in (0.9, 0.95)}
    >>> result = robustness(models[0.9], {"consistency 0.95": models[0.95]})
    >>> result.initial.formula, result.tests["consistency 0.95"].formula
    ('A => Y', 'A*B => Y')
    >>> round(result.coincidence_with_minimum, 2), result.rank
    (0.67, 3)
    """
    if not tests:
        raise ValueError("name at least one test model: there is nothing to compare the model with.")
    for name, model in tests.items():
        first, second = initial.table.data, model.table.data
        if first.cases != second.cases:
            raise ValueError(f"the test model '{name}' is of other cases than the initial model.")
        if not np.allclose(first.outcome, second.outcome, rtol=0, atol=1e-9):
            raise ValueError(f"the test model '{name}' explains another outcome than the initial model.")
    return Robustness(initial, dict(tests))


def compare_solutions(initial: Solution, tests: Mapping[str, Solution]) -> tuple[Robustness, ...]:
    """Compare every model of a solution with every model of the test solutions.

    Where models are tied, no one of them is taken silently: each initial model gets a result of its own, and
    all listed models of a test solution are test models, named ``"name, model 2 of 4"``.

    Parameters
    ----------
    initial
        The solution to be reported.
    tests
        Test solutions by name. One without any model, because no row leads to the outcome, is a model that
        covers nothing: its membership is 0 throughout.

    Returns
    -------
    tuple of Robustness
        One per model of `initial`.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> solution = minimize(truth_table(cases, "Y", ["A", "B"]))
    >>> [list(result.tests) for result in compare_solutions(solution, {"same": solution})]
    [['same']]
    """
    models: dict[str, Model] = {}
    for name, solution in tests.items():
        listed = solution.models or (Model(solution.table, ()),)
        for number, model in enumerate(listed, 1):
            several = solution.model_count > 1
            models[f"{name}, model {number} of {solution.model_count}" if several else name] = model
    return tuple(robustness(model, models) for model in initial.models)


@dataclass(frozen=True, eq=False, repr=False)
class Robustness(ShownInNotebook):
    """An initial model beside its test models.

    Parameters
    ----------
    initial, tests
        The models, the test models by name.
    """

    initial: Model
    tests: Mapping[str, Model]

    @cached_property
    def core(self) -> Floats:
        """Each case's membership in the robust core: the smallest in the initial and all test models."""
        core: Floats = np.minimum(self.initial.membership, self.minimum)
        return core

    @cached_property
    def minimum(self) -> Floats:
        """Each case's smallest membership in any test model."""
        smallest: Floats = np.min([model.membership for model in self.tests.values()], axis=0)
        return smallest

    @cached_property
    def maximum(self) -> Floats:
        """Each case's largest membership in any test model."""
        largest: Floats = np.max([model.membership for model in self.tests.values()], axis=0)
        return largest

    @cached_property
    def core_fit(self) -> Sufficiency:
        """Inclusion, PRI and coverage of the robust core."""
        return sufficiency(self.core, self._outcome)

    @property
    def fit_ratio_consistency(self) -> float:
        """Inclusion of the initial model over that of the core (RF_cons); 1 is fully robust."""
        return _ratio(self.initial.fit.inclusion, self.core_fit.inclusion)

    @property
    def fit_ratio_coverage(self) -> float:
        """Coverage of the core over that of the initial model (RF_cov); 1 is fully robust."""
        return _ratio(self.core_fit.coverage, self.initial.fit.coverage)

    @property
    def coincidence_with_minimum(self) -> float:
        """Set coincidence of the initial model with the minimum of the test models (RF_SC_minTS)."""
        return _coincidence(self.initial.membership, self.minimum)

    @property
    def coincidence_with_maximum(self) -> float:
        """Set coincidence of the initial model with the maximum of the test models (RF_SC_maxTS)."""
        return _coincidence(self.initial.membership, self.maximum)

    @cached_property
    def single_tests(self) -> pd.DataFrame:
        """One row per test model: its formula, set coincidence with the initial model, and rank.

        Rank 1: no case changes sides; 2: there are possible cases only; 3: shaky cases only; 4: both.
        """
        x, rows = self.initial.membership, []
        for model in self.tests.values():
            rank = _rank(_is_lost(x, model.membership), _is_lost(model.membership, x))
            rows.append((model.expression, _coincidence(x, model.membership), rank))
        columns = ["model", "coincidence", "rank"]
        return pd.DataFrame(rows, columns=columns, index=pd.Index(list(self.tests), name="test"))

    @cached_property
    def cases(self) -> pd.DataFrame:
        """One row per case: membership in the initial model, the minimum and the maximum, and its group.

        The groups are ``robust``, ``shaky``, ``possible``, each ``typical`` (outcome above 0.5) or
        ``deviant`` (below); ``extreme deviant coverage`` (with the outcome, in no model) and ``irrelevant``;
        ``undecided`` where the outcome is exactly 0.5.
        """
        groups = [self._group(at) for at in range(len(self._outcome))]
        frame = {
            "initial": self.initial.membership,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "outcome": self._outcome,
            "group": pd.Series(groups, dtype=object).to_numpy(),
        }
        return pd.DataFrame(frame, index=pd.Index(self.initial.table.data.cases, name="case"))

    @property
    def ratio_typical(self) -> float:
        """The share of robust cases among the robust, shaky and possible typical ones; NaN without any."""
        return self._ratio_of("typical")

    @property
    def ratio_deviant(self) -> float:
        """The share of robust cases among the robust, shaky and possible deviant ones; NaN without any."""
        return self._ratio_of("deviant")

    @property
    def rank(self) -> int:
        """The rank of all test models together: 1 fully robust, 2 possible, 3 shaky cases only, 4 both."""
        x = self.initial.membership
        return _rank(_is_lost(x, self.minimum), _is_lost(self.maximum, x))

    def to_frame(self) -> pd.DataFrame:
        """Give one row per measure."""
        return pd.DataFrame(
            [
                ("RF consistency", self.fit_ratio_consistency),
                ("RF coverage", self.fit_ratio_coverage),
                ("set coincidence, minimum", self.coincidence_with_minimum),
                ("set coincidence, maximum", self.coincidence_with_maximum),
                ("robust share of typical cases", self.ratio_typical),
                ("robust share of deviant cases", self.ratio_deviant),
                ("rank", float(self.rank)),
            ],
            columns=["measure", "value"],
        )

    def __repr__(self) -> str:
        return f"<Robustness of {self.initial.formula} against {len(self.tests)} test models>"

    def __str__(self) -> str:
        rows = [[str(name), f"{value:.3f}"] for name, value in self.to_frame().itertuples(index=False)]
        tests = [
            [str(name), f"{self.single_tests['coincidence'].iloc[at]:.3f}", model.expression]
            for at, (name, model) in enumerate(self.tests.items())
        ]
        return "\n".join(
            [
                f"Robustness of {self.initial.formula}",
                *aligned_table(["measure", "value"], rows),
                *aligned_table(["test", "coinc.", "model"], tests),
            ]
        )

    @property
    def _outcome(self) -> Floats:
        return self.initial.table.data.outcome

    def _group(self, at: int) -> str:
        x, low, high, y = self.initial.membership[at], self.minimum[at], self.maximum[at], self._outcome[at]
        if y == 0.5:
            return "undecided"
        kind = "typical" if y > 0.5 else "deviant"
        if x > 0.5:
            return f"{'robust' if low > 0.5 else 'shaky'} {kind}"
        if high > 0.5:
            return f"possible {kind}"
        return "extreme deviant coverage" if y > 0.5 else "irrelevant"

    def _ratio_of(self, kind: str) -> float:
        counts = [int((self.cases["group"] == f"{one} {kind}").sum()) for one in _GROUPS]
        return _ratio(counts[0], sum(counts))


_GROUPS = ("robust", "shaky", "possible")


def _is_lost(first: Floats, second: Floats) -> bool:
    """Say whether some case is in the first set but not in the second one."""
    return bool(np.any(np.minimum(first, 1.0 - second) > 0.5))


def _rank(has_shaky: bool, has_possible: bool) -> int:
    return 1 + has_possible + 2 * has_shaky


def _coincidence(x: Floats, z: Floats) -> float:
    return _ratio(float(np.minimum(x, z).sum()), float(np.maximum(x, z).sum()))


def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else float("nan")
