"""Tables after the solution: theory evaluation, cases to look at, clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casecompare import Column, Table
from casecompare_qca.inquiry.case_selection import CaseSelection, PairKind
from casecompare_qca.inquiry.clusters import ClusterFit
from casecompare_qca.inquiry.theory import TheoryEvaluation
from casecompare_qca.reporting.further_tables import described_table

__all__ = ["cluster_table", "selection_tables", "theory_tables"]

_PAIRS: tuple[tuple[PairKind, str], ...] = (
    ("typical-typical", "within: is the mechanism the same?"),
    ("typical-irrelevant", "across: what happens without the term?"),
    ("typical-deviant consistency", "across: what does the term lack?"),
    ("deviant coverage-irrelevant", "across: which path is missing?"),
)
_PAIRED_CASES = 400
"""With more cases pairs are not compared: they grow with the square."""
_LISTED_CASES = 200


def theory_tables(evaluation: TheoryEvaluation) -> Iterator[Table]:
    """Give the intersections of theory and models with their fit, and the eight groups of cases."""
    rows = [
        {
            "model": number,
            "set": name,
            "formula": line["expression"],
            "inclusion": line["inclusion"],
            "pri": line["pri"],
            "coverage": line["coverage"],
        }
        for number, one in enumerate(evaluation.comparisons, 1)
        for name, line in one.to_frame().loc[
            ["model", "theory", *(part.name for part in one.intersections)]
        ].iterrows()
    ]  # fmt: skip
    yield described_table(
        "theory",
        f"Theory {evaluation.theory} and the models",
        rows,
        {
            "model": Column(title="Model", decimals=0),
            "set": Column(title="Set"),
            "formula": Column(title="Formula"),
            "inclusion": Column(title="Inclusion"),
            "pri": Column(title="PRI"),
            "coverage": Column(title="Coverage"),
        },
    )
    yield described_table(
        "theory_cases",
        "What the cases say about theory",
        (
            {"model": number, "group": group.name, "meaning": group.meaning, "cases": group.cases}
            for number, one in enumerate(evaluation.comparisons, 1)
            for group in one.groups
            if group.cases
        ),
        {
            "model": Column(title="Model", decimals=0),
            "group": Column(title="Group"),
            "meaning": Column(title="Meaning"),
            "cases": Column(title="Cases"),
        },
    )


def selection_tables(selection: CaseSelection) -> Iterator[Table]:
    """Give what each case is good for, and the best pairs of cases to compare."""
    yield described_table(
        "case_selection",
        f"Cases to look at after {selection.model.formula}",
        _kinds(selection),
        {
            "kind": Column(title="Kind"),
            "term": Column(title="Term"),
            "case": Column(title="Case"),
            "membership": Column(title="Membership"),
            "outcome": Column(title="Outcome"),
            "best": Column(title="Best", description="Smaller is better; no number where any case will do."),
            "is_best": Column(title="Best of its kind"),
        },
        "Typical cases show how a path works; deviant ones what it lacks (Schneider and Rohlfing 2013).",
    )
    if len(selection.model.table.data.cases) > _PAIRED_CASES:
        return
    pairs = [
        {
            "kind": kind,
            "question": question,
            "term": line.get("term"),
            "first": line["first"],
            "second": line["second"],
            "best": line["best"],
        }
        for kind, question in _PAIRS
        for line in selection.pairs(kind, limit=2).to_dict("records")
    ]
    if pairs:
        yield described_table(
            "case_pairs",
            "Best pairs of cases to compare",
            pairs,
            {
                "kind": Column(title="Pair"),
                "question": Column(title="What for"),
                "term": Column(title="Term"),
                "first": Column(title="First"),
                "second": Column(title="Second"),
                "best": Column(title="Best", description="Smaller is better."),
            },
        )


def _kinds(selection: CaseSelection) -> Iterator[dict[str, object]]:
    frames = (
        ("typical", selection.typical, "most_typical"),
        ("deviant consistency", selection.deviant_consistency, "most_deviant"),
        ("deviant coverage", selection.deviant_coverage, "most_deviant"),
    )
    for kind, frame, mark in frames:
        for line in frame.head(_LISTED_CASES).to_dict("records"):
            yield {
                "kind": kind,
                "term": line.get("term"),
                "case": line["case"],
                "membership": line["membership"],
                "outcome": line["outcome"],
                "best": line["best"],
                "is_best": bool(line[mark]),
            }


def cluster_table(fits: Sequence[ClusterFit]) -> Table:
    """Give consistency and coverage pooled, between clusters, and within units."""
    rows = [
        {
            "set": fit.set_name,
            "level": line["level"],
            "group": str(line["group"]) or None,
            "consistency": line["consistency"],
            "coverage": line["coverage"],
            "cases": line["cases"],
            "distance": _distance(fit, str(line["level"])),
        }
        for fit in fits
        for line in fit.to_frame().to_dict("records")
    ]
    return described_table(
        "clusters",
        f"Does the relation to {fits[0].outcome} hold in every cluster?",
        rows,
        {
            "set": Column(title="Set"),
            "level": Column(title="Level"),
            "group": Column(title="Group"),
            "consistency": Column(title="Consistency"),
            "coverage": Column(title="Coverage"),
            "cases": Column(title="n", decimals=0),
            "distance": Column(
                title="Distance", description="Of all groups of the level; 0 when all are alike."
            ),
        },
    )


def _distance(fit: ClusterFit, level: str) -> float | None:
    if level == "pooled":
        return None
    return fit.between_distance if level == "between" else fit.within_distance
