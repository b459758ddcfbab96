"""Commands that compare, pack and verify runs: ``diff``, ``archive`` and ``verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from casecompare.cli.application import app
from casecompare.cli.arguments import (
    DebugOption,
    PluginOption,
    SizeOption,
    StudyArgument,
    check_form,
    limits_of_size,
    loaded_host,
    study_folder,
)
from casecompare.cli.telling import draw_progress, told


@app.command(short_help="Say what changed from one run to another.")
def diff(
    first: Annotated[str, typer.Argument(metavar="RUN1", help="A run folder, comparison.json or archive.")],
    second: Annotated[str, typer.Argument(metavar="RUN2", help="The same for the other run.")],
    form: Annotated[
        str, typer.Option("--format", metavar="text|markdown|json", help="json has everything.")
    ] = "text",
    tolerance: Annotated[
        float, typer.Option(metavar="NUMBER", help="Numbers that differ by no more are the same.")
    ] = 1e-9,
    debug: DebugOption = False,
) -> None:
    """Say what changed from one run to another: inputs, rows, terms, findings, verdicts, scores.

    Exit code 0 where nothing changed, 1 where something did, 2 where one of the two is no run.

    \b
    casecompare diff runs/my_study runs/strict
    casecompare diff paper.zip runs/my_study --format markdown
    """
    with told(debug):
        from casecompare import replication

        found = replication.diff(first, second, tolerance=tolerance)
        typer.echo(replication.render_difference(found, form))
        if not found.is_same:
            raise typer.Exit(1)


@app.command(short_help="Pack a study and its run for a reviewer.")
def archive(
    study: StudyArgument = None,
    run: Annotated[
        Path | None,
        typer.Option(metavar="RUN", help="The run folder; default runs/STUDY, else the study is run."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default STUDY-archive.zip.")
    ] = None,
    with_restricted: Annotated[
        bool, typer.Option("--with-restricted", help="Pack restricted passages and names of people, too.")
    ] = False,
    with_files: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FILE", help="A file that a method reads may go in. Repeatable."),
    ] = None,
    plugin: PluginOption = None,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds that each method may take.")] = 600.0,
    max_file_size: SizeOption = None,
    debug: DebugOption = False,
) -> None:
    """Pack a study, its run, the versions and checks into one zip file that another machine can verify.

    Restricted passages and names of people stay out, and the numbers are checked to be the same without.

    \b
    casecompare archive my_study
    casecompare archive my_study --run runs/strict -o paper.zip
    """
    with told(debug):
        from casecompare import replication

        folder = study_folder(study)
        host, _ = loaded_host(plugin, folder)
        made = replication.archive(
            folder,
            output,
            run=run,
            runs="runs",
            host=host,
            with_restricted=with_restricted,
            with_files=with_files or (),
            limits=limits_of_size(max_file_size),
            seconds=time_limit,
            progress=draw_progress,
        )
        typer.echo(replication.render_archive(made))


@app.command(short_help="Check whether an archive comes out again.")
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The zip file that archive made.")],
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Unpack the archive to this new folder and keep it.")
    ] = None,
    plugin: PluginOption = None,
    form: Annotated[str, typer.Option("--format", help="text for people, json for programs.")] = "text",
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds that each method may take.")] = 600.0,
    max_file_size: SizeOption = None,
    debug: DebugOption = False,
) -> None:
    """Check the files of an archive, run its study again, and say whether the numbers are the same.

    Nothing in the archive is executed. Exit code 0 where the numbers are the same, 1 where they differ or
    nobody can tell here, 2 where the file is no archive.

    \b
    casecompare verify paper.zip
    casecompare verify paper.zip --keep unpacked
    """
    with told(debug):
        from casecompare import replication

        check_form(form)
        host, _ = loaded_host(plugin)
        found = replication.verify(
            file,
            keep=keep,
            host=host,
            limits=limits_of_size(max_file_size),
            seconds=time_limit,
            progress=draw_progress,
        )
        typer.echo(replication.render_verification(found, form))
        if not found.is_same:
            raise typer.Exit(1)
