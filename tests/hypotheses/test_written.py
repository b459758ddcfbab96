"""Hypotheses as they are written in study.yaml: what is read, what is told, what a run makes of it."""

import pytest

import casecompare
from casecompare.engine import check
from casecompare.errors import StudyError
from casecompare.methods import Host
from casecompare.study import ClueCount, ProcessTest, read_study

STUDY = """\
study: small
codebook:
  JOINT: {definition: Both lead}
  CLINICAL: {definition: Clinicians lead}
  GOOD: {definition: It lasted}
outcome: GOOD
hypotheses:
"""
WHOLE = """\
  H1:
    template: H1
    sets: {TANDEM: JOINT, SUCCESS: GOOD}
    rival: R1
    scope: bodies of the north
    prior: 0.4
    tests:
      - {name: joint letter, case: k, evidence: e1, if_true: 0.4, if_false: 0.02, seen: true}
      - {name: rota, if_true: 0.9, if_false: 0.6, seen: false, dependence: 0.5}
      - {name: diary, if_true: 0.9, if_false: 0.6}
    clues: {case: k, for: 7, of: 10}
    benchmark: 0.8
  R1: "CLINICAL*~JOINT => GOOD"
"""


@pytest.fixture
def folder(tmp_path):
    def write(hypotheses, both=""):
        (tmp_path / "cases").mkdir(exist_ok=True)
        (tmp_path / "study.yaml").write_text(STUDY + hypotheses, encoding="utf-8")
        for case, number in zip("klmnop", (0.9, 0.8, 0.7, 0.3, 0.2, 0.1), strict=True):
            (tmp_path / f"cases/{case}.yaml").write_text(
                f"id: {case}\n"
                "values:\n"
                f"  JOINT: {{value: {number}, evidence: [e1]}}\n"
                f"  CLINICAL: {1 - number:.1f}\n"
                f"  GOOD: {{value: {number}, evidence: [{both or 'e2'}]}}\n"
                "evidence: {e1: {source: interview}, e2: {source: minutes}}\n",
                encoding="utf-8",
            )
        return tmp_path

    return write


def problems(path):
    return [str(one) for one in check(path, host=Host()) if one.level != "note"]


def test_everything_that_can_be_written_is_read(folder):
    study, found = read_study(folder(WHOLE))
    assert found == []
    first = study.hypotheses["H1"]
    assert (first.claim, first.template, first.sets) == ("", "H1", {"TANDEM": "JOINT", "SUCCESS": "GOOD"})
    assert (first.rivals, first.scope, first.prior, first.benchmark) == (
        ("R1",), "bodies of the north", 0.4, 0.8,
    )  # fmt: skip
    assert first.tests[0] == ProcessTest(
        name="joint letter", case="k", evidence=("e1",), if_true=0.4, if_false=0.02, seen=True
    )
    assert [test.seen for test in first.tests] == [True, False, None]
    assert first.clues == (ClueCount(case="k", clues_for=7, clues=10),)


def test_a_run_states_the_template_and_shows_the_rival(folder):
    path = folder(WHOLE)
    assert problems(path) == []
    comparison = casecompare.run(path, host=Host())
    verdicts = {verdict.hypothesis.name: verdict for verdict in comparison.verdicts}
    assert list(verdicts) == ["H1", "H1a", "R1"]
    assert [one.kind for one in verdicts["H1"].beside] == [
        "permutation test", "process tracing", "clues counted",
    ]  # fmt: skip
    assert verdicts["H1a"].word == "supported"
    assert casecompare.open_study(path, host=Host()).hypotheses["H1"].claim == "JOINT ~ GOOD"


def test_a_run_from_python_fills_templates_too(folder):
    study, _ = read_study(folder(WHOLE))
    comparison = casecompare.run(study, host=Host())
    assert [one.hypothesis.claim for one in comparison.verdicts][:2] == ["JOINT ~ GOOD", "JOINT => GOOD"]


