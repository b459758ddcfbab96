"""The method on studies with and without a frame: positions, reasons, coverage, warnings, edges."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pandas as pd
import pytest
import xlsxwriter

from casecompare.study import Calibration, CodebookEntry
from casecompare.testing import make_study, run_alone
from casecompare_selection import casecompare_register_methods

METHODS = []
casecompare_register_methods(METHODS.append)
(SELECTION,) = METHODS

# y = x but for u5, which has much too little, and u8, which has a bit too much; u1 and u2 are alike.
FRAME = """unit,x,y,area,size,asked,answered,taken
u1,1,1.1,rural,10,10,1,no
u2,1,0.9,rural,12,10,0,no
u3,2,2.0,urban,30,20,2,no
u4,3,3.1,urban,14,10,,no
u5,4,0.5,urban,22,10,1,yes
u6,5,4.9,rural,31,10,1,no
u7,6,6.0,rural,11,20,1,yes
u8,9,9.6,urban,,10,0,no
"""
CHOSEN = {"u5": "typical", "u7": "extreme", "u3": "deviant"}
OPTIONS = {"frame": "frame.csv", "outcome": "y", "cause": "x"}


def sampled(rules):
    return {
        case: {"sampling": [{"phase": "core", "rule": rule, "reason": "so"}]} for case, rule in rules.items()
    }


def study(folder=None, frame=FRAME, rules=CHOSEN, **more):
    cases = list(rules) or ["u5", "u7", "u3"]
    table = pd.DataFrame({"Y": [0.9, 0.2, 0.6][: len(cases)]}, index=cases)
    made = make_study(table, outcome="Y", sections=sampled(rules), **more)
    if folder is None:
        return made
    (folder / "frame.csv").write_text(frame, encoding="utf-8")
    return replace(made, folder=folder)


def run(made, **options):
    done = run_alone(SELECTION, made, **options)
    assert done.status == "ok", done.reason
    return done.result


def table(result, name):
    return next(one.frame for one in result.tables if one.name == name)


def names(result):
    return [one.name for one in result.tables]


def codes(result):
    return [one.code for one in result.diagnostics]


def said(result, code):
    return "\n".join(one.message for one in result.diagnostics if one.code == code)


def test_the_most_deviant_unit_was_chosen_as_typical_and_that_is_said(tmp_path):
    result = run(study(tmp_path), **OPTIONS)

    positions = table(result, "positions").merge(table(result, "position_shares")).set_index("unit")
    assert positions.loc["u5", ["rule", "agrees", "said", "reason"]].tolist() == [
        "typical", "no", "its residual is the largest of 8", "so",
    ]  # fmt: skip
    assert "deviant" in positions.loc["u5", "stands_out"]
    # Residuals by size: u6 0.211, u7 0.265, u2 0.395, u3 0.449, u4 0.503, u1 0.595, u8 0.726, u5 3.143.
    assert positions.loc["u3", ["agrees", "said"]].tolist() == [
        "not clearly", "its residual is the 4th smallest of 8",
    ]  # fmt: skip
    assert positions.loc["u7", "agrees"] == "yes", "the distance of x is the 4th largest"
    assert "u5 was chosen as typical, but its residual is the largest of 8." in said(
        result, "selection.reason-differs"
    )
    finding = next(one for one in result.findings if one.id == "reasons")
    assert finding.value == pytest.approx(1 / 3)
    assert "u5 was chosen as typical, but its residual is the largest of 8" in finding.sentence


def test_each_strategy_has_a_table_with_ranks_and_numbers(tmp_path):
    result = run(study(tmp_path), **OPTIONS, background=["size", "area"], number=1)

    assert table(result, "deviant")["unit"].tolist()[0] == "u5"
    assert table(result, "deviant")["rank"].tolist() == [1, 2], "and the first that was not chosen"
    extreme = table(result, "extreme").set_index("variable")
    assert extreme.loc["x", "unit"] == extreme.loc["y", "unit"] == "u8"
    assert table(result, "left_out")["lacks"].tolist() == [("size",)]
    similar = table(result, "most_similar").iloc[0]
    assert abs(similar["cause_first"] - similar["cause_second"]) >= 2.7, "one standard deviation"
    assert {"diverse", "influential", "most_different", "typical"} <= set(names(result))


def test_only_the_strategies_that_are_asked_for_have_tables(tmp_path):
    result = run(study(tmp_path), **OPTIONS, strategies=["extreme"])

    assert "extreme" in names(result)
    assert not {"typical", "deviant", "diverse", "influential"} & set(names(result))
    assert not any(one.id.startswith("typical") for one in result.findings)


def test_how_far_the_chosen_cover_types_and_strata(tmp_path):
    result = run(study(tmp_path, rules={"u5": "diverse", "u8": "diverse"}), **OPTIONS, stratum="area")

    strata = table(result, "strata").set_index("stratum")
    assert strata.loc["rural", ["units", "chosen_count"]].tolist() == [4, 0]
    assert strata.loc["urban", "chosen_units"] == ("u5", "u8")
    assert "rural (4)" in said(result, "selection.uncovered")
    assert table(result, "positions").set_index("unit")["agrees"].to_dict() == {"u5": "yes", "u8": "yes"}
    profile = table(result, "profile").set_index("variable")
    assert profile.loc["x", ["mean", "chosen_mean"]].tolist() == [3.875, 6.5]


def test_diverse_cases_of_one_type_do_not_agree(tmp_path):
    result = run(study(tmp_path, rules={"u3": "diverse", "u4": "diverse"}), **OPTIONS)

    assert table(result, "position_shares")["said"].tolist() == [
        "u4, chosen as diverse too, is of the same type (y middle, x middle)",
        "u3, chosen as diverse too, is of the same type (y middle, x middle)",
    ]  # fmt: skip


def test_a_case_chosen_for_another_reason_may_be_of_the_type_of_a_diverse_one(tmp_path):
    result = run(study(tmp_path, rules={"u3": "diverse", "u4": "random"}), **OPTIONS)

    assert table(result, "positions")["agrees"].tolist() == ["yes", ""]


def test_similar_cases_need_a_chosen_partner_that_differs_on_the_cause(tmp_path):
    options = {**OPTIONS, "background": ["area"]}
    found = run(study(tmp_path, rules={"u1": "most similar", "u2": "most similar"}), **options)
    assert (
        table(found, "position_shares")["said"].tolist()
        == ["no other chosen case with a known background differs from it on the cause"] * 2
    )
    found = run(study(tmp_path, rules={"u1": "most similar", "u7": "most similar"}), **options)
    assert table(found, "positions")["agrees"].tolist() == ["yes", "yes"]
    found = run(study(tmp_path, rules={"u1": "most different", "u3": "most different"}), **options)
    assert table(found, "positions")["agrees"].tolist() == ["yes", "yes"], "urban and rural, x and y the same"


def test_what_cannot_be_told_is_said(tmp_path):
    missing = FRAME.replace("u5,4,0.5", "u5,,0.5")
    found = run(study(tmp_path, missing, rules={"u5": "typical", "u3": "most similar"}), **OPTIONS)

    positions = table(found, "positions").merge(table(found, "position_shares")).set_index("unit")
    assert positions["agrees"].tolist() == ["cannot be told", "cannot be told"]
    assert positions.loc["u5", "said"] == "a value that it takes is missing"
    assert positions.loc["u3", "said"] == "no background is named to match cases on"


def test_two_response_rates_that_are_never_averaged(tmp_path):
    result = run(study(tmp_path), **OPTIONS, stratum="area", asked="asked", answered="answered")

    rates = table(result, "response").set_index("stratum")
    assert rates.loc["all", ["bodies_low", "bodies_high"]].tolist() == [5 / 8, 6 / 8]
    assert rates.loc["all", ["persons_low", "persons_high"]].tolist() == [0.06, 0.16]
    assert rates.loc["rural", ["bodies", "persons"]].tolist() == [0.75, 0.06]
    assert "selection.low-coverage" in codes(result)
    sentences = {one.id: one.sentence for one in result.findings}
    assert sentences["response-bodies"] == "Of 8 bodies that were asked, 62.5% to 75.0% answered."
    assert sentences["response-persons"] == "Of 100 persons that were asked, 6.0% to 16.0% answered."


def test_shares_over_chosen_cases_are_no_estimates_and_are_named(tmp_path):
    result = run(study(tmp_path), **OPTIONS, stratum="area")

    first = result.diagnostics[0]
    assert (first.code, first.level) == ("selection.no-estimates", "warning")
    assert "3 choices were made on purpose" in first.message
    assert "Share of the chosen (Strata of the frame, and who was chosen)" in first.message


@pytest.mark.parametrize(
    ("rules", "warned"),
    [({"a": "random", "b": "all"}, False), ({"a": "random", "b": "convenience"}, True), ({}, True)],
)
def test_the_warning_stays_away_only_where_chance_or_all_chose(rules, warned):
    result = run(study(rules=rules))
    assert ("selection.no-estimates" in codes(result)) is warned
    if not rules:
        assert "of 3 it is not recorded how they were made" in said(result, "selection.no-estimates")


def test_without_a_frame_the_studied_cases_are_looked_at_and_no_reason_is_judged():
    values = pd.DataFrame(
        {"Y": [0.1, 0.3, 0.6, 0.9], "A": [0.2, 0.3, 0.6, 0.95], "B": [0, 1, 0, 1]}, index=list("klmn")
    )
    made = make_study(values, outcome="Y", sections=sampled({"k": "typical"}))

    result = run(made)

    assert table(result, "model")["predictors"].tolist() == [("A", "B")]
    assert {"selection.defaults", "selection.no-frame", "selection.set-relations"} <= set(codes(result))
    assert "qca" in result.diagnostics[codes(result).index("selection.set-relations")].advice
    assert "agrees" not in table(result, "positions")
    assert result.scores["residual"].abs().sum() > 0
    assert list(result.scores.index) == list("klmn")


def test_the_studied_cases_by_raw_values_numbers_and_categories():
    direct = Calibration(kind="direct", parameters=[1, 5, 9])
    codebook = {
        "RICH": CodebookEntry(name="RICH", source=("income",), calibration=direct),
        "Y": CodebookEntry(name="Y", source=("y",), kind="number"),
        "AREA": CodebookEntry(name="AREA", source=("area",), kind="text"),
    }
    values = pd.DataFrame(
        {"income": [1.0, 3, 6, 8], "y": [2.0, 3, 9, 9], "area": ["a", "b", "a", "b"]}, index=list("klmn")
    )
    made = make_study(values, codebook=codebook)

    options = {"outcome": "Y", "cause": "RICH", "background": ["AREA"]}
    raw = run(made, **options, scale="raw")
    sets = run(made, **options)

    assert table(raw, "units")["value RICH"].tolist() == [1, 3, 6, 8]
    assert table(sets, "units")["value RICH"].iloc[0] == pytest.approx(0.05, abs=0.01)
    assert table(sets, "units")["type"].iloc[0].endswith("RICH out")
    assert table(raw, "model")["predictors"].tolist() == [("RICH", "AREA: b")]


def test_frame_and_studied_cases_side_by_side(tmp_path):
    made = study(tmp_path)
    result = run(made, **OPTIONS, within={"outcome": "Y"})

    assert {"units", "within_units", "model", "within_model"} <= set(names(result))
    assert {one.name for one in result.figures} <= {"scatter", "within_scatter"}
    assert result.scores.loc["u5", "residual"] < -2, "scores are those of the frame"


def test_ids_of_the_frame_may_differ_and_cases_outside_of_it_are_named(tmp_path):
    frame = "id,case,x,y\n1,u5,1,1\n2,,2,2\n3,u7,3,2\n4,,5,4\n"
    result = run(study(tmp_path, frame), **OPTIONS, case="case")

    assert table(result, "positions")["case"].tolist() == ["u5", "u7"]
    assert "u3" in said(result, "selection.not-in-frame")
    assert result.scores["leverage"].notna().to_dict() == {"u5": True, "u7": True, "u3": False}


def test_a_column_may_say_who_was_chosen(tmp_path):
    result = run(study(tmp_path, rules={"u5": "random", "u1": "random"}), **OPTIONS, chosen="taken")

    assert table(result, "positions")["unit"].tolist() == ["u5", "u7"]
    assert "u7" in said(result, "selection.no-reason")
    assert said(result, "selection.choice-differs").startswith("the record of u1 says that it was chosen")


def test_a_record_and_the_frame_may_name_different_strata(tmp_path):
    made = study(tmp_path)
    rows = [{"phase": "core", "rule": "random", "stratum": "rural"}]
    cases = {name: replace(case, sections={"sampling": rows}) for name, case in made.cases.items()}
    result = run(replace(made, cases=cases), **OPTIONS, stratum="area")

    assert said(result, "selection.stratum-differs").splitlines() == [
        "the record of u3 says stratum rural, the frame urban.",
        "the record of u5 says stratum rural, the frame urban.",
    ]


def test_a_workbook_gives_the_same_as_text(tmp_path):
    made = study(tmp_path)
    with xlsxwriter.Workbook(tmp_path / "frame.xlsx") as book:
        sheet = book.add_worksheet()
        for at, line in enumerate(FRAME.splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write(at, column, float(cell) if cell.replace(".", "").isdigit() else cell)

    text, excel = run(made, **OPTIONS), run(made, **{**OPTIONS, "frame": "frame.xlsx"})

    pd.testing.assert_frame_equal(table(text, "units"), table(excel, "units"))
    assert len(table(text, "files")["sha256"].iloc[0]) == 64


def test_the_order_of_the_frame_and_the_names_of_units_change_no_choice(tmp_path):
    lines = FRAME.splitlines()
    shuffled = lines[1:]
    random.Random(3).shuffle(shuffled)
    renamed = [line.replace("u", "z", 1) for line in lines[1:]]
    whole = {**OPTIONS, "background": ["area", "size"]}
    first = run(study(tmp_path), **whole)
    second = run(study(tmp_path, "\n".join([lines[0], *shuffled])), **whole)
    rules = {case.replace("u", "z"): rule for case, rule in CHOSEN.items()}
    third = run(study(tmp_path, "\n".join([lines[0], *renamed]), rules), **whole)

    for name in ("typical", "deviant", "extreme", "influential", "diverse", "most_similar", "most_different"):
        expected = table(first, name)
        pd.testing.assert_frame_equal(table(second, name), expected)
        back = table(third, name).to_csv().replace("z", "u")
        assert back == expected.to_csv().replace("size", "suse").replace("z", "u")


@pytest.mark.parametrize(
    "frame",
    ["id,x,y\nu5,1,2\n", "id,x,y\nu5,1,2\nu6,2,2\n", "id,x,y\nu5,1,2\nu6,1,2\nu7,1,2\nu8,1,2\n",
     "id,x,y\nu5,a,2\nu6,b,3\nu7,c,4\nu8,,1\n", "id,x,y\nu5,,\nu6,,\n",
     "id,x,y\nu5,1,p\nu6,2,q\nu7,3,r\nu8,4,p\n",
     "id,x,y\nu5,1,1\nu6,2,2\nu7,3,3\nu8,4,4\n"],
)  # fmt: skip
def test_too_little_to_go_by_is_said_and_nothing_fails(tmp_path, frame):
    result = run(study(tmp_path, frame), **OPTIONS)

    assert "selection.undefined" in codes(result)
    assert "typical" not in names(result)
    positions = table(result, "positions").set_index("unit")
    assert positions.loc["u5", "agrees"] == "cannot be told", "there is no residual"


def test_a_study_with_nothing_to_go_by_is_told_so():
    result = run(make_study(pd.DataFrame({"A": [1, 0]}, index=["k", "l"])))

    assert "no outcome is named" in said(result, "selection.undefined")
    assert result.scores.isna().all().all()


def test_two_categories_may_be_the_outcome(tmp_path):
    result = run(study(tmp_path), **{**OPTIONS, "outcome": "area"})

    assert table(result, "units")["fitted"].notna().all()
    assert "far from the mean" in said(result, "selection.undefined")


def test_many_units_are_drawn_and_listed_up_to_a_bound(tmp_path):
    chance = random.Random(1)
    lines = [f"v{at},{chance.random():.3f},{chance.random():.3f}" for at in range(2_500)]
    result = run(
        study(tmp_path, "\n".join(["id,x,y", *lines, "u5,0.5,0.5"])), **OPTIONS, background=["x"][:0]
    )

    units = next(one for one in result.tables if one.name == "units")
    assert len(units.frame) == 1_000
    assert units.note == "1,501 more are left out."
    assert "u5" in set(units.frame["unit"])


def test_pairs_are_not_sought_among_too_many(tmp_path):
    lines = [f"v{at},{at % 7},{at % 5},{at % 3}" for at in range(2_001)]
    result = run(study(tmp_path, "\n".join(["id,x,y,z", *lines])), **OPTIONS, background=["z"])

    assert "2,001 units are more than the 2,000" in said(result, "selection.undefined")


def test_the_figure_is_sound_and_says_the_same_in_words(tmp_path):
    hostile = FRAME.replace("u1,", '"<script>&\u202e",', 1)
    result = run(study(tmp_path, hostile, rules={"u5": "typical", "<script>&\u202e": "random"}), **OPTIONS)

    [figure] = result.figures
    ElementTree.fromstring(figure.svg)
    assert "<script" not in figure.svg
    assert "u5" in figure.svg
    assert figure.table == "units"
    assert "Chosen: <script>&\u202e, u5. Not borne out: u5." in figure.alt
    assert run(study(tmp_path), **OPTIONS).figures[0].svg == run(study(tmp_path), **OPTIONS).figures[0].svg


def test_everything_in_the_tables_is_described(tmp_path):
    result = run(
        study(tmp_path), **OPTIONS, background=["size"], stratum="area", asked="asked", answered="answered"
    )

    for one in result.tables:
        assert set(one.columns) == set(one.frame.columns), one.name
    ids = [one.id for one in result.findings]
    assert len(ids) == len(set(ids))


def test_by_default_sets_made_of_one_value_count_once_and_never_those_of_the_outcome():
    direct = Calibration(kind="direct", parameters=[1, 5, 9])
    codebook = {
        "CRISP": CodebookEntry(
            name="CRISP", source=("income",), calibration=Calibration(kind="crisp", parameters=4)
        ),
        "FUZZY": CodebookEntry(name="FUZZY", source=("income",), calibration=direct),
        "LATER": CodebookEntry(name="LATER", source=("y",), calibration=direct),
        "Y": CodebookEntry(name="Y", source=("y",), calibration=direct),
        "income": CodebookEntry(name="income", kind="number"),
        "y": CodebookEntry(name="y", kind="number"),
    }
    values = pd.DataFrame({"income": [1.0, 3, 6, 8], "y": [2.0, 3, 9, 7]}, index=list("klmn"))

    result = run(make_study(values, codebook=codebook, outcome="Y"))

    assert table(result, "model")["predictors"].tolist() == [("CRISP",)]


def test_two_runs_give_the_same_tables_and_the_study_is_left_as_it_was(tmp_path):
    made = study(tmp_path)
    options = {**OPTIONS, "background": ["size", "area"], "within": {"outcome": "Y"}}
    first, second = run(made, **options), run(made, **options)
    for one, other in zip(first.tables, second.tables, strict=True):
        pd.testing.assert_frame_equal(one.frame, other.frame)
    assert first.findings == second.findings
    assert [one.svg for one in first.figures] == [one.svg for one in second.figures]
