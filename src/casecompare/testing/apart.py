"""A plugin checked in a process of its own: one that ends the program must not end the check of it.

`main` is what that process does. It notes in a file what it is about to do, so that the last note says where
it ended, and leaves its card in another.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from casecompare.errors import CasecompareError
from casecompare.methods.isolated import limit_process
from casecompare.methods.isolation import MEMORY, ended, ending_of
from casecompare.testing.candidate import found_plugin, make_candidate
from casecompare.testing.card import PluginCard, card_from_json
from casecompare.testing.checking import CheckOutcome
from casecompare.testing.checks import CHECKS

__all__ = ["card_apart"]

_SILENCE = 150.0
"""Seconds without a note: a trial has 60, another process 120, and what says nothing for longer hangs."""
_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from casecompare.testing.apart import main
main()
"""
_LOADING, _LOADED, _SEPARATOR = "registers-something", "it was loaded", "\t"


def card_apart(
    plugin: str | Path,
    *,
    expected_failures: Mapping[str, str] | None = None,
    options: Mapping[str, Mapping[str, object]] | None = None,
    silence: float = _SILENCE,
    memory: int = MEMORY,
) -> PluginCard | None:
    """Check a plugin in another process; whatever it does to that, give a card.

    Parameters
    ----------
    plugin
        The name of an installed plugin, the path of a Python file, or the folder of a project.
    expected_failures, options
        As in `check_plugin`.
    silence
        For how many seconds it may be stuck in one place.
    memory
        The bytes it may take beyond those of Python and casecompare, where the system holds it to them.

    Returns
    -------
    PluginCard
        With the check alone that it did not live through, if there is one. None where the plugin cannot be
        loaded or its options cannot be read: it says so itself when it is loaded.

    Raises
    ------
    UsageError
        if there is no such plugin.

    Examples
    --------
    >>> card = card_apart("agreement")
    >>> card.plugin, card.is_sound
    ('agreement', True)
    """
    found = found_plugin(plugin)
    with tempfile.TemporaryDirectory(prefix="casecompare-", ignore_cleanup_errors=True) as folder:
        notes, written = Path(folder) / "notes", Path(folder) / "card.json"
        notes.write_text(f"{_LOADING}{_SEPARATOR}{_LOADED}\n", encoding="utf-8")
        asked = {"plugin": str(plugin), "is_path": isinstance(plugin, Path), "folder": folder,
                 "memory": memory, "expected": dict(expected_failures or {}),
                 "options": dict(options or {})}  # fmt: skip
        how = _run(asked, notes, silence)
        if written.is_file():
            text = written.read_text(encoding="utf-8")
            return card_from_json(text) if text else None
        check, _, during = notes.read_text(encoding="utf-8").splitlines()[-1].partition(_SEPARATOR)
    remedy = "" if during == _LOADED else ", unless it runs with --isolation process"
    fault = f"{how}{f', while {during}' if during else ''}. In a run it ends all other methods too{remedy}."
    return PluginCard(
        plugin=found.name,
        distribution=found.distribution,
        version=found.version,
        origin=found.origin,
        outcomes=tuple(
            CheckOutcome(check=one, status="failed", faults=(fault,)) for one in CHECKS if one.name == check
        ),
    )


def _run(asked: Mapping[str, object], notes: Path, silence: float) -> str:
    """Start the process, wait for its end or until it has noted nothing for too long; say how it ended."""
    process = subprocess.Popen(  # noqa: S603 (Python itself, and no shell)
        [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path), json.dumps(asked)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    size, since = 0, time.monotonic()
    with ended(process):
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return ending_of(process.wait(0.2))
            if (now := notes.stat().st_size) > size:
                size, since = now, time.monotonic()
            if time.monotonic() - since > silence:
                return f"it hung in compiled code for {silence:g} seconds, and was ended"


def main() -> NoReturn:
    """Check a plugin as the last argument says, leave the card, and end with all that was left running."""
    from casecompare.testing.contract import made_card

    asked = json.loads(sys.argv[2])
    limit_process(3600.0, asked["memory"])
    folder = Path(asked["folder"])
    place = Path(asked["plugin"]) if asked["is_path"] else asked["plugin"]
    with (folder / "notes").open("a", encoding="utf-8") as notes:
        checking = [_LOADING]

        def note(during: str) -> None:
            notes.write(f"{checking[-1]}{_SEPARATOR}{' '.join(during.split())}\n")
            notes.flush()

        def begin(check: str) -> None:
            checking.append(check)
            note("")

        try:
            candidate = replace(make_candidate(place, options=asked["options"]), note=note)
            text = made_card(candidate, asked["expected"], begin).as_json()
        except CasecompareError:
            text = ""
        (folder / "unfinished").write_text(text, encoding="utf-8")
        (folder / "unfinished").replace(folder / "card.json")
        os._exit(0)
