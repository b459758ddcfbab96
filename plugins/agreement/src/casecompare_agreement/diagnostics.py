"""What a reader of the agreement has to know: too little to judge by, or too little variation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from casecompare import Diagnostic
from casecompare_agreement.decisions import Decision
from casecompare_agreement.findings import TENTATIVE
from casecompare_agreement.options import AgreementOptions
from casecompare_agreement.summary import ValueAgreement

__all__ = ["agreement_diagnostics", "no_coders"]

_FEW = 10
_CLOSE = 0.1
"""Coders differ little if two of them differ by less than this share of the scale."""
_MOSTLY = 0.8
"""Or, of nominal codes, if this share of pairs is equal."""


def no_coders(decisions: int) -> Diagnostic:
    """Say that there is nothing to compare.

    Parameters
    ----------
    decisions
        How many decisions there are of one coder.
    """
    one = f" Only one coder made {_count(decisions)}." if decisions else ""
    return Diagnostic(
        level="warning",
        code="agreement.no-coders",
        message=f"no value was coded by two coders, so that nothing can be said about agreement.{one}",
        advice="Have a second person code some of the cases blind, and record both codes: "
        "coders: {A: 0.7, B: 0.9}, or one sheet per coder in the folder coding.",
    )


def agreement_diagnostics(
    found: Sequence[ValueAgreement], decisions: Mapping[str, Sequence[Decision]], options: AgreementOptions
) -> Iterator[Diagnostic]:
    """Give remarks on the agreement of a study.

    Parameters
    ----------
    found
        From `summarize`.
    decisions
        By coded value, those of a single coder too.
    options
        To know how many samples were asked for.
    """
    if few := [one.value for one in found if len(one.decisions) < _FEW]:
        yield Diagnostic(
            level="warning",
            code="agreement.few-decisions",
            message=f"fewer than {_FEW} decisions have two coders: {', '.join(few)}. Coefficients of so few "
            "say little, and the bootstrap interval is too narrow.",
            advice="Have more cases coded twice, or judge these values by their list of disagreements.",
        )
    for one in found:
        yield from _variation(one)
    if disputed := [one for made in decisions.values() for one in made if one.is_disputed_presence]:
        places = ", ".join(f"{one.value} of {one.case}" for one in disputed[:5])
        more = f" and {len(disputed) - 5} more" if len(disputed) > 5 else ""
        yield Diagnostic(
            level="note",
            code="agreement.missing-codes",
            message=f"in {_count(len(disputed))} one coder gave a code where another one recorded that "
            f"it is missing: {places}{more}. Coefficients leave such pairs out; the list of disagreements "
            "has them.",
            advice="Settle first whether there is evidence.",
        )
    if single := sum(len(one.codes) == 1 and not one.missing for made in decisions.values() for one in made):
        yield Diagnostic(
            level="note",
            code="agreement.single-coder",
            message=f"only one coder made {_count(single)}; how others would decide is not known.",
        )
    if early := [one.value for one in found if 0 < one.interval.draws < options.draws]:
        yield Diagnostic(
            level="warning",
            code="agreement.time",
            message=f"the time ran out before all samples were drawn: {', '.join(early)}. Their intervals "
            "rest on fewer, and another run may give others.",
            advice="Raise seconds, or ask for fewer draws.",
        )


def _variation(one: ValueAgreement) -> Iterator[Diagnostic]:
    """Warn where alpha is low though coders differ little: it measures agreement against variation."""
    alpha = one.alpha.value
    is_close = one.exact.value >= _MOSTLY if one.scale.level == "nominal" else one.difference <= _CLOSE
    if alpha >= TENTATIVE or not (is_close or math.isnan(alpha)):
        return
    found = "is undefined" if math.isnan(alpha) else f"is only {alpha:.2f}"
    yield Diagnostic(
        level="note",
        code="agreement.little-variation",
        message=f"alpha of {one.value} {found}, but coders differ little: {one.exact.value:.0%} of the pairs "
        f"of codes are equal, the mean difference is {one.difference:.2f} of the scale. The cases hardly "
        "vary, and chance-corrected coefficients ask for agreement on variation.",
        advice="Report both numbers; Gwet's AC and r_wg depend less on the variation between cases.",
    )


def _count(number: int) -> str:
    return "one decision" if number == 1 else f"{number} decisions"
