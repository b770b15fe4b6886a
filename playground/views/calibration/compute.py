"""How often what is said with a probability comes true, bin by bin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.learn.curves import calibration, calibration_error, one_versus_rest
from playground.learn.state import State


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``bins`` (m, BINS, 3) float32 of a part, one for each class or label; of two, class 1.

    Each bin holds count, mean probability and share that is true, NaN where it is empty. ``areas``
    (m,) float32 are the expected calibration errors.
    """
    y, proba = one_versus_rest(state, arguments["part"])
    bins = np.array([calibration(y[:, k], proba[:, k]) for k in range(y.shape[1])])
    return {
        "bins": bins.astype(np.float32),
        "areas": np.array([calibration_error(each) for each in bins], dtype=np.float32),
        "part": arguments["part"],
    }
