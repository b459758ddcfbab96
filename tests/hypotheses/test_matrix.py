"""What each kind of evidence says on its own, and the figure that shows it."""

import math
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pandas as pd
import pytest

from casecompare.hypotheses import READING_RULES, Evidence, Verdict, judge_all, read_evidence, readings
from casecompare.report.content import FigureBlock
from casecompare.report.sections.hypothesis_matrix import matrix_figure
from casecompare.study import Hypothesis, ProcessTest

SETS = pd.DataFrame(
    {"A": [0.9, 0.8, 0.7, 0.3, 0.2, 0.1], "Y": [0.8, 0.9, 0.6, 0.4, 0.1, 0.3]}, index=list("klmnop")
)
NAMED = {"supported", "mixed", "against", "undetermined", "numbers"}


def of(kind, **measures):
    return Evidence(
        source="sets", kind=kind, measures={name.replace("_", " "): value for name, value in measures.items()}
    )


@pytest.mark.parametrize(
    ("p", "adjusted", "word"),
    [
        (0.05, 0.05, "supported"),
        (0.05, 0.051, "mixed"),
        (0.051, 0.051, "undetermined"),
        (0.99, 1.0, "undetermined"),  # chance could do as well; that is nothing against the claim
        (math.nan, math.nan, "undetermined"),
    ],
)
def test_tests_support_or_leave_open_but_never_speak_against(p, adjusted, word):
    for kind in ("exact test", "permutation test", "benchmark", "clues counted"):
        evidence = Evidence(source="sets", kind=kind, measures={"p": p, "p (Holm)": adjusted})
        assert read_evidence(evidence) == word


@pytest.mark.parametrize(
    ("evidence", "word"),
    [
        (of("process tracing", weight_in_dB=10.0), "supported"),
        (of("process tracing", weight_in_dB=9.99), "undetermined"),
        (of("process tracing", weight_in_dB=-10.0), "against"),
        (of("necessity in degree", effect_size=0.3, p=0.01), "supported"),
        (of("necessity in degree", effect_size=0.3, p=0.2), "undetermined"),
        (of("necessity in degree", effect_size=0.09, p=0.01), "against"),
        (Evidence(source="ties", kind="ties", measures={"p": 0.001}), None),
        (Evidence(source="ties", kind="ties", measures={}, says="against"), "against"),
        (of("something new", p=0.001), None),
    ],
)
def test_how_each_kind_is_read(evidence, word):
    assert read_evidence(evidence) == word


def judged(*further):
    claims = [
        Hypothesis(
            name="H1",
            claim="A <= Y",
            tests=(ProcessTest(name="letter", if_true=0.4, if_false=0.02, seen=True),),
        ),
        Hypothesis(name="H2", claim="A ~ Y"),
        Hypothesis(name="H3", claim="~A => Y"),
    ]
    return judge_all(claims, SETS, {"H2": list(further)})


def test_pieces_of_one_kind_that_disagree_are_mixed():
    for_it = Evidence(source="ties", kind="a", measures={}, says="supported")
    plain = Evidence(source="ties", kind="b", measures={"n": 1.0})

    assert readings(judged(for_it, replace(for_it, says="against"))[1])["ties"] == "mixed"
    assert readings(judged(for_it, for_it)[1])["ties"] == "supported"
    assert (
        readings(judged(plain, for_it)[1])["ties"]
        == readings(judged(for_it, plain)[1])["ties"]
        == "supported"
    )
    assert readings(judged(plain)[1])["ties"] is None


def test_an_association_is_read_by_its_exact_test_only():
    verdict = judged()[1]

    assert [one.kind for one in (*verdict.evidence, *verdict.beside)] == ["exact test", "permutation test"]
    assert readings(verdict) == {"exact test": "mixed"}  # p = 0.05, but not after adjustment


def test_a_hypothesis_whose_sets_are_not_there_has_no_readings():
    claim = Hypothesis(name="H", claim="A => Y")

    assert readings(Verdict(hypothesis=claim, word="undetermined", rule="", evidence=())) == {}


def figure(verdicts, kinds=("set-theoretic", "exact test", "process tracing", "ties")):
    return next(iter(matrix_figure(verdicts, kinds, table="numbers")), None)


def test_the_figure_has_a_tile_per_reading_and_says_it_in_words():
    verdicts = judged(Evidence(source="ties", kind="ties", measures={"n": 1.0}))
    drawn = figure(verdicts)

    assert isinstance(drawn, FigureBlock)
    assert drawn.table == "numbers"
    root = ElementTree.fromstring(drawn.svg)
    assert root.get("role") == "img"
    said = drawn.alt
    assert "Verdicts: supported H2; mixed H1; against H3." in said
    assert "process tracing: supported 1." in said
    assert "ties: numbers 1." in said
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert {"H1", "H2", "H3", "A <= Y", "Verdict", "Process tracing", "against"} <= set(texts)


def test_every_reading_differs_by_its_sign_and_not_by_its_shade_alone():
    verdicts = [
        replace(one, evidence=(), beside=(), word=word)
        for word in ("supported", "mixed", "against", "undetermined")
        for one in judged()[:1]
    ]
    seen = set()
    for verdict in verdicts:
        svg = figure([verdict], ["exact test"]).svg
        without_words = re.sub(
            r"<text.*?</text>|<title.*?</title>|<desc.*?</desc>|<style>.*?</style>", "", svg
        )
        shapes = tuple(re.findall(r' d="([^"]*)"', without_words))
        seen.add((shapes, svg.count(">?<")))

    assert len(seen) == 4


def test_the_same_verdicts_give_the_same_bytes():
    assert figure(judged()).svg == figure(judged()).svg


def test_too_many_hypotheses_or_none_give_no_figure():
    one = judged()[0]

    assert figure([]) is None
    assert figure([one] * 61) is None
    assert figure([one] * 60) is not None
    assert figure([one], []) is None


def test_hostile_names_are_shortened_and_escaped():
    verdict = judged()[0]
    evil = replace(verdict.hypothesis, name="<script>" + "x" * 5000, claim="A <= Y" + "\x00\u202e")

    drawn = figure([replace(verdict, hypothesis=evil)], ["<kind>" * 100])

    ElementTree.fromstring(drawn.svg)
    assert "<script>" not in drawn.svg
    assert len(drawn.alt) < 1000


def test_what_the_rules_name_can_be_read():
    assert set(READING_RULES) == {
        "set-theoretic",
        "tests",
        "necessity in degree",
        "process tracing",
        "methods",
    }
    assert NAMED - {"numbers"} >= {one.word for one in judged()}
