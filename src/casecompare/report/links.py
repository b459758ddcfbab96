"""Where things stand in the report: an anchor for every case, set, value, piece of evidence and finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from casecompare.methods import Comparison, MethodRun
from casecompare.report.content import Formula, Inline, Line, Text
from casecompare.report.text import shorten, slug

__all__ = ["MOST_CASES", "Links", "anchors", "find_links"]

MOST_CASES = 2000
"""Cases beyond which a report does not take them up one by one; the tables and the JSON always do."""
_MOST_LISTED = 100
"""Cases beyond which a list says how many more there are."""
_LABEL = 60
_WORD = re.compile(r"[^\W\d][\w.]*")
_SIGNS = re.compile(r"[\s\d*~+(){}\[\],=<>.·⇒⇐⇔&|!¬-]*")


@dataclass(frozen=True)
class Links:
    """The anchors of one comparison, and lines of text that lead to them.

    `findings` has the anchor of each finding by method and id.
    """

    cases: Mapping[str, str]
    sets: Mapping[str, str]
    methods: Mapping[str, str]
    hypotheses: Mapping[str, str]
    findings: Mapping[tuple[str, str], str]

    def case(self, case: str) -> Text:
        """Give a case's id as a link to everything known about the case."""
        return Text(shorten(case, _LABEL), target=self.cases.get(case, ""))

    def case_list(self, cases: Iterable[str]) -> Line:
        """Give case ids with commas between them, each a link; a dash where there is none."""
        pieces: list[Inline] = []
        listed = list(cases)
        for case in listed[:_MOST_LISTED]:
            pieces += [Text(", ")] if pieces else []
            pieces.append(self.case(case))
        if len(listed) > _MOST_LISTED:
            pieces.append(Text(f" and {len(listed) - _MOST_LISTED} more"))
        return tuple(pieces) or (Text("–", role="quiet"),)

    def formula(self, text: str) -> Formula:
        """Give a formula whose sets lead to the codebook."""
        names = dict.fromkeys(_WORD.findall(text))
        anchored = ((name, self.sets[name]) for name in names if name in self.sets)
        return Formula(shorten(text, 1000), tuple(anchored))

    def finding(self, method: str, name: str) -> Text:
        """Give a finding's id as a link to its statement; ids that are claims look like claims."""
        role: Literal["code", "plain"] = "code" if self.is_formula(name) else "plain"
        return Text(shorten(name, _LABEL), role, self.findings.get((method, name), ""))

    def is_formula(self, text: str) -> bool:
        """Say whether a text is made of nothing but names of the codebook and signs of the notation.

        Examples
        --------
        >>> links = Links({}, {"A": "set:A", "B": "set:B"}, {}, {}, {})
        >>> links.is_formula("A*~B"), links.is_formula("A rises"), links.is_formula("0.5")
        (True, False, False)
        """
        words = _WORD.findall(text)
        return bool(words) and set(words) <= set(self.sets) and bool(_SIGNS.fullmatch(_WORD.sub("", text)))

    def membership(self, case: str, name: str) -> str:
        """Give the anchor of a case's membership in a set."""
        return f"in:{_key(self.cases, case)}:{_key(self.sets, name)}"

    def key(self, case: str) -> str:
        """Give the part of a case's anchor that is its own, for anchors of what belongs to the case."""
        return _key(self.cases, case)


def find_links(comparison: Comparison) -> Links:
    """Give every case, set, method, hypothesis and finding of a comparison its anchor."""
    study = comparison.study
    case_ids = dict.fromkeys(map(str, (*study.case_ids, *study.cases)))
    methods = anchors("method", comparison.runs)
    return Links(
        cases=anchors("case", case_ids if len(case_ids) <= MOST_CASES else ()),
        sets=anchors("set", study.codebook),
        methods=methods,
        hypotheses=anchors("hypothesis", study.hypotheses),
        findings={
            (name, finding): anchor
            for name, run in comparison.runs.items()
            for finding, anchor in anchors(f"finding:{_key(methods, name)}", _finding_ids(run)).items()
        },
    )


def anchors(kind: str, names: Iterable[str]) -> dict[str, str]:
    """Give each name an anchor that no other has; names that cannot be part of a link are numbered.

    Examples
    --------
    >>> anchors("case", ["T01", "Ein Fall"])
    {'T01': 'case:T01', 'Ein Fall': 'case:-2'}
    """
    return {
        name: f"{kind}:{name if slug(name) == name else f'-{number}'}"
        for number, name in enumerate(dict.fromkeys(names), 1)
    }


def _finding_ids(run: MethodRun) -> list[str]:
    return [finding.id for finding in run.result.findings] if run.result is not None else []


def _key(known: Mapping[str, str], name: str) -> str:
    return known.get(name, name).rpartition(":")[2]
