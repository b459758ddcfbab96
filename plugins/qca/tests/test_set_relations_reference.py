"""Set relations, remainders, theory, chains and retention equal R's QCA 3.25.1 and SetMethods 4.1."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from casecompare.sets import equivalent, evaluate, parse, sufficiency
from casecompare_qca import intermediate, minimize, truth_table
from casecompare_qca.assumptions.enhanced import untenable_remainders
from casecompare_qca.assumptions.remainders import (
    find_rows,
    negated_table,
    shared_simplifying_rows,
    simplifying_rows,
)
from casecompare_qca.combinations.combinations import necessary_combinations, sufficient_combinations
from casecompare_qca.inquiry.chains import causal_chain
from casecompare_qca.inquiry.retention import retention
from casecompare_qca.inquiry.theory import evaluate_theory
from casecompare_qca.solutions.several_outcomes import minimize_several_outcomes

REFERENCE = Path(__file__).parent / "reference"

CHECKS = {
    check["id"]: check
    for file in sorted(REFERENCE.glob("*/checks_set_relations.json"))
    for check in json.loads(file.read_text(encoding="utf-8"))
}

RELEVANCE_UNDEFINED = {
    # Every case is in the set and has the outcome: Σ(1-x) / Σ(1-min(x,y)) is 0/0. R says 0.
    "sim_all_positive/super_subset-01",
    "sim_single_case/super_subset-01",
}

ONE_ASSUMPTION_MORE = {
    # R leaves out one row that some model for the outcome and some model for its negation both cover; the
    # test names the two models.
    "sim_ambiguous_k5_s71/find_rows-01": 23,
    "sim_collinear/find_rows-01": 14,
    "sim_collinear/find_rows-05": 14,
}

NOT_THE_SHORTEST_FORM = {
    # R's "simplified" intersection has more terms or literals than needed; a fuzzy membership depends on
    # how a set is written. The test evaluates R's expression too and gets R's numbers.
    "ethnic_protest_fuzzy/model_fit-01": {"~model*theory", "~model*~theory"},
    "job_security/model_fit-01": {"~model*theory", "~model*~theory"},
    "sim_fuzzy_k5_n60/model_fit-01": {"model*~theory"},
}

UNION_COMPARED = {
    # R holds the union of two models against the thresholds and hides both; each reaches them by itself.
    ("lipset_fuzzy/causal_chain-01", "DEV"),
}

ANSWERED = {
    # R stops with an error of its own; the definitions give an answer, tested here or in the other modules.
    "lipset_fuzzy/super_subset-08": "necessity with coverage as well",
    "sim_all_negative/super_subset-02": "nothing is found",
    "sim_all_positive/find_rows-01": "nothing speaks against the outcome",
    "sim_constant/find_rows-01": "no row leads to the negated outcome",
    "sim_constant/find_rows-05": "no row leads to the negated outcome",
    "sim_fuzzy_k3_n8/find_rows-01": "nothing speaks against the outcome",
    "sim_fuzzy_k3_n8/find_rows-05": "nothing speaks against the outcome",
    "sim_fuzzy_k4_n25/find_rows-01": "nothing speaks against the negated outcome",
    "sim_fuzzy_k4_n25/find_rows-05": "nothing speaks against the negated outcome",
    "sim_fuzzy_k3_n8/shared_simplifying_rows-01": "nothing speaks against the outcome",
    "sim_fuzzy_k4_n25/shared_simplifying_rows-01": "nothing speaks against the negated outcome",
    "ethnic_protest_fuzzy/model_fit-04": "models are chosen by number",
    "lipset_multivalue/model_fit-01": "several values",
    "lipset_multivalue/model_fit-02": "several values",
    "lipset_multivalue/model_fit-03": "several values",
    "sim_fuzzy_k3_n8/model_fit-02": "nothing speaks against the outcome",
    "sim_fuzzy_k3_n8/model_fit-03": "nothing speaks against the outcome",
    "sim_fuzzy_k3_n8/theory_evaluation-01": "nothing speaks against the outcome",
    "lipset_crisp/minimize_multi_outcome-02": "one of several outcomes negated",
}

KINDS = {0: "all", 1: "within", 2: "contradictory", 3: "simultaneous"}
OVERLAPS = {
    "both": "model*theory",
    "solution_only": "model*~theory",
    "theory_only": "~model*theory",
    "neither": "~model*~theory",
}
SETMETHODS_SETS = {
    "Sol.Formula": "model",
    "Theory": "theory",
    "T*S": "model*theory",
    "~T*S": "model*~theory",
    "T*~S": "~model*theory",
    "~T*~S": "~model*~theory",
}


def checks(method: str, *, answered: bool = False) -> list[str]:
    return [
        name for name, one in CHECKS.items() if one["method"] == method and (name in ANSWERED) == answered
    ]


def read(name: str) -> pd.DataFrame:
    file = REFERENCE / name.split("/")[0] / "data.csv"
    data = pd.read_csv(file, dtype={0: str}, keep_default_na=False, na_values=[""], index_col=0)
    data.index = data.index.astype(str)
    return data


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def table_of(name: str, outcome: str | None = None):
    wanted = CHECKS[name]["params"]
    return truth_table(
        read(name),
        outcome or wanted["outcome"],
        as_list(wanted["conditions"]),
        negate_outcome=wanted.get("negate_outcome", False),
        consistency=wanted["incl_cut"],
        pri=wanted.get("pri_cut", 0.0),
        cases=wanted["n_cut"],
    )


def plain(text: str) -> str:
    return text.replace("[", "{").replace("]", "}")


def term(text: object) -> frozenset[str]:
    return frozenset(plain(str(text)).split("*"))


def combination(text: str) -> tuple[str, frozenset[str]]:
    sign = " + " if "+" in text else "*"
    literals = frozenset(plain(text).split(sign))
    return (sign if len(literals) > 1 else "", literals)


def same(expected: float | None, got: float, tolerance: float = 1e-9) -> bool:
    return math.isnan(got) if expected is None else got == pytest.approx(expected, rel=1e-9, abs=tolerance)


def combinations_of(name: str):
    wanted = CHECKS[name]["params"]
    cut, relation = wanted["incl_cut"], wanted["relation"]
    arguments = {
        "negate_outcome": wanted["negate_outcome"],
        "inclusion": cut,
        "coverage": cut if relation in ("sufnec", "necsuf") else wanted["cov_cut"],
        "depth": wanted.get("depth"),
    }
    where = (read(name), wanted["outcome"], as_list(wanted["conditions"]))
    if relation in ("necessity", "necsuf"):
        return necessary_combinations(*where, relevance=wanted["ron_cut"], **arguments)
    return sufficient_combinations(*where, pri=wanted["pri_cut"], **arguments)


@pytest.mark.parametrize("name", checks("super_subset"))
def test_combinations(name):
    expected = CHECKS[name]["expected"]
    if "error" in expected:
        with pytest.raises(ValueError, match="missing"):
            combinations_of(name)
        return
    found = combinations_of(name)
    assert found.is_complete
    got = {combination(one.expression): one.fit for one in found.all}
    assert len(got) == len(found.all)
    listed = {combination(one["expression"]): one for one in expected["expressions"]}
    missed = CHECKS[name].get("correct", {}).get("missing_expressions", [])
    assert set(got) == set(listed) | {combination(text) for text in missed}
    for key, one in listed.items():
        assert same(one["incl"], got[key].inclusion)
        assert same(one["cov"], got[key].coverage)
        if "pri" in one:
            assert same(one["pri"], got[key].pri)
        elif name in RELEVANCE_UNDEFINED and one["ron"] == 0:
            assert math.isnan(got[key].relevance)
        else:
            assert same(one["ron"], got[key].relevance)


def test_combinations_where_r_stops():
    assert combinations_of("sim_all_negative/super_subset-02").all == ()
    found = combinations_of("lipset_fuzzy/super_subset-08")
    assert found.all
    assert all(min(one.fit.inclusion, one.fit.coverage) >= 0.7 for one in found.all)


def rows_of(name: str):
    wanted = CHECKS[name]["params"]
    (kind,) = wanted["type"]
    return find_rows(
        table_of(name),
        KINDS[kind],
        expression=wanted.get("expression"),
        observed=wanted["observed"],
        negated_consistency=wanted.get("negated_incl_cut"),
        negated_pri=wanted.get("negated_pri_cut"),
    )


@pytest.mark.parametrize("name", checks("find_rows"))
def test_find_rows(name):
    found = rows_of(name)
    extra = {ONE_ASSUMPTION_MORE[name]} if name in ONE_ASSUMPTION_MORE else set()
    assert found.is_complete
    assert set(found.rows) == set(as_list(CHECKS[name]["expected"]["rows"])) | extra


@pytest.mark.parametrize("name", ONE_ASSUMPTION_MORE)
def test_the_row_that_r_leaves_out_is_assumed_both_ways(name):
    row, table = ONE_ASSUMPTION_MORE[name], table_of(name)
    for one in (table, negated_table(table)):
        solution = minimize(one)
        claiming = [model for model in solution.models if row in simplifying_rows(model)]
        assert claiming
        smallest = min(len(model.terms) for model in solution.models)
        assert {len(model.terms) for model in claiming} == {smallest}
        corner = table.space.corner(table.space.configuration(row))
        assert row not in {observed.number for observed in one.rows}
        assert all(any(corner & cube == cube for cube in model.cubes) for model in claiming)


@pytest.mark.parametrize("name", checks("find_rows", answered=True))
def test_find_rows_where_r_stops(name):
    table = table_of(name)
    opposite = negated_table(table)
    remainders = simplifying_rows_of_everything(table)
    contradictory = set(find_rows(table, "contradictory").rows)
    assert set(rows_of(name).rows) >= contradictory
    if not table.coded("1") or not opposite.coded("1"):
        assert contradictory == set()  # nothing is explained, so that nothing is assumed
    else:
        claimed = [set(simplifying_rows(minimize(one)).rows) for one in (table, opposite)]
        assert remainders in claimed  # the formula 1 claims every remainder
        assert contradictory == claimed[0] & claimed[1]


def simplifying_rows_of_everything(table) -> set[int]:
    decided = {row.number for row in table.coded("1", "0", "C")}
    return set(range(1, table.rows_total + 1)) - decided


@pytest.mark.parametrize("name", checks("shared_simplifying_rows"))
def test_shared_simplifying_rows(name):
    wanted = CHECKS[name]["params"]
    solutions = [minimize(table_of(name, wanted[which])) for which in ("first", "second")]
    found = shared_simplifying_rows(solutions[0].models[0], solutions[1].models[0])
    assert set(found.rows) == set(CHECKS[name]["expected"]["rows"])


@pytest.mark.parametrize("name", checks("shared_simplifying_rows", answered=True))
def test_shared_simplifying_rows_where_r_stops(name):
    wanted = CHECKS[name]["params"]
    tables = [table_of(name, wanted[which]) for which in ("first", "second")]
    first, second = (minimize(table) for table in tables)
    assert first.is_tautology or second.is_tautology
    explained = second if first.is_tautology else first
    assert shared_simplifying_rows(first, second).rows == simplifying_rows(explained).rows


@pytest.mark.parametrize("name", checks("esa"))
def test_enhanced_standard_analysis(name):
    wanted, expected = CHECKS[name]["params"], CHECKS[name]["expected"]
    table = table_of(name)
    found = untenable_remainders(
        table,
        necessary=as_list(wanted["necessary"]),
        impossible=as_list(wanted["untenable"]),
        contradictory=False,
    )
    observed = {row.number for row in table.rows}
    assert set(found.rows.rows) - observed == set(expected["rows_set_to_0"])
    # SetMethods also sets observed positive rows to 0; they are no assumptions, so that they stay positive.
    against = {
        row.number for one in found.exclusions if one.kind == "necessity" for row in one.observed_against
    }
    positive = {row.number for row in found.table.coded("1")}
    negative = {row.number for row in found.table.coded("0")}
    assert positive == {row.number for row in table.coded("1")}
    assert positive - against == set(expected["positive_rows"])
    assert negative | against == set(expected["negative_observed_rows"])
    left = set(range(1, table.rows_total + 1)) - positive - negative - set(found.table.excluded_rows)
    assert left == set(expected["remainders"])


def evaluation_of(name: str):
    wanted = CHECKS[name]["params"]
    table = table_of(name)
    if wanted.get("directional_expectations"):
        solution = intermediate(table, wanted["directional_expectations"], include=as_list(wanted["include"]))
    else:
        solution = minimize(table, include=as_list(wanted["include"]))
    return evaluate_theory(solution, wanted["theory"])


def with_terms(evaluation, terms: Iterable[str]):
    wanted = frozenset(map(term, terms))
    (found,) = (one for one in evaluation.comparisons if frozenset(map(term, one.model.terms)) == wanted)
    return found


@pytest.mark.parametrize("name", checks("model_fit"))
def test_model_fit(name):
    evaluation = evaluation_of(name)
    expected = CHECKS[name]["expected"]["models"]
    # For an intermediate solution R lists a model once for every pair that gives it.
    assert len(evaluation.comparisons) == len(
        {frozenset(map(term, one["model"].split(" + "))) for one in expected}
    )
    for one in expected:
        found = with_terms(evaluation, one["model"].split(" + "))
        for overlap, text in one["intersections"].items():
            assert equivalent(parse(text or "0"), parse(found.intersection(overlap).expression))
        check_model_fit(name, one, found)


def check_model_fit(name: str, expected: dict[str, Any], found) -> None:
    terms = {term(one.term): one for one in found.term_fits}
    for one in expected["fit"]:
        which = one["set"]
        if which in ("model", "theory"):
            got = found.model_fit if which == "model" else found.fit
        elif which in expected["intersections"]:
            got = found.intersection(which).expression_fit
            if which in NOT_THE_SHORTEST_FORM.get(name, set()):
                text = expected["intersections"][which]
                assert literals(text) > literals(found.intersection(which).expression)
                membership = evaluate(parse(text), read(name))
                got = sufficiency(membership.to_numpy(), found.model.table.data.outcome)
        else:
            got = terms[term(which)]
        assert same(one["incl"], got.inclusion)
        assert same(one["pri"], got.pri)
        if one["incl"] is None:  # nobody is in the set: it covers nothing. R gives no number at all.
            assert got.coverage == 0
        else:
            assert same(one["cov"], got.coverage)


def literals(text: str) -> tuple[int, int]:
    products = text.split(" + ")
    return len(products), sum(len(product.split("*")) for product in products)


@pytest.mark.parametrize("name", checks("theory_evaluation"))
def test_theory_evaluation(name):
    check = CHECKS[name]
    expected, tolerance = check["expected"], check["tolerance"]
    terms = [one["set"] for one in expected["fit"] if one["set"] not in SETMETHODS_SETS]
    found = with_terms(evaluation_of(name), terms)
    for column, overlap in {"solution": "model", "theory": "theory", **OVERLAPS}.items():
        assert found.memberships[overlap].tolist() == pytest.approx(expected["memberships"][column])
    frame = found.to_frame()
    by_term = {term(one.term): one for one in found.term_fits}
    for one in expected["fit"]:
        if one["set"] in SETMETHODS_SETS:
            row = frame.loc[SETMETHODS_SETS[one["set"]]]
            scores = (row["inclusion"], row["pri"], row["coverage"])
        else:
            mine = by_term[term(one["set"])]
            scores = (mine.inclusion, mine.pri, mine.coverage)
        for measure, score in zip(("incl", "pri", "cov"), scores, strict=True):
            assert same(one[measure], score, tolerance)
    groups = {**expected["cases"], **check.get("correct", {}).get("cases", {})}
    assert len(groups) == len(found.groups) == 8
    for group, cases in groups.items():
        assert set(found.cases(group.replace("_", " "))) == set(cases)


@pytest.mark.parametrize(
    "name", [*checks("model_fit", answered=True), *checks("theory_evaluation", answered=True)]
)
def test_theory_where_r_stops(name):
    evaluation = evaluation_of(name)
    assert evaluation.comparisons
    levels = dict(zip(table_of(name).conditions, table_of(name).levels, strict=True))
    for one in evaluation.comparisons:
        model, theory = f"({one.model.expression})", f"({one.theory})"
        for overlap in one.intersections:
            text = overlap.name.replace("model", model).replace("theory", theory)
            assert equivalent(parse(text), parse(overlap.expression), levels)
        data = one.model.table.data
        if not ((data.values > 0) & (data.values < 1)).any():
            assert all(same(two.fit.coverage, two.expression_fit.coverage) for two in one.intersections)


@pytest.mark.parametrize("name", checks("causal_chain"))
def test_causal_chain(name):
    wanted, expected = CHECKS[name]["params"], CHECKS[name]["expected"]["outcomes"]
    found = causal_chain(
        read(name),
        wanted["columns"],
        ordering=wanted.get("ordering", ()),
        strict=wanted.get("strict", False),
        conjunction_consistency=wanted.get("pi_consistency"),
        consistency=wanted.get("solution_consistency"),
        coverage=wanted.get("solution_coverage", 1.0),
    )
    assert [link.outcome for link in found.links] == [one["outcome"] for one in expected]
    for one in expected:
        link = found.link(one["outcome"])
        assert link.is_exhaustive
        assert not one["models"] or set(link.conditions) == set(one["conditions"])
        models = {frozenset(map(term, model.terms)): model for model in link.models}
        listed = {frozenset(map(term, model["terms"])): model for model in one["models"]}
        assert set(models) == set(listed)
        for terms, model in listed.items():
            assert same(model["incl"], models[terms].fit.inclusion)
            assert same(model["cov"], models[terms].fit.coverage)
        if (name, one["outcome"]) in UNION_COMPARED:
            assert not one["shown"]
            assert all(model.is_complete for model in link.models)
        else:
            assert any(model.is_complete for model in link.models) == one.get("shown", False)


@pytest.mark.parametrize("name", checks("retention"))
def test_retention(name):
    wanted = CHECKS[name]["params"]
    expected = CHECKS[name].get("correct", CHECKS[name]["expected"])
    dependent = wanted["dependent"]
    found = retention(
        read(name),
        wanted["outcome"],
        wanted["conditions"],
        kind=wanted["type"],
        probability=None if dependent else wanted["p_perturb"],
        number=wanted["n_perturb"] if dependent else None,
        consistency=wanted["incl_cut"],
        cases=wanted["n_cut"],
    )
    assert same(expected["probability"], found.probability)


@pytest.mark.parametrize("name", checks("minimize_multi_outcome"))
def test_several_outcomes(name):
    wanted, expected = CHECKS[name]["params"], CHECKS[name]["expected"]["outcomes"]
    found = minimize_several_outcomes(read(name), wanted["outcomes"], include=wanted["include"])
    assert list(found) == [one["outcome"] for one in expected]
    for one in expected:
        solution = found[one["outcome"]]
        assert list(solution.table.conditions) == one["conditions"]
        models = {frozenset(map(term, model.terms)) for model in solution.models}
        assert models == {frozenset(map(term, terms)) for terms in one["models"]}


def test_several_outcomes_one_of_them_negated():
    name = "lipset_crisp/minimize_multi_outcome-02"
    found = minimize_several_outcomes(read(name), CHECKS[name]["params"]["outcomes"], include=())
    assert found["~STB"].table.conditions == ("DEV", "URB", "LIT", "IND", "SURV")
    assert found["~STB"].outcome == "~STB"
    direct = minimize(
        truth_table(read(name), "~STB", found["~STB"].table.conditions, consistency=1), include=()
    )
    assert found["~STB"].formulas == direct.formulas


def test_every_check_is_compared_and_every_exception_exists():
    methods = {
        "super_subset", "find_rows", "esa", "model_fit", "theory_evaluation", "causal_chain", "retention",
        "shared_simplifying_rows", "minimize_multi_outcome",
    }  # fmt: skip
    assert {check["method"] for check in CHECKS.values()} == methods
    named = {*RELEVANCE_UNDEFINED, *ONE_ASSUMPTION_MORE, *NOT_THE_SHORTEST_FORM, *ANSWERED}
    assert named | {name for name, _ in UNION_COMPARED} <= set(CHECKS)
    stopped = {name for name, check in CHECKS.items() if "error" in check["expected"]}
    assert stopped - {"sim_missing/super_subset-01"} == set(ANSWERED)
