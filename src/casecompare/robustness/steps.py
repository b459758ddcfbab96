"""A study with one coded value moved to the neighbouring step of its scale."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from casecompare.robustness.recoding import Recoding, as_code, recode
from casecompare.robustness.variants import Edit, Variant
from casecompare.study import Study
from casecompare.study.values import Expectation, expectations

__all__ = ["neighbouring_steps"]


def neighbouring_steps(study: Study, names: Collection[str] | None = None) -> Iterator[Variant]:
    """Move one coded value at a time to the next step of its scale, down and up.

    The steps of a crisp value are 0 and 1, of a label the labels before and after it in their written order,
    of a multi-value one the whole numbers that occur, of a membership the next ones that any case has. Plain
    numbers are measured, not coded in steps, and stay.

    Parameters
    ----------
    study
        Its codebook says what the scale of each coded value is.
    names
        The coded values wanted; by default all that the codebook uses.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.testing import make_study
    >>> study = make_study(pd.DataFrame({"A": [1, 0, 1], "Y": [0.9, 0.2, 0.7]}, index=["k", "l", "m"]))
    >>> for variant in neighbouring_steps(study, ["Y"]):
    ...     print(variant.label)
    k.Y: 0.9 → 0.7
    l.Y: 0.2 → 0.7
    m.Y: 0.7 → 0.2
    m.Y: 0.7 → 0.9
    """
    asked = expectations(study.codebook)
    chosen = [name for name in asked if (names is None or name in names) and name in study.table]
    scales = {name: _scale(asked[name], study.table[name].tolist()) for name in chosen}
    for case in study.cases.values():
        for name, scale in scales.items():
            coded = case.values.get(name)
            if coded is None or coded.value is None:
                continue
            before = coded.value
            for after in _neighbours(before, scale):
                shown = f"{_shown(before)} → {_shown(after)}"
                yield Variant(
                    group="neighbouring step",
                    label=f"{case.id}.{name}: {shown}",
                    case=case.id,
                    study=recode(study, Recoding(values={(case.id, name): as_code(after)}, cases={})),
                    edits=(Edit(case=case.id, name=name, before=before, after=after),),
                )


def _scale(asked: Sequence[Expectation], values: Sequence[object]) -> list[float | str]:
    """Give the steps of a value's scale in their order, none for what is measured or plain text."""
    labels = next((one.labels for one in asked if one.form in ("label", "level") and one.labels), ())
    if labels:
        return list(labels)
    forms = {one.form for one in asked}
    if "number" in forms:
        return []
    if "zero or one" in forms:
        return [0.0, 1.0]
    if forms & {"membership", "whole number"}:
        numbers = {float(value) for value in values if isinstance(value, int | float) and value == value}
        return sorted(numbers)
    return []


def _neighbours(value: float | str, scale: Sequence[float | str]) -> list[float | str]:
    folded = [_folded(step) for step in scale]
    if _folded(value) not in folded:
        return []
    at = folded.index(_folded(value))
    return [scale[other] for other in (at - 1, at + 1) if 0 <= other < len(scale)]


def _folded(step: float | str) -> float | str:
    """Give a step as it is compared: capitals and outer blanks of a label do not count, and 1.0 is 1."""
    try:
        return float(step)
    except ValueError:
        return str(step).strip().casefold()


def _shown(step: float | str) -> str:
    return step if isinstance(step, str) else f"{step:g}"
