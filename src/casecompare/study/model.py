"""What a study is once it has been read: plain, immutable data.

Readers (`casecompare.study.reading`) make these objects; everything later only looks at them. A value
keeps its coders, its evidence and, through `Places`, the line it was written on, so that any later
remark about it can name the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd

from casecompare.errors import Level, Problem
from casecompare.study.plugin_policy import PluginPolicy

__all__ = [
    "Calibration",
    "Case",
    "ClueCount",
    "CodebookEntry",
    "CodedValue",
    "Decision",
    "Evidence",
    "HalfDecision",
    "Hypothesis",
    "Missing",
    "Places",
    "ProcessTest",
    "Study",
    "ValueKind",
]

ValueKind = Literal["crisp", "fuzzy", "multi-value", "number", "ordinal", "text"]
Missing = Literal["not coded", "not applicable", "not found"]
FieldPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Places:
    """Where each field of one file was written.

    `marks` maps the path of a field, for instance ``("values", "outcome", "value")``, to its line and
    column, both counted from 1.
    """

    file: str = ""
    marks: Mapping[FieldPath, tuple[int, int]] = field(default_factory=dict)

    def find(self, path: FieldPath) -> tuple[str, int, int]:
        """Give file, line and column of a field, or of the nearest field around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.marks:
                return (self.file, *self.marks[path[:length]])
        return self.file, 0, 0


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A passage that a coded judgement rests on; `access` decides whether it may leave the study."""

    id: str
    source: str = ""
    locator: str = ""
    quote: str = ""
    note: str = ""
    findings: tuple[str, ...] = ()
    access: Literal["open", "restricted"] = "open"


@dataclass(frozen=True, kw_only=True)
class CodedValue:
    """What was judged about one case: the value agreed on, who coded what, and on which evidence.

    Exactly one of `value` and `missing` is set.
    """

    value: float | str | None = None
    missing: Missing | None = None
    coders: Mapping[str, float | str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    confidence: Literal["low", "medium", "high"] | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case: its coded values, its evidence and the sections that plugins read.

    A section that an installed plugin declares is that plugin's pydantic model (or a list of them);
    any other section is the plain data that stood in the record.
    """

    id: str
    title: str = ""
    note: str = ""
    values: Mapping[str, CodedValue] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    sections: Mapping[str, object] = field(default_factory=dict)
    places: Places = field(default_factory=Places)

    def problem(
        self, *path: str | int, message: str, hint: str = "", code: str, level: Level = "error"
    ) -> Problem:
        """Make a problem that points at a field of this case's record."""
        file, line, column = self.places.find(path)
        return Problem(
            message=message, hint=hint, code=code, level=level, case=self.id,
            field=".".join(map(str, path)), file=file, line=line, column=column,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """How raw values become memberships: the kind, what it needs, and why these numbers.

    `parameters` is what stands after the kind in ``calibrate: {direct: [2, 5, 8], because: …}``:
    a number, a list of anchors, or a mapping from labels to scores. Further keys are in `options`.
    """

    kind: str
    parameters: object = None
    options: Mapping[str, object] = field(default_factory=dict)
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class HalfDecision:
    """The recorded decision what to do with a membership of exactly 0.5."""

    case: str
    to: float
    because: str


@dataclass(frozen=True, kw_only=True)
class CodebookEntry:
    """One concept that cases are compared on.

    `source` names the coded values it is taken from (several are put together by `aggregate`), or, with
    one dot in it, the score of a method, such as ``arenas.alignment``. `aggregate` is ``min``, ``max``,
    ``mean`` or ``at least M``, the M-th largest value: for crisp values "at least M of them are present".
    `coding` is the rule by which coders arrived at the value.
    """

    name: str
    definition: str = ""
    kind: ValueKind = "fuzzy"
    source: tuple[str, ...] = ()
    aggregate: Literal["min", "max", "mean", "at least"] | None = None
    at_least: int = 0
    calibration: Calibration | None = None
    half: tuple[HalfDecision, ...] = ()
    levels: tuple[str, ...] = ()
    unit: str = ""
    coding: str = ""

    @property
    def derived_from(self) -> tuple[str, str] | None:
        """Method and score that this entry is derived from, or None for coded values."""
        if len(self.source) == 1 and "." in self.source[0]:
            method, _, score = self.source[0].partition(".")
            return method, score
        return None


@dataclass(frozen=True, kw_only=True)
class ProcessTest:
    """A clue of process tracing: how likely it is if the claim is true, and if it is false.

    `seen` is None as long as nobody has looked. `dependence` is what counts of the clue's weight beside the
    others: 1 for a clue of its own, less for one that partly repeats another.
    """

    name: str
    if_true: float
    if_false: float
    seen: bool | None = None
    dependence: float = 1.0
    case: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClueCount:
    """How many of the clues that were found in one case speak for a claim."""

    case: str
    clues_for: int
    clues: int


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """A claim of the study, as written: ``TANDEM => SUCCESS``.

    One that names a `template` has no claim until `casecompare.hypotheses.fill_templates` has put in the
    template's; `sets` says which sets of the study play its parts. `rivals` are names of other hypotheses of
    the study. `scope` says which cases the claim is about, and `refuter` what would refute it. `prior`
    belongs to the process tests, `benchmark` is the share of consistent cases to be surpassed.
    """

    name: str
    claim: str
    title: str = ""
    finding: str = ""
    note: str = ""
    template: str = ""
    sets: Mapping[str, str] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()
    scope: str = ""
    refuter: str = ""
    prior: float = 0.5
    tests: tuple[ProcessTest, ...] = ()
    clues: tuple[ClueCount, ...] = ()
    benchmark: float = 0.65


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Something that was tried and dropped, and why: ``qca.pri=0.45``, or in words."""

    tried: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Study:
    """A study as it was read: what is compared, the cases, and what was decided.

    `files` maps each input file (as typed from the study's folder) to the SHA-256 of its bytes.
    `problems` holds the warnings and notes of reading; a study with errors is never handed out by
    `casecompare.open_study`. `missing` names the kind of each missing cell; cells not listed there and
    empty in `values` are ``not coded``. `reporting` answers items of reporting standards, by the names of
    `casecompare.study.REPORTING_ITEMS`. `plugins` says which plugins may be used and how their methods run.
    """

    name: str
    title: str = ""
    citation: str = ""
    status: str = ""
    description: str = ""
    licence: str = ""
    language: str = "en"
    folder: Path = Path()
    outcome: str = ""
    codebook: Mapping[str, CodebookEntry] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    missing: Mapping[tuple[str, str], Missing] = field(default_factory=dict)
    methods: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    plugins: PluginPolicy = field(default_factory=PluginPolicy)
    hypotheses: Mapping[str, Hypothesis] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()
    reporting: Mapping[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=Places)

    @property
    def case_ids(self) -> tuple[str, ...]:
        """The ids of the cases, in the order of the study."""
        return tuple(self.table.index)

    @property
    def values(self) -> pd.DataFrame:
        """The coded values: one row per case, one column per coded value; missing is NaN or None.

        The frame is the caller's own: changing it leaves the study as it is.
        """
        return self.table.copy()

    def problem(
        self,
        *path: str | int,
        message: str,
        hint: str = "",
        code: str,
        level: Level = "error",
        case: str = "",
    ) -> Problem:
        """Make a problem that points at a field of ``study.yaml``."""
        file, line, column = self.places.find(path)
        return Problem(
            message=message, hint=hint, code=code, level=level, case=case,
            field=".".join(map(str, path)), file=file, line=line, column=column,
        )  # fmt: skip
