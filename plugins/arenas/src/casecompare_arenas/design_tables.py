"""The tables of how the study was made: survey waves, approach, involvement of patients."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from casecompare import Case, Column, Diagnostic, Table
from casecompare_arenas.columns import Cell, Row, make_table
from casecompare_arenas.context_sections import ApproachRow, InvolvementRow, SurveyRow
from casecompare_arenas.options import ArenasOptions, SurveyWave
from casecompare_arenas.records import rows_of

__all__ = ["design_diagnostics", "design_tables", "survey_waves"]

_LOW_COVERAGE = 0.5


def design_tables(cases: Sequence[Case], options: ArenasOptions) -> Iterator[Table]:
    """Give the tables of what was recorded of how the study was made; none of what nobody recorded."""
    tables = (
        _survey_table(cases, options),
        _approach_table(cases, options),
        _involvement_table(cases, options),
    )
    yield from (table for table in tables if len(table.frame))


def survey_waves(cases: Sequence[Case], options: ArenasOptions) -> list[SurveyWave]:
    """Give how each wave was answered: as the options say, else summed up over the cases' records.

    Bodies and persons are two denominators; their rates are never averaged.

    Examples
    --------
    >>> rows = [{"wave": 1, "asked": 10, "answered": 2}]
    >>> cases = [Case(id="A", sections={"survey": rows}), Case(id="B", sections={"survey": rows})]
    >>> wave = survey_waves(cases, ArenasOptions())[0]
    >>> wave.bodies, wave.persons
    (1.0, 0.2)
    """
    if options.surveys:
        return sorted(options.surveys, key=lambda wave: wave.wave)
    rows = [row for case in cases for row in rows_of(case, "survey", SurveyRow)]
    waves = []
    for number in sorted({row.wave for row in rows}):
        in_wave = [row for row in rows if row.wave == number]
        waves.append(
            SurveyWave(
                wave=number,
                year=min((row.year for row in in_wave if row.year is not None), default=None),
                bodies_asked=len(in_wave),
                bodies_answered=sum(row.answered > 0 for row in in_wave),
                persons_asked=sum(row.asked for row in in_wave),
                persons_answered=sum(row.answered for row in in_wave),
            )
        )
    return waves


def design_diagnostics(cases: Sequence[Case], options: ArenasOptions) -> Iterator[Diagnostic]:
    """Give what has to be borne in mind about surveys."""
    waves = survey_waves(cases, options)
    low = [wave.wave for wave in waves if wave.persons < _LOW_COVERAGE]
    if low:
        yield Diagnostic(
            level="warning",
            code="arenas.low-coverage",
            message=f"In wave {_listed(low)} of the survey fewer than half of the persons asked answered; "
            "that more of the bodies did does not mend it.",
            advice="Say the rate of persons beside every share of persons, and do not average the two rates.",
        )
    linked = [row.linked for case in cases for row in rows_of(case, "survey", SurveyRow) if row.wave > 1]
    if len(waves) > 1 and not any(linked):
        yield Diagnostic(
            level="note",
            code="arenas.repeated-cross-section",
            message=f"The {len(waves)} waves of the survey asked no persons that are linked by ids: they are "
            "repeated cross-sections, not a panel.",
            advice="Call a difference between waves a change of shares, not of persons.",
        )


def _survey_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = [
        {
            "wave": wave.wave,
            "year": wave.year,
            "bodies_asked": wave.bodies_asked,
            "bodies_answered": wave.bodies_answered,
            "bodies": wave.bodies,
            "persons_asked": wave.persons_asked,
            "persons_answered": wave.persons_answered,
            "persons": wave.persons,
        }
        for wave in survey_waves(cases, options)
    ]
    columns = {
        "wave": Column(title="Wave", decimals=0),
        "year": Column(title="Year", decimals=0),
        "bodies_asked": Column(title="Bodies asked", decimals=0),
        "bodies_answered": Column(title="Bodies that answered", decimals=0),
        "bodies": Column(title="Rate of bodies"),
        "persons_asked": Column(title="Persons asked", decimals=0),
        "persons_answered": Column(title="Persons who answered", decimals=0),
        "persons": Column(title="Rate of persons"),
    }
    return make_table(
        "survey",
        "Survey waves",
        rows,
        list(columns),
        columns,
        note="Two denominators: a body has answered when one of its persons has.",
    )


def _approach_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    degrees = {
        "contract": "By contract",
        "collaborative": "Together",
        "reassurance": "Reassurance",
        "joint_planning": "Joint planning",
        "shared_management": "Shared management",
    }
    words = {"service": "Service", "provider": "Provider"}
    rows: list[Row] = [
        {
            "case": case.id,
            "round": row.round,
            **_cells(row, [*degrees, *words]),
            "winners_and_losers": _yes(row.winners_and_losers),
            "viability_issue": _yes(row.viability_issue),
            "outcomes": ", ".join(row.outcomes),
        }
        for case in cases
        for row in rows_of(case, "approach", ApproachRow)
    ]
    columns = {name: Column(title=title) for name, title in degrees.items()}
    columns |= {
        "winners_and_losers": Column(title="Winners and losers", description="Whether it is told that way."),
        "viability_issue": Column(title="Viability at stake"),
        **{name: Column(title=title) for name, title in words.items()},
        "outcomes": Column(title="Outcomes of the contract"),
    }
    return make_table("approach", "How redesigns are pursued", rows, ["case", "round", *columns], columns)


def _involvement_table(cases: Sequence[Case], options: ArenasOptions) -> Table:
    rows: list[Row] = [
        {
            "case": case.id,
            "round": row.round,
            "arrangement": row.arrangement,
            "stage": row.stage or "",
            "arena": options.arenas.get(row.arena or "", ""),
            "influence": row.influence,
            "researcher_role": row.researcher_role or "",
            "ethics": row.ethics or "",
        }
        for case in cases
        for row in rows_of(case, "involvement", InvolvementRow)
    ]
    columns = {
        "arrangement": Column(title="Arrangement"),
        "stage": Column(title="Stage"),
        "influence": Column(title="Influence"),
        "researcher_role": Column(
            title="Researcher", description="Whether a researcher watched or took part."
        ),
        "ethics": Column(title="Ethics"),
    }
    order = ["case", "round", "arena", *columns]
    return make_table("involvement", "Patients and the public", rows, order, columns)


def _cells(row: ApproachRow, names: Sequence[str]) -> dict[str, Cell]:
    values: Mapping[str, Cell] = {name: getattr(row, name) for name in names}
    return {name: math.nan if value is None else value for name, value in values.items()}


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
