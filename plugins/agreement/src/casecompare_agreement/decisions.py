"""The decisions of a study: what each coder coded for one value of one case."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casecompare import Study

__all__ = ["Decision", "coders_of", "fold_label", "read_decisions"]

Code = float | str
_MISSING = ("not coded", "not applicable", "not found")


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One value of one case, as its coders coded it.

    Parameters
    ----------
    case, value
        The case's id and the name of the coded value.
    codes
        What each coder coded; without those who recorded that it is missing.
    missing
        Which kind of missing each other coder recorded.
    agreed
        The value agreed on; None where it is missing.
    evidence
        The ids of the passages the value rests on.
    """

    case: str
    value: str
    codes: Mapping[str, Code]
    missing: Mapping[str, str] = field(default_factory=dict)
    agreed: Code | None = None
    evidence: tuple[str, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether two coders at least gave a code."""
        return len(self.codes) >= 2

    @property
    def is_disputed_presence(self) -> bool:
        """Whether one coder found something where another one recorded that it is missing."""
        return bool(self.codes) and bool(self.missing)


def read_decisions(study: Study) -> dict[str, list[Decision]]:
    """Give the decisions of a study by coded value, in the order of the study.

    Parameters
    ----------
    study
        A study whose values have coders; values without are left out.

    Returns
    -------
    dict
        Name of the coded value to its decisions; empty where no value has coders.
    """
    decisions: dict[str, list[Decision]] = {}
    for case in study.cases.values():
        for name, coded in case.values.items():
            if coded.coders:
                is_missing = {coder: fold_label(code) in _MISSING for coder, code in coded.coders.items()}
                decision = Decision(
                    case=case.id,
                    value=name,
                    codes={coder: code for coder, code in coded.coders.items() if not is_missing[coder]},
                    missing={coder: str(code) for coder, code in coded.coders.items() if is_missing[coder]},
                    agreed=coded.value,
                    evidence=tuple(coded.evidence),
                )
                decisions.setdefault(name, []).append(decision)
    return decisions


def coders_of(decisions: Sequence[Decision], *, with_missing: bool = False) -> list[str]:
    """Give who gave a code in any of the decisions, in the order in which they first stand there.

    Parameters
    ----------
    decisions
        From `read_decisions`.
    with_missing
        Whether those count who only recorded that something is missing.

    Examples
    --------
    >>> decision = Decision(case="k", value="x", codes={"B": 1.0}, missing={"A": "not found"})
    >>> coders_of([decision]), coders_of([decision], with_missing=True)
    (['B'], ['B', 'A'])
    """
    return list(
        dict.fromkeys(
            coder for one in decisions for coder in (*one.codes, *(one.missing if with_missing else ()))
        )
    )


def fold_label(code: Code) -> Code:
    """Give a code in the form in which codes are compared: a number, or text without capitals and blanks.

    Examples
    --------
    >>> fold_label(" Fully "), fold_label("1.0"), fold_label(1)
    ('fully', 1.0, 1.0)
    """
    try:
        number = float(code)
    except ValueError:
        number = math.nan
    return number if math.isfinite(number) else unicodedata.normalize("NFC", str(code)).strip().casefold()
