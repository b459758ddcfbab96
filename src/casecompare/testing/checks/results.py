"""Checks of what a method gives back: declared, described, in range, and in words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pandas as pd

from casecompare.methods import Figure, Finding, MethodResult, Table
from casecompare.testing.candidate import Candidate
from casecompare.testing.checking import Complaints, NotApplicable, warn
from casecompare.testing.trial import Trial

__all__ = [
    "check_diagnostics",
    "check_figures",
    "check_findings",
    "check_no_prints",
    "check_results_declared",
    "check_runs",
    "check_scores",
    "check_tables",
]

_SVG = "{http://www.w3.org/2000/svg}"
_ROUNDING = 1e-9
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_-]+)+")


def check_runs(candidate: Candidate) -> Complaints:
    """Check that every method runs on an example study, and does not stumble over any."""
    _needs_methods(candidate)
    for where, trial in candidate.trials():
        if trial.status == "crashed":
            yield stumbled(where, trial)
    for method in candidate.methods:
        trials = [candidate.trial(method, name) for name in candidate.studies]
        if not any(one.status == "ok" for one in trials):
            yield (
                f"{method.name} has no result on any of {len(trials)} example studies, so that nothing of it "
                f"can be checked ({trials[0].reason}). Give Method(example_options={{…}}), or bring a study "
                "of your own: the folder example/ of the project, or studies={…}."
            )


def check_results_declared(candidate: Candidate) -> Complaints:
    """Check that its results hold nothing that was not declared: scores, columns, cases, claims, files."""
    _needs_methods(candidate)
    for where, trial in candidate.trials():
        if trial.status == "broke the contract":
            yield f"{where}: {trial.reason}"


def check_scores(candidate: Candidate) -> Complaints:
    """Check that scores have a row for every case, and lie within their range and bounds."""
    if not any(method.scores for method in candidate.methods):
        raise NotApplicable("its methods derive no scores")
    given: set[str] = set()
    for where, trial in candidate.results():
        scores = trial.found.scores
        given |= {f"{trial.method.name}.{name}" for name in scores.columns}
        if len(scores.columns) and set(scores.index) != set(trial.study.case_ids):
            absent = sorted({*trial.study.case_ids} - {*scores.index})
            yield f"{where}: scores have no row for {', '.join(absent)}; give NaN where they are undefined."
        for score in trial.method.scores:
            if score.name in scores:
                yield from _beyond(where, score.name, scores, score.range)
    for method in candidate.methods:
        untried = [score.name for score in method.scores if f"{method.name}.{score.name}" not in given]
        if untried:
            yield warn(f"no example study gave these scores of {method.name}: {', '.join(untried)}.")


def _beyond(
    where: str, name: str, scores: pd.DataFrame, allowed: tuple[float | None, float | None]
) -> Iterator[str]:
    low, high = (
        end if end is not None else sign * math.inf for end, sign in zip(allowed, (-1, 1), strict=True)
    )
    bounds = [column for column in (name, f"{name}.low", f"{name}.high") if column in scores]
    for column in bounds:
        values = scores[column].dropna()
        wrong = values[(values < low - _ROUNDING) | (values > high + _ROUNDING)]
        if len(wrong):
            yield (
                f"{where}: the score '{column}' is {wrong.iloc[0]:g} for case {wrong.index[0]}, outside of "
                f"its range {low:g} to {high:g}."
            )
    for lower, upper in ((f"{name}.low", name), (name, f"{name}.high"), (f"{name}.low", f"{name}.high")):
        if lower in scores and upper in scores and (scores[lower] > scores[upper] + _ROUNDING).any():
            yield f"{where}: '{lower}' lies above '{upper}' for a case."


def check_tables(candidate: Candidate) -> Complaints:
    """Check that every table has a title, every column a heading, and numbers are no text."""
    found = list(candidate.results())
    if not any(trial.found.tables for _, trial in found):
        raise NotApplicable("its methods give no tables")
    for where, trial in found:
        for table in trial.found.tables:
            yield from (f"{where}: the table '{table.name}' {said}" for said in _table_faults(table))


def _table_faults(table: Table) -> Iterator[str]:
    if not table.title.strip():
        yield "has no title."
    undescribed = [str(name) for name in table.frame.columns if name not in table.columns]
    if undescribed:
        yield f"does not describe {', '.join(undescribed)}: Table(columns={{name: Column(title=…)}})."
    for name, column in table.columns.items():
        if not column.title.strip():
            yield f"has no heading for the column '{name}'."
    for name in table.frame.columns:
        cells = table.frame[name]
        kinds = {type(cell).__name__ for cell in cells if isinstance(cell, dict | set | list | pd.DataFrame)}
        if kinds:
            yield f"holds a {', '.join(sorted(kinds))} in the column '{name}'; use numbers, text or tuples."
        words = [cell for cell in cells if isinstance(cell, str)]
        if words and all(re.fullmatch(r"-?\d+\.\d+ ?%?", cell.strip()) for cell in words):
            yield f"holds numbers as text in the column '{name}' ({words[0]!r}); give numbers, reports round."


def check_findings(candidate: Candidate) -> Complaints:
    """Check that every finding is a quotable sentence with an id of its own, on sets that are there."""
    found = list(candidate.results())
    if not any(trial.found.findings for _, trial in found):
        raise NotApplicable("its methods make no findings")
    for where, trial in found:
        ids = [one.id for one in trial.found.findings]
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            yield f"{where}: two findings have the id '{twice}'; a finding has the same id in every run."
        for finding in trial.found.findings:
            yield from (
                f"{where}: the finding '{finding.id}' {said}" for said in _finding_faults(finding, trial)
            )


def _finding_faults(finding: Finding, trial: Trial) -> Iterator[str]:
    if not finding.id.strip():
        yield "has no id."
    sentence = finding.sentence.strip()
    if not sentence or sentence[-1] not in ".!?)":
        yield "is no sentence: it must be quotable as it stands, and end in a full stop."
    # A formula such as Y{2} or ~Y speaks of the set Y.
    named = {name for part in (*finding.conditions, finding.outcome) for name in re.findall(r"\w+", part)}
    known = {*trial.study.codebook, *trial.study.table.columns}
    if finding.conditions and not named & known:
        yield f"speaks of {', '.join(sorted(named))}, which the codebook does not have."
    ends = [
        one for one in (finding.low, finding.value, finding.high) if one is not None and not math.isnan(one)
    ]
    if ends != sorted(ends):
        yield f"has the value {finding.value} outside of its bounds {finding.low} to {finding.high}."
    if finding.value is not None and not finding.measure.strip():
        yield "has a value, but does not say of which measure."
    if both := sorted(set(finding.cases_for) & set(finding.cases_against)):
        yield f"counts {', '.join(both)} for and against."


def check_diagnostics(candidate: Candidate) -> Complaints:
    """Check that every remark has a stable code that begins with the method's name, and says what to do."""
    for where, trial in candidate.results():
        for one in trial.found.diagnostics:
            if not (one.code.startswith(f"{trial.method.name}.") and _CODE.fullmatch(one.code)):
                yield f"{where}: the code of a remark is {one.code!r}; write {trial.method.name}.what-it-is."
            if not one.message.strip():
                yield f"{where}: the remark {one.code} says nothing."
            if one.case and one.case not in trial.study.case_ids:
                yield f"{where}: the remark {one.code} is about {one.case!r}, which is no case."
            if one.level != "note" and not one.advice.strip():
                yield warn(f"{where}: the remark {one.code} does not say what to do (advice).")


