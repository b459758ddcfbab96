"""The worked examples of explanation, rounds, coders, weights and sensitivity, at 1e-9."""

import json
import math
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from casecompare import Case
from casecompare.sets import Calibration, calibrate
from casecompare_arenas import (
    arena_scores,
    choquet_integral,
    clinical_condition,
    covariation,
    drift,
    interval_alpha,
    lead_lag,
    matching,
    measure_logics,
    mediation_share,
    moderation,
    ordered_average,
    power_mean,
    profile_deviation,
    rank_acceptability,
    rank_order,
    repair_gain,
    score_case,
    spread,
    sustained,
    theil_sen,
    two_way_links,
    weakest_arenas,
    weight_share,
)
from casecompare_arenas.coders import t_quantile
from casecompare_arenas.options import ArenasOptions

REFERENCE = Path(__file__).parent / "reference"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text(encoding="utf-8"))["examples"]
ARENAS = ["S", "P", "D"]
EXPONENTS = {"-inf": -math.inf, "-1": -1, "0": 0, "1": 1}


def near(expected):
    return pytest.approx(expected, abs=1e-9, rel=0)


def uptake(given):
    return {tuple(pair.split("->")): share for pair, share in given["r"].items()}


def intensities(given):
    return {arena: max(given[kind][arena] for kind in "CMH") for arena in ARENAS}


def rows(given, number=1, coder=None):
    who = {"coder": coder} if coder else {}
    return {
        "arenas": [
            {"round": number, "arena": arena, "clinical": given["C"][arena], "managerial": given["M"][arena],
             "hybrid": given["H"][arena], "coupling": given["q"][arena], **who}
            for arena in ARENAS
        ],
        "goals": [
            {"round": number, "arena": arena, "element": element, "emphasis": emphasis, **who}
            for arena in ARENAS for element, emphasis in given["g"][arena].items()
        ],
        "links": [
            {"round": number, "from": one, "to": other, "uptake": share, **who}
            for (one, other), share in uptake(given).items()
        ],
    }  # fmt: skip


def case(sheets):
    return Case(id="T", sections={name: [row for one in sheets for row in one[name]] for name in sheets[0]})


@pytest.mark.parametrize("name", ["G01", "G02", "G03", "G04"])
def test_weakest_arena(name):
    given, expected = GOLDEN[name]["input"], GOLDEN[name]["expected"]

    scores = arena_scores(intensities(given), given["g"], uptake(given))

    assert {arena: one.score for arena, one in scores.items()} == near(expected["arena_score"])
    assert weakest_arenas(scores)[0] == expected["weakest"]


def test_equally_weak_arenas_are_all_listed():
    given = GOLDEN["G05"]["input"]["with_upward"]

    assert weakest_arenas(arena_scores(intensities(given), given["g"], uptake(given))) == ("P", "D")


@pytest.mark.parametrize("name", ["typical", "plan"])
@pytest.mark.parametrize("arena", ARENAS)
def test_repair_gain(name, arena):
    given, expected = GOLDEN["G15"]["input"][name], GOLDEN["G15"]["expected"][name]["repair_gain"][arena]

    gain = repair_gain(
        arena, intensities(given), given["g"], uptake(given), clinical_condition(given["C"], given["H"])
    )

    assert gain.fit == near(expected["W_gain"])
    assert gain.alignment == near(expected["alignment_gain"])


def test_a_case_reports_its_largest_repair_gain():
    scored = score_case(case([rows(GOLDEN["G15"]["input"]["plan"])]), ArenasOptions())

    assert scored.values["repair_gain"].value == near(0.4524978254)
    assert scored.values["weakest_arena"].value == near(0.125992105)


def test_rounds():
    states, expected = GOLDEN["G09"]["input"], GOLDEN["G09"]["expected"]
    contents = {number: state["g"] for number, state in enumerate(states, start=1)}

    scored = score_case(
        case([rows(state, number) for number, state in enumerate(states, start=1)]), ArenasOptions()
    )

    assert [one.scores["alignment"].value for one in scored.rounds.values()] == near(expected["alignment"])
    assert [one.scores["fit"].value for one in scored.rounds.values()] == near(expected["W"])
    assert scored.values["alignment_trend"].value == near(expected["theil_sen"])
    assert scored.values["sustained"].value == near(expected["sustained_last2"])
    assert theil_sen(dict(enumerate(expected["alignment"]))) == near(expected["theil_sen"])
    assert sustained(dict(enumerate(expected["alignment"]))) == near(expected["sustained_last2"])
    assert {arena: list(moved.values()) for arena, moved in drift(contents).items()} == {
        arena: near(moved) for arena, moved in expected["drift"].items()
    }
    leads = lead_lag(contents)
    for pair, lead in expected["lead_lag"].items():
        assert leads[pair[0], pair[1]] == near(lead)
        assert leads[pair[1], pair[0]] == near(-lead)


