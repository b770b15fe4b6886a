"""Cross-entropy of a (smoothed) one-hot label and a distribution, entropy and divergence beside."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.labs.picture import Picture, decimal

LEAST = 1e-3
"""Where the drawn curve begins."""


def compute(proba: list[float], label: int, smoothing: float) -> Picture:
    """Return the curve −ln p with the true class on it, and both distributions."""
    predicted = torch.tensor(proba, dtype=torch.float64)
    target = smoothed(label, len(proba), smoothing)
    places = torch.logspace(-3, 0, 120, dtype=torch.float64)
    chosen = float(predicted[label])
    names = [str(i) for i in range(len(proba))]
    loss, entropy = float(cross_entropy(target, predicted)), float(torch.special.entr(target).sum())
    return Picture(
        {
            "curve": {"x": places, "y": -places.log()},
            "point": {
                "x": [max(chosen, LEAST)],
                "y": [-float(torch.tensor(max(chosen, LEAST)).log())],
            },
            "target": {"x": names, "y": target},
            "predicted": {"x": names, "y": predicted},
        },
        {
            "Cross-entropy": decimal(loss),
            "Entropy of the target": decimal(entropy),
            "KL divergence": decimal(loss - entropy),
        },
        ""
        if loss < float("inf")
        else "A class that the target has got probability 0: infinite loss.",
        {"xaxis2.range": [-0.5, len(names) - 0.5]},
    )


def smoothed(label: int, n: int, share: float) -> Tensor:
    """Return a one-hot label (n,) of which ``share`` is spread evenly over all classes."""
    target = torch.full((n,), share / n, dtype=torch.float64)
    target[label] += 1 - share
    return target


def cross_entropy(target: Tensor, predicted: Tensor) -> Tensor:
    """Return −Σ t·ln p over the classes that the target has."""
    there = target > 0
    return -(target[there] * predicted[there].log()).sum() + 0.0
