"""What a method is: the protocol, hook specifications, the result model and the plugin host."""

from casecompare.methods.comparison import Comparison, MethodRun, PluginFault, Provenance
from casecompare.methods.contract import CONTRACT
from casecompare.methods.earlier import EarlierRun
from casecompare.methods.finding import FoundPlugin, Source, find_plugins
from casecompare.methods.hookspecs import hookimpl
from casecompare.methods.host import Host, LoadedPlugin
from casecompare.methods.method import (
    Maturity,
    Method,
    NoOptions,
    Options,
    Reader,
    Renderer,
    RunContext,
)
from casecompare.methods.result import (
    Column,
    Diagnostic,
    Figure,
    Finding,
    MethodResult,
    Score,
    Statement,
    Table,
)
from casecompare.methods.robustness import RepeatGroup, Robustness
from casecompare.methods.running import run_method

__all__ = [
    "CONTRACT",
    "Column",
    "Comparison",
    "Diagnostic",
    "EarlierRun",
    "Figure",
    "Finding",
    "FoundPlugin",
    "Host",
    "LoadedPlugin",
    "Maturity",
    "Method",
    "MethodResult",
    "MethodRun",
    "NoOptions",
    "Options",
    "PluginFault",
    "Provenance",
    "Reader",
    "Renderer",
    "RepeatGroup",
    "Robustness",
    "RunContext",
    "Score",
    "Source",
    "Statement",
    "Table",
    "find_plugins",
    "hookimpl",
    "run_method",
]
