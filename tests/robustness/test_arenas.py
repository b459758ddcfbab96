"""Coders in sections: three coders of who leads where, through the scores of the arenas to the verdict."""

from __future__ import annotations

import pandas as pd
import pytest

from casecompare.engine import run
from casecompare.methods import RunContext
from casecompare.robustness import coder_draws, coder_sheets, examine, repeat, without_each_case
from casecompare.robustness.recoding import sheet_of
from casecompare.study import Calibration, CodebookEntry
from casecompare.testing import make_study
from casecompare_arenas.declaration import METHOD
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.records import read_sheet
from casecompare_arenas.sections import ArenaRow, GoalRow, LinkRow

TANDEM = CodebookEntry(
    name="TANDEM",
    source=("arenas.tandem_any",),
    calibration=Calibration(kind="direct", parameters=[0.15, 0.45, 0.75]),
)
# Leadership of both sides and their coupling, by case; coder C saw no coupling in m.
LEVELS = {"k": 0.95, "l": 0.9, "m": 0.9, "n": 0.3, "o": 0.2}
SUCCESS = [1.0, 1.0, 1.0, 0.0, 0.0]


def rows_of(case: str, level: float) -> list[ArenaRow]:
    agreed = [
        ArenaRow(round=1, arena=arena, clinical=level, managerial=level, hybrid=0.0, coupling=level)
        for arena in ("S", "P", "D")
    ]
    coded = [row.model_copy(update={"coder": coder}) for row in agreed for coder in ("A", "B")]
    coupling = 0.1 if case == "m" else level
    return [*agreed, *coded, *(row.model_copy(update={"coder": "C", "coupling": coupling}) for row in agreed)]


@pytest.fixture
def study():
    table = pd.DataFrame({"SUCCESS": SUCCESS}, index=list(LEVELS))
    return make_study(
        table,
        outcome="SUCCESS",
        codebook={"TANDEM": TANDEM},
        sections={case: {"arenas": rows_of(case, level)} for case, level in LEVELS.items()},
        methods={"arenas": {}, "qca": {"conditions": ["TANDEM"], "figures": False}},
        hypotheses={"H1": "TANDEM <= SUCCESS"},
    )


def test_the_coder_on_whom_a_verdict_hangs_is_found(study, host):
    comparison = run(study, ["qca"], host=host)
    robustness = examine(comparison, host=host, effort="full")
    changes = robustness.changes
    verdicts = changes[changes["kind"] == "verdict"]
    assert verdicts[verdicts["group"] == "coder sheets"][["variant", "before", "after"]].values.tolist() == [
        ["coder C", "supported", "against"]
    ]
    assert verdicts[verdicts["group"] == "another code"]["variant"].tolist() == [
        "the sections of m as recorded by C"
    ]
    assert robustness.groups[0].notes[0] == "A coded sections of 5 of 5 cases."


def test_repeats_through_the_arenas_say_what_whole_runs_say(study, host):
    comparison = run(study, ["qca"], host=host)
    variants = [*coder_sheets(study), *without_each_case(study), *list(coder_draws(study, 3))]
    log = repeat(comparison, variants, host=host)
    for variant, (_, done) in zip(variants, log.repeats, strict=True):
        whole = run(variant.study, ["qca"], host=host)
        words = {("hypotheses", "verdict", one.hypothesis.name): one.word for one in whole.verdicts}
        said = {("qca", one.kind, one.subject): one.value for one in whole["qca"].statements}
        assert done.statements == {**said, **words}, variant.label


def test_a_repeat_scores_no_case_twice(study):
    memory: dict[object, object] = {}
    context = RunContext(memberships=lambda names: pd.DataFrame(), raw=lambda names: pd.DataFrame(),
                         is_repeat=True, memory=memory)  # fmt: skip
    first = METHOD.run(study, ArenasOptions(), context)
    assert len(memory) == len(LEVELS)
    kept = list(memory.values())
    again = METHOD.run(study, ArenasOptions(), context)
    assert [id(one) for one in memory.values()] == [id(one) for one in kept]
    pd.testing.assert_frame_equal(first.scores, again.scores)
    assert not first.tables
    assert not first.figures


@pytest.mark.parametrize("coder", ["A", "B"])
def test_the_sheet_of_a_coder_is_the_one_that_the_arenas_read(coder):
    goal, link = {"round": 1, "arena": "S"}, {"round": 1, "uptake": 0.4}
    rows = {
        "arenas": [
            ArenaRow(round=1, arena="S", clinical=0.2),
            ArenaRow(round=1, arena="S", clinical=0.4, coder="A"),
            ArenaRow(round=1, arena="P", clinical=0.3),
            ArenaRow(round=2, arena="S", clinical=0.9, coder="B"),
        ],
        # A coded one element only; what was agreed on about the others does not stand beside it.
        "goals": [
            GoalRow(**goal, element="x", emphasis=1.0),
            GoalRow(**goal, element="y", emphasis=2.0),
            GoalRow(**goal, element="x", emphasis=3.0, coder="A"),
        ],
        "links": [
            LinkRow.model_validate({**link, "from": "S", "to": "P"}),
            LinkRow.model_validate({**link, "from": "P", "to": "S", "coder": "B"}),
        ],
    }
    case = make_study(pd.DataFrame({"Y": [1]}, index=["k"]), sections={"k": rows}).cases["k"]
    own, expected = sheet_of(case, coder).sections, read_sheet(case, coder)
    for name in ("arenas", "goals", "links"):
        read = [row.model_copy(update={"coder": None}) for row in getattr(expected, name)]
        assert own[name] == read
