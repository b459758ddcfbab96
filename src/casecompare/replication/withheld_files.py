"""The files of a study as they may leave it: without restricted passages and without names of people.

A record in which something is to be left out is taken apart and put together again as YAML: its data stay as
they were typed, its comments go, since nobody can tell what they say. Every other file is left byte for byte.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import chain

import yaml

from casecompare.errors import ReportError
from casecompare.replication.leaks import Secret, find_leaks
from casecompare.report.text import plural, shorten
from casecompare.study import Limits, Study
from casecompare.study.files import InputFile, decode, open_input, stays_inside
from casecompare.study.named_tables import named_files
from casecompare.study.sections import CORE_FIELDS

__all__ = ["PackedStudy", "Withheld", "pack_study", "strip_record"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_PASSAGE = ("source", "locator", "quote", "note")
"""What tells of a piece of evidence what was said, by whom and where."""
_SAID = ("quote", "note", "locator", "comment", "remark")


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """What was left out of one file: how many pieces of evidence, names and texts, and which sections."""

    file: str
    passages: int = 0
    names: int = 0
    texts: int = 0
    sections: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was left out."""
        return bool(self.passages or self.names or self.texts or self.sections)

    def __str__(self) -> str:
        parts = [
            plural(self.passages, "restricted passage") if self.passages else "",
            plural(self.names, "name") if self.names else "",
            plural(self.texts, "remark") if self.texts else "",
            f"the sections that no installed plugin reads: {', '.join(self.sections)}"
            if self.sections
            else "",
        ]
        return f"{self.file}: {'; '.join(filter(None, parts))}"


@dataclass(frozen=True, kw_only=True)
class PackedStudy:
    """The files of a study that go into an archive, by name, and what was left out of them."""

    files: Mapping[str, bytes]
    withheld: tuple[Withheld, ...] = ()
    remarks: tuple[str, ...] = ()


def pack_study(
    study: Study,
    sections: Collection[str],
    *,
    options: Mapping[str, Mapping[str, object]],
    with_restricted: bool = False,
    with_files: Sequence[str] = (),
    limits: Limits | None = None,
) -> PackedStudy:
    """Read the files that a study was made of, without what may not leave it.

    Parameters
    ----------
    study
        A study that was read from its folder.
    sections
        The record sections that plugins read; any other is left out.
    options
        The methods' options as the run used them; the files they name are packed, too.
    with_restricted
        Whether everything stays in.
    with_files
        Patterns of files that methods read beside the records and that may be packed as they are.
    limits
        How large a file may be.

    Raises
    ------
    ReportError
        If a file has changed since it was read, a further file was not allowed by `with_files`, or a
        restricted passage also stands where it would not be left out.
    """
    bounds = limits or Limits()
    records = [name for name in study.files if name.startswith("cases/") and name.endswith((".yaml", ".yml"))]
    sources = {name: _read(study, name, bounds) for name in study.files}
    further = [name for name in _further(study, options) if name not in sources]
    sources |= {name: _read(study, name, bounds) for name in further}
    if not with_restricted:
        _ask(study, sources, with_files)
    files, withheld, secrets = dict[str, bytes](), list[Withheld](), list[Secret]()
    for name, source in sources.items():
        files[name] = source.content
        if name in records and not with_restricted:
            stripped = _strip(source, sections)
            secrets += stripped.secrets
            if stripped.withheld:
                files[name] = stripped.content
                withheld.append(stripped.withheld)
    faults, remarks = find_leaks(files, secrets)
    if faults:
        raise ReportError("\n".join([*faults, "Mark it restricted there as well, or use --with-restricted."]))
    remarks += [
        f"{name} is packed as it is, because that was allowed."
        for name in files
        if not with_restricted and any(fnmatchcase(name, one) for one in with_files)
    ]
    remarks += [
        f"{name} is packed whole, with all its sheets, comments and hidden cells."
        for name in files
        if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods"))
    ]
    return PackedStudy(files=files, withheld=tuple(withheld), remarks=tuple(remarks))


def strip_record(text: str, file: str, sections: Collection[str]) -> tuple[str, Withheld]:
    r"""Give the YAML of a record without restricted passages, names of people and unread sections.

    Of a piece of evidence with ``access: restricted`` its id, its findings and its access stay. In sections,
    a ``name`` beside an ``id`` is left out, and so are quotes, notes, locators, comments and remarks.

    Examples
    --------
    >>> record = "id: T01\nevidence:\n  e1: {source: dean, quote: I quit, access: restricted}\n"
    >>> text, withheld = strip_record(record, "cases/t01.yaml", [])
    >>> print(text, withheld, sep="")
    id: T01
    evidence:
      e1: {access: restricted}
    cases/t01.yaml: 1 restricted passage
    """
    stripped = _strip_text(text, file, sections)
    return stripped.content.decode("utf-8"), stripped.withheld


@dataclass(frozen=True)
class _Stripped:
    content: bytes
    withheld: Withheld
    secrets: tuple[Secret, ...]


