"""Row: what came of one run, as JSON can hold it."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np

from playground import url
from playground.config import PARAMS, SHOWN, Config

Row = dict[str, Any]

FAILED = "failed"
"""Status of a run that came to no result."""

CURVES = (
    *("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"),
    *("validation_loss", "validation_accuracy"),
)
"""What a history has a row of, in its order."""

SIDE = 32
"""Cells along each side of the small picture of the boundary."""


def begun(query: str) -> Row:
    """Return what a row says of its experiment: the query and the fields that have an effect."""
    config, _ = url.decode(query)
    return {"query": query, "config": effective(config)}


def effective(config: Config) -> dict[str, Any]:
    """Return the fields that determine the numbers of a run."""
    names = (name for name in PARAMS if name not in SHOWN and config.uses(name))
    return {name: getattr(config, name) for name in names}


def failed(query: str, reason: str) -> Row:
    """Return the row of a run that came to no result."""
    return begun(query) | {"status": FAILED, "reason": reason}


def packed(levels: np.ndarray) -> str:
    """Return an array's bytes as text."""
    return base64.b64encode(zlib.compress(levels.tobytes())).decode()


def levels_of(row: Row) -> np.ndarray | None:
    """Return the levels (SIDE, SIDE, m) of a row's picture; None when it has none."""
    if "picture" not in row:
        return None
    packed = zlib.decompress(base64.b64decode(row["picture"]["levels"]))
    return np.frombuffer(packed, dtype=np.uint8).reshape(SIDE, SIDE, -1)
