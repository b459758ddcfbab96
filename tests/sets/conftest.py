"""The reference numbers made with R, for the tests that compare with them."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

REFERENCE = Path(__file__).parents[1] / "reference" / "sets"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a `check` once per check that its module's `CHECKS` names for it."""
    if "check" in metafunc.fixturenames:
        file, methods = metafunc.module.CHECKS[metafunc.function.__name__]
        checks = json.loads((REFERENCE / file).read_text(encoding="utf-8"))
        chosen = [check for check in checks if check["method"] in methods]
        metafunc.parametrize("check", chosen, ids=[check["id"] for check in chosen])


@pytest.fixture(scope="session")
def data_of() -> Callable[[dict[str, Any]], pd.DataFrame]:
    """Give the cases that a check was computed on."""

    @cache
    def read(name: str) -> pd.DataFrame:
        path = REFERENCE / "data" / f"{name}.csv"
        return pd.read_csv(path, index_col=0, dtype={0: str}, keep_default_na=False, na_values=[""])

    return lambda check: read(check["id"].partition("/")[0]).copy()
