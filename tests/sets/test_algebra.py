"""The algebra: laws, exhaustive minimality for small domains, R's known mistakes, limits."""

import itertools
import random
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.errors import UsageError
from casecompare.sets import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    SetName,
    covering,
    disjunctive_form,
    equivalent,
    evaluate,
    expand,
    factor,
    negate,
    parse,
    products,
    simplify,
)

NAMES = ("A", "B", "C", "D")
LEVELS = {"M": 3}
FUZZY = pd.DataFrame(np.random.default_rng(1).integers(0, 11, (30, 4)) / 10, columns=list(NAMES)).assign(
    M=np.random.default_rng(2).integers(0, 3, 30)
)

leaves = st.one_of(
    st.builds(SetName, st.sampled_from(NAMES)),
    st.builds(SetName, st.just("M"), st.sampled_from([(0,), (1,), (2,), (0, 2), (1, 2)])),
    st.builds(Constant, st.booleans()),
)


def branch(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Negation, inner), st.builds(Conjunction, several), st.builds(Disjunction, several)
    )


expressions = st.recursive(leaves, branch, max_leaves=10)
some = settings(max_examples=80, deadline=None)


@given(expressions, expressions)
@some
def test_de_morgan(a: Expression, b: Expression) -> None:
    assert equivalent(Negation(Conjunction((a, b))), Disjunction((Negation(a), Negation(b))), LEVELS)
    assert equivalent(Negation(Disjunction((a, b))), Conjunction((Negation(a), Negation(b))), LEVELS)


@given(expressions)
@some
def test_double_negation_and_idempotence(a: Expression) -> None:
    assert equivalent(negate(negate(a, LEVELS), LEVELS), a, LEVELS)
    assert equivalent(Conjunction((a, a)), a, LEVELS)
    assert equivalent(Disjunction((a, a)), a, LEVELS)
    assert simplify(Conjunction((a, Negation(a))), LEVELS) == Constant(False)
    assert simplify(Disjunction((a, Negation(a))), LEVELS) == Constant(True)


@given(expressions, st.sampled_from([LEVELS, None]))
@some
def test_every_form_is_equivalent(a: Expression, levels: dict[str, int] | None) -> None:
    forms = [simplify(a, levels), disjunctive_form(a, levels), expand(a, levels), *factor(a, levels)]
    assert all(equivalent(form, a, levels) for form in forms)
    assert equivalent(negate(a, levels), Negation(a), levels)
    assert len(set(factor(a, levels))) == len(factor(a, levels))


@given(expressions, st.sampled_from([LEVELS, None]))
@some
def test_the_disjunctive_form_leaves_fuzzy_memberships_as_they_are(
    a: Expression, levels: dict[str, int] | None
) -> None:
    before, after = evaluate(a, FUZZY), evaluate(disjunctive_form(a, levels), FUZZY)
    assert after.tolist() == pytest.approx(before.tolist(), abs=1e-12)


@given(expressions)
@some
def test_what_holds_for_every_number_of_values_holds_for_three(a: Expression) -> None:
    assert equivalent(simplify(a), a, LEVELS)
    assert equivalent(simplify(a), a, {"M": 4})


@given(expressions)
@some
def test_factoring_never_costs_literals(a: Expression) -> None:
    simplest = simplify(a, LEVELS)
    assert min(map(literals, factor(a, LEVELS))) <= literals(simplest)


@pytest.mark.parametrize(
    "levels", [{"A": 2, "B": 2, "C": 2}, {"A": 3, "B": 2}, {"A": 4, "B": 2}, {"A": 2, "B": 3}]
)
def test_simplify_is_minimal_for_every_function_of_a_small_domain(levels: dict[str, int]) -> None:
    cheapest = cheapest_sums(levels)
    rows = list(itertools.product(*(range(count) for count in levels.values())))
    functions: Sequence[int] = sorted(cheapest)
    if len(functions) > 256:
        functions = random.Random(1).sample(functions, 256)
    for function in functions:
        chosen = [row for place, row in enumerate(rows) if function >> place & 1]
        found = simplify(sum_of(levels, chosen), levels)
        assert (terms(found), literals(found)) == cheapest[function], f"{found}"


