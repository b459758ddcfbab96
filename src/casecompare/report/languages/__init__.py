"""The report in other languages: message catalogues, and the way a document goes through them."""

from casecompare.report.languages.catalogue import (
    ENGLISH,
    as_language,
    catalogue,
    check_messages,
    languages,
    read_messages,
)
from casecompare.report.languages.study_words import StudyWords, study_words
from casecompare.report.languages.translating import (
    say,
    translate,
    translate_figure,
    untranslated,
)

__all__ = [
    "ENGLISH",
    "StudyWords",
    "as_language",
    "catalogue",
    "check_messages",
    "languages",
    "read_messages",
    "say",
    "study_words",
    "translate",
    "translate_figure",
    "untranslated",
]
