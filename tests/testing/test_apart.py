"""A plugin that ends the program, hangs or fills the memory gets a card that says so."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from casecompare.errors import PluginError, UsageError
from casecompare.testing import candidate, check_plugin
from casecompare.testing.apart import card_apart
from casecompare.testing.candidate import make_candidate
from casecompare.testing.card import card_from_json
from casecompare.testing.contract import made_card

PLUGIN = """
import os, signal, sys, time
import casecompare
from casecompare import Method, MethodResult
{imported}
def run(study, options, context):
    {body}
    return MethodResult()

@casecompare.hookimpl
def casecompare_register_methods(register):
    register(Method(name="{name}", title="T", question="?", citation="A. B (2001)", run=run))
"""
REMEDY = "In a run it ends all other methods too, unless it runs with --isolation process."
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are told on POSIX")


def plugin(folder: Path, name: str, *, body: str = "pass", imported: str = "") -> Path:
    file = folder / f"{name}.py"
    file.write_text(PLUGIN.format(name=name, body=body, imported=imported), encoding="utf-8")
    return file


@posix
@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        (
            "killer",
            "os.kill(os.getpid(), signal.SIGKILL)",
            "its process was killed (SIGKILL), most likely because the memory ran out, while killer ran on "
            "the study 'crisp'.",
        ),
        (
            "leaver",
            "os._exit(3) if study.name == 'one-case' else None",
            "its process ended by itself (exit code 3), while leaver ran on the study 'one-case'.",
        ),
    ],
)
def test_one_that_ends_the_program_gets_a_card_with_this_fault(
    name: str, body: str, said: str, tmp_path: Path
) -> None:
    card = check_plugin(plugin(tmp_path, name, body=body))
    assert not card.is_sound
    assert (card.plugin, card.origin) == (name, "file")
    assert [one.faults for one in card.outcomes] == [(f"{said} {REMEDY}",)]


@posix
def test_one_that_ends_the_program_while_it_is_loaded_is_not_imported_here(tmp_path: Path) -> None:
    card = check_plugin(plugin(tmp_path, "early_leaver", imported="os._exit(0)"))
    assert [(one.check.name, one.faults) for one in card.outcomes] == [
        (
            "registers-something",
            (
                "its process ended by itself (exit code 0), while it was loaded. In a run it ends all other "
                "methods too.",
            ),
        )
    ]


def test_one_that_hangs_in_compiled_code_is_ended(tmp_path: Path) -> None:
    file = plugin(tmp_path, "hanger", body="x = 7 ** (7 ** 9)")
    card = card_apart(file, silence=3.0)
    assert card is not None
    [outcome] = card.outcomes
    assert outcome.faults[0].startswith(
        "it hung in compiled code for 3 seconds, and was ended, while hanger ran on the study 'crisp'."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit of memory")
def test_one_that_takes_all_memory_stumbles_over_the_limit(tmp_path: Path) -> None:
    card = check_plugin(plugin(tmp_path, "glutton", body="bytearray(50_000_000_000)"))
    faults = {one.check.name: one.faults for one in card.outcomes}
    assert "glutton on the study 'crisp' stumbled (it needed more memory than there is.)" in faults["runs"][0]


def test_the_card_is_the_same_in_either_process_and_can_be_read_again(tmp_path: Path) -> None:
    file = plugin(tmp_path, "quiet_one", body="os.write(1, b'noise'); print('more')")
    expected = {"all-equal": "it says nothing, ever"}
    apart = check_plugin(file, expected_failures=expected)
    here = made_card(make_candidate(file), expected)
    assert apart == here == card_from_json(here.as_json())
    assert {one.check.name: one.status for one in apart.outcomes}["all-equal"] == "expected"


def test_one_that_cannot_be_loaded_says_why_as_ever(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=r"could not be loaded \(ZeroDivisionError"):
        check_plugin(plugin(tmp_path, "unloadable", imported="1 / 0"))
    with pytest.raises(UsageError, match="no plugin 'no_such_one' is installed"):
        check_plugin("no_such_one")


def test_a_method_without_end_is_waited_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidate, "_SECONDS", 0.3)
    file = plugin(tmp_path, "endless", body="\n    while True: time.sleep(0.01)")
    started = time.monotonic()
    card = made_card(make_candidate(file), {})
    assert time.monotonic() - started < 10
    faults = {one.check.name: one.faults for one in card.outcomes}
    assert "endless on the study 'crisp' stumbled (did not end within 0.3 seconds" in faults["runs"][0]
