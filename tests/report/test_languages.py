"""The report in other languages: what is said otherwise, what stays, and that nothing is left out."""

from __future__ import annotations

import csv
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from typer.testing import CliRunner

from casecompare import engine
from casecompare.cli import app
from casecompare.errors import UsageError
from casecompare.figures.wording import text_width
from casecompare.methods import Comparison
from casecompare.report import build_document, figure_names
from casecompare.report.content import (
    Cell,
    Chip,
    Document,
    Facts,
    FigureBlock,
    Formula,
    Heading,
    Line,
    Note,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    line,
    plain_text,
)
from casecompare.report.html import document_html
from casecompare.report.languages import (
    StudyWords,
    as_language,
    catalogue,
    check_messages,
    languages,
    read_messages,
    say,
    study_words,
    translate,
    untranslated,
)
from casecompare.report.languages.drawings import rewrite_drawing
from casecompare.report.languages.matching import MessageFinder, fill, slots_of
from casecompare.report.languages.skeleton import missing_messages
from casecompare.report.languages.speaking import Speaker
from casecompare.report.languages.walking import Voice, rewrite
from casecompare.report.markdown import document_markdown
from casecompare.report.outline import build_english_document
from casecompare.report.paper_words import PAPER_WORDS
from casecompare.robustness import examine
from casecompare.study import CodebookEntry, Hypothesis, Study, shipped_study

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(
    [
        *ROOT.glob("src/casecompare/report/languages/*/*.json"),
        *ROOT.glob("plugins/*/src/*/languages/*.json"),
    ]
)
STUDIES = ("blackman_2011", "clinical_commissioning", "cragun_2014", "lipset_1959")
MESSAGES = {
    "{0:number} cases": "{0} casos",
    "{0} in {1:number} cases": "{0} en {1} casos",
    "{0} and {1} differ": "difieren {1} y {0}",
    "{0} and also {1} differ": "difieren {1} y también {0}",
    "cases": "casos",
    "Nothing is missing.": "No falta nada.",
    "and": "y",
}
SAME = {
    "Error", "Gestalt", "Haes.", "Incl.", "PRI", "PageRank", "RoN", "R²", "actor", "arena", "arenas",
    "casecompare", "cultural", "dB", "error", "experimental", "incl.", "no", "ordinal", "panel", "predictor",
    "qca", "nominal", "total", "variable",
}  # fmt: skip
"""Words that Spanish and English write alike."""


def document_of(*blocks: Paragraph | TableBlock | Facts | FigureBlock | Heading | Note) -> Document:
    return Document("Title", (Section("first", "cases", blocks),))


def blocks_of(document: Document) -> tuple[object, ...]:
    return document.sections[0].blocks


def spoken(content: Line, **words: frozenset[str]) -> Line:
    made = translate(document_of(Paragraph(content)), "es", words=StudyWords(**words), messages=MESSAGES)
    (paragraph,) = blocks_of(made)
    assert isinstance(paragraph, Paragraph)
    return paragraph.line


# Messages and their slots


def test_the_message_with_the_most_fixed_words_comes_first() -> None:
    finder = MessageFinder(["{0} cases", "{0:number} cases", "{0:number} cases in {1}"])
    assert [message for message, _ in finder.find("12 cases in A")] == ["{0:number} cases in {1}"]
    assert [message for message, _ in finder.find("12 cases")] == ["{0:number} cases", "{0} cases"]


@pytest.mark.parametrize("number", ["1", "0.500", "<0.001", "-3", "12%", "1,000", "∞", "–", "1e-05", "+2.6"])
def test_a_slot_for_numbers_holds_what_the_report_writes_as_one(number: str) -> None:
    assert [slots for _, slots in MessageFinder(["p {0:number}"]).find(f"p {number}")] == [{0: number}]


