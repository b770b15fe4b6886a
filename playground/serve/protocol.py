"""What may be said over the run's WebSocket and between server and worker. Plain data only."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Mapping
from typing import Any

from playground.catalog import VIEWS
from playground.catalog.views import FARTHEST
from playground.labs import LABS
from playground.url import MAX_LENGTH

MAX_BYTES = 8 * 1024
"""Longest message that a browser may send."""

PREDICTIONS = "predictions"
"""What a board needs now and then beside its views: the predicted classes, and the warnings."""

NOW = -1
"""Asked for in place of an epoch: the run as it is."""

MOST_ASKED = 2
"""Most frames that a board may have asked for before the first of them is there."""

LONGEST_NUMBER = 40
"""Most characters of a number that are read."""

_KEY = re.compile(r"[0-9a-f]{32}")
_FRAME = struct.Struct("!1s32sQ")
_FRAME_MARK, _FILE_MARK, _LAB_MARK = b"F", b"D", b"L"

Message = dict[str, Any]


class Refused(ValueError):  # noqa: N818 a word of the protocol
    """A message or connection that is not served; its text is a sentence for the visitor."""


def parse(text: str) -> Message:
    """Return the message that ``text`` spells, checked and stripped to what is known.

    Raises Refused, never anything else.
    """
    message = _decoded(text)
    if not isinstance(message, dict) or not isinstance(message.get("op"), str):
        raise Refused("The message named no operation.")
    if message["op"] not in _FIELDS:
        raise Refused(f"There is no operation {message['op'][:24]!r}.")
    return {"op": message["op"], **_FIELDS[message["op"]](message)}


def parse_lab(text: str) -> Message:
    """Return the question about a lab that ``text`` spells: its name, and texts by control.

    Raises Refused, never anything else. What the texts say is for the lab to judge.
    """
    message = _decoded(text)
    if not isinstance(message, dict):
        raise Refused("The message named no lab.")
    lab, given = message.get("lab"), message.get("given")
    if not isinstance(lab, str) or lab not in LABS:
        raise Refused(f"There is no lab {str(lab)[:24]!r}.")
    if not isinstance(given, dict) or not all(isinstance(said, str) for said in given.values()):
        raise Refused("The values of a lab must be texts by their controls' names.")
    return {"lab": lab, "given": given}


def _decoded(text: str) -> Any:
    """Return the JSON that ``text`` spells; raise Refused when it is none, or too long."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise Refused("The message was longer than 8 KiB.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("The message was not JSON.") from None


def frame_header(key: str, ask: int) -> bytes:
    """Return what goes before a frame's blob from worker to server."""
    return _FRAME.pack(_FRAME_MARK, key.encode(), ask)


def split_frame(payload: bytes) -> tuple[str, int, bytes]:
    """Return a frame's run key, the number of the request it answers, and the blob."""
    _, key, ask = _FRAME.unpack_from(payload)
    return key.decode(), ask, payload[_FRAME.size :]


def is_frame(payload: bytes) -> bool:
    """Tell a frame from a file, and from an event, which is JSON."""
    return payload[:1] == _FRAME_MARK


def file_header(key: str, ask: int) -> bytes:
    """Return what goes before a file's bytes from worker to server; split as a frame's."""
    return _FRAME.pack(_FILE_MARK, key.encode(), ask)


def is_file(payload: bytes) -> bool:
    """Tell a file to take away from the rest."""
    return payload[:1] == _FILE_MARK


def lab_header(ask: int) -> bytes:
    """Return what goes before a lab's picture from worker to server; split as a frame's."""
    return _FRAME.pack(_LAB_MARK, b"", ask)


def is_lab(payload: bytes) -> bool:
    """Tell a lab's picture from the rest."""
    return payload[:1] == _LAB_MARK


def is_key(text: str) -> bool:
    """Tell whether ``text`` may be the key of a run."""
    return _KEY.fullmatch(text) is not None


