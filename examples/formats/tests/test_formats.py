"""The plugin keeps to the contract, and its format and its calibration do what they say."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

import casecompare
from casecompare.sets import Calibration, calibrate
from casecompare.testing import PluginCheck, make_study, plugin_checks, strategies

PROJECT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("check", plugin_checks(PROJECT))
def test_it_keeps_to_the_contract(check: PluginCheck) -> None:
    check()


def test_a_norm_gives_the_tabled_shares() -> None:
    """The normal distribution function at -1.96, -1, 0, 1 and 1.645, as any table has it."""
    from casecompare_formats import NORM

    norm = Calibration(kind="norm", parameters={"mean": 100, "sd": 15})
    values = [100 + 15 * z for z in (-1.959964, -1, 0, 1, 1.644854)]
    found = calibrate(values, norm, methods={"norm": NORM})
    assert found.round(6).tolist() == [0.025, 0.158655, 0.5, 0.841345, 0.95]


@pytest.mark.parametrize(
    ("parameters", "path"),
    [
        (50, ("norm",)),
        ({"mean": 50}, ("norm", "sd")),
        ({"mean": 50, "sd": 0}, ("norm", "sd")),
        ({"mean": 50, "sd": math.nan}, ("norm", "sd")),
        ({"mean": "fifty", "sd": 10}, ("norm", "mean")),
        ({"mean": 50, "sd": 10, "n": 30}, ("norm", "n")),
    ],
)
def test_a_norm_that_makes_no_sense_is_told(parameters: object, path: tuple[str, ...]) -> None:
    from casecompare_formats import NORM

    found = NORM.check(Calibration(kind="norm", parameters=parameters))
    assert [place for place, _, _ in found] == [path]
    assert NORM.check(Calibration(kind="norm", parameters={"mean": 50, "sd": 10})) == []


@settings(max_examples=40, deadline=None)
@given(strategies.memberships(with_missing=True))
def test_what_is_written_is_read_again(sets: pd.DataFrame) -> None:
    from casecompare_formats import FSQCA

    written = FSQCA.render(casecompare.Comparison(study=make_study(sets), memberships=sets)).decode()
    rows = [line.split(",") for line in written.splitlines()]
    assert rows[0] == ["caseid", *sets.columns]
    assert [row[0] for row in rows[1:]] == list(sets.index)
    read = [[float(cell) if cell else math.nan for cell in row[1:]] for row in rows[1:]]
    np.testing.assert_array_equal(read, sets.to_numpy())
