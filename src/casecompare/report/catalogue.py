"""What is installed and what a method offers, as the commands ``plugins`` and ``describe`` print it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from pydantic.fields import FieldInfo

from casecompare.methods import FoundPlugin, Host, Method, find_plugins
from casecompare.report.text import one_line, sentence
from casecompare.report.text_table import text_table, wrap
from casecompare.report.values import show_value

__all__ = ["describe_method", "list_plugins", "plugin_rows"]


def plugin_rows(host: Host) -> list[dict[str, str]]:
    """Give one row per plugin: where it comes from, what it brings, whether it can be used.

    `from` is the folder that it is imported from and who put it there; `contract` the versions of the plugin
    contract that it declares; `deprecated` what it uses that will be taken away.

    Examples
    --------
    >>> from casecompare.methods import Host
    >>> plugin_rows(Host())
    []
    """
    # What could not be loaded is what one wants to find on the disk.
    sources = {(one.name, one.distribution): one_line(str(one.source)) for one in find_plugins()}
    rows = [
        {
            "plugin": plugin.found.name,
            "distribution": _source(plugin.found.distribution, plugin.found.version),
            "origin": plugin.found.origin,
            "methods": ", ".join(method.name for method in plugin.methods),
            "maturity": ", ".join(dict.fromkeys(method.stated_maturity for method in plugin.methods)),
            "health": "ok",
            "from": one_line(str(plugin.found.source) or plugin.found.path),
            "contract": ", ".join(plugin.found.contracts),
            "deprecated": one_line("; ".join(plugin.deprecated)),
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
            "from": sources.get((fault.plugin, fault.distribution), ""),
            "contract": "",
            "deprecated": "",
        }
        for fault in host.faults
    ]
    return sorted(rows, key=lambda row: (row["plugin"], row["distribution"]))


def list_plugins(rows: Sequence[Mapping[str, str]], width: int = 80) -> str:
    """Give the rows of `plugin_rows` for people: what there is, and below where each distribution comes from.

    Parameters
    ----------
    rows
        What `plugin_rows` gives.
    width
        No line is wider.

    Examples
    --------
    >>> row = {"plugin": "nca", "distribution": "casecompare-nca 1.2", "origin": "installed",
    ...        "methods": "nca", "maturity": "experimental", "health": "ok", "from": "/site (by pip)"}
    >>> print(list_plugins([row]).splitlines()[-1])
      /site (by pip)
    """
    shown = ("plugin", "distribution", "methods", "maturity", "health")
    lines = [text_table([{name: row[name] for name in shown} for row in rows], width)]
    uses = [(row, row["deprecated"]) for row in rows if row.get("deprecated")]
    if uses:
        lines += ["", "Used by them, but to be taken away"]
    for row, use in uses:
        lines += wrap(f"{row['plugin']} ({row['distribution']}): {use}", width, "  ", "    ")
    places = {(row["distribution"], row["origin"], row["from"]): None for row in rows if row.get("from")}
    if places:
        lines += ["", "Where they come from"]
    for distribution, origin, place in places:
        lines += wrap(f"{distribution}{f': {origin}' if origin else ''}", width)
        lines += wrap(place, width, "  ", "    ")
    return "\n".join(lines)


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
            f"from {_source(found.distribution, found.version)} ({found.origin}); {method.stated_maturity}",
            width,
            "  ",
        ),
        *_options(method, width),
        *_reads(method, width),
        *_scores(method, width),
    ]
    if method.maturity_evidence:
        lines += ["", f"What makes it {method.maturity}"]
        lines += [line for one in method.maturity_evidence for line in wrap(one_line(one), width, "  ")]
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
