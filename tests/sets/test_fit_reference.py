"""Fit measures against R's `pof` and `pofind`."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from casecompare.sets import (
    Expression,
    evaluate,
    necessity,
    parse,
    products,
    sufficiency,
    unique_coverage,
)

CHECKS = {
    "test_fit_of_expressions_and_single_conditions": ("fit.json", ("expression_fit", "single_condition_fit")),
}

Check = dict[str, Any]
Data = Callable[[Check], pd.DataFrame]

REFUSED = {
    "life_expectancy_fuzzy/single_condition_fit-01": "R stops at text columns that are not used",
    "life_expectancy_fuzzy/single_condition_fit-02": "R stops at text columns that are not used",
    "life_expectancy_fuzzy/single_condition_fit-03": "R stops at text columns that are not used",
    "life_expectancy_fuzzy/single_condition_fit-04": "R stops at text columns that are not used",
    "lipset_multivalue/single_condition_fit-05": "R does not understand a multi-value outcome here",
    "sim_missing/single_condition_fit-01": "R stops at missing and raw values in columns that are not used",
}

MINUS_ONE = "R counts each missing membership as -1 in its sums"
DIFFERENT = {
    "sim_missing/expression_fit-01": MINUS_ONE,
    "sim_missing/expression_fit-02": MINUS_ONE,
    "sim_missing/expression_fit-03": MINUS_ONE,
    "sim_missing/expression_fit-04": MINUS_ONE,
    "sim_missing/expression_fit-07": MINUS_ONE,
    "sim_missing/expression_fit-08": MINUS_ONE,
    "sim_missing/expression_fit-09": MINUS_ONE,
    "sim_missing/expression_fit-10": MINUS_ONE,
    "sim_missing/expression_fit-11": MINUS_ONE,
    "sim_missing/expression_fit-12": MINUS_ONE,
}


def test_fit_of_expressions_and_single_conditions(check: Check, data_of: Data) -> None:
    found = computed(check, data_of(check))
    if check["id"] in REFUSED:
        assert "error" in check["expected"]
        assert found
        assert all(0 <= value <= 1 for fit in found.values() for value in fit.values())
        return
    wanted = {row.pop("set"): row for row in map(dict, check["expected"]["sets"])}
    if check["id"] in DIFFERENT:
        assert not agree(found, wanted), "no difference any more: take the check out of the list"
        whole = list(found)[-1]
        complete = computed(check, data_of(check).dropna(subset=used(check)))
        assert agree({whole: found[whole]}, {whole: complete[whole]})
    else:
        assert list(found) == list(wanted)
        assert agree(found, wanted)


def test_what_r_does_with_missing_memberships(data_of: Data) -> None:
    data = data_of({"id": "sim_missing/expression_fit-02"})
    x, y = data["A"].fillna(-1), data["Y"]
    assert np.minimum(x, y).sum() / x.sum() == pytest.approx(0.4600840336134454, rel=1e-12)
    assert np.minimum(x, y).sum() / y.sum() == pytest.approx(0.4496919917864478, rel=1e-12)


def computed(check: Check, data: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Compute what R was asked for, in R's words."""
    params = check["params"]
    outcome = parse(("~" if params["negate_outcome"] else "") + params["outcome"])
    if check["method"] == "expression_fit":
        sets = expression_sets(parse(params["expression"]))
    else:
        sets = condition_sets(check, data)
    y = evaluate(outcome, data)
    x = {name: evaluate(one, data) for name, one in sets.items()}
    if params["relation"] == "necessity":
        return {name: as_r(necessity(x[name], y, missing="drop")) for name in sets}
    found = {name: as_r(sufficiency(x[name], y, missing="drop")) for name in sets}
    if check["method"] == "expression_fit":
        parts = [name for name in sets if name != "expression"]
        for name in sets:
            others = [x[part] for part in parts if part != name]
            is_part = name in parts and len(parts) > 1
            found[name]["cov_unique"] = (
                unique_coverage(x[name], y, pd.concat(others, axis=1), missing="drop")
                if is_part
                else math.nan
            )
    return found


def expression_sets(expression: Expression) -> dict[str, Expression]:
    parts = {r_text(part): part for part in products(expression)}
    return parts | ({"expression": expression} if len(parts) > 1 else {})


def condition_sets(check: Check, data: pd.DataFrame) -> dict[str, Expression]:
    if "sets" in check["expected"]:
        return {row["set"]: parse(row["set"]) for row in check["expected"]["sets"]}
    names = check["params"]["conditions"]
    values = {name: [] if data[name].max() <= 1 else sorted(data[name].dropna().unique()) for name in names}
    texts = [[f"{name}[{value}]" for value in values[name]] or [f"~{name}", name] for name in names]
    return {text: parse(text) for group in texts for text in group}


def r_text(expression: Expression) -> str:
    return str(expression).replace("{", "[").replace("}", "]")


def used(check: Check) -> list[str]:
    return [*parse(check["params"]["expression"]).names, check["params"]["outcome"]]


def as_r(fit: Any) -> dict[str, float]:
    names = {"inclusion": "incl", "pri": "pri", "coverage": "cov", "relevance": "ron"}
    return {r_name: getattr(fit, name) for name, r_name in names.items() if hasattr(fit, name)}


def agree(found: dict[str, dict[str, float]], wanted: Mapping[str, Mapping[str, float | None]]) -> bool:
    return found.keys() == wanted.keys() and all(
        found[name].keys() == wanted[name].keys()
        and all(
            value == pytest.approx(math.nan if wanted[name][measure] is None else wanted[name][measure],
                                   rel=1e-9, abs=1e-12, nan_ok=True)
            for measure, value in found[name].items()
        )
        for name in found
    )  # fmt: skip
