"""What a command says: errors in words with an exit code, problems, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from casecompare.errors import CasecompareError, PluginNotFound, Problem, StudyError, UsageError


@contextmanager
def told(debug: bool) -> Iterator[None]:
    """Turn what can go wrong into sentences and an exit code; nobody sees a traceback unasked."""
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        typer.echo("Interrupted; nothing was changed.", err=True)
        raise typer.Exit(130) from None
    except Exception as error:
        if debug:
            raise
        raise typer.Exit(say(error)) from None


def say(error: Exception) -> int:
    """Print what went wrong in words, and give the exit code."""
    if isinstance(error, StudyError):
        print_problems(error.problems)
        return 1
    if isinstance(error, CasecompareError | OSError):
        typer.echo(str(error), err=True)
        return 2 if isinstance(error, UsageError | PluginNotFound) else 1
    typer.echo(
        f"This should not have happened ({type(error).__name__}: {error}). Nothing was written. "
        "Please report it with what --debug prints.",
        err=True,
    )
    return 1


def print_problems(problems: tuple[Problem, ...] | list[Problem]) -> None:
    """Print problems, and how many there are."""
    for problem in problems:
        prefix = "" if problem.level == "error" else f"{problem.level}: "
        typer.echo(f"{prefix}{problem}")
    errors = sum(problem.level == "error" for problem in problems)
    others = len(problems) - errors
    typer.echo(
        ("No problems." if not problems else f"{errors} error{'s' * (errors != 1)}")
        + (f", {others} remark{'s' * (others != 1)}." if problems else "")
    )


def draw_progress(done: int, total: int, what: str) -> None:
    """Draw progress on a terminal; elsewhere it is not shown."""
    if sys.stderr.isatty():
        line = f"{done}/{total} {what}" if done < total else ""
        sys.stderr.write(f"\r\033[K{line}")
        sys.stderr.flush()


def command_line() -> str:
    """Give the command as it was typed, for the provenance of a run."""
    import shlex

    return shlex.join(["casecompare", *sys.argv[1:]])
