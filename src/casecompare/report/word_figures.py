"""The figures of the Word report as PNG with 300 dots per inch, which any word processor shows alike."""

from __future__ import annotations

import json
from collections.abc import Sequence

from casecompare.report.figure_print import DOTS_PER_INCH
from casecompare.report.paper import PaperFigure

__all__ = ["figure_pictures"]

_PAGES = b"""
#set page(margin: 0pt)
#for one in json(bytes(sys.inputs.figures)) {
  page(
    width: one.width * 1mm,
    height: one.height * 1mm,
    image(bytes(one.svg), format: "svg", width: 100%, height: 100%),
  )
}
"""


def figure_pictures(figures: Sequence[PaperFigure]) -> dict[int, bytes]:
    r"""Draw figures as PNG, by their numbers; none where typst is not installed.

    A drawing that cannot be read is left out.

    Examples
    --------
    >>> from casecompare.report.content import FigureBlock
    >>> block = FigureBlock("C", '<svg viewBox="0 0 40 20" xmlns="http://www.w3.org/2000/svg"/>', "alt")
    >>> pictures = figure_pictures([PaperFigure(number=1, block=block, width=10, height=5)])
    >>> pictures[1][:4]
    b'\x89PNG'
    """
    try:
        import typst
    except ImportError:
        return {}
    sized = [figure for figure in figures if figure.width]
    try:
        return _drawn(sized)
    except typst.TypstError:
        # One of them stops all: find out which.
        pictures: dict[int, bytes] = {}
        for figure in sized:
            try:
                pictures |= _drawn([figure])
            except typst.TypstError:
                continue
        return pictures


def _drawn(figures: Sequence[PaperFigure]) -> dict[int, bytes]:
    import typst

    if not figures:
        return {}
    told = [
        {
            "width": figure.width,
            "height": figure.height,
            "svg": figure.block.svg.encode("utf-8", "replace").decode("utf-8"),
        }
        for figure in figures
    ]
    made = typst.compile(
        _PAGES, format="png", ppi=float(DOTS_PER_INCH), sys_inputs={"figures": json.dumps(told)}
    )
    pages = [made] if isinstance(made, bytes) else list(made or ())
    return {figure.number: page for figure, page in zip(figures, pages, strict=True)}
