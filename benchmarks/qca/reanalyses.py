"""A thousand re-analyses of 60 cases with 6 conditions: cut-offs, anchors and bootstraps in one sweep.

    .venv/bin/python benchmarks/qca/reanalyses.py

R's QCA 3.25.1 took 0.28 CPU seconds for each, 280 together, measured elsewhere.
"""

import time

import numpy as np
import pandas as pd

from casecompare.sets import Calibration, calibrate
from casecompare_qca.solutions.sweeps import Specification, sweep

CONDITIONS = [f"C{number}" for number in range(6)]
ANCHORS = [20.0, 50.0, 80.0]


def main() -> None:
    """Print the table."""
    chance = np.random.default_rng(1)
    raw = pd.DataFrame(
        chance.uniform(0, 100, (60, 6)), columns=CONDITIONS, index=[f"c{n}" for n in range(60)]
    )
    data = raw.apply(lambda column: calibrate(column, Calibration(kind="direct", parameters=ANCHORS)))
    noise = chance.uniform(-0.15, 0.15, 60)
    data["Y"] = (np.maximum(data[["C0", "C1"]].min(axis=1), data["C2"]) + noise).clip(0, 1)
    asked = [
        Specification(name=f"cut {cut:.3f}", consistency=float(cut)) for cut in np.linspace(0.7, 0.95, 250)
    ]
    asked += [
        Specification(name=f"anchors {number}", anchors={CONDITIONS[number % 6]: moved(chance)})
        for number in range(250)
    ]
    asked += [Specification(name=f"bootstrap {number}", resample=number) for number in range(500)]
    sweep(data, "Y", CONDITIONS, asked[:2], raw=raw)  # once to warm up
    started = time.process_time()
    found = sweep(data, "Y", CONDITIONS, asked, raw=raw)
    seconds = time.process_time() - started
    different = found.to_frame()["models"].nunique()
    print(f"{len(asked):,} re-analyses: {seconds:.2f} CPU s, {280 / seconds:,.0f} times R's 280 s")
    print(f"{different} different solutions; the most frequent terms:")
    print(found.term_shares().head(5).round(3).to_string())


def moved(chance: np.random.Generator) -> Calibration:
    """Move each anchor by up to 5."""
    return Calibration(kind="direct", parameters=[anchor + chance.uniform(-5, 5) for anchor in ANCHORS])


if __name__ == "__main__":
    main()
