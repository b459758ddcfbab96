"""The calibrated sets as a file that fs/QCA opens."""

from __future__ import annotations

import csv
import io

from casecompare import Comparison, Renderer

__all__ = ["FSQCA", "render_fsqca"]

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")


def render_fsqca(comparison: Comparison) -> bytes:
    """Give the memberships as comma-separated text: one row per case, a missing membership empty.

    Case ids that a spreadsheet would take for a formula get an apostrophe in front.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.testing import make_study
    >>> sets = pd.DataFrame({"A": [0.9, None], "Y": [1.0, 0.2]}, index=["k", "=l"])
    >>> print(render_fsqca(Comparison(study=make_study(sets), memberships=sets)).decode())
    caseid,A,Y
    k,0.9,1
    '=l,,0.2
    <BLANKLINE>
    """
    sets = comparison.memberships
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(["caseid", *map(str, sets.columns)])
    for case, *values in sets.itertuples(name=None):
        rows.writerow([_plain(str(case)), *("" if value != value else f"{value:.10g}" for value in values)])
    return written.getvalue().encode("utf-8")


def _plain(case: str) -> str:
    return f"'{case}" if case.startswith(_STARTS_A_FORMULA) else case


FSQCA = Renderer(name="fsqca", suffix=".fsqca.csv", title="Sets for fs/QCA", render=render_fsqca)
