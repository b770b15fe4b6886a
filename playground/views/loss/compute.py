"""The learning curve so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.learn.state import State


def compute(state: State, _arguments: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return ``history`` and ``best``.

    The first is (5, m) float32: epoch, train and test loss, train and test accuracy; (7, m) with a
    validation part, whose loss and accuracy follow. The second is (2, 1): the best epoch and its
    loss while early stopping looks for one, else (2, 0).
    """
    history, best = state.history, np.zeros((2, 0), dtype=np.float32)
    if history.best and state.config.patience:
        best = np.array(history.best, dtype=np.float32).reshape(2, 1)
    return {"history": history.with_present(state.epoch, state.evaluation), "best": best}
