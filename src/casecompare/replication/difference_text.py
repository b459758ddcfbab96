"""The difference of two runs as text for a terminal, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from pydantic import JsonValue

from casecompare.errors import UsageError, did_you_mean
from casecompare.replication.changes import Change, ChangeGroup
from casecompare.replication.differences import RunDifference
from casecompare.report.markdown import escape_markdown
from casecompare.report.text import one_line, plural, sentence, shorten
from casecompare.report.text_table import wrap

__all__ = ["DIFFERENCE_SCHEMA", "render_difference"]

DIFFERENCE_SCHEMA = "casecompare/difference/1"
_WIDTH = 80
_LISTED = 20
_LONGEST = 160
Render: TypeAlias = Callable[[RunDifference], str]


def render_difference(difference: RunDifference, form: str = "text") -> str:
    """Write a difference.

    Parameters
    ----------
    difference
        From `casecompare.replication.diff`.
    form
        ``text``: within 80 columns, long lists cut; ``markdown``: the same for a wiki or a letter to a
        reviewer; ``json``: everything, for programs.

    Raises
    ------
    UsageError
        If there is no such form.

    Examples
    --------
    >>> print(render_difference(RunDifference(first="a", second="b", sentence="The two runs are the same.")))
    The two runs are the same.
    """
    if form not in _FORMS:
        hint = did_you_mean(form, _FORMS) or "Give text, markdown or json."
        raise UsageError(f"--format {form}: there is no such format. {hint}")
    return _FORMS[form](difference)


def _text(difference: RunDifference) -> str:
    lines = wrap(one_line(difference.sentence), _WIDTH)
    if difference.is_same:
        return "\n".join(lines)
    lines += ["", *wrap(f"from  {shorten(difference.first, 300)}", _WIDTH, "", "      ")]
    lines += wrap(f"to    {shorten(difference.second, 300)}", _WIDTH, "", "      ")
    for group in difference.groups:
        lines += ["", *_text_group(group)]
    return "\n".join(lines)


def _text_group(group: ChangeGroup) -> Iterator[str]:
    yield from wrap(group.title, _WIDTH)
    for change in group.changes[:_LISTED]:
        yield from wrap(_line(change), _WIDTH, "  ", "      ")
    more = len(group.changes) - _LISTED
    if more > 0:
        yield f"  and {plural(more, 'more', 'more')}: --format json has all of them."
    if group.note:
        yield from wrap(one_line(group.note), _WIDTH, "  ")


def _line(change: Change) -> str:
    subject, before, after = shorten(change.subject, _LONGEST), _shown(change.before), _shown(change.after)
    said = {
        "added": f"+ {subject}{after and ': '}{after}",
        "removed": f"- {subject}{before and ': '}{before}",
        "changed": f"{subject}: {before or 'nothing'} → {after or 'nothing'}",
    }[change.kind]
    if change.kind == "changed" and change.before == change.after:
        said = f"{subject}{before and ': '}{before}"
    return f"{said} ({shorten(change.note, 3 * _LONGEST)})" if change.note else said


def _shown(value: JsonValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | dict):
        return shorten(json.dumps(value, ensure_ascii=False), _LONGEST)
    return shorten(str(value), _LONGEST) or '""'


def _markdown(difference: RunDifference) -> str:
    lines = [f"**{escape_markdown(one_line(difference.sentence))}**"]
    if not difference.is_same:
        lines += ["", f"From {escape_markdown(shorten(difference.first, 300))} "
                      f"to {escape_markdown(shorten(difference.second, 300))}."]  # fmt: skip
    for group in difference.groups:
        lines += ["", f"## {escape_markdown(group.title)}", ""]
        if group.changes:
            lines += ["| what | before | after | note |", "| --- | --- | --- | --- |"]
        lines += [_markdown_row(change) for change in group.changes]
        if group.note:
            lines += ["", escape_markdown(sentence(group.note))]
    return "\n".join(lines)


def _markdown_row(change: Change) -> str:
    before = "" if change.kind == "added" else _shown(change.before) or "there"
    after = "gone" if change.kind == "removed" else _shown(change.after) or "there"
    cells = [shorten(change.subject, _LONGEST), before, after, shorten(change.note, 3 * _LONGEST)]
    return f"| {' | '.join(escape_markdown(cell) for cell in cells)} |"


def _json(difference: RunDifference) -> str:
    told: Mapping[str, JsonValue] = {
        "schema": DIFFERENCE_SCHEMA,
        "first": difference.first,
        "second": difference.second,
        "sentence": difference.sentence,
        "same": difference.is_same,
        "same_results": difference.has_same_results,
        "groups": [
            {
                "name": group.name,
                "title": group.title,
                "side": group.side,
                "note": group.note,
                "changes": [_change_data(change) for change in group.changes],
            }
            for group in difference.groups
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _change_data(change: Change) -> JsonValue:
    return {
        "subject": change.subject,
        "kind": change.kind,
        "before": change.before,
        "after": change.after,
        "note": change.note,
    }


_FORMS: Mapping[str, Render] = {"text": _text, "markdown": _markdown, "json": _json}
