"""Find plugins, gate them, load them, and ask them: strangers included, one fault never costs another.

Finding reads metadata only. The gate compares what a plugin's distribution requires with this version of
casecompare before anything is imported. Loading imports the module and checks its hooks. A plugin that
stumbles at any step becomes a `PluginFault`; the others go on.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Literal, TypeVar

import pluggy
from packaging.requirements import InvalidRequirement, Requirement

from casecompare.errors import (
    PluginClash,
    PluginError,
    PluginIncompatible,
    PluginLoadFailed,
    PluginNotFound,
    Problem,
    did_you_mean,
)
from casecompare.methods import hookspecs
from casecompare.methods.comparison import PluginFault
from casecompare.methods.method import Method, Reader, Renderer
from casecompare.sets import CALIBRATIONS, CalibrationMethod
from casecompare.study import Study

__all__ = ["FoundPlugin", "Host", "LoadedPlugin", "find_plugins"]

GROUP = "casecompare"
Registered = TypeVar("Registered", Method, Reader, Renderer, CalibrationMethod)


@dataclass(frozen=True, kw_only=True)
class FoundPlugin:
    """What metadata tells of a plugin before it is imported.

    `origin` says where it comes from: shipped with casecompare, installed beside it, or a file named by
    the user.
    """

    name: str
    module: str
    distribution: str
    version: str
    origin: Literal["built in", "installed", "file"]
    requires: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class LoadedPlugin:
    """A plugin that was imported and has registered what it brings."""

    found: FoundPlugin
    methods: tuple[Method, ...] = ()
    readers: tuple[Reader, ...] = ()
    renderers: tuple[Renderer, ...] = ()
    calibrations: tuple[CalibrationMethod, ...] = ()


@dataclass
class Host:
    """The plugins in use, and what each of them brought.

    Examples
    --------
    >>> host = Host.load(find_plugins())
    >>> host.method("qca")[0].title
    'Qualitative comparative analysis'
    """

    plugins: list[LoadedPlugin] = field(default_factory=list)
    faults: list[PluginFault] = field(default_factory=list)
    manager: pluggy.PluginManager = field(default_factory=lambda: pluggy.PluginManager(GROUP))

    def __post_init__(self) -> None:
        self.manager.add_hookspecs(hookspecs)

    @classmethod
    def load(cls, found: Iterable[FoundPlugin], files: Iterable[Path] = ()) -> Host:
        """Gate and load plugins, in the order of their names; faults are kept, not raised.

        Parameters
        ----------
        found
            What `find_plugins` gave.
        files
            Python files of plugins that are not installed; a fault in one of these is raised, since the
            user asked for that very file.

        Raises
        ------
        PluginError
            if a file cannot be loaded.
        """
        host = cls()
        for plugin in sorted(found, key=lambda one: (one.origin != "built in", one.name, one.distribution)):
            try:
                host.add(plugin)
            except PluginError as error:
                host.faults.append(
                    PluginFault(
                        plugin=plugin.name,
                        distribution=plugin.distribution,
                        version=plugin.version,
                        reason=str(error),
                    )
                )
        for path in files:
            host._add_file(path)
        return host

    def _add_file(self, path: Path) -> None:
        found = _found_in_file(path)
        self.add(found)
        if not self.manager.get_hookcallers(self.manager.get_plugin(found.name)):
            raise PluginLoadFailed(
                found.name,
                "it brings nothing: no function is marked with @casecompare.hookimpl. To bring a method, "
                "define casecompare_register_methods(register) with that mark.",
                distribution=found.distribution,
            )

    def add(self, found: FoundPlugin) -> LoadedPlugin:
        """Gate, import and register one plugin.

        Raises
        ------
        PluginIncompatible
            if its distribution asks for another version of casecompare.
        PluginClash
            if another plugin with this name is loaded already.
        PluginLoadFailed
            if importing it fails, a hook is misspelt or registers something else than it should.
        """
        _gate(found)
        if self.manager.has_plugin(found.name):
            raise PluginClash(
                found.name,
                "another plugin of this name is loaded. "
                + ("Rename the file." if found.origin == "file" else "Uninstall one of the two."),
                distribution=found.distribution,
                version=found.version,
            )
        try:
            # Whatever a plugin prints while it is imported must not end up in a result on stdout.
            with contextlib.redirect_stdout(io.StringIO()):
                module = _import(found)
                self.manager.register(module, name=found.name)
                self.manager.check_pending()
                loaded = self._registered(found)
        except (Exception, SystemExit) as error:
            if self.manager.has_plugin(found.name):
                self.manager.unregister(name=found.name)
            raise PluginLoadFailed(
                found.name,
                f"could not be loaded ({type(error).__name__}: {_one_line(error)}).",
                distribution=found.distribution,
                version=found.version,
            ) from error
        self.plugins.append(loaded)
        return loaded

    def method(self, name: str) -> tuple[Method, FoundPlugin]:
        """Give the method of this name and the plugin it comes from.

        Raises
        ------
        PluginNotFound
            if no loaded plugin has it; the message names the closest, or the fault of its plugin.
        PluginClash
            if two plugins claim the name.
        """
        claims = [
            (one, plugin.found) for plugin in self.plugins for one in plugin.methods if one.name == name
        ]
        if len(claims) == 1:
            return claims[0]
        if claims:
            owners = " and ".join(f"{found.distribution} {found.version}".strip() for _, found in claims)
            is_file = any(found.origin == "file" for _, found in claims)
            hint = "Give the method of the file another name." if is_file else "Uninstall one of the two."
            raise PluginClash(name, f"the method '{name}' is claimed by {owners}. {hint}")
        for fault in self.faults:
            if fault.plugin == name:
                raise PluginNotFound(name, f"its plugin could not be used. {fault.reason}")
        known = self.method_names
        hint = did_you_mean(name, known) or f"Installed: {', '.join(known) or 'none'}."
        raise PluginNotFound(name, f"no method of this name. {hint}")

    @property
    def method_names(self) -> list[str]:
        """The names of all methods, sorted."""
        return sorted({method.name for plugin in self.plugins for method in plugin.methods})

    @property
    def sections(self) -> dict[str, object]:
        """The record sections that methods declared, by name; the first plugin to declare one has it."""
        found: dict[str, object] = {}
        for plugin in self.plugins:
            for method in plugin.methods:
                for name, model in method.sections.items():
                    found.setdefault(name, model)
        return found

    @property
    def readers(self) -> dict[str, Reader]:
        """Table formats by suffix."""
        return {one.suffix: one for plugin in reversed(self.plugins) for one in plugin.readers}

    @property
    def renderers(self) -> dict[str, Renderer]:
        """Report formats by name."""
        return {one.name: one for plugin in reversed(self.plugins) for one in plugin.renderers}

    @property
    def calibrations(self) -> dict[str, CalibrationMethod]:
        """Ways of calibrating by name: those of the core and those that plugins brought."""
        brought = {one.name: one for plugin in reversed(self.plugins) for one in plugin.calibrations}
        return {**brought, **CALIBRATIONS}

    def check_study(self, study: Study) -> list[Problem]:
        """Ask every plugin what it thinks of a study; a plugin that stumbles is reported as a warning."""
        problems: list[Problem] = []
        for plugin, implementation in self._implementations("casecompare_check_study"):
            try:
                problems += implementation(study=study) or ()
            except Exception as error:
                problems.append(
                    Problem(
                        level="warning",
                        code="plugin-check-failed",
                        message=f"the plugin '{plugin}' could not check the study "
                        f"({type(error).__name__}: {_one_line(error)}).",
                        hint="The other checks are complete; tell the plugin's author.",
                    )
                )
        return problems

    def _registered(self, found: FoundPlugin) -> LoadedPlugin:
        return LoadedPlugin(
            found=found,
            methods=self._collect(found.name, "casecompare_register_methods", Method),
            readers=self._collect(found.name, "casecompare_register_readers", Reader),
            renderers=self._collect(found.name, "casecompare_register_renderers", Renderer),
            calibrations=self._collect(found.name, "casecompare_register_calibrations", CalibrationMethod),
        )

    def _collect(self, plugin: str, hook: str, kind: type[Registered]) -> tuple[Registered, ...]:
        brought: list[Registered] = []

        def register(one: Registered) -> None:
            if not isinstance(one, kind):
                raise TypeError(f"{hook} registers {kind.__name__} objects, not {type(one).__name__}")
            brought.append(one)

        for speaker, implementation in self._implementations(hook):
            if speaker == plugin:
                implementation(register=register)
        return tuple(brought)

    def _implementations(self, hook: str) -> Iterator[tuple[str, Callable[..., Iterable[Problem] | None]]]:
        """Give each plugin's implementation of a hook, in the order of loading.

        pluggy's own call stops at the first exception and does not tell who spoke.
        """
        for one in reversed(self.manager.hook.__getattribute__(hook).get_hookimpls()):
            yield one.plugin_name, partial(_call_with_known_arguments, one.function, one.argnames)


def find_plugins() -> list[FoundPlugin]:
    """Give every plugin that is installed, from metadata alone: nothing is imported.

    A bundled plugin that is installed a second time on its own is one plugin: the installed one.
    """
    found: dict[tuple[str, str], FoundPlugin] = {}
    for entry in metadata.entry_points(group=GROUP):
        distribution = entry.dist
        name = distribution.name if distribution else "unknown"
        plugin = FoundPlugin(
            name=entry.name,
            module=entry.value,
            distribution=name,
            version=distribution.version if distribution else "",
            origin="built in" if name == "casecompare" else "installed",
            requires=tuple((distribution.requires if distribution else None) or ()),
        )
        key = (entry.name, entry.value)
        if key not in found or found[key].origin == "built in":
            found[key] = plugin
    return sorted(found.values(), key=lambda plugin: (plugin.name, plugin.distribution))


def _found_in_file(path: Path) -> FoundPlugin:
    if not path.is_file():
        raise PluginNotFound(str(path), "there is no such file.")
    return FoundPlugin(
        name=path.stem,
        module=f"casecompare_file_{path.stem}",
        distribution=path.name,
        version="",
        origin="file",
        path=str(path),
    )


def _gate(found: FoundPlugin) -> None:
    own_version = metadata.version("casecompare")
    for line in found.requires:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        if requirement.name == "casecompare" and not requirement.specifier.contains(
            own_version, prereleases=True
        ):
            raise PluginIncompatible(
                found.name,
                f"needs casecompare {requirement.specifier}, this is {own_version}. "
                f"Install a matching version of {found.distribution} or of casecompare.",
                distribution=found.distribution,
                version=found.version,
            )


def _import(found: FoundPlugin) -> ModuleType:
    if found.origin != "file":
        return importlib.import_module(found.module)
    spec = importlib.util.spec_from_file_location(found.module, found.path)
    if spec is None or spec.loader is None:
        raise ImportError("not a Python file (its name must end in .py)")
    module = importlib.util.module_from_spec(spec)
    # Registered before it runs, as a normal import would, so that its dataclasses and models resolve.
    sys.modules[found.module] = module
    spec.loader.exec_module(module)
    return module


def _call_with_known_arguments(
    function: Callable[..., Iterable[Problem] | None], names: Iterable[str], **arguments: object
) -> Iterable[Problem] | None:
    return function(**{name: arguments[name] for name in names})


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or "no message"
