"""Checks of what a plugin brings beside methods: readers, renderers, calibrations, checks of a study."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import pandas as pd

from casecompare.errors import CasecompareError, Problem
from casecompare.methods import Comparison
from casecompare.report import RENDERERS
from casecompare.sets import CALIBRATIONS
from casecompare.study import Calibration, Study
from casecompare.testing.candidate import Candidate
from casecompare.testing.checking import Complaints, NotApplicable

__all__ = ["check_calibrations", "check_readers", "check_renderers", "check_study_check"]

_OWN_SUFFIXES = (".csv", ".tsv", ".xlsx", ".yaml", ".yml")
_RUBBISH = (b"", b"\x00\xff\xfe rubbish", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"a,b\n" * 3)


def check_readers(candidate: Candidate) -> Complaints:
    """Check that readers have a suffix of their own, and tell in words that a file cannot be read."""
    if not candidate.loaded.readers:
        raise NotApplicable("it registers no reader")
    for reader in candidate.loaded.readers:
        if not reader.suffix.startswith(".") or reader.suffix != reader.suffix.lower():
            yield f"the suffix {reader.suffix!r} of a reader: write it small, with its dot, as in '.ods'."
        if reader.suffix in _OWN_SUFFIXES:
            yield f"casecompare reads {reader.suffix} itself; a reader of it would never be asked."
        if not reader.title.strip():
            yield f"the reader of {reader.suffix} has no title."
        with tempfile.TemporaryDirectory() as folder:
            for number, content in enumerate(_RUBBISH):
                file = Path(folder) / f"rubbish{number}{reader.suffix}"
                file.write_bytes(content)
                try:
                    given: object = reader.read(file)
                except (CasecompareError, ValueError, OSError):
                    continue
                except Exception as error:
                    yield (
                        f"the reader of {reader.suffix} stumbled over a broken file "
                        f"({type(error).__name__}: {error}); raise casecompare.CasecompareError with words."
                    )
                    continue
                if not isinstance(given, pd.DataFrame):
                    yield f"the reader of {reader.suffix} gave {type(given).__name__}, not a DataFrame."


def check_renderers(candidate: Candidate) -> Complaints:
    """Check that renderers have names of their own, and write the same bytes twice."""
    if not candidate.loaded.renderers:
        raise NotApplicable("it registers no renderer")
    for renderer in candidate.loaded.renderers:
        if renderer.name in RENDERERS:
            yield f"casecompare writes '{renderer.name}' itself; give the renderer another name."
        if not renderer.suffix.startswith("."):
            yield f"the suffix {renderer.suffix!r} of the renderer '{renderer.name}': write it with its dot."
        for study in (Study(name="empty"), candidate.examples["hostile-names"]):
            comparison = Comparison(study=study)
            try:
                written, again = renderer.render(comparison), renderer.render(comparison)
            except Exception as error:
                yield (
                    f"the renderer '{renderer.name}' stumbled over the study '{study.name}' without any "
                    f"result ({type(error).__name__}: {error})."
                )
                continue
            if not isinstance(written, bytes):
                yield f"the renderer '{renderer.name}' gave {type(written).__name__}, not bytes."
            elif written != again:
                yield f"the renderer '{renderer.name}' gives other bytes the second time; leave the time out."


def check_calibrations(candidate: Candidate) -> Complaints:
    """Check that calibrations refuse parameters that make no sense, and cite their source."""
    if not candidate.loaded.calibrations:
        raise NotApplicable("it registers no calibration")
    for one in candidate.loaded.calibrations:
        if one.name in CALIBRATIONS:
            yield f"casecompare calibrates '{one.name}' itself; give yours another name."
        for word, said in (("title", one.title), ("citation", one.citation)):
            if not said.strip():
                yield f"the calibration '{one.name}' has no {word}."
        for parameters in (None, "rubbish", [math.inf], [], {"x": "y"}):
            try:
                one.check(Calibration(kind=one.name, parameters=parameters))
            except Exception as error:
                yield (
                    f"the check of the calibration '{one.name}' stumbled over {parameters!r} "
                    f"({type(error).__name__}: {error}); it must give what is wrong as a list."
                )


def check_study_check(candidate: Candidate) -> Complaints:
    """Check that its checks of a study give problems with message and code, and stumble over none."""
    hooks = candidate.host.manager.hook.casecompare_check_study.get_hookimpls()
    if not hooks:
        raise NotApplicable("it does not check studies")
    for name, study in candidate.examples.items():
        for one in candidate.host.check_study(study):
            if not isinstance(one, Problem):
                yield f"its check of the study '{name}' gave {type(one).__name__}, not a Problem."
            elif one.code == "plugin-check-failed":
                yield f"its check stumbled over the study '{name}': {one.message}"
            elif not (one.message.strip() and one.code.strip()):
                yield f"its check of the study '{name}' gave a problem without message or code."
