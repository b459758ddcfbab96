"""The order of the report: from a comparison to a document, the answer first."""

from __future__ import annotations

import weakref

from casecompare.methods import Comparison
from casecompare.report.content import Document
from casecompare.report.languages import languages
from casecompare.report.links import find_links
from casecompare.report.sections.answer import answer_section
from casecompare.report.sections.boards import case_board_section, condition_board_section
from casecompare.report.sections.cases import cases_section
from casecompare.report.sections.checklist import checklist_section
from casecompare.report.sections.decisions import decisions_section
from casecompare.report.sections.evidence import evidence_section
from casecompare.report.sections.hypotheses import hypotheses_section
from casecompare.report.sections.methods import methods_section
from casecompare.report.sections.problems import problems_section
from casecompare.report.sections.provenance import provenance_section
from casecompare.report.sections.robustness import robustness_section
from casecompare.report.text import one_line, plural, shorten
from casecompare.report.withholding import withhold

__all__ = ["build_document", "build_english_document"]

_SECTIONS = (
    answer_section,
    hypotheses_section,
    case_board_section,
    condition_board_section,
    methods_section,
    robustness_section,
    cases_section,
    evidence_section,
    decisions_section,
    checklist_section,
    problems_section,
    provenance_section,
)


def build_document(comparison: Comparison) -> Document:
    """Give what the report says, in the order in which a reader asks; every format renders this.

    It is in the study's language where there is a catalogue for it, else in English. Restricted evidence
    is left out. The same comparison gives the same document: it holds no times.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> document = build_document(Comparison(study=Study(name="s", status="constructed")))
    >>> document.status, document.sections[0].title
    ('constructed', 'The answer first')
    """
    language = comparison.study.language
    document = build_english_document(comparison)
    if language == document.language or language not in languages():
        return document
    from casecompare.report.languages import study_words, translate  # only where they are needed

    return translate(document, language, words=study_words(withhold(comparison)))


def build_english_document(comparison: Comparison) -> Document:
    """Give the same in English, whatever language the study asks for.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> build_english_document(Comparison(study=Study(name="s", language="es"))).language
    'en'
    """
    # Each format renders the same document, and making it takes longer than most of them do.
    known = _made.get(id(comparison))
    if known is not None and known[0]() is comparison:
        return known[1]
    document = _english(withhold(comparison))
    _made.clear()
    _made[id(comparison)] = weakref.ref(comparison), document
    return document


_made: dict[int, tuple[weakref.ref[Comparison], Document]] = {}
"""The document that was made last, as long as its comparison is there."""


def _english(shown: Comparison) -> Document:
    study, links = shown.study, find_links(shown)
    methods = plural(len(shown.runs), "method")
    outcome = f" · outcome {shorten(study.outcome)}" if study.outcome else ""
    return Document(
        title=shorten(study.title or study.name, 300),
        subtitle=f"Comparison of {plural(len(study.case_ids), 'case')} by {methods}{outcome}",
        status=shorten(study.status, 200),
        description=one_line(study.description),
        citation=one_line(study.citation),
        sections=tuple(section(shown, links) for section in _SECTIONS),
        footer=_footer(shown),
    )


def _footer(comparison: Comparison) -> str:
    plugins = dict.fromkeys(
        " ".join(filter(None, [name, run.provenance.version])) for name, run in comparison.runs.items()
    )
    return ", ".join([f"casecompare {comparison.version}".strip(), *plugins])
