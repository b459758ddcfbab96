"""Example studies, strategies, fixtures, trials, the card, and the checks as pytest makes them."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from casecompare import CasecompareError, Method, MethodResult, Options, open_study
from casecompare.engine import load_host
from casecompare.testing import (
    PluginCheck,
    check_plugin,
    example_studies,
    fixtures,
    make_study,
    plugin_checks,
    try_method,
)
from casecompare.testing import strategies as strategy
from casecompare.testing.examples import EDGES

FEW = settings(max_examples=25, deadline=None)


def test_example_studies_are_what_their_names_say():
    studies = example_studies()
    assert set(EDGES) < set(studies)
    assert set(studies["crisp"].table.to_numpy().ravel()) == {0, 1}
    assert set(studies["multi-value"].table["B"]) == {0, 1, 2}
    assert studies["multi-value"].codebook["B"].kind == "multi-value"
    assert len(studies["one-case"].case_ids) == 1
    assert len(studies["no-case"].case_ids) == 0
    assert studies["all-equal"].table.nunique().tolist() == [1, 1, 1, 1]
    assert len(studies["large"].case_ids) == 60
    assert all({"A", "B", "C", "Y"} == set(study.codebook) for study in studies.values())
    assert not any((study.table == 0.5).any(axis=None) for study in studies.values())


def test_missing_values_are_of_every_kind_and_one_case_has_none_at_all():
    study = example_studies()["missing"]
    assert set(study.missing.values()) == {"not coded", "not found", "not applicable"}
    assert study.table.loc["r"].isna().all()
    holes = {
        (case, name) for case in study.case_ids for name in "ABCY" if math.isnan(study.table.at[case, name])
    }
    assert holes == set(study.missing)
    assert all(study.cases[case].values[name].missing == kind for (case, name), kind in study.missing.items())


def test_records_and_table_of_every_example_agree():
    for name, study in example_studies().items():
        assert tuple(study.cases) == study.case_ids, name
        for case, record in study.cases.items():
            assert record.id == case
            for value, coded in record.values.items():
                cell = study.table.at[case, value]
                assert (coded.value == cell) or (coded.missing and math.isnan(cell)), (name, case, value)


def test_the_same_examples_come_out_every_time():
    first, second = example_studies(), example_studies()
    assert all(first[name].table.equals(second[name].table) for name in first)


def test_sections_become_what_is_declared_and_stay_plain_where_nothing_is():
    host = load_host()
    sections = example_studies(host.sections)["sections"].cases["k"].sections
    assert all(isinstance(row, BaseModel) for name in ("actors", "arenas") for row in sections[name])
    plain = example_studies()["sections"].cases["k"].sections
    assert isinstance(plain["actors"][0], dict)
    assert example_studies()["fuzzy"].cases["k"].sections == {}

    class Other(BaseModel):
        colour: str

    assert "actors" not in example_studies({"actors": list[Other]})["sections"].cases["k"].sections


@FEW
@given(st.data())
def test_memberships_are_memberships(data):
    crisp, with_missing = data.draw(st.booleans()), data.draw(st.booleans())
    table = data.draw(strategy.memberships(["A", "B"], max_cases=5, crisp=crisp, with_missing=with_missing))
    values = table.to_numpy().ravel()
    present = values[~pd.isna(values)]
    assert 1 <= len(table) <= 5
    assert table.index.is_unique
    assert with_missing or len(present) == len(values)
    assert set(present) <= ({0.0, 1.0} if crisp else {number / 100 for number in range(101)} - {0.5})


@FEW
@given(strategy.truth_tables(max_conditions=3))
def test_truth_tables_are_complete_and_consistent(table):
    conditions = [name for name in table if name in "ABC"]
    assert len(table) == 2 ** len(conditions) == len(table[conditions].drop_duplicates())
    assert ((table["OUT"] == "?") == (table["n"] == 0)).all()
    assert (table["PRI"].fillna(0) <= table["inclusion"].fillna(0) + 1e-12).all()


@FEW
@given(st.data())
def test_networks_and_states_of_arenas_are_taken_by_the_plugins_that_read_them(data):
    from pydantic import TypeAdapter

    sections = load_host().sections
    network = data.draw(strategy.networks(relations=("works_with", "contests")))
    state = data.draw(strategy.arena_states(with_missing=data.draw(st.booleans())))
    for name, rows in {**network, **state}.items():
        assert len(TypeAdapter(sections[name]).validate_python(rows)) == len(rows)
    ties = [(tie["from"], tie["to"], tie["relation"]) for tie in network["ties"]]
    assert len(set(ties)) == len(ties)


@FEW
@given(strategy.studies(crisp=True, with_missing=True))
def test_studies_hold_the_memberships_they_were_made_of(study):
    assert study.outcome == "Y"
    assert tuple(study.cases) == study.case_ids


def test_strategies_without_hypothesis_say_what_to_install():
    code = "import sys; sys.modules['hypothesis'] = None\nimport casecompare.testing.strategies"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == (
        "ImportError: casecompare.testing.strategies needs hypothesis, which is not installed: "
        "pip install hypothesis"
    )


def test_the_kit_loads_neither_pytest_nor_hypothesis():
    code = "import sys, casecompare.testing; print(sorted({'pytest', 'hypothesis'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# In a project of its own this is: pytest_plugins = ["casecompare.testing.fixtures"] in conftest.py.
casecompare_studies, crisp_study = fixtures.casecompare_studies, fixtures.crisp_study
fuzzy_study, write_study = fixtures.fuzzy_study, fixtures.write_study


def test_fixtures_give_studies_and_write_one(crisp_study, fuzzy_study, write_study):
    assert crisp_study.codebook["A"].kind == "crisp"
    assert fuzzy_study.codebook["A"].kind == "fuzzy"
    folder = write_study(crisp_study.table, outcome="Y", qca={"conditions": ["A", "B"]})
    opened = open_study(folder)
    assert opened.table.astype(int).equals(crisp_study.table)
    assert opened.methods["qca"] == {"conditions": ["A", "B"]}


def method(run, **more):
    return Method(name="tried", title="Tried", question="?", run=run, **more)


def refuse(study, options, context):
    raise CasecompareError("there is nothing to compare.")


@pytest.mark.parametrize(
    ("tried", "status", "reason"),
    [
        (method(lambda *_: MethodResult()), "ok", ""),
        (method(refuse), "refused", "there is nothing to compare."),
        (method(lambda *_: [][0]), "crashed", "IndexError: list index out of range"),
        (method(lambda *_: 42), "broke the contract", "it returned int, not a MethodResult."),
        (
            method(lambda *_: MethodResult(), uses=lambda *_: 1 / 0),
            "crashed",
            "ZeroDivisionError: division by zero",
        ),
        (method(lambda *_: MethodResult(), uses=lambda *_: ["TEXT"]), "skipped", None),
    ],
)
def test_a_trial_tells_a_refusal_from_a_crash(tried, status, reason):
    table = pd.DataFrame({"TEXT": ["a", "b"], "Y": [1, 0]}, index=["k", "l"])
    trial = try_method(tried, make_study(table))
    assert trial.status == status
    assert reason is None or trial.reason == reason
    assert trial.place.startswith("test_kit_pieces.py, line") == (status == "crashed")


def test_checks_for_pytest_are_named_skipped_and_expected_to_fail():
    class Loose(Options):
        weight: float = 1.0

    loose = method(lambda *_: MethodResult(), options=Loose, citation="A (2020)")
    checks = {one.id: one for one in plugin_checks(loose, expected_failures={"words": "it is a joke"})}
    assert [mark.kwargs for mark in checks["words"].marks] == [{"strict": True, "reason": "it is a joke"}]
    [made] = checks["options"].values
    assert isinstance(made, PluginCheck)
    assert repr(made) == "<check options of tried>"
    with pytest.raises(AssertionError) as caught:
        made()
    assert str(caught.value) == (
        "tried does not keep to this: Every option is described, has a schema for editors, and no unknown "
        'option is taken.\n  - the option tried.weight has no words: Field(default=…, description="…").'
    )
    with pytest.raises(pytest.skip.Exception, match="it registers no reader"):
        checks["readers"].values[0]()


def test_the_card_is_the_same_every_time_in_80_columns_and_as_json():
    cards = [check_plugin("agreement") for _ in range(2)]
    assert cards[0].as_text() == cards[1].as_text()
    assert max(map(len, cards[0].as_text().splitlines())) <= 80
    written = json.loads(cards[0].as_json())
    assert written["schema"] == "casecompare/plugin-card/1"
    assert written["is_sound"] is True
    assert {one["name"]: one["status"] for one in written["checks"]}["maturity"] == "passed"
    answers = {one["question"]: one["answer"] for one in written["questions"]}
    assert answers["How far can agreement be relied on?"].startswith(
        "tested against reference: tests/test_reference.py: numbers of irr 0.84.1"
    )
    assert answers["May others use and change it?"] == "MIT"


def test_maturity_without_evidence_is_said_wherever_it_is_shown():
    from casecompare.methods import Comparison, FoundPlugin, MethodRun, Provenance
    from casecompare.report import describe_method, render_html, render_json, render_markdown

    bold = method(lambda *_: MethodResult(), maturity="peer reviewed")
    proved = method(
        lambda *_: MethodResult(), maturity="peer reviewed", maturity_evidence=("review: doi 10.1000/182",)
    )
    found = FoundPlugin(name="p", module="p", distribution="p", version="1", origin="file")
    for one, is_earned in ((bold, False), (proved, True)):
        source = Provenance(distribution="p", version="1", options={}, seed=1)
        run = MethodRun(method=one, status="ok", result=MethodResult(), provenance=source)
        comparison = Comparison(study=make_study(pd.DataFrame({"Y": [1]}, index=["k"])), runs={"tried": run})
        reports = [render(comparison).decode() for render in (render_html, render_markdown)]
        for shown in (*reports, describe_method(one, found)):
            assert ("claimed without evidence" in shown) is not is_earned
            assert ("review: doi 10.1000/182" in shown) is is_earned
        [written] = json.loads(render_json(comparison))["methods"]
        assert written["maturity_evidence"] == list(one.maturity_evidence)
