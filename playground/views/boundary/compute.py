"""The network's probabilities over the plane, or over a single feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from playground.learn.model import probabilities
from playground.learn.state import State


def compute(state: State, _arguments: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return ``grid`` (rows, side, n_classes) uint8, row 0 lowest: 255 is probability one.

    Of a single feature, whose grid has one row, also ``curve`` (side, n_classes) float32.
    """
    rows, side = state.plane.rows, state.plane.side
    with torch.inference_mode():
        proba = probabilities(state.forward.output(state.plane.grid), state.config)
        if state.config.is_multilabel:
            label = proba[:, state.config.shown_label]
            proba = torch.stack((1 - label, label), dim=1)
        levels = (proba.nan_to_num() * 255).round_().to(torch.uint8)
        grid = {"grid": levels.view(rows, side, -1).numpy()}
        return grid | ({"curve": proba.float().numpy()} if rows == 1 else {})
