"""Formulas over the conditions of an analysis: their intersections and negations, and the cases' values.

A condition of two values may be written ``A``, or ``A{1}`` where others have more; the algebra works on the
first form, in which fuzzy memberships can be evaluated too.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

import pandas as pd

from casecompare import CasecompareError
from casecompare.sets import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    SetName,
    disjunctive_form,
    simplify,
)
from casecompare_qca.assumptions.row_sets import cubes_of, pattern_of
from casecompare_qca.table.case_data import CaseData
from casecompare_qca.table.property_space import PropertySpace, bits

__all__ = ["braced", "frame_of", "intersection", "negation", "unbraced"]

_EXACT_ROWS = 2**10
_PATTERN_ROWS = 2**16


def intersection(first: Expression, second: Expression, space: PropertySpace) -> Expression:
    """Give the intersection of two sets, simplified.

    Up to ten conditions of two values (1,024 combinations) the formula has the fewest terms possible; up to
    sixteen (65,536) it consists of prime implicants of which none can be left out; past that it is only
    multiplied out, or left as it is where even that gives too many terms.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> space = PropertySpace(("A", "B"), (2, 2))
    >>> str(intersection(parse("A + B"), parse("~(A*B)"), space))
    '~A*B + A*~B'
    """
    joint = Conjunction((first, second))
    levels = {
        name: level for name, level in zip(space.conditions, space.levels, strict=True) if name in joint.names
    }
    mentioned = PropertySpace(tuple(levels), tuple(levels.values()))
    try:
        if mentioned.rows_total <= _EXACT_ROWS:
            return _ordered(simplify(joint, levels), space)
        if mentioned.rows_total > _PATTERN_ROWS:
            return _ordered(disjunctive_form(joint, levels), space)
    except CasecompareError:
        if mentioned.rows_total > _PATTERN_ROWS:
            return joint
    return _irredundant(joint, mentioned)


def negation(expression: Expression) -> Expression:
    """Give the negation; a double one cancels out."""
    if isinstance(expression, Constant):
        return Constant(not expression.value)
    return expression.operand if isinstance(expression, Negation) else Negation(expression)


def unbraced(expression: Expression, space: PropertySpace) -> Expression:
    """Write conditions of two values without them: ``A{1}`` as ``A``, ``A{0}`` as ``~A``.

    Raises
    ------
    ValueError
        if a value does not exist.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> str(unbraced(parse("A{0}*B{2}"), PropertySpace(("A", "B"), (2, 3))))
    '~A*B{2}'
    """
    match expression:
        case SetName(name, values):
            return _unbraced(expression, values, space.levels[space.conditions.index(name)])
        case Negation(operand):
            return negation(unbraced(operand, space))
        case Conjunction(operands) | Disjunction(operands):
            return type(expression)(tuple(unbraced(operand, space) for operand in operands))
        case _:
            return expression


def braced(expression: Expression, space: PropertySpace) -> Expression:
    """Write every condition with its value where some condition has more than two, as solutions do.

    Examples
    --------
    >>> from casecompare.sets import parse
    >>> str(braced(parse("~A*B{2}"), PropertySpace(("A", "B"), (2, 3))))
    'A{0}*B{2}'
    """
    if not space.is_multi_value:
        return expression
    match expression:
        case SetName(name, ()):
            return SetName(name, (1,))
        case Negation(SetName(name, values)):
            level = space.levels[space.conditions.index(name)]
            return SetName(name, tuple(set(range(level)) - set(values or (1,))))
        case Negation(operand):
            return Negation(braced(operand, space))
        case Conjunction(operands) | Disjunction(operands):
            return type(expression)(tuple(braced(operand, space) for operand in operands))
        case _:
            return expression


def frame_of(data: CaseData) -> pd.DataFrame:
    """Give the cases' values in the conditions as a table."""
    return pd.DataFrame(data.values, index=list(data.cases), columns=list(data.space.conditions))


def _irredundant(expression: Expression, space: PropertySpace) -> Expression:
    """Write an expression as prime implicants, none of which can be left out."""
    everything = (1 << space.rows_total) - 1
    target = _rows(expression, space, everything)
    if target in (0, everything):
        return Constant(bool(target))
    primes = {_widened(cube, target, space) for cube in cubes_of(space, target)}
    kept = sorted(primes, key=space.order)
    patterns = {cube: pattern_of(space, [cube]) for cube in kept}
    for cube in reversed(kept):
        others = 0
        for other, pattern in patterns.items():
            others |= pattern if other != cube else 0
        if patterns[cube] & ~others == 0:
            del patterns[cube]
    terms = [_product(cube, space) for cube in sorted(patterns, key=space.order)]
    return terms[0] if len(terms) == 1 else Disjunction(tuple(terms))


def _rows(expression: Expression, space: PropertySpace, everything: int) -> int:
    """Give the rows of an expression as a bit pattern."""
    match expression:
        case SetName(name, values):
            j = space.conditions.index(name)
            return pattern_of(space, [space.cube({j: value}) for value in values or (1,)])
        case Negation(operand):
            return everything ^ _rows(operand, space, everything)
        case Conjunction(operands):
            return reduce(and_, (_rows(operand, space, everything) for operand in operands))
        case Disjunction(operands):
            return reduce(or_, (_rows(operand, space, everything) for operand in operands))
        case Constant(value):
            return everything if value else 0
        case _:
            raise TypeError(f"{expression!r} is not an expression.")


def _widened(cube: int, target: int, space: PropertySpace) -> int:
    """Drop literals from a cube, from the last condition on, as long as it stays inside the target."""
    for literal in reversed(list(bits(cube))):
        wider = cube ^ 1 << literal
        if pattern_of(space, [wider]) & ~target == 0:
            cube = wider
    return cube


def _product(cube: int, space: PropertySpace) -> Expression:
    literals = [
        unbraced(SetName(space.conditions[j], (value,)), space)
        for j, value in sorted(space.values(cube).items())
    ]
    return literals[0] if len(literals) == 1 else Conjunction(tuple(literals))


def _unbraced(leaf: SetName, values: tuple[int, ...], levels: int) -> Expression:
    if values and max(values) >= levels:
        raise ValueError(f"{leaf} does not exist: {leaf.name} has the values 0 to {levels - 1}.")
    if levels > 2:
        if not values:
            raise ValueError(
                f"{leaf.name} has {levels} values; say which is meant, such as {leaf.name}{{1}}."
            )
        return Constant(True) if len(values) == levels else leaf
    if values == (0, 1):
        return Constant(True)
    return Negation(SetName(leaf.name)) if values == (0,) else SetName(leaf.name)


def _ordered(expression: Expression, space: PropertySpace) -> Expression:
    """Bring products and their literals into the order of the conditions, short products first."""
    if isinstance(expression, Conjunction):
        return Conjunction(tuple(sorted(expression.operands, key=lambda one: _place(one, space))))
    if isinstance(expression, Disjunction):
        products = [_ordered(one, space) for one in expression.operands]
        return Disjunction(tuple(sorted(products, key=lambda one: _rank(one, space))))
    return expression


def _rank(product: Expression, space: PropertySpace) -> tuple[int, list[tuple[int, bool]]]:
    literals = product.operands if isinstance(product, Conjunction) else (product,)
    return len(literals), [_place(literal, space) for literal in literals]


def _place(literal: Expression, space: PropertySpace) -> tuple[int, bool]:
    return space.conditions.index(next(iter(literal.names))), not isinstance(literal, Negation)