def cheapest_sums(levels: dict[str, int]) -> dict[int, tuple[int, int]]:
    """Give, for every function, the least (products, literals) of any sum of products that equals it."""
    rows = list(itertools.product(*(range(count) for count in levels.values())))
    subsets = [list(nonempty_subsets(count)) for count in levels.values()]
    cubes = [cube_cost(cube, rows, list(levels.values())) for cube in itertools.product(*subsets)]
    best, waiting = {0: (0, 0)}, [0]
    while waiting:
        function = min(waiting, key=lambda one: best[one])
        waiting.remove(function)
        for pattern, count in cubes:
            cost = (best[function][0] + 1, best[function][1] + count)
            joined = function | pattern
            if joined != function and cost < best.get(joined, (99, 99)):
                best[joined] = cost
                waiting.append(joined)
    # The constants are written without any product or literal.
    return {**best, 0: (0, 0), (1 << len(rows)) - 1: (0, 0)}


def cube_cost(
    cube: tuple[tuple[int, ...], ...], rows: list[tuple[int, ...]], counts: list[int]
) -> tuple[int, int]:
    """Give the rows of a product, as bits, and its number of literals."""
    inside = [all(value in part for value, part in zip(row, cube, strict=True)) for row in rows]
    used = [len(part) < count for part, count in zip(cube, counts, strict=True)]
    return sum(1 << place for place, is_in in enumerate(inside) if is_in), sum(used)


def nonempty_subsets(count: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, count + 1):
        yield from itertools.combinations(range(count), size)


def sum_of(levels: dict[str, int], rows: list[tuple[int, ...]]) -> Expression:
    if not rows:
        return Conjunction((SetName("A", (0,)), SetName("A", (1,)), *(SetName(n, (0,)) for n in levels)))
    parts = [Conjunction(tuple(SetName(n, (v,)) for n, v in zip(levels, row, strict=True))) for row in rows]
    return parts[0] if len(parts) == 1 else Disjunction(tuple(parts))


def terms(expression: Expression) -> int:
    if isinstance(expression, Constant):
        return 0
    return len(expression.operands) if isinstance(expression, Disjunction) else 1


def literals(expression: Expression) -> int:
    match expression:
        case SetName():
            return 1
        case Negation(operand):
            return literals(operand)
        case Conjunction(operands) | Disjunction(operands):
            return sum(map(literals, operands))
        case _:
            return 0


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("A*B + ~A*C + B*C", "A*B + ~A*C"),
        ("A + ~A", "1"),
        ("A*~A", "0"),
        ("A*B + A*~B", "A"),
        ("~(~A)", "A"),
        ("B + A", "B + A"),
        ("A*B*C + A", "A"),
        ("0", "0"),
        ("1*A + 0", "A"),
        ("~A*~B + A*B", "A*B + ~A*~B"),
    ],
)
def test_simplify(text: str, simplified: str) -> None:
    assert str(simplify(parse(text))) == simplified


def test_contradiction_and_tautology_are_told_apart() -> None:
    # R's simplify gives "" for both, and stops or gives NA when they are negated.
    assert negate(parse("A*~A")) == Constant(True)
    assert negate(parse("A + ~A")) == Constant(False)


@pytest.mark.parametrize(
    ("text", "levels", "negated"),
    [
        # R gives ~B, NA, ~A*~C, "" and ~DEV + ~STB: it forgets the values that are not mentioned.
        ("A[2] + B[1]", {"A": 3, "B": 2}, "A{0,1}*B{0}"),
        ("A[2]", {"A": 3}, "A{0,1}"),
        ("~A[0] + C[1]", {"A": 3, "C": 2}, "A{0}*C{0}"),
        ("A[0,2]*A[1,2]", {"A": 3}, "A{0,1}"),
        ("DEV[2] + DEV[1]*STB[1]", {"DEV": 3, "STB": 2}, "DEV{0} + DEV{0,1}*STB{0}"),
    ],
)
def test_negation_of_multi_value_sets(text: str, levels: dict[str, int], negated: str) -> None:
    assert str(negate(parse(text), levels)) == negated


def test_simplifying_multi_value_sets() -> None:
    # R gives ~A + B for the first and "" for the second.
    assert str(simplify(parse("A[0] + A[1]*B[1]"), {"A": 3, "B": 2})) == "A{0} + A{0,1}*B{1}"
    assert str(simplify(parse("A[0] + A[1]"), {"A": 3})) == "A{0,1}"
    assert str(simplify(parse("A[0] + A[1] + A[2]"), {"A": 3})) == "1"


def test_without_levels_there_may_be_further_values() -> None:
    assert str(simplify(parse("A{0} + A{1}"))) == "A{0,1}"
    assert str(negate(parse("A{2}"))) == "~A{2}"
    assert str(negate(parse("A{0,1} + B"))) == "~A{0,1}*~B"
    assert not equivalent(parse("A{0}"), parse("~A{1}"))
    assert equivalent(parse("A{0}"), parse("~A{1}"), {"A": 2})


