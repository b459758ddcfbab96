"""What must hold of explanations, perspectives, rounds, weights and coders, whatever the numbers."""

import math
from dataclasses import replace
from itertools import combinations, permutations
from random import Random
from statistics import mean, stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_arenas import (
    Bounds,
    Leadership,
    RoundState,
    Rule,
    arena_scores,
    choquet_integral,
    drift,
    interval_alpha,
    lead_lag,
    matching,
    mean_overlap,
    measure_logics,
    mediation_share,
    merging_gain,
    ordered_average,
    power_mean,
    rank_acceptability,
    ranks,
    repair_gain,
    score_round,
    score_states,
    spread,
    theil_sen,
    two_way_links,
    weakest_arenas,
    weight_share,
)
from casecompare_arenas.bounds import share_bounds
from casecompare_arenas.content import mean_overlap_bounds
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.sheet_scores import score_sheet

property_test = settings(max_examples=60, deadline=None)

degrees = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1, allow_subnormal=False).map(
    lambda value: round(value, 6)))  # fmt: skip
contents = st.fixed_dictionaries(dict.fromkeys("abc", degrees))
three_parts = st.tuples(degrees, degrees, degrees)
EXPONENTS = [-math.inf, -1.0, 0.0, 1.0]


@st.composite
def states(draw, arenas=None):
    """A state of two to five arenas, fully observed."""
    names = arenas or list("SPDQR")[: draw(st.integers(2, 5))]
    return names, RoundState(
        leadership={
            name: Leadership(
                clinical=draw(degrees), managerial=draw(degrees), hybrid=draw(degrees), coupling=draw(degrees)
            )
            for name in names
        },
        emphases={name: draw(contents) for name in names},
        uptake={pair: draw(degrees) for pair in permutations(names, 2)},
    )


def intensities(state):
    return {name: max(one.clinical, one.managerial, one.hybrid) for name, one in state.leadership.items()}


def at_most(smaller, larger):
    return smaller <= larger + 1e-9


@property_test
@given(states())
def test_two_to_five_arenas_are_scored_within_bounds(given_state):
    names, state = given_state

    scored = score_round(state, names)

    assert all(0 <= one.value <= 1 for name, one in scored.scores.items() if name != "balance")
    assert at_most(scored.scores["alignment"].value, scored.scores["clinical"].value)
    assert at_most(scored.scores["matching"].value, scored.scores["pairwise_matching"].value)
    for one in scored.arenas.values():
        assert at_most(one.tandem.value, one.co_presence.value)


@property_test
@given(states(), st.sampled_from(EXPONENTS))
def test_a_repair_never_lowers_fit_or_alignment(given_state, exponent):
    names, state = given_state
    clinical = score_round(state, names).scores["clinical"].value

    for arena in names:
        gain = repair_gain(
            arena, intensities(state), state.emphases, state.uptake, clinical, exponent=exponent
        )
        assert at_most(0, gain.alignment)
        assert at_most(gain.alignment, gain.fit)


@property_test
@given(states())
def test_no_arena_is_weaker_than_the_weakest_and_the_names_do_not_matter(given_state):
    names, state = given_state
    scores = arena_scores(intensities(state), state.emphases, state.uptake)
    backwards = dict(reversed(intensities(state).items()))

    weakest = weakest_arenas(scores)

    assert all(at_most(scores[weakest[0]].score, one.score) for one in scores.values())
    assert set(weakest_arenas(arena_scores(backwards, state.emphases, state.uptake))) == set(weakest)
    scored = score_round(state, names).arenas
    assert {name: one.score.value for name, one in scored.items()} == pytest.approx(
        {name: one.score for name, one in scores.items()}, abs=1e-12
    )


