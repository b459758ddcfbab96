"""The plugin under test: what it registered, where it comes from, and the trials of its methods."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType

from casecompare.errors import UsageError, did_you_mean
from casecompare.methods import FoundPlugin, Host, LoadedPlugin, Method, find_plugins
from casecompare.methods.running import too_late
from casecompare.study import Study
from casecompare.testing.examples import EDGES, example_studies
from casecompare.testing.project import Project, found_at, project_of
from casecompare.testing.trial import Trial, json_of, read_options, try_method

__all__ = ["Budget", "Candidate", "found_plugin", "make_candidate"]

_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Budget:
    """What a run on 60 cases may cost: seconds, and megabytes that Python allocates at most."""

    seconds: float = 10.0
    megabytes: float = 500.0


@dataclass(frozen=True)
class Candidate:
    """A plugin under test.

    Parameters
    ----------
    loaded
        What it registered.
    host
        A host with this plugin alone.
    project
        Its project, None where only the imported module is there.
    options
        By method the options it is tried with; without any, the method's `example_options`.
    own_studies
        Studies that its author gave, by name.
    budget
        What a run may cost.
    note
        Told of every trial before it is made.
    """

    loaded: LoadedPlugin
    host: Host
    project: Project | None = None
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    own_studies: Mapping[str, Study] = field(default_factory=dict)
    budget: Budget = Budget()
    note: Callable[[str], None] = lambda _: None
    _trials: dict[tuple[str, str], Trial] = field(default_factory=dict)
    _endless: dict[str, Trial] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The plugin's name."""
        return self.loaded.found.name

    @property
    def methods(self) -> tuple[Method, ...]:
        """The methods it registered."""
        return self.loaded.methods

    @cached_property
    def examples(self) -> dict[str, Study]:
        """The kit's studies and the author's, whose names win."""
        return {**example_studies(self.host.sections), **self.own_studies}

    @cached_property
    def studies(self) -> dict[str, Study]:
        """The studies a method should have something to say about: all but those at the edges."""
        return {name: one for name, one in self.examples.items() if name not in (*EDGES, "large")}

    def options_for(self, method: Method, study: Study) -> Mapping[str, object]:
        """Give the options a method is tried with on a study: those given, the study's, or its examples."""
        return self.options.get(method.name) or study.methods.get(method.name) or method.example_options

    def trial(self, method: Method, name: str) -> Trial:
        """Give the trial of a method on a study of `examples`; it is made once."""
        key = (method.name, name)
        if key not in self._trials:
            self._trials[key] = self.fresh_trial(method, self.examples[name])
        return self._trials[key]

    def fresh_trial(self, method: Method, study: Study, *, seed: int = 1, is_repeat: bool = False) -> Trial:
        """Try a method once more; one that once took more than its time is not waited for again."""
        if method.name in self._endless:
            return replace(self._endless[method.name], study=study)
        self.note(f"{method.name} ran on the study '{study.name}'")
        trial = try_method(
            method,
            study,
            self.options_for(method, study),
            seed=seed,
            seconds=_SECONDS,
            is_repeat=is_repeat,
            calibrations=self.host.calibrations,
        )
        if trial.reason == too_late(_SECONDS) and study is not self.examples["large"]:
            self._endless[method.name] = trial
        return trial

    def trials(self) -> Iterator[tuple[str, Trial]]:
        """Give every method's trial on every study of `studies`, with the words for the place."""
        for method in self.methods:
            for name in self.studies:
                yield f"{method.name} on the study '{name}'", self.trial(method, name)

    def telling_trials(self, method: Method) -> list[tuple[str, Trial]]:
        """Give the trials that say most: on the author's studies, and on the example with most to it."""
        own = [name for name in self.own_studies if self.trial(method, name).result is not None]
        names = dict.fromkeys(filter(None, [*own[:3], self.telling_example(method)]))
        return [(f"{method.name} on the study '{name}'", self.trial(method, name)) for name in names]

    def telling_example(self, method: Method) -> str:
        """Give the kit's study of which a method says most; empty if it has no result on any."""
        tried = {name: self.trial(method, name) for name in self.studies if name not in self.own_studies}
        ran = {name: len(json_of(one)) for name, one in tried.items() if one.result is not None}
        return max(ran, key=lambda name: ran[name], default="")

    def results(self) -> Iterator[tuple[str, Trial]]:
        """Give those of `trials`, and of the trials on the studies at the edges, that have a result."""
        for method in self.methods:
            for name in (*self.studies, *EDGES):
                if (one := self.trial(method, name)).result is not None:
                    yield f"{method.name} on the study '{name}'", one


