"""The commands. Thin: each reads its arguments, calls the library, prints, and gives an exit code.

Exit codes: 0 fine; 1 problems found, or a method failed; 2 wrong use. Heavy imports stand inside the
commands, so that ``casecompare --help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from casecompare.errors import CasecompareError, PluginNotFound, Problem, StudyError, UsageError

if TYPE_CHECKING:
    from casecompare.methods import Host
    from casecompare.study import Isolation, Limits, Study

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

StudyArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="STUDY",
        help="The study's folder. Without it: the study in this folder, else the one that ships.",
    ),
]
PluginOption = Annotated[
    list[str] | None,
    typer.Option(
        "--plugin", metavar="NAME", help="A method, or a Python file with one (./my_method.py). Repeatable."
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="METHOD.OPTION=VALUE", help="An option, e.g. qca.consistency=0.85. Repeatable."
    ),
]
SizeOption = Annotated[
    str | None, typer.Option("--max-file-size", metavar="SIZE", help="The largest file to read, e.g. 250MB.")
]
LanguageOption = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="Of the report: en or es; default what study.yaml says."),
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the Python traceback of an error.")]


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
            help="By default html, markdown, json, csv and plugins' own; also docx, pdf, latex; all.",
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
    with _told(debug):
        from casecompare import engine
        from casecompare.report import choose_formats, render_terminal, write_run
        from casecompare.robustness import as_effort, examine

        effort = as_effort(robustness)
        started = datetime.now(UTC)
        folder = _study_folder(study)
        memory = None if memory_limit is None else _size(memory_limit)
        where = _isolation(isolation)
        host, methods = _host(plugin, folder, only_builtin=only_builtin)
        choose_formats(formats, host.renderers)  # a slip is told now, not after a long run
        limits = _limits(max_file_size)
        opened = _in_language(engine.open_study(folder, host=host, limits=limits), language)
        comparison = engine.run(
            opened,
            methods,
            options=_settings(settings),
            host=host,
            seed=seed,
            seconds=time_limit,
            progress=_draw_progress,
            isolation=where,
            memory=memory,
        )
        if effort != "none":
            found = examine(comparison, host=host, effort=effort, seconds=time_limit, progress=_draw_progress)
            comparison = replace(comparison, robustness=found)
        target = output or Path("runs") / opened.name
        write_run(
            comparison,
            target,
            formats=formats,
            renderers=host.renderers,
            command=_command(),
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
    with _told(debug):
        from casecompare import engine
        from casecompare.report import as_form, figure_lines, figure_names, read_width, write_figures

        chosen, wide = as_form(form), None if width is None else read_width(width)
        folder = _study_folder(study)
        host, methods = _host(plugin, folder)
        opened = engine.open_study(folder, host=host, limits=_limits(max_file_size))
        opened = _in_language(opened, language)
        comparison = engine.run(
            opened,
            methods,
            options=_settings(settings),
            host=host,
            seed=seed,
            seconds=time_limit,
            progress=_draw_progress,
        )
        files = write_figures(figure_names(comparison, figure or ()), output, form=chosen, width=wide)
        typer.echo("\n".join(figure_lines(files, comparison)))
        if not comparison.is_complete:
            raise typer.Exit(1)


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
    with _told(debug):
        from casecompare import engine

        _check_form(form)
        folder = _study_folder(study)
        host, methods = _host(plugin, folder)
        problems = engine.check(
            folder, methods=methods, options=_settings(settings), host=host, limits=_limits(max_file_size)
        )
        if form == "json":
            found = {"schema": "casecompare/problems/1", "problems": [one.as_dict() for one in problems]}
            typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        else:
            _print_problems(problems)
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
    with _told(debug):
        from casecompare import engine
        from casecompare.study import start_study

        host = engine.load_host()
        written = start_study(study, source, outcome=outcome, readers=host.readers, sections=host.sections)
        typer.echo(f"Made {study}:")
        for path, what in written:
            typer.echo(f"  {path}  {what}")
        typer.echo(f"Next: read and edit {study / 'study.yaml'}, then casecompare check {study}")


@app.command(short_help="List the installed plugins and their health.")
def plugins(
    form: Annotated[str, typer.Option("--format", help="text for people, json for programs.")] = "text",
    debug: DebugOption = False,
) -> None:
    """List the installed plugins: where each comes from, its methods, maturity and health."""
    with _told(debug):
        from casecompare import engine
        from casecompare.report import list_plugins, plugin_rows

        _check_form(form)
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
    with _told(debug):
        from casecompare import engine
        from casecompare.report import describe_method

        host, methods = _host([name], study)
        host = host if study is None else engine.study_host(study, host)
        typer.echo("\n\n".join(describe_method(*host.method(method)) for method in methods))


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
    with _told(debug):
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
    with _told(debug):
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
    with _told(debug):
        from casecompare import replication

        folder = _study_folder(study)
        host, _ = _host(plugin, folder)
        made = replication.archive(
            folder,
            output,
            run=run,
            runs="runs",
            host=host,
            with_restricted=with_restricted,
            with_files=with_files or (),
            limits=_limits(max_file_size),
            seconds=time_limit,
            progress=_draw_progress,
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
    with _told(debug):
        from casecompare import replication

        _check_form(form)
        host, _ = _host(plugin)
        found = replication.verify(
            file,
            keep=keep,
            host=host,
            limits=_limits(max_file_size),
            seconds=time_limit,
            progress=_draw_progress,
        )
        typer.echo(replication.render_verification(found, form))
        if not found.is_same:
            raise typer.Exit(1)


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
    with _told(debug):
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
    with _told(debug):
        from casecompare.testing import check_plugin as make_card

        _check_form(form)
        card = make_card(plugin)
        typer.echo(card.as_json() if form == "json" else card.as_text())
        if not card.is_sound:
            raise typer.Exit(1)


def main() -> NoReturn:
    """Run the command line; the entry point of the program ``casecompare``."""
    for stream in (sys.stdout, sys.stderr):
        # A redirected stream may be ASCII; better a replaced sign than a lost result.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()
    raise SystemExit(0)


@contextmanager
def _told(debug: bool) -> Iterator[None]:
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
        raise typer.Exit(_say(error)) from None


def _say(error: Exception) -> int:
    """Print what went wrong in words, and give the exit code."""
    if isinstance(error, StudyError):
        _print_problems(error.problems)
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


def _print_problems(problems: tuple[Problem, ...] | list[Problem]) -> None:
    for problem in problems:
        prefix = "" if problem.level == "error" else f"{problem.level}: "
        typer.echo(f"{prefix}{problem}")
    errors = sum(problem.level == "error" for problem in problems)
    others = len(problems) - errors
    typer.echo(
        ("No problems." if not problems else f"{errors} error{'s' * (errors != 1)}")
        + (f", {others} remark{'s' * (others != 1)}." if problems else "")
    )


def _check_form(form: str) -> None:
    if form not in ("text", "json"):
        raise UsageError(f"--format {form}: give text or json.")


def _study_folder(given: Path | None) -> Path:
    if given is not None:
        return given
    if Path("study.yaml").is_file():
        return Path()
    from casecompare.study import shipped_study

    typer.echo("No study.yaml in this folder: this is the study that ships with casecompare.\n", err=True)
    return shipped_study("clinical_commissioning")


def _in_language(study: Study, language: str | None) -> Study:
    """Give the study with the language of its report, which there has to be a catalogue for."""
    from casecompare.report.languages import as_language

    return replace(study, language=as_language(study.language if language is None else language))


def _host(
    plugins: list[str] | None, study: Path | None = None, *, only_builtin: bool = False
) -> tuple[Host, list[str]]:
    """Load the plugins and give the names of the methods asked for; a file stands for all its methods.

    A name that no plugin knows may be that of a method that the study itself brings as data.
    """
    from casecompare import engine

    files = [name for name in plugins or () if name.endswith(".py")]
    if only_builtin and files:
        raise UsageError(f"--only-builtin and --plugin {files[0]}: that file does not ship. Leave one out.")
    host = engine.load_host(files, only_builtin=only_builtin, study=study)
    methods: list[str] = []
    for name in plugins or ():
        if name.endswith(".py"):
            loaded = next(one for one in host.plugins if one.found.path == str(Path(name)))
            methods += [method.name for method in loaded.methods]
        else:
            known = host if study is None or name in host.method_names else engine.study_host(study, host)
            known.method(name)
            methods.append(name)
    return host, methods


def _settings(settings: list[str] | None) -> Mapping[str, Mapping[str, object]]:
    """Read ``qca.consistency=0.85``; the value as study.yaml would hold it."""
    from casecompare.study import read_scalar

    options: dict[str, dict[str, object]] = {}
    for setting in settings or ():
        key, equals, value = setting.partition("=")
        method, dot, option = key.strip().partition(".")
        if not (equals and dot and method and option):
            raise UsageError(
                f"--set {setting}: write it as METHOD.OPTION=VALUE, for instance qca.consistency=0.85."
            )
        options.setdefault(method, {})[option] = read_scalar(value)
    return options


def _isolation(given: str | None) -> Isolation | None:
    known: dict[str | None, Isolation | None] = {None: None, "process": "process", "none": "none"}
    if given not in known:
        raise UsageError(f"--isolation {given}: give process or none.")
    return known[given]


def _size(text: str) -> int:
    from casecompare.study.limits import read_size

    return read_size(text)


def _limits(size: str | None) -> Limits:
    from casecompare.study import Limits

    return Limits() if size is None else Limits.of_size(size)


def _has_html(formats: list[str] | None) -> bool:
    return not formats or "html" in formats or "all" in formats


def _command() -> str:
    import shlex

    return shlex.join(["casecompare", *sys.argv[1:]])


def _draw_progress(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        line = f"{done}/{total} {what}" if done < total else ""
        sys.stderr.write(f"\r\033[K{line}")
        sys.stderr.flush()
