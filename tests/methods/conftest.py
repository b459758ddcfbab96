"""Distributions of plugins as an installer leaves them: metadata and modules in a folder on the path."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

METHOD = """
import casecompare

@casecompare.hookimpl
def casecompare_register_methods(register):
    register(casecompare.Method(name="{name}", title="T", question="?",
                                run=lambda study, options, context: casecompare.MethodResult()))
"""

Install = Callable[..., Path]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed distributions, on the path for this test."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    yield folder
    for name in [name for name in sys.modules if name.startswith("stranger_")]:
        del sys.modules[name]


@pytest.fixture
def install(site: Path) -> Install:
    """Leave a distribution ``casecompare-NAME`` with the plugin and the method NAME, as pip does."""

    def leave(
        name: str, *, version: str = "1.2", metadata: str = "", text: str = METHOD, **files: str
    ) -> Path:
        (site / f"stranger_{name}.py").write_text(text.replace("{name}", name), encoding="utf-8")
        folder = site / f"casecompare_{name}-{version}.dist-info"
        folder.mkdir()
        head = f"Metadata-Version: 2.1\nName: casecompare-{name}\nVersion: {version}\n"
        contents = {
            "METADATA": f"{head}{metadata}\n",
            "entry_points.txt": f"[casecompare]\n{name} = stranger_{name}\n",
            "INSTALLER": "pip\n",
            **{key.replace("__", "."): content for key, content in files.items()},
        }
        for file, content in contents.items():
            (folder / file).write_text(content, encoding="utf-8")
        return folder

    return leave
