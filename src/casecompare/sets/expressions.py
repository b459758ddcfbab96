"""Reads the field's notation: ``A*~B + C``, ``A{2}``, ``~(A + B)``, and claims such as ``A*B => Y``.

Grammar, from the loosest sign to the tightest::

    claim        expression relation expression
    relation     =>  (sufficient)   <=  (necessary)   <=>  (both)   ~  with blanks around (association)
    expression   product + product + …
    product      factor * factor * …          also  (A + B)(C + D)
    factor       ~ factor  |  ( expression )  |  0  |  1  |  NAME  |  NAME{value, …}

Also read: ``->``, ``<-``, ``<->`` and the arrow characters; ``&``, ``•``, ``·`` for ``*``; ``|`` for
``+``; ``!`` and ``¬`` for ``~``; square for curly brackets. Names are words of letters (of any script),
digits and ``_``; one dot inside marks a score of a method (``arenas.alignment``).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TypeVar, cast

from casecompare.errors import ExpressionError
from casecompare.sets.syntax import (
    Claim,
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    Relation,
    SetName,
)

__all__ = [
    "Claim",
    "Conjunction",
    "Constant",
    "Disjunction",
    "Expression",
    "Negation",
    "Relation",
    "SetName",
    "parse",
    "parse_claim",
]

MAX_LENGTH = 20_000
MAX_DEPTH = 50
"""Formulas of people are far smaller; the bounds keep hostile input from exhausting the stack."""

_MAX_DIGITS = 6

_SIGNS = {
    "<=>": "<=>", "<->": "<=>", "⇔": "<=>", "↔": "<=>",
    "=>": "=>", "->": "=>", "⇒": "=>", "→": "=>",
    "<=": "<=", "<-": "<=", "⇐": "<=", "←": "<=",
    "*": "*", "&": "*", "•": "*", "·": "*", "∧": "*",
    "+": "+", "|": "+", "∨": "+",
    "~": "~", "!": "~", "¬": "~",
    "(": "(", ")": ")", "{": "{", "}": "}", "[": "{", "]": "}", ",": ",",
}  # fmt: skip
_BY_LENGTH = sorted(_SIGNS, key=len, reverse=True)
_RELATIONS = ("=>", "<=", "<=>")
_CLOSING = {"{": "}", "[": "]"}


def parse(text: str) -> Expression:
    """Read a set written in the field's notation.

    Parameters
    ----------
    text
        For instance ``"A*~B + C"``; at most 20,000 characters, at most 50 levels deep.

    Raises
    ------
    casecompare.errors.ExpressionError
        With the text, the position (from 0) and what is wrong there.

    Examples
    --------
    >>> expression = parse("tandem·¬(ALIGNED | culture[1,2])")
    >>> str(expression)
    'tandem*~(ALIGNED + culture{1,2})'
    >>> list(expression.names)
    ['tandem', 'ALIGNED', 'culture']
    """
    reader = _Reader(text)
    expression = reader.expression()
    token = reader.ahead
    if token.sign in _RELATIONS or reader.at_association():
        raise reader.error(
            f"A set is expected here, not a claim: leave out '{token.text}' and the rest.", token
        )
    reader.finish()
    return expression


def parse_claim(text: str) -> Claim:
    """Read a claim: two sets and the relation between them.

    Parameters
    ----------
    text
        For instance ``"A*B => Y"``; limits as for `parse`.

    Raises
    ------
    casecompare.errors.ExpressionError
        With the text, the position (from 0) and what is wrong there.

    Examples
    --------
    >>> claim = parse_claim("A*~B + C -> Y")
    >>> claim.relation, str(claim)
    ('=>', 'A*~B + C => Y')
    >>> str(parse_claim("TANDEM ~ SUCCESS"))
    'TANDEM ~ SUCCESS'
    """
    reader = _Reader(text)
    condition = reader.expression()
    token = reader.ahead
    if token.sign not in _RELATIONS and not reader.at_association():
        reader.finish()
        raise reader.error(
            "This is a set, not a claim: say what it leads to, such as 'A => Y' (sufficient), "
            "'A <= Y' (necessary) or 'A ~ Y' (go together).",
            token,
        )
    reader.advance()
    outcome = reader.expression()
    if reader.ahead.sign in _RELATIONS or reader.at_association():
        raise reader.error("A claim has one arrow; write two claims instead.", reader.ahead)
    reader.finish()
    return Claim(condition, cast(Relation, token.sign), outcome)


@dataclass(frozen=True)
class _Token:
    """One sign or word; `sign` is canonical, ``"word"`` for names and numbers, ``"end"`` after the last."""

    sign: str
    text: str
    position: int
    is_spaced: bool = False


class _Reader:
    """Walks through the tokens of one text, from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text)
        if len(self.text) > MAX_LENGTH:
            raise ExpressionError(
                self.text[:60] + "…", 0, f"The formula is longer than {MAX_LENGTH:,} characters."
            )
        self.tokens = _split(self.text)
        self.place = 0
        self.depth = 0
        if self.ahead.sign == "end":
            raise self.error("The formula is empty.", self.ahead)

    @property
    def ahead(self) -> _Token:
        return self.tokens[self.place]

    def advance(self) -> _Token:
        token = self.ahead
        self.place += 1
        return token

    def at_association(self) -> bool:
        """Say whether a whole set has been read and a ``~`` with blanks around follows."""
        return self.ahead.sign == "~" and self.ahead.is_spaced

    def expression(self) -> Expression:
        products = [self.product()]
        while self.ahead.sign == "+":
            self.advance()
            products.append(self.product())
        return _join(Disjunction, products)

    def product(self) -> Expression:
        factors = [self.factor()]
        while self.ahead.sign == "*" or self.at_parentheses_side_by_side():
            if self.ahead.sign == "*":
                self.advance()
            factors.append(self.factor())
        return _join(Conjunction, factors)

    def at_parentheses_side_by_side(self) -> bool:
        return self.ahead.sign == "(" and self.tokens[self.place - 1].sign == ")"

    def factor(self) -> Expression:
        token = self.advance()
        if token.sign == "word":
            return self.named(token)
        if token.sign not in ("~", "("):
            raise self.missing_set(token)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"The formula is nested more than {MAX_DEPTH} levels deep.", token)
        inner = Negation(self.factor()) if token.sign == "~" else self.group(token)
        self.depth -= 1
        return inner

    def group(self, opening: _Token) -> Expression:
        inner = self.expression()
        if self.ahead.sign == "end":
            raise self.error("This '(' is never closed.", opening)
        if self.ahead.sign in _RELATIONS or self.at_association():
            raise self.error("A claim cannot stand inside parentheses.", self.ahead)
        if self.ahead.sign != ")":
            raise self.unexpected(self.ahead)
        self.advance()
        return inner

    def named(self, token: _Token) -> Expression:
        if token.text in ("0", "1"):
            return Constant(token.text == "1")
        self.check_name(token)
        return SetName(token.text, self.values(token) if self.ahead.sign == "{" else ())

    def check_name(self, token: _Token) -> None:
        name, dot = token.text, token.text.find(".")
        if name.replace(".", "").isdecimal():
            raise self.error(
                f"'{name}' is not a set: a name has a letter in it; only 0 and 1 stand alone.", token
            )
        if dot >= 0 and (name.count(".") > 1 or dot in (0, len(name) - 1)):
            message = f"'{name}': a name has at most one dot, between a method and its score."
            raise self.error(message, token)

    def values(self, name: _Token) -> tuple[int, ...]:
        opening, found = self.advance(), []
        while True:
            token = self.advance()
            if token.sign != "word" or not token.text.isdecimal():
                message = f"A value of a multi-value set is a whole number, as in {name.text}{{2}}."
                raise self.error(message, token)
            if len(token.text) > _MAX_DIGITS:
                raise self.error(f"The value has more than {_MAX_DIGITS} digits.", token)
            found.append(int(token.text))
            closing = self.advance()
            if closing.text == _CLOSING[opening.text]:
                return tuple(found)
            if closing.sign != ",":
                raise self.error(f"This '{opening.text}' is never closed.", opening)

    def finish(self) -> None:
        if self.ahead.sign != "end":
            raise self.unexpected(self.ahead)

    def missing_set(self, token: _Token) -> ExpressionError:
        if self.place >= 2:
            before = self.tokens[self.place - 2]
            return self.error(f"A set is missing after '{before.text}'.", before)
        if token.sign in (")", "}", "{", ","):
            return self.unexpected(token)
        return self.error(f"A set is missing before '{token.text}'.", token)

    def unexpected(self, token: _Token) -> ExpressionError:
        if token.sign == ")":
            return self.error("This ')' has no '(' before it.", token)
        if token.sign in ("word", "(", "~"):
            message = "Two sets stand side by side: did you forget '*' (and) or '+' (or)?"
            return self.error(message, token)
        return self.error(f"'{token.text}' has no meaning here.", token)

    def error(self, message: str, token: _Token) -> ExpressionError:
        return ExpressionError(self.text, token.position, message)


