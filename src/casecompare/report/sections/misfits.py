"""The cases that do not fit: what each contradicts, and what of its coding deserves another look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casecompare.methods import Comparison
from casecompare.report.content import Block, Heading, Inline, Line, Listing, Text, line
from casecompare.report.links import Links
from casecompare.report.sections.claims import names_in
from casecompare.report.text import one_line, plural, shorten
from casecompare.report.values import is_missing, plain_value

__all__ = ["misfit_blocks", "misfit_cases"]

_MOST = 30
_NEAR = 0.1
"""How far from 0.5 a membership is called near it."""


@dataclass(frozen=True)
class _Contradicted:
    """Something that a case speaks against: its name, how it is shown, and the sets that it is about."""

    name: str
    shown: Inline
    sets: frozenset[str]


def misfit_blocks(comparison: Comparison, links: Links, uncovered: Sequence[str]) -> Iterator[Block]:
    """Give the cases that contradict what otherwise holds, and those in the outcome that no path covers.

    Parameters
    ----------
    comparison, links
        What is reported, and its anchors.
    uncovered
        The cases in the outcome that no finding of sufficiency counts as its own.
    """
    against = _contradictions(comparison, links)
    speaking = [case for case in comparison.study.case_ids if case in against]
    silent = [case for case in comparison.study.case_ids if case in uncovered and case not in against]
    if not speaking and not silent:
        return
    yield Heading("Which cases do not fit", anchor="answer-cases")
    items = [
        line(
            links.case(case), *_case_title(comparison, case),
            " speaks against ", *_commas(list(dict.fromkeys(one.shown for one in against[case]))),
            " and has the outcome, but no path covers it" if case in uncovered else "",
            *_look(case, against[case], comparison, links),
        )
        for case in speaking[:_MOST]
    ]  # fmt: skip
    if len(speaking) > _MOST:
        items.append(line(f"{plural(len(speaking) - _MOST, 'further case')}: see the hypotheses"))
    if silent:
        have, them = ("has", "it") if len(silent) == 1 else ("have", "them")
        items.append(line(*links.case_list(silent), f" {have} the outcome, but no path covers {them}"))
    yield Listing(tuple(items))


def misfit_cases(comparison: Comparison, links: Links, uncovered: Sequence[str]) -> list[str]:
    """Give the cases that `misfit_blocks` speaks about, in the order of the study."""
    against = _contradictions(comparison, links)
    return [case for case in comparison.study.case_ids if case in against or case in uncovered]


def _contradictions(comparison: Comparison, links: Links) -> dict[str, list[_Contradicted]]:
    """Give what each case contradicts: findings on the outcome, and hypotheses that are not refuted anyway.

    A finding that only sorts the cases, such as one on who is aligned, is contradicted by nobody.
    """
    found: dict[str, list[_Contradicted]] = {}
    for verdict in comparison.verdicts:
        name = verdict.hypothesis.name
        told = _Contradicted(
            name, Text(shorten(name), target=links.hypotheses[name]), names_in(verdict.hypothesis.claim)
        )
        for case in verdict.cases_against if verdict.word in ("supported", "mixed") else ():
            found.setdefault(case, []).append(told)
    for method, run in comparison.runs.items():
        for finding in run.result.findings if run.result is not None else ():
            told = _Contradicted(finding.id, links.finding(method, finding.id), names_in(finding.claim))
            for case in finding.cases_against if finding.claim or finding.outcome else ():
                found.setdefault(case, []).append(told)
    return found


def _look(
    case: str, against: Sequence[_Contradicted], comparison: Comparison, links: Links
) -> Iterator[Inline]:
    """Say what of the case can be looked at again: decisive values, memberships near 0.5, doubts."""
    sets = dict.fromkeys(name for one in against for name in sorted(one.sets))
    reasons: list[Line] = [*_decisive(case, {one.name for one in against}, comparison, links)]
    near = [name for name in sets if _distance(case, name, comparison) <= _NEAR]
    if near:
        is_are = "is" if len(near) == 1 else "are"
        said = [Text(one_line(name), target=links.membership(case, name)) for name in near]
        reasons.append(line("its membership in ", *_commas(said), f" {is_are} near 0.5"))
    reasons += _doubts(case, sets, comparison, links)
    for at, reason in enumerate(reasons):
        yield Text(". Look again: " if at == 0 else "; ")
        yield from reason


def _distance(case: str, name: str, comparison: Comparison) -> float:
    frame = comparison.memberships
    value = plain_value(frame.at[case, name]) if case in frame.index and name in frame else None
    if is_missing(value) or not isinstance(value, int | float):
        return 1.0
    return round(abs(float(value) - 0.5), 9)


def _decisive(case: str, against: set[str], comparison: Comparison, links: Links) -> Iterator[Line]:
    """Give the nearest change of one of the case's memberships that changes a verdict it speaks against."""
    robustness = comparison.robustness
    if robustness is None or not len(robustness.decisive):
        return
    frame = robustness.decisive
    mine = frame[(frame["case"] == case) & frame["hypothesis"].isin(against)]
    for row in mine.head(1).to_dict("records"):
        name, hypothesis = str(row["set"]), str(row["hypothesis"])
        yield line(
            "with ", Text(f"{row['to']:.2f}", target=links.membership(case, name)),
            f" instead of {row['from']:.2f} in ", links.formula(name), ", ",
            Text(shorten(hypothesis), target=links.hypotheses.get(hypothesis, "")),
            f" would be {row['becomes']}",
        )  # fmt: skip


def _doubts(case: str, sets: Mapping[str, None], comparison: Comparison, links: Links) -> Iterator[Line]:
    """Name the coded values behind the sets that coders disputed or were not sure of."""
    record, book = comparison.study.cases.get(case), comparison.study.codebook
    if record is None:
        return
    sources = dict.fromkeys(
        source for name in sets if name in book for source in (book[name].source or (name,))
    )
    for name in sources:
        coded = record.values.get(name)
        if coded is not None and len(set(coded.coders.values())) > 1:
            yield line(f"the coders differ on {one_line(name)}")
        elif coded is not None and coded.confidence == "low":
            yield line(f"{one_line(name)} was coded with low confidence")


def _case_title(comparison: Comparison, case: str) -> Line:
    record = comparison.study.cases.get(case)
    return line(Text(f" ({one_line(record.title)})", "quiet")) if record is not None and record.title else ()


def _commas(pieces: Sequence[Inline]) -> Line:
    joined: list[Inline] = []
    for at, piece in enumerate(pieces):
        joined += [Text(" and " if at == len(pieces) - 1 else ", ")] if at else []
        joined.append(piece)
    return tuple(joined)
