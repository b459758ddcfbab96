"""Which methods run, with which options, in which order: before anything runs, with every problem found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from casecompare.errors import PluginError, Problem, did_you_mean
from casecompare.methods.comparison import PluginFault
from casecompare.methods.finding import FoundPlugin
from casecompare.methods.host import Host
from casecompare.methods.method import Method, NoOptions, Options
from casecompare.methods.result import MethodResult
from casecompare.sets.score_bounds import bare_score
from casecompare.study import EVERY_METHOD, Study
from casecompare.study.translation import explain
from casecompare.study.validation import data_path

__all__ = ["Plan", "PlannedMethod", "make_plan"]


@dataclass(frozen=True, kw_only=True)
class PlannedMethod:
    """A method that will run: its validated options, what it uses, and the methods it waits for.

    `uses` are codebook names; `needs` maps the name of another method to those of its scores that this
    one is given, each as ``SET <- method.score``. `is_asked` is false where the method was added only
    because another one uses its scores. `fault` says why its plugin cannot be used, if so: it will be
    reported as failed, and the others run.
    """

    method: Method
    plugin: FoundPlugin
    options: Options
    uses: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    is_asked: bool
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The methods in the order of their run, and what is wrong with the way they were asked for."""

    methods: tuple[PlannedMethod, ...] = ()
    problems: tuple[Problem, ...] = ()


def make_plan(study: Study, host: Host, names: Sequence[str] = ()) -> Plan:
    """Order the methods such that each runs after those whose scores it uses.

    Parameters
    ----------
    study
        Its `methods` give the options of each method.
    host
        The loaded plugins.
    names
        The methods asked for; the methods whose scores they use are added. Without names: the methods
        that the study configures, or all installed ones where it configures none.
    """
    asked = list(names) or list(study.methods) or host.method_names
    # Methods that the study brings as data run with the method whose options hold them.
    asked = list(dict.fromkeys(one for name in asked for one in (name, *host.brought.get(name, ()))))
    planned: dict[str, PlannedMethod] = {}
    problems: list[Problem] = []
    ordered: list[PlannedMethod] = []

    def visit(name: str, chain: tuple[str, ...]) -> None:
        if name in chain:
            problems.append(_cycle(study, planned, (*chain[chain.index(name) :], name)))
            return
        if name in planned:
            return
        one = _planned(study, host, name, chain, problems, is_asked=name in asked)
        if one is None:
            return
        planned[name] = one
        for needed in one.needs:
            visit(needed, (*chain, name))
        ordered.append(one)

    for name in asked:
        visit(name, ())
    # A method that the study configures without asking for it here must be right all the same.
    if names:
        known = {*host.method_names, *(fault.plugin for fault in (*host.faults, *host.barred))}
        problems += [_unknown_method(study, host, name) for name in study.methods if name not in known]
    problems += _isolation_problems(study, host)
    return Plan(methods=tuple(ordered), problems=tuple(dict.fromkeys(problems)))


def _planned(
    study: Study,
    host: Host,
    name: str,
    chain: tuple[str, ...],
    problems: list[Problem],
    *,
    is_asked: bool,
) -> PlannedMethod | None:
    try:
        method, plugin = host.method(name)
    except PluginError as error:
        for fault in host.faults:
            if fault.plugin == name:
                return _faulty(fault, is_asked)
        for fault in host.barred:
            if fault.plugin == name:
                problems.append(_not_allowed(study, name, fault))
                return _faulty(fault, is_asked)
        problems.append(_missing_method(study, host, name, chain, error))
        return None
    given = dict(study.methods.get(name, {}))
    try:
        options = method.options.model_validate(given)
    except ValidationError as error:
        problems.extend(_option_problems(study, method, given, error))
        return None
    try:
        uses = tuple(dict.fromkeys(method.uses(study, options)))
    except (Exception, SystemExit) as error:
        reason = f"it could not say which sets it uses ({type(error).__name__}: {error})."
        return PlannedMethod(
            method=method, plugin=plugin, options=options, uses=(), needs={}, is_asked=is_asked, fault=reason
        )
    needs: dict[str, tuple[str, ...]] = {}
    for used in uses:
        if used not in study.codebook:
            if used != study.outcome:  # an unknown outcome has been told about where it is named
                problems.append(_unknown_set(study, method, used))
            continue
        derived = study.codebook[used].derived_from
        if derived is not None:
            needs[derived[0]] = (*needs.get(derived[0], ()), f"{used} <- {derived[0]}.{derived[1]}")
            problems += _score_problems(study, host, used, *derived)
    return PlannedMethod(
        method=method, plugin=plugin, options=options, uses=uses, needs=needs, is_asked=is_asked
    )


