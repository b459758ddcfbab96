"""Find plugins by metadata alone, say where each comes from, gate them, and only then import them."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Literal
from urllib.parse import unquote, urlsplit, urlunsplit

from packaging.requirements import InvalidRequirement, Requirement

from casecompare.errors import PluginIncompatible, PluginNotFound
from casecompare.methods.contract import check_contract, declared_contracts
from casecompare.study import PluginPolicy

__all__ = ["FoundPlugin", "Source", "find_plugins", "found_in_file", "gate", "import_plugin"]

GROUP = "casecompare"


@dataclass(frozen=True, kw_only=True)
class Source:
    """How a distribution came here.

    `place` is the folder it is installed in, or that of its project where it is installed in editable form;
    `installer` is the program that installed it, as that wrote it down, and `address` what it was told to
    install where that was not a package index.
    """

    place: str = ""
    installer: str = ""
    address: str = ""
    is_editable: bool = False

    def __str__(self) -> str:
        if not self.place:
            return ""
        how = "editable" if self.is_editable else "installed"
        by = f" by {self.installer}" if self.installer else ""
        origin = f" from {self.address}" if self.address and not self.is_editable else ""
        return f"{self.place} ({how}{by}{origin})"


@dataclass(frozen=True, kw_only=True)
class FoundPlugin:
    """What metadata tells of a plugin before it is imported.

    `origin` says where it comes from: shipped with casecompare, installed beside it, a file named by the
    user, or, for a method that a study or a package holds as data, *data*. `contracts` are the versions of
    the plugin contract that it declares, `source` says how its distribution came here.
    """

    name: str
    module: str
    distribution: str
    version: str
    origin: Literal["built in", "installed", "file", "data"]
    requires: tuple[str, ...] = ()
    path: str = ""
    contracts: tuple[str, ...] = ()
    source: Source = Source()


def find_plugins(*, only_builtin: bool = False, policy: PluginPolicy | None = None) -> list[FoundPlugin]:
    """Give every plugin that is installed, from metadata alone: nothing is imported.

    A bundled plugin that is installed a second time on its own is one plugin: the installed one, if it may be
    used.

    Parameters
    ----------
    only_builtin
        Leave out what does not ship with casecompare.
    policy
        Which plugins may be used. Those that may not are given as well, but take no bundled one's place.

    Examples
    --------
    >>> [plugin.name for plugin in find_plugins(only_builtin=True)][:3]
    ['agreement', 'arenas', 'network']
    """
    found: dict[tuple[str, str], FoundPlugin] = {}
    known: dict[str, tuple[tuple[str, ...], tuple[str, ...], Source]] = {}
    for entry in metadata.entry_points(group=GROUP):
        distribution = entry.dist
        name = distribution.name if distribution else "unknown"
        if only_builtin and name != "casecompare":
            continue
        if distribution is not None and name not in known:
            known[name] = _described(distribution)
        requires, contracts, source = known.get(name, ((), (), Source()))
        plugin = FoundPlugin(
            name=entry.name,
            module=entry.value,
            distribution=name,
            version=distribution.version if distribution else "",
            origin="built in" if name == "casecompare" else "installed",
            requires=requires,
            contracts=contracts,
            source=source,
        )
        key = (entry.name, entry.value)
        former = found.get(key)
        if former is None or _rank(plugin, policy) > _rank(former, policy):
            found[key] = plugin
    return sorted(found.values(), key=lambda plugin: (plugin.name, plugin.distribution))


def found_in_file(path: Path) -> FoundPlugin:
    """Give what is known of a plugin in a Python file that is not installed.

    Raises
    ------
    PluginNotFound
        if there is no such file.
    """
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


def gate(found: FoundPlugin) -> None:
    """Compare what a plugin asks for with what this casecompare is.

    Raises
    ------
    PluginIncompatible
        if it was made for another plugin contract, or its distribution requires another version.
    """
    own_version = metadata.version("casecompare")
    check_contract(
        found.name,
        found.contracts,
        distribution=found.distribution,
        version=found.version,
        own_version=own_version,
    )
    for requirement in _requirements(found.requires):
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


def import_plugin(found: FoundPlugin) -> ModuleType:
    """Import the module of a plugin, from where it is installed or from its file."""
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


def _rank(plugin: FoundPlugin, policy: PluginPolicy | None) -> int:
    """Give which of two installations of a plugin is used, the greater: allowed, and not the bundled one."""
    is_usable = policy is None or policy.allows(plugin.distribution, plugin.version)
    return 0 if not is_usable else 1 if plugin.origin == "built in" else 2


def _requirements(lines: Iterable[str]) -> Iterable[Requirement]:
    for line in lines:
        try:
            yield Requirement(line)
        except InvalidRequirement:
            continue


def _described(distribution: metadata.Distribution) -> tuple[tuple[str, ...], tuple[str, ...], Source]:
    """Give what a distribution requires, the contracts it declares, and how it came here."""
    described = distribution.metadata
    keywords = ",".join(described.get_all("Keywords") or ()) if described is not None else ""
    return tuple(distribution.requires or ()), declared_contracts(keywords), _source(distribution)


def _source(distribution: metadata.Distribution) -> Source:
    installer = " ".join((distribution.read_text("INSTALLER") or "").split())[:40]
    place = str(distribution.locate_file(""))
    address, is_editable = _address(distribution.read_text("direct_url.json") or "")
    if is_editable and (project := _folder_of(address)):
        place = project
    return Source(place=place, installer=installer, address=address, is_editable=is_editable)


def _address(direct_url: str) -> tuple[str, bool]:
    """Read ``direct_url.json``, which installers leave where a distribution came from no package index."""
    try:
        told = json.loads(direct_url or "{}")
    except (ValueError, RecursionError):
        return "", False
    if not isinstance(told, dict):
        return "", False
    folder = told.get("dir_info")
    is_editable = isinstance(folder, dict) and folder.get("editable") is True
    address = told.get("url")
    return (_without_login(address) if isinstance(address, str) else ""), is_editable


def _without_login(address: str) -> str:
    """Give an address without the name and password that may stand before the host."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _folder_of(address: str) -> str:
    parts = urlsplit(address)
    return unquote(parts.path) if parts.scheme == "file" else ""
