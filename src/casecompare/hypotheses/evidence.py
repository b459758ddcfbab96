"""What the cases say about a claim: set-theoretic fit, and the exact test of an association.

Sufficiency and necessity follow Ragin (2008), *Redesigning Social Inquiry*, and Schneider & Wagemann
(2012), *Set-Theoretic Methods for the Social Sciences*; the association of two crisp sets is tested by
Fisher's hypergeometric test, one-sided.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from casecompare.sets import Claim, evaluate, necessity, sufficiency

__all__ = ["Evidence", "set_theoretic_evidence"]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One piece of evidence for or against a claim.

    `measures` maps the name of each measure to its value (NaN where it is undefined); `cases_for` and
    `cases_against` are case ids. `source` is ``sets`` for what the core computes, else a method's name. A
    method that takes a side gives what it `says`; it is shown in the matrix and counted nowhere.
    """

    source: str
    kind: str
    measures: dict[str, float]
    cases_for: tuple[str, ...] = ()
    cases_against: tuple[str, ...] = ()
    sentence: str = ""
    says: Literal["supported", "mixed", "against", "undetermined"] | None = None


def set_theoretic_evidence(claim: Claim, memberships: pd.DataFrame) -> Evidence:
    """Hold a claim against the memberships of the cases.

    Cases with a missing membership in a set of the claim are left out; `measures["cases"]` says how many
    were used. A case speaks for a claim of sufficiency when it is more in than out of both sides, against
    it when it is in the condition but out of the outcome; for necessity the roles are exchanged.

    Parameters
    ----------
    claim
        A parsed claim, from `casecompare.sets.parse_claim`.
    memberships
        One row per case, one column per set that the claim names.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.sets import parse_claim
    >>> sets = pd.DataFrame({"A": [0.9, 0.7, 0.2], "Y": [0.8, 0.9, 0.4]}, index=["k", "l", "m"])
    >>> evidence = set_theoretic_evidence(parse_claim("A => Y"), sets)
    >>> round(evidence.measures["inclusion"], 4), evidence.cases_for
    (0.9444, ('k', 'l'))
    """
    names = sorted(claim.condition.names | claim.outcome.names)
    complete = memberships[names].dropna()
    condition = evaluate(claim.condition, complete)
    outcome = evaluate(claim.outcome, complete)
    if claim.relation == "~":
        return _association(condition, outcome)
    inside, positive = condition > 0.5, outcome > 0.5
    breaks_sufficiency, breaks_necessity = inside & (outcome < 0.5), positive & (condition < 0.5)
    measures: dict[str, float] = {}
    against = pd.Series(False, index=complete.index)
    if claim.relation in ("=>", "<=>"):
        fit = sufficiency(condition, outcome)
        measures |= {"inclusion": fit.inclusion, "PRI": fit.pri, "coverage": fit.coverage}
        measures["cases in the condition"] = float(inside.sum())
        against |= breaks_sufficiency
    if claim.relation in ("<=", "<=>"):
        needed = necessity(condition, outcome)
        measures |= {
            "necessity inclusion": needed.inclusion,
            "necessity coverage": needed.coverage,
            "RoN": needed.relevance,
            "cases with the outcome": float(positive.sum()),
        }
        against |= breaks_necessity
    return Evidence(
        source="sets",
        kind="set-theoretic",
        measures={**measures, "cases": float(len(complete))},
        cases_for=_ids(inside & positive),
        cases_against=_ids(against),
    )


def _association(condition: pd.Series, outcome: pd.Series) -> Evidence:
    """Compare the outcome's share inside and outside the condition, sets taken as crisp at 0.5.

    Cases at exactly 0.5 in either set are neither in nor out and take no part.
    """
    decided = (condition != 0.5) & (outcome != 0.5)
    inside, positive = (condition > 0.5) & decided, (outcome > 0.5) & decided
    n, n_inside, n_positive = int(decided.sum()), int(inside.sum()), int(positive.sum())
    both = int((inside & positive).sum())
    n_outside = n - n_inside
    share_in = both / n_inside if n_inside else math.nan
    share_out = (n_positive - both) / n_outside if n_outside else math.nan
    return Evidence(
        source="sets",
        kind="exact test",
        measures={
            "smallest reachable p": _tail(n, n_inside, n_positive, min(n_inside, n_positive)),
            "p": _tail(n, n_inside, n_positive, both),
            "share inside": share_in,
            "share outside": share_out,
            "cases": float(n),
        },
        cases_for=_ids(decided & (inside == positive)),
        cases_against=_ids(decided & (inside != positive)),
    )


def _tail(n: int, n_inside: int, n_positive: int, at_least: int) -> float:
    """Give P(X >= at_least) for the hypergeometric count of positive cases inside the condition."""
    if not n:
        return math.nan
    ways = sum(
        math.comb(n_inside, hits) * math.comb(n - n_inside, n_positive - hits)
        for hits in range(at_least, min(n_inside, n_positive) + 1)
    )
    return ways / math.comb(n, n_positive)


def _ids(chosen: pd.Series) -> tuple[str, ...]:
    return tuple(map(str, chosen.index[chosen]))
