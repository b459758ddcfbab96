"""The scale that a coded value lies on: its level of measurement, its ends, and the sets made from it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from casecompare import CasecompareError, Study
from casecompare.sets import calibrate
from casecompare_agreement.decisions import Code, Decision, fold_label
from casecompare_agreement.ratings import Floats, Level

__all__ = ["Scale", "find_scale", "mean_difference", "ratings_of"]

_LABELLED = ("ordinal", "rubric")
_FUZZY = ("direct", "linear", *_LABELLED)
_ABSOLUTE = ("crisp", *_FUZZY)
"""Ways of calibrating in which a membership follows from the value alone, whatever the other cases have."""
_LEVELS: Mapping[str, Level] = {
    "crisp": "nominal", "multi-value": "nominal", "text": "nominal", "ordinal": "ordinal",
    "fuzzy": "interval", "number": "interval",
}  # fmt: skip
_ORDER: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What a coded value's codes are.

    Parameters
    ----------
    level
        What may be done with them.
    positions
        The number of each label, in the form of `fold_label`; empty where codes are numbers.
    low, high
        The ends of the scale; of an open scale, the smallest and largest code that was given.
    options
        How many codes there are to choose from; 0 where any number may be given.
    is_membership
        Whether the numbers are memberships from 0 to 1.
    memberships
        For each set of the codebook that is made from the value, the membership that each code gives.
    fuzzy
        Which of these sets are fuzzy.
    """

    level: Level
    positions: Mapping[Code, float] = field(default_factory=dict)
    low: float = 0.0
    high: float = 1.0
    options: int = 0
    is_membership: bool = False
    memberships: Mapping[str, Mapping[Code, float]] = field(default_factory=dict)
    fuzzy: frozenset[str] = frozenset()

    def number(self, code: Code) -> float:
        """Give the number that a code stands for."""
        folded = fold_label(code)
        found = self.positions.get(folded, math.nan) if self.positions else folded
        return found if isinstance(found, float) else math.nan

    def difference(self, decision: Decision) -> float:
        """Give how far coders differ: the mean over pairs, as a share of the scale's length.

        Of nominal codes, the share of unequal pairs. NaN with fewer than two codes.
        """
        numbers = [self.number(code) for code in decision.codes.values()]
        found = mean_difference(numbers, is_nominal=self.level == "nominal")
        if self.level == "nominal" or math.isnan(found):
            return found
        return found / (self.high - self.low) if self.high > self.low else 0.0

    def membership_difference(self, decision: Decision) -> float:
        """Give how far coders differ in membership: in the fuzzy set where they differ most; NaN if none."""
        found = [
            mean_difference(by_code[fold_label(code)] for code in decision.codes.values())
            for name, by_code in self.memberships.items()
            if name in self.fuzzy
        ]
        return max(found, default=math.nan)

    def divides(self, decision: Decision) -> bool:
        """Whether coders put the case on different sides of 0.5 in a set made from the value."""
        return any(
            min(given) < 0.5 < max(given)
            for by_code in self.memberships.values()
            if (given := [by_code[fold_label(code)] for code in decision.codes.values()])
        )


def find_scale(study: Study, value: str, decisions: Sequence[Decision], level: Level | None = None) -> Scale:
    """Find the scale of a coded value from the codebook entries that use it.

    Crisp, multi-value and text codes are nominal, ordinal ones ordinal, fuzzy ones and numbers interval. Raw
    values of a calibration with anchors or cut points are numbers; labels with a membership each are ordinal,
    in the order of their memberships, unless two share one. Where entries differ, the level that assumes less
    holds; without an entry, numbers are interval and text is nominal.

    Parameters
    ----------
    study
        For its codebook.
    value
        The name of the coded value.
    decisions
        What was coded.
    level
        What the researcher says it is.

    Raises
    ------
    casecompare.CasecompareError
        If that level needs an order and some labels have none.
    """
    codes = list(dict.fromkeys(fold_label(code) for one in decisions for code in one.codes.values()))
    entries = [
        name
        for name, entry in study.codebook.items()
        if entry.derived_from is None and value in (entry.source or (name,))
    ]
    labels = _common_order(study, entries)
    are_numbers = all(isinstance(code, float) for code in codes)
    found = level or _level(study, entries, has_order=bool(labels), are_numbers=are_numbers)
    if found == "nominal":
        return _with_sets(study, entries, Scale(level="nominal", positions=_positions(codes)), codes)
    if labels and set(codes) <= set(labels) and (found == "ordinal" or not are_numbers):
        high = float(max(len(labels) - 1, 1))
        scale = Scale(level=found, positions=_positions(labels), high=high, options=len(labels))
        return _with_sets(study, entries, scale, codes)
    if are_numbers:
        return _with_sets(study, entries, _numeric_scale(study, entries, found, codes), codes)
    if level is not None:
        raise CasecompareError(
            f"levels: {value} cannot be {level}, since not all of its codes are numbers or labels in an "
            "order. List the labels in their order in the codebook (levels: …), or leave this option out."
        )
    return _with_sets(study, entries, Scale(level="nominal", positions=_positions(codes)), codes)