def test_the_seed_decides_which_orders_are_drawn(folder):
    path = folder("  H1: {claim: 'JOINT <= GOOD'}\n")
    for number in range(8):
        text = (path / "cases/k.yaml").read_text(encoding="utf-8")
        text = text.replace("id: k", f"id: x{number}").replace("0.9", f"0.{number + 1}5")
        (path / f"cases/x{number}.yaml").write_text(text, encoding="utf-8")
    one, again, other = (
        casecompare.run(path, host=Host(), seed=seed).verdicts[0].beside for seed in (1, 1, 2)
    )
    assert one == again
    assert one[0].sentence == "Over 100,000 random orders of the outcome, seed 1."
    assert other[0].sentence == "Over 100,000 random orders of the outcome, seed 2."


def test_the_wrong_relation_is_refused_before_anything_runs(folder):
    path = folder("  H3: {template: H3, claim: CLINICAL => GOOD, sets: {SUCCESS: GOOD}}\n")
    assert problems(path) == [
        "study.yaml:8:22  -  hypotheses.H3.claim: 'CLINICAL => GOOD' says that the condition is enough. The "
        "finding (Storey et al. 2017, F15) says that the condition is needed. Write 'CLINICAL <= GOOD', or "
        "leave 'template' out and state the claim as one of your own."
    ]
    with pytest.raises(StudyError, match="is needed"):
        casecompare.run(path, host=Host())


def test_circular_coding_is_a_warning_that_names_the_cases(folder):
    path = folder("  H1: JOINT => GOOD\n", both="e1")
    assert problems(path) == [
        "study.yaml:8:3  -  hypotheses.H1.claim: JOINT and GOOD rest on the same evidence in k, l, m, n, o "
        "and p; so H1 is partly true by coding. Rest GOOD on evidence of another kind, or have it coded by "
        "somebody who has not coded JOINT."
    ]
    comparison = casecompare.run(path, host=Host())
    assert [one.code for one in comparison.problems] == ["circular-coding"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{}",
         "H: a hypothesis needs a claim. Add 'claim: \"A => B\"', or 'template: H1' for one that ships."),
        ("{claim: JOINT => GOOD, rival: H9}", "H.rival: 'H9' is no hypothesis of the study."),
        ("{claim: JOINT => GOOD, rival: H}", "H.rival: 'H' is this very hypothesis."),
        ("{template: H1, sets: {SUCCESS: GOOD}}",
         "H.sets: the template H1 needs a set for TANDEM (clinicians and managers lead together), and the "
         "codebook has none of that name. Say which of its sets it is: 'sets: {TANDEM: …}'."),
        ("{claim: JOINT => GOOD, prior: 1}", "H.prior: 1 is not less than 1."),
        ("{claim: JOINT => GOOD, tests: [{name: t, if_true: 0, if_false: 0.5}]}",
         "H.tests.0.if_true: 0 is not more than 0."),
        ("{claim: JOINT => GOOD, tests: [{name: t, if_true: 0.2, if_false: 0.5, seen: yes}]}",
         "H.tests.0.seen: true or false belongs here, but this is the text 'yes'."),
        ("{claim: JOINT => GOOD, tests: [{name: t, if_true: 0.2, if_false: 0.5, evidence: e1}]}",
         "H.tests.0.evidence: evidence belongs to a case, but this clue names none. Add 'case: …'."),
        ("{claim: JOINT => GOOD, tests: [{name: t, if_true: 0.2, if_false: 0.5, case: k, evidence: e3}]}",
         "H.tests.0.evidence: the case k has no evidence 'e3'."),
        ("{claim: JOINT => GOOD, tests: [{name: t, if_true: 0.2, if_false: 0.5, case: z}]}",
         "H.tests.0.case: 'z' is no case of the study."),
        ("{claim: JOINT => GOOD, clues: {case: k, for: 4, of: 3}}",
         "H.clues: 4 clues speak for the claim, but there are only 3."),
        ("{claim: JOINT => GOOD, clues: {case: k, for: 4}}",
         "H.clues.of: this field is missing. Add 'of: …'."),
    ],
)  # fmt: skip
def test_what_is_told(folder, written, told):
    (problem,) = problems(folder(f"  H: {written}\n"))
    assert problem.partition("hypotheses.")[2] == told
