"""How a run was made, so that it can be made again: methods, options, seed, and how far it was repeated."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from casecompare import engine
from casecompare.errors import PluginError
from casecompare.methods import Comparison, Host
from casecompare.replication.changes import same
from casecompare.replication.saved import SavedRun
from casecompare.report.json_document import plain_data
from casecompare.report.text import one_line
from casecompare.robustness import Effort, examine
from casecompare.study import Study

__all__ = ["RunSettings", "command_of", "make_again", "settings_of"]

Progress = Callable[[int, int, str], None]
_FULL = {"coder draws", "without evidence", "neighbouring step"}
"""Groups of repeats that only the full examination has."""


class RunSettings(BaseModel):
    """What a run has to be told beside its study.

    `methods` are in the order in which they ran; none means those that the study configures. `options` hold
    only what takes the place of the study's own.
    """

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)

    methods: tuple[str, ...] = ()
    options: dict[str, dict[str, JsonValue]] = {}
    seed: int = 1
    robustness: Effort = "quick"


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a run takes from the one who makes it: the plugins, the time, and how progress is shown."""

    host: Host
    seconds: float = 600.0
    progress: Progress = lambda done, total, what: None


def settings_of(run: SavedRun, study: Study, host: Host) -> RunSettings:
    """Give the settings with which a saved run can be made again from its study.

    Parameters
    ----------
    run
        A saved run.
    study
        The study that it was made from; what its options say already is not said again.
    host
        The plugins.

    Raises
    ------
    PluginError
        If a method of the run is not installed.
    """
    options: dict[str, dict[str, JsonValue]] = {}
    for saved in run.comparison.methods:
        method, _ = host.method(saved.name)
        try:
            own = method.options.model_validate(dict(study.methods.get(saved.name, {})))
            told: Mapping[str, JsonValue] = _json(own.model_dump(mode="json"))
        except ValidationError:
            told = {}  # the study alone is not enough for this method, so that everything is given
        known = method.options.model_fields
        given = {
            name: value
            for name, value in saved.options.items()
            if name in known and not same(value, told.get(name), 0)
        }
        if given:
            options[saved.name] = given
    return RunSettings(
        methods=tuple(saved.name for saved in run.comparison.methods),
        options=options,
        seed=run.comparison.seed,
        robustness=_effort(run),
    )


def make_again(study: Study | Path, settings: RunSettings, surroundings: Surroundings) -> Comparison:
    """Run a study as settings say, with the repeats that they ask for.

    Raises
    ------
    StudyError
        If the study cannot be used.
    """
    comparison = engine.run(
        study,
        settings.methods,
        options=settings.options,
        host=surroundings.host,
        seed=settings.seed,
        seconds=surroundings.seconds,
        progress=surroundings.progress,
    )
    if settings.robustness == "none":
        return comparison
    found = examine(
        comparison,
        host=surroundings.host,
        effort=settings.robustness,
        seconds=surroundings.seconds,
        progress=surroundings.progress,
    )
    return replace(comparison, robustness=found)


def command_of(settings: RunSettings, study: str) -> str:
    """Give the command that makes the run again.

    Examples
    --------
    >>> command_of(RunSettings(methods=("qca",), options={"qca": {"pri": 0.6}}, robustness="none"), "study")
    'casecompare run study --plugin qca --set qca.pri=0.6 --seed 1 --robustness none'
    """
    words = ["casecompare", "run", study]
    for method in settings.methods:
        words += ["--plugin", method]
    for method, options in settings.options.items():
        for option, value in options.items():
            words += ["--set", f"{method}.{option}={_written(value)}"]
    words += ["--seed", str(settings.seed), "--robustness", settings.robustness]
    return shlex.join(map(one_line, words))


def missing_methods(methods: tuple[str, ...], host: Host) -> list[str]:
    """Give the methods that no plugin here brings."""
    missing = []
    for name in methods:
        try:
            host.method(name)
        except PluginError:
            missing.append(name)
    return missing


def _json(data: Mapping[str, object]) -> dict[str, JsonValue]:
    """Give options in the form that comparison.json has them in."""
    return {name: plain_data(value) for name, value in data.items()}


def _written(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _effort(run: SavedRun) -> Effort:
    """Say how far a saved run was repeated: what it holds tells, or else the command that made it."""
    robustness = run.comparison.robustness
    if robustness is None:
        return "none"
    if any(group.get("name") in _FULL for group in robustness.groups):
        return "full"
    try:
        words = shlex.split(run.command)
    except ValueError:
        words = []
    is_full = "--robustness=full" in words or ("--robustness", "full") in pairwise(words)
    return "full" if is_full else "quick"
