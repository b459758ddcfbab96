"""What the method tells beside its results: what is unknown, left out, or done with less effort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casecompare import Diagnostic
from casecompare_network.case_measures import CaseMeasures
from casecompare_network.options import NetworkOptions
from casecompare_network.records import CaseRecord
from casecompare_network.relation_tables import regression_problems
from casecompare_network.words import counted

__all__ = ["case_diagnostics", "study_diagnostics"]


def case_diagnostics(
    cases: Sequence[str], last: Mapping[str, CaseMeasures], options: NetworkOptions
) -> Iterator[Diagnostic]:
    """Tell of each case what is not known, what is not there, and what that leaves undefined."""
    for case in cases:
        if case not in last:
            yield Diagnostic(
                level="warning",
                code="network.no-record",
                message=f"{case} has no actors; nothing is known of its network.",
                advice="Write actors and ties into its record, or leave the case out of the comparison.",
                case=case,
            )
            continue
        yield from _of_case(case, last[case], options)


def study_diagnostics(
    records: Mapping[str, CaseRecord],
    last: Mapping[str, CaseMeasures],
    asked: NetworkOptions,
    options: NetworkOptions,
) -> Iterator[Diagnostic]:
    """Tell what was left out or done with less effort, and what could not be read."""
    if len(last) > options.drawn_cases:
        yield Diagnostic(
            level="note",
            code="network.no-figures",
            message=f"No figures were drawn, since there are {counted(len(last), 'case')}.",
            advice="Raise the option drawn_cases if you want them.",
        )
    if asked != options:
        yield Diagnostic(
            level="note",
            code="network.shared-effort",
            message=f"{counted(len(records), 'case')} share the work: {options.draws:,} draws per test where "
            f"there are more than {options.labelings:,} labelings, {options.null_draws} random networks "
            "per case.",
            advice="Set labelings, draws, null_draws, cores or community_steps to have more for each case.",
        )
    yield from regression_problems(last, options)
    for case, record in records.items():
        if record.unread_forces:
            yield Diagnostic(
                level="warning",
                code="network.unread-forces",
                message=f"{case}: {counted(record.unread_forces, 'force')} could not be read and "
                f"{'does' if record.unread_forces == 1 else 'do'} not count.",
                advice="A force has a polarity (enabling or blocking), a name under 'force', and a strength "
                "from 0 to 1.",
                case=case,
                field="forces",
            )


def _of_case(case: str, one: CaseMeasures, options: NetworkOptions) -> Iterator[Diagnostic]:
    working = one.working
    if unknown := len(working.unknown):
        yield Diagnostic(
            level="warning",
            code="network.unknown-ties",
            message=f"{case}: of {counted(unknown, 'possible tie')} it is not known whether "
            f"{'it exists' if unknown == 1 else 'they exist'} ({working.observed_share:.0%} were observed). "
            "What further ties can only raise or only lower is given within bounds; what they can do both "
            "to, such as betweenness, is undefined.",
            advice="Find out about these ties, or read the bounds, and compare what comes out with either "
            "('from: network.cross_boundary_share.low', then '.high').",
            case=case,
            field="ties",
        )
    if not working.network.n_ties:
        yield Diagnostic(
            level="note",
            code="network.no-ties",
            message=f"{case} has no ties in its last round; measures that need ties are undefined.",
            case=case,
            field="ties",
        )
    if working.network.size > options.path_actors:
        yield Diagnostic(
            level="note",
            code="network.too-large-for-paths",
            message=f"{case} has {counted(working.network.size, 'actor')}; measures on shortest paths were "
            "left out.",
            advice="Raise the option path_actors if you can wait.",
            case=case,
        )
    if not any(options.board in actor.all_arenas for actor in working.record.actors):
        yield Diagnostic(
            level="note",
            code="network.no-board",
            message=f"{case}: nobody takes part in the arena '{options.board}', so that the betweenness "
            "of the board is undefined.",
            advice="Name the arena of the board under methods: network: board.",
            case=case,
            field="actors",
        )
