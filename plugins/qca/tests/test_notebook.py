"""What a notebook shows: fit, assumptions and cases beside every formula, everything escaped."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd

from casecompare_qca import minimize, truth_table

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
