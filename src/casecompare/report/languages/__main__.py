"""``python -m casecompare.report.languages LANGUAGE [STUDY …]``: what a language lacks, as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from casecompare import engine
from casecompare.errors import CasecompareError
from casecompare.report.content import Document
from casecompare.report.languages.skeleton import missing_messages
from casecompare.report.languages.study_words import StudyWords, study_words
from casecompare.report.outline import build_english_document

_USE = "Use: python -m casecompare.report.languages LANGUAGE [STUDY ...], for instance: fr my_study\n"


def main(arguments: list[str]) -> int:
    """Print the skeleton of a catalogue and give an exit code."""
    if not arguments or arguments[0].startswith("-"):
        sys.stderr.write(_USE)
        return 2
    language, *studies = arguments
    try:
        missing = missing_messages(language, _reports(studies))
    except (CasecompareError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(missing, ensure_ascii=False, indent=1) + "\n")
    return 0


def _reports(studies: list[str]) -> Iterator[tuple[Document, StudyWords]]:
    """Run every method on each study, and give the reports."""
    host = engine.load_host()
    methods = [method.name for plugin in host.plugins for method in plugin.methods]
    for folder in studies:
        comparison = engine.run(engine.open_study(folder, host=host), methods, host=host)
        yield build_english_document(comparison), study_words(comparison)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
