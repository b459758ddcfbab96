"""What it costs to run a method in a process of its own: the start, and what is carried there and back.

python benchmarks/isolation.py
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import casecompare
from casecompare.methods import Host
from casecompare.methods.exchange import Reply, read_reply, write_reply
from casecompare.methods.running import Outcome
from casecompare.study import Isolation
from casecompare.testing import make_study

SILENT = """
import casecompare

@casecompare.hookimpl
def casecompare_register_methods(register):
    register(casecompare.Method(name="silent", title="Silence", question="What?",
                                run=lambda study, options, context: casecompare.MethodResult()))
"""
TIMES = 7


def main() -> None:
    """Print a line for each run with its cost in this process and in one of its own."""
    print(f"{'':<44} {'here: wall':>10} {'CPU s':>7} {'own: wall':>10} {'CPU s':>7}")
    with tempfile.TemporaryDirectory() as folder:
        plugin = Path(folder) / "silent.py"
        plugin.write_text(SILENT, encoding="utf-8")
        host = casecompare.load_host([plugin])  # the file stays: each process loads it once more
        for cases in (10, 1_000, 10_000):
            compare(f"a method that does nothing, {cases:,} cases", table_of(cases), "silent", host)
        for name in ("cragun_2014", "lipset_1959"):
            study = casecompare.open_study(Path("cases") / name, host=host)
            compare(f"qca on {name}", study, "qca", host)
    for cells in (10_000, 1_000_000):
        result = result_of(cells)
        wall, cpu = best(lambda result=result: carry(result))
        size = len(write_reply(Reply(outcome=Outcome(result=result))))
        title = f"a result of {cells:,} numbers, {size / 1e6:.1f} MB"
        print(f"{title:<44} {'':>10} {'':>7} {wall:10.3f} {cpu:7.3f}")


def compare(title: str, study: casecompare.Study, method: str, host: Host) -> None:
    """Print what a run costs in this process and in one of its own, the best of several."""

    def run(isolation: Isolation) -> Callable[[], object]:
        return lambda: casecompare.run(study, [method], host=host, isolation=isolation)

    here, own = best(run("none")), best(run("process"))
    print(f"{title:<44} {here[0]:10.3f} {here[1]:7.3f} {own[0]:10.3f} {own[1]:7.3f}", flush=True)


def best(work: Callable[[], object]) -> tuple[float, float]:
    """Give the least wall and CPU seconds of several runs: those that other programs disturbed least.

    The CPU seconds are those of this process and of the ones that it has started.
    """
    walls, processors = [], []
    for _ in range(TIMES):
        started, used = time.perf_counter(), processor_seconds()
        work()
        walls.append(time.perf_counter() - started)
        processors.append(processor_seconds() - used)
    return min(walls), min(processors)


def processor_seconds() -> float:
    """Give the processor's seconds so far."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def table_of(cases: int) -> casecompare.Study:
    """Make a study of so many cases with four sets."""
    numbers = np.random.default_rng(1).random((cases, 4))
    frame = pd.DataFrame(numbers, columns=list("ABCY"), index=[f"T{one}" for one in range(cases)])
    return make_study(frame, outcome="Y")


def result_of(cells: int) -> casecompare.MethodResult:
    """Make a result with one table of so many numbers."""
    numbers = np.random.default_rng(1).random((cells // 10, 10))
    table = casecompare.Table(name="t", title="T", frame=pd.DataFrame(numbers, columns=list("abcdefghij")))
    return casecompare.MethodResult(tables=(table,))


def carry(result: casecompare.MethodResult) -> None:
    """Write a result as the other process does, and read it as this one does."""
    read_reply(write_reply(Reply(outcome=Outcome(result=result))))


if __name__ == "__main__":
    main()
