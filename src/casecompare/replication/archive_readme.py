"""The README of an archive: what a reviewer needs who has never heard of casecompare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casecompare.replication.manifest import Manifest
from casecompare.report.markdown import escape_markdown
from casecompare.report.text import one_line, plural, sentence

__all__ = ["archive_readme"]

_PARTS = (
    ("study/", "the study as it was compared: codebook, calibration with its reasons, cases, hypotheses"),
    ("run/", "the run: the report to read, `comparison.json` for programs, every table"),
    ("expected.json", "the numbers that have to come out again"),
    ("requirements.txt", "the exact versions that the run was made with"),
    ("manifest.json", "the SHA-256 of each file and of the numbers, the command, the seed, the versions"),
    ("code/", "plugins that were not installed, as text: read them before you use them"),
)


def archive_readme(
    manifest: Manifest, name: str, remarks: Sequence[str] = (), local: Sequence[str] = ()
) -> bytes:
    """Write the README of an archive.

    Parameters
    ----------
    manifest
        The archive's.
    name
        The name of the zip file.
    remarks
        What the one who made the archive was told about it.
    local
        Distributions that were not installed from a package index, with their versions.
    """
    text = "\n".join(_lines(manifest, name, remarks, local))
    return (text + "\n").encode("utf-8", "replace")


def _lines(manifest: Manifest, name: str, remarks: Sequence[str], local: Sequence[str]) -> Iterator[str]:
    study = manifest.study
    yield f"# {_text(study.title or study.name)}"
    if study.status:
        yield f"\n> **Status: {_text(study.status)}**"
    yield (
        "\nThis archive holds a comparison of cases, what it was made from, and what is needed to make it "
        "again. It was made with casecompare, which compares cases from coded judgements to hypotheses."
    )
    yield "\n## How to verify it\n"
    yield from _commands(manifest, name, local)
    yield "\n## What is in it\n"
    yield "| where | what |\n| --- | --- |"
    for place, what in _PARTS:
        if any(file.startswith(place) for file in (*manifest.files, "manifest.json")):
            yield f"| `{place}` | {what} |"
    yield f"\nThe run was made by `{_code(manifest.command)}` (seed {manifest.run.seed})."
    yield "\n## What was left out\n"
    yield from _left_out(manifest, remarks)
    yield "\n## How to cite it\n"
    yield from _citations(manifest)


def _commands(manifest: Manifest, name: str, local: Sequence[str]) -> Iterator[str]:
    python = manifest.made_with.python.partition(" ")[2] or "3.11 or newer"
    yield f"With Python {python}, in the folder of the zip file:"
    yield "\n```console"
    yield f"$ unzip {_code(name)} requirements.txt"
    yield "$ python3 -m venv fresh && fresh/bin/pip install -r requirements.txt"
    yield f"$ fresh/bin/casecompare verify {_code(name)}"
    yield "```\n"
    if local:
        yield (
            f"{_listed(local)} did not come from a package index: get that version from the authors and "
            "install it into `fresh` before the last command.\n"
        )
    yield (
        "The last one checks that no file was changed, runs the study again, and says whether the numbers "
        "came out the same: words and counts exactly, other numbers to nine decimals, draws by their seed. "
        "Nothing in the archive is executed; the code is that of your own installation."
    )
    strangers = [method for method in manifest.methods if method.is_file]
    if strangers:
        files = " ".join(f"--plugin code/{_code(method.distribution)}" for method in strangers)
        yield (
            f"\n{plural(len(strangers), 'method')} came from a file that is not installed. Read it, it is "
            f"code that runs with your rights; then unpack it and add `{files}`."
        )


def _left_out(manifest: Manifest, remarks: Sequence[str]) -> Iterator[str]:
    told = manifest.left_out
    if told.holds_restricted:
        yield (
            "**Nothing: this archive holds restricted evidence and names of people, because that was asked "
            "for (`--with-restricted`). Do not pass it on.** The report itself shows none of it."
        )
    elif told.files:
        yield (
            "Passages that were given in confidence (their source, place, words and notes) and the names "
            "of people; the values that rest on them are here, and so is the id of each passage. The "
            "records below were put together again as YAML without these fields and without their "
            "comments; every other file is as it was. The run was made from the study as it is here, and "
            "gave the numbers that the whole study gives.\n"
        )
        yield from (f"- {_text(sentence(line))}" for line in told.files)
    else:
        yield "Nothing: no evidence of the study is restricted. Every file of it is as it was."
    if remarks:
        yield ""
        yield from (f"- {_text(sentence(remark))}" for remark in remarks)


def _citations(manifest: Manifest) -> Iterator[str]:
    study = manifest.study
    if study.citation:
        yield f"- The study: {_text(sentence(study.citation))}"
    for method in manifest.methods:
        if method.citation:
            yield f"- The method {_text(method.title or method.name)}: {_text(sentence(method.citation))}"
    version = manifest.made_with.packages.get("casecompare", "")
    yield f"- The software: {_text(sentence(f'casecompare {version}'.strip()))}"
    if study.licence:
        yield f"\nThe terms of the data: {_text(sentence(study.licence))}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(map(_text, names))


def _text(text: str) -> str:
    return escape_markdown(one_line(text))


def _code(text: str) -> str:
    return one_line(text).replace("`", "'")
