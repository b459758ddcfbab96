"""The commands. Thin: each reads its arguments, calls the library, prints, and gives an exit code.

Exit codes: 0 fine; 1 problems found, or a method failed; 2 wrong use. Heavy imports stand inside the
commands, so that ``casecompare --help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from casecompare.errors import CasecompareError, PluginNotFound, Problem, StudyError, UsageError

if TYPE_CHECKING:
    from casecompare.methods import Host
    from casecompare.study import Limits

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
            help="html, markdown, json, csv or a plugin's. Repeatable; default all.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="The seed of every random number.")] = 1,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds that each method may take.")] = 600.0,
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

        started = datetime.now(UTC)
        folder = _study_folder(study)
        host, methods = _host(plugin)
        choose_formats(formats, host.renderers)  # a slip is told now, not after a long run
        limits = _limits(max_file_size)
        opened = engine.open_study(folder, host=host, limits=limits)
        comparison = engine.run(
            opened,
            methods,
            options=_settings(settings),
            host=host,
            seed=seed,
            seconds=time_limit,
            progress=_draw_progress,
        )
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
        host, methods = _host(plugin)
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
        from casecompare.report import plugin_rows, text_table

        _check_form(form)
        rows = plugin_rows(engine.load_host())
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False) if form == "json" else text_table(rows))
        if any(row["health"] != "ok" for row in rows):
            raise typer.Exit(1)


@app.command(short_help="Say what a method answers, its options, what to cite.")
def describe(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A method, e.g. qca, or a Python file with one.")
    ],
    debug: DebugOption = False,
) -> None:
    """Say what a method answers, its options, what it reads and derives, and what to cite.

    casecompare describe qca
    """
    with _told(debug):
        from casecompare.report import describe_method

        host, methods = _host([name])
        typer.echo("\n\n".join(describe_method(*host.method(method)) for method in methods))


@app.command(short_help="Print the JSON Schema that editors use.")
def schema(
    what: Annotated[
        str, typer.Argument(metavar="case|study", help="The record of a case, or study.yaml.")
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
        from casecompare.study import case_schema, study_schema

        if what not in ("case", "study"):
            raise UsageError(f"schema {what}: give case or study.")
        host = engine.load_host()
        opened = engine.open_study(study, host=host) if study else None
        made = case_schema(opened, host.sections) if what == "case" else study_schema()
        typer.echo(json.dumps(made, indent=2, ensure_ascii=False))


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


def _host(plugins: list[str] | None) -> tuple[Host, list[str]]:
    """Load the plugins and give the names of the methods asked for; a file stands for all its methods."""
    from casecompare import engine

    files = [name for name in plugins or () if name.endswith(".py")]
    host = engine.load_host(files)
    methods: list[str] = []
    for name in plugins or ():
        if name.endswith(".py"):
            loaded = next(one for one in host.plugins if one.found.path == str(Path(name)))
            methods += [method.name for method in loaded.methods]
        else:
            host.method(name)
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


def _limits(size: str | None) -> Limits:
    from casecompare.study import Limits

    return Limits() if size is None else Limits.of_size(size)


def _has_html(formats: list[str] | None) -> bool:
    return not formats or "html" in formats


def _command() -> str:
    import shlex

    return shlex.join(["casecompare", *sys.argv[1:]])


def _draw_progress(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        line = f"{done}/{total} {what}" if done < total else ""
        sys.stderr.write(f"\r\033[K{line}")
        sys.stderr.flush()
