"""The learning curve so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.learn.state import State


def compute(state: State, _arguments: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return ``history`` (5, m) float32: epoch, train and test loss, train and test accuracy."""
    return {"history": state.history.with_present(state.epoch, state.evaluation)}
