"""The command line as a person meets it: what is printed, what is written, which exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casecompare.cli import app

ROOT = Path(__file__).parents[1]


def call(*arguments, cwd=None, monkeypatch=None):
    if cwd is not None:
        monkeypatch.chdir(cwd)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def small(tmp_path):
    """Make a small study with nothing wrong in it."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "cases.csv").write_text("case,A,B,Y\nk,1,1,1\nl,1,0,1\nm,0,1,0\nn,0,0,0\n", encoding="utf8")
    (folder / "study.yaml").write_text(
        "study: small\n"
        "title: A small study\n"
        "codebook:\n"
        "  A: {kind: crisp, definition: Leaders act jointly}\n"
        "  B: {kind: crisp, definition: Money is there}\n"
        "  Y: {kind: crisp, definition: The service changed}\n"
        "outcome: Y\n"
        "methods:\n"
        "  qca: {conditions: [A, B], consistency: 0.8}\n"
        "hypotheses:\n"
        "  H1: {claim: A => Y, title: Joint leadership is enough}\n",
        encoding="utf8",
    )
    return folder


def test_run_prints_the_result_in_80_columns_and_writes_the_folder(small, tmp_path, monkeypatch):
    done = call("run", small, "--plugin", "qca", cwd=tmp_path, monkeypatch=monkeypatch)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    for said in ("A small study", "A => Y", "supported", "The report: runs/small/report.html"):
        assert said in done.stdout
    assert {path.name for path in (tmp_path / "runs/small").iterdir()} >= {
        "report.html", "report.md", "comparison.json", "tables", "provenance.json",
    }  # fmt: skip


def test_the_same_input_gives_the_same_bytes(small, tmp_path):
    for name in ("one", "two"):
        assert call("run", small, "-o", tmp_path / name).exit_code == 0
    first, second = (
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in sorted((tmp_path / name).rglob("*.*"))
        }
        for name in ("one", "two")
    )
    for files in (first, second):
        del files["provenance.json"]
    # The command that repeats the run names its own folder.
    assert {name: data.replace(b"/two", b"/one") for name, data in second.items()} == first


def test_set_changes_an_option_and_a_wrong_one_is_told(small, tmp_path):
    assert call("run", small, "--set", "qca.consistency=[0.9, 0.7]", "-o", tmp_path / "out").exit_code == 0
    written = json.loads((tmp_path / "out/comparison.json").read_text(encoding="utf8"))
    assert written["schema"] == "casecompare/comparison/1"
    wrong = call("run", small, "--set", "qca.consistensy=0.9", "-o", tmp_path / "out2")
    assert wrong.exit_code == 1
    assert "the method 'qca' has no option 'consistensy'. Did you mean 'consistency'?" in wrong.output
    assert not (tmp_path / "out2").exists()
    assert call("run", small, "--set", "consistency=0.9").exit_code == 2


def test_check_prints_problems_and_exits_with_1(small):
    assert call("check", small).exit_code == 0
    (small / "study.yaml").write_text(
        (small / "study.yaml").read_text(encoding="utf8").replace("[A, B]", "[A, Bb]"), encoding="utf8"
    )
    text = call("check", small)
    assert text.exit_code == 1
    assert text.output.splitlines()[0] == (
        "study.yaml:9:25  -  methods.qca.conditions.1: 'Bb' is not in the codebook. Did you mean 'B'?"
    )
    listed = json.loads(call("check", small, "--format", "json").output)
    assert listed["schema"] == "casecompare/problems/1"
    assert listed["problems"][0]["code"] == "unknown-set"
    assert (listed["problems"][0]["line"], listed["problems"][0]["column"]) == (9, 25)


def test_an_unknown_method_or_file_is_wrong_use(small, tmp_path):
    unknown = call("run", small, "--plugin", "qcaa")
    assert (unknown.exit_code, unknown.output) == (2, "qcaa: no method of this name. Did you mean 'qca'?\n")
    assert call("run", small, "--plugin", tmp_path / "none.py").exit_code == 2
    assert call("run", tmp_path / "nowhere").exit_code == 1


def test_an_unknown_format_is_told_before_anything_runs(small, tmp_path, monkeypatch):
    monkeypatch.setattr("casecompare.methods.planned_run.run_method", None)
    done = call("run", small, "--format", "htlm", "-o", tmp_path / "out")
    assert (done.exit_code, done.output) == (2, "no format 'htlm'. Did you mean 'html'?\n")


