"""What is wrong with the sections of a study beyond the form of single rows, told with its place."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from casecompare import Case, Problem, Study
from casecompare_arenas.context_sections import (
    ApproachRow,
    BenefitRow,
    ForceRow,
    InvolvementRow,
    LogicRow,
    SurveyRow,
    WorkRow,
)
from casecompare_arenas.options import ARENAS, LOGICS
from casecompare_arenas.process_sections import (
    DecisionRow,
    InfluenceRow,
    InitiativeRow,
    InterfaceRow,
    MechanismRow,
    TensionRow,
    UncertaintyRow,
)
from casecompare_arenas.records import rows_of
from casecompare_arenas.sections import ArenaRow, GoalRow, LinkRow

__all__ = ["record_problems"]

_MODELS: dict[str, type[BaseModel]] = {
    "arenas": ArenaRow, "goals": GoalRow, "links": LinkRow, "logics": LogicRow, "work": WorkRow,
    "forces": ForceRow, "benefits": BenefitRow, "approach": ApproachRow, "involvement": InvolvementRow,
    "survey": SurveyRow,
    "tensions": TensionRow, "mechanisms": MechanismRow, "interfaces": InterfaceRow,
    "uncertainty": UncertaintyRow, "initiatives": InitiativeRow, "influence": InfluenceRow,
    "decisions": DecisionRow,
}  # fmt: skip
_PLACED = (
    "arenas", "goals", "logics", "work", "forces", "involvement", "tensions", "mechanisms", "interfaces",
    "influence",
)  # fmt: skip
Rows = Mapping[str, Sequence[BaseModel]]


@dataclass(frozen=True)
class _Names:
    """What the study calls its arenas, logics and elements; None where any name is allowed."""

    arenas: tuple[str, ...]
    logics: tuple[str, ...]
    elements: tuple[str, ...] | None


def record_problems(study: Study) -> Iterator[Problem]:
    """Give what is wrong with the sections of a study beyond the form of single rows.

    Unknown arenas, logics and elements, rows that are there twice, links from an arena to itself, rounds that
    are left out, evidence that is not there.
    """
    if study.files and not any(name.startswith("cases/") for name in study.files):
        return  # in a table no case has sections, and looking at 100,000 of them takes time
    names = _names(study)
    for case in study.cases.values():
        rows = {name: rows_of(case, name, model) for name, model in _MODELS.items() if name in case.sections}
        yield from _unknown_arenas(case, rows, names.arenas)
        yield from _unknown_logics(case, rows, names.logics)
        yield from _unknown_elements(case, rows, names.elements)
        yield from _repeated_rows(case, rows)
        yield from _loops(case, rows)
        yield from _left_out_rounds(case, rows)
        for section in rows:
            yield from _unknown_evidence(case, section, rows[section])


def _names(study: Study) -> _Names:
    """Give the study's own names; options that make no sense are reported by the core."""
    given = study.methods.get("arenas", {})
    arenas, logics, elements = (given.get(name) for name in ("arenas", "logics", "elements"))
    return _Names(
        arenas=tuple(map(str, arenas)) if isinstance(arenas, Mapping) else tuple(ARENAS),
        logics=tuple(map(str, logics)) if isinstance(logics, list) else LOGICS,
        elements=tuple(map(str, elements)) if isinstance(elements, list) else None,
    )


def _unknown_arenas(case: Case, rows: Rows, known: Sequence[str]) -> Iterator[Problem]:
    named = [
        (section, place, "arena", getattr(row, "arena"))  # noqa: B009 - the rows are of several models
        for section in _PLACED
        for place, row in enumerate(rows.get(section, ()))
    ]
    links = [row for row in rows.get("links", ()) if isinstance(row, LinkRow)]
    named += [("links", place, "from", row.sender) for place, row in enumerate(links)]
    tensions = [row for row in rows.get("tensions", ()) if isinstance(row, TensionRow)]
    named += [
        ("tensions", place, "resolved_by", row.resolved_by)
        for place, row in enumerate(tensions)
        if row.resolved_by != "outside"
    ]
    named += [("links", place, "to", row.receiver) for place, row in enumerate(links)]
    for section, place, field, name in named:
        if name is not None and name not in known:
            yield case.problem(
                section, place, field,
                message=f"there is no arena '{name}'.",
                hint=f"The study's arenas are {', '.join(known)}; "
                "others are named under methods: arenas: arenas.",
                code="arenas.unknown-arena",
            )  # fmt: skip


