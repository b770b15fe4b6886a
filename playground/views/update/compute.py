"""The step that was taken apart last: its batch, loss, gradients, and how a weight moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from playground.layers import parameter_names
from playground.learn.look import Look, update
from playground.learn.state import State


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``rows`` (n,) int32 of the batch's points and ``norms`` (parameters,) of gradients.

    Empty while none was looked at, or the run has gone on since. ``is_taken`` tells whether the
    step was taken; ``lines`` write out the update of the weight with the largest gradient in the
    parameter that is asked for, ``weight`` names it, ``after`` is what it has become.
    """
    look, names = state.looked, parameter_names(state.config)
    parameter = min(arguments["parameter"], len(names) - 1)
    told = {"names": names, "parameter": parameter}
    none = {"rows": np.zeros(0, np.int32), "norms": np.zeros(0, np.float32), "is_there": False}
    if look is None or state.step not in (look.step, look.step + 1):
        return told | none
    return told | {
        "is_there": True,
        "is_taken": state.step > look.step,
        "rows": look.rows.numpy().astype(np.int32),
        "norms": torch.stack([g.norm() for g in look.gradients]).numpy(),
        "batch": look.batch,
        "n_batches": look.n_batches,
        "loss": look.loss,
        **_written(state, look, parameter, names[parameter]),
    }


def _written(state: State, look: Look, parameter: int, name: str) -> dict[str, Any]:
    """Return the update of the weight whose gradient is largest."""
    gradient = look.gradients[parameter]
    flat = int(gradient.abs().argmax())
    place = tuple(int(i) for i in np.unravel_index(flat, tuple(gradient.shape)))
    return {
        "weight": f"{name}[{', '.join(map(str, place))}]",
        "before": look.before[parameter][place].item(),
        "gradient": gradient[place].item(),
        "lines": update(look, parameter, place).lines,
        "after": state.parameters[parameter][place].item(),
    }
