"""Scores of random states against a second computation, written down from the definitions as they stand.

Nothing here is shared with the package: spanning trees are found by trying all sets of links, the share of
weights is the area of a polygon, and every mean is spelt out.
"""

import itertools
import math
import random

import numpy as np
import pytest

from casecompare_arenas import (
    Leadership,
    RoundState,
    Rule,
    aggregator_fits,
    arena_scores,
    repair_gain,
    score_round,
    score_states,
    weakest_arenas,
    weight_share,
)
from casecompare_arenas.rounds import drift, lead_lag, theil_sen

EXPONENTS = (-math.inf, -1.0, 0.0, 1.0)
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
STATES = 240


def near(expected):
    return pytest.approx(expected, abs=1e-12)


class State:
    """Random codes of some arenas: degrees on five levels or anywhere, contents with and without zeros."""

    def __init__(self, seed):
        chance = random.Random(seed)
        self.arenas = ["S", "P", "D", "X", "Y"][: 2 + seed % 4]
        draw = (lambda: chance.choice(LEVELS)) if chance.random() < 0.5 else chance.random
        self.codes = {arena: [draw() for _ in range(4)] for arena in self.arenas}  # C, M, H, q
        self.elements = [f"e{number}" for number in range(chance.randint(1, 5))]
        self.emphases = {
            arena: {
                element: chance.choice((0.0, chance.random(), 3 * chance.random()))
                for element in self.elements
            }
            for arena in self.arenas
        }
        self.uptake = {pair: draw() for pair in itertools.permutations(self.arenas, 2)}
        self.weights = [0.1 + chance.random() for _ in range(3)]

    def proportions(self, arena):
        total = sum(self.emphases[arena].values())
        return {
            element: emphasis / total if total else 0.0 for element, emphasis in self.emphases[arena].items()
        }


def naive_matching(proportions):
    elements = {element for one in proportions.values() for element in one}
    return sum(min(one.get(element, 0.0) for one in proportions.values()) for element in elements)


def naive_reinforcement(arenas, uptake):
    links = {
        frozenset(pair): math.sqrt(uptake[pair] * uptake[pair[::-1]])
        for pair in itertools.combinations(arenas, 2)
    }
    best = 0.0
    for tree in itertools.combinations(links, len(arenas) - 1):
        reached = {arenas[0]}
        for _ in arenas:
            reached |= {arena for link in tree if link & reached for arena in link}
        if reached == set(arenas):
            best = max(best, math.prod(links[link] for link in tree) ** (1 / len(tree)))
    return best


def naive_power_mean(parts, weights, exponent):
    shares = [weight / sum(weights) for weight in weights]
    if exponent == -math.inf:
        return min(parts)
    if exponent <= 0 and 0 in parts:
        return 0.0
    if exponent == 0:
        return math.prod(part**share for part, share in zip(parts, shares, strict=True))
    powered = sum(share * part**exponent for part, share in zip(parts, shares, strict=True))
    return powered ** (1 / exponent)


def naive_scores(state, exponent):
    codes = state.codes.values()
    intensities = [max(clinical, managerial, hybrid) for clinical, managerial, hybrid, _ in codes]
    tandems = [coupling * math.sqrt(clinical * managerial) for clinical, managerial, _, coupling in codes]
    proportions = {arena: state.proportions(arena) for arena in state.arenas}
    action = math.prod(intensities) ** (1 / len(intensities))
    parts = [naive_matching(proportions), naive_reinforcement(state.arenas, state.uptake), action]
    whole = naive_power_mean(parts, state.weights, exponent)
    clinical = max(max(code[0], code[2]) for code in codes)
    pairs = [
        naive_matching({name: proportions[name] for name in pair})
        for pair in itertools.combinations(state.arenas, 2)
    ]
    level = sum(intensities) / len(intensities)
    return {
        "matching": parts[0],
        "pairwise_matching": sum(pairs) / len(pairs),
        "reinforcement": parts[1],
        "commensurate_action": action,
        "level": level,
        "balance": action / level if level else math.nan,
        "clinical": clinical,
        "fit": whole,
        "alignment": min(whole, clinical),
        "tandem_any": max(tandems),
        "tandem_all": min(tandems),
        "tandem_mean": sum(tandems) / len(tandems),
        "tandem_set": max(min(code[0], code[1], code[3]) for code in codes),
    }


