"""The whole method, as a run calls it: every table of many small cases; and the shipped study with figures.

python benchmarks/network/whole_method.py               1,000 cases of 12 to 40 actors, three ties per actor
python benchmarks/network/whole_method.py 200 6 15      200 cases of 6 to 15 actors
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from plain_loops import made_network
from pydantic import TypeAdapter

import casecompare
from casecompare import Method, Study
from casecompare.testing import make_study, run_alone
from casecompare_network import casecompare_register_methods
from casecompare_network.sections import SECTIONS

SHIPPED = Path(__file__).parents[2] / "cases" / "clinical_commissioning"


def main() -> None:
    """Measure and print."""
    cases, smallest, largest = (int(given) for given in (sys.argv[1:] or ["1000", "12", "40"]))
    methods: list[Method] = []
    casecompare_register_methods(methods.append)
    for title, study in (
        (f"{cases:,} cases of {smallest} to {largest} actors", made_study(cases, smallest, largest)),
        ("the shipped study", replace(casecompare.open_study(SHIPPED), methods={}, hypotheses={})),
    ):
        started = time.process_time()
        ran = run_alone(methods[0], study, time_limit=1_800)
        seconds = time.process_time() - started
        assert ran.status == "ok", ran.reason
        figures = len(ran.result.figures) if ran.result else 0
        print(f"{title:<34} {seconds:6.2f} s, {figures} figures", flush=True)


def made_study(cases: int, smallest: int, largest: int) -> Study:
    """Make a study whose cases have made networks; one tie in seven contests, every second case succeeds."""
    sizes = np.random.default_rng(3).integers(smallest, largest + 1, cases).tolist()
    adapters = {name: TypeAdapter(SECTIONS[name]) for name in ("actors", "ties")}
    records = {}
    for seed, size in enumerate(sizes):
        # In a network of few actors three ties each would leave no pair without one.
        network, groups = made_network(size, min(3 * size, size * (size - 1) // 4), seed, directed=False)
        actors = [
            {"id": one, "profession": groups[at], "home_arena": "SPD"[at % 3]}
            for at, one in enumerate(network.actors)
        ]
        ends = zip(network.source.tolist(), network.target.tolist(), strict=True)
        ties = [
            {"from": network.actors[a], "to": network.actors[b],
             "relation": "contests" if (a + b) % 7 == 0 else "works_with"}
            for a, b in ends if a < b
        ]  # fmt: skip
        records[f"C{seed}"] = {
            name: adapters[name].validate_python(rows) for name, rows in (("actors", actors), ("ties", ties))
        }
    table = pd.DataFrame({"Y": [float(at % 2) for at in range(cases)]}, index=list(records))
    return make_study(table, outcome="Y", sections=records)


if __name__ == "__main__":
    main()
