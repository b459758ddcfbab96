"""Findings as statements: claim, sentence, measure and the cases on either side."""

from __future__ import annotations

from casecompare.methods import Finding
from casecompare.report.content import Line, Statement, Text, line
from casecompare.report.links import Links
from casecompare.report.text import one_line, shorten
from casecompare.report.values import show_value

__all__ = ["show_measure", "statement"]


def statement(finding: Finding, method: str, links: Links, *, origin: Line = ()) -> Statement:
    """Give a finding as a statement.

    Parameters
    ----------
    finding, method
        What a method declared, and the method's name.
    links
        The anchors of cases, sets and findings.
    origin
        Where the finding comes from, if the statement stands outside its method's section; it then leads
        to the one inside.
    """
    facts = {
        "fit": _fit(finding),
        "cases for": links.case_list(finding.cases_for) if finding.cases_for else (),
        "cases against": links.case_list(finding.cases_against) if finding.cases_against else (),
        "from": origin,
    }
    return Statement(
        # Outside its section the origin leads to it; and what is called by its claim need not say it twice.
        name=() if origin or finding.id == finding.claim else (Text(shorten(finding.id)),),
        claim=(links.formula(finding.claim),) if finding.claim else (),
        sentence=line(one_line(finding.sentence)),
        facts=tuple((label, said) for label, said in facts.items() if said),
        anchor="" if origin else links.findings[method, finding.id],
    )


def show_measure(name: str, value: float | None) -> str:
    """Write a measure: counts of cases and models as whole numbers, everything else with three decimals.

    Examples
    --------
    >>> show_measure("inclusion", 0.94444), show_measure("cases in the condition", 7.0)
    ('inclusion 0.944', 'cases in the condition 7')
    """
    is_named_so = name.startswith(("cases", "models")) or name == "listed"
    is_count = is_named_so and value is not None and float(value).is_integer()
    return f"{name} {show_value(value, 0 if is_count else 3)}"


def _fit(finding: Finding) -> Line:
    if finding.value is None:
        return ()
    bounds = ""
    if finding.low is not None and finding.high is not None and finding.low < finding.high:
        bounds = f" (between {show_value(finding.low)} and {show_value(finding.high)})"
    return line(f"{show_measure(one_line(finding.measure), finding.value).strip()}", Text(bounds, "quiet"))