def round_state(state):
    return RoundState(
        leadership={
            arena: Leadership(clinical=clinical, managerial=managerial, hybrid=hybrid, coupling=coupling)
            for arena, (clinical, managerial, hybrid, coupling) in state.codes.items()
        },
        emphases=state.emphases,
        uptake=state.uptake,
    )


def rule(state, exponent):
    names = ("matching", "reinforcement", "commensurate_action")
    return Rule(exponent=exponent, weights=dict(zip(names, state.weights, strict=True)))


@pytest.mark.parametrize("exponent", EXPONENTS)
def test_every_score_of_a_round(exponent):
    for seed in range(STATES):
        state = State(seed)

        found = score_round(round_state(state), state.arenas, rule(state, exponent)).scores

        got = {name: bounds.value for name, bounds in found.items()}
        assert got == pytest.approx(naive_scores(state, exponent), abs=1e-12, nan_ok=True), seed


@pytest.mark.parametrize("exponent", EXPONENTS)
def test_the_vectorised_path(exponent):
    for seed in range(0, STATES, 4):
        state = State(seed)
        codes = np.array([list(state.codes.values())])
        emphases = np.array([[list(state.emphases[arena].values()) for arena in state.arenas]])
        uptake = np.array(
            [[[state.uptake.get((a, b), 0.0) for b in state.arenas] for a in state.arenas]]
        )  # fmt: skip

        clinical, managerial, hybrid, coupling = (codes[:, :, kind] for kind in range(4))
        found = score_states(
            clinical, managerial, hybrid, coupling, emphases, uptake,
            exponent=exponent, weights=state.weights,
        )  # fmt: skip

        expected = naive_scores(state, exponent)
        got = {name: float(values[0]) for name, values in found.items()}
        assert got == pytest.approx({name: expected[name] for name in got}, abs=1e-12, nan_ok=True), seed


def test_the_four_aggregators_of_one_state():
    for seed in range(STATES):
        chance = random.Random(seed)
        parts = [chance.choice((0.0, chance.random(), chance.random())) for _ in range(3)]
        weights = [0.1 + chance.random() for _ in range(3)]

        expected = [naive_power_mean(parts, weights, exponent) for exponent in EXPONENTS]

        assert aggregator_fits(parts, weights, EXPONENTS) == near(expected)


def test_what_mending_an_arena_gains():
    for seed in range(STATES):
        state = State(seed)
        intensities = {arena: max(codes[:3]) for arena, codes in state.codes.items()}
        clinical = max(max(codes[0], codes[2]) for codes in state.codes.values())
        proportions = {arena: state.proportions(arena) for arena in state.arenas}
        for exponent in (0.0, 1.0):
            before = whole(state, intensities, proportions, state.uptake, exponent)
            for arena in state.arenas:
                others = [proportions[name] for name in state.arenas if name != arena]
                mean = {name: sum(one[name] for one in others) / len(others) for name in state.elements}
                full = {pair: 1.0 if arena in pair else share for pair, share in state.uptake.items()}
                stronger = {**intensities, arena: max(intensities.values())}
                content = {**proportions, arena: normed(mean)}
                after = whole(state, stronger, content, full, exponent)

                gain = repair_gain(
                    arena, intensities, state.emphases, state.uptake, clinical, exponent=exponent,
                    weights=dict(rule(state, exponent).weights),
                )  # fmt: skip

                assert gain.fit == near(after - before), seed
                assert gain.alignment == near(min(after, clinical) - min(before, clinical)), seed


def whole(state, intensities, proportions, uptake, exponent):
    action = math.prod(intensities.values()) ** (1 / len(intensities))
    parts = [naive_matching(proportions), naive_reinforcement(state.arenas, uptake), action]
    return naive_power_mean(parts, state.weights, exponent)