def _faulty(fault: PluginFault, is_asked: bool) -> PlannedMethod:
    """Stand in for the method of a plugin that could not be loaded, so that its section says why."""
    return PlannedMethod(
        method=Method(name=fault.plugin, title=fault.plugin, question="", run=lambda *_: MethodResult()),
        plugin=FoundPlugin(
            name=fault.plugin,
            module="",
            distribution=fault.distribution,
            version=fault.version,
            origin="installed",
        ),
        options=NoOptions(),
        uses=(),
        needs={},
        is_asked=is_asked,
        fault=fault.reason,
    )


def _not_allowed(study: Study, name: str, fault: PluginFault) -> Problem:
    """Say that a method will not run; its section says the same, and the others run."""
    path = ("methods", name) if name in study.methods else ("plugins", "allow")
    return study.problem(*path, message=fault.reason, code="not-allowed", level="warning")


def _isolation_problems(study: Study, host: Host) -> Iterator[Problem]:
    known = {*host.method_names, *(fault.plugin for fault in (*host.faults, *host.barred)), EVERY_METHOD}
    for name in study.plugins.isolation:
        if name not in known:
            yield study.problem(
                "plugins", "isolation", name,
                message=f"no method '{name}' is installed.",
                hint=did_you_mean(name, known) or f"There are: {', '.join(host.method_names) or 'none'}.",
                code="unknown-method",
                level="warning",
            )  # fmt: skip


def _score_problems(study: Study, host: Host, used: str, name: str, score: str) -> Iterator[Problem]:
    if name not in host.method_names:
        return  # said once, where the method is looked for
    method, _ = host.method(name)
    derived = [one.name for one in method.scores]
    if bare_score(score) not in derived:
        yield study.problem(
            "codebook", used, "from",
            message=f"the method '{name}' derives no score '{score}'.",
            hint=did_you_mean(bare_score(score), derived) or f"It derives: {', '.join(derived) or 'none'}.",
            code="unknown-score",
        )  # fmt: skip


def _missing_method(
    study: Study, host: Host, name: str, chain: tuple[str, ...], error: PluginError
) -> Problem:
    """Say that a method is missing, at the place that asks for it."""
    for entry in study.codebook.values():
        if chain and entry.derived_from is not None and entry.derived_from[0] == name:
            return study.problem("codebook", entry.name, "from", message=str(error), code="unknown-method")
    if name in study.methods and name not in host.method_names:
        return _unknown_method(study, host, name)
    return Problem(file="--plugin", message=str(error), code="unknown-method")


def _unknown_method(study: Study, host: Host, name: str) -> Problem:
    try:
        host.method(name)
    except PluginError as error:
        return study.problem("methods", name, message=str(error), code="unknown-method")
    raise AssertionError(f"{name} is known")


def _unknown_set(study: Study, method: Method, name: str) -> Problem:
    return study.problem(
        *_place_of(study.methods.get(method.name, {}), ("methods", method.name), name),
        message=f"'{name}' is not in the codebook.",
        hint=did_you_mean(name, study.codebook) or "Give it an entry there.",
        code="unknown-set",
    )


def _place_of(tree: object, path: tuple[str | int, ...], name: str) -> tuple[str | int, ...]:
    """Give the path below which a name stands among a method's options, else the path of the options."""
    branches: list[tuple[str | int, object]] = []
    if isinstance(tree, Mapping):
        branches = [(str(key), value) for key, value in tree.items()]
    elif isinstance(tree, list | tuple):
        branches = list(enumerate(tree))
    for key, value in branches:
        if name in (key, value):
            return (*path, key)
        found = _place_of(value, (*path, key), name)
        if len(found) > len(path) + 1:
            return found
    return path


def _option_problems(
    study: Study, method: Method, given: Mapping[str, object], error: ValidationError
) -> Iterator[Problem]:
    found: dict[tuple[str | int, ...], ErrorDetails] = {}
    for detail in error.errors(include_url=False):
        # Of the forms that an option may have, the first one is what is usually meant.
        found.setdefault(data_path(given, detail["loc"], is_missing=detail["type"] == "missing"), detail)
    for path, detail in found.items():
        if any(len(other) > len(path) and other[: len(path)] == path for other in found):
            continue  # what is wrong inside of it says more
        message, hint, code = explain(detail, method.options.model_fields)
        if code == "unknown-field":
            message, code = f"the method '{method.name}' has no option '{path[-1]}'.", "unknown-option"
            hint = hint or f"It has: {', '.join(method.options.model_fields) or 'none'}."
        yield study.problem("methods", method.name, *path, message=message, hint=hint, code=code)


def _cycle(study: Study, planned: Mapping[str, PlannedMethod], names: tuple[str, ...]) -> Problem:
    links = []
    for one, needed in pairwise(names):
        through = ", ".join(planned[one].needs[needed])
        links.append(f"{one} needs {needed} ({through})")
    used = planned[names[0]].needs[names[1]][0].partition(" <- ")[0]
    return study.problem(
        "codebook", used, "from",
        message=f"the methods wait for each other: {'; '.join(links)}.",
        hint="Take one of these sets from coded values.",
        code="cycle",
    )  # fmt: skip
