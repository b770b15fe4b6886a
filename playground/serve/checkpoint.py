"""A run on disk: one line of JSON about it, then the Trainer's own checkpoint."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


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


def write(path: Path, checkpoint: Checkpoint) -> int:
    """Write ``checkpoint`` so that a reader sees the old file or the new, whole; return its size.

    Nothing is flushed to the device: it must outlive the process, not the machine.
    """
    about = {name: value for name, value in asdict(checkpoint).items() if name != "blob"}
    partial = path.with_suffix(".partial")
    with open(partial, "wb") as file:
        file.write(json.dumps(about).encode() + b"\n")
        file.write(checkpoint.blob)
        size = file.tell()
    os.replace(partial, path)
    return size


def read(path: Path) -> Checkpoint | None:
    """Return the checkpoint at ``path``; None when there is none."""
    try:
        with open(path, "rb") as file:
            about = json.loads(file.readline())
            return Checkpoint(**about, blob=file.read())
    except FileNotFoundError:
        return None


def remove(path: Path) -> None:
    """Delete the checkpoint at ``path``, if there is one."""
    path.unlink(missing_ok=True)