def ratings_of(decisions: Sequence[Decision], scale: Scale, coders: Sequence[str]) -> Floats:
    """Give the decisions as a matrix: a row for each, a column per coder; missing is NaN."""
    ratings = np.full((len(decisions), len(coders)), np.nan)
    for row, one in enumerate(decisions):
        for column, coder in enumerate(coders):
            if coder in one.codes:
                ratings[row, column] = scale.number(one.codes[coder])
    return ratings


def mean_difference(numbers: Iterable[float], *, is_nominal: bool = False) -> float:
    """Give the mean absolute difference over pairs of numbers; of nominal codes, the share of unequal pairs.

    Examples
    --------
    >>> round(mean_difference([0.2, 0.8, 0.8]), 3), round(mean_difference([1, 7, 7], is_nominal=True), 3)
    (0.4, 0.667)
    """
    pairs = list(itertools.combinations([one for one in numbers if not math.isnan(one)], 2))
    if not pairs:
        return math.nan
    return sum(float(a != b) if is_nominal else abs(a - b) for a, b in pairs) / len(pairs)


def _positions(labels: Iterable[Code]) -> dict[Code, float]:
    return {label: float(at) for at, label in enumerate(labels)}


def _calibration_kind(study: Study, name: str) -> str:
    calibration = study.codebook[name].calibration
    return calibration.kind.replace("_", "-") if calibration else ""


def _common_order(study: Study, entries: Sequence[str]) -> tuple[Code, ...]:
    """Give the labels in ascending order, if every entry has them in the same order."""
    orders = {_labels_in_order(study, name) for name in entries}
    return orders.pop() if len(orders) == 1 else ()


def _labels_in_order(study: Study, name: str) -> tuple[Code, ...]:
    entry = study.codebook[name]
    if entry.calibration is None:
        return tuple(map(fold_label, entry.levels))
    scores = entry.calibration.parameters
    if _calibration_kind(study, name) not in _LABELLED or not isinstance(scores, Mapping):
        return ()
    if len({float(score) for score in scores.values()}) < len(scores):
        return ()
    return tuple(fold_label(label) for label in sorted(scores, key=lambda label: float(scores[label])))


def _level(study: Study, entries: Sequence[str], *, has_order: bool, are_numbers: bool) -> Level:
    levels: list[Level] = []
    for name in entries:
        kind = _calibration_kind(study, name)
        if kind in _LABELLED:
            levels.append("ordinal" if has_order else "nominal")
        else:
            levels.append("interval" if kind else _LEVELS[study.codebook[name].kind])
    return min(levels or [_LEVELS["number" if are_numbers else "text"]], key=_ORDER.index)


def _numeric_scale(study: Study, entries: Sequence[str], level: Level, codes: Collection[Code]) -> Scale:
    plain = [study.codebook[name].kind for name in entries if study.codebook[name].calibration is None]
    if plain and set(plain) == {"fuzzy"}:
        return Scale(level=level, is_membership=True)
    numbers = [code for code in codes if isinstance(code, float)]
    return Scale(level=level, low=min(numbers, default=0.0), high=max(numbers, default=1.0))


def _with_sets(study: Study, entries: Sequence[str], scale: Scale, codes: Sequence[Code]) -> Scale:
    memberships: dict[str, dict[Code, float]] = {}
    fuzzy: set[str] = set()
    for name in entries:
        entry, kind = study.codebook[name], _calibration_kind(study, name)
        is_plain_set = entry.calibration is None and entry.kind in ("crisp", "fuzzy")
        if not (is_plain_set or kind in _ABSOLUTE):
            continue
        if kind not in _LABELLED and not all(isinstance(code, float) for code in codes):
            continue
        given = codes if entry.calibration is None else calibrate(codes, entry.calibration).tolist()
        memberships[name] = dict(zip(codes, map(float, given), strict=True))
        if entry.kind not in ("crisp", "multi-value") and kind != "crisp":
            fuzzy.add(name)
    return Scale(
        level=scale.level, positions=scale.positions, low=scale.low, high=scale.high, options=scale.options,
        is_membership=scale.is_membership, memberships=memberships, fuzzy=frozenset(fuzzy),
    )  # fmt: skip
