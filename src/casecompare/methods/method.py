"""What a method is: a description, an options model and a function.

A plugin hands `Method` objects to the host. The function gets the study (its own copy), the validated
options and a `RunContext`, and returns a `MethodResult`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import pandas as pd
from pydantic import BaseModel, ConfigDict

from casecompare.hypotheses import Evidence
from casecompare.methods.result import MethodResult, Score
from casecompare.study import Hypothesis, Study

if TYPE_CHECKING:
    from casecompare.methods.comparison import Comparison

__all__ = ["Maturity", "Method", "NoOptions", "Options", "Reader", "Renderer", "RunContext"]

Maturity = Literal["experimental", "tested against reference", "peer reviewed"]


class Options(BaseModel):
    """The base of every method's options: unknown options and silent conversions are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class NoOptions(Options):
    """For a method without options."""


class Memberships(Protocol):
    """Gives calibrated memberships of the named codebook entries: one row per case."""

    def __call__(self, names: Sequence[str]) -> pd.DataFrame: ...


@dataclass(frozen=True, kw_only=True)
class RunContext:
    """What a method may ask of its surroundings while it runs.

    Parameters
    ----------
    memberships
        ``memberships(["TANDEM", "SUCCESS"])`` gives a DataFrame of calibrated sets, index = case ids;
        derived scores are already in it. Missing is NaN.
    raw
        The same names before calibration, for tables that show what lies behind a membership.
    scores
        The scores of the methods that ran before, by method name.
    random
        A generator seeded from the study's seed and the method's name; the only source of chance.
    seconds
        The time the method may take; past it the method is stopped and its section says so.
    progress
        ``progress(done, total, what)``, drawn only on a terminal.
    """

    memberships: Memberships
    raw: Memberships
    scores: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    random: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311
    seconds: float = 600.0
    progress: Callable[[int, int, str], None] = lambda done, total, what: None


@dataclass(frozen=True, kw_only=True)
class Method:
    """A comparison method as the host knows it.

    Parameters
    ----------
    name
        What the user types: ``--plugin qca``, ``methods: {qca: …}``, and the first part of
        ``qca.score``.
    title, question, citation
        What it is called, which question it answers, and what a paper using it cites.
    run
        ``run(study, options, context) -> MethodResult``.
    options
        The pydantic model of its options, a subclass of `Options`.
    maturity
        How far it can be relied on.
    sections
        The record sections it reads: name to pydantic model (or ``list[Model]``).
    scores
        What it derives for each case.
    uses
        ``uses(study, options)`` gives the codebook names it needs; the engine runs the methods that these
        are derived from first.
    assess
        ``assess(hypothesis, study, result)`` brings this method's evidence for a claim, or None.
    """

    name: str
    title: str
    question: str
    # The second argument is the method's own subclass of Options, which no one type can say here; the
    # engine validates the options with that very model.
    run: Callable[..., MethodResult]
    options: type[Options] = NoOptions
    citation: str = ""
    maturity: Maturity = "experimental"
    sections: Mapping[str, object] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    uses: Callable[..., Sequence[str]] = lambda study, options: ()
    assess: Callable[[Hypothesis, Study, MethodResult], Sequence[Evidence]] | None = None


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A table format that cases can be read from.

    `read` gives one row per case and one column per coded value, the first column the case ids; cells are
    text, numbers, dates or None.
    """

    suffix: str
    title: str
    read: Callable[[Path], pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Renderer:
    """A format that a comparison is written to: ``render(comparison)`` gives the bytes of one file."""

    name: str
    suffix: str
    title: str
    render: Callable[[Comparison], bytes]
