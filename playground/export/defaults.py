"""What PyTorch and scikit-learn take for an argument that is left out; scripts leave it out too.

Written down, because the server imports neither; a test holds it to their signatures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_STEP = {"weight_decay": 0.0}

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "make_circles": {"factor": 0.8},
    "make_blobs": {"cluster_std": 1.0},
    "make_gaussian_quantiles": {"n_classes": 3},
    "optim.SGD": {**_STEP, "momentum": 0.0, "nesterov": False},
    "optim.Adam": _STEP,
    "optim.AdamW": {"weight_decay": 0.01},
    "optim.NAdam": _STEP,
    "optim.RMSprop": {**_STEP, "momentum": 0.0},
    "optim.Adagrad": _STEP,
    "optim.Adadelta": _STEP,
    "optim.lr_scheduler.StepLR": {"gamma": 0.1},
    "optim.lr_scheduler.ReduceLROnPlateau": {"factor": 0.1, "patience": 10},
    "optim.lr_scheduler.LinearLR": {"total_iters": 5},
}
"""Function or class → its arguments' defaults, of those that a Config field can fill.

Learning rates, and how many points there are, are always said.
"""


def needed(name: str, arguments: Iterable[tuple[str, Any]]) -> list[str]:
    """Return the arguments of ``name`` that differ from their defaults, as source."""
    defaults = DEFAULTS.get(name, {})
    return [f"{a}={value!r}" for a, value in arguments if a not in defaults or value != defaults[a]]
