"""The algebra against R's packages admisc and SetMethods, compared by logical equivalence."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from casecompare.sets import (
    Conjunction,
    Constant,
    Expression,
    Negation,
    disjunctive_form,
    equivalent,
    evaluate,
    expand,
    factor,
    negate,
    parse,
    simplify,
)

CHECKS = {
    "test_results_are_equivalent": (
        "algebra.json",
        (
            "simplify",
            "negate",
            "negate_unsimplified",
            "negate_setmethods",
            "expand",
            "intersection",
            "intersect_setmethods",
            "factorize",
            "sop_from_pos",
        ),
    ),
    "test_memberships": ("algebra.json", ("compute",)),
}

Check = dict[str, Any]

REFUSED = {
    "algebra/negate-09": ("1", "R stops at the negation of an empty set"),
    "algebra/negate_unsimplified-09": ("1", "R stops at the negation of an empty set"),
    "algebra/factorize-09": ("0", "R stops at an empty set"),
}
DIFFERENT = {
    "algebra/factorize-08": ("A*B", "R's A*B*(~D) is not equivalent to A*B*C + A*B*~C + ~D*A*B"),
}
READ_AS = {
    "algebra/simplify-18": ("A{1}", "R writes A for the value 1 of a set with three values"),
}


def test_results_are_equivalent(check: Check) -> None:
    params = check["params"]
    levels = dict(zip(params["sets"], params["levels"], strict=True)) if "levels" in params else None
    found = COMPUTE[check["method"]](check, levels)
    for wanted in expected(check):
        for one in found:
            assert equivalent(one, wanted, levels), f"{one} is not {wanted}"


def test_memberships(check: Check, data_of: Callable[[Check], pd.DataFrame]) -> None:
    found = evaluate(parse(check["params"]["expression"]), data_of(check))
    if check["id"] == "algebra/compute-09":
        # R stops with "empty set" at A*~A; fuzzy memberships in it exist.
        assert check["expected"] == {"error": "empty_set"}
        data = data_of(check)
        assert found.tolist() == np.minimum(data["A"], 1 - data["A"]).tolist()
    else:
        assert found.tolist() == pytest.approx(check["expected"]["values"], rel=1e-9)


@pytest.mark.parametrize(("check_id", "wanted"), [(key, value[0]) for key, value in DIFFERENT.items()])
def test_where_r_differs_it_is_wrong(check_id: str, wanted: str) -> None:
    assert check_id == "algebra/factorize-08"
    assert equivalent(parse("A*B*C + A*B*~C + ~D*A*B"), parse(wanted))
    assert not equivalent(parse("A*B*(~D)"), parse(wanted))


def expected(check: Check) -> list[Expression]:
    for exceptions in (REFUSED, DIFFERENT, READ_AS):
        if check["id"] in exceptions:
            return [parse(exceptions[check["id"]][0])]
    correct: Check = check.get("correct") or check["expected"]
    if correct.get("tautology"):
        return [Constant(True)]
    return [parse(text) if text else Constant(False) for text in correct["expressions"]]


def source(check: Check) -> Expression:
    params = check["params"]
    if "expressions" in params:
        return Conjunction(tuple(map(parse, params["expressions"])))
    return parse(params["expression"])


def expanded(check: Check, levels: dict[str, int] | None) -> list[Expression]:
    whole = expand(source(check), levels, names=check["params"]["sets"][: 3 if levels else 4])
    assert number_of_products(whole) == number_of_products(expected(check)[0])
    return [whole]


def number_of_products(expression: Expression) -> int:
    return 0 if expression == Constant(False) else str(expression).count(" + ") + 1


COMPUTE: dict[str, Callable[[Check, dict[str, int] | None], list[Expression]]] = {
    "simplify": lambda check, levels: [simplify(source(check), levels)],
    "negate": lambda check, levels: [negate(source(check), levels)],
    "negate_unsimplified": lambda check, levels: [disjunctive_form(Negation(source(check)), levels)],
    "negate_setmethods": lambda check, levels: [negate(source(check), levels)],
    "expand": expanded,
    "intersect_setmethods": lambda check, levels: [simplify(source(check), levels)],
    "intersection": lambda check, levels: [simplify(source(check), levels)],
    "factorize": lambda check, levels: factor(source(check), levels),
    "sop_from_pos": lambda check, levels: [disjunctive_form(source(check), levels)],
}
