"""How long alignment takes: 10,000 states on arrays, the same one by one, and a study of 1,000 records.

python benchmarks/arenas/states.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import permutations
from random import Random

import numpy as np
import pandas as pd

from casecompare import Case, RunContext, Study
from casecompare_arenas import Leadership, RoundState, rank_acceptability, score_round, score_states
from casecompare_arenas.method import run
from casecompare_arenas.options import ArenasOptions

STATES, ONE_BY_ONE, RECORDS, ROUNDS = 10_000, 1_000, 1_000, 3
ARENAS, ELEMENTS = ("S", "P", "D"), ("a", "b", "c", "d")
KINDS = ("clinical", "managerial", "hybrid", "coupling")


def main() -> None:
    """Measure each and print a table; and check that both ways give the same scores."""
    generator = np.random.default_rng(1)
    led = [generator.random((STATES, 3)) for _ in KINDS]
    emphases, uptake = generator.random((STATES, 3, 4)), generator.random((STATES, 3, 3))

    found = score_states(*led, emphases, uptake)
    states = [state_of(place, led, emphases, uptake) for place in range(ONE_BY_ONE)]
    apart = max(
        abs(found["alignment"][place] - score_round(state, ARENAS).scores["alignment"].value)
        for place, state in enumerate(states)
    )
    print(f"largest difference between both ways, over {ONE_BY_ONE:,} states: {apart:.1e}\n")

    report(f"{STATES:,} states on arrays", lambda: score_states(*led, emphases, uptake), times=9)
    report(f"{ONE_BY_ONE:,} states one by one, with bounds",
           lambda: [score_round(state, ARENAS) for state in states], times=3)  # fmt: skip
    parts = {f"T{place}": one for place, one in enumerate(generator.random((60, 3)).tolist())}
    report("2,000 weights drawn for 60 cases", lambda: rank_acceptability(parts, Random(1)), times=3)
    study = study_of(generator)
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame())
    report(f"the method on {RECORDS:,} records of {ROUNDS} rounds",
           lambda: run(study, ArenasOptions(), context), times=1)  # fmt: skip


def state_of(place: int, led: list[np.ndarray], emphases: np.ndarray, uptake: np.ndarray) -> RoundState:
    """Give one of the states on the arrays as a state with names."""
    return RoundState(
        leadership={
            arena: Leadership(
                **{kind: float(one[place, column]) for kind, one in zip(KINDS, led, strict=True)}
            )
            for column, arena in enumerate(ARENAS)
        },
        emphases={
            arena: dict(zip(ELEMENTS, emphases[place, column].tolist(), strict=True))
            for column, arena in enumerate(ARENAS)
        },
        uptake={
            (one, other): float(uptake[place, ARENAS.index(one), ARENAS.index(other)])
            for one, other in permutations(ARENAS, 2)
        },
    )


def study_of(generator: np.random.Generator) -> Study:
    """Make a study of many records, as they stand after reading."""
    cases = {}
    for number in range(RECORDS):
        rounds = range(1, ROUNDS + 1)
        sections = {
            "arenas": [
                {"round": turn, "arena": arena, **dict(zip(KINDS, generator.random(4).tolist(), strict=True))}
                for turn in rounds for arena in ARENAS
            ],
            "goals": [
                {"round": turn, "arena": arena, "element": element, "emphasis": float(generator.random())}
                for turn in rounds for arena in ARENAS for element in ELEMENTS
            ],
            "links": [
                {"round": turn, "from": one, "to": other, "uptake": float(generator.random())}
                for turn in rounds for one, other in permutations(ARENAS, 2)
            ],
        }  # fmt: skip
        cases[f"C{number:04}"] = Case(id=f"C{number:04}", sections=sections)
    return Study(name="large", cases=cases, table=pd.DataFrame(index=pd.Index(list(cases), name="case")))


def report(title: str, work: Callable[[], object], *, times: int) -> None:
    """Print the best time of several, the one that other programs disturbed least."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    print(f"{title:<48} {min(taken):8.3f} s", flush=True)


if __name__ == "__main__":
    main()
