"""What the method says in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from casecompare import Finding
from casecompare_nca.bottleneck import required_levels
from casecompare_nca.ceilings import CEILING_TITLES
from casecompare_nca.options import NcaOptions
from casecompare_nca.result import Examined

__all__ = ["nca_findings", "needed_for"]

_WORDS = {
    "not significant": "which chance alone may well leave",
    "too small": "too little to speak of necessity",
    "not tested": "which was not tested",
}


def nca_findings(examined: Sequence[Examined], options: NcaOptions) -> Iterator[Finding]:
    """Give one finding for each condition, by the first ceiling.

    A condition is called necessary in degree where both effect size and p keep to the bounds of the options;
    only then does the finding make a claim.

    Parameters
    ----------
    examined
        The conditions.
    options
        The method's options.
    """
    name = options.ceilings[0]
    for one in examined:
        ceiling = one.analysis[name]
        reading = one.reading(name, options)
        if reading == "undefined":
            continue
        is_necessary = reading == "necessary"
        above = _above(one, name)
        yield Finding(
            id=f"necessity-{one.condition}",
            sentence=_sentence(one, name, options),
            claim=one.claim if is_necessary and options.scale == "memberships" else "",
            outcome=one.outcome,
            conditions=(one.condition,),
            measure=f"effect size, {CEILING_TITLES[name]}",
            value=ceiling.effect_size,
            direction="for" if is_necessary else "none",
            cases_for=tuple(one.cases[row] for row in ceiling.peers if row not in above)
            if is_necessary
            else (),
            cases_against=tuple(one.cases[row] for row in above) if is_necessary else (),
        )


def needed_for(one: Examined, ceiling: str) -> tuple[float, float]:
    """Give a level of the outcome that needs something, and what it needs; NaN where none does.

    The level is that of four fifths of the scope, or the next higher one that needs something.

    Parameters
    ----------
    one
        What was found of a condition.
    ceiling
        One of its ceilings.
    """
    scope, scatter = one.analysis.scope, one.analysis.scatter
    shares = np.array([0.8, 0.85, 0.9, 0.95, 1.0])
    height = scope.y_max - scope.y_min
    levels = scope.y_max - shares * height if scatter.is_y_mirrored else scope.y_min + shares * height
    needs = required_levels(one.analysis, ceiling, levels)
    found = np.flatnonzero(np.isfinite(needs))
    return (float(levels[found[0]]), float(needs[found[0]])) if len(found) else (math.nan, math.nan)


def _sentence(one: Examined, name: str, options: NcaOptions) -> str:
    ceiling, test = one.analysis[name], one.tests.get(name)
    p = "" if test is None or math.isnan(test.p) else f", p = {test.p:.3f}"
    numbers = f"({CEILING_TITLES[name]}, effect size {ceiling.effect_size:.2f}{p}, {len(one.cases)} cases)"
    reading = one.reading(name, options)
    if reading != "necessary":
        return (
            f"No level of {one.condition} shows as necessary for {one.outcome}: the empty corner is "
            f"{ceiling.effect_size:.0%} of the plot, {_WORDS[reading]} {numbers}."
        )
    level, need = needed_for(one, name)
    scatter = one.analysis.scatter
    most, reach = "at most" if scatter.is_x_mirrored else "at least", "down to" * scatter.is_y_mirrored
    if math.isnan(level):
        return f"{one.condition} limits {one.outcome} {numbers}."
    for_level = f"{reach} {level:.3g}".strip()
    return f"{one.outcome} of {for_level} needs {most} {need:.3g} of {one.condition} {numbers}."


def _above(one: Examined, name: str) -> set[int]:
    """Give the cases above the first ceiling, which a line may leave there."""
    found = one.analysis[name]
    if not found.above or math.isnan(found.slope):
        return set()
    scatter = one.analysis.scatter
    residuals = scatter.y - found.intercept - found.slope * scatter.x
    return {int(row) for row in np.flatnonzero((-residuals if scatter.is_y_mirrored else residuals) > 1e-7)}
