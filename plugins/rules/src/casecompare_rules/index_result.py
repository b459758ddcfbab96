"""What an index puts into the report: scores, what each item adds, whether the items hang together."""

from __future__ import annotations

import pandas as pd

from casecompare import Column, Diagnostic, Finding, Table
from casecompare.figures import listed
from casecompare_rules.index_rule import IndexRule
from casecompare_rules.reliability import Reliability, cronbach_alpha, item_reliability
from casecompare_rules.scoring import IndexScores, natural_scale

__all__ = ["index_diagnostics", "index_findings", "index_tables"]


def index_tables(rule: IndexRule, title: str, found: IndexScores) -> tuple[Table, ...]:
    """Give the tables of an index: scores, items, contributions, definition, reliability."""
    tables = [_scores_table(rule, title, found), _items_table(rule, found)]
    if found.contributions is not None:
        tables.append(_contributions_table(rule, found))
    tables.append(_definition_table(rule))
    if len(rule.items) > 1:
        tables.append(_reliability_table(found))
    return tuple(tables)


def index_findings(title: str, found: IndexScores) -> list[Finding]:
    """Say which cases have most and least, and how far missing items leave that open.

    Parameters
    ----------
    title
        What the score is called.
    found
        From `score_index`.
    """
    scores = found.scores["score"].dropna()
    findings = []
    if len(scores):
        most, least = (
            sorted(scores.index[scores == scores.max()]),
            sorted(scores.index[scores == scores.min()]),
        )
        sentence = (
            f"{title} is highest in {listed(most)} ({scores.max():.2f}) and lowest in {listed(least)} "
            f"({scores.min():.2f}); the median of {_cases(len(scores))} is {scores.median():.2f}."
        )
        if scores.max() == scores.min():
            sentence = f"{title} is {scores.max():.2f} in all of {_cases(len(scores))} with a score."
        findings.append(
            Finding(id="range", sentence=sentence, measure="median", value=float(scores.median()))
        )
    width = (found.scores["high"] - found.scores["low"]).dropna()
    if (open_cases := width[width > 1e-9]).size:
        widest = open_cases.max()
        cases = sorted(open_cases.index[open_cases >= widest - 1e-12])
        findings.append(
            Finding(
                id="open",
                sentence=f"In {len(open_cases)} of {_cases(len(found.scores))} missing items leave {title} "
                f"open, most in {listed(cases)}: by {widest:.2f}.",
                measure="widest interval",
                value=float(widest),
                cases_against=tuple(sorted(map(str, open_cases.index))),
            )
        )
    return findings


def index_diagnostics(rule: IndexRule, name: str, found: IndexScores) -> list[Diagnostic]:
    """Tell of missing items, of cases without a score, and how the items hang together.

    Parameters
    ----------
    rule, name
        The index and its name, with which codes begin.
    found
        From `score_index`.
    """
    diagnostics = []
    missing = found.items.columns[found.items.isna().any()]
    if len(missing):
        counts = [f"{item} in {int(found.items[item].isna().sum())}" for item in missing]
        diagnostics.append(
            Diagnostic(
                level="note",
                code=f"{name}.missing-items",
                message=f"items are missing: {listed(counts)} of {_cases(len(found.items))}. "
                f"{_POLICIES[rule.missing]}",
            )
        )
    without = sorted(map(str, found.scores.index[found.scores["score"].isna()]))
    if without:
        diagnostics.append(
            Diagnostic(
                level="warning",
                code=f"{name}.no-score",
                message=f"{_cases(len(without))} {'has' if len(without) == 1 else 'have'} no score: "
                f"{listed(without)}.",
                advice="Code what is missing, or choose another policy (missing:) or a smaller at_least.",
            )
        )
    if len(rule.items) > 1:
        diagnostics.append(_reliability_note(name, cronbach_alpha(found.items)))
    return diagnostics


_POLICIES = {
    "bounds": "Scores are those of the items that are there, where these have one, with bounds for the rest.",
    "leave out": "Scores are those of the items that are there, as if the missing ones were like them.",
    "no score": "Cases that lack an item have no score.",
    "fail": "The rule asks for all of them.",
}


def _reliability_note(name: str, alpha: Reliability) -> Diagnostic:
    said = (
        f"Cronbach's alpha is undefined: {alpha.reason}."
        if alpha.reason
        else f"Cronbach's alpha is {alpha.value:.2f} over {alpha.items} items and {_cases(alpha.cases)}."
    )
    return Diagnostic(
        level="note",
        code=f"{name}.reliability",
        message=f"{said} It asks whether the items rank the cases alike, unweighted; items that are several "
        "causes of one thing need not.",
    )


