"""The network's probabilities over the plane, or over a single feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from playground.learn.levels import centred, levels
from playground.learn.model import predict, probabilities
from playground.learn.picture import picture
from playground.learn.state import State

PLAIN = ("class", "hard")
"""Modes that take the probabilities as they come."""


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``grid`` (rows, side, n_classes) uint8, row 0 lowest: 255 is probability one.

    The highest level of a cell is that of the predicted class alone. Of two classes, or a label,
    probabilities are stretched so that the threshold lies at one half: the boundary then runs where
    the prediction changes.
    Of a single feature, whose grid has one row, also ``curve`` (side, n_classes) float32.
    Other modes than the predicted class, contour, lines and a finer picture: ``learn.picture``.
    """
    mode = arguments.get("mode", "class")
    if mode not in PLAIN or any(arguments.get(name) for name in ("contour", "lines", "fine")):
        return picture(state, arguments)
    config, rows, side = state.config, state.plane.rows, state.plane.side
    with torch.inference_mode():
        output = state.forward.output(state.plane.grid)
        proba, y_pred = probabilities(output, config), predict(output, config)
        if config.is_multilabel:
            label = proba[:, config.shown_label]
            proba, y_pred = torch.stack((1 - label, label), dim=1), y_pred[:, config.shown_label]
        curve = {"curve": proba.float().numpy()} if rows == 1 else {}
        if config.uses("threshold") and config.threshold != 0.5:
            proba = centred(proba[:, 1], config.threshold)
        told = {} if mode == "class" else {"mode": mode}
        return {"grid": levels(proba, y_pred).view(rows, side, -1).numpy()} | curve | told
