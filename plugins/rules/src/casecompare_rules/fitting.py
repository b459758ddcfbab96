"""Whether a rule fits a study: its names are there, its values can be scored, its outcome is not itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from casecompare import Problem, Study
from casecompare_rules.binding import Needs, closest, column_of, needs_of
from casecompare_rules.check_rule import CheckRule
from casecompare_rules.conditions import Comparison, Condition, InSet, Mixture
from casecompare_rules.index_rule import IndexRule, Item
from casecompare_rules.options import RuleOptions
from casecompare_rules.rubric_rule import RubricRule
from casecompare_rules.rulebook import BroughtCheck, BroughtRule, Source
from casecompare_rules.scoring import item_number
from casecompare_rules.truth import fold

__all__ = ["check_problems", "lacking", "rule_problems"]

_SHOWN = 20
Path = tuple[str | int, ...]


def lacking(study: Study, needs: Needs, names: Mapping[str, str]) -> list[str]:
    """Give the sets and values that a rule names and a study lacks, as the rule names them."""
    sets = [name for name in needs.sets if names.get(name, name) not in study.codebook]
    return sets + [name for name in needs.values if column_of(study, names.get(name, name)) is None]


def rule_problems(study: Study, brought: BroughtRule, options: RuleOptions) -> Iterator[Problem]:
    """Give everything that keeps an index or a rubric from being applied to a study.

    Parameters
    ----------
    study
        To which it is applied.
    brought
        The rule and its place.
    options
        What the study calls its values and sets.
    """
    rule, source, path = brought.rule, brought.source, (brought.kind, brought.name)
    if rule is None:
        return
    yield from _option_problems(study, brought.name, needs_of(rule), options)
    yield from _outcome_problems(study, brought, rule.outcome, options)
    if isinstance(rule, IndexRule):
        for name, item in rule.items.items():
            where = (*path, "items", name)
            yield from _item_names(study, item, source, where, options.names)
            if brought.is_whole:  # what is wrong with the item itself would only come back in every case
                yield from _item_values(study, rule, item, source, where, options.names)
    elif isinstance(rule, RubricRule):
        for number, level in enumerate(rule.levels):
            yield from _condition_problems(
                study, level.when, source, (*path, "levels", number, "when"), options.names
            )


def check_problems(study: Study, brought: BroughtCheck) -> Iterator[Problem]:
    """Give everything that keeps a check from being made."""
    rule: CheckRule = brought.rule
    for field, condition in (("if", rule.given), ("then", rule.must), ("count", rule.count)):
        yield from _condition_problems(study, condition, brought.source, ("checks", brought.name, field), {})


def _option_problems(study: Study, name: str, needs: Needs, options: RuleOptions) -> Iterator[Problem]:
    known = (*needs.sets, *needs.values)
    for one in options.names:
        if one not in known:
            hint = closest(one, known) or f"It names: {', '.join(known)}."
            yield study.problem("methods", name, "names", one, message=f"the rule does not name '{one}'.",
                                hint=hint, code="unknown-name")  # fmt: skip


def _outcome_problems(
    study: Study, brought: BroughtRule, written: str | None, options: RuleOptions
) -> Iterator[Problem]:
    outcome = options.outcome or written
    if outcome is None:
        return
    entry = study.codebook.get(outcome)
    path = ("methods", brought.name, "outcome")
    message, hint, code = (
        f"'{outcome}' is not in the codebook.",
        closest(outcome, study.codebook),
        "unknown-set",
    )
    if entry is not None:
        if entry.derived_from is None or entry.derived_from[0] != brought.name:
            return
        message, code = f"the outcome {outcome} is made of the scores of this very rule.", "circular"
        hint = "Name another outcome."
    if options.outcome:
        yield study.problem(*path, message=message, hint=hint, code=code)
    else:
        yield brought.source.problem(
            brought.kind, brought.name, "outcome", message=message, hint=hint, code=code
        )


def _item_names(
    study: Study, item: Item, source: Source, path: Path, names: Mapping[str, str]
) -> Iterator[Problem]:
    if item.expression is None:
        yield from _value_problems(study, str(item.value), source, (*path, "value"), names)
        return
    for name in sorted(item.expression.names):
        yield from _set_problems(study, name, source, (*path, "set"), names)


def _item_values(
    study: Study, rule: IndexRule, item: Item, source: Source, path: Path, names: Mapping[str, str]
) -> Iterator[Problem]:
    column = None if item.value is None else column_of(study, names.get(item.value, item.value))
    if column is None:
        return
    found = 0
    for case, value in study.table[column].items():
        message = _wrong(item, value)
        if rule.missing == "fail" and pd.isna(value):
            message = "the value is missing, and the rule asks for all of them (missing: fail)."
        if message:
            found += 1
            if found <= _SHOWN:
                yield _case_problem(study, str(case), column, message, path)
    if found > _SHOWN:
        yield source.problem(
            *path, message=f"{found - _SHOWN} more cases have such values.", code="more-values"
        )


def _wrong(item: Item, value: object) -> str:
    try:
        item_number(item, value)
    except ValueError as error:
        return str(error)
    return ""


def _case_problem(study: Study, case: str, column: str, message: str, path: Path) -> Problem:
    text = f"{message} (It is the item '{path[-1]}' of {path[1]}.)"
    if case in study.cases:
        return study.cases[case].problem("values", column, message=text, code="item-value")
    return study.problem(message=text, code="item-value", case=case)


def _condition_problems(
    study: Study, condition: Condition | None, source: Source, path: Path, names: Mapping[str, str]
) -> Iterator[Problem]:
    if condition is None:
        return
    if isinstance(condition, Mixture):
        seen: dict[Problem, None] = {}
        for part in condition.parts:
            seen |= dict.fromkeys(_condition_problems(study, part, source, path, names))
        yield from seen
        return
    if isinstance(condition, InSet):
        for name in sorted(condition.expression.names):
            yield from _set_problems(study, name, source, path, names)
        return
    yield from _value_problems(study, condition.name, source, path, names)
    if isinstance(condition, Comparison) and condition.sign in ("<", "<=", ">", ">="):
        yield from _order_problems(study, condition, source, path, names)


def _set_problems(
    study: Study, name: str, source: Source, path: Path, names: Mapping[str, str]
) -> Iterator[Problem]:
    if (meant := names.get(name, name)) in study.codebook:
        return
    hint = closest(meant, study.codebook)
    if not hint and column_of(study, meant) is not None:
        hint = f"It is a coded value: compare it ({meant} = …), or give it a codebook entry."
    yield source.problem(*path, message=f"'{meant}' is not in the codebook.",
                         hint=hint or "Give it an entry there.", code="unknown-set")  # fmt: skip


def _value_problems(
    study: Study, name: str, source: Source, path: Path, names: Mapping[str, str]
) -> Iterator[Problem]:
    meant = names.get(name, name)
    if column_of(study, meant) is not None:
        return
    entry = study.codebook.get(meant)
    if entry is not None:
        what = "the score of a method" if entry.derived_from else "several values"
        message = f"'{meant}' is no coded value: the codebook takes it from {what}."
        hint = f"Take it as a set: {meant}."
    else:
        message = f"no case has a value '{meant}'."
        columns = [str(one) for one in study.table.columns]
        hint = closest(meant, [*study.codebook, *columns]) or "Code it, or correct the name."
    yield source.problem(*path, message=message, hint=hint, code="unknown-value")


def _order_problems(
    study: Study, condition: Comparison, source: Source, path: Path, names: Mapping[str, str]
) -> Iterator[Problem]:
    column = column_of(study, names.get(condition.name, condition.name))
    if column is None:
        return
    levels = {
        fold(level)
        for entry in study.codebook.values()
        if entry.source == (column,)
        for level in entry.levels
    }
    words = [*condition.words, *study.table[column].dropna()]
    without = [one for one in words if isinstance(fold(one), str) and fold(one) not in levels]
    if without:
        hint = "List the labels in the codebook, kind: ordinal, levels: [low, high]; or compare with = or in."
        yield source.problem(*path, message=f"'{without[0]}' of '{condition.name}' has no place in an order.",
                             hint=hint, code="no-order")  # fmt: skip
