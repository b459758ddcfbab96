"""What is wrong with the sections of a study beyond the form of single rows, and what happens with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from pydantic import BaseModel

from casecompare import Case, Problem, Study
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseRecord, case_record, has_sections
from casecompare_network.sections import ActorRow, TieRow

__all__ = ["case_problems", "record_problems"]

_RATED = ("power", "interest", "legitimacy", "urgency", "stance")


def record_problems(study: Study) -> Iterator[Problem]:
    """Give what is wrong or questionable about actors and ties, each with its place.

    Errors: an actor twice; a rating by one rater twice; ties, affiliations or moves of somebody unknown;
    evidence that is not there.
    Warnings: ties of an actor with itself, ties that stand there twice or weigh nothing, records without
    any tie, actors without a group.
    """
    if not _has_records(study):
        return
    kind, directed = _group_kind(study), _directed_relations(study)
    has_files = _options(study).get("files") is not None
    for case in study.cases.values():
        if has_sections(case):
            yield from case_problems(case, kind, directed, is_whole=not has_files)


def case_problems(
    case: Case, kind: str, directed: Sequence[str], *, is_whole: bool = True
) -> Iterator[Problem]:
    """Give what is wrong or questionable about the sections of one case.

    Parameters
    ----------
    case
        The case.
    kind
        What the boundary runs between, such as profession.
    directed
        The relations whose ties lead one way.
    is_whole
        Whether all of the network stands in the record; if not, actors and ties may stand in a file.
    """
    record = case_record(case)
    yield from _actors_twice(case, record)
    yield from _rated_twice(case, record)
    if is_whole:
        yield from _unknown_actors(case, record)
    yield from _tie_problems(case, record, directed)
    yield from _without_group(case, record, kind)
    if is_whole and record.actors and not record.ties:
        yield case.problem(
            "actors",
            message="nobody in this network has a tie.",
            hint="Measures on ties are undefined for it, not 0; add ties if there were any.",
            code="network.isolated",
            level="warning",
        )
    for section in ("actors", "ties", "affiliations", "moves"):
        yield from _unknown_evidence(case, section, [_evidence(row) for row in getattr(record, section)])


def _has_records(study: Study) -> bool:
    """Say whether cases may have sections; in a table there are none, and looking at 100,000 takes time."""
    return not study.files or any(name.startswith("cases/") for name in study.files)


def _options(study: Study) -> Mapping[str, object]:
    """Give the options as written; those that make no sense are reported by the core."""
    return study.methods.get("network", {})


def _group_kind(study: Study) -> str:
    return str(_options(study).get("group", NetworkOptions().group))


def _directed_relations(study: Study) -> Sequence[str]:
    given = _options(study).get("directed")
    return [str(name) for name in given] if isinstance(given, list) else NetworkOptions().directed


def _actors_twice(case: Case, record: CaseRecord) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, actor in enumerate(record.actors):
        if actor.id in seen:
            yield case.problem(
                "actors", place, "id",
                message=f"the actor '{actor.id}' stands here more than once.",
                hint="Keep one row, or give the second actor an id of its own.",
                code="network.duplicate-actor",
            )  # fmt: skip
        seen.add(actor.id)


def _rated_twice(case: Case, record: CaseRecord) -> Iterator[Problem]:
    for place, actor in enumerate(record.actors):
        for attribute in _RATED:
            raters = Counter(rating.rater for rating in getattr(actor, attribute) if rating.rater)
            for rater in (name for name, times in raters.items() if times > 1):
                yield case.problem(
                    "actors", place, attribute,
                    message=f"rater '{rater}' rated the {attribute} of '{actor.id}' more than once.",
                    hint="Keep one rating, or name the second rater.",
                    code="network.rated-twice",
                )  # fmt: skip


def _unknown_actors(case: Case, record: CaseRecord) -> Iterator[Problem]:
    named = [("ties", place, "from", row.sender) for place, row in enumerate(record.ties)]
    named += [("ties", place, "to", row.receiver) for place, row in enumerate(record.ties)]
    named += [("affiliations", place, "actor", row.actor) for place, row in enumerate(record.affiliations)]
    named += [("moves", place, "actor", row.actor) for place, row in enumerate(record.moves)]
    known = {actor.id for actor in record.actors}
    for section, place, field, name in named:
        if name not in known:
            yield case.problem(
                section, place, field,
                message=f"there is no actor '{name}' in this record.",
                hint=f"{_meant(name, known)}Add the actor under 'actors', or correct the id; a row about "
                "somebody unknown cannot be used.".lstrip(),
                code="network.unknown-actor",
            )  # fmt: skip


def _meant(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'? " if close else ""


def _tie_problems(case: Case, record: CaseRecord, directed: Sequence[str]) -> Iterator[Problem]:
    keys = [_key(tie, directed) for tie in record.ties]
    counts, seen = Counter(keys), set()
    for place, (tie, key) in enumerate(zip(record.ties, keys, strict=True)):
        if tie.sender == tie.receiver:
            yield case.problem(
                "ties", place, "to",
                message=f"a tie of '{tie.sender}' with itself; it is left out.",
                hint="Ties join two actors.",
                code="network.self-tie",
                level="warning",
            )  # fmt: skip
        elif key in seen:
            yield case.problem(
                "ties", place,
                message=f"the tie {tie.relation} between '{tie.sender}' and '{tie.receiver}' in round "
                f"{tie.round} stands here {counts[key]} times; the weights are added up.",
                hint="Keep one row, or give it the weight that is meant.",
                code="network.duplicate-tie",
                level="warning",
            )  # fmt: skip
        elif tie.weight == 0:
            yield case.problem(
                "ties", place, "weight",
                message="a tie of weight 0 is taken for no tie.",
                hint="Leave the row out, or write 'known: false' if it is not known whether there is a tie.",
                code="network.weightless-tie",
                level="warning",
            )  # fmt: skip
        seen.add(key)


def _key(tie: TieRow, directed: Sequence[str]) -> tuple[str, str, str, int]:
    is_directed = tie.relation in directed if tie.directed is None else tie.directed
    ends = (tie.sender, tie.receiver)
    one, other = ends if is_directed else sorted(ends)
    return one, other, tie.relation, tie.round


def _without_group(case: Case, record: CaseRecord, kind: str) -> Iterator[Problem]:
    for place, actor in enumerate(record.actors):
        if actor.group(kind) is None:
            yield case.problem(
                "actors", place,
                message=f"the actor '{actor.id}' has no {kind}; its ties may or may not cross the boundary.",
                hint="Code it; until then shares of ties are given within bounds.",
                code="network.no-group",
                level="warning",
            )  # fmt: skip


def _evidence(row: BaseModel) -> list[str]:
    """Give the evidence that a row and the ratings in it point at."""
    named: list[str] = list(getattr(row, "evidence", ()))
    if isinstance(row, ActorRow):
        ratings = (*row.power, *row.interest, *row.legitimacy, *row.urgency, *row.stance)
        named += [name for rating in ratings for name in rating.evidence]
    return named


def _unknown_evidence(case: Case, section: str, rows: Iterable[Iterable[str]]) -> Iterator[Problem]:
    for place, evidence in enumerate(rows):
        for name in evidence:
            if name not in case.evidence:
                yield case.problem(
                    section, place, "evidence",
                    message=f"there is no evidence '{name}' in this record.",
                    hint="Add it under 'evidence', or correct its id.",
                    code="unknown-evidence",
                )  # fmt: skip
