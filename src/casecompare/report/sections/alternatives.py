"""What else was tried: earlier runs of the study, how they differ from this one, why they were dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casecompare.methods import Comparison, EarlierRun
from casecompare.report.content import (
    Block,
    Cell,
    Heading,
    Inline,
    Line,
    Paragraph,
    Row,
    TableBlock,
    TableColumn,
    Text,
    line,
)
from casecompare.report.history import remember_run
from casecompare.report.links import Links
from casecompare.report.text import one_line, plural, shorten
from casecompare.study import Decision

__all__ = ["alternative_blocks"]

_MOST_RUNS, _MOST_CHANGES = 20, 8
_NOT_STATED = Text("not stated", "quiet")


def alternative_blocks(comparison: Comparison, links: Links) -> Iterator[Block]:
    """Give the earlier runs that were made otherwise, and further decisions that the study states."""
    yield Heading("Alternatives tried", anchor="alternatives")
    stated, now = list(comparison.study.decisions), remember_run(comparison)
    runs = [run for run in comparison.earlier if _is_telling(run, now)][-_MOST_RUNS:]
    if not runs and not stated:
        yield Paragraph(
            line("No other run of this study is known from this folder or those beside it, and study.yaml ",
                 "states no 'decisions'.")
        )  # fmt: skip
        return
    if runs:
        rows = tuple(Row(tuple(_cells(run, now, stated, links))) for run in runs)
        titles = ("run", "what was different", "what came out otherwise", "why it was dropped")
        note = "From the runs that the run folder remembers. What is in brackets belongs to this run."
        yield TableBlock("Earlier runs of this study", tuple(map(TableColumn, titles)), rows, note=note)
    told = [one for run in runs for one in _reasons(changed(run.settings, now.settings), stated)]
    if others := [one for one in stated if one not in told]:
        rows = tuple(Row((Cell(one_line(one.tried)), Cell(one_line(one.because)))) for one in others)
        columns = (TableColumn("tried"), TableColumn("dropped because"))
        yield TableBlock("Decisions that the study states", columns, rows)


def _is_telling(run: EarlierRun, now: EarlierRun) -> bool:
    """Say whether a run was more than this one with a file written otherwise to the same effect."""
    settings = changed(run.settings, now.settings)
    return dict(run.results) != dict(now.results) or any(not name.startswith("file ") for name in settings)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Give what differs between two mappings of words; what one of them lacks is empty there.

    Examples
    --------
    >>> changed({"option qca.pri": "0.45", "seed": "1"}, {"option qca.pri": "0.5", "seed": "1"})
    {'option qca.pri': ('0.45', '0.5')}
    """
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*before, *after])
        if before.get(name, "") != after.get(name, "")
    }


def _cells(run: EarlierRun, now: EarlierRun, stated: list[Decision], links: Links) -> Iterator[Cell]:
    settings = changed(run.settings, now.settings)
    yield Cell(run.name)
    yield Cell(None, _listed([_setting(name, *values) for name, values in settings.items()]))
    results = changed(run.results, now.results)
    said = [_result(name, *values, links) for name, values in results.items()]
    yield Cell(None, _listed(said) if said else (Text("the same verdicts and claims", "quiet"),))
    reasons = "; ".join(one_line(one.because) for one in _reasons(settings, stated))
    yield Cell(None, (Text(reasons) if reasons else _NOT_STATED,))


def _setting(name: str, before: str, after: str) -> Line:
    kind, _, about = name.partition(" ")
    if kind == "file":
        word = "was not there" if not before else "is gone" if not after else "was another"
        return line(f"{shorten(about)} {word}")
    if kind in ("method", "seed"):
        return line(f"{name} {shorten(before) or 'did not run'} ({shorten(after) or 'does not run'})")
    return line(f"{shorten(about)} {shorten(before) or 'absent'} ({shorten(after) or 'absent'})")


def _result(name: str, before: str, after: str, links: Links) -> Line:
    kind, _, about = name.partition(" ")
    if kind == "verdict":
        said = Text(shorten(about), target=links.hypotheses.get(about, ""))
        return line(said, f" {before or 'not judged'} ({after or 'not judged'})")
    return line("only there: " if before else "only here: ", Text(shorten(name, 120), "code"))


def _reasons(settings: Mapping[str, tuple[str, str]], stated: list[Decision]) -> list[Decision]:
    """Find the decisions that name one of the options as it was: ``qca.pri=0.45``."""
    tried = {
        f"{name.partition(' ')[2]}={before}"
        for name, (before, _) in settings.items()
        if name[:7] == "option "
    }
    return [one for one in stated if one.tried.replace(" ", "") in tried]


def _listed(items: list[Line]) -> Line:
    joined: list[Inline] = []
    for item in items[:_MOST_CHANGES]:
        joined += [Text("; ")] if joined else []
        joined += item
    if len(items) > _MOST_CHANGES:
        joined.append(Text(f"; and {plural(len(items) - _MOST_CHANGES, 'other difference')}", "quiet"))
    return tuple(joined)