@pytest.mark.parametrize("text", ["many cases", "cases", "x 12 cases", "12  cases", "12 casesx"])
def test_what_is_no_instance_of_a_message_is_not_found(text: str) -> None:
    assert not list(MessageFinder(["{0:number} cases"]).find(text))


def test_a_slot_that_stands_twice_holds_the_same() -> None:
    finder = MessageFinder(["{0} is {0}"])
    assert [slots for _, slots in finder.find("A is A")] == [{0: "A"}]
    assert not list(finder.find("A is B"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("abcXYZ019 .,()*~", min_size=1, max_size=12).map(str.strip), min_size=1, max_size=4),
    st.integers(0, 3),
)
def test_what_a_message_is_filled_with_is_found_in_it(held: list[str], start: int) -> None:
    if not all(held):
        return
    message = " § ".join(f"{{{at}}}" for at in range(len(held)))
    slots = dict(enumerate(held))
    found = list(MessageFinder([f"of the {message} end"]).find(f"of the {fill(message, slots)} end"))
    assert found == [(f"of the {message} end", slots)]


def test_long_texts_are_compared_in_time() -> None:
    finder = MessageFinder(["{0} of {1} of {2} of {3} of {4} end", "{0} a {1} a {2} a {3} b"])
    started = time.perf_counter()
    assert not list(finder.find("of a " * 700))
    assert time.perf_counter() - started < 2


# A line


def test_a_line_is_said_with_its_pieces_where_the_other_language_has_them() -> None:
    said = spoken(line(Formula("A*B"), " and also ", Text("T01", target="case:T01"), " differ"))
    assert plain_text(said) == "difieren T01 y también A*B"
    assert Text("T01", target="case:T01") in said
    assert Formula("A*B") in said


def test_a_series_of_links_is_one_slot() -> None:
    links = [Text(f"T0{at}", target=f"case:T0{at}") for at in (1, 2, 3)]
    said = spoken(line(links[0], ", ", links[1], " and ", links[2], " in 3 cases"))
    assert plain_text(said) == "T01, T02 y T03 en 3 casos"
    assert [piece for piece in said if isinstance(piece, Text) and piece.target] == links


def test_a_message_may_stand_in_the_slot_of_another() -> None:
    assert plain_text(spoken(line("12 cases and 3 cases differ"))) == "difieren 3 casos y 12 casos"


def test_a_text_is_said_sentence_by_sentence_and_what_has_no_message_stays() -> None:
    assert plain_text(spoken(line("Nothing is missing. Unheard of! 2 cases"))) == (
        "No falta nada. Unheard of! 2 casos"
    )


def test_a_capital_letter_and_a_full_stop_need_no_message_of_their_own() -> None:
    assert plain_text(spoken(line("Cases"))) == "Casos"
    assert plain_text(spoken(line("nothing", " – ", "Nothing is missing"))) == "nothing – No falta nada"


def test_quotes_code_and_formulas_stay() -> None:
    kept = line(Text("cases", "quote"), Text("cases", "code"), Formula("cases"))
    assert spoken(kept) == kept


def test_chips_and_marked_texts_are_said_on_their_own() -> None:
    said = spoken(line(Chip("cases", "good"), " ", Text("12 cases", "strong"), Text("cases", target="a")))
    assert said == line(Chip("casos", "good"), " ", Text("12 casos", "strong"), Text("casos", target="a"))


def test_what_the_study_says_stays_as_it_is() -> None:
    own = frozenset({"cases", "A and B differ"})
    assert spoken(line("cases"), own=own) == line("cases")
    assert spoken(line("A and B differ"), own=own) == line("A and B differ")
    assert plain_text(spoken(line("cases in 2 cases"), own=own)) == "cases en 2 casos"


def test_what_the_study_says_stays_inside_a_sentence() -> None:
    own = frozenset({"both sides and all 2 cases", "reports and figures"})
    said = spoken(
        line("reports and figures in 2 cases: both sides and all 2 cases. Nothing is missing."), own=own
    )
    assert plain_text(said) == "reports and figures en 2 casos: both sides and all 2 cases. No falta nada."


