"""Which cases to study after a claim of necessity: typical and deviant cases, one by one and in pairs.

References
----------
Schneider, C. Q. and Rohlfing, I. (2013). Combining QCA and process tracing in set-theoretic multi-method
research. Sociological Methods and Research 42, 559-597.
Oana, I.-E., Schneider, C. Q. and Thomann, E. (2021). Qualitative comparative analysis using R. Cambridge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from casecompare.sets import Conjunction, Disjunction, Expression, evaluate, parse
from casecompare_qca.inquiry.case_pairs import (
    Distance,
    Integers,
    best_pairs,
    distance,
    is_at_most,
    mark_smallest,
    more_typical_first,
)
from casecompare_qca.inquiry.case_rows import CaseRows, case_rows
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.table.case_data import Floats, read_case_data

if TYPE_CHECKING:
    from casecompare.sets import MissingPolicy

__all__ = ["NecessityCases", "NecessityPairKind", "select_necessity_cases"]

NecessityPairKind = Literal[
    "typical-typical", "typical-irrelevant", "typical-deviant relevance", "typical-deviant consistency"
]

_ROUNDING = 1e-9
_DISTANCES: Mapping[NecessityPairKind, Distance] = {
    "typical-typical": "typical-typical",
    "typical-irrelevant": "necessity: typical-irrelevant",
    "typical-deviant relevance": "necessity: typical-deviant relevance",
    "typical-deviant consistency": "necessity: typical-deviant consistency",
}


def select_necessity_cases(
    data: pd.DataFrame,
    outcome: str,
    condition: str,
    conditions: Sequence[str] = (),
    *,
    negate_outcome: bool = False,
    missing: MissingPolicy = "refuse",
) -> NecessityCases:
    """Say which cases a claim of necessity makes worth a closer look, and for what.

    Parameters
    ----------
    data, outcome, negate_outcome, missing
        As for `truth_table`.
    condition
        The set claimed to be necessary: ``A``, ``A + ~B``, ``A*B``. The members of a disjunction, and the
        conjuncts of a conjunction, get tables of their own.
    conditions
        The conditions of the truth table, whose rows tell alike cases from unlike ones; by default those
        that `condition` speaks of.

    Raises
    ------
    ValueError
        As `truth_table`, or if `condition` names something that is not among the conditions.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [0.9, 0.8, 0.2, 0.7], "Y": [0.9, 0.6, 0.7, 0.1]}, index=list("klmn"))
    >>> selection = select_necessity_cases(cases, "Y", "A")
    >>> selection.typical[["case", "best", "most_typical"]].round(2)
      case  best  most_typical
    0    k   0.1          True
    1    l   0.6         False
    >>> selection.deviant_consistency["case"].tolist(), selection.deviant_relevance["case"].tolist()
    (['m'], ['n'])
    """
    expression = parse(condition)
    names = tuple(conditions) or tuple(expression.names)
    if unknown := [name for name in expression.names if name not in names]:
        raise ValueError(f"'{condition}' speaks of {', '.join(unknown)}, which is not among the conditions.")
    read = read_case_data(data, outcome, names, negate_outcome=negate_outcome, missing=missing)
    sets = _parts(expression)
    columns = pd.DataFrame(read.values, columns=list(names))
    memberships = np.column_stack([evaluate(one, columns).to_numpy(np.float64) for one in sets])
    return NecessityCases(expression, sets, memberships, case_rows(read))


@dataclass(frozen=True, eq=False, repr=False)
class NecessityCases(ShownInNotebook):
    """The cases of one claim of necessity by what they are good for.

    With n the membership in the condition and y that in the outcome, a case is *typical* when both are above
    0.5 and n is at least y; *deviant in consistency* when it shows the outcome without the condition, which
    speaks against necessity; *deviant in relevance* when it shows the condition without the outcome;
    *individually irrelevant* when in neither.

    Parameters
    ----------
    condition
        The set claimed to be necessary.
    sets
        Its parts, if there are several, and the whole as the last one.
    memberships
        Shape ``(cases, sets)``.
    rows
        The truth-table row of each case.
    """

    condition: Expression
    sets: tuple[Expression, ...]
    memberships: Floats
    rows: CaseRows

    @property
    def cases(self) -> tuple[str, ...]:
        """The case ids, in the order of `memberships`."""
        return self.rows.data.cases

    @property
    def outcome(self) -> Floats:
        """Membership in the outcome."""
        return self.rows.data.outcome

    @cached_property
    def typical(self) -> pd.DataFrame:
        """Typical cases per set; `best` is 2(n-y) + (1-n).

        For the conjuncts of a conjunction, `rank` is 1 where the conjunct exceeds the others, else 2, and
        `clean_corridor` says that the others are not between outcome and conjunct. `uniquely_covered` says
        that the case is in no other part.
        """
        return self._stack([self._typical_of(at) for at in range(len(self.sets))])

    @cached_property
    def deviant_consistency(self) -> pd.DataFrame:
        """Cases with the outcome but without the condition; `best` is 1-(y-n).

        `uncovered` says that the case is outside the whole condition, not only outside this part;
        `most_deviant` marks the best case of each truth-table row.
        """
        return self._stack([self._deviant_of(at) for at in self._claimed])

    @cached_property
    def deviant_relevance(self) -> pd.DataFrame:
        """Cases with the condition but without the outcome; `best` is (1-(n-y)) + (1-n)."""
        return self._stack([self._irrelevance_of(at) for at in self._claimed])

    @cached_property
    def individually_irrelevant(self) -> pd.DataFrame:
        """Cases without the condition and without the outcome."""
        frames = []
        for at in self._claimed:
            chosen = self._members("irrelevant", at)
            frames.append(pd.DataFrame(self._columns(at, chosen)))
        return self._stack(frames)

    def pairs(self, kind: NecessityPairKind, *, limit: int | None = 5) -> pd.DataFrame:
        """Give the best pairs of cases to compare, per set.

        Parameters
        ----------
        kind
            ``typical-typical``, ``typical-irrelevant``, ``typical-deviant relevance``, or
            ``typical-deviant consistency``: two cases that differ in the condition only, in one truth-table
            row apart from it.
        limit
            How many pairs are listed per set; None lists all of them.
        """
        return self._stack([self._pairs_of(kind, at, limit) for at in self._claimed])

    def to_frame(self) -> pd.DataFrame:
        """Give one row per case with memberships in the whole condition and the outcome, and its role."""
        n, y = self.memberships[:, -1], self.outcome
        roles = np.full(len(n), "undecided", dtype=object)
        roles[(n > 0.5) & (y > 0.5)] = "consistent only in kind"
        roles[(n > 0.5) & (y > 0.5) & is_at_most(y, n)] = "typical"
        roles[(n < 0.5) & (y > 0.5)] = "deviant consistency"
        roles[(n > 0.5) & (y < 0.5)] = "deviant relevance"
        roles[(n < 0.5) & (y < 0.5)] = "individually irrelevant"
        frame = {"membership": n, "outcome": y, "role": roles}
        return pd.DataFrame(frame, index=pd.Index(self.cases, name="case"))

    def __repr__(self) -> str:
        return f"<NecessityCases of {self.condition} <= {self.rows.data.outcome_name}>"

    @property
    def _claimed(self) -> range:
        """The sets that are claimed to be necessary themselves: a conjunction's parts follow from it."""
        first = len(self.sets) - 1 if isinstance(self.condition, Conjunction) else 0
        return range(first, len(self.sets))

    @cached_property
    def _is_unique(self) -> np.ndarray:
        parts = self.memberships[:, :-1] if len(self.sets) > 1 else self.memberships
        is_unique: np.ndarray = np.count_nonzero(parts > 0.5, axis=1) == 1
        return is_unique

    def _unique_in(self, at: int) -> np.ndarray:
        is_whole = at == len(self.sets) - 1
        return np.ones(len(self.cases), dtype=bool) if is_whole else self._is_unique

    def _members(self, kind: str, at: int) -> Integers:
        n, y = self.memberships[:, at], self.outcome
        match kind:
            case "typical":
                # What is typical of a conjunct is typical of the conjunction that it is part of.
                n = self.memberships[:, -1] if isinstance(self.condition, Conjunction) else n
                return np.flatnonzero((n > 0.5) & (y > 0.5) & is_at_most(y, n))
            case "deviant consistency":
                return np.flatnonzero((n < 0.5) & (y > 0.5))
            case "deviant relevance":
                return np.flatnonzero((n > 0.5) & (y < 0.5))
        return np.flatnonzero((n < 0.5) & (y < 0.5))

    def _scores(self, kind: str, at: int) -> Floats:
        n, y = self.memberships[:, at], self.outcome
        scores: Floats
        match kind:
            case "typical":
                scores = 2.0 * np.abs(n - y) + (1.0 - n)
            case "deviant consistency":
                scores = 1.0 - (y - n)
            case _:
                scores = (1.0 - (n - y)) + (1.0 - n)
        return scores

    def _columns(self, at: int, chosen: Integers) -> dict[str, object]:
        return {
            "set": pd.Series([str(self.sets[at])] * len(chosen), dtype=object),
            "case": pd.Series([self.cases[i] for i in chosen], dtype=object),
            "membership": self.memberships[chosen, at],
            "outcome": self.outcome[chosen],
        }

    def _typical_of(self, at: int) -> pd.DataFrame:
        chosen, best = self._members("typical", at), self._scores("typical", at)
        unique = self._unique_in(at)
        rank, clean = self._corridor(at)
        keys = [rank[chosen], ~clean[chosen], ~unique[chosen], np.round(best[chosen], 9)]
        chosen = chosen[np.lexsort(keys[::-1])]
        columns = self._columns(at, chosen)
        if isinstance(self.condition, Conjunction):
            is_part = at < len(self.sets) - 1
            columns["rank"] = pd.array(rank[chosen] if is_part else [None] * len(chosen), dtype="Int64")
            columns["clean_corridor"] = clean[chosen] if is_part else False
        columns["uniquely_covered"] = unique[chosen]
        columns["best"] = best[chosen]
        columns["most_typical"] = mark_smallest(best[chosen], [0] * len(chosen))
        return pd.DataFrame(columns)

    def _corridor(self, at: int) -> tuple[np.ndarray, np.ndarray]:
        """Give rank and corridor of the conjuncts of a conjunction; alike for all cases elsewhere."""
        if not isinstance(self.condition, Conjunction) or at == len(self.sets) - 1:
            return np.ones(len(self.cases), dtype=int), np.ones(len(self.cases), dtype=bool)
        own = self.memberships[:, at]
        others = np.delete(self.memberships[:, :-1], at, axis=1).min(axis=1)
        rank = np.where(own > others + _ROUNDING, 1, 2)
        # In a typical case the others are at least the outcome, and so inside the corridor of a larger one.
        return rank, rank == 2

    def _deviant_of(self, at: int) -> pd.DataFrame:
        chosen, best = self._members("deviant consistency", at), self._scores("deviant consistency", at)
        columns = self._columns(at, chosen)
        groups = self.rows.groups()
        weight = self.rows.membership[chosen]
        columns["row"] = pd.array([self.rows.numbers[i] for i in chosen], dtype="Int64")
        columns["configuration"] = pd.Series([self.rows.configurations[i] for i in chosen], dtype=object)
        columns["row_membership"] = weight
        columns["uncovered"] = self.memberships[chosen, -1] < 0.5
        columns["row_in_outcome"] = is_at_most(weight, self.outcome[chosen])
        columns["best"] = best[chosen]
        columns["most_deviant"] = mark_smallest(best[chosen], [groups[i] for i in chosen])
        frame = pd.DataFrame(columns)
        keys = [frame["best"].round(9), ~frame["row_in_outcome"], frame["row"].fillna(2**62)]
        return frame.iloc[np.lexsort(keys)]

    def _irrelevance_of(self, at: int) -> pd.DataFrame:
        chosen, best = self._members("deviant relevance", at), self._scores("deviant relevance", at)
        chosen = chosen[np.argsort(np.round(best[chosen], 9), kind="stable")]
        columns = self._columns(at, chosen)
        columns["best"] = best[chosen]
        columns["most_deviant"] = mark_smallest(best[chosen], [0] * len(chosen))
        return pd.DataFrame(columns)

    def _pairs_of(self, kind: NecessityPairKind, at: int, limit: int | None) -> pd.DataFrame:
        n, y = self.memberships[:, at], self.outcome
        names = np.array([*self.cases, ""], dtype=object)[:-1]
        unique, whole = self._unique_in(at), self.memberships[:, -1]
        typical = self._members("typical", at)
        typical = more_typical_first(typical, self._scores("typical", at), n, y)
        most = self._marks("typical", at)

        def describe(
            first: Integers, second: Integers
        ) -> tuple[Mapping[str, np.ndarray], Sequence[np.ndarray]]:
            score = distance(_DISTANCES[kind], n, y, first, second)
            columns: dict[str, np.ndarray] = {
                "set": np.full(len(first), str(self.sets[at]), dtype=object),
                "first": names[first],
                "second": names[second],
                "first_uniquely_covered": unique[first],
            }
            keys: list[np.ndarray] = [~unique[first]]
            if kind == "typical-typical":
                columns["second_uniquely_covered"] = unique[second]
                keys = [-(unique[first].astype(int) + unique[second]), ~unique[first]]
            elif kind != "typical-deviant relevance":
                columns["second_uncovered"] = whole[second] < 0.5
                keys.append(whole[second] >= 0.5)
            if kind == "typical-irrelevant":
                columns["second_consistent"] = is_at_most(y[second], n[second])
                keys.insert(0, ~columns["second_consistent"])
            columns |= {"best": score, "first_most_typical": most[first]}
            if kind == "typical-typical":
                columns["second_most_typical"] = most[second]
            elif kind != "typical-irrelevant":
                columns["second_most_deviant"] = self._marks(kind.removeprefix("typical-"), at)[second]
            return columns, [*keys, score]

        if kind == "typical-typical":
            return best_pairs(typical, typical, describe, limit=limit, is_same=True)
        second = self._members(kind.removeprefix("typical-"), at)
        alike = self._alike(at)
        only_alike = (lambda i, j: alike[i] == alike[j]) if kind == "typical-deviant consistency" else None
        return best_pairs(typical, second, describe, limit=limit, may_pair=only_alike)

    def _alike(self, at: int) -> Integers:
        """Give cases of one row, apart from the set's conditions, the same number; tied ones their own."""
        groups = self.rows.groups(without=tuple(self.sets[at].names))
        numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
        own = [numbers[group] if 0.5 not in group else -1 - i for i, group in enumerate(groups)]
        return np.array(own, dtype=np.intp)

    def _marks(self, kind: str, at: int) -> np.ndarray:
        members, scores = self._members(kind, at), self._scores(kind, at)
        groups = self.rows.groups()
        chosen = [groups[i] if kind == "deviant consistency" else () for i in members]
        marks = np.zeros(len(scores), dtype=bool)
        marks[members] = mark_smallest(scores[members], chosen)
        return marks

    @staticmethod
    def _stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
        full = [frame for frame in frames if len(frame)]
        return pd.concat(full, ignore_index=True) if full else frames[0].iloc[:0].reset_index(drop=True)


def _parts(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Conjunction | Disjunction):
        return (*expression.operands, expression)
    return (expression,)
