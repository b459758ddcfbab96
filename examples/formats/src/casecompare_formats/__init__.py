"""A format and a way of calibrating for casecompare: an example of a plugin without a method.

>>> from casecompare.sets import Calibration, calibrate
>>> by_norm = Calibration(kind="norm", parameters={"mean": 50, "sd": 10})
>>> calibrate([50, 60, 35], by_norm, methods={"norm": NORM}).round(3).tolist()
[0.5, 0.841, 0.067]
"""

from __future__ import annotations

from collections.abc import Callable

from casecompare import Renderer, hookimpl
from casecompare.sets import CalibrationMethod
from casecompare_formats.fsqca import FSQCA
from casecompare_formats.norm import NORM

__all__ = ["FSQCA", "NORM"]


@hookimpl
def casecompare_register_renderers(register: Callable[[Renderer], None]) -> None:
    """Register the format ``fsqca``."""
    register(FSQCA)


@hookimpl
def casecompare_register_calibrations(register: Callable[[CalibrationMethod], None]) -> None:
    """Register the calibration ``norm``."""
    register(NORM)
