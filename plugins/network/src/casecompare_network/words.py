"""Words for numbers: how many there are, and what a p rests on."""

from __future__ import annotations

__all__ = ["basis_of_p", "counted"]


def counted(count: int, one: str, several: str = "") -> str:
    """Say how many.

    Examples
    --------
    >>> counted(1, "tie"), counted(1200, "tie"), counted(2, "case has", "cases have")
    ('1 tie', '1,200 ties', '2 cases have')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def basis_of_p(*, is_exact: bool, labelings: int, error: float, ways: str = "divisions of the cases") -> str:
    """Say what a permutation p rests on: all ways, or how many draws with what error.

    Examples
    --------
    >>> basis_of_p(is_exact=True, labelings=924, error=0.0)
    'exact, all 924 divisions of the cases'
    >>> basis_of_p(is_exact=False, labelings=10_000, error=0.0021)
    '10,000 divisions of the cases drawn, standard error 0.0021'
    """
    if is_exact:
        return f"exact, all {labelings:,} {ways}"
    return f"{labelings:,} {ways} drawn, standard error {error:.4f}"
