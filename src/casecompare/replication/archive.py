"""The replication archive: one zip file with which another machine can tell whether a run comes out again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from casecompare import engine
from casecompare.errors import CasecompareError, PluginNotFound, ReportError
from casecompare.methods import Comparison, Host
from casecompare.replication.archive_files import archive_files, formats_of
from casecompare.replication.manifest import MANIFEST, read_manifest
from casecompare.replication.numbers import (
    Compared,
    Numbers,
    compare_numbers,
    numbers_of,
    numbers_of_saved,
)
from casecompare.replication.saved import SavedRun, read_saved
from casecompare.replication.settings import (
    Progress,
    RunSettings,
    Surroundings,
    make_again,
    missing_methods,
    settings_of,
)
from casecompare.replication.withheld_files import PackedStudy, pack_study
from casecompare.replication.zip_files import ZipLimits, is_zip, read_zip, unpack, zip_bytes
from casecompare.report.text import plural, shorten, slug
from casecompare.report.whole_file import write_whole
from casecompare.study import Limits, Study

__all__ = ["ArchiveReport", "archive"]

_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class ArchiveReport:
    """What went into an archive.

    Parameters
    ----------
    path
        The zip file.
    run
        The run folder that it is about; empty where the study was run for it.
    files, size
        The number of files in it, and its size in bytes.
    compared
        How many numbers and words came out again when the packed study was run.
    left_out
        What was left out of which file, one sentence each.
    remarks
        What the one who made the archive should look at before passing it on.
    """

    path: Path
    run: str
    files: int
    size: int
    compared: int
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What was asked for, as far as it goes through all the steps."""

    with_restricted: bool
    with_files: Sequence[str]
    limits: Limits
    surroundings: Surroundings


def archive(
    study: str | Path,
    output: str | Path | None = None,
    *,
    run: str | Path | None = None,
    runs: str | Path | None = None,
    host: Host | None = None,
    with_restricted: bool = False,
    with_files: Sequence[str] = (),
    limits: Limits | None = None,
    seconds: float = 600.0,
    progress: Progress = lambda done, total, what: None,
) -> ArchiveReport:
    """Pack a study and its run into a zip file that `casecompare.replication.verify` can check elsewhere.

    The study goes in without restricted passages and names, and is run again as it was packed: an archive
    is written only if the numbers are those of the run.

    Parameters
    ----------
    study
        The study's folder.
    output
        The zip file; by default ``STUDY-archive.zip``. An earlier archive there is replaced.
    run
        The run folder that the archive is about; without it the study is run as it configures itself.
    runs
        A folder with run folders: where `run` is not given, the one with the study's name is taken.
    host
        The plugins; by default all installed ones.
    with_restricted
        Whether restricted passages and names go in as well.
    with_files
        Patterns of files that methods read beside the cases, and that may go in as they are.
    limits
        How large the input may be.
    seconds
        The time that each method may take.
    progress
        Called as ``progress(done, total, what)``.

    Raises
    ------
    StudyError
        If the study cannot be used.
    ReportError
        If the run belongs to other files, the numbers do not come out again, or the file cannot be written.
    UsageError
        If `run` is no run.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = archive("cases/lipset_1959", f"{folder}/lipset.zip")
    ...     report.path.name, report.left_out
    ('lipset.zip', ())
    """
    host = host or engine.load_host()
    wish = _Wish(
        with_restricted=with_restricted,
        with_files=with_files,
        limits=limits or Limits(),
        surroundings=Surroundings(host=host, seconds=seconds, progress=progress),
    )
    opened = engine.open_study(study, host=host, limits=wish.limits)
    target = Path(output or f"{slug(opened.name) or 'study'}-archive.zip")
    _refuse_what_is_no_archive(target)
    if run is None and runs is not None and (Path(runs) / opened.name / "comparison.json").is_file():
        run = Path(runs) / opened.name
    former = None if run is None else read_saved(run)
    settings = RunSettings() if former is None else _settings(former, opened, host)
    packed = pack_study(
        opened,
        host.sections,
        options=_own_options(opened, settings),
        with_restricted=with_restricted,
        with_files=with_files,
        limits=wish.limits,
    )
    again = _run_packed(packed, opened.places.file, settings, wish)
    settings = settings.model_copy(update={"methods": tuple(again.runs)})
    compared = _hold(again, former, opened, settings, packed, wish)
    files = archive_files(
        again,
        opened,
        packed,
        settings,
        host=host,
        with_restricted=with_restricted,
        formats=None if run is None else formats_of(Path(run)),
        name=target.name,
    )
    content = zip_bytes(files)
    _move_into_place(content, target)
    return ArchiveReport(
        path=target,
        run="" if former is None else former.path,
        files=len(files),
        size=len(content),
        compared=compared.compared,
        left_out=tuple(map(str, packed.withheld)),
        remarks=packed.remarks,
    )


