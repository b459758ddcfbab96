"""The report in other languages: message catalogues, and the way a document goes through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casecompare.lazy import export_lazily

if TYPE_CHECKING:
    from casecompare.report.languages.catalogue import (
        ENGLISH,
        as_language,
        catalogue,
        check_messages,
        languages,
        read_messages,
        say,
    )
    from casecompare.report.languages.study_words import StudyWords, study_words
    from casecompare.report.languages.translating import translate, translate_figure, untranslated

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

# An English report needs none of what makes the others.
export_lazily(
    __name__,
    {
        "casecompare.report.languages.catalogue": (
            "ENGLISH",
            "as_language",
            "catalogue",
            "check_messages",
            "languages",
            "read_messages",
            "say",
        ),
        "casecompare.report.languages.study_words": ("StudyWords", "study_words"),
        "casecompare.report.languages.translating": ("translate", "translate_figure", "untranslated"),
    },
)
