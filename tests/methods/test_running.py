"""A method that misbehaves costs its own section only, and the reason says what it did."""

import time

import pandas as pd
import pytest

from casecompare.methods import (
    Column,
    Diagnostic,
    Figure,
    Finding,
    Method,
    MethodResult,
    Options,
    Score,
    Table,
)
from casecompare.methods.running import assess
from casecompare.study import CodedValue, Hypothesis
from casecompare.testing import make_study, run_alone

TABLE = pd.DataFrame({"A": [1.0, 0.0], "Y": [0.9, 0.2]}, index=["k", "l"])


def method(run, **more):
    return Method(name="m", title="M", question="?", run=run, **more)


def study():
    return make_study(TABLE, outcome="Y")


def full_result(*_):
    """Every kind of element that a method can return."""
    return MethodResult(
        scores=pd.DataFrame({"s": [0.1, 0.2], "s.low": [0.0, 0.1], "s.high": [0.3, 0.3]}, index=["k", "l"]),
        tables=(Table(name="t", title="T", frame=TABLE, columns={"A": Column(title="A")}),),
        figures=(Figure(name="f", title="F", svg="<svg/>", alt="a drawing", table="t"),),
        findings=(
            Finding(
                id="m.1",
                sentence="A goes with Y.",
                claim="A => Y",
                outcome="Y",
                conditions=("A",),
                measure="inclusion",
                value=0.9,
                direction="for",
                cases_for=("k",),
            ),
        ),
        diagnostics=(Diagnostic(level="warning", code="m.few", message="Few cases.", advice="Add some."),),
    )


def test_the_loopback_method_returns_every_kind_of_element():
    done = run_alone(method(full_result, scores=(Score(name="s", title="S"),)), study())
    assert (done.status, done.reason) == ("ok", "")
    assert done.result is not None
    assert done.result.findings[0].cases_for == ("k",)
    assert list(done.result.scores) == ["s", "s.low", "s.high"]


def explode(*_):
    raise ZeroDivisionError("division by zero")


def leave(*_):
    raise SystemExit(4)


def change_table(study, *_):
    study.table.loc["k", "A"] = 0.0
    return MethodResult()


def change_records(study, *_):
    study.cases["k"].values["A"] = CodedValue(value=0.0)
    return MethodResult()


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (explode, "ZeroDivisionError: division by zero"),
        (leave, "SystemExit: 4"),
        (lambda *_: 42, "it returned int, not a MethodResult."),
        (lambda *_: None, "it returned NoneType, not a MethodResult."),
        (change_table, "it changed the study it was given; a method must leave its input as it is."),
        (change_records, "it changed the study it was given; a method must leave its input as it is."),
        (
            lambda *_: MethodResult(scores=pd.DataFrame({"x": [1.0]}, index=["k"])),
            "scores were not declared: x.",
        ),
        (
            lambda *_: MethodResult(scores=pd.DataFrame({"s": [1.0, 2.0]}, index=["k", "k"])),
            "scores have more than one row for a case.",
        ),
        (
            lambda *_: MethodResult(scores=pd.DataFrame({"s": ["a"]}, index=["q"])),
            "scores speak of unknown cases: q; scores are not numbers: s.",
        ),
        (lambda *_: MethodResult(scores=[1]), "scores are list, not a DataFrame."),
        (
            lambda *_: MethodResult(tables=("a",), findings=(1,)),
            "a table is str, not Table; a finding is int, not Finding.",
        ),
        (
            lambda *_: MethodResult(
                tables=(Table(name="t", title="", frame=TABLE, columns={"Z": Column(title="")}),) * 2
            ),
            "two tables have one name: t; the table 't' describes columns it does not have: Z; "
            "the table 't' describes columns it does not have: Z.",
        ),
        (
            lambda *_: MethodResult(figures=(Figure(name="f", title="", svg="<svg/>", alt=" ", table="t"),)),
            "the figure 'f' says nothing in words (alt); the figure 'f' names a table that is not there: t.",
        ),
        (
            lambda *_: MethodResult(findings=(Finding(id="1", sentence="", claim="A =>", cases_for=("q",)),)),
            "the finding '1' speaks of unknown cases: q; the claim of the finding '1' cannot be read (",
        ),
    ],
)
def test_a_misbehaving_method_fails_with_the_reason(run, reason):
    done = run_alone(method(run, scores=(Score(name="s", title="S"),)), study())
    assert (done.status, done.result) == ("failed", None)
    assert done.reason[: len(reason)] == reason


