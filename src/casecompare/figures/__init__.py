"""One way of drawing: pieces of SVG, marks, labels that keep apart, axes, legends, and the page around them.

The core and every plugin draw with it, so that all figures of a report look alike. It needs no drawing
library and gives the same bytes for the same data. 720 units are the width of two columns of a journal
(180 mm), so that text of 10 to 12 units has 7 to 9 points in print. Whatever a study holds can be shown: it
is escaped, and shortened where it is too long.

>>> bars = [rectangle(20, 60 - 40 * share, 30, 40 * share, fill=ACCENT) for share in (0.5,)]
>>> svg = page(340, 80, [*bars, text(20, 75, "A & B")], title="Shares", alt="One bar: A & B 0.5.")
>>> svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"'), "A &amp; B" in svg
(True, True)
"""

from casecompare.figures.axes import axis_below, axis_left, ticks
from casecompare.figures.boxes import Box
from casecompare.figures.labels import Label, PlacedLabel, label_pieces, place_labels
from casecompare.figures.legend import Entry, legend
from casecompare.figures.marks import Look, arrow_head, looks_of, mark
from casecompare.figures.page import page
from casecompare.figures.pieces import (
    Anchor,
    Piece,
    circle,
    curve,
    ellipse,
    line,
    number,
    polygon,
    polyline,
    rectangle,
    text,
)
from casecompare.figures.style import (
    ACCENT,
    ACCENT_LIGHT,
    DASHES,
    FAINT,
    FILLS,
    FONTS,
    HATCHES,
    INK,
    LIGHT,
    MUTED,
    PAPER,
    STROKES,
    UNITS_PER_MILLIMETRE,
    WARM,
    WARM_LIGHT,
    WIDTHS,
    shade,
)
from casecompare.figures.wording import clean, clipped, counted, listed, text_width, wrapped

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
    "Anchor",
    "Box",
    "Entry",
    "Label",
    "Look",
    "Piece",
    "PlacedLabel",
    "arrow_head",
    "axis_below",
    "axis_left",
    "circle",
    "clean",
    "clipped",
    "counted",
    "curve",
    "ellipse",
    "label_pieces",
    "legend",
    "line",
    "listed",
    "looks_of",
    "mark",
    "number",
    "page",
    "place_labels",
    "polygon",
    "polyline",
    "rectangle",
    "shade",
    "text",
    "text_width",
    "ticks",
    "wrapped",
]
