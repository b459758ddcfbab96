"""The other side of `casecompare.methods.isolation`: what runs in the process of one method."""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pandas as pd

from casecompare.errors import CasecompareError
from casecompare.hypotheses import Evidence
from casecompare.methods.exchange import Reply, write_reply
from casecompare.methods.finding import FoundPlugin
from casecompare.methods.host import Host
from casecompare.methods.isolation import READY
from casecompare.methods.method import Method, RunContext
from casecompare.methods.result import MethodResult
from casecompare.methods.running import OUT_OF_MEMORY, Outcome, assess, run_method
from casecompare.study import Study
from casecompare.study.limits import size_text

__all__ = ["limit_process", "main"]

_MORE_PROCESSES = 256


def main() -> NoReturn:
    """Answer one request that stands on the standard input, and end."""
    # What says the result is kept apart from the standard output, on which the method may print.
    channel = os.dup(1)
    os.dup2(2, 1)
    name, plugins, seed, seconds, memory, inner = pickle.load(sys.stdin.buffer)  # noqa: S301 (our own bytes)
    limit_process(seconds, memory)
    try:
        made = _reply(channel, name, plugins, seed, seconds, inner)
        if made.outcome.reason == OUT_OF_MEMORY:
            raise MemoryError
        reply = write_reply(made)
    except MemoryError:
        reply = write_reply(Reply(outcome=Outcome(reason=_too_large(memory))))
    except CasecompareError as error:
        reply = write_reply(Reply(outcome=Outcome(reason=str(error))))
    except Exception as error:
        reason = f"it cannot run in a process of its own ({type(error).__name__}: {error})."
        reply = write_reply(Reply(outcome=Outcome(reason=reason)))
    _say(channel, len(reply).to_bytes(8, "big") + reply)
    # Whatever the method has left running ends here.
    os._exit(0)


def _reply(
    channel: int, name: str, plugins: tuple[FoundPlugin, ...], seed: int, seconds: float, inner: bytes
) -> Reply:
    host = Host()
    try:
        for found in plugins:
            host.add(found)
        study, memberships, raw, scores = pickle.loads(inner)  # noqa: S301 (our own bytes)
        method, _ = host.for_study(study).method(name)
        options = method.options.model_validate(dict(study.methods.get(name, {})))
        context = _context(name, memberships, raw, scores, seed, seconds)
    finally:
        _say(channel, READY)
    outcome = run_method(method, study, options, context)
    if outcome.result is None:
        return Reply(outcome=outcome)
    return Reply(outcome=outcome, evidence=_evidence(method, study, outcome.result))


def _context(
    name: str,
    memberships: pd.DataFrame,
    raw: pd.DataFrame,
    scores: Mapping[str, pd.DataFrame],
    seed: int,
    seconds: float,
) -> RunContext:
    return RunContext(
        memberships=lambda names: memberships[list(names)].copy(),
        raw=lambda names: raw[list(names)].copy(),
        scores=scores,
        random=random.Random(f"{seed}:{name}"),  # noqa: S311 (chance in science, not in secrets)
        seconds=seconds,
    )


def _evidence(method: Method, study: Study, result: MethodResult) -> dict[str, tuple[Evidence, ...]]:
    """Give the evidence on every claim now: it may rest on parts of the result that do not cross."""
    if method.assess is None:
        return {}
    return {
        name: tuple(assess(method, hypothesis, study, result))
        for name, hypothesis in study.hypotheses.items()
    }


def limit_process(seconds: float, memory: int) -> None:
    """Hold this process to its limits, as far as the system does; no plugin has been imported yet."""
    if sys.platform == "win32":
        return
    import resource

    processors = os.cpu_count() or 1
    wanted = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, math.ceil(min(seconds, 1e7) + 120) * processors),
        (resource.RLIMIT_AS, _address_space() + memory),
    ]
    if (running := _processes()) is not None:
        # A bound on runaway copies of itself; it does not hold for the administrator.
        wanted.append((resource.RLIMIT_NPROC, running + _MORE_PROCESSES + processors))
    for what, most in wanted:
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(what)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (most, most))


def _address_space() -> int:
    """Give the bytes that this process has reserved already, where the system tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _processes() -> int | None:
    """Give how many processes and threads this user has, where the system tells."""
    count = 0
    try:
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if folder.name.isdigit() and folder.stat().st_uid == os.getuid():
                    count += sum(1 for _ in (folder / "task").iterdir())
    except OSError:
        return None
    return count or None


def _say(channel: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(channel, view[:1_000_000]) :]


def _too_large(memory: int) -> str:
    return (
        f"it needed more memory than the {size_text(memory)} that it may take. "
        "Give it more with --memory-limit, or fewer conditions or cases."
    )
