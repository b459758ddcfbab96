"""What plugins should no longer use: there for one more minor version, with a warning that names them.

Something that will be taken away is called deprecated in a minor version of the plugin contract, works as
before throughout it, and is taken away with a new major version at the earliest. Until then each use is told,
with the plugin's distribution and version, as a diagnostic of the run and by ``casecompare plugins``.

- A field of a dataclass that plugins make (`MethodResult`, `Table`, `Method` and so on)::

      former: str = field(default="", metadata=deprecated(since="1.1", remove_in="2.0", instead="'present'"))

- An argument of a hook, or a whole hook: an entry in ``hookspecs.DEPRECATED``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, TypeGuard

import pandas as pd

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["Deprecation", "deprecated", "deprecated_fields", "uses_of_fields", "uses_of_hooks"]

_KEY = "casecompare.deprecated"
_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")


@dataclass(frozen=True, kw_only=True)
class Deprecation:
    """Since which contract something is deprecated, with which it goes, and what to use instead.

    Raises
    ------
    ValueError
        if it would go without having been deprecated for a minor version, or at another than a major one.

    Examples
    --------
    >>> print(Deprecation(since="1.1", remove_in="2.0", instead="'note'"))
    deprecated since contract 1.1 and gone with 2.0; use 'note'
    """

    since: str
    remove_in: str
    instead: str

    def __post_init__(self) -> None:
        since, gone = _numbers(self.since), _numbers(self.remove_in)
        if gone[1] != 0 or gone[0] <= since[0]:
            raise ValueError(
                f"what is deprecated since {self.since} goes with a later major version, not {self.remove_in}"
            )
        if since[1] == 0:
            raise ValueError(f"{self.since} is a major version; something becomes deprecated in a minor one")

    def __str__(self) -> str:
        return f"deprecated since contract {self.since} and gone with {self.remove_in}; use {self.instead}"


def deprecated(*, since: str, remove_in: str, instead: str) -> Mapping[str, Deprecation]:
    """Give the metadata that make a field of a dataclass deprecated.

    Parameters
    ----------
    since, remove_in
        Versions of the plugin contract.
    instead
        What to use, as it ends the sentence "use …".

    Examples
    --------
    >>> from dataclasses import field
    >>> @dataclass(frozen=True)
    ... class Note:
    ...     text: str = ""
    ...     words: str = field(default="", metadata=deprecated(since="1.1", remove_in="2.0", instead="text"))
    >>> list(uses_of_fields(Note(words="few")))
    ["'words' of Note, deprecated since contract 1.1 and gone with 2.0; use text"]
    >>> list(uses_of_fields(Note(text="few")))
    []
    """
    return {_KEY: Deprecation(since=since, remove_in=remove_in, instead=instead)}


def deprecated_fields(kind: type[object]) -> dict[str, Deprecation]:
    """Give the deprecated fields of a dataclass."""
    if not is_dataclass(kind):
        return {}
    return {one.name: one.metadata[_KEY] for one in fields(kind) if _KEY in one.metadata}


def uses_of_fields(value: object) -> Iterator[str]:
    """Give, in words, each use of a deprecated field in a dataclass and the dataclasses that it holds.

    A field is used where it does not hold its default.
    """
    if not _is_instance(value):
        return
    for one in fields(value):
        held = getattr(value, one.name, None)
        if _KEY in one.metadata and not _is_default(one, held):
            yield f"'{one.name}' of {type(value).__name__}, {one.metadata[_KEY]}"
        inner = held.values() if isinstance(held, Mapping) else held
        for element in inner if isinstance(inner, Iterable) and not isinstance(inner, str | bytes) else ():
            if _is_instance(element):
                yield from uses_of_fields(element)


def uses_of_hooks(
    hook: str, arguments: Iterable[str], table: Mapping[tuple[str, str], Deprecation]
) -> Iterator[str]:
    """Give, in words, what is deprecated of an implementation of a hook.

    Parameters
    ----------
    hook
        The hook's name.
    arguments
        The arguments that the implementation takes.
    table
        By hook and argument; an empty argument stands for the hook itself.

    Examples
    --------
    >>> gone = Deprecation(since="1.1", remove_in="2.0", instead="study")
    >>> list(uses_of_hooks("casecompare_check", ["path"], {("casecompare_check", "path"): gone}))
    ["the argument 'path' of casecompare_check, deprecated since contract 1.1 and gone with 2.0; use study"]
    """
    if (hook, "") in table:
        yield f"the hook {hook}, {table[hook, '']}"
    for argument in arguments:
        if (hook, argument) in table:
            yield f"the argument '{argument}' of {hook}, {table[hook, argument]}"


def _is_instance(value: object) -> TypeGuard[DataclassInstance]:
    return is_dataclass(value) and not isinstance(value, type)


def _is_default(one: Field[object], held: object) -> bool:
    default = one.default
    if default is MISSING and one.default_factory is not MISSING:
        default = one.default_factory()
    if isinstance(default, pd.DataFrame) or isinstance(held, pd.DataFrame):
        return isinstance(default, pd.DataFrame) and isinstance(held, pd.DataFrame) and default.equals(held)
    return bool(default == held)


def _numbers(version: str) -> tuple[int, int]:
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError(f"{version!r} is no version of the plugin contract, such as 1.1")
    return int(found[1]), int(found[2])