def make_candidate(
    plugin: ModuleType | Method | str | Path,
    *,
    options: Mapping[str, Mapping[str, object]] | None = None,
    studies: Mapping[str, Study] | None = None,
    budget: Budget | None = None,
) -> Candidate:
    """Load a plugin by itself, so that it can be tested.

    Parameters
    ----------
    plugin
        An imported module with hooks, a method, the name of an installed plugin, the path of a Python file,
        or the folder of a project, which need not be installed.
    options
        By method the options to try it with.
    studies
        Further studies by name, such as one with the record sections that only this plugin reads.
    budget
        What a run may cost.

    Raises
    ------
    UsageError
        if there is no such plugin, or the options do not fit a method's model.
    PluginError
        if it cannot be loaded; the message says why.

    Examples
    --------
    >>> [method.name for method in make_candidate("agreement").methods]
    ['agreement']
    """
    host = Host()
    project = None
    if isinstance(plugin, Method):
        found = FoundPlugin(name=plugin.name, module="", distribution="", version="", origin="file")
        loaded = LoadedPlugin(found=found, methods=(plugin,))
        host.plugins.append(loaded)
    else:
        found = found_plugin(plugin)
        loaded = host.add(found)
        project = project_of(found, sys.modules.get(found.module))
    candidate = Candidate(loaded, host, project, options or {}, studies or {}, budget or Budget())
    own = {**(project.read_studies(host) if project else {}), **candidate.own_studies}
    candidate = replace(candidate, own_studies=own)
    _check_options(candidate)
    return candidate


def found_plugin(plugin: ModuleType | str | Path) -> FoundPlugin:
    """Give where a plugin is, without loading it.

    Raises
    ------
    UsageError
        if there is no such plugin.

    Examples
    --------
    >>> found_plugin("agreement").distribution
    'casecompare'
    """
    if isinstance(plugin, ModuleType):
        installed = [one for one in find_plugins() if one.module == plugin.__name__]
        name = plugin.__name__.rpartition(".")[2].removeprefix("casecompare_")
        made = FoundPlugin(name=name, module=plugin.__name__, distribution="", version="", origin="installed")
        return installed[0] if installed else made
    plugins = {one.name: one for one in find_plugins()}
    if isinstance(plugin, Path) or _is_place(plugin) or (plugin not in plugins and Path(plugin).exists()):
        return found_at(Path(plugin))
    if plugin not in plugins:
        hint = did_you_mean(plugin, plugins) or f"Installed: {', '.join(plugins) or 'none'}."
        raise UsageError(
            f"no plugin '{plugin}' is installed. {hint} A project that is not installed is named by its "
            "folder, such as ./casecompare-mymethod."
        )
    return plugins[plugin]


def _is_place(named: str) -> bool:
    """Say whether a file or folder is meant; a folder that only has a plugin's name is not."""
    is_path = named.endswith(".py") or any(sign in named for sign in "/\\") or named in (".", "..")
    return is_path or (Path(named) / "pyproject.toml").is_file()


def _check_options(candidate: Candidate) -> None:
    known = [method.name for method in candidate.methods]
    for name in candidate.options:
        if name not in known:
            hint = did_you_mean(name, known) or f"It has: {', '.join(known) or 'none'}."
            raise UsageError(f"options for '{name}': the plugin has no such method. {hint}")
    for method in candidate.methods:
        read_options(method, candidate.options.get(method.name) or method.example_options)
