"""From the records of a study to the states that are scored, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter

from casecompare import Case, Problem, Study
from casecompare_arenas.options import ARENAS
from casecompare_arenas.scoring import Leadership, RoundState
from casecompare_arenas.sections import ArenaRow, GoalRow, LinkRow

__all__ = ["has_sections", "record_problems", "round_states"]

Row = TypeVar("Row", bound=BaseModel)


def has_sections(case: Case) -> bool:
    """Say whether a case's record has any of the sections that this plugin reads."""
    return any(name in case.sections for name in ("arenas", "goals", "links"))


def round_states(case: Case) -> dict[int, RoundState]:
    """Give what was observed of a case, by round and in the order of the rounds.

    Where a link was recorded more than once, as through several channels, the strongest one counts.

    Parameters
    ----------
    case
        Its sections `arenas`, `goals` and `links` are read.

    Returns
    -------
    dict
        Every round that any of the sections mentions.

    Raises
    ------
    ValidationError
        if a section of a case made by hand is not of the declared form; a case that was read from a
        study's files has been checked.

    Examples
    --------
    >>> rows = [{"round": 2, "arena": "S", "clinical": 0.8}, {"round": 1, "arena": "S", "clinical": 0.2}]
    >>> states = round_states(Case(id="T02", sections={"arenas": rows}))
    >>> list(states), states[2].leadership["S"].clinical
    ([1, 2], 0.8)
    """
    arenas, goals, links = _sections(case)
    states = {}
    for number in sorted({row.round for row in [*arenas, *goals, *links]}):
        emphases: dict[str, dict[str, float]] = {}
        for goal in (row for row in goals if row.round == number):
            emphases.setdefault(goal.arena, {})[goal.element] = goal.emphasis
        uptake: dict[tuple[str, str], float] = {}
        for link in (row for row in links if row.round == number):
            pair = (link.sender, link.receiver)
            uptake[pair] = max(uptake.get(pair, 0.0), link.share)
        leadership = {row.arena: _leadership(row) for row in arenas if row.round == number}
        states[number] = RoundState(leadership=leadership, emphases=emphases, uptake=uptake)
    return states


def record_problems(study: Study) -> Iterator[Problem]:
    """Give what is wrong with the sections of a study beyond the form of single rows.

    Unknown arenas, rows that are there twice, links from an arena to itself, evidence that is not there.
    """
    if not _has_records(study):
        return
    known = _arena_names(study)
    for case in study.cases.values():
        if not has_sections(case):
            continue
        arenas, goals, links = _sections(case)
        yield from _unknown_arenas(case, known, arenas, goals, links)
        yield from _twice(case, "arenas", [(row.round, row.arena) for row in arenas])
        yield from _twice(case, "goals", [(row.round, row.arena, row.element) for row in goals])
        for place, link in enumerate(links):
            if link.sender == link.receiver:
                yield case.problem(
                    "links", place, "to",
                    message=f"a link from arena '{link.sender}' to itself.",
                    hint="Links lead from one arena to another.",
                    code="arenas.loop",
                )  # fmt: skip
        for section, rows in (("arenas", arenas), ("goals", goals), ("links", links)):
            yield from _unknown_evidence(case, section, rows)


def _has_records(study: Study) -> bool:
    """Say whether cases may have sections; in a table there are none, and looking at 100,000 takes time."""
    return not study.files or any(name.startswith("cases/") for name in study.files)


def _sections(case: Case) -> tuple[list[ArenaRow], list[GoalRow], list[LinkRow]]:
    return _rows(case, "arenas", ArenaRow), _rows(case, "goals", GoalRow), _rows(case, "links", LinkRow)


def _rows(case: Case, name: str, row: type[Row]) -> list[Row]:
    section = case.sections.get(name) or []
    if isinstance(section, list) and all(isinstance(one, row) for one in section):
        return section
    return TypeAdapter(list[row]).validate_python(section)  # type: ignore[valid-type]


def _leadership(row: ArenaRow) -> Leadership:
    return Leadership(
        clinical=row.clinical,
        managerial=row.managerial,
        hybrid=row.hybrid,
        coupling=row.coupling,
        intensity=row.intensity,
    )


def _arena_names(study: Study) -> list[str]:
    """Give the study's names of the arenas; options that make no sense are reported by the core."""
    given = study.methods.get("arenas", {}).get("arenas", ARENAS)
    return [str(name) for name in given] if isinstance(given, Mapping) else list(ARENAS)


def _unknown_arenas(
    case: Case,
    known: Sequence[str],
    arenas: Sequence[ArenaRow],
    goals: Sequence[GoalRow],
    links: Sequence[LinkRow],
) -> Iterator[Problem]:
    named = [("arenas", place, "arena", row.arena) for place, row in enumerate(arenas)]
    named += [("goals", place, "arena", row.arena) for place, row in enumerate(goals)]
    named += [("links", place, "from", row.sender) for place, row in enumerate(links)]
    named += [("links", place, "to", row.receiver) for place, row in enumerate(links)]
    for section, place, field, name in named:
        if name not in known:
            yield case.problem(
                section, place, field,
                message=f"there is no arena '{name}'.",
                hint=f"The study's arenas are {', '.join(known)}; "
                "others are named under methods: arenas: arenas.",
                code="arenas.unknown-arena",
            )  # fmt: skip


def _twice(case: Case, section: str, keys: Sequence[tuple[int | str, ...]]) -> Iterator[Problem]:
    counts = Counter(keys)
    seen: set[tuple[int | str, ...]] = set()
    for place, key in enumerate(keys):
        if key in seen:
            number, *names = key
            yield case.problem(
                section, place,
                message=f"{', '.join(map(str, names))} in round {number} stands here {counts[key]} times.",
                hint="Keep one row.",
                code="arenas.duplicate-row",
            )  # fmt: skip
        seen.add(key)


def _unknown_evidence(
    case: Case, section: str, rows: Sequence[ArenaRow] | Sequence[GoalRow] | Sequence[LinkRow]
) -> Iterator[Problem]:
    for place, row in enumerate(rows):
        for name in row.evidence:
            if name not in case.evidence:
                yield case.problem(
                    section, place, "evidence",
                    message=f"there is no evidence '{name}' in this record.",
                    hint="Add it under 'evidence', or correct its id.",
                    code="unknown-evidence",
                )  # fmt: skip
