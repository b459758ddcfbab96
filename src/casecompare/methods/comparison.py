"""What one run of the engine gives: every method's result, the verdicts, and where it all came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from casecompare.errors import MethodFailed, Problem, UsageError, did_you_mean
from casecompare.hypotheses import Verdict
from casecompare.methods.earlier import EarlierRun
from casecompare.methods.method import Method
from casecompare.methods.result import Diagnostic, MethodResult
from casecompare.methods.robustness import Robustness
from casecompare.study import Study

__all__ = ["Comparison", "MethodRun", "PluginFault", "Provenance"]


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What a method's section rests on: who wrote it, with which options, and the chance it drew on.

    `seconds` is the only part that differs between two equal runs.
    """

    distribution: str
    version: str
    options: Mapping[str, object]
    seed: int
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class MethodRun:
    """How a method fared: *ok* with its result, *failed* or *skipped* with the reason.

    `chain` names the derived scores it was given, as ``SET <- method.score``. `is_asked` is false for a
    method that ran only because another one uses its scores. `is_optional` is true where nobody named any
    method, so that all there are were tried; one that finds nothing of its kind is then not missed.
    """

    method: Method
    status: Literal["ok", "failed", "skipped"]
    provenance: Provenance
    result: MethodResult | None = None
    reason: str = ""
    is_asked: bool = True
    is_optional: bool = False
    chain: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_missed(self) -> bool:
        """Whether there is no result although one was to be expected."""
        return self.status != "ok" and not (self.is_optional and self.status == "skipped")


@dataclass(frozen=True, kw_only=True)
class PluginFault:
    """A plugin that could not be used, and why."""

    plugin: str
    distribution: str
    version: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A study with everything that the methods said of it.

    `robustness` is None where the run was not repeated; see `casecompare.examine`. `earlier` holds what
    earlier runs of the study were and gave, where their folder is known.

    Examples
    --------
    >>> import casecompare
    >>> study = casecompare.open_study("cases/cragun_2014")
    >>> comparison = casecompare.run(study, methods=["qca"])
    >>> comparison.runs["qca"].status
    'ok'
    """

    study: Study
    runs: Mapping[str, MethodRun] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    memberships: pd.DataFrame = field(default_factory=pd.DataFrame)
    raw: pd.DataFrame = field(default_factory=pd.DataFrame)
    case_board: pd.DataFrame = field(default_factory=pd.DataFrame)
    condition_board: pd.DataFrame = field(default_factory=pd.DataFrame)
    problems: tuple[Problem, ...] = ()
    faults: tuple[PluginFault, ...] = ()
    seed: int = 0
    version: str = ""
    robustness: Robustness | None = None
    earlier: tuple[EarlierRun, ...] = ()

    def __getitem__(self, name: str) -> MethodResult:
        """Give the result of a method.

        Raises
        ------
        MethodFailed
            if the method failed or was skipped; the message has the reason.
        UsageError
            if no such method ran.
        """
        if name not in self.runs:
            known = ", ".join(self.runs) or "none"
            message = f"no method '{name}' in this comparison (it holds: {known})."
            raise UsageError(" ".join(filter(None, [message, did_you_mean(name, self.runs)])))
        run = self.runs[name]
        if run.result is None:
            source = run.provenance
            raise MethodFailed(
                name, f"{run.status}: {run.reason}", distribution=source.distribution, version=source.version
            )
        return run.result

    @property
    def is_complete(self) -> bool:
        """Whether every method ran that could, and every plugin could be loaded."""
        return not self.faults and not any(run.is_missed for run in self.runs.values())
