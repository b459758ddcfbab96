"""The HTML page: sound links, nothing loaded, nothing run, nothing confidential."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from casecompare.methods import Comparison
from casecompare.report import build_document, render_html
from casecompare.report.content import Chip, Document, FigureBlock, Formula, Section, Text
from casecompare.report.html import document_html, inline_html

VOID = {"meta", "img", "br", "hr", "link", "input"}
# What a start tag, or the end tag of what is around it, ends by itself: HTML's own rules for tables.
ENDED_BY_START = {
    "td": {"td", "th"},
    "th": {"td", "th"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "tr": {"td", "th", "tr"},
}
ENDED_BY_END = {
    "thead": {"td", "th", "tr"},
    "tbody": {"td", "th", "tr"},
    "tr": {"td", "th"},
    "dl": {"dt", "dd"},
}


class Page(HTMLParser):
    """What a browser would see: tags with their attributes, ids, links, and whether tags are balanced."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.words = ""
        self.feed(source.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.end_by_itself(ENDED_BY_START.get(tag, set()))
        if tag not in VOID:
            self.open.append(tag)

    def end_by_itself(self, ended: set[str]) -> None:
        while self.open and self.open[-1] in ended:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.end_by_itself(ENDED_BY_END.get(tag, set()))
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.words += data

    def attributes(self, name: str) -> list[str]:
        return [found[name] or "" for _, found in self.tags if name in found]

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag]


@pytest.fixture
def page(comparison: Comparison) -> Page:
    return Page(render_html(comparison))


def test_every_tag_is_closed_where_it_was_opened(page: Page) -> None:
    assert page.unbalanced == []
    assert page.open == []


def test_a_strict_parser_finds_nothing_to_mend(comparison: Comparison) -> None:
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser()
    parser.parse(render_html(comparison).decode())
    assert parser.errors == []


def test_ids_are_unique(page: Page) -> None:
    assert [name for name, times in Counter(page.attributes("id")).items() if times > 1] == []


def test_every_internal_link_has_its_target(page: Page) -> None:
    targets = {link[1:] for link in page.attributes("href")}
    assert len(targets) > 20
    assert targets - set(page.attributes("id")) == set()


def test_every_label_by_reference_exists(page: Page) -> None:
    assert set(page.attributes("aria-labelledby")) <= set(page.attributes("id"))


def test_nothing_is_loaded_and_nothing_runs(page: Page) -> None:
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"script", "link", "iframe", "object", "embed", "form", "base", "svg"})
    assert all(link.startswith("#") for link in page.attributes("href"))
    assert all(source.startswith("data:image/svg+xml,") for source in page.attributes("src"))
    assert [name for _, found in page.tags for name in found if name.startswith("on")] == []
    policies = [one["content"] for one in page.named("meta") if "http-equiv" in one]
    assert len(policies) == 1
    assert "default-src 'none'" in (policies[0] or "")


def test_the_style_sheet_loads_nothing(comparison: Comparison) -> None:
    style = re.findall("<style>(.*?)</style>", render_html(comparison).decode(), re.DOTALL)
    assert len(style) == 1
    assert "url(" not in style[0]
    assert "@import" not in style[0]


def test_a_reader_without_eyes_finds_the_way(page: Page) -> None:
    assert page.named("html")[0]["lang"] == "en"
    assert [len(page.named(tag)) for tag in ("main", "nav", "header", "footer", "h1")] == [1, 1, 1, 1, 1]
    assert page.named("a")[0] == {"class": "skip", "href": "#main"}
    assert len(page.named("caption")) == len(page.named("table")) > 8
    assert all(head.get("scope") in ("col", "row") for head in page.named("th"))
    assert all(picture.get("alt") for picture in page.named("img"))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_status_stands_in_title_banner_footer_and_on_every_printed_page(comparison: Comparison) -> None:
    source = render_html(comparison).decode()
    assert "<title>[illustrative, constructed] Four redesigns of a service</title>" in source
    banner = source.partition('<aside class="status" aria-label="Status">')[2].partition("</aside>")[0]
    assert banner == "<span>Status</span> <strong>illustrative, constructed</strong>"
    assert '@top-center { content: "illustrative\\2c \\20 constructed"; }' in source
    assert "<p><strong>illustrative, constructed</strong></p>" in source.partition("<footer>")[2]


def test_a_study_without_status_has_no_banner(make_comparison: Callable[..., Comparison]) -> None:
    source = render_html(make_comparison(status="")).decode()
    assert 'class="status"' not in source
    assert '@top-center { content: ""; }' in source


def test_a_membership_leads_to_the_value_and_the_value_to_its_evidence(page: Page) -> None:
    links, ids = page.attributes("href"), page.attributes("id")
    for anchor in ("in:T01:TANDEM", "value:T01:tandem", "evidence:T01:e1", "set:TANDEM"):
        assert f"#{anchor}" in links
        assert anchor in ids


