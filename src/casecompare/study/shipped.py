"""Where the studies that ship with casecompare lie, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

from casecompare.errors import UsageError, did_you_mean

__all__ = ["shipped_studies", "shipped_study"]


def shipped_studies() -> dict[str, Path]:
    """Give the folder of each study that ships with casecompare, by name.

    Examples
    --------
    >>> "clinical_commissioning" in shipped_studies()
    True
    """
    package = Path(__file__).resolve().parents[1]
    # A wheel carries the studies inside the package; a checkout keeps them at its root.
    for folder in (package / "cases", package.parents[1] / "cases"):
        if folder.is_dir():
            return {path.parent.name: path.parent for path in sorted(folder.glob("*/study.yaml"))}
    return {}


def shipped_study(name: str) -> Path:
    """Give the folder of one shipped study.

    Raises
    ------
    UsageError
        if none has this name.
    """
    studies = shipped_studies()
    if name not in studies:
        known = ", ".join(studies) or "none"
        raise UsageError(
            f"No study '{name}' ships with casecompare. {did_you_mean(name, studies)} (there: {known})"
        )
    return studies[name]
