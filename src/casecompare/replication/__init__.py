"""Two runs compared, and a run packed so that another machine can verify it."""

from casecompare.replication.archive import ArchiveReport, archive
from casecompare.replication.changes import Change, ChangeGroup
from casecompare.replication.difference_text import DIFFERENCE_SCHEMA, render_difference
from casecompare.replication.differences import RunDifference, diff, hold_against
from casecompare.replication.manifest import ARCHIVE_SCHEMA, Manifest
from casecompare.replication.numbers import NumbersDiffer
from casecompare.replication.saved import SavedRun, read_saved
from casecompare.replication.saved_models import SavedComparison
from casecompare.replication.verification_text import VERIFICATION_SCHEMA, render_archive, render_verification
from casecompare.replication.verify import Verification, verify

__all__ = [
    "ARCHIVE_SCHEMA",
    "DIFFERENCE_SCHEMA",
    "VERIFICATION_SCHEMA",
    "ArchiveReport",
    "Change",
    "ChangeGroup",
    "Manifest",
    "NumbersDiffer",
    "RunDifference",
    "SavedComparison",
    "SavedRun",
    "Verification",
    "archive",
    "diff",
    "hold_against",
    "read_saved",
    "render_archive",
    "render_difference",
    "render_verification",
    "verify",
]
