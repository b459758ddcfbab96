"""Names that a package gives lazily: there when asked for, and never hidden by a module of the same name."""

import importlib
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("package", "name"), [("casecompare_arenas", "alignment"), ("casecompare_network", "brokerage")]
)
def test_a_function_is_not_hidden_by_its_module(package, name):
    importlib.import_module(f"{package}.{name}")
    assert callable(getattr(importlib.import_module(package), name))


@pytest.mark.parametrize("package", ["agreement", "arenas", "network", "panels", "qca", "selection"])
def test_every_promised_name_is_there_and_an_unknown_one_is_refused(package):
    module = importlib.import_module(f"casecompare_{package}")
    assert set(module.__all__) <= set(dir(module))
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match=f"casecompare_{package}.* has no attribute 'zebra'"):
        module.zebra  # noqa: B018


def test_registering_all_plugins_loads_no_algorithm():
    code = (
        "import sys, casecompare.engine\n"
        "casecompare.engine.load_host()\n"
        "print(*[name for name in sys.modules if name.startswith('casecompare_') and '.method' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
