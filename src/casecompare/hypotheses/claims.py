"""What is wrong with the claims of a study, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator

from casecompare.errors import ExpressionError, Problem, did_you_mean
from casecompare.hypotheses.templates import template_problems
from casecompare.sets import parse_claim
from casecompare.study import Hypothesis, Study

__all__ = ["check_claims"]


def check_claims(study: Study) -> list[Problem]:
    """Give every problem of the study's claims: formulas that cannot be read, names that do not exist.

    A claim may name codebook entries only; its condition may not name its outcome. A rival is another
    hypothesis of the study; a clue belongs to a case of the study and to evidence of that case.
    """
    problems: list[Problem] = []
    for hypothesis in study.hypotheses.values():
        problems += template_problems(study, hypothesis)
        if hypothesis.claim or not hypothesis.template:
            problems += _claim_problems(study, hypothesis)
        problems += _rival_problems(study, hypothesis)
        problems += _clue_problems(study, hypothesis)
    return problems


def _claim_problems(study: Study, hypothesis: Hypothesis) -> Iterator[Problem]:
    where = ("hypotheses", hypothesis.name, "claim")
    try:
        claim = parse_claim(hypothesis.claim)
    except ExpressionError as error:
        yield study.problem(*where, message=str(error), code="unreadable-claim")
        return
    for unknown in sorted((claim.condition.names | claim.outcome.names) - set(study.codebook)):
        message, hint = f"'{unknown}' is not in the codebook.", did_you_mean(unknown, study.codebook)
        yield study.problem(*where, message=message, hint=hint, code="unknown-set")
    for shared in sorted(claim.condition.names & claim.outcome.names):
        yield study.problem(
            *where,
            message=f"'{shared}' stands on both sides of the claim.",
            hint="A claim about itself is always true.",
            code="circular-claim",
        )


def _rival_problems(study: Study, hypothesis: Hypothesis) -> Iterator[Problem]:
    for rival in hypothesis.rivals:
        if rival in study.hypotheses and rival != hypothesis.name:
            continue
        others = [name for name in study.hypotheses if name != hypothesis.name]
        is_itself = rival == hypothesis.name
        yield study.problem(
            "hypotheses",
            hypothesis.name,
            "rival",
            message=f"'{rival}' is {'this very hypothesis' if is_itself else 'no hypothesis of the study'}.",
            hint="" if is_itself else did_you_mean(rival, others),
            code="unknown-rival",
        )


def _clue_problems(study: Study, hypothesis: Hypothesis) -> Iterator[Problem]:
    places = [(("tests", at, "case"), test.case) for at, test in enumerate(hypothesis.tests) if test.case]
    places += [(("clues", at, "case"), one.case) for at, one in enumerate(hypothesis.clues)]
    for place, case in places:
        if case not in study.case_ids:
            yield study.problem(
                "hypotheses",
                hypothesis.name,
                *place,
                message=f"'{case}' is no case of the study.",
                hint=did_you_mean(case, study.case_ids),
                code="unknown-case",
            )
    for at, test in enumerate(hypothesis.tests):
        yield from _evidence_problems(study, hypothesis, at, test.case, test.evidence)


def _evidence_problems(
    study: Study, hypothesis: Hypothesis, at: int, case: str, evidence: tuple[str, ...]
) -> Iterator[Problem]:
    where = ("hypotheses", hypothesis.name, "tests", at, "evidence")
    if evidence and not case:
        message = "evidence belongs to a case, but this clue names none."
        yield study.problem(*where, message=message, hint="Add 'case: …'.", code="missing-field")
    if case not in study.cases:
        return
    known = study.cases[case].evidence
    for unknown in (one for one in evidence if one not in known):
        message, hint = f"the case {case} has no evidence '{unknown}'.", did_you_mean(unknown, known)
        yield study.problem(*where, message=message, hint=hint, code="unknown-evidence")
