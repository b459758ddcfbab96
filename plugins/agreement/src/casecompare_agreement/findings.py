"""What the method says in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from casecompare import Finding
from casecompare_agreement.decisions import Code, Decision
from casecompare_agreement.summary import POOLED, ValueAgreement
from casecompare_agreement.tables import Disagreement

__all__ = ["RELIABLE", "TENTATIVE", "agreement_findings"]

RELIABLE = 0.8
"""The alpha from which on conclusions may customarily be drawn (Krippendorff 2013)."""
TENTATIVE = 0.667
"""The alpha from which on they may be drawn tentatively."""

_LISTED = 5


def agreement_findings(
    found: Sequence[ValueAgreement], disagreements: Sequence[Disagreement]
) -> Iterator[Finding]:
    """Give what the agreement comes to, and where it matters.

    The findings are about coders: they name no cases for or against, and no conditions.

    Parameters
    ----------
    found
        From `summarize`; not empty.
    disagreements
        From `find_disagreements`.
    """
    yield from _overall(found)
    values = [one for one in found if one.value != POOLED]
    if len(values) > 1:
        yield _by_value(values)
    total = sum(len(one.decisions) for one in values)
    if divided := [one.decision for one in disagreements if one.divides]:
        listed = _listed([f"{one.value} of {one.case}" for one in divided])
        yield Finding(
            id="sides",
            sentence=f"In {len(divided)} of {total} decisions coders put the case on different sides of 0.5, "
            f"into the set or out of it: {listed}.",
            measure="share of decisions on different sides of 0.5",
            value=len(divided) / total,
        )
    if largest := next((one.decision for one in disagreements if one.decision.is_shared), None):
        yield Finding(
            id="largest",
            sentence=f"Coders differ most on {largest.value} of {largest.case} ({_codes(largest)}).",
            measure="difference between coders, as a share of the scale",
            value=next(one.difference for one in disagreements if one.decision is largest),
        )
    elif total and not disagreements:
        yield Finding(id="largest", sentence="No decision is left on which the coders listed here disagree.")


def _overall(found: Sequence[ValueAgreement]) -> Iterator[Finding]:
    """Speak of all numeric values together, or of the only value there is."""
    chosen = next((one for one in found if one.value == POOLED), found[0] if len(found) == 1 else None)
    if chosen is None or math.isnan(chosen.alpha.value):
        return
    alpha, interval = chosen.alpha.value, chosen.interval
    limits = "" if math.isnan(interval.low) else f", 95 % interval {interval.low:.2f} to {interval.high:.2f}"
    yield Finding(
        id="alpha",
        sentence=f"Over {len(chosen.decisions)} decisions on {chosen.value}, {len(chosen.coders)} coders "
        f"agree with a Krippendorff's alpha of {alpha:.2f} ({chosen.scale.level}{limits}): {_word(alpha)}.",
        measure="Krippendorff's alpha",
        value=alpha,
        low=None if math.isnan(interval.low) else interval.low,
        high=None if math.isnan(interval.high) else interval.high,
    )


def _by_value(values: Sequence[ValueAgreement]) -> Finding:
    alphas = {one.value: one.alpha.value for one in values}
    reliable = [name for name, alpha in alphas.items() if alpha >= RELIABLE]
    tentative = [name for name, alpha in alphas.items() if TENTATIVE <= alpha < RELIABLE]
    below = sorted((alpha, name) for name, alpha in alphas.items() if alpha < TENTATIVE)
    undefined = [name for name, alpha in alphas.items() if math.isnan(alpha)]
    parts = [f"alpha reaches {RELIABLE} in {len(reliable)}", f"only {TENTATIVE} in {len(tentative)}"]
    listed = _listed([f"{name} {alpha:.2f}" for alpha, name in below])
    parts.append(f"and is below in {len(below)}{f' ({listed})' if below else ''}")
    more = f" In {len(undefined)} it is undefined." if undefined else ""
    return Finding(
        id="values",
        sentence=f"Of {len(values)} values with two coders, {', '.join(parts)}.{more}",
        measure=f"share of values with an alpha of {RELIABLE} at least",
        value=len(reliable) / len(values),
    )


def _word(alpha: float) -> str:
    if alpha >= RELIABLE:
        return f"reliable by the customary bound of {RELIABLE}"
    if alpha >= TENTATIVE:
        return f"enough for tentative conclusions, short of the customary {RELIABLE}"
    return f"below the {TENTATIVE} that even tentative conclusions ask for"


def _codes(decision: Decision) -> str:
    return ", ".join(f"{coder}: {_shown(code)}" for coder, code in _all_codes(decision).items())


def _all_codes(decision: Decision) -> Mapping[str, Code]:
    return {**decision.codes, **decision.missing}


def _shown(code: Code) -> str:
    return code if isinstance(code, str) else f"{code:g}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
