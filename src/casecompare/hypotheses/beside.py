"""The evidence that stands beside the fit of a claim: exact tests, effect size, process tracing, clues.

None of it is counted in the verdict, but for the exact test of an association, which is the evidence of its
own kind. The smallest p that a design can reach comes before the p it did reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pandas as pd

from casecompare.hypotheses.counting import benchmark_p, clue_p
from casecompare.hypotheses.degree import ceiling_test
from casecompare.hypotheses.evidence import Evidence
from casecompare.hypotheses.permutation import PermutationTest, overlap_test
from casecompare.hypotheses.process_tracing import STRONG, clue_weight, find_test_type, trace_process
from casecompare.sets import Claim, evaluate, parse_claim
from casecompare.study import ClueCount, Hypothesis, ProcessTest

__all__ = ["READINGS", "evidence_beside"]

READINGS: Mapping[str, str] = MappingProxyType(
    {
        "permutation test": "p is the share of all orders of the outcome over the cases in which condition "
        "and outcome overlap at least as much. A small p says that the overlap is hardly chance; it does not "
        "say that the condition is enough or needed.",
        "benchmark": "p is the chance of so many consistent cases if each were consistent with the "
        "probability of the benchmark (0.65, 'usually', unless the hypothesis has its own).",
        "necessity in degree": "The effect size is the empty share of the plot above the ceiling of the "
        "cases (CE-FDH): around 0.1 it is small, from 0.3 on medium, from 0.5 on large. p is the share of "
        "orders of the outcome that leave at least as much empty.",
        "process tracing": "Weights are in decibels: 10 dB make the odds of the claim ten times as high, "
        "-10 dB a tenth. Ten or more together strengthen the claim, minus ten or less weaken it, anything "
        "between leaves it open. A case counts for or against where its own clues reach ten. The likelihoods "
        "are the researchers' own, and the posterior is no better than they are.",
        "clues counted": "p is the chance of so many clues in favour if more clues spoke against the claim "
        "than for it.",
    }
)
"""How each kind of evidence is to be read, in words; none of it is counted in a verdict."""


def evidence_beside(
    hypothesis: Hypothesis, memberships: pd.DataFrame, *, seed: int = 1
) -> tuple[Evidence, ...]:
    """Give what stands beside the fit of a claim.

    Parameters
    ----------
    hypothesis
        Its claim must be readable and name columns of `memberships`.
    memberships
        One row per case; cases with a missing membership in a set of the claim are left out.
    seed
        The seed of random orders, where the cases are too many to go through all orders.

    Examples
    --------
    >>> sets = pd.DataFrame({"A": [0.9, 0.7, 0.2, 0.1], "Y": [0.8, 0.9, 0.4, 0.3]}, index=list("klmn"))
    >>> for evidence in evidence_beside(Hypothesis(name="H", claim="A <= Y"), sets):
    ...     print(evidence.kind, round(evidence.measures["p"], 3))
    permutation test 0.167
    benchmark 0.423
    necessity in degree 0.125
    """
    claim = parse_claim(hypothesis.claim)
    complete = memberships[sorted(claim.condition.names | claim.outcome.names)].dropna()
    condition, outcome = evaluate(claim.condition, complete), evaluate(claim.outcome, complete)
    return (
        *_permutation(claim, condition, outcome, seed),
        *_benchmark(claim, condition, outcome, hypothesis.benchmark),
        *_degree(claim, condition, outcome, seed),
        *_traced(hypothesis),
        *map(_counted, hypothesis.clues),
    )


def _permutation(claim: Claim, condition: pd.Series, outcome: pd.Series, seed: int) -> Iterator[Evidence]:
    # For two crisp sets the test of an association is this very test already.
    if claim.relation == "~" and _is_crisp(condition) and _is_crisp(outcome):
        return
    test = overlap_test(condition, outcome, seed=seed)
    yield Evidence(
        source="sets",
        kind="permutation test",
        measures={**_p_values(test), "cases": float(len(condition))},
        sentence=_orders_sentence(test, seed),
    )


def _benchmark(
    claim: Claim, condition: pd.Series, outcome: pd.Series, benchmark: float
) -> Iterator[Evidence]:
    inside, positive = condition > 0.5, outcome > 0.5
    consistent = int((inside & positive).sum())
    if claim.relation in ("=>", "<=>"):
        what = "in the condition have the outcome"
        yield _consistent(consistent, int(inside.sum()), benchmark, what)
    if claim.relation in ("<=", "<=>"):
        what = "with the outcome have the condition"
        yield _consistent(consistent, int(positive.sum()), benchmark, what)


def _consistent(consistent: int, cases: int, benchmark: float, what: str) -> Evidence:
    return Evidence(
        source="sets",
        kind="benchmark",
        measures={
            "smallest reachable p": benchmark_p(cases, cases, benchmark),
            "p": benchmark_p(consistent, cases, benchmark),
            "benchmark": benchmark,
            "cases": float(cases),
        },
        sentence=f"{consistent} of {cases} cases {what}.",
    )


def _degree(claim: Claim, condition: pd.Series, outcome: pd.Series, seed: int) -> Iterator[Evidence]:
    is_crisp = _is_crisp(condition) and _is_crisp(outcome)
    if claim.relation not in ("<=", "<=>") or is_crisp:
        return
    test = ceiling_test(condition, outcome, seed=seed)
    yield Evidence(
        source="sets",
        kind="necessity in degree",
        measures={"effect size": test.observed, **_p_values(test), "cases": float(len(condition))},
        sentence=_orders_sentence(test, seed),
    )


def _p_values(test: PermutationTest) -> dict[str, float]:
    measures = {"smallest reachable p": test.smallest, "p": test.p}
    return measures if test.is_exact else {**measures, "standard error of p": test.standard_error}


def _orders_sentence(test: PermutationTest, seed: int) -> str:
    if test.is_exact:
        return f"Exact, over all {test.orders:,} orders of the outcome." if test.orders else ""
    return f"Over {test.orders:,} random orders of the outcome, seed {seed}."


def _traced(hypothesis: Hypothesis) -> Iterator[Evidence]:
    """Give the weight of the clues, and the cases whose clues reach the strength of ten to one."""
    if not hypothesis.tests:
        return
    trace = trace_process(hypothesis.tests, hypothesis.prior)
    by_case: dict[str, float] = {}
    for test in hypothesis.tests:
        if test.case and test.seen is not None:
            weight = clue_weight(test.if_true, test.if_false, seen=test.seen) * test.dependence
            by_case[test.case] = by_case.get(test.case, 0.0) + weight
    reading = "It leaves the claim open."
    if abs(trace.total) >= STRONG:
        reading = f"It {'strengthens' if trace.total > 0 else 'weakens'} the claim."
    yield Evidence(
        source="sets",
        kind="process tracing",
        measures={
            "weight in dB": trace.total,
            "prior": trace.prior,
            "posterior": trace.posterior,
        },
        cases_for=tuple(case for case, weight in by_case.items() if weight >= STRONG),
        cases_against=tuple(case for case, weight in by_case.items() if weight <= -STRONG),
        sentence=" ".join([reading, *map(_test_sentence, hypothesis.tests)]),
    )


def _test_sentence(test: ProcessTest) -> str:
    """Say what a clue is, whether it was seen and what it weighs.

    Examples
    --------
    >>> _test_sentence(ProcessTest(name="joint letter", if_true=0.4, if_false=0.05, seen=True, case="T02"))
    'joint letter (T02, straw in the wind): seen, +9.0 dB.'
    """
    kind = find_test_type(test.if_true, test.if_false)
    kind_said = f"{kind} for the contrary" if test.if_true < test.if_false else str(kind)
    if test.seen is None:
        said = "not looked for yet"
    else:
        weight = clue_weight(test.if_true, test.if_false, seen=test.seen)
        counted = f", counted by {test.dependence:g}" if test.dependence < 1 else ""
        said = f"{'seen' if test.seen else 'absent'}, {weight:+.1f} dB{counted}"
    return f"{test.name} ({', '.join(filter(None, [test.case, kind_said]))}): {said}."


def _counted(count: ClueCount) -> Evidence:
    return Evidence(
        source="sets",
        kind="clues counted",
        measures={
            "smallest reachable p": clue_p(count.clues, count.clues),
            "p": clue_p(count.clues_for, count.clues),
        },
        sentence=f"{count.clues_for} of {count.clues} clues in {count.case} speak for the claim.",
    )


def _is_crisp(memberships: pd.Series) -> bool:
    return bool(memberships.isin((0.0, 1.0)).all())
