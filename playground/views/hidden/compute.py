"""What a hidden layer makes of the points: its activations, or their principal components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.decomposition import PCA

from playground.learn.inside import activations
from playground.learn.state import State

MOST = 2_000
"""Points shown; of more, evenly many."""

DIMENSIONS = 3


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``places`` (n, 3) float32 and the ``rows`` (n,) int32 of the points that they are of.

    ``layer`` counts hidden layers from 1, 0 is the input. Fewer than three directions are filled up
    with zeros. Principal components are those of the shown points, each with its ``share`` of
    the variance; otherwise the axes are the layer's first units.
    """
    n = len(state.data.X)
    rows = np.linspace(0, n - 1, min(n, MOST)).round().astype(np.int32)
    X = state.data.X[rows]
    layer = min(arguments["layer"], len(state.config.hidden))
    values = (activations(state, X)[layer - 1] if layer else X).numpy().astype(np.float64)
    is_pca = arguments["axes"] == "pca"
    places, shares = _components(values) if is_pca else (values[:, :DIMENSIONS], [])
    filled = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
    filled[:, : places.shape[1]] = places
    return {
        "places": filled,
        "rows": rows,
        "layer": layer,
        "n_layers": len(state.config.hidden),
        "n_units": values.shape[1],
        "n_points": n,
        "axes": "pca" if is_pca else "units",
        "shares": shares,
    }


def _components(values: np.ndarray) -> tuple[np.ndarray, list[float]]:
    """Return up to three principal components of ``values`` (n, units), with their shares."""
    if not np.isfinite(values).all() or not np.ptp(values, axis=0).any():
        return values[:, :0], []
    # By the covariance, ten times as fast on the largest layers, where there are enough points.
    solver = "covariance_eigh" if len(values) >= values.shape[1] else "full"
    pca = PCA(min(DIMENSIONS, *values.shape), svd_solver=solver)
    return pca.fit_transform(values), pca.explained_variance_ratio_.tolist()
