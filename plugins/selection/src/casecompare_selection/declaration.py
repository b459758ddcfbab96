"""What the host has to know of the method before it runs; nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence

from casecompare import Method, MethodResult, RunContext, Score, Study
from casecompare_selection.options import SelectionOptions
from casecompare_selection.sections import SECTIONS

__all__ = ["METHOD", "QUESTION", "SCORES"]

QUESTION = (
    "Where do the chosen cases stand among all that could have been chosen, does that agree with the reason "
    "they were chosen for, and which cases should be looked at next?"
)
_WHERE = " In the frame if there is one, else among the studied cases."
_MISSING = "missing where a value is missing, the case is not in the frame, or nothing can be computed"

SCORES = (
    Score(
        name="residual", title="Residual", range=(None, None), direction="more of the outcome than expected",
        description="Outcome minus what the linear model expects: near 0 is typical, far from it deviant "
        f"(Seawright & Gerring 2008).{_WHERE}", missing=_MISSING,
    ),
    Score(
        name="standardized_residual", title="Residual, standardised", range=(None, None),
        unit="standard errors", direction="more of the outcome than expected",
        description=f"The residual over its standard error.{_WHERE}", missing=_MISSING,
    ),
    Score(
        name="leverage", title="Leverage", direction="more unusual in what explains the outcome",
        description=f"The hat value of the linear model.{_WHERE}", missing=_MISSING,
    ),
    Score(
        name="cooks_distance", title="Cook's distance", range=(0.0, None), direction="more influential",
        description=f"How far the case moves what the model expects (Cook 1977).{_WHERE}", missing=_MISSING,
    ),
    Score(
        name="outcome_distance", title="Distance from the mean outcome", range=(None, None),
        unit="standard deviations", direction="more of the outcome",
        description=f"Its size is how extreme the case is.{_WHERE}", missing=_MISSING,
    ),
    Score(
        name="cause_distance", title="Distance from the mean of the cause", range=(None, None),
        unit="standard deviations", direction="more of the cause",
        description=f"Its size is how extreme the case is.{_WHERE}", missing=_MISSING,
    ),
)  # fmt: skip


def _run(study: Study, options: SelectionOptions, context: RunContext) -> MethodResult:
    from casecompare_selection.method import run  # the algorithms are loaded when they are needed

    return run(study, options, context)


def _uses(study: Study, options: SelectionOptions) -> Sequence[str]:
    from casecompare_selection.units import set_names, within_options

    within = within_options(options)
    return [] if within is None else set_names(study, within)


METHOD = Method(
    name="selection",
    title="Case selection and frame",
    question=QUESTION,
    citation="Seawright J, Gerring J (2008), Case selection techniques in case study research, Political "
    "Research Quarterly 61(2):294-308",
    maturity="tested against reference",
    maturity_evidence=(
        "tests/test_linear_model.py: the lines of the four data sets of Anscombe FJ (1973), The American "
        "Statistician 27(1):17-21, and residuals, leverage and Cook's distance in exact fractions",
    ),
    run=_run,
    options=SelectionOptions,
    sections=SECTIONS,
    scores=SCORES,
    uses=_uses,
)
