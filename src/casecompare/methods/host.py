"""Find plugins, gate them, load them, and ask them: strangers included, one fault never costs another.

Finding reads metadata only. The gate compares what a plugin's distribution requires with this version of
casecompare before anything is imported. Loading imports the module and checks its hooks. A plugin that
stumbles at any step becomes a `PluginFault`; the others go on.
"""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import pluggy

from casecompare.errors import (
    PluginClash,
    PluginError,
    PluginLoadFailed,
    PluginNotAllowed,
    PluginNotFound,
    Problem,
    did_you_mean,
)
from casecompare.methods import hookspecs
from casecompare.methods.comparison import PluginFault
from casecompare.methods.deprecation import uses_of_fields, uses_of_hooks
from casecompare.methods.finding import GROUP, FoundPlugin, found_in_file, gate, import_plugin
from casecompare.methods.method import Method, Reader, Renderer
from casecompare.sets import CALIBRATIONS, CalibrationMethod
from casecompare.study import PluginPolicy, Study

__all__ = ["Host", "LoadedPlugin"]

_NOT_SHIPPED = "its plugin does not ship with casecompare, and only what does is used here (--only-builtin)."
Registered = TypeVar("Registered", Method, Reader, Renderer, CalibrationMethod)


@dataclass(frozen=True, kw_only=True)
class LoadedPlugin:
    """A plugin that was imported and has registered what it brings.

    `deprecated` says in words what it uses that will be taken away.
    """

    found: FoundPlugin
    methods: tuple[Method, ...] = ()
    readers: tuple[Reader, ...] = ()
    renderers: tuple[Renderer, ...] = ()
    calibrations: tuple[CalibrationMethod, ...] = ()
    deprecated: tuple[str, ...] = ()


