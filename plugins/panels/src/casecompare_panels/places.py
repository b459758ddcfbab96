"""The country and system of each case, and what the systems hold: cases, their outcomes, panels."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from casecompare import Problem, Study
from casecompare_panels.judgements import Judgement, folded, grouped
from casecompare_panels.options import PanelsOptions

__all__ = ["CasePlace", "SystemCases", "case_places", "compare_systems", "place_problems"]


@dataclass(frozen=True, kw_only=True)
class CasePlace:
    """Where a case lies; empty where nobody coded it."""

    country: str = ""
    system: str = ""


@dataclass(frozen=True, kw_only=True)
class SystemCases:
    """What one system has in the study.

    Parameters
    ----------
    system, countries
        The system, and the countries of its cases and panels.
    cases, in_outcome
        Its cases, and those that are more in than out of the outcome.
    outcome
        The mean membership of its cases in the outcome; NaN without one.
    panels, experts
        How many speak for it.
    """

    system: str
    countries: tuple[str, ...]
    cases: tuple[str, ...]
    in_outcome: tuple[str, ...]
    outcome: float
    panels: int
    experts: int


def place_problems(study: Study, options: PanelsOptions) -> list[Problem]:
    """Give what is wrong with the names of the values that hold country and system.

    Parameters
    ----------
    study
        Its coded values and its codebook.
    options
        `country` and `system`.
    """
    known = [str(name) for name in study.table.columns] + list(study.codebook)
    return [
        study.problem(
            "methods", "panels", option,
            message=f"there is no coded value '{name}'.", hint=_near(name, known),
            code="panels.unknown-value",
        )
        for option, name in (("country", options.country), ("system", options.system))
        if name and _column(study, name) is None
    ]  # fmt: skip


def case_places(
    study: Study, options: PanelsOptions, judgements: Sequence[Judgement]
) -> dict[str, CasePlace]:
    """Give country and system of each case.

    Parameters
    ----------
    study
        Where they are coded.
    options
        `country` and `system` name the coded values. Without the latter the system of a case is the one that
        the panels of its country speak for; where they speak for none or for several, its country.
    judgements
        The panels' places; their spelling is the one that is kept.

    Returns
    -------
    dict
        By case id; empty if the options name neither.
    """
    if not options.country and not options.system:
        return {}
    spelled = {folded(name): name for one in judgements for name in (one.system, one.country)}
    systems: dict[str, set[str]] = {}
    for one in judgements:
        systems.setdefault(folded(one.country), set()).add(one.system)
    places = {}
    countries, coded = _texts(study, options.country), _texts(study, options.system)
    for case in study.case_ids:
        country = countries.get(case, "")
        country = spelled.setdefault(folded(country), country) if country else ""
        system = coded.get(case, "")
        if not options.system and country:
            spoken_for = systems.get(folded(country), set())
            system = next(iter(spoken_for)) if len(spoken_for) == 1 else country
        system = spelled.setdefault(folded(system), system) if system else ""
        places[case] = CasePlace(country=country, system=system)
    return places


def compare_systems(
    places: Mapping[str, CasePlace], judgements: Sequence[Judgement], outcome: pd.Series | None
) -> tuple[SystemCases, ...]:
    """Put cases and panels of each system together: first those with cases, in the order of the study.

    Parameters
    ----------
    places
        From `case_places`.
    judgements
        The panels.
    outcome
        Memberships of the cases in the outcome, if there is one.
    """
    cases: dict[str, list[str]] = {}
    for case, place in places.items():
        if place.system:
            cases.setdefault(place.system, []).append(case)
    said = grouped(judgements, lambda one: one.system)
    known = {} if outcome is None else {str(case): float(value) for case, value in outcome.dropna().items()}
    return tuple(
        _compared(system, cases.get(system, []), said.get(system, []), places, known)
        for system in dict.fromkeys([*cases, *said])
    )


def _compared(
    system: str,
    cases: Sequence[str],
    said: Sequence[Judgement],
    places: Mapping[str, CasePlace],
    outcome: Mapping[str, float],
) -> SystemCases:
    countries = [places[case].country for case in cases] + [one.country for one in said]
    known = {case: outcome[case] for case in cases if case in outcome}
    return SystemCases(
        system=system,
        countries=tuple(dict.fromkeys(filter(None, countries))),
        cases=tuple(cases),
        in_outcome=tuple(case for case, value in known.items() if value > 0.5),
        outcome=math.fsum(known.values()) / len(known) if known else math.nan,
        panels=len({one.panel for one in said}),
        experts=len({(one.panel, one.expert) for one in said}),
    )


def _texts(study: Study, name: str) -> dict[str, str]:
    """Give a coded value of each case as text, where there is one."""
    column = _column(study, name) if name else None
    if column is None:
        return {}
    values = study.table[column]
    return {str(case): _text(value) for case, value in values.items() if not pd.isna(value)}


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _column(study: Study, name: str) -> str | None:
    """Give the coded value that a name means: itself, or the one source of a codebook entry."""
    if name in study.table.columns:
        return name
    entry = study.codebook.get(name)
    if entry is not None and len(entry.source) == 1 and entry.source[0] in study.table.columns:
        return entry.source[0]
    return None


def _near(name: str, known: Sequence[str]) -> str:
    by_folded = {folded(one): one for one in known}
    close = difflib.get_close_matches(folded(name), by_folded, 1, 0.6)
    if close:
        return f"Did you mean '{by_folded[close[0]]}'?"
    return "Name a value that is coded for the cases, or a codebook entry of kind text."
