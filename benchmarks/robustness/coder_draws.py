"""A thousand draws among the codes of three coders, through arenas, QCA and verdicts.

python benchmarks/robustness/coder_draws.py [--draws 1000] [--profile]

The study is that of the twelve archetypes that ship. Three coders are made up for it: each moves every degree
of leadership and the judgements behind outcome and approach by up to 0.1, so that everything is disputed.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import time
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel

import casecompare
from casecompare import Case, Study
from casecompare.robustness import Repeater, coder_draws, examine, find_disputes, repeat, survival

STUDY = Path(__file__).resolve().parents[2] / "cases" / "clinical_commissioning"
CODERS = ("A", "B", "C")
DEGREES = ("clinical", "managerial", "hybrid", "coupling")
JUDGED = ("outcome_change", "outcome_sustained", "collaborative")


def main() -> None:
    """Print what the run, one repeat and all draws take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    asked = parser.parse_args()

    host = casecompare.load_host()
    study = disputed(casecompare.open_study(STUDY, host=host))
    comparison = casecompare.run(study, ["qca"], host=host)
    print(f"{len(study.case_ids)} cases, {len(find_disputes(study))} disputed values and sections")

    started = time.process_time()
    repeater = Repeater(comparison, host)
    print(f"the first repeat, which has nothing to remember: {milliseconds(started):8.1f} ms")
    started = time.process_time()
    log = repeat(comparison, coder_draws(study, asked.draws), repeater=repeater)
    whole = milliseconds(started)
    print(f"{asked.draws} draws: {whole / 1000:.2f} s, {whole / asked.draws:.2f} ms each")
    started = time.process_time()
    found = survival(log)
    print(f"their shares: {milliseconds(started):.0f} ms, {len(found)} rows")
    verdicts = found[(found["kind"] == "verdict") & found["is_base"]]
    print(verdicts[["subject", "value", "share", "error"]].round(3).to_string(index=False))
    started = time.process_time()
    examined = examine(comparison, host=host, draws=200)
    print(f"the full examination, {examined.repeats} repeats: {milliseconds(started) / 1000:.2f} s")
    if asked.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: repeat(comparison, coder_draws(study, 200, seed=2), host=host))
        pstats.Stats(profile).sort_stats("cumtime").print_stats(30)


def disputed(study: Study) -> Study:
    """Give the study with three coders in place of what was agreed."""
    return replace(study, cases={name: with_coders(case) for name, case in study.cases.items()})


def with_coders(case: Case) -> Case:
    """Give a case whose rows and judgements were coded by three people."""
    values = dict(case.values)
    for name in JUDGED:
        coded = values[name]
        if isinstance(coded.value, float):
            codes = {coder: moved(coded.value, f"{case.id}:{name}:{coder}") for coder in CODERS}
            values[name] = replace(coded, coders=codes)
    rows = case.sections["arenas"]
    assert isinstance(rows, list)
    shared = [*rows, *(coded_row(case.id, at, row, coder) for at, row in enumerate(rows) for coder in CODERS)]
    return replace(case, values=values, sections={**case.sections, "arenas": shared})


def coded_row(case: str, at: int, row: BaseModel, coder: str) -> BaseModel:
    """Give a row as one coder coded it."""
    degrees = {name: getattr(row, name) for name in DEGREES if getattr(row, name) is not None}
    codes = {name: moved(degree, f"{case}:{at}:{name}:{coder}") for name, degree in degrees.items()}
    return row.model_copy(update={**codes, "coder": coder})


def moved(degree: float, seed: str) -> float:
    """Move a degree by up to 0.1, on the scale of tenths; never onto 0.5, which would have to be decided."""
    code = round(min(1.0, max(0.0, degree + random.Random(seed).choice((-0.1, 0.0, 0.1)))), 1)
    return degree if code == 0.5 else code


def milliseconds(started: float) -> float:
    """Give the time of the processor since `started`."""
    return 1000 * (time.process_time() - started)


if __name__ == "__main__":
    main()
