"""The concept measures of one case, from its record."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel

from casecompare import Case
from casecompare_arenas.bounds import UNDEFINED, Bounds, mean_bounds
from casecompare_arenas.concepts import (
    benefits_measured,
    clinical_creation,
    creation_share,
    defence_index,
    local_share,
    net_change,
    net_force,
    scope,
    seat_take_up,
)
from casecompare_arenas.context_sections import (
    ApproachRow,
    BenefitRow,
    ForceRow,
    InvolvementRow,
    LogicRow,
    WorkRow,
)
from casecompare_arenas.logics import diversity, measure_logics
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.process_concepts import (
    board_mechanisms,
    board_mediation,
    clinical_influence,
    hierarchy_orientation,
    initiative_overlap,
    interfaces_joined,
    local_decisions,
    tensions_settled,
    uncertainty,
    working_board,
)
from casecompare_arenas.process_sections import (
    DecisionRow,
    InfluenceRow,
    InitiativeRow,
    InterfaceRow,
    MechanismRow,
    TensionRow,
    UncertaintyRow,
)
from casecompare_arenas.records import every_row, read_sheet, rows_of

__all__ = ["case_concepts", "logic_shares"]

Row = Mapping[str, object]


def case_concepts(case: Case, options: ArenasOptions) -> dict[str, Bounds]:
    """Give the concept measures of a case by the names of their scores; undefined what was not recorded.

    Ties and actors belong to the record of networks; where they are there, the defence of boundaries and the
    diversity of sectors are read off them.

    Examples
    --------
    >>> work = [{"round": 1, "kind": "creation", "strength": 0.6}]
    >>> concepts = case_concepts(Case(id="T02", sections={"work": work}), ArenasOptions())
    >>> concepts["net_change"].value, concepts["net_force"].value
    (1.0, nan)
    """
    work = rows_of(case, "work", WorkRow)
    benefits = benefits_measured(rows_of(case, "benefits", BenefitRow))
    involved = [row.influence for row in rows_of(case, "involvement", InvolvementRow)]
    return {
        "net_change": net_change(work),
        "creation_share": creation_share(work),
        "clinical_creation": clinical_creation(work, options.clinical_groups),
        "local_work": local_share(work, options.supra_local),
        **_logic_measures(case, options.logics),
        "net_force": net_force(rows_of(case, "forces", ForceRow)),
        "benefit_targeted": benefits.targeted,
        "benefit_achieved": benefits.achieved,
        "benefit_gap": benefits.gap,
        **_approach(rows_of(case, "approach", ApproachRow)),
        "involvement_influence": mean_bounds(involved),
        "seat_take_up": seat_take_up(_seats(case)),
        "scope": scope(_coded(case, options.override)),
        "sedimentation": _sedimentation(case, options.sedimentation),
        "defence": defence_index(*_boundary_ties(case)),
        "sector_diversity": _sector_diversity(case),
        **_process(case, options),
    }


def logic_shares(rows: Iterable[LogicRow], logics: Sequence[str]) -> dict[int, dict[str, float]]:
    """Give the shares of the logics by round; where they are recorded by arena, the mean over arenas.

    Examples
    --------
    >>> logic_shares([LogicRow.model_validate({"round": 1, "market": 1})], ["market", "network"])
    {1: {'market': 1.0, 'network': 0.0}}
    """
    by_round: dict[int, list[LogicRow]] = {}
    for row in rows:
        by_round.setdefault(row.round, []).append(row)
    shares = {}
    for number in sorted(by_round):
        # The row of the case as a whole counts, if there is one.
        whole = [row for row in by_round[number] if row.arena is None] or by_round[number]
        shares[number] = {
            logic: math.fsum(row.shares.get(logic, 0.0) for row in whole) / len(whole) for logic in logics
        }
    return shares


def _logic_measures(case: Case, logics: Sequence[str]) -> dict[str, Bounds]:
    names = ("logic_dominance", "logic_margin", "logic_number")
    by_round = logic_shares(rows_of(case, "logics", LogicRow), logics)
    if not by_round or not any(list(by_round.values())[-1].values()):
        return dict.fromkeys(names, UNDEFINED)
    found = measure_logics(list(by_round.values())[-1])
    values = (found.dominance, found.margin, found.effective_number)
    return {name: Bounds(value, value) for name, value in zip(names, values, strict=True)}


def _process(case: Case, options: ArenasOptions) -> dict[str, Bounds]:
    """Measure what happened on the way: tensions, mechanisms, interfaces, what came from above."""
    tensions = rows_of(case, "tensions", TensionRow)
    influence = rows_of(case, "influence", InfluenceRow)
    board, clinical = options.mediating, options.clinical_groups
    mediation = board_mediation(tensions, board) if board is not None else UNDEFINED
    built = rows_of(case, "mechanisms", MechanismRow)
    mechanisms = board_mechanisms(built, board) if board is not None else UNDEFINED
    above = rows_of(case, "initiatives", InitiativeRow)
    return {
        "tensions_settled": tensions_settled(tensions),
        "board_mediation": mediation,
        "board_mechanisms": mechanisms,
        "working_board": working_board(mediation, mechanisms),
        "interfaces_joined": interfaces_joined(rows_of(case, "interfaces", InterfaceRow)),
        "uncertainty": uncertainty(rows_of(case, "uncertainty", UncertaintyRow)),
        "initiative_overlap": initiative_overlap(above, _last_round(case, above) if above else 0),
        "local_decisions": local_decisions(rows_of(case, "decisions", DecisionRow), options.supra_local),
        "clinical_influence": clinical_influence(influence, clinical),
        "hierarchy_orientation": hierarchy_orientation(influence, clinical),
    }


def _last_round(case: Case, initiatives: Sequence[InitiativeRow]) -> int:
    """Give the last round of the redesign; without any, the last in which an initiative begins."""
    sheet = every_row(case)
    observed = [row.round for row in [*sheet.arenas, *sheet.goals, *sheet.links]]
    return max(observed or [one.start for one in initiatives], default=1)


def _approach(rows: Sequence[ApproachRow]) -> dict[str, Bounds]:
    """Give the degrees of the approach as last recorded; a row without a round holds for all of them."""
    ordered = sorted(rows, key=lambda row: 0 if row.round is None else row.round)
    measures = {}
    names = ("contract", "collaborative", "joint_planning", "reassurance", "shared_management")
    for name in (*names, "winners_and_losers", "viability_issue"):
        coded = [float(value) for row in ordered if (value := getattr(row, name)) is not None]
        measures[name] = Bounds(coded[-1], coded[-1]) if coded else UNDEFINED
    return measures


def _seats(case: Case) -> list[tuple[int, int]]:
    rows = [row for row in read_sheet(case).arenas if row.clinical_seats is not None]
    last = max((row.round for row in rows), default=0)
    return [(row.clinical_seats or 0, row.clinical_seats_filled or 0) for row in rows if row.round == last]


def _coded(case: Case, name: str) -> float | None:
    coded = case.values.get(name)
    value = coded.value if coded is not None else None
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


def _sedimentation(case: Case, names: Sequence[str]) -> Bounds:
    """Give how far arrangements are taken for granted; items that are missing leave an interval."""
    items = [_coded(case, name) for name in names]
    return mean_bounds(items) if any(item is not None for item in items) else UNDEFINED


def _boundary_ties(case: Case) -> tuple[int, int]:
    """Give how many pairs of actors of two professions contest each other, and how many are tied at all."""
    professions = {str(row.get("id")): row.get("profession") for row in _plain_rows(case, "actors")}
    contested: set[frozenset[str]] = set()
    tied: set[frozenset[str]] = set()
    for row in _plain_rows(case, "ties"):
        pair = frozenset((str(row.get("from")), str(row.get("to"))))
        sides = {professions.get(actor) for actor in pair}
        if len(sides) < 2 or None in sides or row.get("known") is False:
            continue
        tied.add(pair)
        if row.get("relation") == "contests":
            contested.add(pair)
    return len(contested), len(tied)


def _sector_diversity(case: Case) -> Bounds:
    sectors = [row.get("sector") for row in _plain_rows(case, "actors")]
    value = diversity(Counter(str(sector) for sector in sectors if sector is not None))
    return Bounds(value, value)


def _plain_rows(case: Case, name: str) -> list[Row]:
    """Give the rows of a section of another method as plain data, checked by that method or not at all."""
    section = case.sections.get(name)
    rows = list(section) if isinstance(section, list | tuple) else []
    plain = [row.model_dump(by_alias=True) if isinstance(row, BaseModel) else row for row in rows]
    return [row for row in plain if isinstance(row, Mapping)]
