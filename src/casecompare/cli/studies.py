"""Commands about a study's files: ``check``, ``new`` and ``schema``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from casecompare.cli.application import app
from casecompare.cli.arguments import (
    DebugOption,
    PluginOption,
    SetOption,
    SizeOption,
    StudyArgument,
    check_form,
    limits_of_size,
    loaded_host,
    read_settings,
    study_folder,
)
from casecompare.cli.telling import print_problems, told
from casecompare.errors import UsageError


@app.command(short_help="List every problem of a study at once.")
def check(
    study: StudyArgument = None,
    plugin: PluginOption = None,
    settings: SetOption = None,
    form: Annotated[str, typer.Option("--format", help="text for people, json for programs.")] = "text",
    max_file_size: SizeOption = None,
    debug: DebugOption = False,
) -> None:
    """List every problem of a study at once, each with its place and the likely fix.

    \b
    casecompare check my_study
    casecompare check my_study --format json
    """
    with told(debug):
        from casecompare import engine

        check_form(form)
        folder = study_folder(study)
        host, methods = loaded_host(plugin, folder)
        problems = engine.check(
            folder,
            methods=methods,
            options=read_settings(settings),
            host=host,
            limits=limits_of_size(max_file_size),
        )
        if form == "json":
            found = {"schema": "casecompare/problems/1", "problems": [one.as_dict() for one in problems]}
            typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        else:
            print_problems(problems)
        if any(one.level == "error" for one in problems):
            raise typer.Exit(1)


@app.command(short_help="Start a study from a table, or from an example.")
def new(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="The folder to make.")],
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A table of cases: .csv or .xlsx.")
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="The column that holds the outcome; default the last."),
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Start a study: a folder with a filled codebook and comments that teach.

    casecompare new my_study --from cases.xlsx --outcome success
    """
    with told(debug):
        from casecompare import engine
        from casecompare.study import start_study

        host = engine.load_host()
        written = start_study(study, source, outcome=outcome, readers=host.readers, sections=host.sections)
        typer.echo(f"Made {study}:")
        for path, what in written:
            typer.echo(f"  {path}  {what}")
        typer.echo(f"Next: read and edit {study / 'study.yaml'}, then casecompare check {study}")


@app.command(short_help="Print the JSON Schema that editors use.")
def schema(
    what: Annotated[
        str,
        typer.Argument(
            metavar="case|study|comparison|rules",
            help="The record of a case, study.yaml, comparison.json, or a file that a method reads.",
        ),
    ] = "case",
    study: Annotated[
        Path | None, typer.Option("--study", metavar="STUDY", help="Offer this study's coded values, too.")
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Print the JSON Schema with which an editor completes and checks what you type.

    casecompare schema case --study my_study > case.schema.json
    """
    with told(debug):
        from casecompare import engine
        from casecompare.study import case_schema, document_schema, study_schema

        if what == "comparison":
            from casecompare.report import comparison_schema

            typer.echo(json.dumps(comparison_schema(), indent=2, ensure_ascii=False))
            return
        host = engine.load_host(study=study)
        methods = [method for plugin in host.plugins for method in plugin.methods]
        documents = {name: model for method in methods for name, model in method.documents.items()}
        if what not in ("case", "study", *documents):
            named = ", ".join(["case", "study", "comparison", *documents])
            raise UsageError(f"schema {what}: give one of {named}.")
        if what in documents:
            made = document_schema(documents[what], f"A file of {what}")
            typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
            return
        opened = engine.open_study(study, host=host) if study else None
        options = {method.name: method.options for method in methods}
        made = case_schema(opened, host.sections) if what == "case" else study_schema(options)
        typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
