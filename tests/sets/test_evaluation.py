"""Memberships in a formula."""

import numpy as np
import pandas as pd
import pytest

from casecompare.errors import UsageError
from casecompare.sets import evaluate, parse

CASES = pd.DataFrame(
    {"A": [0.2, 0.9, np.nan], "B": [1.0, 0.4, 0.0], "M": [0, 2, 1], "N": [np.nan, 1, 2]},
    index=["T01", "T02", "T03"],
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A*B", [0.2, 0.4, np.nan]),
        ("A + B", [1.0, 0.9, np.nan]),
        ("~A", [0.8, 0.1, np.nan]),
        ("~(A*B) + M{2}", [0.8, 1.0, np.nan]),
        ("M{2}", [0, 1, 0]),
        ("M{0,1}*B", [1.0, 0.0, 0.0]),
        ("~M{2}", [1, 0, 1]),
        ("N{1}", [np.nan, 1, 0]),
        ("~N{1}", [np.nan, 0, 1]),
        ("1", [1, 1, 1]),
        ("0*B", [0, 0, 0]),
        # Missing in one set is missing in the formula, even where the other sets would settle it.
        ("A*0 + B", [1.0, 0.4, np.nan]),
        ("B*N{1}", [np.nan, 0.4, 0.0]),
    ],
)
def test_memberships(text: str, expected: list[float]) -> None:
    found = evaluate(parse(text), CASES)
    assert found.tolist() == pytest.approx(expected, nan_ok=True)
    assert found.index.tolist() == ["T01", "T02", "T03"]
    assert found.name == str(parse(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A*Bb", "There is no set Bb. Did you mean 'B'?"),
        ("zebra", "There is no set zebra."),
        ("A{1}", "A{1} asks for a value, but A is fuzzy: write A or ~A."),
        ("M", "M has values outside 0 to 1: write M{2} for a value of a multi-value set, or calibrate it."),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        evaluate(parse(text), CASES)
    assert str(caught.value) == message


def test_the_cases_stay_as_they_are() -> None:
    before = CASES.copy()
    evaluate(parse("~A*B + M{1}"), CASES)
    pd.testing.assert_frame_equal(CASES, before)


def test_integer_and_nullable_columns() -> None:
    cases = pd.DataFrame({"A": pd.array([1, None, 0], dtype="Int64"), "B": [True, False, True]})
    assert evaluate(parse("A*~B"), cases).tolist() == pytest.approx([0, np.nan, 0], nan_ok=True)
