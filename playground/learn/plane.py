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

LINE = 240
"""Places along the line of a single feature."""

ROW = 0.07
"""From one row of points below the curves to the next, in units of the probability axis."""


class Plane:
    """A rectangle around all points' places, and a grid of ``rows`` × ``side`` places in it.

    ``points`` (n, 2) float32 are the points' places, ``inputs`` turns places (m, 2) into what the
    network takes (m, n_features), ``axes`` names the directions that features have, ``note`` says
    in a sentence what the picture is a slice of, empty when it is the whole.
    """

    def __init__(
        self,
        points: np.ndarray,
        inputs: Callable[[np.ndarray], Tensor],
        axes: tuple[str, ...],
        note: str = "",
        is_square: bool = True,
        side: int = GRID,
        rows: int | None = None,
    ) -> None:
        self.points = points.astype(np.float32)
        self.inputs = inputs
        self.axes = axes
        self.note = note
        self.low, self.high = _corners(points, is_square)
        self.side = side
        self.rows = rows or side
        self.grid = self._cells(self.side, self.rows)
        """Network inputs of the cell centres (rows · side, n_features), the lowest row first."""
        self._coarse: dict[int, Tensor] = {}

    def coarse(self, side: int) -> Tensor:
        """Return the inputs of the centres of ``side`` × ``side`` cells, as ``grid`` has its own.

        Of a single feature, those of one row of cells.
        """
        if side not in self._coarse:
            self._coarse[side] = self._cells(side, min(side, self.rows))
        return self._coarse[side]

    def _cells(self, side: int, rows: int) -> Tensor:
        """Return the network inputs of the cell centres (rows · side, n_features)."""
        return self.inputs(self.places(side, rows))

    def places(self, side: int, rows: int) -> np.ndarray:
        """Return the centres of cells (rows · side, 2), the lowest row first."""
        x1, x2 = (self._centres(k, n) for k, n in enumerate((side, rows)))
        return np.column_stack([np.tile(x1, rows), np.repeat(x2, side)])

    def _centres(self, k: int, n: int) -> np.ndarray:
        """Return the coordinates (n,) along direction ``k`` of the centres of n cells."""
        return self.low[k] + (self.high[k] - self.low[k]) * ((np.arange(n) + 0.5) / n)

    @property
    def extent(self) -> np.ndarray:
        """Return x1 min, x1 max, x2 min, x2 max, float32."""
        return np.array([self.low, self.high], dtype=np.float32).T.flatten()

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the rectangle."""
        x1, x2 = ((self.low + self.high) / 2).tolist()
        return x1, x2


class Line(Plane):
    """One feature across, probabilities up, and below them a row of points for each class.

    The grid is a single row: the network knows one direction only.
    """

    def __init__(self, config: Config, data: Data) -> None:
        below = -ROW * (1 + data.y.numpy())
        points = np.column_stack([data.raw[:, 0], below])

        def inputs(places: np.ndarray) -> Tensor:
            return data.prepare(places[:, :1])

        super().__init__(points, inputs, (data.names[0],), is_square=False, side=LINE, rows=1)
        self.low[1], self.high[1] = -ROW * (config.n_classes + 1), 1 + ROW


def make_plane(config: Config, data: Data) -> Plane:
    """Return the plane on which ``config`` shows ``data``."""
    if config.n_columns == 1:
        return Line(config, data)
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
    pca = PCA(2, svd_solver="full").fit(X[data.train.numpy()])
    shares = pca.explained_variance_ratio_

    def inputs(places: np.ndarray) -> Tensor:
        return torch.tensor(pca.inverse_transform(places)).float()

    axes = tuple(f"component {i + 1} ({share:.0%} of variance)" for i, share in enumerate(shares))
    note = (
        f"A slice: two principal components with {sum(shares):.0%} of the variance; points lie "
        "off this plane, so their own class can differ from the colour under them."
    )
    return Plane(pca.transform(X), inputs, axes, note, side=side(config))


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
