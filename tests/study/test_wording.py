from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casecompare.errors import UsageError
from casecompare.study.limits import Limits, size_text
from casecompare.study.wording import misspelling_of, not_a_number, number_text

LONG_WORD = st.text("abcdefgh_", min_size=8, max_size=20)


@pytest.mark.parametrize(
    "text",
    [
        "2019-05-01",
        "2019-5-1 12:30",
        "1.5.2019",
        "05/01/19",
        "1 May",
        "5-Mar",
        "Mar-05",
        "12. Okt 2019",
        "1 Sept.",
    ],
)
def test_dates(text: str) -> None:
    assert "looks like a date" in not_a_number(text)[0]


@pytest.mark.parametrize("text", ["12 cases", "3 arenas", "1-2", "May", "10/12", "1.5", "Mark 5 of 7"])
def test_no_dates(text: str) -> None:
    assert "is text" in not_a_number(text)[0]


def test_long_text_is_shortened() -> None:
    assert not_a_number("a very long answer " * 10)[0].startswith(
        "'a very long answer a very long answer a…'"
    )


@given(LONG_WORD, st.data())
def test_two_swapped_letters_are_a_slip(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert misspelling_of(swapped, [word, "z" * 30]) == word


@given(LONG_WORD)
def test_another_case_is_a_slip(word: str) -> None:
    assert misspelling_of(word.upper(), [word]) == word


@pytest.mark.parametrize(
    ("word", "other"), [("ties", "title"), ("gdp", "urb"), ("date", "note"), ("a", "bc")]
)
def test_different_words_are_none(word: str, other: str) -> None:
    assert misspelling_of(word, [other]) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_shown_without_loss(number: float) -> None:
    assert float(number_text(number)) == number


@pytest.mark.parametrize("text", ["", "MB", "-1MB", "0", "5 TB", "1e3", "ten"])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match=r"is not a size\. Write for instance 250MB"):
        Limits.of_size(text)


@given(st.integers(1, 10**12))
def test_the_suggested_limit_lets_the_file_in(size: int) -> None:
    suggested = Limits().raise_hint(size).removeprefix("Raise it with --max-file-size ").removesuffix(".")
    assert Limits.of_size(suggested).file_bytes >= size
    assert Limits.of_size(suggested).file_bytes <= size * 2 + 2


@given(st.integers(1, 999))
def test_size_in_megabytes(size: int) -> None:
    assert size_text(size * 10**6) == f"{size} MB"
