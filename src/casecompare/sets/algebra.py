"""The algebra of sets: disjunctive and canonical form, negation, the smallest equivalent formula.

Two kinds of law must be kept apart. Distribution, De Morgan and absorption hold for fuzzy memberships too, so
`disjunctive_form` changes no case's membership. That ``A + ~A`` is everything and ``A*~A`` nothing holds for
crisp sets only: `simplify`, `negate`, `expand` and `factor` treat formulas as logic, as the field does, and
a fuzzy membership computed from the simplified formula can differ from that of the original.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import accumulate

from casecompare.errors import UsageError
from casecompare.sets.covering import minimal_cover
from casecompare.sets.domain import Domain, Variable, make_domain
from casecompare.sets.syntax import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    SetName,
)

__all__ = ["disjunctive_form", "equivalent", "expand", "negate", "products", "simplify"]

EXACT_LIMIT = 2**14
COMPARE_LIMIT = 2**20
MAX_PRODUCTS = 2_000
MAX_PAIRS = 100_000

_Product = int
"""A product by the values that it excludes, one bit per value of each set: joining two is ``|``, and one
contains another when it excludes no more. Excluding no value at all is the universal set."""


def disjunctive_form(expression: Expression, levels: Mapping[str, int] | None = None) -> Expression:
    """Write an expression as a sum of products, leaving every membership as it is.

    Negations are moved inwards, products multiplied out and absorbed ones left out. A product of a set and
    its own negation is kept, because a fuzzy case can belong to both; products that no case of a
    multi-value set can meet (``A{0}*A{1}``) are dropped.

    Parameters
    ----------
    expression
        Any expression.
    levels
        The number of values of multi-value sets; where it is given, ``~A{2}`` is written ``A{0,1}``.

    Raises
    ------
    casecompare.errors.UsageError
        If there are more than 2,000 products on the way.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> str(disjunctive_form(parse("A*~(B + C) + D")))
    'A*~B*~C + D'
    """
    return _sum(products(expression, levels))


def products(expression: Expression, levels: Mapping[str, int] | None = None) -> tuple[Expression, ...]:
    """Give the products of the disjunctive form one by one, for instance to measure the fit of each.

    The empty set has none, the universal set the one product ``1``; parameters and errors as for
    `disjunctive_form`.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> [str(product) for product in products(parse("(A + B)*C"))]
    ['A*C', 'B*C']
    """
    domain = make_domain([expression], levels, limit=None, task="multiplying out")
    return tuple(_written(product, domain) for product in _Expansion(domain).products(expression))


def simplify(expression: Expression, levels: Mapping[str, int] | None = None) -> Expression:
    """Give the smallest equivalent sum of products: fewest products, then fewest literals.

    Parameters
    ----------
    expression
        Any expression over at most 14 sets (16,384 combinations of values).
    levels
        The number of values of multi-value sets. Without it nothing is concluded from all the *mentioned*
        values of a set being present, since there may be more.

    Returns
    -------
    Expression
        Exact; ``0`` for a contradiction, ``1`` for a tautology.

    Raises
    ------
    casecompare.errors.UsageError
        If the formula is too large to be solved exactly, or a value does not exist.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> str(simplify(parse("A*B + ~A*C + B*C")))
    'A*B + ~A*C'
    >>> str(simplify(parse("A{0} + A{1}"))), str(simplify(parse("A{0} + A{1}"), {"A": 2}))
    ('A{0,1}', '1')
    """
    domain = make_domain([expression], levels, limit=EXACT_LIMIT, task="simplifying")
    pattern = domain.pattern(expression)
    if pattern in (0, domain.everything):
        return Constant(bool(pattern))
    return _sum(domain.product(prime.masks) for prime in minimal_cover(pattern, domain))


def negate(expression: Expression, levels: Mapping[str, int] | None = None) -> Expression:
    """Give the simplified negation; parameters, limits and errors as for `simplify`.

    For De Morgan's form without simplification use ``disjunctive_form(Negation(expression))``.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> str(negate(parse("A + B*C")))
    '~A*~B + ~A*~C'
    >>> str(negate(parse("A{2} + B{1}"), {"A": 3, "B": 2}))
    'A{0,1}*B{0}'
    """
    return simplify(Negation(expression), levels)


def expand(
    expression: Expression, levels: Mapping[str, int] | None = None, *, names: Collection[str] = ()
) -> Expression:
    """Give the canonical form: one product per combination of values that belongs to the expression.

    Parameters
    ----------
    expression, levels
        As for `simplify`.
    names
        Further sets that every product should mention.

    Raises
    ------
    casecompare.errors.UsageError
        As for `simplify`.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> str(expand(parse("A + B")))
    '~A*B + A*~B + A*B'
    """
    domain = make_domain([expression], levels, names=names, limit=EXACT_LIMIT, task="expanding")
    pattern = domain.pattern(expression)
    if not domain.variables:
        return Constant(bool(pattern))
    rows = (row for row in range(domain.size) if pattern >> row & 1)
    return _sum(domain.product(_row_masks(domain, row)) for row in rows)


def equivalent(a: Expression, b: Expression, levels: Mapping[str, int] | None = None) -> bool:
    """Say whether two expressions are logically the same set, whatever the cases.

    Parameters
    ----------
    a, b
        Expressions over together at most 20 sets.
    levels
        The number of values of multi-value sets.

    Raises
    ------
    casecompare.errors.UsageError
        If there are more combinations of values than that, or a value does not exist.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> equivalent(parse("~(A + B)"), parse("~A*~B"))
    True
    """
    domain = make_domain([a, b], levels, limit=COMPARE_LIMIT, task="comparing")
    return domain.pattern(a) == domain.pattern(b)


def _row_masks(domain: Domain, row: int) -> list[int]:
    pairs = zip(domain.variables, domain.strides(), strict=True)
    return [1 << (row // stride % variable.size) for variable, stride in pairs]


def _sum(terms: Iterable[Expression]) -> Expression:
    listed = tuple(terms)
    if len(listed) > 1:
        return Disjunction(listed)
    return listed[0] if listed else Constant(False)


def _written(product: _Product, domain: Domain) -> Expression:
    literals: list[Expression] = []
    for variable, offset in _with_offsets(domain):
        excluded = product >> offset & variable.all_values
        if excluded == variable.all_values:
            # Only a set written without values gets here: a fuzzy case can be in it and in its negation.
            literals += [SetName(variable.name), Negation(SetName(variable.name))]
        elif excluded:
            literals.append(variable.literal(variable.all_values & ~excluded))
    if len(literals) > 1:
        return Conjunction(tuple(literals))
    return literals[0] if literals else Constant(True)


class _Expansion:
    """Multiplies formulas over one domain out."""

    def __init__(self, domain: Domain) -> None:
        self.variables = {variable.name: (variable, offset) for variable, offset in _with_offsets(domain)}
        self.impossible = [
            variable.all_values << offset for variable, offset in _with_offsets(domain) if variable.is_braced
        ]

    def products(self, expression: Expression, is_negated: bool = False) -> list[_Product]:
        """Give the absorbed products of an expression, or of its negation."""
        match expression:
            case Constant(value):
                return [0] if value != is_negated else []
            case SetName():
                return self.literal(expression, is_negated)
            case Negation(operand):
                return self.products(operand, not is_negated)
            case Conjunction(operands) | Disjunction(operands):
                parts = [self.products(operand, is_negated) for operand in operands]
                if isinstance(expression, Conjunction) != is_negated:
                    return self.multiply(parts)
                return _absorb(product for part in parts for product in part)
            case _:
                raise TypeError(f"{expression!r} is not an expression.")

    def literal(self, leaf: SetName, is_negated: bool) -> list[_Product]:
        variable, offset = self.variables[leaf.name]
        allowed = variable.mask(leaf)
        excluded = allowed if is_negated else variable.all_values & ~allowed
        return self.possible([excluded << offset])

    def multiply(self, parts: list[list[_Product]]) -> list[_Product]:
        so_far = [0]
        for part in parts:
            if len(so_far) * len(part) > MAX_PAIRS:
                raise _too_many_products()
            so_far = _absorb(self.possible([left | right for left in so_far for right in part]))
        return so_far

    def possible(self, found: list[_Product]) -> list[_Product]:
        """Leave out products that exclude every value of a multi-value set."""
        return [product for product in found if all(product & bits != bits for bits in self.impossible)]


def _absorb(found: Iterable[_Product]) -> list[_Product]:
    """Leave out every product that another one contains; the others keep their order."""
    listed = list(dict.fromkeys(found))
    kept: list[_Product] = []
    for product in sorted(listed, key=int.bit_count):
        if not any(product & wider == wider for wider in kept):
            kept.append(product)
    if len(kept) > MAX_PRODUCTS:
        raise _too_many_products()
    remaining = set(kept)
    return [product for product in listed if product in remaining]


def _too_many_products() -> UsageError:
    return UsageError(
        f"Multiplying out stopped at more than {MAX_PRODUCTS:,} products. Treat the formula in parts."
    )


def _with_offsets(domain: Domain) -> list[tuple[Variable, int]]:
    offsets = accumulate((variable.size for variable in domain.variables), initial=0)
    return list(zip(domain.variables, offsets, strict=False))
