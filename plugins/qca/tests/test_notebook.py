"""What a notebook shows: fit, assumptions and cases beside every formula, everything escaped."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest

from casecompare_qca import (
    Specification,
    check_calibrated_set,
    enhanced_standard_analysis,
    evaluate_theory,
    minimize,
    necessary_combinations,
    select_cases,
    sweep,
    truth_table,
)

DATA = pd.DataFrame(
    {"<i>A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 0, 0]}, index=["<script>", "l", "m", "n"]
)


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.open, self.seen = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_results_show_themselves():
    table = truth_table(DATA, "Y", ["<i>A", "B"])
    solution = minimize(table)
    for shown in (table, solution, solution.models[0]):
        html = shown._repr_html_()
        tags = Tags(html)
        assert not tags.open
        assert tags.seen <= {"div", "p", "strong", "small", "table", "thead", "tbody", "tr", "th", "td"}
        assert "&lt;script&gt;" in html
    assert "1.000" in solution._repr_html_()
    assert "Parsimonious solution for Y" in solution._repr_html_()


def test_a_solution_without_models_says_why():
    table = truth_table(DATA.assign(Y=0), "Y", ["B"])
    assert "No row leads to the outcome" in minimize(table)._repr_html_()
    everywhere = truth_table(DATA.assign(Y=1), "Y", ["B"])
    assert "nothing speaks against the outcome" in minimize(everywhere)._repr_html_()


def test_a_long_table_is_cut_and_says_so():
    data = pd.DataFrame([[i >> j & 1 for j in range(7)] for i in range(128)], columns=list("ABCDEFG"))
    html = truth_table(data.assign(Y=data["A"]), "Y", list("ABCDEFG"))._repr_html_()
    assert html.count("<tr>") == 101
    assert "28 more rows in to_frame()" in html


def test_further_results_show_themselves_as_they_print_or_as_a_table():
    data = DATA.rename(columns={"<i>A": "A"})
    table = truth_table(data, "Y", ["A", "B"])
    solution = minimize(table)
    results = [
        necessary_combinations(data, "Y", ["A", "B"]),
        enhanced_standard_analysis(table),
        evaluate_theory(solution, "A*B"),
        select_cases(solution.models[0]),
        check_calibrated_set(pd.Series([1.0, 2, 4], index=list("klm"), name="<b>"), [1, 2.5, 4]),
        sweep(data, "Y", ["A", "B"], [Specification(name="<i>")]),
    ]
    for result in results:
        html = result._repr_html_()
        assert not Tags(html).open
        assert not {"i", "b", "script"} & Tags(html).seen
    assert "<pre>" in results[0]._repr_html_()
    assert "&lt;i&gt;" in results[-1]._repr_html_()
    assert "<td>A</td>" in results[-1]._repr_html_()
    long = sweep(data, "Y", ["A"], [Specification(name=str(at)) for at in range(150)])
    assert "50 more rows in to_frame()" in long._repr_html_()


def test_solutions_become_data_frames():
    cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 1, 0], "Y": [1, 1, 0]}, index=list("klm"))
    table = truth_table(cases, "Y", ["A", "B"])
    solution = minimize(table)
    frame = solution.to_frame()
    assert frame.index.tolist() == [(1, "A"), (1, "model"), (2, "B"), (2, "model")]
    assert frame.loc[(2, "B"), "cases"] == ("k", "l")
    assert solution.models[0].to_frame().loc["A", ["inclusion", "coverage", "unique"]].tolist() == [1, 1, 1]
    nothing = minimize(truth_table(cases.assign(Y=0), "Y", ["A", "B"])).to_frame()
    assert nothing.empty
    assert list(nothing.columns) == list(frame.columns)
    enhanced = enhanced_standard_analysis(table)
    assert set(enhanced.to_frame().index.get_level_values("solution")) == set(enhanced.solutions)
    assert repr(solution) == "<Solution parsimonious, 2 models: A => Y>"
    assert solution.model_space._repr_html_().startswith("<pre>2 models of 1 term (exact)")
    assert "in some models: A (1), B (1)" in str(solution)
    assert "in some models: A (1), B (1)" in solution._repr_html_()


def test_a_table_of_cases_is_no_truth_table():
    with pytest.raises(TypeError, match="make one: truth_table"):
        minimize(pd.DataFrame({"A": [1], "Y": [1]}))
