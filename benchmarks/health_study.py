"""From a cold start to a written report: the health-service study of Cragun and colleagues.

python benchmarks/health_study.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from measuring import PROGRAMS, heading, report

CASES = Path(__file__).resolve().parent.parent / "cases"


def main() -> None:
    """Print a line per study; each run is a new process that reads, compares and writes the run folder."""
    heading()
    with tempfile.TemporaryDirectory() as folder:
        for study in ("cragun_2014", "clinical_commissioning"):
            command = [str(PROGRAMS / "casecompare"), "run", str(CASES / study), "-o", f"{folder}/{study}"]
            report(f"casecompare run cases/{study}", command, times=7)


if __name__ == "__main__":
    main()
