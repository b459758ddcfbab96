"""The engine: order by derived scores, one failure never stops the rest, every problem at once."""

from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest
from pydantic import Field

import casecompare
from casecompare.engine import check, run
from casecompare.errors import MethodFailed, StudyError, UsageError
from casecompare.hypotheses import Evidence
from casecompare.methods import (
    Finding,
    FoundPlugin,
    Host,
    LoadedPlugin,
    Method,
    MethodResult,
    Options,
    PluginFault,
    Score,
)
from casecompare.study import Calibration, CodebookEntry
from casecompare.testing import make_study

CASES = ["k", "l", "m", "n"]
TABLE = pd.DataFrame({"talks": [8.0, 7.0, 1.0, 2.0], "Y": [0.9, 0.8, 0.1, 0.3]}, index=CASES)
JOINT = CodebookEntry(
    name="JOINT", source=("talk.share",), calibration=Calibration(kind="direct", parameters=[0.2, 0.5, 0.8])
)


class Uses(Options):
    sets: list[str] = Field(default_factory=list)


def host_of(*methods):
    return Host(
        plugins=[
            LoadedPlugin(
                found=FoundPlugin(
                    name=method.name,
                    module="",
                    distribution=f"test-{method.name}",
                    version="0",
                    origin="file",
                ),
                methods=(method,),
            )
            for method in methods
        ]
    )


def talk(run=None):
    def share(study, options, context):
        return MethodResult(scores=pd.DataFrame({"share": study.table["talks"] / 10}))

    return Method(
        name="talk",
        title="Talk",
        question="?",
        run=run or share,
        scores=(Score(name="share", title="Share"),),
    )


def reader(name="reader", run=None, **more):
    def look(study, options, context):
        frame = context.memberships(options.sets)
        return MethodResult(
            findings=tuple(
                Finding(
                    id=f"{name}.{one}",
                    sentence=one,
                    conditions=(one,),
                    direction="for",
                    cases_for=tuple(frame.index[frame[one] > 0.5]),
                )
                for one in options.sets
            )
        )

    return Method(
        name=name, title=name, question="?", run=run or look, options=Uses,
        uses=lambda study, options: options.sets, **more,
    )  # fmt: skip


def study(**more):
    return make_study(TABLE, outcome="Y", codebook={"JOINT": JOINT, "talks": _number()}, **more)


def _number():
    return CodebookEntry(name="talks", kind="number", source=("talks",))


def test_a_method_runs_after_the_one_whose_score_it_uses():
    comparison = run(
        study(methods={"reader": {"sets": ["JOINT"]}}), ["reader"], host=host_of(reader(), talk())
    )
    assert list(comparison.runs) == ["talk", "reader"]
    assert comparison.runs["reader"].chain == ("JOINT <- talk.share",)
    assert comparison["reader"].findings[0].cases_for == ("k", "l")
    assert comparison.memberships.loc["k", "JOINT"] == pytest.approx(0.95)
    assert comparison.raw.loc["k", "JOINT"] == 0.8


def test_qca_takes_a_score_of_a_plugin_as_its_condition(tmp_path):
    (tmp_path / "cases.csv").write_text("case,talks,Y\nk,8,1\nl,7,1\nm,1,0\nn,2,0\n", encoding="utf8")
    (tmp_path / "study.yaml").write_text(
        dedent("""\
        study: small
        codebook:
          JOINT: {from: talk.share, calibrate: {direct: [0.2, 0.5, 0.8], because: "shares of meetings"}}
          Y: {kind: crisp}
          TALKS: {kind: number, from: talks}
        outcome: Y
        methods:
          qca: {conditions: [JOINT]}
        """),
        encoding="utf8",
    )
    plugin = tmp_path / "talk.py"
    plugin.write_text(
        dedent("""\
        import pandas as pd
        import casecompare as cc

        def run(study, options, context):
            return cc.MethodResult(scores=pd.DataFrame({"share": study.values["talks"] / 10}))

        @cc.hookimpl
        def casecompare_register_methods(register):
            register(cc.Method(name="talk", title="Talk", question="Who talks?", run=run,
                               scores=(cc.Score(name="share", title="Share of meetings"),)))
        """),
        encoding="utf8",
    )
    host = casecompare.load_host([plugin])
    comparison = casecompare.run(tmp_path, ["qca"], host=host)
    assert list(comparison.runs) == ["talk", "qca"]
    assert comparison.runs["qca"].chain == ("JOINT <- talk.share",)
    assert comparison["qca"].solutions["conservative"].models[0].formula == "JOINT => Y"


