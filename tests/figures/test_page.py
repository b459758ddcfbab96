"""The page: well-formed whatever it holds, the same bytes again, few of them, nothing that runs or loads."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.figures import (
    ACCENT,
    HATCHES,
    MUTED,
    Look,
    arrow_head,
    circle,
    curve,
    ellipse,
    line,
    mark,
    page,
    polygon,
    polyline,
    rectangle,
    text,
    text_width,
)
from casecompare.figures.inspection import page_of, shown_elements, shown_texts

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "</svg><script>alert(1)</script>",
    "\x00\x07\x1b[31m",
    "\u202eevil\u2066",
    "]]><!--",
    "a\"'&<>`",
    "👩‍⚕️ 面 é عربى",
    "{}.a{fill:red}</style>",
    "\ud800",
    "",
    "x" * 10_000,
]


def every_piece():
    return [
        rectangle(0, 0, 9, 9, fill=ACCENT),
        rectangle(0, 0, 9, 9, fill=ACCENT, hatch="/"),
        rectangle(0, 0, 9, 9, round_=2, stroke=MUTED, dash="2 2"),
        circle(5, 5, 3),
        ellipse(9, 9, 5, 3, turn=20, opacity=0.5),
        line(0, 0, 9, 9),
        polyline([(0, 0), (5, 5), (9, 0)]),
        curve([(0, 0), (5, 5), (9, 0)]),
        polygon([(0, 0), (9, 0), (5, 5)], fill=ACCENT),
        arrow_head((9, 9), (0, 0)),
        *(mark(20, 20, 5, Look(shape)) for shape in ("circle", "square", "hexagon")),
    ]


@pytest.mark.parametrize("said", HOSTILE)
def test_a_study_cannot_break_out_of_a_text(said):
    svg = page(340, 50, [text(10, 20, said, width=200), *every_piece()], title=said, alt=said)

    root = ElementTree.fromstring(svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "defs", "pattern", "path", "g",
                    "rect", "circle", "ellipse", "text"}  # fmt: skip
    assert not re.search(r"\bon\w+=|href|url\((?!#)", re.sub(r">[^<]*<", "><", svg))
    assert not any(sign in svg for sign in "\x00\x07\x1b\u202e\u2066")
    assert svg.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.floats(-900, 900), st.floats(8, 16), st.floats(10, 300))
def test_any_text_is_well_formed_and_fits_its_width(said, place, size, width):
    piece = text(place, 20, said, size=size, width=width)
    svg = page(340, 50, [piece], title=said, alt=said)
    for one in shown_texts(svg):
        assert text_width(one.said, size) <= max(width, text_width("…", size))


def test_a_shortened_text_keeps_the_whole_as_its_title():
    (one,) = shown_texts(page(340, 50, [text(0, 9, "word " * 3_000, width=100)], title="t", alt="a"))
    assert one.said.endswith("…")
    assert one.title.startswith("word word")
    assert len(one.title) <= 1_000
    (short,) = shown_texts(page(340, 50, [text(0, 9, "word", width=100)], title="t", alt="a"))
    assert short.title == ""


def test_it_is_told_in_words():
    root = ElementTree.fromstring(page(340, 50, [], title="Two & two", alt="A < B"))
    assert root.get("role") == "img"
    ids = {element.get("id"): element.text for element in root if element.get("id")}
    assert [ids[one] for one in root.attrib["aria-labelledby"].split()] == ["Two & two", "A < B"]


def test_the_same_pieces_give_the_same_bytes_and_others_other_names():
    one, again = (page(340, 50, every_piece(), title="t", alt="a") for _ in range(2))
    other = page(340, 50, every_piece()[1:], title="t", alt="a")
    assert one == again
    names = [set(re.findall(r'(?:id|class)="([^"]+)"', svg)) for svg in (one, other)]
    assert names[0]
    assert not names[0] & names[1]


def test_every_name_that_is_used_is_there_once():
    svg = page(340, 50, every_piece(), title="t", alt="a")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert set(re.findall(r'class="([^"]+)"', svg)) == set(re.findall(r"\.([a-z]+)\{", svg))


@pytest.mark.parametrize(("given_", "across"), [(100, 340), (340, 340), (341, 480), (600, 720), (800, 800)])
def test_a_page_is_as_wide_as_a_column_with_the_drawing_in_its_middle(given_, across):
    box = page_of(page(given_, 50, [], title="t", alt="a"))
    assert box.right - box.left == across
    assert box.left + box.right == pytest.approx(given_)


def test_looks_are_said_once_and_lines_become_one_path():
    lines = [line(0, y, 9, y, stroke=MUTED) for y in range(20)]
    words = [text(0, y, "a", fill=MUTED) for y in range(20)]
    svg = page(340, 50, [*lines, *words], title="t", alt="a")
    assert svg.count(MUTED) == 2
    assert svg.count("<path") == 2  # the paper and the lines
    assert svg.count("class=") == 2


def test_shapes_that_lie_on_each_other_stay_in_order():
    below, above = rectangle(0, 0, 9, 9, fill="#111"), rectangle(0, 0, 9, 9, fill="#222")
    svg = page(340, 50, [below, above, below], title="t", alt="a")
    assert [one.look["fill"] for one in shown_elements(svg)] == ["#fff", "#111", "#222", "#111"]


def test_edges_of_shapes_that_overlap_are_not_lost():
    boxes = [rectangle(at, 0, 9, 9, fill="#fff", stroke="#111") for at in range(3)]
    assert page(340, 50, boxes, title="t", alt="a").count("<path") == 4


def test_texts_are_above_everything():
    svg = page(340, 50, [text(0, 9, "a"), rectangle(0, 0, 99, 20, fill="#111")], title="t", alt="a")
    assert shown_elements(svg)[-1].tag == "text"


@pytest.mark.parametrize("hatch", HATCHES[1:])
def test_a_hatch_lies_over_the_fill(hatch):
    svg = page(340, 50, [rectangle(0, 0, 9, 9, fill=ACCENT, hatch=hatch)], title="t", alt="a")
    below, above = shown_elements(svg)[1:]
    assert below.look["fill"] == ACCENT
    assert above.look["fill"].startswith("url(#")
    assert below.attributes["d"] == above.attributes["d"]


def test_coordinates_have_one_decimal_at_most():
    svg = page(340, 50, [polyline([(1 / 3, 2 / 3), (7 / 3, 1e-9), (-1e-9, 5)])], title="t", alt="a")
    assert "M0.3 0.7L2.3 0L0 5" in svg
    assert "-0 " not in svg
