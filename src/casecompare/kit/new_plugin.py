"""Write the project of a new plugin: small, complete and in order, so that an author starts from green."""

from __future__ import annotations

import json
import keyword
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Collection, Mapping
from importlib import metadata, resources
from pathlib import Path

import jinja2
from packaging.version import Version

from casecompare.errors import UsageError, did_you_mean
from casecompare.methods import CONTRACT, find_plugins

__all__ = ["next_commands", "write_plugin"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_NAME, _LONGEST_AUTHOR = 30, 100
_FILES = {
    "pyproject.toml": ("pyproject.toml.jinja", "what it is called, what it needs, and how it is found"),
    "README.md": ("README.md.jinja", "question, when to use, when not, example, references"),
    "src/casecompare_{name}/__init__.py": ("plugin.py.jinja", "the method, its options, and the hook"),
    "src/casecompare_{name}/py.typed": ("", "says that it is typed"),
    "tests/test_contract.py": ("test_contract.py.jinja", "the checks of the kit, and tests of your own"),
}
_LICENCE = {"LICENSE": ("LICENSE.jinja", "MIT: others may use and change it")}


def write_plugin(
    name: str, folder: str | Path | None = None, *, author: str = "", licence: str = "none"
) -> list[tuple[Path, str]]:
    """Write a complete project that computes something small and true, and give its files.

    Parameters
    ----------
    name
        What the user will type after ``--plugin``: small letters, digits and _.
    folder
        The project's folder, which must not be there; default ``casecompare-NAME``.
    author
        Who wrote it, for ``pyproject.toml`` and the licence.
    licence
        ``mit``, or ``none`` to choose one later.

    Returns
    -------
    list of (path, words)
        Each file, and what it is for.

    Raises
    ------
    UsageError
        if the name is taken or cannot be one, the folder is there, or the author is more than a line.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as here:
    ...     files = write_plugin("my_index", Path(here) / "project")
    ...     [path.name for path, _ in files]
    ['pyproject.toml', 'README.md', '__init__.py', 'py.typed', 'test_contract.py']
    """
    _check_name(name, {plugin.name: plugin.distribution for plugin in find_plugins()})
    _check_author(author)
    if licence not in ("mit", "none"):
        raise UsageError(f"--licence {licence}: give mit or none.")
    target = Path(folder) if folder else Path(f"casecompare-{name.replace('_', '-')}")
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} is there already. Name another folder with --folder, or remove it.")
    files = {**_FILES, **(_LICENCE if licence == "mit" else {})}
    texts = {file: _fill(template, _values(name, author, licence)) for file, (template, _) in files.items()}
    _write_whole(target, {file.format(name=name): text for file, text in texts.items()})
    return [(target / file.format(name=name), words) for file, (_, words) in files.items()]


def next_commands(folder: Path, name: str) -> list[str]:
    """Give the three commands to go on with: make it known, check it, run it.

    Examples
    --------
    >>> next_commands(Path("casecompare-mine"), "mine")[1:]
    ['casecompare check-plugin casecompare-mine', 'casecompare run --plugin mine']
    """
    return [
        f"{shlex.quote(_shown_python())} -m pip install -e {shlex.quote(str(folder))}",
        f"casecompare check-plugin {shlex.quote(str(folder))}",
        f"casecompare run --plugin {name}",
    ]


def _shown_python() -> str:
    """Give the Python that runs casecompare: another one's pip would install the plugin out of its sight."""
    found = shutil.which("python")
    return "python" if found and Path(found).samefile(sys.executable) else sys.executable


def _check_name(name: str, taken: Mapping[str, str]) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise UsageError(
            f"'{name[:60]}' cannot be the name of a plugin: it takes up to {_LONGEST_NAME} small letters, "
            f"digits and _, and begins with a letter.{_suggestion(name, taken)}"
        )
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise UsageError(f"'{name}' is a word of Python itself. Try '{name}_method'.")
    if name.startswith("casecompare"):
        raise UsageError("'casecompare' is put before the name by itself." + _suggestion(name, taken))
    if name in taken:
        raise UsageError(f"'{name}' is taken by {taken[name]}. Try 'my_{name}'.")
    if name in sys.stdlib_module_names or name in ("testing", "sets", "figures"):
        raise UsageError(f"'{name}' is easily confused with a module. Try 'my_{name}'.")


def _suggestion(name: str, taken: Collection[str]) -> str:
    """Give the nearest name that would do; empty if nothing is left of it."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold().removeprefix("casecompare")).strip("_")
    fitting = plain.lstrip("0123456789_")[:_LONGEST_NAME].rstrip("_")
    if not fitting or keyword.iskeyword(fitting) or fitting in taken:
        return f" {did_you_mean(fitting, taken)}".rstrip() if fitting else ""
    return f" Did you mean '{fitting}'?"


def _check_author(author: str) -> None:
    if len(author) > _LONGEST_AUTHOR or not all(sign.isprintable() for sign in author):
        raise UsageError(f"--author takes one line of up to {_LONGEST_AUTHOR} letters.")


def _values(name: str, author: str, licence: str) -> dict[str, object]:
    title = name.replace("_", " ").strip().capitalize()
    return {
        "name": name,
        "title": title,
        "class_name": "".join(part.capitalize() for part in name.split("_")),
        "author": author,
        "has_licence": licence == "mit",
        "citation": f"casecompare-{name.replace('_', '-')} 0.1.0 (this software)",
        "contract": CONTRACT,
        "version": Version(metadata.version("casecompare")).base_version.rsplit(".", 1)[0],
    }


def _fill(template: str, values: Mapping[str, object]) -> str:
    if not template:
        return ""
    # Nothing is escaped as HTML: what can hold any letter goes through one of the two filters.
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (Python and TOML, no HTML)
    )
    environment.filters["toml"] = lambda text: json.dumps(text, ensure_ascii=False)
    environment.filters["python"] = lambda text: json.dumps(text, ensure_ascii=False)
    text = resources.files("casecompare.kit").joinpath("templates", template).read_text(encoding="utf-8")
    return environment.from_string(text).render(values)


def _write_whole(target: Path, texts: Mapping[str, str]) -> None:
    """Write all files beside the target, then move them into place: no half of a project is left behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as beside:
        made = Path(beside) / "project"
        for file, text in texts.items():
            (made / file).parent.mkdir(parents=True, exist_ok=True)
            (made / file).write_text(text, encoding="utf-8", newline="\n")
        made.rename(target)
