"""What comes back from another process is data or an error in words, whatever was sent."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare import Evidence, Finding, MethodResult, Table
from casecompare.methods.exchange import Reply, UnreadableReply, read_reply, write_reply
from casecompare.methods.frames import FrameRecord, UnreadableFrame, frame_record, read_frame
from casecompare.methods.running import Outcome
from casecompare.report.values import read_frame as columns_of

WORDS = st.text(st.characters(codec="utf-8"), max_size=6)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    WORDS,
    st.lists(WORDS, max_size=3).map(tuple),
    st.lists(WORDS, max_size=3),
    st.frozensets(WORDS, max_size=3),
)
FRAMES = st.integers(0, 4).flatmap(
    lambda rows: st.lists(
        st.one_of(
            st.lists(CELLS, min_size=rows, max_size=rows).map(lambda cells: pd.Series(cells, dtype=object)),
            st.lists(st.floats(), min_size=rows, max_size=rows).map(
                lambda cells: pd.Series(cells, dtype=float)
            ),
            st.lists(st.booleans(), min_size=rows, max_size=rows).map(
                lambda cells: pd.Series(cells, dtype=bool)
            ),
            st.lists(WORDS, min_size=rows, max_size=rows).map(lambda cells: pd.Series(cells, dtype="str")),
        ),
        max_size=4,
    ).map(lambda columns: pd.DataFrame(dict(enumerate(columns)), index=range(rows)))
)


def carried(frame: pd.DataFrame) -> pd.DataFrame:
    return read_frame(FrameRecord.model_validate_json(json.dumps(frame_record(frame))))


@given(FRAMES, st.lists(WORDS, min_size=4, max_size=4), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_frame_comes_back_as_it_was(frame, names, is_indexed):
    frame = frame.rename(columns=dict(enumerate(names)))  # names may be the same
    if is_indexed:
        frame.index = pd.Index([f"T{number}" for number in range(len(frame))], name="case")
    back = carried(frame)
    assert repr(columns_of(frame)) == repr(columns_of(back))  # repr, since NaN is not itself
    pd.testing.assert_index_equal(frame.index, back.index)
    assert list(frame.dtypes) == list(back.dtypes)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1, 2], dtype="int8"),
        pd.Series([0.1, None], dtype="float32"),
        pd.array([1, None], dtype="Int64"),
        pd.array([True, None], dtype="boolean"),
        pd.Categorical(["a", "b"]),
        pd.to_datetime(["2020-01-01", "2021-01-01"]),
        [np.int64(3), np.float64("nan")],
        [complex(1, 2), object],
    ],
)
def test_columns_of_every_kind_read_the_same_in_a_report(column):
    frame = pd.DataFrame({"x": column})
    assert repr(columns_of(frame)) == repr(columns_of(carried(frame)))


def test_an_empty_frame_keeps_its_columns_and_an_index_its_levels():
    assert list(carried(pd.DataFrame(columns=["a", "b"]))) == ["a", "b"]
    index = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", None])
    pd.testing.assert_index_equal(carried(pd.DataFrame(index=index)).index, index)
    assert carried(MethodResult().scores).equals(MethodResult().scores)


def test_numbers_keep_their_kind_and_precision():
    finding = Finding(id="1", sentence="s", value=4, low=0.1 + 0.2, high=math.inf)
    evidence = Evidence(source="m", kind="k", measures={"n": 3, "p": float("nan")})
    reply = Reply(outcome=Outcome(result=MethodResult(findings=(finding,))), evidence={"H1": (evidence,)})
    back = read_reply(write_reply(reply))
    assert back.outcome.result is not None
    assert back.outcome.result.findings == (finding,)
    assert repr(back.evidence) == repr(reply.evidence)
    assert isinstance(back.evidence["H1"][0].measures["n"], int)


GOOD = json.loads(
    write_reply(
        Reply(
            outcome=Outcome(
                result=MethodResult(tables=(Table(name="t", title="T", frame=pd.DataFrame({"a": [1]})),))
            )
        )
    )
)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"reason": 3}', b"\xff\xfe", b"[" * 100_000, b'{"reason": "' + b"x" * 1000],
)
def test_what_is_no_reply_is_an_error_in_words(content):
    with pytest.raises(UnreadableReply) as caught:
        read_reply(content)
    assert 0 < len(str(caught.value)) <= 400


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("found", "tables", 0, "frame", "values", 0, "dtype"), "category"),
        (("found", "tables", 0, "frame", "values", 0, "dtype"), "datetime64[ns]"),
        (("found", "tables", 0, "frame", "values", 0, "cells"), [1, 2, 3]),
        (("found", "tables", 0, "frame", "values", 0, "cells"), [{"eval": ["x"]}]),
        (("found", "tables", 0, "frame", "values", 0, "cells"), [{"tuple": "x"}]),
        (("found", "tables", 0, "frame", "values", 0, "cells"), ["word"]),
        (("found", "tables", 0, "frame", "values", 0, "cells"), [2**80]),
        (("found", "tables", 0, "frame", "columns", "levels"), []),
        (("found", "tables", 0, "frame", "index", "range"), [0, 10**12, 1]),
        (("found", "tables", 0, "frame", "index", "range"), [0, 1, 0]),
        (("found", "files"), {"a.bin": {"base64": "!!"}}),
        (("found", "findings"), [{"id": 1}]),
        (("found", "more"), 1),
        (("evidence",), {"H1": [{"source": "m"}]}),
    ],
)
def test_a_reply_with_something_else_in_it_is_refused(path, value):
    data = json.loads(json.dumps(GOOD))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(UnreadableReply):
        read_reply(json.dumps(data).encode())


def test_a_cell_of_an_unknown_kind_is_no_frame():
    record = frame_record(pd.DataFrame({"a": [1]}))
    record["values"] = [{"dtype": "object", "cells": [{"a": 1, "b": 2}]}]
    with pytest.raises(UnreadableFrame, match="a cell of an unknown kind"):
        read_frame(FrameRecord.model_validate_json(json.dumps(record)))
