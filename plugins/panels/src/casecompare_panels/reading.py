"""Judgements from a file or from the options: every row checked, all that is wrong told at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from casecompare import Diagnostic, Problem, Study, StudyError, read_named_table
from casecompare_panels.judged_findings import JudgedFinding, known_findings
from casecompare_panels.judgement_rows import Row, inline_rows, rows_of_file
from casecompare_panels.judgements import Judgement, folded
from casecompare_panels.options import PanelsOptions
from casecompare_panels.row_checks import judgement_of_row
from casecompare_panels.wording import listed, short

__all__ = ["Reading", "read_judgements"]

_SHEETS = ("judgements", "panels")
_MOST_ROWS = 50_000
_MOST_OF_A_KIND = 20


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read.

    Parameters
    ----------
    judgements
        In the order of the rows; each expert once per finding.
    findings
        The findings that the study knows, by their folded names.
    problems
        What is wrong; if there is anything, the judgements are not to be used.
    diagnostics
        What a reader of the result has to know.
    path, sha256
        The file and its hash; empty for rows in the options.
    """

    judgements: tuple[Judgement, ...] = ()
    findings: Mapping[str, JudgedFinding] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    path: str = ""
    sha256: str = ""


def read_judgements(study: Study, options: PanelsOptions) -> Reading:
    """Read the judgements of a study's panels.

    Parameters
    ----------
    study
        Its folder holds the file; its hypotheses and evidence name findings.
    options
        `judgements` is the name of the file, or the rows; `findings` are further findings.

    Returns
    -------
    Reading
        Without judgements where there are none; nothing is raised for what is wrong with rows or file.
    """
    findings = known_findings(study, options.findings)
    if isinstance(options.judgements, str):
        try:
            file = read_named_table(study.folder, options.judgements, sheets=_SHEETS)
        except StudyError as error:
            return Reading(findings=findings, problems=error.problems)
        rows, told, ignored = rows_of_file(file)
        reading = Reading(findings=findings, path=file.path, sha256=file.sha256, diagnostics=ignored)
    else:
        rows = inline_rows(study, options.judgements or ())
        told, reading = [], Reading(findings=findings)
    if len(rows) > _MOST_ROWS:
        return replace(reading, problems=(_too_many(reading.path, len(rows)),))
    checked = [judgement_of_row(row, findings) for row in rows]
    problems = [problem for _, found in checked for problem in found]
    sound = [(row, made) for row, (made, _) in zip(rows, checked, strict=True) if made is not None]
    judgements, found, twice = _merged(sound)
    return replace(
        reading,
        judgements=tuple(judgements),
        problems=tuple(_bounded([*told, *problems, *found])),
        diagnostics=(*reading.diagnostics, *twice),
    )


def _merged(
    sound: Sequence[tuple[Row, Judgement]],
) -> tuple[list[Judgement], list[Problem], list[Diagnostic]]:
    """Give one spelling to each name and one judgement to each expert; tell what contradicts itself."""
    spelled: dict[tuple[str, str], str] = {}
    places: dict[str, tuple[Row, Judgement]] = {}
    first: dict[tuple[str, str, str], tuple[Row, Judgement]] = {}
    problems, repeated = [], []
    for row, written in sound:
        one = _spelled_alike(written, spelled)
        home_row, home = places.setdefault(one.panel, (row, one))
        if (home.country, home.system) != (one.country, one.system):
            problems.append(_two_places(row, one, home_row, home))
        earlier_row, earlier = first.setdefault((one.panel, one.expert, one.finding), (row, one))
        if earlier is one:
            continue
        if earlier.word == one.word:
            repeated.append(row.said)
        else:
            message = (
                f"expert {short(one.expert)} of panel {short(one.panel)} judges {one.finding} twice: "
                f"'{one.word}' here, '{earlier.word}' in {earlier_row.said}."
            )
            problems.append(
                row.problem("judgement", message, "Keep the one that counts.", code="contradiction")
            )
    return [one for _, one in first.values()], problems, _repetitions(repeated)


def _spelled_alike(one: Judgement, spelled: dict[tuple[str, str], str]) -> Judgement:
    """Give each name the spelling that it had first."""

    def first(kind: str, name: str) -> str:
        return spelled.setdefault((kind, folded(name)), name)

    return replace(
        one,
        panel=first("panel", one.panel),
        country=first("place", one.country),
        system=first("place", one.system),
        expert=first("expert", one.expert),
    )


def _two_places(row: Row, one: Judgement, home_row: Row, home: Judgement) -> Problem:
    there = f"{_place(home)} in {home_row.said}"
    message = f"the panel {short(one.panel)} speaks of {_place(one)} here, but of {there}."
    hint = "Give the experts on each country and system a panel of their own."
    return row.problem("panel", message, hint, code="two-places")


def _place(one: Judgement) -> str:
    both = one.country if folded(one.country) == folded(one.system) else f"{one.country}, {one.system}"
    return f"'{short(both)}'"


def _repetitions(places: Sequence[str]) -> list[Diagnostic]:
    if not places:
        return []
    return [
        Diagnostic(
            level="warning",
            code="panels.duplicate",
            message=f"rows repeat a judgement of the same expert and count once: {listed(places)}.",
            advice="Delete them, or correct the name of panel or expert.",
        )
    ]


def _too_many(path: str, rows: int) -> Problem:
    message = f"{rows:,} rows are more than the {_MOST_ROWS:,} judgements that can be read."
    return Problem(message=message, file=path, field="" if path else "methods.panels.judgements",
                   code="panels.too-many")  # fmt: skip


def _bounded(problems: Iterable[Problem]) -> list[Problem]:
    """Give at most twenty problems of a kind, and how many more there are."""
    told: Counter[str] = Counter()
    kept: list[Problem] = []
    last: dict[str, Problem] = {}
    for problem in problems:
        told[problem.code] += 1
        if told[problem.code] <= _MOST_OF_A_KIND:
            kept.append(problem)
            last[problem.code] = problem
    more = [
        replace(last[code], message=f"{count - _MOST_OF_A_KIND:,} more of this kind.", hint="")
        for code, count in told.items()
        if count > _MOST_OF_A_KIND
    ]
    return [*sorted(kept, key=lambda one: (one.line, one.column)), *more]
