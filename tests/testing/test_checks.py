"""Every check can fail: a plugin with one thing wrong fails that check, with words for its author."""

from __future__ import annotations

import random
from dataclasses import replace

import pandas as pd
import pytest
from pydantic import BaseModel, ConfigDict, Field

from casecompare import (
    CasecompareError,
    Column,
    Diagnostic,
    Evidence,
    Figure,
    Finding,
    Method,
    MethodResult,
    Options,
    Score,
    Statement,
    Table,
)
from casecompare.errors import UsageError
from casecompare.testing import Budget, check_plugin
from casecompare.testing.candidate import make_candidate
from casecompare.testing.checking import make_check
from casecompare.testing.checks import CHECKS
from casecompare.testing.checks.behaviour import check_budget

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'
SCORE = Score(name="mean", title="Mean", description="Mean membership in A and B", direction="more of both")


class GoodOptions(Options):
    """Options with nothing wrong."""

    weight: float = Field(default=1.0, description="How much A counts.")


def good_run(study, options, context):
    """Give a small result that keeps to everything."""
    if not len(study.case_ids):
        raise CasecompareError("there is no case, so that no mean can be told.")
    means = study.values[["A", "B"]].mean(axis=1, skipna=False).astype(float)
    frame = pd.DataFrame({"case": list(means.index), "mean": means.to_numpy()})
    most = means.idxmax() if means.notna().any() else study.case_ids[0]
    return MethodResult(
        scores=means.to_frame("mean") / means.max() if means.max() > 1 else means.to_frame("mean"),
        tables=(Table(name="means", title="Means", frame=frame,
                      columns={"case": Column(title="Case"), "mean": Column(title="Mean")}),),
        figures=(Figure(name="bar", title="Bar", svg=SVG.format("x"), alt="One bar for every case.",
                        table="means"),),
        findings=(Finding(id="most", sentence="One case has most.", conditions=("A",), measure="mean",
                          value=float(means.max()), cases_for=(most,)),),
        diagnostics=(Diagnostic(level="note", code="good.told", message="something to know."),),
        statements=tuple(Statement(kind="case", subject=case, value="in" if mean > 0.5 else "out")
                         for case, mean in means.items()),
    )  # fmt: skip


GOOD = Method(
    name="good",
    title="Means",
    question="Which case has most?",
    citation="Author A (2020), A title",
    run=good_run,
    options=GoodOptions,
    scores=(SCORE,),
)


def changed(**parts):
    """Give the good method with parts of its result replaced; a part may be made from the former one."""

    def run(study, options, context):
        result = good_run(study, options, context)
        return replace(
            result, **{name: part(getattr(result, name)) if callable(part) else part
                       for name, part in parts.items()}
        )  # fmt: skip

    return replace(GOOD, run=run)


def with_run(function):
    """Give the good method with something done beside; without a result, the good one's is given."""
    return replace(GOOD, run=lambda *given: function(*given) or good_run(*given))


def first(part, **more):
    return lambda held: (replace(held[0], **more), *held[1:]) if held else part


def failed(method, **more):
    card = check_plugin(method, **more)
    return {one.check.name: one.faults for one in card.outcomes if one.status == "failed"}


def warned(method, **more):
    card = check_plugin(method, **more)
    return {one.check.name: one.warnings for one in card.outcomes if one.warnings}


def test_a_good_method_fails_nothing_and_is_warned_of_nothing():
    assert failed(GOOD) == {}
    assert warned(GOOD) == {}


class Undescribed(Options):
    weight: float = 1.0


class Nested(Options):
    parts: list[Undescribed] = Field(default=[], description="Parts.")


class Loose(Options):
    model_config = ConfigDict(extra="allow")


class NotJson(Options):
    weight: object = Field(default=lambda: 1, description="A function.")


class Row(BaseModel):
    amount: float


def shift_order(scores):
    return scores.assign(mean=[at / 100 for at in range(len(scores))])


CALLS = []


def keep_count(study, options, context):
    CALLS.append(study.name)
    result = good_run(study, options, context)
    return replace(result, scores=result.scores * (1 / (1 + len(CALLS) / 100)))


