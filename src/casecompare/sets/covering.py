"""Prime implicants of a bit pattern, and the smallest set of them that covers it: exact, for small formulas.

References
----------
McCluskey, E. J. (1956). Minimization of Boolean functions. Bell System Technical Journal 35, 1417-1444.
Brayton, R. K. et al. (1984). Logic minimization algorithms for VLSI synthesis. Kluwer (several values).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from casecompare.errors import UsageError
from casecompare.sets.domain import Domain

__all__ = ["Implicant", "cheapest_cover", "prime_implicants"]

MAX_IMPLICANTS = 50_000
MAX_NODES = 20_000
MAX_CHART = 2**26


@dataclass(frozen=True)
class Implicant:
    """A product: the allowed values of each variable, and the combinations that belong to it."""

    masks: tuple[int, ...]
    pattern: int


def prime_implicants(pattern: int, domain: Domain) -> list[Implicant]:
    """Give the largest products inside a pattern, those with fewest literals first.

    Raises
    ------
    casecompare.errors.UsageError
        If there are more than 50,000 on the way.
    """
    found = _PrimeSearch(domain).search(0, pattern)
    return sorted(found, key=lambda implicant: _order(implicant, domain))


def minimal_cover(pattern: int, domain: Domain) -> list[Implicant]:
    """Give the fewest prime implicants that cover a pattern, among those the fewest literals.

    Raises
    ------
    casecompare.errors.UsageError
        If the exact search would take too long.
    """
    primes = prime_implicants(pattern, domain)
    literals = [_literals(prime, domain) for prime in primes]
    # One term more always costs more than any number of literals.
    weights = [1 + sum(literals) + count for count in literals]
    return [primes[place] for place in cheapest_cover(_rows(pattern, primes, domain.size), weights)]


def cheapest_cover(rows: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Choose columns so that every row has one, at the smallest total weight, by branch and bound.

    Parameters
    ----------
    rows
        Per row, the columns that cover it, as bits.
    weights
        The positive weight of each column.

    Raises
    ------
    casecompare.errors.UsageError
        If more than 20,000 steps do not settle it.

    Examples
    --------
    >>> cheapest_cover([0b011, 0b110, 0b101], [1, 1, 1])
    [0, 1]
    """
    search = _CoverSearch(weights, sum(weights) + 1)
    search.extend(list(rows), 0, 0)
    return list(_places(search.best))


@dataclass
class _PrimeSearch:
    """Splits by the first variable: a product is prime if no further value of it fits the rest."""

    domain: Domain
    known: dict[tuple[int, int], list[Implicant]] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.strides = self.domain.strides()

    def search(self, depth: int, pattern: int) -> list[Implicant]:
        if depth == len(self.strides):
            return [Implicant((), 1)] if pattern else []
        if (depth, pattern) not in self.known:
            self.known[depth, pattern] = found = self.split(depth, pattern)
            self.count += len(found) + 1
            if self.count > MAX_IMPLICANTS:
                raise UsageError(
                    f"Simplifying stopped at more than {MAX_IMPLICANTS:,} intermediate products. "
                    "Treat the formula in parts."
                )
        return self.known[depth, pattern]

    def split(self, depth: int, pattern: int) -> list[Implicant]:
        stride, variable = self.strides[depth], self.domain.variables[depth]
        block = (1 << stride) - 1
        parts = [pattern >> value * stride & block for value in range(variable.size)]
        found: list[Implicant] = []
        for mask, shared in _closed_subsets(parts, block).items():
            wider = [shared & part for value, part in enumerate(parts) if not mask >> value & 1]
            spread = sum(1 << value * stride for value in _places(mask))
            for rest in self.search(depth + 1, shared):
                if all(rest.pattern & ~other for other in wider):
                    found.append(Implicant((mask, *rest.masks), rest.pattern * spread))
        return found


def _closed_subsets(parts: Sequence[int], block: int) -> dict[int, int]:
    """Give every set of values whose parts share something, widened to all values that share it too."""
    closed: dict[int, int] = {}
    waiting = [part for part in dict.fromkeys(parts) if part]
    seen = set(waiting)
    while waiting:
        shared = waiting.pop()
        mask = sum(1 << value for value, part in enumerate(parts) if not shared & ~part & block)
        closed[mask] = shared
        for part in parts:
            narrower = shared & part
            if narrower and narrower not in seen:
                seen.add(narrower)
                waiting.append(narrower)
    return closed


