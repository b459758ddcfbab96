"""From evidence to a word: the written rules that every report cites.

The cut-offs are the usual ones of the literature (Schneider & Wagemann 2012, ch. 5 and 9; Oana, Schneider
& Thomann 2021): inclusion 0.8 and PRI 0.5 for sufficiency, inclusion 0.9 and relevance of necessity 0.5
for necessity, p 0.05 for an association. There is no voting: each claim is judged by the evidence of its
own kind. What stands beside (chance, degree, process tracing, the methods' own evidence) is not counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import pandas as pd

from casecompare.hypotheses.adjustment import adjust, is_test_of_claim
from casecompare.hypotheses.beside import evidence_beside
from casecompare.hypotheses.evidence import Evidence, set_theoretic_evidence
from casecompare.sets import Claim, parse_claim
from casecompare.study import Hypothesis

__all__ = ["RULES", "Verdict", "VerdictWord", "judge", "judge_all", "verdict_word"]

VerdictWord = Literal["supported", "mixed", "against", "undetermined"]

RULES: Mapping[str, str] = MappingProxyType(
    {
        "=>": "Sufficiency is supported when inclusion is at least 0.8, PRI at least 0.5 and no case is in "
        "the condition but out of the outcome; mixed when the fit holds but such cases exist, or when "
        "inclusion is at least 0.65 with a PRI of at least 0.5; else against. It is undetermined when no "
        "case is in the condition.",
        "<=": "Necessity is supported when inclusion is at least 0.9, the relevance of necessity (RoN) at "
        "least 0.5 and no case has the outcome without the condition; mixed when inclusion is at least 0.8 "
        "but one of these fails (a RoN below 0.5 means that the condition is near-trivial); else against. "
        "It is undetermined when no case has the outcome.",
        "<=>": "Sufficient and necessary at once: the weaker of the two verdicts.",
        "~": "An association is supported when the one-sided exact p is at most 0.05; mixed when the "
        "outcome is more frequent inside the condition but p is larger; against when it is not more "
        "frequent. It is undetermined when not even a perfect separation could reach 0.05.",
    }
)
_WEAKEST_FIRST: tuple[VerdictWord, ...] = ("undetermined", "against", "mixed", "supported")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the evidence says of one hypothesis, and by which rule.

    `evidence` begins with the one that the rule judges, and goes on with what methods brought. `beside` holds
    what the core knows besides the fit: exact tests, effect size, process tracing (see `READINGS`).
    """

    hypothesis: Hypothesis
    word: VerdictWord
    rule: str
    evidence: tuple[Evidence, ...]
    beside: tuple[Evidence, ...] = ()

    @property
    def cases_against(self) -> tuple[str, ...]:
        """The cases that contradict the claim, in the order of the study."""
        every = (*self.evidence, *self.beside)
        return tuple(dict.fromkeys(case for one in every for case in one.cases_against))

    @property
    def test(self) -> Evidence | None:
        """The test that asks whether mere chance could do as well; None without one."""
        return next(filter(is_test_of_claim, (*self.evidence, *self.beside)), None)


def judge(hypothesis: Hypothesis, memberships: pd.DataFrame, further: tuple[Evidence, ...] = ()) -> Verdict:
    """Give the verdict on a hypothesis from the memberships of the cases.

    Parameters
    ----------
    hypothesis
        Its claim must be readable and name columns of `memberships`.
    memberships
        One row per case, one column per codebook entry.
    further
        Evidence that methods brought; shown beside, not counted.

    Raises
    ------
    ExpressionError
        if the claim cannot be read.

    Examples
    --------
    >>> import pandas as pd
    >>> sets = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    >>> judge(Hypothesis(name="H1", claim="A => Y"), sets).word
    'supported'
    >>> judge(Hypothesis(name="H2", claim="A <= Y"), sets).cases_against
    ('m',)
    """
    claim = parse_claim(hypothesis.claim)
    evidence = set_theoretic_evidence(claim, memberships)
    return Verdict(
        hypothesis=hypothesis,
        word=verdict_word(claim, evidence.measures, bool(evidence.cases_against)),
        rule=RULES[claim.relation],
        evidence=(evidence, *further),
    )


