"""Rules in a study: files read, mistakes told with their places, methods run, checks made, scores used."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from typer.testing import CliRunner

import casecompare
from casecompare.cli import app
from casecompare_rules.rulebook import read_rulebook

CASES = """\
case,age,formal,acceptance,approach,provider,size,success
T1,10,0.9,yes,contract,North,large,0.9
T2,4,0.6,partly,contract,,small,0.7
T3,0,0.1,no,grant,,small,0.1
T4,2,,partly,grant,,middle,0.3
T5,6,0.7,,contract,South,large,0.8
"""
STUDY = """\
study: change
outcome: SUCCESS
codebook:
  SUCCESS: {from: success}
  FORMAL: {from: formal}
  AGE: {kind: number, from: age}
  ACCEPTANCE: {kind: text, from: acceptance}
  APPROACH: {kind: text, from: approach}
  PROVIDER: {kind: text, from: provider}
  SIZE: {kind: ordinal, from: size, levels: [small, middle, large]}
"""
METHODS = "methods:\n  rules: {files: [rules/a.yaml]}\n"
SEDIMENTED = """\
  SEDIMENTED:
    from: sedimentation.score
    calibrate: {direct: [0.2, 0.45, 0.8], because: habits}
"""
SEDIMENTATION = """\
indices:
  sedimentation:
    title: Sedimentation
    standardise: true
    items:
      age: {value: age, range: [0, 10]}
      formal: {set: FORMAL}
      acceptance: {value: acceptance, scores: {no: 0, partly: 0.5, yes: 1}}