def change_study(study, options, context):
    study.table["A"] = 0.1


def change_options(study, options, context):
    options.values.append("A")


class ListOptions(Options):
    values: list[str] = Field(default=[], description="Values.")


def print_something(study, options, context):
    print("thinking")


def stumble_over_one(study, options, context):
    if len(study.case_ids) == 1:
        return [][1]
    return None


def stumble_over_none(study, options, context):
    return study.table.iloc[0] is None


def only_first_time(study, options, context):
    return MethodResult() if context.is_repeat else None


def mutter(study, options, context):
    if len(set(study.table["A"])) == 1:
        raise CasecompareError("no")


def zero_for_missing(study, options, context):
    means = study.values[["A", "B"]].fillna(0).mean(axis=1).astype(float)
    return MethodResult(scores=means.to_frame("mean") / 2)


def markup(study, options, context):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{"".join(study.case_ids)}</text></svg>'
    return MethodResult(figures=(Figure(name="raw", title="Raw", svg=svg, alt="All ids in one line."),))


def take_long(study, options, context):
    return MethodResult() if sum(range(3_000_000)) else None


def take_memory(study, options, context):
    return MethodResult() if bytearray(20_000_000) else None


def tell_cells(cell):
    return lambda tables: (
        replace(tables[0], frame=tables[0].frame.assign(mean=[cell] * len(tables[0].frame))),
    )


class Unspeakable:
    """A thing that nothing can be said about."""

    def __str__(self):
        raise ValueError("it has no words")

    __repr__ = __str__


def refuse(study, options, context):
    raise CasecompareError("this needs what no study has.")


