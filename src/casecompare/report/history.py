"""The earlier runs of a study: remembered in each run folder, so that a report can tell what else was tried.

A run folder holds ``history.jsonl``: one line for each different run that was written to it or to a folder
beside it, the last line for the run itself. A line has no time and no machine in it: the same run twice is
one line. What is read back is data from outside, bounded in size, and never evaluated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from casecompare.methods import Comparison, EarlierRun
from casecompare.report.sections.calibrations import show_calibration
from casecompare.report.text import one_line

__all__ = ["HISTORY_FILE", "HISTORY_SCHEMA", "earlier_runs", "history_file", "remember_run"]

HISTORY_FILE = "history.jsonl"
HISTORY_SCHEMA = "casecompare/history/1"
_MOST_RUNS, _MOST_FOLDERS, _MOST_BYTES = 30, 100, 4_000_000
_MOST_FILES, _MOST_FINDINGS, _LONGEST = 200, 100, 500


def earlier_runs(folder: Path, comparison: Comparison) -> tuple[EarlierRun, ...]:
    """Give the earlier runs of the study that the folder and those beside it remember, oldest first.

    A run that was made with the same settings as this one is left out, so that repeating a run gives the same
    report.
    """
    now = remember_run(comparison)
    found: dict[tuple[tuple[str, str], ...], EarlierRun] = {}
    for place in _places(folder):
        for run in _read(place / HISTORY_FILE, comparison.study.name):
            found.setdefault(tuple(sorted(run.settings.items())), run)
    found.pop(tuple(sorted(now.settings.items())), None)
    return tuple(found.values())[-_MOST_RUNS:]


def remember_run(comparison: Comparison) -> EarlierRun:
    """Give what is remembered of a run, but for the name of its folder: settings and results.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> run = remember_run(Comparison(study=Study(name="s", files={"study.yaml": "ab"}), seed=1))
    >>> dict(run.settings), dict(run.results)
    ({'seed': '1', 'file study.yaml': 'ab'}, {})
    """
    return EarlierRun(name="", settings=dict(_settings(comparison)), results=dict(_results(comparison)))


def history_file(comparison: Comparison) -> bytes:
    """Give the content of ``history.jsonl``: the earlier runs of a comparison, then the comparison itself."""
    runs = [*comparison.earlier, remember_run(comparison)]
    lines = (
        json.dumps(
            {
                "schema": HISTORY_SCHEMA,
                "study": comparison.study.name,
                "name": run.name,
                "settings": dict(run.settings),
                "results": dict(run.results),
            },
            ensure_ascii=False,
            sort_keys=True,
        )
        for run in runs
    )
    return "".join(f"{written}\n" for written in lines).encode("utf-8", "replace")


def _settings(comparison: Comparison) -> Iterator[tuple[str, str]]:
    yield "seed", str(comparison.seed)
    for name, run in comparison.runs.items():
        yield f"method {name}", run.provenance.version
        for option, value in run.provenance.options.items():
            yield f"option {name}.{option}", _written(value)
    for name, entry in comparison.study.codebook.items():
        sources = ", ".join(entry.source or (name,))
        yield f"set {name}", _short(f"{sources}: {show_calibration(entry.calibration)}")
    files = comparison.study.files
    for file, digest in list(files.items())[:_MOST_FILES]:
        yield f"file {file}", digest


def _results(comparison: Comparison) -> Iterator[tuple[str, str]]:
    for verdict in comparison.verdicts:
        yield f"verdict {_short(verdict.hypothesis.name)}", verdict.word
    claims = [
        f"{name}: {_short(finding.claim)}"
        for name, run in comparison.runs.items()
        for finding in (run.result.findings if run.result is not None else ())
        if finding.claim
    ]
    yield from ((claim, "made") for claim in claims[:_MOST_FINDINGS])


def _places(folder: Path) -> Iterable[Path]:
    """Give the folder and those beside it, by name; nothing that is only linked to."""
    try:
        beside = sorted(
            one for one in folder.parent.iterdir() if one.is_dir() and not one.is_symlink() and one != folder
        )
    except OSError:
        beside = []
    return [folder, *[one for one in beside if not one.name.startswith(".")][:_MOST_FOLDERS]]


def _read(path: Path, study: str) -> Iterator[EarlierRun]:
    """Give the runs that a file remembers of a study; what is damaged or too large tells nothing."""
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for written in lines[-_MOST_RUNS:]:
        try:
            told = json.loads(written)
        except (ValueError, RecursionError):
            continue
        if not isinstance(told, dict) or (told.get("schema"), told.get("study")) != (HISTORY_SCHEMA, study):
            continue
        settings, results, name = _words(told.get("settings")), _words(told.get("results")), told.get("name")
        if settings is not None and results is not None:
            # A run does not write its own name, which differs between folders with the same content.
            known = name if isinstance(name, str) and name else path.parent.name
            yield EarlierRun(name=_short(known), settings=settings, results=results)


def _words(told: object) -> dict[str, str] | None:
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        return None
    return {_short(name): _short(value) for name, value in told.items()}


def _written(value: object) -> str:
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, Mapping | list | tuple | bool | int | float) or value is None:
        return _short(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))
    return _short(str(value))


def _short(text: str) -> str:
    return one_line(text)[:_LONGEST]
