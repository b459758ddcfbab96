"""The catalogues: JSON files that give each English message in another language.

casecompare's own stand in this package, in a folder per language (``es/core.json``). A plugin brings its
own in its package, as ``languages/es.json``; it is found without importing the plugin.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from casecompare.errors import UsageError, did_you_mean
from casecompare.methods import find_plugins
from casecompare.report.languages.matching import slots_of

__all__ = ["ENGLISH", "as_language", "catalogue", "check_messages", "languages", "read_messages", "say"]

ENGLISH = "en"
"""The language that everything is written in; it needs no catalogue."""

_CODE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LARGEST = 4_000_000
_log = logging.getLogger("casecompare.report")


def languages() -> tuple[str, ...]:
    """Give the languages that casecompare speaks, English first.

    Examples
    --------
    >>> languages()
    ('en', 'es')
    """
    folders = (one for one in _own_folder().iterdir() if one.is_dir() and _CODE.fullmatch(one.name))
    return (ENGLISH, *sorted(one.name for one in folders if any(one.glob("*.json"))))


def as_language(word: str) -> str:
    """Give a language by its code.

    Raises
    ------
    UsageError
        if there is no such catalogue.

    Examples
    --------
    >>> as_language("ES")
    'es'
    """
    code = word.strip().lower()
    if code not in languages():
        hint = did_you_mean(code, languages()) or f"There are: {', '.join(languages())}."
        raise UsageError(f"no language '{word}'. {hint}")
    return code


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Give the messages of a language, those of every installed plugin among them; none for English.

    Where two say something else of one message, casecompare's own holds, then the plugin that is first in
    the alphabet. A plugin's catalogue that cannot be read is left out with a warning.

    Examples
    --------
    >>> catalogue("es")["cases"]
    'casos'
    """
    found: dict[str, str] = {}
    if language == ENGLISH:
        return found
    for path in sorted((_own_folder() / language).glob("*.json")):
        found = {**read_messages(path), **found}
    for path in _plugin_files(language):
        try:
            found = {**read_messages(path), **found}
        except UsageError as error:
            _log.warning("%s The report leaves out this catalogue.", error)
    return found


def read_messages(path: Path) -> dict[str, str]:
    """Read a catalogue.

    Raises
    ------
    UsageError
        if it is no mapping of messages to messages, or a translation has other slots than its message;
        everything is told at once.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: a catalogue of more than {_LARGEST:,} bytes is not read.")
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: the catalogue could not be read ({error}).") from error
    if not isinstance(read, dict):
        raise UsageError(f'{path}: a catalogue is a mapping: {{"English message": "translation"}}.')
    if faults := check_messages(read):
        raise UsageError(f"{path}: " + " ".join(faults))
    return {message: said for message, said in read.items() if said}


def check_messages(messages: Mapping[str, object]) -> list[str]:
    """Say what is wrong with messages: no text, or slots that are not those of the message.

    A message whose translation is empty is not translated yet; that is not wrong.

    Examples
    --------
    >>> check_messages({"{0} cases": "{0} casos", "{0} of {1}": "{0}"})
    ["'{0} of {1}' has the slots {0} {1}, its translation {0}."]
    """
    return [fault for message, said in messages.items() if (fault := _fault(message, said))]


def say(text: str, language: str) -> str:
    """Give one of the words that a format adds of its own, such as the title of the table of contents.

    Examples
    --------
    >>> say("Contents", "es"), say("Contents", "en")
    ('Contenido', 'Contents')
    """
    return catalogue(language).get(text, text)


def _fault(message: str, said: object) -> str:
    if not isinstance(said, str):
        return f"The translation of '{message}' is no text."
    if said and slots_of(message) != slots_of(said):
        return f"'{message}' has the slots {_listed(message)}, its translation {_listed(said)}."
    return ""


def _listed(message: str) -> str:
    return " ".join(f"{{{slot}}}" for slot in slots_of(message)) or "none"


def _own_folder() -> Path:
    return Path(str(resources.files("casecompare.report.languages")))


def _plugin_files(language: str) -> Iterator[Path]:
    for plugin in find_plugins():
        package = plugin.module.partition(":")[0]
        if "." in package:  # the parents of a module inside a package would have to be imported
            package = package.partition(".")[0]
        try:
            found = find_spec(package)
        except (ImportError, ValueError):
            continue
        for folder in (found.submodule_search_locations or ()) if found is not None else ():
            path = Path(folder) / "languages" / f"{language}.json"
            if path.is_file():
                yield path
