r"""Every table of the report as a LaTeX file of its own, with booktabs, to be put into a paper.

A paper takes one with ``\input{latex/qca-truth_table}``; ``all.tex`` is a whole document that takes them all,
to be looked at. The tables are those of the report: rounded, with captions, notes and what the columns mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casecompare.methods import Comparison
from casecompare.report.content import (
    Block,
    Chip,
    Details,
    Document,
    Formula,
    Heading,
    Inline,
    Line,
    Section,
    Statement,
    TableBlock,
    TableColumn,
)
from casecompare.report.latex_text import escape_latex, foreign_signs
from casecompare.report.outline import build_document
from casecompare.report.paper import cell_line, column_notes, formula_text
from casecompare.report.paper_words import paper_words
from casecompare.report.table_layout import TableLayout, TablePart, breakable, column_title, lay_out
from casecompare.report.text import slug

__all__ = ["document_latex", "render_latex"]

_MOST_LINES = {False: 48.0, True: 30.0}
"""Lines of a table beyond which it is one that turns pages, on a page turned round or not."""
_SIGNS = 130
"""Signs in a line of a note."""
_NARROWER = 0.93
"""The faces of LaTeX are wider than those that the columns are measured for."""
_PADDING = 1.3
_LONGEST_NAME = 80
_PACKAGES = r"\usepackage{array,booktabs,longtable,pdflscape,rotating}"
_HEAD = rf"""\documentclass[10pt,a4paper]{{article}}
\usepackage[margin=22mm]{{geometry}}
\usepackage{{iftex}}
\ifPDFTeX
  \usepackage[T1]{{fontenc}}
  \usepackage[utf8]{{inputenc}}
\fi
\IfFileExists{{lmodern.sty}}{{\usepackage{{lmodern}}}}{{}}
\usepackage{{textcomp,latexsym}}
{_PACKAGES}
"""


def render_latex(comparison: Comparison) -> dict[str, bytes]:
    """Give the content of each file by its name: one table per file, and ``all.tex``.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> sorted(render_latex(Comparison(study=Study(name="s"))))[0]
    'all.tex'
    """
    return document_latex(build_document(comparison))


def document_latex(document: Document) -> dict[str, bytes]:
    """Give the tables of a document that have rows, each as a LaTeX file, and ``all.tex``."""
    made: dict[str, str] = {}
    for section in document.sections:
        for where, block in _tables(section):
            if block.rows and block.columns:
                name = _free_name(where, made)
                made[name] = _file(block, name, document)
    files = {f"{name}.tex": text.encode("utf-8") for name, text in made.items()}
    return files | {"all.tex": _all(document, made).encode("utf-8")}


def _tables(section: Section) -> Iterator[tuple[str, TableBlock]]:
    """Give the tables of a section, each with the words that its name is made from."""
    yield from _in_blocks(section.blocks, section.anchor)
    for part in section.parts:
        yield from _tables(part)


def _in_blocks(blocks: Sequence[Block], where: str) -> Iterator[tuple[str, TableBlock]]:
    for block in blocks:
        match block:
            case TableBlock():
                yield _words(block, where), block
            case Details():
                yield from _in_blocks(block.blocks, block.anchor or where)
            case Heading() | Statement():
                where = block.anchor or where
            case _:
                pass


def _words(block: TableBlock, where: str) -> str:
    """Give what a table's file is named after: its anchor, or its caption where that only has a number."""
    owner, _, name = block.anchor.removeprefix("table:").rpartition(":")
    if not name:
        return f"{where}-{block.caption}"
    is_numbered = name.startswith("-")
    return "-".join(filter(None, [owner, block.caption if is_numbered else name]))


def _free_name(where: str, taken: Mapping[str, str]) -> str:
    stem = slug(where.replace(".", "-"), _LONGEST_NAME).replace(".", "-") or "table"
    used = {name.casefold() for name in taken} | {"all"}
    names = (f"{stem}{f'-{number}' if number > 1 else ''}" for number in range(1, len(taken) + 3))
    return next(name for name in names if name.casefold() not in used)


def _file(block: TableBlock, name: str, document: Document) -> str:
    layout = lay_out(block)
    body = "\n".join(_part(block, layout, at, name, document) for at in range(len(layout.parts)))
    comment = [f"% {name}: needs {_PACKAGES}"]
    if foreign_signs(body):
        comment.append(
            "% It holds signs that pdfLaTeX lacks: use LuaLaTeX or XeLaTeX with a font that has them."
        )
    return "\n".join([*comment, body]) + "\n"


