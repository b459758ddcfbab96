"""Which relations go together in a case: QAP and MRQAP, with shared groups and arenas as relations too."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from casecompare import Diagnostic, Table, UsageError
from casecompare_network.case_measures import CaseMeasures
from casecompare_network.graphs import Floats
from casecompare_network.mrqap import mrqap
from casecompare_network.options import SHARED_FROM, NetworkOptions
from casecompare_network.qap import qap
from casecompare_network.records import CaseRecord, network_of
from casecompare_network.tables import Cell, make_table, unless_drawn

__all__ = ["Relation", "qap_table", "regression_problems", "regression_table", "relation_of"]

Last = Mapping[str, CaseMeasures]
Row = dict[str, Cell]

_SAME = "same "


@dataclass(frozen=True)
class Relation:
    """A relation among all actors of a case as a matrix, and whether it leads one way."""

    matrix: Floats
    directed: bool


def relation_of(record: CaseRecord, name: str, number: int, options: NetworkOptions) -> Relation | None:
    """Give a relation of a round, or ``same GROUP``: 1 for two actors of one group, else 0.

    Parameters
    ----------
    record, number, options
        The case, the round, and which relations lead one way.
    name
        A relation of the record, or such as ``same profession``, ``same arena``.

    Returns
    -------
    Relation
        None where the case has no such relation, some of its ties are unknown, or an actor has no such group.

    Examples
    --------
    >>> from casecompare_network.sections import ActorRow
    >>> actors = tuple(ActorRow(id=one, home_arena=one[0]) for one in ("P1", "P2", "S1"))
    >>> relation_of(CaseRecord(case="T", actors=actors), "same arena", 1, NetworkOptions()).matrix
    array([[0., 1., 0.],
           [1., 0., 0.],
           [0., 0., 0.]])
    """
    if name.startswith(_SAME):
        groups = record.groups(name.removeprefix(_SAME))
        if None in groups:
            return None
        names = np.array([str(group) for group in groups], dtype=str)
        same = (names[:, None] == names[None, :]).astype(np.float64)
        np.fill_diagonal(same, 0.0)
        return Relation(same, directed=False)
    found = network_of(record, [name], number, directed=options.directed)
    if name not in record.relations or len(found.unknown):
        return None
    return Relation(found.network.matrix, found.network.directed)


def qap_table(last: Last, options: NetworkOptions, random: np.random.Generator) -> Table:
    """Correlate pairs of relations within each case, tested by letting the actors change places.

    Raises
    ------
    casecompare.UsageError
        if the options name a relation that no case has.
    """
    _check_names(last, [name for pair in options.qap or () for name in pair], "qap")
    rows: list[Row] = []
    for case, one in _fitting(last, options):
        for first, second in _pairs(one, options):
            both = [relation_of(one.working.record, name, one.working.round, options)
                    for name in (first, second)]  # fmt: skip
            if both[0] is None or both[1] is None:
                continue
            is_directed = both[0].directed or both[1].directed
            found = qap(
                both[0].matrix, both[1].matrix, is_directed=is_directed,
                at_most=options.labelings, draws=options.draws, random=random,
            )  # fmt: skip
            if math.isnan(found.correlation):
                continue
            size = len(both[0].matrix)
            tested = found.two_sided
            rows.append({
                "case": case, "relation": first, "relation_with": second,
                "cells": size * (size - 1) // (1 if is_directed else 2), "correlation": found.correlation,
                "p_at_least": found.at_least.p, "p_at_most": found.at_most.p, "p_two_sided": tested.p,
                "labelings": tested.labelings, "exact": tested.is_exact, "error": tested.error,
            })  # fmt: skip
    order = ["case", "relation", "relation_with", "cells", "correlation", "p_at_least", "p_at_most",
             "p_two_sided", "labelings", "exact", "error"]  # fmt: skip
    note = "Left out where a relation is the same for all pairs, or is not known for some."
    headings = {"exact": "All reorderings", "labelings": "Reorderings"}
    return make_table(
        "qap",
        "Which relations go together (QAP)",
        rows,
        order,
        note=note,
        headings=headings,
        silent=unless_drawn(rows),
    )


def regression_table(last: Last, options: NetworkOptions, random: np.random.Generator) -> Table:
    """Explain relations by others within each case (MRQAP, least squares, double semi-partialling).

    Raises
    ------
    casecompare.UsageError
        if the options name a relation that no case has.
    """
    given = options.mrqap or {}
    _check_names(last, [name for one, others in given.items() for name in (one, *others)], "mrqap")
    rows: list[Row] = []
    for case, one in _fitting(last, options):
        for explained, predictors in _regressions(
            one, options, is_small_study=len(last) <= SHARED_FROM
        ).items():
            design = _design(one, explained, predictors, options)
            if design is None:
                continue
            outcome, others, is_directed = design
            try:
                found = mrqap(
                    outcome, others, is_directed=is_directed,
                    at_most=min(options.labelings, 5_040), draws=min(options.draws, 1_999), random=random,
                )  # fmt: skip
            except ValueError:
                continue  # told as a diagnostic, by `regression_problems`
            for term in found.terms:
                tested = term.two_sided
                rows.append({
                    "case": case, "relation": explained, "predictor": term.name,
                    "coefficient": term.coefficient, "t": term.statistic, "p_two_sided": tested.p,
                    "r_squared": found.r_squared, "cells": found.cell_count, "labelings": tested.labelings,
                    "exact": tested.is_exact, "error": tested.error,
                })  # fmt: skip
    order = ["case", "relation", "predictor", "coefficient", "t", "p_two_sided", "r_squared", "cells",
             "labelings", "exact", "error"]  # fmt: skip
    note = "Least squares; p by double semi-partialling (Dekker, Krackhardt and Snijders 2007)."
    headings = {"exact": "All reorderings", "labelings": "Reorderings"}
    title = "What explains a relation (MRQAP)"
    return make_table(
        "regression", title, rows, order, note=note, headings=headings, silent=unless_drawn(rows)
    )


def regression_problems(last: Last, options: NetworkOptions) -> Iterator[Diagnostic]:
    """Say of each regression that was asked for in the options why a case has none."""
    for case, one in last.items():
        for explained, predictors in (options.mrqap or {}).items():
            reason = _why_not(one, explained, predictors, options)
            if reason:
                yield Diagnostic(
                    level="note",
                    code="network.no-regression",
                    message=f"{case}: {explained} is not explained by {', '.join(predictors)}: {reason}.",
                    case=case,
                    field="ties",
                )


def _why_not(one: CaseMeasures, explained: str, predictors: Sequence[str], options: NetworkOptions) -> str:
    for name in (explained, *predictors):
        found = relation_of(one.working.record, name, one.working.round, options)
        if found is None:
            return f"'{name}' is not there, or is not known for all pairs of actors"
        off = found.matrix[~np.eye(len(found.matrix), dtype=bool)]
        if not off.size or np.ptp(off) == 0:
            return f"'{name}' is the same for all pairs of actors"
    design = _design(one, explained, predictors, options)
    if design is None:
        return f"there are more than {options.structure_actors} actors"
    try:
        mrqap(
            design[0], design[1], is_directed=design[2], at_most=1, draws=1, random=np.random.default_rng(0)
        )
    except ValueError as error:
        return str(error)
    return ""


def _design(
    one: CaseMeasures, explained: str, predictors: Sequence[str], options: NetworkOptions
) -> tuple[Floats, dict[str, Floats], bool] | None:
    """Give the relation to explain, those that explain it, and whether one leads one way; None if unknown."""
    record, number = one.working.record, one.working.round
    if one.working.network.size > options.structure_actors:
        return None
    found = {name: relation_of(record, name, number, options) for name in (explained, *predictors)}
    known = {name: relation for name, relation in found.items() if relation is not None}
    if len(known) < len(found) or len(found) < 2:
        return None
    is_directed = any(relation.directed for relation in known.values())
    return known[explained].matrix, {name: known[name].matrix for name in predictors}, is_directed


def _fitting(last: Last, options: NetworkOptions) -> Iterator[tuple[str, CaseMeasures]]:
    for case, one in last.items():
        if 3 <= one.working.network.size <= options.structure_actors:
            yield case, one


def _pairs(one: CaseMeasures, options: NetworkOptions) -> Sequence[tuple[str, str]]:
    if options.qap is not None:
        return [(first, second) for first, second in options.qap]
    first = _first_relation(one)
    return [(first, shared) for shared in _shared(options)] if first else []


def _regressions(
    one: CaseMeasures, options: NetworkOptions, *, is_small_study: bool
) -> Mapping[str, Sequence[str]]:
    if options.mrqap is not None:
        return options.mrqap
    first = _first_relation(one)
    return {first: _shared(options)} if first and is_small_study else {}


def _shared(options: NetworkOptions) -> list[str]:
    return list(dict.fromkeys([_SAME + options.group, _SAME + "arena"]))


def _first_relation(one: CaseMeasures) -> str:
    """Give the first relation that holds the network together and has a tie in this round."""
    wanted = one.working.relations
    return next((tie.relation for tie in one.working.record.ties
                 if tie.relation in wanted and tie.round == one.working.round), "")  # fmt: skip


def _check_names(last: Last, names: Sequence[str], option: str) -> None:
    known = {relation for one in last.values() for relation in one.working.record.relations}
    for name in names:
        if not name.startswith(_SAME) and name not in known:
            raise UsageError(
                f"the option {option} names '{name}', which is no relation of any case. There are: "
                f"{', '.join(sorted(known)) or 'none'}; and 'same profession', 'same arena' and the like."
            )
