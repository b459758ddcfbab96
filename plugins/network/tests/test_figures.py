"""Drawings of networks: valid SVG, the same bytes again, escaped, labels apart, in words and in tables."""

import itertools
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_network.figures import (
    DrawnActor,
    DrawnCase,
    DrawnTie,
    brokerage_profile,
    brokerage_profile_table,
    force_drawing,
    grid_drawing,
    grid_table,
    small_multiples,
    small_multiples_table,
    sociogram,
    sociogram_table,
    two_mode_drawing,
    two_mode_table,
)
from casecompare_network.figures.drawing import INK, MUTED, line, looks_of, page, text, text_width
from casecompare_network.figures.labels import Box, label_places
from casecompare_network.figures.layout import Frame, arranged, route
from casecompare_network.force_field import Force
from casecompare_network.stakeholders import Rating, power_interest_grid

SVG = "{http://www.w3.org/2000/svg}"
WILD = 'Zoë <b>&"x"</b>'


def some_case(size=12, is_directed=False, name="T02"):
    groups, places = ["clinical", "managerial", "hybrid", ""], ["S", "P", "D"]
    actors = tuple(
        DrawnActor(f"a{at}", group=groups[at % 4], place=places[at % 3], size=float(at)) for at in range(size)
    )
    ties = tuple(
        DrawnTie(
            f"a{one}", f"a{other}", "contests" if (one + other) % 7 == 0 else "works_with", 1.0 + one % 3
        )
        for one in range(size)
        for other in range(one)
        if (one * other) % 3 == 1
    )
    return DrawnCase(name, actors, ties, is_directed, caption="A redesign")


def some_placements():
    ratings = [
        Rating(f"a{at}", name, ((at * 37 + len(name) * 13) % 100) / 100, rater)
        for at in range(9)
        for name in ("power", "interest")
        for rater in ("A",)
    ]
    ratings += [Rating("a0", "power", 0.05, "B"), Rating("a1", "power", 0.95, "B")]
    return power_interest_grid(ratings, [*(f"a{at}" for at in range(9)), "nobody"])


def some_counts():
    roles = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"]
    return pd.DataFrame([[3, 0, 1, 1, 0, 5], [0, 0, 0, 0, 0, 0]], columns=roles, index=["a", "b"])


def texts_of(svg):
    """Give every text with its attributes, those that its group hands down included."""

    def walk(element, handed):
        own = {**handed, **element.attrib}
        if element.tag == f"{SVG}text":
            yield element.text or "", own
        for child in element:
            yield from walk(child, own)

    root = ElementTree.fromstring(svg)
    yield from walk(root, {})


def some_forces():
    return [
        Force(
            "shared vision of a long name that does not fit into one line of a figure",
            "enabling",
            0.6,
            "local",
            "S",
        ),
        Force("money", "enabling", 1.0),
        Force("settled ways", "blocking", 0.2, arena="D"),
        Force("nobody knows", "blocking", None),
    ]