@property_test
@given(states(), st.data())
def test_arena_scores_and_pairwise_matching_lie_between_their_bounds(given_state, data):
    names, state = given_state
    truth = score_round(state, names)
    hidden = set(data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True)))
    partly = replace(
        state,
        leadership={name: one for name, one in state.leadership.items() if name not in hidden},
        emphases={name: one for name, one in state.emphases.items() if name not in hidden},
        uptake={pair: share for pair, share in state.uptake.items() if not hidden & set(pair)},
    )

    for kind in ("all arenas", "pairs"):
        bounded = score_round(partly, names, Rule(matching=kind))
        whole = score_round(state, names, Rule(matching=kind))
        for name, bounds in bounded.scores.items():
            if not math.isnan(whole.scores[name].value):
                assert at_most(bounds.low, whole.scores[name].value)
                assert at_most(whole.scores[name].value, bounds.high)
        for name, one in bounded.arenas.items():
            assert at_most(one.score.low, truth.arenas[name].score.value)
            assert at_most(truth.arenas[name].score.value, one.score.high)


def test_the_best_overlap_with_arenas_observed_is_reached():
    emphases = {"S": {"a": 3, "b": 1}, "P": {"a": 1, "b": 1, "c": 2}}

    bounds = mean_overlap_bounds(emphases, ["S", "P", "D"])
    grid = [
        mean_overlap({**emphases, "D": {"a": a, "b": b, "c": 20 - a - b}})
        for a in range(21) for b in range(21 - a)
    ]  # fmt: skip

    assert bounds.high == pytest.approx(max(grid))
    assert bounds.low <= min(grid)


@property_test
@given(st.lists(states(arenas=list("SPD")), min_size=1, max_size=6), st.sampled_from(EXPONENTS))
def test_the_vectorised_path_gives_the_same(given_states, exponent):
    many = [state for _, state in given_states]
    led = {
        kind: [[getattr(state.leadership[name], kind) for name in "SPD"] for state in many]
        for kind in ("clinical", "managerial", "hybrid", "coupling")
    }
    uptake = [[[0 if a == b else state.uptake[a, b] for b in "SPD"] for a in "SPD"] for state in many]
    emphases = [[[state.emphases[name][element] for element in "abc"] for name in "SPD"] for state in many]

    found = score_states(*led.values(), emphases, uptake, exponent=exponent)

    for place, state in enumerate(many):
        scores = score_round(state, list("SPD"), Rule(exponent=exponent)).scores
        assert {name: values[place] for name, values in found.items()} == pytest.approx(
            {name: scores[name].value for name in found}, abs=1e-9, nan_ok=True
        )


@property_test
@given(st.integers(2, 5), st.randoms(use_true_random=False))
def test_the_vectorised_path_gives_the_same_for_other_numbers_of_arenas(count, chance):
    names = list("SPDQR")[:count]
    uptake = {pair: chance.random() for pair in permutations(names, 2)}
    matrix = [[[uptake.get((a, b), 0.0) for b in names] for a in names]]
    ones = np.ones((1, count))

    found = score_states(ones, ones, ones, ones, np.ones((1, count, 2)), matrix)["reinforcement"][0]

    assert found == pytest.approx(score_round(RoundState(uptake=uptake), names).scores["reinforcement"].value)


@property_test
@given(three_parts, three_parts, st.sampled_from([0.0, 1.0, -1.0]))
def test_shares_of_weights_of_two_cases_do_not_exceed_all_weights(one, other, exponent):
    share, reverse = weight_share(one, other, exponent=exponent), weight_share(other, one, exponent=exponent)

    assert 0 <= share <= 1
    assert at_most(share + reverse, 1)
    has_veto = exponent <= 0 and (min(one) == 0 or min(other) == 0)
    if not has_veto and any(abs(x - y) > 1e-9 for x, y in zip(one, other, strict=True)):
        assert share + reverse == pytest.approx(1, abs=1e-9)
    if all(x > y for x, y in zip(one, other, strict=True)):
        assert share == 1


