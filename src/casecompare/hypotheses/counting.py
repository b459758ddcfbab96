"""Two tests that count: consistent cases against a benchmark, and clues within one case."""

from __future__ import annotations

import math

__all__ = ["benchmark_p", "clue_p"]


def benchmark_p(consistent: int, cases: int, benchmark: float) -> float:
    """Give the probability of at least so many consistent cases if each were so with a given probability.

    P(Bin(n, π) ≥ k). Usual benchmarks are 0.5 (*more often than not*), 0.65 (*usually*) and 0.8 (*almost
    always*): Ragin (2000), *Fuzzy-Set Social Science*, ch. 4. The smallest p that n cases can reach is πⁿ.

    Parameters
    ----------
    consistent, cases
        k and n; k from 0 to n.
    benchmark
        π, from 0 to 1.

    Returns
    -------
    float
        NaN without a case.

    Examples
    --------
    >>> round(benchmark_p(5, 7, 0.65), 4), round(benchmark_p(7, 7, 0.65), 4)
    (0.5323, 0.049)
    """
    if not 0 <= consistent <= cases:
        raise ValueError(f"{consistent} of {cases} cases cannot be consistent.")
    if not cases:
        return math.nan
    if not 0 < benchmark < 1:
        return float(benchmark == 1 or consistent == 0)
    # By logarithms: with a thousand cases the binomial coefficient is beyond any float.
    return min(
        1.0,
        math.fsum(math.exp(_log_binomial(hits, cases, benchmark)) for hits in range(consistent, cases + 1)),
    )


def _log_binomial(hits: int, cases: int, share: float) -> float:
    ways = math.lgamma(cases + 1) - math.lgamma(hits + 1) - math.lgamma(cases - hits + 1)
    return ways + hits * math.log(share) + (cases - hits) * math.log1p(-share)


def clue_p(clues_for: int, clues: int) -> float:
    """Give the probability of so many clues in favour if the claim were false, with no likelihoods known.

    The clues that were seen are taken as drawn without replacement from all that there are, an urn. If the
    claim is false, more of these speak against it than for it. The closest such urn that could give what
    was seen holds k clues for and m = max(n−k, k+1) against, and p = C(m, n−k) / C(k+m, n): the urn model
    of Lopez & Bowers, unweighted and with even odds. The smallest p that n clues can reach is the one for
    k = n.

    Parameters
    ----------
    clues_for, clues
        k of n clues speak for the claim.

    Examples
    --------
    >>> round(clue_p(7, 10), 6), round(clue_p(3, 3), 6)
    (0.018648, 0.028571)
    """
    if not 0 <= clues_for <= clues or not clues:
        raise ValueError(f"{clues_for} of {clues} clues cannot speak for a claim.")
    against = max(clues - clues_for, clues_for + 1)
    return math.comb(against, clues - clues_for) / math.comb(clues_for + against, clues)
