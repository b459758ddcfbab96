"""Where each chosen case stands in the frame, and whether that agrees with the reason it was chosen for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from casecompare import Study
from casecompare_selection.ranking import extreme_in_words, ranks, share_below
from casecompare_selection.sections import SamplingRow, chosen_rows
from casecompare_selection.strategies import Analysis, Criterion
from casecompare_selection.variables import Floats

__all__ = ["Agreement", "Position", "find_positions"]

Agreement = Literal["yes", "not clearly", "no", "cannot be told", ""]
_FIRST_QUARTER, _HALF, _LAST_QUARTER = 0.75, 0.5, 0.25
_ADJECTIVES: Mapping[str, tuple[str, str]] = {
    # The strategy, what its number is called, and the adjective of the end that speaks against it.
    "typical": ("residual", "largest"),
    "deviant": ("residual", "smallest"),
    "influential": ("Cook's distance", "smallest"),
}


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a chosen case stands, once for each reason that is recorded for it.

    Parameters
    ----------
    place
        The unit's place in the frame.
    row
        What the record says of its choice; None where it says nothing.
    stands_out
        The strategies by whose number it is in the first quarter of the frame.
    agrees
        Whether its position agrees with the rule; empty where there is no rule that says anything.
    said
        Why it does not agree, or why that cannot be told, as the end of a sentence.
    shares
        By criterion, how far up it stands, from 0 to 1.
    """

    place: int
    row: SamplingRow | None = None
    stands_out: tuple[str, ...] = ()
    agrees: Agreement = ""
    said: str = ""
    shares: Mapping[str, float] = field(default_factory=dict)


def find_positions(analysis: Analysis, study: Study) -> list[Position]:
    """Give the position of each chosen case, in the order of the frame.

    Whether a position agrees with the recorded rule is told by a convention of this package. By its number
    a unit agrees if it is in the half of the frame that the rule looks for, does not agree in the last
    quarter, and in between not clearly: the residual for *typical* and *deviant*, Cook's distance for
    *influential*, the distance from the mean for *extreme* (of outcome or cause, whichever is more extreme),
    the best pair with another chosen unit, among all pairs that could be taken, for *most similar* and *most
    different*. A *diverse* unit agrees if no other one that was chosen as diverse is of its type. Other
    rules say nothing about it. Without a frame no rule is held against anything.

    Parameters
    ----------
    analysis
        Of a frame, or of the studied cases.
    study
        Its records hold the reasons.
    """
    units = analysis.units
    shares = {_key(one): one.shares for one in analysis.criteria}
    found, recorded, sizes = [], chosen_rows(study), Counter(analysis.types)
    diverse = {case for case, rows in recorded.items() if any(row.rule == "diverse" for row in rows)}
    for place in units.chosen_places:
        rows: list[SamplingRow | None] = [*recorded.get(units.cases[place] or "", ())]
        for row in rows or [None]:
            agrees, said = _judge(analysis, diverse, place, row)
            found.append(
                Position(
                    place=place,
                    row=row,
                    stands_out=tuple(_outstanding(analysis, sizes, place)),
                    agrees=agrees,
                    said=said,
                    shares={name: float(values[place]) for name, values in shares.items()},
                )
            )
    return found


def _key(criterion: Criterion) -> str:
    return f"{criterion.strategy} {criterion.variable}".strip()


def _outstanding(analysis: Analysis, sizes: Mapping[str | None, int], place: int) -> Iterator[str]:
    for one in analysis.criteria:
        if not one.reason and one.shares[place] >= _FIRST_QUARTER:
            yield f"extreme ({one.variable})" if one.variable else one.strategy
    kind = analysis.types[place]
    if kind is not None and sizes[kind] == 1:
        yield "the only one of its type"


def _judge(
    analysis: Analysis, diverse: Collection[str], place: int, row: SamplingRow | None
) -> tuple[Agreement, str]:
    if row is None or row.rule is None or not analysis.units.is_frame:
        return "", ""
    if row.rule in _ADJECTIVES or row.rule == "extreme":
        return _judge_number(analysis, place, row.rule)
    if row.rule == "diverse":
        return _judge_type(analysis, diverse, place)
    if row.rule in ("most similar", "most different"):
        return _judge_pair(analysis, place, row.rule)
    return "", ""


def _judge_number(analysis: Analysis, place: int, rule: str) -> tuple[Agreement, str]:
    known = [one for one in analysis.criterion(rule) if not one.reason and not math.isnan(one.values[place])]
    if not known:
        reasons = [one.reason for one in analysis.criterion(rule) if one.reason]
        return "cannot be told", reasons[0] if reasons else "a value that it takes is missing"
    best = max(known, key=lambda one: one.shares[place])
    verdict = _verdict(float(best.shares[place]))
    if verdict == "yes":
        return "yes", ""
    name, adjective = _ADJECTIVES.get(rule, (f"distance from the mean of {best.variable}", "smallest"))
    number = int(ranks(best.values, largest_first=adjective == "largest")[place])
    of = int((~np.isnan(best.values)).sum())
    return verdict, f"its {name} is {extreme_in_words(number, adjective)} of {of}"


def _judge_type(analysis: Analysis, diverse: Collection[str], place: int) -> tuple[Agreement, str]:
    kind = analysis.types[place]
    if kind is None:
        return "cannot be told", "it has no type, for a value is missing or no variable makes types"
    units = analysis.units
    alike = [at for at in units.chosen_places if at != place and analysis.types[at] == kind]
    same = [at for at in alike if units.cases[at] in diverse]
    if not same:
        return "yes", ""
    verb = "is" if len(same) == 1 else "are"
    return "no", f"{units.named(same)}, chosen as diverse too, {verb} of the same type ({kind})"


def _judge_pair(analysis: Analysis, place: int, rule: str) -> tuple[Agreement, str]:
    [search] = [one for one in analysis.pairs if one.strategy == rule]
    if search.reason:
        return "cannot be told", search.reason
    others = [at for at in analysis.units.chosen_places if at != place and search.allowed[place, at]]
    known = [at for at in others if not math.isnan(search.distances[place, at])]
    if not known:
        wanted = (
            "differs from it on the cause" if rule == "most similar" else "is like it on cause and outcome"
        )
        return "no", f"no other chosen case with a known background {wanted}"
    distances = [float(search.distances[place, at]) for at in known]
    is_far = rule == "most different"
    best = max(distances) if is_far else min(distances)
    share = _share_of(best, search.distances[np.triu(search.allowed, k=1)])
    verdict = _verdict(share if is_far else 1 - share)
    if verdict == "yes":
        return "yes", ""
    partner = analysis.units.ids[known[distances.index(best)]]
    how = "is farther from it in the background" if not is_far else "is nearer to it in the background"
    return verdict, f"its best partner {partner} {how} than half of all pairs"


def _verdict(share: float) -> Agreement:
    return "yes" if share >= _HALF else "no" if share <= _LAST_QUARTER else "not clearly"


def _share_of(value: float, values: Floats) -> float:
    """Give where a value stands among values that hold it."""
    present = values[~np.isnan(values)]
    return float(share_below(present)[int(np.argmin(np.abs(present - value)))])


def rules_of(positions: Sequence[Position]) -> list[str]:
    """Give the rules that are recorded, each once."""
    return list(dict.fromkeys(one.row.rule for one in positions if one.row is not None and one.row.rule))
