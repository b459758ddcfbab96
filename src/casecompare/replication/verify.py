"""Verify an archive: nothing in it was changed, and its numbers come out again on this machine."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import JsonValue

from casecompare import engine
from casecompare.errors import CasecompareError, ReportError, UsageError
from casecompare.methods import Comparison, Host
from casecompare.replication.environment import environment
from casecompare.replication.manifest import MANIFEST, NUMBERS, Manifest, read_manifest, sha256
from casecompare.replication.numbers import (
    NumbersDiffer,
    compare_numbers,
    digest,
    numbers_of,
    numbers_of_saved,
)
from casecompare.replication.saved import parse_comparison
from casecompare.replication.settings import Progress, Surroundings, make_again, missing_methods
from casecompare.replication.zip_files import ZipLimits, read_zip, unpack
from casecompare.report.text import one_line, plural, shorten
from casecompare.study import Limits

__all__ = ["Verification", "Word", "verify"]

Word: TypeAlias = Literal["the same", "the same within tolerance", "differs", "cannot tell"]


@dataclass(frozen=True, kw_only=True)
class Verification:
    """Whether an archive came out again.

    Parameters
    ----------
    path
        The archive.
    word
        *the same* to the last digit; *the same within tolerance*; *differs*; or *cannot tell*, because
        a plugin is missing or another version is installed than the archive was made with.
    compared
        How many numbers and words were compared.
    reasons
        Why it is not the same, or why nobody can tell, one sentence each.
    differences
        The numbers that came out otherwise.
    versions
        What is installed in another version: ``numpy 2.3.1, the archive was made with 2.2.0``.
    manifest
        What the archive says of itself.
    """

    path: str
    word: Word
    manifest: Manifest
    compared: int = 0
    reasons: tuple[str, ...] = ()
    differences: tuple[NumbersDiffer, ...] = ()
    versions: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the numbers came out the same, if need be within the tolerance."""
        return self.word in ("the same", "the same within tolerance")


def verify(
    path: str | Path,
    *,
    keep: str | Path | None = None,
    host: Host | None = None,
    limits: Limits | None = None,
    seconds: float = 600.0,
    progress: Progress = lambda done, total, what: None,
) -> Verification:
    """Check the files of an archive, run its study again, and hold the numbers against those it gives.

    Nothing in the archive is executed: the code is that of the installed casecompare and its plugins.

    Parameters
    ----------
    path
        A zip file from `casecompare.replication.archive`.
    keep
        A folder that is new or empty, to which the archive is unpacked and left; by default it is unpacked
        to a temporary one.
    host
        The plugins; by default all installed ones.
    limits
        How large a file may be.
    seconds
        The time that each method may take.
    progress
        Called as ``progress(done, total, what)``.

    Raises
    ------
    UsageError
        If the file is no archive, is damaged or unsafe to unpack, or was made by a newer casecompare.
    ReportError
        If the folder `keep` holds something already.

    Examples
    --------
    >>> import tempfile
    >>> from casecompare.replication import archive
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = archive("cases/lipset_1959", f"{folder}/lipset.zip")
    ...     verify(made.path).word
    'the same'
    """
    bounds, shown = limits or Limits(), one_line(str(path))
    if not Path(path).is_file():
        raise UsageError(f"{shown}: there is no such file. Give an archive: casecompare verify FILE.zip.")
    files = read_zip(path, ZipLimits.like(bounds))
    manifest = read_manifest(files.get(MANIFEST), shown)
    if not manifest.study.file.startswith("study/") or manifest.study.file not in files:
        raise UsageError(f"{shown}: it does not hold the study that its {MANIFEST} names.")
    host = host or engine.load_host()
    check = _Check(
        shown, manifest, files, Surroundings(host=host, seconds=seconds, progress=progress), bounds
    )
    with _unpacked(files, keep) as folder:
        return check.verification(folder)


