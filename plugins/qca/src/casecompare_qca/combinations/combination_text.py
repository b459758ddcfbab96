"""Combinations in words: whether a necessary one is trivial, and how a search prints."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from casecompare.sets import Necessity

if TYPE_CHECKING:
    from casecompare_qca.combinations.combinations import Combination, Combinations

__all__ = ["show_combinations", "triviality"]

_HALF = 0.5
"""Below one half a relevance or a coverage speaks more against than for the claim."""

_WIDTH = 80
_LISTED = 40


def triviality(fit: Necessity, *, is_constant_outcome: bool = False) -> str:
    """Say whether a set's being necessary means little; empty where it means something.

    A superset of the outcome is trivial when it is a superset of nearly everything (low relevance, RoN) or
    when the outcome is only a small part of it (low coverage); see Schneider and Wagemann (2012), section
    9.2. One half is the border of both here.

    Parameters
    ----------
    fit
        The necessity of the set.
    is_constant_outcome
        Whether every case has the outcome fully.

    Examples
    --------
    >>> triviality(Necessity(inclusion=1.0, coverage=0.5, relevance=0.0))
    'trivial: every case belongs to it, with the outcome or without'
    >>> triviality(Necessity(inclusion=1.0, coverage=1.0, relevance=1.0))
    ''
    """
    if is_constant_outcome:
        return "trivial: every case has the outcome, so that nothing could speak against it"
    if fit.relevance == 0.0:  # the numerator is the sum of what lies outside the set
        return "trivial: every case belongs to it, with the outcome or without"
    if fit.relevance < _HALF:
        return f"nearly trivial: most cases belong to it, whatever their outcome (RoN {fit.relevance:.2f})"
    if fit.coverage < _HALF:
        return f"little relevant: the outcome is only a small part of it (coverage {fit.coverage:.2f})"
    return ""


def show_combinations(found: Combinations) -> str:
    """Write the result of a search as a paper prints it, within 80 columns.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca.combinations.combinations import necessary_combinations
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 1, 1], "Y": [1, 1, 0]}, index=list("klm"))
    >>> print(necessary_combinations(cases, "Y", ["A", "B"], inclusion=1))
    Necessary for Y (inclusion >= 1)
    incl.    RoN   cov.  combination
    1.000  1.000  1.000  A
    1.000  0.000  0.667  B
                             trivial: every case belongs to it, with the outcome or
                             without
    1.000  1.000  1.000  A*B
    """
    cuts = ", ".join(f"{name} >= {cut:g}" for name, cut in found.thresholds.items() if cut > 0.0)
    word = "Necessary" if found.relation == "necessity" else "Sufficient"
    lines = textwrap.wrap(f"{word} for {found.outcome} ({cuts or 'no threshold'})", _WIDTH)
    if found.all:
        third = "RoN" if found.relation == "necessity" else "PRI"
        lines.append(f"incl.  {third:>5}   cov.  combination")
        lines += [line for one in found.all[:_LISTED] for line in _combination_lines(one)]
    else:
        lines.append("no combination reaches this")
    if len(found.all) > _LISTED:
        lines.append(f"… and {len(found.all) - _LISTED:,} more")
    if not found.is_complete:
        lines += textwrap.wrap(
            f"The search reached its limit: complete for combinations of up to {found.complete_to} "
            "literals, longer ones may be missing.",
            _WIDTH,
        )
    return "\n".join(lines)


def _combination_lines(one: Combination) -> list[str]:
    third = one.fit.relevance if isinstance(one.fit, Necessity) else one.fit.pri
    scores = "  ".join(map(_number, (one.fit.inclusion, third, one.fit.coverage)))
    head = textwrap.wrap(
        f"{scores}  {one.expression}", _WIDTH, subsequent_indent=" " * 23, break_on_hyphens=False
    )
    note = f"{one.triviality}" if one.triviality else ""
    return head + textwrap.wrap(note, _WIDTH, initial_indent=" " * 25, subsequent_indent=" " * 25)


def _number(value: float) -> str:
    return "    -" if math.isnan(value) else f"{value:.3f}"