"""


@pytest.fixture
def make(tmp_path: Path):
    def made(rules: str = SEDIMENTATION, study: str = STUDY + METHODS, cases: str = CASES) -> Path:
        folder = tmp_path / "change"
        (folder / "rules").mkdir(parents=True, exist_ok=True)
        (folder / "rules/a.yaml").write_text(textwrap.dedent(rules), encoding="utf-8")
        (folder / "study.yaml").write_text(study, encoding="utf-8")
        (folder / "cases.csv").write_text(cases, encoding="utf-8")
        return folder

    return made


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in casecompare.check(folder)]


def test_an_index_is_a_method_whose_scores_others_use(make):
    study = (
        STUDY
        + SEDIMENTED
        + METHODS
        + "  qca: {conditions: [SEDIMENTED, FORMAL], consistency: 0.7, pri: 0.2}\n"
    )
    comparison = casecompare.run(make(study=study))
    assert list(comparison.runs) == ["rules", "sedimentation", "qca"]
    assert {run.status for run in comparison.runs.values()} == {"ok"}
    scores = comparison["sedimentation"].scores
    assert scores["score"].round(4).to_dict() == {
        "T1": 0.9667,
        "T2": 0.5,
        "T3": 0.0333,
        "T4": 0.35,
        "T5": 0.65,
    }
    assert scores.loc["T4", ["score.low", "score.high"]].round(4).tolist() == [0.2333, 0.5667]
    assert comparison.memberships["SEDIMENTED"]["T1"] > 0.95
    provenance = comparison.runs["sedimentation"].provenance
    assert provenance.distribution == "rules/a.yaml"
    assert provenance.version.removeprefix("sha256:") == comparison.study.files["rules/a.yaml"][:12]


def test_scores_are_set_beside_the_outcome(make):
    found = {one.id: one for one in casecompare.run(make())["sedimentation"].findings}
    assert found["outcome"].value == 1.0
    # T4 (0.57 at most) may be above T2 (0.5) and T5 (0.43 at least): 4 of 6 pairs are certain.
    assert found["outcome"].low == pytest.approx(4 / 6)
    assert "smallest p possible is 0.2, the exact one 0.2" in found["outcome"].sentence
    assert found["range"].sentence.startswith("Sedimentation is highest in T1 (0.97) and lowest in T3 (0.03)")


def test_a_rule_that_rests_on_the_outcome_is_not_tested_against_it(make):
    rules = "indices:\n  echo: {items: {x: {value: success}, y: {set: FORMAL}}}\n"
    result = casecompare.run(make(rules))["echo"]
    assert "outcome" not in [one.id for one in result.findings]
    assert "echo.circular" in [one.code for one in result.diagnostics]


def test_a_rubric_in_a_study(make):
    rules = """\
    rubrics:
      settlement:
        levels:
          - {label: settled, score: 1, when: {all: [FORMAL, acceptance = yes]}}
          - {label: on paper, score: 0.5, when: FORMAL}
          - {label: loose, score: 0, otherwise: true}
    """
    result = casecompare.run(make(rules))["settlement"]
    table = next(one.frame for one in result.tables if one.name == "cases").set_index("case")
    assert table["level"].to_dict() == {
        "T1": "settled", "T2": "on paper", "T3": "loose", "T4": "open", "T5": "open",
    }  # fmt: skip
    assert table.at["T5", "possible"] == "settled, on paper"
    assert result.findings[0].sentence == (
        "settlement: of 5 cases, 1 settled, 1 on paper, 1 loose; 2 could be at several levels."
    )
    assert {one.subject: one.value for one in result.statements if one.kind == "level"}["T4"] == "open"


def test_rules_may_stand_in_study_yaml(make):
    inline = "methods:\n  rules:\n    " + SEDIMENTATION.replace("\n", "\n    ").rstrip()
    comparison = casecompare.run(make(study=STUDY + inline + "\n"))
    assert comparison["sedimentation"].scores["score"]["T2"] == pytest.approx(0.5)
    assert comparison.runs["sedimentation"].provenance.distribution == "study.yaml"


def test_every_mistake_in_a_rule_file_is_told_with_its_place(make):
    rules = """\
    indices:
      sedimentation:
        agregate: mean
        items:
          age: {value: age, range: [10, 0]}
          formal: {set: FORML}
          odd: {value: acceptanse}
    rubrics:
      2nd: {levels: [{label: a, score: 1, when: FORMAL}]}
      levels_without: {levels: [{label: a, score: 1}]}
    checks:
      sizes: {then: approach > contract}
      nonsense: {then: "age >> "}
    """
    assert told(make(rules)) == [
        "rules/a.yaml:3:5  -  indices.sedimentation.agregate: unknown field. Did you mean 'aggregate'?",
        "rules/a.yaml:5:25  -  indices.sedimentation.items.age.range: a range has two numbers, the "
        "smaller one first. Write for instance [0, 10].",
        "rules/a.yaml:6:16  -  indices.sedimentation.items.formal.set: 'FORML' is not in the "
        "codebook. Did you mean 'FORMAL'?",
        "rules/a.yaml:7:13  -  indices.sedimentation.items.odd.value: no case has a value "
        "'acceptanse'. Did you mean 'acceptance'?",
        "rules/a.yaml:9:3  -  rubrics.2nd: '2nd' cannot be the name of a rule. Use up to 40 letters, "
        "digits and _, and begin with a letter; put its title into title:.",
        "rules/a.yaml:10:29  -  rubrics.levels_without.levels.0: a level has either a condition or "
        "'otherwise: true'. Write when: TANDEM*~CONTESTED.",
        "rules/a.yaml:12:11  -  checks.sizes.then: 'contract' of 'approach' has no place in an "
        "order. List the "
        "labels in the codebook, kind: ordinal, levels: [low, high]; or compare with = or in.",
        "rules/a.yaml:13:14  -  checks.nonsense.then: 'age >>' is neither a comparison nor a set: '>' cannot "
        "stand in a formula: arrows are '=>' (sufficient), '<=' (necessary) and '<=>' (both).",
    ]


def test_names_and_values_that_do_not_fit_the_study_are_told(make):
    rules = """\
    indices:
      sedimentation:
        outcome: SUCESS
        items:
          age: {value: age}
          formal: {set: FORML*~AGES}
          text: {value: approach}
    """
    problems = told(make(rules))
    assert [one.partition(": ")[0] for one in problems if one.startswith("cases.csv")] == [
        "cases.csv:2:2  T1  values.age",
        "cases.csv:2:5  T1  values.approach",
        "cases.csv:3:2  T2  values.age",
        "cases.csv:3:5  T2  values.approach",
        "cases.csv:4:5  T3  values.approach",
        "cases.csv:5:2  T4  values.age",
        "cases.csv:5:5  T4  values.approach",
        "cases.csv:6:2  T5  values.age",
        "cases.csv:6:5  T5  values.approach",
    ]
    assert problems[0].endswith(
        ": 10 lies outside the range 0 to 1. Correct it, or the range of the item. (It is the item 'age' of "
        "sedimentation.)"
    )
    assert problems[1].endswith(
        ": 'contract' is text. Say what each label stands for: scores: {contract: 1, …}. (It is the "
        "item 'text' of sedimentation.)"
    )
    assert [one for one in problems if one.startswith("rules")] == [
        "rules/a.yaml:3:5  -  indices.sedimentation.outcome: 'SUCESS' is not in the codebook. Did you mean "
        "'SUCCESS'?",
        "rules/a.yaml:6:16  -  indices.sedimentation.items.formal.set: 'AGES' is not in the "
        "codebook. Did you mean 'AGE'?",
        "rules/a.yaml:6:16  -  indices.sedimentation.items.formal.set: 'FORML' is not in the "
        "codebook. Did you mean 'FORMAL'?",
    ]


def test_what_builds_on_a_broken_rule_is_not_told_twice(make):
    study = STUDY + SEDIMENTED + METHODS + "  qca: {conditions: [SEDIMENTED, FORMAL]}\n"
    problems = told(make("indices:\n  sedimentation: {items: []}\n", study=study))
    assert [one.partition(": ")[0] for one in problems] == [
        "rules/a.yaml:2:19  -  indices.sedimentation.items",
    ]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ("", "the file is empty"),
        ("title: nothing\n", "unknown field"),
        ("indices: {}\n", "the file holds no rule"),
        ("a: &a [x, x]\nb: &b [*a, *a, *a, *a]\n" + "".join(
            f"c{n}: &c{n} [{', '.join([f'*c{n - 1}' if n else '*b'] * 9)}]\n" for n in range(9)), "values"),
        ("indices: " + "{a: " * 30 + "1" + "}" * 30 + "\n", "levels deep"),
        ("indices: !!python/object/apply:os.system [ls]\n", "tag"),
        ("indices: {<<: {a: 1}}\n", "merge keys"),
        ("indices: {x: {items: {a: {set: A}}}, x: {}}\n", "stands twice"),
        ("indices: [\n", "a.yaml"),
        ("checks:\n" + "".join(f"  c{n}: {{then: FORMAL}}\n" for n in range(501)), "at most 500"),
        ("x" * 1_100_000, "more than the limit"),
        ("indices:\n  s:\n    items:\n      '=HYPERLINK(1)': {set: FORMAL}\n", ""),
        ("indices:\n  s:\n    title: <script>alert(1)</script>\n    items: {'<b>': {set: FORMAL}}\n", ""),
    ],
)  # fmt: skip
def test_a_hostile_file_is_told_about_or_harmless(make, rules, message):
    folder = make("placeholder: 1\n")
    (folder / "rules/a.yaml").write_text(rules, encoding="utf-8")
    problems = told(folder)
    assert any(message in one for one in problems) if message else not problems
    if not message:
        target = folder.parent / "out"
        casecompare.write_run(casecompare.run(folder), target)
        assert "<script>alert" not in (target / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", ["../a.yaml", "/etc/passwd", "rules/none.yaml", "rules"])
def test_a_file_that_is_not_there_or_outside_is_told_where_it_is_named(make, file):
    (problem,) = told(make(study=STUDY + f"methods:\n  rules: {{files: [{file}]}}\n"))
    assert problem.startswith("study.yaml:12:11  -  methods.rules.files: ")


def test_rules_of_one_name_and_names_of_methods(make):
    rules = (
        SEDIMENTATION + "  Sedimentation: {items: {a: {set: FORMAL}}}\n  qca: {items: {a: {set: FORMAL}}}\n"
    )
    assert told(make(rules)) == [
        "rules/a.yaml  -  qca: there is another method called 'qca'. Give this one a name of its own.",
        "rules/a.yaml:9:3  -  indices.Sedimentation: there is another rule called 'sedimentation', in "
        "rules/a.yaml. Give each rule a name of its own; capitals do not tell them apart.",
    ]


def test_a_rule_whose_outcome_is_its_own_score_is_refused(make):
    rules = SEDIMENTATION.replace("    standardise", "    outcome: SEDIMENTED\n    standardise")
    (problem,) = told(make(rules, study=STUDY + SEDIMENTED + METHODS))
    assert "made of the scores of this very rule" in problem


def test_rules_that_wait_for_each_other_are_refused(make):
    study = STUDY + "  ONE: {from: one.score}\n  OTHER: {from: other.score}\n" + METHODS
    rules = "indices:\n  one: {items: {a: {set: OTHER}}}\n  other: {items: {a: {set: ONE}}}\n"
    assert any("wait for each other" in one for one in told(make(rules, study=study)))


def test_a_rule_may_use_the_score_of_another(make):
    study = STUDY + SEDIMENTED + METHODS
    rules = SEDIMENTATION + "rubrics:\n  old: {levels: [{label: old, score: 1, when: SEDIMENTED}]}\n"
    comparison = casecompare.run(make(rules, study=study), ["old"])
    assert list(comparison.runs) == ["sedimentation", "old"]
    assert comparison["old"].scores["score"]["T1"] == 1


def test_names_of_the_rule_are_mapped_to_those_of_the_study(make):
    items = "{y: {value: years, range: [0, 10]}, f: {set: RULES}}"
    rules = f"indices:\n  elsewhere: {{items: {items}, standardise: true}}\n"
    names = "  elsewhere: {names: {years: age, RULES: FORMAL}, outcome: SUCCESS}\n"
    comparison = casecompare.run(make(rules, study=STUDY + METHODS + names))
    assert comparison["elsewhere"].scores["score"]["T2"] == pytest.approx((0.4 + 0.6) / 2)
    wrong = "  elsewhere: {names: {year: age, RULES: FORMAL}}\n"
    problems = told(make(rules, study=STUDY + METHODS + wrong))
    assert problems[0] == (
        "study.yaml:13:23  -  methods.elsewhere.names.year: the rule does not name 'year'. Did you mean "
        "'years'?"
    )
    assert "no case has a value 'years'" in problems[1]


def test_missing_fail_names_the_cases(make):
    rules = SEDIMENTATION.replace("    standardise", "    missing: fail\n    standardise")
    problems = told(make(rules))
    assert [one.partition("  values")[0] for one in problems] == ["cases.csv:6:4  T5"]
    whole = CASES.replace("South", "South").replace(",0.7,,", ",0.7,yes,")
    comparison = casecompare.run(make(rules, cases=whole))  # T4 lacks FORMAL, a set
    assert comparison.runs["sedimentation"].status == "failed"
    assert "items are missing in T4" in comparison.runs["sedimentation"].reason


CHECKS = """\
checks:
  provider:
    if: approach = contract
    then: provider is given
    message: a contract has a provider.
    advice: Code it.
  grown: {then: size >= middle, level: note}
  formal: {if: approach = grant, then: ~FORMAL, level: error, message: a grant is informal.}
  variety: {count: SUCCESS, at_least: 4, level: error}
