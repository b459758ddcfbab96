"""How long a large study takes to read: 1,000 YAML records of about 60 lines, and 100,000 rows of CSV.

python benchmarks/loading.py              the table
python benchmarks/loading.py --profile    and where the time goes
"""

from __future__ import annotations

import cProfile
import pstats
import random
import sys
import tempfile
import time
from pathlib import Path

from measuring import heading, report

RECORDS, ROWS, COLUMNS = 1_000, 100_000, 10


def main() -> None:
    """Make the two studies and read each in a process of its own; or, in such a process, read one."""
    if sys.argv[1:2] == ["read"]:
        read(Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        records, table = Path(folder, "records"), Path(folder, "table")
        lines = write_records(records)
        write_table(table)
        print(f"{RECORDS:,} records of {lines} lines; {ROWS:,} rows × {COLUMNS} columns\n")
        heading()
        report(
            "(importing casecompare.study alone)", [sys.executable, "-c", "import casecompare.study"], times=3
        )
        for title, study in (("YAML records", records), ("CSV table", table)):
            report(title, [sys.executable, __file__, "read", str(study)], times=3)
        if "--profile" in sys.argv:
            profile(records)
            profile(table)


def write_records(folder: Path) -> int:
    """Write a study of YAML records with coders, evidence and an arena section; give the lines of one."""
    (folder / "cases").mkdir(parents=True)
    write_study(folder)
    chance = random.Random(1)
    lines = 0
    for number in range(RECORDS):
        text = record(number, chance)
        (folder / f"cases/c{number:04}.yaml").write_text(text, encoding="utf-8")
        lines = text.count("\n")
    return lines


def record(number: int, chance: random.Random) -> str:
    """Give one record: ten coded values of four lines each, and ten passages of evidence."""
    lines = [f"id: C{number:04}", f"title: Service {number}", "values:"]
    for column in range(COLUMNS):
        value = chance.randrange(0, 100) / 100
        lines += [
            f"  value_{column}:",
            f"    value: {value}",
            f"    coders: {{A: {value}, B: {chance.randrange(0, 100) / 100}}}",
            f"    evidence: [e{column}]",
        ]
    lines.append("evidence:")
    for column in range(COLUMNS):
        lines.append(f'  e{column}: {{source: "interview {column}", locator: "p. {chance.randrange(1, 60)}",')
        lines.append(f'    quote: "What the respondent said about matter {column} in this place."}}')
    return "\n".join(lines) + "\n"


def write_table(folder: Path) -> None:
    """Write a study whose cases are the rows of one CSV file."""
    folder.mkdir()
    write_study(folder)
    chance = random.Random(1)
    with (folder / "cases.csv").open("w", encoding="utf-8") as file:
        file.write(",".join(["case", *(f"value_{column}" for column in range(COLUMNS))]) + "\n")
        for number in range(ROWS):
            cells = [f"{chance.randrange(0, 1000) / 1000}" for _ in range(COLUMNS)]
            file.write(",".join([f"C{number:06}", *cells]) + "\n")


def write_study(folder: Path) -> None:
    """Write a codebook with one number per coded value."""
    entries = [
        f"  SET_{c}: {{definition: matter {c}, kind: number, from: value_{c}}}" for c in range(COLUMNS)
    ]
    text = "\n".join(["study: large", "codebook:", *entries, "outcome: SET_0"]) + "\n"
    (folder / "study.yaml").write_text(text, encoding="utf-8")


def read(folder: Path) -> None:
    """Read a study as the commands do, and stop when it has a problem."""
    from casecompare.study import read_study

    study, problems = read_study(folder)
    if study is None or any(problem.level == "error" for problem in problems):
        sys.exit("\n".join(map(str, problems[:10])))


def profile(folder: Path) -> None:
    """Print the fifteen functions that the reading of a study spends most time in."""
    import casecompare.study  # noqa: F401 - the import is not what is profiled

    print(f"\n{folder.name}, most time in the function itself:")
    profiler = cProfile.Profile()
    started = time.perf_counter()
    profiler.runcall(read, folder)
    print(f"{time.perf_counter() - started:.2f} s with the profiler's own cost")
    pstats.Stats(profiler, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    main()