def test_spread_over_coders():
    states, expected = GOLDEN["G08"]["input"], GOLDEN["G08"]["expected"]
    sheets = [rows(state, coder=coder) for state, coder in zip(states, "ABC", strict=True)]

    scored = score_case(case(sheets), ArenasOptions())

    for name in ("alignment", "matching", "reinforcement", "commensurate_action"):
        given = [scored.sheets[coder].values[name].value for coder in "ABC"]
        assert given == near(expected[name])
    found = spread(expected["alignment"])
    assert found.mean == near(expected["mean"])
    assert [found.low, found.high] == near(expected["range"])
    assert found.error == near(expected["jackknife_se"])
    assert list(found.interval) == near(expected["t_interval"])
    alignment = scored.values["alignment"]
    assert [alignment.value, alignment.low, alignment.high] == near([expected["mean"], *expected["range"]])


def test_agreement_of_the_coders_codes():
    states = GOLDEN["G08"]["input"]

    items = [[state[kind][arena] for state in states] for kind in ("C", "M", "q") for arena in ARENAS]

    assert interval_alpha(items) == near(GOLDEN["G08"]["expected"]["alpha_interval"])


# Percentage points of Student's t as every table prints them, with more decimals.
@pytest.mark.parametrize(
    ("degrees", "quantile"),
    [(1, 12.7062047362), (2, 4.3026527297), (3, 3.1824463053), (4, 2.7764451052), (5, 2.5705818356),
     (10, 2.2281388520), (29, 2.0452296421)],
)  # fmt: skip
def test_quantiles_of_t(degrees, quantile):
    assert t_quantile(0.975, degrees) == pytest.approx(quantile, abs=1e-8)
    assert t_quantile(0.025, degrees) == -t_quantile(0.975, degrees)


def test_shares_of_weights():
    given, expected = GOLDEN["G10"]["input"], GOLDEN["G10"]["expected"]

    for one, other in ("xy", "xz", "yz"):
        share = weight_share(given[one], given[other])
        assert share == near(expected[f"{one}_beats_{other}"])
        assert weight_share(given[other], given[one]) == near(1 - expected[f"{one}_beats_{other}"])


def test_drawn_weights_agree_with_the_closed_form():
    given = GOLDEN["G10"]["input"]

    found = rank_acceptability({"x": given["x"], "y": given["y"]}, Random(7), draws=100_000)

    assert found["x"].shares[0] == pytest.approx(GOLDEN["G10"]["expected"]["x_beats_y"], abs=0.005)


def test_aggregators():
    given, expected = GOLDEN["G11"]["input"], GOLDEN["G11"]["expected"]
    third = [[0, 1 / 3, 1 / 3], [1 / 3, 0, 1 / 3], [1 / 3, 1 / 3, 0]]

    assert ordered_average(given, [0, 1 / 3, 2 / 3]) == near(expected["owa_0_1/3_2/3_desc"])
    assert choquet_integral(given, [1 / 3] * 3, third) == near(expected["choquet_2additive_phi_1/3_I_1/3"])


def test_from_scores_to_sets():
    given, expected = GOLDEN["G12"]["input"], GOLDEN["G12"]["expected"]

    membership = calibrate(given, Calibration(kind="direct", parameters=[0.2, 0.5, 0.8]))

    assert membership.tolist() == near(expected["membership"])


def test_logics():
    for given, expected in zip(GOLDEN["G23"]["input"], GOLDEN["G23"]["expected"], strict=True):
        found = measure_logics(given)

        assert {name: getattr(found, name) for name in expected} == near(expected)


@pytest.mark.parametrize("exponent", EXPONENTS)
def test_order_of_cases_by_aggregator(exponent):
    expected = GOLDEN["G25"]["expected"]

    fits = {
        name: power_mean(parts, [1] * 3, EXPONENTS[exponent])
        for name, parts in GOLDEN["G25"]["input"].items()
    }

    assert fits == near(expected["W_by_p"][exponent])
    assert rank_order(fits) == expected["rank_by_p"][exponent]


def test_perspectives_of_fit():
    given, expected = GOLDEN["G26"]["input"], GOLDEN["G26"]["expected"]

    assert matching(given["g"]) == near(expected["matching"])
    assert moderation(list(intensities(given).values())) == near(expected["moderation_product"])
    assert mediation_share(ARENAS, two_way_links(ARENAS, uptake(given))) == near(expected["mediation_share"])
    assert profile_deviation(given["g"], {"pro": 0.5, "hol": 0.5}) == near(expected["profile_deviation"])


def test_a_case_reports_the_perspectives():
    given = GOLDEN["G26"]["input"]

    values = score_case(case([rows(given)]), ArenasOptions(ideal={"pro": 0.5, "hol": 0.5})).values

    assert values["moderation"].value == near(0.448)
    assert values["mediation"].value == near(GOLDEN["G26"]["expected"]["mediation_share"])
    assert values["profile_deviation"].value == near(0.05)
    assert math.isnan(values["covariation"].value)


def test_covariation_needs_four_points_that_vary():
    series = {"S": [0.1, 0.3, 0.2, 0.6], "P": [0.2, 0.1, 0.4, 0.5], "D": [0.9, 0.8, 0.3, 0.1]}

    expected = pd.DataFrame(series).corr()
    mean = (expected.loc["S", "P"] + expected.loc["S", "D"] + expected.loc["P", "D"]) / 3

    assert covariation(series) == near(mean)
    assert math.isnan(covariation({arena: values[:3] for arena, values in series.items()}))
    assert math.isnan(covariation({"S": [0.1] * 4, "P": [0.1, 0.2, 0.3, 0.4]}))
