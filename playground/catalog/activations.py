"""Activation functions by their PyTorch names; ``learn/`` resolves them."""

from __future__ import annotations

from dataclasses import dataclass

from playground.catalog.call import Call


@dataclass(frozen=True)
class Activation:
    """One activation: ``torch`` makes its layer."""

    label: str
    help: str
    torch: Call


ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation(
        "ReLU",
        "max(0, x): cheap, no saturation for x > 0; a unit that is 0 for every point gets no "
        "gradient.",
        Call("nn.ReLU"),
    ),
    "leaky_relu": Activation(
        "Leaky ReLU",
        "x for x > 0, else 0.01·x: some gradient always gets through.",
        Call("nn.LeakyReLU"),
    ),
    "elu": Activation(
        "ELU", "x for x > 0, else eˣ − 1: like ReLU, smooth, down to −1.", Call("nn.ELU")
    ),
    "selu": Activation(
        "SELU",
        "Scaled ELU: keeps mean 0 and deviation 1 from layer to layer (Klambauer et al., 2017) "
        "where weights have deviation 1/√inputs, as Xavier's have between layers of one width.",
        Call("nn.SELU"),
    ),
    "gelu": Activation(
        "GELU", "x·Φ(x), Φ the normal distribution function: a smooth ReLU.", Call("nn.GELU")
    ),
    "silu": Activation(
        "SiLU (swish)", "x · sigmoid(x): a smooth ReLU with a small dip.", Call("nn.SiLU")
    ),
    "tanh": Activation(
        "Tanh",
        "Squashes to (−1, 1): smooth boundaries; its gradient vanishes for large |x|.",
        Call("nn.Tanh"),
    ),
    "sigmoid": Activation(
        "Sigmoid",
        "1 / (1 + e⁻ˣ), the logistic function: squashes to (0, 1); gradient at most 1/4, so deep "
        "stacks learn slowly.",
        Call("nn.Sigmoid"),
    ),
    "softplus": Activation(
        "Softplus", "ln(1 + eˣ): ReLU with a round corner.", Call("nn.Softplus")
    ),
    "step": Activation(
        "Step (hard)",
        "1 for x > 0, else 0, as in Rosenblatt's perceptron: its gradient is zero everywhere, so "
        "the data teach no layer below it (weight decay and L1 still move those).",
        Call("Step"),
    ),
    "identity": Activation(
        "Identity (none)",
        "x itself: stacked affine layers stay one affine map, so boundaries are straight in the "
        "network's inputs (not so with layer normalisation between).",
        Call("nn.Identity"),
    ),
}
