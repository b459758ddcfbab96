"""Commands about plugins: ``plugins``, ``describe``, ``new-plugin`` and ``check-plugin``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from casecompare.cli.application import app
from casecompare.cli.arguments import DebugOption, check_form, loaded_host
from casecompare.cli.telling import told


@app.command(short_help="List the installed plugins and their health.")
def plugins(
    form: Annotated[str, typer.Option("--format", help="text for people, json for programs.")] = "text",
    debug: DebugOption = False,
) -> None:
    """List the installed plugins: where each comes from, its methods, maturity and health."""
    with told(debug):
        from casecompare import engine
        from casecompare.report import list_plugins, plugin_rows

        check_form(form)
        rows = plugin_rows(engine.load_host())
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False) if form == "json" else list_plugins(rows))
        if any(row["health"] != "ok" for row in rows):
            raise typer.Exit(1)


@app.command(short_help="Say what a method answers, its options, what to cite.")
def describe(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A method, e.g. qca, or a Python file with one.")
    ],
    study: Annotated[
        Path | None, typer.Option("--study", metavar="STUDY", help="A rule that this study brings, too.")
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Say what a method answers, its options, what it reads and derives, and what to cite.

    \b
    casecompare describe qca
    casecompare describe my_index --study my_study
    """
    with told(debug):
        from casecompare import engine
        from casecompare.report import describe_method

        host, methods = loaded_host([name], study)
        host = host if study is None else engine.study_host(study, host)
        typer.echo("\n\n".join(describe_method(*host.method(method)) for method in methods))


@app.command("new-plugin", short_help="Start a plugin: a complete project with tests.")
def new_plugin(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What is typed after --plugin: small letters, digits, _.")
    ],
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The project's folder; default casecompare-NAME.")
    ] = None,
    author: Annotated[str, typer.Option(metavar="NAME", help="Who writes it.")] = "",
    licence: Annotated[str, typer.Option(metavar="mit|none", help="MIT, or choose one later.")] = "none",
    debug: DebugOption = False,
) -> None:
    """Start a plugin: a complete project that computes something small, with tests that pass.

    casecompare new-plugin my_index --author "A. Scholar"
    """
    with told(debug):
        from casecompare.kit import next_commands, write_plugin

        written = write_plugin(name, folder, author=author, licence=licence)
        made = written[0][0].parent
        typer.echo(f"Made {made}:")
        for path, what in written:
            typer.echo(f"  {path.relative_to(made).as_posix()}  {what}")
        typer.echo("\n".join(["Next:", *(f"  {command}" for command in next_commands(made, name))]))


@app.command("check-plugin", short_help="Check a plugin, and say what a reviewer would ask.")
def check_plugin(
    plugin: Annotated[
        str,
        typer.Argument(metavar="PLUGIN", help="A project's folder, a Python file, or an installed plugin."),
    ],
    form: Annotated[str, typer.Option("--format", help="text for people, json for programs.")] = "text",
    debug: DebugOption = False,
) -> None:
    """Check a plugin as its own tests would, and say what a reviewer would ask. It runs the plugin's code.

    \b
    casecompare check-plugin ./casecompare-my_index
    casecompare check-plugin qca --format json
    """
    with told(debug):
        from casecompare.testing import check_plugin as make_card

        check_form(form)
        card = make_card(plugin)
        typer.echo(card.as_json() if form == "json" else card.as_text())
        if not card.is_sound:
            raise typer.Exit(1)
