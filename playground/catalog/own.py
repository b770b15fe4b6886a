"""Keys of visitors' own data: what must be known of a table without reading it."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_CLASSES = 10
"""As many as there are colours."""

MIN_PER_CLASS = 2
"""Rows of each class: one to learn from, one to test."""

_SHAPE = re.compile(r"c(\d{1,2})n(\d{1,6})f(\d{1,3})-([0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True)
class OwnKey:
    """Names a stored table: its classes, rows and features, and a digest of its contents."""

    n_classes: int
    n_samples: int
    n_features: int
    digest: str

    def __str__(self) -> str:
        return f"c{self.n_classes}n{self.n_samples}f{self.n_features}-{self.digest}"


def read_key(text: str) -> OwnKey | None:
    """Return the key that ``text`` spells, or None."""
    match = _SHAPE.fullmatch(text)
    return OwnKey(int(match[1]), int(match[2]), int(match[3]), match[4]) if match else None


def complaint(text: str) -> str:
    """Return what is wrong with a key; empty when nothing is, or when there is none."""
    if not text:
        return ""
    key = read_key(text)
    return "" if key and _can_be(key) else "must be the key of a table uploaded here"


def _can_be(key: OwnKey) -> bool:
    """Tell whether a table of that shape could have been kept."""
    is_large_enough = key.n_samples >= MIN_PER_CLASS * key.n_classes and key.n_features >= 1
    return is_large_enough and 2 <= key.n_classes <= MAX_CLASSES
