"""A method tried on a study: what came of it, in words that lead its author to the place."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from casecompare.errors import CasecompareError, UsageError
from casecompare.methods import Comparison, Method, MethodResult, MethodRun, Options, Provenance, RunContext
from casecompare.methods.running import Outcome, run_method
from casecompare.report import render_json
from casecompare.sets import CALIBRATIONS, CalibrationMethod, memberships
from casecompare.study import Study

__all__ = ["Status", "Trial", "comparison_of", "json_of", "read_options", "try_method"]

Status = Literal["ok", "refused", "skipped", "crashed", "broke the contract"]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What came of trying a method on a study.

    Parameters
    ----------
    status
        *ok*; *refused*, the method said in words why it has no result (it raised a `CasecompareError`);
        *skipped*, sets that it uses cannot be used in this study; *crashed*, it raised anything else or took
        too long; *broke the contract*, its result holds something undeclared or it changed the study.
    reason
        Why there is no result.
    place
        Where it crashed, ``file.py, line 12``.
    """

    method: Method
    study: Study
    options: Options
    status: Status
    result: MethodResult | None = None
    reason: str = ""
    place: str = ""
    printed: str = ""
    seconds: float = 0.0

    @property
    def found(self) -> MethodResult:
        """The result of a method that ran.

        Raises
        ------
        UsageError
            if there is none; the message has the reason.
        """
        if self.result is None:
            raise UsageError(f"{self.method.name} {self.status} on '{self.study.name}': {self.reason}")
        return self.result


def try_method(
    method: Method,
    study: Study,
    options: Mapping[str, object] | None = None,
    *,
    seed: int = 1,
    seconds: float = 60.0,
    is_repeat: bool = False,
    calibrations: Mapping[str, CalibrationMethod] | None = None,
) -> Trial:
    """Try a method on a study without an engine around it, and tell a refusal from a crash.

    Unlike `run_alone` it runs on studies that the engine refuses beforehand, such as one without cases.

    Parameters
    ----------
    method, study
        What is tried on what.
    options
        The method's options, as in ``study.yaml``.
    seed, seconds
        The seed of every random number, and the time it may take.
    is_repeat
        As in `RunContext`.
    calibrations
        Ways of calibrating beyond casecompare's own.

    Raises
    ------
    UsageError
        if the options do not fit the method's model.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.testing import make_study
    >>> broken = Method(name="broken", title="Broken", question="?", run=lambda *given: 1 / 0)
    >>> trial = try_method(broken, make_study(pd.DataFrame({"Y": [1, 0]}, index=["k", "l"])))
    >>> trial.status, trial.reason
    ('crashed', 'ZeroDivisionError: division by zero')
    """
    given = read_options(method, options or {})
    nothing = Trial(method=method, study=study, options=given, status="ok")
    try:
        names = list(dict.fromkeys(method.uses(study, given)))
        sets = memberships(study, names, methods={**CALIBRATIONS, **(calibrations or {})})
    except CasecompareError as error:
        return replace(nothing, status="refused", reason=str(error))
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {error}"
        return replace(nothing, status="crashed", reason=reason, place=_place(error, method))
    if errors := [str(one) for one in sets.problems if one.level == "error"]:
        return replace(nothing, status="skipped", reason="; ".join(errors))

    context = RunContext(
        memberships=lambda some: sets.frame[list(some)].copy(),
        raw=lambda some: sets.raw[list(some)].copy(),
        random=random.Random(f"{seed}:{method.name}"),  # noqa: S311 (chance in science, not in secrets)
        seconds=seconds,
        is_repeat=is_repeat,
    )
    watch = _Watch(method)
    started = time.perf_counter()
    outcome = run_method(replace(method, run=watch.run), study, given, context)
    status = watch.status_of(outcome)
    return replace(
        nothing,
        status=status,
        result=outcome.result,
        reason=outcome.reason,
        place=_place(watch.raised, method) if watch.raised and status == "crashed" else "",
        printed=outcome.printed,
        seconds=time.perf_counter() - started,
    )


@dataclass
class _Watch:
    """A method that remembers what it raised, of which an outcome has the words alone."""

    method: Method
    raised: BaseException | None = None

    def run(self, study: Study, options: Options, context: RunContext) -> MethodResult:
        try:
            return self.method.run(study, options, context)
        except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:
            self.raised = error
            raise

    def status_of(self, outcome: Outcome) -> Status:
        if outcome.result is not None:
            return "ok"
        if isinstance(self.raised, CasecompareError):
            return "refused"
        return "crashed" if self.raised or outcome.reason.startswith("did not end") else "broke the contract"


def read_options(method: Method, options: Mapping[str, object]) -> Options:
    """Read options of a method as ``study.yaml`` would hold them.

    Raises
    ------
    UsageError
        if they do not fit the method's model.
    """
    try:
        return method.options.model_validate(dict(options))
    except ValidationError as error:
        said = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'options'}: {one['msg']}" for one in error.errors()
        )
        hint = (
            ""
            if options
            else " Name options under which it has something to say about the sets A, B, C and outcome Y: "
            'Method(example_options={"conditions": ["A", "B"]}).'
        )
        raise UsageError(f"options of {method.name}: {said}.{hint}") from None


def comparison_of(*trials: Trial) -> Comparison:
    """Give trials on one study as a comparison, such as reports are written from."""
    runs = {
        one.method.name: MethodRun(
            method=one.method,
            status="ok" if one.result is not None else "failed",
            result=one.result,
            reason=one.reason,
            provenance=Provenance(
                distribution="", version="", options=one.options.model_dump(mode="json"), seed=1
            ),
        )
        for one in trials
    }
    return Comparison(study=trials[0].study, runs=runs)


def json_of(trial: Trial) -> bytes:
    """Give everything that a method found as the bytes of ``comparison.json``.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> silent = Method(name="silent", title="", question="", run=lambda *_: MethodResult())
    >>> b'"name": "silent"' in json_of(try_method(silent, Study(name="s")))
    True
    """
    return render_json(comparison_of(trial))


def _place(error: BaseException, method: Method) -> str:
    """Give the last line of the plugin's own on the way to an error, not that of a library it called."""
    frames = traceback.extract_tb(error.__traceback__)
    home = Path(getattr(getattr(method.run, "__code__", None), "co_filename", "")).parent
    own = [frame for frame in frames if home in Path(frame.filename).parents]
    last = next(reversed(own or list(frames)), None)
    return "" if last is None else f"{Path(last.filename).name}, line {last.lineno}"