def _part(block: TableBlock, layout: TableLayout, at: int, name: str, document: Document) -> str:
    part, words = layout.parts[at], paper_words(document.language)
    note = _note(block, document) if at + 1 == len(layout.parts) else ""
    is_long = layout.lines + len(note) / _SIGNS > _MOST_LINES[layout.is_across]
    again = r"\addtocounter{table}{-1}" if at else ""
    caption = rf"\caption{{{escape_latex(block.caption)}}}" + rf"\label{{tab:{name}}}"
    if at:
        caption = rf"\caption[]{{{escape_latex(block.caption)} ({escape_latex(words['continued'])})}}"
    setting = rf"\setlength{{\tabcolsep}}{{{_PADDING}mm}}" + _size(round(layout.size * _NARROWER, 1))
    columns = [block.columns[one] for one in part.columns]
    spec = "".join(_column(one, width) for one, width in zip(columns, part.widths, strict=True))
    head = " & ".join(rf"\textbf{{{_text(column_title(column))}}}" for column in columns) + r" \\"
    rows = "\n".join(_row(block, part))
    if is_long:
        return _long(layout.is_across, again, setting, spec, caption, head, rows, note)
    environment = "sidewaystable" if layout.is_across else "table"
    place = "" if layout.is_across else "[htbp]"
    return (
        f"\\begin{{{environment}}}{place}\n{again}\\centering\n{caption}\n{setting}\n"
        f"\\begin{{tabular}}{{@{{}}{spec}@{{}}}}\n\\toprule\n{head}\n\\midrule\n{rows}\n\\bottomrule\n"
        f"\\end{{tabular}}\n{note}\\end{{{environment}}}"
    )


def _long(
    is_across: bool, again: str, setting: str, spec: str, caption: str, head: str, rows: str, note: str
) -> str:
    """Give a table that turns pages; its head is repeated on each."""
    table = (
        f"{{{setting}\n{again}\\begin{{longtable}}{{@{{}}{spec}@{{}}}}\n{caption}\\\\\n"
        f"\\toprule\n{head}\n\\midrule\n\\endfirsthead\n\\toprule\n{head}\n\\midrule\n\\endhead\n"
        f"\\bottomrule\n\\endfoot\n{rows}\n\\end{{longtable}}\n{note}}}"
    )
    return f"\\begin{{landscape}}\n{table}\n\\end{{landscape}}" if is_across else table


def _size(points: float) -> str:
    return rf"\fontsize{{{points:g}}}{{{points * 1.2:.1f}}}\selectfont"


def _column(column: TableColumn, width: float) -> str:
    side = r"\raggedleft" if column.is_numeric else r"\raggedright"
    return rf">{{{side}\arraybackslash}}p{{{max(width - 2 * _PADDING, 1):.2f}mm}}"


def _row(block: TableBlock, part: TablePart) -> Iterator[str]:
    for row in block.rows:
        cells = (_line(cell_line(row.cells[at], block.columns[at])) for at in part.columns)
        told = " & ".join(cells)
        # Behind the end of a row, LaTeX would take these signs for its own.
        yield ("{}" if told.startswith(("[", "*")) else "") + told + r" \\"


def _note(block: TableBlock, document: Document) -> str:
    """Give what stands below a table: the study's status, the note, and what the columns mean."""
    words = paper_words(document.language)
    status = f"{words['status']}: {document.status}."
    texts = [rf"\textit{{{escape_latex(status)}}}" if document.status else "", escape_latex(block.note)]
    columns = column_notes(block)
    if columns:
        meanings = (rf"\textbf{{{_text(title)}}}: {_text(told)}" for title, told in columns)
        texts.append(rf"\textit{{{escape_latex(words['columns'])}.}} {'; '.join(meanings)}.")
    told = " ".join(filter(None, texts))
    return r"\par\smallskip{\raggedright\footnotesize " + told + "\\par}\n" if told else ""


def _line(content: Line) -> str:
    return "".join(map(_inline, content))


def _inline(piece: Inline) -> str:
    match piece:
        case Chip():
            return rf"\textbf{{{_text(f'{piece.symbol} {piece.word}')}}}"
        case Formula():
            return _text(formula_text(piece.text))
    text = _text(piece.text)
    command = {"strong": "textbf", "quote": "textit"}.get(piece.role, "")
    return rf"\{command}{{{text}}}" if command and text.strip() else text


def _text(text: str) -> str:
    return escape_latex(breakable(text))


def _all(document: Document, tables: Mapping[str, str]) -> str:
    signs = sorted({sign for text in (document.title, *tables.values()) for sign in foreign_signs(text)})
    declared = [f"  \\DeclareUnicodeCharacter{{{ord(sign):04X}}}{{[U+{ord(sign):04X}]}}" for sign in signs]
    known = ["\\ifPDFTeX", *declared, "\\fi"] if declared else []
    title = [rf"\section*{{{escape_latex(document.title)}}}"]
    if document.status:
        status = f"{paper_words(document.language)['status']}: {document.status}"
        title.append(escape_latex(status))
    taken = [f"\\input{{{name}}}\n\\clearpage" for name in tables]
    return _HEAD + "\n".join([*known, r"\begin{document}", *title, *taken, r"\end{document}"]) + "\n"
