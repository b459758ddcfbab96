"""The tables of agreement: finding by finding, and over all findings."""

from __future__ import annotations

from collections.abc import Sequence

from casecompare import Column, Table
from casecompare_panels.agreements import BETWEEN, FindingAgreement, OverallAgreement
from casecompare_panels.tables import Cell, make_table

__all__ = ["agreement_table", "overall_table"]


def agreement_table(found: Sequence[FindingAgreement]) -> Table:
    """Give one row per finding and panel, and one per finding for pairs of experts of different panels."""
    columns = {
        "finding": Column(title="Finding"),
        "panel": Column(title="Panel", description=f"Or '{BETWEEN}': experts of different panels."),
        "votes": Column(title="Votes", decimals=0),
        "unknown": Column(title="Unknown", description="Experts who cannot tell: no vote.", decimals=0),
        "mode": Column(
            title="Most often", description="The judgement with most votes; between panels, of all of them."
        ),
        "share": Column(title="Its share", description="Its share of the votes.", decimals=2),
        "pairs": Column(
            title="Agreeing pairs",
            description="The share of pairs of experts who judge alike; undefined for a single expert.",
            decimals=2,
        ),
        "direction": Column(
            title="On direction",
            description="The same, where holding with a condition counts as holding.",
            decimals=2,
        ),
    }
    rows: list[dict[str, Cell]] = [
        {
            "finding": one.finding,
            "panel": one.panel,
            "votes": one.votes.total,
            "unknown": one.votes.unknown,
            "mode": one.mode,
            "share": one.share,
            "pairs": one.pairs,
            "direction": one.direction,
        }
        for one in found
    ]
    note = (
        "Unknown is not a vote. Between panels each pair of panels counts alike, however many experts they "
        "have. A single finding has no chance-corrected coefficient."
    )
    title = "Agreement of experts on each finding, within and between panels"
    return make_table("agreement", title, rows, columns, note=note)


def overall_table(found: Sequence[OverallAgreement]) -> Table:
    """Give one row per panel, one for all experts, and one for the panels' own verdicts."""
    columns = {
        "who": Column(title="Who", description=f"A panel, all experts, or the verdicts '{BETWEEN}'."),
        "experts": Column(title="Experts", decimals=0),
        "findings": Column(title="Findings", description="With two votes at least.", decimals=0),
        "pairs": Column(title="Agreeing pairs", description="Mean over these findings.", decimals=2),
        "ac1": Column(title="Gwet's AC1", description="Corrected for chance; Gwet (2014).", decimals=2),
        "alpha": Column(
            title="Krippendorff's alpha", description="Nominal; 0 is what chance would do.", decimals=2
        ),
        "undefined": Column(title="Why undefined"),
    }
    rows: list[dict[str, Cell]] = [
        {
            "who": one.who,
            "experts": one.experts,
            "findings": one.findings,
            "pairs": one.pairs,
            "ac1": one.ac1,
            "alpha": one.alpha,
            "undefined": one.reason,
        }
        for one in found
    ]
    note = (
        "Between panels, each panel has one vote, its own verdict by the rules of the transfer table; a "
        "panel that is split has none. Where experts nearly always say the same, alpha falls to 0 or is "
        "undefined though they agree; AC1 does not."
    )
    title = "Agreement of experts over all findings"
    return make_table("overall_agreement", title, rows, columns, note=note)
