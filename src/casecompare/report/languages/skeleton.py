"""What a translator still has to do: the messages of a language that have no translation yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from casecompare.report.content import Document
from casecompare.report.languages.catalogue import ENGLISH, catalogue, languages
from casecompare.report.languages.study_words import StudyWords
from casecompare.report.languages.translating import untranslated

__all__ = ["missing_messages"]

_SLOT = re.compile(r"\{\d+\}")
_NUMBER = re.compile(r"(?<![\w.{])-?\d+(?:\.\d+)?%?(?![\w}])")


def missing_messages(
    language: str, documents: Iterable[tuple[Document, StudyWords]] = ()
) -> Mapping[str, str]:
    """Give the messages that a language lacks, each with an empty translation to be filled in.

    These are the messages that another language has, and what the documents say beyond them. In the latter
    numbers are slots already; names in them are not.

    Parameters
    ----------
    language
        The code of the language, which may be a new one.
    documents
        Reports in English, each with the words of its study.

    Examples
    --------
    >>> from casecompare.report.content import Section
    >>> document = Document("s", (Section("a", "Quite unheard of in 12 places"),))
    >>> dict(missing_messages("es", [(document, StudyWords())]))
    {'Quite unheard of in {0:number} places': ''}
    >>> missing_messages("fr")["cases"]
    ''
    """
    known = {message for other in languages() if other != ENGLISH for message in catalogue(other)}
    missing = known - set(catalogue(language))
    for document, words in documents:
        said = catalogue(language) if language in languages() else dict.fromkeys(known, "–")
        texts = untranslated(document, language, words=words, messages=said)
        missing |= {_as_message(text) for text in texts}
    return dict.fromkeys(sorted(missing, key=lambda message: (message.lower(), message)), "")


def _as_message(text: str) -> str:
    """Give a text with numbers as slots, after the slots that it has."""
    slots = len(set(_SLOT.findall(text)))
    numbers = iter(range(slots, 100))
    return _NUMBER.sub(lambda found: f"{{{next(numbers)}:number}}", text, count=99 - slots)
