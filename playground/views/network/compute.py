"""The graph of the units that matter most, or a table of all parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor, nn

from playground.catalog import FEATURES
from playground.cost import side
from playground.layers import parameter_names
from playground.learn.inside import route
from playground.learn.parameters import summary
from playground.learn.plane import Plane
from playground.learn.state import State
from playground.learn.units import Shown, chosen, importances

MOST = 10
"""Units of a layer that are shown."""

ZERO = 128
"""The level that stands for 0 in pictures; 1 and 255 for the largest of a layer, down and up."""

_shown: WeakKeyDictionary[Plane, list[Shown]] = WeakKeyDictionary()
"""What was shown last of each run: its live state and its past have one plane."""


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table, or the graph of up to MOST units of each layer.

    The graph's layers are the input, the hidden ones and the logits; ``units`` (all shown,) are in
    that order, as are all arrays by unit: ``maps`` (units, cells) uint8 over the plane, ``values``
    (units,) float32 at the point or place that is asked about, ``biases`` and ``bias_gradients``,
    NaN where there is none, ``dropped`` what the last step's dropout left out.
    ``weights`` and ``weight_gradients`` float32 are one layer after the other, a row for each unit
    that is shown of the next. ``pictures`` (units, pixels) uint8 are the first hidden layer's
    weights where the input is one.
    """
    return _table(state) if arguments["show"] == "table" else _graph(state, arguments)


def _table(state: State) -> dict[str, Any]:
    """Return ``parameters`` (n, 5) float32 as in Summary, NaN where not known, and ``bins``."""
    gradients: Sequence[Tensor | None] = state.gradients or [None] * len(state.parameters)
    found = [summary(p, g) for p, g in zip(state.parameters, gradients, strict=True)]
    numbers = [(s.mean, s.deviation, s.least, s.largest, s.gradient_norm) for s in found]
    return {
        "show": "table",
        "parameters": np.array(numbers, dtype=np.float32),
        "bins": np.array([s.bins for s in found], dtype=np.int32),
        "names": parameter_names(state.config),
        "shapes": [list(parameter.shape) for parameter in state.parameters],
    }


