"""What `archive` packed and what `verify` found, as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from casecompare.errors import UsageError
from casecompare.replication.archive import ArchiveReport
from casecompare.replication.verify import Verification
from casecompare.report.text import clean, one_line, plural, shorten
from casecompare.report.text_table import wrap
from casecompare.study.limits import size_text

__all__ = ["VERIFICATION_SCHEMA", "render_archive", "render_verification"]

VERIFICATION_SCHEMA = "casecompare/verification/1"
_WIDTH = 80
_LISTED = 10
_ANSWERS = {
    "the same": "The same: every number came out again, to the last digit.",
    "the same within tolerance": "The same within tolerance: every number came out again, to nine decimals.",
    "differs": "It differs.",
    "cannot tell": "It cannot be told here whether the numbers come out again.",
}


def render_verification(verification: Verification, form: str = "text") -> str:
    """Write what was found: the answer, why, where, and which versions differ.

    Parameters
    ----------
    verification
        From `casecompare.replication.verify`.
    form
        ``text``: within 80 columns, long lists cut; ``json``: everything.

    Raises
    ------
    UsageError
        If there is no such form.
    """
    if form == "json":
        return json.dumps(_data(verification), indent=1, ensure_ascii=False)
    if form != "text":
        raise UsageError(f"--format {form}: give text or json.")
    return "\n".join(_lines(verification))


def render_archive(made: ArchiveReport) -> str:
    """Say what was packed, what was left out of it, and what to look at before passing it on."""
    lines = wrap(f"Packed {made.path}: {plural(made.files, 'file')}, {size_text(made.size)}.", _WIDTH)
    about = f"It is about the run {shorten(made.run, 200)}." if made.run else "The study was run for it."
    lines += wrap(
        f"{about} Run again as packed, it gives the same {made.compared:,} numbers and words.", _WIDTH
    )
    if made.left_out:
        lines.append("Left out:")
    for line in (*made.left_out[:_LISTED], *_more(len(made.left_out))):
        lines += wrap(one_line(line), _WIDTH, "  ", "    ")
    for remark in (*made.remarks[:_LISTED], *_more(len(made.remarks))):
        lines += wrap(f"Look: {one_line(remark)}", _WIDTH, "", "  ")
    lines += wrap(f"To check it elsewhere: casecompare verify {made.path.name}", _WIDTH)
    return "\n".join(lines)


def _more(count: int) -> tuple[str, ...]:
    return (f"and {count - _LISTED} more, see README.md in the archive",) if count > _LISTED else ()


def _lines(found: Verification) -> Iterator[str]:
    study = found.manifest.study
    yield from wrap(shorten(study.title or study.name, 200), _WIDTH)
    if study.status:
        yield from wrap(f"Status: {shorten(study.status, 200)}", _WIDTH)
    yield ""
    yield from wrap(_ANSWERS[found.word], _WIDTH)
    for reason in found.reasons[:_LISTED]:
        for line in clean(reason).splitlines()[:_LISTED]:
            yield from wrap(line, _WIDTH, "  ")
    if len(found.reasons) > _LISTED:
        yield f"  and {plural(len(found.reasons) - _LISTED, 'more', 'more')}"
    for difference in found.differences[:_LISTED]:
        yield from wrap(shorten(str(difference), 300), _WIDTH, "  - ", "    ")
    if len(found.differences) > _LISTED:
        yield f"  and {len(found.differences) - _LISTED} more: --format json has all of them."
    if found.compared:
        yield f"Compared: {found.compared:,} numbers and words."
    if found.versions:
        yield "Other versions than those that the archive was made with:"
        for version in found.versions[:_LISTED]:
            yield from wrap(one_line(version), _WIDTH, "  ")
        if len(found.versions) > _LISTED:
            yield f"  and {len(found.versions) - _LISTED} more: --format json has all of them."
    yield from wrap(f"The run: {shorten(found.manifest.command, 400)}", _WIDTH, "", "  ")


def _data(found: Verification) -> dict[str, object]:
    return {
        "schema": VERIFICATION_SCHEMA,
        "archive": found.path,
        "study": found.manifest.study.name,
        "word": found.word,
        "same": found.is_same,
        "compared": found.compared,
        "reasons": list(found.reasons),
        "differences": [
            {"place": list(one.place), "expected": one.expected, "got": one.got} for one in found.differences
        ],
        "versions": list(found.versions),
    }
