"""Drawings of a QCA: plain SVG, each with its content in words and the table that holds its numbers.

They need no drawing library, are the same bytes for the same data, use shapes besides colours, and show case
ids and names of conditions as they are, escaped.

>>> import pandas as pd
>>> cases = pd.DataFrame({"A": [0.9, 0.2], "Y": [0.8, 0.1]}, index=["k", "l"])
>>> xy_plot(cases["A"], cases["Y"]).svg.startswith("<svg")
True
"""

from casecompare_qca.figures.calibration import calibration_plot, calibration_table
from casecompare_qca.figures.configurations import configuration_chart, configuration_table
from casecompare_qca.figures.implicant_chart import implicant_chart, implicant_table
from casecompare_qca.figures.overlaps import overlap_table
from casecompare_qca.figures.tiles import truth_table_tiles
from casecompare_qca.figures.upset import upset
from casecompare_qca.figures.venn import venn
from casecompare_qca.figures.xy import REGIONS, Relation, xy_plot, xy_table

__all__ = [
    "REGIONS",
    "Relation",
    "calibration_plot",
    "calibration_table",
    "configuration_chart",
    "configuration_table",
    "implicant_chart",
    "implicant_table",
    "overlap_table",
    "truth_table_tiles",
    "upset",
    "venn",
    "xy_plot",
    "xy_table",
]
