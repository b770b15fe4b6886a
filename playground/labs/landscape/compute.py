"""A slice through the loss of a trained 2-6-6-1 network: filter-normalised directions."""

from __future__ import annotations

from functools import cache

import torch
from sklearn.datasets import make_moons
from torch import Tensor, nn
from torch.func import functional_call, vmap

from playground.labs.picture import Picture, decimal

EPOCHS = 80
SIDE = 25


def network() -> nn.Sequential:
    """Return the network before training."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(42)
        return nn.Sequential(
            nn.Linear(2, 6), nn.Tanh(), nn.Linear(6, 6), nn.Tanh(), nn.Linear(6, 1)
        )


def compute(epoch: int, radius: float, path: bool, seed: int) -> Picture:
    """Return the loss over the slice, and the path's shadow on it."""
    weights, losses = trained()
    u, v = directions(path, seed)
    off = weights - weights[-1]
    places, *_ = torch.linalg.lstsq(torch.stack([u, v], 1), off.T)
    steps = torch.linspace(-radius, radius, SIDE)
    b, a = torch.meshgrid(steps, steps, indexing="ij")
    z = loss_at(weights[-1] + a.reshape(-1, 1) * u + b.reshape(-1, 1) * v).reshape(SIDE, SIDE)
    kept = (places**2).sum() and 1 - float(
        ((off.T - torch.stack([u, v], 1) @ places) ** 2).sum() / (off**2).sum()
    )
    seen = places[:, : epoch + 1]
    return Picture(
        {
            "surface": {"x": steps, "y": steps, "z": z.clamp(min=1e-4).log10()},
            "way": {"x": seen[0], "y": seen[1]},
            "here": {"x": seen[0, -1:], "y": seen[1, -1:]},
        },
        {
            "Loss at this epoch": decimal(float(losses[epoch])),
            "Loss at the centre": decimal(float(losses[-1])),
            "Highest in the slice": decimal(float(z.max()), 2),
            "Weights": str(weights.shape[1]),
            "Share of the path in the slice": f"{100 * float(kept):.0f} %",
        },
        layout={"xaxis.range": [-radius, radius], "yaxis.range": [-radius, radius]},
    )


@cache
def points() -> tuple[Tensor, Tensor]:
    """Return 100 points of two moons."""
    X, y = make_moons(100, noise=0.2, random_state=42)
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)[:, None]


@cache
def trained() -> tuple[Tensor, Tensor]:
    """Return all weights and the loss before the first epoch and after each."""
    X, y = points()
    model, criterion = network(), nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    weights, losses = [], []
    for _ in range(EPOCHS + 1):
        loss = criterion(model(X), y)
        weights.append(nn.utils.parameters_to_vector(model.parameters()).detach().clone())
        losses.append(loss.detach())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return torch.stack(weights), torch.stack(losses)


def loss_at(weights: Tensor) -> Tensor:
    """Return the loss for each row of ``weights`` (n, n_parameters)."""
    X, y = points()
    model = network()

    def one(row: Tensor) -> Tensor:
        """Return the loss for one vector of weights."""
        logits = functional_call(model, unpacked(model, row), (X,))
        return nn.functional.binary_cross_entropy_with_logits(logits, y)

    return vmap(one)(weights).detach()


def unpacked(model: nn.Module, row: Tensor) -> dict[str, Tensor]:
    """Return a vector of weights as the model's parameters, by name."""
    shapes = {name: p.shape for name, p in model.named_parameters()}
    parts = row.split([shape.numel() for shape in shapes.values()])
    return {name: part.view(shapes[name]) for name, part in zip(shapes, parts, strict=True)}


def directions(is_path: bool, seed: int) -> tuple[Tensor, Tensor]:
    """Return two directions, normalised filter by filter to the trained weights' sizes."""
    weights, _ = trained()
    if is_path:
        _, _, main = torch.linalg.svd(weights - weights[-1], full_matrices=False)
        scale = weights[-1].norm() / 4
        return main[0] * scale, main[1] * scale
    generator = torch.Generator().manual_seed(seed)
    u, v = (filtered(torch.randn(weights.shape[1], generator=generator)) for _ in range(2))
    return u, v


def filtered(direction: Tensor) -> Tensor:
    """Return ``direction`` with each unit's weights as long as the trained unit's (Li et al.,
    2018); biases stay where they are."""
    model, (weights, _) = network(), trained()
    at, along = unpacked(model, weights[-1]), unpacked(model, direction)
    scaled = [
        torch.zeros_like(part)
        if name.endswith("bias")
        else part * at[name].norm(dim=1, keepdim=True) / part.norm(dim=1, keepdim=True)
        for name, part in along.items()
    ]
    return torch.cat([part.reshape(-1) for part in scaled])
