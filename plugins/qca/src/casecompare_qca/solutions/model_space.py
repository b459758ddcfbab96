"""The space of tied models: how many there are, what they share, and how far that is proved.

Ambiguous data can leave millions of models tied for the smallest number of terms (Baumgartner and Thiem 2017,
*Sociological Methods & Research* 46). They need not be listed to be known: the search counts them, and in
how many of them each term stands.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from casecompare_qca.reporting.shown import ShownInNotebook
from casecompare_qca.solutions.covers import Covers, Label
from casecompare_qca.table.terms import Term

if TYPE_CHECKING:
    from casecompare_qca.solutions.implicants import Implicants
    from casecompare_qca.solutions.solution import Model
    from casecompare_qca.table.truth_table import TruthTable

__all__ = ["ModelSpace", "listed_space", "searched_space"]

_NAMED = 5

_Member = TypeVar("_Member")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ModelSpace(ShownInNotebook):
    """All tied models of a solution, listed or not.

    Parameters
    ----------
    count
        The number of models; where `is_counted` is false, there are at least so many.
    label
        ``"exact"``: size and number are proved. ``"exact minimum, models incomplete"``: the size is proved,
        there may be more models. ``"upper bound"``: a model with fewer terms is possible.
    lower_bound, upper_bound
        No model has fewer terms than the first; the listed models show the second. They are equal where the
        size is proved.
    occurrences
        For each term of a counted model, in how many of them it stands.
    common_terms
        Terms that stand in every model, listed or not; where the count is not exact, those of which that is
        certain all the same.
    models
        The listed models.
    pairs
        For an intermediate solution: from how many pairs of a conservative and a parsimonious model these
        come, and how many pairs there are. Models of different pairs need not have the same number of terms.

    Examples
    --------
    >>> from casecompare_qca import minimize, truth_table
    >>> rows = [(0, 0, 1), (0, 1, 1), (1, 0, 0), (1, 0, 1), (0, 1, 0)]
    >>> cases = pd.DataFrame(rows, columns=list("ABC"), index=list("klmno")).assign(Y=1)
    >>> print(minimize(truth_table(cases, "Y", list("ABC")), include=()).model_space)
    2 models of 3 terms (exact)
    in every model: ~A*B, A*~B
    in some models: ~A*C (1), ~B*C (1)
    """

    count: int
    label: Label
    lower_bound: int
    upper_bound: int
    occurrences: Mapping[Term, int]
    common_terms: tuple[Term, ...]
    models: tuple[Model, ...]
    pairs: tuple[int, int] | None = None

    @property
    def is_counted(self) -> bool:
        """Whether `count` is the exact number of models."""
        return self.label == "exact"

    @property
    def is_size_proved(self) -> bool:
        """Whether no model has fewer terms than the listed ones."""
        return self.lower_bound == self.upper_bound

    @property
    def some_terms(self) -> tuple[Term, ...]:
        """Terms of some models that are not known to stand in all, the most frequent first."""
        return tuple(term for term in self.occurrences if term not in set(self.common_terms))

    def share(self, term: Term) -> float:
        """Give the share of the counted models, 0 to 1, in which a term stands."""
        return self.occurrences.get(term, 0) / self.count if self.count else 0.0

    def to_frame(self) -> pd.DataFrame:
        """Give one row per term: in how many counted models it stands, and in which share of them."""
        terms = list(self.occurrences)
        return pd.DataFrame(
            {
                "models": pd.Series([self.occurrences[term] for term in terms], dtype=object),
                "share": pd.Series([self.share(term) for term in terms], dtype=float),
                "common": pd.Series([term in self.common_terms for term in terms], dtype=bool),
            }
        ).set_axis(pd.Index(list(map(str, terms)), name="term"))

    def __repr__(self) -> str:
        return f"<ModelSpace {str(self).splitlines()[0]}>"

    def __str__(self) -> str:
        common = ", ".join(map(str, self.common_terms)) or "none"
        named = [f"{term} ({self.occurrences[term]:,})" for term in self.some_terms[:_NAMED]]
        more = [f"and {len(self.some_terms) - _NAMED:,} more"] if len(self.some_terms) > _NAMED else []
        lines = [self._summary, f"in every model: {common}"]
        if named:
            lines.append(f"in some models: {', '.join([*named, *more])}")
        return "\n".join(textwrap.fill(line, 80, subsequent_indent="    ") for line in lines)

    @property
    def _summary(self) -> str:
        if not self.count:
            return "no model: no row leads to the outcome"
        number = f"{'' if self.is_counted else 'at least '}{self.count:,} model{'s' * (self.count > 1)}"
        sizes = sorted({len(model.cubes) for model in self.models})
        terms = f"{self.upper_bound} term{'s' * (self.upper_bound != 1)}"
        if len(sizes) > 1:
            terms = f"{sizes[0]} to {sizes[-1]} terms"
        proved = "" if self.is_size_proved else f", no model has fewer than {self.lower_bound}"
        return f"{number} of {terms} ({self.label}{proved}{self._origin})"

    @property
    def _origin(self) -> str:
        """Say from which pairs the models come, where there are several."""
        if self.pairs is None or self.pairs[1] < 2:
            return ""
        done, every = self.pairs
        some = f"{every:,}" if done == every else f"{done:,} of {every:,}"
        return f"; from {some} pairs of a conservative and a parsimonious model"


def searched_space(
    table: TruthTable, implicants: Implicants, covers: Covers, models: tuple[Model, ...]
) -> ModelSpace:
    """Give the model space of a search for smallest covers.

    Parameters
    ----------
    table
        The truth table that was minimized.
    implicants
        Its prime implicants.
    covers
        What the search found.
    models
        The listed models.
    """
    space = table.space
    counted = [number for number, _ in _most_frequent(covers.occurrences)]
    is_exact = implicants.is_complete and covers.label == "exact"
    everywhere = (
        {number for number in counted if covers.occurrences[number] == covers.count}
        if is_exact
        else _essential(implicants)
    )
    return ModelSpace(
        count=covers.count,
        label=covers.label if implicants.is_complete else "upper bound",
        # A prime implicant that was not found could make the model shorter.
        lower_bound=covers.lower_bound if implicants.is_complete else min(1, covers.lower_bound),
        upper_bound=min((len(model.cubes) for model in models), default=0),
        occurrences={space.term(implicants.cubes[one]): covers.occurrences[one] for one in counted},
        common_terms=tuple(space.term(implicants.cubes[number]) for number in sorted(everywhere)),
        models=models,
    )


def listed_space(
    models: tuple[Model, ...],
    count: int,
    label: Label,
    lower_bound: int,
    *,
    pairs: tuple[int, int] | None = None,
) -> ModelSpace:
    """Give the model space of models that were put together otherwise; parameters as for `ModelSpace`."""
    terms = Counter(term for model in models for term in model.terms)
    is_listed = label == "exact" and count == len(models)
    return ModelSpace(
        count=count,
        label=label,
        lower_bound=lower_bound,
        upper_bound=min((len(model.cubes) for model in models), default=0),
        occurrences=dict(_most_frequent(terms)),
        common_terms=tuple(term for term in terms if terms[term] == len(models)) if is_listed else (),
        models=models,
        pairs=pairs,
    )


def _most_frequent(occurrences: Mapping[_Member, int]) -> list[tuple[_Member, int]]:
    return sorted(occurrences.items(), key=lambda one: -one[1])


def _essential(implicants: Implicants) -> set[int]:
    """Give the prime implicants that alone cover some positive row."""
    if not implicants.is_complete:
        return set()
    once = twice = 0
    for pattern in implicants.coverage:
        twice |= once & pattern
        once |= pattern
    return {number for number, pattern in enumerate(implicants.coverage) if pattern & once & ~twice}
