"""Drawings: well-formed, the same for the same data, nothing overlaps, and they say what the data say."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.figures.inspection import page_of, shown_elements, shown_texts
from casecompare_qca import standard_analysis, truth_table
from casecompare_qca.figures import (
    calibration_plot,
    calibration_table,
    configuration_chart,
    configuration_table,
    implicant_chart,
    implicant_table,
    overlap_table,
    truth_table_tiles,
    upset,
    venn,
    xy_plot,
    xy_table,
)
from casecompare_qca.figures.venn import _regions, _shapes
from casecompare_qca.figures.xy import region_of

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ['A<b>&"', "it's \x07 ]]>", "\u202eevil", "面" * 30]

DATA = pd.DataFrame(
    {
        "A": [1, 1, 1, 1, 0, 0, 0],
        "B": [1, 1, 0, 0, 1, 0, 0],
        "C": [1, 0, 1, 0, 0, 1, 0],
        "Y": [1, 1, 1, 0, 0, 0, 0],
    },
    index=list("klmnopq"),
)


def hostile_data():
    names = dict(zip("ABCY", HOSTILE, strict=True))
    cases = [f"</svg><script>{case}</script>" + "x" * 60 for case in DATA.index]
    return DATA.rename(columns=names).set_axis(cases), list(names.values())


def every_figure(data, names):
    *conditions, outcome = names
    solutions = standard_analysis(data, outcome, conditions, expectations=())
    yield xy_plot(data[conditions[0]], data[outcome])
    yield xy_plot(data[conditions[0]], data[outcome], relation="necessity")
    yield configuration_chart(solutions["intermediate"], solutions["parsimonious"])
    yield truth_table_tiles(solutions["conservative"].table)
    yield implicant_chart(solutions["conservative"])
    yield upset(data[conditions], data[outcome])
    yield venn(data[conditions], data[outcome])
    raw = pd.Series([3.0, 4, 5, 1e9, -7, 0.001, 2], index=data.index)
    anchors = {name: float(at) for at, name in enumerate([*names, "crossover"])}
    yield calibration_plot(raw, data[outcome].astype(float), anchors=anchors)
    yield calibration_plot(raw * 0, data[outcome] * 0.1 + 0.45, set_name=names[0])


def texts(figure):
    return [one.said for one in shown_texts(figure.svg)]


def test_figures_are_well_formed_whatever_the_names_are():
    data, names = hostile_data()
    figures = list(every_figure(data, names))
    assert len(figures) == 9
    for figure in figures:
        root = ElementTree.fromstring(figure.svg)
        kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert kinds <= {"svg", "title", "desc", "style", "g", "path", "rect", "text", "circle", "ellipse"}
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}desc")
        assert "\u202e" not in figure.svg
        assert figure.alt.strip()
        assert figure.title.strip()


def test_no_text_leaves_the_page():
    data, names = hostile_data()
    for figure in [*every_figure(data, names), *every_figure(DATA, list("ABCY"))]:
        page = page_of(figure.svg)
        for one in shown_texts(figure.svg):
            assert page.left - 1 <= one.box.left, (figure.name, one.said)
            assert one.box.right <= page.right + 1, (figure.name, one.said)
            assert page.top <= one.box.top, (figure.name, one.said)
            assert one.box.bottom <= page.bottom, (figure.name, one.said)


def test_no_text_lies_on_another():
    data, names = hostile_data()
    for figure in [*every_figure(data, names), *every_figure(DATA, list("ABCY"))]:
        level = [one for one in shown_texts(figure.svg) if one.box.bottom - one.box.top < 20]
        for one, other in itertools.combinations(level, 2):
            assert not one.box.overlaps(other.box), (figure.name, one.said, other.said)


def test_the_same_data_give_the_same_bytes():
    first = [figure.svg for figure in every_figure(DATA, list("ABCY"))]
    assert first == [figure.svg for figure in every_figure(DATA.copy(), list("ABCY"))]


@pytest.mark.parametrize(
    ("x", "y", "sufficiency", "necessity"),
    [
        (0.6, 0.6, "typical", "typical"),
        (0.6, 0.9, "typical", "deviant in degree"),
        (0.9, 0.6, "deviant in degree", "typical"),
        (0.9, 0.1, "deviant consistency", "deviant relevance"),
        (0.1, 0.9, "deviant coverage", "deviant consistency"),
        (0.1, 0.3, "irrelevant", "irrelevant"),
        (0.5, 0.9, "on the border", "on the border"),
        (0.3 + 0.3 + 0.3, 0.9, "typical", "typical"),
    ],
)
def test_regions(x, y, sufficiency, necessity):
    assert region_of(x, y, "sufficiency") == sufficiency
    assert region_of(x, y, "necessity") == necessity


def test_xy_plot_names_every_case_once():
    rng = np.random.default_rng(5)
    x, y = (pd.Series(rng.random(25).round(2), index=[f"case {i}" for i in range(25)]) for _ in range(2))
    figure = xy_plot(x, y, condition_name="X", outcome_name="Y")
    named = ", ".join(texts(figure))
    assert all(f"case {i}" in named for i in range(25))
    assert figure.alt.startswith("XY plot of X (across) and Y (up), 25 cases. X => Y: inclusion ")
    table = xy_table(x, y, condition_name="X", outcome_name="Y")
    assert table.frame["region"].tolist() == [
        region_of(one, other, "sufficiency") for one, other in zip(x, y, strict=True)
    ]


def test_cases_at_one_place_share_a_mark_and_a_label():
    figure = xy_plot(DATA["A"], DATA["Y"])
    assert "k, l, m" in texts(figure)
    assert "deviant consistency: n" in figure.alt


def test_too_many_labels_are_left_out_and_counted():
    names = [f"a rather long name of a case {i}" for i in range(300)]
    rng = np.random.default_rng(1)
    figure = xy_plot(pd.Series(rng.random(300), names), pd.Series(rng.random(300), names), outcome_name="Y")
    assert "cases have" in " ".join(texts(figure))


def test_core_conditions_are_in_a_parsimonious_term_that_contains_the_path():
    solutions = standard_analysis(
        DATA.loc[["k", "m", "n", "q"]], "Y", ["A", "B", "C"], expectations={"B": "absent"}
    )
    between, wide = solutions["intermediate"], solutions["parsimonious"]
    assert (between.formula, wide.formula) == ("A*C => Y", "C => Y")
    frame = configuration_table(between, wide).frame
    assert frame[["A", "B", "C"]].iloc[0].tolist() == ["present (peripheral)", None, "present (core)"]
    alt = configuration_chart(between, wide).alt
    assert "Path 1: A present (peripheral), C present (core)." in alt
    with pytest.raises(ValueError, match="there is no model 2: the solution lists 1"):
        configuration_chart(between, wide, model=2)


def test_configuration_chart_of_values():
    data = pd.DataFrame({"A": [2, 1, 0], "B": [1, 0, 1], "Y": [1, 1, 0]}, index=list("klm"))
    solutions = standard_analysis(data, "Y", ["A", "B"])
    figure = configuration_chart(solutions["conservative"])
    assert "A value 2 (core), B value 1 (core)" in figure.alt
    assert "core value" in texts(figure)


def test_tiles_show_every_row():
    table = truth_table(DATA, "Y", ["A", "B", "C"])
    figure = truth_table_tiles(table)
    said = texts(figure)
    assert said.count("1.000") == 3
    assert "o" in said
    assert "7 of 8 rows observed" in " ".join(said)
    assert figure.alt.startswith("Truth table for Y, 7 of 8 rows observed. Leads to the outcome: ")


def test_implicant_chart_marks_essential_ones():
    solutions = standard_analysis(DATA, "Y", ["A", "B", "C"])
    frame = implicant_table(solutions["conservative"]).frame
    assert frame["implicant"].tolist() == ["A*B", "A*C"]
    assert frame["rows"].tolist() == [("7", "8"), ("6", "8")]
    assert frame["essential"].all()
    assert frame["in_model"].all()
    assert "A*B (essential, in model 1) covers rows 7, 8." in implicant_chart(solutions["conservative"]).alt


def test_every_case_is_in_one_overlap():
    sets, outcome = DATA[["A", "B", "C"]], DATA["Y"]
    frame = overlap_table(sets, outcome).frame
    assert frame["n"].sum() == len(DATA)
    assert frame.set_index("sets").loc["A & B", "with_outcome"] == ("l",)
    assert frame.set_index("sets").loc["none", "without"] == ("q",)
    figure = upset(sets, outcome)
    assert "A and B and C: 1 with Y (k)." in figure.alt
    assert "in none: 1 without Y (q)." in figure.alt


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1)), min_size=1, max_size=20))
def test_a_calibration_plot_shows_every_case_inside_its_frame(pairs):
    raw, membership = (pd.Series(list(column)) for column in zip(*pairs, strict=True))
    figure = calibration_plot(raw, membership, set_name="RICH")
    marks = [one for one in shown_elements(figure.svg) if one.tag == "circle"]
    places = [(float(one.attributes["cx"]), float(one.attributes["cy"])) for one in marks]
    assert len(marks) == len(set(zip(raw, membership, strict=True)))
    assert all(70 <= x <= 450 and 76 <= y <= 376 for x, y in places)
    inside = sum(one.look["fill"] != "#fff" for one in marks)
    assert inside == len({(x, y) for x, y in zip(raw, membership, strict=True) if y > 0.5})
    frame = calibration_table(raw, membership).frame
    assert frame["raw"].is_monotonic_increasing
    assert sorted(frame["membership"]) == sorted(membership)


def test_a_calibration_plot_says_who_is_near_the_border():
    raw = pd.Series([1.0, 2, 3, None], index=list("klmn"))
    membership = pd.Series([0.1, 0.55, 0.9, 0.5], index=list("klmn"), name="RICH")
    figure = calibration_plot(raw, membership, anchors={"crossover": 1.9})
    assert "2 in, 1 out. Anchors: crossover 1.9. Between 0.4 and 0.6: l." in figure.alt
    assert "crossover 1.9" in texts(figure)
    with pytest.raises(ValueError, match="memberships lie between 0 and 1"):
        calibration_plot(raw, membership * 3)
    with pytest.raises(ValueError, match="no case has a raw value and a membership"):
        calibration_plot(raw.tail(1), membership)


@pytest.mark.parametrize("sets", [1, 2, 3, 4, 5])
def test_a_venn_diagram_has_every_region_in_one_piece(sets):
    codes, _ = _regions(_shapes(sets))
    assert set(range(2**sets)) == set(np.unique(codes))
    for code in range(1, 2**sets):
        pieces = sorted(sizes_of_pieces(codes == code))
        # Where edges cross, the grid cuts off single points.
        assert pieces[-1] >= 200
        assert sum(pieces[:-1]) <= 4


def sizes_of_pieces(is_in):
    left, sizes = {tuple(place) for place in np.argwhere(is_in).tolist()}, []
    while left:
        waiting, size = [left.pop()], 0
        while waiting:
            row, column = waiting.pop()
            size += 1
            for near in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
                if near in left:
                    left.remove(near)
                    waiting.append(near)
        sizes.append(size)
    return sizes


def test_venn_counts_cases_with_and_without():
    full = pd.DataFrame(list(itertools.product([0, 1], repeat=5)), columns=list("ABCDE"))
    outcome = pd.Series([1.0, 0.0] * 16, name="Y")
    figure = venn(full, outcome)
    assert texts(figure).count("1") == 32
    assert "outside: 1 with." in figure.alt
    with pytest.raises(ValueError, match="takes one to five sets, not 6"):
        venn(full.assign(F=0), outcome)
