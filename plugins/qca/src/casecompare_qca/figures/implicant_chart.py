"""The prime implicant chart: which positive rows each prime implicant covers (McCluskey 1956)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from casecompare import Column, Figure, Table
from casecompare.figures import (
    ACCENT,
    FAINT,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    Piece,
    circle,
    clipped,
    line,
    page,
    rectangle,
    text,
    text_width,
)
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.property_space import bits

__all__ = ["implicant_chart", "implicant_table"]

_STEP, _NARROWEST, _ROW, _WIDTH = 30.0, 18.0, 26, 720
_WIDEST = 340.0
_MOST_ROWS, _MOST_IMPLICANTS, _LISTED = 40, 50, 500


def implicant_chart(
    solution: Solution, *, model: int = 1, name: str = "implicant_chart", table: str = ""
) -> Figure:
    """Draw prime implicants by positive rows; those of one model are marked, and those that are essential.

    Parameters
    ----------
    solution
        From `minimize`; at most 50 prime implicants and 40 rows are drawn, the model's own first.
    model
        Which of the tied models is marked, from 1.
    name, table
        Name of the figure, and of the table that holds its content (see `implicant_table`).

    Raises
    ------
    ValueError
        if there is no such model.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> print(implicant_chart(minimize(truth_table(cases, "Y", ["A", "B"]))).alt)
    Prime implicant chart for Y: 2 prime implicants by 2 rows. A (essential, in model 1) covers rows 3, 4. B covers rows 4.
    """  # noqa: E501 (the alternative text is one line)
    frame = _frame(solution, model)
    numbers = [row.number for row in solution.table.coded("1")]
    shown = frame.head(_MOST_IMPLICANTS)
    columns = numbers[:_MOST_ROWS]
    labels = [str(term) for term in shown["implicant"]]
    widths = [min(text_width(label, is_bold=True), _WIDEST) for label in labels]
    left = 44 + max([*widths, 60])
    heads = [_head(solution, number) for number in columns]
    top = 66 + max([text_width(head, 11) for head in heads]) * 0.72
    step = min(max((_WIDTH - left - 90) / max(len(columns), 1), _NARROWEST), _STEP)
    title = (
        f"Prime implicants of {solution.outcome} ({solution.kind}, model {model} of {solution.model_count:,})"
    )
    # The number of tied models stands at the end of the title: it is not to be cut off.
    least = min(text_width(title, 15, is_bold=True) + 44, _WIDTH)
    width = max(left + step * len(columns) + 90, 480, least)
    parts = [text(20, 28, title, size=15, is_bold=True, width=width - 40)]
    for at, head in enumerate(heads):
        parts.append(text(left + step * (at + 0.5) + 4, top - 8, head, size=11, turn=-45))
    positive = [str(number) for number in numbers]
    alone = {positive[at] for at in bits(_covered_alone(solution.implicants.coverage))}
    for at, (label, (_, one)) in enumerate(zip(labels, shown.iterrows(), strict=True)):
        parts += _row(label, one, columns, alone, (left, top + _ROW * at, step), at)
    bottom = top + _ROW * len(shown)
    right = left + step * len(columns)
    parts += [line(20, top, right, top), line(20, bottom, right, bottom)]
    parts += _key(bottom + 24, len(solution.implicants.cubes) - len(shown), len(numbers) - len(columns))
    alt = _alt(solution, frame, model, len(numbers))
    svg = page(width, bottom + 66, parts, title=title, alt=alt)
    return Figure(name=name, title=title, svg=svg, alt=alt, table=table)


def implicant_table(solution: Solution, *, model: int = 1, name: str = "implicant_chart") -> Table:
    """Give the chart as a table: one row per prime implicant, with the rows that it covers.

    Parameters and errors are those of `implicant_chart`.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 1, 0]}, index=list("klm"))
    >>> implicant_table(minimize(truth_table(cases, "Y", ["A", "B"]))).frame["rows"].tolist()
    [('3', '4'), ('4',)]
    """
    return Table(
        name=name,
        title=f"Prime implicants of {solution.outcome} ({solution.kind})",
        frame=_frame(solution, model),
        columns={
            "implicant": Column(title="Prime implicant"),
            "rows": Column(title="Rows covered", description="Numbers of the positive rows."),
            "essential": Column(title="Essential", description="The only one that covers some row."),
            "in_model": Column(title=f"In model {model}"),
            "models": Column(title="Models", description="In how many of the listed models.", decimals=0),
        },
        note="The first 500 are listed." if len(solution.implicants.cubes) > _LISTED else "",
    )


def _frame(solution: Solution, model: int) -> pd.DataFrame:
    """Give the prime implicants, the essential ones and those of the model first, 500 at most."""
    if not 1 <= model <= len(solution.models):
        raise ValueError(f"there is no model {model}: the solution lists {len(solution.models)}.")
    numbers = [str(row.number) for row in solution.table.coded("1")]
    chosen = set(solution.models[model - 1].cubes)
    alone = _covered_alone(solution.implicants.coverage)
    counts = Counter(cube for one in solution.models for cube in one.cubes)
    pairs = list(zip(solution.implicants.cubes, solution.implicants.coverage, strict=True))
    listed_ = sorted(pairs, key=lambda pair: pair[0] not in chosen)[:_LISTED]
    return pd.DataFrame(
        {
            "implicant": [str(solution.table.space.term(cube)) for cube, _ in listed_],
            "rows": pd.Series([tuple(numbers[at] for at in bits(one)) for _, one in listed_], dtype=object),
            "essential": [bool(alone & pattern) for _, pattern in listed_],
            "in_model": [cube in chosen for cube, _ in listed_],
            "models": [counts[cube] for cube, _ in listed_],
        }
    )


def _covered_alone(patterns: Iterable[int]) -> int:
    """Give the rows that one prime implicant only covers, as a pattern."""
    once = more = 0
    for pattern in patterns:
        more |= once & pattern
        once |= pattern
    return once & ~more


def _head(solution: Solution, number: int) -> str:
    (row,) = (one for one in solution.table.coded("1") if one.number == number)
    cases = ", ".join(row.cases[:3]) + (f" +{len(row.cases) - 3}" if len(row.cases) > 3 else "")
    return clipped(f"{number}: {cases}", 150, 11)


def _row(
    label: str,
    one: pd.Series,
    columns: Sequence[int],
    alone: set[str],
    corner: tuple[float, float, float],
    at: int,
) -> list[Piece]:
    left, y, step = corner
    right, radius = left + step * len(columns), min(7.0, step * 0.3)
    middle = y + _ROW / 2
    parts = [rectangle(20, y, right - 20, _ROW, fill=LIGHT)] if at % 2 == 0 else []
    parts.append(text(28, middle + 4, label, is_bold=bool(one["in_model"]), width=_WIDEST))
    for column, number in enumerate(columns):
        x = left + step * (column + 0.5)
        if str(number) not in one["rows"]:
            continue
        fill = ACCENT if one["in_model"] else PAPER
        parts.append(
            circle(x, middle, radius, fill=fill, stroke=ACCENT if one["in_model"] else INK, line_width=1.2)
        )
        if str(number) in alone:
            parts.append(circle(x, middle, 1.5 * radius, fill="none", stroke=INK, line_width=1.4))
    return parts


def _key(y: float, implicants: int, rows: int) -> list[Piece]:
    parts = [
        circle(28, y - 4, 7, fill=ACCENT),
        text(42, y, "in the model", size=11, fill=MUTED),
        circle(140, y - 4, 7, fill=PAPER, stroke=INK, line_width=1.2),
        text(154, y, "not in it", size=11, fill=MUTED),
        circle(228, y - 4, 7, fill=PAPER, stroke=FAINT),
        circle(228, y - 4, 10.5, fill="none", stroke=INK, line_width=1.4),
        text(246, y, "only one covers the row", size=11, fill=MUTED),
    ]
    if implicants or rows:
        said = f"not drawn: {implicants} prime implicants, {rows} rows; see the table"
        parts.append(text(20, y + 24, said, size=11, fill=MUTED))
    return parts


def _alt(solution: Solution, frame: pd.DataFrame, model: int, rows: int) -> str:
    said = []
    for _, one in frame.head(_MOST_IMPLICANTS).iterrows():
        about = ["essential"] * bool(one["essential"]) + [f"in model {model}"] * bool(one["in_model"])
        brackets = f" ({', '.join(about)})" if about else ""
        said.append(f"{one['implicant']}{brackets} covers rows {', '.join(one['rows'])}.")
    count = len(solution.implicants.cubes)
    more = f" {count - _MOST_IMPLICANTS:,} more are not drawn." if count > _MOST_IMPLICANTS else ""
    plural = "" if count == 1 else "s"
    return (
        f"Prime implicant chart for {solution.outcome}: {count:,} prime implicant{plural} by {rows} "
        f"row{'' if rows == 1 else 's'}. {' '.join(said)}{more}"
    )
