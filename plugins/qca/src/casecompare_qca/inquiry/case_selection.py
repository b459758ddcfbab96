"""Which cases to study after QCA: typical, deviant and irrelevant cases, one by one and in pairs.

Small values of `best` are better throughout. The tables list every case of a kind, those that only one term
covers first, then the best ones.

References
----------
Schneider, C. Q. and Rohlfing, I. (2013). Combining QCA and process tracing in set-theoretic multi-method
research. Sociological Methods and Research 42, 559-597.
Schneider, C. Q. and Rohlfing, I. (2019). Set-theoretic multimethod research: the role of test corridors and
conjunctions for case selection. Swiss Political Science Review 25, 253-275.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from casecompare_qca.inquiry.case_pairs import Integers, is_at_most, mark_smallest
from casecompare_qca.inquiry.conjunct_cases import ConjunctPairKind, conjunct_pairs, conjunct_table
from casecompare_qca.inquiry.term_cases import TermCases
from casecompare_qca.inquiry.term_pairs import PairKind, row_pairs, stacked, term_pairs
from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.solution import Model
from casecompare_qca.table.case_data import Floats
from casecompare_qca.table.terms import Term

__all__ = ["CaseSelection", "PairKind", "select_cases"]


def select_cases(model: Model) -> CaseSelection:
    """Say which cases a model makes worth a closer look, and for what.

    Parameters
    ----------
    model
        One model of a solution. Where several models are tied, select for each of them: they differ in what
        is typical.

    Returns
    -------
    CaseSelection
        Tables of typical, deviant and individually irrelevant cases, and the best pairs to compare.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> cases = pd.DataFrame(
    ...     {"A": [0.9, 0.6, 0.2, 0.1], "B": [0.2, 0.1, 0.8, 0.3], "Y": [1.0, 0.9, 0.7, 0.1]},
    ...     index=list("klmn"))
    >>> selection = select_cases(minimize(truth_table(cases, "Y", ["A", "B"], consistency=0.9)).models[0])
    >>> selection.typical[["case", "term", "best", "most_typical"]]
      case term  best  most_typical
    0    k    A   0.3          True
    1    l    A   1.0         False
    """
    return CaseSelection(model)


@dataclass(frozen=True, eq=False, repr=False)
class CaseSelection(ShownInNotebook):
    """The cases of one model by what they are good for.

    A case is *typical* of a term when it is in both term and outcome (above 0.5) and not more in the term
    than in the outcome; *deviant in consistency* when it is in the term but not in the outcome; *deviant in
    coverage* when it shows the outcome without any term; *individually irrelevant* when in neither. A
    membership of exactly 0.5 is on no side.
    """

    model: Model

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the model."""
        return self.model.terms

    @cached_property
    def roles(self) -> pd.DataFrame:
        """One row per case: memberships in the model and the outcome, and what the case is.

        Beside the four kinds there are ``consistent only in kind`` (in model and outcome, but more in the
        model) and ``undecided`` (exactly 0.5 in one of them).
        """
        x, y = self._of_terms.solution, self._of_terms.outcome
        roles = np.full(len(x), "undecided", dtype=object)
        roles[(x > 0.5) & (y > 0.5)] = "consistent only in kind"
        roles[(x > 0.5) & (y > 0.5) & is_at_most(x, y)] = "typical"
        roles[(x > 0.5) & (y < 0.5)] = "deviant consistency"
        roles[(x < 0.5) & (y > 0.5)] = "deviant coverage"
        roles[(x < 0.5) & (y < 0.5)] = "individually irrelevant"
        frame = {"membership": x, "outcome": y, "role": roles}
        return pd.DataFrame(frame, index=pd.Index(self._of_terms.cases, name="case"))

    @cached_property
    def typical(self) -> pd.DataFrame:
        """Typical cases per term, for tracing how the term leads to the outcome.

        `best` is 2(y-x) + (1-x); `uniquely_covered` says that the case is in no other term of the model.
        """
        return self._per_term(
            self._of_terms.is_typical, self._of_terms.typicality, "most_typical", with_unique=True
        )

    @cached_property
    def deviant_consistency(self) -> pd.DataFrame:
        """Cases in a term but not in the outcome, for finding the condition that the term lacks.

        `best` is (1-(x-y)) + (1-x).
        """
        return self._per_term(
            self._of_terms.is_deviant, self._of_terms.deviance, "most_deviant", with_unique=False
        )

    @cached_property
    def deviant_coverage(self) -> pd.DataFrame:
        """Cases with the outcome but without the model, for finding the term that the model lacks.

        `best` is 1-w, w being the membership in the case's own truth-table row; `row_in_outcome` says that
        w is at most the membership in the outcome. `most_deviant` marks the best case of each row.
        """
        frame = self._by_row(self._of_terms.uncovered)
        at = frame.pop("_at").to_numpy(dtype=np.intp)
        frame["row_in_outcome"] = is_at_most(self._of_terms.rows.membership[at], self._of_terms.outcome[at])
        frame["best"] = 1.0 - self._of_terms.rows.membership[at]
        groups = self._of_terms.rows.groups()
        frame["most_deviant"] = mark_smallest(frame["best"].to_numpy(float), [groups[i] for i in at])
        keys = [frame["best"], ~frame["row_in_outcome"], frame["row"].isna(), frame["row"].fillna(0)]
        return frame.iloc[np.lexsort(keys)].reset_index(drop=True)

    @cached_property
    def individually_irrelevant(self) -> pd.DataFrame:
        """Cases in neither model nor outcome, which serve as contrasts only."""
        frame = self._by_row(self._of_terms.irrelevant).drop(columns="_at")
        keys = [frame["row"].isna(), frame["row"].fillna(0)]
        return frame.iloc[np.lexsort(keys[::-1])].reset_index(drop=True)

    def pairs(self, kind: PairKind, *, limit: int | None = 5) -> pd.DataFrame:
        """Give the best pairs of cases to compare.

        Parameters
        ----------
        kind
            ``typical-typical`` (is the mechanism the same?), ``typical-irrelevant`` (what happens without
            the term?), ``typical-deviant consistency`` (what does the term lack?), each per term; and
            ``deviant coverage-irrelevant`` (which path is missing?), two cases of one truth-table row.
        limit
            How many pairs are listed, per term or truth-table row; None lists all of them.

        Returns
        -------
        pandas.DataFrame
            One row per pair with `first`, `second`, what is known of both, and `best`; empty when there is
            no pair.
        """
        if kind == "deviant coverage-irrelevant":
            return row_pairs(self._of_terms, limit=limit)
        return term_pairs(self._of_terms, kind, limit=limit)

    def conjuncts(self, term: Term | str) -> pd.DataFrame:
        """Give the typical cases of a term for each of its conjuncts; see `conjunct_table`."""
        return conjunct_table(self.model, self._position(term))

    def conjunct_pairs(
        self, term: Term | str, kind: ConjunctPairKind, *, limit: int | None = 5
    ) -> pd.DataFrame:
        """Give the best pairs for each conjunct of a term; see `conjunct_cases.conjunct_pairs`."""
        return conjunct_pairs(self.model, self._position(term), kind, limit=limit)

    def to_frame(self) -> pd.DataFrame:
        """Give the role of each case: `roles`."""
        return self.roles.copy()

    def __repr__(self) -> str:
        return f"<CaseSelection after {self.model.formula}>"

    def __str__(self) -> str:
        from casecompare_qca.inquiry.show_cases import show_selection  # printing knows the selection

        return show_selection(self)

    @cached_property
    def _of_terms(self) -> TermCases:
        return TermCases(self.model)

    def _position(self, term: Term | str) -> int:
        names = [str(one) for one in self.terms]
        if str(term) not in names:
            raise ValueError(f"the model has no term '{term}'; it has {', '.join(names) or 'none'}.")
        return names.index(str(term))

    def _per_term(self, members: np.ndarray, best: Floats, mark: str, *, with_unique: bool) -> pd.DataFrame:
        frames = []
        for at, term in enumerate(self.terms):
            chosen = np.flatnonzero(members[:, at])
            unique, scores = self._of_terms.is_unique[chosen], best[chosen, at]
            order = np.lexsort([np.round(scores, 9), ~unique] if with_unique else [np.round(scores, 9)])
            chosen, unique, scores = chosen[order], unique[order], scores[order]
            columns: dict[str, object] = {
                "case": [self._of_terms.cases[i] for i in chosen],
                "term": [str(term)] * len(chosen),
                "membership": self._of_terms.memberships[chosen, at],
                "outcome": self._of_terms.outcome[chosen],
            }
            if with_unique:
                columns["uniquely_covered"] = unique
            columns |= {"best": scores, mark: mark_smallest(scores, [at] * len(chosen))}
            frames.append(pd.DataFrame(columns))
        names = ["case", "term", "membership", "outcome"]
        return stacked(frames, [*names, *["uniquely_covered"] * with_unique, "best", mark])

    def _by_row(self, chosen: Integers) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "case": pd.Series([self._of_terms.cases[i] for i in chosen], dtype=object),
                "membership": self._of_terms.solution[chosen],
                "row": pd.array([self._of_terms.rows.numbers[i] for i in chosen], dtype="Int64"),
                "configuration": pd.Series(
                    [self._of_terms.rows.configurations[i] for i in chosen], dtype=object
                ),
                "row_membership": self._of_terms.rows.membership[chosen],
                "outcome": self._of_terms.outcome[chosen],
                "_at": chosen,
            }
        )