def test_what_a_record_chooses_among_is_no_word_of_the_study(comparison: Comparison) -> None:
    class Tension(BaseModel):
        about: str
        end: Literal["settled", "open"] | None = None
        ways: list[Literal["talks", "orders"]] = []

    tension = Tension(about="the budget", end="open", ways=["talks"])
    case = replace(comparison.study.cases["T01"], sections={"tensions": [tension]})
    study = replace(comparison.study, cases={"T01": case})
    recorded = study_words(replace(comparison, study=study)).recorded
    assert "the budget" in recorded
    assert not recorded & {"open", "talks", "settled"}


def test_a_finding_keeps_its_id_in_links() -> None:
    linked = Text("cases", target="finding:qca:cases")
    assert spoken(line(linked, " in 2 cases"), ids=frozenset({"cases"}))[0] == linked


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    said = spoken(line(text, Formula("A"), text))
    assert Formula("A") in said or not text.strip("\ue000\uf8ff")
    if not any(word in text for word in ("cases", "and", "Nothing")):
        assert plain_text(said) == f"{text}A{text}"


def test_signs_of_the_private_use_area_do_not_confuse_the_slots() -> None:
    kept = line("\ue000 in 2 cases ", Formula("A"))
    assert spoken(kept) == kept
    assert spoken(line("\ue001 in 2 cases")) == line("\ue001 in 2 cases")


def test_no_text_is_too_long() -> None:
    for text in ("and " * 3000, "a, " * 1200, "(" * 3000, "x: " * 1000, "\xa0a" * 1500):
        started = time.perf_counter()
        assert plain_text(spoken(line(text))).count("\xa0") == text.count("\xa0")
        assert time.perf_counter() - started < 3


# A document


def test_every_kind_of_block_is_said(make_document: Callable[..., Document]) -> None:
    loud = Voice(line=_loud_line, text=str.upper, word=str.upper, drawing=lambda svg: svg)
    document = make_document()
    said = document_markdown(rewrite(document, loud))
    kept = {"Title", "Status", "constructed", "description", "citation", "footer", "casecompare", "run"}
    kept |= {"Figure", "Warning"}
    assert {word for word in re.findall("[A-Za-z]*[a-z][A-Za-z]*", said) if word not in kept} == set()
    assert len(said) == len(document_markdown(document))


def _loud_line(content: Line) -> Line:
    return tuple(
        replace(one, word=one.word.upper()) if isinstance(one, Chip) else replace(one, text=one.text.upper())
        for one in content
    )


def test_the_data_of_cells_stay_and_their_words_are_said() -> None:
    row = Row(
        (Cell("cases"), Cell(True), Cell(0.5), Cell(("cases", "x")), Cell(None), Cell(3, line("3 cases")))
    )
    table = TableBlock(
        "cases", tuple(TableColumn("cases", "12 cases") for _ in row.cells), (row,), note="cases"
    )
    made = translate(document_of(table), "es", messages={**MESSAGES, "yes": "sí"})
    (block,) = blocks_of(made)
    assert isinstance(block, TableBlock)
    assert (block.caption, block.note, block.columns[0].title) == ("casos", "casos", "casos")
    assert block.columns[0].description == "12 casos"
    (shown,) = block.rows
    assert [cell.value for cell in shown.cells] == [cell.value for cell in row.cells]
    assert [plain_text(cell.line) for cell in shown.cells] == ["casos", "sí", "", "casos, x", "", "3 casos"]


def test_english_needs_no_catalogue() -> None:
    document = document_of(Heading("Quite unheard of"))
    assert translate(document, "en") is document
    assert untranslated(document, "en") == ()
    assert catalogue("en") == {}