@dataclass
class Host:
    """The plugins in use, and what each of them brought.

    Examples
    --------
    >>> from casecompare.methods import find_plugins
    >>> host = Host.load(find_plugins())
    >>> host.method("qca")[0].title
    'Qualitative comparative analysis'
    """

    plugins: list[LoadedPlugin] = field(default_factory=list)
    faults: list[PluginFault] = field(default_factory=list)
    manager: pluggy.PluginManager = field(default_factory=lambda: pluggy.PluginManager(GROUP))
    brought: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By plugin, the methods that the study at hand brings as data; see `for_study`."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with these."""
    barred: list[PluginFault] = field(default_factory=list)
    """The plugins that the study does not allow; see `casecompare.study.PluginPolicy`."""

    def __post_init__(self) -> None:
        self.manager.add_hookspecs(hookspecs)

    @classmethod
    def load(
        cls,
        found: Iterable[FoundPlugin],
        files: Iterable[Path] = (),
        policy: PluginPolicy | None = None,
        left_out: Iterable[FoundPlugin] = (),
    ) -> Host:
        """Gate and load plugins, in the order of their names; faults are kept, not raised.

        Parameters
        ----------
        found
            What `find_plugins` gave.
        files
            Python files of plugins that are not installed; a fault in one of these is raised, since the
            user asked for that very file.
        policy
            Which plugins may be used; the others are not imported.
        left_out
            Plugins that do not ship, where only those that do are wanted; a method of theirs says why.

        Raises
        ------
        PluginError
            if a file cannot be loaded, or is not allowed.
        """
        host, policy = cls(), policy or PluginPolicy()
        for plugin in sorted(found, key=lambda one: (one.origin != "built in", one.name, one.distribution)):
            if not policy.allows(plugin.distribution, plugin.version):
                host.barred.append(_barred(plugin, policy))
                continue
            try:
                host.add(plugin)
            except PluginError as error:
                host.faults.append(_fault(plugin, str(error)))
        for path in files:
            host._add_file(path, policy)
        host.barred += [_fault(one, _NOT_SHIPPED) for one in left_out]
        return host

    def _add_file(self, path: Path, policy: PluginPolicy) -> None:
        found = found_in_file(path)
        if not policy.allows(found.distribution, found.version):
            raise PluginNotAllowed(found.name, _barred(found, policy).reason, distribution=found.distribution)
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
            if it was made for another plugin contract, or asks for another version of casecompare.
        PluginClash
            if another plugin with this name is loaded already.
        PluginLoadFailed
            if importing it fails, a hook is misspelt or registers something else than it should.
        """
        gate(found)
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
                module = import_plugin(found)
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
            (one, _origin(one, plugin.found))
            for plugin in self.plugins
            for one in plugin.methods
            if one.name == name
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
        for fault in self.barred:
            if fault.plugin == name:
                raise PluginNotFound(name, fault.reason)
        known = self.method_names
        hint = did_you_mean(name, known) or f"Installed: {', '.join(known) or 'none'}."
        if self.barred:
            hint += f" Not allowed here, and not looked into: {', '.join(one.plugin for one in self.barred)}."
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
        problems = list(self.problems)
        speakers = {one.found.name for one in self.plugins}
        for plugin, implementation in self._implementations("casecompare_check_study"):
            if plugin not in speakers:
                continue
            try:
                problems += implementation(study=study) or ()
            except (Exception, SystemExit) as error:
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

    def for_study(self, study: Study) -> Host:
        """Give a host for one study: with the methods that it brings as data, without plugins it forbids.

        This one stays as it is. A method whose name is taken is left out, and `check_study` tells of it.
        """
        own = {name for names in self.brought.values() for name in names}
        allowed = [
            one for one in self.plugins if study.plugins.allows(one.found.distribution, one.found.version)
        ]
        plugins = [
            replace(one, methods=tuple(method for method in one.methods if method.name not in own))
            for one in allowed
        ]
        host = copy.copy(self)
        host.plugins, host.brought, host.problems = plugins, {}, []
        host.barred = [
            *self.barred,
            *(_barred(one.found, study.plugins) for one in self.plugins if one not in allowed),
        ]
        taken = {method.name for plugin in plugins for method in plugin.methods}
        speakers = {one.found.name for one in plugins}
        for plugin, implementation in self._implementations("casecompare_register_study_methods"):
            if plugin not in speakers:
                continue
            methods: list[Method] = []
            try:
                implementation(study=study, register=methods.append)
            except (Exception, SystemExit) as error:
                host.problems.append(_not_brought(plugin, error))
                continue
            free: list[Method] = []
            for one in methods:
                if one.name in taken:
                    host.problems.append(_name_taken(one))
                else:
                    free.append(one)
                    taken.add(one.name)
            host.brought[plugin] = tuple(one.name for one in free)
            host.plugins = [
                replace(one, methods=(*one.methods, *free)) if one.found.name == plugin else one
                for one in host.plugins
            ]
        return host

    def _registered(self, found: FoundPlugin) -> LoadedPlugin:
        loaded = LoadedPlugin(
            found=found,
            methods=self._collect(found.name, "casecompare_register_methods", Method),
            readers=self._collect(found.name, "casecompare_register_readers", Reader),
            renderers=self._collect(found.name, "casecompare_register_renderers", Renderer),
            calibrations=self._collect(found.name, "casecompare_register_calibrations", CalibrationMethod),
        )
        return replace(loaded, deprecated=tuple(self._deprecated(loaded)))

    def _deprecated(self, loaded: LoadedPlugin) -> Iterator[str]:
        for caller in self.manager.get_hookcallers(self.manager.get_plugin(loaded.found.name)) or ():
            for one in caller.get_hookimpls():
                if one.plugin_name == loaded.found.name:
                    yield from uses_of_hooks(caller.name, one.argnames, hookspecs.DEPRECATED)
        for brought in (*loaded.methods, *loaded.readers, *loaded.renderers, *loaded.calibrations):
            yield from uses_of_fields(brought)

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


def _call_with_known_arguments(
    function: Callable[..., Iterable[Problem] | None], names: Iterable[str], **arguments: object
) -> Iterable[Problem] | None:
    return function(**{name: arguments[name] for name in names})


def _origin(method: Method, found: FoundPlugin) -> FoundPlugin:
    """Give where a method comes from: its plugin, or the file or package that holds it as data."""
    if method.source is None:
        return found
    return replace(found, distribution=method.source[0], version=method.source[1], origin="data")


def _fault(found: FoundPlugin, reason: str) -> PluginFault:
    return PluginFault(
        plugin=found.name, distribution=found.distribution, version=found.version, reason=reason
    )


def _barred(found: FoundPlugin, policy: PluginPolicy) -> PluginFault:
    source = " ".join(filter(None, [found.distribution, found.version]))
    allowed = ", ".join(policy.allow or ()) or "none but those that ship"
    return _fault(
        found,
        f"the study does not allow {source} (plugins.allow in study.yaml names: {allowed}). "
        f"Add {found.distribution}{f'=={found.version}' if found.version else ''} there if you trust it.",
    )


def _name_taken(method: Method) -> Problem:
    return Problem(
        message=f"there is another method called '{method.name}'.",
        hint="Give this one a name of its own.",
        code="name-taken",
        file=method.source[0] if method.source else "",
        field=method.name,
    )


def _not_brought(plugin: str, error: BaseException) -> Problem:
    return Problem(
        level="warning",
        code="plugin-failed",
        message=f"the plugin '{plugin}' could not read the methods that the study brings "
        f"({type(error).__name__}: {_one_line(error)}).",
        hint="Tell the plugin's author.",
    )


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or "no message"
