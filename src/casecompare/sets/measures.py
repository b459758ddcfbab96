"""The registry of fit measures: each with its title, formula and source, for reports and for plugins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from casecompare.sets.fit import (
    coverage,
    haesebrouck,
    inclusion,
    inclusion_times_pri,
    necessity_coverage,
    necessity_inclusion,
    pri,
    relevance,
    unique_coverage,
)

__all__ = ["MEASURES", "Measure"]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure of fit, with all that a report needs to explain it.

    `compute` takes x and y (for ``unique_coverage`` also the other terms) and gives one number.
    """

    name: str
    title: str
    relation: Literal["sufficiency", "necessity"]
    formula: str
    range: tuple[float, float]
    reference: str
    compute: Callable[..., float]


def _measure(
    compute: Callable[..., float],
    title: str,
    relation: Literal["sufficiency", "necessity"],
    formula: str,
    reference: str,
) -> Measure:
    return Measure(
        name=compute.__name__, title=title, relation=relation, formula=formula, range=(0.0, 1.0),
        reference=reference, compute=compute,
    )  # fmt: skip


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            _measure(inclusion, "inclusion (consistency)", "sufficiency", "Σmin(x,y) / Σx", "Ragin 2006"),
            _measure(
                pri, "proportional reduction in inconsistency (PRI)", "sufficiency",
                "(Σmin(x,y) - Σmin(x,y,1-y)) / (Σx - Σmin(x,y,1-y))", "Schneider and Wagemann 2012",
            ),
            _measure(coverage, "raw coverage", "sufficiency", "Σmin(x,y) / Σy", "Ragin 2006"),
            _measure(
                unique_coverage, "unique coverage", "sufficiency",
                "(Σmin(x,y) - Σmin(x,o,y)) / Σy, o = largest of the other terms", "Ragin 2006",
            ),
            _measure(
                haesebrouck, "Haesebrouck's consistency", "sufficiency",
                "Σmin(x,y) / Σ(min(x,y) + sqrt(max(x-y,0)·x))", "Haesebrouck 2015",
            ),
            _measure(
                inclusion_times_pri, "inclusion × PRI", "sufficiency", "inclusion · PRI",
                "Schneider and Wagemann 2012",
            ),
            _measure(necessity_inclusion, "inclusion (consistency)", "necessity", "Σmin(x,y) / Σy",
                "Ragin 2006",
            ),
            _measure(necessity_coverage, "coverage", "necessity", "Σmin(x,y) / Σx", "Ragin 2006"),
            _measure(
                relevance, "relevance of necessity (RoN)", "necessity", "Σ(1-x) / Σ(1-min(x,y))",
                "Schneider and Wagemann 2012",
            ),
        )
    }
)  # fmt: skip
"""Every measure of fit by its name, in the order in which reports list them."""
