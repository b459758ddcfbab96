"""From a study and methods to one `Comparison`; one failure never stops the rest."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pandas as pd

from casecompare.errors import ExpressionError, Problem, StudyError
from casecompare.hypotheses import (
    Evidence,
    Verdict,
    check_claims,
    circular_coding,
    fill_templates,
    judge_all,
)
from casecompare.methods import Comparison, Host, MethodRun, find_plugins
from casecompare.methods.boards import case_board, condition_board
from casecompare.methods.planned_run import Bounds, run_planned
from casecompare.methods.planning import Plan, make_plan
from casecompare.methods.running import assess
from casecompare.sets import check_calibrations, check_outcome, memberships, parse_claim
from casecompare.study import Hypothesis, Isolation, Limits, Study, read_plugin_policy, read_study

__all__ = ["check", "load_host", "open_study", "run", "study_host"]

Progress = Callable[[int, int, str], None]


def load_host(
    files: Sequence[str | Path] = (), *, only_builtin: bool = False, study: str | Path | None = None
) -> Host:
    """Load every installed plugin, and those in the given Python files.

    Parameters
    ----------
    files
        Plugins that are not installed.
    only_builtin
        Load those alone that ship with casecompare; others are not even imported.
    study
        The path of a study; plugins that it does not allow are not imported either.

    Raises
    ------
    PluginError
        if one of the files cannot be loaded; faults of installed plugins are in ``host.faults``.

    Examples
    --------
    >>> load_host(only_builtin=True).method_names[:3]
    ['agreement', 'arenas', 'network']
    """
    policy = None if study is None else read_plugin_policy(study)
    found = find_plugins(only_builtin=only_builtin, policy=policy)
    left_out = [one for one in find_plugins() if one.origin != "built in"] if only_builtin else []
    return Host.load(found, [Path(file) for file in files], policy, left_out)


def study_host(path: str | Path, host: Host, limits: Limits | None = None) -> Host:
    """Give a host that also has the methods that the study at a path brings as data; see `Host.for_study`.

    A study that cannot be read brings none; what is wrong with it is told where it is opened.
    """
    study, _ = _read(path, host, limits or Limits())
    return host if study is None else host.for_study(study)


def open_study(path: str | Path, *, host: Host | None = None, limits: Limits | None = None) -> Study:
    """Read a study and give it, or raise with every problem of its files at once.

    Parameters
    ----------
    path
        The study's folder, or its ``study.yaml``.
    host
        The plugins whose sections, table formats and calibrations the study may use; by default all
        installed ones.
    limits
        How large the input may be.

    Raises
    ------
    StudyError
        if anything in the study's files is wrong; ``error.problems`` lists it with file, line and case.

    Examples
    --------
    >>> import casecompare
    >>> study = casecompare.open_study("cases/cragun_2014")
    >>> study.outcome, len(study.case_ids)
    ('HPF', 15)
    """
    host = host or load_host(study=path)
    study, problems = _read(path, host, limits or Limits())
    if study is None or _errors(problems):
        raise StudyError(_errors(problems))
    return study


def check(
    path: str | Path,
    *,
    methods: Sequence[str] = (),
    options: Mapping[str, Mapping[str, object]] | None = None,
    host: Host | None = None,
    limits: Limits | None = None,
) -> list[Problem]:
    """Give every problem of a study in one go: files, codebook, calibration, methods and hypotheses.

    Parameters
    ----------
    path, host, limits
        As for `open_study`.
    methods, options
        As for `run`.
    """
    host = host or load_host(study=path)
    study, problems = _read(path, host, limits or Limits())
    if study is None:
        return problems
    study = _with_options(study, options or {})
    host = host.for_study(study)
    plan = make_plan(study, host, methods)
    broken = [*_unusable(problems), *_unjudgeable(study, problems)]
    found = _study_problems(study, host, plan, broken)
    return _sorted([*problems, *_placed(found, options or {})])


def run(
    study: Study | str | Path,
    methods: Sequence[str] = (),
    *,
    options: Mapping[str, Mapping[str, object]] | None = None,
    host: Host | None = None,
    seed: int = 1,
    seconds: float = 600.0,
    progress: Progress = lambda done, total, what: None,
    isolation: Isolation | None = None,
    memory: int | None = None,
) -> Comparison:
    """Run methods on a study and merge what they say.

    Parameters
    ----------
    study
        A study, or the path of one.
    methods
        The names of the methods; those whose scores they use are run first. Without names: the methods
        that the study configures.
    options
        Options per method that take the place of those in the study: ``{"qca": {"consistency": 0.85}}``.
    host
        The plugins; by default all installed ones.
    seed
        The seed of every random number.
    seconds
        The time that each method may take.
    progress
        Called as ``progress(done, total, what)``.
    isolation
        ``process`` runs each method in a process of its own, ``none`` in this one; by default as the study
        says. The result is the same, but for the fields that a method adds to `MethodResult`.
    memory
        The bytes that such a process may take; by default as the study says, else 4 GB.

    Raises
    ------
    StudyError
        if the study or the way the methods are asked for is wrong: all problems at once. What goes wrong
        inside a method does not raise; its `MethodRun` says *failed* and why.

    Examples
    --------
    >>> import casecompare
    >>> comparison = casecompare.run("cases/cragun_2014", methods=["qca"])
    >>> print(comparison["qca"].solutions["conservative"].formula)
    AR*RR*DR*~DC*~PR => HPF
    """
    host = host or load_host(study=None if isinstance(study, Study) else study)
    opened = study if isinstance(study, Study) else open_study(study, host=host)
    opened = fill_templates(_with_options(opened, options or {}))
    host = host.for_study(opened)
    plan = make_plan(opened, host, methods)
    found = _study_problems(opened, host, plan)
    problems = _sorted([*opened.problems, *_placed(found, options or {})])
    if _errors(problems):
        raise StudyError(_errors(problems))

    bounds = Bounds(seed=seed, seconds=seconds, isolation=isolation, memory=memory)
    scores: dict[str, pd.DataFrame] = {}
    runs: dict[str, MethodRun] = {}
    for number, planned in enumerate(plan.methods):
        progress(number, len(plan.methods), planned.method.title)
        done = run_planned(opened, planned, host, scores, runs, bounds, progress)
        done = replace(done, is_optional=not methods and not opened.methods)
        runs[planned.method.name] = done
        if done.result is not None:
            scores[planned.method.name] = done.result.scores
    progress(len(plan.methods), len(plan.methods), "")

    sets = memberships(opened, _available(opened, scores), scores=scores, methods=host.calibrations)
    usable = sets.frame.drop(columns=_unusable(sets.problems), errors="ignore")
    return Comparison(
        study=opened,
        runs=runs,
        verdicts=_verdicts(opened, usable, runs, seed),
        memberships=usable,
        raw=sets.raw,
        case_board=case_board(opened, usable, runs),
        condition_board=condition_board(opened, runs),
        problems=tuple(problems),
        faults=tuple(host.faults),
        seed=seed,
        version=metadata.version("casecompare"),
    )


def _read(path: str | Path, host: Host, limits: Limits) -> tuple[Study | None, list[Problem]]:
    study, problems = read_study(path, sections=host.sections, readers=host.readers, limits=limits)
    return (None if study is None else fill_templates(study)), problems


def _with_options(study: Study, options: Mapping[str, Mapping[str, object]]) -> Study:
    merged = {name: {**study.methods.get(name, {}), **options.get(name, {})} for name in
              dict.fromkeys([*study.methods, *options])}  # fmt: skip
    return replace(study, methods=merged)


def _study_problems(study: Study, host: Host, plan: Plan, broken: Collection[str] = ()) -> list[Problem]:
    """Give what is wrong beyond the files: calibration, memberships, methods, claims, plugins' checks."""
    # An entry that is broken in study.yaml has been told about there; its values say nothing more.
    used = [name for name in _used_sets(study, plan) if name not in broken]
    coded = [name for name in used if study.codebook[name].derived_from is None]
    sets = memberships(study, coded, methods=host.calibrations)
    problems = [*check_calibrations(study, host.calibrations), *plan.problems, *sets.problems]
    if study.outcome in sets.frame:
        problems += check_outcome(study, sets.frame[study.outcome])
    methods = [method for plugin in host.plugins for method in plugin.methods]
    circular = circular_coding(study, {method.name: tuple(method.sections) for method in methods})
    return [*problems, *check_claims(study), *circular, *host.check_study(study)]


