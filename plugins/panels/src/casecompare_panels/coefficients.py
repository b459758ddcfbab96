"""How far experts agree on nominal judgements: few measures, on counts of votes.

Every function takes the votes as counts: for each finding how many experts chose each judgement. One finding
has no chance-corrected coefficient, since chance is estimated from how judgements spread over findings; there
the share of agreeing pairs is all that can be said. Over several findings, Krippendorff's alpha is what
reviewers ask for, and Gwet's AC1 stays meaningful where nearly all judgements are the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["agreeing_pairs", "agreeing_pairs_between", "gwet_ac1", "krippendorff_alpha", "mean_agreement"]

Counts = Sequence[int]


def agreeing_pairs(counts: Counts) -> float:
    """Give the share of pairs of experts who judge alike.

    Parameters
    ----------
    counts
        How many experts chose each judgement, without those who do not know.

    Returns
    -------
    float
        0..1; NaN with fewer than two votes. It is the P_i of Fleiss JL (1971), *Psychological Bulletin*
        76(5):378-382.

    Examples
    --------
    >>> agreeing_pairs([3, 1, 0]), agreeing_pairs([1, 0, 0])
    (0.5, nan)
    """
    votes = sum(counts)
    if votes < 2:
        return math.nan
    pairs = votes * (votes - 1)
    return sum(count * (count - 1) for count in counts) / pairs


def agreeing_pairs_between(panels: Sequence[Counts]) -> float:
    """Give the share of agreeing pairs of experts of two different panels, each pair of panels counted alike.

    Parameters
    ----------
    panels
        The counts of each panel; those without a vote are left out.

    Returns
    -------
    float
        0..1, the mean over the pairs of panels; NaN with fewer than two panels that vote.

    Examples
    --------
    >>> agreeing_pairs_between([[4, 0, 0], [1, 0, 1], [0, 0, 0]])
    0.5
    """
    shares = [[count / sum(counts) for count in counts] for counts in panels if sum(counts)]
    if len(shares) < 2:
        return math.nan
    # The sum over all pairs of panels of their products, without going through the pairs.
    sums = [math.fsum(column) for column in zip(*shares, strict=True)]
    own = math.fsum(share * share for panel in shares for share in panel)
    return (math.fsum(one * one for one in sums) - own) / (len(shares) * (len(shares) - 1))


def mean_agreement(findings: Sequence[Counts]) -> float:
    """Give the mean share of agreeing pairs over the findings with two votes at least.

    Examples
    --------
    >>> mean_agreement([[2, 0, 0], [1, 1, 0], [1, 0, 0]])
    0.5
    """
    shares = [share for counts in findings if not math.isnan(share := agreeing_pairs(counts))]
    return math.fsum(shares) / len(shares) if shares else math.nan


def krippendorff_alpha(findings: Sequence[Counts]) -> float:
    """Give Krippendorff's alpha for nominal judgements, with any number of experts per finding.

    Parameters
    ----------
    findings
        The counts of each finding; those with fewer than two votes have no pair and are left out.

    Returns
    -------
    float
        At most 1; 0 is what chance would do. NaN if no finding has two votes, or all votes are the same.
        With N paired votes, alpha = 1 - (N - 1) D / (N^2 - sum n_c^2), where D sums over findings the
        disagreeing ordered pairs divided by votes - 1 (Krippendorff K (2011), *Computing Krippendorff's
        Alpha-Reliability*).

    Examples
    --------
    >>> round(krippendorff_alpha([[2, 1, 0], [0, 2, 0], [0, 0, 3]]), 4)
    0.6667
    >>> krippendorff_alpha([[2, 0, 0], [3, 0, 0]])
    nan
    """
    paired = [counts for counts in findings if sum(counts) >= 2]
    totals: list[int] = [sum(column) for column in zip(*paired, strict=True)]
    votes = sum(totals)
    expected = votes * votes - sum(total * total for total in totals)
    if not expected:
        return math.nan
    observed = math.fsum(
        (sum(counts) * sum(counts) - sum(count * count for count in counts)) / (sum(counts) - 1)
        for counts in paired
    )
    return 1 - (votes - 1) * observed / expected


def gwet_ac1(findings: Sequence[Counts]) -> float:
    """Give Gwet's AC1, with any number of experts per finding.

    Parameters
    ----------
    findings
        The counts of each finding, all of the same judgements: those that nobody chose count as well.

    Returns
    -------
    float
        At most 1; NaN if no finding has two votes. AC1 = (pa - pe) / (1 - pe), pa the mean share of agreeing
        pairs, pe = sum p_k (1 - p_k) / (q - 1) over q judgements, p_k the mean share of judgement k over
        the findings with a vote (Gwet KL (2014), *Handbook of Inter-Rater Reliability*, 4th edition).

    Examples
    --------
    >>> round(gwet_ac1([[2, 1, 0], [0, 2, 0], [0, 0, 3]]), 4)
    0.6727
    >>> gwet_ac1([[2, 0, 0], [3, 0, 0]])
    1.0
    """
    agreement = mean_agreement(findings)
    if math.isnan(agreement):
        return math.nan
    voted = [counts for counts in findings if sum(counts)]
    kinds = len(voted[0])
    shares = [math.fsum(counts[kind] / sum(counts) for counts in voted) / len(voted) for kind in range(kinds)]
    chance = math.fsum(share * (1 - share) for share in shares) / (kinds - 1)
    return (agreement - chance) / (1 - chance)
