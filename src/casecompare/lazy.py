"""Names that are resolved when they are first used, so that a package costs next to nothing to import."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType

__all__ = ["export_lazily"]


def export_lazily(package: str, homes: Mapping[str, Sequence[str]]) -> None:
    """Let a package give names of its modules without importing them before they are asked for.

    Every run imports every plugin's package to learn what it brings; the algorithms behind it are needed
    only when its method is asked for.

    Parameters
    ----------
    package
        The package's ``__name__``.
    homes
        For each module, as it is imported, the names it holds. A function may have its module's name.

    Examples
    --------
    At the end of ``casecompare_mymethod/__init__.py``::

        export_lazily(__name__, {"casecompare_mymethod.scores": ("score", "Scores")})
    """
    home_of = {name: module for module, names in homes.items() for name in names}

    class LazyPackage(ModuleType):
        def __getattr__(self, name: str) -> object:
            if name in home_of:
                return getattr(importlib.import_module(home_of[name]), name)
            raise AttributeError(f"module '{package}' has no attribute {name!r}")

        def __setattr__(self, name: str, value: object) -> None:
            # Python puts each imported module into its package; where a function has the same name, the
            # function is what the package gives.
            if not (isinstance(value, ModuleType) and name in home_of):
                super().__setattr__(name, value)

        def __dir__(self) -> list[str]:
            return sorted({*super().__dir__(), *home_of})

    sys.modules[package].__class__ = LazyPackage
