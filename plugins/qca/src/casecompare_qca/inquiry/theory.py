"""Theory evaluation: where theory and findings overlap, where they part, and which cases say so.

References
----------
Ragin, C. C. (1987). The comparative method. University of California Press, pages 118-121.
Schneider, C. Q. and Wagemann, C. (2012). Set-theoretic methods for the social sciences. Cambridge, chapter
11.1.
Oana, I.-E., Schneider, C. Q. and Thomann, E. (2021). Qualitative comparative analysis using R. Cambridge,
chapter 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from casecompare.sets import Expression, Sufficiency, evaluate, parse, sufficiency
from casecompare_qca.assumptions.logic import braced, frame_of, intersection, negation, unbraced
from casecompare_qca.inquiry.theory_text import show_comparison
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.solution import Model, Solution, TermFit
from casecompare_qca.table.case_data import CaseData, Floats

__all__ = [
    "CaseGroup",
    "Intersection",
    "TheoryComparison",
    "TheoryEvaluation",
    "evaluate_theory",
]

Overlap = Literal["model*theory", "model*~theory", "~model*theory", "~model*~theory"]


@dataclass(frozen=True, kw_only=True)
class Intersection:
    """One of the four intersections of model and theory.

    Parameters
    ----------
    name
        ``model*theory``, ``model*~theory``, ``~model*theory`` or ``~model*~theory``.
    expression
        The intersection as a formula, simplified; ``0`` where it is logically empty.
    membership
        Each case's membership: the smaller of its memberships in the two sets.
    fit
        Sufficiency of that membership for the outcome.
    expression_fit
        Sufficiency of the membership computed from `expression`. For crisp cases it is the same; a fuzzy
        case can belong a little to a set and to its negation, which simplification leaves out.
    """

    name: Overlap
    expression: str
    membership: Floats
    fit: Sufficiency
    expression_fit: Sufficiency


@dataclass(frozen=True, kw_only=True)
class CaseGroup:
    """Cases of one intersection, with the outcome or without it.

    Parameters
    ----------
    name
        As the field calls the group: ``covered most likely``, ``consistent least likely`` and so on.
    overlap
        The intersection that they belong to with more than 0.5.
    has_outcome
        Whether their membership in the outcome is above 0.5, or else below.
    meaning
        What the group says about the theory.
    cases
        Their names.
    """

    name: str
    overlap: Overlap
    has_outcome: bool
    meaning: str
    cases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class TheoryComparison:
    """A theory compared with one model.

    Parameters
    ----------
    model
        The model.
    theory
        The theory as a formula.
    membership
        Each case's membership in the theory, in the order of ``model.table.data.cases``.
    fit
        Sufficiency of the theory for the outcome.
    intersections
        The four intersections, those inside the model first.
    groups
        The eight groups of cases, by intersection and outcome.
    """

    model: Model
    theory: str
    membership: Floats
    fit: Sufficiency
    intersections: tuple[Intersection, ...]
    groups: tuple[CaseGroup, ...]

    @property
    def model_fit(self) -> Sufficiency:
        """Sufficiency of the model for the outcome."""
        return self.model.fit

    @property
    def term_fits(self) -> tuple[TermFit, ...]:
        """The fit of each term of the model."""
        return self.model.term_fits

    def intersection(self, name: Overlap) -> Intersection:
        """Give an intersection by its name."""
        return next(one for one in self.intersections if one.name == name)

    def cases(self, group: str) -> tuple[str, ...]:
        """Give the cases of a group by its name.

        Raises
        ------
        KeyError
            if there is no such group.
        """
        return {one.name: one.cases for one in self.groups}[group]

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """Each case's membership in model, theory and the four intersections."""
        columns = {"model": self.model.membership, "theory": self.membership}
        columns |= {one.name: one.membership for one in self.intersections}
        return pd.DataFrame(columns, index=list(self.model.table.data.cases))

    def to_frame(self) -> pd.DataFrame:
        """Give one row per term, for model and theory, and per intersection: formula and fit."""
        rows: list[tuple[str, str, Sufficiency]] = []
        for one in self.term_fits:
            rows.append((str(one.term), str(one.term), Sufficiency(one.inclusion, one.pri, one.coverage)))
        rows.append(("model", self.model.expression, self.model_fit))
        rows.append(("theory", self.theory, self.fit))
        rows += [(one.name, one.expression, one.fit) for one in self.intersections]
        lines = [{"expression": text, **asdict(fit)} for _, text, fit in rows]
        return pd.DataFrame(lines, index=[name for name, _, _ in rows])

    def __repr__(self) -> str:
        return f"<TheoryComparison of {self.theory} with {self.model.formula}>"

    def __str__(self) -> str:
        return show_comparison(self)


