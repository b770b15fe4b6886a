"""Runs of one small network, one for each learning rate and batch size; all rates at once."""

from __future__ import annotations

import math
from functools import lru_cache

import torch
from sklearn.datasets import make_moons
from torch import Tensor

from playground.labs.picture import Picture, decimal

RATES = (0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0)
BATCHES = (1, 8, 32, 96)
N = 96
HIDDEN = 8
EPOCHS = 12
FAR = 1e6


def compute(epoch: int, rate: float, noise: float, seed: int) -> Picture:
    """Return the loss of each run at ``epoch``, and the curves of those with one rate."""
    all_losses = {batch: runs(batch, round(noise, 2), seed) for batch in BATCHES}
    nearest = min(range(len(RATES)), key=lambda i: abs(math.log(RATES[i] / rate)))
    at = {batch: losses[epoch] for batch, losses in all_losses.items()}
    best = min(
        (float(at[batch][i]), batch, RATES[i]) for batch in BATCHES for i in range(len(RATES))
    )
    return Picture(
        {
            "grid": {
                "x": [f"{rate:g}" for rate in RATES],
                "y": [named(batch) for batch in BATCHES],
                "z": [at[batch].clamp(max=1.0).tolist() for batch in BATCHES],
                "text": [[said(float(loss)) for loss in at[batch]] for batch in BATCHES],
            },
            **{
                f"batch {batch}": {
                    "x": list(range(epoch + 1)),
                    "y": all_losses[batch][: epoch + 1, nearest].clamp(max=2.0),
                }
                for batch in BATCHES
            },
        },
        {
            "Curves at learning rate": f"{RATES[nearest]:g}",
            "Lowest loss": decimal(best[0], 3),
            "of batch size, rate": f"{named(best[1])}, {best[2]:g}",
            "Updates in all": ", ".join(f"{named(b)}: {epoch * -(-N // b)}" for b in BATCHES),
        },
    )


def named(batch: int) -> str:
    """Return what a batch size is called."""
    return "all" if batch == N else str(batch)


def said(loss: float) -> str:
    """Return a loss as it stands in a cell."""
    return f"{loss:.2f}" if loss < FAR else "gone"


@lru_cache(maxsize=64)
def runs(batch: int, noise: float, seed: int) -> Tensor:
    """Return the loss before the first epoch and after each, (EPOCHS + 1, rates).

    The runs of all rates are one batch of networks: they differ in their steps' length alone.
    """
    points, labels = make_moons(N, noise=noise, random_state=42)
    X, y = torch.tensor(points, dtype=torch.float32), torch.tensor(labels, dtype=torch.float32)
    generator = torch.Generator().manual_seed(seed)
    n = len(RATES)
    shapes = ((2, HIDDEN), (1, HIDDEN), (HIDDEN, 1), (1, 1))
    weights = [
        (torch.rand(shape, generator=generator) * 2 - 1).expand(n, *shape).clone()
        / math.sqrt(2 if i < 2 else HIDDEN)
        for i, shape in enumerate(shapes)
    ]
    rates = torch.tensor(RATES)[:, None, None]
    told = [measured(weights, X, y)]
    for _ in range(EPOCHS):
        for rows in torch.randperm(N, generator=generator).split(batch):
            step(weights, X[rows], y[rows], rates)
        told.append(measured(weights, X, y))
    return torch.stack(told)


def forward(weights: list[Tensor], X: Tensor) -> tuple[Tensor, Tensor]:
    """Return the hidden layer (rates, points, HIDDEN) and the logits (rates, points, 1)."""
    W1, b1, W2, b2 = weights
    hidden = torch.tanh(X @ W1 + b1)
    return hidden, hidden @ W2 + b2


def measured(weights: list[Tensor], X: Tensor, y: Tensor) -> Tensor:
    """Return the binary cross-entropy of each run (rates,)."""
    z = forward(weights, X)[1].squeeze(-1)
    loss = torch.nn.functional.softplus(z) - y * z
    return loss.mean(1).nan_to_num(FAR).clamp(max=FAR)


def step(weights: list[Tensor], X: Tensor, y: Tensor, rates: Tensor) -> None:
    """Take one step of SGD in each run, by the chain rule written out."""
    hidden, z = forward(weights, X)
    dz = (z.sigmoid() - y[:, None]) / len(y)
    dh = dz @ weights[2].transpose(1, 2) * (1 - hidden**2)
    slopes = (
        X.T @ dh,
        dh.sum(1, keepdim=True),
        hidden.transpose(1, 2) @ dz,
        dz.sum(1, keepdim=True),
    )
    for weight, slope in zip(weights, slopes, strict=True):
        weight -= rates * slope
