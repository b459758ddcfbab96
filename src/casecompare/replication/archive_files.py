"""The files of an archive: the study as packed, the run made from it, numbers, versions, manifest."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from casecompare.methods import Comparison, Host
from casecompare.replication.archive_readme import archive_readme
from casecompare.replication.environment import environment, requirements_text
from casecompare.replication.manifest import (
    MANIFEST,
    NUMBERS,
    ArchivedMethod,
    ArchivedStudy,
    LeftOut,
    MadeWith,
    Manifest,
    sha256,
)
from casecompare.replication.numbers import canonical_bytes, digest, numbers_of
from casecompare.replication.settings import RunSettings, command_of
from casecompare.replication.withheld_files import PackedStudy
from casecompare.report import run_files
from casecompare.report.renderers import FOLDERS, ON_REQUEST, RENDERERS
from casecompare.study import Study

__all__ = ["archive_files", "formats_of"]


def archive_files(
    again: Comparison,
    study: Study,
    packed: PackedStudy,
    settings: RunSettings,
    *,
    host: Host,
    with_restricted: bool,
    formats: Sequence[str] | None,
    name: str,
) -> dict[str, bytes]:
    """Give the content of every file of an archive by its name.

    Parameters
    ----------
    again
        The run of the study as it was packed.
    study, packed
        The study as it is, and the files of it that are packed.
    settings
        How the run was made.
    host
        The plugins; the files of those that are not installed are packed, too.
    with_restricted
        Whether nothing was left out.
    formats
        Those of the run's reports; None for the usual ones.
    name
        The name of the zip file.
    """
    renderers, code = host.renderers, _code_files(host)
    numbers = numbers_of(again)
    made_with = environment([run.provenance.distribution for run in again.runs.values()] + ["casecompare"])
    used = {run.provenance.distribution for run in again.runs.values()}
    files = {
        **{f"study/{file}": content for file, content in packed.files.items()},
        **{f"run/{file}": content for file, content in
           run_files(again, formats=formats, renderers=renderers).items()},
        **{f"code/{file}": content for file, content in code.items() if file in used},
        NUMBERS: canonical_bytes(numbers),
        "requirements.txt": requirements_text(made_with).encode("utf-8"),
    }  # fmt: skip
    manifest = Manifest(
        study=ArchivedStudy(
            name=study.name,
            title=study.title,
            citation=study.citation,
            status=study.status,
            licence=study.licence,
            file=f"study/{study.places.file}",
        ),
        command=command_of(settings, "study"),
        run=settings,
        methods=tuple(_methods(again, code)),
        made_with=MadeWith(python=made_with.python, packages=dict(made_with.packages)),
        left_out=LeftOut(holds_restricted=with_restricted, files=tuple(map(str, packed.withheld))),
        numbers=digest(numbers),
    )
    listed = {file: sha256(content) for file, content in sorted(files.items())}
    local = [f"{one} {made_with.packages[one]}" for one in made_with.sources]
    readme = archive_readme(manifest.model_copy(update={"files": listed}), name, packed.remarks, local)
    listed["README.md"] = sha256(readme)
    whole = manifest.model_copy(update={"files": dict(sorted(listed.items()))})
    return {**files, "README.md": readme, MANIFEST: whole.as_bytes()}


def _methods(again: Comparison, code: Mapping[str, bytes]) -> Iterator[ArchivedMethod]:
    for name, run in again.runs.items():
        yield ArchivedMethod(
            name=name,
            title=run.method.title,
            citation=run.method.citation,
            distribution=run.provenance.distribution,
            version=run.provenance.version,
            is_file=run.provenance.distribution in code,
        )


def _code_files(host: Host) -> dict[str, bytes]:
    """Give the files of plugins that are not installed, by the name that stands for their distribution."""
    files = {}
    for plugin in host.plugins:
        if plugin.found.origin == "file":
            with contextlib.suppress(OSError):
                files[plugin.found.distribution] = Path(plugin.found.path).read_bytes()
    return files


def formats_of(run: Path) -> list[str] | None:
    """Give the formats that a run folder holds, so that the archive has the same; None for other runs.

    Examples
    --------
    >>> formats_of(Path("no/folder")) is None
    True
    """
    if not run.is_dir():
        return None
    single = [
        renderer.name
        for renderer in (*RENDERERS.values(), *ON_REQUEST.values())
        if renderer.name == "json" or (run / f"report.{renderer.suffix.strip('.')}").is_file()
    ]
    return [*single, *(name for name, (folder, _) in FOLDERS.items() if (run / folder).is_dir())]
