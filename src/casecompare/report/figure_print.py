"""A drawing in print: as wide as a column of a journal, as SVG, as PDF (vectors) or as PNG (300 dpi)."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from casecompare.errors import ReportError, UsageError
from casecompare.figures import UNITS_PER_MILLIMETRE, WIDTHS, clean

if TYPE_CHECKING:
    from casecompare.methods import Figure

__all__ = ["DOTS_PER_INCH", "FORMS", "Form", "PrintSize", "print_figure", "print_size", "read_width"]

Form = Literal["svg", "pdf", "png"]
FORMS: tuple[Form, ...] = ("svg", "pdf", "png")
DOTS_PER_INCH = 300

_POINTS_PER_MILLIMETRE = 72 / 25.4
_NARROWEST, _WIDEST = 20.0, 1_000.0
_MOST_SIGNS, _MOST_UNITS = 20_000_000, 1e6
_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}

_ROOT = re.compile(r"<svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_SIZES = re.compile(r"font-size[:=]\"?\s*([0-9.]+)")
_DOCUMENT = b"""\
#set document(title: sys.inputs.title, date: none)
#set page(width: float(sys.inputs.width) * 1mm, height: auto, margin: 0pt)
#align(center, image(
  bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.drawn) * 1mm, alt: sys.inputs.alt,
))
"""


@dataclass(frozen=True, kw_only=True)
class PrintSize:
    """How large a figure gets in print.

    Parameters
    ----------
    width
        Of the page, in millimetres.
    drawn
        Of the drawing in it: it is made smaller where it has to be, and never larger.
    height
        Of both, in millimetres.
    text
        The smallest text, in points; 0 where there is none.
    """

    width: float
    drawn: float
    height: float
    text: float

    @property
    def readable_from(self) -> float:
        """The width in millimetres from which on the smallest text has 7 points."""
        return self.drawn * 7 / self.text if self.text else 0.0


def read_width(text: str) -> float:
    """Read a width such as ``85mm`` or ``3.3in``, in millimetres; a bare number is one of millimetres.

    Raises
    ------
    UsageError
        if it is no length, or not between 20 and 1000 mm.

    Examples
    --------
    >>> read_width("85mm"), read_width("8.5 cm"), read_width("120")
    (85.0, 85.0, 120.0)
    """
    found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(mm|cm|in|pt)?", text.replace(" ", "").lower())
    width = float(found[1]) * _UNITS[found[2] or "mm"] if found else 0.0
    if not _NARROWEST <= width <= _WIDEST:
        columns = ", ".join(f"{one}mm" for one in WIDTHS)
        raise UsageError(f"--width {text}: give a width from 20mm to 1000mm; journals ask for {columns}.")
    return width


def print_size(svg: str, width: float | None = None) -> PrintSize:
    """Say how large a drawing gets.

    Parameters
    ----------
    svg
        The drawing; its units are quarters of a millimetre.
    width
        Of the page, in millimetres; by default the drawing's own, 180 at most.

    Raises
    ------
    ValueError
        if it is no SVG, or does not say its size.

    Examples
    --------
    >>> print_size('<svg viewBox="0 0 720 360"><text font-size="11">a</text></svg>', 90)
    PrintSize(width=90, drawn=90, height=45.0, text=3.8976)
    """
    _, _, across, down = _box(_root(svg))
    own = across / UNITS_PER_MILLIMETRE
    page = width if width is not None else min(own, WIDTHS[-1])
    drawn = min(own, page)
    sizes = [float(one) for one in _SIZES.findall(svg) if one.strip(".")]
    points = round(min(sizes, default=0.0) * drawn / across * _POINTS_PER_MILLIMETRE, 4)
    return PrintSize(width=page, drawn=drawn, height=round(drawn * down / across, 2), text=points)


def print_figure(figure: Figure, form: Form = "svg", width: float | None = None) -> bytes:
    """Give a figure as the content of a file that has its size in print.

    Parameters
    ----------
    figure
        Its drawing, its title and its alternative text, which a PDF carries as well.
    form
        ``svg``; ``pdf``, with vectors and fonts; or ``png``, at 300 dots per inch.
    width
        Of the page, in millimetres (see `print_size`).

    Returns
    -------
    bytes
        The same ones again for the same figure, on a machine with the same fonts.

    Raises
    ------
    ReportError
        if the drawing cannot be used, or what makes PDF and PNG is not installed.

    Examples
    --------
    >>> from casecompare import Figure
    >>> figure = Figure(name="f", title="F", svg='<svg viewBox="0 0 340 170"/>', alt="Nothing")
    >>> print_figure(figure).decode()
    '<svg viewBox="0 0 340 170" width="85mm" height="42.5mm"/>'
    """
    try:
        size = print_size(figure.svg, width)
        return (
            _resized(figure.svg, size).encode("utf-8", "replace")
            if form == "svg"
            else _set(figure, form, size)
        )
    except ImportError as error:
        raise ReportError(
            f"{form.upper()} needs the package typst, which is not installed. "
            "Install it with: pip install 'casecompare[pdf]'. SVG needs nothing."
        ) from error
    except (ValueError, RuntimeError) as error:
        reason = str(error).partition("\n")[0]
        raise ReportError(
            f"the figure '{figure.name}' could not be written as {form.upper()}: {reason} "
            "Leave it out by naming others with --figure."
        ) from error


def _root(svg: str) -> str:
    found = _ROOT.search(svg) if len(svg) <= _MOST_SIGNS else None
    if found is None:
        raise ValueError("it is no SVG, or larger than 20 MB.")
    return found[0]


def _box(root: str) -> tuple[float, float, float, float]:
    """Give the box that an SVG shows: its view box, else from its width and height."""
    shown = _attribute(root, "viewBox").replace(",", " ").split()
    sides = (_attribute(root, side).removesuffix("px") for side in ("width", "height"))
    try:
        left, top, across, down = map(float, shown or ("0", "0", *sides))
    except ValueError:
        across = down = 0.0
    if not (0 < across < _MOST_UNITS and 0 < down < _MOST_UNITS):
        raise ValueError("its SVG does not say how large it is.")
    return left, top, across, down


def _attribute(root: str, name: str) -> str:
    found = re.search(rf"\s{name}=([\"'])(.*?)\1", root)
    return found[2].strip() if found else ""


def _resized(svg: str, size: PrintSize) -> str:
    """Give the drawing with a size in millimetres, in the middle of the page."""
    root = _root(svg)
    left, top, across, down = _box(root)
    wide = across * size.width / size.drawn
    kept = re.sub(r"\s(?:width|height|viewBox)=(?:\"[^\"]*\"|'[^']*')", "", root)
    box = " ".join(f"{one:g}" for one in (round(left - (wide - across) / 2, 2), top, round(wide, 2), down))
    sized = f'viewBox="{box}" width="{size.width:g}mm" height="{size.height:g}mm"'
    return svg.replace(root, kept.replace("<svg", f"<svg {sized}", 1), 1)


def _set(figure: Figure, form: Literal["pdf", "png"], size: PrintSize) -> bytes:
    import typst

    # Without a date in the document the same figure gives the same bytes.
    told = {
        "svg": figure.svg,
        "title": clean(figure.title or figure.name),
        "alt": clean(figure.alt),
        "width": repr(size.width),
        "drawn": repr(size.drawn),
    }
    made = typst.compile(_DOCUMENT, format=form, ppi=float(DOTS_PER_INCH), sys_inputs=told)
    if not isinstance(made, bytes):
        raise ValueError("it takes more than one page.")
    return made if form == "pdf" else _with_resolution(made)


def _with_resolution(png: bytes) -> bytes:
    """Say in a PNG how many dots a metre has, right behind its header, so that it opens in its size."""
    dots = round(DOTS_PER_INCH / 0.0254)
    content = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    chunk = struct.pack(">I", 9) + content + struct.pack(">I", zlib.crc32(content))
    return png[:33] + chunk + png[33:]
