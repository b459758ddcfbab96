"""What a score says beside the outcome: who has more of it, and whether that could be chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from casecompare import Diagnostic, Finding, Statement, Study
from casecompare_rules.association import Superiority, superiority
from casecompare_rules.binding import Needs, coded_sources
from casecompare_rules.index_rule import IndexRule
from casecompare_rules.options import RuleOptions
from casecompare_rules.rubric_rule import RubricRule

__all__ = ["OutcomeComparison", "compare_outcome", "outcome_of"]


@dataclass(frozen=True)
class OutcomeComparison:
    """What comparing scores with the outcome gives."""

    findings: tuple[Finding, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    statements: tuple[Statement, ...] = ()


def outcome_of(study: Study, rule: IndexRule | RubricRule, options: RuleOptions, name: str) -> str | None:
    """Give the set that scores are compared with: that of the options, of the rule, else the study's.

    The study's outcome is left alone where it is derived from a method: it might need these very scores.

    Examples
    --------
    >>> outcome_of(Study(name="s", outcome="Y"), RubricRule.model_construct(outcome=None), RuleOptions(), "r")
    """
    entry = study.codebook.get(options.outcome or rule.outcome or study.outcome)
    if entry is None or (entry.derived_from is not None and entry.derived_from[0] == name):
        return None
    is_named = bool(options.outcome or rule.outcome)
    if not is_named and (
        entry.derived_from is not None or not _is_degree(entry.kind, entry.calibration is not None)
    ):
        return None
    return entry.name


def compare_outcome(
    study: Study,
    name: str,
    title: str,
    outcome: str,
    scores: pd.DataFrame,
    memberships: Callable[[Sequence[str]], pd.DataFrame],
    needs: Needs,
    options: RuleOptions,
) -> OutcomeComparison:
    """Compare the scores of cases in the outcome with those of cases outside of it.

    Parameters
    ----------
    study, name, title
        The study, and the name and title of the rule.
    outcome
        The set.
    scores
        `score`, `low` and `high` per case.
    memberships
        Gives the memberships in the outcome.
    needs, options
        What the rule rests on; a rule that rests on the outcome's own values is not compared with it.
    """
    shared = coded_sources(study, needs, options.names) & set(study.codebook[outcome].source)
    if shared:
        return OutcomeComparison(diagnostics=(_circular(name, outcome, sorted(shared)),))
    membership = memberships([outcome])[outcome].reindex(scores.index)
    known = scores[scores["score"].notna() & membership.notna() & (membership != 0.5) & membership.le(1.0)]
    is_in = membership.loc[known.index] > 0.5
    inside, outside = known[is_in], known[~is_in]
    if inside.empty or outside.empty:
        return OutcomeComparison(diagnostics=(_one_sided(name, outcome),))
    found = superiority(inside["score"].to_numpy(), outside["score"].to_numpy())
    return OutcomeComparison(
        findings=(_finding(title, outcome, found, inside, outside),),
        statements=(Statement(kind="goes with the outcome", subject=outcome, value=_word(found.share)),),
    )


def _finding(
    title: str, outcome: str, found: Superiority, inside: pd.DataFrame, outside: pd.DataFrame
) -> Finding:
    both = pd.concat([inside, outside])
    middle = float(both["score"].median())
    cases_for = [*inside.index[inside["score"] > middle], *outside.index[outside["score"] < middle]]
    against = [*inside.index[inside["score"] < middle], *outside.index[outside["score"] > middle]]
    chance = (
        "too many cases for the exact test"
        if np.isnan(found.p)
        else f"the smallest p possible is {found.smallest_p:.2g}, the exact one {found.p:.2g}"
    )
    return Finding(
        id="outcome",
        sentence=f"In {found.share:.0%} of the pairs of a case with {outcome} ({found.cases_with}) and one "
        f"without ({found.cases_without}), the one with it has the higher {title} (ties half; {chance}).",
        outcome=outcome,
        measure="share of pairs",
        value=found.share,
        low=_share(inside["low"], outside["high"]),
        high=_share(inside["high"], outside["low"]),
        direction="for" if found.share > 0.5 else "against" if found.share < 0.5 else "none",
        cases_for=tuple(sorted(map(str, cases_for))),
        cases_against=tuple(sorted(map(str, against))),
    )


def _share(inside: pd.Series, outside: pd.Series) -> float | None:
    if inside.isna().any() or outside.isna().any():
        return None
    difference = np.sign(inside.to_numpy()[:, None] - outside.to_numpy()[None, :])
    return float((difference + 1).mean() / 2)


def _word(share: float) -> str:
    return "higher with it" if share > 0.5 else "lower with it" if share < 0.5 else "neither"


def _is_degree(kind: str, has_calibration: bool) -> bool:
    return kind in ("crisp", "fuzzy") or (has_calibration and kind != "multi-value")


def _circular(name: str, outcome: str, shared: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        level="note",
        code=f"{name}.circular",
        message=f"the scores rest on {', '.join(shared)}, of which {outcome} is made, too; that they go "
        "together says nothing, and is not tested.",
    )


def _one_sided(name: str, outcome: str) -> Diagnostic:
    return Diagnostic(
        level="note",
        code=f"{name}.outcome",
        message=f"cases with a score are all on one side of {outcome}, or have no membership in it, so that "
        "nothing can be compared.",
    )
