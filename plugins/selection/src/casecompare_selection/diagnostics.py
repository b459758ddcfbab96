"""What a reader has to bear in mind, above all that shares over chosen cases estimate nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from casecompare import Diagnostic, Study, Table
from casecompare_selection.frame_file import FrameTable
from casecompare_selection.options import SelectionOptions
from casecompare_selection.positions import Position, rules_of
from casecompare_selection.response import ResponseRate
from casecompare_selection.sections import PURPOSIVE, chosen_rows
from casecompare_selection.strategies import Analysis
from casecompare_selection.tables import strata_members
from casecompare_selection.units import Units

__all__ = ["analysis_diagnostics", "estimates_diagnostic", "frame_diagnostics"]

_LOW_COVERAGE = 0.5
_PER_COEFFICIENT = 5
_NO_ESTIMATES = ("chosen_share", "chosen_mean")


def estimates_diagnostic(study: Study, tables: Iterable[Table]) -> Diagnostic | None:
    """Warn that shares over cases that were not drawn by chance are no estimates, and name those shares.

    Parameters
    ----------
    study
        Its records say how the cases were chosen.
    tables
        Those of the result, whose columns over chosen units are named.

    Returns
    -------
    casecompare.Diagnostic or None
        None only if every case is recorded as drawn at random, or as one of all.
    """
    recorded = chosen_rows(study)
    rules = [row.rule for rows in recorded.values() for row in rows]
    purposive = sum(rule in PURPOSIVE for rule in rules)
    unknown = rules.count(None) + len(study.case_ids) - len(recorded)
    if not purposive and not unknown:
        return None
    said = [f"{purposive} choices were made on purpose"] if purposive else []
    said += [f"of {unknown} it is not recorded how they were made"] if unknown else []
    named = [
        f"{table.columns[column].title} ({table.title})"
        for table in tables
        for column in table.frame.columns
        if column in _NO_ESTIMATES and len(table.frame)
    ]
    here = f" Here: {'; '.join(named)}." if named else ""
    return Diagnostic(
        level="warning",
        code="selection.no-estimates",
        message=f"shares and means over the studied cases ({len(study.case_ids)}) are no estimates for a "
        f"population: {' and '.join(said)}.{here} In other sections: every share or frequency of cases, such "
        "as how many cases are of a mode, in a row of a truth table or on a path, and every coverage.",
        advice="Name the cases and the rule by which each was chosen, in the place of percentages.",
    )


def analysis_diagnostics(
    analysis: Analysis, options: SelectionOptions, *, has_defaults: bool = False
) -> Iterator[Diagnostic]:
    """Tell what is undefined and why, who was left out, and which predictors say nothing of their own.

    Parameters
    ----------
    analysis
        Of a frame, or of the studied cases.
    options
        Which strategies are asked for.
    has_defaults
        Whether the variables were not named, and are those that the method takes by itself.
    """
    fit, units = analysis.fit, analysis.units
    where = "the frame" if units.is_frame else "the studied cases"
    undefined: dict[str, list[str]] = {}
    reasons = [(one.reason, one.strategy) for one in analysis.criteria]
    reasons += [(one.reason, one.strategy) for one in analysis.pairs]
    for reason, strategy in reasons:
        if reason and strategy in options.strategies:
            undefined.setdefault(reason, []).append(strategy)
    for reason, strategies in undefined.items():
        named = ", ".join(dict.fromkeys(strategies))
        yield Diagnostic(
            level="note", code="selection.undefined",
            message=f"in {where} nothing is said about {named} cases: {reason}.",
            advice="Name outcome, cause and background under methods: selection, or leave the strategy out.",
        )  # fmt: skip
    if analysis.left_out and not fit.reason:
        yield Diagnostic(
            level="note", code="selection.left-out",
            message=f"{len(analysis.left_out)} of {len(units.ids)} in {where} lack a value and are left out "
            f"of the linear model: {units.named(analysis.left_out)}. Nothing is said of their residuals.",
            advice="The table of those left out says what each lacks.",
        )  # fmt: skip
    if fit.dropped and not fit.reason:
        yield Diagnostic(
            level="note", code="selection.dropped",
            message=f"{', '.join(fit.dropped)} does not vary in {where}, or follows from others: it "
            "adds nothing to the linear model.",
        )  # fmt: skip
    if not fit.reason and fit.used.sum() < _PER_COEFFICIENT * fit.coefficients:
        yield Diagnostic(
            level="note", code="selection.few-cases",
            message=f"in {where} {fit.coefficients} coefficients rest on {int(fit.used.sum())} cases. "
            "Residuals and influence tell how the cases stand to each other, not to a law.",
        )  # fmt: skip
    if not units.is_frame:
        yield from _within_diagnostics(analysis, has_defaults)


def _within_diagnostics(analysis: Analysis, has_defaults: bool) -> Iterator[Diagnostic]:
    if has_defaults and analysis.names:
        yield Diagnostic(
            level="note", code="selection.defaults",
            message=f"no variables are named; the outcome is explained by the coded sets: "
            f"{', '.join(analysis.names)}.",
            advice="Name cause and background under methods: selection.",
        )  # fmt: skip
    if any(one.kind == "set" for one in analysis.units.variables):
        yield Diagnostic(
            level="note", code="selection.set-relations",
            message="memberships are taken as numbers here, and residuals are those of a linear model. What "
            "is typical or deviant for a set relation is another question.",
            advice="The method qca answers it in its table of cases to look at (Schneider & Rohlfing 2013).",
        )  # fmt: skip


def frame_diagnostics(
    frame: FrameTable,
    analysis: Analysis,
    positions: Sequence[Position],
    rates: Mapping[tuple[str, str], ResponseRate],
    study: Study,
) -> Iterator[Diagnostic]:
    """Tell where reasons and positions differ, what is left uncovered, and who is not in the frame."""
    units = analysis.units
    for problem in frame.problems:
        yield Diagnostic(level="note", code="selection.frame", message=f"{frame.file}: {problem.message}")
    for one in positions:
        if one.agrees == "no" and one.row is not None:
            yield Diagnostic(
                level="warning", code="selection.reason-differs",
                message=f"{units.ids[one.place]} was chosen as {one.row.rule}, but {one.said}.",
                advice="Say so, correct the rule, or check the variables of the frame.",
                case=units.cases[one.place] or "", field="sampling",
            )  # fmt: skip
    yield from _stratum_differences(analysis, positions)
    yield from _choice_differences(units, study)
    yield from _gaps(analysis)
    outside = [case for case in study.case_ids if case not in set(filter(None, units.cases))]
    if outside:
        listed = ", ".join(outside[:10]) + (f" and {len(outside) - 10} more" if len(outside) > 10 else "")
        yield Diagnostic(
            level="warning", code="selection.not-in-frame",
            message=f"{len(outside)} of the studied cases are not in the frame: {listed}.",
            advice="Name the column that holds the study's case ids by the option case, if ids differ.",
        )  # fmt: skip
    reasonless = [one.place for one in positions if one.row is None]
    if reasonless:
        yield Diagnostic(
            level="note", code="selection.no-reason",
            message=f"no record says why these were chosen: {units.named(reasonless)}.",
            advice="Add a section sampling to their records: phase, frame, rule, reason.",
        )  # fmt: skip
    rate = rates.get(("all", ""))
    if rate is not None and rate.persons[0] < _LOW_COVERAGE:
        yield Diagnostic(
            level="warning", code="selection.low-coverage",
            message="fewer than half of the persons asked answered; that more of the bodies did does not "
            "mend it.",
            advice="Say the rate of persons beside every share of persons, and do not average the two rates.",
        )  # fmt: skip


def _choice_differences(units: Units, study: Study) -> Iterator[Diagnostic]:
    """Name the cases that a record calls chosen and the frame does not."""
    recorded = chosen_rows(study)
    for place, case in enumerate(units.cases):
        if case in recorded and not units.chosen[place]:
            yield Diagnostic(
                level="warning", code="selection.choice-differs",
                message=f"the record of {case} says that it was chosen, the frame that {units.ids[place]} "
                "was not.",
                advice="Correct one of the two.", case=case or "", field="sampling",
            )  # fmt: skip


def _stratum_differences(analysis: Analysis, positions: Sequence[Position]) -> Iterator[Diagnostic]:
    units = analysis.units
    for one in positions:
        label = None if units.strata is None else units.strata.values[one.place]
        recorded = one.row.stratum if one.row is not None else None
        if label is not None and recorded is not None and str(label).casefold() != recorded.casefold():
            yield Diagnostic(
                level="warning", code="selection.stratum-differs",
                message=f"the record of {units.ids[one.place]} says stratum {recorded}, the frame {label}.",
                advice="Correct one of the two.", case=units.cases[one.place] or "", field="sampling",
            )  # fmt: skip


def _gaps(analysis: Analysis) -> Iterator[Diagnostic]:
    units = analysis.units
    groups = {one.name: one.members for one in analysis.by_type}
    for kind, found in (("types", groups), ("strata", strata_members(units))):
        left = [f"{name} ({len(places)})" for name, places in found.items()
                if not units.chosen[list(places)].any()]  # fmt: skip
        if left and units.chosen.any():
            more = f" and {len(left) - 5} more" if len(left) > 5 else ""
            yield Diagnostic(
                level="note", code="selection.uncovered",
                message=f"no chosen unit stands for {len(left)} of {len(found)} {kind}: "
                f"{'; '.join(left[:5])}{more}.",
                advice="Say that what was found may not hold there, or choose a case of them next.",
            )  # fmt: skip


def unchecked_diagnostic(positions: Sequence[Position], study: Study) -> Diagnostic | None:
    """Say that recorded rules cannot be held against anything without a frame."""
    rules = rules_of(positions)
    if not rules:
        return None
    return Diagnostic(
        level="note", code="selection.no-frame",
        message=f"cases are recorded as {', '.join(rules)}, but no frame is given in which they could be "
        f"looked up. Where they stand among the {len(study.case_ids)} studied cases says nothing about that.",
        advice="Add frame: with the table of all units that they were chosen from.",
    )  # fmt: skip
