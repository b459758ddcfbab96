"""Directional expectations: which values of which conditions theory expects to contribute to the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from casecompare import CasecompareError
from casecompare.sets import Conjunction, Disjunction, Expression, Negation, SetName, parse
from casecompare_qca.table.property_space import PropertySpace

__all__ = ["Expectation", "Expectations", "read_expectations", "split_at_commas"]

Expectations: TypeAlias = Mapping[str, object] | Sequence[str] | str
"""``{"A": "present", "B": "absent", "B*~C": "present"}``, ``["A", "~B", "B*~C"]`` or ``"A, ~B, B*~C"``."""

_SILENT = ("don't care", "dont care", "-", None)


@dataclass(frozen=True)
class Expectation:
    """One expectation: the values (by condition, as positions) that contribute, together if several.

    `text` is how it was written.
    """

    values: Mapping[int, frozenset[int]]
    text: str

    def unhelpful(self, conservative: Mapping[int, int], parsimonious: Mapping[int, int]) -> set[int]:
        """Give the conditions whose literals this expectation lets drop from a conservative term.

        The expectation concerns those of its conditions that the conservative term has and the parsimonious
        term has not. If all of them have an expected value it is met; otherwise all of them may go.
        """
        concerned = {j for j in self.values if j in conservative and j not in parsimonious}
        is_met = all(conservative[j] in self.values[j] for j in concerned)
        return set() if is_met else concerned


def read_expectations(space: PropertySpace, expectations: Expectations) -> tuple[Expectation, ...]:
    """Read directional expectations.

    Parameters
    ----------
    space
        Conditions and their values.
    expectations
        A mapping from a condition to ``"present"``, ``"absent"``, ``"don't care"``, a value or a list of
        values, and from a conjunction such as ``"B*~C"`` to ``"present"``; or a list (or a text with commas
        or plus signs) of literals and conjunctions.

    Raises
    ------
    ValueError
        if one speaks of an unknown condition or value, or two contradict each other.

    Examples
    --------
    >>> space = PropertySpace(("A", "B", "C"), (2, 2, 2))
    >>> [one.text for one in read_expectations(space, {"A": "present", "B": "absent", "B*~C": "present"})]
    ['A', '~B', 'B*~C']
    """
    if isinstance(expectations, Mapping):
        texts = [text for key, wanted in expectations.items() for text in _texts(space, str(key), wanted)]
    else:
        texts = [expectations] if isinstance(expectations, str) else list(expectations)
    read = [one for text in texts for one in _read_text(space, text)]
    _check_directions(space, read)
    return tuple(read)


def _texts(space: PropertySpace, key: str, wanted: object) -> list[str]:
    """Turn an entry of a mapping into the notation."""
    if wanted in _SILENT:
        if key not in space.conditions:
            _read_text(space, key)  # a misspelt condition is told all the same
        return []
    if wanted == "present":
        return [key]
    if key not in space.conditions:
        _read_text(space, key)  # as above
        raise ValueError(
            f"the expectation about '{key}' is {wanted!r}; of what is no single condition one can only "
            f"expect "
            "that it be present: write it as the conjunction that contributes."
        )
    if wanted == "absent":
        if key in space.conditions and space.levels[space.conditions.index(key)] > 2:
            return [f"{key}{{0}}"]
        return [f"~{key}"]
    values = wanted if isinstance(wanted, list | tuple) else [wanted]
    if values and all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return [f"{key}{{{','.join(map(str, values))}}}"]
    raise ValueError(
        f"the expectation about '{key}' is {wanted!r}; write present, absent, don't care, or the values."
    )


def _read_text(space: PropertySpace, text: str) -> list[Expectation]:
    read = []
    for piece in split_at_commas(text):
        try:
            expression = parse(piece)
        except CasecompareError as error:
            raise ValueError(f"the expectation '{piece}' cannot be read: {error}") from None
        parts = expression.operands if isinstance(expression, Disjunction) else (expression,)
        read += [_expectation(space, part) for part in parts]
    return read


def split_at_commas(text: str) -> Iterable[str]:
    """Split at commas that do not stand inside brackets.

    Examples
    --------
    >>> list(split_at_commas("A{1,2}, B"))
    ['A{1,2}', 'B']
    """
    depth, piece = 0, ""
    for sign in text:
        depth += (sign in "{[(") - (sign in "}])")
        if sign == "," and not depth:
            yield piece.strip()
            piece = ""
        else:
            piece += sign
    if piece.strip():
        yield piece.strip()


def _expectation(space: PropertySpace, expression: Expression) -> Expectation:
    literals = expression.operands if isinstance(expression, Conjunction) else (expression,)
    values: dict[int, frozenset[int]] = {}
    for literal in literals:
        name = literal.operand if isinstance(literal, Negation) else literal
        if not isinstance(name, SetName):
            raise ValueError(
                f"the expectation '{expression}' is neither a condition nor a conjunction of conditions."
            )
        j, expected = _expected(space, name, isinstance(literal, Negation))
        values[j] = expected & values.get(j, expected)
        if not values[j]:
            raise ValueError(f"the expectation '{expression}' can never be met: nothing is both.")
    return Expectation(values, str(expression))


def _expected(space: PropertySpace, name: SetName, is_negated: bool) -> tuple[int, frozenset[int]]:
    if name.name not in space.conditions:
        raise ValueError(
            f"an expectation speaks of '{name.name}'; the conditions are {', '.join(space.conditions)}."
        )
    j = space.conditions.index(name.name)
    every = frozenset(range(space.levels[j]))
    if not name.values and space.levels[j] > 2:
        raise ValueError(
            f"'{name.name}' has {space.levels[j]} values: say which of them are expected, "
            f"such as {name.name}{{{space.levels[j] - 1}}}."
        )
    expected = frozenset(name.values or (1,))
    if not expected <= every:
        raise ValueError(f"'{name.name}' has the values 0 to {space.levels[j] - 1}, not {max(expected)}.")
    return j, every - expected if is_negated else expected


def _check_directions(space: PropertySpace, expectations: Iterable[Expectation]) -> None:
    single: dict[int, frozenset[int]] = {}
    for one in expectations:
        if len(one.values) > 1:
            continue
        ((j, values),) = one.values.items()
        if not values & single.get(j, values):
            raise ValueError(f"two expectations about '{space.conditions[j]}' contradict each other.")
        single[j] = values