def test_a_changed_copy_does_not_reach_the_study():
    original = study()
    run_alone(method(change_table), original)
    assert original.table.loc["k", "A"] == 1.0


def never_end(*_):
    while True:
        try:
            while True:
                time.sleep(0.001)
        except Exception:  # a stubborn method that swallows everything
            continue


def test_a_method_that_never_ends_is_stopped_at_its_limit():
    started = time.monotonic()
    done = run_alone(method(never_end), study(), time_limit=0.1)
    assert time.monotonic() - started < 5
    assert done.status == "failed"
    assert done.reason == (
        "did not end within 0.1 seconds and was stopped. "
        "Give it more time with --time-limit, or fewer conditions or cases."
    )


def test_what_a_method_prints_is_kept_apart_and_told(capsys):
    def talk(*_):
        print("a line\nanother")
        return MethodResult()

    done = run_alone(method(talk), study())
    assert capsys.readouterr().out == ""
    assert [(one.level, one.code, one.message) for one in done.diagnostics] == [
        ("note", "m.printed", "The method printed 2 line(s): 'a line\\nanother'.")
    ]


def test_chance_is_seeded_by_seed_and_method():
    def draw(study, options, context):
        return MethodResult(scores=pd.DataFrame({"s": [context.random.random()]}, index=["k"]))

    def score(seed):
        result = run_alone(method(draw, scores=(Score(name="s", title="S"),)), study(), seed=seed).result
        assert result is not None
        return result.scores.loc["k", "s"]

    assert score(1) == score(1) != score(2)


class Strict(Options):
    level: int = 1


def test_options_reach_the_method_validated():
    def run(study, options, context):
        return MethodResult(findings=(Finding(id=str(options.level), sentence=""),))

    result = run_alone(method(run, options=Strict), study(), level=3).result
    assert result is not None
    assert result.findings[0].id == "3"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"../up.R": ""}, "a file is called '../up.R'"),
        ({"a/b.R": ""}, "a file is called 'a/b.R'"),
        ({".hidden": ""}, "a file is called '.hidden'"),
        ({"end.": ""}, "a file is called 'end.'"),
        ({"NUL.txt": ""}, "a file is called 'NUL.txt'"),
        ({"com1": ""}, "a file is called 'com1'"),
        ({"x" * 61: ""}, "a file is called 'xxx"),
        ({"": ""}, "a file is called ''"),
        ({"a.R\n": ""}, "a file is called 'a.R\\n'"),
        ({"größe.R": ""}, "a file is called 'größe.R'"),
        ({"a.R": 3}, "the file 'a.R' holds int, neither text nor bytes"),
        ({"a.R": "", "A.r": ""}, "two files have one name but for capitals"),
        (["a.R"], "files are list, not a mapping"),
    ],
)
def test_files_hold_text_and_have_plain_names(files, said):
    done = run_alone(method(lambda *_: MethodResult(files=files)), study())
    assert done.status == "failed"
    assert said in done.reason


def test_files_with_plain_names_pass():
    files = {"replicate.R": "x <- 1\n", "a-b_c.2.txt": "", "7": "seven"}
    done = run_alone(method(lambda *_: MethodResult(files=files)), study())
    assert (done.status, done.result.files) == ("ok", files)


class NotForUsers(BaseException):
    """What no library should raise, and some do."""


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (GeneratorExit("done"), "GeneratorExit: done"),
        (NotForUsers("deep inside"), "NotForUsers: deep inside"),
    ],
)
def test_whatever_a_method_raises_costs_its_own_section(raised, said):
    def stumble(*_):
        raise raised

    done = run_alone(method(stumble), study())
    assert (done.status, done.reason) == ("failed", said)


def test_a_method_that_leaves_the_program_while_it_assesses_says_so():
    def leave(*_):
        raise SystemExit(3)

    [evidence] = assess(method(full_result, assess=leave), Hypothesis(name="H1", claim="A => Y"), study(),
                        MethodResult())  # fmt: skip
    assert evidence.sentence == "The method could not assess this claim (SystemExit: 3)."
