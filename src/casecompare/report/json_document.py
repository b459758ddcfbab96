"""The comparison as JSON for programs: declared data only, stable keys, a versioned schema.

The keys of ``casecompare/comparison/1``:

- ``schema``, ``casecompare`` (the version), ``status`` (words that must stand on every output), ``seed``;
- ``study``: name, title, citation, licence, description, language, outcome, ``codebook``, ``hypotheses``,
  ``cases`` (a list in the order of the study: coded values, coders, evidence), ``decisions`` (what was tried
  and dropped), ``reporting`` (answers to items of reporting standards), ``files`` (SHA-256 by path);
- ``memberships`` and ``raw``: case id to set to number;
- ``methods``: a list of the runs: name, title, question, citation, maturity, maturity_evidence (texts),
  status, reason, chain, distribution, version, options, seed, and of what it found ``scores``, ``tables``,
  ``figures``, ``findings``, ``statements`` (kind, subject, value: what another run is held against),
  ``diagnostics``, ``files`` (the names of its further files in the run folder);
- ``verdicts``: hypothesis, claim, word, rule, evidence (the first is the one that was judged), beside (exact
  tests, effect size, process tracing), cases_against;
- ``case_board``, ``condition_board``: tables;
- ``robustness``: null where the run was not repeated, else ``seed``, ``notes``, ``groups`` (name, title,
  repeats, counting, notes) and the tables ``base``, ``survival``, ``changes`` and ``decisive``;
- ``earlier``: what is remembered of earlier runs, oldest first: name, settings, results;
- ``problems`` and ``faults``.

A table is ``{"columns": [{"name", "title", "description", "decimals"}], "rows": [[…], …]}``. A number that
is missing, undefined or infinite is null; all others have their full precision. Case ids of one cell are a
list. Restricted evidence has its id alone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import pandas as pd

from casecompare.hypotheses import Verdict
from casecompare.methods import Column, Comparison, MethodResult, MethodRun, Robustness
from casecompare.report.json_text import Json, json_text
from casecompare.report.values import Value, plain_value, read_frame
from casecompare.report.withholding import withhold
from casecompare.study import Case, CodebookEntry, CodedValue, Study

__all__ = ["SCHEMA", "comparison_data", "plain_data", "render_json"]

SCHEMA = "casecompare/comparison/1"


def render_json(comparison: Comparison) -> bytes:
    """Give the comparison as JSON: in the order of the study, UTF-8, the same bytes for the same comparison.

    Examples
    --------
    >>> import json
    >>> from casecompare.study import Study
    >>> json.loads(render_json(Comparison(study=Study(name="s"))))["schema"]
    'casecompare/comparison/1'
    """
    return (json_text(comparison_data(comparison)) + "\n").encode("utf-8", "replace")


def comparison_data(comparison: Comparison) -> dict[str, Json]:
    """Give the comparison as plain data, as described at the top of this module."""
    shown = withhold(comparison)
    return {
        "schema": SCHEMA,
        "casecompare": shown.version,
        "status": shown.study.status,
        "seed": shown.seed,
        "study": _study(shown.study),
        "memberships": _by_case(shown.memberships),
        "raw": _by_case(shown.raw),
        "methods": [_run(name, run) for name, run in shown.runs.items()],
        "verdicts": [_verdict(verdict) for verdict in shown.verdicts],
        "case_board": _table(shown.case_board),
        "condition_board": _table(shown.condition_board),
        "robustness": _robustness(shown.robustness),
        "earlier": [plain_data(run) for run in shown.earlier],
        "problems": [plain_data(problem.as_dict()) for problem in shown.problems],
        "faults": [plain_data(fault) for fault in shown.faults],
    }


def plain_data(value: object) -> Json:
    """Give any value as what JSON can hold; what it cannot hold becomes text, a missing number null.

    Examples
    --------
    >>> plain_data({"a": (1, float("nan")), "b": {"y", "x"}})
    {'a': [1, None], 'b': ['x', 'y']}
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return _plain_number(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain_data(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain_data(inner) for key, inner in value.items()}
    if isinstance(value, set | frozenset):
        return [plain_data(inner) for inner in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [plain_data(inner) for inner in value]
    return _cell(plain_value(value))


def _plain_number(value: float) -> Json:
    """Give a number as Python's own, also where it is numpy's; one that is not finite as null."""
    if isinstance(value, int):
        return int(value)
    return float(value) if math.isfinite(value) else None


def _cell(value: Value) -> Json:
    if type(value) is float:
        return value if math.isfinite(value) else None
    return [*value] if isinstance(value, tuple) else value


def _study(study: Study) -> dict[str, Json]:
    return {
        "name": study.name,
        "title": study.title,
        "citation": study.citation,
        "licence": study.licence,
        "description": study.description,
        "language": study.language,
        "outcome": study.outcome,
        "codebook": {name: _entry(entry) for name, entry in study.codebook.items()},
        "hypotheses": {name: plain_data(one) for name, one in study.hypotheses.items()},
        "cases": [_case(case) for case in study.cases.values()],
        "decisions": [plain_data(decision) for decision in study.decisions],
        "reporting": dict(study.reporting),
        "files": dict(study.files),
    }


def _entry(entry: CodebookEntry) -> Json:
    return {one.name: plain_data(getattr(entry, one.name)) for one in fields(entry) if one.name != "name"}


def _case(case: Case) -> dict[str, Json]:
    return {
        "id": case.id,
        "title": case.title,
        "note": case.note,
        "values": {name: _coded(value) for name, value in case.values.items()},
        "evidence": {name: plain_data(piece) for name, piece in case.evidence.items()},
    }


def _coded(coded: CodedValue) -> dict[str, Json]:
    """Give a coded value, of which a large study has a million; as `plain_data` would, in half the time."""
    return {
        "value": coded.value if isinstance(coded.value, str) else plain_data(coded.value),
        "missing": coded.missing,
        "coders": plain_data(coded.coders) if coded.coders else {},
        "evidence": [*coded.evidence],
        "confidence": coded.confidence,
        "note": coded.note,
    }


def _run(name: str, run: MethodRun) -> dict[str, Json]:
    method, source = run.method, run.provenance
    return {
        "name": name,
        "title": method.title,
        "question": method.question,
        "citation": method.citation,
        "maturity": method.maturity,
        "maturity_evidence": list(method.maturity_evidence),
        "status": run.status,
        "reason": run.reason,
        "chain": list(run.chain),
        "distribution": source.distribution,
        "version": source.version,
        "options": plain_data(source.options),
        "seed": source.seed,
        "diagnostics": [
            plain_data(one) for one in (*run.diagnostics, *(run.result.diagnostics if run.result else ()))
        ],
        **(_found(run, run.result) if run.result is not None else {}),
    }


def _found(run: MethodRun, result: MethodResult) -> dict[str, Json]:
    described = {
        score.name: Column(title=score.title, description=score.description) for score in run.method.scores
    }
    return {
        "scores": _table(result.scores.rename_axis("case"), described),
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "note": table.note,
                **_table(table.frame, table.columns),
            }
            for table in result.tables
        ],
        "figures": [plain_data(figure) for figure in result.figures],
        "findings": [plain_data(finding) for finding in result.findings],
        "statements": [plain_data(statement) for statement in result.statements],
        "files": [*sorted(result.files)],
    }


