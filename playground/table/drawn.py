"""Points drawn on the plane with the mouse → Points."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from playground.catalog.own import MAX_CLASSES, MIN_PER_CLASS
from playground.table.choice import Points
from playground.table.errors import TableError

MAX_DRAWN = 1000


def drawn_points(drawn: Any) -> Points:
    """Return the points of ``[[x1, x2, class], …]`` with coordinates in [-1, 1].

    Classes without points are closed up. Raises TableError, whatever a browser may have sent.
    """
    if not isinstance(drawn, list) or not drawn:
        raise TableError("Nothing is drawn yet. Click on the square to put points there.")
    if len(drawn) > MAX_DRAWN:
        raise TableError(f"At most {MAX_DRAWN:,} points can be drawn. Erase some.")
    if not all(map(_is_point, drawn)):
        raise TableError("A point is outside the square or of no class. Clear and draw again.")
    counts = Counter(int(point[2]) for point in drawn)
    if len(counts) < 2:
        raise TableError("All points are of one class. Choose another colour and draw some there.")
    for k, n in sorted(counts.items()):
        if n < MIN_PER_CLASS:
            raise TableError(f"Class {k} has only one point; each needs {MIN_PER_CLASS}. Add one.")
    present = sorted(counts)
    y = np.array([present.index(int(point[2])) for point in drawn], dtype=np.int64)
    X = np.array([point[:2] for point in drawn], dtype=np.float64) + 0.0
    return Points(X, y, ("x1", "x2"), tuple(f"class {k}" for k in present))


def _is_point(point: Any) -> bool:
    """Tell whether ``point`` is two coordinates in the square and a class."""
    if not isinstance(point, list) or len(point) != 3:
        return False
    if not all(isinstance(v, int | float) for v in point):
        return False
    x1, x2, k = point  # NaN compares false
    return abs(x1) <= 1 and abs(x2) <= 1 and 0 <= k < MAX_CLASSES and k == int(k)
