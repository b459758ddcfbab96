"""The method `rules` itself: which rules the study brings, and what its checks find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from casecompare import (
    Column,
    Diagnostic,
    Finding,
    MethodResult,
    NotApplicable,
    RunContext,
    Statement,
    Study,
    Table,
)
from casecompare.figures import listed
from casecompare_rules.binding import case_data, needs_of
from casecompare_rules.check_outcomes import CheckOutcome, derived_sets, make_check
from casecompare_rules.fitting import lacking
from casecompare_rules.index_rule import IndexRule
from casecompare_rules.options import RulesOptions
from casecompare_rules.rulebook import BroughtCheck, BroughtRule, Rulebook, read_rulebook

__all__ = ["run", "uses"]


def run(study: Study, options: RulesOptions, context: RunContext) -> MethodResult:
    """List the rules of a study and make its checks.

    Parameters
    ----------
    study
        Its files of rules are read.
    options
        The rules that stand among the options.
    context
        For the sets that checks name.

    Raises
    ------
    casecompare.NotApplicable
        If there are no rules.
    """
    book = read_rulebook(_with(study, options))
    if not book.rules and not book.checks:
        raise NotApplicable(
            "the study brings no rules. Name files of rules under methods: rules: {files: [rules/my.yaml]}, "
            "or leave this method out."
        )
    made = [(check, _made(study, check, context)) for check in book.checks]
    done = [(check, found) for check, found in made if found is not None]
    return MethodResult(
        tables=tuple(_tables(book, done)),
        findings=tuple(_findings(done)),
        diagnostics=tuple(_diagnostics(study, made)),
        statements=tuple(
            Statement(kind="check", subject=check.name, value=_word(found.holds)) for check, found in done
        ),
    )


def uses(study: Study, options: RulesOptions) -> Sequence[str]:
    """Give the sets that checks name, as far as the codebook has them."""
    book = read_rulebook(_with(study, options))
    named = [name for check in book.checks for name in needs_of(check.rule).sets]
    return [name for name in dict.fromkeys(named) if name in study.codebook]


def _with(study: Study, options: RulesOptions) -> Study:
    """Give a study whose options are those of this run; they may have been given in Python."""
    if study.methods.get("rules"):
        return study
    given = options.model_dump(mode="json", exclude_defaults=True)
    return replace(study, methods={**study.methods, "rules": given})


def _made(study: Study, check: BroughtCheck, context: RunContext) -> CheckOutcome | None:
    needs = needs_of(check.rule)
    if lacking(study, needs, {}):
        return None
    return make_check(check.rule, case_data(study, needs, {}, context.memberships))


def _tables(book: Rulebook, done: Sequence[tuple[BroughtCheck, CheckOutcome]]) -> Iterator[Table]:
    if book.checks:
        yield _checks_table(done)
    if book.rules:
        yield _rules_table(book.rules)


def _rules_table(rules: Sequence[BroughtRule]) -> Table:
    rows = [
        {
            "rule": one.name,
            "title": one.rule.title if one.rule else "",
            "kind": "index" if one.kind == "indices" else "rubric",
            "rests_on": ", ".join([*needs_of(one.rule).sets, *needs_of(one.rule).values]) if one.rule else "",
            "how": _how(one),
            "source": " ".join(filter(None, [one.source.name, one.source.version])),
        }
        for one in rules
    ]
    return Table(
        name="rules",
        title="Scoring rules that the study brings",
        frame=pd.DataFrame(rows),
        columns={
            "rule": Column(title="Rule", description="each has a section of its own"),
            "title": Column(title="Title"),
            "kind": Column(title="Kind"),
            "rests_on": Column(title="Rests on", description="sets and coded values"),
            "how": Column(title="How"),
            "source": Column(title="Source", description="the file, and the beginning of its hash"),
        },
        main=True,
    )


def _how(brought: BroughtRule) -> str:
    if brought.rule is None:
        return ""
    if isinstance(brought.rule, IndexRule):
        return f"{brought.rule.aggregate} of {len(brought.rule.items)} items"
    return f"{brought.rule.match} of {len(brought.rule.levels)} levels"


def _checks_table(done: Sequence[tuple[BroughtCheck, CheckOutcome]]) -> Table:
    rows = [
        {
            "check": check.name,
            "rule": check.rule.title or check.rule.words,
            "level": check.rule.level,
            "holds": _word(found.holds),
            "asked": found.asked,
            "broken": found.broken,
            "undecided": found.undecided,
        }
        for check, found in done
    ]
    columns = {
        "check": Column(title="Check"),
        "rule": Column(title="What must hold"),
        "level": Column(title="Level"),
        "holds": Column(title="Holds", description="open: missing values decide"),
        "asked": Column(title="Asked", description="in how many cases it is asked", decimals=0),
        "broken": Column(title="Broken by"),
        "undecided": Column(title="Undecided", description="cases in which a value is missing"),
    }
    return Table(
        name="checks",
        title="Checks of the coding",
        frame=pd.DataFrame(rows, columns=list(columns)),
        columns=columns,
        main=True,
    )


def _findings(done: Sequence[tuple[BroughtCheck, CheckOutcome]]) -> Iterator[Finding]:
    if not done:
        return
    kept = sum(found.holds is True for _, found in done)
    broken = [check.name for check, found in done if found.holds is False]
    is_open = [check.name for check, found in done if found.holds is None]
    parts = [f"{kept} of {len(done)} checks of the coding hold{'s' if kept == 1 else ''}"]
    parts += [f"broken: {listed(broken)}"] if broken else []
    parts += [f"open for want of values: {listed(is_open)}"] if is_open else []
    cases = sorted({case for _, found in done for case in found.broken})
    yield Finding(
        id="checks",
        sentence=f"{'; '.join(parts)}.",
        measure="share of checks that hold",
        value=kept / len(done),
        cases_against=tuple(cases),
    )


def _diagnostics(
    study: Study, made: Sequence[tuple[BroughtCheck, CheckOutcome | None]]
) -> Iterator[Diagnostic]:
    """Tell of checks that could not be made before: they name sets that other methods derive."""
    for check, found in made:
        if found is None or found.holds is not False or not derived_sets(study, check.rule):
            continue
        message = check.rule.message or found.message
        if check.rule.count is not None or len(found.broken) != 1:
            message = f"{message} Cases: {listed(found.broken)}." if found.broken else message
        yield Diagnostic(
            level=check.rule.level,
            code=f"rules.{check.name}",
            message=message,
            advice=check.rule.advice,
            case=found.broken[0] if len(found.broken) == 1 else "",
        )


def _word(holds: bool | None) -> str:
    return {True: "yes", False: "no", None: "open"}[holds]
