"""How long 10,000 permutations of 60 cases take: ``python benchmarks/permutations.py``."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import numpy as np

from casecompare_nca import CEILINGS, Scatter, make_scatter, permutation_tests
from casecompare_nca.ceilings import CeilingName

CASES, PERMUTATIONS, TRIES = 60, 10_000, 5


def main() -> None:
    """Print the best of five tries for each ceiling."""
    random = np.random.default_rng(1)
    x = random.random(CASES)
    scatter = make_scatter(x, np.minimum(random.random(CASES), 0.2 + x))
    for names in (*([name] for name in CEILINGS), ["ce_fdh", "cr_fdh"]):
        best = min(_seconds(scatter, names) for _ in range(TRIES))
        sys.stdout.write(f"{' + '.join(names):16} {best:6.3f} s\n")


def _seconds(scatter: Scatter, names: Sequence[CeilingName]) -> float:
    started = time.perf_counter()
    permutation_tests(scatter, names, random=np.random.default_rng(2), permutations=PERMUTATIONS)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
