"""Methods that misbehave in every way a process can; a plugin in a file, loaded by the tests of isolation."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

import casecompare

IDS = ["T1", "T2", "T3"]


@dataclass(frozen=True, kw_only=True)
class Richer(casecompare.MethodResult):
    """A result with a field of its own, on which the evidence rests."""

    own: int = 0


def every_kind_of_element(study, options, context):
    frame = pd.DataFrame(
        {
            "whole": [1, 2, 3],
            "half": [0.5, np.nan, np.inf],
            "is": [True, False, True],
            "word": ["a", None, "ü</b>"],
            "ids": [("T1", "T2"), (), ("T3",)],
            "mixed": [1, "x", None],
            "listed": [["T1"], [], ["T2", "T3"]],
            "tried": pd.array([1, None, 3], dtype="Int64"),
        },
        index=pd.MultiIndex.from_tuples([("A", 1), ("A", 2), ("B", 1)], names=["set", None]),
    )
    columns = {"half": casecompare.Column(title="Half", description="a half", decimals=1)}
    finding = casecompare.Finding(
        id="1", sentence="A goes with Y.", claim="A => Y", outcome="Y", conditions=("A",), measure="n",
        value=4, low=0.1, direction="for", cases_for=("T1",), cases_against=("T2", "T3"),
    )  # fmt: skip
    print("a line")
    return Richer(
        scores=pd.DataFrame({"s": [context.random.random(), np.nan, 0.1 + 0.2]}, index=IDS),
        tables=(
            casecompare.Table(name="t", title="T", frame=frame, columns=columns, note="n", main=True),
            casecompare.Table(name="plain", title="P", frame=context.memberships(["A"])),
        ),
        figures=(casecompare.Figure(name="f", title="F", svg="<svg/>", alt="a drawing", table="t"),),
        findings=(finding,),
        diagnostics=(casecompare.Diagnostic(level="note", code="everything.n", message="m", advice="a"),),
        files={"a.R": "x <- 1\n", "b.bin": b"\x00\xff"},
        statements=(casecompare.Statement(kind="k", subject="A", value="1"),),
        own=7,
    )


def assess(hypothesis, study, result):
    if not isinstance(result, Richer):
        return ()
    return (
        casecompare.Evidence(
            source="everything", kind="own", measures={"own": result.own, "none": float("nan")}, sentence="S."
        ),
    )


def crash(*_):
    ctypes.string_at(0)


def be_killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def leave(*_):
    print("the disk is full", file=sys.stderr, flush=True)
    os._exit(3)


def hang_in_compiled_code(*_):
    ctypes.PyDLL(None).sleep(60)  # keeps the interpreter's lock


def take_all_memory(*_):
    held = []
    while True:
        held.append(np.ones(50_000_000))


def give_back_too_much(*_):
    return casecompare.MethodResult(files={"a.bin": b"x" * 3_000_000})


def print_without_end(*_):
    for _ in range(3000):
        os.write(2, b"all work and no play " * 100)
    return casecompare.MethodResult()


def spoil_the_channel(*_):
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"\x00\x00\x00\x00\x00\x00\x00\x05hello")
        except OSError:
            continue
    return casecompare.MethodResult()


def leave_others_running(study, options, context):
    for _ in range(3):
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdout=None)
    time.sleep(30)


def fork_and_leave(*_):
    """The copy keeps every pipe open."""
    if os.fork() == 0:
        time.sleep(30)
    os._exit(4)


def change_the_study(study, *_):
    study.table.iloc[0, 0] = 0.0
    return casecompare.MethodResult()


def has_nothing(*_):
    raise casecompare.NotApplicable("there are no ties.")


def tell_limits(*_):
    import resource

    names = ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_NPROC")
    limits = {name: resource.getrlimit(getattr(resource, name)) for name in names}
    return casecompare.MethodResult(
        statements=tuple(
            casecompare.Statement(kind=name, subject=which, value=str(value))
            for name, both in limits.items()
            for which, value in zip(("soft", "hard"), both, strict=True)
        )
    )


if "casecompare.methods.isolated" in sys.modules and os.environ.get("STRANGERS_HANG_AT_IMPORT"):
    time.sleep(60)


def fail(*_):
    raise ZeroDivisionError("division by zero")


@casecompare.hookimpl
def casecompare_register_methods(register):
    register(
        casecompare.Method(
            name="everything", title="E", question="?", run=every_kind_of_element, assess=assess,
            scores=(casecompare.Score(name="s", title="S"),), uses=lambda study, options: ["A"],
        )
    )  # fmt: skip
    for run in (
        crash, be_killed, leave, hang_in_compiled_code, take_all_memory, give_back_too_much,
        print_without_end, spoil_the_channel, leave_others_running, fork_and_leave,
        change_the_study, has_nothing, fail, tell_limits,
    ):  # fmt: skip
        register(casecompare.Method(name=run.__name__, title=run.__name__, question="?", run=run))
