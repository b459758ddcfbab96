"""Arguments and options that several commands share, and how each is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casecompare.errors import UsageError

if TYPE_CHECKING:
    from casecompare.methods import Host
    from casecompare.study import Isolation, Limits, Study

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


def study_folder(given: Path | None) -> Path:
    """Give the study's folder: what was typed, else this folder, else the study that ships."""
    if given is not None:
        return given
    if Path("study.yaml").is_file():
        return Path()
    from casecompare.study import shipped_study

    typer.echo("No study.yaml in this folder: this is the study that ships with casecompare.\n", err=True)
    return shipped_study("clinical_commissioning")


def in_language(study: Study, language: str | None) -> Study:
    """Give the study with the language of its report, which there has to be a catalogue for."""
    from casecompare.report.languages import as_language

    return replace(study, language=as_language(study.language if language is None else language))


def loaded_host(
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


def read_settings(settings: list[str] | None) -> Mapping[str, Mapping[str, object]]:
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


def read_isolation(given: str | None) -> Isolation | None:
    """Read ``--isolation``; None leaves it to the study."""
    known: dict[str | None, Isolation | None] = {None: None, "process": "process", "none": "none"}
    if given not in known:
        raise UsageError(f"--isolation {given}: give process or none.")
    return known[given]


def size_in_bytes(text: str) -> int:
    """Read a size such as ``2GB``."""
    from casecompare.study.limits import read_size

    return read_size(text)


def limits_of_size(size: str | None) -> Limits:
    """Give the limits of reading, with another largest size of a file where one was typed."""
    from casecompare.study import Limits

    return Limits() if size is None else Limits.of_size(size)


def check_form(form: str) -> None:
    """Refuse a form of output that there is not."""
    if form not in ("text", "json"):
        raise UsageError(f"--format {form}: give text or json.")