def _verdict(verdict: Verdict) -> dict[str, Json]:
    return {
        "hypothesis": verdict.hypothesis.name,
        "claim": verdict.hypothesis.claim,
        "word": verdict.word,
        "rule": verdict.rule,
        "evidence": [plain_data(one) for one in verdict.evidence],
        "beside": [plain_data(one) for one in verdict.beside],
        "cases_against": list(verdict.cases_against),
    }


def _robustness(robustness: Robustness | None) -> Json:
    if robustness is None:
        return None
    return {
        "seed": robustness.seed,
        "notes": list(robustness.notes),
        "groups": [plain_data(group) for group in robustness.groups],
        "base": _table(robustness.base),
        "survival": _table(robustness.survival),
        "changes": _table(robustness.changes),
        "decisive": _table(robustness.decisive),
    }


def _table(frame: pd.DataFrame, described: Mapping[str, Column] | None = None) -> dict[str, Json]:
    columns = read_frame(frame, described)
    return {
        "columns": [
            {"name": one.name, "title": one.title, "description": one.description, "decimals": one.decimals}
            for one in columns
        ],
        "rows": [list(row) for row in zip(*(map(_cell, one.values) for one in columns), strict=True)],
    }


def _by_case(frame: pd.DataFrame) -> dict[str, Json]:
    names = [str(name) for name in frame.columns]
    columns = [map(plain_data, frame.iloc[:, at].tolist()) for at in range(len(names))]
    rows = zip(*columns, strict=True) if columns else itertools.repeat((), len(frame))
    return {
        str(case): dict(zip(names, row, strict=True)) for case, row in zip(frame.index, rows, strict=True)
    }
