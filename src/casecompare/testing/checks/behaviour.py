"""Checks of how a method behaves: it changes nothing, gives the same answer, and survives any study."""

from __future__ import annotations

import json
import math
import subprocess
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from casecompare.errors import CasecompareError
from casecompare.hypotheses import Evidence, fill_templates
from casecompare.methods import Finding, MethodResult
from casecompare.report import render_html, render_markdown
from casecompare.study import Study
from casecompare.testing.candidate import Candidate
from casecompare.testing.checking import Complaints, NotApplicable
from casecompare.testing.checks.results import stumbled
from casecompare.testing.digests import digests, digests_elsewhere, place_of
from casecompare.testing.trial import Trial, comparison_of, json_of

__all__ = [
    "check_budget",
    "check_evidence",
    "check_inputs_unchanged",
    "check_json",
    "check_order_of_cases",
    "check_other_process",
    "check_repeats",
    "check_same_answer",
]

_TOLERANCE = 1e-9


def check_inputs_unchanged(candidate: Candidate) -> Complaints:
    """Check that a run leaves the study and the options it was given as they are."""
    changed = [where for where, trial in candidate.trials() if "changed the study" in trial.reason]
    yield from (f"{where} changed the study; work on study.values, which is a copy." for where in changed)
    for where, trial in () if changed else _good(candidate):
        given = candidate.options_for(trial.method, trial.study)
        if trial.options != trial.method.options.model_validate(dict(given)):
            yield f"{where} changed its options; work on a copy."


def check_same_answer(candidate: Candidate) -> Complaints:
    """Check that the same study, options and seed give the same bytes."""
    for where, trial in _good(candidate):
        again = candidate.fresh_trial(trial.method, trial.study)
        if again.result is None:
            yield f"{where} ran once, but not a second time: {again.reason}"
        elif json_of(again) != json_of(trial):
            yield (
                f"{where} gave another answer the second time ({_first_difference(trial, again)}). Take "
                "chance from context.random only, keep nothing between runs, and do not go through sets in "
                "whatever order."
            )


def check_other_process(candidate: Candidate) -> Complaints:
    """Check that another process gives the same bytes, whatever the order of sets in it."""
    studies = {
        method.name: name for method in candidate.methods if (name := candidate.telling_example(method))
    }
    if not studies or not place_of(candidate):
        raise NotApplicable("no method has a result, or another process would not find the plugin")
    here = digests(candidate, studies)
    try:
        there = digests_elsewhere(candidate, studies)
    except (CasecompareError, TypeError, subprocess.TimeoutExpired) as error:
        raise NotApplicable(f"it could not be run in another process ({error})") from None
    for name in here:
        if here[name] != there.get(name):
            yield (
                f"{name} on the study '{studies[name]}' gives another answer in another process. Do not go "
                "through sets in whatever order (sorted), and take chance from context.random only."
            )


def check_order_of_cases(candidate: Candidate) -> Complaints:
    """Check that the order of the cases makes no difference to scores and findings."""
    for where, trial in _good(candidate):
        turned = candidate.fresh_trial(trial.method, _turned(trial.study))
        if turned.result is None:
            yield f"{where} ran, but not with the cases in the opposite order: {turned.reason}"
            continue
        if difference := _score_difference(trial.found.scores, turned.found.scores):
            yield (
                f"{where}: with the cases in the opposite order {difference}. If the order means something, "
                "say so: expected_failures={'order-of-cases': 'why'}."
            )
        if difference := _finding_difference(trial.found.findings, turned.found.findings):
            yield f"{where}: with the cases in the opposite order {difference}"


def check_repeats(candidate: Candidate) -> Complaints:
    """Check that a run that repeats another one (context.is_repeat) gives the same scores and statements."""
    for where, trial in _good(candidate):
        again = candidate.fresh_trial(trial.method, trial.study, is_repeat=True)
        if again.result is None:
            yield f"{where} ran, but not as a repeat: {again.reason}"
            continue
        if difference := _score_difference(trial.found.scores, again.found.scores):
            yield f"{where}: as a repeat {difference}."
        if set(trial.found.statements) != set(again.found.statements):
            yield f"{where}: as a repeat it makes other statements; robustness counts would be wrong."


def check_json(candidate: Candidate) -> Complaints:
    """Check that what it finds can be written as JSON and as every report, and read again."""
    for where, trial in candidate.results():
        try:
            written = json.loads(json_of(trial))["methods"][0]
            render_html(comparison_of(trial))
            render_markdown(comparison_of(trial))
        except Exception as error:
            yield f"{where}: its result cannot be written ({type(error).__name__}: {error})."
            continue
        if [one["name"] for one in written["tables"]] != [one.name for one in trial.found.tables]:
            yield f"{where}: its tables are not the same once they have been written as JSON."


