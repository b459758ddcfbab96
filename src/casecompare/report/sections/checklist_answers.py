"""What a run answers by itself of the reporting standards, with the place in the report; never more.

Each function gives a line with its link, or an empty line where the run does not show it. Tables of methods
are found by their names, findings by the form of their claims, so that any method that declares them counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from casecompare.errors import ExpressionError
from casecompare.methods import Comparison, Finding
from casecompare.report.content import Inline, Line, Text, line
from casecompare.report.links import Links
from casecompare.report.sections.methods import find_table_anchors
from casecompare.report.text import one_line, plural, shorten
from casecompare.report.values import show_value
from casecompare.sets import parse_claim
from casecompare.study import CodebookEntry

__all__ = ["ANSWERS"]

_CUTOFFS = ("consistency", "pri", "cases")


def _case_number(comparison: Comparison, links: Links) -> Line:
    if not comparison.study.case_ids:
        return ()
    conditions = len(comparison.condition_board)
    said = plural(len(comparison.study.case_ids), "case")
    more = f"; findings speak about {plural(conditions, 'condition')}" if conditions else ""
    return line(Text(said, target="cases"), more)


def _case_selection(comparison: Comparison, links: Links) -> Line:
    return _table(comparison, links, "how the cases stand in their population", "positions", "profile")


def _outcome(comparison: Comparison, links: Links) -> Line:
    entry = comparison.study.codebook.get(comparison.study.outcome)
    if entry is None or not entry.definition:
        return ()
    return line(Text(one_line(entry.name), target=links.sets[entry.name]), f": {one_line(entry.definition)}")


def _conditions(comparison: Comparison, links: Links) -> Line:
    return _share_of_sets(comparison, lambda entry: bool(entry.definition), "have a definition")


def _calibration(comparison: Comparison, links: Links) -> Line:
    made = {name: one for name, one in comparison.study.codebook.items() if one.calibration is not None}
    if not made:
        return ()
    given = sum(bool(one.calibration and one.calibration.because) for one in made.values())
    return line(
        Text(f"anchors of {plural(len(made), 'set')}, {given} of them with a reason", target="decisions")
    )


def _half_memberships(comparison: Comparison, links: Links) -> Line:
    decided = sum(len(entry.half) for entry in comparison.study.codebook.values())
    if not decided and comparison.memberships.empty:
        return ()
    said = f"{plural(decided, 'decision')}, each with its reason" if decided else "none had to be decided"
    return line(Text(said, target="decisions"))


def _missing_values(comparison: Comparison, links: Links) -> Line:
    if comparison.study.table.empty:
        return ()
    count = int(comparison.study.table.isna().to_numpy().sum())
    said = f"{plural(count, 'value')} missing, by kind; none was filled in" if count else "none is missing"
    return line(Text(said, target="decisions"))


def _expectations(comparison: Comparison, links: Links) -> Line:
    count = len(comparison.verdicts)
    return line(Text(f"{plural(count, 'hypothesis', 'hypotheses')}", target="hypotheses")) if count else ()


def _data_to_sets(comparison: Comparison, links: Links) -> Line:
    coding = sum(bool(entry.coding) for entry in comparison.study.codebook.values())
    pieces = sum(len(case.evidence) for case in comparison.study.cases.values())
    said: list[Inline | str] = []
    if pieces:
        said.append(
            Text(f"{plural(pieces, 'piece')} of evidence, each with what rests on it", target="evidence")
        )
    if coding:
        said += ["; " if said else "", f"coding rules for {plural(coding, 'set')}"]
    return line(*said)


def _coder_agreement(comparison: Comparison, links: Links) -> Line:
    shown = _table(
        comparison, links, "agreement of the coders", "agreement", "coder_agreement", "reliability"
    )
    coders = {
        who
        for case in comparison.study.cases.values()
        for coded in case.values.values()
        for who in coded.coders
    }
    if not coders:
        return ()
    return line(f"{plural(len(coders), 'coder')}", "; " if shown else "", *shown)


def _raw_data(comparison: Comparison, links: Links) -> Line:
    if comparison.memberships.empty or not links.cases:
        return ()
    return line(Text("memberships, raw values and coded values of every case", target="memberships"))


def _skewness(comparison: Comparison, links: Links) -> Line:
    frame = comparison.memberships.select_dtypes("number")
    if frame.empty:
        return ()
    shares = {str(name): float((frame[name] > 0.5).mean()) for name in frame.columns}
    one_sided = [name for name, share in shares.items() if share in (0.0, 1.0)]
    said = (
        f"in {', '.join(one_sided[:6])} all cases are on one side of 0.5"
        if one_sided
        else ("in every set there are cases on both sides of 0.5")
    )
    return line(Text(said, target="memberships"))


def _necessity(comparison: Comparison, links: Links) -> Line:
    return _table(comparison, links, "analysis of necessity", "necessity") or _claims(
        comparison, links, "<=", comparison.study.outcome
    )


def _absence(comparison: Comparison, links: Links) -> Line:
    return _claims(comparison, links, "=>", f"~{comparison.study.outcome}") or _table(
        comparison, links, "truth table of the absence", "truth_table_negated"
    )


def _cutoffs(comparison: Comparison, links: Links) -> Line:
    """Give the cut-offs of the methods that make truth tables."""
    for name, run in comparison.runs.items():
        tables = run.result.tables if run.result is not None else ()
        given = {key: run.provenance.options.get(key) for key in _CUTOFFS}
        numbers = {key: value for key, value in given.items() if isinstance(value, int | float)}
        if numbers and any(table.name == "truth_table" for table in tables):
            said = ", ".join(f"{key} {show_value(value, None)}" for key, value in numbers.items())
            return line(Text(said, target=links.methods[name]))
    return ()


def _software(comparison: Comparison, links: Links) -> Line:
    if not comparison.version:
        return ()
    return line(Text(f"casecompare {comparison.version} with its plugins", target="provenance"))


def _formulas(comparison: Comparison, links: Links) -> Line:
    return _claims(comparison, links, "=>", comparison.study.outcome)


def _fit(comparison: Comparison, links: Links) -> Line:
    measured = sum(1 for _, finding in _findings(comparison) if finding.claim and finding.value is not None)
    if not measured:
        return ()
    return line(Text(f"a measure of fit for {plural(measured, 'claim')}", target="answer"))


def _cases_by_path(comparison: Comparison, links: Links) -> Line:
    if not any(finding.claim and finding.cases_for for _, finding in _findings(comparison)):
        return ()
    return line(
        Text("the cases of each path", target="answer"), " and ", Text("the board", target="case-board")
    )


def _deviant_cases(comparison: Comparison, links: Links) -> Line:
    against = [one for _, one in _findings(comparison) if one.cases_against and (one.claim or one.outcome)]
    if not against and not any(verdict.cases_against for verdict in comparison.verdicts):
        return ()
    return line(Text("the cases that do not fit", target="answer"))


def _figures(comparison: Comparison, links: Links) -> Line:
    count = sum(len(run.result.figures) for run in comparison.runs.values() if run.result is not None)
    if not count:
        return ()
    return line(Text(f"{plural(count, 'figure')}, each with its numbers", target="methods"))


def _robustness(comparison: Comparison, links: Links) -> Line:
    robustness = comparison.robustness
    if robustness is None or not robustness.repeats:
        return ()
    return line(Text(f"the run repeated {plural(robustness.repeats, 'time')} with something changed",
                     target="robustness"))  # fmt: skip


def _replication(comparison: Comparison, links: Links) -> Line:
    if not comparison.study.files:
        return ()
    return line(Text("command, seed and the hash of every input file", target="provenance"))


def _title(comparison: Comparison, links: Links) -> Line:
    return line(one_line(comparison.study.title))


def _abstract(comparison: Comparison, links: Links) -> Line:
    return line(Text("the description at the top")) if comparison.study.description else ()


def _quotes(comparison: Comparison, links: Links) -> Line:
    pieces = [one for case in comparison.study.cases.values() for one in case.evidence.values()]
    quoted = sum(bool(one.quote) for one in pieces)
    withheld = sum(one.access == "restricted" for one in pieces)
    if not quoted and not withheld:
        return ()
    said = f"{plural(quoted, 'quote')}" + (f"; {plural(withheld, 'piece')} withheld" if withheld else "")
    return line(Text(said, target="cases"))


def _findings(comparison: Comparison) -> Iterator[tuple[str, Finding]]:
    for name, run in comparison.runs.items():
        for finding in run.result.findings if run.result is not None else ():
            yield name, finding


def _claims(comparison: Comparison, links: Links, relation: str, outcome: str) -> Line:
    """Lead to the first finding of a form, and say how many there are."""
    found = [(name, one) for name, one in _findings(comparison) if _is_of_form(one, relation, outcome)]
    if not found:
        return ()
    method, first = found[0]
    said = f"{plural(len(found), 'claim')} about {shorten(outcome)}"
    return line(Text(said, target=links.findings[method, first.id]))


def _is_of_form(finding: Finding, relation: str, outcome: str) -> bool:
    try:
        claim = parse_claim(finding.claim)
    except ExpressionError:
        return False
    return claim.relation in (relation, "<=>") and str(claim.outcome) == outcome


def _table(comparison: Comparison, links: Links, said: str, *names: str) -> Line:
    """Lead to the first table of a method that has one of the names."""
    for method, run in comparison.runs.items():
        if run.result is None:
            continue
        known = find_table_anchors(links.methods[method], run.result)
        for name in names:
            if name in known:
                title = shorten(run.method.title or method)
                return line(Text(said, target=known[name]), Text(f" ({title})", "quiet"))
    return ()


def _tables(said: str, *names: str) -> Callable[[Comparison, Links], Line]:
    return lambda comparison, links: _table(comparison, links, said, *names)


def _share_of_sets(comparison: Comparison, has: Callable[[CodebookEntry], bool], what: str) -> Line:
    book = comparison.study.codebook
    if not book:
        return ()
    return line(
        Text(f"{sum(map(has, book.values()))} of {plural(len(book), 'set')} {what}", target="decisions")
    )


ANSWERS: Mapping[str, Callable[[Comparison, Links], Line]] = {
    "case_number": _case_number,
    "case_selection": _case_selection,
    "outcome": _outcome,
    "conditions": _conditions,
    "expectations": _expectations,
    "data_to_sets": _data_to_sets,
    "calibration": _calibration,
    "half_memberships": _half_memberships,
    "missing_values": _missing_values,
    "coder_agreement": _coder_agreement,
    "coders": _coder_agreement,
    "raw_data": _raw_data,
    "skewness": _skewness,
    "necessity": _necessity,
    "absence": _absence,
    "truth_table": _tables("the truth table", "truth_table"),
    "cutoffs": _cutoffs,
    "remainders": _tables("the combinations that no case shows", "remainders"),
    "assumptions": _tables("what is assumed about them", "counterfactuals"),
    "solutions": _tables("the solutions", "solutions"),
    "model_ambiguity": _tables("the models and what they share", "models", "model_space"),
    "software": _software,
    "formulas": _formulas,
    "fit": _fit,
    "cases_by_path": _cases_by_path,
    "deviant_cases": _deviant_cases,
    "figures": _figures,
    "robustness": _robustness,
    "replication": _replication,
    "title": _title,
    "abstract": _abstract,
    "quotes": _quotes,
    "minor_themes": _deviant_cases,
}
"""What the run answers of each item, by the name of the item."""