@dataclass
class _Check:
    """One archive on its way through the checks."""

    path: str
    manifest: Manifest
    files: Mapping[str, bytes]
    surroundings: Surroundings
    limits: Limits

    def verification(self, folder: Path) -> Verification:
        tampered = [*self.changed_files(), *self.changed_numbers()]
        versions = tuple(_other_versions(self.manifest))
        host = engine.study_host(folder / self.manifest.study.file, self.surroundings.host, self.limits)
        missing = missing_methods(self.manifest.run.methods, host)
        if missing:
            reasons = (*tampered, *(self.missing(name) for name in missing))
            return self.told("differs" if tampered else "cannot tell", reasons, versions)
        try:
            again = self.again(folder)
        except CasecompareError as error:
            reasons = (*tampered, *self.cannot_run(error))
            return self.told(
                "differs" if tampered or not self.other_code() else "cannot tell", reasons, versions
            )
        return self.held(again, tampered, versions)

    def held(self, again: Comparison, tampered: list[str], versions: tuple[str, ...]) -> Verification:
        """Hold the numbers against those that were expected; new ones count unless the code is another."""
        compared = compare_numbers(self.expected(), numbers_of(again))
        other_code = self.other_code()
        differences = tuple(one for one in compared.differences if not (one.is_new and other_code))
        word: Word = "the same" if compared.is_exact else "the same within tolerance"
        reasons = [*tampered]
        if differences:
            word = "cannot tell" if other_code and not tampered else "differs"
            count = plural(len(differences), "number or word differs", "numbers or words differ")
            reasons.append(
                f"{count}, but {other_code}: install the versions in requirements.txt and verify again."
                if other_code
                else f"{count} from what the archive says came out."
            )
        elif tampered:
            word = "differs"
        return self.told(word, tuple(reasons), versions, differences, compared.compared)

    def told(
        self,
        word: Word,
        reasons: tuple[str, ...],
        versions: tuple[str, ...],
        differences: tuple[NumbersDiffer, ...] = (),
        compared: int = 0,
    ) -> Verification:
        return Verification(
            path=self.path,
            word=word,
            manifest=self.manifest,
            compared=compared,
            reasons=reasons,
            differences=differences,
            versions=versions,
        )

    def changed_files(self) -> Iterator[str]:
        """Say of each file that is not what the manifest says."""
        for name, expected in self.manifest.files.items():
            if name not in self.files:
                yield f"{shorten(name)} is missing from the archive."
            elif sha256(self.files[name]) != expected:
                got = sha256(self.files[name])
                yield (
                    f"{shorten(name)} was changed: expected SHA-256 {shorten(expected, 13)}, got {got[:12]}…."
                )
        for name in self.files:
            if name not in self.manifest.files and name != MANIFEST:
                yield f"{shorten(name)} was added to the archive."

    def changed_numbers(self) -> Iterator[str]:
        """Say whether the numbers in the archive agree with each other: manifest, expected, comparison."""
        expected = self.expected()
        if digest(expected) != self.manifest.numbers:
            yield f"{NUMBERS} does not hold the numbers that {MANIFEST} was made for."
        saved = self.files.get("run/comparison.json")
        if saved is None:
            return
        try:
            told = numbers_of_saved(parse_comparison(saved, "run/comparison.json"))
        except UsageError as error:
            yield str(error)
            return
        for one in compare_numbers(expected, told, tolerance=0).differences[:5]:
            yield f"run/comparison.json and {NUMBERS} disagree: {shorten(str(one), 200)}."

    def expected(self) -> dict[str, JsonValue]:
        try:
            numbers = json.loads(self.files[NUMBERS])
        except (KeyError, ValueError, RecursionError) as error:
            raise UsageError(f"{self.path}: its {NUMBERS} is missing or damaged.") from error
        if not isinstance(numbers, dict):
            raise UsageError(f"{self.path}: its {NUMBERS} is damaged.")
        return numbers

    def again(self, folder: Path) -> Comparison:
        opened = engine.open_study(
            folder / self.manifest.study.file, host=self.surroundings.host, limits=self.limits
        )
        return make_again(opened, self.manifest.run, self.surroundings)

    def missing(self, name: str) -> str:
        made = next((one for one in self.manifest.methods if one.name == name), None)
        if made is None or not made.distribution:
            return f"The method {shorten(name, 40)} is not installed here."
        source = shorten(made.distribution, 60)
        if made.is_file:
            return (
                f"The method {shorten(name, 40)} came from the file {source}, which is not installed. Read "
                f"it (it is in the archive, code/{source}), then name it: --plugin FILE."
            )
        return (
            f"The method {shorten(name, 40)} is not installed here; the archive was made with "
            f"{source} {shorten(made.version, 40)}."
        )

    def cannot_run(self, error: CasecompareError) -> Iterator[str]:
        other = self.other_code()
        why = f", and {other}" if other else ""
        yield f"The study in the archive cannot be run here{why}:\n{error}"

    def other_code(self) -> str:
        """Say which code that makes the numbers is here in another version, or nothing."""
        names = {"casecompare", *(one.distribution for one in self.manifest.methods if not one.is_file)}
        found = environment([name for name in names if name]).packages
        expected = self.manifest.made_with.packages
        told = [
            f"{shorten(name, 60)} {found[_normal(name)]} is installed, not "
            f"{shorten(expected[_normal(name)], 40)}"
            for name in sorted(names)
            if _normal(name) in found
            and _normal(name) in expected
            and found[_normal(name)] != expected[_normal(name)]
        ]
        return " and ".join(told)


def _other_versions(manifest: Manifest) -> Iterator[str]:
    """Name what is installed in another version than the archive was made with, or not at all."""
    found = environment(list(manifest.made_with.packages))
    if manifest.made_with.python and found.python != manifest.made_with.python:
        yield f"{found.python}, the archive was made with {shorten(manifest.made_with.python, 40)}"
    for name, version in sorted(manifest.made_with.packages.items()):
        here = found.packages.get(_normal(name))
        if here != version:
            yield (
                f"{shorten(name, 60)} {here or 'is not installed'}, the archive was made with "
                f"{shorten(version, 40)}"
            )


def _normal(name: str) -> str:
    return name.replace("_", "-").replace(".", "-").lower()


@contextmanager
def _unpacked(files: Mapping[str, bytes], keep: str | Path | None) -> Iterator[Path]:
    """Give a folder with the files of an archive, whose names were checked when it was read."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="casecompare-") as place:
            unpack(files, Path(place))
            yield Path(place)
        return
    folder = Path(keep)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ReportError(f"{folder} holds something already. Choose a new folder for --keep.")
        unpack(files, folder)
    except OSError as error:
        raise ReportError(
            f"{folder}: the archive cannot be unpacked there ({error.strerror or error})."
        ) from error
    yield folder