def dumps(message: Mapping[str, Any]) -> bytes:
    """Return ``message`` as JSON bytes."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode()


def _open(message: Message) -> Message:
    """Check the first message of a connection."""
    key = message.get("key")
    if not isinstance(key, str) or not is_key(key):
        raise Refused("The run's key must be 32 hexadecimal digits.")
    checked = {"key": key, "known": message.get("known") is True, "session": "", **_query(message)}
    for name in ("session", "document"):
        if digits := message.get(name):
            if not (isinstance(digits, str) and is_key(digits)):
                raise Refused(f"The {name} must be 32 hexadecimal digits.")
            checked[name] = digits
    return checked | ({"over": True} if message.get("over") is True else {})


def _query(message: Message) -> Message:
    """Check a Config's query string; what it spells is always read as the nearest valid Config."""
    query = message.get("query", "")
    if not isinstance(query, str) or len(query) > MAX_LENGTH:
        raise Refused(f"The query must be a text of at most {MAX_LENGTH} characters.")
    return {"query": query.encode("utf-8", "replace").decode()}


def _probe(message: Message) -> Message:
    """Check the place or point asked about."""
    if "point" in message:
        return {"point": _whole(message["point"], "point")}
    if "x" in message or "y" in message:
        return {name: _coordinate(message.get(name), name) for name in ("x", "y")}
    return {}


def _frame(message: Message) -> Message:
    """Check a request for a frame."""
    return {
        "views": _views(message.get("views", {})),
        "due": _due(message.get("due", [])),
        "generation": _whole(message.get("generation", -1), "generation"),
        "number": _whole(message.get("number", 0), "number"),
        "ahead": message.get("ahead") is True,
        **({"at": _whole(message["at"], "at")} if "at" in message else {}),
    }


def _epoch(message: Message) -> Message:
    """Check which epoch is meant: to go on from, or to wait at; NOW: none."""
    return {"epoch": _whole(message.get("epoch"), "epoch")}


def _step(message: Message) -> Message:
    """Check how far a step goes."""
    return {"by": "batch"} if message.get("by") == "batch" else {}


def _edit(message: Message) -> Message:
    """Check which weight is to be set; what to, as it was typed, is judged by the run."""
    if "value" not in message:
        raise Refused("An edit says what a weight is set to.")
    place, value = message.get("place"), message["value"]
    if not isinstance(place, list) or len(place) > 2:
        raise Refused("The place of a weight must be one or two whole numbers.")
    if isinstance(value, list | dict):
        raise Refused("A weight is one number.")
    return {
        "parameter": _whole(message.get("parameter"), "parameter"),
        "place": [_whole(i, "place") for i in place],
        "value": "" if value is None else str(value)[:LONGEST_NUMBER],
    }


def _views(views: Any) -> dict[str, Any]:
    """Check which views are open; their arguments are read as the nearest valid ones."""
    if not isinstance(views, dict) or not all(isinstance(a, dict) for a in views.values()):
        raise Refused("The views of a frame must be names with their arguments.")
    if unknown := [name for name in views if name not in VIEWS]:
        raise Refused(f"There is no view {unknown[0][:24]!r}.")
    return {name: VIEWS[name].read(given) for name, given in views.items()}


def _due(due: Any) -> list[str]:
    """Check what is wanted while the run trains."""
    if not isinstance(due, list) or len(due) > len(VIEWS) + 1:
        raise Refused("What is due must be a short list.")
    if not all(isinstance(name, str) and (name in VIEWS or name == PREDICTIONS) for name in due):
        raise Refused(f"What can be due is {PREDICTIONS}, {', '.join(VIEWS)}.")
    return due


def _nothing(_message: Message) -> Message:
    """Take no fields."""
    return {}


def _whole(value: Any, name: str) -> int:
    """Return ``value`` when it is a whole number that fits into 53 bits."""
    if not isinstance(value, int) or isinstance(value, bool) or not -1 <= value < 2**53:
        raise Refused(f"{name} must be a whole number.")
    return value


def _coordinate(value: Any, name: str) -> float:
    """Return ``value`` when it is a finite number of modest size."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not abs(value) <= FARTHEST:  # NaN compares false
        raise Refused(f"{name} must be a number in [{-FARTHEST:g}, {FARTHEST:g}].")
    return float(value)


_FIELDS: dict[str, Callable[[Message], Message]] = {
    "open": _open,
    "config": _query,
    "play": _nothing,
    "pause": _nothing,
    "step": _step,
    "look": _nothing,
    "reset": _nothing,
    "rewind": _nothing,
    "branch": _epoch,
    "edit": _edit,
    "undo": _nothing,
    "horizon": _epoch,
    "probe": _probe,
    "frame": _frame,
    "here": _nothing,
}
"""The operations, each with the function that checks its fields."""