def _settings(former: SavedRun, study: Study, host: Host) -> RunSettings:
    """Take the settings from the run, which must have been made from these very files."""
    host = host.for_study(study)
    missing = missing_methods(tuple(one.name for one in former.comparison.methods), host)
    if missing:
        raise PluginNotFound(
            missing[0],
            f"the run {former.path} used this method, but no plugin here brings it. Install it, or name "
            "its file "
            "with --plugin.",
        )
    before, now = former.comparison.study.files, study.files
    changed = [name for name in dict.fromkeys([*before, *now]) if before.get(name) != now.get(name)]
    if changed:
        shown = ", ".join(shorten(name, 60) for name in changed[:_SHOWN])
        more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
        raise ReportError(
            f"The run {former.path} was made from other files than those in the study now: {shown}{more} "
            "changed since. Run the study again, or bring the files back."
        )
    return settings_of(former, study, host)


def _own_options(study: Study, settings: RunSettings) -> dict[str, dict[str, object]]:
    """Give the options of the study with those of the run in their place."""
    names = dict.fromkeys([*study.methods, *settings.options])
    return {name: {**study.methods.get(name, {}), **settings.options.get(name, {})} for name in names}


def _run_packed(packed: PackedStudy, main_file: str, settings: RunSettings, wish: _Wish) -> Comparison:
    """Run the study as it was packed, from a folder that holds nothing else."""
    with tempfile.TemporaryDirectory(prefix="casecompare-") as place:
        folder = Path(place) / "study"
        folder.mkdir()
        unpack(packed.files, folder)
        host = wish.surroundings.host
        try:
            opened = engine.open_study(folder / main_file, host=host, limits=wish.limits)
            return make_again(opened, settings, wish.surroundings)
        except CasecompareError as error:
            if not packed.withheld:
                raise
            raise ReportError(
                "Without what was left out, the study cannot be run:\n"
                f"{error}\nNothing was written. Change the records, or use --with-restricted."
            ) from error


def _hold(
    again: Comparison,
    former: SavedRun | None,
    study: Study,
    settings: RunSettings,
    packed: PackedStudy,
    wish: _Wish,
) -> Compared:
    """Refuse to pack what does not give the numbers of the run, and say why as far as it can be told."""
    got = numbers_of(again)
    if former is None and not packed.withheld:
        return compare_numbers(got, got)
    whole: Numbers | None = None
    if former is None:
        whole = numbers_of(make_again(study, settings, wish.surroundings))
    expected = whole if former is None else numbers_of_saved(former.comparison)
    assert expected is not None, "one of the two is there"
    compared = compare_numbers(expected, got)
    if not compared.differences:
        return compared
    is_withheld = former is None
    if former is not None and packed.withheld:
        whole = numbers_of(make_again(study, settings, wish.surroundings))
        is_withheld = not compare_numbers(expected, whole).differences
    listed = "\n".join(f"  {shorten(str(one), 200)}" for one in compared.differences[:_SHOWN])
    count = plural(len(compared.differences), "number or word", "numbers or words")
    if is_withheld:
        raise ReportError(
            f"Leaving the restricted evidence out changes the results: {count} differ.\n{listed}\n"
            "Nothing was written. A method reads what was left out; use --with-restricted, or tell its "
            "author."
        )
    raise ReportError(
        f"The run {former.path if former else ''} does not come out again: {count} differ.\n{listed}\n"
        "Nothing was written. Run the study again with the versions that are installed now."
    )


def _refuse_what_is_no_archive(target: Path) -> None:
    """Stop before anything is computed where the file could not be written, or is somebody's work."""
    if target.is_dir():
        raise ReportError(f"{target} is a folder. Name the zip file with -o.")
    if not target.exists():
        return
    try:
        files = read_zip(target, ZipLimits()) if is_zip(target) else {}
        read_manifest(files.get(MANIFEST), target.name)
    except CasecompareError as error:
        raise ReportError(
            f"{target} is not an archive that casecompare wrote, so it is left as it is. Choose another "
            "name with -o."
        ) from error


def _move_into_place(content: bytes, target: Path) -> None:
    """Write the zip file beside its place and move it in when it is whole."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        raise ReportError(
            f"{target}: the archive could not be written ({error.strerror or error})."
        ) from error
