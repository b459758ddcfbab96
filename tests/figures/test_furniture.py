"""Axes, legends, marks and words: round numbers, what fits, looks that differ."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casecompare.figures import (
    Entry,
    axis_below,
    axis_left,
    circle,
    legend,
    listed,
    looks_of,
    mark,
    page,
    text_width,
    ticks,
    wrapped,
)
from casecompare.figures.inspection import page_of, shown_texts


@settings(max_examples=60, deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(2, 12))
def test_ticks_are_few_even_and_inside(low, span, most):
    high = low + span
    assume(high - low > 1e-9 * max(abs(low), 1.0))
    found = ticks(low, high, most=most)
    assert len(found) <= most
    assert all(low - span * 1e-6 <= one <= high + span * 1e-6 for one in found)
    steps = [other - one for one, other in itertools.pairwise(found)]
    assert all(math.isclose(one, steps[0], rel_tol=1e-3) for one in steps)


@pytest.mark.parametrize(
    ("low", "high", "most", "found"),
    [
        (0, 1, 5, [0, 0.5, 1]),
        (0, 1, 6, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0.014, 0.7637, 8, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
        (-3, 17, 6, [0, 5, 10, 15]),
        (400, 900, 6, [400, 500, 600, 700, 800, 900]),
    ],
)
def test_ticks_are_round(low, high, most, found):
    assert ticks(low, high, most=most) == found


@pytest.mark.parametrize("ends", [(1, 1), (2, 1), (0, math.inf), (math.nan, 1)])
def test_an_axis_without_a_range_is_refused(ends):
    with pytest.raises(ValueError, match="an axis needs two finite ends"):
        ticks(*ends)


def test_axes_have_a_stroke_and_a_number_for_each_mark_and_a_name():
    marks = [(60.0, "0"), (260.0, "1")]
    pieces = [*axis_below(100, marks, title="membership in TANDEM"), *axis_left(60, [(20, "1"), (90, "0")])]
    svg = page(340, 160, pieces, title="t", alt="a")
    assert [one.said for one in shown_texts(svg)].count("0") == 2
    assert "membership in TANDEM" in svg
    assert all(page_of(svg).holds(one.box) for one in shown_texts(svg))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abc mW", min_size=1, max_size=40), min_size=1, max_size=9), st.integers(120, 700))
def test_a_legend_stays_between_its_edges_and_its_words_apart(words, right):
    pieces, bottom = legend([Entry(one, lambda x, y: [circle(x, y, 6)]) for one in words], 20, 30, right)
    shown = shown_texts(page(720, bottom, pieces, title="t", alt="a"))
    for one, other in itertools.combinations(shown, 2):
        assert not one.box.overlaps(other.box)
    assert all(one.box.right <= right + 1 and one.box.bottom < bottom for one in shown)


def test_groups_differ_by_shape_and_then_by_fill():
    looks = looks_of([f"g{at}" for at in range(21)])
    assert len({look.shape for look in list(looks.values())[:7]}) == 7
    assert len(set(looks.values())) == 21
    assert looks_of(["a", "b", "a"]).keys() == {"a", "b"}


def test_marks_of_one_radius_look_equally_large():
    def area(piece):
        if piece.tag == "circle":
            return math.pi * 100
        x = y = 0.0
        corners = []
        for command, numbers in re.findall(r"([MLHV])([-\d. ]+)", piece.place):
            parts = [float(one) for one in numbers.split()]
            x = parts[0] if command in "MLH" else x
            y = parts[-1] if command in "MLV" else y
            corners.append((x, y))
        return abs(
            sum(a * d - b * c for (a, b), (c, d) in zip(corners, [*corners[1:], corners[0]], strict=True))
        ) / 2  # fmt: skip

    areas = [area(mark(0, 0, 10, look)) for look in looks_of("abcdefg").values()]
    assert max(areas) / min(areas) < 1.25


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("abcW ", min_size=1, max_size=12), max_size=20), st.integers(40, 200), st.integers(0, 5)
)
def test_wrapped_words_fit_and_the_rest_is_counted(words, width, lines):
    made = wrapped(words, width, 11, lines=lines)
    assert all(text_width(one, 11) <= width for one in made)
    assert not lines or len(made) <= lines


def test_lists_are_cut_and_counted():
    assert listed([f"c{at}" for at in range(1_500)], 1) == "c0 and 1,499 more"
    assert (
        wrapped(["aaa,"] * 8, 30, 11, lines=2)[-1] == "… 7 more"
        or wrapped(["aaa,"] * 8, 30, 11, lines=2)[-1] == "+7"
    )


# Widths as shares of the size: in Helvetica (Adobe's metrics of 14 faces) and in DejaVu Sans.
WIDTHS = {
    "a": (0.556, 0.613),
    "i": (0.222, 0.278),
    "m": (0.833, 0.974),
    "w": (0.722, 0.818),
    "s": (0.5, 0.521),
    "A": (0.667, 0.684),
    "J": (0.5, 0.295),
    "P": (0.667, 0.603),
    "R": (0.722, 0.695),
    "W": (0.944, 0.989),
    "0": (0.556, 0.636),
    " ": (0.278, 0.318),
    "*": (0.389, 0.5),
    "~": (0.584, 0.838),
    "%": (0.889, 0.95),
    "@": (1.015, 1.0),
}


@pytest.mark.parametrize("sign", WIDTHS)
def test_widths_are_those_of_the_wider_of_two_faces(sign):
    wider = max(WIDTHS[sign])
    assert wider - 0.06 <= text_width(f"a{sign}a", 1) - text_width("aa", 1) <= wider + 0.06
