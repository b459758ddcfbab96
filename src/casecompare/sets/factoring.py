"""Factored forms: what the paths of a solution share is written once.

References
----------
Brayton, R. K. and McMullen, C. (1982). The decomposition and factorization of Boolean expressions. IEEE
International Symposium on Circuits and Systems, 49-54 (algebraic division).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from casecompare.sets.algebra import products, simplify
from casecompare.sets.domain import leaves
from casecompare.sets.syntax import Conjunction, Constant, Disjunction, Expression

__all__ = ["factor"]

_Product = frozenset[Expression]


def factor(expression: Expression, levels: Mapping[str, int] | None = None) -> list[Expression]:
    """Give the ways of writing the simplified expression with what its products share taken out.

    Parameters
    ----------
    expression, levels
        As for `casecompare.sets.simplify`.

    Returns
    -------
    list of Expression
        All logically equivalent to the expression, each once, those with the fewest literals first; the
        simplified expression itself where its products share nothing. Each differs in what is taken out
        first; the rest is factored by what saves most.

    Raises
    ------
    casecompare.errors.UsageError
        As for `casecompare.sets.simplify`.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> [str(form) for form in factor(parse("A*B + C*D + A*D"))]
    ['A*(B + D) + C*D', 'D*(A + C) + A*B']
    >>> [str(form) for form in factor(parse("~A*~C + ~A*D + ~B*~C + ~B*D"))]
    ['(~A + ~B)*(~C + D)']
    """
    simplest = simplify(expression, levels)
    if isinstance(simplest, Constant):
        return [simplest]
    terms = [_split(product) for product in products(simplest)]
    order = _order(terms, list(expression.names))
    forms = dict.fromkeys(_forms(terms, order))
    return sorted(forms, key=lambda form: len(leaves(form)))


def _forms(terms: Sequence[_Product], order: Mapping[str, int]) -> Iterator[Expression]:
    common = frozenset[Expression]().union(*terms).intersection(*terms)
    if len(terms) == 1:
        yield _conjunction(_sorted(common, order))
    elif common:
        for rest in _forms([term - common for term in terms], order):
            yield _conjunction([*_sorted(common, order), rest])
    elif divisions := _divisions(terms, order):
        for quotient, divisor, remainder in divisions:
            shared = _conjunction([_best(quotient, order), _best(divisor, order)])
            yield _disjunction([shared, _best(remainder, order)] if remainder else [shared])
    else:
        yield _disjunction([_conjunction(_sorted(term, order)) for term in terms])


def _best(terms: Sequence[_Product], order: Mapping[str, int]) -> Expression:
    """Factor by what saves most at each step, without trying the alternatives."""
    common = frozenset[Expression]().union(*terms).intersection(*terms)
    if len(terms) > 1 and not common and (divisions := _divisions(terms, order)):
        quotient, divisor, remainder = max(divisions, key=lambda division: _saving(division[0], division[1]))
        shared = _conjunction([_best(quotient, order), _best(divisor, order)])
        return _disjunction([shared, _best(remainder, order)] if remainder else [shared])
    if len(terms) > 1 and common:
        return _conjunction([*_sorted(common, order), _best([term - common for term in terms], order)])
    return _disjunction([_conjunction(_sorted(term, order)) for term in terms])


def _divisions(
    terms: Sequence[_Product], order: Mapping[str, int]
) -> list[tuple[list[_Product], list[_Product], list[_Product]]]:
    """Give the ways to write terms as quotient * divisor + remainder, the product of two terms or more."""
    found: dict[frozenset[_Product], tuple[list[_Product], list[_Product], list[_Product]]] = {}
    for literal in _sorted(frozenset[Expression]().union(*terms), order):
        group = [term for term in terms if literal in term]
        if len(group) < 2:
            continue
        shared = group[0].intersection(*group)
        divisor = [term - shared for term in group]
        quotient = _quotient(terms, divisor)
        covered = {left | right for left in quotient for right in divisor}
        found.setdefault(
            frozenset(covered), (quotient, divisor, [term for term in terms if term not in covered])
        )
    return list(found.values())


def _quotient(terms: Sequence[_Product], divisor: Sequence[_Product]) -> list[_Product]:
    """Give every product that, times each part of the divisor, is one of the terms."""
    known = set(terms)
    candidates = dict.fromkeys(term - divisor[0] for term in terms if term >= divisor[0])
    return [
        candidate
        for candidate in candidates
        if all(not candidate & part and candidate | part in known for part in divisor)
    ]


def _saving(quotient: Sequence[_Product], divisor: Sequence[_Product]) -> int:
    multiplied = sum(len(left) + len(right) for left in quotient for right in divisor)
    return multiplied - sum(map(len, quotient)) - sum(map(len, divisor))


def _split(product: Expression) -> _Product:
    return frozenset(product.operands if isinstance(product, Conjunction) else (product,))


def _order(terms: Sequence[_Product], names: Sequence[str]) -> dict[str, int]:
    literals = frozenset[Expression]().union(*terms)
    ranked = sorted(literals, key=lambda literal: (names.index(leaves(literal)[0].name), str(literal)))
    return {str(literal): place for place, literal in enumerate(ranked)}


def _sorted(literals: Iterable[Expression], order: Mapping[str, int]) -> list[Expression]:
    return sorted(literals, key=lambda literal: order[str(literal)])


def _conjunction(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Conjunction(tuple(parts))


def _disjunction(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Disjunction(tuple(parts))
