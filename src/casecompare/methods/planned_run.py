"""One method of a plan: given its sets and the scores it waits for, run, and told about as a `MethodRun`."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from casecompare.hypotheses import Evidence
from casecompare.methods.comparison import MethodRun, Provenance
from casecompare.methods.finding import FoundPlugin
from casecompare.methods.host import Host
from casecompare.methods.method import Method, RunContext
from casecompare.methods.planning import PlannedMethod
from casecompare.methods.result import Diagnostic
from casecompare.methods.running import run_method
from casecompare.sets import Memberships, memberships
from casecompare.study import Isolation, Study

if TYPE_CHECKING:
    from casecompare.methods.isolation import Request

__all__ = ["Bounds", "run_planned"]


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How methods are run: the seed, what each of them may take, and where; None: as the study says."""

    seed: int = 1
    seconds: float = 600.0
    isolation: Isolation | None = None
    memory: int | None = None


def run_planned(
    study: Study,
    planned: PlannedMethod,
    host: Host,
    scores: Mapping[str, pd.DataFrame],
    runs: Mapping[str, MethodRun],
    bounds: Bounds,
    progress: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> MethodRun:
    """Run a method of a plan, in this process or in one of its own; whatever it does, give its `MethodRun`.

    Parameters
    ----------
    study, planned, host
        The study, the method with its options, and the plugins.
    scores, runs
        What the methods before gave.
    bounds
        The seed, and how the method is run.
    progress
        Called as ``progress(done, total, what)``; a method in a process of its own cannot call it.
    """
    method = planned.method
    done = MethodRun(
        method=method,
        status="skipped",
        provenance=Provenance(
            distribution=planned.plugin.distribution,
            version=planned.plugin.version,
            options=planned.options.model_dump(mode="json"),
            seed=bounds.seed,
        ),
        is_asked=planned.is_asked,
        chain=tuple(link for links in planned.needs.values() for link in links),
    )
    if planned.fault:
        return replace(done, status="failed", reason=planned.fault)
    for needed in planned.needs:
        if needed not in scores:
            status = runs[needed].status if needed in runs else "missing"
            return replace(done, reason=f"it needs the scores of '{needed}', which {_WORDS[status]}.")
    sets = memberships(study, list(planned.uses), scores=scores, methods=host.calibrations)
    if errors := [problem for problem in sets.problems if problem.level == "error"]:
        return replace(done, reason="\n".join(map(str, errors)))

    started = time.perf_counter()
    if (bounds.isolation or study.plugins.isolation_of(method.name)) == "process":
        from casecompare.methods.isolation import run_isolated  # few runs need it

        reply = run_isolated(_request(study, planned, host, scores, sets, bounds), method)
        outcome = reply.outcome
        done = replace(done, method=_with_evidence(method, reply.evidence))
    else:
        outcome = run_method(method, study, planned.options, _context(method, scores, sets, bounds, progress))
    without_result: Literal["failed", "skipped"] = "failed" if outcome.is_applicable else "skipped"
    return replace(
        done,
        status=without_result if outcome.result is None else "ok",
        result=outcome.result,
        reason=outcome.reason,
        provenance=replace(done.provenance, seconds=time.perf_counter() - started),
        diagnostics=(
            *_printed(method.name, outcome.printed),
            *_deprecated(planned, host, outcome.deprecated),
        ),
    )


def _context(
    method: Method,
    scores: Mapping[str, pd.DataFrame],
    sets: Memberships,
    bounds: Bounds,
    progress: Callable[[int, int, str], None],
) -> RunContext:
    return RunContext(
        memberships=lambda names: sets.frame[list(names)].copy(),
        raw=lambda names: sets.raw[list(names)].copy(),
        scores={name: frame.copy() for name, frame in scores.items()},
        random=random.Random(f"{bounds.seed}:{method.name}"),  # noqa: S311 (chance in science, not in secrets)
        seconds=bounds.seconds,
        progress=progress,
    )


def _request(
    study: Study,
    planned: PlannedMethod,
    host: Host,
    scores: Mapping[str, pd.DataFrame],
    sets: Memberships,
    bounds: Bounds,
) -> Request:
    from casecompare.methods.isolation import MEMORY, Request

    return Request(
        method=planned.method.name,
        plugins=_plugins_of(planned, host),
        study=study,
        memberships=sets.frame,
        raw=sets.raw,
        scores=scores,
        seed=bounds.seed,
        seconds=bounds.seconds,
        memory=bounds.memory or study.plugins.memory or MEMORY,
    )


def _plugins_of(planned: PlannedMethod, host: Host) -> tuple[FoundPlugin, ...]:
    """Give the plugin of a method, and those that are files: only by their paths can they be imported."""
    own = [one.found for one in host.plugins if one.found.name == planned.plugin.name]
    files = [one.found for one in host.plugins if one.found.origin == "file" and one.found not in own]
    return (*own, *files)


def _with_evidence(method: Method, evidence: Mapping[str, Sequence[Evidence]]) -> Method:
    """Give a method that answers with the evidence that its own process gave."""
    if method.assess is None:
        return method
    return replace(method, assess=lambda hypothesis, study, result: evidence.get(hypothesis.name, ()))


def _deprecated(planned: PlannedMethod, host: Host, in_result: Sequence[str]) -> Iterator[Diagnostic]:
    """Warn of what the plugin uses that will be taken away, with the names by which its author knows it."""
    found = planned.plugin
    at_loading = [use for one in host.plugins if one.found.name == found.name for use in one.deprecated]
    source = " ".join(filter(None, [found.distribution, found.version])) or found.name
    for use in dict.fromkeys([*at_loading, *in_result]):
        yield Diagnostic(
            level="warning",
            code=f"{planned.method.name}.deprecated",
            message=f"{source} uses {use}.",
            advice="The result is not affected; tell the plugin's author, or install a newer version of it.",
        )


_WORDS = {"failed": "failed", "skipped": "was skipped", "missing": "did not run"}


def _printed(name: str, text: str) -> tuple[Diagnostic, ...]:
    if not text.strip():
        return ()
    return (
        Diagnostic(
            level="note",
            code=f"{name}.printed",
            message=f"The method printed {len(text.splitlines())} line(s): {text.strip()[:200]!r}.",
            advice="Results belong into the result that a method returns; tell the plugin's author.",
        ),
    )