def test_without_names_the_methods_that_the_study_configures_run():
    asked = study(methods={"talk": {}})
    assert list(run(asked, host=host_of(reader(), talk())).runs) == ["talk"]
    assert list(run(study(), host=host_of(reader(), talk())).runs) == ["reader", "talk"]


def explode(*_):
    raise ZeroDivisionError("oh no")


def test_a_failed_method_costs_its_own_section_and_those_that_wait_for_it():
    comparison = run(
        study(methods={"reader": {"sets": ["JOINT"]}, "other": {"sets": ["Y"]}}),
        ["reader", "other"],
        host=host_of(reader(), reader("other"), talk(explode)),
    )
    assert {name: (one.status, one.reason) for name, one in comparison.runs.items()} == {
        "talk": ("failed", "ZeroDivisionError: oh no"),
        "reader": ("skipped", "it needs the scores of 'talk', which failed."),
        "other": ("ok", ""),
    }
    assert not comparison.is_complete
    with pytest.raises(MethodFailed, match=r"^reader \(test-reader 0\): skipped: it needs the scores"):
        comparison["reader"]
    with pytest.raises(UsageError, match=r"no method 'readr' .* Did you mean 'reader'\?"):
        comparison["readr"]


def test_a_method_whose_plugin_cannot_be_loaded_costs_its_own_section():
    host = host_of(reader())
    host.faults.append(
        PluginFault(plugin="talk", distribution="test-talk", version="0", reason="no module x")
    )
    asked = study(methods={"talk": {}, "reader": {"sets": ["Y"]}})
    comparison = run(asked, host=host)
    assert {name: (one.status, one.reason) for name, one in comparison.runs.items()} == {
        "talk": ("failed", "no module x"),
        "reader": ("ok", ""),
    }
    assert not comparison.is_complete
    assert list(run(asked, ["reader"], host=host).runs) == ["reader"]
    waiting = run(study(methods={"reader": {"sets": ["JOINT"]}}), ["reader"], host=host)
    assert waiting.runs["reader"].reason == "it needs the scores of 'talk', which failed."


def test_an_undecided_derived_membership_skips_the_method_and_says_where():
    def half(study, options, context):
        return MethodResult(scores=pd.DataFrame({"share": [0.5, 0.7, 0.1, 0.2]}, index=CASES))

    comparison = run(
        study(methods={"reader": {"sets": ["JOINT"]}}), ["reader"], host=host_of(reader(), talk(half))
    )
    assert comparison.runs["reader"].status == "skipped"
    assert "k" in comparison.runs["reader"].reason
    assert "exactly 0.5" in comparison.runs["reader"].reason


def test_a_cycle_of_derived_scores_is_shown():
    entry = CodebookEntry(name="BACK", source=("reader.depth",))
    back = reader(scores=(Score(name="depth", title="Depth"),))
    forth = reader("talk", scores=(Score(name="share", title="Share"),))
    asked = make_study(
        TABLE.drop(columns="talks"),
        outcome="Y",
        codebook={"JOINT": JOINT, "BACK": entry},
        methods={"reader": {"sets": ["JOINT"]}, "talk": {"sets": ["BACK"]}},
    )
    with pytest.raises(StudyError) as caught:
        run(asked, ["reader"], host=host_of(back, forth))
    assert [problem.message for problem in caught.value.problems] == [
        "the methods wait for each other: reader needs talk (JOINT <- talk.share); "
        "talk needs reader (BACK <- reader.depth)."
    ]


def test_every_wrong_request_is_told_at_once():
    asked = study(
        methods={"reader": {"sets": ["JOINTT", "Y"], "depth": 3}, "talkk": {}, "talk": {"x": 1}},
        hypotheses={"H1": "JOINT => Z", "H2": "Y => Y", "H3": "JOINT ="},
    )
    with pytest.raises(StudyError) as caught:
        run(asked, host=host_of(reader(), talk()))
    told = [(problem.code, problem.field) for problem in caught.value.problems]
    assert told == [
        ("unknown-option", "methods.reader.depth"),
        ("unknown-method", "methods.talkk"),
        ("unknown-option", "methods.talk.x"),
        ("unknown-set", "hypotheses.H1.claim"),
        ("circular-claim", "hypotheses.H2.claim"),
        ("unreadable-claim", "hypotheses.H3.claim"),
    ]
    assert caught.value.problems[1].message == "talkk: no method of this name. Did you mean 'talk'?"


