"""What the method says in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casecompare import Finding
from casecompare_selection.options import SelectionOptions
from casecompare_selection.positions import Position
from casecompare_selection.response import ResponseRate
from casecompare_selection.strategies import Analysis, Criterion
from casecompare_selection.tables import strata_members

__all__ = ["selection_findings"]

_SAID: Mapping[str, tuple[str, str]] = {
    "typical": ("most typical", "the smallest residual"),
    "deviant": ("most deviant", "the largest residual"),
    "influential": ("most influential", "the largest Cook's distance"),
}


def selection_findings(
    analysis: Analysis,
    positions: Sequence[Position],
    rates: Mapping[tuple[str, str], ResponseRate],
    options: SelectionOptions,
    prefix: str = "",
) -> Iterator[Finding]:
    """Give what the strategies name, how far the chosen cover the frame, and how reasons and positions agree.

    The findings are about the choice of cases: they name no cases for or against, and no conditions.

    Parameters
    ----------
    analysis, positions, rates
        Of a frame, or of the studied cases.
    options
        Which strategies are asked for.
    prefix
        What stands before the ids.
    """
    for strategy in options.strategies:
        for criterion in analysis.criterion(strategy):
            yield from _best(analysis, criterion, prefix)
        for search in analysis.pairs:
            if search.strategy == strategy and search.pairs:
                first = search.pairs[0]
                ids, ties = analysis.units.ids, _tied(first.tied, "pairs")
                yield Finding(
                    id=f"{prefix}{strategy.replace(' ', '-')}",
                    sentence=f"The {strategy} pair is {ids[first.first]} and {ids[first.second]}, "
                    f"{first.distance:.2f} apart in the background{ties}.",
                    measure="Mahalanobis distance in the background",
                    value=first.distance,
                )
    if analysis.units.is_frame:
        yield from _coverage(analysis, prefix)
        yield from _reasons(analysis, positions)
        yield from _response(rates)


def _best(analysis: Analysis, criterion: Criterion, prefix: str) -> Iterator[Finding]:
    units = analysis.units
    if criterion.reason:
        return
    order = criterion.ranks
    places = [at for at in range(len(order)) if order[at] == 1]
    if not places:
        return
    place = min(places, key=lambda at: units.ids[at])
    value, of = float(criterion.values[place]), int((order == order).sum())
    adjective, what = _SAID.get(
        criterion.strategy, ("most extreme", f"the largest distance from the mean of {criterion.variable}")
    )
    unit = " standard deviations" if criterion.variable else ""
    suffix = f"-{criterion.variable}" if criterion.variable else ""
    yield Finding(
        id=f"{prefix}{criterion.strategy}{suffix}",
        sentence=f"Of {of} {'units' if units.is_frame else 'cases'}, {units.ids[place]} is the {adjective}, "
        f"with {what} ({value:.3g}{unit}){_tied(len(places) - 1, 'others')}.",
        measure=criterion.title,
        value=value,
    )


def _tied(number: int, what: str) -> str:
    if not number:
        return ""
    return f"; {number} {what if number > 1 else what.rstrip('s')} tie{'' if number > 1 else 's'} with it"


def _coverage(analysis: Analysis, prefix: str) -> Iterator[Finding]:
    units = analysis.units
    for kind, groups in (
        ("types", {one.name: one.members for one in analysis.by_type}),
        ("strata", strata_members(units)),
    ):
        if len(groups) < 2:
            continue
        covered = [name for name, places in groups.items() if units.chosen[list(places)].any()]
        left = [name for name in groups if name not in covered]
        more = f"; nobody was chosen of: {_listed(left)}" if left else ""
        yield Finding(
            id=f"{prefix}{kind}",
            sentence=f"The {int(units.chosen.sum())} chosen units cover {len(covered)} of {len(groups)} "
            f"{kind} of the frame{more}.",
            measure=f"share of {kind} with a chosen unit",
            value=len(covered) / len(groups),
        )


def _reasons(analysis: Analysis, positions: Sequence[Position]) -> Iterator[Finding]:
    told = [one for one in positions if one.agrees in ("yes", "not clearly", "no")]
    if not told:
        return
    against = [one for one in told if one.agrees == "no"]
    agreeing = sum(one.agrees == "yes" for one in told)
    said = "".join(
        f"; {analysis.units.ids[one.place]} was chosen as {one.row.rule if one.row else ''}, but {one.said}"
        for one in against[:3]
    )
    more = f" and {len(against) - 3} more" if len(against) > 3 else ""
    yield Finding(
        id="reasons",
        sentence=f"Of {len(told)} recorded reasons that the frame can be held against, "
        f"{agreeing} {'agrees' if agreeing == 1 else 'agree'} with where the case stands{said}{more}.",
        measure="share of reasons that agree with the position",
        value=agreeing / len(told),
    )


def _response(rates: Mapping[tuple[str, str], ResponseRate]) -> Iterator[Finding]:
    rate = rates.get(("all", ""))
    if rate is None or not rate.bodies_asked:
        return
    for what, (low, high), asked in (
        ("bodies", rate.bodies, rate.bodies_asked),
        ("persons", rate.persons, rate.persons_asked),
    ):
        share = f"{low:.1%}" if low == high else f"{low:.1%} to {high:.1%}"
        yield Finding(
            id=f"response-{what}",
            sentence=f"Of {asked:,} {what} that were asked, {share} answered.",
            measure=f"response rate of {what}",
            value=low if low == high else None,
            low=low,
            high=high,
        )


def _listed(names: Sequence[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return "; ".join(names[:most]) + more
