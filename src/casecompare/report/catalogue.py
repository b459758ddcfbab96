"""What is installed and what a method offers, as the commands ``plugins`` and ``describe`` print it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic.fields import FieldInfo

from casecompare.methods import FoundPlugin, Host, Method
from casecompare.report.text import one_line, sentence
from casecompare.report.text_table import wrap
from casecompare.report.values import show_value

__all__ = ["describe_method", "plugin_rows"]


def plugin_rows(host: Host) -> list[dict[str, str]]:
    """Give one row per plugin: where it comes from, what it brings, whether it can be used.

    Examples
    --------
    >>> from casecompare.methods import Host
    >>> plugin_rows(Host())
    []
    """
    rows = [
        {
            "plugin": plugin.found.name,
            "distribution": _source(plugin.found.distribution, plugin.found.version),
            "origin": plugin.found.origin,
            "methods": ", ".join(method.name for method in plugin.methods),
            "maturity": ", ".join(dict.fromkeys(method.maturity for method in plugin.methods)),
            "health": "ok",
        }
        for plugin in host.plugins
    ]
    rows += [
        {
            "plugin": fault.plugin,
            "distribution": _source(fault.distribution, fault.version),
            "origin": "",
            "methods": "",
            "maturity": "",
            "health": one_line(fault.reason),
        }
        for fault in host.faults
    ]
    return sorted(rows, key=lambda row: (row["plugin"], row["distribution"]))


def describe_method(method: Method, found: FoundPlugin, width: int = 80) -> str:
    """Say what a method answers, its options, what it reads and derives, and what to cite.

    Parameters
    ----------
    method, found
        What `Host.method` gives.
    width
        No line is wider.

    Examples
    --------
    >>> method = Method(name="count", title="Counting", question="How many?", run=lambda *_: None)
    >>> found = FoundPlugin(name="p", module="p", distribution="p", version="1", origin="file")
    >>> print(describe_method(method, found).splitlines()[0])
    count: Counting
    """
    lines = [
        *wrap(f"{method.name}: {one_line(method.title)}", width),
        *wrap(one_line(method.question), width, "  "),
        *wrap(
            f"from {_source(found.distribution, found.version)} ({found.origin}); {method.maturity}",
            width,
            "  ",
        ),
        *_options(method, width),
        *_reads(method, width),
        *_scores(method, width),
    ]
    if method.citation:
        lines += ["", "To cite", *wrap(one_line(method.citation), width, "  ")]
    return "\n".join(lines)


def _options(method: Method, width: int) -> Iterator[str]:
    fields = method.options.model_fields
    if not fields:
        return
    yield from [
        "",
        f"Options (in study.yaml under methods: {method.name}, or --set {method.name}.OPTION=VALUE)",
    ]
    for name, info in fields.items():
        said = f"{info.description} " if info.description else ""
        yield from wrap(
            f"{name}: {one_line(said)} [{_default(info)}]".replace(":  [", ": ["), width, "  ", "      "
        )


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "must be given"
    value = info.get_default(call_default_factory=True)
    if value is None or value in ("", [], {}, ()):
        return "default none"
    return (
        f"default {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)}"
    )


def _reads(method: Method, width: int) -> Iterator[str]:
    if method.sections:
        yield from ["", "Reads from the records", *wrap(", ".join(method.sections), width, "  ")]


def _scores(method: Method, width: int) -> Iterator[str]:
    if not method.scores:
        return
    yield from ["", f"Derives for each case (use as 'from: {method.name}.NAME' in the codebook)"]
    for score in method.scores:
        low, high = score.range
        bounds = f"[{show_value(low, None)} to {show_value(high, None)}]"
        said = f"{score.name}: {sentence(score.title)} {sentence(score.description)} {bounds}"
        yield from wrap(one_line(said), width, "  ", "      ")


def _source(distribution: str, version: str) -> str:
    return " ".join(filter(None, [distribution, version]))
