"""The cells of a column of a table, as the values that the codebook asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casecompare.errors import Problem
from casecompare.study.limits import Limits
from casecompare.study.model import Missing
from casecompare.study.records import missing_kind
from casecompare.study.sheet_formats import Cell
from casecompare.study.sheets import Sheet
from casecompare.study.values import Expectation, Wrong, check_value, wants_numbers
from casecompare.study.wording import number_text

__all__ = ["Column", "cell_problems", "read_column", "value_array"]

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]*,[0-9]+")
_NOT_PLAIN = re.compile(r"[^0-9.eE+\-\n]")


@dataclass(frozen=True, eq=False)
class Column:
    """The values of one column, one per row.

    Attributes
    ----------
    values
        Floats with NaN where there is no value; or, where there is text, objects with None there.
    missing
        The kind of missing value, for the rows that say one.
    wrong
        What is wrong, by row; such a row has no value.
    """

    values: npt.NDArray[np.float64] | npt.NDArray[np.object_]
    missing: dict[int, Missing]
    wrong: dict[int, Wrong]


def read_column(
    cells: Sequence[Cell], asked: tuple[Expectation, ...], *, has_decimal_commas: bool = False
) -> Column:
    """Turn cells into values and check them.

    An empty cell is missing, and so is one that says ``not coded``, ``not applicable`` or ``not found``;
    ``NA`` is neither, for it may be Namibia. A column that nothing asks for holds numbers if all its cells
    are numbers, else text.

    Parameters
    ----------
    cells
        The cells, from the top.
    asked
        What the codebook asks of the values.
    has_decimal_commas
        Whether ``0,5`` is a number.

    Examples
    --------
    >>> read_column(["0.5", "", "not found"], ()).values, read_column(["NO", "1"], ()).values
    (array([0.5, nan, nan]), array(['NO', '1'], dtype=object))
    """
    numbers = _plain_numbers(cells, asked)
    if numbers is not None:
        return Column(numbers, {}, {})
    values, missing, wrong = list[float | str | None](), dict[int, Missing](), dict[int, Wrong]()
    known: dict[Cell, tuple[float | str | None, Wrong | None]] = {}
    has_commas = has_decimal_commas and any(_is_comma_number(cell) for cell in set(cells))
    for row, cell in enumerate(cells):
        if cell not in known:
            known[cell] = _value(cell, asked, has_decimal_commas=has_commas)
        value, found = known[cell]
        values.append(None if found else value)
        if found:
            wrong[row] = found
        elif value is None and (kind := missing_kind(cell)):
            missing[row] = kind
    if not asked and any(isinstance(value, str) for value in values):
        values = _as_typed(values, cells)
    return Column(value_array(values), missing, wrong)


def value_array(
    values: Sequence[float | str | None],
) -> npt.NDArray[np.float64] | npt.NDArray[np.object_]:
    """Give values as floats with NaN for None; or, where there is text, as objects with None.

    Examples
    --------
    >>> value_array([0.5, None]), value_array(["NO", None])
    (array([0.5, nan]), array(['NO', None], dtype=object))
    """
    if not any(isinstance(value, str) for value in values):
        return np.array([math.nan if value is None else value for value in values], dtype=np.float64)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _as_typed(values: Sequence[float | str | None], cells: Sequence[Cell]) -> list[float | str | None]:
    """Make everything in a column text, as it was typed, for nobody asks for its numbers."""
    shown = [cell if isinstance(cell, str) else number_text(cell) for cell in cells]
    return [None if value is None else text for value, text in zip(values, shown, strict=True)]


def _plain_numbers(cells: Sequence[Cell], asked: tuple[Expectation, ...]) -> npt.NDArray[np.float64] | None:
    """Read a column of nothing but numbers within their range and empty cells, fast; else give None."""
    if asked and not wants_numbers(asked):
        return None
    texts = [cell for cell in cells if isinstance(cell, str)]
    if _NOT_PLAIN.search("\n".join(texts)):
        return None
    try:
        numbers = np.array([float(cell) if cell != "" else math.nan for cell in cells], dtype=np.float64)
    except ValueError:
        return None
    present = numbers[~np.isnan(numbers)]
    extremes = {float(present.min()), float(present.max())} if len(present) else set[float]()
    fractions = present[present != np.floor(present)][:1]
    samples = [*extremes, *map(float, fractions)]
    return numbers if all(check_value(sample, asked)[1] is None for sample in samples) else None


def _value(
    cell: Cell, asked: tuple[Expectation, ...], *, has_decimal_commas: bool
) -> tuple[float | str | None, Wrong | None]:
    if cell == "" or missing_kind(cell):
        return None, None
    if isinstance(cell, float):
        return check_value(cell, asked)
    if has_decimal_commas and _is_comma_number(cell):
        return check_value(float(cell.replace(",", ".")), asked, written=cell)
    if has_decimal_commas and "." in cell and wants_numbers(asked):
        message = f"'{cell}' has a point, but other cells of the column have a decimal comma."
        return None, Wrong(message, "Use one of the two, and no sign for thousands.", "mixed-decimals")
    if _NUMBER.fullmatch(cell):
        return check_value(float(cell), asked, written=cell)
    return check_value(cell, asked)


def _is_comma_number(cell: Cell) -> bool:
    return isinstance(cell, str) and _DECIMAL_COMMA.fullmatch(cell) is not None


def cell_problems(sheet: Sheet, name: str, wrong: Mapping[int, Wrong], limits: Limits) -> list[Problem]:
    """Locate what is wrong in a column; from a certain number on, the rest is counted."""
    shown = list(wrong.items())[: limits.problems_per_column]
    column = sheet.positions[name]
    problems = [
        Problem(message=found.message, hint=found.hint, code=found.code, file=sheet.file, column=column,
                line=sheet.lines[row], case=sheet.ids[row], field=f"values.{name}")
        for row, found in shown
    ]  # fmt: skip
    rest = len(wrong) - len(shown)
    if rest:
        message = f"{rest} more {'cells' if rest > 1 else 'cell'} of this column cannot be used."
        last = sheet.lines[shown[-1][0]]
        problems.append(
            Problem(message=message, file=sheet.file, line=last, column=column, field=f"values.{name}",
                    code="more-of-this")
        )  # fmt: skip
    return problems
