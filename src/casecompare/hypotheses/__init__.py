"""A claim, the evidence that methods bring for it, and the written rules that turn it into a verdict."""

from casecompare.hypotheses.adjustment import ADJUSTED, adjust, holm, is_test_of_claim
from casecompare.hypotheses.beside import READINGS, evidence_beside
from casecompare.hypotheses.circularity import circular_coding
from casecompare.hypotheses.claims import check_claims
from casecompare.hypotheses.counting import benchmark_p, clue_p
from casecompare.hypotheses.degree import ceiling_effect, ceiling_test
from casecompare.hypotheses.evidence import Evidence, set_theoretic_evidence
from casecompare.hypotheses.permutation import PermutationTest, overlap_test, permutation_test
from casecompare.hypotheses.process_tracing import Trace, clue_weight, find_test_type, trace_process
from casecompare.hypotheses.readings import READING_RULES, kind_of, read_evidence, readings
from casecompare.hypotheses.template_list import TEMPLATES, Template, TemplateClaim
from casecompare.hypotheses.templates import fill_templates, template_problems
from casecompare.hypotheses.verdicts import (
    RULES,
    Verdict,
    VerdictWord,
    judge,
    judge_all,
    verdict_word,
)

__all__ = [
    "ADJUSTED",
    "READINGS",
    "READING_RULES",
    "RULES",
    "TEMPLATES",
    "Evidence",
    "PermutationTest",
    "Template",
    "TemplateClaim",
    "Trace",
    "Verdict",
    "VerdictWord",
    "adjust",
    "benchmark_p",
    "ceiling_effect",
    "ceiling_test",
    "check_claims",
    "circular_coding",
    "clue_p",
    "clue_weight",
    "evidence_beside",
    "fill_templates",
    "find_test_type",
    "holm",
    "is_test_of_claim",
    "judge",
    "judge_all",
    "kind_of",
    "overlap_test",
    "permutation_test",
    "read_evidence",
    "readings",
    "set_theoretic_evidence",
    "template_problems",
    "trace_process",
    "verdict_word",
]
