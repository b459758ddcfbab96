"""A method in a process of its own: the same result, and whatever it does costs its own section only."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import casecompare
from casecompare.engine import load_host
from casecompare.methods import Host, MethodRun, isolation
from casecompare.report.json_document import comparison_data, render_json
from casecompare.study import PluginPolicy
from casecompare.testing import make_study

ROOT = Path(__file__).resolve().parents[2]
STRANGERS = Path(__file__).with_name("strangers.py")
TABLE = pd.DataFrame({"A": [1.0, 0.0, 0.7], "Y": [0.9, 0.2, 0.6]}, index=["T1", "T2", "T3"])

posix = pytest.mark.skipif(sys.platform == "win32", reason="it needs the limits or signals of POSIX")


@pytest.fixture(scope="module")
def host() -> Host:
    return load_host([STRANGERS])


def study(**more: object) -> casecompare.Study:
    return make_study(TABLE, outcome="Y", hypotheses={"H1": "A => Y"}, **more)  # type: ignore[arg-type]


def isolated(host: Host, name: str, *, seconds: float = 20.0, memory: int = 2_000_000_000) -> MethodRun:
    comparison = casecompare.run(
        study(), [name], host=host, seconds=seconds, isolation="process", memory=memory
    )
    return comparison.runs[name]


def test_every_kind_of_element_comes_back_as_it_was(host: Host) -> None:
    here = casecompare.run(study(), ["everything"], host=host, isolation="none")
    there = casecompare.run(study(), ["everything"], host=host, isolation="process")
    assert there.runs["everything"].reason == ""
    assert render_json(here) == render_json(there)
    first, second = here["everything"], there["everything"]
    pd.testing.assert_frame_equal(first.scores, second.scores)
    for table, other in zip(first.tables, second.tables, strict=True):
        pd.testing.assert_frame_equal(table.frame, other.frame)
        assert (table.columns, table.note, table.main) == (other.columns, other.note, other.main)
    assert (first.figures, first.findings, first.diagnostics) == (
        second.figures, second.findings, second.diagnostics)  # fmt: skip
    assert (dict(first.files), first.statements) == (dict(second.files), second.statements)


def test_evidence_may_rest_on_fields_that_do_not_come_back(host: Host) -> None:
    comparison = casecompare.run(study(), ["everything"], host=host, isolation="process")
    result = comparison["everything"]
    assert type(result) is casecompare.MethodResult
    [brought] = [one for one in comparison.verdicts[0].evidence if one.source == "everything"]
    assert brought.measures["own"] == 7
    assert brought.measures["none"] != brought.measures["none"]


@pytest.mark.parametrize("name", ["cragun_2014", "lipset_1959"])
def test_built_in_methods_give_the_same_bytes(name: str, host: Host) -> None:
    here = casecompare.run(ROOT / "cases" / name, host=host, isolation="none")
    there = casecompare.run(ROOT / "cases" / name, host=host, isolation="process")
    assert here.is_complete
    assert render_json(here) == render_json(there)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["blackman_2011", "clinical_commissioning"])
def test_built_in_methods_give_the_same_bytes_on_large_studies(name: str, host: Host) -> None:
    test_built_in_methods_give_the_same_bytes(name, host)


@pytest.mark.slow
def test_all_built_in_methods_fare_the_same_on_a_study_that_has_something_for_few_of_them() -> None:
    builtin = load_host(only_builtin=True)
    here = comparison_data(casecompare.run(study(), builtin.method_names, host=builtin, isolation="none"))
    there = comparison_data(casecompare.run(study(), builtin.method_names, host=builtin, isolation="process"))
    assert here == there


LIMIT = {"take_all_memory": {"memory": 500_000_000}, "hang_in_compiled_code": {"seconds": 0.3}}


@posix
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("crash", "its process crashed (SIGSEGV), as compiled code does."),
        ("be_killed", "its process was killed (SIGKILL), most likely because the memory ran out."),
        (
            "leave",
            "its process ended by itself (exit code 3) without a result. The last it said: the disk is full",
        ),
        (
            "hang_in_compiled_code",
            "did not end within 0.3 seconds and was stopped. "
            "Give it more time with --time-limit, or fewer conditions or cases.",
        ),
        (
            "take_all_memory",
            "it needed more memory than the 500 MB that it may take. "
            "Give it more with --memory-limit, or fewer conditions or cases.",
        ),
        ("fork_and_leave", "its process ended by itself (exit code 4) without a result."),
        ("change_the_study", "it changed the study it was given; a method must leave its input as it is."),
        ("fail", "ZeroDivisionError: division by zero"),
    ],
)
def test_whatever_it_does_costs_its_own_section(
    name: str, reason: str, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "take_all_memory" and sys.platform != "linux":
        pytest.skip("only Linux holds a process to a limit of memory")
    monkeypatch.setattr(isolation, "_SECONDS_OF_GRACE", 0.3)
    done = isolated(host, name, **LIMIT.get(name, {}))  # type: ignore[arg-type]
    assert (done.status, done.result) == ("failed", None)
    assert done.reason == reason


def test_the_others_go_on(host: Host) -> None:
    comparison = casecompare.run(study(), ["be_killed", "everything"], host=host, isolation="process")
    assert [run.status for run in comparison.runs.values()] == ["failed", "ok"]
    assert not comparison.is_complete


def test_a_method_that_finds_nothing_of_its_kind_is_skipped(host: Host) -> None:
    done = isolated(host, "has_nothing")
    assert (done.status, done.reason) == ("skipped", "there are no ties.")


def test_a_result_of_any_size_is_not_read(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_MOST_BYTES", 1_000_000)
    done = isolated(host, "give_back_too_much")
    assert done.reason == (
        "it gave back 4 MB, more than the 1 MB that are read. "
        "Ask it for less: fewer tables, figures or files."
    )


def test_what_is_printed_without_end_is_cut_and_told(host: Host) -> None:
    done = isolated(host, "print_without_end")
    assert done.status == "ok"
    assert [one.code for one in done.diagnostics] == ["print_without_end.printed"]
    assert len(done.diagnostics[0].message) < 300


def test_a_channel_that_the_method_writes_to_gives_a_reason_and_no_result(host: Host) -> None:
    done = isolated(host, "spoil_the_channel")
    assert (done.status, done.result) == ("failed", None)
    assert done.reason.startswith("what it gave back cannot be read (")


@posix
def test_what_it_has_started_ends_with_it(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_SECONDS_OF_GRACE", 1.0)
    started: list[int] = []
    popen = isolation.subprocess.Popen

    def remember(*arguments: object, **more: object) -> object:
        process = popen(*arguments, **more)  # type: ignore[call-overload]
        started.append(process.pid)
        return process

    monkeypatch.setattr(isolation.subprocess, "Popen", remember)
    done = isolated(host, "leave_others_running", seconds=1.0)
    assert done.reason.startswith("did not end within 1 seconds")
    for _ in range(50):
        try:
            os.killpg(started[0], 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process of its group is still there")


def test_a_method_without_a_module_says_that_it_cannot_be_isolated() -> None:
    from casecompare.methods import FoundPlugin, LoadedPlugin, Method, MethodResult

    found = FoundPlugin(name="m", module="", distribution="d", version="0", origin="file")
    method = Method(name="m", title="", question="", run=lambda *_: MethodResult())
    alone = Host(plugins=[LoadedPlugin(found=found, methods=(method,))])
    done = isolated(alone, "m")
    assert done.reason == "it cannot run in a process of its own: it comes from no module and no file."


def test_the_study_says_which_methods_are_isolated(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    real = isolation.run_isolated

    def remember(request: isolation.Request, method: casecompare.Method) -> object:
        asked.append((request.method, request.memory))
        return real(request, method)

    monkeypatch.setattr("casecompare.methods.isolation.run_isolated", remember)
    policy = PluginPolicy(isolation={"fail": "process"}, memory=1_500_000_000)
    ours = replace(study(), plugins=policy)
    casecompare.run(ours, ["fail", "everything"], host=host)
    assert asked == [("fail", 1_500_000_000)]
    casecompare.run(ours, ["fail"], host=host, isolation="none")
    assert len(asked) == 1
    casecompare.run(replace(ours, plugins=PluginPolicy(isolation={"*": "process", "fail": "none"})),
                    ["fail", "has_nothing"], host=host)  # fmt: skip
    assert [name for name, _ in asked] == ["fail", "has_nothing"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")
def test_its_limits_are_set_and_cannot_be_raised(host: Host) -> None:
    result = isolated(host, "tell_limits", seconds=30, memory=1_000_000_000).result
    assert result is not None
    limits = {(one.kind, one.subject): int(one.value) for one in result.statements}
    for name in ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_NPROC"):
        assert limits[name, "soft"] == limits[name, "hard"] >= 0
    assert 1_000_000_000 < limits["RLIMIT_AS", "hard"] < 20_000_000_000
    assert limits["RLIMIT_CORE", "hard"] == 0
    assert 150 <= limits["RLIMIT_CPU", "hard"] <= 150 * (os.cpu_count() or 1)


def test_a_plugin_that_hangs_while_it_is_loaded_is_ended(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_SECONDS_TO_LOAD", 0.5)
    monkeypatch.setenv("STRANGERS_HANG_AT_IMPORT", "1")
    done = isolated(host, "everything")
    assert done.reason == "its plugin was not loaded within 0.5 seconds; its process was ended."


CHAIN = """\
study: chain
outcome: Y
codebook:
  Y: {from: y}
  B: {from: b}
  INDEX: {from: sum_of_two.score, calibrate: {direct: [0.1, 0.52, 0.9], because: a test}}
