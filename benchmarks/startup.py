"""How fast casecompare answers: ``casecompare --help`` and the imports behind the commands.

python benchmarks/startup.py
"""

from __future__ import annotations

import sys

from measuring import PROGRAMS, heading, report

IMPORTS = ["casecompare", "casecompare.cli", "casecompare.sets", "casecompare.study", "casecompare.engine"]


def main() -> None:
    """Print a line per command and per import; the bare interpreter is the floor under all of them."""
    heading()
    report("python -c pass", [sys.executable, "-c", "pass"], times=20)
    report("casecompare --help", [str(PROGRAMS / "casecompare"), "--help"], times=20)
    report("casecompare run --help", [str(PROGRAMS / "casecompare"), "run", "--help"], times=20)
    for name in IMPORTS:
        report(f"import {name}", [sys.executable, "-c", f"import {name}"], times=10)


if __name__ == "__main__":
    main()
