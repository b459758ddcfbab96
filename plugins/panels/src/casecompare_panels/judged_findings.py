"""The findings that panels may judge: hypotheses, codes of findings, and those that the options list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casecompare import Study
from casecompare_panels.judgements import folded

__all__ = ["JudgedFinding", "known_findings"]

_CODE = re.compile(r"[A-Za-z]{1,3}\d+[a-z]?")


@dataclass(frozen=True, kw_only=True)
class JudgedFinding:
    """A finding that can be judged.

    Parameters
    ----------
    name
        The name of a hypothesis, or a code such as ``F5``.
    statement
        What it says; empty where the study does not tell.
    hypotheses
        The hypotheses that it is, or that the study derives from it.
    """

    name: str
    statement: str = ""
    hypotheses: tuple[str, ...] = ()


def known_findings(study: Study, findings: Mapping[str, str]) -> dict[str, JudgedFinding]:
    """Give the findings that a study knows, by their folded names.

    Parameters
    ----------
    study
        Its hypotheses, the findings that these name, and those that pieces of evidence name.
    findings
        The option of that name: code to sentence.

    Examples
    --------
    >>> from casecompare import Hypothesis
    >>> study = Study(name="s", hypotheses={"H1": Hypothesis(name="H1", claim="A => Y", finding="F5, F6")})
    >>> known = known_findings(study, {"F5": "A is enough."})
    >>> known["f5"].hypotheses, sorted(known)
    (('H1',), ['f5', 'f6', 'h1'])
    """
    hypotheses: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    statements: dict[str, str] = {}
    for name in findings:
        names.setdefault(folded(name), name)
        statements[folded(name)] = " ".join(findings[name].split())
    for hypothesis in study.hypotheses.values():
        names.setdefault(folded(hypothesis.name), hypothesis.name)
        hypotheses.setdefault(folded(hypothesis.name), []).append(hypothesis.name)
        statements.setdefault(folded(hypothesis.name), hypothesis.title or hypothesis.claim)
        for code in _codes(hypothesis.finding):
            names.setdefault(folded(code), code)
            hypotheses.setdefault(folded(code), []).append(hypothesis.name)
    for code in _evidence_codes(study):
        names.setdefault(folded(code), code)
    return {
        key: JudgedFinding(
            name=name,
            statement=statements.get(key, ""),
            hypotheses=tuple(dict.fromkeys(hypotheses.get(key, ()))),
        )
        for key, name in names.items()
        if key
    }


def _codes(text: str) -> list[str]:
    """Give the codes in a text such as ``F14, F34`` or ``F14 F34``; other words stay together.

    Examples
    --------
    >>> _codes("F14 F34; the second survey")
    ['F14', 'F34', 'the second survey']
    """
    codes: list[str] = []
    for part in re.split(r"[,;]", text):
        words = part.split()
        codes += words if all(map(_CODE.fullmatch, words)) else [" ".join(words)]
    return codes


def _evidence_codes(study: Study) -> Iterator[str]:
    if study.files and not any(name.startswith("cases/") for name in study.files):
        return  # in a table no case has evidence, and looking at 100,000 of them takes time
    for case in study.cases.values():
        for piece in case.evidence.values():
            yield from piece.findings
