"""The section ``sampling`` of a record: why, and out of what, a case was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from casecompare import Case, Study

__all__ = ["PURPOSIVE", "RULES", "SECTIONS", "Rule", "SamplingRow", "chosen_rows", "sampling_of"]

Words = Annotated[str, Field(min_length=1)]
Rule = Literal[
    "typical", "diverse", "extreme", "deviant", "influential", "most similar", "most different",
    "convenience", "random", "all",
]  # fmt: skip
RULES: tuple[str, ...] = get_args(Rule)
PURPOSIVE = tuple(rule for rule in RULES if rule not in ("random", "all"))
"""The rules that look at the cases; shares over cases chosen by them estimate nothing."""


class SamplingRow(BaseModel):
    """Why and out of what a case was chosen for a phase of the study.

    Examples
    --------
    >>> row = {"phase": "core cases", "frame": "survey 2014", "rule": "deviant", "reason": "against the odds"}
    >>> SamplingRow.model_validate(row).chosen
    True
    """

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    phase: Words = Field(description="The phase, such as scoping or core cases.")
    frame: Words | None = Field(default=None, description="What it was chosen from, such as survey 2014.")
    rule: Rule | None = Field(
        default=None, description="The rule of selection (Seawright & Gerring 2008), or random, all."
    )
    reason: Words | None = Field(default=None, description="Why this case, in a sentence.")
    stratum: Words | None = Field(default=None, description="The stratum, such as urban or rural.")
    chosen: bool = Field(default=True, description="False for a case of the frame that was not chosen.")
    evidence: Annotated[tuple[str, ...], Field(strict=False)] = Field(
        default=(), description="Ids of the evidence that this row rests on."
    )

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.rule is None and self.reason is None:
            raise ValueError("say by which 'rule' or for which 'reason' the case was chosen")
        return self


SECTIONS: Mapping[str, object] = {"sampling": list[SamplingRow]}
_ROWS: TypeAdapter[list[SamplingRow]] = TypeAdapter(list[SamplingRow])


def sampling_of(case: Case) -> Sequence[SamplingRow]:
    """Give the rows of a case's section `sampling`; none where it has no such section.

    Raises
    ------
    pydantic.ValidationError
        if the section of a case made by hand is not of the declared form; a case that was read from a study's
        files has been checked.

    Examples
    --------
    >>> rows = [{"phase": "core", "rule": "typical"}]
    >>> [row.rule for row in sampling_of(Case(id="T02", sections={"sampling": rows}))]
    ['typical']
    """
    section = case.sections.get("sampling")
    if isinstance(section, list | tuple):
        # Another plugin may read the section too, and have made rows of its own of it.
        section = [
            row.model_dump(exclude_unset=True) if isinstance(row, BaseModel) else row for row in section
        ]
    return [] if section is None else _ROWS.validate_python(section)


def chosen_rows(study: Study) -> dict[str, Sequence[SamplingRow]]:
    """Give for each case the rows that say why it was chosen; cases without any are left out.

    Examples
    --------
    >>> case = Case(id="T02", sections={"sampling": [{"phase": "core", "rule": "typical", "chosen": False}]})
    >>> chosen_rows(Study(name="s", cases={"T02": case}))
    {}
    """
    if not has_records(study):
        return {}
    found = {case.id: [row for row in sampling_of(case) if row.chosen] for case in study.cases.values()}
    return {case: rows for case, rows in found.items() if rows}


def has_records(study: Study) -> bool:
    """Say whether the cases have records: in a table none has sections, and looking at 100,000 takes time."""
    return not study.files or any(name.startswith("cases/") for name in study.files)
