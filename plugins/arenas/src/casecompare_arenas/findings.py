"""What the method states, in sentences: weakest arenas, what binds, who leads content, what lasts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median

from casecompare import Finding
from casecompare_arenas.case_scores import CaseScores
from casecompare_arenas.explanations import PART_WORDS, Explanation
from casecompare_arenas.options import ArenasOptions
from casecompare_arenas.rounds import lead_lag, leading_arenas
from casecompare_arenas.rounds_tables import contents_of
from casecompare_arenas.sensitivity import EXPONENTS, aggregator_fits, rank_order

__all__ = ["findings"]

Scored = Mapping[str, CaseScores]


def findings(
    scored: Scored,
    explained: Mapping[str, Explanation],
    parts: Mapping[str, Sequence[float]],
    options: ArenasOptions,
) -> Iterator[Finding]:
    """Give the findings: which cases are aligned, who leads, what lasts; then what holds the others down."""
    yield from _aligned(scored, options.aligned)
    yield from _tandems(scored)
    yield from _over_rounds(scored, options.aligned)
    yield from _weakest(explained, options.arenas)
    yield from _binding(explained)
    yield from _leading(scored, options.arenas)
    yield from _order(parts, options)


def _aligned(scored: Scored, threshold: float) -> Iterator[Finding]:
    bounds = {case: one.values["alignment"] for case, one in scored.items() if one.last}
    above = [case for case, one in bounds.items() if one.low >= threshold]
    below = [case for case, one in bounds.items() if one.high < threshold]
    undetermined = [case for case in bounds if case not in above and case not in below]
    if not bounds:
        return
    sentence = (
        f"{_cases(above, 'No case')} {_is(above)} aligned in the last round (A of {threshold:g} or more)"
    )
    if undetermined:
        sentence += f"; whether {_listed(undetermined)} {_is(undetermined)} so is undetermined"
    yield Finding(
        id="aligned",
        sentence=f"{sentence}.",
        measure="share of cases",
        value=len(above) / len(bounds),
        low=len(above) / len(bounds) if undetermined else None,
        high=(len(above) + len(undetermined)) / len(bounds) if undetermined else None,
        cases_for=tuple(above),
        cases_against=tuple(below),
    )


def _weakest(explained: Mapping[str, Explanation], titles: Mapping[str, str]) -> Iterator[Finding]:
    for arena, title in titles.items():
        cases = [case for case, one in explained.items() if one.weakest == (arena,)]
        if not cases:
            continue
        lacks = _most_frequent([explained[case].lacks or "" for case in cases])
        scores = [explained[case].score for case in cases if not math.isnan(explained[case].score)]
        mean = math.fsum(scores) / len(scores) if scores else None
        what = f"; what it lacks most often is {PART_WORDS[lacks]}" if lacks else ""
        yield Finding(
            id=f"weakest-{arena}",
            sentence=f"The weakest arena in {_listed(cases)} is {title}{what}.",
            measure="mean score of the arena",
            value=mean,
            cases_for=tuple(cases),
        )
    tied = {case: one.weakest for case, one in explained.items() if len(one.weakest) > 1}
    if tied:
        told = "; ".join(f"{case} ({' and '.join(arenas)})" for case, arenas in tied.items())
        yield Finding(
            id="weakest-tied", sentence=f"Several arenas are equally weak in {told}.", cases_for=tuple(tied)
        )


def _binding(explained: Mapping[str, Explanation]) -> Iterator[Finding]:
    for part in ("clinical", "matching", "reinforcement", "commensurate_action"):
        cases = [case for case, one in explained.items() if one.binding == part]
        if cases:
            why = "the fit is better" if part == "clinical" else "it is the smallest part of the fit"
            yield Finding(
                id=f"held-down-by-{part.replace('_', '-')}",
                sentence=f"What holds alignment down in {_listed(cases)} is {PART_WORDS[part]}: {why}.",
                cases_for=tuple(cases),
            )


def _leading(scored: Scored, titles: Mapping[str, str]) -> Iterator[Finding]:
    leads = {case: lead_lag(contents_of(one)) for case, one in scored.items()}
    for arena, title in titles.items():
        cases = [case for case, lead in leads.items() if leading_arenas(lead) == (arena,)]
        if cases:
            means = [
                _mean([lead for (one, _), lead in leads[case].items() if one == arena]) for case in cases
            ]
            yield Finding(
                id=f"leads-content-{arena}",
                sentence=f"In {_listed(cases)} the content is led from {title}: the other arenas come to "
                "want what this one wanted before.",
                measure="mean lead over the other arenas",
                value=_mean(means),
                cases_for=tuple(cases),
            )


def _over_rounds(scored: Scored, threshold: float) -> Iterator[Finding]:
    trends = {case: one.values["alignment_trend"] for case, one in scored.items()}
    known = {case: one for case, one in trends.items() if not math.isnan(one.low)}
    rising = [case for case, one in known.items() if one.low > 1e-12]
    falling = [case for case, one in known.items() if one.high < -1e-12]
    if known:
        fall = f"; it falls in {_listed(falling)}" if falling else ""
        yield Finding(
            id="rising",
            sentence=f"Alignment rises over the rounds in {_listed(rising) or 'no case'}{fall}.",
            measure="median trend per round",
            value=_middle([one.value for one in known.values()]),
            cases_for=tuple(rising),
            cases_against=tuple(falling),
        )
        lasting = [case for case in known if scored[case].values["sustained"].low >= threshold]
        yield Finding(
            id="sustained",
            sentence=f"{_cases(lasting, 'No case')} {_is(lasting)} aligned in both of the last two rounds.",
            cases_for=tuple(lasting),
        )


def _tandems(scored: Scored) -> Iterator[Finding]:
    def every_mode(is_meant: Callable[[list[str | None]], bool]) -> list[str]:
        return [
            case
            for case, one in scored.items()
            if one.last and is_meant([arena.mode for arena in one.last.arenas.values()])
        ]

    tandem = every_mode(lambda modes: "tandem" in modes)
    passive = every_mode(lambda modes: set(modes) == {"passive"})
    if tandem:
        yield Finding(
            id="tandem",
            sentence=f"Clinicians and managers lead in tandem in one arena at least in {_listed(tandem)}.",
            cases_for=tuple(tandem),
        )
    if passive:
        yield Finding(
            id="passive",
            sentence=f"Nobody leads in any arena in {_listed(passive)}.",
            cases_for=tuple(passive),
        )


def _order(parts: Mapping[str, Sequence[float]], options: ArenasOptions) -> Iterator[Finding]:
    """Say whether the case that fits best, and the order of all, depend on the aggregator."""
    if len(parts) < 2:
        return
    weights = list(options.weights.model_dump().values())
    orders = {
        name: rank_order(
            {case: aggregator_fits(values, weights, [exponent])[0] for case, values in parts.items()}
        )
        for name, exponent in EXPONENTS.items()
    }
    first = sorted({order[0] for order in orders.values()})
    distinct = len({tuple(order) for order in orders.values()})
    if len(first) > 1:
        sentence = (
            f"Which case fits best depends on the aggregator: {_listed(first)} do, each by another one."
        )
    else:
        rest = "the order of all cases is the same" if distinct == 1 else "the order of others changes"
        sentence = (
            f"By every aggregator, from the minimum to the arithmetic mean, {first[0]} fits best; {rest}."
        )
    yield Finding(id="order", sentence=sentence)


def _cases(cases: Sequence[str], none: str) -> str:
    return _listed(cases) if cases else none


def _is(cases: Sequence[str]) -> str:
    return "are" if len(cases) > 1 else "is"


def _listed(cases: Sequence[str]) -> str:
    return ", ".join(cases[:-1]) + f" and {cases[-1]}" if len(cases) > 1 else "".join(cases)


def _most_frequent(words: Sequence[str]) -> str:
    return max(words, key=words.count)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _middle(values: Sequence[float]) -> float | None:
    known = [value for value in values if not math.isnan(value)]
    return median(known) if known else None
