"""Theory, case selection and clusters against a second computation, case by case."""

from __future__ import annotations

import math
import random
from itertools import product

import pandas as pd
import pytest

from casecompare_qca import (
    cluster_diagnostics,
    evaluate_theory,
    minimize,
    model_cluster_diagnostics,
    select_cases,
    truth_table,
)

SEEDS = range(8)


def cases(seed, n=24):
    chance = random.Random(f"inquiry {seed}")
    grades = [g / 20 for g in range(21) if g != 10]
    rows = []
    for _ in range(n):
        a, b, c = (chance.choice(grades) for _ in range(3))
        y = min(1.0, max(0.0, max(min(a, b), min(c, 1 - a)) + chance.choice([-0.2, -0.1, 0.0, 0.1, 0.3])))
        y = round(y, 2) if abs(y - 0.5) > 1e-9 else 0.55
        rows.append({"A": a, "B": b, "C": c, "Y": y})
    return pd.DataFrame(rows, index=[f"case {i}" for i in range(n)])


def model_of(data):
    return minimize(truth_table(data, "Y", ["A", "B", "C"], consistency=0.75)).models[0]


def in_term(row, term):
    return min([1.0, *(row[name] if value else 1 - row[name] for name, value in term.literals)])


def memberships(data, model):
    rows = data.to_dict("records")
    return [[in_term(row, term) for term in model.terms] for row in rows]


