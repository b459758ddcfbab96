"""How long a comparison takes to make and to write, format by format, and how large each is.

python benchmarks/report/writing.py STUDY...
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

import casecompare
from casecompare.report import (
    render_html,
    render_json,
    render_markdown,
    render_tables,
    render_terminal,
    render_workbook,
)
from casecompare.report.withholding import withhold

FORMATS: dict[str, Callable[[casecompare.Comparison], bytes | str | Mapping[str, bytes]]] = {
    "html": render_html,
    "markdown": render_markdown,
    "json": render_json,
    "csv": render_tables,
    "xlsx": render_workbook,
    "terminal": render_terminal,
}


def main() -> None:
    """Print a line for each step of each study: seconds of CPU and megabytes."""
    for name in sys.argv[1:]:
        print(name)
        started = time.process_time()
        study = casecompare.open_study(name)
        told("read", started)
        started = time.process_time()
        comparison = casecompare.run(study, ["qca"])
        told("run", started)
        started = time.process_time()
        # As `write_run` does, once for all formats: here the objects for the cases are made.
        comparison = withhold(comparison)
        told("withhold", started)
        for form, render in FORMATS.items():
            started = time.process_time()
            made = render(comparison)
            size = sum(map(len, made.values())) if isinstance(made, Mapping) else len(made)
            told(form, started, size)


def told(what: str, started: float, size: int = 0) -> None:
    """Print what a step took."""
    print(f"  {what:<10} {time.process_time() - started:7.2f} s {size / 1e6:8.2f} MB", flush=True)


if __name__ == "__main__":
    main()
