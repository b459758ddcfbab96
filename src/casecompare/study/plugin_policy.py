"""What a study says about plugins: which may be used, and which methods run in a process of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["EVERY_METHOD", "Isolation", "PluginPolicy"]

Isolation = Literal["process", "none"]
EVERY_METHOD = "*"
"""What stands for a method's name where all of them are meant."""


@dataclass(frozen=True, kw_only=True)
class PluginPolicy:
    """Which plugins a study allows, and how its methods are run.

    Parameters
    ----------
    allow
        Distributions, each with the versions that will do (``casecompare-nca==1.2``), or Python files
        (``my_method.py``); None allows all. Those that ship with casecompare are always allowed.
    isolation
        By method whether it runs in a process of its own; `EVERY_METHOD` stands for those not named.
    memory
        The bytes that such a process may take; None for what the run says.
    """

    allow: tuple[str, ...] | None = None
    isolation: Mapping[str, Isolation] = field(default_factory=dict)
    memory: int | None = None

    def allows(self, distribution: str, version: str) -> bool:
        """Say whether the plugins of a distribution, or in a file of this name, may be used.

        Examples
        --------
        >>> policy = PluginPolicy(allow=("casecompare-nca==1.2", "mine.py"))
        >>> policy.allows("casecompare-nca", "1.2"), policy.allows("casecompare_nca", "1.3")
        (True, False)
        >>> policy.allows("mine.py", ""), policy.allows("other.py", ""), PluginPolicy().allows("other.py", "")
        (True, False, True)
        """
        if self.allow is None or distribution == "casecompare":
            return True
        return any(_means(entry, distribution, version) for entry in self.allow)

    def isolation_of(self, method: str) -> Isolation:
        """Give how a method is run: what stands for it, else for all."""
        return self.isolation.get(method, self.isolation.get(EVERY_METHOD, "none"))


def _means(entry: str, distribution: str, version: str) -> bool:
    if entry.endswith(".py") or distribution.endswith(".py"):
        return entry == distribution
    requirement = Requirement(entry)
    if canonicalize_name(requirement.name) != canonicalize_name(distribution):
        return False
    return not requirement.specifier or (
        bool(version) and requirement.specifier.contains(version, prereleases=True)
    )
