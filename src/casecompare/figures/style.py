"""How every figure looks: colours, dashes, hatches, fonts, and the widths of journals' columns.

Colours are told apart by colour-blind readers, and in a grey copy by their lightness, ten steps of CIE L* at
least; the tests measure both. Nothing rests on colour alone: each has a dash, a shape and a hatch beside it.

Figures carry their own white ground. Their contrasts hold on it, they stay readable on a dark page and in a
slide, and a page that shows them as pictures could not lend them its colours anyway.
"""

from __future__ import annotations

__all__ = [
    "ACCENT",
    "ACCENT_LIGHT",
    "DASHES",
    "FAINT",
    "FILLS",
    "FONTS",
    "HATCHES",
    "INK",
    "LIGHT",
    "MUTED",
    "PAPER",
    "STROKES",
    "UNITS_PER_MILLIMETRE",
    "WARM",
    "WARM_LIGHT",
    "WIDTHS",
    "shade",
]

INK = "#1a1a1a"
"""Text, axes and outlines."""
MUTED = "#595959"
"""What explains: seven times as light or dark as its ground, so that small text can be read."""
FAINT = "#d0d0d0"
"""Lines that only guide the eye."""
LIGHT = "#f0f0f0"
"""Every other row, and the grounds of panels."""
PAPER = "#fff"
ACCENT = "#0f4c8a"
"""Blue: what the figure is about."""
ACCENT_LIGHT = "#a3c8e6"
"""The same, where it holds in part only."""
WARM = "#b8420a"
"""Vermilion: what speaks against it."""
WARM_LIGHT = "#fbeee6"
"""The ground of a region that speaks against it."""

FILLS = (ACCENT, "#f0c840", "#1f9470", PAPER, "#d99ac3", WARM, "#101828")
"""Fills of groups, in an order in which neighbours differ most in grey; drawn with an outline of ink."""
STROKES = (ACCENT, WARM, "#1f9470", INK)
"""Colours of lines, each three times as dark as the paper at least."""
DASHES = ("", "7 4", "2 3", "12 3 3 3", "5 5", "1 2", "10 5")
"""The dashes that go with `FILLS` and `STROKES`, in their order."""
HATCHES = ("", "/", "\\", "-", "|", "x", ".")
"""The hatches that go with `FILLS`: the `hatch` of a shape is one of them."""

FONTS = "Helvetica,Arial,Liberation Sans,sans-serif"
"""One font stack: three faces of the same widths, then what the reader has."""

UNITS_PER_MILLIMETRE = 4.0
"""A unit of a figure is a quarter of a millimetre in print: text of 10 to 12 units has 7 to 8.5 points."""
WIDTHS = (85, 120, 180)
"""The widths of one, one and a half and two columns of a journal, in millimetres."""


def shade(value: float) -> str:
    """Give the fill for a degree, from nearly white at 0 to a blue at 1 on which ink is still legible.

    Parameters
    ----------
    value
        From 0 to 1; what lies beyond is drawn as the end.

    Examples
    --------
    >>> shade(0.0), shade(1.0), shade(7)
    ('#f7fbff', '#4a90c8', '#4a90c8')
    """
    low, high = (247, 251, 255), (74, 144, 200)
    share = min(max(value, 0.0), 1.0)
    mixed = [round(one + (other - one) * share) for one, other in zip(low, high, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)
