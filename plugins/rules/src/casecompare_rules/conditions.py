"""What a rule asks of a case: a set in the field's notation, a comparison of a coded value, or a mixture.

In YAML a condition is a text or a mapping::

    when: TANDEM*~CONTESTED              # the case is in this set (membership above 0.5)
    when: approach = contract            # also != < <= > >=, "approach in [contract, grant]"
    when: provider is given              # or: is missing
    when: {all: [TANDEM, provider is given]}     # also any: […] and not: …

Nothing is evaluated as code: a text is one comparison, or is read by `casecompare.sets.parse`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from casecompare import CasecompareError
from casecompare.sets import Expression, parse

__all__ = [
    "Comparison",
    "Condition",
    "ConditionField",
    "Given",
    "InSet",
    "Mixture",
    "Sign",
    "Word",
    "read_condition",
    "set_names",
    "value_names",
]

Sign: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">=", "in", "not in"]
Word: TypeAlias = float | str
"""What a coded value is compared with."""

_LONGEST = 2_000
_DEEPEST = 8
_MOST_PARTS = 100
_MOST_WORDS = 200
_NAME = r"(?P<name>[^\W\d][\w.]*)"
_GIVEN = re.compile(rf"{_NAME}\s+is\s+(?P<what>given|missing)", re.IGNORECASE)
_IN = re.compile(rf"{_NAME}\s+(?P<sign>in|not\s+in)\s+\[(?P<words>[^\[\]]*)\]", re.IGNORECASE)
_COMPARED = re.compile(
    rf"{_NAME}\s*(?P<sign>==|!=|≠|<=|≤|>=|≥|=(?!>)|<(?!-)|>)\s*(?P<word>[^=<>\s].*)", re.DOTALL
)
_SIGNS: dict[str, Sign] = {"==": "=", "≠": "!=", "≤": "<=", "≥": ">="}
_MIXTURES: dict[str, Literal["all", "any", "not"]] = {"all": "all", "any": "any", "not": "not"}


@dataclass(frozen=True)
class InSet:
    """The case is in a set; to a degree, where degrees count."""

    expression: Expression

    def __str__(self) -> str:
        return str(self.expression)


@dataclass(frozen=True)
class Comparison:
    """A coded value of the case, as it was coded, stands in a relation to one or several words."""

    name: str
    sign: Sign
    words: tuple[Word, ...]

    def __str__(self) -> str:
        shown = [one if isinstance(one, str) else f"{one:g}" for one in self.words]
        listed = f"[{', '.join(shown)}]" if self.sign in ("in", "not in") else shown[0]
        return f"{self.name} {self.sign} {listed}"


@dataclass(frozen=True)
class Given:
    """The case has a coded value, or has none."""

    name: str
    is_given: bool

    def __str__(self) -> str:
        return f"{self.name} is {'given' if self.is_given else 'missing'}"


@dataclass(frozen=True)
class Mixture:
    """All, any or not of the parts; `not` has one part."""

    kind: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        shown = [f"({one})" if isinstance(one, Mixture) else str(one) for one in self.parts]
        return (
            f"not ({shown[0]})"
            if self.kind == "not"
            else {"all": " and ", "any": " or "}[self.kind].join(shown)
        )


Condition: TypeAlias = InSet | Comparison | Given | Mixture


def read_condition(written: object) -> Condition:
    """Read a condition as YAML gives it.

    Parameters
    ----------
    written
        A text, or a mapping with one of the keys ``all``, ``any`` and ``not``; at most 8 levels deep, with at
        most 100 parts.

    Raises
    ------
    ValueError
        With what is wrong and where, in words.

    Examples
    --------
    >>> str(read_condition({"all": ["TANDEM*~CONTESTED", {"not": "approach in [contract, grant]"}]}))
    'TANDEM*~CONTESTED and (not (approach in [contract, grant]))'
    >>> read_condition("age >= 10")
    Comparison(name='age', sign='>=', words=(10.0,))
    """
    if isinstance(written, InSet | Comparison | Given | Mixture):
        return written
    condition = _read(written, 1)
    if sum(1 for _ in _leaves(condition)) > _MOST_PARTS:
        raise ValueError(f"the condition has more than {_MOST_PARTS} parts.")
    return condition


def set_names(condition: Condition) -> tuple[str, ...]:
    """Give the sets that a condition names, in their order, once each.

    Examples
    --------
    >>> set_names(read_condition({"any": ["B*A", "age > 3", "~B"]}))
    ('A', 'B')
    """
    found = [
        name
        for leaf in _leaves(condition)
        if isinstance(leaf, InSet)
        for name in sorted(leaf.expression.names)
    ]
    return tuple(dict.fromkeys(found))


def value_names(condition: Condition) -> tuple[str, ...]:
    """Give the coded values that a condition names, in their order, once each.

    Examples
    --------
    >>> value_names(read_condition({"any": ["B*A", "age > 3", "age is missing"]}))
    ('age',)
    """
    found = [leaf.name for leaf in _leaves(condition) if isinstance(leaf, Comparison | Given)]
    return tuple(dict.fromkeys(found))


def _read(written: object, depth: int) -> Condition:
    if depth > _DEEPEST:
        raise ValueError(f"the condition is nested more than {_DEEPEST} levels deep.")
    if isinstance(written, str):
        return _read_text(written.strip())
    if not isinstance(written, Mapping):
        raise ValueError(
            "a condition is a text such as 'TANDEM*~CONTESTED' or 'age >= 10', or all:, any: or not:."
        )
    if len(written) != 1 or (key := str(next(iter(written)))) not in _MIXTURES:
        raise ValueError(f"a condition has one of the keys all, any and not, but here is: {_keys(written)}.")
    inner = next(iter(written.values()))
    if key == "not":
        return Mixture("not", (_read(inner, depth + 1),))
    if not isinstance(inner, list | tuple) or not inner:
        raise ValueError(f"'{key}' takes a list of conditions: {key}: [first, second].")
    if len(inner) > _MOST_PARTS:
        raise ValueError(f"'{key}' has more than {_MOST_PARTS} parts.")
    return Mixture(_MIXTURES[key], tuple(_read(one, depth + 1) for one in inner))


def _read_text(text: str) -> Condition:
    if len(text) > _LONGEST:
        raise ValueError(f"the condition is longer than {_LONGEST:,} characters.")
    if found := _GIVEN.fullmatch(text):
        return Given(found["name"], found["what"].lower() == "given")
    if found := _IN.fullmatch(text):
        words = tuple(_word(one) for one in found["words"].split(","))
        if len(words) > _MOST_WORDS:
            raise ValueError(f"'{found['name']}' is compared with more than {_MOST_WORDS} words.")
        return Comparison(found["name"], "not in" if "not" in found["sign"].lower() else "in", words)
    if found := _COMPARED.fullmatch(text):
        sign = found["sign"]
        return Comparison(found["name"], _SIGNS.get(sign, sign), (_word(found["word"]),))  # type: ignore[arg-type]
    try:
        return InSet(parse(text))
    except CasecompareError as error:
        message = getattr(error, "message", str(error))
        raise ValueError(f"'{text[:80]}' is neither a comparison nor a set: {message}") from None


def _word(text: str) -> Word:
    word = text.strip()
    if len(word) >= 2 and word[0] == word[-1] and word[0] in "'\"":
        return word[1:-1]
    if not word:
        raise ValueError("a word is missing; put an empty or unusual one in quotes.")
    try:
        number = float(word)
    except ValueError:
        return word
    return number if abs(number) < float("inf") else word


def _keys(written: Mapping[object, object]) -> str:
    return ", ".join(str(key)[:40] for key in list(written)[:5]) or "none"


def _leaves(condition: Condition) -> Iterator[InSet | Comparison | Given]:
    if isinstance(condition, Mixture):
        for part in condition.parts:
            yield from _leaves(part)
    else:
        yield condition


def _validated(written: object) -> Condition:
    try:
        return read_condition(written)
    except ValueError as error:
        raise PydanticCustomError("condition", "{error}", {"error": str(error)}) from None


def _written(condition: Condition) -> object:
    """Give a condition as YAML would hold it."""
    if not isinstance(condition, Mixture):
        return str(condition)
    parts = [_written(one) for one in condition.parts]
    return {condition.kind: parts[0] if condition.kind == "not" else parts}


_PART: dict[str, object] = {"type": ["string", "object"]}
_SCHEMA: dict[str, object] = {
    "anyOf": [
        {"type": "string", "maxLength": _LONGEST},
        {
            "type": "object",
            "properties": {
                "all": {"type": "array", "items": _PART, "minItems": 1},
                "any": {"type": "array", "items": _PART, "minItems": 1},
                "not": _PART,
            },
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
}
ConditionField: TypeAlias = Annotated[
    Condition, PlainValidator(_validated), PlainSerializer(_written), WithJsonSchema(_SCHEMA)
]
"""A condition as the field of a pydantic model."""
