"""How high the probability of a class, or its lead over the others, is over the shown plane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.config import Config
from playground.learn.model import probabilities
from playground.learn.state import State


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``heights`` (rows, side) float32 over the cells' centres, row 0 lowest.

    They are the probability of the class or label ``label`` (-1: class 1, of several labels the
    one that is shown), or its ``margin``: what it leads the likeliest other by, from -1 to 1.
    Nothing where a single feature spans no plane.
    """
    config, plane = state.config, state.plane
    if plane.rows == 1:
        return {"is_line": True}
    label = _label(config, arguments["label"])
    with torch.inference_mode():
        proba = probabilities(state.forward.output(plane.grid), config)
        is_margin = arguments["height"] == "margin"
        heights = _margin(proba, label, config) if is_margin else proba[:, label]
    grid = np.ascontiguousarray(heights.float().numpy().reshape(plane.rows, plane.side))
    return {"heights": grid, "label": label, "height": arguments["height"]}


def _label(config: Config, label: int) -> int:
    """Return the class or label that is meant."""
    chosen = label if label >= 0 else (config.shown_label if config.is_multilabel else 1)
    return min(chosen, config.n_classes - 1)


def _margin(proba: Tensor, label: int, config: Config) -> Tensor:
    """Return p of ``label`` less the largest other one's (n,); a label's other is its absence."""
    if config.is_multilabel:
        return 2 * proba[:, label] - 1
    others = torch.cat((proba[:, :label], proba[:, label + 1 :]), dim=1)
    return proba[:, label] - others.amax(dim=1)
