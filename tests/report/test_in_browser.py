"""The report as a reader meets it: in Chromium, scripts off, clicked through, on a phone, in the dark."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casecompare import engine
from casecompare.report import render_html
from casecompare.robustness import examine

sys.path.insert(0, str(Path(__file__).parent))  # the helper beside is no package
from browser import PROGRAM, Page, browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here"),
]
FLAGSHIP = Path(__file__).parents[2] / "cases" / "clinical_commissioning"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    place = tmp_path_factory.mktemp("browser")
    host = engine.load_host()
    comparison = engine.run(engine.open_study(FLAGSHIP, host=host), host=host)
    robustness = examine(comparison, host=host, effort="full")
    (place / "report.html").write_bytes(render_html(replace(comparison, robustness=robustness)))
    # Twelve cases, all methods, everything examined: still a file that goes with a mail.
    assert (place / "report.html").stat().st_size < 1_200_000
    with browser(place / "profile") as opened:
        opened.open(place / "report.html")
        opened.size(1280, 900)
        yield opened


def test_the_console_is_silent_and_nothing_is_loaded(page: Page) -> None:
    assert page.console == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert page.value("[...document.images].filter(one => !one.naturalWidth).length") == 0
    assert page.value("document.images.length") > 20


def test_every_link_has_its_target(page: Page) -> None:
    missing = page.value(
        "[...document.querySelectorAll('a')].map(one => decodeURIComponent(one.hash.slice(1)))"
        ".filter(name => !document.getElementById(name))"
    )
    assert missing == []


def shown(page: Page) -> tuple[str, bool, bool]:
    """Give the place that was gone to, whether it is visible, and whether it is on the screen."""
    for _ in range(100):
        found = page.value(
            "(() => { const e = document.getElementById(decodeURIComponent(location.hash.slice(1)));"
            " const r = e.getBoundingClientRect();"
            " return [location.hash, e.checkVisibility(), r.top >= 0 && r.top < innerHeight]; })()"
        )
        if found[1] and found[2]:
            break
        time.sleep(0.05)
    return found[0], found[1], found[2]


def test_a_reader_clicks_from_a_membership_to_the_quote_and_back_to_the_claim(page: Page) -> None:
    page.click("#memberships a[href='#in:T02:COLLABORATIVE']")
    assert shown(page) == ("#in:T02:COLLABORATIVE", True, True)
    page.click("[id='in:T02:COLLABORATIVE'] a[href^='#value:T02']")
    assert shown(page) == ("#value:T02:collaborative", True, True)
    page.click("[id='value:T02:collaborative'] a[href^='#evidence:T02']")
    where = shown(page)
    assert where[0].startswith("#evidence:T02:")
    assert where[1:] == (True, True)
    page.click("[id='case:T02'] a[href='#rests:T02']")
    assert shown(page) == ("#rests:T02", True, True)
    page.click("[id='rests:T02'] a[href='#hypothesis:H6']")
    assert shown(page) == ("#hypothesis:H6", True, True)


def test_the_first_screen_says_what_leads_to_the_outcome(page: Page) -> None:
    page.value("scrollTo(0, 0)")
    assert page.value("document.querySelector('#answer .statement').getBoundingClientRect().bottom") < 900
    assert "TANDEM*ALIGNED*CLINICAL" in page.value("document.querySelector('#answer .statement').innerText")


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_never_scrolls_the_page_sideways(width: int, page: Page) -> None:
    page.size(width, 844)
    assert page.value("document.documentElement.scrollWidth") <= width
    page.size(1280, 900)


def test_the_first_key_offers_to_skip_to_the_report(page: Page) -> None:
    page.send("Page.navigate", url=page.value("location.href.split('#')[0]"))
    while page.receive().get("method") != "Page.loadEventFired":
        pass
    page.press("Tab")
    assert page.value("document.activeElement.className") == "skip"
    assert page.value("document.activeElement.getBoundingClientRect().left") >= 0
    assert page.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: str, page: Page) -> None:
    page.media(scheme=scheme)
    body = page.value(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    text, ground = (sum(map(int, one[4:-1].split(", "))) / 3 for one in body)
    assert (ground > 200 and text < 60) if scheme == "light" else (ground < 60 and text > 200)


def test_on_paper_everything_that_is_folded_is_open(page: Page) -> None:
    page.media("print")
    folded = "[...document.querySelectorAll('details.behind table')]"
    hidden = page.value(f"{folded}.filter(one => !one.getClientRects().length).length")
    page.media()
    assert hidden == 0


def test_on_paper_a_table_is_named_once(page: Page) -> None:
    page.media("print")
    twice = page.value(
        "[...document.querySelectorAll('details.behind')].filter(one => one.querySelector('summary')"
        ".getClientRects().length && one.querySelectorAll(':scope > div > .table:only-child').length).length"
    )
    others = page.value("document.querySelectorAll('details.behind > div > :not(.table)').length")
    page.media()
    assert twice == 0
    assert others > 0


def test_a_rival_and_its_verdict_share_a_line(page: Page) -> None:
    apart = page.value(
        "[...document.querySelectorAll('#hypotheses td a + .chip')].filter(one => Math.abs("
        "one.getBoundingClientRect().top - one.previousElementSibling.getBoundingClientRect().top)"
        " > 8).length"
    )
    assert apart == 0
    assert page.value("document.querySelectorAll('#hypotheses td a + .chip').length") > 5
