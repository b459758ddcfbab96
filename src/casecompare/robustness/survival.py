"""How often each statement of a run survives its repeats, and what single changes do to it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from casecompare.robustness.repeating import Log, Repeat, Topic
from casecompare.robustness.variants import Variant

__all__ = ["changed_statements", "statements_frame", "survival", "wilson_interval"]

_SURVIVAL = (
    "group", "method", "kind", "subject", "value", "is_base", "share", "repeats", "error", "low", "high",
)  # fmt: skip
_CHANGES = (
    "group", "variant", "case", "evidence", "name", "from", "to",
    "method", "kind", "subject", "before", "after",
)  # fmt: skip
_ABSENT = ""
"""What a statement says that is not made at all."""


def statements_frame(repeat: Repeat) -> pd.DataFrame:
    """Give the statements of one repeat: columns `method`, `kind`, `subject`, `value`."""
    rows = [(*topic, value) for topic, value in repeat.statements.items()]
    return pd.DataFrame(rows, columns=["method", "kind", "subject", "value"])


def survival(log: Log, *, counting_draws: bool = True) -> pd.DataFrame:
    """Give how often each statement was made, group by group.

    Parameters
    ----------
    log
        The repeats.
    counting_draws
        Whether repeats of the group ``coder draws`` are draws, whose shares have a Monte-Carlo error, and not
        all combinations.

    Returns
    -------
    pandas.DataFrame
        One row per group, topic and value: `group`, `method`, `kind`, `subject`, `value`, `is_base`, `share`,
        `repeats`, `error`, `low`, `high`. Statements of the unchanged study come first and are there even
        if no repeat made them (`is_base`); what a repeat said in place of one of them, or besides, follows.
        About a case that was left out nothing can survive; its repeat does not count. `error` is the standard
        error of a share, √(p(1-p)/n), `low` and `high` its 95 % interval (Wilson 1927, *Journal of the
        American Statistical Association* 22:209-212); NaN where nothing was drawn.

    Examples
    --------
    >>> import casecompare
    >>> from casecompare.robustness import repeat, without_each_case
    >>> comparison = casecompare.run("cases/cragun_2014", ["qca"])
    >>> frame = survival(repeat(comparison, without_each_case(comparison.study)))
    >>> frame[frame["kind"] == "verdict"][["subject", "value", "share", "repeats"]].head(2).values.tolist()
    [['H1', 'supported', 1.0, 15], ['H2', 'mixed', 1.0, 15]]
    """
    rows: list[tuple[object, ...]] = []
    for group in dict.fromkeys(variant.group for variant, _ in log.repeats):
        chosen = [(variant, done) for variant, done in log.repeats if variant.group == group]
        is_drawn = group == "coder draws" and counting_draws
        rows += [(group, *row) for row in _shares(log.base, chosen, is_drawn)]
    return pd.DataFrame(rows, columns=list(_SURVIVAL))


def changed_statements(log: Log) -> pd.DataFrame:
    """Give every statement of the unchanged study that a single change took away or turned into another one.

    Draws are left out: they change many things at once. A variant that changes several coded values has no
    `name`, `from` and `to`.

    Returns
    -------
    pandas.DataFrame
        Columns `group`, `variant`, `case`, `evidence`, `name`, `from`, `to`, `method`, `kind`, `subject`,
        `before`, `after`; `after` is empty where the statement is no longer made, `before` where it is a new
        one.
    """
    rows: list[tuple[object, ...]] = []
    for variant, done in log.repeats:
        if variant.group == "coder draws":
            continue
        edit = variant.edits[0] if len(variant.edits) == 1 else None
        codes = (edit.name, edit.before, edit.after) if edit else ("", "", "")
        place = (variant.case or variant.left_out, variant.evidence, *codes)
        topics = dict.fromkeys([*log.base.statements, *done.statements])
        for topic in topics:
            before = log.base.statements.get(topic, _ABSENT)
            after = done.statements.get(topic, _ABSENT)
            if before != after and not _is_about(variant, topic):
                rows.append((variant.group, variant.label, *place, *topic, before, after))
    return pd.DataFrame(rows, columns=list(_CHANGES))


def wilson_interval(share: float, count: int, *, z: float = 1.959963984540054) -> tuple[float, float]:
    """Give the interval of a share that was estimated from draws (Wilson 1927).

    Parameters
    ----------
    share
        The share of the draws, in 0..1.
    count
        How many draws there were, at least 1.
    z
        The quantile of the normal distribution; by default that of 95 %.

    Examples
    --------
    >>> [round(end, 3) for end in wilson_interval(1.0, 200)]
    [0.981, 1.0]
    """
    centre = share + z * z / (2 * count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    below = 1 + z * z / count
    # At the ends of the scale rounding must not put the share outside of its own interval.
    return min(share, max(0.0, (centre - half) / below)), max(share, min(1.0, (centre + half) / below))


def _shares(
    base: Repeat, repeats: Sequence[tuple[Variant, Repeat]], is_drawn: bool
) -> Iterator[tuple[object, ...]]:
    made: dict[tuple[Topic, str], float] = {}
    for variant, done in repeats:
        for statement in done.statements.items():
            made[statement] = made.get(statement, 0.0) + variant.weight
    whole, count = math.fsum(variant.weight for variant, _ in repeats), len(repeats)
    lost = Counter(variant.left_out for variant, _ in repeats if variant.left_out)
    weights = {variant.left_out: variant.weight for variant, _ in repeats if variant.left_out}
    further = [one for one in made if base.statements.get(one[0]) != one[1]]
    for topic, value in [*base.statements.items(), *further]:
        subject = topic[2]
        asked = count - lost.get(subject, 0)
        weight = whole - lost.get(subject, 0) * weights.get(subject, 0.0)
        share = min(1.0, made.get((topic, value), 0.0) / weight) if asked else math.nan
        is_base = base.statements.get(topic) == value
        if is_drawn:
            bounds = (math.sqrt(share * (1 - share) / asked), *wilson_interval(share, asked))
        else:
            bounds = (math.nan, math.nan, math.nan)
        yield (*topic, value, is_base, share, asked, *bounds)


def _is_about(variant: Variant, topic: Topic) -> bool:
    """Say whether a statement is about the very case that a variant leaves out."""
    return bool(variant.left_out) and topic[2] == variant.left_out