def check_figures(candidate: Candidate) -> Complaints:
    """Check that every figure is well-formed, says in words what it shows, and has its numbers in a table."""
    found = list(candidate.results())
    if not any(trial.found.figures for _, trial in found):
        raise NotApplicable("its methods draw no figures")
    for where, trial in found:
        names = [figure.name for figure in trial.found.figures]
        for twice in sorted({name for name in names if names.count(name) > 1}):
            yield f"{where}: two figures are called '{twice}'."
        for figure in trial.found.figures:
            told = f"{where}: the figure '{figure.name}'"
            yield from (f"{told} {said}" for said in _figure_faults(figure))
            if not figure.table:
                yield warn(f"{told} does not name the table that holds its numbers.")


def _figure_faults(figure: Figure) -> Iterator[str]:
    if len(figure.alt.split()) < 4 or figure.alt.strip() == figure.title.strip():
        yield "must say in words what there is to see (alt): a reader may not see it."
    if not figure.title.strip():
        yield "has no title."
    if len(figure.svg) > 5_000_000:
        yield f"has {len(figure.svg) / 1e6:.0f} MB; draw less, or leave it out beyond a number of cases."
    try:
        root = ElementTree.fromstring(figure.svg)  # noqa: S314 (a figure made by the method under test)
    except ElementTree.ParseError as error:
        yield f"is not well-formed ({error}); escape what a study holds, or draw with casecompare.figures."
        return
    if root.tag not in ("svg", f"{_SVG}svg"):
        yield f"is {root.tag}, not an SVG."
    tags = {element.tag.removeprefix(_SVG).lower() for element in root.iter() if isinstance(element.tag, str)}
    if unsafe := sorted(tags & {"script", "foreignobject", "iframe", "image"}):
        yield f"holds {', '.join(unsafe)}, which a report does not take."


def check_no_prints(candidate: Candidate) -> Complaints:
    """Check that methods print nothing: what they have to say stands in the result."""
    for where, trial in candidate.trials():
        if trial.printed.strip():
            yield f"{where} printed {trial.printed.strip()[:60]!r}; use a Diagnostic, or the logging module."


def stumbled(where: str, trial: Trial) -> str:
    """Say where a method stumbled, and what to do instead."""
    place = f" in {trial.place}" if trial.place else ""
    return (
        f"{where} stumbled ({trial.reason}){place}. Where there is nothing to compute, give an empty result "
        "with a Diagnostic, or raise casecompare.CasecompareError with words for the researcher."
    )


def is_empty(result: MethodResult) -> bool:
    """Say whether a result holds nothing at all."""
    return not (len(result.scores.columns) or result.tables or result.findings or result.figures)


def _needs_methods(candidate: Candidate) -> None:
    if not candidate.methods:
        raise NotApplicable("it registers no method")
