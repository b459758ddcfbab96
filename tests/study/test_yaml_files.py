from __future__ import annotations

import json
import math
import string

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casecompare.errors import UsageError
from casecompare.study import yaml_files
from casecompare.study.limits import Limits
from casecompare.study.yaml_files import read_scalar, read_yaml
from casecompare.study.yaml_scalars import resolve


@pytest.fixture(params=["with libyaml", "without libyaml"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with the fast parser, where there is one, and with the slow one."""
    if request.param == "without libyaml":
        monkeypatch.setattr(yaml_files, "_PARSER", yaml.SafeLoader)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML is built without libyaml here")
    return str(request.param)


def data_of(text: str) -> dict[str, object]:
    document, problems = read_yaml(text, "a.yaml", Limits())
    assert document is not None
    assert problems == []
    return document.data


def told_about(text: str, **limits: int) -> list[str]:
    return [str(problem) for problem in read_yaml(text, "a.yaml", Limits(**limits))[1]]


class TestScalars:
    @pytest.mark.parametrize(
        "word",
        ["NO", "no", "yes", "on", "Off", "y", "n", "1_000", "12:30", "2019-05-01", "0b101", "1e", "e5", "0x",
         "+", "-", ".", "1.2.3", "nan", "inf", "Null ", "0o8", "١٢", "NaN", "9" * 401],
    )  # fmt: skip
    def test_words_that_stay_text(self, word: str) -> None:
        assert resolve(word) == word

    @pytest.mark.parametrize(
        ("word", "value"),
        [("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("true", True),
         ("True", True), ("FALSE", False), ("0", 0), ("-12", -12), ("+7", 7), ("007", 7), ("0o17", 15),
         ("0x1F", 31), (".5", 0.5),
         ("1.", 1.0), ("1e3", 1000.0), ("-1.5E-2", -0.015), (".inf", math.inf), ("-.Inf", -math.inf)],
    )  # fmt: skip
    def test_words_with_a_value(self, word: str, value: object) -> None:
        assert resolve(word) == value
        assert type(resolve(word)) is type(value)

    def test_not_a_number(self) -> None:
        assert math.isnan(float(resolve(".nan") or 0))

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_every_float_that_python_writes_is_read_back(self, number: float) -> None:
        assert resolve(repr(number)) == number

    @given(st.text())
    def test_no_text_is_too_strange(self, text: str) -> None:
        resolve(text)

    def test_what_stands_in_quotes_is_text(self, parser: str) -> None:
        assert data_of("a: '1'\nb: \"true\"\nc: |\n  1\nd: ''\n") == {
            "a": "1",
            "b": "true",
            "c": "1\n",
            "d": "",
        }

    def test_one_value(self) -> None:
        assert read_scalar("[A, B]") == ["A", "B"]
        with pytest.raises(UsageError, match=r"'\[A' cannot be read as a value: the list that opens with \["):
            read_scalar("[A")


class TestPlaces:
    def test_keys_and_items(self, parser: str) -> None:
        text = "a:\n  b: 1\n  c:\n    - x\n    - {d: 2, e: [3]}\nüber: {f: ü, g: 4}\n"
        document, _ = read_yaml(text, "a.yaml", Limits())
        assert document is not None
        assert dict(document.places.marks) == {
            ("a",): (1, 1), ("a", "b"): (2, 3), ("a", "c"): (3, 3),
            ("a", "c", 0): (4, 7), ("a", "c", 1): (5, 7),
            ("a", "c", 1, "d"): (5, 8), ("a", "c", 1, "e"): (5, 14), ("a", "c", 1, "e", 0): (5, 18),
            ("über",): (6, 1), ("über", "f"): (6, 8), ("über", "g"): (6, 14),
        }  # fmt: skip

    def test_a_field_without_a_place_is_looked_for_around_it(self) -> None:
        document, _ = read_yaml("a: {b: 1}\n", "a.yaml", Limits())
        assert document is not None
        assert document.places.find(("a", "b", "c", 0)) == ("a.yaml", 1, 5)
        assert document.places.find(("z",)) == ("a.yaml", 0, 0)

    def test_numbers_keep_how_they_were_typed(self, parser: str) -> None:
        document, _ = read_yaml("a: 007\nb: [1.50, x]\nc: '7'\nd:\n", "a.yaml", Limits())
        assert document is not None
        assert dict(document.written) == {("a",): "007", ("b", 0): "1.50", ("d",): ""}


class TestAliases:
    def test_plain_use(self, parser: str) -> None:
        text = "a: &x {b: [1, 2]}\nc: *x\nd: &y text\ne: *y\n&k f: *k\n"
        assert data_of(text) == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": "text", "e": "text", "f": "f"}

    def test_bomb(self, parser: str) -> None:
        text = "a: &a [1, 1, 1]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"
        assert told_about(text, nodes=60) == []
        assert told_about(text, nodes=50) == [
            "a.yaml:3:13  -  -: the file holds more than 50 values, with its aliases written out. "
            "Raise it in Python with Limits(nodes=…)."
        ]

    def test_depth_through_aliases(self, parser: str) -> None:
        text = "a: &a [[1]]\nb: &b [*a]\nc: &c [*b]\nd: [*c]\n"
        assert told_about(text, depth=6) == []
        assert told_about(text, depth=5) == [
            "a.yaml:4:5  -  -: lists and mappings stand more than 5 levels deep. "
            "Raise it in Python with Limits(depth=…)."
        ]


SYNTAX = {
    "a: 1\n\tb: 2\n": "2:1  -  -: a tab is used for indentation. Use spaces.",
    "a:\n  b: 1\n \tc: 2\n": "3:2  -  -: a tab is used for indentation. Use spaces.",
    "a: b: c\n": "1:5  -  -: a colon cannot stand here. Put the text in quotes if the colon belongs to it; "
                 "otherwise check the indentation.",
    "a:1\nb: 2\n": "1:2  -  -: a space is missing after the colon. Write 'name: value'.",
    'a: "open\nb: 1\n': "1:4  -  -: the quote that opens here is not closed. "
                        "Close it, or write ' as '' inside it.",
    "a: [1, 2\nb: 3\n": "1:4  -  -: the list that opens with [ is not closed. "
                        "Add ] or a comma between its items.",
    "a: {b: 2\nc: 3\n": "1:4  -  -: the mapping that opens with { is not closed. "
                        "Add } or a comma between its fields.",
    "a: 1\nbcd\ne: 2\n": "2:1  -  -: a colon is missing after the name. "
                         "Write 'name: value', or '- ' before a list item.",
    "a: %x\n": "1:4  -  -: text cannot begin with % here. Put it in quotes.",
    "a: @x\n": "1:4  -  -: text cannot begin with @ here. Put it in quotes.",
    "a: **bold**\n": "1:4  -  -: text cannot begin with * here. Put it in quotes.",
    "a: & b\n": "1:4  -  -: text cannot begin with & here. Put it in quotes.",
    "a: *x\n": "1:4  -  -: the alias *x refers to nothing. Put text that begins with * in quotes.",
    "a: &x [*x]\n": "1:8  -  -: the alias *x refers to itself. Write the fields out.",
    "a: 'it's'\n": "1:8  -  -: text follows after a closing quote. "
                   "Put the whole text in quotes, and write a ' inside single quotes as ''.",
    'a: "C:\\q"\n': "1:4  -  -: a backslash in this text is not understood. Use single quotes around it.",
    "a:\n  b: 1\n c: 2\n": "3:2  -  -: this line does not fit the indentation of the lines above. "
                           "Fields of one level start in the same column.",
    "a: 1\n- b\n": "2:1  -  -: this line does not fit the indentation of the lines above. "
                   "Fields of one level start in the same column.",
    "a: 1\n...\nb\n": "3:1  -  -: text follows after the end of the document (...). Delete the line of dots.",
    "a: 1\n---\nb: 2\n": "2:1  -  -: a second document starts here (---). Write one document per file.",
    "? [a]\n: 1\n": "1:3  -  -: a name is needed here, not a list or an alias. "
                    "Put text that begins with [, {, ? or * in quotes.",
    "a: {<<: 1}\n": "1:5  -  -: merge keys (<<) are not read. Write the fields out.",
    "a: !!str 5\n": "1:4  -  -: the tag !!str is not read. Delete it, or put the text in quotes.",
    "a: !odd [1]\n": "1:4  -  -: the tag !odd is not read. Delete it, or put the text in quotes.",
    "a: 1\nb: 2\na: 3\n": "3:1  -  a: 'a' stands twice, first in line 1. Keep one of the two.",
}  # fmt: skip


@pytest.mark.parametrize("text", SYNTAX)
def test_syntax_errors_read_the_same_with_both_parsers(parser: str, text: str) -> None:
    assert told_about(text) == [f"a.yaml:{SYNTAX[text]}"]


def test_the_first_of_two_equal_keys_is_kept_with_its_places() -> None:
    document, _ = read_yaml("a: {b: 1}\na: {b: 2, c: 3}\n", "a.yaml", Limits())
    assert document is not None
    assert document.data == {"a": {"b": 1}}
    assert document.places.find(("a", "b")) == ("a.yaml", 1, 5)


def test_deep_nesting_ends_without_a_traceback(parser: str) -> None:
    for opener in ("[", "{a: ", "- "):
        assert len(told_about("a:\n " + opener * 5_000)) == 1


NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
NAMES = st.text(string.ascii_letters, min_size=1)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(string.printable + "äß漢", max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner),
    max_leaves=20,
)


@given(st.dictionaries(NAMES, PLAIN, min_size=1))
@settings(max_examples=50, deadline=None)
def test_json_is_yaml(data: dict[str, object]) -> None:
    assert data_of(json.dumps(data, ensure_ascii=True).replace("\\/", "/")) == data


@given(st.text(st.sampled_from("ab01:-?#&*!|>'\"%@`{}[],\n\t ~.<\\é"), max_size=60))
@example("a: [1,\n\t2]")
@settings(max_examples=100, deadline=None)
def test_any_text_gives_a_document_or_a_located_problem(text: str) -> None:
    document, problems = read_yaml(text, "a.yaml", Limits())
    assert document is not None or problems
    assert all(problem.file == "a.yaml" for problem in problems)
