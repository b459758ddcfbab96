"""Start a study: a folder with a filled codebook whose comments teach, from a table or from an example."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from casecompare.errors import StudyError, UsageError, did_you_mean
from casecompare.study.files import open_input
from casecompare.study.limits import Limits
from casecompare.study.schema import case_schema, study_schema
from casecompare.study.sheet_formats import TableReader
from casecompare.study.sheets import Sheet, read_sheet
from casecompare.study.wording import is_name_character, is_set_name

__all__ = ["start_study"]

_MOST_LABELS, _LONGEST_LABEL = 6, 40  # beyond these, the words of a column are remarks, not judgements
_EXAMPLE_CASES = {
    "north": ("North valley", 0.8, 0.9, 0.9, "Both leads signed every paper together."),
    "south": ("South coast", 0.2, 0.6, 0.3, "The clinical lead came to one meeting in ten."),
    "east": ("East town", 0.9, 0.3, 0.7, "We run it as a pair; the board follows."),
    "west": ("West moor", 0.1, 0.2, 0.1, "Nobody has taken this on."),
}


def start_study(
    folder: Path,
    source: Path | None = None,
    *,
    outcome: str | None = None,
    readers: Mapping[str, TableReader] | None = None,
    sections: Mapping[str, object] | None = None,
) -> list[tuple[str, str]]:
    """Make a study folder and give what was written: path and purpose of each file.

    Parameters
    ----------
    folder
        The folder to make; it may exist, but not hold a study.
    source
        A table of cases, first column the case ids; it is copied into the folder. Without it a small
        example with one record per case is written, to be replaced.
    outcome
        The column that holds the outcome; by default the last column with numbers.
    readers, sections
        What the installed plugins add to formats and records.

    Raises
    ------
    UsageError
        if the folder holds a study, or the outcome is not a column.
    StudyError
        if the table cannot be read.
    """
    if (folder / "study.yaml").exists():
        raise UsageError(f"{folder / 'study.yaml'} exists. Choose another folder, or edit that study.")
    name = _identifier(folder.resolve().name).lower()
    if source is None:
        if outcome is not None:
            raise UsageError("--outcome names a column of a table: give the table with --from.")
        files = {"study.yaml": _EXAMPLE_STUDY.format(name=name), **_example_records()}
    else:
        files = {"study.yaml": _study_text(name, _opened(source, readers or {}), outcome)}
    files["schema/study.schema.json"] = _json(study_schema())
    files["schema/case.schema.json"] = _json(case_schema(None, sections or {}))
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    written = [("study.yaml", "what is compared: read its comments, then edit it")]
    if source is not None:
        shutil.copyfile(source, folder / f"cases{source.suffix.lower()}")
        written.append((f"cases{source.suffix.lower()}", "your table, one row per case"))
    else:
        written.append(("cases/", "one record per case: an example to replace"))
    return [*written, ("schema/", "lets an editor complete and check what you type")]


def _example_records() -> dict[str, str]:
    return {
        f"cases/{case}.yaml": _EXAMPLE_RECORD.format(
            id=case, title=title, tandem=tandem, aligned=aligned, success=success, quote=quote
        )
        for case, (title, tandem, aligned, success, quote) in _EXAMPLE_CASES.items()
    }


def _opened(source: Path, readers: Mapping[str, TableReader]) -> Sheet:
    opened, problems = open_input(source.parent, source.name, Limits())
    if opened is None:
        raise StudyError(problems)
    sheet, problems = read_sheet(opened, source, readers, Limits())
    if sheet is None or problems:
        raise StudyError(problems)
    return sheet


def _study_text(name: str, sheet: Sheet, outcome: str | None) -> str:
    columns = {column: _numbers(sheet, column) for column in sheet.columns if column != "title"}
    numeric = [column for column, numbers in columns.items() if numbers is not None]
    if outcome is None:
        if not numeric:
            raise UsageError(f"{sheet.file} holds no column of numbers, so there is nothing to compare yet.")
        outcome = numeric[-1]
    elif outcome not in columns:
        hint = did_you_mean(outcome, columns) or f"It has: {', '.join(columns)}."
        raise UsageError(f"{sheet.file} has no column '{outcome}'. {hint}")
    conditions = [_set_name(column) for column in numeric if column != outcome]
    return _STUDY.format(
        name=name,
        source=sheet.file,
        outcome=_set_name(outcome),
        codebook="\n".join(
            _entry(column, numbers, _words(sheet, column)) for column, numbers in columns.items()
        ),
        conditions=", ".join(conditions),
        first=conditions[0] if conditions else _set_name(outcome),
    )


def _numbers(sheet: Sheet, column: str) -> pd.Series | None:
    """Give the filled cells of a column as numbers, or None where one of them is a word."""
    cells = pd.Series(_filled(sheet, column), dtype=object)
    point = cells.astype(str).str.replace(",", ".", regex=False) if sheet.has_decimal_commas else cells
    numbers = pd.to_numeric(point, errors="coerce")
    return None if numbers.isna().any() or numbers.empty else numbers.astype(float)


def _entry(column: str, numbers: pd.Series | None, words: list[str]) -> str:
    """Give the codebook entry of a column, with the kind that its values suggest."""
    lines = [
        f"  {_set_name(column)}:",
        f'    definition: "TODO: what does {_plain(column)} mean, and who counts as in?"',
    ]
    if numbers is None:
        kind, remarks = "text", _scores(words)
    elif set(numbers) <= {0, 1}:
        kind, remarks = "crisp", ["    # 1 is in the set, 0 is out."]
    elif numbers.between(0, 1).all():
        kind, remarks = (
            "fuzzy",
            ["    # Memberships from 0 (fully out) to 1 (fully in); 0.5 must be decided."],
        )
    else:
        kind, remarks = "number", _anchors(numbers)
    return "\n".join(
        [*lines, f"    kind: {kind}", f"    from: {json.dumps(column, ensure_ascii=False)}", *remarks]
    )


def _filled(sheet: Sheet, column: str) -> list[object]:
    missing = ("", "not coded", "not applicable", "not found")
    return [cell for cell in sheet.columns[column] if cell not in missing]


def _words(sheet: Sheet, column: str) -> list[str]:
    return sorted({str(cell) for cell in _filled(sheet, column)})


def _scores(words: list[str]) -> list[str]:
    """Suggest, as a comment, a membership for each of a few words; the scores are left to be decided."""
    remarks = ["    # Words are shown in the report; they take no part in a comparison of sets."]
    if not 2 <= len(words) <= _MOST_LABELS or any(map(_is_no_label, words)):
        return remarks
    labels = ", ".join(f"{json.dumps(word, ensure_ascii=False)}: ?" for word in words)
    return [
        *remarks,
        "    # If they are judgements, give each a membership from 0 to 1 in the place of its question mark:",
        f'    # calibrate: {{rubric: {{{labels}}}, because: "why these scores"}}',
    ]


def _is_no_label(word: str) -> bool:
    has_digits = any(map(str.isdecimal, word))  # a date, or a number that cannot be read
    return has_digits or len(word) > _LONGEST_LABEL or not word.isprintable()


def _anchors(numbers: pd.Series) -> list[str]:
    """Suggest, as a comment, the calibration of a measurement; the anchors are the researcher's to choose."""
    low, middle, high = (f"{float(numbers.quantile(share)):.4g}" for share in (0.1, 0.5, 0.9))
    return [
        f"    # Values run from {float(numbers.min()):.6g} to {float(numbers.max()):.6g}. Choose anchors by",
        "    # what the numbers mean: fully out, neither in nor out, fully in. From their spread alone:",
        f'    # calibrate: {{direct: [{low}, {middle}, {high}], because: "why these three numbers"}}',
    ]


