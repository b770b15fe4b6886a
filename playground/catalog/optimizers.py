"""Optimizers by their PyTorch names; ``learn/`` resolves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Optimizer:
    """One optimizer.

    ``torch`` is its dotted name below ``torch``; ``arguments`` maps each constructor argument to
    the Config field that fills it; ``fused`` tells that PyTorch has a fused CPU kernel for it.
    """

    label: str
    help: str
    torch: str
    arguments: Mapping[str, str]
    fused: bool = False


_RATE_AND_DECAY = {"lr": "learning_rate", "weight_decay": "weight_decay"}

OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer(
        "SGD",
        "Stochastic gradient descent: one step against the gradient of each batch; momentum "
        "carries on in the direction of earlier steps.",
        "optim.SGD",
        _RATE_AND_DECAY | {"momentum": "momentum"},
        fused=True,
    ),
    "adam": Optimizer(
        "Adam",
        "Scales each weight's step by running means of its gradient and squared gradient.",
        "optim.Adam",
        _RATE_AND_DECAY,
        fused=True,
    ),
    "adamw": Optimizer(
        "AdamW",
        "Adam with weight decay taken apart from the gradient (decoupled).",
        "optim.AdamW",
        _RATE_AND_DECAY,
        fused=True,
    ),
    "rmsprop": Optimizer(
        "RMSprop",
        "Divides each step by a running root mean square of the gradient.",
        "optim.RMSprop",
        _RATE_AND_DECAY | {"momentum": "momentum"},
    ),
}
