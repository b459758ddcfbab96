"""The card of a plugin: what it keeps to, what it does not, and what a reviewer would ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from casecompare.report.text_table import wrap
from casecompare.testing.checking import CheckOutcome
from casecompare.testing.checks import CHECKS

__all__ = ["CARD_SCHEMA", "PluginCard", "Question", "card_from_json"]

CARD_SCHEMA = "casecompare/plugin-card/1"
"""What the card says of itself as JSON."""

_WIDTH = 80


@dataclass(frozen=True)
class Question:
    """What a reviewer would ask, and what the plugin answers by itself; empty if it does not."""

    question: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class PluginCard:
    """What came of checking a plugin.

    Parameters
    ----------
    plugin, distribution, version, origin
        What was checked, and where it comes from.
    methods
        For each method its name, title and maturity.
    outcomes
        What came of each check.
    questions
        What a reviewer would ask.
    """

    plugin: str
    distribution: str = ""
    version: str = ""
    origin: str = ""
    methods: tuple[tuple[str, str, str], ...] = ()
    outcomes: tuple[CheckOutcome, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether no check failed, but for those that are expected to."""
        return not any(one.status in ("failed", "unexpected pass") for one in self.outcomes)

    def as_json(self) -> str:
        """Give the card for programs: keys sorted, the same text for the same plugin."""
        data = {
            "schema": CARD_SCHEMA,
            "plugin": self.plugin,
            "distribution": self.distribution,
            "version": self.version,
            "origin": self.origin,
            "is_sound": self.is_sound,
            "methods": [{"name": name, "title": title, "maturity": maturity}
                        for name, title, maturity in self.methods],
            "checks": [
                {"name": one.check.name, "promise": one.check.promise, "status": one.status,
                 "faults": list(one.faults), "warnings": list(one.warnings), "reason": one.reason}
                for one in self.outcomes
            ],
            "questions": [{"question": one.question, "answer": one.answer} for one in self.questions],
        }  # fmt: skip
        return json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True)

    def as_text(self) -> str:
        """Give the card for people: what is wrong first, in 80 columns.

        Examples
        --------
        >>> print(PluginCard(plugin="mine", distribution="casecompare-mine", version="0.1").as_text())
        mine (casecompare-mine 0.1): no fault, no warning
        """
        lines = [*self._head(), *self._faults(), *self._warnings(), *self._counts(), *self._questions()]
        return "\n".join(lines)

    def _head(self) -> Iterator[str]:
        source = " ".join(filter(None, [self.distribution, self.version]))
        faults = sum(len(one.faults) or 1 for one in self._failed())
        warnings = sum(len(one.warnings) for one in self.outcomes)
        said = f"{_count(faults, 'fault')}, {_count(warnings, 'warning')}"
        yield from wrap(f"{self.plugin}{f' ({source})' if source else ''}: {said}", _WIDTH)
        for name, title, maturity in self.methods:
            yield from wrap(f"{name}: {title}; {maturity}", _WIDTH, "  ", "    ")

    def _failed(self) -> list[CheckOutcome]:
        return [one for one in self.outcomes if one.status in ("failed", "unexpected pass")]

    def _faults(self) -> Iterator[str]:
        if self._failed():
            yield from ["", "To mend"]
        for one in self._failed():
            yield from wrap(f"{one.check.name}: {one.check.promise}", _WIDTH, "  ", "    ")
            faults = one.faults or (f"this was expected to fail ({one.reason}), but it holds; drop it.",)
            for fault in faults:
                yield from wrap(f"- {fault}", _WIDTH, "    ", "      ")

    def _warnings(self) -> Iterator[str]:
        found = [(one.check.name, said) for one in self.outcomes for said in one.warnings]
        if found:
            yield from ["", "To think about"]
        for name, said in found:
            yield from wrap(f"{name}: {said}", _WIDTH, "  ", "    ")

    def _counts(self) -> Iterator[str]:
        passed = [one.check.name for one in self.outcomes if one.status == "passed"]
        if passed:
            yield from ["", f"Passed ({len(passed)})", *wrap(", ".join(passed), _WIDTH, "  ")]
        for title, status in (("Expected to fail", "expected"), ("Not applicable", "not applicable")):
            found = [one for one in self.outcomes if one.status == status]
            if found:
                yield from ["", f"{title} ({len(found)})"]
            for one in found:
                yield from wrap(f"{one.check.name}: {one.reason}", _WIDTH, "  ", "    ")

    def _questions(self) -> Iterator[str]:
        if self.questions:
            yield from ["", "What a reviewer would ask"]
        for one in self.questions:
            yield from wrap(one.question, _WIDTH, "  ", "    ")
            yield from wrap(one.answer or "(no answer found)", _WIDTH, "    ", "    ")


def card_from_json(text: str) -> PluginCard:
    """Read a card as `PluginCard.as_json` writes it.

    Examples
    --------
    >>> card = PluginCard(plugin="mine", questions=(Question("Why?", "So."),))
    >>> card_from_json(card.as_json()) == card
    True
    """
    data = json.loads(text)
    checks = {check.name: check for check in CHECKS}
    return PluginCard(
        plugin=data["plugin"],
        distribution=data["distribution"],
        version=data["version"],
        origin=data["origin"],
        methods=tuple((one["name"], one["title"], one["maturity"]) for one in data["methods"]),
        outcomes=tuple(
            CheckOutcome(check=checks[one["name"]], status=one["status"], faults=tuple(one["faults"]),
                         warnings=tuple(one["warnings"]), reason=one["reason"])
            for one in data["checks"]
        ),
        questions=tuple(Question(one["question"], one["answer"]) for one in data["questions"]),
    )  # fmt: skip


def _count(number: int, what: str) -> str:
    return f"no {what}" if not number else f"{number} {what}{'s' * (number != 1)}"
