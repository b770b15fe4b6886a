"""What a run goes on from, as bytes."""

from __future__ import annotations

import io
from typing import Any

import torch


def packed(state: dict[str, Any]) -> bytes:
    """Return ``state``, tensors and plain values, as bytes."""
    buffer = io.BytesIO()
    torch.save(state, buffer)
    return buffer.getvalue()


def unpacked(content: bytes) -> dict[str, Any]:
    """Return the state that ``packed`` was given."""
    state: dict[str, Any] = torch.load(io.BytesIO(content), weights_only=True)
    return state


def plain(state: dict[str, Any]) -> dict[str, Any]:
    """Return a schedule's state without what only code can be."""
    return {k: v for k, v in state.items() if isinstance(v, int | float | str | list | dict | None)}
