"""The values of the cases before calibration, and what else the study knows of them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import pandas as pd

from casecompare import RunContext, Study, UsageError
from casecompare_qca.declaration import uses
from casecompare_qca.options import QcaOptions, names_in

__all__ = ["raw_values", "value_of_each_case"]


def raw_values(study: Study, options: QcaOptions, context: RunContext) -> pd.DataFrame:
    """Give what might tell cases apart: the conditions before calibration, then the other coded values.

    The outcome and what it is made from are left out: they tell the cases apart by definition.

    Parameters
    ----------
    study, options, context
        As for `run`.
    """
    outcomes = set(names_in(options.outcome or study.outcome))
    conditions = [name for name in dict.fromkeys(uses(study, options)) if name not in outcomes]
    raw = context.raw(conditions)
    known = {
        source for name in conditions if name in study.codebook for source in study.codebook[name].source
    }
    taboo = {source for name in outcomes if name in study.codebook for source in study.codebook[name].source}
    coded = study.values
    others = [name for name in coded.columns if name not in known | taboo | set(conditions) | outcomes]
    usable = [name for name in others if coded[name].notna().any()]
    return raw.join(coded[usable].infer_objects(), how="left")


def value_of_each_case(study: Study, name: str, cases: Sequence[str]) -> list[object]:
    """Give a coded value of each case, such as the year that it belongs to.

    Raises
    ------
    casecompare.UsageError
        if there is no such value, or a case lacks it.
    """
    coded = study.values
    if name not in coded.columns:
        known = [str(column) for column in coded.columns]
        near = difflib.get_close_matches(name, known, 1)
        hint = f" Did you mean '{near[0]}'?" if near else f" There are: {', '.join(known)}."
        raise UsageError(f"no coded value '{name}' names the clusters or units of the cases.{hint}")
    values = coded[name].set_axis(coded.index.map(str)).reindex(list(cases))
    if values.isna().any():
        raise UsageError(f"'{name}' is missing for {', '.join(values.index[values.isna()][:8])}.")
    return [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]
