"""Run one method and survive it: time limit, stray prints, a changed study, an undeclared result."""

from __future__ import annotations

import contextlib
import ctypes
import io
import pickle
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from casecompare.errors import CasecompareError, ExpressionError, NotApplicable
from casecompare.hypotheses import Evidence
from casecompare.methods.deprecation import uses_of_fields
from casecompare.methods.method import Method, Options, RunContext
from casecompare.methods.result import Diagnostic, Figure, Finding, MethodResult, Statement, Table
from casecompare.sets import parse_claim
from casecompare.study import Hypothesis, Study

__all__ = ["OUT_OF_MEMORY", "Outcome", "assess", "run_method", "too_late", "undeclared"]


OUT_OF_MEMORY = "it needed more memory than there is."
_FILE_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,58}[A-Za-z0-9])?")
# Windows takes these for devices, whatever their ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


class _Stopped(BaseException):
    """Raised inside a method's thread past its time; not an Exception, so that no method swallows it."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of running a method: a result or the reason why there is none, and what it printed.

    `is_applicable` is false where the study has nothing for the method. `deprecated` says in words what the
    result uses that will be taken away.
    """

    result: MethodResult | None = None
    reason: str = ""
    printed: str = ""
    is_applicable: bool = True
    deprecated: tuple[str, ...] = ()


def run_method(method: Method, study: Study, options: Options, context: RunContext) -> Outcome:
    """Run a method on a copy of the study; whatever it does, give an `Outcome` and raise nothing.

    The method runs in a thread of its own, which is asked to stop when `context.seconds` have passed. A
    method that is stuck inside compiled code cannot be stopped this way; it is left behind and costs its
    own section only. `KeyboardInterrupt` goes through, so that a user can always stop the run.
    """
    copy = pickle.loads(pickle.dumps(study))  # noqa: S301 (our own bytes)
    records = _records(copy)
    ended: list[Outcome] = []

    def work() -> None:
        with contextlib.suppress(_Stopped):
            ended.append(_attempt(method, copy, options, context))

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        thread = threading.Thread(target=work, name=f"casecompare-{method.name}", daemon=True)
        thread.start()
        try:
            thread.join(context.seconds)
        finally:
            is_late = thread.is_alive()
            if is_late:
                _stop(thread)
                thread.join(1.0)
    if is_late:
        return Outcome(reason=too_late(context.seconds), printed=printed.getvalue())
    outcome = replace(ended[0], printed=printed.getvalue())
    if outcome.reason:
        return outcome
    faults = list(undeclared(method, study, outcome.result))
    if _records(copy) != records or not copy.table.equals(study.table):
        faults.append("it changed the study it was given; a method must leave its input as it is")
    if faults:
        return replace(outcome, result=None, reason="; ".join(faults) + ".")
    return replace(outcome, deprecated=tuple(dict.fromkeys(uses_of_fields(outcome.result))))


def too_late(seconds: float) -> str:
    """Say that a method took more than its time."""
    return (
        f"did not end within {seconds:g} seconds and was stopped. "
        "Give it more time with --time-limit, or fewer conditions or cases."
    )


def _attempt(method: Method, study: Study, options: Options, context: RunContext) -> Outcome:
    try:
        return Outcome(result=method.run(study, options, context))
    except NotApplicable as error:
        return Outcome(reason=str(error), is_applicable=False)
    except CasecompareError as error:
        return Outcome(reason=str(error))  # said on purpose, in words for the researcher
    except MemoryError:
        return Outcome(reason=OUT_OF_MEMORY)
    except _Stopped:
        raise
    except BaseException as error:  # a user's Ctrl-C goes to the main thread, and never comes here
        return Outcome(reason=_stumble(error))


def assess(method: Method, hypothesis: Hypothesis, study: Study, result: MethodResult) -> Sequence[Evidence]:
    """Ask a method for its evidence on a claim; one that stumbles brings a sentence instead of measures.

    Examples
    --------
    >>> from casecompare.methods import Method
    >>> silent = Method(name="silent", title="", question="", run=lambda *_: None)
    >>> assess(silent, Hypothesis(name="H1", claim="A => Y"), Study(name="s"), MethodResult())
    ()
    """
    if method.assess is None:
        return ()
    try:
        return method.assess(hypothesis, study, result)
    except (Exception, SystemExit) as error:
        sentence = f"The method could not assess this claim ({_stumble(error)})."
        return (Evidence(source=method.name, kind="failed", measures={}, sentence=sentence),)


