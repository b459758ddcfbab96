"""From plain data to records: everything that is wrong, located, and the rest kept.

pydantic says what is wrong with data, but not where that was written. Here its errors get the place in the
file and a researcher's words; numbers typed without quotes where text belongs become that text again; and
what is wrong is cut out, so that the rest of a record can be used and checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema
from pydantic_core import ErrorDetails

from casecompare.errors import Problem, did_you_mean
from casecompare.study.model import FieldPath, Places
from casecompare.study.translation import explain
from casecompare.study.wording import one_of

__all__ = ["Validated", "data_path", "validate"]

T = TypeVar("T")
_ROUNDS = 50  # of cutting out what is wrong; each takes at least one level off a wrong branch
_LOST = object()


@dataclass(frozen=True)
class Validated(Generic[T]):
    """A record as far as it could be read, everything wrong with it, and the paths that were cut out."""

    record: T | None
    problems: list[Problem]
    broken: frozenset[FieldPath]


def validate(
    adapter: TypeAdapter[T],
    data: object,
    *,
    places: Places,
    written: Mapping[FieldPath, str],
    case: str = "",
    prefix: FieldPath = (),
) -> Validated[T]:
    """Validate plain data of a YAML file.

    Parameters
    ----------
    adapter
        The type that the data must be of.
    data
        The data; what is wrong with it is cut out of it in place.
    places, written
        Where each field stands, and how numbers were typed (see `YamlDocument`).
    case
        The case that problems carry.
    prefix
        The path of `data` in the file.

    Examples
    --------
    >>> from casecompare.study.records import HalfRecord
    >>> half = validate(TypeAdapter(HalfRecord), {"case": "T5", "to": 2}, places=Places("a.yaml"), written={})
    >>> print(*half.problems, sep=chr(10))
    a.yaml  -  to: 2 is more than 1.
    a.yaml  -  because: this field is missing. Add 'because: …'.
    """
    problems: list[Problem] = []
    broken: set[FieldPath] = set()
    for _ in range(_ROUNDS):
        try:
            return Validated(adapter.validate_python(data), problems, frozenset(broken))
        except ValidationError as error:
            found = [_Located(data, details) for details in error.errors(include_url=False)]
        retyped = [_retype(data, one, written, prefix) for one in found]
        if any(retyped):
            continue
        for one in _worth_telling(found, broken):
            problems.append(_problem(one, adapter, places, case, prefix))
        broken.update(one.cut for one in found)
        if () in broken:
            break
        for one in found:
            _remove(data, one.cut)
    return Validated(None, problems, frozenset(broken))


class _Located:
    """An error of pydantic with its path in the data, where `cut` is what must go for the rest to stay."""

    def __init__(self, data: object, details: ErrorDetails) -> None:
        self.details, self.kind = details, details["type"]
        self.path = data_path(data, details["loc"], is_missing=self.kind == "missing")
        self.cut = self.path[:-1] if self.kind == "missing" else self.path
        if self.kind in ("union_tag_not_found", "union_tag_invalid"):
            self.path = (*self.path, str(details["ctx"]["discriminator"]).strip("'"))
        self.given = _at(data, self.path)


def data_path(data: object, location: FieldPath, *, is_missing: bool) -> FieldPath:
    """Drop from pydantic's location what does not stand in the data: names of union members and the like.

    Examples
    --------
    >>> data_path({"cases": "x"}, ("cases", "list[int]", 0), is_missing=False)
    ('cases',)
    """
    path: list[str | int] = []
    for depth, step in enumerate(location):
        inner = _at(data, (step,))
        if inner is not _LOST:
            path.append(step)
            data = inner
        elif is_missing and depth == len(location) - 1:
            path.append(step)
    return tuple(path)


def _at(data: object, path: FieldPath) -> object:
    for step in path:
        is_field = isinstance(data, dict) and step in data
        is_item = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not (is_field or is_item):
            return _LOST
        data = cast("dict[str | int, object]", data)[step]
    return data


def _retype(data: object, one: _Located, written: Mapping[FieldPath, str], prefix: FieldPath) -> bool:
    """Put back the text of a number that was typed without quotes where text belongs."""
    typed = written.get((*prefix, *one.path))
    if one.kind != "string_type" or not typed or not isinstance(one.given, int | float) or not one.path:
        return False
    cast("dict[str | int, object]", _at(data, one.path[:-1]))[one.path[-1]] = typed
    return True


def _remove(data: object, path: FieldPath) -> None:
    holder = _at(data, path[:-1])
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
    elif isinstance(holder, list):
        # A list with a wrong item goes as a whole: without the item, the places of the others would shift.
        _remove(data, path[:-1]) if len(path) > 1 else holder.clear()


def _worth_telling(found: list[_Located], broken: set[FieldPath]) -> list[_Located]:
    """Leave out what only follows from something that is told already."""
    around_broken = {path[:length] for path in broken for length in range(len(path) + 1)}
    meant = _meant_by_slips(found)
    told: set[FieldPath] = set()
    result = []
    for one in found:
        is_inside_broken = any(one.path[:length] in broken for length in range(len(one.path) + 1))
        is_meant = one.kind == "missing" and one.path in meant
        if not (one.path in told or is_meant or is_inside_broken or one.path in around_broken):
            result.append(one)
        told.add(one.path)
    return result


def _meant_by_slips(found: list[_Located]) -> set[FieldPath]:
    """Give the missing fields in whose stead an unknown one stands that resembles them."""
    missing: dict[FieldPath, list[str]] = {}
    for one in found:
        if one.kind == "missing":
            missing.setdefault(one.path[:-1], []).append(str(one.path[-1]))
    meant: set[FieldPath] = set()
    for one in found:
        if one.kind == "extra_forbidden":
            names = missing.get(one.path[:-1], [])
            meant |= {(*one.path[:-1], name) for name in names if did_you_mean(str(one.path[-1]), [name])}
    return meant


def _problem(one: _Located, adapter: TypeAdapter[T], places: Places, case: str, prefix: FieldPath) -> Problem:
    path = (*prefix, *one.path)
    file, line, column = places.find(path)
    known = _known_fields(adapter, one.path[:-1]) if one.kind == "extra_forbidden" else []
    message, hint, code = explain(one.details, known)
    if known and not hint:
        hint = f"Known fields: {one_of(known)}."
    return Problem(message=message, hint=hint, code=code, file=file, line=line, column=column, case=case,
                   field=".".join(map(str, path)))  # fmt: skip


def _known_fields(adapter: TypeAdapter[T], path: FieldPath) -> list[str]:
    return _fields_at(_json_schema(cast("TypeAdapter[object]", adapter)), path)


@lru_cache(maxsize=64)
def _json_schema(adapter: TypeAdapter[object]) -> object:
    try:
        return adapter.json_schema()
    except PydanticInvalidForJsonSchema:  # a plugin may use types that have no JSON Schema
        return {}


def _fields_at(schema: object, path: FieldPath) -> list[str]:
    """Give the fields that a JSON Schema knows at a path, through references and alternatives."""
    here = [schema]
    for step in path:
        here = [inner for one in here for inner in _steps_into(one, step, schema)]
    forms = [form for one in here for form in _forms(one, schema)]
    return list(dict.fromkeys(name for form in forms for name in _mapping(form, "properties")))


def _steps_into(schema: object, step: str | int, root: object) -> list[object]:
    inner: list[object] = []
    for form in _forms(schema, root):
        if isinstance(step, int):
            inner.append(form.get("items"))
        else:
            inner.append(_mapping(form, "properties").get(step, form.get("additionalProperties")))
    return [one for one in inner if isinstance(one, dict)]


def _forms(schema: object, root: object) -> list[dict[str, object]]:
    """Give a schema and all that it refers to or allows instead."""
    if not isinstance(schema, dict):
        return []
    if "$ref" in schema:
        return _forms(_at(root, tuple(schema["$ref"].split("/")[1:])), root)
    alternatives = [form for word in ("anyOf", "oneOf", "allOf") for form in schema.get(word, [])]
    return [schema, *(form for one in alternatives for form in _forms(one, root))]


def _mapping(schema: dict[str, object], key: str) -> dict[str, object]:
    inner = schema.get(key)
    return inner if isinstance(inner, dict) else {}
