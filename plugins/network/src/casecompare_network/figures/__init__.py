"""Drawings of networks: plain SVG, each with its content in words and the table that holds its numbers.

They need no drawing library, are the same bytes for the same data, use shapes and dashes besides colours, and
show names as they are, escaped.

>>> case = DrawnCase("T02", (DrawnActor("a"), DrawnActor("b")), (DrawnTie("a", "b", "advises"),))
>>> sociogram(case).svg.startswith("<svg")
True
"""

from casecompare_network.figures.brokerage_profile import (
    ROLE_PATHS,
    brokerage_profile,
    brokerage_profile_table,
)
from casecompare_network.figures.drawn import DrawnActor, DrawnCase, DrawnTie
from casecompare_network.figures.force_field import force_drawing
from casecompare_network.figures.grid import grid_drawing, grid_table
from casecompare_network.figures.small_multiples import small_multiples, small_multiples_table
from casecompare_network.figures.sociogram import sociogram, sociogram_table
from casecompare_network.figures.two_mode import two_mode_drawing, two_mode_table

__all__ = [
    "ROLE_PATHS",
    "DrawnActor",
    "DrawnCase",
    "DrawnTie",
    "brokerage_profile",
    "brokerage_profile_table",
    "force_drawing",
    "grid_drawing",
    "grid_table",
    "small_multiples",
    "small_multiples_table",
    "sociogram",
    "sociogram_table",
    "two_mode_drawing",
    "two_mode_table",
]