def test_a_name_that_is_not_in_the_codebook_is_found_where_it_stands():
    asked = study(methods={"reader": {"sets": ["Y", "JOINTT"]}})
    with pytest.raises(StudyError) as caught:
        run(asked, host=host_of(reader(), talk()))
    (problem,) = caught.value.problems
    assert (problem.field, problem.message, problem.hint) == (
        "methods.reader.sets.1",
        "'JOINTT' is not in the codebook.",
        "Did you mean 'JOINT'?",
    )


def test_evidence_of_methods_stands_beside_and_a_stumbling_method_is_told():
    def assess(hypothesis, study, result):
        return [Evidence(source="reader", kind="reading", measures={"depth": 3.0})]

    comparison = run(
        study(
            methods={"reader": {"sets": ["Y"]}, "bad": {"sets": ["Y"]}, "talk": {}},
            hypotheses={"H1": "JOINT => Y"},
        ),
        host=host_of(reader(assess=assess), reader("bad", assess=explode), talk()),
    )
    (verdict,) = comparison.verdicts
    assert verdict.word == "supported"
    brought = [(one.source, one.kind) for one in verdict.evidence if one.source != "sets"]
    assert brought == [("reader", "reading"), ("bad", "failed")]


def test_boards_say_who_says_what():
    comparison = run(
        study(methods={"reader": {"sets": ["JOINT", "Y"]}, "talk": {}}), host=host_of(reader(), talk())
    )
    board = comparison.case_board
    assert list(board.index) == ["k", "l", "n", "m"]
    assert board.loc["k", "reader"] == "reader.JOINT, reader.Y"
    assert comparison.condition_board.loc["JOINT"].to_dict() == {
        "talk": "silent", "reader": "for", "together": "one voice",
    }  # fmt: skip


def test_equal_runs_give_equal_results():
    asked = study(methods={"reader": {"sets": ["JOINT"]}})
    first, second = (run(asked, ["reader"], host=host_of(reader(), talk())) for _ in range(2))
    assert first.memberships.equals(second.memberships)
    assert first["reader"].findings == second["reader"].findings


def test_check_goes_on_past_broken_records(tmp_path: Path):
    (tmp_path / "cases.csv").write_text("case,A,Y\nk,2,1\nl,0,1\n", encoding="utf8")
    (tmp_path / "study.yaml").write_text(
        "study: s\ncodebook:\n  A: {kind: crisp}\n  Y: {kind: crisp}\noutcome: Y\n"
        "methods:\n  qca: {conditions: [B]}\nhypotheses: {H1: 'A => C'}\n",
        encoding="utf8",
    )
    codes = {problem.code for problem in check(tmp_path)}
    assert {"unknown-set", "no-negative-case"} <= codes
    assert sum(problem.code == "unknown-set" for problem in check(tmp_path)) == 2


def test_a_method_that_cannot_say_what_it_uses_costs_its_own_section():
    clumsy = Method(name="clumsy", title="Clumsy", question="?", run=lambda *_: MethodResult(), uses=explode)
    comparison = run(study(), ["clumsy", "talk"], host=host_of(clumsy, talk()))
    assert {name: (one.status, one.reason) for name, one in comparison.runs.items()} == {
        "clumsy": ("failed", "it could not say which sets it uses (ZeroDivisionError: oh no)."),
        "talk": ("ok", ""),
    }


def test_a_method_that_finds_nothing_of_its_kind_is_skipped_and_only_missed_if_it_was_asked_for(tmp_path):
    (tmp_path / "study.yaml").write_text(
        "study: s\noutcome: Y\ncodebook: {A: {kind: crisp}, Y: {kind: crisp}}\n", encoding="utf-8"
    )
    (tmp_path / "cases.csv").write_text("case,A,Y\nk,1,1\nl,0,0\n", encoding="utf-8")
    every = run(tmp_path)
    assert {name for name, done in every.runs.items() if done.status == "skipped"} >= {"arenas", "network"}
    assert every.is_complete
    asked = run(tmp_path, ["network"])
    assert (asked.runs["network"].status, asked.is_complete) == ("skipped", False)
    assert asked.runs["network"].reason.startswith("no case has a section 'actors'.")
