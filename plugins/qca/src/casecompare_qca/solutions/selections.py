"""One alternative of each group such that every row is covered: counted, and kept as a graph of choices.

The search for smallest covers takes groups of columns, each standing behind its widest one. Which members of
the groups really cover all rows between them is settled here. Two groups that alone can cover some rows have
to agree on them; members that no member of the other group agrees with go (arc consistency, Mackworth 1977,
Artificial Intelligence 8), parts that share no row are settled apart, and what is left is tried out on the
group that the most rows hang on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_

from casecompare_qca.solutions.budget import Clock, OutOfBudgetError
from casecompare_qca.solutions.chart_reduction import linked
from casecompare_qca.solutions.cover_tree import NOTHING, CoverTree, either, together
from casecompare_qca.solutions.recursion import Recursion, run

__all__ = ["Members", "merged", "projections", "selections"]

Members = Mapping[int, CoverTree]
"""The members of a group, by the rows that they cover."""

_Open = tuple[list[CoverTree], int, Sequence[Members]]
"""What is settled, the rows that are not, and the groups that they hang on."""


def selections(groups: Sequence[Members], rows: int, clock: Clock) -> CoverTree | None:
    """Give all ways to take one member of each group that cover the rows; None where there is none.

    Raises
    ------
    OutOfBudgetError
        if time or room runs out.

    Examples
    --------
    >>> from casecompare_qca.solutions.budget import Budget
    >>> from casecompare_qca.solutions.cover_tree import choice
    >>> first = {0b011: choice([0]), 0b001: choice([1])}
    >>> second = {0b110: choice([2]), 0b100: choice([3])}
    >>> sorted(selections([first, second], 0b111, Budget().start()).covers())
    [(0, 2), (0, 3), (1, 2)]
    """
    return run(_Tries(clock).selected(groups, rows))


def projections(groups: Sequence[Members], rows: int, seen: int, *, most: int) -> Members | None:
    """Give the ways to cover the rows by what else they cover among the rows `seen`.

    Parameters
    ----------
    groups, rows
        As for `selections`.
    seen
        Rows, as bits, that matter beside.
    most
        With more different results than this, None is given.

    Examples
    --------
    >>> from casecompare_qca.solutions.cover_tree import choice
    >>> group = {0b011: choice([0]), 0b101: choice([1]), 0b100: choice([2])}
    >>> {rows: tree.count for rows, tree in projections([group], 0b001, 0b010, most=9).items()}
    {2: 1, 0: 1}
    """
    reachable = [0]
    for group in reversed(groups):
        reachable.append(reachable[-1] | reduce(or_, group, 0))
    states: dict[int, CoverTree] = {0: NOTHING}
    for group in groups:
        reachable.pop()
        needed = rows & ~reachable[-1]
        found: dict[int, list[CoverTree]] = {}
        for covered, tree in states.items():
            for pattern, member in group.items():
                union = (covered | pattern) & (rows | seen)
                if not needed & ~union:
                    found.setdefault(union, []).append(together([tree, member]))
        if len(found) > most:
            return None
        states = {union: either(trees) for union, trees in found.items()}
    return merged((union & seen, tree) for union, tree in states.items())


class _Tries:
    """Tries members out, as long as time and room last."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.steps = 0

    def selected(self, groups: Sequence[Members], rows: int) -> Recursion[CoverTree | None]:
        self.steps += 1
        if self.steps > self.clock.nodes or self.clock.is_over:
            raise OutOfBudgetError
        opened = _settled(groups, rows)
        if opened is None:
            return None
        trees, rows, open_groups = opened
        unions = [_union(group) for group in open_groups]
        for piece in linked(unions):
            mine = [group for group, union in zip(open_groups, unions, strict=True) if union & piece]
            tree = yield self.tried(mine, piece)
            if tree is None:
                return None
            trees.append(tree)
        return together(trees)

    def tried(self, groups: Sequence[Members], rows: int) -> Recursion[CoverTree | None]:
        """Take each member in turn of the group that the most rows hang on."""
        if len(groups) == 2:
            self.steps += min(map(len, groups))
            return _paired(groups[0], groups[1], rows)
        widest = min(range(len(groups)), key=lambda at: (-_union(groups[at]).bit_count(), len(groups[at])))
        others = [group for at, group in enumerate(groups) if at != widest]
        found = []
        for pattern, member in groups[widest].items():
            rest = yield self.selected(others, rows & ~pattern)
            if rest is not None:
                found.append(together([member, rest]))
        return either(found) if found else None


