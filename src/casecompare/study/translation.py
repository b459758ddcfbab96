"""pydantic's errors in a researcher's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import cast

from pydantic_core import ErrorDetails

from casecompare.errors import did_you_mean
from casecompare.study.wording import describe, not_a_number, number_text, one_of

__all__ = ["explain"]

_BOUNDS = {
    "greater_than_equal": ("ge", "less than"),
    "less_than_equal": ("le", "more than"),
    "greater_than": ("gt", "not more than"),
    "less_than": ("lt", "not less than"),
}
_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a mapping of fields",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
    "dataclass_type": "a mapping of fields",
    "float_type": "a number",
    "float_parsing": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
}


def explain(details: ErrorDetails, known: Iterable[str] = ()) -> tuple[str, str, str]:
    """Say what pydantic found.

    Parameters
    ----------
    details
        One of ``ValidationError.errors()``.
    known
        The fields there are where the error is, for the likely one.

    Returns
    -------
    tuple
        What is wrong, the likely fix (may be empty), and a stable code.

    Examples
    --------
    >>> from pydantic import BaseModel, ValidationError
    >>> class Tie(BaseModel):
    ...     strength: float
    >>> try:
    ...     Tie.model_validate({"strength": "0,5"})
    ... except ValidationError as error:
    ...     explain(error.errors()[0])
    ("'0,5' is text, but a number belongs here.", 'Write 0.5.', 'not-a-number')
    """
    kind, given, name = details["type"], details["input"], (details["loc"] or ("",))[-1]
    context: Mapping[str, object] = details.get("ctx", {})
    if kind == "extra_forbidden":
        return "unknown field.", did_you_mean(str(name), known), "unknown-field"
    if kind == "missing":
        return _missing(str(name))
    if kind == "union_tag_not_found":
        return _missing(_unquoted(context["discriminator"]))
    if kind == "union_tag_invalid":
        return _wrong_word(context["tag"], context["expected_tags"])
    if kind in ("literal_error", "enum"):
        return _wrong_word(given, context["expected"])
    if kind in _BOUNDS:
        return _bound(kind, context, given), "", "out-of-range"
    if kind in _EXPECTED:
        return _mismatch(_EXPECTED[kind], given)
    if kind in ("string_too_short", "too_short") and not given:
        return "this is empty.", "Fill it in, or leave the field out.", "empty-field"
    return _sentence(str(context.get("error", details["msg"]))), str(context.get("hint", "")), "wrong-value"


def _missing(name: str) -> tuple[str, str, str]:
    return "this field is missing.", f"Add '{name}: …'.", "missing-field"


def _wrong_word(given: object, expected: object) -> tuple[str, str, str]:
    words = re.findall(r"'([^']*)'", str(expected)) or str(expected).replace(" or ", ",").split(",")
    allowed = [_unquoted(word) for word in words]
    message = f"{describe(given)} is not one of: {one_of(allowed)}."
    return message, did_you_mean(str(given), allowed), "wrong-word"


def _unquoted(text: object) -> str:
    return str(text).strip().strip("'")


def _bound(kind: str, context: Mapping[str, object], given: object) -> str:
    key, relation = _BOUNDS[kind]
    value = number_text(given) if isinstance(given, int | float) else str(given)
    return f"{value} is {relation} {number_text(cast('float', context[key]))}."


def _mismatch(expected: str, given: object) -> tuple[str, str, str]:
    if expected.endswith("number") and isinstance(given, str):
        return *not_a_number(given), "not-a-number"
    hints = {
        "a mapping of fields": "Write its fields indented below it, as 'name: value'.",
        "a list": "Write it as [first, second].",
    }
    message = f"{expected} belongs here, but this is {describe(given)}."
    return message, hints.get(expected, ""), "wrong-type"


def _sentence(text: str) -> str:
    text = text.strip() or "this is not valid"
    return text if text.endswith((".", "?", "!")) else f"{text[0].lower()}{text[1:]}."
