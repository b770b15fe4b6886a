"""Inside the network: what its layers hand on, in eval mode."""

from __future__ import annotations

from torch import Tensor

from playground.layers import layers
from playground.learn.state import State


def activations(state: State, X: Tensor) -> list[Tensor]:
    """Return what each hidden layer makes of X (n, n_features): (n, units), after its activation.

    Dropout comes after them, and is off here in any case.
    """
    return route(state, X)[1:-1]


def route(state: State, X: Tensor) -> list[Tensor]:
    """Return X (n, n_features), what each hidden layer makes of it, and the logits (n, n_outputs).

    What each layer is given and hands on, in order.
    """
    made = [X]
    with state.forward.evaluating():
        for layer, module in zip(layers(state.config), state.network.body, strict=False):
            X = module(X)
            if layer.role == "activation":
                made.append(X)
    return [*made, X]