@dataclass
class _Scissors:
    """Cuts fields out of the nodes of one record and keeps count."""

    file: str
    passages: int = 0
    names: int = 0
    texts: int = 0
    sections: list[str] = field(default_factory=list)
    secrets: list[Secret] = field(default_factory=list)

    def record(self, root: yaml.MappingNode, read: Collection[str]) -> None:
        kept = []
        for key, value in root.value:
            if key.value not in CORE_FIELDS and key.value not in read:
                self.sections.append(key.value)
                continue
            kept.append((key, value))
            if key.value == "evidence":
                for piece, entry in _pairs(value):
                    self.evidence(piece.value, entry)
            elif key.value not in CORE_FIELDS:
                self.section(value)
        root.value = kept

    def evidence(self, piece: str, entry: yaml.Node) -> None:
        access = [value.value for key, value in _pairs(entry) if key.value == "access"]
        if access == ["restricted"] and self.cut(entry, _PASSAGE, f"evidence {piece}", is_passage=True):
            self.passages += 1

    def section(self, node: yaml.Node) -> None:
        """Go through a section without recursion; how deep it is, its file decides."""
        waiting, seen = [node], set[int]()
        while waiting:
            here = waiting.pop()
            if id(here) in seen:
                continue
            seen.add(id(here))
            if isinstance(here, yaml.SequenceNode):
                waiting += here.value
            elif isinstance(here, yaml.MappingNode):
                self.entry(here)
                waiting += [value for _, value in here.value]

    def entry(self, entry: yaml.MappingNode) -> None:
        fields = {key.value for key, _ in _pairs(entry)}
        # `source` alone may be the end of a tie; beside a passage it says who spoke.
        said = (*_SAID, "source") if fields & {"quote", "locator"} else _SAID
        self.texts += self.cut(entry, said, "a section")
        if "id" in fields:
            self.names += self.cut(entry, ("name",), "a name")

    def cut(self, entry: yaml.Node, fields: Sequence[str], what: str, *, is_passage: bool = False) -> int:
        if not isinstance(entry, yaml.MappingNode):
            return 0
        kept, count = [], 0
        for key, value in entry.value:
            if key.value in fields and isinstance(value, yaml.ScalarNode) and value.value:
                count += 1
                told = is_passage and key.value in ("quote", "note")
                self.secrets.append(Secret(value.value, self.file, f"the {key.value} of {what}", told))
            else:
                kept.append((key, value))
        entry.value = kept
        return count


def _pairs(node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def _strip(source: InputFile, sections: Collection[str]) -> _Stripped:
    text, _ = decode(source)
    assert text is not None, "a study that was read has readable files"
    return _strip_text(text, source.file, sections)


def _strip_text(text: str, file: str, sections: Collection[str]) -> _Stripped:
    root = yaml.compose(text, Loader=_LOADER)
    scissors = _Scissors(file)
    if isinstance(root, yaml.MappingNode):
        scissors.record(root, sections)
    withheld = Withheld(
        file=file,
        passages=scissors.passages,
        names=scissors.names,
        texts=scissors.texts,
        sections=tuple(scissors.sections),
    )
    # libyaml wraps at 80 signs; a passage that is wrapped is the same passage.
    written = yaml.serialize(root, Dumper=_DUMPER, allow_unicode=True, width=110) if withheld else text
    return _Stripped(written.encode("utf-8"), withheld, tuple(scissors.secrets))


def _further(study: Study, options: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """Give the files that options name, also with ``{case}`` in place of a case's id."""
    for text in _texts(list(options.values())):
        names = [text.replace("{case}", case) for case in study.case_ids] if "{case}" in text else [text]
        for name in names:
            if not (0 < len(name) < 500) or "\0" in name or not stays_inside(name):
                continue
            place = study.folder / name
            if place.is_file() and place.resolve().is_relative_to(study.folder.resolve()):
                yield name


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(map(_texts, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))


def _read(study: Study, name: str, limits: Limits) -> InputFile:
    source, problems = open_input(study.folder, name, limits)
    if source is None:
        raise ReportError("\n".join(map(str, problems)))
    if study.files.get(name, source.sha256) != source.sha256:
        raise ReportError(f"{name} was changed while the archive was being made. Start again.")
    return source


def _ask(study: Study, sources: Collection[str], allowed: Sequence[str]) -> None:
    """Stop at files that methods read beside the cases: nothing in them says what is confidential."""
    named = {*sources} - {*study.files} | {*named_files(study.folder, list(study.methods.values()))}
    asked = [
        name
        for name in sources
        if name in named and not _is_own(study, name) and not any(fnmatchcase(name, one) for one in allowed)
    ]
    if asked:
        shown = ", ".join(shorten(name, 60) for name in asked[:3])
        more = f" and {len(asked) - 3} more" if len(asked) > 3 else ""
        patterns = dict.fromkeys(
            f"'{name.rpartition('/')[0]}/*'" if "/" in name else shlex.quote(name) for name in asked
        )
        raise ReportError(
            f"Methods read {plural(len(asked), 'file')} beside the cases ({shown}{more}). Whether there are "
            "names of people or their words in it, casecompare cannot tell. Look, then allow what may go "
            f"in: {' '.join(f'--with {one}' for one in patterns)}"
        )


def _is_own(study: Study, name: str) -> bool:
    """Say whether a file is one in which every study keeps its cases, whatever else may read it."""
    is_table = "/" not in name and name.startswith("cases.")
    return is_table or name == study.places.file or name.startswith(("cases/", "coding/"))
