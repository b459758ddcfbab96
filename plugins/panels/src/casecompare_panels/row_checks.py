"""From a row to a judgement, or to all that is wrong with the row."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from casecompare import Problem
from casecompare_panels.judged_findings import JudgedFinding
from casecompare_panels.judgement_rows import COLUMNS, NEEDED, Row
from casecompare_panels.judgements import WORDS, Judgement, Word, folded
from casecompare_panels.options import LONGEST_NAME, LONGEST_TEXT
from casecompare_panels.wording import listed, short

__all__ = ["judgement_of_row"]

_TEXTS = ("condition", "reason", "evidence")


def judgement_of_row(
    row: Row, findings: Mapping[str, JudgedFinding]
) -> tuple[Judgement | None, list[Problem]]:
    """Give the judgement of a row, or what is wrong with it.

    Parameters
    ----------
    row
        As written. Without a system it is about its country.
    findings
        From `known_findings`.

    Returns
    -------
    tuple
        The judgement, None if anything is wrong; and all problems of the row. Of a restricted row condition,
        reason and evidence are left out.
    """
    cells = {name: row.cells.get(name, "") for name in COLUMNS}
    names = {name: " ".join(cells[name].split()) for name in COLUMNS if name not in _TEXTS}
    problems = [*_lacking(row, names), *_unfit(row, cells)]
    finding = findings.get(folded(names["finding"]))
    if names["finding"] and finding is None:
        problems.append(_unknown_finding(row, names["finding"], findings))
    word = _word(names["judgement"])
    if names["judgement"] and word is None:
        hint = _near(names["judgement"], WORDS) or f"Write one of: {', '.join(WORDS)}."
        problems.append(
            row.problem(
                "judgement", f"'{short(names['judgement'])}' is no judgement.", hint, code="judgement"
            )
        )
    if folded(names["access"]) not in ("", "open", "restricted"):
        message = f"'{short(names['access'])}' is no access."
        problems.append(row.problem("access", message, "Write open or restricted.", code="access"))
    if problems or finding is None or word is None:
        return None, problems
    is_restricted = folded(names["access"]) == "restricted"
    texts = {name: "" if is_restricted else cells[name].strip() for name in _TEXTS}
    country = names["country"] or names["system"]
    return Judgement(
        panel=names["panel"], country=country, system=names["system"] or country, expert=names["expert"],
        finding=finding.name, word=word, is_restricted=is_restricted, line=row.place.line, **texts,
    ), []  # fmt: skip


def _lacking(row: Row, names: Mapping[str, str]) -> Iterator[Problem]:
    for name in NEEDED:
        if not names[name]:
            yield row.problem(name, f"the row names no {name}.", "Fill it in.", code="missing")
    if not names["country"] and not names["system"]:
        yield row.problem("country", "the row names neither a country nor a system.", "Name one of them.",
                          code="missing")  # fmt: skip


def _unfit(row: Row, cells: Mapping[str, str]) -> Iterator[Problem]:
    for name, cell in cells.items():
        longest = LONGEST_TEXT if name in _TEXTS else LONGEST_NAME
        if len(cell) > longest:
            message = f"{len(cell):,} characters are more than the {longest:,} that a {name} may have."
            yield row.problem(name, message, "Shorten it.", code="too-long")
        elif any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in cell):
            yield row.problem(name, "a control character stands here.", "Delete it.", code="control")


def _unknown_finding(row: Row, name: str, findings: Mapping[str, JudgedFinding]) -> Problem:
    known = [one.name for one in findings.values()]
    there = f"It has {listed(known)}; list" if known else "List"
    hint = _near(name, known) or f"{there} further ones in the option findings: {{CODE: sentence}}."
    return row.problem("finding", f"the study has no finding '{short(name)}'.", hint, code="unknown-finding")


def _word(text: str) -> Word | None:
    """Give the judgement that a word means; hyphens and underscores are blanks."""
    plain = folded(text.replace("_", " ").replace("-", " "))
    plain = {"holds with conditions": "holds with condition"}.get(plain, plain)
    return next((word for word in WORDS if word == plain), None)


def _near(word: str, known: Iterable[str]) -> str:
    by_folded = {folded(name): name for name in known}
    close = difflib.get_close_matches(folded(word), by_folded, 1, 0.6)
    return f"Did you mean '{by_folded[close[0]]}'?" if close else ""