def test_a_failing_method_still_gives_a_report_and_exit_code_1(small, tmp_path):
    plugin = tmp_path / "broken.py"
    plugin.write_text(
        "import casecompare\n"
        "def run(study, options, context):\n    raise RuntimeError('out of luck')\n"
        "@casecompare.hookimpl\n"
        "def casecompare_register_methods(register):\n"
        "    register(casecompare.Method(name='broken', title='Broken', question='?', run=run))\n",
        encoding="utf8",
    )
    done = call("run", small, "--plugin", "qca", "--plugin", plugin, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "RuntimeError: out of luck" in done.output
    assert "A => Y" in done.output
    assert "out of luck" in (tmp_path / "out/report.html").read_text(encoding="utf8")


def test_new_makes_a_study_that_passes_its_own_check(tmp_path):
    made = call("new", tmp_path / "mine")
    assert made.exit_code == 0, made.output
    assert call("check", tmp_path / "mine").exit_code == 0
    assert call("run", tmp_path / "mine", "-o", tmp_path / "out").exit_code == 0
    again = call("new", tmp_path / "mine")
    assert again.exit_code == 2
    assert "exists. Choose another folder, or edit that study." in again.output


def test_new_from_a_table_fills_the_codebook(tmp_path):
    table = tmp_path / "Zweckverbände 2020.csv"
    table.write_text(
        "Ort,Führung,Budget (Mio),Notiz,Erfolg\nA,1,12.5,x,1\nB,0,3,y,0\nC,1,8,z,1\n", encoding="utf8"
    )
    made = call("new", tmp_path / "mine", "--from", table)
    assert made.exit_code == 0, made.output
    text = (tmp_path / "mine/study.yaml").read_text(encoding="utf8")
    for said in ("FÜHRUNG:", 'from: "Budget (Mio)"', "kind: number", "outcome: ERFOLG", "kind: text"):
        assert said in text
    found = call("check", tmp_path / "mine").output
    assert "BUDGET_MIO" in found  # a number is no set until it is calibrated
    (tmp_path / "mine/study.yaml").write_text(
        text.replace("[FÜHRUNG, BUDGET_MIO]", "[FÜHRUNG]"), encoding="utf8"
    )
    assert call("check", tmp_path / "mine").exit_code == 0


def test_plugins_and_describe_answer(tmp_path):
    listed = call("plugins")
    assert listed.exit_code == 0
    assert "qca" in listed.output
    assert "arenas" in listed.output
    rows = json.loads(call("plugins", "--format", "json").output)
    assert {row["plugin"] for row in rows} >= {"qca", "arenas"}
    described = call("describe", "qca")
    for said in ("consistency", "conditions", "which combinations", "to cite"):
        assert said in described.output.lower()
    assert call("describe", "qcaa").exit_code == 2


def test_schema_is_json_schema(small):
    for what in ("case", "study"):
        made = json.loads(call("schema", what).output)
        assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    offered = json.dumps(json.loads(call("schema", "case", "--study", small).output))
    assert '"A"' in offered
    assert call("schema", "cases").exit_code == 2


def test_without_a_study_the_one_in_the_folder_is_used_else_the_shipped_one(small, monkeypatch):
    here = call("check", cwd=small, monkeypatch=monkeypatch)
    assert here.output.strip() == "No problems."
    elsewhere = call("check", cwd=small.parent, monkeypatch=monkeypatch)
    assert "the study that ships with casecompare" in elsewhere.output


def test_an_interrupt_leaves_the_former_run_whole(small, tmp_path, monkeypatch):
    assert call("run", small, "-o", tmp_path / "out").exit_code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("casecompare.methods.planned_run.run_method", interrupt)
    done = call("run", small, "-o", tmp_path / "out")
    assert (done.exit_code, done.output.strip()) == (130, "Interrupted; nothing was changed.")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")} == before


def test_output_into_a_pipe_that_knows_ascii_only_does_not_crash(small, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "casecompare", "run", small, "-o", tmp_path / "out"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_new_suggests_scores_for_words_and_names_that_formulas_take(tmp_path):
    table = tmp_path / "cases.csv"
    table.write_text("case,Size in m²,2nd staff,Y\nk,30,yes,1\nl,90,no,0\n", encoding="utf8")
    assert call("new", tmp_path / "made", "--from", table).exit_code == 0
    text = (tmp_path / "made" / "study.yaml").read_text(encoding="utf8")
    assert "  SIZE_IN_M2:\n" in text
    assert "  _2ND_STAFF:\n" in text
    assert '    # calibrate: {rubric: {"no": ?, "yes": ?}, because: "why these scores"}\n' in text


def test_plugins_refuses_an_unknown_format():
    said = call("plugins", "--format", "xml")
    assert (said.exit_code, said.output) == (2, "--format xml: give text or json.\n")
