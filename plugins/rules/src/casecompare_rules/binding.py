"""From the names in a rule to the values and sets of a study."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from casecompare import Study
from casecompare_rules.check_rule import CheckRule
from casecompare_rules.conditions import Condition, set_names, value_names
from casecompare_rules.index_rule import IndexRule
from casecompare_rules.rubric_rule import RubricRule
from casecompare_rules.truth import CaseData, fold

__all__ = ["Needs", "case_data", "closest", "coded_sources", "column_of", "needs_of"]


@dataclass(frozen=True)
class Needs:
    """The sets and coded values that a rule names, as it names them."""

    sets: tuple[str, ...]
    values: tuple[str, ...]


def needs_of(rule: IndexRule | RubricRule | CheckRule) -> Needs:
    """Give what a rule needs of a study.

    Examples
    --------
    >>> from casecompare_rules.index_rule import Item
    >>> needs_of(IndexRule(items={"a": Item(value="age", range=[0, 1]), "b": Item(in_set="X*~Y")}))
    Needs(sets=('X', 'Y'), values=('age',))
    """
    if isinstance(rule, IndexRule):
        items = rule.items.values()
        sets = [name for one in items if one.expression is not None for name in sorted(one.expression.names)]
        return Needs(_unique(sets), _unique(one.value for one in items if one.value is not None))
    conditions = [one for one in _conditions(rule) if one is not None]
    return Needs(
        _unique(name for one in conditions for name in set_names(one)),
        _unique(name for one in conditions for name in value_names(one)),
    )


def column_of(study: Study, name: str) -> str | None:
    """Give the coded value that a name means: itself, or the one a codebook entry is taken from.

    Examples
    --------
    >>> column_of(Study(name="s", table=pd.DataFrame({"age": [1]})), "age")
    'age'
    """
    if name in study.table.columns:
        return name
    entry = study.codebook.get(name)
    if entry is not None and entry.derived_from is None and len(entry.source) == 1:
        return entry.source[0] if entry.source[0] in study.table.columns else None
    return None


def case_data(
    study: Study,
    needs: Needs,
    names: Mapping[str, str],
    memberships: Callable[[Sequence[str]], pd.DataFrame],
) -> CaseData:
    """Give the values and sets that a rule needs, under the names that the rule has for them.

    Parameters
    ----------
    study
        Where they are.
    needs
        What the rule names.
    names
        What the study calls them, where that differs.
    memberships
        Gives the memberships in codebook entries.

    Raises
    ------
    KeyError
        If the study lacks a value or set; `missing_names` tells beforehand.
    """
    values, orders = {}, {}
    for name in needs.values:
        column = column_of(study, names.get(name, name))
        if column is None:
            raise KeyError(name)
        values[name] = study.table[column].astype(object)
        if levels := _levels(study, column):
            orders[name] = levels
    entries = [names.get(name, name) for name in needs.sets]
    sets = memberships(list(dict.fromkeys(entries)))
    index = study.table.index
    return CaseData(
        values=pd.DataFrame(values, index=index, columns=list(needs.values), dtype=object),
        sets=pd.DataFrame(
            {name: sets[entry] for name, entry in zip(needs.sets, entries, strict=True)},
            index=index,
            columns=list(needs.sets),
            dtype=float,
        ),
        orders=orders,
    )


def coded_sources(study: Study, needs: Needs, names: Mapping[str, str]) -> set[str]:
    """Give the coded values that a rule rests on, directly or through a set."""
    found = {column_of(study, names.get(name, name)) or name for name in needs.values}
    for name in needs.sets:
        entry = study.codebook.get(names.get(name, name))
        found |= set(entry.source) if entry is not None else set()
    return found


def closest(word: str, known: Iterable[str]) -> str:
    """Give ``Did you mean 'x'?`` for the closest known word, else an empty string.

    Examples
    --------
    >>> closest("acceptence", ["age", "acceptance"])
    "Did you mean 'acceptance'?"
    """
    by_folded = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(word.casefold(), by_folded, 1, 0.6)
    return f"Did you mean '{by_folded[found[0]]}'?" if found else ""


def _conditions(rule: RubricRule | CheckRule) -> Iterable[Condition | None]:
    if isinstance(rule, RubricRule):
        return [one.when for one in rule.levels]
    return [rule.given, rule.must, rule.count]


def _levels(study: Study, column: str) -> tuple[str, ...]:
    """Give the labels of an ordinal value in their order, as they are compared."""
    for entry in study.codebook.values():
        if entry.levels and entry.source == (column,):
            return tuple(str(fold(level)) for level in entry.levels)
    return ()


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
