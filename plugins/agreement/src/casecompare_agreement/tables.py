"""The tables of the method: agreement by value, every measure, and the values that coders disagree on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from casecompare import Column, Study, Table
from casecompare_agreement.decisions import Code, Decision, coders_of
from casecompare_agreement.scales import Scale
from casecompare_agreement.summary import POOLED, ValueAgreement

__all__ = [
    "Disagreement",
    "agreement_table",
    "disagreement_table",
    "evidence_table",
    "find_disagreements",
    "measures_table",
]

_ROUNDING = 1e-9
_ALPHA = "Alpha: 1 perfect, 0 as by chance; a dash where codes do not vary."
_VALUE = Column(title="Value", description="The coded value, as the records name it.")
_CASE = Column(title="Case")
_AGREEMENT: Mapping[str, Column] = {
    "value": _VALUE,
    "level": Column(title="Level", description="What the codes are: names, an order, or numbers."),
    "decisions": Column(title="n", description="Decisions with two coders at least.", decimals=0),
    "coders": Column(title="Coders", description="How many coders took part.", decimals=0),
    "exact": Column(title="Same", description="Share of pairs of codes that are equal.", decimals=2),
    "difference": Column(
        title="Diff",
        description="Mean difference between two coders, as a share of the scale; of nominal codes, the "
        "share of unequal pairs.",
        decimals=2,
    ),
    "alpha": Column(title="Alpha", description="Krippendorff's alpha at this level.", decimals=2),
    "alpha_low": Column(title="Low", description="Bootstrap interval of alpha, 95 %.", decimals=2),
    "alpha_high": Column(title="High", description="Bootstrap interval of alpha, 95 %.", decimals=2),
}
_MEASURES: Mapping[str, Column] = {
    "value": _VALUE,
    "measure": Column(title="Measure"),
    "result": Column(title="Result"),
    "low": Column(title="Low", description="Confidence limit, 95 %: of alpha by bootstrap, of ICC by F."),
    "high": Column(title="High", description="Confidence limit, 95 %."),
    "decisions": Column(title="n", description="Decisions that it rests on.", decimals=0),
    "undefined": Column(title="Undefined because"),
}
_DISAGREEMENTS: Mapping[str, Column] = {
    "case": _CASE,
    "value": _VALUE,
    "difference": Column(
        title="Diff", description="Mean difference between two coders, as a share of the scale.", decimals=2
    ),
    "membership": Column(
        title="Membership",
        description="The same after calibration, in the fuzzy set made from it.",
        decimals=2,
    ),
    "divides": Column(title="In and out", description="On different sides of 0.5 in a set made from it."),
    "agreed": Column(title="Agreed", description="The value agreed on.", decimals=2),
}
_EVIDENCE_IDS = Column(title="Evidence", description="The ids of the passages in the case's record.")
_EVIDENCE: Mapping[str, Column] = {
    "case": _CASE,
    "value": _VALUE,
    "evidence": Column(title="Evidence"),
    "source": Column(title="Source"),
    "locator": Column(title="Place"),
    "quote": Column(title="Passage", description="Restricted passages are not shown."),
}


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """A decision that coders disagree on, and by how much.

    `difference` is a share of the scale, 1 where one coder found what another one recorded as missing;
    `membership` the difference in the set made from it (NaN if there is none).
    """

    decision: Decision
    difference: float
    membership: float
    divides: bool


def find_disagreements(
    decisions: Mapping[str, Sequence[Decision]], scales: Mapping[str, Scale], threshold: float = 0.0
) -> list[Disagreement]:
    """Give the decisions that coders disagree on, the largest difference first.

    Parameters
    ----------
    decisions, scales
        By coded value.
    threshold
        Only differences above it count, and those that put the case on different sides of 0.5.
    """
    found = []
    for name, made in decisions.items():
        for one in made:
            # Found and not found differ as much as can be, whatever the other coders say.
            difference = 1.0 if one.is_disputed_presence else scales[name].difference(one)
            divides = one.is_shared and scales[name].divides(one)
            if divides or (not math.isnan(difference) and difference > threshold + _ROUNDING):
                membership = scales[name].membership_difference(one) if one.is_shared else math.nan
                found.append(
                    Disagreement(decision=one, difference=difference, membership=membership, divides=divides)
                )
    return sorted(found, key=lambda one: (-round(one.difference, 9), not one.divides))


def agreement_table(found: Sequence[ValueAgreement]) -> Table:
    """Give one row per coded value: decisions, coders, exact agreement, difference, alpha."""
    rows = [
        {
            "value": one.value,
            "level": one.scale.level,
            "decisions": len(one.decisions),
            "coders": len(one.coders),
            "exact": one.exact.value,
            "difference": one.difference,
            "alpha": one.alpha.value,
            "alpha_low": one.interval.low,
            "alpha_high": one.interval.high,
        }
        for one in found
    ]
    pooled = " For all numeric values, each is brought to 0..1 by the ends of its scale."
    return Table(
        name="agreement",
        title="Agreement of coders, by coded value",
        frame=pd.DataFrame(rows, columns=list(_AGREEMENT)),
        columns=_AGREEMENT,
        note=(_ALPHA + (pooled if any(one.value == POOLED for one in found) else "")) if found else "",
        main=True,
    )


def measures_table(found: Sequence[ValueAgreement]) -> Table:
    """Give every measure of every coded value, with its limits or why it is undefined."""
    rows = []
    for one in found:
        for measure in one.measures:
            is_alpha = measure.title.startswith("Krippendorff")
            rows.append(
                {
                    "value": one.value,
                    "measure": measure.title,
                    "result": measure.value,
                    "low": one.interval.low if is_alpha else measure.low,
                    "high": one.interval.high if is_alpha else measure.high,
                    "decisions": measure.units,
                    "undefined": measure.reason,
                }
            )
    return Table(
        name="measures",
        title="Every measure of agreement",
        frame=pd.DataFrame(rows, columns=list(_MEASURES)),
        columns=_MEASURES,
    )


def disagreement_table(disagreements: Sequence[Disagreement]) -> Table:
    """Give the decisions that coders disagree on, with the code of each coder and the evidence."""
    coders = coders_of([one.decision for one in disagreements], with_missing=True)
    columns = {
        **_DISAGREEMENTS,
        **{f"coder {coder}": Column(title=coder, description="What this coder coded.", decimals=2)
           for coder in coders},
        "evidence": _EVIDENCE_IDS,
    }  # fmt: skip
    rows = [_disagreement_row(one, coders) for one in disagreements]
    return Table(
        name="disagreements",
        title="Where coders disagree, the largest differences first",
        frame=pd.DataFrame(rows, columns=list(columns)),
        columns=columns,
        note="A record holds evidence per value, not per coder." if rows else "",
    )


def evidence_table(study: Study, disagreements: Iterable[Disagreement]) -> Table:
    """Give the passages behind the decisions that coders disagree on; of restricted ones only the id."""
    rows = [
        _evidence_row(study, one.decision, name) for one in disagreements for name in one.decision.evidence
    ]
    return Table(
        name="evidence",
        title="The evidence behind the disagreements",
        frame=pd.DataFrame(rows, columns=list(_EVIDENCE)),
        columns=_EVIDENCE,
    )


def _disagreement_row(one: Disagreement, coders: Sequence[str]) -> dict[str, Code | bool | None]:
    given = {**one.decision.missing, **one.decision.codes}
    return {
        "case": one.decision.case,
        "value": one.decision.value,
        "difference": one.difference,
        "membership": one.membership,
        "divides": one.divides,
        "agreed": one.decision.agreed,
        **{f"coder {coder}": given.get(coder) for coder in coders},
        "evidence": ", ".join(one.decision.evidence),
    }


def _evidence_row(study: Study, decision: Decision, name: str) -> dict[str, str]:
    row = dict.fromkeys(_EVIDENCE, "") | {"case": decision.case, "value": decision.value, "evidence": name}
    piece = study.cases[decision.case].evidence.get(name)
    if piece is None:
        return row
    if piece.access != "open":
        return row | {"quote": "restricted"}
    return row | {"source": piece.source, "locator": piece.locator, "quote": piece.quote or piece.note}
