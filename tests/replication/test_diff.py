"""What changed from one run to another: the sentence, the groups, the exit codes, hostile input."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casecompare.cli import app
from casecompare.errors import UsageError
from casecompare.replication import diff, read_saved, render_difference


def call(*arguments):
    return CliRunner().invoke(app, ["diff", *map(str, arguments)])


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def subjects(difference, name: str) -> list[str]:
    group = difference.group(name)
    return [] if group is None else [one.subject for one in group.changes]


@pytest.fixture
def recoded(place: Path, run_study) -> Path:
    """Give the folder of a second run, in which case l lacks the outcome and a definition is other."""
    change(place / "small/cases/l.yaml", "Y: 1", "Y: 0")
    change(place / "small/study.yaml", "Money is there", "Money is at hand")
    run_study(place / "small", place / "second")
    return place


def test_equal_runs_are_the_same(made):
    assert diff(made / "run", made / "run").is_same
    done = call(made / "run", made / "run/comparison.json")
    assert done.exit_code == 0
    assert done.stdout == "The two runs are the same.\n"


def test_the_sentence_answers_first(recoded):
    done = call(recoded / "run", recoded / "second")
    assert done.exit_code == 1
    said = " ".join(done.stdout.partition("\n\n")[0].split())
    assert said == (
        "The verdict on H1 changed from supported to against; the verdict on H2 changed from against to "
        "supported; 2 rows changed; the conservative, parsimonious and intermediate solution for Y lost the "
        "term A and gained the term A*B; the conservative, parsimonious and intermediate solution for ~Y "
        "gained the term ~B; 1 membership crossed 0.5. What went in differs in 2 input files, 1 coded value "
        "and 1 entry of the codebook."
    )
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_every_sort_of_change_is_told(recoded):
    difference = diff(recoded / "run", recoded / "second")
    assert subjects(difference, "files") == ["cases/l.yaml", "study.yaml"]
    value = difference.group("values").changes[0]
    assert (value.subject, value.before, value.after) == ("l Y", 1, 0)
    assert subjects(difference, "codebook") == ["B definition"]
    assert subjects(difference, "memberships") == ["l Y"]
    row = difference.group("rows").changes[0]
    assert (row.subject, row.before, row.after) == ("qca, row for Y: A*~B", "1", "0")
    kinds = {(one.subject, one.kind) for one in difference.group("terms").changes}
    assert ("qca, term of the conservative solution for Y: A", "removed") in kinds
    assert ("qca, term of the conservative solution for Y: A*B", "added") in kinds
    gone = difference.group("terms").changes[0]
    assert gone.note == "inclusion 1.000, coverage 1.000; cases k, l"
    first = difference.group("verdicts").changes[0]
    assert (first.subject, first.before, first.after) == ("H1", "supported", "against")
    assert "inclusion 1 → 0.5" in first.note
    assert "now against: l" in first.note
    assert not difference.has_same_results


def test_what_a_study_states_of_itself_is_told(place, run_study):
    stated = "reporting: {funding: None.}\ndecisions: [{tried: qca.pri=0.45, because: it was the odd one}]\n"
    with (place / "small/study.yaml").open("a", encoding="utf-8") as file:
        file.write(stated)
    run_study(place / "small", place / "second")
    found = diff(place / "run", place / "second")
    assert subjects(found, "study") == ["tried qca.pri=0.45", "reporting funding"]
    assert not found.is_same
    # A run that an earlier release saved says nothing of these, hence nothing is known to differ.
    saved = json.loads((place / "run/comparison.json").read_bytes())
    for name in ("decisions", "reporting", "language"):
        del saved["study"][name]
    (place / "old.json").write_text(json.dumps(saved), encoding="utf-8")
    assert subjects(diff(place / "old.json", place / "second"), "study") == []


def test_a_row_that_only_gets_other_cases_is_told(place, run_study):
    change(place / "small/cases/n.yaml", "B: 0", "B: 1")
    run_study(place / "small", place / "second")
    rows = diff(place / "run", place / "second").group("rows").changes
    moved = next(one for one in rows if one.subject.endswith("~A*B"))
    assert (moved.before, moved.after, moved.note) == ("0", "0", "cases 1 → 2: gained n")


def test_options_and_seed_alone_leave_the_results(place, run_study):
    run_study(place / "small", place / "second", seed=7, consistency=0.75)
    difference = diff(place / "run", place / "second")
    assert subjects(difference, "options") == ["qca.consistency"]
    assert subjects(difference, "study") == ["seed"]
    assert difference.sentence.startswith("The results are the same; what went in differs in ")
    assert difference.has_same_results


def test_a_case_that_came_and_a_method_that_went(place, run_study):
    shutil.copy(place / "small/cases/n.yaml", place / "small/cases/o.yaml")
    change(place / "small/cases/o.yaml", "id: n", "id: o")
    run_study(place / "small", place / "second")
    written = json.loads((place / "second/comparison.json").read_text(encoding="utf-8"))
    written["methods"] = []
    (place / "second/comparison.json").write_text(json.dumps(written), encoding="utf-8")
    difference = diff(place / "run", place / "second")
    assert subjects(difference, "values") == ["case o"]
    assert subjects(difference, "options") == ["method qca"]
    assert difference.group("options").changes[0].kind == "removed"


def test_scores_are_told_with_the_largest_change_first(place):
    written = json.loads((place / "run/comparison.json").read_text(encoding="utf-8"))
    scores = written["methods"][0]["scores"]
    column = next(
        at for at, one in enumerate(scores["columns"]) if isinstance(scores["rows"][0][at], float | int)
    )
    for row, by in zip(scores["rows"], (0.001, 0.2, 0.05, 1e-12), strict=True):
        row[column] += by
    (place / "second").mkdir()
    (place / "second/comparison.json").write_text(json.dumps(written), encoding="utf-8")
    name = scores["columns"][column]["name"]
    assert subjects(diff(place / "run", place / "second"), "scores") == [
        f"l qca.{name}", f"m qca.{name}", f"k qca.{name}",
    ]  # fmt: skip
    assert subjects(diff(place / "run", place / "second", tolerance=0.1), "scores") == [f"l qca.{name}"]
    assert call(place / "run", place / "second", "--tolerance", "0.3").exit_code == 0
    assert len(diff(place / "run", place / "second", tolerance=0).group("scores").changes) == 4


def test_an_archive_is_a_run_too(made):
    difference = diff(made / "run", made / "small.zip")
    # The archive holds the record of k without what is confidential; nothing else differs.
    assert subjects(difference, "files") == ["cases/k.yaml"]
    assert difference.has_same_results


def test_markdown_and_json_say_the_same(recoded):
    difference = diff(recoded / "run", recoded / "second")
    text = render_difference(difference, "markdown")
    assert "## Verdicts" in text
    assert "| H1 | supported | against |" in text
    told = json.loads(call(recoded / "run", recoded / "second", "--format", "json").stdout)
    assert told["schema"] == "casecompare/difference/1"
    assert told["sentence"] == difference.sentence
    assert [group["name"] for group in told["groups"]] == [group.name for group in difference.groups]
    assert call(recoded / "run", recoded / "second", "--format", "pdf").exit_code == 2


def test_it_works_without_any_plugin(made):
    """The comparison of two runs imports no plugin and asks for none."""
    code = (
        "import sys; from casecompare.replication import diff; diff(sys.argv[1], sys.argv[1]); "
        "sys.exit(any(name.startswith('casecompare_') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(made / "run")], check=False).returncode == 0


def test_a_run_of_an_unknown_method_is_compared(place):
    written = json.loads((place / "run/comparison.json").read_text(encoding="utf-8"))
    stranger = {"name": "strange", "status": "ok", "statements": [
        {"kind": "row for Y", "subject": "not a ( formula", "value": "1"},
        {"kind": "size of the club", "subject": "k", "value": "large"},
    ]}  # fmt: skip
    paths = []
    for value in ("1", "0"):
        stranger["statements"][0]["value"] = value
        path = place / f"{value}.json"
        path.write_text(json.dumps({**written, "methods": [stranger]}), encoding="utf-8")
        paths.append(path)
    assert subjects(diff(*paths), "rows") == ["strange, row for Y: not a ( formula"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no comparison.json of casecompare"),
        (b"{}", "no comparison.json of casecompare"),
        (b"[" * 100_000, "no comparison.json of casecompare"),
        (b'{"schema": "casecompare/comparison/999"}', "newer casecompare"),
        (b'{"schema": "casecompare/comparison/0"}', "no comparison.json of casecompare"),
        (b'{"schema": 7}', "no comparison.json of casecompare"),
        (b'{"schema": "casecompare/comparison/1", "methods": {"a": 1}}', "damaged"),
        (b'{"schema": "casecompare/comparison/1", "memberships": {"k": {"A": "high"}}}', "damaged"),
        (b"\xff\xfe\x00", "no comparison.json of casecompare"),
    ],
)
def test_what_is_no_run_is_refused_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "comparison.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        diff(path, path)
    done = call(path, path)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_runs_of_an_older_schema_are_migrated(made, monkeypatch):
    """The schema goes up by one: a saved run takes the step to it, and then equals one that was saved so."""
    from casecompare.report import stored_comparison

    monkeypatch.setattr(stored_comparison, "_PRESENT", 2)
    monkeypatch.setitem(stored_comparison.STEPS, 1, lambda data: {**data, "seed": 99})
    assert diff(made / "run", made / "run").is_same
    assert read_saved(made / "run").comparison.seed == 99


def test_missing_things_are_told(tmp_path, made):
    assert "there is no such file or folder" in call(tmp_path / "nowhere", made / "run").output
    assert "holds no comparison.json" in call(tmp_path, made / "run").output
    assert call(made / "run", made / "run", "--tolerance", "-1").exit_code == 2


def test_hostile_text_is_harmless(place):
    written = json.loads((place / "run/comparison.json").read_text(encoding="utf-8"))
    evil = "\x1b[31m<script>\u202ealert(1)</script>|`x`\n" + "w" * 10_000
    written["study"]["codebook"][evil] = {"definition": evil}
    written["study"]["hypotheses"]["H1"]["claim"] = evil
    written["verdicts"][0]["word"] = evil
    path = place / "evil.json"
    path.write_text(json.dumps(written), encoding="utf-8")
    difference = diff(place / "run", path)
    text = render_difference(difference)
    assert max(map(len, text.splitlines())) <= 80
    for form in (text, render_difference(difference, "markdown")):
        assert "\x1b" not in form
        assert "\u202e" not in form
    assert "<script>" not in render_difference(difference, "markdown")
    assert len(text) < 20_000


def test_a_run_saved_before_statements_were_is_compared_by_its_examination(place):
    written = json.loads((place / "run/comparison.json").read_text(encoding="utf-8"))
    (method,) = written["methods"]
    rows = [["qca", one["kind"], one["subject"], one["value"]] for one in method.pop("statements")]
    names = [{"name": name} for name in ("method", "kind", "subject", "value")]
    rows += [["hypotheses", "verdict", "H1", "supported"]]
    written["robustness"] = {"base": {"columns": names, "rows": rows}}
    (place / "old.json").write_text(json.dumps(written), encoding="utf-8")
    assert diff(place / "run", place / "old.json").is_same
    rows[0][3] = "0" if rows[0][3] == "1" else "1"
    (place / "old.json").write_text(json.dumps(written), encoding="utf-8")
    assert len(diff(place / "run", place / "old.json").group("rows").changes) == 1


def test_versions_are_compared_where_both_are_known(place):
    shutil.copytree(place / "run", place / "second")
    told = json.loads((place / "run/provenance.json").read_text(encoding="utf-8"))
    told["packages"]["numpy"] = "0.0.1"
    told["python"] = "CPython 2.7"
    (place / "second/provenance.json").write_text(json.dumps(told), encoding="utf-8")
    assert subjects(diff(place / "run", place / "second"), "versions") == ["Python", "numpy"]
    assert diff(place / "run", place / "second/comparison.json").is_same
    (place / "second/provenance.json").write_text("[[[", encoding="utf-8")
    assert diff(place / "run", place / "second").is_same


def test_results_of_different_methods_are_not_called_the_same(made, tmp_path):
    written = json.loads((made / "run/comparison.json").read_text(encoding="utf-8"))
    written["methods"][0]["name"] = "other"
    (tmp_path / "other.json").write_text(json.dumps(written), encoding="utf-8")
    difference = diff(made / "run", tmp_path / "other.json")
    assert not difference.is_same
    assert difference.sentence == (
        "Where both runs have results, these are the same; only the first ran qca; only the second ran other."
    )
