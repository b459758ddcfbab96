"""The codes behind the scores that coders differ on, one by one, with the evidence of each side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casecompare import Case, Column, Table
from casecompare_arenas.columns import Row, make_table
from casecompare_arenas.records import every_row
from casecompare_arenas.sections import ArenaRow, GoalRow, LinkRow

__all__ = ["DisputedCode", "disputed_codes", "disputed_table"]

_MOST_ROWS = 100
_LEADERSHIP = ("clinical", "managerial", "hybrid", "coupling", "intensity")
_EQUAL = 1e-9
"""Differences below this are what binary fractions make of equal codes."""


@dataclass(frozen=True, kw_only=True)
class DisputedCode:
    """One code that coders differ on.

    `what` says what was coded, `codes` and `evidence` what each coder put down and rests it on.
    """

    case: str
    round: int
    what: str
    codes: Mapping[str, float]
    evidence: Mapping[str, tuple[str, ...]]

    @property
    def difference(self) -> float:
        """The largest code less the smallest."""
        return max(self.codes.values()) - min(self.codes.values())


def disputed_codes(case: Case, titles: Mapping[str, str]) -> list[DisputedCode]:
    """Give the codes of leadership, content and links that coders of a case differ on, largest first.

    Of emphases the share in the arena counts, since only proportions mean something; an element that a coder
    left out of an arena has the share 0. Rows that were agreed on are no coder's, and do not count.

    Parameters
    ----------
    case
        Its sections `arenas`, `goals` and `links` are read.
    titles
        What the arenas are called, by their names in the records.

    Examples
    --------
    >>> row = {"round": 1, "arena": "S", "clinical": 0.8}
    >>> rows = [{**row, "coder": "A", "coupling": 0.9}, {**row, "coder": "B", "coupling": 0.2}]
    >>> [(one.what, dict(one.codes)) for one in disputed_codes(Case(id="k", sections={"arenas": rows}), {})]
    [('S: coupling', {'A': 0.9, 'B': 0.2})]
    """
    coded: dict[tuple[int, str], _Sides] = {}
    for number, what, coder, code, evidence in _every_code(case, titles):
        coded.setdefault((number, what), _Sides()).add(coder, code, evidence)
    found = [
        DisputedCode(case=case.id, round=number, what=what, codes=sides.codes, evidence=sides.evidence)
        for (number, what), sides in coded.items()
        if len(sides.codes) > 1
    ]
    return sorted((one for one in found if one.difference > _EQUAL), key=lambda one: -one.difference)


def disputed_table(cases: Sequence[Case], titles: Mapping[str, str]) -> Table:
    """Give one row per code that coders differ on, the largest differences of all cases first."""
    found = [one for case in cases for one in disputed_codes(case, titles)]
    found.sort(key=lambda one: -one.difference)
    coders = sorted({coder for one in found for coder in one.codes})
    rows: list[Row] = [
        {
            "case": one.case,
            "round": one.round,
            "what": one.what,
            "difference": one.difference,
            **{f"coder {coder}": one.codes.get(coder) for coder in coders},
            "evidence": "; ".join(f"{coder}: {', '.join(ids)}" for coder, ids in one.evidence.items() if ids),
        }
        for one in found[:_MOST_ROWS]
    ]
    columns = {
        "what": Column(title="Code", description="The arena or link, and what was coded of it."),
        "difference": Column(title="Difference", description="The largest code less the smallest."),
        **{f"coder {coder}": Column(title=coder, description="What this coder coded.") for coder in coders},
        "evidence": Column(title="Evidence", description="Ids of the evidence that each coder points at."),
    }
    more = f"{len(found) - _MOST_ROWS:,} smaller differences are left out." if len(found) > _MOST_ROWS else ""
    title = "Codes that coders differ on, the largest differences first"
    return make_table("disputed", title, rows, ["case", "round", *columns], columns, note=more)


@dataclass
class _Sides:
    codes: dict[str, float] = field(default_factory=dict)
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, coder: str, code: float, evidence: tuple[str, ...]) -> None:
        # Of several channels of a link the strongest counts, with the evidence for it.
        if coder not in self.codes or code > self.codes[coder]:
            self.codes[coder], self.evidence[coder] = code, evidence


_Code = tuple[int, str, str, float, tuple[str, ...]]


def _every_code(case: Case, titles: Mapping[str, str]) -> Iterator[_Code]:
    sheet = every_row(case)
    for row in sheet.arenas:
        yield from _leadership(row, titles)
    yield from _shares([row for row in sheet.goals if row.coder is not None], titles)
    for link in sheet.links:
        yield from _uptake(link, titles)


def _leadership(row: ArenaRow, titles: Mapping[str, str]) -> Iterator[_Code]:
    for name in _LEADERSHIP:
        code: float | None = getattr(row, name)
        if code is not None and row.coder is not None:
            yield row.round, f"{titles.get(row.arena, row.arena)}: {name}", row.coder, code, row.evidence


def _shares(rows: Sequence[GoalRow], titles: Mapping[str, str]) -> Iterator[_Code]:
    contents: dict[tuple[int, str], dict[str, dict[str, GoalRow]]] = {}
    for row in rows:
        sides = contents.setdefault((row.round, row.arena), {})
        sides.setdefault(str(row.coder), {})[row.channel[0]] = row
    for (number, arena), sides in contents.items():
        elements = dict.fromkeys(element for by_element in sides.values() for element in by_element)
        for coder, by_element in sides.items():
            total = sum(row.channel[1] for row in by_element.values())
            seen = dict.fromkeys(one for row in by_element.values() for one in row.evidence)
            for element in elements:
                emphasis = by_element[element].channel[1] if element in by_element else 0.0
                what = f"{titles.get(arena, arena)}: share on {element}"
                yield number, what, coder, emphasis / total if total else 0.0, tuple(seen)


def _uptake(link: LinkRow, titles: Mapping[str, str]) -> Iterator[_Code]:
    if link.coder is not None:
        ends = " → ".join(titles.get(one, one) for one in (link.sender, link.receiver))
        yield link.round, f"{ends}: uptake", link.coder, link.share, link.evidence
