"""Figures as files for a paper: their size in print, the same bytes again, whole files; the command."""

from __future__ import annotations

import builtins
import re
import struct
import zlib
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from casecompare import Figure, Method, MethodResult, Study
from casecompare.cli import app
from casecompare.errors import ReportError, UsageError
from casecompare.figures import circle, page, text
from casecompare.methods import Comparison, MethodRun, Provenance
from casecompare.report import as_form, figure_names, print_figure, read_width, write_figures
from casecompare.report.figure_print import print_size

WIDE = page(
    720, 360, [circle(360, 180, 50), text(20, 20, "Größe & <Ort>", size=10)], title="Wide", alt="A dot"
)
NARROW = page(340, 170, [text(20, 20, "a")], title="Narrow", alt="An a")
STRANGE = '<svg xmlns="http://www.w3.org/2000/svg" width="400px" height="200"><circle r="9"/></svg>'


def figure(name="wide", svg=WIDE):
    return Figure(name=name, title=f"Title of {name}", svg=svg, alt="A dot & more")


def some_comparison(**figures):
    runs = {
        method: MethodRun(
            method=Method(name=method, title=method, question="?", run=lambda *_: MethodResult()),
            status="ok",
            provenance=Provenance(distribution="", version="", options={}, seed=1),
            result=MethodResult(figures=tuple(figure(name) for name in names)),
        )
        for method, names in figures.items()
    }
    return Comparison(study=Study(name="s"), runs=runs)


def png_chunks(content):
    at, found = 8, {}
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack(">I", content[at + 8 + length : at + 12 + length])
        assert checksum == zlib.crc32(name + body)
        found[name] = body
        at += 12 + length
    return found


def box_of_pdf(content):
    return [float(one) for one in re.search(rb"/MediaBox ?\[([^\]]+)\]", content)[1].split()]


@pytest.mark.parametrize(
    ("said", "width"),
    [("85mm", 85), ("85", 85), ("8.5cm", 85), ("8.5 CM", 85), ("2in", 50.8), ("144pt", 50.8)],
)
def test_widths_are_read(said, width):
    assert read_width(said) == pytest.approx(width)


@pytest.mark.parametrize("said", ["", "wide", "1e3", "-85mm", "0", "19mm", "1001", "85px", "nan", "9" * 400])
def test_what_is_no_width_is_refused_in_words(said):
    with pytest.raises(UsageError, match="give a width from 20mm to 1000mm; journals ask for 85mm, 120mm"):
        read_width(said)


def test_a_form_that_is_none_is_refused():
    with pytest.raises(UsageError, match="--format gif: give svg, pdf or png"):
        as_form("gif")


@pytest.mark.parametrize(
    ("svg", "width", "page_width", "drawn", "height", "points"),
    [
        (WIDE, None, 180, 180, 90, 7.09),
        (NARROW, None, 85, 85, 42.5, 8.5),
        (WIDE, 85, 85, 85, 42.5, 3.35),
        (NARROW, 120, 120, 85, 42.5, 8.5),
        (STRANGE, None, 100, 100, 50, 0),
    ],
)
def test_a_drawing_is_never_made_larger_than_its_text_allows(svg, width, page_width, drawn, height, points):
    size = print_size(svg, width)
    assert (size.width, size.drawn, size.height) == (page_width, drawn, height)
    assert size.text == pytest.approx(points, abs=0.01)


def test_text_has_seven_to_nine_points_at_the_width_that_figures_are_drawn_for():
    for size, points in ((10, 7.1), (11, 7.8), (12, 8.5)):
        svg = page(720, 99, [text(9, 20, "a", size=size)], title="t", alt="a").replace('font-size="12"', "")
        assert print_size(svg).text == pytest.approx(points, abs=0.05) or size == 12


@pytest.mark.parametrize("svg", [WIDE, NARROW, STRANGE])
@pytest.mark.parametrize("width", [60, 85, 180])
def test_an_svg_says_its_size_and_keeps_its_shape_and_content(svg, width):
    root = ElementTree.fromstring(print_figure(figure(svg=svg), "svg", width))
    assert root.get("width") == f"{width}mm"
    across, down = map(float, root.attrib["viewBox"].split()[2:])
    assert width / float(root.attrib["height"].removesuffix("mm")) == pytest.approx(across / down, rel=1e-3)
    assert len(list(root.iter())) == len(list(ElementTree.fromstring(svg).iter()))


@pytest.mark.parametrize("width", [None, 85, 120.5])
def test_a_pdf_has_its_size_its_words_and_no_time(width):
    pytest.importorskip("typst")
    content = print_figure(figure(), "pdf", width)
    assert content.startswith(b"%PDF-")
    across, down = box_of_pdf(content)[2:]
    assert across == pytest.approx((width or 180) / 25.4 * 72, abs=0.1)
    assert down == pytest.approx(across / 2, abs=0.1)
    assert b"CreationDate" not in content
    assert b"ModDate" not in content
    assert b"/Subtype/Image" not in content.replace(b" ", b"")  # vectors, no picture of them
    assert content == print_figure(figure(), "pdf", width)


@pytest.mark.parametrize("width", [85, 120])
def test_a_png_has_three_hundred_dots_per_inch_and_says_so(width):
    pytest.importorskip("typst")
    content = print_figure(figure(), "png", width)
    chunks = png_chunks(content)
    across, down = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert across == pytest.approx(width / 25.4 * 300, abs=1.5)
    assert down == pytest.approx(across / 2, abs=1.5)
    dots, other, unit = struct.unpack(">IIB", chunks[b"pHYs"])
    assert dots == other == round(300 / 0.0254)
    assert unit == 1
    assert content == print_figure(figure(), "png", width)


