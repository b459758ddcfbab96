"""Truth tables of random fuzzy data: CPU seconds, and how many times faster than R's QCA was measured.

    .venv/bin/python benchmarks/qca/truth_tables.py [--million]

The figures of R's QCA 3.25.1 (R 4.2.2, 2 cores) were measured elsewhere; the ratio is a rough one.
"""

import resource
import sys
import time

import numpy as np
import pandas as pd

from casecompare_qca import truth_table

FUZZY = {
    (50, 5): 0.056,
    (50, 8): 0.084,
    (50, 10): 0.103,
    (10_000, 10): 2.1,
    (10_000, 15): 5.0,
    (100_000, 10): 20.6,
}
MILLION = {(1_000_000, 10): None}
CRISP = {(100_000, 15): None}


def main() -> None:
    """Print the tables."""
    print(f"{'cases':>9} {'conditions':>10} {'CPU s':>9} {'R, CPU s':>9} {'ratio':>6} {'peak MB':>8}")
    for size, by_r in (FUZZY | (MILLION if "--million" in sys.argv else {})).items():
        report(*size, by_r, is_crisp=False)
    print("crisp sets")
    for size, by_r in CRISP.items():
        report(*size, by_r, is_crisp=True)


def report(cases: int, conditions: int, by_r: float | None, *, is_crisp: bool) -> None:
    """Build one truth table and print a line; the peak is that of the whole program so far."""
    data, names = random_sets(cases, conditions, is_crisp=is_crisp)
    truth_table(data.head(40), "Y", names)  # once to warm up
    seconds = min(timed(data, names) for _ in range(5 if cases < 100_000 else 1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{by_r:9.3f} {by_r / seconds:6.0f}" if by_r else f"{'stops':>9} {'':>6}"
    print(f"{cases:9,} {conditions:10} {seconds:9.4f} {told} {peak:8.0f}")


def random_sets(cases: int, conditions: int, *, is_crisp: bool) -> tuple[pd.DataFrame, list[str]]:
    """Give uniform random memberships, or a fair coin for each."""
    chance = np.random.default_rng(1)
    names = [f"C{number}" for number in range(conditions)]
    memberships = chance.random((cases, conditions + 1))
    return pd.DataFrame(memberships.round() if is_crisp else memberships, columns=[*names, "Y"]), names


def timed(data: pd.DataFrame, names: list[str]) -> float:
    """Give the CPU seconds of one truth table."""
    started = time.process_time()
    truth_table(data, "Y", names)
    return time.process_time() - started


if __name__ == "__main__":
    main()
