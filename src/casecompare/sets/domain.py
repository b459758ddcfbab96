"""The values that the sets of a formula can take, and formulas as bit patterns over all their combinations.

A combination of values is numbered like a truth table's row, the first name turning slowest; a formula is an
integer whose bit k says whether combination k belongs to it. Where the number of values of a multi-value set
is not known, all values that the formula does not mention stand together as one "any other value": what
is concluded then holds however many there are.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from casecompare.errors import UsageError
from casecompare.sets.syntax import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    SetName,
)

__all__ = ["Domain", "Variable", "make_domain"]


@dataclass(frozen=True)
class Variable:
    """One set: its name, the values told apart, and whether it is written with values.

    `has_others` says that one more value stands, last, for all that are not listed.
    """

    name: str
    values: tuple[int, ...]
    has_others: bool = False
    is_braced: bool = False

    @property
    def size(self) -> int:
        """The number of values told apart."""
        return len(self.values) + self.has_others

    @property
    def all_values(self) -> int:
        """The mask that allows everything."""
        return (1 << self.size) - 1

    def mask(self, leaf: SetName) -> int:
        """Give the values that a mention of the set allows, one bit per value told apart."""
        allowed = leaf.values or (1,)
        return sum(1 << place for place, value in enumerate(self.values) if value in allowed)

    def literal(self, mask: int) -> Expression:
        """Write the set with the values of a mask."""
        if not self.is_braced:
            return SetName(self.name) if mask == 0b10 else Negation(SetName(self.name))
        chosen = tuple(value for place, value in enumerate(self.values) if mask >> place & 1)
        if self.has_others and mask >> len(self.values) & 1:
            rest = tuple(value for value in self.values if value not in chosen)
            return Negation(SetName(self.name, rest))
        return SetName(self.name, chosen)


@dataclass(frozen=True)
class Domain:
    """The sets of a formula in their order, with all combinations of their values."""

    variables: tuple[Variable, ...]

    @property
    def size(self) -> int:
        """The number of combinations."""
        return math.prod(variable.size for variable in self.variables)

    @property
    def everything(self) -> int:
        """The pattern of the universal set."""
        return (1 << self.size) - 1

    def strides(self) -> tuple[int, ...]:
        """Give, per variable, how many combinations pass before its value changes."""
        sizes = [variable.size for variable in self.variables]
        return tuple(math.prod(sizes[place + 1 :]) for place in range(len(sizes)))

    def pattern(self, expression: Expression) -> int:
        """Give the combinations that belong to an expression as a bit pattern."""
        return _pattern(expression, self._leaf_patterns(), self.everything)

    def product(self, masks: Sequence[int]) -> Expression:
        """Write one product, given the allowed values of each variable."""
        literals = [
            variable.literal(mask)
            for variable, mask in zip(self.variables, masks, strict=True)
            if mask != variable.all_values
        ]
        if len(literals) > 1:
            return Conjunction(tuple(literals))
        return literals[0] if literals else Constant(True)

    def _leaf_patterns(self) -> Mapping[str, tuple[Variable, tuple[int, ...]]]:
        patterns: dict[str, tuple[Variable, tuple[int, ...]]] = {}
        for variable, stride in zip(self.variables, self.strides(), strict=True):
            period = variable.size * stride
            repeat = self.everything // ((1 << period) - 1)
            block = (1 << stride) - 1
            values = tuple((block << value * stride) * repeat for value in range(variable.size))
            patterns[variable.name] = (variable, values)
        return patterns


def make_domain(
    expressions: Sequence[Expression],
    levels: Mapping[str, int] | None = None,
    *,
    names: Collection[str] = (),
    limit: int | None,
    task: str,
) -> Domain:
    """Give the domain of some expressions.

    Parameters
    ----------
    expressions
        Formulas over the same sets.
    levels
        The number of values of multi-value sets.
    names
        Further sets that no formula mentions.
    limit
        The largest number of combinations that the task can handle, or None.
    task
        What is being done, for the error: ``simplifying``.

    Raises
    ------
    casecompare.errors.UsageError
        If a value does not exist, a bare name is ambiguous, or there are more than `limit` combinations.
    """
    mentioned: dict[str, set[tuple[int, ...]]] = {}
    for expression in expressions:
        for leaf in leaves(expression):
            mentioned.setdefault(leaf.name, set()).add(leaf.values)
    for name in names:
        mentioned.setdefault(name, set())
    domain = Domain(
        tuple(_variable(name, uses, (levels or {}).get(name)) for name, uses in mentioned.items())
    )
    if limit is not None and domain.size > limit:
        raise UsageError(
            f"{task.capitalize()} is exact up to {limit:,} combinations of values "
            f"({limit.bit_length() - 1} sets of two values); this formula has {domain.size:,} "
            f"({len(domain.variables)} sets). Treat it in parts."
        )
    return domain


def leaves(expression: Expression) -> list[SetName]:
    """Give every mention of a set, from left to right."""
    match expression:
        case SetName():
            return [expression]
        case Negation(operand):
            return leaves(operand)
        case Conjunction(operands) | Disjunction(operands):
            return [leaf for operand in operands for leaf in leaves(operand)]
        case _:
            return []


def _variable(name: str, uses: set[tuple[int, ...]], levels: int | None) -> Variable:
    is_bare = () in uses or not uses
    values = sorted({value for use in uses for value in use})
    if levels is None and is_bare and values and values[-1] > 1:
        raise UsageError(
            f"{name} is written both with and without values; write {name}{{1}} where the value 1 is meant."
        )
    if levels is None and not is_bare:
        return Variable(name, tuple(values), has_others=True, is_braced=True)
    count = 2 if levels is None else levels
    if count < 2:
        raise UsageError(f"{name} needs at least two values, not {count}.")
    if () in uses and count > 2:
        raise UsageError(f"{name} has {count} values; say which is meant, for instance {name}{{1}}.")
    if values and values[-1] >= count:
        raise UsageError(f"{name}{{{values[-1]}}} does not exist: {name} has the values 0 to {count - 1}.")
    return Variable(name, tuple(range(count)), is_braced=count > 2 or not is_bare)


def _pattern(
    expression: Expression, patterns: Mapping[str, tuple[Variable, tuple[int, ...]]], everything: int
) -> int:
    match expression:
        case Constant(value):
            return everything if value else 0
        case SetName(name):
            variable, values = patterns[name]
            mask = variable.mask(expression)
            return sum(pattern for place, pattern in enumerate(values) if mask >> place & 1)
        case Negation(operand):
            return everything ^ _pattern(operand, patterns, everything)
        case Conjunction(operands):
            shared = everything
            for operand in operands:
                shared &= _pattern(operand, patterns, everything)
            return shared
        case Disjunction(operands):
            joined = 0
            for operand in operands:
                joined |= _pattern(operand, patterns, everything)
            return joined
        case _:
            raise TypeError(f"{expression!r} is not an expression.")
