"""Layer by layer: gradients, weights, activations, updates; and the learning rate over time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from playground.layers import layers
from playground.learn.data import targets
from playground.learn.state import State

BINS = 30
"""Bars of a distribution."""

COUNTED = 500_000
"""Activations of a layer that go into its distribution, about: of more, those of fewer points."""

FEWEST, PRODUCTS = 64, 20_000_000
"""Points that a gradient is taken over at least, and weights times points at most."""

SLOPE = 0.1
"""A sigmoid's or tanh's slope counts as flat below this share of its steepest."""

MOSTLY = 0.9
"""A unit counts as saturated when its slope is flat at this share of the points."""


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``show`` names, ``labels`` the layers from the first on.

    A distribution is ``counts`` (layers, BINS) float32, the highest 1, and ``edges`` (layers, 2)
    float32, NaN where there is nothing to count. ``facts`` (layers, m) float32 are numbers.
    """
    show = arguments["show"]
    return {"show": show, **_SHOWN[show](state)}


def _weights(state: State) -> dict[str, Any]:
    """Distributions of the weights, without biases; facts: mean, standard deviation."""
    weights = [weight.detach() for weight in _linear_weights(state)]
    facts = [[float(w.mean()), float(w.std(correction=0))] for w in weights]
    return _distributions(weights) | {"facts": _floats(facts, 2), "labels": _labels(state)}


def _gradients(state: State) -> dict[str, Any]:
    """Distributions of log₁₀ |gradient by a weight|; facts: the norm, the share of exact zeros.

    ``of`` says what it is the gradient of: the last ``step``, or else the loss over ``n`` points of
    the training part, dropout off.
    """
    if state.gradients:
        names = {id(p): g for p, g in zip(state.parameters, state.gradients, strict=True)}
        told: dict[str, Any] = {"of": "step"}
        found = [names[id(weight)] for weight in _linear_weights(state)]
    else:
        found, n = _over_points(state)
        told = {"of": "part", "n": n}
    with torch.inference_mode():
        sizes = [gradient.abs().flatten() for gradient in found]
        facts = [
            [float(torch.linalg.vector_norm(s)), float((s == 0).float().mean())] for s in sizes
        ]
        shown = _distributions([size[size > 0].log10() for size in sizes])
    return shown | told | {"facts": _floats(facts, 2), "labels": _labels(state)}


def _over_points(state: State) -> tuple[list[Tensor], int]:
    """Return the gradients of the loss by all weights, without penalty, and how many points of."""
    X, y = state.data.part("train")
    most = max(FEWEST, PRODUCTS // state.n_parameters)
    rows = torch.linspace(0, len(X) - 1, min(len(X), most)).round().long()
    weights = _linear_weights(state)
    with _differentiating(state):
        loss = state.criterion(state.network(X[rows]), targets(y[rows], state.config))
        return list(torch.autograd.grad(loss, weights)), len(rows)


@contextmanager
def _differentiating(state: State) -> Iterator[None]:
    """Switch to eval mode, with gradients."""
    state.network.eval()
    try:
        with torch.enable_grad():
            yield
    finally:
        state.network.train()


def _activations(state: State) -> dict[str, Any]:
    """Distributions over the training part, dropout off; facts: mean, how many units are idle, all.

    ``kinds`` says what idle means: of ReLU "dead", never above 0; of sigmoid and tanh "saturated";
    else "", and none is counted.
    """
    found, facts, kinds = [], [], []
    with torch.inference_mode():
        for name, values in zip(state.config.activations, _handed_on(state), strict=True):
            kind, idle = _idle(name, values)
            found.append(_distribution(values[:: 1 + values.numel() // COUNTED]))
            facts.append([float(values.mean()), float(idle), float(values.shape[1])])
            kinds.append(kind)
    return {
        **_stacked(found),
        "facts": _floats(facts, 3),
        "labels": _labels(state)[: len(kinds)],
        "kinds": kinds,
        "n": len(state.data.train),
    }


def _handed_on(state: State) -> Iterator[Tensor]:
    """Yield what each hidden layer makes of the training part (n, units), one at a time."""
    X = state.data.part("train")[0]
    for layer, module in zip(layers(state.config), state.network.body, strict=False):
        with state.forward.evaluating():
            X = module(X)
        if layer.role == "activation":
            yield X


def _idle(activation: str, values: Tensor) -> tuple[str, int]:
    """Return what to call the units that pass (nearly) no gradient, and how many there are."""
    if activation == "relu":
        return "dead", int((values.amax(dim=0) <= 0).sum())
    if activation not in ("sigmoid", "tanh"):
        return "", 0
    slope = 1 - values**2 if activation == "tanh" else 4 * values * (1 - values)
    return "saturated", int(((slope < SLOPE).float().mean(dim=0) >= MOSTLY).sum())


def _ratio(state: State) -> dict[str, Any]:
    """Facts: ‖Δw‖ / ‖w‖ of the last step for each layer's weights, w as they are now.

    NaN where no step was taken since the view was opened.
    """
    norms = state.moves.norms
    moved = {id(p): norm for p, norm in zip(state.parameters, norms, strict=False)}
    ratios = [
        [float(moved[id(w)] / torch.linalg.vector_norm(w.detach())) if moved else float("nan")]
        for w in _linear_weights(state)
    ]
    return {"facts": _floats(ratios, 1), "labels": _labels(state)}


def _rate(state: State) -> dict[str, Any]:
    """``rates`` (2, m) float32: epochs, and the learning rate that their steps were taken with.

    ``next`` is that of the next step, where the state stands.
    """
    rates = state.history.rates
    pairs = np.array([list(rates), list(rates.values())], dtype=np.float32).reshape(2, -1)
    return {"rates": pairs, "next": state.learning_rate, "labels": []}


def _linear_weights(state: State) -> list[Tensor]:
    """Return the weights (n_out, n_in) of every linear layer, the first one first."""
    return [module.weight for module in state.network.body if isinstance(module, nn.Linear)]


def _labels(state: State) -> list[str]:
    """Return what the linear layers are called."""
    return [layer.label for layer in layers(state.config) if layer.role == "linear"]


def _distributions(values: list[Tensor]) -> dict[str, np.ndarray]:
    """Return the distribution of each of ``values``."""
    return _stacked([_distribution(one) for one in values])


def _distribution(values: Tensor) -> tuple[np.ndarray, list[float]]:
    """Return counts (BINS,), the highest 1, and the two ends between which the bins lie."""
    finite = values[values.isfinite()]
    if not len(finite):
        return np.zeros(BINS), [float("nan")] * 2
    low, high = float(finite.min()), float(finite.max())
    room = max((high - low) / BINS, 1e-6 * max(abs(low), abs(high)), 1e-9) / 2
    counts = torch.histc(finite, BINS, low - room, high + room)
    return (counts / counts.max()).numpy(), [low - room, high + room]


def _stacked(found: list[tuple[np.ndarray, list[float]]]) -> dict[str, np.ndarray]:
    """Return distributions as arrays of all layers."""
    return {
        "counts": _floats([counts for counts, _ in found], BINS),
        "edges": _floats([edges for _, edges in found], 2),
    }


def _floats(rows: list[Any], width: int) -> np.ndarray:
    """Return rows as (n, width) float32, also where there are none."""
    return np.array(rows, dtype=np.float32).reshape(-1, width)


_SHOWN: dict[str, Callable[[State], dict[str, Any]]] = {
    "gradients": _gradients,
    "weights": _weights,
    "activations": _activations,
    "ratio": _ratio,
    "rate": _rate,
}