def test_restricted_evidence_is_not_in_the_page(comparison: Comparison, secrets: tuple[str, ...]) -> None:
    source = render_html(comparison).decode()
    assert [secret for secret in secrets if secret in source] == []
    assert "restricted: passage and source are not shown" in source
    assert "Both signed the plan." in source


def test_failed_and_skipped_methods_have_their_sections(page: Page) -> None:
    assert {"method:paths", "method:ties", "method:rounds"} <= set(page.attributes("id"))
    assert "ZeroDivisionError: no ties at all." in page.words
    assert "it needs the scores of 'ties', which failed." in page.words


def test_equal_comparisons_give_equal_bytes(make_comparison: Callable[..., Comparison]) -> None:
    assert render_html(make_comparison()) == render_html(make_comparison())


def test_an_empty_comparison_is_still_a_page(make_comparison: Callable[..., Comparison]) -> None:
    from casecompare.study import Study

    page = Page(render_html(Comparison(study=Study(name="empty"))))
    assert page.unbalanced == []
    assert "No method was run." in page.words


def test_inline_pieces() -> None:
    shown = inline_html(
        (Chip("mixed", "mixed"), Text(" "), Formula("A*~B <=> Y", (("A", "set:A"),)), Text("x", "quiet"))
    )
    assert shown == (
        '<span class="chip mixed"><span aria-hidden=true>±</span> mixed</span> '
        "<code class=f><a href=#set:A>A</a>*~B ⇔ Y</code><small>x</small>"
    )


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg onload='alert(1)'><script>alert(2)</script></svg>",
        "' onerror='alert(1)' x='<svg></svg>",
        "<svg><text>100 % of R&amp;D &#39; &apos; &quot; #1</text></svg>",
        '"><script>alert(3)</script><img src="x',
        "<svg>%27 onerror=%27alert(1)\u0000</svg>",
    ],
)
def test_no_drawing_leaves_its_picture(drawing: str) -> None:
    figure = FigureBlock("Plot", drawing, "three cases", "f:1")
    page = Page(document_html(Document("t", (Section("s", "S", (figure,)),))).encode())
    assert page.named("script") == []
    assert set(page.named("img")[0]) == {"src", "alt"}
    assert page.unbalanced == page.open == []
    written = page.attributes("src")[0].removeprefix("data:image/svg+xml,")
    assert unquote(written) == drawing.replace("\0", "")


def test_every_block_of_the_document_is_rendered(comparison: Comparison) -> None:
    page = Page(render_html(comparison))
    for section in build_document(comparison).sections:
        assert section.title in page.words


def colours(sheet: str) -> list[dict[str, str]]:
    """Give the colours of the light, the dark and the printed page."""
    blocks = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", block)) for block in blocks]
    return [{**found[0], **one} for one in found]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_text_stands_out_from_its_ground(comparison: Comparison) -> None:
    """The contrast that WCAG 2 asks of running text at level AA, in all three dresses of the page."""
    sheet = re.findall("<style>(.*?)</style>", render_html(comparison).decode(), re.DOTALL)[0]
    dresses = colours(sheet)
    assert len(dresses) == 3
    grounds = {
        "ink": ("paper", "panel", "bar", "mark"),
        "quiet": ("paper", "panel", "bar"),
        "link": ("paper", "panel"),
    }
    pairs = [(text, ground) for text, behind in grounds.items() for ground in behind]
    pairs += [(tone, f"{tone}-ground") for tone in ("good", "mixed", "bad", "open")]
    for dress in dresses:
        for text, ground in pairs:
            lighter, darker = sorted((luminance(dress[text]), luminance(dress[ground])), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (text, ground, dress[text], dress[ground])


def test_a_long_formula_ends_its_lines_after_operators_and_links_stay_whole() -> None:
    names = ("APEX_ACTS", "BOARD_ACTS", "PRACTICE_ACTS")
    formula = Formula(
        "APEX_ACTS*~BOARD_ACTS+PRACTICE_ACTS => Y", tuple((name, f"set:{name}*") for name in names)
    )
    made = inline_html((formula,))
    assert made.count("<wbr>") == 2
    assert re.sub("<[^>]*>", "|", made).replace("||", "|").count("*|") == 1
    assert re.findall('href="([^"]*)"', made) == [f"#set:{name}*" for name in names]
    assert "<wbr>" not in inline_html((Formula("A*B + C => Y"),))


def test_a_rival_stands_on_the_line_of_its_verdict(comparison: Comparison) -> None:
    first, *others = comparison.verdicts
    rival = others[0].hypothesis.name
    named = replace(first, hypothesis=replace(first.hypothesis, rivals=(rival,)))
    page = render_html(replace(comparison, verdicts=(named, *others))).decode()
    assert re.search(rf">{rival}</a>\u00a0<span class=\"chip", page)
