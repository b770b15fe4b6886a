"""Curves on the wire: those of all classes one after the other, none too long to draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.learn.curves import Curve, at_threshold, one_versus_rest
from playground.learn.state import State

MOST = 256
"""Most points that are sent of a curve; its area is that of all."""


def curves(
    state: State,
    arguments: Mapping[str, Any],
    make: Callable[[np.ndarray, np.ndarray], Curve],
    axes: tuple[int, int],
) -> dict[str, Any]:
    """Return the curves of ``part``, one for each class or label; of two classes, of class 1.

    ``x``, ``y``, ``thresholds`` float32 hold them one after the other, ``lengths`` (m,) int32 how
    many points each has. ``areas`` (m,) float32. ``dots`` (m, 2) float32 is where what is predicted
    lies: ``axes`` names its coordinates among those of ``at_threshold``. ``shares`` (m,) float32:
    how many of the points are positive.
    """
    part = arguments["part"]
    y, proba = one_versus_rest(state, part)
    made = [make(y[:, k], proba[:, k]) for k in range(y.shape[1])]
    kept = [_thinned(len(curve.x)) for curve in made]
    joined = {
        name: np.concatenate([getattr(c, name)[rows] for c, rows in zip(made, kept, strict=True)])
        for name in ("x", "y", "thresholds")
    }
    return {
        **{name: values.astype(np.float32) for name, values in joined.items()},
        "lengths": np.array([len(rows) for rows in kept], dtype=np.int32),
        "areas": np.array([curve.area for curve in made], dtype=np.float32),
        "dots": np.ascontiguousarray(at_threshold(state, part)[:, axes], dtype=np.float32),
        "shares": y.mean(axis=0).astype(np.float32),
        "part": part,
    }


def _thinned(n: int) -> np.ndarray:
    """Return which of ``n`` points are sent: all, or MOST of them, the ends among them."""
    return np.arange(n) if n <= MOST else np.linspace(0, n - 1, MOST).round().astype(int)
