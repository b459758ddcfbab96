"""Simplifying assumptions as formulas and in plain words: which are easy, which are difficult.

An assumption is *easy* when it agrees with the directional expectations, *difficult* when only the
parsimonious solution makes it (Ragin 2008, *Redesigning Social Inquiry*, chapter 9).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from casecompare_qca.assumptions.row_sets import row_set
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.terms import Term
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["Counterfactual", "counterfactuals", "in_words"]

_LISTED_CUBES, _SAID = 200, 6


@dataclass(frozen=True, kw_only=True)
class Counterfactual:
    """Remainders that a model assumes to lead to the outcome.

    Parameters
    ----------
    model
        The pair of a conservative and a parsimonious model that it belongs to: ``C1P1``.
    kind
        ``easy`` or ``difficult``.
    expressions
        The remainders as terms that do not overlap, the first 200 at most.
    rows
        How many there are.
    words
        The same as a sentence.
    """

    model: str
    kind: Literal["easy", "difficult"]
    expressions: tuple[str, ...]
    rows: int
    words: str

    @property
    def formula(self) -> str:
        """The assumptions as one formula; ``0`` where there is none."""
        return " + ".join(self.expressions) or "0"


def counterfactuals(intermediate: Solution, *, limit: int | None = None) -> tuple[Counterfactual, ...]:
    """Give the easy and the difficult counterfactuals of each pair of models.

    Parameters
    ----------
    intermediate
        From `intermediate` or `standard_analysis`.
    limit
        Of how many pairs, from the first; by default of all.

    Raises
    ------
    ValueError
        if there are so many conditions that the assumptions cannot be written down.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import standard_analysis
    >>> cases = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}, index=["k", "l"])
    >>> found = standard_analysis(cases, "Y", ["A", "B"], expectations={"A": "present", "B": "absent"})
    >>> for one in counterfactuals(found["intermediate"])[:2]:
    ...     print(one.model, one.kind, one.formula)
    ...     print(one.words)
    C1P1 easy A*~B
    Had there been a case with A but without B, it would have shown Y.
    C1P1 difficult 0
    None.
    """
    table = intermediate.table
    made = []
    for pair in intermediate.pairs[:limit]:
        easy = _remainders(table, pair.shortened)
        difficult = _remainders(table, pair.parsimonious.cubes, without=pair.shortened)
        made += [
            _counterfactual(table, pair.name, "easy", easy),
            _counterfactual(table, pair.name, "difficult", difficult),
        ]
    return tuple(made)


def in_words(table: TruthTable, terms: Sequence[Term]) -> str:
    """Say in words that cases of some terms would have shown the outcome.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import truth_table
    >>> table = truth_table(pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [1, 0]}), "Y", ["A", "B"])
    >>> in_words(table, [Term((("A", 1), ("B", 0)))])
    'Had there been a case with A but without B, it would have shown Y.'
    """
    if not terms:
        return "None."
    said = [f"a case {_term_in_words(term)}" for term in terms[:_SAID]]
    if len(terms) > _SAID:
        said.append(f"one of {len(terms) - _SAID:,} more kinds")
    kinds = "; or ".join(said)
    shown = f"shown {table.outcome}"
    if table.outcome.startswith("~"):
        shown = f"lacked {table.outcome.removeprefix('~')}"
    return f"Had there been {kinds}, it would have {shown}."


def _term_in_words(term: Term) -> str:
    if term.is_multi_value:
        said = [f"{name} at {value}" for name, value in term.literals]
        return f"with {' and '.join(said)}" if said else "of any kind"
    present = " and ".join(name for name, value in term.literals if value)
    absent = [name for name, value in term.literals if not value]
    parts = [f"with {present}"] * bool(present) + [_lacking(absent) for _ in absent[:1]]
    return " but ".join(parts) or "of any kind"


def _lacking(names: Sequence[str]) -> str:
    """Say that all of some conditions are absent, not only that they are not there together."""
    if len(names) == 1:
        return f"without {names[0]}"
    if len(names) == 2:
        return f"with neither {names[0]} nor {names[1]}"
    return f"with none of {', '.join(names[:-1])} and {names[-1]}"


def _remainders(table: TruthTable, cubes: Iterable[int], without: Iterable[int] = ()) -> list[int]:
    """Give the rows in cubes that nothing is known about, as cubes without overlap."""
    known = [table.space.corner(row.configuration) for row in table.coded("1", "0", "C")]
    left = row_set(table.space, cubes).without([*known, *table.excluded, *without])
    if not left.is_counted:
        raise ValueError("with so many conditions the assumptions are too many to be written down.")
    return list(left.cubes)


def _counterfactual(
    table: TruthTable, model: str, kind: Literal["easy", "difficult"], cubes: Sequence[int]
) -> Counterfactual:
    terms = list(map(table.space.term, cubes))
    return Counterfactual(
        model=model,
        kind=kind,
        expressions=tuple(map(str, terms[:_LISTED_CUBES])),
        rows=sum(map(table.space.size, cubes)),
        words=in_words(table, terms),
    )
