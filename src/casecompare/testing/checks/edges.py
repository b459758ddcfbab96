"""Checks of how a method fares at the edges: missing values, one case, none, all equal, hostile names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from casecompare.report import render_html
from casecompare.study import CodedValue, Study
from casecompare.testing.candidate import Candidate
from casecompare.testing.checking import Complaints, NotApplicable, warn
from casecompare.testing.checks.results import is_empty, stumbled
from casecompare.testing.examples import HOSTILE
from casecompare.testing.trial import Trial, comparison_of

__all__ = [
    "check_all_equal",
    "check_hostile_names",
    "check_missing_values",
    "check_no_case",
    "check_one_case",
]


def check_missing_values(candidate: Candidate) -> Complaints:
    """Check that values that are missing are never taken for 0, and do not stop it without a word."""
    yield from _survives(candidate, "missing")
    for method in candidate.methods:
        whole = candidate.trial(method, "fuzzy")
        if whole.result is None or not len(whole.found.scores.columns):
            continue
        case = whole.study.case_ids[1]
        for name in ("A", "B", "C"):
            zero, one = (_scores_with(candidate, whole, case, name, value) for value in (0.0, 1.0))
            if zero != one and zero == _scores_with(candidate, whole, case, name, None):
                yield warn(
                    f"{method.name} gives a case the same scores where {name} is missing as where it is 0; "
                    "missing is not zero."
                )


def check_one_case(candidate: Candidate) -> Complaints:
    """Check that one case is enough for a result, or for words that say why there is none."""
    yield from _survives(candidate, "one-case")
    for name, study in candidate.own_studies.items():
        yield from _survives_study(candidate, f"the first case of '{name}'", _first(study, 1))


def check_no_case(candidate: Candidate) -> Complaints:
    """Check that without any case it gives an empty result, or says in words that there is none."""
    yield from _survives(candidate, "no-case")
    for name, study in candidate.own_studies.items():
        yield from _survives_study(candidate, f"'{name}' without its cases", _first(study, 0))


def check_all_equal(candidate: Candidate) -> Complaints:
    """Check that cases that do not differ at all do not stop it without a word."""
    yield from _survives(candidate, "all-equal")
    for method in candidate.methods:
        trial = candidate.trial(method, "all-equal")
        if trial.result is not None and is_empty(trial.found) and not trial.found.diagnostics:
            yield f"{method.name} says nothing at all where all cases are equal; a Diagnostic should say why."


def check_hostile_names(candidate: Candidate) -> Complaints:
    """Check that names with markup, formulas or 300 letters do no harm, in a run or in a report."""
    yield from _survives(candidate, "hostile-names")
    for method in candidate.methods:
        trial = candidate.trial(method, "hostile-names")
        if trial.result is None:
            continue
        raw = HOSTILE.partition("(")[0]  # <script>alert
        yield from (
            f"{method.name}: the figure '{figure.name}' holds a name of the study as markup; escape it, or "
            "draw with casecompare.figures."
            for figure in trial.found.figures
            if raw in figure.svg
        )
        if raw in render_html(comparison_of(trial)).decode("utf-8"):
            yield f"{method.name}: a name of the study comes into the report as markup."


def _survives(candidate: Candidate, name: str) -> Iterator[str]:
    if not candidate.methods:
        raise NotApplicable("it registers no method")
    for method in candidate.methods:
        yield from _unless_survived(f"{method.name} on the study '{name}'", candidate.trial(method, name))


def _survives_study(candidate: Candidate, words: str, study: Study) -> Iterator[str]:
    for method in candidate.methods:
        yield from _unless_survived(f"{method.name} on {words}", candidate.fresh_trial(method, study))


def _unless_survived(where: str, trial: Trial) -> Iterator[str]:
    if trial.status == "crashed":
        yield stumbled(where, trial)
    elif trial.status == "broke the contract":
        yield f"{where}: {trial.reason}"
    elif trial.status == "refused" and len(trial.reason.split()) < 4:
        yield f"{where} is refused with the words {trial.reason!r}; say what is wrong and what to do."


def _first(study: Study, count: int) -> Study:
    table = study.table.iloc[:count]
    return replace(study, table=table, cases={str(case): study.cases[str(case)] for case in table.index})


def _with_value(study: Study, case: str, name: str, value: float | None) -> Study:
    table = study.table.astype(float)
    table.loc[case, name] = math.nan if value is None else value
    coded = CodedValue(missing="not coded") if value is None else CodedValue(value=value)
    record = replace(study.cases[case], values={**study.cases[case].values, name: coded})
    missing = {(case, name): "not coded"} if value is None else {}
    return replace(study, table=table, cases={**study.cases, case: record}, missing=missing)  # type: ignore[arg-type]


def _scores_with(
    candidate: Candidate, whole: Trial, case: str, name: str, value: float | None
) -> dict[str, float]:
    """Give the scores of a case that are there, had it another value."""
    study = _with_value(whole.study, case, name, value)
    trial = candidate.fresh_trial(whole.method, study, is_repeat=True)
    if trial.result is None or case not in trial.found.scores.index:
        return {}
    scores = trial.found.scores
    return {str(name): float(scores[name][case]) for name in scores if not pd.isna(scores[name][case])}
