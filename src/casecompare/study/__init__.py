"""What is compared: records, codebook, evidence, coders; readers and writers; located errors."""

from casecompare.study.limits import Limits
from casecompare.study.model import (
    Calibration,
    Case,
    ClueCount,
    CodebookEntry,
    CodedValue,
    Decision,
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
from casecompare.study.named_yaml import NamedYaml, read_named_yaml
from casecompare.study.plugin_policy import EVERY_METHOD, Isolation, PluginPolicy
from casecompare.study.plugin_records import read_plugin_policy
from casecompare.study.reading import read_study
from casecompare.study.reporting_items import REPORTING_ITEMS, ReportingItem
from casecompare.study.schema import case_schema, document_schema, study_schema
from casecompare.study.shipped import shipped_studies, shipped_study
from casecompare.study.starting import start_study
from casecompare.study.tables import TableReader, read_table
from casecompare.study.yaml_files import read_scalar

__all__ = [
    "EVERY_METHOD",
    "REPORTING_ITEMS",
    "Calibration",
    "Case",
    "ClueCount",
    "CodebookEntry",
    "CodedValue",
    "Decision",
    "Evidence",
    "HalfDecision",
    "Hypothesis",
    "Isolation",
    "Limits",
    "Missing",
    "NamedTable",
    "NamedYaml",
    "Places",
    "PluginPolicy",
    "ProcessTest",
    "ReportingItem",
    "Study",
    "TableReader",
    "ValueKind",
    "case_schema",
    "document_schema",
    "read_named_table",
    "read_named_yaml",
    "read_plugin_policy",
    "read_scalar",
    "read_study",
    "read_table",
    "shipped_studies",
    "shipped_study",
    "start_study",
    "study_schema",
]
