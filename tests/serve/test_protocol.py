"""What a browser may say, and that nothing else gets past."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.catalog import VIEWS
from playground.serve.protocol import (
    PREDICTIONS,
    Refused,
    frame_header,
    is_frame,
    parse,
    split_frame,
)

KEY = "0123456789abcdef" * 2

GOOD = [
    {"op": "open", "key": KEY, "known": True, "session": KEY, "query": "noise=0.3"},
    {
        "op": "open",
        "key": KEY,
        "known": False,
        "session": "",
        "query": "",
        "document": KEY,
        "over": True,
    },
    {"op": "here"},
    {"op": "config", "query": ""},
    {"op": "play"},
    {"op": "pause"},
    {"op": "step"},
    {"op": "step", "by": "batch"},
    {"op": "look"},
    {"op": "reset"},
    {"op": "rewind"},
    {"op": "horizon", "epoch": 40},
    {"op": "horizon", "epoch": -1},
    {"op": "undo"},
    {"op": "edit", "parameter": 0, "place": [1, 0], "value": "banana"},
    {"op": "probe"},
    {"op": "probe", "point": 3},
    {"op": "probe", "x": 1.5, "y": -2.0},
    {
        "op": "frame",
        "views": {name: view.read({}) for name, view in VIEWS.items()},
        "due": [PREDICTIONS, *VIEWS],
        "generation": -1,
        "number": 7,
        "ahead": True,
    },
]


@pytest.mark.parametrize("message", GOOD, ids=lambda m: m["op"])
def test_good_messages_come_through(message: dict) -> None:
    assert parse(json.dumps(message)) == message


def test_unknown_fields_are_left_out() -> None:
    assert parse('{"op": "play", "key": "x", "because": "crashing"}') == {"op": "play"}


def test_only_true_means_known() -> None:
    opening = {"op": "open", "key": KEY, "query": ""}
    said = [parse(json.dumps(opening | {"known": known}))["known"] for known in (True, 1, "yes")]
    assert said == [True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"op": 1}',
        '{"op": "park", "key": "x"}',
        '{"op": "leave"}',
        '{"op": "edit", "parameter": 0, "place": [0, 0, 0], "value": 1}',
        '{"op": "edit", "parameter": 0.5, "place": [0, 0], "value": 1}',
        '{"op": "edit", "parameter": 0, "place": [0], "value": [1]}',
        '{"op": "open", "key": "xyz", "query": ""}',
        '{"op": "open", "key": "' + KEY.upper() + '", "query": ""}',
        '{"op": "open", "key": "' + KEY + '\\n", "query": ""}',
        '{"op": "open", "key": ["' + KEY + '"]}',
        '{"op": "open", "key": "' + KEY + '", "session": "me", "query": ""}',
        '{"op": "open", "key": "' + KEY + '", "session": ["' + KEY + '"], "query": ""}',
        '{"op": "config", "query": 7}',
        '{"op": "config", "query": "' + "x" * 5000 + '"}',
        '{"op": "probe", "x": 1}',
        '{"op": "probe", "x": NaN, "y": 0}',
        '{"op": "probe", "x": 1e999, "y": 0}',
        '{"op": "probe", "x": 1e300, "y": 0}',
        '{"op": "probe", "x": 1' + "0" * 400 + ', "y": 0}',
        '{"op": "probe", "x": true, "y": 0}',
        '{"op": "probe", "point": 1.5}',
        '{"op": "probe", "point": null}',
        '{"op": "frame", "views": "boundary"}',
        '{"op": "frame", "views": ["boundary"]}',
        '{"op": "frame", "views": {"boundary": 1}}',
        '{"op": "frame", "views": {"nothing": {}}}',
        '{"op": "frame", "due": "boundary"}',
        '{"op": "frame", "due": ["weights"]}',
        '{"op": "frame", "due": [["boundary"]]}',
        '{"op": "frame", "generation": "1"}',
        '{"op": "frame", "due": ' + json.dumps(["boundary"] * 50) + "}",
        '{"op": "play", "x": "' + "y" * 9000 + '"}',
        "[" * 8000,
        "1" * 5000,
    ],
)
def test_bad_messages_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match=r"^[A-Za-z].*\.$"):
        parse(text)


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse(text)


_values = st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.just(KEY)
_fields = st.sampled_from(
    ["key", "query", "known", "x", "y", "point", "views", "due", "generation", "number", "ahead"]
)


@given(
    st.sampled_from([m["op"] for m in GOOD]),
    st.dictionaries(_fields, _values | st.lists(_values, max_size=3)),
)
def test_what_gets_past_is_plain_and_finite(op: str, fields: dict) -> None:
    try:
        message = parse(json.dumps({**fields, "op": op}))
    except Refused:
        return
    assert message["op"] == op
    json.dumps(message, allow_nan=False).encode()
    known = {"query", "known", "session", "views", "due", "generation", "number", "ahead"}
    assert message.keys() <= {"op", *fields, *known}


def test_a_frame_is_told_from_an_event() -> None:
    payload = frame_header(KEY, 2**40) + b"blob"
    assert is_frame(payload)
    assert not is_frame(b'{"event":"pong"}')
    assert split_frame(payload) == (KEY, 2**40, b"blob")
