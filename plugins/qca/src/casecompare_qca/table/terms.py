"""A term of a formula: the conjunction of some conditions' values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Term", "literal_name"]


@dataclass(frozen=True)
class Term:
    """A conjunction such as ``A*~B``, or ``A{2}*B{0}`` where a condition has more than two values.

    Parameters
    ----------
    literals
        Pairs of condition and value, in the order of the conditions of the analysis. No pair at all is the
        universal set, written ``1``.
    is_multi_value
        Whether values are written in brackets.

    Examples
    --------
    >>> str(Term((("A", 1), ("B", 0)))), str(Term((("A", 2),), is_multi_value=True)), str(Term(()))
    ('A*~B', 'A{2}', '1')
    """

    literals: tuple[tuple[str, int], ...]
    is_multi_value: bool = False

    def __str__(self) -> str:
        names = (literal_name(*literal, self.is_multi_value) for literal in self.literals)
        return "*".join(names) or "1"

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions that the term speaks of."""
        return tuple(condition for condition, _ in self.literals)

    @property
    def values(self) -> Mapping[str, int]:
        """The value of each condition that the term speaks of.

        Examples
        --------
        >>> Term((("A", 1), ("B", 0))).values
        {'A': 1, 'B': 0}
        """
        return dict(self.literals)


def literal_name(condition: str, value: int, is_multi_value: bool) -> str:
    """Write one literal in the field's notation.

    Examples
    --------
    >>> literal_name("A", 0, False), literal_name("A", 0, True)
    ('~A', 'A{0}')
    """
    if is_multi_value:
        return f"{condition}{{{value}}}"
    return condition if value else f"~{condition}"
