"""Records lose what is confidential and nothing else, however they are typed."""

from __future__ import annotations

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.replication.withheld_files import strip_record
from casecompare.study import Limits
from casecompare.study.yaml_files import read_yaml

PASSAGE = ("source", "locator", "quote", "note")
SAID = ("quote", "note", "locator", "comment", "remark")
READ = ("actors", "ties")

words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufeff"),
    min_size=1,
)
scalars = st.one_of(
    words, st.integers(-9, 999), st.floats(0, 1), st.sampled_from(["NO", "on", "0.50", "1e3", "~"])
)
pieces = st.fixed_dictionaries(
    {"access": st.sampled_from(["open", "restricted"])},
    optional=dict.fromkeys(PASSAGE, words) | {"findings": st.lists(words, max_size=2)},
)
rows = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("id", "name", "source", "to", "weight", *SAID), scalars)
)
records = st.fixed_dictionaries(
    {"id": words},
    optional={
        "note": words,
        "values": st.dictionaries(words, scalars, max_size=3),
        "evidence": st.dictionaries(words, pieces, max_size=3),
        "actors": st.lists(rows, max_size=3),
        "ties": st.fixed_dictionaries({}, optional={"inner": st.lists(rows, max_size=2), "note": words}),
        "diary": st.lists(scalars, max_size=2),
    },
)


def plain(text: str) -> dict[str, object]:
    document, problems = read_yaml(text, "cases/t01.yaml", Limits())
    assert document is not None, problems
    assert not problems
    return document.data


def is_text(value: object) -> bool:
    return not isinstance(value, dict | list) and value not in (None, "")


def without(node: object) -> object:
    """Take out of a section what is confidential, on plain data: the rule a second time."""
    if isinstance(node, list):
        return [without(one) for one in node]
    if not isinstance(node, dict):
        return node
    gone = {
        *SAID,
        *(["source"] if {"quote", "locator"} & set(node) else []),
        *(["name"] if "id" in node else []),
    }
    return {name: without(value) for name, value in node.items() if not (name in gone and is_text(value))}


def expected(data: dict[str, object]) -> dict[str, object]:
    kept = {name: value for name, value in data.items() if name != "diary"}
    for name in READ:
        if name in kept:
            kept[name] = without(kept[name])
    if isinstance(kept.get("evidence"), dict):
        kept["evidence"] = {
            name: {key: value for key, value in piece.items() if key not in PASSAGE or not is_text(value)}
            if piece["access"] == "restricted"
            else piece
            for name, piece in kept["evidence"].items()
        }
    return kept


@settings(max_examples=60, deadline=None)
@given(records, st.sampled_from([None, True, False]))
def test_what_stays_is_what_was_typed(record, flow):
    text = yaml.safe_dump(record, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    stripped, withheld = strip_record(text, "cases/t01.yaml", READ)
    assert plain(stripped) == expected(plain(text))
    assert bool(withheld) == (plain(stripped) != plain(text))
    if not withheld:
        assert stripped == text


def test_numbers_and_words_stay_as_they_were_typed():
    text = (
        "id: 007\n"
        "values: {a: 0.50, b: NO, c: 1e3, d: '0.5', e: 2019-01-01, f: 0x10, g: null, h: ~, i: yes}\n"
        "evidence:\n  e1: {quote: kept, source: x}\n  e2: {quote: gone, access: restricted}\n"
    )
    stripped, withheld = strip_record(text, "cases/t01.yaml", [])
    for typed in ("id: 007", "a: 0.50", "b: NO", "c: 1e3", "d: '0.5'", "e: 2019-01-01", "f: 0x10", "i: yes"):
        assert typed in stripped
    assert "gone" not in stripped
    assert str(withheld) == "cases/t01.yaml: 1 restricted passage"


def test_aliases_and_comments_cannot_keep_a_passage():
    text = (
        "id: T01  # the dean: I quit\n"
        "evidence:\n"
        "  e1: &e {source: dean, quote: I quit, access: restricted}\n"
        "  e2: *e\n"
        "actors: [{id: a, name: Jane}, &b {id: b, name: Joan}, *b]\n"
    )
    stripped, withheld = strip_record(text, "cases/t01.yaml", ["actors"])
    assert plain(stripped) == {
        "id": "T01",
        "evidence": {"e1": {"access": "restricted"}, "e2": {"access": "restricted"}},
        "actors": [{"id": "a"}, {"id": "b"}, {"id": "b"}],
    }
    for word in ("dean", "quit", "Jane", "Joan"):
        assert word not in stripped
    assert withheld.passages == 1, "the one passage, used twice"


def test_the_end_of_a_tie_is_no_passage():
    text = "id: T01\nties:\n- {source: a, target: b}\n- {source: dean, quote: so she said, weight: 2}\n"
    stripped, withheld = strip_record(text, "cases/t01.yaml", ["ties"])
    assert plain(stripped)["ties"] == [{"source": "a", "target": "b"}, {"weight": 2}]
    assert withheld.texts == 2
