"""Drawings of networks: valid SVG, the same bytes again, escaped, labels apart, in words and in tables."""

import itertools
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.figures import MUTED, WARM, counted, looks_of
from casecompare.figures.inspection import page_of, shown_elements, shown_texts
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
    assert root.findtext(f"{SVG}desc") == figure.alt
    assert root.findtext(f"{SVG}title") == figure.title
    assert figure.table
    assert FIGURES[name]().svg == figure.svg
    assert "nan" not in figure.svg


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_leaves_the_page(name):
    svg = FIGURES[name]().svg
    page = page_of(svg)
    for one in shown_texts(svg):
        assert page.left - 1 <= one.box.left, one.said
        assert one.box.right <= page.right + 1, one.said
        assert page.top <= one.box.top, one.said
        assert one.box.bottom <= page.bottom, one.said


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_lies_on_another(name):
    for one, other in itertools.combinations(shown_texts(FIGURES[name]().svg), 2):
        assert not one.box.overlaps(other.box), (one.said, other.said)


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


def test_a_force_without_a_strength_is_drawn_open_and_leaves_the_balance_open():
    figure = force_drawing(some_forces(), case="T02")

    assert sum("stroke-dasharray" in one.look for one in shown_elements(figure.svg)) == 1
    assert "strength not coded" in figure.svg
    # Enabling 1.6; blocking 0.2 to 1.2.
    assert "balance between 0.14 and 0.78" in figure.alt
    assert figure.alt.index("money 1") < figure.alt.index("shared vision")


def labels_of(figure):
    return [(one.said, one.box) for one in shown_texts(figure.svg) if one.look.get("paint-order") == "stroke"]


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
        assert f"{counted(150 - drawn, 'actor')} without room for a label" in figure.svg


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
    dashed = [one for one in shown_elements(sociogram(some_case()).svg) if "stroke-dasharray" in one.look]
    contests = sum(tie.relation == "contests" for tie in some_case().ties)
    # One more in the legend.
    assert sum(one.attributes["d"].count("M") for one in dashed) == contests + 1
    assert {one.look["stroke"] for one in dashed} == {WARM}


def test_both_ways_is_one_line_with_two_heads():
    actors = (DrawnActor("a"), DrawnActor("b"))
    both = DrawnCase("T", actors, (DrawnTie("a", "b"), DrawnTie("b", "a")), is_directed=True)
    paths = [one for one in shown_elements(sociogram(both).svg) if one.tag == "path"]
    (tie,) = [one for one in paths if one.look.get("stroke-width") == "1.3" and one.look["fill"] == "none"]
    assert tie.attributes["d"].count("M") == 1
    (heads,) = [one for one in paths if one.look["fill"] == tie.look["stroke"]]
    assert heads.attributes["d"].count("z") == 2


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


def test_relations_have_lines_of_their_own_and_ties_that_lead_have_heads():
    actors = tuple(DrawnActor(one, place="S") for one in "abcde")
    ties = (
        DrawnTie("a", "b", "works_with"),
        DrawnTie("b", "c", "advises", leads=True),
        DrawnTie("c", "d", "refers_to", leads=True),
        DrawnTie("d", "e", "reports_to", leads=True),
        DrawnTie("e", "a", "contests"),
    )
    svg = sociogram(DrawnCase("T", actors, ties)).svg

    assert ways_by_dash(svg) == {"1.5 3": 2, "10 3 1.5 3": 3, "6 4": 2}  # each with its line in the legend
    # Past three relations the last ones share a line, which the legend says.
    assert {"works_with", "advises", "refers_to, reports_to"} <= {one.said for one in shown_texts(svg)}
    paths = [one for one in shown_elements(svg) if one.tag == "path" and one.look["fill"] == MUTED]
    assert sum(one.attributes["d"].count("z") for one in paths) == 3


def test_all_cases_on_one_page_use_the_same_lines():
    actors = tuple(DrawnActor(one, place="S") for one in "ab")
    first = DrawnCase("A", actors, (DrawnTie("a", "b", "works_with"),))
    second = DrawnCase("B", actors, (DrawnTie("a", "b", "advises"),))

    assert ways_by_dash(small_multiples([first, second]).svg) == {"1.5 3": 2}


def ways_by_dash(svg):
    found = {}
    for one in shown_elements(svg):
        if dash := one.look.get("stroke-dasharray"):
            found[dash] = found.get(dash, 0) + one.attributes["d"].count("M")
    return found
