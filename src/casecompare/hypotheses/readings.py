"""What each kind of evidence says of a claim on its own, in one word: the cells of the hypothesis matrix.

Nobody adds these words up. A piece of evidence that stands beside may say another thing than the verdict, and
that is what the matrix is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from casecompare.hypotheses.adjustment import ADJUSTED, is_test_of_claim
from casecompare.hypotheses.evidence import Evidence
from casecompare.hypotheses.process_tracing import STRONG
from casecompare.hypotheses.verdicts import Verdict, VerdictWord

__all__ = ["READING_RULES", "kind_of", "read_evidence", "readings"]

_LEVEL = 0.05
_SMALL_EFFECT = 0.1
_TESTS = ("exact test", "permutation test", "benchmark", "clues counted")

READING_RULES: Mapping[str, str] = MappingProxyType(
    {
        "set-theoretic": "The verdict, which is made from it.",
        "tests": "An exact test, a benchmark or counted clues support a claim where p is at most 0.05 after "
        "adjustment for the number of hypotheses, and in part where it is so before adjustment only; any "
        "larger p leaves the claim open, since chance could do as well.",
        "necessity in degree": "It supports the claim as a test does, if the effect size is 0.1 at least; a "
        "smaller effect speaks against it.",
        "process tracing": "Ten decibels support a claim, minus ten speak against it, anything between "
        "leaves it open.",
        "methods": "What a method brings says what the method says of it; a dot stands for numbers that take "
        "no side.",
    }
)
"""How each kind of evidence is read in the matrix."""


def kind_of(verdict: Verdict, evidence: Evidence) -> str:
    """Give under which name a piece of evidence stands: its kind, or the method that brought it.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.hypotheses import judge_all
    >>> from casecompare.study import Hypothesis
    >>> sets = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]})
    >>> (verdict,) = judge_all([Hypothesis(name="H1", claim="A => Y")], sets)
    >>> [kind_of(verdict, one) for one in (*verdict.evidence, *verdict.beside)]
    ['set-theoretic', 'exact test', 'benchmark']
    """
    if evidence.source != "sets":
        return evidence.source
    return "exact test" if evidence is verdict.test else evidence.kind


def readings(verdict: Verdict) -> dict[str, VerdictWord | None]:
    """Give what each kind of evidence says of a claim, None where it brings numbers that take no side.

    Two pieces of one kind that say different things are mixed. A kind that is not there is left out, and so
    is the second test of an association, by which only its degrees are compared.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.hypotheses import judge_all
    >>> from casecompare.study import Hypothesis
    >>> sets = pd.DataFrame({"A": [1, 1, 0, 0], "Y": [1, 1, 1, 0]})
    >>> (verdict,) = judge_all([Hypothesis(name="H1", claim="A => Y")], sets)
    >>> readings(verdict)
    {'set-theoretic': 'supported', 'exact test': 'undetermined', 'benchmark': 'undetermined'}
    """
    said: dict[str, VerdictWord | None] = {}
    for evidence in (*verdict.evidence, *verdict.beside):
        kind = kind_of(verdict, evidence)
        if is_test_of_claim(evidence) and evidence is not verdict.test:
            continue
        word = verdict.word if kind == "set-theoretic" else read_evidence(evidence)
        if kind in said and said[kind] not in (word, None):
            said[kind] = "mixed" if word is not None else said[kind]
        else:
            said[kind] = word
    return said


def read_evidence(evidence: Evidence) -> VerdictWord | None:
    """Read one piece of evidence that stands beside the fit, by the `READING_RULES`.

    Examples
    --------
    >>> traced = Evidence(source="sets", kind="process tracing", measures={"weight in dB": 12.0})
    >>> read_evidence(traced)
    'supported'
    >>> read_evidence(Evidence(source="sets", kind="benchmark", measures={"p": 0.04, "p (Holm)": 0.4}))
    'mixed'
    """
    measures = evidence.measures
    if evidence.says is not None or evidence.source != "sets":
        return evidence.says
    if evidence.kind == "process tracing":
        total = measures["weight in dB"]
        return "supported" if total >= STRONG else "against" if total <= -STRONG else "undetermined"
    if evidence.kind == "necessity in degree":
        return "against" if measures["effect size"] < _SMALL_EFFECT else _read_p(measures)
    return _read_p(measures) if evidence.kind in _TESTS else None


def _read_p(measures: Mapping[str, float]) -> VerdictWord:
    p = measures["p"]
    if not p <= _LEVEL:  # also where it is undefined
        return "undetermined"
    return "supported" if measures.get(ADJUSTED, p) <= _LEVEL else "mixed"
