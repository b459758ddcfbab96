"""The worked examples of the three-arena model, at 1e-9."""

import json
import math
from pathlib import Path

import pytest

from casecompare_arenas import (
    Leadership,
    RoundState,
    commensurateness,
    fit,
    leadership_mode,
    matching_pairs,
    score_round,
    tandem,
    two_way_links,
)

REFERENCE = Path(__file__).parent / "reference" / "golden.json"
GOLDEN = json.loads(REFERENCE.read_text(encoding="utf-8"))["examples"]
ARENAS = ["S", "P", "D"]
STATES = [
    *((name, GOLDEN[name]["input"], GOLDEN[name]["expected"]) for name in ("G01", "G02", "G03", "G04")),
    *((f"G05 {part}", GOLDEN["G05"]["input"][part], GOLDEN["G05"]["expected"][part])
      for part in ("down_only", "with_upward")),
]  # fmt: skip


def near(expected):
    # Expected values are given to ten decimals.
    return pytest.approx(expected, abs=1e-9)


def state(given, observed=ARENAS):
    return RoundState(
        leadership={
            arena: Leadership(clinical=given["C"][arena], managerial=given["M"][arena],
                              hybrid=given["H"][arena], coupling=given["q"][arena])
            for arena in observed
        },
        emphases={arena: given["g"][arena] for arena in observed},
        uptake={tuple(pair.split("->")): share for pair, share in given["r"].items()
                if set(pair.split("->")) <= set(observed)},
    )  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), [one[1:] for one in STATES], ids=[one[0] for one in STATES])
def test_every_score_of_a_state(given, expected):
    scored = score_round(state(given), ARENAS)
    value = {name: bounds.value for name, bounds in scored.scores.items()}

    del value["pairwise_matching"], value["tandem_set"]
    assert near(value) == {
        "matching": expected["matching"],
        "reinforcement": expected["reinforcement"],
        "level": expected["commensurate"]["level"],
        "balance": expected["commensurate"]["balance"],
        "commensurate_action": expected["commensurate"]["commensurate_action"],
        "clinical": expected["clinical_condition"],
        "fit": expected["W"],
        "alignment": expected["alignment"],
        "tandem_any": expected["tandem_any"],
        "tandem_all": expected["tandem_all"],
        "tandem_mean": expected["tandem_mean"],
    }
    assert scored.binding == {"W": "fit", "clinical_condition": "clinical"}[expected["binding"]]
    for arena in ARENAS:
        assert scored.arenas[arena].intensity.value == expected["I"][arena]
        assert scored.arenas[arena].co_presence.value == near(expected["tandem"][arena]["co_presence"])
        assert scored.arenas[arena].tandem.value == near(expected["tandem"][arena]["tandem"])
        assert scored.arenas[arena].membership.value == near(expected["tandem"][arena]["set"])
        assert scored.arenas[arena].score.value == near(expected["arena_score"][arena])


@pytest.mark.parametrize(("given", "expected"), [one[1:] for one in STATES], ids=[one[0] for one in STATES])
def test_pairs_of_arenas(given, expected):
    observed = state(given)

    pairs = matching_pairs(observed.emphases)
    links = two_way_links(ARENAS, observed.uptake)

    assert {"".join(pair): value for pair, value in pairs.items()} == near(expected["matching_pairs"])
    assert {"".join(pair): value for pair, value in links.items()} == near(expected["reciprocal"])


@pytest.mark.parametrize(
    ("intensities", "expected"), list(zip(GOLDEN["G06"]["input"], GOLDEN["G06"]["expected"], strict=True))
)
def test_commensurateness(intensities, expected):
    spread = commensurateness(intensities)

    assert spread.level == near(expected["level"])
    assert spread.action == near(expected["commensurate_action"])
    assert spread.balance == near(expected["balance"])


def test_bounds_without_the_delivery_arena():
    scores = score_round(state(GOLDEN["G07"]["input"]["state"], ["S", "P"]), ARENAS).scores
    expected = dict(GOLDEN["G07"]["expected"])
    expected["clinical"] = expected.pop("clinical_condition")

    assert len(expected) == 5
    for name, ends in expected.items():
        assert [scores[name].low, scores[name].high] == near(ends)
        assert math.isnan(scores[name].value)


@pytest.mark.parametrize(
    ("expected", "exponent"), [("min", -math.inf), ("power_-1", -1), ("geometric", 0), ("arithmetic", 1)]
)
def test_aggregators(expected, exponent):
    assert fit(*GOLDEN["G11"]["input"], exponent=exponent) == near(GOLDEN["G11"]["expected"][expected])


def test_weighted_aggregator():
    weights = {"matching": 0.5, "reinforcement": 0.3, "commensurate_action": 0.2}

    assert fit(*GOLDEN["G11"]["input"], weights=weights) == near(
        GOLDEN["G11"]["expected"]["geometric_weights_.5_.3_.2"]
    )


@pytest.mark.parametrize(
    ("levels", "expected"), list(zip(GOLDEN["G13"]["input"], GOLDEN["G13"]["expected"], strict=True))
)
def test_tandem(levels, expected):
    measured = tandem(*levels)

    assert measured.co_presence == near(expected["co_presence"])
    assert measured.strength == near(expected["tandem"])
    assert measured.membership == near(expected["set"])
    assert measured.balance == near(expected["balance"])


@pytest.mark.parametrize(
    ("levels", "expected"), list(zip(GOLDEN["G14"]["input"], GOLDEN["G14"]["expected"], strict=True))
)
def test_mode(levels, expected):
    assert leadership_mode(*levels) == expected