def test_what_has_no_message_is_told_with_slots_for_its_pieces() -> None:
    paragraph = Paragraph(line("Unheard of ", Text("T01", target="case:T01"), " here. Nothing is missing."))
    found = untranslated(document_of(paragraph), "es", messages=MESSAGES)
    assert found == ("Unheard of {0} here.",)


def test_ten_thousand_lines_are_said_in_time() -> None:
    lines = [
        Paragraph(line(f"A{at}*B is enough for Y (inclusion 0.{at}, PRI 0.5, coverage 0.7)."))
        for at in range(10_000)
    ]
    started = time.perf_counter()
    translate(document_of(*lines), "es")
    assert time.perf_counter() - started < 5


def test_the_words_in_a_drawing_are_said_and_escaped() -> None:
    svg = '<svg a="cases"><title>cases</title><text x="1">cases</text><tspan>a &amp; b</tspan></svg>'
    assert rewrite_drawing(svg, lambda text: "<b>" if text == "cases" else text) == (
        '<svg a="cases"><title>&lt;b&gt;</title><text x="1">&lt;b&gt;</text><tspan>a &amp; b</tspan></svg>'
    )


LEGEND = (
    '<svg viewBox="0 0 200 40"><style>.a{{font-size:10px}}.b{{text-anchor:middle}}</style><g class="a">'
    '<text x="10" y="20">{0}</text><text x="90" y="20">b</text><text class="b" x="9" y="30">{1}</text></g>'
    "</svg>"
)


def test_longer_words_are_drawn_narrower_where_others_follow() -> None:
    said = {"cases": "casos que no encajan", "fit": "el ajuste de todo"}
    made = rewrite_drawing(LEGEND.format("cases", "fit"), lambda text: said.get(text, text))
    room = text_width("cases", 10) + 12
    assert re.findall("<text[^<]*textLength[^<]*", made) == [
        f'<text x="10" y="20" textLength="{room:.1f}" lengthAdjust="spacingAndGlyphs">casos que no encajan'
    ]
    short = rewrite_drawing(LEGEND.format("cases", "fit"), lambda text: "casos" if text == "cases" else text)
    assert short == LEGEND.format("casos", "fit")


def test_a_name_that_a_drawing_broke_into_lines_stays() -> None:
    svg = "<svg><text>led by the</text><text>cases</text><text>cases</text></svg>"
    made = rewrite_drawing(svg, str.upper, "a project led by the cases".__contains__)
    assert made == "<svg><text>led by the</text><text>cases</text><text>CASES</text></svg>"


# The catalogues


def test_there_are_catalogues() -> None:
    assert languages() == ("en", "es")
    assert len(CATALOGUES) == 1 + len(list(ROOT.glob("plugins/*/pyproject.toml")))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_a_catalogue_is_complete_sorted_and_has_its_slots(path: Path) -> None:
    written = json.loads(path.read_text(encoding="utf-8"))
    assert check_messages(written) == []
    assert all(written.values())
    assert list(written) == sorted(written, key=lambda message: (message.lower(), message))
    assert not [message for message in written if message != message.strip()]


def test_a_translation_is_none_only_where_both_languages_write_alike() -> None:
    alike = {message for message, said in catalogue("es").items() if message == said}
    words = {message for message in alike if not slots_of(message)}
    assert {word for word in words if word not in SAME and not word.endswith("p (Holm)")} == set()


def test_a_translation_keeps_what_stands_in_its_slots() -> None:
    speaker = Speaker(catalogue("es"), StudyWords(own=frozenset(f"KEPT{at}" for at in range(30))))
    for message in catalogue("es"):
        held = {at: f"KEPT{at}" for at in range(30)}
        numbers = {int(slot): str(1000 + int(slot)) for slot in re.findall(r"\{(\d+):number\}", message)}
        said = speaker.text(fill(message, {**held, **numbers}))
        for slot in map(int, slots_of(message)):
            assert {**held, **numbers}[slot] in said, (message, said)


