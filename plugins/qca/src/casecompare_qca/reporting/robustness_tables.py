"""Robustness in a run: the same analysis with other cut-offs, and what stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casecompare import Column, Table
from casecompare_qca.analysis import Analysis, Prepared, prepare, solve
from casecompare_qca.inquiry.robustness import Robustness, compare_solutions
from casecompare_qca.options import QcaOptions, RobustnessOption
from casecompare_qca.reporting.further_tables import described_table
from casecompare_qca.solutions.expectations import Expectations
from casecompare_qca.solutions.solution import Solution

__all__ = ["robustness_tables", "solutions_with_other_cuts"]

_MOST_CASES, _MOST_CONDITIONS = 2_000, 12
_STEP = 0.05
_SECONDS = 3.0


def robustness_tables(main: Analysis, options: QcaOptions, expectations: Expectations) -> Iterator[Table]:
    """Give the fit of the robust core, the test models, and the cases whose place depends on the cut-offs."""
    solution = main.reported
    data = main.table.data
    is_large = len(data.cases) > _MOST_CASES or len(data.space.conditions) > _MOST_CONDITIONS
    if solution is None or not solution.models or solution.is_tautology or is_large:
        return
    tests = solutions_with_other_cuts(main, options, expectations)
    if not tests:
        return
    first = compare_solutions(solution, tests)[0]
    yield _measures(first)
    yield _tests(first)
    if (cases := _cases(first)) is not None:
        yield cases


def solutions_with_other_cuts(
    main: Analysis, options: QcaOptions, expectations: Expectations
) -> dict[str, Solution]:
    """Give the reported solution of each test analysis, by what was decided otherwise.

    Parameters
    ----------
    main
        The analysis that is reported.
    options
        As it was made; `robustness` names the tests.
    expectations
        As it was made.
    """
    wanted = _automatic(options) if options.robustness is True else options.robustness or []
    kind = main.reported.kind if main.reported is not None else "intermediate"
    read = main.table.data
    tests = {}
    for one in wanted:
        changes = {name: value for name, value in one.model_dump().items() if value is not None}
        if not changes:
            continue
        changed = options.model_copy(update={**changes, "seconds": min(options.seconds, _SECONDS)})
        prepared = prepare(read, changed, is_opposite=False)
        other: Prepared | None = prepare(read.negated(), changed, is_opposite=True)
        _, solutions = solve(prepared, other, changed, expectations)
        tests[", ".join(f"{name} {value:g}" for name, value in changes.items())] = solutions[kind]
    return tests


def _automatic(options: QcaOptions) -> Sequence[RobustnessOption]:
    cuts = options.consistency if isinstance(options.consistency, list) else [options.consistency]
    moved = [round(cuts[0] + step, 4) for step in (-_STEP, _STEP)]
    tests = [RobustnessOption(consistency=cut) for cut in moved if 0.5 < cut <= 1.0]
    return [*tests, RobustnessOption(cases=options.cases + 1)]


def _measures(found: Robustness) -> Table:
    return described_table(
        "robustness",
        f"Robustness of {found.initial.formula}",
        ({"measure": str(name), "value": float(value)} for name, value in found.to_frame().to_numpy()),
        {
            "measure": Column(title="Measure"),
            "value": Column(title="Value", description="1 is fully robust; the rank goes from 1 to 4."),
        },
        "The reported model against those of other cut-offs (Oana and Schneider 2024): RF, the fit of what "
        "all share against the model's own; set coincidence with the smallest and largest of them.",
    )


def _tests(found: Robustness) -> Table:
    rows = [
        {
            "test": str(name),
            "model": model.expression,
            "inclusion": model.fit.inclusion,
            "coverage": model.fit.coverage,
            "coincidence": float(coincidence),
            "rank": int(rank),
        }
        for (name, model), coincidence, rank in zip(
            found.tests.items(), found.single_tests["coincidence"], found.single_tests["rank"], strict=True
        )
    ]
    columns = {
        "test": Column(title="Decided otherwise"),
        "model": Column(title="Model"),
        "inclusion": Column(title="Inclusion"),
        "coverage": Column(title="Coverage"),
        "coincidence": Column(title="Coincidence", description="With the reported model."),
        "rank": Column(
            title="Rank",
            description="1 no case changes sides, 2 cases come in, 3 cases fall out, 4 both.",
            decimals=0,
        ),
    }
    return described_table("robustness_tests", "The models of other cut-offs", rows, columns)


def _cases(found: Robustness) -> Table | None:
    frame = found.cases
    moving = frame[frame["group"].str.startswith(("shaky", "possible"))]
    if moving.empty:
        return None
    rows = [{"case": str(case), "group": str(group)} for case, group in moving["group"].items()]
    columns = {
        "case": Column(title="Case"),
        "group": Column(
            title="Group", description="shaky: some test model loses it; possible: some test model gains it."
        ),
    }
    return described_table("robustness_cases", "Cases whose place depends on the cut-offs", rows, columns)
