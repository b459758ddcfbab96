"""What a method gives back: declared data that the core can merge without knowing the method.

Everything is a frozen dataclass over plain values and DataFrames. Numbers stay numbers: how they look is
the renderer's business. A method with results of its own subclasses `MethodResult` and adds fields; the
declared parts are what every report shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from casecompare.errors import Level

__all__ = ["Column", "Diagnostic", "Figure", "Finding", "MethodResult", "Score", "Statement", "Table"]


@dataclass(frozen=True, kw_only=True)
class Score:
    """A number per case that a method derives; other methods and the codebook may build on it.

    Parameters
    ----------
    name
        The column of `MethodResult.scores`; the study calls it ``method.name``.
    title
        A few words for a table's head.
    description
        What it measures and how, with its source.
    range
        Smallest and largest possible value, None where there is no bound.
    unit
        The unit of measurement, empty for a pure number.
    direction
        What a larger value means, for instance ``"more aligned"``.
    missing
        What the method does where its input is missing.
    """

    name: str
    title: str
    description: str = ""
    range: tuple[float | None, float | None] = (0.0, 1.0)
    unit: str = ""
    direction: str = ""
    missing: str = "missing where an input is missing"


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a column of a table holds: its heading, its meaning, and how many decimals are worth showing."""

    title: str
    description: str = ""
    decimals: int = 3


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table for the report: numbers and words in a DataFrame, each column described.

    Cells are numbers, text, booleans, None, or tuples of case ids; never text made from numbers. A table
    that is `main` is what a reader wants to see first: it is printed on the terminal as well, where a
    line has 80 columns; the others wait in the report.
    """

    name: str
    title: str
    frame: pd.DataFrame
    columns: Mapping[str, Column] = field(default_factory=dict)
    note: str = ""
    main: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A drawing as SVG, the same in words (`alt`), and the name of the table that holds its numbers."""

    name: str
    title: str
    svg: str
    alt: str
    table: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One typed statement that a method makes, such that boards and verdicts can count on its parts.

    Parameters
    ----------
    id
        Stable within the method: the same finding has the same id in the next run.
    sentence
        The finding as one quotable sentence.
    claim
        The claim in the field's notation, ``A*~B => Y``; empty where the finding is of another form.
    outcome, conditions
        The codebook names it speaks about.
    measure, value, low, high
        Which measure backs it, its value, and its bounds where the value is uncertain.
    direction
        Whether what it speaks about goes with the outcome (``for``), with its absence (``against``) or
        with neither (``none``).
    cases_for, cases_against
        The ids of the cases that bear it out and of those that contradict it.
    """

    id: str
    sentence: str
    claim: str = ""
    outcome: str = ""
    conditions: tuple[str, ...] = ()
    measure: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    direction: Literal["for", "against", "none"] = "none"
    cases_for: tuple[str, ...] = ()
    cases_against: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """A remark about the data or the analysis that a reader of the result has to know.

    `code` is stable and starts with the method's name (``qca.limited-diversity``); `message` says what it
    means, `advice` what to do.
    """

    level: Level
    code: str
    message: str
    advice: str = ""
    case: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One thing that would have to come out the same if the run were repeated with a doubtful value changed.

    Within a method there is one statement per `kind` and `subject`. A statement that a repeated run does not
    make at all, or makes with another `value`, has not survived.

    Parameters
    ----------
    kind
        What sort of result it is, as a heading says it: ``row of the truth table of Y``.
    subject
        What it is about: a term, a row as a formula, a case id.
    value
        What is said of it in a word: the code of the row, ``present`` for a term.

    Examples
    --------
    >>> Statement(kind="row of the truth table of Y", subject="A*~B", value="1").value
    '1'
    """

    kind: str
    subject: str
    value: str


@dataclass(frozen=True, kw_only=True)
class MethodResult:
    """What a method found.

    `scores` has one row per case (its index holds case ids) and the columns that the method declared; a
    score ``x`` may be accompanied by ``x.low`` and ``x.high``, the bounds that follow from missing or
    disputed values. `files` are further files for the run folder, such as a script that repeats the
    analysis in another program: file name to text or bytes. `statements` is what repeated runs are held
    against.
    """

    scores: pd.DataFrame = field(default_factory=pd.DataFrame)
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
