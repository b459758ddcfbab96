"""Rules as they were brought: by a study, in files or among its options, or by an installed package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

from pydantic import ValidationError

from casecompare import Limits, NamedYaml, Problem, Study, read_named_yaml
from casecompare_rules.check_rule import CheckRule
from casecompare_rules.index_rule import IndexRule
from casecompare_rules.options import RuleDocument, RulesOptions
from casecompare_rules.rubric_rule import RubricRule

__all__ = ["LIMITS", "BroughtCheck", "BroughtRule", "Rulebook", "Source", "read_rulebook", "yaml_rules"]

FieldPath: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[str, int, int]
LIMITS = Limits(file_bytes=1_000_000, files=100, depth=20, nodes=50_000)
"""Rules are written by people; these bounds are far above what they write."""
_KINDS = ("indices", "rubrics", "checks")


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where rules stand.

    Parameters
    ----------
    name, version
        The file with its hash, or the distribution of a package with its version.
    find
        Gives file, line and column of a field.
    prefix
        The path of the rules in the file.
    """

    name: str
    version: str
    find: Callable[[FieldPath], Place] = field(repr=False)
    prefix: FieldPath = ()

    def problem(
        self,
        *path: str | int,
        message: str,
        hint: str = "",
        code: str,
        level: Literal["error", "warning", "note"] = "error",
        case: str = "",
    ) -> Problem:
        """Make a problem that points at a field of a rule."""
        whole = (*self.prefix, *path)
        file, line, column = self.find(whole)
        return Problem(
            message=message,
            hint=hint,
            code=code,
            level=level,
            case=case,
            file=file,
            line=line,
            column=column,
            field=".".join(map(str, whole)),
        )


@dataclass(frozen=True, kw_only=True)
class BroughtRule:
    """An index or a rubric with its name and place.

    `rule` is None where nothing of it can be used; `is_whole` is false where parts were left out because
    they are wrong.
    """

    name: str
    kind: Literal["indices", "rubrics"]
    source: Source
    rule: IndexRule | RubricRule | None = None
    is_whole: bool = True


@dataclass(frozen=True, kw_only=True)
class BroughtCheck:
    """A check with its name and place."""

    name: str
    source: Source
    rule: CheckRule


Brought = TypeVar("Brought", BroughtRule, BroughtCheck)


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """All rules of a study or package, and what is wrong with the way they are written."""

    rules: tuple[BroughtRule, ...] = ()
    checks: tuple[BroughtCheck, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: Rulebook) -> Rulebook:
        return Rulebook(
            rules=(*self.rules, *other.rules),
            checks=(*self.checks, *other.checks),
            problems=(*self.problems, *other.problems),
        )


def read_rulebook(study: Study) -> Rulebook:
    """Read the rules that a study brings under ``methods: rules:``.

    What is wrong with rules that stand in study.yaml itself is not among the problems: it is told as wrong
    options of the method.

    Parameters
    ----------
    study
        With its folder, for the files.

    Examples
    --------
    >>> study = Study(name="s", methods={"rules": {"checks": {"old": {"then": "age > 9"}}}})
    >>> read_rulebook(study).checks[0].name
    'old'
    """
    given = study.methods.get("rules") or {}
    book = _inline(study, given)
    files = given.get("files")
    for number, file in enumerate(files if isinstance(files, list | tuple) else ()):
        if isinstance(file, str) and number < LIMITS.files:
            book += _file(study, file)
    return _without_doubles(book)


def _document_rules(
    document: RuleDocument | None, source: Source, names: Mapping[str, list[str]]
) -> Rulebook:
    """Give the rules of one document.

    Parameters
    ----------
    document
        What could be read of it.
    source
        Where it comes from.
    names
        By kind, the names of all rules that are written, those of wrong ones too.
    """
    read = document or RuleDocument()
    found: list[BroughtRule] = []
    for name in dict.fromkeys([*names.get("indices", []), *read.indices]):
        found.append(BroughtRule(name=name, kind="indices", source=source, rule=read.indices.get(name)))
    for name in dict.fromkeys([*names.get("rubrics", []), *read.rubrics]):
        found.append(BroughtRule(name=name, kind="rubrics", source=source, rule=read.rubrics.get(name)))
    checks = tuple(BroughtCheck(name=name, source=source, rule=one) for name, one in read.checks.items())
    return Rulebook(rules=tuple(found), checks=checks)