@settings(max_examples=15, deadline=None)
@given(three_parts, three_parts, st.sampled_from([0.0, 1.0, -1.0]), st.integers(0, 9))
def test_drawn_weights_come_near_the_closed_form(one, other, exponent, seed):
    share = weight_share(one, other, exponent=exponent)

    drawn = rank_acceptability({"x": one, "y": other}, Random(seed), draws=4000, exponent=exponent)

    # Where both are equal both are first; else y is second exactly when x is better.
    assert 1 - drawn["y"].shares[0] == pytest.approx(share, abs=0.05)


@property_test
@given(st.lists(three_parts, min_size=1, max_size=5), st.sampled_from(EXPONENTS))
def test_rank_shares_add_up_and_drawing_repeats(parts, exponent):
    cases = {f"T{place}": one for place, one in enumerate(parts)}

    drawn, again = (rank_acceptability(cases, Random(3), draws=100, exponent=exponent) for _ in range(2))

    assert drawn == again
    for one in drawn.values():
        assert math.fsum(one.shares) == pytest.approx(1)
        assert one.best <= one.mean + 1e-9 <= one.worst + 2e-9
        assert one.central is None or math.fsum(one.central) == pytest.approx(1)


@property_test
@given(three_parts)
def test_means_lie_between_the_extremes(parts):
    third = [[0, 1 / 3, 1 / 3], [1 / 3, 0, 1 / 3], [1 / 3, 1 / 3, 0]]

    for value in (
        *(power_mean(parts, [1] * 3, exponent) for exponent in EXPONENTS),
        ordered_average(parts, [0, 1 / 3, 2 / 3]),
        choquet_integral(parts, [1 / 3] * 3, third),
    ):
        assert at_most(min(parts), value)
        assert at_most(value, max(parts))
    # For three criteria alike both are one and the same.
    assert choquet_integral(parts, [1 / 3] * 3, third) == pytest.approx(
        ordered_average(parts, [0, 1 / 3, 2 / 3]), abs=1e-12
    )


@property_test
@given(st.dictionaries(st.sampled_from("TUVWX"), degrees, min_size=1))
def test_ranks_follow_the_values(values):
    placed = ranks(values)

    assert min(placed.values()) == 1
    for one, other in combinations(values, 2):
        if values[one] > values[other] + 1e-9:
            assert placed[one] < placed[other]


@property_test
@given(st.lists(st.fixed_dictionaries(dict.fromkeys("SPD", contents)), min_size=2, max_size=4))
def test_drift_and_lead_lag(rounds):
    by_round = dict(enumerate(rounds, start=1))

    leads = lead_lag(by_round)

    assert all(-1e-12 <= move <= 1 for one in drift(by_round).values() for move in one.values())
    for one, other in combinations("SPD", 2):
        assert leads[one, other] == pytest.approx(-leads[other, one], abs=1e-12)
        assert abs(leads[one, other]) <= 1 + 1e-12


@property_test
@given(st.floats(-1, 1), st.floats(0, 1), st.lists(st.integers(1, 20), min_size=2, unique=True))
def test_the_slope_of_a_straight_line_is_its_slope(slope, start, numbers):
    assert theil_sen({number: start + slope * number for number in numbers}) == pytest.approx(slope, abs=1e-9)


@property_test
@given(st.lists(degrees, min_size=3, max_size=6))
def test_the_jackknife_error_of_a_mean_is_the_textbook_one(scores):
    found = spread(scores)

    assert found.mean == pytest.approx(mean(scores))
    assert found.error == pytest.approx(stdev(scores) / math.sqrt(len(scores)), abs=1e-12)
    assert found.low <= found.mean + 1e-12 <= found.high + 2e-12


