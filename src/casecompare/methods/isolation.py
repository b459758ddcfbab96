"""Run one method in a process of its own, with limits of time and memory: whatever it does, the run goes on.

The process is given the study as our own bytes, and gives back JSON (`casecompare.methods.exchange`): nothing
that it wrote is ever executed here. It is no jail: the method has the rights of the user, with files and
network. What isolation is good for is that a method which crashes, hangs in compiled code, fills the memory
or gives back far too much costs its own section only.

On Windows and macOS the system does not hold a process to a limit of memory; the limit of time holds.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import IO

import pandas as pd

from casecompare.methods.exchange import Reply, UnreadableReply, read_reply
from casecompare.methods.finding import FoundPlugin
from casecompare.methods.method import Method
from casecompare.methods.running import Outcome, too_late, undeclared
from casecompare.study import Study
from casecompare.study.limits import size_text

__all__ = ["MEMORY", "READY", "Request", "ended", "ending_of", "run_isolated"]

MEMORY = 4_000_000_000
"""The bytes a method may take beyond those that Python and casecompare take, unless a run says otherwise."""
READY = b"\x01"
"""What the process says when the plugin is loaded and the method's time begins."""

_MOST_BYTES = 500_000_000
_MOST_PRINTED = 64_000
_SECONDS_TO_LOAD = 120.0
_SECONDS_OF_GRACE = 3.0
"""After its time a method is first stopped from inside, which says more; then its process is."""
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from casecompare.methods.isolated import main; main()"
)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a process is asked to do.

    Parameters
    ----------
    method
        The name of the method.
    plugins
        The plugin that brings it, and every plugin that is a file: the study may hold its sections.
    study, memberships, raw, scores
        What the method works on: memberships and values before calibration, one column per set, and the
        scores of other methods.
    seed, seconds, memory
        The seed of the run, and the limits.
    """

    method: str
    plugins: tuple[FoundPlugin, ...]
    study: Study
    memberships: pd.DataFrame
    raw: pd.DataFrame
    scores: Mapping[str, pd.DataFrame]
    seed: int
    seconds: float
    memory: int = MEMORY

    def as_bytes(self) -> bytes:
        """Give the request in two parts, since the second can be read only when the plugins are loaded."""
        inner = pickle.dumps((self.study, self.memberships, self.raw, dict(self.scores)))
        outer = (self.method, self.plugins, self.seed, self.seconds, self.memory, inner)
        return pickle.dumps(outer)


@dataclass
class _Talk:
    """What has been heard from a process so far."""

    is_ready: threading.Event = field(default_factory=threading.Event)
    is_over: threading.Event = field(default_factory=threading.Event)
    reply: bytes | None = None
    announced: int = 0
    printed: bytes = b""


def run_isolated(request: Request, method: Method) -> Reply:
    """Run a method in a process of its own; whatever it does, give a reply and raise nothing.

    `KeyboardInterrupt` goes through; the process and those that it started are ended first.

    Parameters
    ----------
    request
        What to run, on what, with which limits.
    method
        The method as it is known here: what it declares is what its result is held against.
    """
    if not all(plugin.module for plugin in request.plugins) or not request.plugins:
        return _failed("it cannot run in a process of its own: it comes from no module and no file.")
    try:
        asked = request.as_bytes()
    except Exception as error:
        return _failed(f"the study cannot be handed to its process ({type(error).__name__}: {error}).")
    talk = _Talk()
    command = [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path)]
    try:
        process = subprocess.Popen(  # noqa: S603 (Python itself, and no shell)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
    except OSError as error:
        return _failed(f"no process could be started for it ({error.strerror or error}).")
    with ended(process):
        listeners = _listen(process, talk, asked)
        why = _wait(process, talk, request.seconds)
    for one in listeners:
        one.join(1.0)
    printed = talk.printed.decode("utf-8", "replace")
    if talk.reply is None:
        return _failed(why or _ending(process, talk, printed), printed)
    return _checked(talk.reply, printed, method, request.study)


def _failed(reason: str, printed: str = "") -> Reply:
    return Reply(outcome=Outcome(reason=reason, printed=printed))


def _checked(content: bytes, printed: str, method: Method, study: Study) -> Reply:
    """Read a reply, and hold the result against what the method declares: its process is not believed."""
    try:
        reply = read_reply(content)
    except UnreadableReply as error:
        return _failed(f"what it gave back cannot be read ({error}).", printed)
    outcome = replace(reply.outcome, printed=reply.outcome.printed + printed)
    if outcome.result is not None and (faults := list(undeclared(method, study, outcome.result))):
        outcome = replace(outcome, result=None, reason="; ".join(faults) + ".")
    elif outcome.result is None and not outcome.reason:
        outcome = replace(outcome, reason="it gave back neither a result nor a reason.")
    return replace(reply, outcome=outcome)


def _listen(process: subprocess.Popen[bytes], talk: _Talk, request: bytes) -> list[threading.Thread]:
    """Feed and hear a process in threads of their own: none of its pipes can hold up the run."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    listeners = [
        threading.Thread(target=_ask, args=(process.stdin, request), daemon=True),
        threading.Thread(target=_hear, args=(process.stdout, talk), daemon=True),
        threading.Thread(target=_overhear, args=(process.stderr, talk), daemon=True),
    ]
    for one in listeners:
        one.start()
    return listeners