def _paired(first: Members, second: Members, rows: int) -> CoverTree | None:
    """Give the pairs that cover the rows; members that leave the same gap have the same partners."""
    partners: dict[int, CoverTree | None] = {}
    found = []
    for pattern, member in first.items():
        gap = rows & ~pattern
        if gap not in partners:
            fitting = [tree for fills, tree in second.items() if not gap & ~fills]
            partners[gap] = either(fitting) if fitting else None
        rest = partners[gap]
        if rest is not None:
            found.append(together([member, rest]))
    return either(found) if found else None


def _settled(groups: Sequence[Members], rows: int) -> _Open | None:
    """Drop members that cannot be taken, and rows that are covered whatever is taken."""
    settled: list[CoverTree] = []
    changed = True
    while changed:
        sure = reduce(or_, (reduce(and_, group) for group in groups), 0)
        rows &= ~sure
        restricted = [_restricted(group, rows) for group in groups]
        settled += [next(iter(group.values())) for group in restricted if len(group) == 1]
        groups = [group for group in restricted if len(group) > 1]
        once, twice, often = _how_often(map(_union, groups))
        if once != rows:
            return None
        narrowed = [_needed(group, once & ~twice) for group in groups]
        narrowed = [_agreeing(at, narrowed, twice & ~often) for at in range(len(narrowed))]
        if not all(narrowed):
            return None
        changed = any(len(new) < len(old) for new, old in zip(narrowed, groups, strict=True))
        groups = narrowed
    return settled, rows, groups


def _needed(group: Members, alone: int) -> Members:
    """Keep the members that cover every row that no other group can cover."""
    needed = _union(group) & alone
    return {pattern: tree for pattern, tree in group.items() if not needed & ~pattern}


def _agreeing(at: int, groups: Sequence[Members], contested: int) -> Members:
    """Keep the members whose gaps, where just one other group can fill them, some member of it fills."""
    mine = _union(groups[at]) & contested
    partners = [
        (shared, other) for j, other in enumerate(groups) if j != at and (shared := mine & _union(other))
    ]
    kept = groups[at]
    for shared, other in partners:
        # Members share their gaps, so that each gap is looked at once.
        gaps = {shared & ~pattern for pattern in kept}
        fillable = {gap for gap in gaps if not gap or any(not gap & ~fills for fills in other)}
        if len(fillable) < len(gaps):
            kept = {pattern: tree for pattern, tree in kept.items() if shared & ~pattern in fillable}
    return kept


def _how_often(unions: Iterable[int]) -> tuple[int, int, int]:
    """Give the rows that at least one, two, three of the groups can cover."""
    once = twice = often = 0
    for union in unions:
        often |= twice & union
        twice |= once & union
        once |= union
    return once, twice, often


def _union(group: Iterable[int]) -> int:
    return reduce(or_, group, 0)


def merged(pairs: Iterable[tuple[int, CoverTree]]) -> dict[int, CoverTree]:
    """Give members by the rows that they cover; those that cover the same rows become alternatives.

    Examples
    --------
    >>> from casecompare_qca.solutions.cover_tree import choice
    >>> members = merged([(0b01, choice([0])), (0b10, choice([1])), (0b01, choice([2]))])
    >>> {rows: list(tree.covers()) for rows, tree in members.items()}
    {1: [(0,), (2,)], 2: [(1,)]}
    """
    found: dict[int, CoverTree] = {}
    several: dict[int, list[CoverTree]] = {}
    for pattern, tree in pairs:
        if pattern in found:  # seldom: most members differ
            several.setdefault(pattern, [found[pattern]]).append(tree)
        else:
            found[pattern] = tree
    for pattern, trees in several.items():
        found[pattern] = either(trees)
    return found


def _restricted(group: Members, rows: int) -> Members:
    """Look at some rows only; members that are then equal go together."""
    if not _union(group) & ~rows:
        return group
    return merged((pattern & rows, tree) for pattern, tree in group.items())
