"""A study of eight cases that three coders coded: one disputed value decides a verdict, another nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd
import pytest

from casecompare.engine import load_host, run
from casecompare.methods import Comparison, Host
from casecompare.study import CodedValue, Evidence, Study
from casecompare.testing import make_study

CASES = ["k", "l", "m", "n", "o", "p", "q", "r"]
TABLE = pd.DataFrame(
    {
        "TANDEM": [0.9, 0.8, 0.7, 0.6, 0.3, 0.2, 0.1, 0.4],
        "CLINICAL": [1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0],
        "SUCCESS": [0.9, 0.8, 0.8, 0.7, 0.4, 0.3, 0.2, 0.3],
    },
    index=CASES,
)
CODES: Mapping[tuple[str, str], Mapping[str, float | str]] = {
    # Coder B saw no success in n: then a case with a tandem lacks the outcome, and H1 is no longer supported.
    ("n", "SUCCESS"): {"A": 0.7, "B": 0.4, "C": 0.7},
    # Coder C put p a little lower, which changes nothing.
    ("p", "TANDEM"): {"A": 0.2, "B": 0.2, "C": 0.1},
    ("k", "TANDEM"): {"A": 0.9, "B": 0.9, "C": 0.9},
}


@pytest.fixture(scope="session")
def host() -> Host:
    return load_host()


@pytest.fixture
def coded() -> Callable[..., Study]:
    return make_coded


@pytest.fixture
def study() -> Study:
    return make_coded(CODES)


@pytest.fixture
def comparison(study: Study, host: Host) -> Comparison:
    return run(study, ["qca"], host=host)


def make_coded(
    codes: Mapping[tuple[str, str], Mapping[str, float | str]],
    evidence: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> Study:
    """Make the study with what coders coded, and what values rest on."""
    made = make_study(
        TABLE.copy(),
        outcome="SUCCESS",
        methods={"qca": {"conditions": ["TANDEM", "CLINICAL"], "figures": False}},
        hypotheses={
            "H1": "TANDEM => SUCCESS",
            "H2": "~CLINICAL => ~SUCCESS",
            "H3": "~TANDEM => ~SUCCESS",
        },
    )
    cases = dict(made.cases)
    for (case, name), by_coder in codes.items():
        cases[case] = _with_value(cases[case], name, coders=dict(by_coder))
    for (case, name), pieces in (evidence or {}).items():
        cases[case] = _with_value(cases[case], name, evidence=pieces)
        known = {piece: Evidence(id=piece) for piece in pieces}
        cases[case] = replace(cases[case], evidence={**cases[case].evidence, **known})
    return replace(made, cases=cases)


def _with_value(case, name: str, **changed):  # type: ignore[no-untyped-def]
    value: CodedValue = replace(case.values[name], **changed)
    return replace(case, values={**case.values, name: value})
