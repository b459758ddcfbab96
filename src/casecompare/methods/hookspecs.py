"""The hooks through which a plugin speaks. Nothing else is asked of it.

A plugin is a module (named by an entry point of the group ``casecompare``) with any of these functions,
each marked with ``casecompare.hookimpl``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pluggy

from casecompare.errors import Problem
from casecompare.methods.method import Method, Reader, Renderer
from casecompare.sets import CalibrationMethod
from casecompare.study import Study

__all__ = [
    "casecompare_check_study",
    "casecompare_register_calibrations",
    "casecompare_register_methods",
    "casecompare_register_readers",
    "casecompare_register_renderers",
    "hookimpl",
]

hookspec = pluggy.HookspecMarker("casecompare")
hookimpl = pluggy.HookimplMarker("casecompare")


@hookspec
def casecompare_register_methods(register: Callable[[Method], None]) -> None:
    """Register comparison methods. Called once, when the plugin is loaded."""


@hookspec
def casecompare_register_readers(register: Callable[[Reader], None]) -> None:
    """Register formats that a table of cases is read from, by suffix. Called once, at loading."""


@hookspec
def casecompare_register_renderers(register: Callable[[Renderer], None]) -> None:
    """Register formats that a comparison is written to. Called once, at loading."""


@hookspec
def casecompare_register_calibrations(register: Callable[[CalibrationMethod], None]) -> None:
    """Register ways of turning raw values into memberships. Called once, at loading."""


@hookspec
def casecompare_check_study(study: Study) -> Iterable[Problem] | None:
    """Give what is wrong or questionable about a study, before anything runs."""
