"""What a reader of the analysis has to know: too few cases, single peers, and cases that count twice."""

from __future__ import annotations

import math
from collections.abc import Iterator

from casecompare import Diagnostic
from casecompare_nca.ceilings import CEILING_TITLES
from casecompare_nca.options import NcaOptions
from casecompare_nca.result import Examined

__all__ = ["condition_diagnostics", "nothing_to_see"]

_FEW = 10


def nothing_to_see(condition: str, why: str) -> Diagnostic:
    """Say that a condition was left out, and why.

    Examples
    --------
    >>> nothing_to_see("A", "all cases have the same A.").message
    'A was not analysed: all cases have the same A.'
    """
    return Diagnostic(
        level="warning",
        code="nca.no-scope",
        message=f"{condition} was not analysed: {why}",
        advice="Give its lowest and highest possible value (scope), or leave it out.",
        field=condition,
    )


def condition_diagnostics(one: Examined, options: NcaOptions) -> Iterator[Diagnostic]:
    """Give the remarks on one condition.

    Parameters
    ----------
    one
        What was found of it.
    options
        The method's options.
    """
    if len(one.cases) < _FEW:
        yield Diagnostic(
            level="note",
            code="nca.few-cases",
            message=f"{one.condition}: {len(one.cases)} cases leave much of any plot empty by chance.",
            advice="Read the p value before the effect size.",
            field=one.condition,
        )
    yield from _repeated(one, options)
    if one.outliers is None:
        yield Diagnostic(
            level="note",
            code="nca.no-outliers",
            message=f"{one.condition}: {len(one.cases)} cases are too many to leave out each in turn.",
            field=one.condition,
        )
    for name in options.ceilings:
        ceiling = one.analysis[name]
        if math.isnan(ceiling.effect_size):
            yield Diagnostic(
                level="note",
                code="nca.no-ceiling",
                message=f"{one.condition}: {CEILING_TITLES[name]} runs the wrong way or lies above all of "
                "the scope, so that it has no effect size.",
                advice="Look at the figure; another corner may be the empty one.",
                field=one.condition,
            )
    for tested, test in one.tests.items():
        if not math.isnan(test.p) and abs(test.p - options.significance) < test.accuracy:
            yield Diagnostic(
                level="warning",
                code="nca.p-too-coarse",
                message=f"{one.condition}, {CEILING_TITLES[tested]}: p = {test.p:.3f} is known to "
                f"±{test.accuracy:.3f} only, and {options.significance:g} lies within.",
                advice="Raise permutations.",
                field=one.condition,
            )


def _repeated(one: Examined, options: NcaOptions) -> Iterator[Diagnostic]:
    places = [
        (one.analysis.scatter.x[row], one.analysis.scatter.y[row])
        for row in {row for ceiling in one.analysis.ceilings.values() for row in ceiling.peers}
    ]
    touched = any(name in ("cr_fdh", "ce_vrs", "cr_vrs") for name in options.ceilings)
    if touched and options.duplicates == "all" and len(set(places)) < len(places):
        yield Diagnostic(
            level="note",
            code="nca.repeated-peers",
            message=f"{one.condition}: some peers lie at the same place. Each of them pulls the fitted "
            "ceiling, as in the package NCA.",
            advice="Compare with duplicates: once.",
            field=one.condition,
        )
