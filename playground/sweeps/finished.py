"""Finished: what a page needs of the rows of a store that is still being written. Knows NumPy."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from playground.sweeps.row import CURVES, Row, levels_of
from playground.sweeps.store import read_rows

_SLIM = ("query", "status", "reason", "epoch", "seconds", *CURVES[1:])

MOST = 8
"""Sweeps whose rows are kept in memory."""


@dataclass
class Finished:
    """The rows of one store, by key, as small as they go; ``curves`` are float32 (5 or 7, m)."""

    rows: dict[str, Row] = field(default_factory=dict)
    curves: dict[str, np.ndarray] = field(default_factory=dict)
    pictures: dict[str, Row] = field(default_factory=dict)
    """Packed, as they came."""
    matrices: dict[str, np.ndarray] = field(default_factory=dict)
    """Confusion counts of the test part: (n_classes, n_classes), or (n_labels, 2, 2)."""
    place: int = 0

    def read(self, path: Path) -> None:
        """Read on where the last time ended; SweepError when the file is something else."""
        try:
            rows, self.place = read_rows(path, self.place)
        except FileNotFoundError:
            return
        for row in rows:
            name = row["query"]
            self.rows[name] = {part: row[part] for part in _SLIM if part in row}
            if "curves" in row:
                self.curves[name] = np.array(list(row["curves"].values()), dtype=np.float32)
            if "confusion_matrix" in row:
                self.matrices[name] = np.array(row["confusion_matrix"], dtype=np.int32)
            if "picture" in row:
                self.pictures[name] = {"picture": row["picture"]}

    def picture(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the extent (4,) and the levels (SIDE, SIDE, m) of a run's picture."""
        row = self.pictures[key]
        levels = levels_of(row)
        assert levels is not None
        return np.array(row["picture"]["extent"]), levels


_KEPT: OrderedDict[Path, Finished] = OrderedDict()


def finished(path: Path) -> Finished:
    """Return what a store holds by now."""
    found = _KEPT.setdefault(path, Finished())
    _KEPT.move_to_end(path)
    while len(_KEPT) > MOST:
        _KEPT.popitem(last=False)
    found.read(path)
    return found


def averaged(curves: Sequence[np.ndarray], measure: str) -> tuple[np.ndarray, ...]:
    """Return epochs, mean and deviation (m,) of a measure; a run counts as far as it went."""
    row = CURVES.index(measure)
    longest = max(curves, key=lambda curve: curve[0, -1])[0]
    each = np.array([np.interp(longest, c[0], c[row], right=np.nan) for c in curves], dtype=float)
    n = np.isfinite(each).sum(axis=0)
    mean = np.nansum(each, axis=0) / n
    squares = np.nansum((each - mean) ** 2, axis=0)
    return longest, mean, np.sqrt(squares / np.maximum(n - 1, 1))


def as_proba(levels: np.ndarray) -> np.ndarray:
    """Return levels (..., m) as probabilities of all classes (..., n_classes)."""
    proba = levels / 255
    return np.concatenate([1 - proba, proba], axis=-1) if levels.shape[-1] == 1 else proba


def means(rows: Mapping[str, Row], keys: Sequence[str], measure: str) -> tuple[float, float, int]:
    """Return mean, sample deviation and number of a measure over the runs that finished."""
    found = [rows[k] for k in keys if k in rows and rows[k]["status"] == "finished"]
    values = np.array([row[measure] for row in found if measure in row], dtype=float)
    mean = float(values.mean()) if len(values) else np.nan
    return mean, float(values.std(ddof=1)) if len(values) > 1 else np.nan, len(values)
