"""What is compared of a saved run, as pydantic models.

Whatever else stands in a ``comparison.json`` is passed over. The models are a border: a file that somebody
else wrote is checked by them, and everything after works on checked data.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, JsonValue

__all__ = [
    "SavedCase",
    "SavedColumn",
    "SavedComparison",
    "SavedDiagnostic",
    "SavedEvidence",
    "SavedFinding",
    "SavedMethod",
    "SavedPart",
    "SavedRobustness",
    "SavedStatement",
    "SavedStudy",
    "SavedTable",
    "SavedVerdict",
]


class SavedPart(BaseModel):
    """What the models share: they cannot be changed, and pass over what they do not know."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)


class SavedColumn(SavedPart):
    """A column of a saved table."""

    name: str = ""


class SavedTable(SavedPart):
    """A saved table: the names of its columns and its rows."""

    name: str = ""
    title: str = ""
    columns: list[SavedColumn] = []
    rows: list[list[JsonValue]] = []

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


class SavedFinding(SavedPart):
    """A saved finding of a method."""

    id: str
    claim: str = ""
    outcome: str = ""
    measure: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    direction: str = "none"
    cases_for: list[str] = []
    cases_against: list[str] = []


class SavedStatement(SavedPart):
    """A saved statement: what would have to come out the same in another run."""

    kind: str
    subject: str
    value: str


class SavedDiagnostic(SavedPart):
    """What programs read of a saved diagnostic."""

    level: str = ""
    code: str = ""
    case: str = ""
    field: str = ""


class SavedMethod(SavedPart):
    """A saved run of a method."""

    name: str
    title: str = ""
    citation: str = ""
    status: str
    reason: str = ""
    chain: list[str] = []
    distribution: str = ""
    version: str = ""
    options: dict[str, JsonValue] = {}
    seed: int = 0
    scores: SavedTable | None = None
    tables: list[SavedTable] = []
    findings: list[SavedFinding] = []
    statements: list[SavedStatement] = []
    diagnostics: list[SavedDiagnostic] = []


class SavedEvidence(SavedPart):
    """A saved piece of evidence for or against a claim."""

    source: str = ""
    kind: str = ""
    measures: dict[str, float | None] = {}
    cases_for: list[str] = []
    cases_against: list[str] = []
    says: str | None = None


class SavedVerdict(SavedPart):
    """A saved verdict; the first piece of evidence is the one that was judged."""

    hypothesis: str
    claim: str = ""
    word: str
    evidence: list[SavedEvidence] = []
    beside: list[SavedEvidence] = []
    cases_against: list[str] = []


class SavedCase(SavedPart):
    """A saved case: its coded values and its evidence, by name."""

    id: str
    title: str = ""
    values: dict[str, dict[str, JsonValue]] = {}
    evidence: dict[str, dict[str, JsonValue]] = {}


class SavedStudy(SavedPart):
    """What a saved run knows of its study."""

    name: str = ""
    title: str = ""
    citation: str = ""
    outcome: str = ""
    codebook: dict[str, dict[str, JsonValue]] = {}
    hypotheses: dict[str, dict[str, JsonValue]] = {}
    cases: list[SavedCase] = []
    language: str | None = None
    decisions: list[dict[str, str]] | None = None
    reporting: dict[str, str] | None = None
    files: dict[str, str] = {}


class SavedRobustness(SavedPart):
    """The tables of a saved examination of robustness."""

    seed: int = 0
    groups: list[dict[str, JsonValue]] = []
    base: SavedTable = SavedTable()
    survival: SavedTable = SavedTable()
    changes: SavedTable = SavedTable()
    decisive: SavedTable = SavedTable()


class SavedComparison(SavedPart):
    """What is compared of a ``comparison.json``."""

    schema_: str = Field(alias="schema")
    casecompare: str = ""
    status: str = ""
    seed: int = 0
    study: SavedStudy = SavedStudy()
    memberships: dict[str, dict[str, float | None]] = {}
    raw: dict[str, dict[str, JsonValue]] = {}
    methods: list[SavedMethod] = []
    verdicts: list[SavedVerdict] = []
    case_board: SavedTable = SavedTable()
    condition_board: SavedTable = SavedTable()
    robustness: SavedRobustness | None = None
