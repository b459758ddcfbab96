"""What a calibration does to the cases: skewness, cases near 0.5, and how much hangs on each anchor.

References
----------
Ragin, C. C. (2008). Redesigning social inquiry. Chicago, chapter 5.
Schneider, C. Q. and Wagemann, C. (2012). Set-theoretic methods for the social sciences. Cambridge, sections
1.2 and 9.2 (skewed sets).
Oana, I.-E., Schneider, C. Q. and Thomann, E. (2021). Qualitative comparative analysis using R. Cambridge,
chapter 2.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from casecompare import CasecompareError
from casecompare.sets import Calibration, calibrate
from casecompare_qca.calibration.anchor_order import CalibrationKind, anchor_names, check_anchors, is_ordered
from casecompare_qca.calibration.membership_checks import SKEWED_ABOVE, SKEWED_BELOW
from casecompare_qca.inquiry.show_cases import aligned_table
from casecompare_qca.reporting.shown import ShownInNotebook

__all__ = ["CalibrationCheck", "check_calibrated_set"]

Floats = npt.NDArray[np.float64]

_NEAR_HALF = 0.1
_NEAR_ANCHOR = 0.02
_MOVES = (-0.10, -0.05, 0.05, 0.10)
_RELATIVE = ("indirect", "ecdf", "tfr")
"""Ways of calibrating in which the membership of a case depends on the other cases."""
_LISTED = 6
_MOST_LEFT_OUT = 500
"""Leaving each case out takes a calibration per case."""


def check_calibrated_set(
    raw: pd.Series,
    anchors: Sequence[float] | float,
    *,
    kind: CalibrationKind = "direct",
    options: Mapping[str, object] | None = None,
    name: str = "",
    decided: Sequence[str] = (),
) -> CalibrationCheck:
    """Calibrate raw values and say what hangs on the anchors.

    Parameters
    ----------
    raw
        Raw values; the index holds the case ids. Missing values are left out.
    anchors
        Exclusion, crossover and inclusion; six rising anchors for a bell; one cut point (``crisp``), two or
        more (``indirect``), none (``tfr``).
    kind
        ``"direct"`` (logistic), ``"linear"``, ``"crisp"``, ``"indirect"``, ``"ecdf"`` or ``"tfr"``. The last
        three place a case among the others, so that leaving a case out is looked at too.
    options
        What else `casecompare.sets.calibrate` takes for this kind: ``idm``, ``below``, ``above``, ``shape``,
        ``direction``.
    name
        The name of the set; that of `raw` by default.
    decided
        Cases of exactly 0.5 about which it is decided on which side they are.

    Raises
    ------
    ValueError
        If the number or the order of the anchors does not fit the kind, or no raw value is known.

    Examples
    --------
    >>> income = pd.Series([400, 540, 560, 900, 950], index=list("klmno"), name="RICH")
    >>> check = check_calibrated_set(income, [400, 550, 900])
    >>> check.near_half
    ('l', 'm')
    >>> check.verdict
    'look again'
    >>> print(check)
    RICH: look again
    3 of 5 cases are in (60 %); 2 lie between 0.4 and 0.6
    anchor     value  moved 5 %  moved 10 %  close below  close above
    exclusion    400          0           0            0            1
    crossover    550          2           2            1            1
    inclusion    900          0           0            0            1
    - 2 cases change sides when the crossover moves by 5 % of the distance between
      the outer anchors: l, m.
    - 2 raw values lie close around the crossover: the anchor parts cases that
      hardly differ.
    """
    known = raw.dropna().astype(np.float64)
    if known.empty:
        raise ValueError("no raw value is known, so that nothing can be calibrated.")
    values = tuple(float(anchor) for anchor in ([anchors] if isinstance(anchors, int | float) else anchors))
    check_anchors(values, kind)
    given = dict(options or {})
    return CalibrationCheck(name or str(raw.name or "set"), known, values, kind, given, tuple(decided))


@dataclass(frozen=True, eq=False, repr=False)
class CalibrationCheck(ShownInNotebook):
    """One calibrated set and what hangs on its anchors.

    Parameters
    ----------
    name
        The set.
    raw
        The known raw values.
    anchors, kind, options
        How they are calibrated.
    decided
        Cases of exactly 0.5 about which it is decided on which side they are.
    """

    name: str
    raw: pd.Series
    anchors: tuple[float, ...]
    kind: CalibrationKind
    options: Mapping[str, object] = field(default_factory=dict)
    decided: tuple[str, ...] = ()

    @cached_property
    def memberships(self) -> pd.Series:
        """The membership of each case."""
        return pd.Series(self._calibrated(self.anchors), index=self.raw.index, name=self.name)

    @property
    def share(self) -> float:
        """The share of cases that are more in than out."""
        return float((self.memberships > 0.5).mean())

    @property
    def is_skewed(self) -> bool:
        """Whether fewer than 20 or more than 80 per cent of the cases are in."""
        return not SKEWED_BELOW <= self.share <= SKEWED_ABOVE

    @cached_property
    def half(self) -> tuple[str, ...]:
        """Cases with a membership of exactly 0.5 about which nothing is decided."""
        return tuple(case for case in self._cases(self.memberships == 0.5) if case not in self.decided)

    @cached_property
    def near_half(self) -> tuple[str, ...]:
        """Cases with a membership between 0.4 and 0.6."""
        return self._cases((self.memberships - 0.5).abs() < _NEAR_HALF)

    @cached_property
    def sensitivity(self) -> pd.DataFrame:
        """One row per anchor and move: which cases change sides, and the largest change of membership.

        Anchors are moved by 5 and 10 per cent of the distance between the outermost anchors (for one cut
        point: of the range of the raw values), both ways. A move after which the anchors would not be in
        order is left out.
        """
        rows = []
        for at, anchor in enumerate(self._anchor_names):
            for share in _MOVES:
                moved = list(self.anchors)
                moved[at] += share * self._span
                if not is_ordered(moved, self.kind):
                    continue
                new = self._calibrated(tuple(moved))
                before = self.memberships.to_numpy()
                changed = (new > 0.5) != (before > 0.5)
                cases = self._cases(pd.Series(changed, index=self.raw.index))
                rows.append(
                    (anchor, self.anchors[at], share, moved[at], cases, float(np.abs(new - before).max()))
                )
        columns = ["anchor", "value", "move", "moved_to", "changed_cases", "largest_change"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def company(self) -> pd.DataFrame:
        """One row per case left out: which others change sides then, and the largest change of membership.

        Empty for calibrations that look at one case at a time, and where a case cannot be left out.
        """
        columns = ["without", "changed_cases", "largest_change"]
        if self.kind not in _RELATIVE or len(self.raw) > _MOST_LEFT_OUT:
            return pd.DataFrame(columns=columns)
        before, rows = self.memberships.to_numpy(), []
        for at, case in enumerate(map(str, self.raw.index)):
            others = np.arange(len(self.raw)) != at
            try:
                new = calibrate(self.raw[others], self._calibration(self.anchors)).to_numpy(dtype=np.float64)
            except CasecompareError:  # too few different values are left
                continue
            changed = np.zeros(len(self.raw), dtype=bool)
            changed[others] = (new > 0.5) != (before[others] > 0.5)
            rows.append(
                (case, self._cases(pd.Series(changed)), float(np.abs(new - before[others]).max(initial=0.0)))
            )
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def surroundings(self) -> pd.DataFrame:
        """One row per anchor: the nearest raw values on both sides, and how many lie close to it.

        Close is within 2 per cent of the range of the raw values. An anchor in a wide gap parts cases that
        differ; one in a cluster parts cases that hardly differ.
        """
        values = np.sort(self.raw.to_numpy())
        close = _NEAR_ANCHOR * (values[-1] - values[0])
        rows = []
        for anchor, value in zip(self._anchor_names, self.anchors, strict=True):
            below, above = values[values < value], values[values >= value]
            near = values[np.abs(values - value) <= close]
            rows.append(
                (
                    anchor,
                    value,
                    below[-1] if len(below) else np.nan,
                    above[0] if len(above) else np.nan,
                    int((near < value).sum()),
                    int((near >= value).sum()),
                )
            )
        columns = ["anchor", "value", "next_below", "next_above", "close_below", "close_above"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should know, in sentences; empty when there is no concern."""
        return (
            *self._remarks_about_cases(),
            *self._remarks_about_anchors(),
            *self._remarks_about_company(),
        )

    @property
    def verdict(self) -> Literal["no concern", "look again", "doubtful"]:
        """``doubtful``: all cases on one side, or exactly 0.5 somewhere; ``look again``: some remark."""
        if self.half or self.share in (0.0, 1.0):
            return "doubtful"
        return "look again" if self.remarks else "no concern"

    def to_frame(self) -> pd.DataFrame:
        """Give one row per case with the raw value and the membership."""
        return pd.DataFrame({"raw": self.raw, "membership": self.memberships})

    def __repr__(self) -> str:
        return f"<CalibrationCheck of {self.name}: {self.verdict}>"

    def __str__(self) -> str:
        count, inside = len(self.raw), int((self.memberships > 0.5).sum())
        moves, near = self.sensitivity, self.surroundings
        rows = []
        for at, anchor in enumerate(self._anchor_names):
            of_anchor = moves[moves["anchor"] == anchor]
            sizes = [
                str(len({case for cases in of_anchor["changed_cases"][is_move] for case in cases}))
                for is_move in (of_anchor["move"].abs() < 0.07, of_anchor["move"].abs() > 0.07)
            ]
            close = [str(near[column].iloc[at]) for column in ("close_below", "close_above")]
            rows.append([anchor, f"{self.anchors[at]:g}", *sizes, *close])
        heads = ["anchor", "value", "moved 5 %", "moved 10 %", "close below", "close above"]
        remarks = [line for remark in self.remarks for line in textwrap.wrap(
            remark, 80, initial_indent="- ", subsequent_indent="  ")]  # fmt: skip
        return "\n".join(
            [
                f"{self.name}: {self.verdict}",
                f"{inside} of {count} case{'s' * (count != 1)} are in ({self.share:.0%}); ".replace("%", " %")
                + f"{len(self.near_half)} lie{'s' * (len(self.near_half) == 1)} between 0.4 and 0.6",
                *aligned_table(heads, rows),
                *remarks,
            ]
        )

    @property
    def named_anchors(self) -> Mapping[str, float]:
        """The anchors by name: ``exclusion``, ``crossover``, ``inclusion``; ``cut``."""
        return dict(zip(self._anchor_names, self.anchors, strict=True))

    def curve(self, points: int = 200) -> tuple[tuple[float, float], ...]:
        """Give raw values over the whole range of cases and anchors, each with its membership.

        Where memberships depend on the other cases these are the places of the cases themselves.

        Examples
        --------
        >>> check_calibrated_set(pd.Series([1.0, 3.0]), 2, kind="crisp").curve(3)
        ((1.0, 0.0), (2.0, 1.0), (3.0, 1.0))
        """
        if self.kind in _RELATIVE:
            places = self.to_frame().drop_duplicates("raw").sort_values("raw")
            return tuple(zip(places["raw"].tolist(), places["membership"].tolist(), strict=True))
        known = [*self.raw, *self.anchors]
        values = pd.Series(np.linspace(min(known), max(known), points))
        memberships = calibrate(values, self._calibration(self.anchors))
        return tuple(zip(values.tolist(), memberships.tolist(), strict=True))

    @property
    def _anchor_names(self) -> tuple[str, ...]:
        return anchor_names(
            self.kind, len(self.anchors), is_inverse=self.options.get("shape") == "inverse bell"
        )

    @property
    def _crossovers(self) -> tuple[str, ...]:
        return tuple(
            name for name in self._anchor_names if name.startswith("cut") or name.endswith("crossover")
        )

    @property
    def _span(self) -> float:
        if len(self.anchors) > 1:
            return max(self.anchors) - min(self.anchors)
        return float(self.raw.max() - self.raw.min())

    def _calibrated(self, anchors: tuple[float, ...]) -> Floats:
        return calibrate(self.raw, self._calibration(anchors)).to_numpy(dtype=np.float64)

    def _calibration(self, anchors: tuple[float, ...]) -> Calibration:
        given = anchors[0] if self.kind == "crisp" else list(anchors)
        return Calibration(kind=self.kind, parameters=given, options=self.options)

    def _remarks_about_company(self) -> list[str]:
        moved = {case for cases in self.company["changed_cases"] for case in cases}
        if not moved:
            return []
        changed = [case for case in map(str, self.raw.index) if case in moved]
        plural = "cases change" if len(changed) > 1 else "case changes"
        return [f"{len(changed)} {plural} sides when one other case is left out: {_listed(changed)}."]

    def _cases(self, chosen: pd.Series) -> tuple[str, ...]:
        return tuple(map(str, self.raw.index[chosen.to_numpy(dtype=bool)]))

    def _remarks_about_cases(self) -> list[str]:
        remarks = []
        if self.share in (0.0, 1.0):
            side = "in" if self.share else "out of"
            remarks.append(f"All cases are {side} the set: it tells no case from another.")
        elif self.is_skewed:
            word = "few" if self.share < SKEWED_BELOW else "nearly all"
            remarks.append(
                f"The set is skewed: {word} cases are in ({self.share:.0%}). Consistent relations with it "
                "can be trivial; look at PRI, and at the relevance of necessity."
            )
        if self.half:
            remarks.append(f"Exactly 0.5, so in no row of the truth table: {_listed(self.half)}.")
        return remarks

    def _remarks_about_anchors(self) -> list[str]:
        remarks = []
        moves, near = self.sensitivity, self.surroundings
        what = "the distance between the outer anchors" if len(self.anchors) > 1 else "the range"
        for anchor in self._crossovers:
            called = anchor if self.kind == "indirect" else f"the {anchor}"
            small = moves[(moves["anchor"] == anchor) & (moves["move"].abs() < 0.07)]
            changed = list(dict.fromkeys(case for cases in small["changed_cases"] for case in cases))
            if changed:
                plural = "cases change" if len(changed) > 1 else "case changes"
                remarks.append(
                    f"{len(changed)} {plural} sides when {called} moves by 5 % of {what}: {_listed(changed)}."
                )
            around = near[near["anchor"] == anchor].iloc[0]
            if around["close_below"] and around["close_above"]:
                count = int(around["close_below"] + around["close_above"])
                remarks.append(
                    f"{count} raw values lie close around {called}: the anchor parts cases that hardly "
                    "differ."
                )
        return remarks


def _listed(cases: Sequence[str]) -> str:
    more = f" and {len(cases) - _LISTED} more" if len(cases) > _LISTED else ""
    return ", ".join(cases[:_LISTED]) + more
