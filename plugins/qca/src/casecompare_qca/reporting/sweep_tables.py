"""Sweeps in a run: the analysis under many cut-offs, anchors and draws of cases, and what is in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product

import pandas as pd

from casecompare import Column, Study, Table
from casecompare.sets import Calibration, check_calibration
from casecompare_qca.analysis import treated
from casecompare_qca.options import QcaOptions, SweepOptions
from casecompare_qca.reporting.further_tables import described_table
from casecompare_qca.solutions.budget import Budget
from casecompare_qca.solutions.expectations import Expectations
from casecompare_qca.solutions.sweeps import Specification, Sweep, sweep
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["specifications", "sweep_tables"]

_MOST = 10_000
_SECONDS = 1.0
_LISTED_MODELS, _LISTED_TERMS, _LISTED_NAMES = 40, 60, 4


def sweep_tables(
    table: TruthTable,
    study: Study,
    options: QcaOptions,
    memberships: pd.DataFrame,
    raw: pd.DataFrame,
    *,
    expectations: Expectations = (),
    seed: int,
) -> Iterator[Table]:
    """Give the models that come out, how often, and the share of specifications that each term is in.

    Parameters
    ----------
    table
        The truth table of the run; its cases take part.
    study
        Its codebook has the anchors that are moved.
    options
        `options.sweep` says what is tried; without it there is no table.
    memberships, raw
        The sets, and their values before calibration.
    expectations
        Those of the run's intermediate solution.
    seed
        Of the first draw of cases; the others follow.

    Raises
    ------
    ValueError
        if more than 10,000 specifications are asked for.
    """
    if options.sweep is None:
        return
    cases = list(table.data.cases)
    data, before = (frame.set_axis(frame.index.map(str)).loc[cases] for frame in (memberships, raw))
    anchors = _anchors(study, table.conditions, before)
    wanted = specifications(options, options.sweep, anchors, seed=seed)
    treat = partial(treated, options=options) if _is_treated(options) else None
    found: dict[str, Sweep] = {
        kind: sweep(
            data,
            table.outcome,
            table.conditions,
            wanted,
            raw=before,
            kind=kind,
            expectations=expectations if kind == "intermediate" else (),
            treat=treat,
            budget=Budget(seconds=min(options.seconds, _SECONDS), models=options.max_models),
        )
        for kind in options.solutions
    }
    yield _models(found, len(wanted), is_treated=treat is not None)
    terms = _terms(found)
    if len(terms.frame):
        yield terms


def specifications(
    options: QcaOptions, asked: SweepOptions, anchors: Mapping[str, Calibration], *, seed: int
) -> list[Specification]:
    """Give every combination of the cut-offs, every moved anchor, and every draw of cases.

    Anchors and draws are tried with the cut-offs of the analysis, so that each says what hangs on it alone.

    Examples
    --------
    >>> asked = SweepOptions(consistency=[0.75, 0.8], cases=[1, 2], anchors=0.1)
    >>> direct = Calibration(kind="direct", parameters=[0, 5, 10])
    >>> found = specifications(QcaOptions(), asked, {"A": direct}, seed=1)
    >>> [one.name for one in found[:2]], [one.name for one in found[4:6]], len(found)
    (['consistency 0.75, pri 0.5, cases 1', 'consistency 0.75, pri 0.5, cases 2'], \
['A: anchor 0 at -1', 'A: anchor 0 at 1'], 10)
    """
    own = options.consistency if isinstance(options.consistency, list) else [options.consistency]
    cuts: float | tuple[float, float] = (own[0], own[1]) if len(own) > 1 else own[0]
    tried: list[float | tuple[float, float]] = [*asked.consistency] or [cuts]
    grid = [
        Specification(
            name=f"consistency {_written(cut)}, pri {pri:g}, cases {cases}",
            consistency=cut,
            pri=pri,
            cases=cases,
        )
        for cut, pri, cases in product(tried, asked.pri or [options.pri], asked.cases or [options.cases])
    ]
    moved = [
        Specification(name=name, consistency=cuts, pri=options.pri, cases=options.cases, anchors={of: how})
        for of, calibration in anchors.items()
        for name, how in _moved(of, calibration, asked.anchors)
    ]
    drawn = [
        Specification(
            name=f"draw {at + 1}", consistency=cuts, pri=options.pri, cases=options.cases, resample=seed + at
        )
        for at in range(asked.draws)
    ]
    wanted = [*grid, *moved, *drawn]
    if len(wanted) > _MOST:
        raise ValueError(f"the sweep asks for {len(wanted):,} analyses; {_MOST:,} are the most.")
    return wanted


def _is_treated(options: QcaOptions) -> bool:
    """Say whether the run recodes rows or excludes remainders; without it tables need not be built at all."""
    return bool(options.recode or options.impossible or options.exclude or options.enhanced)


def _written(cut: float | tuple[float, float]) -> str:
    return f"{cut[0]:g} and {cut[1]:g}" if isinstance(cut, tuple) else f"{cut:g}"


def _anchors(study: Study, conditions: Sequence[str], raw: pd.DataFrame) -> dict[str, Calibration]:
    """Give the calibrations by anchors of the conditions whose raw values are all known numbers."""
    found = {}
    for name in conditions:
        entry = study.codebook.get(name)
        how = entry.calibration if entry is not None else None
        if how is None or how.kind not in ("direct", "linear", "crisp") or name not in raw.columns:
            continue
        if pd.api.types.is_numeric_dtype(raw[name]) and raw[name].notna().all():
            found[name] = how
    return found


def _moved(name: str, how: Calibration, share: float) -> Iterator[tuple[str, Calibration]]:
    """Move each anchor down and up by a share of the distance between the outer ones, where it can be."""
    given = how.parameters if isinstance(how.parameters, list) else [how.parameters]
    numbers = [float(one) for one in given if isinstance(one, int | float)]
    step = share * (
        (max(numbers) - min(numbers)) if len(numbers) > 1 else abs(numbers[0]) if numbers else 0.0
    )
    if not step:
        return
    for at, anchor in enumerate(numbers):
        for moved in (anchor - step, anchor + step):
            changed = [*numbers[:at], moved, *numbers[at + 1 :]]
            parameters = changed if isinstance(how.parameters, list) else changed[0]
            other = Calibration(kind=how.kind, parameters=parameters, options=how.options)
            if not check_calibration(other):
                yield f"{name}: anchor {anchor:g} at {moved:g}", other


def _models(found: Mapping[str, Sweep], count: int, *, is_treated: bool) -> Table:
    rows: list[dict[str, object]] = []
    for kind, one in found.items():
        groups: dict[tuple[str, ...], list[str]] = {}
        for entry in one.log:
            groups.setdefault(entry.models, []).append(entry.specification.name)
        common = sorted(groups.items(), key=lambda group: -len(group[1]))
        rows += [
            {
                "solution": kind,
                "models": " | ".join(models) or "none: no row leads to the outcome",
                "specifications": len(names),
                "share": len(names) / count,
                "such_as": "; ".join(names[:_LISTED_NAMES]),
            }
            for models, names in common[:_LISTED_MODELS]
        ]
    columns = {
        "solution": Column(title="Solution"),
        "models": Column(title="Models", description="All tied models that are listed."),
        "specifications": Column(title="Analyses", decimals=0),
        "share": Column(title="Share", description="Of all analyses of the sweep."),
        "such_as": Column(title="Such as"),
    }
    note = (
        f"{count:,} analyses with other cut-offs, anchors or draws of cases; the most frequent models first."
    )
    if is_treated:
        note += (
            " Each carries out the recorded decisions and exclusions of this run. Decisions that cannot be "
            "carried out there are left aside: a row with the outcome that no case shows, an impossible row "
            "that some case shows."
        )
    return described_table("sweep", "What comes out under other choices", rows, columns, note)


def _terms(found: Mapping[str, Sweep]) -> Table:
    rows = [
        {"solution": kind, "term": str(term), "in_some": float(some), "in_all": float(every)}
        for kind, one in found.items()
        for term, some, every in one.term_shares().head(_LISTED_TERMS).itertuples(name=None)
    ]
    columns = {
        "solution": Column(title="Solution"),
        "term": Column(title="Term"),
        "in_some": Column(
            title="In some model", description="Share of the analyses with a model that has it."
        ),
        "in_all": Column(
            title="In all models", description="Share of the analyses all models of which have it."
        ),
    }
    return described_table("sweep_terms", "Terms that stay under other choices", rows, columns)
