"""Where everything came from: versions, plugins, options, seed, input files, and how to repeat it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping

from casecompare.methods import Comparison, MethodRun
from casecompare.report.content import (
    Block,
    Cell,
    Code,
    Facts,
    Heading,
    Note,
    Paragraph,
    Row,
    Section,
    TableBlock,
    TableColumn,
    Text,
    line,
)
from casecompare.report.links import Links
from casecompare.report.sections.methods import status_chip
from casecompare.report.text import one_line, sentence

__all__ = ["provenance_section", "repeating_command"]


def provenance_section(comparison: Comparison, links: Links) -> Section:
    """Give what a reader needs to trust the run and to repeat it."""
    study = comparison.study
    facts = {
        "casecompare": line(comparison.version or "unknown version"),
        "study": line(one_line(study.name)),
        "seed": line(str(comparison.seed)),
        "cite the study": line(one_line(study.citation)),
    }
    blocks: list[Block] = [
        Facts(tuple((label, said) for label, said in facts.items() if said)),
        *_methods(comparison, links),
        *_faults(comparison),
        *_files(comparison),
        Heading("How to repeat it"),
        Paragraph(line("In the folder that holds the study, with the versions above:")),
        Code(repeating_command(comparison)),
        Paragraph(
            line("The command as it was typed, the time and the machine's versions are in provenance.json.")
        ),
    ]
    return Section("provenance", "Provenance", tuple(blocks))


def repeating_command(comparison: Comparison) -> str:
    """Give a command that repeats the run: its methods, seed, and the options that are not defaults.

    Examples
    --------
    >>> from casecompare.study import Study
    >>> repeating_command(Comparison(study=Study(name="my_study"), seed=7))
    'casecompare run my_study --seed 7'
    """
    study = comparison.study
    words = ["casecompare", "run", study.folder.name or study.name]
    for name in comparison.runs:
        words += ["--plugin", name]
    for name, run in comparison.runs.items():
        for option, value in _given_options(run).items():
            words += ["--set", f"{name}.{option}={_written(value)}"]
    if comparison.seed != 1:
        words += ["--seed", str(comparison.seed)]
    return shlex.join(map(one_line, words))


def _given_options(run: MethodRun) -> Mapping[str, object]:
    """Give the options that can be typed and are not the method's own defaults.

    Lists and mappings are left out: a command cannot set them, so they stand in study.yaml.
    """
    defaults = {
        option: info.get_default(call_default_factory=True)
        for option, info in run.method.options.model_fields.items()
    }
    return {
        option: value
        for option, value in run.provenance.options.items()
        if isinstance(value, str | int | float) and (option not in defaults or defaults[option] != value)
    }


def _written(value: object) -> str:
    """Write an option's value as study.yaml or ``--set`` would hold it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _methods(comparison: Comparison, links: Links) -> Iterator[Block]:
    if not comparison.runs:
        return
    titles = ("method", "status", "from", "version", "maturity", "options", "to cite")
    rows = tuple(
        Row(
            (
                Cell(name, (Text(one_line(name), target=links.methods[name]),)),
                Cell(run.status, (status_chip(run),)),
                Cell(run.provenance.distribution),
                Cell(run.provenance.version),
                Cell(run.method.stated_maturity),
                Cell(
                    ", ".join(
                        f"{option}: {_written(value)}" for option, value in run.provenance.options.items()
                    )
                ),
                Cell(run.method.citation or None),
            )
        )
        for name, run in comparison.runs.items()
    )
    yield TableBlock("Methods, their plugins and the options as used", tuple(map(TableColumn, titles)), rows)


def _faults(comparison: Comparison) -> Iterator[Block]:
    for fault in comparison.faults:
        source = " ".join(filter(None, [fault.distribution, fault.version]))
        said = (
            f"The plugin {fault.plugin} ({source or 'unknown'}) could not be used: {sentence(fault.reason)}"
        )
        yield Note("warning", line(one_line(said)))


def _files(comparison: Comparison) -> Iterator[Block]:
    rows = tuple(
        Row((Cell(file), Cell(None, (Text(digest, "code"),))))
        for file, digest in comparison.study.files.items()
    )
    if rows:
        yield TableBlock("Input files", (TableColumn("file"), TableColumn("SHA-256")), rows)
