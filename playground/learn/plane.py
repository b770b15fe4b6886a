"""The plane that a dataset is shown on: where its points lie, and what the network sees there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from sklearn.decomposition import PCA
from torch import Tensor

from playground.config import Config
from playground.cost import GRID, side
from playground.learn.data import Data


class Plane:
    """A rectangle around all points' places, and a grid of ``side`` × ``side`` places in it.

    ``points`` (n, 2) float32 are the points' places, ``inputs`` turns places (m, 2) into what the
    network takes (m, n_features), ``axes`` names the two directions, ``note`` says in a sentence
    what the picture is a slice of, empty when it is the whole.
    """

    def __init__(
        self,
        points: np.ndarray,
        inputs: Callable[[np.ndarray], Tensor],
        axes: tuple[str, str],
        note: str = "",
        is_square: bool = True,
        side: int = GRID,
    ) -> None:
        self.points = points.astype(np.float32)
        self.inputs = inputs
        self.axes = axes
        self.note = note
        self.low, self.high = _corners(points, is_square)
        self.side = side
        fractions = (np.arange(side) + 0.5) / side
        x1, x2 = (self.low + (self.high - self.low) * fractions[:, None]).T
        places = np.column_stack([np.tile(x1, side), np.repeat(x2, side)])
        self.grid = inputs(places)
        """Network inputs of the cell centres (side², n_features), row by row from the lowest."""

    @property
    def extent(self) -> np.ndarray:
        """Return x1 min, x1 max, x2 min, x2 max, float32."""
        return np.array([self.low, self.high], dtype=np.float32).T.flatten()

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the rectangle."""
        x1, x2 = ((self.low + self.high) / 2).tolist()
        return x1, x2


def make_plane(config: Config, data: Data) -> Plane:
    """Return the plane on which ``config`` shows ``data``."""
    if config.is_planar:
        axes = ("x₁", "x₂") if config.spec.make else (data.names[0], data.names[1])
        return Plane(data.raw, data.prepare, axes, side=side(config))
    return _components(config, data) if config.plane == "pca" else _slice(config, data)


def _corners(points: np.ndarray, is_square: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest corner, a tenth of the width beyond the points."""
    low, high = points.min(axis=0), points.max(axis=0)
    half = np.maximum((high - low) / 2 * 1.1, 1e-3)
    half = np.full(2, half.max()) if is_square else half
    return (low + high) / 2 - half, (low + high) / 2 + half


def _components(config: Config, data: Data) -> Plane:
    """Return the plane of the first two principal components of the training inputs."""
    X = data.X.numpy().astype(np.float64)
    pca = PCA(min(2, X.shape[1]), svd_solver="full").fit(X[data.train.numpy()])
    shares = [*pca.explained_variance_ratio_, 0.0]

    def inputs(places: np.ndarray) -> Tensor:
        return torch.tensor(pca.inverse_transform(places[:, : pca.n_components_])).float()

    points = pca.transform(X)
    points = points if points.shape[1] == 2 else np.column_stack([points, np.zeros(len(points))])
    axes = tuple(f"component {i + 1} ({shares[i]:.0%} of variance)" for i in range(2))
    note = (
        f"A slice: two principal components with {sum(shares):.0%} of the variance; points lie "
        "off this plane, so their own class can differ from the colour under them."
    )
    return Plane(points, inputs, (axes[0], axes[1]), note, side=side(config))


def _slice(config: Config, data: Data) -> Plane:
    """Return the plane of two features, the others at their training median."""
    columns = [config.plane_x, config.plane_y]
    median = np.median(data.raw[data.train.numpy()], axis=0)

    def inputs(places: np.ndarray) -> Tensor:
        raw = np.repeat(median[None], len(places), axis=0)
        raw[:, columns] = places
        return data.prepare(raw)

    axes = [data.names[c] for c in columns]
    note = (
        f"A slice: {axes[0]} and {axes[1]}, the other {len(median) - 2} features at their training "
        "median; points lie off this plane, so their own class can differ from the colour under "
        "them."
    )
    points = data.raw[:, columns]
    return Plane(points, inputs, (axes[0], axes[1]), note, is_square=False, side=side(config))
