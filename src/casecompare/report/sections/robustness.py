"""Robustness of the run: what survives, what hangs on one case, coder or value; then the numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from casecompare.methods import Comparison, Robustness
from casecompare.report.content import (
    Block,
    Code,
    Heading,
    Inline,
    Line,
    Listing,
    Note,
    Paragraph,
    Section,
    Text,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.robustness_tables import (
    change_tables,
    decisive_table,
    show_share,
    statement_tables,
    verdict_table,
)
from casecompare.report.text import one_line, plural, sentence, shorten

__all__ = ["most_fragile", "robustness_section", "what_would_change"]

_VERDICT = "verdict"
_ALL = 1.0 - 1e-12
"""A share from which on all repeats agree; weights of combinations may add up to a little less than one."""
_LISTED = 8
"""Changes told about in words, for each way of repeating, before the reader is sent to the tables."""
_LONGEST = 300
_INTRODUCED = {
    "coder sheets": "What hangs on who coded",
    "another code": "What hangs on one disputed value",
    "without a case": "What hangs on one case",
    "without evidence": "What hangs on one piece of evidence",
    "neighbouring step": "What hangs on one step of one coded value",
}


def robustness_section(comparison: Comparison, links: Links) -> Section:
    """Give what survives when the run is repeated with cases left out and doubtful values changed."""
    robustness = comparison.robustness
    if robustness is None or not len(robustness.base):
        return Section("robustness", "Robustness of the run", tuple(_not_done(robustness)))
    blocks: list[Block] = [
        Paragraph(line(_lead(robustness)), is_lead=True),
        Listing(tuple(map(line, _groups_said(robustness)))),
        *(Note("note", line(one_line(note))) for note in robustness.notes),
        *_survivors(robustness, links),
        *_dependence(robustness, links),
        *_nearest(robustness, links),
        *verdict_table(comparison.verdicts, robustness, links),
        *statement_tables(robustness, links),
        *decisive_table(robustness, links),
        *change_tables(robustness, links),
    ]
    return Section("robustness", "Robustness of the run", tuple(blocks))


def what_would_change(robustness: Robustness | None, links: Links, most: int = 3) -> tuple[Line, ...]:
    """Give in a line each the nearest changes of one membership that would change a verdict.

    Parameters
    ----------
    robustness
        That of the comparison; without one there is nothing to say.
    links
        The anchors of the report.
    most
        How many; of each hypothesis the nearest one only.

    Examples
    --------
    >>> from casecompare.report.content import plain_text
    >>> row = ("H1", "A => Y", "k", "A", 0.52, 0.49, 0.03, "mixed", "supported")
    >>> names = ["hypothesis", "claim", "case", "set", "from", "to", "change", "word", "becomes"]
    >>> found = Robustness(decisive=pd.DataFrame([row], columns=names))
    >>> plain_text(what_would_change(found, Links({}, {}, {}, {}, {}))[0])
    'H1 becomes supported instead of mixed if the membership of k in A moves from 0.52 to 0.49.'
    """
    if robustness is None or not len(robustness.decisive):
        return ()
    nearest = robustness.decisive.drop_duplicates("hypothesis").head(most)
    return tuple(
        line(
            _hypothesis(str(row["hypothesis"]), links),
            f" becomes {row['becomes']} instead of {row['word']} if the membership of ",
            links.case(str(row["case"])),
            " in ",
            links.formula(str(row["set"])),
            f" moves from {row['from']:.2f} to {row['to']:.2f}.",
            _as_near(robustness, str(row["hypothesis"]), float(row["change"])),
        )
        for row in nearest.to_dict("records")
    )


def most_fragile(comparison: Comparison, links: Links) -> Iterator[Line]:
    """Give in a line the verdict that survives the smallest share of some way of repeating, if one gives way.

    A verdict that the repeats leave alone, and a single repeat that changes it, is told apart from one that
    most of them change: the line says how often it came out the same.
    """
    robustness = comparison.robustness
    if robustness is None or not len(robustness.survival):
        return
    survival = robustness.survival
    own = survival[(survival["kind"] == _VERDICT) & survival["is_base"] & (survival["repeats"] > 0)]
    fragile = own[own["share"] < _ALL].sort_values("share", kind="stable").head(1)
    for row in fragile.to_dict("records"):
        group = robustness.group(str(row["group"]))
        if group is None:
            continue
        kept = show_share(
            float(row["share"]), int(row["repeats"]), group, float(row["low"]), float(row["high"])
        )
        yield line(
            "The verdict that gives way most often is that on ", _hypothesis(str(row["subject"]), links),
            f" ({row['value']}): it came out the same in {kept} repeats ",
            Text(f"({group.name})", target="robustness"), ".",
        )  # fmt: skip


def _as_near(robustness: Robustness, hypothesis: str, change: float) -> str:
    """Say how many other memberships are as near to changing a verdict as the one that is named."""
    own = robustness.decisive[robustness.decisive["hypothesis"] == hypothesis]
    others = int(((own["change"] - change).abs() < 1e-9).sum()) - 1
    return f" As much would do in {plural(others, 'other membership')}." if others > 0 else ""


def _not_done(robustness: Robustness | None) -> Iterator[Block]:
    if robustness is None:
        yield Paragraph(line("The run was not repeated with anything changed. To do so:"))
        yield Code("casecompare run STUDY --robustness full")
        return
    yield Paragraph(line("There is neither a verdict nor a statement of a method that could be repeated."))
    yield from (Note("note", line(one_line(note))) for note in robustness.notes)


def _lead(robustness: Robustness) -> str:
    return (
        f"The run was repeated {plural(robustness.repeats, 'time')}, each time with something about the "
        "study changed. What comes out the same does not hang on it."
    )


def _groups_said(robustness: Robustness) -> Iterator[str]:
    for group in robustness.groups:
        said = [f"{plural(group.repeats, 'repeat')}: {group.title}", *group.notes]
        yield " ".join(sentence(shorten(one, _LONGEST)) for one in said)


def _survivors(robustness: Robustness, links: Links) -> Iterator[Block]:
    """Say which verdicts and which solutions no single change and no draw took away."""
    if not robustness.repeats:
        return
    weakest = _weakest(robustness)
    verdicts = {subject: share for (_, kind, subject), share in weakest.items() if kind == _VERDICT}
    steady = [name for name, share in verdicts.items() if share >= _ALL]
    yield Heading("What survives every repeat", anchor="robustness-survives")
    if not verdicts:
        yield Paragraph(line("The study states no hypotheses, so that no verdict can survive."))
    elif steady:
        yield Paragraph(line("The verdict on ", *_several(steady, links), "."))
    else:
        yield Paragraph(line("No verdict: each of them changes in some repeat."))
    solutions = {
        f"the {kind} for {subject}": share
        for (_, kind, subject), share in weakest.items()
        if kind.endswith("solution")
    }
    if solutions:
        whole = ", ".join(name for name, share in solutions.items() if share >= _ALL)
        yield Paragraph(line("Of the solutions: ", one_line(whole or "none as a whole"), "."))


def _weakest(robustness: Robustness) -> dict[tuple[str, str, str], float]:
    """Give for each statement of the run the smallest share with which it survives any way of repeating."""
    weakest: dict[tuple[str, str, str], float] = {}
    for row in robustness.survival.to_dict("records"):
        if row["is_base"] and row["repeats"]:
            topic = (str(row["method"]), str(row["kind"]), str(row["subject"]))
            weakest[topic] = min(float(row["share"]), weakest.get(topic, 1.0))
    return weakest


def _dependence(robustness: Robustness, links: Links) -> Iterator[Block]:
    """Say for each way of repeating what single changes do to verdicts."""
    changes = robustness.changes
    verdicts = changes[changes["kind"] == _VERDICT]
    for group in robustness.groups:
        if group.name not in _INTRODUCED:
            continue
        mine = verdicts[verdicts["group"] == group.name]
        yield Heading(_INTRODUCED[group.name])
        if not len(mine):
            yield Paragraph(line("No verdict changes."))
            continue
        by_variant = mine.groupby("variant", sort=False)
        items = [_variant_line(str(label), rows, links) for label, rows in list(by_variant)[:_LISTED]]
        if len(by_variant) > _LISTED:
            items.append(line(f"{plural(len(by_variant) - _LISTED, 'further change')}: see the tables below"))
        yield Listing(tuple(items))


def _variant_line(label: str, rows: pd.DataFrame, links: Links) -> Line:
    pieces: list[Inline | str] = [Text(shorten(label, 120), "strong"), ": "]
    for at, row in enumerate(rows.to_dict("records")):
        pieces += [", "] if at else []
        pieces += [_hypothesis(str(row["subject"]), links), f" {row['after']} instead of {row['before']}"]
    return line(*pieces)


def _nearest(robustness: Robustness, links: Links) -> Iterator[Block]:
    if said := what_would_change(robustness, links, most=5):
        yield Heading("What would most change the answer", anchor="robustness-nearest")
        yield Listing(said)


def _several(names: list[str], links: Links) -> Iterator[Inline]:
    for at, name in enumerate(names):
        if at:
            yield Text(" and " if at == len(names) - 1 else ", ")
        yield _hypothesis(name, links)


def _hypothesis(name: str, links: Links) -> Text:
    return Text(shorten(name), target=links.hypotheses.get(name, ""))