def shares(x, y):
    shared, both = math.fsum(map(min, x, y)), math.fsum(min(a, b, 1 - b) for a, b in zip(x, y, strict=True))
    size = math.fsum(x)
    return (
        shared / size if size else math.nan,
        (shared - both) / (size - both) if size - both else math.nan,
        shared / math.fsum(y),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_four_intersections_of_theory_and_model(seed):
    data = cases(seed)
    model = model_of(data)
    solution = [max(row) for row in memberships(data, model)]
    theory = [max(min(a, 1 - c), b) for a, b, c in data[["A", "B", "C"]].itertuples(index=False)]
    (found,) = evaluate_theory(model, "A*~C + B").comparisons
    y = data["Y"].tolist()
    groups = {}
    for in_model, in_theory in product((True, False), repeat=2):
        name = f"{'' if in_model else '~'}model*{'' if in_theory else '~'}theory"
        x = [min(s if in_model else 1 - s, t if in_theory else 1 - t)
             for s, t in zip(solution, theory, strict=True)]  # fmt: skip
        one = found.intersection(name)
        assert one.membership.tolist() == pytest.approx(x)
        assert (one.fit.inclusion, one.fit.pri, one.fit.coverage) == pytest.approx(shares(x, y), nan_ok=True)
        for has_outcome in (True, False):
            groups[name, has_outcome] = tuple(
                case
                for case, inside, out in zip(data.index, x, y, strict=True)
                if inside > 0.5 and (out > 0.5 if has_outcome else out < 0.5)
            )
    assert {(one.overlap, one.has_outcome): one.cases for one in found.groups} == groups
    # As formulas the intersections are what they say, in every row of the truth table.
    for row in product((0, 1), repeat=3):
        crisp = dict(zip("ABC", row, strict=True))
        in_model = any(in_term(crisp, term) for term in model.terms)
        in_theory = bool((crisp["A"] and not crisp["C"]) or crisp["B"])
        for one in found.intersections:
            wanted = (in_model == (not one.name.startswith("~"))) and (
                in_theory == ("~theory" not in one.name)
            )
            assert holds(one.expression, crisp) == wanted, (one.name, one.expression, row)


def holds(formula, row):
    if formula in "01":
        return formula == "1"
    return any(
        all(bool(row[name.strip("~ ")]) != name.strip().startswith("~") for name in product_.split("*"))
        for product_ in formula.split("+")
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_kinds_of_cases_and_their_ranks(seed):
    data = cases(seed)
    model = model_of(data)
    grades, y = memberships(data, model), data["Y"].tolist()
    selection = select_cases(model)
    typical, deviant = [], []
    for at, term in enumerate(model.terms):
        for case, row, out in zip(data.index, grades, y, strict=True):
            x = row[at]
            if x > 0.5 and out > 0.5 and x <= out + 1e-9:
                typical.append((str(term), case, 2 * (out - x) + (1 - x)))
            if x > 0.5 and out < 0.5:
                deviant.append((str(term), case, (1 - (x - out)) + (1 - x)))
    for frame, expected, mark in (
        (selection.typical, typical, "most_typical"),
        (selection.deviant_consistency, deviant, "most_deviant"),
    ):
        scores = {(term, case): best for term, case, best in expected}
        assert {(row.term, row.case) for row in frame.itertuples()} == scores.keys()
        for row in frame.itertuples():
            assert row.best == pytest.approx(scores[row.term, row.case])
            lowest = min(best for term, _, best in expected if term == row.term)
            assert getattr(row, mark) == (row.best <= lowest + 1e-9)
    whole = [max(row) for row in grades]
    uncovered = {c for c, s, out in zip(data.index, whole, y, strict=True) if s < 0.5 < out}
    irrelevant = {c for c, s, out in zip(data.index, whole, y, strict=True) if s < 0.5 and out < 0.5}
    assert set(selection.deviant_coverage["case"]) == uncovered
    assert set(selection.individually_irrelevant["case"]) == irrelevant
    for row in selection.deviant_coverage.itertuples():
        own = data.loc[row.case, ["A", "B", "C"]]
        assert row.best == pytest.approx(1 - min(max(value, 1 - value) for value in own))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_pair_of_each_kind(seed):
    data = cases(seed)
    model = model_of(data)
    grades, y = memberships(data, model), data["Y"].tolist()
    selection = select_cases(model)
    positions = range(len(data))
    for at, term in enumerate(model.terms):
        x = [row[at] for row in grades]
        typical = [i for i in positions if x[i] > 0.5 and y[i] > 0.5 and x[i] <= y[i] + 1e-9]
        deviant = [i for i in positions if x[i] > 0.5 > y[i]]
        irrelevant = [i for i in positions if x[i] < 0.5 and y[i] < 0.5]  # for this term
        distances = {
            ("typical-irrelevant", i, j): (1 - (x[i] - x[j])) + (1 - (y[i] - y[j]))
            + 2 * abs(y[i] - x[i]) + 2 * abs(y[j] - x[j])
            for i in typical for j in irrelevant
        } | {
            ("typical-deviant consistency", i, j): abs(x[i] - x[j]) + 1 - (y[i] - y[j])
            + (1 - x[i]) + (1 - x[j])
            for i in typical for j in deviant
        }  # fmt: skip
        for kind in ("typical-irrelevant", "typical-deviant consistency"):
            mine = {
                (data.index[i], data.index[j]): score
                for (one, i, j), score in distances.items()
                if one == kind
            }
            frame = selection.pairs(kind, limit=None)
            found = {(row.first, row.second): row.best for row in frame.itertuples() if row.term == str(term)}
            assert found == pytest.approx(mine)


@pytest.mark.parametrize("seed", SEEDS)
def test_clusters(seed):
    chance = random.Random(f"clusters {seed}")
    data = cases(seed)
    data["YEAR"] = [chance.choice([1990, 2000, 2010]) for _ in range(len(data))]
    data["UNIT"] = [chance.choice("klmn") for _ in range(len(data))]
    x = [max(min(a, 1 - b), c) for a, b, c in data[["A", "B", "C"]].itertuples(index=False)]

    def measured(chosen, *, swapped):
        shared = sum(min(x[i], data["Y"].iloc[i]) for i in chosen) + 1e-10
        first = shared / (sum(x[i] for i in chosen) + 1e-10)
        second = shared / (sum(data["Y"].iloc[i] for i in chosen) + 1e-10)
        return (second, first) if swapped else (first, second)

    for relation in ("sufficiency", "necessity"):
        (found,) = cluster_diagnostics(
            data, "Y", ["A*~B + C"], clusters="YEAR", units="UNIT", relation=relation
        )
        swapped = relation == "necessity"
        pooled = measured(range(len(data)), swapped=swapped)
        assert (found.consistency, found.coverage) == pytest.approx(pooled)
        for column, frame, gap in (
            ("YEAR", found.between, found.between_distance),
            ("UNIT", found.within, found.within_distance),
        ):
            parts = []
            for name in frame.index:
                chosen = [i for i in range(len(data)) if data[column].iloc[i] == name]
                one = measured(chosen, swapped=swapped)
                assert tuple(frame.loc[name, ["consistency", "coverage"]]) == pytest.approx(one)
                assert frame.loc[name, "cases"] == len(chosen)
                parts.append(one[0])
            total = sum(parts)
            expected = math.sqrt(sum((part / total - 1 / len(parts)) ** 2 for part in parts))
            assert gap == pytest.approx(expected)
    model = model_of(data)
    whole = model_cluster_diagnostics(model, data["YEAR"].tolist())[-1]
    assert whole.consistency == pytest.approx(model.fit.inclusion)
