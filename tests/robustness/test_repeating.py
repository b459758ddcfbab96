"""A repeat gives what a whole run on the changed study gives, but sooner."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from casecompare.engine import run
from casecompare.methods import (
    FoundPlugin,
    Host,
    LoadedPlugin,
    Method,
    MethodResult,
    Options,
    Score,
    Statement,
)
from casecompare.robustness import (
    Variant,
    coder_sheets,
    neighbouring_steps,
    repeat,
    without_each_case,
)
from casecompare.robustness.recoding import Recoding, as_code, recode
from casecompare.robustness.remembered import RememberedSets
from casecompare.robustness.repeating import HYPOTHESES
from casecompare.sets import CALIBRATIONS, memberships
from casecompare.study import Calibration, CodebookEntry
from casecompare.testing import make_study


def whole_run(study, host, methods=("qca",)):
    """Give the statements and verdicts of a run that takes no short cut."""
    comparison = run(study, list(methods), host=host)
    made = {(HYPOTHESES, "verdict", one.hypothesis.name): one.word for one in comparison.verdicts}
    for name, done in comparison.runs.items():
        for one in done.result.statements if done.result is not None else ():
            made[name, one.kind, one.subject] = one.value
    return made


def test_repeats_say_what_whole_runs_say(study, comparison, host):
    variants = [*coder_sheets(study), *without_each_case(study), *list(neighbouring_steps(study))[::12]]
    log = repeat(comparison, variants, host=host)
    assert log.base.statements == whole_run(study, host)
    assert len(log.repeats) == len(variants)
    for variant, (_, done) in zip(variants, log.repeats, strict=True):
        assert done.statements == whole_run(variant.study, host), variant.label


def test_the_order_of_the_repeats_changes_nothing(study, comparison, host):
    variants = [*coder_sheets(study), *without_each_case(study)]
    there = {one.label: done for one, done in repeat(comparison, variants, host=host).repeats}
    back = {one.label: done for one, done in repeat(comparison, variants[::-1], host=host).repeats}
    assert there == back


def test_the_log_as_a_table(comparison, study, host):
    frame = repeat(comparison, list(coder_sheets(study)), host=host).to_frame()
    verdicts = frame[(frame["kind"] == "verdict") & (frame["subject"] == "H1")]
    assert verdicts[["variant", "value"]].values.tolist() == [
        ["coder A", "supported"],
        ["coder B", "mixed"],
        ["coder C", "supported"],
    ]


def test_when_the_time_is_over_the_log_says_so(comparison, study, host):
    log = repeat(comparison, list(coder_sheets(study)), host=host, seconds=-1.0)
    assert not log.is_whole
    assert log.repeats == ()
    assert log.base.statements


def test_progress_is_told_and_an_interrupt_goes_through(comparison, study, host):
    told = []
    repeat(comparison, list(coder_sheets(study)), host=host, total=3, progress=lambda *one: told.append(one))
    assert told == [(0, 3, "coder A"), (1, 3, "coder B"), (2, 3, "coder C")]

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repeat(comparison, list(coder_sheets(study)), host=host, progress=stop)


class Uses(Options):
    sets: list[str] = Field(default_factory=list)


def plugin_host(*methods):
    found = {one.name: FoundPlugin(name=one.name, module="", distribution="t", version="0", origin="file")
             for one in methods}  # fmt: skip
    return Host(plugins=[LoadedPlugin(found=found[one.name], methods=(one,)) for one in methods])


def counting(seen):
    """A method whose score feeds a set, and which fails where a case is called l."""

    def share(study, options, context):
        seen.append((context.is_repeat, len(context.memory)))
        context.memory[len(context.memory)] = "kept"
        if "l" not in study.case_ids:
            raise ZeroDivisionError("no l")
        statement = Statement(kind="cases", subject="study", value=str(len(study.case_ids)))
        return MethodResult(
            scores=pd.DataFrame({"share": study.table["talks"] / 10}), statements=(statement,)
        )

    return Method(
        name="talk", title="Talk", question="?", run=share, scores=(Score(name="share", title="Share"),)
    )


TALKS = pd.DataFrame({"talks": [8.0, 7.0, 1.0, 2.0], "Y": [0.9, 0.8, 0.1, 0.3]}, index=["k", "l", "m", "n"])
CODEBOOK = {
    "talks": CodebookEntry(name="talks", kind="number", source=("talks",)),
    "JOINT": CodebookEntry(
        name="JOINT",
        source=("talk.share",),
        calibration=Calibration(kind="direct", parameters=[0.2, 0.5, 0.8]),
    ),
}


def test_a_failing_method_costs_its_statements_and_the_sets_derived_from_it():
    seen = []
    host = plugin_host(counting(seen))
    study = make_study(
        TALKS, outcome="Y", codebook=CODEBOOK, hypotheses={"H1": "JOINT => Y", "H2": "Y <= JOINT"}
    )
    comparison = run(study, ["talk"], host=host)
    log = repeat(comparison, list(without_each_case(study)), host=host)
    done = {variant.label: one for variant, one in log.repeats}
    assert done["without l"].failures == {"talk": "ZeroDivisionError: no l"}
    assert done["without l"].statements == {
        (HYPOTHESES, "verdict", "H1"): "undetermined",
        (HYPOTHESES, "verdict", "H2"): "undetermined",
    }
    assert done["without k"].statements["talk", "cases", "study"] == "3"
    assert seen[0] == (False, 0)
    assert [one[0] for one in seen[1:]] == [True] * 5
    assert [one[1] for one in seen[1:]] == list(range(5))


def test_a_method_that_nothing_depends_on_is_not_repeated():
    seen = []

    def silent(study, options, context):
        seen.append(context.is_repeat)
        return MethodResult()

    host = plugin_host(Method(name="silent", title="", question="", run=silent))
    study = make_study(TALKS[["Y"]], outcome="Y")
    log = repeat(run(study, ["silent"], host=host), list(without_each_case(study)), host=host)
    assert seen == [False]
    assert all(not done.statements for _, done in log.repeats)


def test_a_code_of_exactly_one_half_is_left_as_it_is(study, comparison, host):
    half = recode(study, Recoding(values={("n", "TANDEM"): as_code(0.5)}, cases={}))
    log = repeat(comparison, [Variant(group="another code", label="half", study=half)], host=host)
    (_, done), *_ = log.repeats
    assert not done.failures
    assert done.statements["qca", "row for SUCCESS", "TANDEM*CLINICAL"] == "1"


def test_the_log_keeps_no_studies(study, comparison, host):
    log = repeat(comparison, list(without_each_case(study)), host=host)
    assert all(variant.study is comparison.study for variant, _ in log.repeats)


CALIBRATED = {
    "RAW": CodebookEntry(name="RAW", source=("a",)),
    "DIRECT": CodebookEntry(
        name="DIRECT", source=("a",), calibration=Calibration(kind="direct", parameters=[0.1, 0.5, 0.9])
    ),
    "RELATIVE": CodebookEntry(name="RELATIVE", source=("a",), calibration=Calibration(kind="tfr")),
    "BOTH": CodebookEntry(name="BOTH", source=("a", "b"), aggregate="min"),
}
CELL = st.one_of(st.sampled_from([0.0, 0.25, 0.75, 1.0]), st.none())


@settings(max_examples=8, deadline=None)
@given(tables=st.lists(st.lists(st.tuples(CELL, CELL), min_size=3, max_size=3), min_size=2, max_size=5))
def test_remembered_sets_are_those_made_anew(tables):
    remembered = RememberedSets(CALIBRATIONS)
    for rows in tables:
        table = pd.DataFrame(rows, columns=["a", "b"], index=list("klm"), dtype=float)
        study = replace(make_study(table), codebook=CALIBRATED)
        made = remembered.make(study, list(CALIBRATED), {})
        anew = memberships(study, list(CALIBRATED)).frame
        assert list(made) == list(anew)
        for name, column in made.items():
            pd.testing.assert_series_equal(pd.Series(column, index=anew.index, name=name), anew[name])


def test_a_statement_must_be_one():
    def wrong(study, options, context):
        return MethodResult(statements=(("kind", "subject", "value"),))

    study = make_study(TALKS[["Y"]], outcome="Y")
    host = plugin_host(Method(name="wrong", title="", question="", run=wrong))
    done = run(study, ["wrong"], host=host).runs["wrong"]
    assert (done.status, done.reason) == ("failed", "a statement is tuple, not Statement.")


@pytest.mark.slow
def test_every_method_of_the_shipped_study_repeats_what_it_said(host):
    comparison = run("cases/clinical_commissioning", host=host)
    variants = list(without_each_case(comparison.study))[:2]
    log = repeat(comparison, variants, host=host)
    words = {(HYPOTHESES, "verdict", one.hypothesis.name): one.word for one in comparison.verdicts}
    assert words.items() <= log.base.statements.items()
    for name, done in comparison.runs.items():
        for one in done.result.statements:
            assert log.base.statements[name, one.kind, one.subject] == one.value
    for variant, (_, done) in zip(variants, log.repeats, strict=True):
        assert not done.failures
        whole = run(variant.study, host=host)
        for verdict in whole.verdicts:
            assert done.statements[HYPOTHESES, "verdict", verdict.hypothesis.name] == verdict.word
