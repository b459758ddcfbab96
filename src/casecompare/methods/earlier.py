"""An earlier run of a study, as far as it is remembered: what it was made with, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["EarlierRun"]


@dataclass(frozen=True, kw_only=True)
class EarlierRun:
    """What an earlier run was made with and what it gave, both as words by what they are about.

    Parameters
    ----------
    name
        The name of its folder.
    settings
        Options (``option qca.pri``), sets (``set TANDEM``), methods, seed, the SHA-256 of each input file.
    results
        Verdicts (``verdict H1``) and claims of methods (``qca: A*B => Y``).
    """

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
