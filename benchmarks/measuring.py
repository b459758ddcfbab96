"""Time and memory of whole programs, measured from outside as the person at the keyboard feels them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True)
class Cost:
    """What one run of a program took: seconds on the clock and of the processor, megabytes at the peak."""

    wall: float
    cpu: float
    peak: float


def cost_of(command: list[str], *, folder: Path | None = None) -> Cost:
    """Run a program once and give what it took; its output is thrown away unless it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} failed:\n{said.decode()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def report(title: str, command: list[str], *, times: int, folder: Path | None = None) -> None:
    """Print one line of a table: the best of several runs, the one that other programs disturbed least."""
    costs = [cost_of(command, folder=folder) for _ in range(times)]
    wall, cpu = min(cost.wall for cost in costs), min(cost.cpu for cost in costs)
    print(f"{title:<44} {wall:8.3f} {cpu:8.3f} {max(cost.peak for cost in costs):8.0f}", flush=True)


def heading() -> None:
    """Print the table's head."""
    print(f"{'':<44} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}")
