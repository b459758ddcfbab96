"""Templates: what they state, how a study fills them, and that no relation is swapped."""

from dataclasses import replace

import pandas as pd
import pytest

from casecompare.hypotheses import TEMPLATES, check_claims, fill_templates
from casecompare.sets import parse_claim
from casecompare.study import CodebookEntry, Hypothesis, ProcessTest
from casecompare.testing import make_study

PARTS = sorted({part for template in TEMPLATES.values() for part in template.parts})
STUDY = make_study(pd.DataFrame({name: [1.0, 0.0] for name in [*PARTS, "MINE"]}), outcome="SUCCESS")


def stated(*hypotheses):
    study = replace(STUDY, hypotheses={one.name: one for one in hypotheses})
    return fill_templates(study)


def named(template, claim="", name="H", **more):
    return Hypothesis(name=name, claim=claim, template=template, **more)


def told(*hypotheses):
    return [(one.code, one.message, one.hint) for one in check_claims(stated(*hypotheses))]


def claims(study):
    return {name: one.claim for name, one in study.hypotheses.items()}


def test_there_are_ten_and_each_is_whole():
    assert list(TEMPLATES) == [f"H{number}" for number in range(1, 11)]
    for name, template in TEMPLATES.items():
        assert template.name == name
        assert template.finding.startswith("Storey et al. 2017, F")
        used = set()
        for one in template.claims:
            claim = parse_claim(one.claim)
            used |= set(claim.condition.names) | set(claim.outcome.names)
            assert one.title
            assert one.refuter
        assert used == set(template.parts)


@pytest.mark.parametrize(
    ("template", "relation", "finding"),
    [("H1", "~", "F5"), ("H2", "<=", "F14, F34"), ("H3", "<=", "F15"), ("H4", "<=", "F16, F36"),
     ("H5", "=>", "F35"), ("H6", "=>", "F6, F18, F19"), ("H7", "<=", "F13"), ("H8", "=>", "F8, F26"),
     ("H9", "=>", "F1"), ("H10", "=>", "F17")],
)  # fmt: skip
def test_the_first_claim_has_the_relation_of_its_finding(template, relation, finding):
    assert parse_claim(TEMPLATES[template].claims[0].claim).relation == relation
    assert TEMPLATES[template].finding == f"Storey et al. 2017, {finding}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_can_be_filled_by_name(template):
    study = stated(named(template))
    assert list(claims(study).values()) == [one.claim for one in TEMPLATES[template].claims]
    assert check_claims(study) == []
    assert all(one.title and one.finding and one.scope and one.refuter for one in study.hypotheses.values())
    assert fill_templates(study) == study or claims(fill_templates(study)) == claims(study)


def test_sets_play_parts_all_at_once_and_may_be_formulas():
    study = stated(named("H1", sets={"TANDEM": "SUCCESS*~MINE", "SUCCESS": "TANDEM"}))
    assert claims(study) == {"H": "SUCCESS*~MINE ~ TANDEM", "Ha": "SUCCESS*~MINE => TANDEM"}
    study = stated(named("H5", sets={"SUCCESS": "SUCCESS + MINE"}))
    assert claims(study) == {"H": "APEX*~BOARD*~PRACTICE => ~(SUCCESS + MINE)"}


def test_the_words_of_the_study_come_first_and_clues_stay_with_the_first_claim():
    clue = ProcessTest(name="letter", if_true=0.6, if_false=0.2)
    study = stated(named("H1", title="Mine", note="n", tests=(clue,), rivals=("R",)))
    first, second = study.hypotheses.values()
    assert (first.title, first.note, first.tests) == ("Mine", "n", (clue,))
    assert (second.title, second.tests, second.rivals) == ("A tandem is enough", (), ("R",))


def test_a_claim_beside_the_template_chooses_one():
    study = stated(named("H2", "CLINICAL*ALIGNED => SUCCESS"))
    assert claims(study) == {"H": "CLINICAL*ALIGNED => SUCCESS"}
    assert study.hypotheses["H"].title == "Alignment with clinical leadership is enough"
    assert check_claims(study) == []


@pytest.mark.parametrize(
    ("template", "claim"),
    [
        ("H1", "TANDEM <= SUCCESS"),
        ("H1", "TANDEM <=> SUCCESS"),
        ("H2", "ALIGNED => SUCCESS"),
        ("H2", "ALIGNED ~ SUCCESS"),
        ("H3", "CLINICAL => SUCCESS"),
        ("H3", "CLINICAL <=> SUCCESS"),
        ("H4", "BOARD => SUCCESS"),
    ],
)
def test_swapped_relations_are_refused(template, claim):
    ((code, message, hint),) = told(named(template, claim))
    assert code == "swapped-claim"
    assert message.startswith(f"'{claim}' says that ")
    assert f"'{TEMPLATES[template].claims[0].claim}'" in hint


def test_the_message_of_a_swap_says_what_the_finding_says():
    ((_, message, hint),) = told(named("H3", "MINE => SUCCESS", sets={"CLINICAL": "MINE"}))
    assert message == (
        "'MINE => SUCCESS' says that the condition is enough. The finding (Storey et al. 2017, F15) says "
        "that the condition is needed."
    )
    assert hint == (
        "Write 'MINE <= SUCCESS', or leave 'template' out and state the claim as one of your own."
    )


def test_what_else_can_be_wrong():
    assert told(named("H11"))[0][:2] == ("unknown-template", "there is no template 'H11'.")
    assert told(named("H1", sets={"TANDEN": "MINE"}))[0] == (
        "unknown-part", "the template H1 has no part 'TANDEN'.", "Did you mean 'TANDEM'?",
    )  # fmt: skip
    assert told(named("H1", sets={"TANDEM": "MIEN"}))[0] == (
        "unknown-set", "'MIEN' is not in the codebook.", "Did you mean 'MINE'?",
    )  # fmt: skip
    assert told(named("H1", sets={"TANDEM": "MINE*"}))[0][0] == "unreadable-set"
    assert told(named("H3", "PASSIVE => CHANGE"))[0][0] == "not-in-template"
    assert told(named("H3", "CLINICAL = SUCCESS"))[0][0] == "unreadable-claim"
    taken = Hypothesis(name="Ha", claim="MINE => SUCCESS")
    assert [code for code, *_ in told(named("H1"), taken)] == ["name-taken"]
    assert [code for code, *_ in told(named("H1", sets={"TANDEM": "SUCCESS"}))] == ["circular-claim"] * 2


def test_a_part_without_a_set_is_told_with_its_meaning():
    codebook = {name: CodebookEntry(name=name) for name in ("TANDEM", "GOOD")}
    study = replace(STUDY, codebook=codebook, hypotheses={"H": named("H1")})
    (problem,) = check_claims(fill_templates(study))
    assert problem.code == "unknown-set"
    assert problem.message == (
        "the template H1 needs a set for SUCCESS (redesign that changed the service and lasted), and the "
        "codebook has none of that name."
    )
    assert problem.hint == "Say which of its sets it is: 'sets: {SUCCESS: …}'."
