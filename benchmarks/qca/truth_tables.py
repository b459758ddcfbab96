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

R_SECONDS = {(50, 5): 0.056, (50, 8): 0.084, (50, 10): 0.103, (10_000, 10): 2.1, (100_000, 10): 20.6}


def main() -> None:
    """Print the table."""
    sizes = [*R_SECONDS, *([(1_000_000, 10)] if "--million" in sys.argv else [])]
    print(f"{'cases':>9} {'conditions':>10} {'CPU s':>9} {'R, CPU s':>9} {'ratio':>6} {'peak MB':>8}")
    for cases, conditions in sizes:
        data, names = random_sets(cases, conditions)
        truth_table(data.head(40), "Y", names)  # once to warm up
        seconds = min(timed(data, names) for _ in range(5 if cases < 1_000_000 else 1))
        by_r = R_SECONDS.get((cases, conditions))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = f"{by_r:9.3f} {by_r / seconds:6.0f}" if by_r else f"{'killed':>9} {'':>6}"
        print(f"{cases:9,} {conditions:10} {seconds:9.4f} {told} {peak:8.0f}")


def random_sets(cases: int, conditions: int) -> tuple[pd.DataFrame, list[str]]:
    """Give uniform random memberships."""
    chance = np.random.default_rng(1)
    names = [f"C{number}" for number in range(conditions)]
    return pd.DataFrame(chance.random((cases, conditions + 1)), columns=[*names, "Y"]), names


def timed(data: pd.DataFrame, names: list[str]) -> float:
    """Give the CPU seconds of one truth table."""
    started = time.process_time()
    truth_table(data, "Y", names)
    return time.process_time() - started


if __name__ == "__main__":
    main()
