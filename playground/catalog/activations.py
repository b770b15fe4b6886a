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
        "max(0, x): cheap, no saturation for x > 0; a unit that is never > 0 stops learning.",
        Call("nn.ReLU"),
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
    "identity": Activation(
        "Identity (none)",
        "x itself: stacked affine layers stay one affine map, so only straight boundaries.",
        Call("nn.Identity"),
    ),
}