def _graph(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the graph."""
    plane, cells = state.plane, side(state.config) // 3
    places = plane.coarse(cells)
    made = route(state, places)
    weights = [module.weight.detach() for module in _linear(state)]
    moving = importances(made, weights)
    _shown[plane] = units = chosen(moving, MOST, _shown.get(plane, ()))
    units = [*units, tuple(range(made[-1].shape[1]))]
    maps, scales = _maps(made, units)
    return {
        "show": "graph",
        "layers": [made_of.shape[1] for made_of in made],
        "features": _features(state, units[0]),
        "places": [min(plane.rows, cells), cells],
        "positions": _positions(state),
        "units": np.array([unit for shown in units for unit in shown], dtype=np.int32),
        "counts": [len(shown) for shown in units],
        "maps": maps,
        "scales": scales,
        "values": _values(state, arguments, units),
        **_parameters(state, units),
        **_masks(state, units, arguments["point"]),
        **_pictures(state, weights[0], units),
    }


def _linear(state: State) -> list[nn.Linear]:
    """Return the linear layers in order."""
    return [module for module in state.network.body if isinstance(module, nn.Linear)]


def _features(state: State, shown: Shown) -> list[str]:
    """Return what the inputs are called that are shown."""
    config = state.config
    if config.is_planar and config.spec.make:
        return [FEATURES[config.features[unit]].label for unit in shown]
    names = config.features if config.is_planar else state.data.names
    return [names[unit] for unit in shown]


def _positions(state: State) -> list[list[int]]:
    """Return where each layer's weight and bias stand among the parameters; -1 for no bias."""
    at = {id(parameter): i for i, parameter in enumerate(state.parameters)}
    return [[at[id(m.weight)], -1 if m.bias is None else at[id(m.bias)]] for m in _linear(state)]


def _maps(made: list[Tensor], units: list[Shown]) -> tuple[np.ndarray, np.ndarray]:
    """Return what the shown units make of the plane as levels, and what each layer's 255 means."""
    shown = [values[:, list(of)].T for values, of in zip(made, units, strict=True)]
    scales = [values.abs().nan_to_num(0.0, 0.0, 0.0).max() for values in shown]
    levels = [_levels(values, scale) for values, scale in zip(shown, scales, strict=True)]
    return torch.cat(levels).numpy(), torch.stack(scales).float().numpy()


def _levels(values: Tensor, scale: Tensor) -> Tensor:
    """Return numbers in [-scale, scale] as uint8 around ZERO; ZERO for what is no number."""
    shares = (values / scale.clamp(min=1e-30)).nan_to_num(0.0, 1.0, -1.0)
    return (shares * (ZERO - 1)).round().add(ZERO).to(torch.uint8).contiguous()


def _values(state: State, arguments: Mapping[str, Any], units: list[Shown]) -> np.ndarray:
    """Return the shown units' values at the point, or at the place, that is asked about."""
    row = arguments["point"]
    if 0 <= row < len(state.data.X):
        X = state.data.X[row : row + 1]
    else:
        X = state.plane.inputs(np.array([[arguments["x"], arguments["y"]]]))
    made = route(state, X)
    return torch.cat([v[0, list(of)] for v, of in zip(made, units, strict=True)]).numpy()


def _parameters(state: State, units: list[Shown]) -> dict[str, np.ndarray]:
    """Return weights and biases of what is shown, and what the last step left of their gradients.

    Without a step, there are no gradients.
    """
    positions = _positions(state)
    with torch.inference_mode():
        weights, biases = _picked(state.parameters, positions, units)
        found = {"weights": weights, "biases": biases}
        if state.gradients:
            weights, biases = _picked(state.gradients, positions, units)
            found |= {"weight_gradients": weights, "bias_gradients": biases}
    return found


def _picked(
    tensors: list[Tensor], positions: list[list[int]], units: list[Shown]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the shown part of weights and of biases from ``tensors``, one for each parameter."""
    weights, biases = [], [torch.full((len(units[0]),), torch.nan)]
    for (weight, bias), before, shown in zip(positions, units, units[1:], strict=False):
        weights.append(tensors[weight][list(shown)][:, list(before)].flatten())
        none = torch.full((len(shown),), torch.nan)
        biases.append(none if bias < 0 else tensors[bias][list(shown)])
    return torch.cat(weights).numpy(), torch.cat(biases).numpy()


def _masks(state: State, units: list[Shown], point: int) -> dict[str, Any]:
    """Return what dropout left out in the last step, if anything: for one point, and how often.

    The point is the one that is asked about when the batch has it, else the batch's first.
    """
    masks = state.masks
    if masks is None:
        return {}
    rows = masks.rows.tolist()
    at = rows.index(point) if point in rows else 0
    none = torch.zeros(len(rows), 1).expand
    drawn = [None, *masks.dropped, None]
    shown = [
        none(-1, len(of)) if mask is None else mask[:, list(of)].float()
        for mask, of in zip(drawn, units, strict=True)
    ]
    left_out = torch.cat(shown, dim=1)
    return {
        "dropped": left_out[at].to(torch.uint8).numpy(),
        "dropped_share": left_out.mean(dim=0).numpy(),
        "dropped_for": rows[at],
    }


def _pictures(state: State, weight: Tensor, units: list[Shown]) -> dict[str, Any]:
    """Return the first hidden layer's weights as pictures, where the input is one."""
    size = state.config.spec.picture_size
    if not size:
        return {}
    shown = weight[list(units[1])]
    scale = shown.abs().nan_to_num(0.0, 0.0, 0.0).max()
    return {"pictures": _levels(shown, scale).numpy(), "picture": list(size)}