def test_every_word_that_the_formats_add_has_a_message() -> None:
    template = (ROOT / "src/casecompare/report/templates/report.html.jinja").read_text(encoding="utf-8")
    words = {*re.findall(r'say\("([^"]+)"\)', template), *PAPER_WORDS.values(), "Error", "Warning", "Note"}
    assert len(words) > 15
    assert {word for word in words if word not in catalogue("es")} == set()


def test_a_catalogue_with_other_slots_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "es.json"
    path.write_text(json.dumps({"{0} cases": "casos", "of {0}": 3, "later": ""}), encoding="utf-8")
    with pytest.raises(UsageError) as told:
        read_messages(path)
    assert "'{0} cases' has the slots {0}, its translation none." in str(told.value)
    assert "The translation of 'of {0}' is no text." in str(told.value)


@pytest.mark.parametrize("content", ["", "[]", "{", '"x"', "[" * 100_000])
def test_a_catalogue_that_is_none_is_told(content: str, tmp_path: Path) -> None:
    path = tmp_path / "es.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="catalogue"):
        read_messages(path)


def test_a_slip_in_a_language_is_told() -> None:
    with pytest.raises(UsageError, match=r"no language 'xx'\. There are: en, es\."):
        as_language("xx")


@pytest.fixture
def fresh_catalogues() -> Iterator[None]:
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


@pytest.mark.usefixtures("fresh_catalogues")
@pytest.mark.parametrize(
    ("content", "expected"), [({"Quaint": "Curioso", "cases": "x"}, "Curioso"), ([], "Quaint")]
)
def test_a_plugin_brings_its_catalogue_and_is_not_imported_for_it(
    content: object,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    package = tmp_path / "casecompare_stranger"
    (package / "languages").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')", encoding="utf-8")
    (package / "languages/es.json").write_text(json.dumps(content), encoding="utf-8")
    about = tmp_path / "casecompare_stranger-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: casecompare-stranger\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(
        "[casecompare]\nstranger = casecompare_stranger\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert say("Quaint", "es") == expected
    assert say("cases", "es") == "casos"
    assert "casecompare_stranger" not in sys.modules
    assert bool(caplog.records) == (expected == "Quaint")


# The report


@cache
def report_of(study: str) -> tuple[Comparison, Document, StudyWords]:
    """Run every method on a study that ships; what stands in its CSV files is data."""
    host = engine.load_host()
    methods = [method.name for plugin in host.plugins for method in plugin.methods]
    opened = engine.open_study(shipped_study(study), host=host)
    comparison = engine.run(opened, methods, host=host)
    comparison = replace(comparison, robustness=examine(comparison, host=host, effort="quick"))
    words = study_words(comparison)
    tables = [path.read_text(encoding="utf-8") for path in opened.folder.glob("*.csv")]
    data = {cell for table in tables for row in csv.reader(table.splitlines()) for cell in row}
    return comparison, build_english_document(comparison), replace(words, recorded=words.recorded | data)


@pytest.mark.parametrize("study", STUDIES)
def test_nothing_fixed_is_left_in_english(study: str) -> None:
    _, document, words = report_of(study)
    assert untranslated(document, "es", words=words) == ()


def test_nothing_fixed_is_left_in_english_when_methods_fail(comparison: Comparison) -> None:
    left = untranslated(build_english_document(comparison), "es", words=study_words(comparison))
    # What the plugins of this test say is in nobody's catalogue.
    made_up = repr((comparison.runs, comparison.faults, comparison.verdicts))
    assert [text for text in left if text.removeprefix("{0}").strip("().") not in made_up] == ODD


ODD = [
    "{0}: {1}: the case was left out.",
    "the solution; better fit; from 0.000 to 1.000; missing where an input is missing.",
    "diary",
    "odd (casecompare-odd 0.3)",
]
"""Lines with words of the made-up plugins in them."""


@pytest.mark.parametrize(
    "study",
    [
        Study(name="s"),
        Study(name="s", outcome="Y", codebook={"Y": CodebookEntry(name="Y")}),
        Study(name="s", outcome="Y", hypotheses={"H": Hypothesis(name="H", claim="A => Y")}),
    ],
    ids=["empty", "no cases", "not run"],
)
def test_nothing_fixed_is_left_in_english_where_there_is_hardly_anything(study: Study) -> None:
    comparison = Comparison(study=study)
    assert untranslated(build_english_document(comparison), "es", words=study_words(comparison)) == ()


@pytest.mark.parametrize("study", STUDIES)
def test_numbers_anchors_and_data_are_the_same_in_both_languages(study: str) -> None:
    _, document, words = report_of(study)
    made = translate(document, "es", words=words)
    assert _numbers(document) == _numbers(made)
    assert _marks(document) == _marks(made)


def _numbers(document: Document) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:\.\d+)?", document_markdown(document)))


