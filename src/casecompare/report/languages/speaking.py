"""Texts in another language: looked up whole, then as a message with slots, then part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from casecompare.report.content import Chip, Inline, Line, Text
from casecompare.report.languages.masking import MaskedLine, has_sign, mask, unmask
from casecompare.report.languages.matching import LONGEST, MessageFinder, fill, is_number
from casecompare.report.languages.study_words import StudyWords

__all__ = ["Speaker"]

_DEEPEST = 20
"""How often a message may stand in the slot of another."""
_LAST_SIGN, _MOST_KEPT = 0xF8FF, 500
"""The signs that stand for what the study says come from the end of the private use area."""
_WORDS = re.compile(r"\w[^\s]*")
_SCRAP = 10
_UNBROKEN = "\xa0"
_TELLING = 9
"""Fixed signs from which on a message is taken though something in its slots has none."""
_MOST_TRIED = 6
"""Messages that are tried on a text before what the best of them gives is taken."""
_SIGN = re.compile("[\ue000-\uf8ff]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SENTENCES = re.compile(r"((?<=[.!?…])\s+(?=\S))")
_SEPARATORS = tuple(map(re.compile, (r"(\s{2,}| · | – )", r"(\s*[\ue000-\uf8ff][\ue000-\uf8ff\s]*)")))
"""What stands between entries of a list, which may be a link."""
_WEAK_SEPARATORS = tuple(map(re.compile, (r"(; )", r"(: )", r"(, (?:and )?)", r"( and )")))
_IDENTIFIERS = re.compile(r"[^\W\d]\w*")
_OPERATOR = re.compile("[*+~=<>→]")
_ROWS = re.compile(r"([a-z_]+) [\d–, ]+")
"""Rows of a record as the report names them: a section of the record, and numbers."""
_OPTIONS = re.compile(
    r"[a-z_]+: .*(?:, [a-z_]+: .*)+|(?:[\w.]+ ?(?:→|<-|←) ?[\w.]+(?:, )?)+|\{.*\}", re.DOTALL
)
_WITHOUT_NUMBER = re.compile(r" \d[\d.]*$")
_PART = 7
"""Signs from which on a part of a recorded text is taken as such."""
_EDGES = " .,;:()[]“”\"'…\n"
_AROUND = re.compile(r"([\s(\[“\"–·✓±✗?←→]*)(.*?)([\s.…:;,)\]”\"←→]*)", re.DOTALL)
_NAME = re.compile(
    r"(?=\S*[\d_*~/=<>+\\@#|])[\w.*~/=<>+\\{}\[\]()#@:|%,-]+|[A-Z][A-Z\d_]*|\w+(?:\.\w+)+|[a-z]+/[a-z/]+"
)


@dataclass(frozen=True)
class _Spoken:
    """A text in the other language, and the parts of it that have no message."""

    text: str
    missed: tuple[str, ...] = ()


class Speaker:
    """Says texts in another language and remembers those for which it has no message.

    Parameters
    ----------
    messages
        The translations by English message.
    words
        What the study says, which stays as it is.

    Examples
    --------
    >>> speaker = Speaker({"{0:number} cases": "{0} casos", "all of {0}": "todos los {0}"})
    >>> speaker.text("all of 12 cases"), speaker.text("no message"), list(speaker.missed)
    ('todos los 12 casos', 'no message', ['no message'])
    """

    def __init__(self, messages: Mapping[str, str], words: StudyWords | None = None) -> None:
        self.missed: dict[str, None] = {}
        self._messages = messages
        self._words = words or StudyWords()
        self._finder = _finder(tuple(messages))
        self._spoken: dict[str, _Spoken] = {}
        self._everything = "\0".join(sorted(self._words.recorded | self._words.own))
        self._passages = _by_first_word(self._words, messages)

    def word(self, text: str) -> str:
        """Give a word that is never the study's: a label, or yes and no."""
        return self._messages.get(text) or self.text(text)

    def text(self, text: str) -> str:
        """Give a text in the other language, or as it is where it has no message."""
        if not text or has_sign(text):
            return text
        return self._told(text)

    def line(self, content: Line) -> Line:
        """Give a line in the other language: its words by their message, its pieces one by one."""
        masked = mask(content)
        if masked is None:
            return content
        return unmask(MaskedLine(self._told(masked.text), masked.pieces), self._piece, self._between)

    def is_of_study(self, text: str) -> bool:
        """Say whether a text is a piece of what the study says: drawings break long names into lines."""
        return len(text) >= _PART and text in self._everything

    def _piece(self, piece: Inline) -> Inline:
        match piece:
            case Chip():
                return replace(piece, word=self.text(piece.word))
            case Text() if piece.target and piece.text in self._words.ids:
                return piece
            case Text(role="plain" | "strong" | "quiet"):
                return replace(piece, text=self.text(piece.text))
            case _:
                return piece

    def _between(self, text: str) -> str:
        """Give what stands between two items of a series, or after the last one: commas, and, and 12 more."""
        inner = text.strip(" ,")
        return text.replace(inner, self._told(inner)) if inner else text

    def _told(self, text: str) -> str:
        kept: list[str] = []
        masked = text if text in self._messages else self._without_passages(text, kept)
        spoken = self._say(masked, 0)
        if kept and spoken.missed and not (whole := self._say(text, 0)).missed:
            # A message happens to hold words of the study, such as the name of a profession.
            return whole.text
        for missed in spoken.missed:
            if not self._is_part_of_data(missed):
                self.missed[_readable(missed)] = None
        return _SIGN.sub(lambda found: _restored(found.group(), kept), spoken.text)

    def _without_passages(self, text: str, kept: list[str]) -> str:
        """Put signs in place of what the study says inside a text, so that no word of it is translated."""
        made, at = "", 0
        for found in _WORDS.finditer(text):
            if found.start() < at:
                continue
            for passage in self._passages.get(found.group(), ()):
                if text.startswith(passage, found.start()) and len(kept) < _MOST_KEPT:
                    made += text[at : found.start()] + chr(_LAST_SIGN - len(kept))
                    kept.append(passage)
                    at = found.start() + len(passage)
                    break
        return made + text[at:]

    def _say(self, text: str, depth: int) -> _Spoken:
        if text not in self._spoken:
            self._spoken[text] = self._found(text, depth)
        return self._spoken[text]

    def _within_spaces(self, text: str, depth: int) -> _Spoken:
        inner = text.strip(" ")
        spoken = self._say(inner, depth + 1)
        return _Spoken(text.replace(inner, spoken.text), spoken.missed)

    def _unbroken(self, text: str, depth: int) -> _Spoken:
        """Say a text whose spaces do not break; those of what is said do not break either."""
        spoken = self._say(text.replace(_UNBROKEN, " "), depth + 1)
        return _Spoken(spoken.text.replace(" ", _UNBROKEN), spoken.missed)

    def _found(self, text: str, depth: int) -> _Spoken:
        """Give the first way to say a text that leaves nothing out; else the one that leaves out least."""
        if self._is_as_it_is(text):
            return _Spoken(text)
        if said := self._messages.get(text):
            return _Spoken(said)
        if depth > _DEEPEST or len(text) > LONGEST:
            return _Spoken(text, (text,))
        if text != text.strip(" "):
            return self._within_spaces(text, depth)
        if _UNBROKEN in text and " " not in text:
            return self._unbroken(text, depth)
        best = _Spoken(text, (text,))
        for spoken in self._ways(text, depth):
            if not spoken.missed:
                return spoken
            if spoken.text != text and _gap(spoken.missed) < _gap(best.missed):
                best = spoken
        return _Spoken(text) if self._is_data(text) else best

    def _is_as_it_is(self, text: str) -> bool:
        """Say whether a text is the study's own, a number, or nothing but names of the study and signs."""
        bare = " ".join(text.split())
        if not _LETTERS.search(text) or bare in self._words.own or is_number(bare):
            return True
        return all(name in self._words.own for name in _IDENTIFIERS.findall(text)) and not has_sign(text)

    def _is_data(self, text: str) -> bool:
        """Say whether a text without a message needs none: an identifier, options, or part of a record."""
        bare = _WITHOUT_NUMBER.sub("", _SIGN.sub("", text).strip(_EDGES))
        if not bare or _NAME.fullmatch(bare) or _OPTIONS.fullmatch(bare) or bare in self._words.recorded:
            return True
        row = _ROWS.fullmatch(bare)
        if row is not None and row.group(1) in self._words.recorded:
            return True
        names = set(_IDENTIFIERS.findall(bare))
        return bool(_OPERATOR.search(bare)) and names <= self._words.recorded | self._words.own

    def _is_part_of_data(self, text: str) -> bool:
        return self.is_of_study(_WITHOUT_NUMBER.sub("", _SIGN.sub("", text).strip(_EDGES)))

    def _ways(self, text: str, depth: int) -> Iterator[_Spoken]:
        """Give what comes of a text by its messages and by its parts, the more certain ways first."""
        yield from self._by_slots(text, depth)
        yield from self._by_parts(text, _SENTENCES, depth)
        yield from self._by_what_is_inside(text, depth)
        for separator in _SEPARATORS:
            yield from self._by_parts(text, separator, depth)
        for separator in _WEAK_SEPARATORS:
            # A comma or a colon parts a sentence only where each part is a message of its own.
            yield from (one for one in self._by_parts(text, separator, depth) if not one.missed)

    def _by_parts(self, text: str, separator: re.Pattern[str], depth: int) -> Iterator[_Spoken]:
        parts = separator.split(text)
        if len(parts) > 1:
            yield self._joined(parts, depth)

    def _by_slots(self, text: str, depth: int) -> Iterator[_Spoken]:
        for message, slots in islice(self._finder.find(text), _MOST_TRIED):
            held = {slot: self._say(said, depth + 1) for slot, said in slots.items()}
            said = fill(self._messages[message], {slot: one.text for slot, one in held.items()})
            missed = tuple(missed for one in held.values() for missed in one.missed)
            # A message of a word or two fits many texts by chance; only one that explains all of it counts.
            if not missed or len(fill(message, dict.fromkeys(slots, ""))) >= _TELLING:
                yield _Spoken(said, missed)

    def _by_what_is_inside(self, text: str, depth: int) -> Iterator[_Spoken]:
        """Try a text without the signs around it, then with a small first letter."""
        found = _AROUND.fullmatch(text)
        if found is None:
            return
        before, inner, after = found.groups()
        if inner != text:
            spoken = self._say(inner, depth + 1)
            yield _Spoken(before + spoken.text + after, spoken.missed)
        if not text.endswith("."):
            yield from self._without_stop(text, depth)
        if inner[:1].isupper() and (said := self._messages.get(inner[0].lower() + inner[1:])):
            yield _Spoken(said[0].upper() + said[1:])

    def _without_stop(self, text: str, depth: int) -> Iterator[_Spoken]:
        """Try the message that has a full stop where the text has none."""
        if said := self._messages.get(f"{text}."):
            yield _Spoken(said.removesuffix("."))
        for spoken in self._by_slots(f"{text}.", depth) if depth < _DEEPEST else ():
            if not spoken.missed:
                yield _Spoken(spoken.text.removesuffix("."))

    def _joined(self, parts: list[str], depth: int) -> _Spoken:
        """Say parts one by one; between them stand separators, of which only *and* is a word."""
        made = [self._say(part, depth + 1) for part in parts[::2]]
        between = [*(self._separator(part) for part in parts[1::2]), ""]
        said = "".join(one.text + after for one, after in zip(made, between, strict=True))
        return _Spoken(said, tuple(missed for one in made for missed in one.missed))

    def _separator(self, text: str) -> str:
        if not text.endswith("and "):
            return text
        return f" {self._messages.get('and', 'and')} "


