"""Claims and formulas as the report reads them: their sets and signs, nothing where a text is no formula."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from casecompare.errors import ExpressionError
from casecompare.sets import Conjunction, Disjunction, Expression, Negation, SetName, parse, parse_claim

__all__ = ["names_in", "pairs_in", "signs_in"]

_LONGEST = 2000


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """Give the names of the sets in a claim or formula; none where the text is neither.

    Examples
    --------
    >>> sorted(names_in("A*~B => Y")), sorted(names_in("A rises in 3 cases"))
    (['A', 'B', 'Y'], [])
    """
    if not text or len(text) > _LONGEST:
        return frozenset()
    try:
        claim = parse_claim(text)
        return frozenset({*claim.condition.names, *claim.outcome.names})
    except ExpressionError:
        pass
    try:
        return frozenset(parse(text).names)
    except ExpressionError:
        return frozenset()


def signs_in(expression: Expression) -> dict[str, bool]:
    """Give the sets of a product, each with whether it is asked for or its absence; none of anything else.

    Examples
    --------
    >>> signs_in(parse("A*~B")), signs_in(parse("A + B"))
    ({'A': True, 'B': False}, {})
    """
    parts = expression.operands if isinstance(expression, Conjunction) else (expression,)
    found: dict[str, bool] = {}
    for part in parts:
        inner = part.operand if isinstance(part, Negation) else part
        if not isinstance(inner, SetName) or inner.values:
            return {}
        found[inner.name] = not isinstance(part, Negation)
    return found


def pairs_in(expression: Expression) -> Iterator[str]:
    """Give every two sets that stand together in a product of a formula, as the product of these two.

    Examples
    --------
    >>> list(pairs_in(parse("A*~B*C + D")))
    ['A*~B', 'A*C', '~B*C']
    """
    terms = expression.operands if isinstance(expression, Disjunction) else (expression,)
    for term in terms:
        literals = [name if sign else f"~{name}" for name, sign in signs_in(term).items()]
        for at, first in enumerate(literals):
            yield from (f"{first}*{second}" for second in literals[at + 1 :])
