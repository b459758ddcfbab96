"""The tables of the method: effect sizes, bottlenecks, ceilings, outliers, contrasts and the points."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from casecompare import Column, Table
from casecompare_nca.analysis import Ceiling
from casecompare_nca.bottleneck import Needs, outcome_levels, shown_needs
from casecompare_nca.ceilings import CEILING_TITLES
from casecompare_nca.options import NcaOptions
from casecompare_nca.result import Examined

__all__ = [
    "bottleneck_table",
    "ceilings_table",
    "contrasts_table",
    "effects_table",
    "outliers_table",
    "points_name",
    "points_table",
]

_CONDITION = Column(title="Condition")
_CEILING = Column(title="Ceiling")
_EFFECTS: Mapping[str, Column] = {
    "condition": _CONDITION,
    "ceiling": _CEILING,
    "effect": Column(title="Effect", description="The empty share of the scope, 0 to 1.", decimals=2),
    "p": Column(title="p", description="How often chance leaves as much empty."),
    "accuracy": Column(
        title="p ±", description="Half the 95 % interval of p, from the number of arrangements."
    ),
    "threshold": Column(
        title="95 %", description="The effect that 95 % of the arrangements stay below.", decimals=2
    ),
    "above": Column(title="Above", description="Cases above the ceiling.", decimals=0),
    "cases": Column(title="n", description="Complete cases.", decimals=0),
    "reading": Column(title="Reading", description="By the bounds of effect size and p of the options."),
}
_CEILINGS: Mapping[str, Column] = {
    "condition": _CONDITION,
    "ceiling": _CEILING,
    "corner": Column(
        title="Corner", description="1 upper left, 2 upper right, 3 lower left, 4 lower right.", decimals=0
    ),
    "zone": Column(title="Empty area"),
    "scope": Column(title="Scope", description="Area in which cases can lie."),
    "slope": Column(title="Slope"),
    "intercept": Column(title="Intercept"),
    "accuracy": Column(title="Accuracy, %", description="Cases not above the ceiling.", decimals=1),
    "fit": Column(title="Fit, %", description="Empty area as a percentage of that of CE-FDH.", decimals=1),
    "complexity": Column(title="Complexity", description="Numbers the ceiling needs.", decimals=0),
    "condition_inefficiency": Column(
        title="Idle condition, %", description="Scope of the condition that does not limit.", decimals=1
    ),
    "outcome_inefficiency": Column(
        title="Free outcome, %",
        description="Outcome that is possible without any of the condition.",
        decimals=1,
    ),
    "relative_inefficiency": Column(title="Both, %", decimals=1),
    "absolute_inefficiency": Column(title="Both, area"),
    "peers": Column(title="Peers", description="The cases on which the ceiling rests."),
}
_OUTLIERS: Mapping[str, Column] = {
    "condition": _CONDITION,
    "cases": Column(title="Without"),
    "effect": Column(title="Effect", description="Effect size without the case.", decimals=2),
    "difference": Column(title="Change", decimals=2),
    "percentage": Column(title="Change, %", decimals=1),
    "is_on_ceiling": Column(title="Peer", description="Whether the ceiling rests on the case."),
    "is_at_scope": Column(title="Scope", description="Whether the scope ends at the case."),
}
_CONTRASTS: Mapping[str, Column] = {
    "first": Column(title="First"),
    "second": Column(title="Second"),
    "ceiling": _CEILING,
    "effect_first": Column(title="Effect, first", decimals=2),
    "effect_second": Column(title="Effect, second", decimals=2),
    "difference": Column(title="Second - first", decimals=2),
    "p": Column(title="p", description="Two-sided, by exchanging the two within cases."),
}
_MODES = {
    "percentage.range": "as a percentage of its range",
    "percentage.max": "as a percentage of its maximum",
    "actual": "as measured",
    "percentile": "as a percentile",
}


def effects_table(examined: Sequence[Examined], options: NcaOptions) -> Table:
    """Give effect size, p and reading of each condition and ceiling."""
    rows = []
    for one in examined:
        for name in options.ceilings:
            ceiling, test = one.analysis[name], one.tests.get(name)
            rows.append(
                {
                    "condition": one.condition,
                    "ceiling": CEILING_TITLES[name],
                    "effect": ceiling.effect_size,
                    "p": test.p if test else math.nan,
                    "accuracy": test.accuracy if test else math.nan,
                    "threshold": test.threshold if test else math.nan,
                    "above": ceiling.above,
                    "cases": len(one.cases),
                    "reading": one.reading(name, options),
                }
            )
    note = (
        f"Necessary in degree: effect of {options.effect:g} at least, p of {options.significance:g} at most."
    )
    return Table(
        name="effects",
        title="How much of each condition is necessary",
        frame=pd.DataFrame(rows, columns=list(_EFFECTS)),
        columns=_EFFECTS,
        note=note if rows else "",
        main=True,
    )


def bottleneck_table(
    examined: Sequence[Examined], ceiling: str, numbers: pd.DataFrame, options: NcaOptions
) -> Table:
    """Give what each level of the outcome needs of each condition."""
    outcome = str(numbers.columns[-1])
    columns: dict[str, Column] = {
        "level": Column(title=outcome, description=f"Level of the outcome, {_MODES[options.outcome_levels]}.",
                        decimals=_decimals(options.outcome_levels)),
    }  # fmt: skip
    cells: dict[str, list[float | str]] = {}
    for one in examined:
        shown, actual = outcome_levels(
            one.analysis.scatter,
            options.outcome_levels,
            steps=options.steps,
            step_size=options.step_size,
            outcomes=numbers[outcome],
        )
        cells.setdefault("level", [float(level) for level in shown])
        needs = shown_needs(one.analysis, ceiling, actual, options.condition_levels, cutoff=options.cutoff)
        cells[f"needed {one.condition}"] = _words(needs)
        columns[f"needed {one.condition}"] = Column(
            title=one.condition,
            description=f"What is needed of it, {_MODES[options.condition_levels]}.",
            decimals=_decimals(options.condition_levels),
        )
    return Table(
        name=f"bottleneck_{ceiling}",
        title=f"What each level of {outcome} needs ({CEILING_TITLES[ceiling]})",
        frame=pd.DataFrame(cells, columns=list(columns)),
        columns=columns,
        note="NN: not necessary. NA: more than the condition reaches." if examined else "",
        # A terminal has 80 columns; a wider table is read in the report.
        main=ceiling == options.ceilings[0] and sum(len(one.title) + 2 for one in columns.values()) <= 78,
    )


def ceilings_table(examined: Sequence[Examined], options: NcaOptions) -> Table:
    """Give every number of every ceiling, and the cases on which it rests."""
    rows = [_ceiling_row(one, one.analysis[name]) for one in examined for name in options.ceilings]
    return Table(
        name="ceilings",
        title="Every ceiling, and how good it is",
        frame=pd.DataFrame(rows, columns=list(_CEILINGS)),
        columns=_CEILINGS,
        note="A dash: not defined for this ceiling." if rows else "",
    )


def outliers_table(examined: Sequence[Examined], options: NcaOptions) -> Table:
    """Give the cases without which the effect size would be another."""
    rows = [
        {
            "condition": one.condition,
            "cases": tuple(one.cases[row] for row in outlier.rows),
            "effect": outlier.effect_size,
            "difference": outlier.difference,
            "percentage": outlier.percentage,
            "is_on_ceiling": outlier.is_on_ceiling,
            "is_at_scope": outlier.is_at_scope,
        }
        for one in examined
        for outlier in one.outliers or ()
    ]
    first = CEILING_TITLES[options.ceilings[0]]
    return Table(
        name="outliers",
        title="Single cases that decide the effect size",
        frame=pd.DataFrame(rows, columns=list(_OUTLIERS)),
        columns=_OUTLIERS,
        note=f"{first}; changes of {options.outliers:g} % at least." if rows else "",
    )


def contrasts_table(rows: Sequence[Mapping[str, object]]) -> Table:
    """Give the differences between the effect sizes of two conditions."""
    return Table(
        name="contrasts",
        title="Effect sizes compared",
        frame=pd.DataFrame(list(rows), columns=list(_CONTRASTS)),
        columns=_CONTRASTS,
        note="Both conditions brought to 0 to 1; upper left corner; scopes as in the data." if rows else "",
    )


def points_table(one: Examined) -> Table:
    """Give the points of the plot of a condition."""
    scatter, condition = one.analysis.scatter, one.condition
    frame = pd.DataFrame({"case": list(one.cases), "condition": scatter.x, "outcome": scatter.y})
    columns = {
        "case": Column(title="Case"),
        "condition": Column(title=condition),
        "outcome": Column(title=one.outcome),
    }
    for name, ceiling in one.analysis.ceilings.items():
        if ceiling.peers:
            frame[name] = [row in ceiling.peers for row in range(len(one.cases))]
            columns[name] = Column(title=CEILING_TITLES[name], description="Whether the ceiling rests on it.")
    return Table(
        name=points_name(condition), title=f"{one.outcome} over {condition}", frame=frame, columns=columns
    )


def points_name(condition: str) -> str:
    """Give the name of the table behind the figure of a condition.

    Examples
    --------
    >>> points_name("TANDEM")
    'points_TANDEM'
    """
    return f"points_{condition}"


def _ceiling_row(one: Examined, ceiling: Ceiling) -> dict[str, object]:
    return {
        "condition": one.condition,
        "ceiling": CEILING_TITLES[ceiling.name],
        "corner": one.analysis.scatter.corner,
        "zone": ceiling.zone,
        "scope": one.analysis.scope.area,
        "slope": ceiling.slope,
        "intercept": ceiling.intercept,
        "accuracy": ceiling.accuracy,
        "fit": ceiling.fit,
        "complexity": ceiling.complexity,
        "condition_inefficiency": ceiling.condition_inefficiency,
        "outcome_inefficiency": ceiling.outcome_inefficiency,
        "relative_inefficiency": ceiling.relative_inefficiency,
        "absolute_inefficiency": ceiling.absolute_inefficiency,
        "peers": tuple(one.cases[row] for row in ceiling.peers),
    }


def _words(needs: Needs) -> list[float | str]:
    def said(value: float) -> float | str:
        if math.isnan(value):
            return "NA"
        return "NN" if math.isinf(value) else value

    return [said(float(value)) for value in needs.shown]


def _decimals(mode: str) -> int:
    return 3 if mode == "actual" else 1
