"""A study as its coders coded it: one sheet at a time, every combination of their codes, or draws among them.

A draw takes, for each value of each case, the code of one of the coders who coded it, each as likely as the
others; for the sections of a record, such as the rows on arenas, all rows of one coder. Codes are never
averaged, since no result is linear in them.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

from casecompare.robustness.recoding import (
    Recoding,
    as_code,
    coded_by,
    recode,
    section_coders,
    sheet_of,
)
from casecompare.robustness.variants import Edit, Variant, show_code
from casecompare.study import Case, Study
from casecompare.study.coders import Settled
from casecompare.study.values import expectations

__all__ = [
    "Dispute",
    "Within",
    "coder_combinations",
    "coder_draws",
    "coder_sheets",
    "find_coders",
    "find_disputes",
    "other_codes",
]

Within: TypeAlias = Literal["codes", "range"]
Option: TypeAlias = "Settled | Case"
_CONTINUOUS = ("membership", "number")


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A coded value, or the sections of a case (`name` is empty), that coders could have made another one.

    `options` has one entry per coder, in the order of their names. `is_continuous` says that any number
    between two codes could have been coded as well.
    """

    case: str
    name: str
    options: tuple[Option, ...]
    is_continuous: bool = False


def find_coders(study: Study) -> list[str]:
    """Give everybody who coded anything, in alphabetical order.

    Examples
    --------
    >>> from casecompare.study import CodedValue
    >>> value = CodedValue(value=1.0, coders={"B": 1.0, "A": 0.0})
    >>> find_coders(Study(name="s", cases={"k": Case(id="k", values={"TANDEM": value})}))
    ['A', 'B']
    """
    coded = [one for case in study.cases.values() for one in case.values.values()]
    of_values = {coder for one in coded for coder in one.coders}
    return sorted(of_values.union(*map(section_coders, study.cases.values())))


def find_disputes(study: Study) -> list[Dispute]:
    """Give what a draw may change: values of which some code differs from what counts, and coded sections.

    Examples
    --------
    >>> from casecompare.study import CodedValue
    >>> values = {"TANDEM": CodedValue(value=1.0, coders={"A": 1.0, "B": 0.0}),
    ...           "SUCCESS": CodedValue(value=1.0, coders={"A": 1.0, "B": 1.0})}
    >>> [one.name for one in find_disputes(Study(name="s", cases={"k": Case(id="k", values=values)}))]
    ['TANDEM']
    """
    asked = expectations(study.codebook)
    disputes = []
    for case in study.cases.values():
        for name, coded in case.values.items():
            codes = tuple(as_code(coded.coders[coder]) for coder in sorted(coded.coders))
            if {*codes} - {Settled(coded.value, coded.missing)}:
                wanted = asked.get(name, ())
                is_continuous = bool(wanted) and all(one.form in _CONTINUOUS for one in wanted)
                disputes.append(Dispute(case=case.id, name=name, options=codes, is_continuous=is_continuous))
        if coders := section_coders(case):
            sheets = tuple(sheet_of(case, coder) for coder in coders)
            disputes.append(Dispute(case=case.id, name="", options=sheets))
    return disputes


def coder_sheets(study: Study) -> Iterator[Variant]:
    """Give the study as each coder coded it; what a coder did not code keeps what counts.

    Examples
    --------
    >>> from casecompare.study import CodedValue
    >>> value = CodedValue(value=1.0, coders={"A": 1.0, "B": 0.0})
    >>> study = Study(name="s", cases={"k": Case(id="k", values={"TANDEM": value})})
    >>> for variant in coder_sheets(study):
    ...     print(variant.label, variant.study.cases["k"].values["TANDEM"].value, variant.note)
    coder A 1.0 A coded 1 of 1 value.
    coder B 0.0 B coded 1 of 1 value.
    """
    for coder in find_coders(study):
        codes = coded_by(study, coder)
        cases = {name: sheet_of(case, coder) for name, case in study.cases.items() if section_coders(case)}
        yield Variant(
            group="coder sheets",
            label=f"coder {coder}",
            study=recode(study, Recoding(values=codes, cases=cases)),
            note=_completeness(study, coder, len(codes)),
        )


def coder_draws(study: Study, draws: int, *, seed: int = 1, within: Within = "codes") -> Iterator[Variant]:
    """Draw among the codes of the coders, for each value and each case's sections.

    What is drawn for a value depends on the seed, the number of the draw, the case and the value alone:
    neither the order of the draws nor what else is disputed changes it.

    Parameters
    ----------
    study
        A study with coders; without any dispute there is nothing to draw.
    draws
        How many.
    seed
        Of the draws.
    within
        ``"codes"`` draws one coder's code; ``"range"``, for values that may be any number, a number anywhere
        between the lowest and the highest code, each equally likely.

    Examples
    --------
    >>> from casecompare.study import CodedValue
    >>> value = CodedValue(value=1.0, coders={"A": 1.0, "B": 0.0})
    >>> study = Study(name="s", cases={"k": Case(id="k", values={"TANDEM": value})})
    >>> [one.study.cases["k"].values["TANDEM"].value for one in coder_draws(study, 6)]
    [0.0, 1.0, 0.0, 0.0, 1.0, 1.0]
    """
    disputes = find_disputes(study)
    made: dict[tuple[Option | int, ...], Study] = {}
    for number in range(draws if disputes else 0):
        drawn = [_draw(dispute, f"{seed}:{number}", within) for dispute in disputes]
        key = tuple(one if isinstance(one, Settled) else id(one) for one in drawn)
        if key not in made:
            made[key] = _with_options(study, disputes, drawn)
        yield Variant(group="coder draws", label=f"draw {number + 1}", study=made[key])