FIGURES = {
    "sociogram": lambda: sociogram(some_case(), measure="degree", table="ties"),
    "directed": lambda: sociogram(some_case(is_directed=True), table="ties"),
    "empty": lambda: sociogram(DrawnCase("T0", (), ()), table="ties"),
    "networks": lambda: small_multiples([some_case(), some_case(5, name="T03")], table="cases"),
    "two_mode": lambda: two_mode_drawing(
        [[1, 0], [1, 1], [0, 0]],
        ["a", "b", "c"],
        ["board", "forum"],
        groups={"a": "clinical"},
        table="two_mode",
    ),
    "grid": lambda: grid_drawing(some_placements(), table="stakeholders"),
    "forces": lambda: force_drawing(some_forces(), case="T02", table="force_list"),
    "brokerage": lambda: brokerage_profile(some_counts(), some_counts() / 2, table="actors"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_svg_with_words_and_a_table_and_the_same_again(name):
    figure = FIGURES[name]()
    root = ElementTree.fromstring(figure.svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == figure.alt
    assert root.findtext(f"{SVG}title") == figure.title
    assert figure.table
    assert FIGURES[name]().svg == figure.svg
    assert "nan" not in figure.svg


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_leaves_the_page(name):
    root = ElementTree.fromstring(FIGURES[name]().svg)
    width, height = float(root.get("width")), float(root.get("height"))
    for said, one in texts_of(FIGURES[name]().svg):
        if one.get("transform"):
            continue
        x, y, size = (float(one[key]) for key in ("x", "y", "font-size"))
        wide = text_width(said, size)
        start = {"end": x - wide, "middle": x - wide / 2}.get(one.get("text-anchor"), x)
        assert start >= -2
        assert start + wide <= width + 2
        assert 0 <= y <= height


def test_names_are_escaped_everywhere():
    case = DrawnCase(
        WILD, (DrawnActor(WILD, group=WILD, place=WILD), DrawnActor("b")), (DrawnTie(WILD, "b", WILD),)
    )
    placed = power_interest_grid([Rating(WILD, "power", 0.2), Rating(WILD, "interest", 0.9)], [WILD])
    counts = some_counts().set_axis([WILD, "b"])
    for figure in (
        force_drawing([Force(WILD, "enabling", 0.5, WILD, WILD)], case=WILD),
        sociogram(case),
        small_multiples([case]),
        two_mode_drawing([[1]], [WILD], [WILD], case=WILD),
        grid_drawing(placed, case=WILD),
        brokerage_profile(counts, case=WILD),
    ):
        ElementTree.fromstring(figure.svg)
        assert "<b>" not in figure.svg


def test_neighbours_that_look_alike_say_so_once_and_keep_their_look():
    parts = [
        line(0, 0, 1, 1, width=2),
        line(1, 1, 2, 2, width=2),
        text(1, 2, "a"),
        text(3, 4, "b", fill=MUTED),
    ]
    svg = page(10, 10, parts, title="t", alt="t")

    assert svg.count('stroke-width="2"') == 1
    looks = dict(texts_of(svg))
    assert (looks["a"]["fill"], looks["b"]["fill"]) == (INK, MUTED)
    assert looks["a"]["font-size"] == looks["b"]["font-size"] == "12"


def test_a_force_without_a_strength_is_drawn_open_and_leaves_the_balance_open():
    figure = force_drawing(some_forces(), case="T02")

    assert figure.svg.count("stroke-dasharray") == 1
    assert "strength not coded" in figure.svg
    # Enabling 1.6; blocking 0.2 to 1.2.
    assert "balance between 0.14 and 0.78" in figure.alt
    assert figure.alt.index("money 1") < figure.alt.index("shared vision")


def labels_of(figure):
    found = []
    for said, one in texts_of(figure.svg):
        if one.get("paint-order") == "stroke":
            x, y, size = (float(one[key]) for key in ("x", "y", "font-size"))
            half = text_width(said, size) / 2
            found.append((said, Box(x - half, y - size + 2, x + half, y + 2)))
    return found


@pytest.mark.parametrize("size", [6, 12, 24, 40])
@pytest.mark.parametrize("is_directed", [False, True])
def test_labels_do_not_overlap(size, is_directed):
    labels = labels_of(sociogram(some_case(size, is_directed), measure="degree"))
    assert len(labels) >= min(size, 20)
    for at, (_, one) in enumerate(labels):
        assert not any(one.overlaps(other) for _, other in labels[:at])


def test_a_label_without_room_is_said_and_not_drawn():
    actors = tuple(DrawnActor(f"actor with a long name {at}") for at in range(150))
    figure = sociogram(DrawnCase("T", actors, ()))
    drawn = len(labels_of(figure))
    if drawn < 150:
        assert f"{150 - drawn} actors without room for a label" in figure.svg


@given(st.integers(1, 30), st.integers(0, 100))
@settings(max_examples=30, deadline=None)
def test_label_places_keep_apart_from_marks_and_each_other(count, seed):
    chance = np.random.default_rng(seed)
    marks = [((float(x), float(y)), 6.0) for x, y in chance.uniform(20, 280, (count, 2))]
    bounds = Box(0, 0, 300, 300)
    found = label_places(marks, [(40.0, 12.0)] * count, bounds)
    placed = [box for box in found if box is not None]
    for at, box in enumerate(placed):
        assert bounds.holds(box)
        assert not any(box.overlaps(other) for other in placed[:at])
        assert not any(box.overlaps(Box(x - r, y - r, x + r, y + r)) for (x, y), r in marks)


@given(st.integers(2, 25))
@settings(max_examples=20, deadline=None)
def test_on_an_ellipse_no_tie_runs_through_a_third(count):
    ids = [str(at) for at in range(count)]
    points = arranged({"": ids}, {"": Frame(0, 0, 300, 200)}, [(ids[0], one) for one in ids[1:]])
    assert len(set(points.values())) == count


def test_a_tie_goes_around_a_mark_in_its_way():
    way = route((0, 0), (200, 0), [((100, 0), 10)], (8, 8))
    assert len(way) == 3
    top = abs(way[1][1]) / 2
    assert top > 10


def test_professions_differ_by_shape_and_contests_by_dashes():
    looks = looks_of([f"g{at}" for at in range(7)])
    assert len({look.shape for look in looks.values()}) == 7
    assert len(set(looks_of([f"g{at}" for at in range(21)]).values())) == 21
    svg = sociogram(some_case()).svg
    dashed = re.findall(r'<path [^>]*stroke-dasharray="6 4"', svg)
    assert len(dashed) == sum(tie.relation == "contests" for tie in some_case().ties)
    assert all('stroke="#b34700"' in one for one in dashed)


def grey(colour):
    """Give how light a colour is in a grey copy (ITU-R BT.709)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_neighbouring_groups_differ_in_grey():
    fills = [look.fill for look in looks_of(["a", "b", "c", "d"]).values()]
    assert all(abs(grey(one) - grey(other)) > 0.1 for one, other in itertools.pairwise(fills))


def test_both_ways_is_one_line_with_two_heads():
    actors = (DrawnActor("a"), DrawnActor("b"))
    both = DrawnCase("T", actors, (DrawnTie("a", "b"), DrawnTie("b", "a")), is_directed=True)
    svg = sociogram(both).svg
    assert svg.count("<path") == 1
    assert svg.count("<polygon") >= 2


def test_tables_hold_what_the_figures_show():
    case = some_case(4, is_directed=True)
    frame = sociogram_table(case, measure="degree").frame
    assert frame["measure"].tolist() == [0.0, 1.0, 2.0, 3.0]
    drawn = {
        (one, other)
        for relation in frame.columns.intersection(["works_with", "contests"])
        for one, others in zip(frame["actor"], frame[relation], strict=True)
        for other in others
    }
    assert drawn == {(tie.source, tie.target) for tie in case.ties}
    assert small_multiples_table([case]).frame["actors"].tolist() == [4]
    assert two_mode_table([[0], [0]], ["a", "b"], ["board"]).frame["actors"].tolist() == [()]
    assert grid_table(some_placements()).frame["quadrant"].isna().sum() == 1
    table = brokerage_profile_table(some_counts(), some_counts() / 2)
    assert table.frame["coordinator_expected"].tolist() == [1.5, 0.0]
    for one in (sociogram_table(case), grid_table(some_placements()), table):
        assert set(one.columns) == set(one.frame.columns)


def test_alternative_texts_name_the_doubt_and_the_unrated():
    alt = grid_drawing(some_placements(), case="T02").alt
    assert "(or " in alt
    assert alt.endswith("Not rated: nobody.")
    assert two_mode_drawing([[0]], ["a"], ["board"]).alt.endswith("board: nobody.")


def test_a_matrix_that_does_not_fit_its_names_is_refused():
    with pytest.raises(ValueError, match="1 actors and 2 events do not fit"):
        two_mode_drawing([[1]], ["a"], ["x", "y"])
