"""Each index and rubric as a method of its own: `sedimentation` with the score `sedimentation.score`.

A rule is a method rather than one of many scores of the method `rules`, because a reader of a report looks
for it by name, with its question, citation, maturity and failures of its own; and because a rule that uses
the scores of other methods must not make these wait for every other rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from casecompare import CasecompareError, Method, MethodResult, NotApplicable, RunContext, Score, Study
from casecompare.figures import listed
from casecompare_rules.binding import case_data, needs_of
from casecompare_rules.figure import score_figure
from casecompare_rules.fitting import lacking
from casecompare_rules.grading import grade
from casecompare_rules.index_result import index_diagnostics, index_findings, index_tables
from casecompare_rules.index_rule import IndexRule
from casecompare_rules.options import RuleOptions
from casecompare_rules.outcome_findings import OutcomeComparison, compare_outcome, outcome_of
from casecompare_rules.rubric_result import (
    rubric_diagnostics,
    rubric_findings,
    rubric_statements,
    rubric_tables,
)
from casecompare_rules.rubric_rule import RubricRule
from casecompare_rules.rulebook import BroughtRule
from casecompare_rules.scoring import natural_scale, score_index
from casecompare_rules.truth import CaseData

__all__ = ["rule_method"]

_KINDS = {"indices": "index", "rubrics": "rubric"}
_MISSING = {
    "bounds": "the items that are there, with the bounds that the missing ones leave",
    "leave out": "the items that are there",
    "no score": "missing where an item is missing",
    "fail": "an error where an item is missing",
}


def rule_method(brought: BroughtRule) -> Method:
    """Give the method that an index or a rubric is.

    Parameters
    ----------
    brought
        The rule with its name and place. One that cannot be used gives a method that says so, so that
        nothing that builds on it is reported a second time.

    Examples
    --------
    >>> from casecompare_rules.index_rule import Item
    >>> from casecompare_rules.rulebook import Source
    >>> source = Source(name="rules/a.yaml", version="", find=lambda path: ("rules/a.yaml", 1, 1))
    >>> rule = IndexRule(title="Age", items={"age": Item(value="age", range=[0, 10])})
    >>> method = rule_method(BroughtRule(name="old", kind="indices", source=source, rule=rule))
    >>> method.title, method.scores[0].range, method.source
    ('Age', (0.0, 10.0), ('rules/a.yaml', ''))
    """
    rule, name, source = brought.rule, brought.name, (brought.source.name, brought.source.version)
    if rule is None:
        return Method(name=name, title=name, question="", run=_unusable, options=RuleOptions, source=source,
                      scores=(Score(name="score", title=name, range=(None, None)),))  # fmt: skip
    return Method(
        name=name,
        title=rule.title or name,
        question=rule.question or f"What does the {_KINDS[brought.kind]} {name} say of each case?",
        run=partial(_run, rule, name),
        options=RuleOptions,
        citation="; ".join(filter(None, [rule.citation, *rule.references])),
        maturity=rule.maturity,
        maturity_evidence=tuple(rule.maturity_evidence),
        scores=(_score(rule, name),),
        uses=partial(_uses, rule, name),
        source=source,
    )


def _score(rule: IndexRule | RubricRule, name: str) -> Score:
    if isinstance(rule, RubricRule):
        labels = ", ".join(f"{one.label} {one.score:g}" for one in rule.levels)
        return Score(
            name="score",
            title=rule.title or name,
            description=f"Levels: {labels}.",
            range=rule.scale,
            direction=rule.direction,
            missing="missing where several levels are possible, or none",
        )
    return Score(
        name="score",
        title=rule.title or name,
        description=f"The {rule.aggregate} of {', '.join(rule.items)}.",
        range=_scale(rule),
        unit=rule.unit,
        direction=rule.direction,
        missing=_MISSING[rule.missing],
    )


def _scale(rule: IndexRule) -> tuple[float, float]:
    return (rule.range[0], rule.range[1]) if rule.range else natural_scale(rule)


def _unusable(study: Study, options: RuleOptions, context: RunContext) -> MethodResult:
    raise CasecompareError("the rule cannot be used as it is written; casecompare check says why.")


def _uses(rule: IndexRule | RubricRule, name: str, study: Study, options: RuleOptions) -> Sequence[str]:
    """Give the sets that are there; of the others `fitting` tells, with their place in the rule."""
    named = [options.names.get(one, one) for one in needs_of(rule).sets]
    outcome = outcome_of(study, rule, options, name)
    return [one for one in (*named, *([outcome] if outcome else [])) if one in study.codebook]


def _run(
    rule: IndexRule | RubricRule, name: str, study: Study, options: RuleOptions, context: RunContext
) -> MethodResult:
    needs = needs_of(rule)
    if absent := lacking(study, needs, options.names):
        raise NotApplicable(
            f"the rule names {', '.join(absent)}, which this study does not have. If it calls them "
            f"otherwise, say so in study.yaml: methods: {{{name}: {{names: {{{absent[0]}: …}}}}}}."
        )
    cases = case_data(study, needs, options.names, context.memberships)
    title = rule.title or name
    try:
        made = (
            _index(rule, name, title, cases)
            if isinstance(rule, IndexRule)
            else _rubric(rule, name, title, cases)
        )
    except ValueError as error:
        raise CasecompareError(f"a value cannot be scored: {error} casecompare check says where.") from None
    outcome = outcome_of(study, rule, options, name)
    compared = OutcomeComparison()
    if outcome is not None and len(made.scores):
        compared = compare_outcome(
            study, name, title, outcome, made.scores.set_axis(["score", "low", "high"], axis=1),
            context.memberships, needs, options,
        )  # fmt: skip
    statements = (*made.statements, *compared.statements)
    if context.is_repeat:
        return MethodResult(scores=made.scores, statements=statements)
    return MethodResult(
        scores=made.scores,
        tables=made.tables,
        figures=made.figures,
        findings=(*made.findings, *compared.findings),
        diagnostics=(*made.diagnostics, *compared.diagnostics),
        statements=statements,
    )


def _index(rule: IndexRule, name: str, title: str, cases: CaseData) -> MethodResult:
    found = score_index(rule, cases)
    incomplete = found.items.index[found.items.isna().any(axis=1)]
    if rule.missing == "fail" and len(incomplete):
        raise CasecompareError(
            f"items are missing in {listed(sorted(map(str, incomplete)))}, and the rule asks for all of them "
            "(missing: fail). Code them, or choose another policy."
        )
    figure = score_figure(title, found.scores, _scale(rule))
    return MethodResult(
        scores=_columns(found.scores),
        tables=index_tables(rule, title, found),
        figures=(figure,) if figure is not None else (),
        findings=tuple(index_findings(title, found)),
        diagnostics=tuple(index_diagnostics(rule, name, found)),
    )


def _rubric(rule: RubricRule, name: str, title: str, cases: CaseData) -> MethodResult:
    found = grade(rule, cases)
    return MethodResult(
        scores=_columns(found.scores),
        tables=rubric_tables(rule, title, found),
        findings=tuple(rubric_findings(rule, title, found)),
        diagnostics=tuple(rubric_diagnostics(rule, name, found)),
        statements=rubric_statements(found),
    )


def _columns(scores: pd.DataFrame) -> pd.DataFrame:
    return scores[["score", "low", "high"]].set_axis(["score", "score.low", "score.high"], axis=1)