def judge_all(
    hypotheses: Iterable[Hypothesis],
    memberships: pd.DataFrame,
    further: Mapping[str, Sequence[Evidence]] | None = None,
    *,
    seed: int = 1,
) -> tuple[Verdict, ...]:
    """Give the verdicts on the hypotheses of a study, with all evidence beside and adjusted p values.

    Parameters
    ----------
    hypotheses
        Their claims must be readable. One whose sets are not all in `memberships` is undetermined, and its
        rule says what is lacking.
    memberships
        One row per case, one column per codebook entry.
    further
        Evidence that methods brought, by the names of the hypotheses; shown beside, not counted.
    seed
        The seed of random orders in permutation tests of many cases.

    Examples
    --------
    >>> import pandas as pd
    >>> sets = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]}, index=list("klmn"))
    >>> claims = [Hypothesis(name="H1", claim="A => Y"), Hypothesis(name="H2", claim="A ~ Y")]
    >>> for verdict in judge_all(claims, sets):
    ...     print(verdict.word, [one.kind for one in (*verdict.evidence, *verdict.beside)])
    supported ['set-theoretic', 'permutation test', 'benchmark']
    undetermined ['exact test']
    """
    verdicts = []
    for hypothesis in hypotheses:
        claim = parse_claim(hypothesis.claim)
        absent = sorted((claim.condition.names | claim.outcome.names) - set(memberships.columns))
        if absent:
            rule = f"No memberships are there for {', '.join(absent)}; see the problems and failed methods."
            verdicts.append(Verdict(hypothesis=hypothesis, word="undetermined", rule=rule, evidence=()))
            continue
        verdict = judge(hypothesis, memberships, tuple((further or {}).get(hypothesis.name, ())))
        verdicts.append(replace(verdict, beside=evidence_beside(hypothesis, memberships, seed=seed)))
    adjusted = adjust([(*verdict.evidence, *verdict.beside) for verdict in verdicts])
    return tuple(
        replace(verdict, evidence=every[: len(verdict.evidence)], beside=every[len(verdict.evidence) :])
        for verdict, every in zip(verdicts, adjusted, strict=True)
    )


def verdict_word(claim: Claim, measures: Mapping[str, float], has_against: bool) -> VerdictWord:
    """Apply the written rule of a claim's relation to the measures of its set-theoretic evidence.

    Parameters
    ----------
    claim
        Its relation decides which of the `RULES` is applied.
    measures
        Those that `casecompare.hypotheses.set_theoretic_evidence` gives for that relation.
    has_against
        Whether any case contradicts the claim.

    Examples
    --------
    >>> fit = {"inclusion": 0.9, "PRI": 0.7, "cases in the condition": 3.0}
    >>> verdict_word(parse_claim("A => Y"), fit, has_against=True)
    'mixed'
    """
    if claim.relation == "=>":
        return _sufficiency_word(measures, has_against)
    if claim.relation == "<=":
        return _necessity_word(measures, has_against)
    if claim.relation == "<=>":
        both = _sufficiency_word(measures, has_against), _necessity_word(measures, has_against)
        return min(both, key=_WEAKEST_FIRST.index)
    return _association_word(measures)


def _sufficiency_word(measures: Mapping[str, float], has_against: bool) -> VerdictWord:
    if not measures["cases in the condition"] or math.isnan(measures["inclusion"]):
        return "undetermined"
    # An undefined PRI means that the outcome and its absence overlap wherever the condition is present.
    has_pri = measures["PRI"] >= 0.5
    if measures["inclusion"] >= 0.8 and has_pri and not has_against:
        return "supported"
    return "mixed" if measures["inclusion"] >= 0.65 and has_pri else "against"


def _necessity_word(measures: Mapping[str, float], has_against: bool) -> VerdictWord:
    if not measures["cases with the outcome"] or math.isnan(measures["necessity inclusion"]):
        return "undetermined"
    inclusion, relevance = measures["necessity inclusion"], measures["RoN"]
    if inclusion >= 0.9 and relevance >= 0.5 and not has_against:
        return "supported"
    return "mixed" if inclusion >= 0.8 else "against"


def _association_word(measures: Mapping[str, float]) -> VerdictWord:
    smallest, p = measures["smallest reachable p"], measures["p"]
    inside, outside = measures["share inside"], measures["share outside"]
    if math.isnan(inside) or math.isnan(outside) or not smallest <= 0.05:
        return "undetermined"
    if p <= 0.05:
        return "supported"
    return "mixed" if inside > outside else "against"
