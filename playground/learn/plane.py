"""The plane that a dataset is shown on: its extent and the places of the picture's cells."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

GRID = 60
"""Cells along each side of the boundary picture."""


class Plane:
    """A square around all points, and a grid of GRID × GRID places in it."""

    def __init__(self, X: Tensor) -> None:
        low, high = X.min(dim=0).values, X.max(dim=0).values
        middle = (low + high) / 2
        half = ((high - low).max() / 2 * 1.1).clamp(min=1e-3)
        self.low, self.high = middle - half, middle + half
        """Corners, float32 (2,): a square that holds every point with a margin of a tenth."""
        fractions = (torch.arange(GRID) + 0.5) / GRID
        x1, x2 = (self.low + (self.high - self.low) * fractions[:, None]).T
        self.places = torch.cartesian_prod(x2, x1).flip(1).contiguous()
        """Cell centres (GRID², 2), row by row from the lowest x2."""

    @property
    def extent(self) -> np.ndarray:
        """Return x1 min, x1 max, x2 min, x2 max, float32."""
        return torch.stack((self.low, self.high), dim=1).flatten().numpy()