def coder_combinations(study: Study, most: int) -> list[Variant] | None:
    """Give every combination of the coders' codes with its probability, or None beyond `most` of them.

    The shares over all of them are exact: they are what draws would come to in the long run.

    Examples
    --------
    >>> from casecompare.study import CodedValue
    >>> value = CodedValue(value=1.0, coders={"A": 1.0, "B": 0.0, "C": 1.0})
    >>> study = Study(name="s", cases={"k": Case(id="k", values={"TANDEM": value})})
    >>> [(one.label, round(one.weight, 3)) for one in coder_combinations(study, 10)]
    [('combination 1', 0.667), ('combination 2', 0.333)]
    """
    disputes = find_disputes(study)
    counted = [_counted(dispute) for dispute in disputes]
    if math.prod(map(len, counted)) > most:
        return None
    return [
        Variant(
            group="coder draws",
            label=f"combination {number}",
            study=_with_options(study, disputes, [option for option, _ in chosen]),
            weight=math.prod(share for _, share in chosen),
        )
        for number, chosen in enumerate(product(*counted) if disputes else (), 1)
    ]


def other_codes(study: Study) -> Iterator[Variant]:
    """Replace one disputed value at a time by each other code that a coder gave it."""
    for dispute in find_disputes(study):
        if not dispute.name:
            yield from _other_sheets(study, dispute)
            continue
        coded = study.cases[dispute.case].values[dispute.name]
        before = Settled(coded.value, coded.missing)
        for settled in dict.fromkeys(one for one in dispute.options if isinstance(one, Settled)):
            if settled == before:
                continue
            coders = [coder for coder in sorted(coded.coders) if as_code(coded.coders[coder]) == settled]
            shown = {"before": show_code(before), "after": show_code(settled)}
            edit = Edit(case=dispute.case, name=dispute.name, **shown)
            yield Variant(
                group="another code",
                label=f"{dispute.case}.{dispute.name} as coded by {', '.join(coders)}",
                case=dispute.case,
                study=recode(study, Recoding(values={(dispute.case, dispute.name): settled}, cases={})),
                edits=(edit,),
            )


def _other_sheets(study: Study, dispute: Dispute) -> Iterator[Variant]:
    coders = section_coders(study.cases[dispute.case])
    for coder, sheet in zip(coders, dispute.options, strict=True):
        if isinstance(sheet, Case):
            yield Variant(
                group="another code",
                label=f"the sections of {dispute.case} as recorded by {coder}",
                case=dispute.case,
                study=recode(study, Recoding(values={}, cases={dispute.case: sheet})),
            )


def _draw(dispute: Dispute, seeds: str, within: Within) -> Option:
    chance = random.Random(f"{seeds}:{dispute.case}:{dispute.name}")  # noqa: S311 (chance in science)
    if within == "range" and dispute.is_continuous:
        codes = [one.value for one in dispute.options if isinstance(one, Settled)]
        numbers = [code for code in codes if isinstance(code, float | int)]
        if len(numbers) == len(codes):
            return Settled(chance.uniform(min(numbers), max(numbers)), None)
    return dispute.options[chance.randrange(len(dispute.options))]


def _counted(dispute: Dispute) -> list[tuple[Option, float]]:
    """Give the different options of a dispute with the share of the coders who chose each."""
    total = len(dispute.options)
    codes = Counter(one for one in dispute.options if isinstance(one, Settled))
    sheets = [one for one in dispute.options if isinstance(one, Case)]
    return [*((code, count / total) for code, count in codes.items()), *((one, 1 / total) for one in sheets)]


def _with_options(study: Study, disputes: Sequence[Dispute], chosen: Sequence[Option]) -> Study:
    values, cases = {}, {}
    for dispute, option in zip(disputes, chosen, strict=True):
        if isinstance(option, Case):
            cases[dispute.case] = option
        else:
            values[dispute.case, dispute.name] = option
    return recode(study, Recoding(values=values, cases=cases))


def _completeness(study: Study, coder: str, coded: int) -> str:
    """Say how much of what anybody coded a coder coded; for the rest, what counts is kept."""
    values = sum(bool(one.coders) for case in study.cases.values() for one in case.values.values())
    shared = [case for case in study.cases.values() if section_coders(case)]
    own = sum(coder in section_coders(case) for case in shared)
    said = []
    if values:
        said.append(f"{coded} of {values} {'value' if values == 1 else 'values'}")
    if shared:
        said.append(f"sections of {own} of {len(shared)} {'case' if len(shared) == 1 else 'cases'}")
    kept = "; what they left out stays as it counts" if coded < values or own < len(shared) else ""
    return f"{coder} coded {' and '.join(said)}{kept}."
