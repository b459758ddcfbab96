"""The application that the commands belong to, and the entry point of the program."""

from __future__ import annotations

import gc
import sys
from typing import Annotated, NoReturn

import typer

app = typer.Typer(
    name="casecompare",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="""Compare cases, from quote to claim.

    \b
    casecompare new my_study --from cases.xlsx   start from a spreadsheet
    casecompare check my_study                   list every problem at once
    casecompare run my_study --plugin qca        compare, write the report
    """,
)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version, and that of each plugin.")
    ] = False,
) -> None:
    """Answer what can be asked without a command."""
    if version:
        from importlib import metadata

        from casecompare.methods import find_plugins

        typer.echo(f"casecompare {metadata.version('casecompare')}")
        for plugin in find_plugins():
            typer.echo(f"  {plugin.name}  {plugin.distribution} {plugin.version} ({plugin.origin})")
        raise typer.Exit


def main() -> NoReturn:
    """Run the command line; the entry point of the program ``casecompare``."""
    for stream in (sys.stdout, sys.stderr):
        # A redirected stream may be ASCII; better a replaced sign than a lost result.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    # A run makes few cycles and many objects that stay; looking for garbage took a tenth of its time.
    gc.set_threshold(100_000, 20, 20)
    app()
    raise SystemExit(0)
