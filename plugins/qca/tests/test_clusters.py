"""Cluster diagnostics: pooled, between and within, by hand and on any data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare_qca import minimize, truth_table
from casecompare_qca.inquiry.clusters import cluster_diagnostics, model_cluster_diagnostics

SETTINGS = settings(max_examples=50, deadline=None)

PANEL = pd.DataFrame(
    {
        "A": [0.8, 0.3, 0.6, 0.1, 0.9, 0.4],
        "B": [0.2, 0.9, 0.7, 0.3, 0.6, 0.8],
        "Y": [0.7, 0.5, 0.9, 0.2, 0.8, 0.3],
        "YEAR": [1990, 1990, 1990, 2000, 2000, 2000],
        "UNIT": [*"klm", *"klm"],
    },
    index=[f"c{i}" for i in range(6)],
)


@SETTINGS
@given(st.lists(st.tuples(*[st.integers(0, 10)] * 3, st.integers(0, 2)), min_size=1, max_size=20))
def test_one_cluster_is_the_pooled_data(rows):
    data = pd.DataFrame(rows, columns=["A", "B", "Y", "G"]).astype({"G": str})
    data[["A", "B", "Y"]] /= 10
    for relation in ("sufficiency", "necessity"):
        (fit,) = cluster_diagnostics(data.assign(ONE="x"), "Y", ["A*~B"], clusters="ONE", relation=relation)
        assert fit.between["consistency"].iloc[0] == pytest.approx(fit.consistency)
        assert fit.between["coverage"].iloc[0] == pytest.approx(fit.coverage)
        assert fit.between_distance == pytest.approx(0)
        assert np.isnan(fit.within_distance)
    sufficient, necessary = (
        cluster_diagnostics(data, "Y", ["A"], clusters="G", relation=relation)[0]
        for relation in ("sufficiency", "necessity")
    )
    assert sufficient.consistency == pytest.approx(necessary.coverage)
    assert sufficient.between["cases"].sum() == len(data)


def test_clusters_and_units_by_hand():
    (fit,) = cluster_diagnostics(PANEL, "Y", ["A"], clusters="YEAR", units="UNIT")
    first = PANEL[PANEL["YEAR"] == 1990]
    by_hand = np.minimum(first["A"], first["Y"]).sum() / first["A"].sum()
    assert fit.between.loc[1990, "consistency"] == pytest.approx(by_hand)
    unit = PANEL[PANEL["UNIT"] == "k"]
    assert fit.within.loc["k", "coverage"] == pytest.approx(
        np.minimum(unit["A"], unit["Y"]).sum() / unit["Y"].sum()
    )
    scores = fit.within["consistency"]
    assert fit.within_distance == pytest.approx(np.sqrt((((scores / scores.sum()) - 1 / 3) ** 2).sum()))
    assert fit.to_frame()["level"].tolist() == ["pooled", *["between"] * 2, *["within"] * 3]


def test_a_negated_outcome_in_clusters():
    (fit,) = cluster_diagnostics(PANEL, "Y", ["~A"], clusters="YEAR", negate_outcome=True)
    assert fit.consistency == pytest.approx(
        np.minimum(1 - PANEL["A"], 1 - PANEL["Y"]).sum() / (1 - PANEL["A"]).sum()
    )
    assert str(fit).startswith("~A => ~Y\n")


def test_clusters_of_a_model_hold_the_whole_model_last():
    model = minimize(truth_table(PANEL, "Y", ["A", "B"], consistency=0.75), include=()).models[0]
    found = model_cluster_diagnostics(model, PANEL["YEAR"].tolist())
    assert [fit.set_name for fit in found][: len(model.terms)] == [str(term) for term in model.terms]
    assert found[-1].consistency == pytest.approx(model.fit.inclusion, abs=1e-9)


def test_clusters_that_are_not_there():
    with pytest.raises(ValueError, match="the table has no column 'REGION'"):
        cluster_diagnostics(PANEL, "Y", ["A"], clusters="REGION")
    with pytest.raises(ValueError, match="some case has no cluster or no unit"):
        cluster_diagnostics(PANEL.assign(YEAR=[1, 1, 1, 2, 2, None]), "Y", ["A"], clusters="YEAR")
    model = minimize(truth_table(PANEL, "Y", ["A"])).models[0]
    with pytest.raises(ValueError, match="there are 6 cases"):
        model_cluster_diagnostics(model, [1, 2])
