"""Commands that run methods: ``run`` and ``figures``."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casecompare.cli.application import app
from casecompare.cli.arguments import (
    DebugOption,
    LanguageOption,
    PluginOption,
    SetOption,
    SizeOption,
    StudyArgument,
    in_language,
    limits_of_size,
    loaded_host,
    read_isolation,
    read_settings,
    size_in_bytes,
    study_folder,
)
from casecompare.cli.telling import command_line, draw_progress, told

if TYPE_CHECKING:
    from casecompare.methods import Comparison, Host
    from casecompare.study import Isolation, Study


@app.command(short_help="Compare the cases, print the result, write the report.")
def run(
    study: StudyArgument = None,
    plugin: PluginOption = None,
    settings: SetOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="The run folder; default runs/STUDY.")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="By default html, markdown, json, csv and plugins' own; also docx, pdf, xlsx, latex; all.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="The seed of every random number.")] = 1,
    robustness: Annotated[
        str,
        typer.Option(
            metavar="quick|full|none",
            help="How far the run is repeated with cases left out and doubtful values changed.",
        ),
    ] = "quick",
    language: LanguageOption = None,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds that each method may take.")] = 600.0,
    only_builtin: Annotated[
        bool, typer.Option("--only-builtin", help="Do not even import plugins that do not ship.")
    ] = False,
    isolation: Annotated[
        str | None,
        typer.Option(
            metavar="process|none",
            help="Whether each method runs in a process of its own; default as the study says.",
        ),
    ] = None,
    memory_limit: Annotated[
        str | None, typer.Option(metavar="SIZE", help="What such a process may take; default 4GB.")
    ] = None,
    max_file_size: SizeOption = None,
    debug: DebugOption = False,
) -> None:
    """Compare the cases of a study, print the result and write the report.

    \b
    casecompare run --plugin qca
    casecompare run my_study --set qca.consistency=0.85 -o runs/strict
    """
    with told(debug):
        from casecompare.report import choose_formats, render_terminal, write_run
        from casecompare.robustness import as_effort, examine

        effort = as_effort(robustness)
        started = datetime.now(UTC)
        folder = study_folder(study)
        memory = None if memory_limit is None else size_in_bytes(memory_limit)
        where = read_isolation(isolation)
        host, methods = loaded_host(plugin, folder, only_builtin=only_builtin)
        choose_formats(formats, host.renderers)  # a slip is told now, not after a long run
        opened = _opened(folder, host, max_file_size, language)
        comparison = _compared(
            opened, methods, settings, host, seed, time_limit, isolation=where, memory=memory
        )
        if effort != "none":
            found = examine(comparison, host=host, effort=effort, seconds=time_limit, progress=draw_progress)
            comparison = replace(comparison, robustness=found)
        target = output or Path("runs") / opened.name
        write_run(
            comparison,
            target,
            formats=formats,
            renderers=host.renderers,
            command=command_line(),
            started=started,
        )
        typer.echo(render_terminal(comparison, colour=sys.stdout.isatty()))
        typer.echo(f"\nThe report: {target / 'report.html' if _has_html(formats) else target}")
        if not comparison.is_complete:
            raise typer.Exit(1)


@app.command(short_help="Write the figures as files for a paper.")
def figures(
    study: StudyArgument = None,
    plugin: PluginOption = None,
    settings: SetOption = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.")
    ] = Path("figures"),
    form: Annotated[
        str, typer.Option("--format", metavar="svg|pdf|png", help="PDF has vectors, PNG 300 dpi.")
    ] = "svg",
    width: Annotated[
        str | None,
        typer.Option(
            metavar="WIDTH", help="Of the page: 85mm, 120mm, 180mm … Default each figure's own, to 180mm."
        ),
    ] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this figure; * stands for any signs. Repeatable."),
    ] = None,
    language: LanguageOption = None,
    seed: Annotated[int, typer.Option(help="The seed of every random number.")] = 1,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds that each method may take.")] = 600.0,
    max_file_size: SizeOption = None,
    debug: DebugOption = False,
) -> None:
    """Write every figure of a run as a file for a paper, METHOD-FIGURE.svg, in a journal's width.

    \b
    casecompare figures my_study
    casecompare figures my_study --plugin qca --format pdf --width 180mm -o paper/figures
    casecompare figures my_study --figure xy_plot --figure "sociogram_*" --format png
    """
    with told(debug):
        from casecompare.report import as_form, figure_lines, figure_names, read_width, write_figures

        chosen, wide = as_form(form), None if width is None else read_width(width)
        folder = study_folder(study)
        host, methods = loaded_host(plugin, folder)
        opened = _opened(folder, host, max_file_size, language)
        comparison = _compared(opened, methods, settings, host, seed, time_limit)
        files = write_figures(figure_names(comparison, figure or ()), output, form=chosen, width=wide)
        typer.echo("\n".join(figure_lines(files, comparison)))
        if not comparison.is_complete:
            raise typer.Exit(1)


def _opened(folder: Path, host: Host, max_file_size: str | None, language: str | None) -> Study:
    from casecompare import engine

    limits = limits_of_size(max_file_size)
    return in_language(engine.open_study(folder, host=host, limits=limits), language)


def _compared(
    study: Study,
    methods: list[str],
    settings: list[str] | None,
    host: Host,
    seed: int,
    seconds: float,
    *,
    isolation: Isolation | None = None,
    memory: int | None = None,
) -> Comparison:
    from casecompare import engine

    return engine.run(
        study,
        methods,
        options=read_settings(settings),
        host=host,
        seed=seed,
        seconds=seconds,
        progress=draw_progress,
        isolation=isolation,
        memory=memory,
    )


def _has_html(formats: list[str] | None) -> bool:
    return not formats or "html" in formats or "all" in formats
