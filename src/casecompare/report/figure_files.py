"""The figures of a comparison as files for a paper, one per figure: ``METHOD-FIGURE.svg``, PDF or PNG."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from casecompare.errors import ReportError, UsageError, did_you_mean
from casecompare.figures import listed
from casecompare.methods import Comparison, Figure
from casecompare.report.content import Block, Details, FigureBlock, Section
from casecompare.report.figure_print import FORMS, Form, PrintSize, print_figure, print_size
from casecompare.report.languages import study_words, translate_figure
from casecompare.report.outline import build_english_document
from casecompare.report.text import plural, slug
from casecompare.report.whole_file import write_whole

__all__ = ["FigureFile", "as_form", "figure_lines", "figure_names", "write_figures"]

_LONGEST_NAME = 120
_SMALLEST_TEXT = 7.0


@dataclass(frozen=True, kw_only=True)
class FigureFile:
    """A file that was written, and how large the figure in it gets in print."""

    path: Path
    size: PrintSize


def as_form(name: str) -> Form:
    """Give the form of a file by its name.

    Raises
    ------
    UsageError
        if there is no such form.

    Examples
    --------
    >>> as_form("pdf")
    'pdf'
    """
    for form in FORMS:
        if name == form:
            return form
    raise UsageError(f"--format {name}: give svg, pdf or png.")


def figure_names(comparison: Comparison, wanted: Sequence[str] = ()) -> dict[str, Figure]:
    """Give the figures of a comparison by the names of their files, ``METHOD-FIGURE``; the report's own last.

    Their words are in the study's language.

    Parameters
    ----------
    comparison
        What a run gave; methods that nobody asked for, which ran for their scores only, are left out.
    wanted
        Which ones: their own names, or those of their files; ``*`` stands for any signs. By default all.

    Raises
    ------
    UsageError
        if one of them is none, or there are no figures.

    Examples
    --------
    >>> import casecompare
    >>> comparison = casecompare.run(casecompare.open_study("cases/cragun_2014"), methods=["qca"])
    >>> list(figure_names(comparison, ["xy_plot", "*tiles"]))
    ['qca-truth_table_tiles', 'qca-xy_plot']
    """
    named: dict[str, Figure] = {}
    for method, run in comparison.runs.items():
        for figure in run.result.figures if run.result is not None and run.is_asked else ():
            named[_free(f"{slug(method)}-{slug(figure.name, _LONGEST_NAME)}", named)] = figure
    for figure in _of_report(comparison):
        named[_free(slug(figure.name, _LONGEST_NAME), named)] = figure
    if not named:
        advice = _missing_said(comparison) or ["Choose methods that draw with --plugin."]
        raise UsageError(" ".join(["this comparison has no figures.", *advice]))
    for one in wanted:
        if not any(_is_meant(one, name, figure) for name, figure in named.items()):
            known = [*named, *(figure.name for figure in named.values())]
            hint = did_you_mean(one, known) or f"There are: {listed(list(named), 12)}."
            missing = _missing_said(comparison)
            raise UsageError(" ".join([f"--figure {one}: there is no such figure. {hint}", *missing]))
    words, language = study_words(comparison), comparison.study.language
    return {
        name: translate_figure(figure, language, words=words)
        for name, figure in named.items()
        if not wanted or any(_is_meant(one, name, figure) for one in wanted)
    }


def write_figures(
    figures: Mapping[str, Figure], folder: str | Path, *, form: Form = "svg", width: float | None = None
) -> list[FigureFile]:
    """Write figures to a folder, each file whole or not at all.

    All are made before the first is written. Each is written beside its place and then moved into it;
    another file of that name is replaced, all others stay.

    Parameters
    ----------
    figures
        By the names of their files, without suffix (see `figure_names`).
    folder
        Made where it does not exist.
    form
        ``svg``, ``pdf`` or ``png``.
    width
        Of the page, in millimetres; by default each figure's own, at which its text has 7 to 9 points.

    Raises
    ------
    ReportError
        if a figure cannot be written, or the disk refuses.

    Examples
    --------
    >>> import tempfile
    >>> from casecompare import Figure
    >>> figure = Figure(name="f", title="F", svg='<svg viewBox="0 0 340 170"/>', alt="Nothing")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     (file,) = write_figures({"qca-f": figure}, place, width=85)
    ...     file.path.name, file.size.width, file.size.height
    ('qca-f.svg', 85, 42.5)
    """
    target = Path(folder)
    made = {f"{name}.{form}": print_figure(figure, form, width) for name, figure in figures.items()}
    with _told(target):
        target.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            write_whole(target / name, content)
    sizes = [print_size(figure.svg, width) for figure in figures.values()]
    return [FigureFile(path=target / name, size=size) for name, size in zip(made, sizes, strict=True)]


def figure_lines(files: Sequence[FigureFile], comparison: Comparison) -> list[str]:
    """Say what was written: each file with its size, then what is too small to read, and what is missing.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> size = PrintSize(width=85, drawn=85, height=42.5, text=3.5)
    >>> file = FigureFile(path=Path("qca-f.svg"), size=size)
    >>> for line in figure_lines([file], Comparison(study=Study(name="s"))):
    ...     print(line)
    qca-f.svg  85 × 42.5 mm, text from 3.5 pt
    1 file.
    Text smaller than 7 pt: qca-f.svg (needs 170 mm).
    """
    widest = max((len(str(file.path)) for file in files), default=0)
    lines = [f"{file.path!s:<{widest}}  {_size_said(file.size)}" for file in files]
    lines.append(f"{plural(len(files), 'file')}.")
    small = [
        f"{file.path.name} (needs {math.ceil(file.size.readable_from / 5) * 5} mm)"
        for file in files
        if 0 < file.size.text < _SMALLEST_TEXT
    ]
    if small:
        more = f" and {len(small) - 5} more" if len(small) > 5 else ""
        lines.append(f"Text smaller than 7 pt: {', '.join(small[:5])}{more}.")
    return lines + _missing_said(comparison)


def _missing_said(comparison: Comparison) -> list[str]:
    runs = comparison.runs.items()
    return [f"No figures of {name}, {run.status}: {run.reason}" for name, run in runs if run.status != "ok"]


def _size_said(size: PrintSize) -> str:
    text = f", text from {size.text:.1f} pt" if size.text else ""
    return f"{size.width:g} × {size.height:g} mm{text}"


def _of_report(comparison: Comparison) -> Iterator[Figure]:
    """Give the figures that the report draws itself, such as the hypothesis matrix."""
    runs = comparison.runs.values()
    known = {figure.svg for run in runs if run.result is not None for figure in run.result.figures}
    for section in build_english_document(comparison).sections:
        for block in _blocks(section):
            if isinstance(block, FigureBlock) and block.svg not in known:
                name = f"{section.anchor}-{block.anchor.removeprefix('figure:') or 'figure'}"
                yield Figure(name=name, title=block.caption, svg=block.svg, alt=block.alt)


def _blocks(place: Section | Details) -> Iterator[Block]:
    for block in place.blocks:
        yield block
        if isinstance(block, Details):
            yield from _blocks(block)
    for part in place.parts if isinstance(place, Section) else ():
        yield from _blocks(part)


def _free(name: str, taken: Mapping[str, Figure]) -> str:
    """Give a name that no other file has; some systems do not tell capitals apart."""
    used = {one.lower() for one in taken}
    free, number = name, 2
    while free.lower() in used:
        free, number = f"{name}-{number}", number + 1
    return free


def _is_meant(wanted: str, name: str, figure: Figure) -> bool:
    stem = wanted.removesuffix(".svg").removesuffix(".pdf").removesuffix(".png")
    return any(fnmatchcase(one, stem) or one == wanted for one in (name, figure.name, slug(figure.name)))


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReportError(
            f"{target}: the figures could not be written ({reason}). Choose another folder with -o."
        ) from error
