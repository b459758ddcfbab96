"""Minimization of random truth tables, all models: CPU seconds, size, number of models, and the label.

    .venv/bin/python benchmarks/qca/minimization.py

Rows are distinct random configurations. The outcome is a fair coin, the hardest case there is, or, in the
last block, rare (15 %). The remarks on R's QCA 3.25.1 were measured elsewhere on tables of the same sizes.
"""

import random
import time

import pandas as pd

from casecompare_qca import Budget, minimize, truth_table
from casecompare_qca.solutions.implicants import implicants_avoiding
from casecompare_qca.solutions.minimization import positive_corners

BY_R = {
    (5, 20): "0.28", (8, 40): "0.88", (10, 40): "2.3", (12, 40): "3.0",
    (15, 40): "stops: 3e12 bytes", (18, 40): "over 180 s", (25, 40): "over 180 s", (30, 40): "refuses",
    (8, 200): "stops: 2e14 bytes", (10, 200): "stops", (12, 200): "no solutions", (15, 200): "stops",
    (20, 200): "over 180 s",
}  # fmt: skip
PRIME_IMPLICANTS = {
    (12, 2_000): "over 180 s", (20, 200): "27", (25, 200): "over 180 s", (30, 200): "over 180 s",
}  # fmt: skip
RARE = {
    (8, 200): "stops: 2e14 bytes", (10, 200): "stops", (12, 200): "no solutions", (15, 200): "stops",
    (20, 200): "over 180 s", (30, 200): "over 180 s",
}  # fmt: skip
CONSERVATIVE = {(12, 40): "4.6", (18, 40): "8.8", (25, 40): "21.6", (60, 40): "refuses"}


def main() -> None:
    """Print the table."""
    head = f"{'k':>3} {'rows':>5} {'CPU s':>8} {'R, CPU s':>18} {'implicants':>10} {'terms':>5}"
    head += f" {'models':>14}  label"
    print(f"parsimonious, all models\n{head}")
    for size, by_r in BY_R.items():
        report(*size, by_r, include=("?",))
    print(f"conservative\n{head}")
    for size, by_r in CONSERVATIVE.items():
        report(*size, by_r, include=())
    print(f"parsimonious, all models, a rare outcome\n{head}")
    for size, by_r in RARE.items():
        report(*size, by_r, include=("?",), share=0.15)
    print(f"prime implicants only\n{'k':>3} {'rows':>5} {'CPU s':>8} {'R, CPU s':>18} {'implicants':>10}")
    for size, by_r in PRIME_IMPLICANTS.items():
        report_prime_implicants(*size, by_r)


def report_prime_implicants(conditions: int, rows: int, by_r: str) -> None:
    """List all prime implicants of one table and print a line."""
    names = [f"C{number:02}" for number in range(conditions)]
    table = truth_table(random_rows(conditions, rows, 0.5), "Y", names)
    negative = [table.space.corner(row.configuration) for row in table.coded("0")]
    clock = Budget(seconds=60).start()
    started = time.process_time()
    found = implicants_avoiding(table.space, positive_corners(table), negative, clock=clock, limit=5_000_000)
    seconds = time.process_time() - started
    complete = "" if found.is_complete else "  (not all)"
    print(f"{conditions:3} {rows:5} {seconds:8.3f} {by_r:>18} {len(found.cubes):10,}{complete}", flush=True)


def report(conditions: int, rows: int, by_r: str, include: tuple[str, ...], share: float = 0.5) -> None:
    """Minimize one table and print a line."""
    names = [f"C{number:02}" for number in range(conditions)]
    table = truth_table(random_rows(conditions, rows, share), "Y", names)
    started = time.process_time()
    found = minimize(table, include=include, budget=Budget(seconds=10, models=100))
    seconds = time.process_time() - started
    space = found.model_space
    bounds = {space.lower_bound: "", space.upper_bound: ""}
    terms = "-".join(map(str, bounds))
    count = f"{space.count:,}" if space.is_counted else f"{space.count:,}+"
    print(
        f"{conditions:3} {rows:5} {seconds:8.3f} {by_r:>18} {len(found.implicants.cubes):10,} {terms:>5} "
        f"{count:>14}  {found.label}",
        flush=True,
    )


def random_rows(conditions: int, rows: int, share: float) -> pd.DataFrame:
    """Give distinct random configurations with a random outcome, one case each."""
    chance = random.Random(1)
    chosen: set[tuple[int, ...]] = set()
    while len(chosen) < min(rows, 2**conditions):
        chosen.add(tuple(chance.randint(0, 1) for _ in range(conditions)))
    names = [f"C{number:02}" for number in range(conditions)]
    return pd.DataFrame(
        [(*row, int(chance.random() < share)) for row in sorted(chosen)], columns=[*names, "Y"]
    )


if __name__ == "__main__":
    main()
