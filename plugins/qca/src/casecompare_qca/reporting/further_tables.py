"""Tables beside the solutions: necessary combinations, decisions, exclusions, assumptions, contradictions."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

import pandas as pd

from casecompare import Column, Table
from casecompare_qca.analysis import Analysis
from casecompare_qca.assumptions.counterfactuals import Counterfactual, counterfactuals
from casecompare_qca.assumptions.row_sets import RowSet
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.contradictions import Contradiction

__all__ = [
    "assumptions_table",
    "combinations_table",
    "contradiction_tables",
    "decisions_table",
    "described_table",
    "exclusions_table",
    "model_space_table",
]

_LISTED_PAIRS, _LISTED_COMBINATIONS, _LISTED_TERMS, _LISTED_CASES = 25, 60, 40, 1_000
_SOME_TERMS = 10


def described_table(
    name: str,
    title: str,
    rows: Iterable[Mapping[str, object]],
    columns: Mapping[str, Column],
    note: str = "",
) -> Table:
    """Put rows into a table whose columns are described; a column without values stays."""
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(columns))
    return Table(name=name, title=title, frame=frame, columns=columns, note=note)


def combinations_table(analyses: Sequence[Analysis]) -> Table:
    """Give the combinations of conditions that are necessary, for each outcome."""
    rows = []
    for analysis in analyses:
        found = analysis.combinations
        for one in found.all[:_LISTED_COMBINATIONS]:
            kind = "disjunction" if one.is_disjunction else "conjunction"
            rows.append(
                {
                    "outcome": found.outcome,
                    "set": one.expression,
                    "kind": kind if len(one.literals) > 1 else "single",
                    **asdict(one.fit),
                    "deviant": one.deviant_cases,
                    "triviality": one.triviality or None,
                }
            )
    first = analyses[0].combinations
    cuts = ", ".join(f"{name} {cut:g}" for name, cut in first.thresholds.items())
    note = f"From {cuts} on; combinations of up to {first.complete_to} conditions were all considered."
    most = max(len(analysis.combinations.all) for analysis in analyses)
    if most > _LISTED_COMBINATIONS:
        note += f" The first {_LISTED_COMBINATIONS} of {most} are listed."
    columns = {
        "outcome": Column(title="Outcome"),
        "set": Column(
            title="Necessary", description="A + B: one of them is there; each is a SUIN condition."
        ),
        "kind": Column(title="Kind"),
        "inclusion": Column(title="Inclusion"),
        "coverage": Column(title="Coverage"),
        "relevance": Column(title="RoN", description="Relevance of necessity."),
        "deviant": Column(title="Deviant", description="With the outcome, without the combination."),
        "triviality": Column(title="Trivial?", description="Empty where the relation says something."),
    }
    return described_table("necessary_combinations", "Necessary combinations", rows, columns, note)


def decisions_table(analyses: Iterable[Analysis]) -> Table:
    """Give every row that was recoded, what it was before, and why."""
    rows = [
        {
            "outcome": analysis.table.outcome,
            "row": one.decision.row,
            "configuration": _configuration(analysis, one.decision.row),
            "before": one.before,
            "to": one.decision.to,
            "because": one.decision.because,
            "cases": one.cases,
        }
        for analysis in analyses
        for one in analysis.recoded
    ]
    columns = {
        "outcome": Column(title="Outcome"),
        "row": Column(title="Row", decimals=0),
        "configuration": Column(title="Configuration"),
        "before": Column(title="By the cut-offs"),
        "to": Column(title="Decided"),
        "because": Column(title="Because"),
        "cases": Column(title="Cases"),
    }
    return described_table("decisions", "Recorded decisions about rows", rows, columns)


def exclusions_table(analyses: Iterable[Analysis]) -> Table:
    """Give the remainders that nothing is assumed about, statement by statement, with the reason."""
    rows = [
        {
            "outcome": analysis.table.outcome,
            "kind": one.kind,
            "statement": one.statement,
            "because": one.because,
            "rows": one.rows.count,
            "remainders": _remainders(one.rows),
            "against": tuple(case for row in one.observed_against for case in row.cases),
        }
        for analysis in analyses
        if analysis.untenable is not None
        for one in analysis.untenable.exclusions
    ]
    columns = {
        "outcome": Column(title="Outcome"),
        "kind": Column(title="Kind", description="necessity: they lack a necessary condition."),
        "statement": Column(title="Statement"),
        "because": Column(title="Because"),
        "rows": Column(
            title="Rows",
            description="How many remainders; at least so many where they cannot be counted.",
            decimals=0,
        ),
        "remainders": Column(title="Remainders", description="The rows as terms."),
        "against": Column(
            title="Cases against it",
            description="Observed with the outcome, or at all, although the statement denies it.",
        ),
    }
    return described_table("excluded_remainders", "Remainders about which nothing is assumed", rows, columns)


def _remainders(rows: RowSet) -> str:
    """Write the rows as a formula, the first terms of a long one."""
    terms = rows.expressions
    more = f" + … ({len(terms) - _LISTED_TERMS:,} more terms)" if len(terms) > _LISTED_TERMS else ""
    return " + ".join(terms[:_LISTED_TERMS]) + more or "none"


def assumptions_table(analyses: Sequence[Analysis]) -> Table:
    """Give the simplifying assumptions, easy and difficult, as formulas and in words."""
    rows = []
    for analysis in analyses:
        for one in _counterfactuals(analysis):
            rows.append(
                {
                    "outcome": analysis.table.outcome,
                    "pair": one.model,
                    "kind": one.kind,
                    "formula": one.formula if one.rows else None,
                    "rows": one.rows,
                    "words": one.words,
                }
            )
    columns = {
        "outcome": Column(title="Outcome"),
        "pair": Column(title="Models", description="Conservative and parsimonious model, by number."),
        "kind": Column(
            title="Kind",
            description="Easy: they agree with the expectations. Difficult: the intermediate solution does "
            "without them.",
        ),
        "formula": Column(title="Assumed to lead to the outcome"),
        "rows": Column(title="Rows", decimals=0),
        "words": Column(title="In words"),
    }
    note = "What the parsimonious solution assumes; the intermediate one rests on the easy ones only."
    if any(len(one.pairs) > _LISTED_PAIRS for one in _intermediates(analyses)):
        note += f" The first {_LISTED_PAIRS} pairs of models are listed."
    return described_table("counterfactuals", "Simplifying assumptions", rows, columns, note)


def _intermediates(analyses: Iterable[Analysis]) -> list[Solution]:
    return [one.solutions["intermediate"] for one in analyses if "intermediate" in one.solutions]


def _counterfactuals(analysis: Analysis) -> tuple[Counterfactual, ...]:
    """Give the counterfactuals; none where there are too many conditions for writing them down."""
    for between in _intermediates([analysis]):
        with contextlib.suppress(ValueError):
            return counterfactuals(between, limit=_LISTED_PAIRS)
    return ()


def model_space_table(analyses: Iterable[Analysis]) -> Table:
    """Give for each solution how many models there are, what they share, and how far the search came."""
    rows = [
        {
            "outcome": solution.outcome,
            "solution": analysis.solution_name(kind),
            "models": solution.model_count,
            "label": solution.label,
            "terms": _sizes(solution),
            "fewest": solution.model_space.lower_bound,
            "listed": len(solution.models),
            "common": " + ".join(map(str, solution.common_terms)) or "none",
            "some": _some_terms(solution) or "none",
            "implicants": len(solution.implicants.cubes),
            "pairs": _pairs(solution),
        }
        for analysis in analyses
        for kind, solution in analysis.solutions.items()
    ]
    columns = {
        "outcome": Column(title="Outcome"),
        "solution": Column(title="Solution"),
        "models": Column(title="Models", description="At least so many unless exact.", decimals=0),
        "label": Column(
            title="Search",
            description="Exact: size and number are proved; exact minimum: the size is; upper bound: "
            "neither.",
        ),
        "terms": Column(title="Terms", description="How many terms the listed models have."),
        "fewest": Column(title="Proved", description="No model can have fewer terms.", decimals=0),
        "listed": Column(title="Listed", decimals=0),
        "common": Column(title="In every model", description="Also in those that are not listed."),
        "some": Column(title="In some models", description="With the number of counted models that have it."),
        "implicants": Column(title="Prime implicants", decimals=0),
        "pairs": Column(
            title="Pairs",
            description="Pairs of a conservative and a parsimonious model gone through, for the intermediate "
            "solution.",
        ),
    }
    return described_table("model_space", "Tied models and what they share", rows, columns)


def _sizes(solution: Solution) -> str | None:
    sizes = sorted({len(model.cubes) for model in solution.models})
    if not sizes:
        return None
    return str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"


def _some_terms(solution: Solution) -> str:
    found = solution.model_space
    named = [f"{term} ({found.occurrences[term]:,})" for term in found.some_terms[:_SOME_TERMS]]
    more = len(found.some_terms) - len(named)
    return ", ".join([*named, *([f"and {more:,} more"] if more else [])])


def _pairs(solution: Solution) -> str | None:
    if solution.kind != "intermediate" or not solution.pairs:
        return None
    done, every = len(solution.pairs), solution.pair_count
    return f"{done:,} of {every:,}"


def contradiction_tables(contradictions: Sequence[Contradiction], raw: pd.DataFrame) -> Iterator[Table]:
    """Give the contradictory rows, and their cases with the values before calibration side by side."""
    if not contradictions:
        return
    yield described_table(
        "contradictions",
        "Contradictory rows: cases alike in the conditions, unlike in the outcome",
        (
            {
                "row": one.row.number,
                "out": one.row.out,
                "inclusion": one.row.inclusion,
                "with_outcome": one.with_outcome,
                "without": one.without,
                "differences": "; ".join(map(str, one.differences))
                or "nothing among the values of the study",
                "route": one.route,
            }
            for one in contradictions
        ),
        {
            "row": Column(title="Row", decimals=0),
            "out": Column(title="OUT"),
            "inclusion": Column(title="Inclusion"),
            "with_outcome": Column(title="With the outcome"),
            "without": Column(title="Without"),
            "differences": Column(
                title="Told apart by", description="Values in which the two groups do not overlap."
            ),
            "route": Column(title="Route taken"),
        },
    )
    yield _side_by_side(contradictions, raw)


def _side_by_side(contradictions: Sequence[Contradiction], raw: pd.DataFrame) -> Table:
    values = raw.set_axis(raw.index.map(str), axis=0)
    members = [(one, case) for one in contradictions for case in (*one.with_outcome, *one.without)]
    rows = [
        {
            "row of the table": one.row.number,
            "case": case,
            "shows the outcome": case in one.with_outcome,
            **{str(name): values.at[case, name] for name in values.columns},
        }
        for one, case in members[:_LISTED_CASES]
    ]
    columns = {
        "row of the table": Column(title="Row", decimals=0),
        "case": Column(title="Case"),
        "shows the outcome": Column(title="Outcome"),
        **{
            str(name): Column(
                title=str(name),
                description="Before calibration.",
                decimals=0 if _is_whole(raw[name]) else 3,
            )
            for name in raw.columns
        },
    }
    return described_table(
        "contradictory_cases",
        "The cases of contradictory rows, side by side",
        rows,
        columns,
        f"The first {len(rows):,} of {len(members):,} are listed." if len(members) > len(rows) else "",
    )


def _is_whole(values: pd.Series) -> bool:
    """Say whether all values are whole numbers, such as years."""
    known = values.dropna()
    return pd.api.types.is_numeric_dtype(known) and bool((known % 1 == 0).all())


def _configuration(analysis: Analysis, row: int) -> str:
    space = analysis.table.space
    return str(space.term(space.corner(space.configuration(row))))
