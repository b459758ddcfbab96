"""What is wrong with the judgements of a study, before anything runs."""

from __future__ import annotations

from pydantic import ValidationError

from casecompare import Problem, Study
from casecompare_panels.options import PanelsOptions
from casecompare_panels.places import place_problems
from casecompare_panels.reading import read_judgements

__all__ = ["panel_problems"]


def panel_problems(study: Study) -> list[Problem]:
    """Give every problem of the judgements, with file, line and column.

    Parameters
    ----------
    study
        One whose `methods` configure ``panels``. Options that are wrong in themselves are told by the core.
    """
    try:
        options = PanelsOptions.model_validate(dict(study.methods["panels"]))
    except ValidationError:
        return []
    return [*place_problems(study, options), *read_judgements(study, options).problems]
