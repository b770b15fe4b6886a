"""What the network is made of."""

from __future__ import annotations

from dataclasses import dataclass

from playground.catalog import ACTIVATIONS, INITIALIZATIONS, NORMALIZATIONS
from playground.fields import MAX_LAYERS, MAX_UNITS, NETWORK
from playground.fields.data import DataFields
from playground.params import Choice, Flag, Real, Several, Sizes, param


@dataclass(frozen=True)
class NetworkFields(DataFields):
    """The network of a Config."""

    hidden: tuple[int, ...] = param(
        (8, 8),
        Sizes(1, MAX_UNITS, MAX_LAYERS),
        "Hidden layers",
        "Units of each hidden layer, with commas between: 8,8 is two layers of eight. Empty: a "
        "linear classifier; with cross-entropy or BCE, logistic regression.",
        group=NETWORK,
    )
    activation: str = param(
        "tanh",
        Choice(ACTIVATIONS),
        "Activation",
        "The function after each hidden layer; without one, linear layers collapse into one.",
        group=NETWORK,
    )
    layer_activations: tuple[str, ...] = param(
        (),
        Several(Choice(ACTIVATIONS), MAX_LAYERS),
        "Activation of each layer",
        "One for each hidden layer, with commas between; empty: the same for all.",
        group=NETWORK,
        advanced=True,
    )
    dropout: float = param(
        0.0,
        Real(0, 0.9, step=0.05),
        "Dropout",
        "How likely a hidden unit is switched off, drawn anew for each point of each training "
        "step; the others grow by 1 / (1 − dropout). Off when evaluating.",
        group=NETWORK,
        live=True,
    )
    layer_dropouts: tuple[float, ...] = param(
        (),
        Several(Real(0, 0.9), MAX_LAYERS),
        "Dropout of each layer",
        "One for each hidden layer, with commas between; empty: the same for all.",
        group=NETWORK,
        live=True,
        advanced=True,
    )
    normalization: str = param(
        "none",
        Choice(NORMALIZATIONS),
        "Normalisation",
        "Between each hidden layer and its activation.",
        group=NETWORK,
        advanced=True,
    )
    initialization: str = param(
        "default",
        Choice(INITIALIZATIONS),
        "Initial weights",
        "Where training starts from.",
        group=NETWORK,
        advanced=True,
    )
    bias: bool = param(
        True,
        Flag(),
        "Bias",
        "Adds a learned constant to each unit; without it, a first layer's lines go through zero.",
        group=NETWORK,
        advanced=True,
    )