def _marks(document: Document) -> Counter[str]:
    page = re.sub(r"<img [^>]*>", "", document_html(document))
    found = re.findall(r"(?:id|href)=\S+?(?=[ >])", page) + re.findall(r"<code.*?</code>|<q.*?</q>", page)
    return Counter(found)


def test_the_study_chooses_the_language(comparison: Comparison) -> None:
    spanish = replace(comparison, study=replace(comparison.study, language="es"))
    document = build_document(spanish)
    assert document.language == "es"
    assert document == build_document(spanish)
    page = document_html(document)
    assert '<html lang="es">' in page
    assert "Ir al informe" in page
    assert "Skip to the report" not in page
    assert "**Estado: " in document_markdown(document)
    assert "**Aviso:**" in document_markdown(document)
    unknown = replace(comparison, study=replace(comparison.study, language="tlh"))
    assert build_document(unknown) == build_english_document(comparison)


def test_the_figures_for_a_paper_are_in_the_language_of_the_study() -> None:
    comparison, _, _ = report_of("cragun_2014")
    spanish = replace(comparison, study=replace(comparison.study, language="es"))
    english, other = figure_names(comparison), figure_names(spanish)
    assert list(english) == list(other)
    assert "Tabla de verdad" in " ".join(figure.title for figure in other.values())
    assert any(">inclusión" in figure.svg for figure in other.values())


@pytest.mark.parametrize("how", ["option", "study.yaml"])
def test_a_run_is_written_in_spanish(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s").mkdir()
    language = "language: es\n" if how == "study.yaml" else ""
    (tmp_path / "s/study.yaml").write_text(
        f"study: s\n{language}outcome: Y\ncodebook:\n  A: {{kind: crisp}}\n  Y: {{kind: crisp}}\n",
        encoding="utf-8",
    )
    (tmp_path / "s/cases.csv").write_text("case,A,Y\na,1,1\nb,0,0\nc,1,1\n", encoding="utf-8")
    arguments = ["run", "s", "--plugin", "qca", "--set", "qca.conditions=[A]"]
    arguments += ["--robustness", "none", "--format", "markdown"]
    option = ["--language", "es"] if how == "option" else []
    result = CliRunner().invoke(app, [*arguments, *option])
    assert result.exit_code == 0, result.output
    page = (tmp_path / "runs/s/report.md").read_text(encoding="utf-8")
    assert "## Primero la respuesta" in page
    assert "Tabla de verdad" in page
    wrong = CliRunner().invoke(app, [*arguments, "--language", "elvish"])
    assert wrong.exit_code == 2
    assert "no language 'elvish'" in wrong.output


def test_a_translator_is_told_what_is_missing() -> None:
    _, document, words = report_of("lipset_1959")
    missing = missing_messages("fr", [(document, words)])
    assert set(missing) == set(catalogue("es"))
    assert set(missing.values()) == {""}
    assert dict(missing_messages("es", [(document, words)])) == {}
