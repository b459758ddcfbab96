"""Strategies for hypothesis: memberships, studies, truth tables, networks and states of arenas.

All are small, shrink towards few cases and round numbers, and need hypothesis, which casecompare itself does
not: ``pip install hypothesis``. Import them with ``from casecompare.testing import strategies``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import pandas as pd

from casecompare.study import Study
from casecompare.testing.studies import make_study

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise ImportError(
        "casecompare.testing.strategies needs hypothesis, which is not installed: pip install hypothesis"
    ) from error

__all__ = ["arena_states", "case_ids", "memberships", "networks", "studies", "truth_tables"]

Rows: TypeAlias = list[dict[str, object]]
_SETS = ("A", "B", "C", "Y")
_ARENAS = ("S", "P", "D")
_HUNDREDTHS = tuple(number / 100 for number in range(101) if number != 50)


def case_ids(*, min_size: int = 1, max_size: int = 12) -> st.SearchStrategy[list[str]]:
    """Give lists of case ids, all different, such as a study of that size may have.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(case_ids(max_size=3))
    ... def check(ids):
    ...     assert len(ids) == len(set(ids)) <= 3
    >>> check()
    """
    words = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=4)
    return st.lists(words, min_size=min_size, max_size=max_size, unique=True)


@st.composite
def memberships(
    draw: st.DrawFn,
    sets: Sequence[str] = _SETS,
    *,
    min_cases: int = 1,
    max_cases: int = 12,
    crisp: bool = False,
    with_missing: bool = False,
) -> pd.DataFrame:
    """Give tables of memberships: one row per case, one column per set, none of them exactly 0.5.

    Parameters
    ----------
    sets
        The names of the columns.
    min_cases, max_cases
        How many cases there may be.
    crisp
        Whether memberships are 0 and 1 only, else hundredths.
    with_missing
        Whether some may be missing (NaN).

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(memberships(["A", "Y"]))
    ... def check(table):
    ...     assert list(table) == ["A", "Y"] and ((table >= 0) & (table <= 1) & (table != 0.5)).all(axis=None)
    >>> check()
    """
    values: st.SearchStrategy[float] = st.sampled_from((0.0, 1.0) if crisp else _HUNDREDTHS)
    if with_missing:
        values = st.one_of(values, st.just(float("nan")))
    ids = draw(case_ids(min_size=min_cases, max_size=max_cases))
    rows = draw(st.lists(st.tuples(*[values] * len(sets)), min_size=len(ids), max_size=len(ids)))
    index = pd.Index(ids, name="case", dtype=object)
    return pd.DataFrame(rows, index=index, columns=list(sets), dtype=float)


@st.composite
def studies(
    draw: st.DrawFn,
    sets: Sequence[str] = _SETS,
    *,
    min_cases: int = 1,
    max_cases: int = 12,
    crisp: bool = False,
    with_missing: bool = False,
) -> Study:
    """Give studies of such memberships; the last set is the outcome.

    Parameters are those of `memberships`.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(studies(max_cases=4))
    ... def check(study):
    ...     assert study.outcome == "Y" and 1 <= len(study.case_ids) <= 4
    >>> check()
    """
    table = draw(
        memberships(sets, min_cases=min_cases, max_cases=max_cases, crisp=crisp, with_missing=with_missing)
    )
    return make_study(table, outcome=sets[-1])


@st.composite
def truth_tables(draw: st.DrawFn, *, max_conditions: int = 4) -> pd.DataFrame:
    """Give truth tables: every combination of up to four conditions, once each, in binary order.

    The columns are the conditions (0 and 1), ``OUT`` (``1``, ``0``, ``C`` contradictory, ``?`` a remainder),
    ``n`` cases, ``inclusion`` and ``PRI``. A remainder has no cases and no fit; PRI is no higher than
    inclusion, and a row that leads to the outcome includes more than one half.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(truth_tables())
    ... def check(table):
    ...     assert ((table["OUT"] == "?") == (table["n"] == 0)).all()
    >>> check()
    """
    count = draw(st.integers(1, max_conditions))
    rows: Rows = []
    for number in range(2**count):
        out = draw(st.sampled_from("?01C"))
        inclusion = float("nan")
        if out != "?":
            low, high = {"0": (0, 50), "1": (51, 100), "C": (30, 80)}[out]
            inclusion = draw(st.integers(low, high)) / 100
        rows.append(
            {
                **{"ABCD"[at]: number >> (count - 1 - at) & 1 for at in range(count)},
                "OUT": out,
                "n": 0 if out == "?" else draw(st.integers(1, 5)),
                "inclusion": inclusion,
                "PRI": inclusion if out == "?" else inclusion * draw(st.integers(0, 10)) / 10,
            }
        )
    return pd.DataFrame(rows, index=pd.RangeIndex(1, 2**count + 1, name="row"))


@st.composite
def networks(
    draw: st.DrawFn, *, max_actors: int = 8, relations: Sequence[str] = ("works_with",)
) -> dict[str, Rows]:
    """Give networks as the record sections ``actors`` and ``ties`` hold them, without loops or repeated ties.

    Parameters
    ----------
    max_actors
        How many actors there may be; at least one.
    relations
        What ties may be of.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(networks(max_actors=4))
    ... def check(network):
    ...     ids = {actor["id"] for actor in network["actors"]}
    ...     assert all(tie["from"] in ids and tie["from"] != tie["to"] for tie in network["ties"])
    >>> check()
    """
    count = draw(st.integers(1, max_actors))
    ids = [f"a{number}" for number in range(1, count + 1)]
    actors: Rows = [
        {
            "id": one,
            "profession": draw(st.sampled_from(("clinical", "managerial", "hybrid"))),
            "home_arena": draw(st.sampled_from(_ARENAS)),
        }
        for one in ids
    ]
    possible = [
        (one, other, relation) for relation in relations for one in ids for other in ids if one < other
    ]
    chosen = draw(st.lists(st.sampled_from(possible), unique=True)) if possible else []
    ties: Rows = [{"from": one, "to": other, "relation": relation} for one, other, relation in sorted(chosen)]
    return {"actors": actors, "ties": ties}


@st.composite
def arena_states(
    draw: st.DrawFn, *, max_rounds: int = 3, arenas: Sequence[str] = _ARENAS, with_missing: bool = False
) -> dict[str, Rows]:
    """Give what goes on in arenas as the record sections ``arenas``, ``goals`` and ``links`` hold it.

    Parameters
    ----------
    max_rounds
        How many rounds there may be; at least one.
    arenas
        The arenas' names.
    with_missing
        Whether rows, and numbers within them, may be left out.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(arena_states(max_rounds=1))
    ... def check(state):
    ...     assert [row["arena"] for row in state["arenas"]] == ["S", "P", "D"]
    >>> check()
    """
    tenths = st.integers(0, 10).map(lambda number: number / 10)
    found: dict[str, Rows] = {"arenas": [], "goals": [], "links": []}

    def is_kept() -> bool:
        return not with_missing or draw(st.booleans())

    for number in range(1, draw(st.integers(1, max_rounds)) + 1):
        for arena in arenas:
            if is_kept():
                held = {name: draw(tenths) for name in ("clinical", "managerial", "coupling") if is_kept()}
                found["arenas"].append({"round": number, "arena": arena, **held})
            for element in ("holistic care", "lower cost"):
                if is_kept():
                    row = {"round": number, "arena": arena, "element": element, "emphasis": draw(tenths)}
                    found["goals"].append(row)
        for one in arenas:
            for other in arenas:
                if one != other and is_kept():
                    taken = draw(st.integers(0, 10))
                    found["links"].append(
                        {"round": number, "from": one, "to": other, "sent": 10, "taken_up": taken}
                    )
    return found