def _placed(problems: Sequence[Problem], options: Mapping[str, Mapping[str, object]]) -> list[Problem]:
    """Give problems with options of this run their place: not study.yaml, but what was asked for."""
    given = [f"methods.{method}.{option}." for method, settings in options.items() for option in settings]
    return [
        replace(one, file="--set", line=0, column=0) if f"{one.field}.".startswith(tuple(given)) else one
        for one in problems
    ]


def _unjudgeable(study: Study, problems: Sequence[Problem]) -> list[str]:
    """Give the entries about which nothing can be said for want of cases or values that cannot be read.

    Without any case, that is all of them. The outcome cannot be judged either where a whole case, or its
    outcome, is lost: the lost one may be the very case that lacks the outcome.
    """
    errors = _errors(problems)
    if errors and study.table.index.empty:
        return list(study.codebook)
    outcome = study.codebook.get(study.outcome)
    lost = {"", "id", *(f"values.{source}" for source in (outcome.source if outcome else ()))}
    is_lost = any(one.file != study.places.file and one.field in lost for one in errors)
    return [study.outcome] if is_lost else []


def _used_sets(study: Study, plan: Plan) -> list[str]:
    """Give the codebook entries that somebody takes as a set: methods, claims, the outcome."""
    names = [study.outcome] + [name for planned in plan.methods for name in planned.uses]
    for hypothesis in study.hypotheses.values():
        with contextlib.suppress(ExpressionError):
            claim = parse_claim(hypothesis.claim)
            names += sorted(claim.condition.names | claim.outcome.names)
    return [name for name in dict.fromkeys(names) if name in study.codebook]