def test_a_bare_name_is_the_value_one_of_a_set_with_two() -> None:
    assert equivalent(parse("A"), parse("A{1}"))
    assert equivalent(parse("~A"), parse("A{0}"), {"A": 2})
    assert str(simplify(parse("A{1}*B + A*~B"))) == "A"


@pytest.mark.parametrize(
    ("text", "levels", "message"),
    [
        ("A*B", {"A": 3}, "A has 3 values; say which is meant, for instance A{1}."),
        (
            "A + A{2}",
            None,
            "A is written both with and without values; write A{1} where the value 1 is meant.",
        ),
        ("A{3}", {"A": 3}, "A{3} does not exist: A has the values 0 to 2."),
        ("A{0}", {"A": 1}, "A needs at least two values, not 1."),
        (
            "+".join(f"A{n}" for n in range(15)),
            None,
            "Simplifying is exact up to 16,384 combinations of values (14 sets of two values); this formula "
            "has 32,768 (15 sets). Treat it in parts.",
        ),
    ],
)
def test_what_cannot_be_simplified(text: str, levels: dict[str, int] | None, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        simplify(parse(text), levels)
    assert str(caught.value) == message


def test_large_formulas_end_with_an_explanation_and_soon() -> None:
    many = parse(" + ".join(f"A{n}" for n in range(21)))
    with pytest.raises(UsageError, match=r"^Comparing is exact up to 1,048,576 combinations"):
        equivalent(many, many)
    with pytest.raises(UsageError, match=r"^Expanding is exact up to 16,384"):
        expand(many)
    wide = parse("*".join(f"(A{n} + B{n})" for n in range(40)))
    with pytest.raises(UsageError, match=r"^Multiplying out stopped at more than 2,000 products"):
        disjunctive_form(wide)


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("MAX_IMPLICANTS", "stopped at more than 1 intermediate products."),
        ("MAX_CHART", "stopped at 6 prime implicants over 8 combinations."),
        ("MAX_NODES", "stopped after 1 steps without a proof that the solution is the smallest."),
    ],
)
def test_a_search_that_takes_too_long_says_so(
    limit: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cyclic = parse("~A*B + ~B*C + ~C*A")
    assert str(simplify(cyclic)) in ("A*~B + ~A*C + B*~C", "A*~C + ~A*B + ~B*C")
    monkeypatch.setattr(covering, limit, 1)
    with pytest.raises(UsageError) as caught:
        simplify(cyclic)
    assert str(caught.value) == f"Simplifying {message} Treat the formula in parts."


def test_fourteen_sets_are_solved() -> None:
    chance = random.Random(3)
    names = [f"C{n}" for n in range(14)]
    parts = ["*".join(chance.choice(["", "~"]) + name for name in chance.sample(names, 4)) for _ in range(20)]
    expression = parse(" + ".join(parts))
    assert equivalent(simplify(expression), expression)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("A*B + A*C", ["A*(B + C)"]),
        ("~A*~C + ~A*D + ~B*~C + ~B*D", ["(~A + ~B)*(~C + D)"]),
        ("A*B + C*D + A*D", ["A*(B + D) + C*D", "D*(A + C) + A*B"]),
        ("A*B + C*D", ["A*B + C*D"]),
        ("A*B*C + A*B*D", ["A*B*(C + D)"]),
        ("A + A*B", ["A"]),
        ("A + ~A", ["1"]),
        ("M{1}*A + M{1}*B", ["M{1}*(A + B)"]),
    ],
)
def test_factored_forms(text: str, forms: list[str]) -> None:
    assert [str(form) for form in factor(parse(text))] == forms


def test_products_and_expansion() -> None:
    assert [str(one) for one in products(parse("A*(B + ~A) + C"))] == ["A*B", "A*~A", "C"]
    assert products(parse("M{0}*M{1}")) == ()
    assert products(Constant(True)) == (Constant(True),)
    assert str(disjunctive_form(parse("M{0,1}*~M{1}*A + A*M{0,2}"))) == "M{0,2}*A"
    assert str(disjunctive_form(parse("~M{2}"), LEVELS)) == "M{0,1}"
    assert str(expand(parse("A"), names=["A", "B"])) == "A*~B + A*B"
    assert str(expand(parse("M{2} + A"), {"M": 3})) == "M{0}*A + M{1}*A + M{2}*~A + M{2}*A"
    assert expand(parse("A*~A")) == Constant(False)
    assert expand(Constant(True)) == Constant(True)
