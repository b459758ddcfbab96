"""How far coders agree on each coded value of a study, and over all numeric values together."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from casecompare import Study
from casecompare_agreement.decisions import Decision, coders_of
from casecompare_agreement.krippendorff import AlphaInterval, alpha_interval, krippendorff_alpha
from casecompare_agreement.measures import Measure, take_measures
from casecompare_agreement.options import AgreementOptions
from casecompare_agreement.ratings import Coefficient, Floats
from casecompare_agreement.scales import Scale, find_scale, ratings_of
from casecompare_agreement.weighted import percent_agreement

__all__ = ["POOLED", "ValueAgreement", "summarize"]

POOLED = "all numeric values"
"""What the row is called in which the numeric values stand together."""


@dataclass(frozen=True, kw_only=True)
class ValueAgreement:
    """How far coders agree on one coded value.

    Parameters
    ----------
    value
        Its name, or `POOLED`.
    scale
        What its codes are.
    coders
        Who coded it, where two coders at least did.
    decisions
        The decisions with two codes at least.
    exact
        The share of equal pairs of codes.
    alpha, interval
        Krippendorff's alpha at the level of the scale, and its bootstrap interval.
    difference
        The mean difference between coders, as a share of the scale.
    measures
        All measures that were asked for.
    """

    value: str
    scale: Scale
    coders: tuple[str, ...]
    decisions: tuple[Decision, ...]
    exact: Coefficient
    alpha: Coefficient
    interval: AlphaInterval
    difference: float
    measures: tuple[Measure, ...]


def summarize(
    study: Study,
    decisions: Mapping[str, Sequence[Decision]],
    options: AgreementOptions,
    random: np.random.Generator,
) -> tuple[dict[str, Scale], list[ValueAgreement]]:
    """Give the scale of each coded value, and the agreement on those that two coders coded.

    Parameters
    ----------
    study
        For its codebook.
    decisions
        From `read_decisions`.
    options
        Measures, levels, weights and the effort of the bootstrap.
    random
        The source of chance of the bootstrap.

    Returns
    -------
    tuple
        Scales by value; and one `ValueAgreement` per value with a decision of two coders, before them
        (if there are two numeric values at least) that of all numeric values together.
    """
    scales = {
        name: find_scale(study, name, made, options.levels.get(name)) for name, made in decisions.items()
    }
    shared = {name: [one for one in made if one.is_shared] for name, made in decisions.items()}
    shared = {name: made for name, made in shared.items() if made}
    deadline = time.monotonic() + options.seconds
    matrices = [
        _Matrix(name, scales[name], made, ratings_of(made, scales[name], coders_of(made)))
        for name, made in shared.items()
    ]
    found = []
    for matrix in (*_pooled(matrices), *matrices):
        differences = [scales[one.value].difference(one) for one in matrix.decisions]
        found.append(_agreement(matrix, float(np.mean(differences)), options, random, deadline))
    return scales, found


class _Matrix(NamedTuple):
    """The codes of one value in numbers of its scale: a row per decision, a column per coder."""

    value: str
    scale: Scale
    decisions: list[Decision]
    ratings: Floats


def _pooled(matrices: Sequence[_Matrix]) -> list[_Matrix]:
    """Put the numeric values together, each brought to 0..1 by the ends of its scale."""
    numeric = [one for one in matrices if one.scale.level in ("interval", "ratio")]
    if len(numeric) < 2:
        return []
    made = [decision for one in numeric for decision in one.decisions]
    coders = coders_of(made)
    parts = []
    for one in numeric:
        length = one.scale.high - one.scale.low if one.scale.high > one.scale.low else 1.0
        parts.append((ratings_of(one.decisions, one.scale, coders) - one.scale.low) / length)
    scale = Scale(level="interval", is_membership=all(one.scale.is_membership for one in numeric))
    return [_Matrix(POOLED, scale, made, np.concatenate(parts))]


def _agreement(
    matrix: _Matrix,
    difference: float,
    options: AgreementOptions,
    random: np.random.Generator,
    deadline: float,
) -> ValueAgreement:
    ratings, level = matrix.ratings, matrix.scale.level
    seconds = deadline - time.monotonic()
    return ValueAgreement(
        value=matrix.value,
        scale=matrix.scale,
        coders=tuple(coders_of(matrix.decisions)),
        decisions=tuple(matrix.decisions),
        exact=percent_agreement(ratings),
        alpha=krippendorff_alpha(ratings, level),
        interval=alpha_interval(ratings, level, random=random, draws=options.draws, seconds=seconds),
        difference=difference,
        measures=tuple(take_measures(ratings, matrix.scale, options.measures, options.weights)),
    )
