"""The written form of what a study says about plugins, and its reading before anything else of the study.

A plugin that is not allowed is not even imported; so this must be known before plugins are loaded, and they
must be loaded before the study is read, since its records may hold sections that plugins read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from packaging.requirements import InvalidRequirement, Requirement
from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError
from pydantic_core import PydanticCustomError

from casecompare.errors import UsageError
from casecompare.study.files import decode, open_input
from casecompare.study.inputs import locate
from casecompare.study.limits import Limits, read_size
from casecompare.study.plugin_policy import EVERY_METHOD, Isolation, PluginPolicy
from casecompare.study.yaml_files import read_yaml

__all__ = ["PluginsRecord", "policy_of", "read_plugin_policy"]


def _checked_entry(entry: str) -> str:
    if entry.endswith(".py"):
        if "/" in entry or "\\" in entry:
            raise PydanticCustomError(
                "not_a_plugin",
                "{word} is a path; a file is allowed by its name alone.",
                {"word": repr(entry), "hint": f"Write {Path(entry.replace(chr(92), '/')).name}."},
            )
        return entry
    try:
        requirement = Requirement(entry)
    except InvalidRequirement:
        requirement = None
    if requirement is None or requirement.url or requirement.marker or requirement.extras:
        raise PydanticCustomError(
            "not_a_plugin",
            "{word} is no distribution with a version.",
            {"word": repr(entry), "hint": "Write for instance casecompare-nca, or casecompare-nca==1.2."},
        )
    return entry


def _checked_size(text: str) -> str:
    try:
        read_size(text)
    except UsageError as error:
        message, _, hint = str(error).partition(". ")
        raise PydanticCustomError("not_a_size", "{said}.", {"said": message, "hint": hint}) from None
    return text


def _is_by_method(value: object) -> str:
    return "by method" if isinstance(value, dict) else "for all"


class PluginsRecord(BaseModel):
    """Which plugins may be used, and how their methods are run."""

    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)

    allow: list[Annotated[str, Field(min_length=1), AfterValidator(_checked_entry)]] | None = Field(
        None,
        description="The distributions whose plugins may be used beside those that ship, each with a version "
        "if you like, such as: casecompare-nca==1.2. Others are not even imported.",
    )
    isolation: Annotated[
        Annotated[Isolation, Tag("for all")] | Annotated[dict[str, Isolation], Tag("by method")],
        Discriminator(_is_by_method),
    ] = Field("none", description="process: methods run in a process of their own; for all, or by method.")
    memory: Annotated[str, AfterValidator(_checked_size)] | None = Field(
        None, description="The memory that such a process may take, such as: 2GB."
    )


def read_plugin_policy(path: str | Path, limits: Limits | None = None) -> PluginPolicy:
    """Read what a study says about plugins, and nothing else of it.

    Where that cannot be read, only the plugins that ship are allowed; reading the study then tells why.

    Parameters
    ----------
    path
        The study's folder, or its ``study.yaml``.
    limits
        How large the file may be.

    Examples
    --------
    >>> read_plugin_policy("cases/cragun_2014").allow is None
    True
    """
    closed = PluginPolicy(allow=())
    limits = limits or Limits()
    try:
        location, _ = locate(Path(path))
        source = None if location is None else open_input(*location, limits)[0]
        text = None if source is None else decode(source)[0]
    except OSError:
        return closed
    document = None if text is None else read_yaml(text, "", limits)[0]
    if document is None:
        return closed
    try:
        written = document.data.get("plugins")
        return PluginPolicy() if written is None else policy_of(PluginsRecord.model_validate(written))
    except ValidationError:
        return closed


def policy_of(record: PluginsRecord | None) -> PluginPolicy:
    """Give the policy that was written.

    Examples
    --------
    >>> policy_of(PluginsRecord(isolation="process", memory="2GB"))
    PluginPolicy(allow=None, isolation={'*': 'process'}, memory=2000000000)
    """
    if record is None:
        return PluginPolicy()
    isolation = record.isolation
    return PluginPolicy(
        allow=None if record.allow is None else tuple(record.allow),
        isolation=isolation if isinstance(isolation, dict) else {EVERY_METHOD: isolation},
        memory=None if record.memory is None else read_size(record.memory),
    )
