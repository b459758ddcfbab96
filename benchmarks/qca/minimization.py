"""Minimization of random truth tables, all models: CPU seconds, size, number of models, and the label.

    .venv/bin/python benchmarks/qca/minimization.py

Rows are distinct random configurations. The outcome is a fair coin, the hardest case there is; or rare
(15 %); or follows a formula, with one row in twenty the other way. The remarks on R's QCA 3.25.1 were
measured elsewhere on tables of the same sizes. The last block draws several tables of each size.
"""

import random
import time

import pandas as pd

from casecompare_qca import Budget, TruthTable, minimize, truth_table
from casecompare_qca.solutions.implicants import implicants_avoiding
from casecompare_qca.solutions.minimization import Free, positive_corners

BY_R = {
    (5, 20): "0.28", (8, 40): "0.88", (10, 40): "2.3", (12, 40): "3.0",
    (15, 40): "stops: 3e12 bytes", (18, 40): "over 180 s", (25, 40): "over 180 s", (30, 40): "refuses",
    (8, 200): "stops: 2e14 bytes", (10, 200): "stops", (12, 200): "no solutions", (15, 200): "stops",
    (20, 200): "over 180 s",
}  # fmt: skip
PRIME_IMPLICANTS = {
    (12, 2_000, 0.5): "over 180 s", (20, 200, 0.5): "27", (25, 200, 0.5): "over 180 s",
    (30, 200, 0.5): "over 180 s", (30, 200, 0.85): "over 180 s",
}  # fmt: skip
SEVERAL = ((15, 40), (18, 40), (25, 40), (30, 40), (8, 200), (10, 200), (12, 200))
SEEDS = range(1, 6)
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
    print(f"parsimonious, all models, an outcome with a formula\n{head}")
    for size in ((8, 200), (10, 200), (12, 200), (15, 200)):
        report(*size, RARE[size], include=("?",), share=None)
    print("prime implicants only")
    print(
        f"{'k':>3} {'rows':>5} {'share':>5} {'CPU s':>8} {'R, CPU s':>18} {'implicants':>10} {'a second':>8}"
    )
    for (conditions, rows, share), by_r in PRIME_IMPLICANTS.items():
        report_prime_implicants(conditions, rows, share, by_r)
    print(f"{len(SEEDS)} tables of each size, all models: CPU seconds, ! where not exact")
    kinds: dict[str, float | None] = {"fair coin": 0.5, "formula": None}
    for kind, positive in kinds.items():
        for conditions, rows in SEVERAL:
            told = " ".join(measured(conditions, rows, positive, seed) for seed in SEEDS)
            print(f"{kind:>10} {conditions:3} {rows:5}  {told}", flush=True)


def report_prime_implicants(conditions: int, rows: int, share: float, by_r: str) -> None:
    """List all prime implicants of one table and print a line."""
    table = random_table(conditions, rows, share)
    negative = [table.space.corner(row.configuration) for row in table.coded("0")]
    clock = Budget(seconds=60).start()
    started = time.process_time()
    found = implicants_avoiding(table.space, positive_corners(table), negative, clock=clock, limit=5_000_000)
    seconds = time.process_time() - started
    count = len(found.cubes)
    rate = f"{count / seconds:8,.0f}" if found.is_complete else "(not all)"
    print(f"{conditions:3} {rows:5} {share:5} {seconds:8.3f} {by_r:>18} {count:10,} {rate}", flush=True)


def measured(conditions: int, rows: int, share: float | None, seed: int) -> str:
    """Minimize one table and give the seconds."""
    table = random_table(conditions, rows, share, seed)
    started = time.process_time()
    found = minimize(table, budget=Budget(seconds=10, models=100))
    return f"{time.process_time() - started:.2f}{'' if found.label == 'exact' else '!'}"


def report(
    conditions: int, rows: int, by_r: str, include: tuple[Free, ...], share: float | None = 0.5
) -> None:
    """Minimize one table and print a line."""
    table = random_table(conditions, rows, share)
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


def random_table(conditions: int, rows: int, share: float | None, seed: int = 1) -> TruthTable:
    """Give a table of distinct random configurations, one case each.

    The outcome is there with a chance of `share`; without one it is C00*C01 + ~C02*C03, with one row in
    twenty the other way.
    """
    chance = random.Random(seed)
    chosen: set[tuple[int, ...]] = set()
    while len(chosen) < min(rows, 2**conditions):
        chosen.add(tuple(chance.randint(0, 1) for _ in range(conditions)))
    names = [f"C{number:02}" for number in range(conditions)]
    data = []
    for row in sorted(chosen):
        if share is None:
            is_there = bool((row[0] and row[1]) or (not row[2] and row[3])) != (chance.random() < 0.05)
        else:
            is_there = chance.random() < share
        data.append((*row, int(is_there)))
    return truth_table(pd.DataFrame(data, columns=[*names, "Y"]), "Y", names)


if __name__ == "__main__":
    main()
