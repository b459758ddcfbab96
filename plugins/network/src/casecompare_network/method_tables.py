"""The tables of the method, in the order in which a reader asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from casecompare import Table
from casecompare_network.boundary_tables import (
    boundaries_table,
    brokerage_table,
    groups_table,
    mixing_table,
)
from casecompare_network.case_figures import force_list, ties_table
from casecompare_network.case_tables import (
    actors_table,
    cases_table,
    coalitions_table,
    cohesion_table,
    relations_table,
    rounds_table,
    tandem_table,
)
from casecompare_network.comparisons import differences_table
from casecompare_network.measured import Measured
from casecompare_network.mobility_tables import (
    changes_table,
    mobility_table,
    moves_table,
    turnover_table,
)
from casecompare_network.network_files import files_table
from casecompare_network.options import NetworkOptions
from casecompare_network.reasons import undefined_table
from casecompare_network.relation_tables import qap_table, regression_table
from casecompare_network.standing import null_table, standing_table
from casecompare_network.structure_tables import (
    forces_table,
    key_players_table,
    places_table,
    stakeholders_table,
    structure_table,
    two_mode_table,
)
from casecompare_network.who_table import who_table

__all__ = ["method_tables"]


def method_tables(
    measured: Measured, options: NetworkOptions, random: np.random.Generator
) -> tuple[Table, ...]:
    """Give the tables that have rows; that of the cases stands first and is there in any case.

    Parameters
    ----------
    measured
        What was measured of all cases.
    options
        The groups, sides and board, and how much work a test may take.
    random
        The source of chance.
    """
    further = (
        *_answers(measured, options, random),
        *_of_actors_and_groups(measured, options, random),
        *_of_structure(measured, options),
        *_over_rounds_and_relations(measured, options, random),
        undefined_table(measured.last, options),
        files_table(measured.files),
    )
    return (cases_table(measured.last), *(table for table in further if len(table.frame)))


def _answers(measured: Measured, options: NetworkOptions, random: np.random.Generator) -> Iterator[Table]:
    yield who_table(measured.last, options)
    yield standing_table(measured.last, measured.standing)
    yield differences_table(measured.compared, measured.outcome)
    yield null_table(measured.standing)
    yield tandem_table(measured.last, options, random)


def _of_actors_and_groups(
    measured: Measured, options: NetworkOptions, random: np.random.Generator
) -> Iterator[Table]:
    yield boundaries_table(measured.last, options)
    yield brokerage_table(measured.last, options, random)
    yield actors_table(measured.last, options)
    yield groups_table(measured.last, options)
    yield mixing_table(measured.last, options)


def _of_structure(measured: Measured, options: NetworkOptions) -> Iterator[Table]:
    yield cohesion_table(measured.last, options)
    yield coalitions_table(measured.last)
    yield structure_table(measured.last, options)
    yield key_players_table(measured.last, options)
    yield stakeholders_table(measured.last)
    yield forces_table(measured.records)
    yield two_mode_table(measured.last)
    yield places_table(measured.last)


def _over_rounds_and_relations(
    measured: Measured, options: NetworkOptions, random: np.random.Generator
) -> Iterator[Table]:
    yield moves_table(measured.records, options)
    yield mobility_table(measured.records)
    yield turnover_table(measured.records)
    yield changes_table(measured.rounds)
    yield relations_table(measured.last, options)
    yield qap_table(measured.last, options, random)
    yield regression_table(measured.last, options, random)
    yield rounds_table(measured.rounds)
    yield force_list(measured.records)
    yield ties_table(measured.last)
