"""The sentence that answers first what changed between two runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casecompare.replication.changes import Change, ChangeGroup
from casecompare.report.text import one_line, plural, shorten

__all__ = ["answer"]

_NAMED = 3
_NOUNS = {
    "study": ("field of the study", "fields of the study"),
    "files": ("input file", "input files"),
    "values": ("coded value", "coded values"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "codebook": ("entry of the codebook", "entries of the codebook"),
    "hypotheses": ("field of a hypothesis", "fields of hypotheses"),
    "options": ("option", "options"),
    "versions": ("version", "versions"),
}
_SMALLER = {
    "hypothesis_evidence": ("piece of evidence on a hypothesis", "pieces of evidence on hypotheses"),
    "findings": ("finding", "findings"),
    "statements": ("statement", "statements"),
    "scores": ("score", "scores"),
    "tables": ("table", "tables"),
}


def answer(groups: Sequence[ChangeGroup]) -> str:
    """Give a sentence or two that say what changed; groups are those that hold something.

    Examples
    --------
    >>> answer([])
    'The two runs are the same.'
    >>> change = Change(subject="H1", before="mixed", after="supported")
    >>> answer([ChangeGroup(name="verdicts", title="", side="results", changes=(change,))])
    'The verdict on H1 changed from mixed to supported.'
    """
    if not groups:
        return "The two runs are the same."
    found = {group.name: group for group in groups}
    inputs = _listed(_inputs(found))
    if all(group.side == "inputs" for group in groups):
        if others := "; ".join(_other_methods(_changes(found, "options"))):
            return f"Where both runs have results, these are the same; {others}."
        return f"The results are the same; what went in differs in {inputs}."
    told = "; ".join(_results(found)) or "some numbers changed, but no verdict, row, term or finding"
    said = f"{told[0].upper()}{told[1:]}."
    return f"{said} What went in differs in {inputs}." if inputs else said


def _results(found: dict[str, ChangeGroup]) -> Iterator[str]:
    """Give what changed, what matters most first; findings and scores only where nothing larger did."""
    yield from _verdicts(_changes(found, "verdicts"))
    for change in _changes(found, "methods"):
        yield f"the method {_name(change)} was {change.before}, now it is {change.after}"
    rows = [change for change in _changes(found, "rows") if change.before != change.after]
    moved = [change for change in _changes(found, "rows") if change.before == change.after]
    if rows:
        yield f"{plural(len(rows), 'row')} changed"
    elif moved:
        yield f"{plural(len(moved), 'row')} changed {'its' if len(moved) == 1 else 'their'} cases"
    yield from _terms(_changes(found, "terms"))
    crossed = _changes(found, "memberships")
    if crossed:
        yield f"{plural(len(crossed), 'membership')} crossed 0.5"
    if not any(name in found for name in ("methods", "rows", "terms")):
        counted = [
            plural(len(_changes(found, name)), *nouns)
            for name, nouns in _SMALLER.items()
            if _changes(found, name)
        ]
        if counted:
            yield f"{_listed(counted)} changed"


def _other_methods(options: Sequence[Change]) -> Iterator[str]:
    """Tell which methods only one of the runs has: of them nothing can be the same."""
    for kind, run in (("removed", "first"), ("added", "second")):
        names = [one.subject.removeprefix("method ") for one in options
                 if one.kind == kind and one.subject.startswith("method ")]  # fmt: skip
        if names:
            yield f"only the {run} ran {_cut(names)}"


def _changes(found: dict[str, ChangeGroup], name: str) -> tuple[Change, ...]:
    return found[name].changes if name in found else ()


def _verdicts(changes: Sequence[Change]) -> Iterator[str]:
    turned = [change for change in changes if change.before != change.after]
    changed = [change for change in turned if change.kind == "changed"]
    for change in changed[:_NAMED]:
        yield f"the verdict on {_name(change)} changed from {change.before} to {change.after}"
    if len(changed) > _NAMED:
        yield f"so did {plural(len(changed) - _NAMED, 'further verdict')}"
    for kind, word in (("added", "new"), ("removed", "gone")):
        names = [_name(change) for change in turned if change.kind == kind]
        if names:
            yield f"{_cut(names)} {'is' if len(names) == 1 else 'are'} {word}"


def _terms(changes: Sequence[Change]) -> Iterator[str]:
    """Tell per solution which terms it lost and gained; equal news of several solutions once."""
    news: dict[str, list[str]] = {}
    for place in dict.fromkeys(change.subject.rpartition(": ")[0] for change in changes):
        here = [change for change in changes if change.subject.rpartition(": ")[0] == place]
        parts = []
        for kind, verb in (("removed", "lost"), ("added", "gained")):
            terms = [shorten(one.subject.rpartition(": ")[2], 60) for one in here if one.kind == kind]
            if terms:
                parts.append(f"{verb} the term{'s' * (len(terms) > 1)} {_cut(terms)}")
        if parts:
            news.setdefault(" and ".join(parts), []).append(_solution(place))
    for said, solutions in list(news.items())[:_NAMED]:
        yield f"{_solutions(solutions)} {said}"
    if len(news) > _NAMED:
        yield "other solutions changed as well"


def _solution(place: str) -> str:
    """Turn ``qca, term of the intermediate solution for Y`` into ``the intermediate solution for Y``."""
    kind = one_line(place.partition(", ")[2])
    return kind.removeprefix("term of ") if kind.startswith("term of ") else kind


def _solutions(names: Sequence[str]) -> str:
    """Give ``the conservative and intermediate solution for Y`` where the names differ in one word only."""
    tails = dict.fromkeys(name.partition(" solution")[2] for name in names)
    words = [name.removeprefix("the ").partition(" solution")[0] for name in names]
    if len(tails) == 1 and all(name.startswith("the ") and " solution" in name for name in names):
        return f"the {_listed(words)} solution{next(iter(tails))}"
    return _listed(names)


def _inputs(found: dict[str, ChangeGroup]) -> list[str]:
    return [plural(len(found[name].changes), *nouns) for name, nouns in _NOUNS.items() if name in found]


def _name(change: Change) -> str:
    return shorten(change.subject, 40)


def _cut(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return _listed([*names[:_NAMED], *([f"{more} more"] if more > 0 else [])])


def _listed(words: Sequence[str]) -> str:
    """Give words as a list in a sentence."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
