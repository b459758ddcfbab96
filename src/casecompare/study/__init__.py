"""What is compared: records, codebook, evidence, coders; readers and writers; located errors."""

from casecompare.study.limits import Limits
from casecompare.study.model import (
    Calibration,
    Case,
    ClueCount,
    CodebookEntry,
    CodedValue,
    Evidence,
    HalfDecision,
    Hypothesis,
    Missing,
    Places,
    ProcessTest,
    Study,
    ValueKind,
)
from casecompare.study.named_tables import NamedTable, read_named_table
from casecompare.study.reading import read_study
from casecompare.study.schema import case_schema, study_schema
from casecompare.study.shipped import shipped_studies, shipped_study
from casecompare.study.starting import start_study
from casecompare.study.tables import TableReader, read_table
from casecompare.study.yaml_files import read_scalar

__all__ = [
    "Calibration",
    "Case",
    "ClueCount",
    "CodebookEntry",
    "CodedValue",
    "Evidence",
    "HalfDecision",
    "Hypothesis",
    "Limits",
    "Missing",
    "NamedTable",
    "Places",
    "ProcessTest",
    "Study",
    "TableReader",
    "ValueKind",
    "case_schema",
    "read_named_table",
    "read_scalar",
    "read_study",
    "read_table",
    "shipped_studies",
    "shipped_study",
    "start_study",
    "study_schema",
]
