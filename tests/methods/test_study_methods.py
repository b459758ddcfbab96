"""Methods that a study brings as data: they join the plugin that reads them, for this study only."""

import types

import pandas as pd
import pytest

from casecompare import Method, MethodResult, hookimpl
from casecompare.methods import FoundPlugin, Host, LoadedPlugin
from casecompare.methods.planning import make_plan
from casecompare.testing import make_study

STUDY = make_study(
    pd.DataFrame({"Y": [1, 0]}, index=["k", "l"]), methods={"reader": {}, "other": {}}, outcome="Y"
)


def method(name, **more):
    return Method(name=name, title=name, question="?", run=lambda *_: MethodResult(), **more)


@pytest.fixture
def host_of():
    def made(register):
        module = types.ModuleType("reader")
        module.casecompare_register_study_methods = hookimpl(register)
        found = FoundPlugin(name="reader", module="reader", distribution="d", version="1", origin="installed")
        host = Host(plugins=[LoadedPlugin(found=found, methods=(method("reader"), method("other")))])
        host.manager.register(module, name="reader")
        return host

    return made


def bring_two(study, register):
    register(method("brought", source=("rules/a.yaml", "sha256:1")))
    register(method("second"))


def test_a_study_brings_methods_and_the_host_stays_as_it_is(host_of):
    host = host_of(bring_two)
    extended = host.for_study(STUDY)
    assert extended.method_names == ["brought", "other", "reader", "second"]
    assert host.method_names == ["other", "reader"]
    assert extended.for_study(STUDY).method_names == extended.method_names
    assert (extended.problems, extended.brought) == ([], {"reader": ("brought", "second")})


def test_they_come_from_where_their_source_says(host_of):
    extended = host_of(bring_two).for_study(STUDY)
    assert extended.method("brought")[1].distribution == "rules/a.yaml"
    assert extended.method("second")[1].distribution == "d"


def test_they_run_with_the_method_that_reads_them(host_of):
    extended = host_of(bring_two).for_study(STUDY)
    assert [one.method.name for one in make_plan(STUDY, extended).methods] == [
        "reader",
        "brought",
        "second",
        "other",
    ]
    assert [one.method.name for one in make_plan(STUDY, extended, ["other"]).methods] == ["other"]
    assert [one.method.name for one in make_plan(STUDY, extended, ["second"]).methods] == ["second"]


def test_a_name_that_is_taken_is_told(host_of):
    def bring(study, register):
        for name in ("other", "new", "new"):
            register(method(name, source=("rules/a.yaml", "")))

    extended = host_of(bring).for_study(STUDY)
    assert extended.brought == {"reader": ("new",)}
    assert [str(one) for one in extended.check_study(STUDY)] == [
        f"rules/a.yaml  -  {name}: there is another method called '{name}'. Give this one a name of its own."
        for name in ("other", "new")
    ]


def test_a_plugin_that_stumbles_costs_its_own_methods(host_of):
    def bring(study, register):
        raise KeyError("x")

    extended = host_of(bring).for_study(STUDY)
    assert extended.method_names == ["other", "reader"]
    (problem,) = extended.check_study(STUDY)
    assert (problem.level, problem.code) == ("warning", "plugin-failed")


def test_a_hook_that_leaves_the_program_costs_its_own_part_only(host_of):
    def leave(*_, **__):
        raise SystemExit(3)

    extended = host_of(lambda study, register: leave()).for_study(STUDY)
    assert ["(SystemExit: 3)" in str(one) for one in extended.problems] == [True]

    host = host_of(bring_two)
    host.manager.unregister(name="reader")
    module = types.ModuleType("reader")
    module.casecompare_check_study = hookimpl(lambda study: leave())
    host.manager.register(module, name="reader")
    assert ["could not check the study (SystemExit: 3)" in str(one) for one in host.check_study(STUDY)] == [
        True
    ]


def test_a_method_that_leaves_the_program_while_it_names_its_sets_fails_alone(host_of):
    def leave(*_):
        raise SystemExit(3)

    host = host_of(bring_two)
    host.plugins = [LoadedPlugin(found=host.plugins[0].found,
                                 methods=(method("reader", uses=leave), method("other")))]  # fmt: skip
    faults = {one.method.name: one.fault for one in make_plan(STUDY, host).methods}
    assert faults == {"reader": "it could not say which sets it uses (SystemExit: 3).", "other": ""}