def check_evidence(candidate: Candidate) -> Complaints:
    """Check that for any hypothesis it brings evidence as declared, or none; it does not stumble."""
    if not any(method.assess for method in candidate.methods):
        raise NotApplicable("its methods bring no evidence for hypotheses")
    for where, trial in _good(candidate):
        for hypothesis in fill_templates(trial.study).hypotheses.values():
            assess = trial.method.assess
            try:
                brought = tuple(assess(hypothesis, trial.study, trial.found)) if assess else ()
            except Exception as error:
                yield f"{where} stumbled over the claim {hypothesis.claim} ({type(error).__name__}: {error})."
                continue
            for one in brought:
                if not isinstance(one, Evidence):
                    yield f"{where}: assess gave {type(one).__name__}, not Evidence."
                elif unknown := ({*one.cases_for, *one.cases_against} - set(trial.study.case_ids)):
                    yield f"{where}: the evidence speaks of unknown cases: {', '.join(sorted(unknown))}."


def check_budget(candidate: Candidate) -> Complaints:
    """Check that a study of 60 cases costs no more time and memory than its budget."""
    if not candidate.methods:
        raise NotApplicable("it registers no method")
    budget = candidate.budget
    for method in candidate.methods:
        trial, megabytes = _measured(candidate, method.name)
        if trial.status == "crashed":
            yield stumbled(f"{method.name} on the study 'large'", trial)
        if trial.seconds > budget.seconds:
            yield (
                f"{method.name} took {trial.seconds:.1f} s for 60 cases; its budget is {budget.seconds:g} s. "
                "Make it faster, or give it more: Budget(seconds=…)."
            )
        if megabytes > budget.megabytes:
            yield (
                f"{method.name} took {megabytes:.0f} MB for 60 cases; its budget is {budget.megabytes:g} MB: "
                "Budget(megabytes=…)."
            )


def _measured(candidate: Candidate, name: str) -> tuple[Trial, float]:
    """Measure memory first; as that makes a run several times slower, time is measured anew if it is long."""
    method = next(one for one in candidate.methods if one.name == name)
    is_tracing = tracemalloc.is_tracing()
    if not is_tracing:
        tracemalloc.start()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    trial = candidate.fresh_trial(method, candidate.examples["large"])
    megabytes = (tracemalloc.get_traced_memory()[1] - before) / 1e6
    if not is_tracing:
        tracemalloc.stop()
    if trial.seconds > candidate.budget.seconds:
        trial = candidate.fresh_trial(method, candidate.examples["large"])
    return trial, megabytes


def _good(candidate: Candidate) -> Iterator[tuple[str, Trial]]:
    """Give the trials that say most, of each method; without any there is nothing to check."""
    found = [one for method in candidate.methods for one in candidate.telling_trials(method)]
    if not found:
        raise NotApplicable("no method has a result on any example study")
    yield from found


def _turned(study: Study) -> Study:
    table = study.table.iloc[::-1]
    return replace(study, table=table, cases=dict(reversed(list(study.cases.items()))))


def _score_difference(scores: pd.DataFrame, others: pd.DataFrame) -> str:
    """Say how scores differ, whatever the order of the cases; empty if they do not."""
    if set(scores.columns) != set(others.columns):
        return f"the scores {', '.join(sorted(set(scores.columns) ^ set(others.columns)))} come or go"
    aligned = others.reindex(index=scores.index, columns=scores.columns)
    apart = (scores - aligned).abs() > _TOLERANCE
    wrong = apart | (scores.isna() != aligned.isna())
    for name in scores.columns:
        for case in scores.index[wrong[name]]:
            one, other = float(scores[name][case]), float(aligned[name][case])
            return f"the score '{name}' of case {case} is {other:g}, not {one:g}"
    return ""


def _finding_difference(findings: tuple[Finding, ...], others: tuple[Finding, ...]) -> str:
    found, again = ({one.id: one for one in some} for some in (findings, others))
    if set(found) != set(again):
        return f"other findings are made: {', '.join(sorted(set(found) ^ set(again)))}."
    for name, one in found.items():
        other = again[name]
        if one.claim != other.claim:
            return f"the finding '{name}' says {other.claim}, not {one.claim}."
        if {*one.cases_for} != {*other.cases_for} or {*one.cases_against} != {*other.cases_against}:
            return f"the finding '{name}' counts other cases."
        if (one.value is None) != (other.value is None) or not _is_close(
            one.value or 0.0, other.value or 0.0
        ):
            return f"the finding '{name}' has the value {other.value}, not {one.value}."
    return ""


def _is_close(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, abs_tol=_TOLERANCE)


def _first_difference(trial: Trial, again: Trial) -> str:
    one, other = trial.found, again.found
    for part in ("scores", "tables", "figures", "findings", "diagnostics", "files", "statements"):
        if _written(one, part) != _written(other, part):
            return f"its {part} differ"
    return "it differs"


def _written(result: MethodResult, part: str) -> str:
    held = getattr(result, part)
    if part == "tables":
        return "\n".join(f"{table.name} {table.frame.to_csv()}" for table in held)
    return str(held.to_csv()) if isinstance(held, pd.DataFrame) else repr(held)
