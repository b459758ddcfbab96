"""What documents a comparison, as tables: codebook, verdicts, evidence, decisions, checklist, provenance.

In a workbook these stand beside the data, so that one file says what its numbers are and where they are from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casecompare.methods import Comparison
from casecompare.report.content import plain_text
from casecompare.report.data_tables import DataTable, record_columns
from casecompare.report.links import find_links
from casecompare.report.sections.checklist import item_lines
from casecompare.report.sections.decisions import show_calibration
from casecompare.report.values import FrameColumn, Value, plain_value, read_frame, show_value
from casecompare.study import REPORTING_ITEMS, Calibration, CodebookEntry

__all__ = ["documentation_tables"]


def documentation_tables(comparison: Comparison) -> Iterator[DataTable]:
    """Give the tables that say what the data are, how they were made and how far the results hold.

    Parameters
    ----------
    comparison
        What a run gave, already without restricted evidence.

    Examples
    --------
    >>> from casecompare.study import CodebookEntry, Study
    >>> study = Study(name="s", codebook={"A": CodebookEntry(name="A", definition="Aligned")})
    >>> [table.name for table in documentation_tables(Comparison(study=study))]
    ['codebook', 'reporting', 'provenance']
    """
    return (table for table in _all_tables(comparison) if table.row_count)


def _all_tables(comparison: Comparison) -> Iterator[DataTable]:
    yield DataTable("verdicts", "what became of each hypothesis", _verdicts(comparison))
    yield DataTable("codebook", "what each set means and how it was made", _codebook(comparison))
    yield DataTable("evidence", "the passages that coded values rest on", _evidence(comparison))
    yield DataTable("half_memberships", "decisions on memberships of exactly 0.5", _halves(comparison))
    yield DataTable("missing_values", "coded values that are missing, by kind", _missing(comparison))
    yield DataTable("decisions", "what was tried and dropped, and why", _decisions(comparison))
    yield from _robustness(comparison)
    yield DataTable("earlier_runs", "what earlier runs of the study were and gave", _earlier(comparison))
    yield DataTable("reporting", "what reporting standards ask for", _reporting(comparison))
    yield DataTable("diagnostics", "what the methods remark on their results", _diagnostics(comparison))
    yield DataTable("problems", "remarks on the study's files", _problems(comparison))
    yield DataTable("methods", "how each method fared, and its options", _methods(comparison))
    yield DataTable("provenance", "where everything comes from", _provenance(comparison))


def _verdicts(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {
                "hypothesis": verdict.hypothesis.name,
                "title": verdict.hypothesis.title or None,
                "claim": verdict.hypothesis.claim,
                "verdict": verdict.word,
                "cases_against": verdict.cases_against,
                "rule": verdict.rule,
                "finding": verdict.hypothesis.finding or None,
                "note": verdict.hypothesis.note or None,
            }
            for verdict in comparison.verdicts
        ],
        {
            "rule": "what the verdict goes by",
            "finding": "the finding of the source that the hypothesis comes from",
        },
    )


def _codebook(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [_codebook_row(name, entry) for name, entry in comparison.study.codebook.items()],
        {
            "from": "the coded values, or the score of a method, that it is taken from",
            "calibration": "how raw values become memberships",
            "anchors": "the raw values for full non-membership, the crossover and full membership; or scores",
            "because": "why these anchors",
            "coding": "the rule by which coders arrived at the value",
        },
    )


def _codebook_row(name: str, entry: CodebookEntry) -> dict[str, Value]:
    calibration = entry.calibration
    return {
        "set": name,
        "definition": entry.definition or None,
        "kind": entry.kind,
        "unit": entry.unit or None,
        "levels": "; ".join(entry.levels) or None,
        "from": "; ".join(entry.source) or name,
        "aggregate": f"at least {entry.at_least} of"
        if entry.aggregate == "at least"
        else entry.aggregate or None,
        "calibration": show_calibration(calibration),
        "anchors": _anchors(calibration),
        "because": (calibration.because if calibration is not None else "") or None,
        "coding": entry.coding or None,
    }


def _anchors(calibration: Calibration | None) -> str | None:
    parameters = calibration.parameters if calibration is not None else None
    if parameters is None:
        return None
    if isinstance(parameters, Mapping):
        return "; ".join(f"{label}: {_shown(score)}" for label, score in parameters.items())
    return "; ".join(map(_shown, parameters if isinstance(parameters, list | tuple) else [parameters]))


def _evidence(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {
                "case": case.id,
                "evidence": piece.id,
                "source": piece.source or None,
                "locator": piece.locator or None,
                "quote": piece.quote or None,
                "note": piece.note or None,
                "findings": "; ".join(piece.findings) or None,
                "access": piece.access,
                "values": "; ".join(name for name, coded in case.values.items() if piece.id in coded.evidence)
                or None,
            }
            for case in comparison.study.cases.values()
            for piece in case.evidence.values()
        ],
        {
            "access": "restricted: passage and source are not shown",
            "values": "the coded values that rest on it",
        },
    )


def _halves(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {"case": decision.case, "set": name, "set_to": decision.to, "because": decision.because}
            for name, entry in comparison.study.codebook.items()
            for decision in entry.half
        ]
    )


def _decisions(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [{"tried": one.tried, "because": one.because} for one in comparison.study.decisions],
        {"tried": "an option as it was, or in words", "because": "why it was dropped"},
    )


def _earlier(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {"run": run.name, "kind": kind, "about": about, "value": value}
            for run in comparison.earlier
            for kind, told in (("setting", run.settings), ("result", run.results))
            for about, value in told.items()
        ],
        {"run": "the name of its run folder", "kind": "a setting that it was made with, or a result"},
    )


def _reporting(comparison: Comparison) -> tuple[FrameColumn, ...]:
    said = item_lines(comparison, find_links(comparison))
    return record_columns(
        [
            {
                "item": name,
                "group": item.group,
                "asked_for": item.asks,
                "in_this_study": plain_text(said[name]) or "not stated",
                "standards": "; ".join(item.standards),
            }
            for name, item in REPORTING_ITEMS.items()
        ],
        {
            "item": "its key in study.yaml, under reporting",
            "asked_for": "paraphrased; the standards say more",
        },
    )


def _missing(comparison: Comparison) -> tuple[FrameColumn, ...]:
    table, missing = comparison.study.table, comparison.study.missing
    return record_columns(
        [
            {
                "name": str(name),
                "case": str(case),
                "kind": missing.get((str(case), str(name)), "not coded"),
            }
            for name in table.columns
            for case in table.index[table[name].isna()]
        ]
    )


def _robustness(comparison: Comparison) -> Iterator[DataTable]:
    robustness = comparison.robustness
    if robustness is None:
        return
    groups = record_columns(
        [
            {
                "group": group.name,
                "title": group.title,
                "repeats": group.repeats,
                "counting": group.counting,
                "notes": " ".join(group.notes) or None,
            }
            for group in robustness.groups
        ]
    )
    note = " ".join(robustness.notes)
    yield DataTable("robustness.groups", "the ways in which the run was repeated", groups, note)
    frames = {
        "base": ("what the unchanged study gives", robustness.base),
        "survival": ("how often each statement survived", robustness.survival),
        "changes": ("what single changes did", robustness.changes),
        "decisive": ("the smallest changes that change a verdict", robustness.decisive),
    }
    for name, (title, frame) in frames.items():
        yield DataTable(f"robustness.{name}", title, read_frame(frame) if len(frame) else ())


def _diagnostics(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {
                "method": name,
                "level": one.level,
                "code": one.code,
                "message": one.message,
                "advice": one.advice or None,
                "case": one.case or None,
                "field": one.field or None,
            }
            for name, run in comparison.runs.items()
            for one in (*run.diagnostics, *(run.result.diagnostics if run.result is not None else ()))
        ]
    )


def _problems(comparison: Comparison) -> tuple[FrameColumn, ...]:
    names = ("level", "message", "hint", "code", "file", "line", "column", "case", "field")
    found = [problem.as_dict() for problem in comparison.problems]
    return record_columns([{name: plain_value(one.get(name)) or None for name in names} for one in found])


def _methods(comparison: Comparison) -> tuple[FrameColumn, ...]:
    return record_columns(
        [
            {
                "method": name,
                "title": run.method.title,
                "question": run.method.question,
                "status": run.status,
                "reason": run.reason or None,
                "maturity": run.method.maturity,
                "distribution": run.provenance.distribution,
                "version": run.provenance.version,
                "options": "; ".join(
                    f"{key}: {_shown(value)}" for key, value in run.provenance.options.items()
                )
                or None,
                "derived_inputs": "; ".join(run.chain) or None,
                "citation": run.method.citation or None,
            }
            for name, run in comparison.runs.items()
        ]
    )


def _provenance(comparison: Comparison) -> tuple[FrameColumn, ...]:
    study = comparison.study
    facts = {
        "study": study.name,
        "title": study.title,
        "citation": study.citation,
        "status": study.status,
        "outcome": study.outcome,
        "casecompare": comparison.version,
        "seed": str(comparison.seed),
        **{f"file {name} (SHA-256)": digest for name, digest in study.files.items()},
        **{
            f"plugin {fault.plugin} could not be used": f"{fault.distribution} {fault.version}: "
            f"{fault.reason}"
            for fault in comparison.faults
        },
    }
    return record_columns([{"what": what, "value": value} for what, value in facts.items() if value])


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return "none" if value is None else show_value(plain_value(value), None)
