"""The analysis of one outcome as the options ask for it: decisions, exclusions, necessity, solutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from casecompare_qca.assumptions.enhanced import Untenable, untenable_remainders
from casecompare_qca.assumptions.remainders import negated_table
from casecompare_qca.combinations.combinations import Combinations, necessary_combinations
from casecompare_qca.combinations.necessity import necessity_of
from casecompare_qca.options import EnhancedOptions, QcaOptions, RecodeOption, names_in
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.expectations import Expectations
from casecompare_qca.solutions.intermediate import standard_solutions
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.case_data import CaseData
from casecompare_qca.table.recoding import Decision, Recoded, RecodeTo, recode
from casecompare_qca.table.truth_table import TOLERANCE, TruthTable, excluded_cubes, table_from

__all__ = [
    "Analysis",
    "Prepared",
    "analyse",
    "analyse_again",
    "ignored_statements",
    "prepare",
    "solve",
    "statements",
    "treated",
]

_NECESSITY_SECONDS = 5.0
_NO_COMBINATIONS = Combinations(
    relation="necessity", outcome="", conjunctions=(), disjunctions=(), thresholds={}, complete_to=0,
    is_complete=False,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A truth table after the recorded decisions, before anything is excluded."""

    table: TruthTable
    recoded: tuple[Recoded, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """The analysis of one outcome.

    Parameters
    ----------
    table
        The truth table that was minimized: decisions carried out, untenable remainders set to 0.
    necessity
        Single conditions, from `necessity`.
    combinations
        Necessary combinations.
    solutions
        By kind, those that were asked for.
    recoded
        The decisions about rows.
    untenable
        The remainders that nothing is assumed about, with their reasons; None where nothing was excluded.
    is_enhanced
        Whether the solutions are those of the enhanced standard analysis.
    """

    table: TruthTable
    necessity: pd.DataFrame
    combinations: Combinations
    solutions: Mapping[str, Solution]
    recoded: tuple[Recoded, ...] = ()
    untenable: Untenable | None = None
    is_enhanced: bool = False
    others: Mapping[str, Solution] = field(default_factory=dict)

    @property
    def reported(self) -> Solution | None:
        """The solution that findings and scores rest on: the intermediate one where it was asked for."""
        for kind in ("intermediate", "parsimonious", "conservative"):
            if kind in self.solutions:
                return self.solutions[kind]
        return None

    def solution_name(self, kind: str) -> str:
        """Give what a solution is called: the enhanced analysis changes two of the three."""
        return f"enhanced {kind}" if self.is_enhanced and kind != "conservative" else kind


def prepare(read: CaseData, options: QcaOptions, *, is_opposite: bool) -> Prepared:
    """Build the truth table and carry out the decisions that are about it.

    Raises
    ------
    ValueError
        if a decision is about a row that does not exist, or cannot be carried out.
    """
    cuts = options.consistency if isinstance(options.consistency, list) else [options.consistency]
    table = table_from(read, consistency=(cuts[0], cuts[-1]), pri=options.pri, cases=options.cases)
    recoded_table, done = recode(table, _decisions(table, options, is_opposite=is_opposite))
    return Prepared(table=recoded_table, recoded=done)


def treated(table: TruthTable, options: QcaOptions) -> TruthTable:
    """Treat another truth table of the same question as this analysis does: decisions, then exclusions.

    A decision about a row that no case shows there can say no more than that nothing is assumed about it, and
    a row that some case shows is not impossible; such decisions are left aside.

    Parameters
    ----------
    table
        Made with other cut-offs, anchors or cases.
    options
        What is asked for.
    """
    mine = _decided_where_shown(table, options, is_opposite=False)
    opposite = None
    if options.also_negated and options.enhanced:
        negated = table_from(
            table.data.negated(), consistency=table.consistency, pri=table.pri, cases=table.cases
        )
        opposite = _decided_where_shown(negated, options, is_opposite=True)
    untenable = _untenable(mine, opposite, options, is_opposite=False)
    return untenable.table if untenable is not None else mine.table


def _decided_where_shown(table: TruthTable, options: QcaOptions, *, is_opposite: bool) -> Prepared:
    shown = {row.number: row.n for row in table.rows}
    wanted = _decisions(table, options, is_opposite=is_opposite)
    possible = [
        one
        for one in wanted
        if (not shown.get(one.row) if one.to == "impossible" else one.row in shown or one.to == "0")
    ]
    recoded_table, done = recode(table, possible)
    return Prepared(table=recoded_table, recoded=done)


def _decisions(table: TruthTable, options: QcaOptions, *, is_opposite: bool) -> list[Decision]:
    about = "opposite" if is_opposite else "outcome"
    wanted = [one for one in options.recode if one.about == about and not _speaks_of_others(one, options)]
    return [_decision(table, one) for one in wanted]


def analyse(
    prepared: Prepared,
    opposite: Prepared | None,
    options: QcaOptions,
    expectations: Expectations,
    memberships: pd.DataFrame,
    *,
    is_opposite: bool,
) -> Analysis:
    """Analyse one outcome.

    Parameters
    ----------
    prepared
        Its truth table.
    opposite
        That of the opposite outcome, which contradictory assumptions are found with; made where there is
        none.
    options, expectations
        What is asked for.
    memberships
        The cases with columns for conditions and outcome, for the search for combinations.
    is_opposite
        Whether the opposite of the study's question is analysed, which exclusions and the necessity stated
        in the options are not about.
    """
    untenable, solutions = solve(prepared, opposite, options, expectations, is_opposite=is_opposite)
    return Analysis(
        table=untenable.table if untenable is not None else prepared.table,
        necessity=necessity_of(prepared.table.data),
        combinations=_combinations(prepared.table.data, options, memberships),
        solutions={kind: one for kind, one in solutions.items() if kind in options.solutions},
        recoded=prepared.recoded,
        untenable=untenable,
        is_enhanced=bool(options.enhanced),
        others={kind: one for kind, one in solutions.items() if kind not in options.solutions},
    )


def analyse_again(
    prepared: Prepared,
    opposite: Prepared | None,
    options: QcaOptions,
    expectations: Expectations,
    *,
    is_opposite: bool,
) -> Analysis:
    """Analyse one outcome in a repeated run: table and solutions; nothing is looked for that is necessary.

    Parameters as for `analyse`.
    """
    untenable, solutions = solve(prepared, opposite, options, expectations, is_opposite=is_opposite)
    return Analysis(
        table=untenable.table if untenable is not None else prepared.table,
        necessity=pd.DataFrame(),
        combinations=_NO_COMBINATIONS,
        solutions={kind: one for kind, one in solutions.items() if kind in options.solutions},
        recoded=prepared.recoded,
        untenable=untenable,
        is_enhanced=bool(options.enhanced),
    )


def solve(
    prepared: Prepared,
    opposite: Prepared | None,
    options: QcaOptions,
    expectations: Expectations,
    *,
    is_opposite: bool = False,
) -> tuple[Untenable | None, dict[str, Solution]]:
    """Exclude what nothing may be assumed about, and minimize in the three ways; as for `analyse`."""
    untenable = _untenable(prepared, opposite, options, is_opposite=is_opposite)
    final = untenable.table if untenable is not None else prepared.table
    budget = Budget(seconds=options.seconds, models=options.max_models)
    return untenable, standard_solutions(final, expectations, budget=budget)


def statements(given: Mapping[str, str] | Sequence[str], conditions: Sequence[str]) -> dict[str, str]:
    """Keep the statements about these conditions only, each with its reason.

    Examples
    --------
    >>> statements({"A*~B": "never seen", "C": "too rare"}, ["A", "B"])
    {'A*~B': 'never seen'}
    """
    reasons = dict(given) if isinstance(given, Mapping) else dict.fromkeys(given, "")
    return {text: why for text, why in reasons.items() if set(names_in(text)) <= set(conditions)}


def _decision(table: TruthTable, option: RecodeOption) -> Decision:
    return Decision(row=_row_number(table, option.row), to=_CODES[str(option.to)], because=option.because)


_CODES: Mapping[str, RecodeTo] = {"1": "1", "0": "0", "C": "C", "?": "?", "impossible": "impossible"}


def _speaks_of_others(option: RecodeOption, options: QcaOptions) -> bool:
    """Say whether a row is described by what is no condition of this analysis."""
    if isinstance(option.row, int) or option.row.strip().isdigit():
        return False
    return not set(names_in(option.row)) <= set(options.conditions)


def _row_number(table: TruthTable, row: int | str) -> int:
    if isinstance(row, int) or row.strip().isdigit():
        return int(row)
    cubes = excluded_cubes(table.space, [row])
    if len(cubes) != 1 or table.space.size(cubes[0]) != 1:
        raise ValueError(
            f"'{row}' is not one row of the truth table; name every condition: {'*'.join(table.conditions)}."
        )
    return table.space.row_number(cubes[0])


def _untenable(
    prepared: Prepared,
    opposite: Prepared | None,
    options: QcaOptions,
    *,
    is_opposite: bool,
) -> Untenable | None:
    enhanced = EnhancedOptions() if options.enhanced is True else options.enhanced or None
    implausible = {} if is_opposite else options.exclude
    necessary: Mapping[str, str] | Sequence[str] = {}
    if not is_opposite and enhanced is not None:
        found = enhanced.necessary == "found"
        necessary = _necessary(prepared.table, options) if found else enhanced.necessary
    elif enhanced is not None and enhanced.necessary == "found":
        necessary = _necessary(prepared.table, options)
    conditions = prepared.table.conditions
    kept = statements(options.impossible, conditions)
    avoided = statements(implausible, conditions)
    needed = statements(necessary, conditions) if not isinstance(necessary, str) else {}
    if not kept and not avoided and not needed and (enhanced is None or not enhanced.contradictory):
        return None
    other = opposite.table if opposite is not None else negated_table(prepared.table)
    return untenable_remainders(
        prepared.table,
        necessary=needed,
        impossible=kept,
        implausible=avoided,
        contradictory=enhanced is not None and enhanced.contradictory,
        negated=other,
        budget=Budget(seconds=options.seconds, models=options.max_models),
    )


def _necessary(table: TruthTable, options: QcaOptions) -> dict[str, str]:
    """Give the single conditions that pass the thresholds of necessity."""
    single, cuts = necessity_of(table.data), options.necessity
    passing = single[
        (single["inclusion"] >= cuts.inclusion - TOLERANCE)
        & (single["coverage"] >= cuts.coverage - TOLERANCE)
        & (single["relevance"] >= cuts.relevance - TOLERANCE)
    ]
    return {
        str(name): f"{name} is necessary (inclusion {row['inclusion']:.3f}, RoN {row['relevance']:.3f})"
        for name, row in passing.iterrows()
    }


def _combinations(read: CaseData, options: QcaOptions, memberships: pd.DataFrame) -> Combinations:
    cuts = options.necessity
    return necessary_combinations(
        memberships,
        read.outcome_name,
        read.space.conditions,
        inclusion=cuts.inclusion,
        coverage=cuts.coverage,
        relevance=cuts.relevance,
        depth=cuts.depth,
        missing="drop",
        budget=Budget(seconds=min(options.seconds, _NECESSITY_SECONDS)),
    )


def ignored_statements(options: QcaOptions) -> Iterator[tuple[str, str]]:
    """Give the option and the formula of what speaks of other conditions than those of the analysis."""
    necessary = options.enhanced.necessary if isinstance(options.enhanced, EnhancedOptions) else []
    given: Mapping[str, Mapping[str, str] | Sequence[str]] = {
        "impossible": options.impossible,
        "exclude": options.exclude,
        "enhanced: necessary": [] if necessary == "found" else necessary,
        "theory": [options.theory] if options.theory else [],
    }
    for option, texts in given.items():
        kept = statements(texts, options.conditions)
        yield from ((option, text) for text in texts if text not in kept)
    yield from (("recode", str(one.row)) for one in options.recode if _speaks_of_others(one, options))
