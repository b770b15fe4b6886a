"""How often each class was taken for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.learn.state import State


def compute(state: State, _arguments: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return ``counts`` (2, n_classes, n_classes) int32, the train part first.

    Rows are true labels. Of several labels the one that is shown, as a matter of two classes.
    """
    counts = state.evaluation.confusion
    if state.config.is_multilabel:
        counts = counts[:, state.config.shown_label]
    return {"counts": counts.numpy().astype(np.int32)}
