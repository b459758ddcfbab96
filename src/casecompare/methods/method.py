"""What a method is: a description, an options model and a function.

A plugin hands `Method` objects to the host. The function gets the study (its own copy), the validated
options and a `RunContext`, and returns a `MethodResult`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, MutableMapping, Sequence
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

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, strict=True)


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
    is_repeat
        True in a run that repeats another one with something about the study changed, often hundreds of
        times. Of its result only scores and statements are read; a method may leave out everything else.
    memory
        Lives through all repeats of one method: a method may keep here what it need not compute again, such
        as the scores of a case whose sections have not changed. Empty in a run of its own.
    """

    memberships: Memberships
    raw: Memberships
    scores: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    random: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311
    seconds: float = 600.0
    progress: Callable[[int, int, str], None] = lambda done, total, what: None
    is_repeat: bool = False
    memory: MutableMapping[object, object] = field(default_factory=dict)


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
        How far it can be relied on. Anything above *experimental* has to be earned.
    maturity_evidence
        What earns it, one text each: for *tested against reference* the reference numbers, with the path of
        the test or a citation (``tests/test_reference.py: 204 numbers of irr 0.84.1 in R``); for *peer
        reviewed* the review, with its DOI or address. Without any, reports say that it is only claimed.
    sections
        The record sections it reads: name to pydantic model (or ``list[Model]``).
    scores
        What it derives for each case.
    uses
        ``uses(study, options)`` gives the codebook names it needs; the engine runs the methods that these
        are derived from first.
    assess
        ``assess(hypothesis, study, result)`` brings this method's evidence for a claim, or None.
    example_options
        Options under which it has something to say about any study that has the sets A, B and C and the
        outcome Y; `casecompare.testing` tries it with them.
    documents
        YAML files that it reads beside the study: name to pydantic model, for ``casecompare schema NAME``.
    source
        Where the method comes from, and in which version, where that is not the plugin's own code: the file
        or package that holds it as data.

    Examples
    --------
    >>> silent = Method(name="silent", title="Silence", question="What?", run=lambda *_: MethodResult(),
    ...                 maturity="peer reviewed")
    >>> silent.stated_maturity
    'peer reviewed (claimed without evidence)'
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
    maturity_evidence: tuple[str, ...] = ()
    sections: Mapping[str, object] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    uses: Callable[..., Sequence[str]] = lambda study, options: ()
    assess: Callable[[Hypothesis, Study, MethodResult], Sequence[Evidence]] | None = None
    example_options: Mapping[str, object] = field(default_factory=dict)
    documents: Mapping[str, type[BaseModel]] = field(default_factory=dict)
    source: tuple[str, str] | None = None

    @property
    def stated_maturity(self) -> str:
        """The maturity as reports show it: with a remark where nothing is named that earns it."""
        is_earned = self.maturity == "experimental" or any(one.strip() for one in self.maturity_evidence)
        return self.maturity if is_earned else f"{self.maturity} (claimed without evidence)"


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
