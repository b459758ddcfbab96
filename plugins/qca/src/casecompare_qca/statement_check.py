"""What the options state about configurations, read before anything runs: slips are told all at once."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from casecompare import CasecompareError, Study, UsageError
from casecompare.sets import parse
from casecompare_qca.options import EnhancedOptions, QcaOptions

__all__ = ["check_statements"]


def check_statements(study: Study, options: QcaOptions) -> None:
    """Refuse formulas that cannot be read, or that name what is neither a condition nor in the codebook.

    Formulas about sets of the codebook that are no conditions of this analysis are left standing; the method
    leaves them aside with a warning.

    Parameters
    ----------
    study
        Its codebook says what sets there are.
    options
        Exclusions, decisions about rows and theory.

    Raises
    ------
    casecompare.UsageError
        naming every such formula and where it stands.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare.testing import make_study
    >>> study = make_study(pd.DataFrame({"A": [1, 0], "Y": [1, 0]}, index=["k", "l"]), outcome="Y")
    >>> check_statements(study, QcaOptions(conditions=["A"], exclude={"A*X": "never seen"}))
    Traceback (most recent call last):
        ...
    casecompare.errors.UsageError: exclude: 'A*X' speaks of X, which is not in the codebook.
    """
    known = [*study.codebook, *options.conditions]
    wrong = [f"{option}: {_slip(text, known)}" for option, text in _stated(options) if _slip(text, known)]
    if wrong:
        raise UsageError("\n".join(wrong))


def _stated(options: QcaOptions) -> Iterator[tuple[str, str]]:
    """Give every formula with the option that it stands in."""
    yield from (("impossible", text) for text in options.impossible)
    yield from (("exclude", text) for text in options.exclude)
    if isinstance(options.enhanced, EnhancedOptions) and options.enhanced.necessary != "found":
        yield from (("enhanced: necessary", text) for text in options.enhanced.necessary)
    for one in options.recode:
        if isinstance(one.row, str) and not one.row.strip().isdigit():
            yield "recode", one.row
    if options.theory:
        yield "theory", options.theory


def _slip(text: str, known: Collection[str]) -> str:
    """Say what is wrong with a formula; nothing where it can be used or left aside."""
    try:
        names = parse(text).names
    except CasecompareError as error:
        return f"'{text}' cannot be read: {str(error).splitlines()[0]}"  # without the line that points at it
    unknown = sorted(set(names) - set(known))
    if not unknown:
        return ""
    near = difflib.get_close_matches(unknown[0], known, 1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"'{text}' speaks of {', '.join(unknown)}, which is not in the codebook.{hint}"