methods:
  rules:
    indices:
      sum_of_two:
        title: Sum
        question: How much?
        aggregate: mean
        standardise: true
        missing: bounds
        items: {b: {set: B}, c: {value: c, range: [0, 10]}}
  qca: {conditions: [INDEX, B], consistency: 0.7}
  tally: {}
plugins:
  isolation: process
"""
CASES = "id,b,c,y\nk,0.9,8,0.9\nl,0.2,1,0.2\nm,0.7,,0.8\nn,0.1,9,0.3\n"
TALLY = """
import casecompare
from pydantic import BaseModel

class Visit(BaseModel):
    place: str

def run(study, options, context):
    from casecompare_file_tally import Visit
    visits = [visit for case in study.cases.values() for visit in case.sections.get("visits", [])]
    assert all(isinstance(visit, Visit) for visit in visits)
    count = casecompare.Statement(kind="n", subject="n", value=str(len(visits)))
    return casecompare.MethodResult(statements=(count,))

@casecompare.hookimpl
def casecompare_register_methods(register):
    sections = {"visits": list[Visit]}
    register(casecompare.Method(name="tally", title="T", question="?", run=run, sections=sections))
"""


def test_rules_of_the_study_derived_scores_and_sections_of_a_file_cross(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(CHAIN, encoding="utf-8")
    (tmp_path / "cases").mkdir()
    names, *rows = [line.split(",") for line in CASES.split()]
    for case, *values in rows:
        coded = ", ".join(f"{name}: {value}" for name, value in zip(names[1:], values, strict=True) if value)
        (tmp_path / "cases" / f"{case}.yaml").write_text(
            f"id: {case}\nvalues: {{{coded}}}\nvisits: [{{place: there}}]\n", encoding="utf-8"
        )
    (tmp_path / "tally.py").write_text(TALLY, encoding="utf-8")
    ours = load_host([tmp_path / "tally.py"])
    there = casecompare.run(tmp_path, host=ours)
    assert {name: run.reason for name, run in there.runs.items() if run.status != "ok"} == {}
    assert set(there.runs) == {"rules", "sum_of_two", "qca", "tally"}
    assert there["tally"].statements[0].value == "4"
    assert render_json(there) == render_json(casecompare.run(tmp_path, host=ours, isolation="none"))


def test_an_interrupt_ends_the_process_and_goes_through(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[object] = []

    def interrupt(process: object, *_: object) -> str:
        waiting.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr(isolation, "_wait", interrupt)
    with pytest.raises(KeyboardInterrupt):
        isolated(host, "everything")
    assert waiting[0].returncode is not None  # type: ignore[attr-defined]
