"""How long the exact tests take: every order of eight cases, sums over halves of twelve, drawn orders.

python benchmarks/hypotheses/permutations.py
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from casecompare.hypotheses import ceiling_test, judge_all, overlap_test, permutation_test
from casecompare.study import Hypothesis

Statistic = Callable[[np.ndarray, np.ndarray], np.ndarray]


def main() -> None:
    """Check that three ways give the same p, then measure each and print a table."""
    chance = np.random.default_rng(1)
    x, y = chance.random(8), chance.random(8)
    print(f"p of eight cases by three ways: {by_loops(x, y):.6f} {enumerated(x, y):.6f} {halved(x, y):.6f}\n")

    print(f"{'':<64} {'ms':>9}")
    report("8 cases, all 40,320 orders, a loop in Python", lambda: by_loops(x, y), times=3)
    report("8 cases, all 40,320 orders, any statistic on arrays", lambda: enumerated(x, y), times=20)
    report("8 cases, all orders, overlap by halves", lambda: halved(x, y), times=50)
    report("8 cases, all orders, ceiling of necessity (CE-FDH)", lambda: ceiling_test(x, y), times=5)
    few, many = chance.random(12), np.array([0.1, 0.2, 0.6, 0.7, 0.8, 0.9] * 2)
    crisp = np.array([1.0] * 6 + [0.0] * 6)
    report("12 cases, all 479,001,600 orders, no ties", lambda: halved(few, chance.random(12)), times=9)
    report("12 cases, the same, six levels in the outcome", lambda: halved(few, many), times=9)
    report("12 cases, the same, a crisp outcome", lambda: halved(few, crisp), times=9)
    large = chance.random((2, 60))
    report("60 cases, 100,000 drawn orders", lambda: halved(*large), times=3)
    sets = pd.DataFrame(chance.random((8, 6)), columns=list("ABCDEY"), index=list("klmnopqr"))
    claims = [
        Hypothesis(name=f"{name}{number}", claim=f"{name} {relation} Y")
        for name in "ABCDE"
        for number, relation in enumerate(("=>", "<=", "<=>", "~"))
    ]
    report(
        "8 cases, 20 hypotheses judged with all that stands beside", lambda: judge_all(claims, sets), times=3
    )


def by_loops(x: np.ndarray, y: np.ndarray) -> float:
    """Give p as the definition has it, order by order."""
    observed = float(sum(map(min, x, y)))
    hits = sum(float(sum(map(min, x, order))) >= observed - 1e-9 for order in itertools.permutations(y))
    return hits / math.factorial(len(x))


def enumerated(x: np.ndarray, y: np.ndarray) -> float:
    """Give p by going through all orders on arrays."""
    return permutation_test(x, y, lambda x, orders: np.minimum(x, orders).sum(axis=1)).p


def halved(x: np.ndarray, y: np.ndarray) -> float:
    """Give p as the reports do."""
    return overlap_test(x, y).p


def report(title: str, work: Callable[[], object], *, times: int) -> None:
    """Print the least time of the processor out of several runs."""
    taken = []
    for _ in range(times + 1):  # the first one also fills what is kept for later
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    print(f"{title:<64} {1000 * min(taken[1:]):9.2f}", flush=True)


if __name__ == "__main__":
    main()