_Joining = TypeVar("_Joining", type[Conjunction], type[Disjunction])


def _join(kind: _Joining, parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _split(text: str) -> list[_Token]:
    tokens, position = [], 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token = _word_at(text, position) or _sign_at(text, position)
        tokens.append(token)
        position += len(token.text)
    return [*tokens, _Token("end", "", len(text))]


def _word_at(text: str, start: int) -> _Token | None:
    end = start
    while end < len(text) and (text[end] == "." or _is_word_character(text[end])):
        end += 1
    return _Token("word", text[start:end], start) if end > start else None


def _is_word_character(character: str) -> bool:
    # Marks belong to words: many scripts write their vowels with them.
    return character == "_" or unicodedata.category(character)[0] in "LM" or character.isdecimal()


def _sign_at(text: str, start: int) -> _Token:
    for sign in _BY_LENGTH:
        if text.startswith(sign, start):
            around = text[start - 1 : start] + text[start + 1 : start + 2]
            return _Token(_SIGNS[sign], sign, start, len(around) == 2 and around.isspace())
    raise ExpressionError(text, start, f"{text[start]!r} cannot stand in a formula: {_advice(text[start])}.")


def _advice(character: str) -> str:
    if character in "<=>":
        return "arrows are '=>' (sufficient), '<=' (necessary) and '<=>' (both)"
    return "names are letters, digits and '_'"
