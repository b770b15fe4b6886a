"""What a network is made of beside activations: normalisations and initialisations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playground.catalog.call import Call

Shapes = Mapping[str, tuple[int, ...]]
"""Names of tensors and their shapes."""


def _nothing(n_units: int) -> Shapes:
    """Return no tensors."""
    return {}


def _scale_and_shift(n_units: int) -> Shapes:
    """Return what most normalisations learn: a factor and a constant for each unit."""
    return {"weight": (n_units,), "bias": (n_units,)}


def _running_moments(n_units: int) -> Shapes:
    """Return what batch normalisation keeps of the batches that it saw, and their number."""
    return {"running_mean": (n_units,), "running_var": (n_units,), "num_batches_tracked": ()}


@dataclass(frozen=True)
class Normalization:
    """One normalisation: ``torch`` makes its layer for a number of units, None makes none.

    ``parameters`` is what a layer of so many units learns, ``buffers`` what it keeps beside.
    """

    label: str
    help: str
    torch: Callable[[int], Call] | None = None
    parameters: Callable[[int], Shapes] = _nothing
    buffers: Callable[[int], Shapes] = _nothing


NORMALIZATIONS: dict[str, Normalization] = {
    "none": Normalization("None", "Layers take their inputs as they come."),
    "batch": Normalization(
        "Batch",
        "nn.BatchNorm1d: each unit to mean 0 and deviation 1 over the batch, then a learned scale "
        "and shift; when evaluating, by running means and variances. A last batch of a single "
        "point is left out.",
        lambda n_units: Call("nn.BatchNorm1d", positional=(n_units,)),
        _scale_and_shift,
        _running_moments,
    ),
    "layer": Normalization(
        "Layer",
        "nn.LayerNorm: each point's units to mean 0 and deviation 1, then a learned scale and "
        "shift for each unit.",
        lambda n_units: Call("nn.LayerNorm", positional=(n_units,)),
        _scale_and_shift,
    ),
}


@dataclass(frozen=True)
class Initialization:
    """One rule for the first weights: ``torch`` is called on each weight, None keeps PyTorch's."""

    label: str
    help: str
    torch: Call | None = field(default=None)


INITIALIZATIONS: dict[str, Initialization] = {
    "default": Initialization(
        "PyTorch's default",
        "nn.Linear's own: uniform within ±1/√(inputs), weights and biases.",
    ),
    "xavier": Initialization(
        "Xavier",
        "Uniform, sized by inputs and outputs (Glorot and Bengio, 2010); biases zero. For tanh.",
        Call("nn.init.xavier_uniform_"),
    ),
    "kaiming": Initialization(
        "Kaiming",
        "Uniform, sized by inputs (He et al., 2015); biases zero. For ReLU.",
        Call("nn.init.kaiming_uniform_", {"nonlinearity": "relu"}),
    ),
    "normal": Initialization(
        "Normal",
        "Gaussian of standard deviation 0.5 whatever the layer's size; biases zero.",
        Call("nn.init.normal_", {"std": 0.5}),
    ),
    "zeros": Initialization(
        "Zeros",
        "All weights and biases zero. Hidden units that are 0 at 0 get no gradient: only the last "
        "bias learns. Sigmoid and softplus are not, and learn, but as one unit a layer (without "
        "dropout).",
        Call("nn.init.zeros_"),
    ),
}
