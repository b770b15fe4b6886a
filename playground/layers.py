"""The network of a Config as a list of layers: the calls that make them, and what those hold.

What builds, prints, counts or shows a network takes it from here. Knows nothing of torch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

from playground.catalog import ACTIVATIONS, LOSSES, NORMALIZATIONS
from playground.catalog.call import Call
from playground.catalog.layers import Shapes
from playground.config import Config

Role = Literal["linear", "normalisation", "activation", "dropout", "head"]


@dataclass(frozen=True)
class Layer:
    """One layer: the call that makes it, its place in the network, what it learns and keeps."""

    call: Call
    role: Role
    hidden: int | None
    """Number of the hidden layer that it belongs to, from 1; None at the output."""
    n_out: int
    """Units that it hands on: the last dimension of its output."""
    parameters: Shapes = field(default_factory=dict)
    """Names and shapes of what it learns, in the order of its ``state_dict``."""
    buffers: Shapes = field(default_factory=dict)
    """Names and shapes of what it keeps beside them, in the same order, all after them."""

    @property
    def label(self) -> str:
        """Return where it belongs, in words."""
        return f"hidden {self.hidden}" if self.hidden else "output"

    @property
    def n_parameters(self) -> int:
        """Return how many numbers it learns."""
        return sum(map(math.prod, self.parameters.values()))


def layers(config: Config) -> list[Layer]:
    """Return all layers in order, dropout of 0 among them: it may change while a run goes on."""
    hidden = (_hidden(config, i) for i in range(len(config.hidden)))
    return [*chain.from_iterable(hidden), *_output(config)]


def printed(config: Config) -> list[Layer]:
    """Return the layers that scripts and panels name: all but dropout of 0, which does nothing."""
    return [layer for layer in layers(config) if layer.call != _NO_DROPOUT]


def n_parameters(config: Config) -> int:
    """Return how many numbers the network learns."""
    return sum(layer.n_parameters for layer in layers(config))


def state_names(config: Config) -> Iterator[str]:
    """Yield what the ``state_dict`` of the exported class calls the network's tensors, in order."""
    for i, layer in enumerate(printed(config)):
        for name in (*layer.parameters, *layer.buffers):
            yield f"layers.{i}.{name}"


def parameter_names(config: Config) -> list[str]:
    """Return those of what it learns, in order."""
    return [f"layers.{i}.{n}" for i, layer in enumerate(printed(config)) for n in layer.parameters]


def rows(config: Config) -> list[dict[str, Any]]:
    """Return the printed layers as rows of what JSON can hold, with the units into each."""
    shown = printed(config)
    n_ins = [config.n_features, *(layer.n_out for layer in shown[:-1])]
    return [_row(layer, n_in) for layer, n_in in zip(shown, n_ins, strict=True)]


def _row(layer: Layer, n_in: int) -> dict[str, Any]:
    """Return one row."""
    return {
        "role": layer.role,
        "label": layer.label,
        "call": str(layer.call),
        "n_in": n_in,
        "n_out": layer.n_out,
        "parameters": {name: list(shape) for name, shape in layer.parameters.items()},
        "n_parameters": layer.n_parameters,
    }


def _hidden(config: Config, i: int) -> Iterator[Layer]:
    """Yield what hidden layer ``i``, from 0, consists of."""
    number, n_units = i + 1, config.hidden[i]
    yield _linear(config, number, (config.n_features, *config.hidden)[i], n_units)
    spec = NORMALIZATIONS[config.normalization]
    if spec.torch:
        holds = spec.parameters(n_units), spec.buffers(n_units)
        yield Layer(spec.torch(n_units), "normalisation", number, n_units, *holds)
    yield Layer(ACTIVATIONS[config.activations[i]].torch, "activation", number, n_units)
    yield Layer(_dropout(config.dropouts[i]), "dropout", number, n_units)


def _output(config: Config) -> Iterator[Layer]:
    """Yield the last linear layer, and the head that the loss asks for."""
    fan_in = (config.n_features, *config.hidden)[-1]
    yield _linear(config, None, fan_in, config.n_outputs)
    if head := LOSSES[config.loss].head:
        yield Layer(head, "head", None, config.n_outputs)


def _linear(config: Config, hidden: int | None, fan_in: int, fan_out: int) -> Layer:
    """Return a linear layer, with bias or without."""
    arguments = {} if config.bias else {"bias": False}
    call = Call("nn.Linear", arguments, (fan_in, fan_out))
    parameters: dict[str, tuple[int, ...]] = {"weight": (fan_out, fan_in)}
    if config.bias:
        parameters["bias"] = (fan_out,)
    return Layer(call, "linear", hidden, fan_out, parameters)


def _dropout(p: float) -> Call:
    """Return the call that makes dropout of the share ``p``."""
    return Call("nn.Dropout", positional=(p,))


_NO_DROPOUT = _dropout(0.0)