def yaml_rules(read: NamedYaml[RuleDocument], source: Source) -> Rulebook:
    """Give the rules of a file, with the problems of reading it."""
    names = {kind: list(read.names(kind)) for kind in _KINDS}
    problems = list(read.problems)
    if read.record is not None and not problems and not any(names.values()):
        hint = "Write indices:, rubrics: or checks:, and below it the name of a rule."
        problems.append(source.problem(message="the file holds no rule.", hint=hint, code="no-rules"))
    book = _document_rules(read.record, source, names)
    wrong = {tuple(one.field.split(".")[:2]) for one in problems}
    rules = tuple(replace(one, is_whole=(one.kind, one.name) not in wrong) for one in book.rules)
    return Rulebook(rules=rules, checks=book.checks, problems=tuple(problems))


def _inline(study: Study, given: Mapping[str, object]) -> Rulebook:
    version = study.files.get(study.places.file, "")
    source = Source(
        name=study.places.file or study.name,
        version=f"sha256:{version[:12]}" if version else "",
        find=study.places.find,
        prefix=("methods", "rules"),
    )
    names = {kind: _written_names(given.get(kind)) for kind in _KINDS}
    try:
        return _document_rules(RulesOptions.model_validate(dict(given)), source, names)
    except ValidationError:
        return _document_rules(None, source, names)


def _written_names(given: object) -> list[str]:
    return [str(name) for name in given] if isinstance(given, Mapping) else []


def _file(study: Study, file: str) -> Rulebook:
    read = _read(study.folder, file)
    source = Source(name=file, version=f"sha256:{read.sha256[:12]}", find=read.places.find)
    if not read.sha256:  # it could not be opened: the place to look at is where it is named
        place = study.places.find(("methods", "rules", "files"))
        problems = tuple(_named_at(one, place) for one in read.problems)
        return Rulebook(problems=problems)
    return yaml_rules(read, source)


def _named_at(problem: Problem, place: Place) -> Problem:
    return Problem(
        message=f"{problem.file}: {problem.message}",
        hint=problem.hint,
        code=problem.code,
        file=place[0],
        line=place[1],
        column=place[2],
        field="methods.rules.files",
    )


def _read(folder: Path, file: str) -> NamedYaml[RuleDocument]:
    """Read a file once as long as it stays the same: a run asks for its rules several times."""
    try:
        state = (folder / file).stat()
        stamp = (state.st_mtime_ns, state.st_size)
    except (OSError, ValueError):
        return read_named_yaml(folder, file, RuleDocument, limits=LIMITS)
    return _read_state(folder.absolute(), file, stamp)


@lru_cache(maxsize=64)
def _read_state(folder: Path, file: str, stamp: tuple[int, int]) -> NamedYaml[RuleDocument]:
    return read_named_yaml(folder, file, RuleDocument, limits=LIMITS)


def _without_doubles(book: Rulebook) -> Rulebook:
    """Keep the first of several rules that share a name but for capitals, and tell of the others."""
    problems = list(book.problems)
    rules = list(_first_of_each(book.rules, problems))
    checks = list(_first_of_each(book.checks, problems))
    return Rulebook(rules=tuple(rules), checks=tuple(checks), problems=tuple(problems))


def _first_of_each(brought: tuple[Brought, ...], problems: list[Problem]) -> Iterator[Brought]:
    seen: dict[str, Brought] = {}
    for one in brought:
        first = seen.setdefault(one.name.casefold(), one)
        if first is one:
            yield one
            continue
        kind = one.kind if isinstance(one, BroughtRule) else "checks"
        message = f"there is another rule called '{first.name}', in {first.source.name}."
        hint = "Give each rule a name of its own; capitals do not tell them apart."
        problems.append(one.source.problem(kind, one.name, message=message, hint=hint, code="duplicate-rule"))