def _stumble(error: BaseException) -> str:
    said = str(error)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def undeclared(method: Method, study: Study, result: object) -> Iterator[str]:
    """Give everything in a result that the method had not declared or that the core cannot merge.

    Examples
    --------
    >>> from casecompare.methods import Method
    >>> silent = Method(name="silent", title="", question="", run=lambda *_: None)
    >>> list(undeclared(silent, Study(name="s"), 42))
    ['it returned int, not a MethodResult']
    """
    if not isinstance(result, MethodResult):
        yield f"it returned {type(result).__name__}, not a MethodResult"
        return
    yield from _score_faults(method, study, result.scores)
    yield from _element_faults(result)
    known = set(study.case_ids)
    for finding in result.findings:
        if isinstance(finding, Finding):
            yield from _finding_faults(finding, known)


def _score_faults(method: Method, study: Study, scores: object) -> Iterator[str]:
    if not isinstance(scores, pd.DataFrame):
        yield f"scores are {type(scores).__name__}, not a DataFrame"
        return
    if unknown := set(scores.index) - set(study.case_ids):
        yield f"scores speak of unknown cases: {_listed(unknown)}"
    if not scores.index.is_unique:
        yield "scores have more than one row for a case"
    names = {score.name for score in method.scores}
    allowed = names | {f"{name}.{bound}" for name in names for bound in ("low", "high")}
    if extra := set(scores.columns) - allowed:
        yield f"scores were not declared: {_listed(extra)}"
    if words := [name for name in scores if not pd.api.types.is_numeric_dtype(scores[name])]:
        yield f"scores are not numbers: {_listed(words)}"


def _element_faults(result: MethodResult) -> Iterator[str]:
    for what, elements, kind in (
        ("table", result.tables, Table),
        ("figure", result.figures, Figure),
        ("finding", result.findings, Finding),
        ("diagnostic", result.diagnostics, Diagnostic),
        ("statement", result.statements, Statement),
    ):
        for element in elements:
            if not isinstance(element, kind):
                yield f"a {what} is {type(element).__name__}, not {kind.__name__}"
    tables = [table for table in result.tables if isinstance(table, Table)]
    names = [table.name for table in tables]
    if len(set(names)) < len(names):
        yield f"two tables have one name: {_listed(name for name in names if names.count(name) > 1)}"
    for table in tables:
        if not isinstance(table.frame, pd.DataFrame):
            yield f"the table '{table.name}' is {type(table.frame).__name__}, not a DataFrame"
        elif extra := set(table.columns) - set(table.frame.columns):
            yield f"the table '{table.name}' describes columns it does not have: {_listed(extra)}"
    yield from _file_faults(result.files)
    for figure in result.figures:
        if not isinstance(figure, Figure):
            continue
        if not figure.alt.strip():
            yield f"the figure '{figure.name}' says nothing in words (alt)"
        if figure.table and figure.table not in names:
            yield f"the figure '{figure.name}' names a table that is not there: {figure.table}"


def _file_faults(files: object) -> Iterator[str]:
    """Give what is wrong with further files: they hold text or bytes, and their names lead nowhere else."""
    if not isinstance(files, Mapping):
        yield f"files are {type(files).__name__}, not a mapping from names to texts"
        return
    for name, content in files.items():
        if not isinstance(name, str) or not _is_plain_name(name):
            yield f"a file is called {name!r}; use up to 60 letters, digits, '-', '_' and '.', no folders"
        elif not isinstance(content, (str, bytes)):
            yield f"the file '{name}' holds {type(content).__name__}, neither text nor bytes"
    lowered = [str(name).lower() for name in files]
    if len(set(lowered)) < len(lowered):
        yield "two files have one name but for capitals, which some systems do not tell apart"


def _is_plain_name(name: str) -> bool:
    stem = name.partition(".")[0].lower()
    return bool(_FILE_NAME.fullmatch(name)) and stem not in _DEVICES


def _finding_faults(finding: Finding, known: set[str]) -> Iterator[str]:
    if unknown := (set(finding.cases_for) | set(finding.cases_against)) - known:
        yield f"the finding '{finding.id}' speaks of unknown cases: {_listed(unknown)}"
    if finding.claim:
        try:
            parse_claim(finding.claim)
        except ExpressionError as error:
            yield f"the claim of the finding '{finding.id}' cannot be read ({error.message})"


def _records(study: Study) -> bytes:
    """Give the content of a study but for its table, which pandas may rearrange without changing it."""
    return pickle.dumps(replace(study, table=pd.DataFrame()))


def _stop(thread: threading.Thread) -> None:
    """Ask a thread to stop by raising inside it; heeded at its next step of Python code."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_Stopped))


def _listed(names: Iterable[object]) -> str:
    return ", ".join(sorted({str(name) for name in names}))
