"""What the method found: the analysis of each condition with its tests, for tables, findings and evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import pandas as pd

from casecompare import MethodResult
from casecompare_nca.analysis import Analysis
from casecompare_nca.options import NcaOptions
from casecompare_nca.outliers import Outlier
from casecompare_nca.permutation import EffectTest

__all__ = ["Examined", "NcaResult", "Reading"]

Reading: TypeAlias = Literal["necessary", "not significant", "too small", "not tested", "undefined"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Examined:
    """One condition with everything that was found of it.

    `cases` are the ids of the complete cases, in the order of the plot. `outliers` is None where there are
    too many cases to leave out each in turn.
    """

    condition: str
    outcome: str
    analysis: Analysis
    cases: tuple[str, ...]
    tests: Mapping[str, EffectTest] = field(default_factory=dict)
    outliers: tuple[Outlier, ...] | None = ()

    @property
    def claim(self) -> str:
        """The claim of necessity in kind that belongs to the corner, such as ``~A <= Y``."""
        scatter = self.analysis.scatter
        needed, wanted = "~" * scatter.is_x_mirrored, "~" * scatter.is_y_mirrored
        return f"{needed}{self.condition} <= {wanted}{self.outcome}"

    def reading(self, ceiling: str, options: NcaOptions) -> Reading:
        """Say what effect size and p come to, by the bounds of the options."""
        effect = self.analysis[ceiling].effect_size
        if math.isnan(effect):
            return "undefined"
        if effect < options.effect or effect == 0:
            return "too small"
        test = self.tests.get(ceiling)
        if test is None or math.isnan(test.p):
            return "not tested"
        return "necessary" if test.p <= options.significance else "not significant"


@dataclass(frozen=True)
class NcaResult(MethodResult):
    """The method's result, with the analyses behind it.

    `examined` has the conditions whose scope has an area, `numbers` the conditions and the outcome.
    """

    examined: tuple[Examined, ...] = ()
    options: NcaOptions = field(default_factory=NcaOptions)
    numbers: pd.DataFrame = field(default_factory=pd.DataFrame)
