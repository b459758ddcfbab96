"""Large studies made by arithmetic: no sampling, no clock, the same bytes each time.

python benchmarks/report/made_studies.py CASES CONDITIONS FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

MOST_JUDGED = 1000
"""Cases up to which the study has a hypothesis; exact tests of more are not what is measured here."""
IN_TABLE = 6
"""Conditions in the truth table; the others stand in the codebook only."""
_HYPOTHESIS = ("hypotheses:", "  H1: {claim: C01*C02 => Y, title: Both together are enough}")


def make_study(folder: Path, cases: int, conditions: int) -> Path:
    """Write a study with a table of cases: fuzzy conditions, and an outcome that two paths lead to."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"c{number:02}" for number in range(1, conditions + 1)]
    rows = [f"case,{','.join(names)},outcome"]
    for case in range(cases):
        values = [_membership(case, condition) for condition in range(conditions)]
        rows.append(f"K{case:06},{','.join(f'{value:.2f}' for value in values)},{_outcome(case, values):.2f}")
    (folder / "cases.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "study.yaml").write_text(
        _study_text(names, has_hypothesis=cases <= MOST_JUDGED), encoding="utf-8"
    )
    return folder


def _membership(case: int, condition: int) -> float:
    """Give a number between 0.02 and 0.98 that is never 0.5: fractional parts of multiples of roots."""
    share = ((case + 1) * (2 + condition) ** 0.5 * 1.618033988749895) % 1.0
    value = round(0.02 + 0.96 * share, 2)
    return 0.51 if value == 0.5 else value


def _outcome(case: int, values: list[float]) -> float:
    """Give the outcome: what two paths say, a little off."""
    path = max(min(values[0], values[1]), min(1 - values[2], values[3]))
    value = round(min(0.98, max(0.02, path + 0.1 * (_membership(case, 97) - 0.5))), 2)
    return 0.51 if value == 0.5 else value


def _study_text(names: list[str], *, has_hypothesis: bool) -> str:
    entries = [
        f"  {name.upper()}: {{definition: Condition {number} of the benchmark, kind: fuzzy, from: {name}}}"
        for number, name in enumerate(names, 1)
    ]
    chosen = ", ".join(name.upper() for name in names[:IN_TABLE])
    return "\n".join(
        [
            "study: large",
            "title: A study made by arithmetic to measure the report",
            "status: illustrative, constructed",
            "outcome: Y",
            "codebook:",
            *entries,
            "  Y: {definition: The outcome, kind: fuzzy, from: outcome}",
            *(_HYPOTHESIS if has_hypothesis else ()),
            "methods:",
            f"  qca: {{conditions: [{chosen}], consistency: 0.8}}",
            "",
        ]
    )


if __name__ == "__main__":
    count, columns, place = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    print(make_study(place, count, columns))
