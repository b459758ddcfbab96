"""What must hold for every state, whatever the numbers."""

import math
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_arenas import (
    Leadership,
    RoundState,
    commensurateness,
    fit,
    matching,
    matching_pairs,
    reinforcement,
    score_round,
    tandem,
    two_way_links,
)

ARENAS = ["S", "P", "D"]
PAIRS = list(permutations(ARENAS, 2))
property_test = settings(max_examples=80, deadline=None)

# Coders use levels such as 0.25, and zero is the level at which everything turns.
degrees = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1, allow_subnormal=False))
emphases = st.fixed_dictionaries(
    {arena: st.dictionaries(st.sampled_from("abcd"), degrees, min_size=1) for arena in ARENAS}
)
uptakes = st.fixed_dictionaries(dict.fromkeys(PAIRS, degrees))
leaderships = st.builds(Leadership, clinical=degrees, managerial=degrees, hybrid=degrees, coupling=degrees)
states = st.builds(
    RoundState,
    leadership=st.fixed_dictionaries(dict.fromkeys(ARENAS, leaderships)),
    emphases=emphases,
    uptake=uptakes,
)


def values(state, **how):
    return {name: bounds.value for name, bounds in score_round(state, ARENAS, **how).scores.items()}


def at_most(smaller, larger):
    return smaller <= larger + 1e-12


@property_test
@given(states)
def test_scores_lie_between_zero_and_one(state):
    scores = values(state)

    is_acting = scores["level"] > 0
    assert all(0 <= value <= 1 for name, value in scores.items() if name != "balance" or is_acting)
    assert is_acting or math.isnan(scores["balance"])


@property_test
@given(states)
def test_alignment_is_capped_by_the_clinical_condition_and_by_the_fit(state):
    scores = values(state)

    assert scores["alignment"] == min(scores["fit"], scores["clinical"])


@property_test
@given(states, st.sampled_from(ARENAS), st.sampled_from(["clinical", "managerial", "hybrid"]), degrees)
def test_more_leadership_never_lowers_alignment(state, arena, kind, level):
    before = state.leadership[arena]
    raised = replace(before, **{kind: max(level, getattr(before, kind))})

    after = replace(state, leadership={**state.leadership, arena: raised})

    assert at_most(values(state)["alignment"], values(after)["alignment"])


@property_test
@given(states, st.sampled_from(PAIRS), degrees)
def test_more_uptake_never_lowers_alignment(state, pair, share):
    after = replace(state, uptake={**state.uptake, pair: max(share, state.uptake[pair])})

    assert at_most(values(state)["alignment"], values(after)["alignment"])


@property_test
@given(states, st.permutations(ARENAS))
def test_the_names_of_the_arenas_do_not_matter(state, renamed):
    new = dict(zip(ARENAS, renamed, strict=True))
    relabelled = RoundState(
        leadership={new[arena]: one for arena, one in state.leadership.items()},
        emphases={new[arena]: one for arena, one in state.emphases.items()},
        uptake={(new[a], new[b]): share for (a, b), share in state.uptake.items()},
    )

    assert values(relabelled) == pytest.approx(values(state), abs=1e-12, nan_ok=True)


@property_test
@given(emphases, st.sampled_from(ARENAS), st.floats(0.1, 50))
def test_matching_does_not_hear_how_loud_an_arena_is(given_emphases, arena, factor):
    louder = {element: factor * emphasis for element, emphasis in given_emphases[arena].items()}

    assert matching({**given_emphases, arena: louder}) == pytest.approx(matching(given_emphases), abs=1e-9)


@property_test
@given(emphases)
def test_three_arenas_never_overlap_more_than_two_of_them(given_emphases):
    assert at_most(matching(given_emphases), min(matching_pairs(given_emphases).values()))


@property_test
@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=6), st.floats(0.1, 10))
def test_balance_is_free_of_scale_and_action_is_level_times_balance(intensities, factor):
    spread = commensurateness(intensities)
    scaled = commensurateness([factor * intensity for intensity in intensities])

    assert scaled.balance == pytest.approx(spread.balance, abs=1e-12)
    assert spread.action == pytest.approx(spread.level * spread.balance, abs=1e-12)


@property_test
@given(degrees, degrees, degrees)
def test_a_tandem_needs_both_sides_and_is_the_same_from_either(clinical, managerial, coupling):
    measured = tandem(clinical, managerial, coupling)

    assert at_most(measured.strength, math.sqrt(clinical * managerial))
    assert at_most(math.sqrt(clinical * managerial), max(clinical, managerial))
    assert measured.strength == tandem(managerial, clinical, coupling).strength


@property_test
@given(uptakes)
def test_reinforcement_is_zero_exactly_when_fewer_than_two_links_are_two_way(uptake):
    is_two_way = [link > 0 for link in two_way_links(ARENAS, uptake).values()]

    assert (reinforcement(ARENAS, uptake) == 0) == (sum(is_two_way) < 2)


@property_test
@given(uptakes)
def test_reinforcement_of_three_arenas_takes_the_two_strongest_links(uptake):
    *_, second, first = sorted(two_way_links(ARENAS, uptake).values())

    assert reinforcement(ARENAS, uptake) == pytest.approx(math.sqrt(first * second), abs=1e-12)


@property_test
@given(degrees, degrees, degrees, st.sampled_from([-math.inf, -1, 0, 1]))
def test_a_larger_exponent_forgives_more(matched, reinforced, acted, exponent):
    parts = (matched, reinforced, acted)
    further = {-math.inf: -1, -1: 0, 0: 1, 1: math.inf}[exponent]

    assert at_most(fit(*parts, exponent=exponent), fit(*parts, exponent=further))
    assert min(parts) <= fit(*parts, exponent=exponent) <= max(parts)


@property_test
@given(states, st.sampled_from(ARENAS), st.booleans())
def test_what_is_missing_lies_between_the_bounds(state, arena, is_all_lost):
    hidden = replace(
        state,
        leadership={name: one for name, one in state.leadership.items() if name != arena},
        emphases={name: one for name, one in state.emphases.items() if name != arena or not is_all_lost},
        uptake={pair: share for pair, share in state.uptake.items() if arena not in pair or not is_all_lost},
    )
    truth = values(state)

    for name, bounds in score_round(hidden, ARENAS).scores.items():
        if not math.isnan(truth[name]):
            assert at_most(bounds.low, truth[name])
            assert at_most(truth[name], bounds.high)


@property_test
@given(states, st.sampled_from(ARENAS), st.sampled_from(["clinical", "managerial", "hybrid", "coupling"]))
def test_a_missing_level_lies_between_the_bounds(state, arena, kind):
    gap = {**state.leadership, arena: replace(state.leadership[arena], **{kind: None})}
    truth = values(state)

    for name, bounds in score_round(replace(state, leadership=gap), ARENAS).scores.items():
        if not math.isnan(truth[name]):
            assert at_most(bounds.low, truth[name])
            assert at_most(truth[name], bounds.high)
