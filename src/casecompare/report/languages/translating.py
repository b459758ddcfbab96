"""A document in another language: every fixed line of it replaced by the catalogue's.

Sections and plugins write plain English and know nothing of this. What has no message stays as it is:
English is better than a gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from casecompare.methods import Figure
from casecompare.report.content import Document
from casecompare.report.languages.catalogue import ENGLISH, catalogue
from casecompare.report.languages.drawings import rewrite_drawing
from casecompare.report.languages.speaking import Speaker
from casecompare.report.languages.study_words import StudyWords
from casecompare.report.languages.walking import Voice, rewrite

__all__ = ["translate", "translate_figure", "untranslated"]


def translate(
    document: Document,
    language: str,
    *,
    words: StudyWords | None = None,
    messages: Mapping[str, str] | None = None,
) -> Document:
    """Give a document with its fixed text in another language.

    Numbers keep their decimal point, and formulas, ids, links, quotes and data stay as they are.

    Parameters
    ----------
    document
        A report in English.
    language
        The code of the language; for ``en`` the document itself comes back.
    words
        What the study says, which stays as it is.
    messages
        The translations by English message, instead of the catalogue of the language.

    Examples
    --------
    >>> from casecompare.report.content import Paragraph, Section, line
    >>> section = Section("a", "Methods", (Paragraph(line("No method was run.")),))
    >>> translate(Document("s", (section,)), "es").sections[0].blocks[0].line[0].text
    'No se ejecutó ningún método.'
    """
    if language == ENGLISH:
        return document
    speaker = Speaker(catalogue(language) if messages is None else messages, words or StudyWords())
    return replace(rewrite(document, _voice(speaker)), language=language)


def untranslated(
    document: Document,
    language: str,
    *,
    words: StudyWords | None = None,
    messages: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Give the texts of a document that have no message in a language, each once, in their order.

    Links, formulas and chips in them are written as slots.

    Examples
    --------
    >>> from casecompare.report.content import Section
    >>> untranslated(Document("s", (Section("a", "Quite unheard of 12"),)), "es")
    ('Quite unheard of 12',)
    """
    if language == ENGLISH:
        return ()
    speaker = Speaker(catalogue(language) if messages is None else messages, words or StudyWords())
    rewrite(document, _voice(speaker))
    return tuple(speaker.missed)


def translate_figure(figure: Figure, language: str, *, words: StudyWords | None = None) -> Figure:
    """Give a figure with its title, its words and the words inside the drawing in another language.

    Examples
    --------
    >>> figure = Figure(name="f", title="Truth table for Y", svg="<svg><text>cases</text></svg>", alt="")
    >>> spoken = translate_figure(figure, "es")
    >>> spoken.title, spoken.svg
    ('Tabla de verdad para Y', '<svg><text>casos</text></svg>')
    """
    if language == ENGLISH:
        return figure
    voice = _voice(Speaker(catalogue(language), words or StudyWords()))
    return replace(
        figure,
        title=voice.text(figure.title),
        alt=voice.text(figure.alt),
        svg=voice.drawing(figure.svg),
    )


def _voice(speaker: Speaker) -> Voice:
    return Voice(
        line=speaker.line,
        text=speaker.text,
        word=speaker.word,
        drawing=lambda svg: rewrite_drawing(svg, speaker.text, speaker.is_of_study),
    )
