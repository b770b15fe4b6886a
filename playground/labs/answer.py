"""What a worker answers about a lab: its picture, and what its lines of PyTorch print."""

from __future__ import annotations

import io
import json
import logging
import math
from collections.abc import Mapping
from contextlib import redirect_stdout
from string import Template
from typing import Any

from playground.labs import compute, parts
from playground.labs.picture import Picture

log = logging.getLogger(__name__)

DIGITS = 6
"""Significant digits of the numbers that are drawn."""

FAILED = "This could not be computed. Change a value."


def answer(name: str, values: Mapping[str, Any]) -> bytes:
    """Return what the page shows for ``values`` as JSON; a lab that fails says so."""
    try:
        told = shown(name, values)
    except Exception:
        log.exception("The lab %s failed", name)
        told = {"failed": FAILED}
    return json.dumps(told, separators=(",", ":"), allow_nan=False).encode()


def shown(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page shows for ``values``."""
    picture: Picture = compute(name)(**values)
    code = filled(name, values, picture.words)
    return {
        "traces": plain(picture.traces),
        "layout": plain(picture.layout),
        "readings": list(picture.readings.items()),
        "note": picture.note,
        "code": code,
        "output": printed(code),
    }


def filled(name: str, values: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return the lab's lines of PyTorch with ``values``, and ``words`` of its own, in them."""
    literals = {k: repr(list(v) if isinstance(v, tuple) else v) for k, v in values.items()}
    return Template(parts(name)[1]).substitute({**literals, **words})


def printed(code: str) -> str:
    """Run lines of ours and return what they print."""
    written = io.StringIO()
    with redirect_stdout(written):
        exec(compile(code, "<lab>", "exec"), {"__name__": "__main__"})
    return written.getvalue()


def plain(value: Any) -> Any:
    """Return ``value`` as JSON can hold it, numbers rounded to what can be seen."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if hasattr(value, "tolist"):  # an array, or a tensor
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value