@pytest.mark.parametrize(
    "svg", ["", "no drawing", "<svg/>", '<svg viewBox="0 0 0 5"/>', '<svg viewBox="a"/>']
)
@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_a_drawing_that_cannot_be_used_is_named(svg, form):
    with pytest.raises(ReportError, match="the figure 'odd' could not be written as"):
        print_figure(figure("odd", svg), form)


def test_a_broken_drawing_is_named_when_it_is_set():
    pytest.importorskip("typst")
    with pytest.raises(
        ReportError, match="the figure 'odd' could not be written as PDF: failed to parse SVG"
    ):
        print_figure(figure("odd", '<svg viewBox="0 0 9 9"><a></svg>'), "pdf")


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch):
    given = builtins.__import__

    def without_typst(name, *rest):
        if name == "typst":
            raise ImportError(name)
        return given(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_typst)
    with pytest.raises(ReportError, match=re.escape("pip install 'casecompare[pdf]'")):
        print_figure(figure(), "pdf")
    assert print_figure(figure(), "svg")


def test_files_are_named_by_method_and_figure_and_never_twice():
    found = figure_names(some_comparison(qca=["xy plot", "XY-plot", "a/../b"], net=["xy plot"]))
    assert list(found) == ["qca-xy-plot", "qca-XY-plot-2", "qca-a-..-b", "net-xy-plot"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["xy"], ["qca-xy", "net-xy"]),
        (["qca-xy"], ["qca-xy"]),
        (["qca-xy.pdf"], ["qca-xy"]),
        (["net-*", "tiles"], ["qca-tiles", "net-xy"]),
    ],
)
def test_figures_are_chosen_by_name(wanted, found):
    assert list(figure_names(some_comparison(qca=["xy", "tiles"], net=["xy"]), wanted)) == found


def test_a_figure_that_does_not_exist_is_an_error_with_a_hint():
    with pytest.raises(
        UsageError, match=r"--figure xyplot: there is no such figure\. Did you mean 'xy_plot'"
    ):
        figure_names(some_comparison(qca=["xy_plot"]), ["xyplot"])
    with pytest.raises(UsageError, match="this comparison has no figures"):
        figure_names(some_comparison())


def test_files_are_replaced_whole_and_others_stay(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "qca-xy.svg").write_text("old")
    (file,) = write_figures({"qca-xy": figure()}, tmp_path)
    assert file.path.read_bytes() == print_figure(figure())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["notes.txt", "qca-xy.svg"]


def test_nothing_is_written_when_one_figure_cannot_be(tmp_path):
    with pytest.raises(ReportError):
        write_figures({"a": figure(), "b": figure("odd", "no drawing")}, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ReportError, match="the figures could not be written"):
        write_figures({"a": figure()}, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


METHOD = """
import casecompare
from casecompare.figures import page, text

def run(study, options, context):
    said = [text(20, 20, case, size=11, width=200) for case in study.cases]
    svg = page(720, 360, said, title="Cases", alt="The cases")
    figure = casecompare.Figure(name="cases", title="Cases", svg=svg, alt="The cases")
    return casecompare.MethodResult(figures=(figure,))

def broken(study, options, context):
    raise RuntimeError("out of luck")

@casecompare.hookimpl
def casecompare_register_methods(register):
    register(casecompare.Method(name="list", title="List", question="?", run=run))
    register(casecompare.Method(name="broken", title="Broken", question="?", run=broken))
"""


@pytest.fixture
def call(tmp_path):
    study, method = tmp_path / "study", tmp_path / "my_method.py"
    study.mkdir()
    method.write_text(METHOD, encoding="utf8")
    (study / "cases.csv").write_text("id,A,Y\nk<b>,1,1\nl,0,0\n", encoding="utf8")
    (study / "study.yaml").write_text(
        "study: small\ncodebook:\n  A: {definition: a}\n  Y: {definition: y}\noutcome: Y\n", encoding="utf8"
    )

    def figures(*arguments):
        given = ["figures", str(study), "--plugin", str(method), "-o", str(tmp_path / "out"), *arguments]
        return CliRunner().invoke(app, given)

    return figures


def test_the_command_writes_and_lists_the_figures_and_tells_what_failed(call, tmp_path):
    said = call("--width", "60mm")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["list-cases.svg"]
    assert "list-cases.svg  60 × 30 mm, text from 2.6 pt" in said.output
    assert "Text smaller than 7 pt: list-cases.svg (needs 165 mm)." in said.output
    assert "No figures of broken, failed: RuntimeError: out of luck" in said.output
    assert said.exit_code == 1
    assert "k&lt;b&gt;" in (tmp_path / "out" / "list-cases.svg").read_text(encoding="utf8")


def test_the_command_gives_the_same_bytes_again(call, tmp_path):
    pytest.importorskip("typst")
    written = []
    for _ in range(2):
        call("--format", "pdf", "--figure", "cases")
        written.append((tmp_path / "out" / "list-cases.pdf").read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("slip", [["--width", "wide"], ["--format", "gif"], ["--figure", "nothing"]])
def test_a_slip_is_told_and_nothing_is_written(call, tmp_path, slip):
    said = call(*slip)
    assert said.exit_code == 2
    assert slip[1] in said.output
    assert not (tmp_path / "out").exists()


def test_a_study_of_hostile_names_gives_names_of_files_that_are_none():
    names = figure_names(some_comparison(**{"../../etc": ["\x00", "C:\\x", "<b>", "é" * 400]}))
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,170}", one) for one in names)
    assert not any("/" in one or one.startswith(".") for one in names)
