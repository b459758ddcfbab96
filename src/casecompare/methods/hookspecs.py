"""The hooks through which a plugin speaks. Nothing else is asked of it.

A plugin is a module (named by an entry point of the group ``casecompare``) with any of these functions,
each marked with ``casecompare.hookimpl``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pluggy

from casecompare.errors import Problem
from casecompare.methods.deprecation import Deprecation
from casecompare.methods.method import Method, Reader, Renderer
from casecompare.sets import CalibrationMethod
from casecompare.study import Study

__all__ = [
    "DEPRECATED",
    "casecompare_check_study",
    "casecompare_register_calibrations",
    "casecompare_register_methods",
    "casecompare_register_readers",
    "casecompare_register_renderers",
    "casecompare_register_study_methods",
    "hookimpl",
]

hookspec = pluggy.HookspecMarker("casecompare")
hookimpl = pluggy.HookimplMarker("casecompare")

DEPRECATED: Mapping[tuple[str, str], Deprecation] = {}
"""Hooks and arguments that will be taken away, by both names; an empty argument stands for the hook."""


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
def casecompare_register_study_methods(study: Study, register: Callable[[Method], None]) -> None:
    """Register methods that a study itself brings as data, such as scoring rules in YAML.

    Called once per run, when the study has been read. What is wrong with that data is told by
    `casecompare_check_study`.
    """


@hookspec
def casecompare_check_study(study: Study) -> Iterable[Problem] | None:
    """Give what is wrong or questionable about a study, before anything runs."""
