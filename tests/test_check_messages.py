"""What `casecompare check` says of slips that only the whole study shows: every message in full."""

from pathlib import Path
from textwrap import dedent

import pytest

from casecompare.engine import check, load_host

STUDY = """\
study: small
codebook:
  TANDEM: {kind: crisp}
  MONEY: {kind: crisp}
  CHANGE: {kind: crisp}
outcome: CHANGE
methods:
  qca: {conditions: [TANDEM, MONEY]}
hypotheses:
  H1: TANDEM => CHANGE
"""
TABLE = "case,TANDEM,MONEY,CHANGE\nk,1,1,1\nl,1,0,1\nm,0,1,0\nn,0,0,0\n"


@pytest.fixture
def tell(tmp_path: Path):
    """Write a study in which something is replaced, and give what is said of it."""

    def written(
        old: str = "", new: str = "", *, table: str = TABLE, plugins: tuple[Path, ...] = ()
    ) -> list[str]:
        assert old in STUDY
        (tmp_path / "study.yaml").write_text(STUDY.replace(old, new), encoding="utf-8")
        (tmp_path / "cases.csv").write_text(table, encoding="utf-8")
        return [str(problem) for problem in check(tmp_path, host=load_host(plugins))]

    return written


def test_a_study_without_a_slip(tell):
    assert tell() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "MONEY]",
            "MONYE]",
            "study.yaml:8:30  -  methods.qca.conditions.1: 'MONYE' is not in the codebook. "
            "Did you mean 'MONEY'?",
        ),
        (
            "MONEY]",
            "CHANGE]",
            "study.yaml:8:30  -  methods.qca.conditions.1: CHANGE is the outcome, so it cannot be "
            "a condition of it. Take it out of the conditions.",
        ),
        (
            "MONEY]",
            "MONEY, TANDEM]",
            "study.yaml:8:9  -  methods.qca.conditions: named twice: TANDEM.",
        ),
        (
            "qca:",
            "qqca:",
            "study.yaml:8:3  -  methods.qqca: qqca: no method of this name. Did you mean 'qca'?",
        ),
        (
            "MONEY]}",
            "MONEY], consistensy: 0.9}",
            "study.yaml:8:38  -  methods.qca.consistensy: the method 'qca' has no option 'consistensy'. "
            "Did you mean 'consistency'?",
        ),
        (
            "TANDEM => CHANGE",
            "TANDEN => CHANGE",
            "study.yaml:10:3  -  hypotheses.H1.claim: 'TANDEN' is not in the codebook. "
            "Did you mean 'TANDEM'?",
        ),
        (
            "TANDEM => CHANGE",
            "TANDEM*CHANGE => CHANGE",
            "study.yaml:10:3  -  hypotheses.H1.claim: 'CHANGE' stands on both sides of the claim. "
            "A claim about itself is always true.",
        ),
        (
            "outcome: CHANGE",
            "outcome: CHANEG",
            "study.yaml:6:1  -  outcome: the codebook has no entry 'CHANEG'. Did you mean 'CHANGE'?",
        ),
    ],
)
def test_slips_in_the_study(tell, old, new, said):
    assert tell(old, new) == [said]


def test_an_outcome_without_a_negative_case(tell):
    assert tell(table="case,TANDEM,MONEY,CHANGE\nk,1,1,1\nl,0,0,1\n") == [
        "study.yaml:6:1  -  outcome: no case is outside CHANGE: there is no membership below 0.5. What leads "
        "to it can only be told where it differs between cases; look at its calibration."
    ]


def test_a_membership_of_exactly_one_half(tell):
    fuzzy = "case,TANDEM,MONEY,CHANGE\nk,0.5,1,1\nl,1,0,1\nm,0,1,0\n"
    assert tell("TANDEM: {kind: crisp}", "TANDEM: {kind: fuzzy}", table=fuzzy) == [
        "study.yaml:3:3  k  codebook.TANDEM: membership is exactly 0.5, neither in nor out. "
        "Decide and record it: half: {case: k, to: 0.51, because: …}."
    ]


def test_methods_that_wait_for_each_other(tell, tmp_path):
    plugin = tmp_path / "circle.py"
    plugin.write_text(
        dedent("""\
        import casecompare as cc

        def run(study, options, context):
            return cc.MethodResult()

        @cc.hookimpl
        def casecompare_register_methods(register):
            for name, used in (("one", "B"), ("two", "A")):
                register(cc.Method(name=name, title=name, question="?", run=run,
                                   scores=(cc.Score(name="depth", title="Depth"),),
                                   uses=lambda study, options, used=used: (used,)))
        """),
        encoding="utf-8",
    )
    circle = "codebook:\n  A: {from: one.depth}\n  B: {from: two.depth}\n  Y: {kind: crisp}\n"
    (tmp_path / "study.yaml").write_text(
        f"study: small\n{circle}outcome: Y\nmethods:\n  one: {{}}\n  two: {{}}\n", encoding="utf-8"
    )
    (tmp_path / "cases.csv").write_text("case,Y\nk,1\nm,0\n", encoding="utf-8")
    assert [str(problem) for problem in check(tmp_path, host=load_host([plugin]))] == [
        "study.yaml:4:7  -  codebook.B.from: the methods wait for each other: one needs two "
        "(B <- two.depth); two needs one (A <- one.depth). Take one of these sets from coded values."
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", ["cases.csv  -  -: the file is empty."]),
        (
            TABLE.replace("\nm,", "\nk,").replace("\nn,", "\nk,"),
            [
                "cases.csv:4:1  k  -: the case id 'k' is used twice, first in line 2. "
                "Give each case an id of its own.",
                "cases.csv:5:1  k  -: the case id 'k' is used twice, first in line 2. "
                "Give each case an id of its own.",
            ],
        ),
        (
            TABLE.replace("0,1,0", "0,1,no").replace("0,0,0", "0,0,no"),
            [
                "cases.csv:4:4  m  values.CHANGE: 'no' is text, but a number belongs here. "
                "If 'no' means no, write 0.",
                "cases.csv:5:4  n  values.CHANGE: 'no' is text, but a number belongs here. "
                "If 'no' means no, write 0.",
            ],
        ),
    ],
    ids=["no table", "lost cases", "lost outcomes"],
)
def test_what_only_follows_from_unread_cases_is_not_told(tell, table, said):
    assert tell(table=table) == said


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("consistency", "abc", "'abc' is text, but a number belongs here."),
        ("conditions", ["MONYE"], "'MONYE' is not in the codebook. Did you mean 'MONEY'?"),
        ("consistncy", 0.8, "the method 'qca' has no option 'consistncy'. Did you mean 'consistency'?"),
    ],
)
def test_a_wrong_option_of_the_command_is_told_once_and_not_laid_upon_the_file(
    tell, tmp_path, option, value, said
):
    assert tell() == []
    found = check(tmp_path, options={"qca": {option: value}})
    field = f"methods.qca.{option}" + (".0" if isinstance(value, list) else "")
    assert [str(problem) for problem in found] == [f"--set  -  {field}: {said}"]


@pytest.mark.parametrize(("name", "is_word"), [("हिन्दी", True), ("M²", False)])
def test_the_codebook_takes_the_names_that_formulas_take(tell, name, is_word):
    said = tell(
        "  MONEY: {kind: crisp}\n", f"  MONEY: {{kind: crisp}}\n  {name}: {{kind: crisp, from: MONEY}}\n"
    )
    refused = (
        f"study.yaml:5:3  -  codebook.{name}: '{name}' cannot stand in a formula. "
        "Use letters, digits and _, and begin with a letter."
    )
    assert said == ([] if is_word else [refused])
