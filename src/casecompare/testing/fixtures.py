"""Fixtures for pytest: example studies, and a study as a folder.

Ask for them in ``conftest.py`` with one line, and nothing is imported in any other project::

    pytest_plugins = ["casecompare.testing.fixtures"]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pandas as pd

    from casecompare.study import Study

__all__ = ["casecompare_studies", "crisp_study", "fuzzy_study", "write_study"]


@pytest.fixture(scope="session")
def casecompare_studies() -> dict[str, Study]:
    """Give the small studies of `casecompare.testing.example_studies`, by name."""
    from casecompare.testing.examples import example_studies

    return example_studies()


@pytest.fixture
def crisp_study(casecompare_studies: dict[str, Study]) -> Study:
    """Give a study of eight cases with the crisp sets A, B, C and the outcome Y."""
    return casecompare_studies["crisp"]


@pytest.fixture
def fuzzy_study(casecompare_studies: dict[str, Study]) -> Study:
    """Give a study of eight cases with the fuzzy sets A, B, C and the outcome Y."""
    return casecompare_studies["fuzzy"]


@pytest.fixture
def write_study(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes a study folder from a table: ``write_study(table, outcome="Y", qca={…})``.

    The folder is ready for ``casecompare.open_study`` and for the command line; options of methods are given
    by their names.
    """

    def write(table: pd.DataFrame, *, outcome: str, **methods: Mapping[str, object]) -> Path:
        import yaml

        folder = tmp_path / "study"
        folder.mkdir(exist_ok=True)
        table.rename_axis("case").to_csv(folder / "cases.csv")
        kinds = {name: "crisp" if set(table[name].dropna()) <= {0, 1} else "fuzzy" for name in table.columns}
        described = {
            "study": "written",
            "codebook": {name: {"kind": kind, "definition": name} for name, kind in kinds.items()},
            "outcome": outcome,
            "methods": dict(methods),
        }
        text = yaml.safe_dump(described, sort_keys=False, allow_unicode=True)
        (folder / "study.yaml").write_text(text, encoding="utf-8")
        return folder

    return write
