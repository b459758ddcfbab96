"""The plugin contract: its version, and which versions a plugin says it was written for.

The contract is what a plugin may rely on: the hooks and their arguments, what `Method`, `Options`,
`RunContext`, `MethodResult` and its elements hold and mean, what the record sections and the declared scores
promise, and the names in `casecompare`, `casecompare.sets`, `casecompare.figures` and `casecompare.testing`.
Its version is not that of the package, which also changes when a report looks different.

- The *minor* number rises when something is added, and when something becomes deprecated. A plugin written
  for 1.0 runs with 1.1; one written for 1.1 may need what 1.0 has not, and is stopped there.
- The *major* number rises when something is taken away or gets another meaning. That happens only to what a
  minor version before has called deprecated; see `casecompare.methods.deprecation`.

A plugin declares the contract as a keyword of its distribution, which every build backend passes on unchanged
and which is read without importing anything::

    [project]
    keywords = ["casecompare-contract-1.0"]

It may declare several, if it runs with each of them. One that declares none is taken to mean 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from casecompare.errors import PluginIncompatible

__all__ = ["CONTRACT", "UNDECLARED", "check_contract", "declared_contracts"]

CONTRACT = "1.0"
"""The version of the plugin contract that this casecompare keeps."""
UNDECLARED = "1.0"
"""What a plugin is taken to be written for that does not say."""

_KEYWORD = re.compile(r"casecompare-contract(?P<version>.*)", re.IGNORECASE | re.DOTALL)
_VERSION = re.compile(r"-([0-9]{1,4})\.([0-9]{1,4})")


def declared_contracts(keywords: str | Iterable[str]) -> tuple[str, ...]:
    """Give the contract versions that keywords declare, as written.

    Parameters
    ----------
    keywords
        The keywords of a distribution: one text, as the metadata hold it, or several, as pyproject.toml does.

    Examples
    --------
    >>> declared_contracts("qualitative,casecompare-contract-1.0"), declared_contracts(["cases"])
    (('1.0',), ())
    >>> declared_contracts("casecompare-contract-two")
    ('two',)
    """
    # Most backends put commas between keywords; old ones put spaces, and a keyword of ours holds neither.
    text = keywords if isinstance(keywords, str) else ",".join(keywords)
    found = (_KEYWORD.fullmatch(word) for word in re.split(r"[,\s]+", text))
    return tuple(dict.fromkeys(_written(one["version"]) for one in found if one is not None))


def check_contract(
    plugin: str,
    contracts: Iterable[str],
    *,
    distribution: str = "",
    version: str = "",
    own: str = CONTRACT,
    own_version: str = "",
) -> None:
    """Check that one of the contracts a plugin was written for is kept here.

    Parameters
    ----------
    plugin, distribution, version
        Whose contracts they are.
    contracts
        As `declared_contracts` gives them; none stands for the first one.
    own, own_version
        The contract that is kept here, and the version of casecompare.

    Raises
    ------
    PluginIncompatible
        if none of them is kept here, or one cannot be read.

    Examples
    --------
    >>> check_contract("nca", ["1.0", "2.0"], own="2.3")
    >>> check_contract("nca", ["2.0"], distribution="casecompare-nca", version="1.2", own="1.0")
    Traceback (most recent call last):
    casecompare.errors.PluginIncompatible: nca (casecompare-nca 1.2): is written for the plugin contract ...
    """
    wanted = tuple(contracts) or (UNDECLARED,)
    here = _numbers(own)
    assert here is not None, "our own version can be read"
    numbers = [_numbers(one) for one in wanted]
    for one, read in zip(wanted, numbers, strict=True):
        if read is None:
            raise PluginIncompatible(
                plugin,
                f"its distribution declares a plugin contract that cannot be read ({one[:40]!r}). "
                'Its author writes, for instance, keywords = ["casecompare-contract-1.0"].',
                distribution=distribution,
                version=version,
            )
    known = [read for read in numbers if read is not None]
    if any(read[0] == here[0] and read[1] <= here[1] for read in known):
        return
    this = f"this casecompare{f' ({own_version})' if own_version else ''}"
    raise PluginIncompatible(
        plugin,
        f"is written for the plugin contract {' and '.join(wanted)}, {this} keeps {own}. "
        f"{_advice(max(known), here, distribution)}",
        distribution=distribution,
        version=version,
    )


def _written(version: str) -> str:
    return version.removeprefix("-")


def _numbers(version: str) -> tuple[int, int] | None:
    found = _VERSION.fullmatch(f"-{version}")
    return None if found is None else (int(found[1]), int(found[2]))


def _advice(wanted: tuple[int, int], here: tuple[int, int], distribution: str) -> str:
    if wanted > here:
        return "Install a newer casecompare: pip install --upgrade casecompare."
    name = distribution or "the plugin"
    return f"Install a newer {name}, if there is one, or an older casecompare."
