"""What the package promises is there, and loading it costs nothing until something is used."""

from __future__ import annotations

import importlib
import subprocess
import sys
from types import ModuleType

import casecompare_qca


def test_every_exported_name_is_there():
    assert casecompare_qca.__all__ == sorted(casecompare_qca.__all__)
    for name in casecompare_qca.__all__:
        assert getattr(casecompare_qca, name) is not None
        assert not isinstance(getattr(casecompare_qca, name), ModuleType)
    assert set(casecompare_qca.__all__) <= set(dir(casecompare_qca))


def test_a_function_stays_a_function_when_the_module_of_its_name_is_loaded():
    for room, name in (
        ("table", "truth_table"),
        ("combinations", "necessity"),
        ("solutions", "intermediate"),
        ("inquiry", "robustness"),
        ("inquiry", "retention"),
        ("reporting", "lint"),
    ):
        module = importlib.import_module(f"casecompare_qca.{room}.{name}")
        assert isinstance(module, ModuleType)
        assert callable(getattr(casecompare_qca, name))


def test_nothing_heavy_is_loaded_for_registering():
    code = (
        "import sys, casecompare_qca\n"
        "casecompare_qca.casecompare_register_methods(lambda method: None)\n"
        "names = {name.partition('.')[2] for name in sys.modules if name.startswith('casecompare_qca.')}\n"
        "print(sorted(names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.strip().strip("[]").replace("'", "").split(", "))
    assert loaded == {
        "declaration",
        "options",
        "solutions",
        "solutions.expectations",
        "table",
        "table.property_space",
        "table.terms",
    }