def _available(study: Study, scores: Mapping[str, pd.DataFrame]) -> list[str]:
    """Give the codebook entries whose values are there: coded, or derived by a method that ran."""
    return [
        name
        for name, entry in study.codebook.items()
        if entry.derived_from is None or entry.derived_from[0] in scores
    ]


def _unusable(problems: Sequence[Problem]) -> list[str]:
    """Give the codebook entries that are no sets: plain numbers and text, or undecided memberships."""
    fields = [problem.field.split(".") for problem in _errors(problems)]
    return sorted({field[1] for field in fields if field[0] == "codebook" and len(field) > 1})


def _verdicts(
    study: Study, sets: pd.DataFrame, runs: Mapping[str, MethodRun], seed: int
) -> tuple[Verdict, ...]:
    """Judge the hypotheses, with the evidence that methods bring for those whose sets are all there."""
    further = {}
    for name, hypothesis in study.hypotheses.items():
        claim = parse_claim(hypothesis.claim)
        if claim.condition.names | claim.outcome.names <= set(sets.columns):
            further[name] = [one for done in runs.values() for one in _evidence(hypothesis, study, done)]
    return judge_all(study.hypotheses.values(), sets, further, seed=seed)


def _evidence(hypothesis: Hypothesis, study: Study, done: MethodRun) -> Sequence[Evidence]:
    return () if done.result is None else assess(done.method, hypothesis, study, done.result)


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level == "error"]


def _sorted(problems: Sequence[Problem]) -> list[Problem]:
    """Put study.yaml first, then the records by name, each in the order of its lines, once each."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda one: (one.file not in ("", "study.yaml"), one.file, one.line, one.column),
    )
