"""The codebook: from the written entries to what every later step looks up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from casecompare.errors import Level, Problem, did_you_mean
from casecompare.study.model import Calibration, CodebookEntry, FieldPath, HalfDecision, Places
from casecompare.study.records import AtLeast, CodebookRecord, HalfRecord, StudyRecord
from casecompare.study.values import LABELLED, NUMBERED
from casecompare.study.wording import describe, is_set_name, misspelling_of, one_of

__all__ = ["Codebook", "read_codebook"]

_CALIBRATION_OPTIONS = ("because", "idm", "below", "above", "direction", "shape")


class Codebook(NamedTuple):
    """The entries, and the names of those that something is wrong with."""

    entries: dict[str, CodebookEntry]
    broken: set[str]


def read_codebook(
    record: StudyRecord,
    places: Places,
    *,
    cut_out: Collection[FieldPath] = (),
) -> tuple[Codebook, list[Problem]]:
    """Make the codebook of a study and check it in itself.

    Parameters
    ----------
    record
        The study as written.
    places
        Where its fields stand.
    cut_out
        The fields that were wrong and are no longer in the record.
    """
    maker = _Maker(places, cut_out)
    broken = {str(path[1]) for path in cut_out if path[:1] == ("codebook",) and len(path) > 1}
    entries: dict[str, CodebookEntry] = {}
    for name, written in record.codebook.items():
        errors = maker.errors
        entries[name] = maker.entry(name, written)
        if maker.errors > errors:
            broken.add(name)
    is_lost = not entries and any(len(path) == 1 for path in cut_out)
    if record.outcome and record.outcome not in {*entries, *broken} and not is_lost:
        hint = did_you_mean(record.outcome, entries) or (f"It has: {one_of(entries)}." if entries else "")
        maker.report("outcome", message=f"the codebook has no entry '{record.outcome}'.", hint=hint,
                     code="unknown-outcome")  # fmt: skip
    return Codebook(entries, broken), maker.problems


class _Maker:
    """Makes entries and notes what is wrong with them."""

    def __init__(self, places: Places, cut_out: Collection[FieldPath]) -> None:
        self.places, self.cut_out = places, cut_out
        self.problems: list[Problem] = []

    @property
    def errors(self) -> int:
        return sum(problem.level == "error" for problem in self.problems)

    def report(
        self, *path: str | int, message: str, hint: str = "", code: str, level: Level = "error"
    ) -> None:
        file, line, column = self.places.find(path)
        self.problems.append(
            Problem(message=message, hint=hint, code=code, level=level, file=file, line=line, column=column,
                    field=".".join(map(str, path)))
        )  # fmt: skip

    def entry(self, name: str, written: CodebookRecord) -> CodebookEntry:
        if not is_set_name(name):
            hint = "Use letters, digits and _, and begin with a letter."
            message = f"'{name}' cannot stand in a formula."
            self.report("codebook", name, message=message, hint=hint, code="unusable-name")
        sources = _as_tuple(written.source) or (name,)
        aggregate, at_least = self.aggregate(name, written, sources)
        return CodebookEntry(
            name=name,
            definition=written.definition,
            kind=written.kind,
            source=sources,
            aggregate=aggregate,
            at_least=at_least,
            calibration=self.calibration(name, written.calibrate),
            half=tuple(self.half_decisions(name, written)),
            levels=tuple(written.levels),
            unit=written.unit,
            coding=written.coding,
        )

    def aggregate(
        self, name: str, written: CodebookRecord, sources: tuple[str, ...]
    ) -> tuple[Literal["min", "max", "mean", "at least"] | None, int]:
        scores = [source for source in sources if "." in source]
        if len(sources) > 1 and scores:
            self.report("codebook", name, "from", message=f"the score {scores[0]} cannot be one of several.",
                        hint="Make it a codebook entry of its own.", code="score-in-list")  # fmt: skip
        twice = [source for source in dict.fromkeys(sources) if sources.count(source) > 1]
        if twice:
            self.report("codebook", name, "from", message=f"'{twice[0]}' stands twice.",
                        hint="Keep one of the two.", code="duplicate-source")  # fmt: skip
        is_cut = any(path[:3] == ("codebook", name, "aggregate") for path in self.cut_out)
        if len(sources) > 1 and written.aggregate is None and not is_cut:
            message = f"it is not said how {len(sources)} values become one."
            hint = "Add aggregate: min, max, mean or {at_least: 2}."
            self.report("codebook", name, "from", message=message, hint=hint, code="no-aggregate")
        if isinstance(written.aggregate, AtLeast):
            return self.at_least(name, written.aggregate.at_least, len(sources))
        return written.aggregate, 0

    def at_least(self, name: str, wanted: int, there: int) -> tuple[Literal["at least"], int]:
        if wanted > there:
            values = "one value" if there == 1 else f"{there} values"
            self.report("codebook", name, "aggregate", "at_least", message=f"{wanted} of {values} cannot be.",
                        hint=f"Write a number from 1 to {there}.", code="out-of-range")  # fmt: skip
        return "at least", wanted

    def half_decisions(self, name: str, written: CodebookRecord) -> Iterable[HalfDecision]:
        is_list = isinstance(written.half, list)
        decisions = written.half if isinstance(written.half, list) else [written.half]
        for number, decision in enumerate(one for one in decisions if isinstance(one, HalfRecord)):
            if decision.to == 0.5:
                path: FieldPath = ("codebook", name, "half", *((number,) if is_list else ()), "to")
                message, hint = "0.5 is neither in nor out.", "Write for instance 0.49 or 0.51."
                self.report(*path, message=message, hint=hint, code="half-undecided")
            yield HalfDecision(case=decision.case, to=decision.to, because=decision.because)

    def calibration(self, name: str, written: Mapping[str, object] | None) -> Calibration | None:
        if written is None:
            return None
        path = ("codebook", name, "calibrate")
        kind = self.kind(path, written)
        if kind is None:
            return None
        because = written.get("because")
        slips = [key for key in written if _is_because_misspelt(key)]
        if because in (None, "") and not slips:
            message, hint = (
                f"the calibration of {name} gives no reason.",
                "Say why these numbers: because: ….",
            )
            self.report(*path, message=message, hint=hint, code="no-reason", level="warning")
        elif not isinstance(because, str | None):
            message = f"text belongs here, but this is {describe(because)}."
            self.report(*path, "because", message=message, code="wrong-type")
        return Calibration(
            kind=kind.replace("_", "-"),
            parameters=written[kind],
            options={key: value for key, value in written.items() if key not in (kind, "because", *slips)},
            because=because if isinstance(because, str) else "",
        )

    def kind(self, path: FieldPath, written: Mapping[str, object]) -> str | None:
        """Give the kind among the keys of a calibration; none, several and slips of because are reported.

        Kinds and options of plugins are unknown here. What is no word of our own is the kind if it stands
        first and no kind of our own is there; else an option, which is checked with the kind.
        """
        others = [key for key in written if key not in _CALIBRATION_OPTIONS]
        known = [key for key in others if key.replace("_", "-") in (*NUMBERED, *LABELLED)]
        for slip in filter(_is_because_misspelt, list(others)):
            others.remove(slip)
            hint = "Did you mean 'because'?"
            self.report(*path, slip, message="unknown field.", hint=hint, code="unknown-field")
        if not others:
            hint = "Add one, such as direct: [2, 5, 8], crisp: 5 or ordinal: {low: 0, high: 1}."
            self.report(*path, message="no kind of calibration is given.", hint=hint, code="no-calibration")
            return None
        if len(known) > 1:
            message = f"{len(known)} kinds of calibration are given: {one_of(known)}."
            self.report(*path, message=message, hint="Keep one.", code="several-calibrations")
            return None
        return (known or others)[0]


def _is_because_misspelt(key: str) -> bool:
    return misspelling_of(key, ["because"]) is not None and key != "because"


def _as_tuple(words: str | list[str] | None) -> tuple[str, ...]:
    if words is None:
        return ()
    return (words,) if isinstance(words, str) else tuple(words)