def normed(emphases):
    total = sum(emphases.values())
    return {name: emphasis / total if total else 0.0 for name, emphasis in emphases.items()}


def test_scores_of_arenas_and_the_weakest():
    for seed in range(STATES):
        state = State(seed)
        intensities = {arena: max(codes[:3]) for arena, codes in state.codes.items()}
        proportions = {arena: state.proportions(arena) for arena in state.arenas}
        expected = {}
        for arena in state.arenas:
            others = [name for name in state.arenas if name != arena]
            shared = [naive_matching({arena: proportions[arena], name: proportions[name]}) for name in others]
            links = [math.sqrt(state.uptake[arena, name] * state.uptake[name, arena]) for name in others]
            content = sum(shared) / len(shared)
            expected[arena] = (intensities[arena] * content * max(links)) ** (1 / 3)

        found = arena_scores(intensities, state.emphases, state.uptake)

        assert {arena: one.score for arena, one in found.items()} == near(expected), seed
        least = min(expected.values())
        assert set(weakest_arenas(found)) == {a for a, score in expected.items() if score <= least + 1e-11}


@pytest.mark.parametrize("exponent", EXPONENTS)
def test_the_share_of_weights_is_the_area_of_a_polygon(exponent):
    for seed in range(STATES):
        chance = random.Random(seed)
        one, other = ([0.05 + 0.95 * chance.random() for _ in range(3)] for _ in range(2))
        if exponent == -math.inf:
            expected = float(min(one) > min(other))
        else:
            powered = [[math.log(x) if exponent == 0 else x**exponent / exponent for x in parts]
                       for parts in (one, other)]  # fmt: skip
            expected = share_above([a - b for a, b in zip(*powered, strict=True)])

        assert weight_share(one, other, exponent=exponent) == pytest.approx(expected, abs=1e-9), seed


def share_above(differences):
    """Give the share of the triangle of weights in which the weighted sum of the differences is above 0."""
    corners = [((1.0, 0.0), differences[0]), ((0.0, 1.0), differences[1]), ((0.0, 0.0), differences[2])]
    kept = []
    for (here, value), (there, following) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if value > 0:
            kept.append(here)
        if (value > 0) != (following > 0):
            way = value / (value - following)
            kept.append(tuple(a + way * (b - a) for a, b in zip(here, there, strict=True)))
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(kept, [*kept[1:], *kept[:1]], strict=True))
    return abs(area)  # twice the area, over twice that of the triangle, which is 1


def test_drift_and_lead_of_content():
    for seed in range(0, STATES, 4):
        rounds = {number: State(seed + 4 * STATES * number) for number in (1, 2, 3)}
        arenas = rounds[1].arenas
        contents = {number: state.emphases for number, state in rounds.items()}
        if any(not sum(content[arena].values()) for content in contents.values() for arena in arenas):
            continue

        def overlap(early, arena, late, other, states=rounds):
            return naive_matching({0: states[early].proportions(arena), 1: states[late].proportions(other)})

        moved, leads = drift(contents), lead_lag(contents)

        for arena in arenas:
            expected = {late: 1 - overlap(late - 1, arena, late, arena) for late in (2, 3)}
            assert moved[arena] == near(expected)
        for one, other in itertools.permutations(arenas, 2):
            steps = [overlap(t - 1, one, t, other) - overlap(t - 1, other, t, one) for t in (2, 3)]
            assert leads[one, other] == near(sum(steps) / 2)


def test_the_median_slope():
    for seed in range(STATES):
        chance = random.Random(seed)
        values = {number: chance.random() for number in range(1, 2 + chance.randint(1, 5))}
        slopes = sorted(
            (values[late] - values[early]) / (late - early)
            for early, late in itertools.combinations(values, 2)
        )
        middle = len(slopes) // 2
        expected = slopes[middle] if len(slopes) % 2 else (slopes[middle - 1] + slopes[middle]) / 2

        assert theil_sen(values) == near(expected)
