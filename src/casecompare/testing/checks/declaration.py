"""Checks of what a plugin says about itself, before anything runs."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping

from pydantic import TypeAdapter
from pydantic.errors import PydanticInvalidForJsonSchema

from casecompare.methods import Method, Options, find_plugins
from casecompare.study.sections import CORE_FIELDS, section_adapters
from casecompare.testing.candidate import Candidate
from casecompare.testing.checking import Complaints, NotApplicable, warn
from casecompare.testing.trial import read_options

__all__ = [
    "check_imports",
    "check_maturity",
    "check_names",
    "check_options",
    "check_options_json",
    "check_registers_something",
    "check_scores_described",
    "check_sections",
    "check_words",
]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PUBLIC = (
    "casecompare",
    "casecompare.sets",
    "casecompare.testing",
    "casecompare.figures",
    "casecompare.lazy",
)
_DOI = re.compile(r"\b10\.\d{4,9}/\S+|https?://\S+")
_TEST_PATH = re.compile(r"\btests/[\w./-]+\w")


def check_registers_something(candidate: Candidate) -> Complaints:
    """Check that it registers a method, a reader, a renderer or a calibration, or checks studies."""
    loaded = candidate.loaded
    brings = (*loaded.methods, *loaded.readers, *loaded.renderers, *loaded.calibrations)
    checks = candidate.host.manager.hook.casecompare_check_study.get_hookimpls()
    if not brings and not checks:
        yield (
            "nothing is registered. Define casecompare_register_methods(register), mark it with "
            "@casecompare.hookimpl, and call register(METHOD) in it."
        )


def check_names(candidate: Candidate) -> Complaints:
    """Check that its names can be typed, are its own, and belong together."""
    others = {one.name: one for one in find_plugins() if one.module != candidate.loaded.found.module}
    for method in candidate.methods:
        if not _NAME.fullmatch(method.name):
            yield (
                f"the method's name {method.name!r}: use small letters, digits and _, beginning with a "
                "letter; it is typed after --plugin and before the dot of a score."
            )
        if method.name in others:
            owner = others[method.name].distribution
            yield f"the method's name '{method.name}' is taken by {owner}. Give it another."
        names = [score.name for score in method.scores]
        for name in dict.fromkeys(names):
            if not _NAME.fullmatch(name):
                yield f"the score {name!r} of {method.name}: use small letters, digits and _ in its name."
            if names.count(name) > 1:
                yield f"{method.name} declares the score '{name}' more than once."
    found = candidate.loaded.found
    if found.name in others and not candidate.methods:
        yield f"the plugin's name '{found.name}' is taken by {others[found.name].distribution}."
    if (
        found.distribution
        and found.origin == "installed"
        and not found.distribution.startswith("casecompare")
    ):
        yield warn(
            f"call the distribution casecompare-{found.name}, so that it is found ({found.distribution})."
        )


def check_words(candidate: Candidate) -> Complaints:
    """Check that each method says what it is called, which question it answers, and what to cite."""
    for method in _methods(candidate):
        if not method.title.strip():
            yield f"{method.name} has no title; give a few words, they head its part of the report."
        if not method.question.strip().endswith("?"):
            yield f"the question of {method.name} must be one a researcher asks, and end in '?'."
        if not method.citation.strip():
            yield f"{method.name} has no citation; name what a paper that uses it cites."
        elif not re.search(r"\b(1[89]|20)\d\d\b", method.citation):
            yield warn(f"the citation of {method.name} has no year.")


def check_options(candidate: Candidate) -> Complaints:
    """Check that every option is described, has a schema for editors, and no unknown option is taken."""
    for method in _methods(candidate):
        model = method.options
        if not (isinstance(model, type) and issubclass(model, Options)):
            yield f"the options of {method.name} must be a subclass of casecompare.Options."
            continue
        try:
            schema = TypeAdapter(model).json_schema()
        except PydanticInvalidForJsonSchema as error:
            yield f"the options of {method.name} have no JSON Schema for editors: {_first(error)}"
            continue
        for name in _undescribed_in(schema, method.name):
            yield f'the option {name} has no words: Field(default=…, description="…").'
        if model.model_config.get("extra") != "forbid" or not model.model_config.get("frozen"):
            yield (
                f"the options of {method.name} must refuse unknown options and stay as they are; keep the "
                "model_config of casecompare.Options."
            )


def check_options_json(candidate: Candidate) -> Complaints:
    """Check that options survive being written as JSON and read again, as provenance needs."""
    for method in _methods(candidate):
        options = read_options(method, candidate.options.get(method.name) or method.example_options)
        try:
            written = options.model_dump_json(by_alias=True)
            again = method.options.model_validate_json(written)
        except Exception as error:
            yield f"the options of {method.name} cannot be written as JSON and read again: {_first(error)}"
            continue
        if json.loads(again.model_dump_json(by_alias=True)) != json.loads(written):
            yield f"the options of {method.name} change when they are written as JSON and read again."


def check_scores_described(candidate: Candidate) -> Complaints:
    """Check that every score says what it measures, in which range, and what where values are missing."""
    for method in _methods(candidate):
        for score in method.scores:
            what = f"the score {method.name}.{score.name}"
            low, high = score.range
            for word, said in (("title", score.title), ("description", score.description),
                               ("missing", score.missing)):  # fmt: skip
                if not said.strip():
                    yield f"{what} has no {word}."
            if low is not None and high is not None and low >= high:
                yield f"{what} has the range {low:g} to {high:g}; the smaller end comes first."
            if not score.direction.strip():
                yield warn(f"{what} does not say what more of it means (direction).")


def check_sections(candidate: Candidate) -> Complaints:
    """Check that the record sections it reads can be described to editors, every field in words."""
    declared = {name: model for method in candidate.methods for name, model in method.sections.items()}
    if not declared:
        raise NotApplicable("it declares no record section")
    adapters, problems = section_adapters(declared)
    yield from (f"{one.message} {one.hint}" for one in problems)
    for name, adapter in adapters.items():
        if name in CORE_FIELDS:
            yield f"the section '{name}' has the name of a part of every record; give it another."
        try:
            schema = adapter.json_schema()
        except PydanticInvalidForJsonSchema as error:
            yield f"the section '{name}' has no JSON Schema for editors: {_first(error)}"
            continue
        for field in _undescribed_in(schema, name):
            yield warn(f'the field {field} of a record has no words: Field(description="…").')
    with_data = {name for study in candidate.examples.values() for case in study.cases.values()
                 for name in case.sections}  # fmt: skip
    if untried := [name for name in declared if name not in with_data]:
        yield warn(
            f"no example study has the section(s) {', '.join(untried)}: put a study with them into the "
            "project's folder example/, or give studies={…}."
        )


def check_maturity(candidate: Candidate) -> Complaints:
    """Check that a maturity above experimental is earned by evidence that is named and there."""
    for method in _methods(candidate):
        if method.maturity == "experimental":
            continue
        evidence = [one for one in method.maturity_evidence if one.strip()]
        if not evidence:
            yield (
                f"{method.name} claims to be '{method.maturity}' without evidence. Name it in "
                'Method(maturity_evidence=("tests/test_reference.py: numbers of …",)), or leave the maturity '
                "at experimental."
            )
        elif method.maturity == "peer reviewed" and not any(map(_DOI.search, evidence)):
            yield f"{method.name} claims to be peer reviewed; give the DOI or address of the review."
        elif method.maturity == "tested against reference" and not any(
            _TEST_PATH.search(one) or _DOI.search(one) for one in evidence
        ):
            yield (
                f"{method.name} claims to be tested against a reference; name the test with the numbers "
                "(tests/…) or the DOI of their source."
            )
        if candidate.project and candidate.project.folder:
            for path in (path for one in evidence for path in _TEST_PATH.findall(one)):
                if not (candidate.project.folder / path).exists():
                    yield f"the evidence for the maturity of {method.name} names {path}, which is not there."


def check_imports(candidate: Candidate) -> Complaints:
    """Check that it imports the public rooms of casecompare only, and no other plugin."""
    if candidate.project is None or not candidate.project.modules:
        raise NotApplicable("its source is not at hand")
    own = candidate.loaded.found.module.partition(".")[0]
    for path, text in candidate.project.modules.items():
        for line, name in _imports(text):
            room = ".".join(name.split(".")[:2])
            if name.startswith("casecompare.") and room not in _PUBLIC:
                yield (
                    f"{path}, line {line} imports {name}, which may change without notice. Import from "
                    "casecompare, casecompare.sets, casecompare.figures or casecompare.testing."
                )
            elif name.startswith("casecompare_") and not name.startswith(own):
                yield (
                    f"{path}, line {line} imports {name}, another plugin. Take its scores through a set of "
                    "the codebook instead (from: method.score)."
                )


def _methods(candidate: Candidate) -> tuple[Method, ...]:
    if not candidate.methods:
        raise NotApplicable("it registers no method")
    return candidate.methods


def _imports(text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module


def _undescribed_in(schema: Mapping[str, object], where: str) -> Iterator[str]:
    definitions = schema.get("$defs")
    models = [(where, schema), *((definitions or {}).items() if isinstance(definitions, Mapping) else ())]
    for name, model in models:
        properties = model.get("properties") if isinstance(model, Mapping) else None
        for field, said in (properties or {}).items() if isinstance(properties, Mapping) else ():
            if not (isinstance(said, Mapping) and said.get("description")):
                yield f"{name}.{field}"


def _first(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
