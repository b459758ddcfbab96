"""The palette: contrasts by WCAG 2.2, lightness in a grey copy, and how colour-blind readers see it."""

from __future__ import annotations

import itertools

import pytest

from casecompare.figures import (
    ACCENT,
    ACCENT_LIGHT,
    DASHES,
    FAINT,
    FILLS,
    HATCHES,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    STROKES,
    WARM,
    WARM_LIGHT,
    shade,
)
from casecompare.figures.marks import SHAPES

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * sign for sign in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour):
    """Give CIE L*, by which a grey copy is told apart."""
    share = luminance(colour)
    return 116 * share ** (1 / 3) - 16 if share > 0.008856 else 903.3 * share


def as_lab(colour, matrix):
    parts = linear(colour)
    seen = [min(max(sum(a * b for a, b in zip(row, parts, strict=True)), 0.0), 1.0) for row in matrix]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        sum(a * b for a, b in zip(row, seen, strict=True)) / full
        for row, full in zip(rows, white, strict=True)
    )
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_the_measures_are_those_of_the_standards():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert lightness("#ffffff") == pytest.approx(100)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.05)


@pytest.mark.parametrize("ground", [PAPER, LIGHT, WARM_LIGHT])
@pytest.mark.parametrize("ink", [INK, MUTED, ACCENT, WARM])
def test_text_can_be_read_on_every_ground(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("stroke", STROKES)
def test_lines_stand_out_from_the_paper(stroke):
    assert contrast(stroke, PAPER) >= 3


def test_outlines_stand_out_from_every_fill():
    for fill in {*FILLS, ACCENT_LIGHT, FAINT} - {FILLS[6], ACCENT}:
        assert contrast(INK, fill) >= 3 or contrast(fill, PAPER) >= 3


def test_fills_differ_in_a_grey_copy():
    levels = sorted(map(lightness, FILLS))
    assert min(high - low for low, high in itertools.pairwise(levels)) >= 10


def test_neighbours_among_the_fills_differ_clearly_in_a_grey_copy():
    assert all(abs(lightness(one) - lightness(other)) >= 25 for one, other in itertools.pairwise(FILLS))


@pytest.mark.parametrize("sight", SEEN)
def test_fills_differ_for_colour_blind_readers(sight):
    seen = [as_lab(fill, SEEN[sight]) for fill in FILLS]
    apart = [
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for one, other in itertools.combinations(seen, 2)
    ]
    assert min(apart) >= 15


def test_every_fill_has_a_dash_a_shape_and_a_hatch_of_its_own():
    assert len(set(DASHES)) == len(set(HATCHES)) == len(set(SHAPES)) == len(set(FILLS)) == 7


@pytest.mark.parametrize("degree", [0, 0.25, 0.5, 0.75, 1])
def test_ink_can_be_read_on_every_shade(degree):
    assert contrast(INK, shade(degree)) >= 4.5


def test_a_higher_degree_is_darker():
    levels = [lightness(shade(at / 10)) for at in range(11)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] - levels[-1] > 40
