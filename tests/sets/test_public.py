"""What the room promises."""

import casecompare.sets
from casecompare.sets import (
    algebra,
    calibration,
    evaluation,
    expressions,
    factoring,
    fit,
    measures,
    memberships,
)  # fmt: skip


def test_everything_promised_is_there_and_sorted() -> None:
    promised = casecompare.sets.__all__
    assert all(hasattr(casecompare.sets, name) for name in promised)
    assert len(set(promised)) == len(promised)


def test_every_public_name_of_the_rooms_modules_is_promised() -> None:
    assert callable(memberships)  # the function, not the module of the same name
    modules = [algebra, calibration, evaluation, expressions, factoring, fit, measures]
    public = {name for module in modules for name in module.__all__}
    public |= {"Calibration", "Memberships", "check_calibrations", "check_outcome", "memberships"}
    assert set(casecompare.sets.__all__) == public