def _ask(pipe: IO[bytes], request: bytes) -> None:
    with contextlib.suppress(OSError), pipe:
        view = memoryview(request)
        while view:
            view = view[os.write(pipe.fileno(), view[:1_000_000]) :]


def _hear(pipe: IO[bytes], talk: _Talk) -> None:
    with contextlib.suppress(OSError, MemoryError), pipe:
        if _exactly(pipe, 1) == READY:
            talk.is_ready.set()
            head = _exactly(pipe, 8)
            talk.announced = int.from_bytes(head, "big") if head else 0
            if head and talk.announced <= _MOST_BYTES:
                talk.reply = _exactly(pipe, talk.announced)
    talk.is_over.set()


def _overhear(pipe: IO[bytes], talk: _Talk) -> None:
    """Keep the beginning of what a process prints, and let the rest go."""
    with contextlib.suppress(OSError), pipe:
        while piece := os.read(pipe.fileno(), 65_536):
            talk.printed = (talk.printed + piece)[:_MOST_PRINTED]


def _exactly(pipe: IO[bytes], count: int) -> bytes | None:
    """Read so many bytes, or give None if the other side ends before."""
    pieces: list[bytes] = []
    while count:
        piece = os.read(pipe.fileno(), min(count, 1_000_000))
        if not piece:
            return None
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _wait(process: subprocess.Popen[bytes], talk: _Talk, seconds: float) -> str:
    """Wait until all is said or the time is over; give the reason if it is."""
    begun = time.monotonic()
    while not talk.is_over.wait(0.02):
        if talk.is_ready.is_set():
            break
        if process.poll() is not None:
            talk.is_over.wait(0.5)
            return ""
        if time.monotonic() - begun > _SECONDS_TO_LOAD:
            return f"its plugin was not loaded within {_SECONDS_TO_LOAD:g} seconds; its process was ended."
    begun = time.monotonic()
    while not talk.is_over.wait(0.1):
        if process.poll() is not None:
            # Pipes may be held open by what it has started; what it said itself is there by now.
            talk.is_over.wait(0.5)
            return ""
        if time.monotonic() - begun > seconds + _SECONDS_OF_GRACE:
            return too_late(seconds)
    if talk.reply is None and talk.announced <= _MOST_BYTES:
        try:
            process.wait(1.0)  # it is about to end, and how it ends is the reason
        except subprocess.TimeoutExpired:
            return "it broke off without a result; its process was ended."
    return ""


def _ending(process: subprocess.Popen[bytes], talk: _Talk, printed: str) -> str:
    """Say how a process ended that gave back no result."""
    if talk.announced > _MOST_BYTES:
        return (
            f"it gave back {size_text(talk.announced)}, more than the {size_text(_MOST_BYTES)} "
            "that are read. Ask it for less: fewer tables, figures or files."
        )
    said = " ".join(printed.strip().splitlines()[-1:])[:200]
    last = f" The last it said: {said}" if said else ""
    how = ending_of(process.returncode)
    if process.returncode is not None and process.returncode < 0:
        return f"{how}.{last}"
    return f"{how} without a result.{last}"


def ending_of(code: int | None) -> str:
    """Say how a process ended, by its exit code; a negative one is the number of a signal.

    Examples
    --------
    >>> ending_of(3)
    'its process ended by itself (exit code 3)'
    """
    if code is None or code >= 0:
        return f"its process ended by itself (exit code {code})"
    name = signal.Signals(-code).name if -code in list(signal.Signals) else f"signal {-code}"
    if name == "SIGKILL":
        return f"its process was killed ({name}), most likely because the memory ran out"
    if name == "SIGXCPU":
        return f"its process took too much of the processor's time ({name})"
    return f"its process crashed ({name}), as compiled code does"


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process, and what it has started, when it is no longer needed."""
    try:
        yield
    finally:
        process.poll()
        if sys.platform == "win32":
            process.kill()
        else:
            # It leads a group of its own. The group outlives it if it has started others.
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5.0)
