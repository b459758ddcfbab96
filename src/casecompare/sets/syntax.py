"""What a formula is once it has been read: an immutable tree, and how it is written down again.

Expression
├── Constant       0, the empty set, or 1, the universal set
├── SetName        A, or A{1,2}: the cases whose value in the multi-value set A is 1 or 2
├── Negation       ~A
├── Conjunction    A*B, logical and
└── Disjunction    A + B, logical or

`str` writes the one canonical notation, which `parse` reads back as an equal tree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, KeysView
from dataclasses import dataclass
from typing import ClassVar, Literal

__all__ = [
    "Claim",
    "Conjunction",
    "Constant",
    "Disjunction",
    "Expression",
    "Negation",
    "Relation",
    "SetName",
]

Relation = Literal["=>", "<=", "<=>", "~"]


@dataclass(frozen=True)
class Expression:
    """A set made of other sets; the root of the five kinds above, never made itself.

    Two expressions are equal when they are written the same; whether they mean the same is asked with
    `casecompare.sets.equivalent`.
    """

    binding: ClassVar[int] = 4
    """How tightly the kind binds: what binds more loosely than its surroundings needs parentheses."""

    @property
    def names(self) -> KeysView[str]:
        """The sets that the expression is made of, as a set in the order of their first mention."""
        return dict.fromkeys(leaf.name for leaf in _leaves(self) if isinstance(leaf, SetName)).keys()


@dataclass(frozen=True)
class Constant(Expression):
    """The empty set (``0``, a contradiction) or the universal set (``1``, a tautology)."""

    value: bool

    def __str__(self) -> str:
        return "1" if self.value else "0"


@dataclass(frozen=True)
class SetName(Expression):
    """A set by its name; with `values`, the cases that have one of these values of a multi-value set.

    Names are kept in Unicode's NFC form and `values` sorted, so that equal sets compare equal. A name that
    is not a word (see `casecompare.sets.expressions`) can be evaluated and printed, but not read back.
    """

    name: str
    values: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", unicodedata.normalize("NFC", self.name))
        object.__setattr__(self, "values", tuple(sorted(set(self.values))))

    def __str__(self) -> str:
        return self.name + ("{" + ",".join(map(str, self.values)) + "}" if self.values else "")


@dataclass(frozen=True)
class Negation(Expression):
    """The complement of a set: membership 1 - x."""

    operand: Expression
    binding: ClassVar[int] = 3

    def __str__(self) -> str:
        return "~" + _inside(self.operand, self.binding)


@dataclass(frozen=True)
class _Joined(Expression):
    """Two or more sets under one sign; a chain of one sign is kept as one level, since order is free."""

    operands: tuple[Expression, ...]
    sign: ClassVar[str] = ""

    def __post_init__(self) -> None:
        flat: list[Expression] = []
        for operand in self.operands:
            flat += (
                operand.operands
                if isinstance(operand, _Joined) and type(operand) is type(self)
                else [operand]
            )
        if len(flat) < 2:
            raise ValueError(f"{type(self).__name__} joins at least two sets; {len(flat)} given.")
        object.__setattr__(self, "operands", tuple(flat))

    def __str__(self) -> str:
        return self.sign.join(_inside(operand, self.binding) for operand in self.operands)


@dataclass(frozen=True)
class Conjunction(_Joined):
    """What belongs to every operand (logical and): the smallest membership."""

    binding: ClassVar[int] = 2
    sign: ClassVar[str] = "*"


@dataclass(frozen=True)
class Disjunction(_Joined):
    """What belongs to at least one operand (logical or): the largest membership."""

    binding: ClassVar[int] = 1
    sign: ClassVar[str] = " + "


@dataclass(frozen=True)
class Claim:
    """What a hypothesis says of two sets.

    `relation` is ``=>`` (the condition is sufficient for the outcome), ``<=`` (necessary), ``<=>`` (both)
    or ``~`` (the two go together, nothing said about direction).
    """

    condition: Expression
    relation: Relation
    outcome: Expression

    @property
    def names(self) -> KeysView[str]:
        """The sets that the claim is about, condition first, as a set in the order of first mention."""
        return dict.fromkeys([*self.condition.names, *self.outcome.names]).keys()

    def __str__(self) -> str:
        return f"{self.condition} {self.relation} {self.outcome}"


def _leaves(expression: Expression) -> Iterator[Expression]:
    waiting = [expression]
    while waiting:
        match waiting.pop():
            case Negation(operand):
                waiting.append(operand)
            case _Joined(operands):
                waiting += reversed(operands)
            case leaf:
                yield leaf


def _inside(operand: Expression, binding: int) -> str:
    return f"({operand})" if operand.binding < binding else str(operand)
