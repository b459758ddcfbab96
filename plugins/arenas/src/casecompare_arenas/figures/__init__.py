"""The drawings of the method, as SVG of its own: each with its words and the table behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casecompare import Figure, Table
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.figures.grids import heat_map_figure, tornado_figure
from casecompare_arenas.figures.panels import profile_figure, rounds_figure

__all__ = ["figures", "heat_map_figure", "profile_figure", "rounds_figure", "tornado_figure"]


def figures(
    scored: Mapping[str, CaseScores],
    ordered: Sequence[str],
    tables: Sequence[Table],
    titles: Mapping[str, str],
    outcome: str,
) -> Iterator[Figure]:
    """Give the drawings for which there is something to draw.

    Parameters
    ----------
    scored
        The cases' scores.
    ordered
        The order in which cases are drawn.
    tables
        The method's tables; a drawing without its table is left out.
    titles
        The arenas' names.
    outcome
        The set by which the cases are ordered, empty for the order of the study.
    """
    by_name = {table.name: table for table in tables}
    observed = [case for case in ordered if scored[case].rounds]
    if not observed:
        return
    yield heat_map_figure(scored, ordered, outcome)
    yield profile_figure(scored, observed, titles)
    if any(len(scored[case].rounds) > 1 for case in observed):
        yield rounds_figure(scored, observed)
    if "swings" in by_name:
        yield tornado_figure(by_name["swings"], scored, observed)