WRONG = {
    "a name that cannot be typed": (
        replace(GOOD, name="My Index"),
        "names",
        "use small letters, digits and _",
    ),
    "the name of another": (replace(GOOD, name="qca"), "names", "'qca' is taken by casecompare"),
    "a score twice": (
        replace(GOOD, scores=(SCORE, SCORE)),
        "names",
        "declares the score 'mean' more than once",
    ),
    "no question": (replace(GOOD, question="Means."), "words", "end in '?'"),
    "no title": (replace(GOOD, title=" "), "words", "has no title"),
    "no citation": (replace(GOOD, citation=""), "words", "name what a paper that uses it cites"),
    "an option without words": (
        replace(GOOD, options=Undescribed),
        "options",
        "option good.weight has no words",
    ),
    "one in a list": (replace(GOOD, options=Nested), "options", "option Undescribed.weight has no words"),
    "options that take all": (replace(GOOD, options=Loose), "options", "must refuse unknown options"),
    "options of another kind": (
        replace(GOOD, options=Row, run=good_run, example_options={"amount": 1.0}),
        "options",
        "must be a subclass of casecompare.Options",
    ),
    "options that are no JSON": (replace(GOOD, options=NotJson), "options-json", "cannot be written as JSON"),
    "a score without words": (
        replace(GOOD, scores=(replace(SCORE, description=""),)),
        "scores-described",
        "good.mean has no description",
    ),
    "a range upside down": (
        replace(GOOD, scores=(replace(SCORE, range=(1.0, 0.0)),)),
        "scores-described",
        "the smaller end comes first",
    ),
    "a section of the core": (replace(GOOD, sections={"values": Row}), "sections", "part of every record"),
    "a section of no type": (replace(GOOD, sections={"events": 42}), "sections", "cannot be used"),
    "maturity for nothing": (
        replace(GOOD, maturity="tested against reference"),
        "maturity",
        "claims to be 'tested against reference' without evidence",
    ),
    "a review nowhere": (
        replace(GOOD, maturity="peer reviewed", maturity_evidence=("A friend",)),
        "maturity",
        "give the DOI or address of the review",
    ),
    "numbers nowhere": (
        replace(GOOD, maturity="tested against reference", maturity_evidence=("Surely",)),
        "maturity",
        "name the test with the numbers",
    ),
    "a crash": (
        with_run(lambda *_: 1 / 0),
        "runs",
        "stumbled (ZeroDivisionError: division by zero) in test_checks",
    ),
    "nothing to try": (with_run(refuse), "runs", "has no result on any of 5 example studies"),
    "an undeclared score": (
        changed(scores=lambda held: held.assign(other=1.0)),
        "results-declared",
        "scores were not declared: other",
    ),
    "a claim nobody reads": (
        changed(findings=first((), claim="A ==> ")),
        "results-declared",
        "cannot be read",
    ),
    "an undeclared kind": (changed(tables=("text",)), "results-declared", "a table is str, not Table"),
    "a score out of range": (changed(scores=lambda held: held + 2), "scores", "outside of its range 0 to 1"),
    "a case without a row": (
        changed(scores=lambda held: held.iloc[1:]),
        "scores",
        "scores have no row for k",
    ),
    "bounds crossed": (
        changed(scores=lambda held: held.assign(**{"mean.low": 1.0})),
        "scores",
        "'mean.low' lies above 'mean'",
    ),
    "a column without words": (
        changed(tables=first((), columns={})),
        "tables",
        "does not describe case, mean",
    ),
    "a table without a title": (changed(tables=first((), title="")), "tables", "has no title"),
    "numbers as text": (
        changed(tables=tell_cells("0.75")),
        "tables",
        "holds numbers as text in the column 'mean'",
    ),
    "a list in a cell": (changed(tables=tell_cells(["k"])), "tables", "holds a list in the column 'mean'"),
    "no sentence": (changed(findings=first((), sentence="most: k")), "findings", "is no sentence"),
    "one id twice": (
        changed(findings=lambda held: (*held, *held)),
        "findings",
        "two findings have the id 'most'",
    ),
    "an unknown set": (changed(findings=first((), conditions=("ZEBRA",))), "findings", "speaks of ZEBRA"),
    "a value of nothing": (
        changed(findings=first((), measure="")),
        "findings",
        "does not say of which measure",
    ),
    "a value out of bounds": (changed(findings=first((), low=5.0)), "findings", "outside of its bounds"),
    "a case for and against": (
        changed(findings=first((), cases_for=("k",), cases_against=("k",))),
        "findings",
        "counts k for and against",
    ),
    "a code of another": (
        changed(diagnostics=first((), code="other.told")),
        "diagnostics",
        "write good.what-it-is",
    ),
    "a remark on nobody": (
        changed(diagnostics=first((), case="zebra")),
        "diagnostics",
        "'zebra', which is no case",
    ),
    "alt that says nothing": (changed(figures=first((), alt="Bar")), "figures", "must say in words"),
    "a broken drawing": (
        changed(figures=first((), svg="<svg><text>A & B</text></svg>")),
        "figures",
        "is not well-formed",
    ),
    "a script": (changed(figures=first((), svg="<svg><script>1</script></svg>")), "figures", "holds script"),
    "one figure twice": (
        changed(figures=lambda held: (*held, *held)),
        "figures",
        "two figures are called 'bar'",
    ),
    "a print": (with_run(print_something), "no-prints", "printed 'thinking'"),
    "a changed study": (with_run(change_study), "inputs-unchanged", "changed the study"),
    "changed options": (
        replace(with_run(change_options), options=ListOptions),
        "inputs-unchanged",
        "changed its options",
    ),
    "a memory of its own": (replace(GOOD, run=keep_count), "same-answer", "its scores differ"),
    "the first case counts": (changed(scores=shift_order), "order-of-cases", "expected_failures"),
    "another finding": (
        changed(
            findings=lambda held: tuple(replace(one, id=f"most-{one.cases_for}") for one in held),
            scores=shift_order,
        ),
        "order-of-cases",
        "the score 'mean'",
    ),
    "nothing in repeats": (with_run(only_first_time), "repeats", "as a repeat it makes other statements"),
    "a crash with one case": (with_run(stumble_over_one), "one-case", "on the study 'one-case' stumbled"),
    "a crash with none": (with_run(stumble_over_none), "no-case", "stumbled (IndexError"),
    "a mutter": (with_run(mutter), "all-equal", "is refused with the words 'no'"),
    "names as markup": (with_run(markup), "hostile-names", "holds a name of the study as markup"),
    "evidence of another kind": (
        replace(GOOD, assess=lambda *_: ["A is enough"]),
        "evidence",
        "assess gave str",
    ),
    "evidence on nobody": (
        replace(
            GOOD, assess=lambda *_: (Evidence(source="good", kind="k", measures={}, cases_for=("zebra",)),)
        ),
        "evidence",
        "unknown cases: zebra",
    ),
    "a cell that cannot be written": (
        changed(tables=tell_cells(Unspeakable())),
        "json",
        "its result cannot be written (ValueError: it has no words)",
    ),
    "a crash over a claim": (
        replace(GOOD, assess=lambda *_: 1 / 0),
        "evidence",
        "stumbled over the claim A => Y",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_found_and_told(what):
    method, name, words = WRONG[what]
    outcome = make_check(next(check for check in CHECKS if check.name == name), make_candidate(method))
    assert outcome.status == "failed", outcome
    assert any(words in fault for fault in outcome.faults), outcome.faults


def test_a_slow_or_large_method_is_over_its_budget():
    slow = make_candidate(with_run(take_long), budget=Budget(seconds=0.001))
    assert "its budget is 0.001 s" in next(iter(check_budget(slow)))
    large = make_candidate(with_run(take_memory), budget=Budget(megabytes=5))
    assert "MB for 60 cases; its budget is 5 MB: Budget(megabytes=…)." in next(iter(check_budget(large)))


def test_missing_taken_for_zero_is_warned_of():
    [said, *_] = warned(with_run(zero_for_missing))["missing-values"]
    assert (
        said == "good gives a case the same scores where A is missing as where it is 0; missing is not zero."
    )


@pytest.mark.parametrize("source", [random, None])
def test_chance_of_its_own_is_found_and_that_of_the_context_is_not(source):
    def draw(study, options, context):
        number = (source or context.random).random()
        result = good_run(study, options, context)
        return replace(result, scores=result.scores * 0 + number)

    assert ("same-answer" in failed(replace(GOOD, run=draw))) == (source is random)


def test_a_declared_score_that_never_comes_and_a_figure_without_table_are_warned_of():
    more = replace(changed(figures=first((), table="")), scores=(SCORE, replace(SCORE, name="never")))
    said = warned(more)
    assert said["scores"] == ("no example study gave these scores of good: never.",)
    assert "does not name the table" in said["figures"][0]


def test_every_check_has_a_name_of_its_own_and_says_what_it_promises():
    names = [check.name for check in CHECKS]
    assert len(names) == len(set(names)) > 30
    assert all(check.promise and check.promise.endswith(".") for check in CHECKS)


def test_every_check_on_methods_is_seen_to_fail():
    seen = {check for _, check, _ in WRONG.values()} | {"budget"}
    # These have tests of their own, in test_formats_and_projects.py or below.
    others = {"registers-something", "imports", "missing-values", "other-process", "readers", "renderers",
              "calibrations", "study-check", "readme", "metadata", "tests"}  # fmt: skip
    assert seen | others == {check.name for check in CHECKS}


def test_expected_failures_are_strict_and_have_a_reason():
    broken = with_run(print_something)
    card = check_plugin(broken, expected_failures={"no-prints": "it wraps a chatty program"})
    assert card.is_sound
    [outcome] = [one for one in card.outcomes if one.status == "expected"]
    assert (outcome.check.name, outcome.reason) == ("no-prints", "it wraps a chatty program")
    card = check_plugin(GOOD, expected_failures={"no-prints": "it wraps a chatty program"})
    assert not card.is_sound
    assert "but it holds; drop it" in card.as_text().replace("\n      ", " ")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"expected_failures": {"no-print": "x"}}, "there is no check 'no-print'. Did you mean 'no-prints'?"),
        ({"expected_failures": {"no-prints": " "}}, "say why 'no-prints' cannot be kept"),
        ({"options": {"god": {}}}, "the plugin has no such method. Did you mean 'good'?"),
        ({"options": {"good": {"wieght": 2.0}}}, "options of good: wieght: Extra inputs are not permitted"),
    ],
)
def test_a_slip_of_the_author_is_told(more, words):
    with pytest.raises(UsageError, match=r".*") as caught:
        check_plugin(GOOD, **more)
    assert words in str(caught.value)