def _literals(implicant: Implicant, domain: Domain) -> int:
    pairs = zip(implicant.masks, domain.variables, strict=True)
    return sum(mask != variable.all_values for mask, variable in pairs)


def _order(implicant: Implicant, domain: Domain) -> tuple[int, list[int]]:
    """Sort by the number of literals, then from left to right, present before absent before not used."""
    pairs = zip(implicant.masks, domain.variables, strict=True)
    ranks = [variable.all_values - mask or variable.all_values + 1 for mask, variable in pairs]
    return _literals(implicant, domain), ranks


def _rows(pattern: int, primes: Sequence[Implicant], size: int) -> list[int]:
    """Give the different ways in which combinations are covered: combinations alike make one row."""
    if len(primes) * size > MAX_CHART:
        raise UsageError(
            f"Simplifying stopped at {len(primes):,} prime implicants over {size:,} combinations. "
            "Treat the formula in parts."
        )
    chart = np.stack([_bits(prime.pattern, size) for prime in primes])[:, _bits(pattern, size) == 1]
    packed = np.packbits(chart, axis=0, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in np.unique(packed, axis=1).T]


def _bits(pattern: int, size: int) -> npt.NDArray[np.uint8]:
    whole = np.frombuffer(pattern.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(whole, bitorder="little", count=size)


@dataclass
class _CoverSearch:
    weights: Sequence[int]
    bound: int
    best: int = 0
    nodes: int = 0

    def extend(self, rows: list[int], chosen: int, cost: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise UsageError(
                f"Simplifying stopped after {MAX_NODES:,} steps without a proof that the solution is the "
                "smallest. Treat the formula in parts."
            )
        rows, forced = self.reduce(rows)
        chosen |= forced
        cost += sum(self.weights[column] for column in _places(forced))
        if cost + self.least(rows) >= self.bound:
            return
        if not rows:
            self.best, self.bound = chosen, cost
            return
        for column in _places(rows[0]):
            self.extend([row for row in rows if not row >> column & 1], chosen | 1 << column,
                        cost + self.weights[column])  # fmt: skip

    def reduce(self, rows: list[int]) -> tuple[list[int], int]:
        """Take what is forced and drop rows and columns that cannot matter, until nothing changes."""
        forced = 0
        while True:
            before = rows
            rows = _narrowest(self.without_dominated(rows))
            single = 0
            for row in rows:
                if row & (row - 1) == 0:
                    single |= row
            forced |= single
            rows = [row for row in rows if not row & single]
            if rows == before:
                return rows, forced

    def without_dominated(self, rows: list[int]) -> list[int]:
        """Drop every column that another one replaces at no greater weight."""
        covered: dict[int, int] = {}
        for place, row in enumerate(rows):
            for column in _places(row):
                covered[column] = covered.get(column, 0) | 1 << place
        dropped = 0
        ranked = sorted(
            covered, key=lambda column: (self.weights[column], -covered[column].bit_count(), column)
        )
        for place, column in enumerate(ranked):
            if any(
                not covered[column] & ~covered[other] and not dropped >> other & 1 for other in ranked[:place]
            ):
                dropped |= 1 << column
        return [row & ~dropped for row in rows]

    def least(self, rows: list[int]) -> int:
        """Give a weight that no cover can go under: rows without a common column need one each."""
        used, total = 0, 0
        for row in rows:
            if not row & used:
                used |= row
                total += min(self.weights[column] for column in _places(row))
        return total


def _narrowest(rows: list[int]) -> list[int]:
    """Drop every row that is covered whenever another one is; rows with few columns come first."""
    kept: list[int] = []
    for row in sorted(set(rows), key=lambda row: (row.bit_count(), row)):
        if not any(other & ~row == 0 for other in kept):
            kept.append(row)
    return kept


def _places(bits: int) -> list[int]:
    places = []
    while bits:
        lowest = bits & -bits
        places.append(lowest.bit_length() - 1)
        bits ^= lowest
    return places
