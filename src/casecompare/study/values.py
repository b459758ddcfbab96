"""What a coded value must be, given the codebook entries that use it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from casecompare.errors import did_you_mean
from casecompare.study.model import CodebookEntry
from casecompare.study.wording import not_a_number, number_text, one_of

__all__ = ["LABELLED", "NUMBERED", "Expectation", "Wrong", "check_value", "expectations", "wants_numbers"]

Form = Literal["zero or one", "membership", "whole number", "number", "label", "level", "text"]
_NUMERIC: tuple[Form, ...] = ("zero or one", "membership", "whole number", "number")
LABELLED = ("ordinal", "rubric")
"""The kinds of calibration of `casecompare.sets` that take labels."""
NUMBERED = ("crisp", "multi-value", "direct", "linear", "indirect", "ecdf", "tfr")
"""The kinds that take numbers."""


class Wrong(NamedTuple):
    """Why a value cannot stand where it stands, and the likely fix."""

    message: str
    hint: str
    code: str


@dataclass(frozen=True)
class Expectation:
    """What one codebook entry asks of a coded value; `labels` are the words allowed."""

    entry: str
    form: Form
    labels: tuple[str, ...] = ()


def expectations(
    codebook: Mapping[str, CodebookEntry], *, leave_out: Collection[str] = ()
) -> dict[str, tuple[Expectation, ...]]:
    """Give for each coded value what the entries that are taken from it ask.

    Entries in `leave_out` ask nothing: something is wrong with them, and what follows from that would
    only hide it.
    """
    asked: dict[str, tuple[Expectation, ...]] = {}
    for entry in codebook.values():
        for source in () if entry.derived_from else entry.source:
            wanted = None if entry.name in leave_out else _expectation(entry)
            asked[source] = asked.get(source, ()) + ((wanted,) if wanted else ())
    return asked


def wants_numbers(asked: tuple[Expectation, ...]) -> bool:
    """Say whether a coded value must be a number."""
    return any(one.form in _NUMERIC for one in asked)


def check_value(
    value: float | str, asked: tuple[Expectation, ...], *, written: str = ""
) -> tuple[float | str, Wrong | None]:
    """Check a value, and give it in the form that it is kept in.

    Parameters
    ----------
    value
        A number or text.
    asked
        What the codebook asks of it; a number is kept as a float, and as text where only text is asked
        for.
    written
        How a number was typed.

    Examples
    --------
    >>> check_value(1.2, (Expectation("TANDEM", "membership"),))[1].message
    '1.2 lies outside 0 to 1, but TANDEM is fuzzy.'
    """
    kept: float | str = value if isinstance(value, str) else _as_float(value)
    if isinstance(kept, float) and not math.isfinite(kept):
        return kept, Wrong(f"{written or kept} is not a finite number.", "", "not-finite")
    for one in asked:
        wrong = _check(kept, one, written)
        if wrong:
            return kept, wrong
    if isinstance(kept, float) and asked and all(one.form == "text" for one in asked):
        return written or number_text(kept), None
    return kept, None


def _expectation(entry: CodebookEntry) -> Expectation | None:
    if entry.calibration is not None:
        kind, parameters = entry.calibration.kind, entry.calibration.parameters
        if kind in LABELLED and isinstance(parameters, Mapping) and parameters:
            return Expectation(entry.name, "label", tuple(map(str, parameters)))
        # What another kind takes, a plugin's for instance, is known only where kinds are looked up.
        return Expectation(entry.name, "number") if kind in NUMBERED else None
    forms: dict[str, Form] = {
        "crisp": "zero or one", "fuzzy": "membership", "multi-value": "whole number", "number": "number",
        "ordinal": "level", "text": "text",
    }  # fmt: skip
    return Expectation(entry.name, forms[entry.kind], entry.levels)


def _check(value: float | str, asked: Expectation, written: str) -> Wrong | None:
    if asked.form == "text":
        return None
    if asked.form in ("label", "level"):
        return _check_label(value, asked, written)
    if isinstance(value, str):
        message, hint = not_a_number(value)
        return Wrong(message, hint, "not-a-number")
    return _check_range(value, asked)


def _check_range(value: float, asked: Expectation) -> Wrong | None:
    shown = number_text(value)
    if asked.form == "zero or one" and value not in (0, 1):
        hint = f"Write 0 or 1, or give {asked.entry} a calibration."
        return Wrong(f"{shown} is neither 0 nor 1, but {asked.entry} is crisp.", hint, "out-of-range")
    if asked.form == "membership" and not 0 <= value <= 1:
        hint = f"Correct it, or give {asked.entry} a calibration if these are raw values."
        return Wrong(f"{shown} lies outside 0 to 1, but {asked.entry} is fuzzy.", hint, "out-of-range")
    if asked.form == "whole number" and not (value >= 0 and value.is_integer()):
        message = f"{shown} is not a whole number from 0, but {asked.entry} is multi-value."
        return Wrong(message, f"Correct it, or give {asked.entry} a calibration.", "out-of-range")
    return None


def _check_label(value: float | str, asked: Expectation, written: str) -> Wrong | None:
    if isinstance(value, float) and asked.form == "level":
        return None
    if not asked.labels:
        hint = f"List its levels in their order: levels: [low, high], in the codebook entry {asked.entry}."
        return Wrong(f"'{value}' has no place in an order.", hint, "unknown-label")
    if _folded(value) in map(_folded, asked.labels):
        return None
    text = value if isinstance(value, str) else written or number_text(value)
    hint = did_you_mean(text, asked.labels) or f"Its labels: {one_of(asked.labels)}."
    return Wrong(f"'{text}' is not a label of {asked.entry}.", hint, "unknown-label")


def _folded(label: float | str) -> float | str:
    """Give a label as it is compared: capitals and outer blanks do not count, and 1.0 is 1."""
    number = _as_float(label)
    return str(label).strip().casefold() if math.isnan(number) else number


def _as_float(value: float | str) -> float:
    try:
        return float(value)
    except (OverflowError, ValueError):
        return math.inf if isinstance(value, int) else math.nan
