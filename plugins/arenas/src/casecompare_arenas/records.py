"""From the record of a case to the states that are scored, one per round, agreed on or of one coder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter

from casecompare import Case
from casecompare_arenas.scoring import Leadership, RoundState
from casecompare_arenas.sections import ArenaRow, GoalRow, LinkRow

__all__ = [
    "Sheet",
    "coders_of",
    "every_row",
    "has_sections",
    "is_agreed",
    "read_sheet",
    "round_states",
    "rows_of",
]

RowModel = TypeVar("RowModel", bound=BaseModel)
Key = tuple[int | str, ...]


@dataclass(frozen=True)
class Sheet:
    """The rows of a case that alignment is scored from."""

    arenas: tuple[ArenaRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    links: tuple[LinkRow, ...] = ()


def has_sections(case: Case) -> bool:
    """Say whether a case's record has any of the sections that alignment is scored from."""
    return any(name in case.sections for name in ("arenas", "goals", "links"))


def rows_of(case: Case, name: str, row: type[RowModel]) -> list[RowModel]:
    """Give the rows of a section, whoever checked them: this plugin, another one that reads it too, or none.

    Raises
    ------
    ValidationError
        if a section of a case made by hand is not of the declared form; a case that was read from a
        study's files has been checked.

    Examples
    --------
    >>> from casecompare_arenas.context_sections import ForceRow
    >>> forces = [{"polarity": "enabling", "force": "prior relations", "strength": 0.8}]
    >>> rows_of(Case(id="T02", sections={"forces": forces}), "forces", ForceRow)[0].strength
    0.8
    """
    section = case.sections.get(name) or []
    if not isinstance(section, list | tuple):
        return TypeAdapter(list[row]).validate_python(section)  # type: ignore[valid-type]  # raises
    return [one if isinstance(one, row) else row.model_validate(_plain(one)) for one in section]


def coders_of(case: Case) -> list[str]:
    """Give who coded rows of a case, in alphabetical order; none where all rows were agreed on.

    Examples
    --------
    >>> row = {"round": 1, "arena": "S", "clinical": 0.8}
    >>> coders_of(Case(id="T02", sections={"arenas": [row, {**row, "coder": "B"}, {**row, "coder": "A"}]}))
    ['A', 'B']
    """
    sheet = every_row(case)
    return sorted({row.coder for row in [*sheet.arenas, *sheet.goals, *sheet.links] if row.coder is not None})


def is_agreed(case: Case) -> bool:
    """Say whether for everything that a coder coded there is a row that was agreed on."""
    sheet = every_row(case)
    every = [*_keys(sheet.arenas), *_keys(sheet.goals), *_keys(sheet.links)]
    agreed = {key for key, coder in every if coder is None}
    return all(key in agreed for key, _ in every)


def read_sheet(case: Case, coder: str | None = None) -> Sheet:
    """Give the rows that were agreed on; for a coder, with the coder's own rows in their place.

    What a coder says of the content of an arena in a round replaces all that was agreed on about it, since
    only the proportions of emphases mean something.

    Parameters
    ----------
    case
        Its sections `arenas`, `goals` and `links` are read.
    coder
        Whose sheet it is; by default the one that was agreed on.
    """
    rows = every_row(case)
    return Sheet(
        arenas=tuple(_of_coder(rows.arenas, coder)),
        goals=tuple(_of_coder(rows.goals, coder)),
        links=tuple(_of_coder(rows.links, coder)),
    )


def round_states(case: Case, coder: str | None = None) -> dict[int, RoundState]:
    """Give what was observed of a case, by round and in the order of the rounds.

    Where a link was recorded more than once, as through several channels, the strongest one counts.

    Parameters
    ----------
    case
        Its sections `arenas`, `goals` and `links` are read.
    coder
        Whose sheet it is, see `read_sheet`.

    Returns
    -------
    dict
        Every round that any of the sections mentions.

    Raises
    ------
    ValidationError
        if a section of a case made by hand is not of the declared form.

    Examples
    --------
    >>> rows = [{"round": 2, "arena": "S", "clinical": 0.8}, {"round": 1, "arena": "S", "clinical": 0.2}]
    >>> states = round_states(Case(id="T02", sections={"arenas": rows}))
    >>> list(states), states[2].leadership["S"].clinical
    ([1, 2], 0.8)
    """
    sheet = read_sheet(case, coder)
    # A round that only one coder saw is a round for all of them, in which the others coded nothing.
    everything = every_row(case)
    numbers = {row.round for row in [*everything.arenas, *everything.goals, *everything.links]}
    return {number: _state(sheet, number) for number in sorted(numbers)}


def _plain(row: object) -> object:
    return row.model_dump(by_alias=True, exclude_unset=True) if isinstance(row, BaseModel) else row


def every_row(case: Case) -> Sheet:
    """Give the rows of all coders and those agreed on."""
    return Sheet(
        arenas=tuple(rows_of(case, "arenas", ArenaRow)),
        goals=tuple(rows_of(case, "goals", GoalRow)),
        links=tuple(rows_of(case, "links", LinkRow)),
    )


def _key(row: ArenaRow | GoalRow | LinkRow) -> Key:
    """Give what a row is about; all emphases of an arena in a round are about one thing, its content."""
    if isinstance(row, LinkRow):
        return "links", row.round, row.sender, row.receiver
    return "arenas" if isinstance(row, ArenaRow) else "goals", row.round, row.arena


def _keys(rows: Iterable[ArenaRow | GoalRow | LinkRow]) -> list[tuple[Key, str | None]]:
    return [(_key(row), row.coder) for row in rows]


CodedRow = TypeVar("CodedRow", ArenaRow, GoalRow, LinkRow)


def _of_coder(rows: Sequence[CodedRow], coder: str | None) -> list[CodedRow]:
    own = {_key(row) for row in rows if coder is not None and row.coder == coder}
    return [row for row in rows if (row.coder == coder if _key(row) in own else row.coder is None)]


def _state(sheet: Sheet, number: int) -> RoundState:
    emphases: dict[str, dict[str, float]] = {}
    for goal in (row for row in sheet.goals if row.round == number):
        element, emphasis = goal.channel
        emphases.setdefault(goal.arena, {})[element] = emphasis
    uptake: dict[tuple[str, str], float] = {}
    for link in (row for row in sheet.links if row.round == number):
        pair = (link.sender, link.receiver)
        uptake[pair] = max(uptake.get(pair, 0.0), link.share)
    return RoundState(leadership=_leadership(sheet, number), emphases=emphases, uptake=uptake)


def _leadership(sheet: Sheet, number: int) -> Mapping[str, Leadership]:
    return {
        row.arena: Leadership(
            clinical=row.clinical,
            managerial=row.managerial,
            hybrid=row.hybrid,
            coupling=row.coupling,
            intensity=row.intensity,
        )
        for row in sheet.arenas
        if row.round == number
    }
