"""What was left out of a study is looked for in everything that leaves it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

__all__ = ["Secret", "find_leaks"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LEAST_LETTERS = 20
"""A shorter text may stand elsewhere by chance."""


@dataclass(frozen=True)
class Secret:
    """A text that was left out, where it stood, and whether it may not be found anywhere else."""

    text: str
    file: str
    what: str
    is_passage: bool


def find_leaks(files: Mapping[str, bytes], secrets: Sequence[Secret]) -> tuple[list[str], list[str]]:
    r"""Look for what was left out in everything that is packed.

    Parameters
    ----------
    files
        Content by name.
    secrets
        What was left out of them.

    Returns
    -------
    tuple
        What stops the archive: passages that stand elsewhere; and what is only remarked on: names that do.

    Examples
    --------
    >>> said = Secret("I quit, she said to the dean", "cases/t01.yaml", "the quote of evidence e1", True)
    >>> find_leaks({"cases/t02.yaml": b"note: I quit, she said\n  to the dean"}, [said])[0]
    ['The quote of evidence e1 in cases/t01.yaml also stands in cases/t02.yaml.']
    """
    faults, remarks = list[str](), list[str]()
    told = {name: _folded_file(name, content) for name, content in files.items()}
    for secret in secrets:
        text = _folded(secret.text)
        is_long = len(text) >= _LEAST_LETTERS
        if not is_long and not (secret.what.endswith("a name") and len(text) > 3):
            continue
        found = [name for name, content in told.items() if _stands_in(text, content)]
        if not found:
            continue
        places = ", ".join(found[:3])
        if secret.is_passage:
            faults.append(
                f"{secret.what[0].upper()}{secret.what[1:]} in {secret.file} also stands in {places}."
            )
        elif secret.what.endswith("a name"):
            remarks.append(f"A name that was left out of {secret.file} also stands in {places}: look there.")
    return faults, list(dict.fromkeys(remarks))


def _stands_in(text: str, content: str) -> bool:
    return text in content and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", content) is not None


def _folded_file(name: str, content: bytes) -> str:
    """Give the text of a file, and of YAML also every value as it is read, with single spaces."""
    text = content.decode("utf-8", "replace")
    if name.endswith((".yaml", ".yml")):
        events = yaml.parse(text, Loader=_LOADER)
        values = [event.value for event in events if isinstance(event, yaml.ScalarEvent)]
        # Comments may be wrapped, too: each line without its sign.
        plain = re.sub(r"(?m)^\s*#\s?", "", text)
        return _folded("\n".join([plain, *values]))
    return _folded(text)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