"""


def test_checks_are_made_with_the_place_of_the_value(make):
    assert told(make(CHECKS)) == [
        "cases.csv:3:6  T2  values.provider: a contract has a provider. Code it.",
        "cases.csv:3:7  T2  values.size: grown: size >= middle does not hold.",
        "cases.csv:4:7  T3  values.size: grown: size >= middle does not hold.",
        "rules/a.yaml:9:3  -  checks.variety: it should be SUCCESS in at least 4 cases, but it is 3.",
    ]


def test_an_error_stops_the_run_and_a_warning_does_not(make):
    with pytest.raises(casecompare.StudyError, match="at least 4 cases"):
        casecompare.run(make(CHECKS))
    comparison = casecompare.run(make(CHECKS.replace("at_least: 4", "at_least: 3")))
    table = next(one.frame for one in comparison["rules"].tables if one.name == "checks").set_index("check")
    assert table["holds"].to_dict() == {"provider": "no", "grown": "no", "formal": "open", "variety": "yes"}
    assert table.at["formal", "undecided"] == ("T4",)
    assert table.at["provider", "broken"] == ("T2",)
    assert comparison["rules"].findings[0].sentence == (
        "1 of 4 checks of the coding holds; broken: provider, grown; open for want of values: formal."
    )
    assert "rules.provider" in [one.code for one in comparison.problems]


def test_a_check_of_a_derived_set_is_made_when_it_is_there(make):
    rules = SEDIMENTATION + "checks:\n  strong: {if: SUCCESS, then: SEDIMENTED, message: not sedimented.}\n"
    study = STUDY + SEDIMENTED.replace("0.2, 0.45", "0.2, 0.6") + METHODS
    assert told(make(rules, study=study)) == []
    (diagnostic,) = casecompare.run(make(rules, study=study))["rules"].diagnostics
    assert (diagnostic.code, diagnostic.case, diagnostic.message) == ("rules.strong", "T2", "not sedimented.")


def test_a_study_without_rules_is_left_alone(make):
    comparison = casecompare.run(make(study=STUDY + "methods:\n  qca: {conditions: [FORMAL]}\n"))
    assert list(comparison.runs) == ["qca"]
    skipped = casecompare.run(make(study=STUDY + "methods:\n  rules: {}\n")).runs["rules"]
    assert (skipped.status, skipped.reason.startswith("the study brings no rules.")) == ("skipped", True)


def test_the_same_study_gives_the_same_bytes(make):
    folder = make(SEDIMENTATION + CHECKS.replace("at_least: 4", "at_least: 3"))
    for name in ("one", "other"):
        casecompare.write_run(casecompare.run(folder), folder.parent / name, formats=["markdown", "csv"])
    one, other = ((folder.parent / name / "report.md").read_bytes() for name in ("one", "other"))
    assert one == other


def test_a_changed_file_is_read_again(make):
    folder = make()
    assert read_rulebook(casecompare.open_study(folder)).rules[0].name == "sedimentation"
    (folder / "rules/a.yaml").write_text(
        SEDIMENTATION.replace("sedimentation:", "other_name:"), encoding="utf-8"
    )
    assert read_rulebook(casecompare.open_study(folder)).rules[0].name == "other_name"


def test_commands_know_the_rules_of_a_study(make, monkeypatch, tmp_path):
    folder = str(make())
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(app, ["run", folder, "--plugin", "sedimentation", "--robustness", "none"])
    assert run.exit_code == 0
    assert "Sedimentation is highest in T1" in run.output.replace("\n", " ")
    wrong = CliRunner().invoke(app, ["run", folder, "--plugin", "sedimentatoin"])
    assert wrong.exit_code == 2
    assert "Did you mean 'sedimentation'?" in wrong.output
    described = CliRunner().invoke(app, ["describe", "sedimentation", "--study", folder])
    assert "from rules/a.yaml sha256:" in described.output
    schema = CliRunner().invoke(app, ["schema", "rules"])
    assert '"indices"' in schema.output
    assert CliRunner().invoke(app, ["schema", "nothing"]).exit_code == 2


def test_an_archive_of_a_study_with_rules_comes_out_again(make, monkeypatch, tmp_path):
    folder = str(make())
    monkeypatch.chdir(tmp_path)
    packed = CliRunner().invoke(app, ["archive", folder, "--with", "rules/*", "-o", "a.zip"])
    assert packed.exit_code == 0, packed.output
    verified = CliRunner().invoke(app, ["verify", "a.zip"])
    assert verified.exit_code == 0, verified.output
    assert "every number came out again" in verified.output


def test_levels_are_held_against_other_values_in_repeats(make):
    levels = "[{label: old, score: 1, when: age >= 5}, {label: new, score: 0, otherwise: true}]"
    rules = f"rubrics:\n  grown: {{levels: {levels}}}\n"
    comparison = casecompare.run(make(rules))
    robustness = casecompare.examine(comparison)
    assert robustness.groups
    assert comparison["grown"].scores["score"].tolist() == [1, 0, 0, 0, 1]