def _unknown_logics(case: Case, rows: Rows, known: Sequence[str]) -> Iterator[Problem]:
    for place, row in enumerate(rows.get("logics", ())):
        assert isinstance(row, LogicRow)
        for name in row.shares:
            if name not in known:
                yield case.problem(
                    "logics", place, name,
                    message=f"there is no logic '{name}'.",
                    hint=_meant(name, known) or f"The study's logics are {', '.join(known)}; "
                    "others are named under methods: arenas: logics.",
                    code="arenas.unknown-logic",
                )  # fmt: skip


def _unknown_elements(case: Case, rows: Rows, known: Sequence[str] | None) -> Iterator[Problem]:
    for place, row in enumerate(rows.get("goals", ()) if known is not None else ()):
        assert isinstance(row, GoalRow)
        assert known is not None
        if row.element not in known:
            yield case.problem(
                "goals", place, "element",
                message=f"the service concept has no element '{row.element}'.",
                hint=_meant(row.element, known) or f"The study's elements are {', '.join(known)}; "
                "others are named under methods: arenas: elements.",
                code="arenas.unknown-element",
            )  # fmt: skip


def _meant(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean '{close[0]}'?" if close else ""


def _repeated_rows(case: Case, rows: Rows) -> Iterator[Problem]:
    keys: dict[str, tuple[str, ...]] = {
        "arenas": ("arena",),
        "goals": ("arena", "element"),
        "logics": ("arena",),
        "survey": (),
    }
    for section, fields in keys.items():
        found = []
        for row in rows.get(section, ()):
            when = f"wave {row.wave}" if isinstance(row, SurveyRow) else f"round {getattr(row, 'round', '')}"
            what = [str(getattr(row, field)) for field in fields if getattr(row, field) is not None]
            coder = getattr(row, "coder", None)
            found.append((", ".join(what) or section, when, f" by coder {coder}" if coder else ""))
        yield from _twice(case, section, found)


def _twice(case: Case, section: str, keys: Sequence[tuple[str, str, str]]) -> Iterator[Problem]:
    counts = Counter(keys)
    seen: set[tuple[str, str, str]] = set()
    for place, key in enumerate(keys):
        if key in seen:
            what, when, coder = key
            yield case.problem(
                section, place,
                message=f"{what} in {when}{coder} stands here {counts[key]} times.",
                hint="Keep one row.",
                code="arenas.duplicate-row",
            )  # fmt: skip
        seen.add(key)


def _loops(case: Case, rows: Rows) -> Iterator[Problem]:
    for place, link in enumerate(rows.get("links", ())):
        if isinstance(link, LinkRow) and link.sender == link.receiver:
            yield case.problem(
                "links", place, "to",
                message=f"a link from arena '{link.sender}' to itself.",
                hint="Links lead from one arena to another.",
                code="arenas.loop",
            )  # fmt: skip


def _left_out_rounds(case: Case, rows: Rows) -> Iterator[Problem]:
    observed = [
        row.round
        for section in ("arenas", "goals", "links")
        for row in rows.get(section, ())
        if isinstance(row, ArenaRow | GoalRow | LinkRow)
    ]
    left_out = sorted(set(range(1, max(observed, default=0))) - set(observed))
    if left_out:
        numbers = ", ".join(map(str, left_out))
        yield case.problem(
            "arenas",
            message=f"nothing is recorded of round {numbers}, but of later ones.",
            hint="Number the rounds from 1 without gaps; a round that nobody observed may stay out, but "
            "changes are then taken from one observed round to the next.",
            code="arenas.left-out-round",
            level="warning",
        )  # fmt: skip


def _unknown_evidence(case: Case, section: str, rows: Sequence[BaseModel]) -> Iterator[Problem]:
    for place, row in enumerate(rows):
        for name in getattr(row, "evidence"):  # noqa: B009 - the rows are of several models
            if name not in case.evidence:
                yield case.problem(
                    section, place, "evidence",
                    message=f"there is no evidence '{name}' in this record.",
                    hint="Add it under 'evidence', or correct its id.",
                    code="unknown-evidence",
                )  # fmt: skip
