"""Labels keep apart from each other, from marks and from leader lines; the same data give the same places."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.figures import Box, Label, label_pieces, place_labels
from casecompare.figures.box_arrays import crossed, distances, is_within, overlap

POINTS = st.lists(
    st.tuples(st.floats(0, 300), st.floats(0, 300), st.integers(1, 12), st.integers(1, 3)), max_size=25
)
FRAME = Box(0, 0, 300, 300)


def labels_at(drawn):
    return [Label(x, y, 5, ("t" * signs,) * lines) for x, y, signs, lines in drawn]


@settings(max_examples=60, deadline=None)
@given(POINTS, st.booleans())
def test_labels_never_overlap(drawn, has_ways):
    labels = labels_at(drawn)
    taken = [Box(100, 100, 140, 120)]
    ways = [[(one.x, one.y), (150.0, 150.0)] for one in labels] if has_ways else []
    places = place_labels(labels, FRAME, taken, ways=ways)
    assert len(places) == len(labels)
    placed = [one for one in places if one is not None]
    for one in placed:
        assert FRAME.holds(one.box)
        assert not one.box.overlaps(taken[0])
        for label in labels:
            edge = Box(label.x - 5, label.y - 5, label.x + 5, label.y + 5)
            assert not one.box.overlaps(edge)
            assert one.label is label or one.leader is None or not edge.is_crossed(*one.leader)
    for one, other in itertools.permutations(placed, 2):
        assert not one.box.overlaps(other.box)
        assert one.leader is None or not other.box.is_crossed(*one.leader)


@settings(max_examples=20, deadline=None)
@given(POINTS)
def test_the_same_points_give_the_same_places(drawn):
    assert place_labels(labels_at(drawn), FRAME) == place_labels(labels_at(drawn), FRAME)


def test_a_lone_label_stands_to_the_right_of_its_mark():
    (one,) = place_labels([Label(100, 100, 5, ("case",))], FRAME)
    assert one is not None
    assert one.leader is None
    assert one.box.left > 105
    assert one.box.top < 100 < one.box.bottom


def test_a_label_rather_stands_off_lines_and_away_from_the_centre():
    label = Label(100, 100, 5, ("case",))
    (off,) = place_labels([label], FRAME, ways=[[(100, 100), (290, 100)]])
    (away,) = place_labels([label], FRAME, centre=(200, 100))
    assert off is not None
    assert not off.box.is_crossed(100, 100, 290, 100)
    assert away is not None
    assert away.box.right < 95


def test_a_label_for_which_there_is_no_room_is_told_and_not_drawn():
    places = place_labels([Label(10, 10, 5, ("a long name of a case",))], Box(0, 0, 20, 20))
    assert places == [None]
    assert label_pieces(places) == []


def test_nearly_all_of_sixty_names_find_a_place():
    chance = np.random.default_rng(4)
    labels = [Label(x, y, 5, (f"case {at}",)) for at, (x, y) in enumerate(chance.uniform(20, 480, (60, 2)))]
    assert sum(one is not None for one in place_labels(labels, Box(0, 0, 500, 500))) >= 58


BOX = st.tuples(st.floats(0, 50), st.floats(0, 50), st.floats(1, 50), st.floats(1, 50)).map(
    lambda one: Box(one[0], one[1], one[0] + one[2], one[1] + one[3])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BOX, min_size=1, max_size=8), st.tuples(*[st.integers(0, 100)] * 4))
def test_many_boxes_at_once_are_the_same_as_one_by_one(boxes, way):
    rows = np.array([[one.left, one.top, one.right, one.bottom] for one in boxes])
    ends = np.array([way], dtype=float)
    assert crossed(rows, ends).tolist() == [one.is_crossed(*map(float, way)) for one in boxes]
    assert overlap(rows, rows[:1]).tolist() == [one.overlaps(boxes[0]) for one in boxes]
    assert is_within(rows, boxes[0]).tolist() == [boxes[0].holds(one) for one in boxes]


def test_distances_are_those_to_the_edge_of_a_mark():
    apart = distances(np.array([[10.0, 0, 20, 10]]), np.array([[-2.0, 3, 2, 7], [12, 2, 16, 6]]))
    assert apart.tolist() == [[8.0, -2.0]]