@dataclass(frozen=True, kw_only=True, repr=False)
class TheoryEvaluation(ShownInNotebook):
    """A theory compared with each model of a solution; with tied models none stands for the others."""

    theory: str
    comparisons: tuple[TheoryComparison, ...]

    def to_frame(self) -> pd.DataFrame:
        """Give the frames of all comparisons, with the number of the model as the outer index."""
        frames = {number: one.to_frame() for number, one in enumerate(self.comparisons, 1)}
        if not frames:
            return pd.DataFrame(columns=["expression", "inclusion", "pri", "coverage"])
        return pd.concat(frames, names=["model", "set"])

    def __repr__(self) -> str:
        return f"<TheoryEvaluation of {self.theory} with {len(self.comparisons)} models>"

    def __str__(self) -> str:
        if not self.comparisons:
            return f"Theory {self.theory}: there is no model to compare it with."
        total = len(self.comparisons)
        parts = [f"Model {at} of {total}\n{one}" for at, one in enumerate(self.comparisons, 1)]
        return "\n\n".join(parts) if total > 1 else str(self.comparisons[0])


def evaluate_theory(explained: Solution | Model, theory: str) -> TheoryEvaluation:
    """Compare what theory expects with what the analysis found.

    Parameters
    ----------
    explained
        A model, or a solution: then every listed model is compared.
    theory
        The combinations that theory calls sufficient for the outcome: ``"A*B + C"``. It may name any
        condition of the analysis.

    Returns
    -------
    TheoryEvaluation
        Per model the four intersections of model and theory, each with its formula, its fit and its cases.

    Raises
    ------
    ValueError
        if the theory names something that is no condition of the analysis.
    casecompare.CasecompareError
        if it cannot be read.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame(
    ...     {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 0, 0]}, index=list("klmn"))
    >>> found = evaluate_theory(minimize(truth_table(cases, "Y", ["A", "B"])), "A*B")
    >>> {one.name: one.expression for one in found.comparisons[0].intersections}
    {'model*theory': 'A*B', 'model*~theory': 'A*~B', '~model*theory': '0', '~model*~theory': '~A'}
    >>> found.comparisons[0].cases("covered least likely")
    ('l',)
    """
    models = explained.models if isinstance(explained, Solution) else (explained,)
    data = explained.table.data
    expected = _read(data, theory)
    membership = evaluate(expected, frame_of(data)).to_numpy(dtype=np.float64)
    written = str(braced(expected, data.space))
    comparisons = tuple(_comparison(model, written, expected, membership) for model in models)
    return TheoryEvaluation(theory=written, comparisons=comparisons)


def _read(data: CaseData, theory: str) -> Expression:
    expected = parse(theory)
    unknown = [name for name in expected.names if name not in data.space.conditions]
    if unknown:
        raise ValueError(
            f"the theory names {', '.join(unknown)}, which is no condition of the analysis; the conditions "
            f"are {', '.join(data.space.conditions)}."
        )
    return unbraced(expected, data.space)


def _comparison(model: Model, theory: str, expected: Expression, membership: Floats) -> TheoryComparison:
    data = model.table.data
    frame = frame_of(data)
    found = unbraced(parse(model.expression), data.space)
    pairs: Mapping[Overlap, tuple[Expression, Expression, Floats, Floats]] = {
        "model*theory": (found, expected, model.membership, membership),
        "model*~theory": (found, negation(expected), model.membership, 1.0 - membership),
        "~model*theory": (negation(found), expected, 1.0 - model.membership, membership),
        "~model*~theory": (negation(found), negation(expected), 1.0 - model.membership, 1.0 - membership),
    }
    intersections = []
    for name, (first, second, x, z) in pairs.items():
        formula = intersection(first, second, data.space)
        shared = np.minimum(x, z)
        intersections.append(
            Intersection(
                name=name,
                expression=str(braced(formula, data.space)),
                membership=shared,
                fit=sufficiency(shared, data.outcome),
                expression_fit=sufficiency(evaluate(formula, frame).to_numpy(), data.outcome),
            )
        )
    return TheoryComparison(
        model=model,
        theory=theory,
        membership=membership,
        fit=sufficiency(membership, data.outcome),
        intersections=tuple(intersections),
        groups=tuple(_groups(data, intersections)),
    )


_GROUPS: tuple[tuple[str, Overlap, bool, str], ...] = (
    ("covered most likely", "model*theory", True, "theory and model expect the outcome, and it is there"),
    ("inconsistent most likely", "model*theory", False, "both expect the outcome, and it is not there"),
    ("covered least likely", "model*~theory", True, "theory misses what the model explains: extend it"),
    ("inconsistent least likely", "model*~theory", False, "only the model expects the outcome, wrongly"),
    ("uncovered most likely", "~model*theory", True, "theory is right where the model is silent"),
    ("consistent most likely", "~model*theory", False, "only theory expects the outcome, wrongly: narrow it"),
    ("uncovered least likely", "~model*~theory", True, "neither explains it: something is missing"),
    ("consistent least likely", "~model*~theory", False, "neither expects the outcome, and it is not there"),
)


def _groups(data: CaseData, intersections: list[Intersection]) -> list[CaseGroup]:
    inside = {one.name: one.membership > 0.5 for one in intersections}
    groups = []
    for name, overlap, has_outcome, meaning in _GROUPS:
        wanted = data.outcome > 0.5 if has_outcome else data.outcome < 0.5
        cases = tuple(data.cases[at] for at in np.flatnonzero(inside[overlap] & wanted))
        groups.append(
            CaseGroup(name=name, overlap=overlap, has_outcome=has_outcome, meaning=meaning, cases=cases)
        )
    return groups
