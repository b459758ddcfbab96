"""What the anchors of a calibration are called, how many there are, and in which order they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

__all__ = ["CalibrationKind", "anchor_names", "check_anchors", "is_ordered"]

CalibrationKind = Literal["direct", "linear", "crisp", "indirect", "ecdf", "tfr"]

_THREE = ("exclusion", "crossover", "inclusion")
_BELL = (*(f"lower {name}" for name in _THREE), *(f"upper {name}" for name in reversed(_THREE)))
_INVERSE = (*(f"lower {name}" for name in reversed(_THREE)), *(f"upper {name}" for name in _THREE))


def anchor_names(kind: CalibrationKind, count: int, *, is_inverse: bool = False) -> tuple[str, ...]:
    """Give the names of the anchors of a calibration.

    Parameters
    ----------
    kind
        How the set is calibrated.
    count
        How many anchors there are.
    is_inverse
        Whether six anchors are those of an inverse bell.

    Examples
    --------
    >>> anchor_names("direct", 3)
    ('exclusion', 'crossover', 'inclusion')
    >>> anchor_names("indirect", 2)
    ('cut 1', 'cut 2')
    """
    if kind == "indirect":
        return tuple(f"cut {at}" for at in range(1, count + 1))
    return {0: (), 1: ("cut",), 3: _THREE, 6: _INVERSE if is_inverse else _BELL}[count]


def check_anchors(anchors: Sequence[float], kind: CalibrationKind) -> None:
    """Refuse a number or an order of anchors that does not fit the kind.

    Raises
    ------
    ValueError
        saying what is needed.

    Examples
    --------
    >>> check_anchors([2, 5, 8], "direct")
    >>> check_anchors([2, 5], "crisp")
    Traceback (most recent call last):
        ...
    ValueError: a crisp calibration has one cut point, not 2.
    """
    needed, is_right = {
        "crisp": ("one cut point", len(anchors) == 1),
        "indirect": ("at least two cut points", len(anchors) >= 2),
        "ecdf": ("3 anchors", len(anchors) == 3),
        "tfr": ("no anchor", not anchors),
    }.get(kind, ("3 or 6 anchors", len(anchors) in (3, 6)))
    if not is_right:
        raise ValueError(f"a {kind} calibration has {needed}, not {len(anchors)}.")
    if not is_ordered(anchors, kind):
        shown = ", ".join(f"{anchor:g}" for anchor in anchors)
        way = "rise" if kind == "indirect" or len(anchors) == 6 else "rise (or fall)"
        raise ValueError(f"anchors {way} from one to the next; {shown} do not.")


def is_ordered(anchors: Sequence[float], kind: CalibrationKind = "direct") -> bool:
    """Say whether anchors rise, or fall where that is possible, from one to the next.

    Examples
    --------
    >>> is_ordered([8, 5, 2]), is_ordered([8, 5], "indirect"), is_ordered([1, 2, 3, 3, 4, 5])
    (True, False, True)
    """
    steps = np.diff(np.asarray(anchors, dtype=np.float64))
    if kind == "indirect":
        return bool((steps > 0).all())
    if len(anchors) == 6:
        # The two in the middle may be one: then the bell has a peak and no plateau.
        return bool((steps[[0, 1, 3, 4]] > 0).all() and steps[2] >= 0)
    return bool((steps > 0).all() or (steps < 0).all())