def _gap(missed: tuple[str, ...]) -> int:
    """Weigh what was left out: few whole sentences rather than many scraps."""
    return sum(_SCRAP + len(text.strip(_EDGES)) for text in missed)


def _restored(sign: str, kept: list[str]) -> str:
    place = _LAST_SIGN - ord(sign)
    return kept[place] if place < len(kept) else sign


def _by_first_word(words: StudyWords, messages: Mapping[str, str]) -> dict[str, list[str]]:
    """Give what the study says in more than one word by its first word, the longest first."""
    found: dict[str, list[str]] = {}
    for text in words.own | {one for one in words.recorded if one not in messages}:
        first = _WORDS.match(text)
        if first and " " in text and len(text) >= _PART:
            found.setdefault(first.group(), []).append(text)
    return {word: sorted(texts, key=lambda one: (-len(one), one)) for word, texts in found.items()}


@lru_cache(maxsize=4)
def _finder(messages: tuple[str, ...]) -> MessageFinder:
    return MessageFinder(messages)


def _readable(text: str) -> str:
    """Give a text with slots where signs stand for pieces."""
    signs = dict.fromkeys(_SIGN.findall(text))
    for number, sign in enumerate(signs):
        text = text.replace(sign, f"{{{number}}}")
    return text.strip()
