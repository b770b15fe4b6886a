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

    The highest level of a cell is that of the predicted class alone. Of two classes, or a label,
    probabilities are stretched so that the threshold lies at one half: the boundary then runs where
    the prediction changes.
    Of a single feature, whose grid has one row, also ``curve`` (side, n_classes) float32.
    """
    config, rows, side = state.config, state.plane.rows, state.plane.side
    with torch.inference_mode():
        output = state.forward.output(state.plane.grid)
        proba, y_pred = probabilities(output, config), predict(output, config)
        if config.is_multilabel:
            label = proba[:, config.shown_label]
            proba, y_pred = torch.stack((1 - label, label), dim=1), y_pred[:, config.shown_label]
        curve = {"curve": proba.float().numpy()} if rows == 1 else {}
        if config.uses("threshold") and config.threshold != 0.5:
            proba = _centred(proba[:, 1], config.threshold)
        return {"grid": _levels(proba, y_pred).view(rows, side, -1).numpy()} | curve


def _centred(proba: Tensor, threshold: float) -> Tensor:
    """Return (n, 2) for p of class 1 (n,), straight from 0 over ½ at the threshold to 1."""
    below = 0.5 * proba / max(threshold, 1e-9)
    above = 1 - 0.5 * (1 - proba) / max(1 - threshold, 1e-9)
    stretched = torch.where(proba >= threshold, above, below)
    return torch.stack((1 - stretched, stretched), dim=1)


def _levels(proba: Tensor, y_pred: Tensor) -> Tensor:
    """Return probabilities (n, n_classes) as uint8; what rounding ties is lowered below ``y_pred``.

    Zeros where they are no numbers.
    """
    levels = (proba.nan_to_num() * 255).round_()
    chosen = y_pred[:, None]
    highest = levels.gather(1, chosen)
    others = torch.minimum(levels, (highest - 1).clamp_(min=0))
    return others.scatter_(1, chosen, highest).to(torch.uint8)
