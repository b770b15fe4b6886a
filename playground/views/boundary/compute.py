"""The network's probabilities over the plane, or over a single feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.learn.model import predict, probabilities
from playground.learn.state import State


def compute(state: State, _arguments: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return ``grid`` (rows, side, n_classes) uint8, row 0 lowest: 255 is probability one.

    The highest level of a cell is that of the predicted class alone. Of a single feature, whose
    grid has one row, also ``curve`` (side, n_classes) float32.
    """
    config, rows, side = state.config, state.plane.rows, state.plane.side
    with torch.inference_mode():
        output = state.forward.output(state.plane.grid)
        proba, y_pred = probabilities(output, config), predict(output, config)
        if config.is_multilabel:
            label = proba[:, config.shown_label]
            proba, y_pred = torch.stack((1 - label, label), dim=1), y_pred[:, config.shown_label]
        grid = {"grid": _levels(proba, y_pred).view(rows, side, -1).numpy()}
        return grid | ({"curve": proba.float().numpy()} if rows == 1 else {})


def _levels(proba: Tensor, y_pred: Tensor) -> Tensor:
    """Return probabilities (n, n_classes) as uint8; what rounding ties is lowered below ``y_pred``.

    Zeros where they are no numbers.
    """
    levels = (proba.nan_to_num() * 255).round_()
    chosen = y_pred[:, None]
    highest = levels.gather(1, chosen)
    others = torch.minimum(levels, (highest - 1).clamp_(min=0))
    return others.scatter_(1, chosen, highest).to(torch.uint8)