def _set_name(column: str) -> str:
    return _identifier(column).upper()


def _identifier(text: str) -> str:
    # NFKC turns a sign such as ² into the digit that can stand in a formula.
    plain = unicodedata.normalize("NFKC", text)
    joined = "_".join("".join(one if is_name_character(one) else " " for one in plain).split()) or "study"
    return joined if is_set_name(joined) else f"_{joined}"


def _plain(text: str) -> str:
    return re.sub(r'["\\\s]+', " ", text).strip()


def _json(schema: object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


_STUDY = """\
# yaml-language-server: $schema=schema/study.schema.json
# A study in plain text. Lines that start with # are remarks. Check it with:  casecompare check

study: {name}
title: "TODO: one line that says what is compared"
citation: "TODO: how this study is to be cited"

# The codebook was made from the columns of {source}. Say for each what it means; delete what you do not need.
codebook:
{codebook}

# What is to be explained: a name of the codebook.
outcome: {outcome}

methods:
  qca:
    # Few conditions for few cases: with 12 cases, four at most.
    conditions: [{conditions}]
    consistency: 0.8      # from which inclusion on a row counts as leading to the outcome
    pri: 0.5              # and from which PRI on
    cases: 1              # how many cases make a row count

# What you expect, one claim per line:
#   A => Y  (A is enough),  A <= Y  (A is needed),  A ~ Y  (they go together)
hypotheses:
  H1: {{claim: "{first} => {outcome}", title: "TODO: the expectation in a sentence"}}
"""

_EXAMPLE_STUDY = """\
# yaml-language-server: $schema=schema/study.schema.json
# A study in plain text. Lines that start with # are remarks. Check it with:  casecompare check

study: {name}
title: An example to replace with your own
status: example, invented        # these words are printed on every page of the report

# What the cases are compared on. Every name has a meaning and a source in the records (cases/*.yaml).
codebook:
  TANDEM:
    definition: Clinical and managerial leaders lead the redesign jointly
    kind: fuzzy                  # from 0 (fully out) to 1 (fully in)
    from: tandem
  ALIGNED:
    definition: The three arenas of leadership act on the same concept
    kind: fuzzy
    from: aligned
  SUCCESS:
    definition: The redesign changed the service and lasted
    kind: fuzzy
    from: success

outcome: SUCCESS

methods:
  qca: {{conditions: [TANDEM, ALIGNED], consistency: 0.8, pri: 0.5, cases: 1}}

# A => Y  (A is enough),  A <= Y  (A is needed),  A ~ Y  (they go together)
hypotheses:
  H1: {{claim: "TANDEM => SUCCESS", title: Tandem leadership is enough}}
"""

_EXAMPLE_RECORD = """\
# yaml-language-server: $schema=../schema/case.schema.json
id: {id}
title: {title}

# A judgement may be a bare number, or say who judged, on what evidence, and how sure that is.
values:
  tandem:
    value: {tandem}
    coders: {{A: {tandem}, B: {tandem}}}
    evidence: [e1]
    confidence: high             # low, medium or high
  aligned: {aligned}
  success: {success}

evidence:
  e1:
    source: interview with the programme lead
    locator: p. 3
    quote: "{quote}"
    access: restricted           # the quote stays out of every report
"""
