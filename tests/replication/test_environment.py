"""The versions that an archive names: all that made the run, nothing of the machine."""

from __future__ import annotations

from casecompare.replication.environment import Environment, environment, requirements_text


def test_what_is_required_is_followed():
    made_with = environment(["casecompare"])
    assert {"casecompare", "numpy", "pandas", "pydantic-core", "pyyaml"} <= set(made_with.packages)
    assert list(made_with.packages) == sorted(made_with.packages)
    assert environment(["casecompare"]) == made_with
    assert environment(["no-such-distribution"]).packages == {}


def test_local_installations_name_no_path():
    told = requirements_text(environment(["casecompare"]))
    assert "file:" not in told
    assert "/" not in told.replace("@ git+https://", "")


def test_the_name_of_a_local_distribution_is_not_asked_of_an_index():
    told = requirements_text(
        Environment(
            python="CPython 3.12.0",
            packages={"casecompare": "0.1.0", "mine": "2.0", "numpy": "2.1.0"},
            sources={"casecompare": "a local folder or file", "mine": "git+https://host/mine@abc"},
        )
    )
    assert told.splitlines()[1:] == [
        "# from a local folder or file, get it from the authors: casecompare==0.1.0",
        "mine @ git+https://host/mine@abc",
        "numpy==2.1.0",
    ]
