"""Evidence for claims of necessity: what necessary condition analysis says of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from casecompare import CasecompareError, Evidence, Hypothesis, MethodResult
from casecompare.sets import parse_claim
from casecompare_nca.findings import nca_findings
from casecompare_nca.result import Examined, NcaResult, Reading

__all__ = ["assess"]

_SAYS: dict[Reading, Literal["supported", "mixed", "against", "undetermined"]] = {
    "necessary": "supported",
    "too small": "against",
    "not significant": "undetermined",
    "not tested": "undetermined",
    "undefined": "undetermined",
}


def assess(hypothesis: Hypothesis, result: MethodResult) -> tuple[Evidence, ...]:
    """Give the evidence for a claim that one set is necessary, such as ``A <= Y`` or ``~A <= Y``.

    Only claims on single sets, or their absence, that were analysed in the corner that belongs to the claim
    have evidence; others have none.

    Parameters
    ----------
    hypothesis
        The hypothesis.
    result
        What the method found.
    """
    if not isinstance(result, NcaResult) or result.options.scale != "memberships":
        return ()
    try:
        claim = parse_claim(hypothesis.claim)
    except CasecompareError:
        return ()
    if claim.relation != "<=":
        return ()
    said = f"{claim.condition} <= {claim.outcome}"
    return tuple(_evidence(result, said))


def _evidence(result: NcaResult, claim: str) -> Iterator[Evidence]:
    for one in result.examined:
        if one.claim == claim:
            name = result.options.ceilings[0]
            found = next(iter(nca_findings([one], result.options)), None)
            yield Evidence(
                source="nca",
                kind="necessity in degree",
                measures=_measures(one, name),
                cases_for=found.cases_for if found else (),
                cases_against=found.cases_against if found else (),
                sentence=found.sentence if found else f"The ceiling of {one.condition} has no effect size.",
                says=_SAYS[one.reading(name, result.options)],
            )


def _measures(one: Examined, name: str) -> dict[str, float]:
    test = one.tests.get(name)
    return {
        "effect size": one.analysis[name].effect_size,
        "p": math.nan if test is None else test.p,
        "ceiling accuracy, percent": one.analysis[name].accuracy,
        "cases": float(len(one.cases)),
    }
