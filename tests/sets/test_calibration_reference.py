"""Calibration against R's `calibrate`."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from casecompare.errors import CalibrationError
from casecompare.sets import calibrate
from casecompare.study import Calibration

CHECKS = {"test_memberships": ("calibration.json", ("calibrate",))}

Check = dict[str, Any]

REFUSED_BY_BOTH = {
    "lipset_raw/calibrate-29": "direct needs 3 anchors, or 6 for a bell shape, not 2.",
    "lipset_raw/calibrate-31": "the numbers are missing.",
}
REFUSED_BY_US = {
    "lipset_raw/calibrate-32": "anchors are in an impossible order: 400, 1200, 900.",
    "lipset_raw/calibrate-33": "two anchors are equal: 550, 550, 900.",
    "sim_raw/calibrate-35": "a negative value has no logarithm",  # R drops these cases without a word
}
REFUSED_BY_R = {
    "lipset_raw/calibrate-30": "R refuses a cut point above all values; here nobody is in",
    "sim_missing/calibrate-02": "R stops at a missing value",
    "sim_missing/calibrate-03": "R stops at a missing value",
    "sim_raw/calibrate-21": "R stops when no value lies beyond an outer anchor",
    "sim_raw/calibrate-24": "R stops when no value lies beyond an outer anchor",
}
OTHER_LOWEST = {
    "ethnic_protest_raw/calibrate-13": "R takes 1 for the lowest category, it is 0",
    "sim_raw/calibrate-32": "R takes 1 for the lowest category, it is 0",
}


def test_memberships(check: Check, data_of: Callable[[Check], pd.DataFrame]) -> None:
    values = data_of(check)[check["params"]["column"]]
    refusals = REFUSED_BY_BOTH | REFUSED_BY_US
    if check["id"] in refusals:
        assert ("error" in check["expected"]) == (check["id"] in REFUSED_BY_BOTH)
        with pytest.raises(CalibrationError) as caught:
            calibrate(values, calibration(check["params"]))
        assert refusals[check["id"]] in str(caught.value)
        return
    found = calibrate(values, calibration(check["params"]))
    if check["id"] in REFUSED_BY_R:
        assert "error" in check["expected"]
        assert found.isna().tolist() == values.isna().tolist()
        assert found.dropna().between(0, 1).all()
        return
    wanted = [math.nan if value is None else value for value in check["expected"]["values"]]
    if check["id"] == "sim_missing/calibrate-05":
        # R leaves the missing cases out of the result, so that it no longer lines up with the cases.
        assert len(wanted) < len(found)
        found = found.dropna()
    if check["id"] in OTHER_LOWEST:
        assert found.tolist() != pytest.approx(wanted, rel=1e-9, nan_ok=True)
        assert found[values == values.min()].eq(0).all()
        assert found[values == values.max()].eq(1).all()
    else:
        assert found.tolist() == pytest.approx(
            wanted, rel=1e-9, abs=check.get("tolerance", 1e-12), nan_ok=True
        )


def calibration(params: dict[str, Any]) -> Calibration:
    """Say in our words what R was asked for."""
    if params.get("method") == "TFR":
        return Calibration(kind="tfr")
    if params.get("method") == "indirect":
        return Calibration(kind="indirect", parameters=params["thresholds"])
    if params.get("type") == "crisp":
        kind = "crisp" if len(params["thresholds"]) == 1 else "multi-value"
        return Calibration(kind=kind, parameters=params["thresholds"])
    if "anchors" in params:
        shape = "bell" if params["anchors"]["e1"] < params["anchors"]["i1"] else "inverse bell"
        anchors = sorted(params["anchors"].values())
        return Calibration(kind="direct", parameters=anchors, options={"shape": shape, **powers(params)})
    if "exclusion" in params:
        anchors = [params["exclusion"], params["crossover"], params["inclusion"]]
        if params.get("ecdf"):
            return Calibration(kind="ecdf", parameters=anchors)
        if params.get("logistic", True):
            options = {"idm": params["idm"]} if "idm" in params else {}
            return Calibration(kind="direct", parameters=anchors, options=options)
        return Calibration(kind="linear", parameters=anchors, options=powers(params))
    return Calibration(kind="direct", parameters=params.get("thresholds"))


def powers(params: dict[str, Any]) -> dict[str, float]:
    return {option: params[option] for option in ("below", "above") if option in params}