@property_test
@given(st.lists(st.lists(st.one_of(st.none(), degrees), min_size=3, max_size=3), min_size=1, max_size=6))
def test_alpha_does_not_depend_on_scale_and_is_one_where_all_agree(items):
    alpha = interval_alpha(items)
    scaled = [[None if code is None else 2 * code + 1 for code in item] for item in items]

    assert math.isnan(alpha) or alpha <= 1 + 1e-12
    assert interval_alpha(scaled) == pytest.approx(alpha, abs=1e-6, nan_ok=True)
    agreed = [[item[0] if item[0] is not None else 0.5] * 3 for item in items]
    assert math.isnan(interval_alpha(agreed)) or interval_alpha(agreed) == pytest.approx(1)


@property_test
@given(st.fixed_dictionaries(dict.fromkeys("SPD", contents)))
def test_merging_elements_never_lowers_matching(emphases):
    assert at_most(matching(emphases), merging_gain(emphases).matching)


@property_test
@given(states(arenas=list("SPD")))
def test_mediation_is_a_share(given_state):
    _, state = given_state

    share = mediation_share(list("SPD"), two_way_links(list("SPD"), state.uptake))

    assert math.isnan(share) or 0 <= share <= 1


@property_test
@given(st.dictionaries(st.sampled_from("mbn"), st.floats(0.01, 1), min_size=2), st.floats(0.1, 10))
def test_logics_are_measured_by_their_proportions(shares, factor):
    found = measure_logics(shares)
    scaled = measure_logics({logic: factor * share for logic, share in shares.items()})

    assert 1 <= found.effective_number + 1e-9 <= len(shares) + 2e-9
    assert 1 / found.effective_number <= found.dominance + 1e-9
    assert scaled.effective_number == pytest.approx(found.effective_number)
    assert scaled.margin == pytest.approx(found.margin, abs=1e-9)


@property_test
@given(
    st.lists(st.one_of(st.none(), degrees), max_size=4),
    st.lists(st.one_of(st.none(), degrees), max_size=4),
    st.randoms(use_true_random=False),
)
def test_a_share_lies_between_its_bounds_whatever_was_not_coded(part, rest, chance):
    bounds = share_bounds(part, rest)
    known = [[chance.random() if one is None else one for one in strengths] for strengths in (part, rest)]

    truth = share_bounds(*known)

    if not math.isnan(truth.value):
        assert at_most(bounds.low, truth.value)
        assert at_most(truth.value, bounds.high)


def test_idempotence():
    options = ArenasOptions()
    full = Leadership(clinical=1.0, managerial=1.0, hybrid=0.0, coupling=1.0)
    state = RoundState(
        leadership=dict.fromkeys(options.arenas, full),
        emphases={arena: {"x": 1.0} for arena in options.arenas},
        uptake=dict.fromkeys(permutations(options.arenas, 2), 1.0),
    )

    assert set(score_round(state, list(options.arenas)).scores.values()) == {Bounds(1.0, 1.0)}


@property_test
@given(states(arenas=list("SPD")), states(arenas=list("SPD")), st.data())
def test_every_score_of_a_case_lies_between_its_bounds_whatever_is_hidden(first, second, data):
    options = ArenasOptions(ideal={"a": 1, "b": 1})
    whole = {1: first[1], 2: second[1]}
    hidden = data.draw(st.sampled_from("SPD"))
    number = data.draw(st.sampled_from([1, 2]))
    is_link_only = data.draw(st.booleans())
    state = whole[number]
    uptake = {pair: share for pair, share in state.uptake.items() if hidden not in pair}
    partly = replace(state, uptake=uptake) if is_link_only else RoundState(
        leadership={name: one for name, one in state.leadership.items() if name != hidden},
        emphases={name: one for name, one in state.emphases.items() if name != hidden},
        uptake=uptake,
    )  # fmt: skip

    truth = score_sheet(whole, options).values
    bounded = score_sheet({**whole, number: partly}, options).values

    for name, bounds in bounded.items():
        if not math.isnan(truth[name].value) and not math.isnan(bounds.low):
            assert at_most(bounds.low, truth[name].value), name
            assert at_most(truth[name].value, bounds.high), name