def _scores_table(rule: IndexRule, title: str, found: IndexScores) -> Table:
    frame = found.scores.rename_axis("case").reset_index()
    frame["given"] = frame["given"].astype(int)
    frame = frame.sort_values(
        ["score", "case"], ascending=[False, True], na_position="last", ignore_index=True
    )
    low, high = rule.range or natural_scale(rule)
    return Table(
        name="scores",
        title=title,
        frame=frame,
        columns={
            "case": Column(title="Case"),
            "score": Column(title="Score", description=f"{_how(rule)}, on a scale from {low:g} to {high:g}"),
            "low": Column(
                title="Lowest", description="with each missing item where it lowers the score most"
            ),
            "high": Column(
                title="Highest", description="with each missing item where it raises the score most"
            ),
            "given": Column(
                title="Items", description=f"how many of {len(rule.items)} items are there", decimals=0
            ),
        },
        main=True,
    )


def _items_table(rule: IndexRule, found: IndexScores) -> Table:
    columns = {f"item_{number}": name for number, name in enumerate(found.items.columns, start=1)}
    frame = found.items.set_axis(list(columns), axis=1).rename_axis("case").reset_index()
    turned = " Reversed ones are turned round." if any(one.reversed for one in rule.items.values()) else ""
    scaled = " Each is brought to 0 to 1 by its range." if rule.standardise else ""
    return Table(
        name="items",
        title="Items as they enter the index",
        frame=frame,
        columns={
            "case": Column(title="Case"),
            **{key: Column(title=rule.items[name].title or name) for key, name in columns.items()},
        },
        note=f"Empty where missing.{turned}{scaled}",
    )


def _contributions_table(rule: IndexRule, found: IndexScores) -> Table:
    assert found.contributions is not None, "only means and sums have contributions"
    columns = {f"item_{number}": name for number, name in enumerate(found.contributions.columns, start=1)}
    frame = found.contributions.set_axis(list(columns), axis=1)
    frame["total"] = frame.sum(axis=1, min_count=1)
    rescaled = f" The score is then brought to {rule.range[0]:g} to {rule.range[1]:g}." if rule.range else ""
    return Table(
        name="contributions",
        title="What each item adds",
        frame=frame.rename_axis("case").reset_index(),
        columns={
            "case": Column(title="Case"),
            **{key: Column(title=rule.items[name].title or name) for key, name in columns.items()},
            "total": Column(title="Total", description="of the items that are there"),
        },
        note=f"The item times its weight{_divided(rule)}.{rescaled}",
    )


def _divided(rule: IndexRule) -> str:
    return ", divided by the weights of the items that are there" if rule.aggregate == "mean" else ""


def _definition_table(rule: IndexRule) -> Table:
    rows = [
        {
            "item": name,
            "from": one.in_set or str(one.value),
            "what": "set" if one.in_set else "labels" if one.scores else "value",
            "low": one.bounds[0],
            "high": one.bounds[1],
            "weight": one.weight,
            "reversed": one.reversed,
        }
        for name, one in rule.items.items()
    ]
    return Table(
        name="definition",
        title="How the index is made",
        frame=pd.DataFrame(rows),
        columns={
            "item": Column(title="Item"),
            "from": Column(title="From", description="the set or coded value, as the rule calls it"),
            "what": Column(
                title="What", description="set: membership; labels: the score of a label; value: a number"
            ),
            "low": Column(title="From", description="the smallest value possible"),
            "high": Column(title="To", description="the largest value possible"),
            "weight": Column(title="Weight"),
            "reversed": Column(title="Reversed", description="a larger value means less"),
        },
        note=f"{_how(rule)}. Missing items: {rule.missing}; at least {rule.at_least} must be there.",
    )


def _reliability_table(found: IndexScores) -> Table:
    return Table(
        name="reliability",
        title="Do the items hang together?",
        frame=item_reliability(found.items),
        columns={
            "item": Column(title="Item"),
            "mean": Column(title="Mean"),
            "deviation": Column(title="Standard deviation"),
            "rest": Column(
                title="Item-rest correlation", description="Pearson's, with the sum of the others"
            ),
            "alpha_without": Column(title="Alpha without it", description="Cronbach's alpha of the others"),
        },
        note="Over the cases that have all items, unweighted. A diagnostic of a reflective scale, no test.",
    )


def _how(rule: IndexRule) -> str:
    words = {
        "mean": "weighted mean" if any(one.weight != 1 for one in rule.items.values()) else "mean",
        "sum": "sum of the items times their weights",
        "min": "smallest item",
        "max": "largest item",
        "geometric": "geometric mean",
        "product": "product",
        "ordered": f"ordered weighted average with {', '.join(f'{one:g}' for one in rule.ordered_weights)}",
        "power": f"power mean with the exponent {0 if rule.power is None else rule.power:g}",
    }
    return words[rule.aggregate].capitalize()


def _cases(number: int) -> str:
    return "one case" if number == 1 else f"{number} cases"
