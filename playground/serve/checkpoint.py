"""A run on disk: one line of JSON about it, the Trainer's own checkpoint, keyframes of its past."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Checkpoint:
    """What brings a run back; ``blob`` is ``Trainer.save()``."""

    query: str
    status: str
    message: str
    epoch: int
    blob: bytes
    seconds: float = 0.0
    """How long it had been running."""
    stride: int = 1
    """How far its keyframes are apart."""
    keyframes: Sequence[tuple[dict[str, Any], bytes, bytes]] = ()
    """Each with what JSON can hold of it, and the rest in two parts."""


_PARTS = ("blob", "keyframes")


def write(path: Path, checkpoint: Checkpoint) -> int:
    """Write ``checkpoint`` so that a reader sees the old file or the new, whole; return its size.

    Nothing is flushed to the device: it must outlive the process, not the machine.
    """
    about = {name: value for name, value in vars(checkpoint).items() if name not in _PARTS}
    parts = [checkpoint.blob, *(part for _, *parts in checkpoint.keyframes for part in parts)]
    about |= {"sizes": [len(part) for part in parts], "past": [k[0] for k in checkpoint.keyframes]}
    partial = path.with_suffix(".partial")
    with open(partial, "wb") as file:
        file.write(json.dumps(about).encode() + b"\n")
        file.writelines(parts)
        size = file.tell()
    os.replace(partial, path)
    return size


def read(path: Path) -> Checkpoint | None:
    """Return the checkpoint at ``path``; None when there is none."""
    try:
        with open(path, "rb") as file:
            about = json.loads(file.readline())
            blob, *parts = [file.read(size) for size in about.pop("sizes")]
            keyframes = list(zip(about.pop("past"), parts[::2], parts[1::2], strict=True))
            return Checkpoint(**about, blob=blob, keyframes=keyframes)
    except FileNotFoundError:
        return None


def remove(path: Path) -> None:
    """Delete the checkpoint at ``path``, if there is one."""
    path.unlink(missing_ok=True)
