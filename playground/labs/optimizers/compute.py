"""Paths of PyTorch's optimizers on surfaces of two weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import torch
from torch import Tensor

from playground.labs.picture import Picture, decimal

OPTIMIZERS: dict[str, tuple[Any, dict[str, Any]]] = {
    "SGD": (torch.optim.SGD, {}),
    "Momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "Nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "RMSprop": (torch.optim.RMSprop, {}),
    "Adam": (torch.optim.Adam, {}),
}

EDGE = 3.0
SHORT, LONG = 60, 150
"""Steps that are taken at once, however many are shown."""

FAR = 1e3
"""Where a path that has left the surface ends."""

X = torch.linspace(-2, 2, 21)
Y = 1.5 * torch.tanh(X)


def network(w: Tensor) -> Tensor:
    """Return the MSE of w₂·tanh(w₁·x) against 1.5·tanh(x), for w (…, 2)."""
    return ((w[..., 1:] * torch.tanh(w[..., :1] * X) - Y) ** 2).mean(-1)


SURFACES: dict[str, tuple[Callable[[Tensor], Tensor], str]] = {
    "bowl": (lambda w: (w**2).sum(-1) / 2, "(w**2).sum() / 2"),
    "ravine": (
        lambda w: w[..., 0] ** 2 / 2 + 10 * w[..., 1] ** 2,
        "w[0]**2 / 2 + 10 * w[1]**2",
    ),
    "saddle": (
        lambda w: (w[..., 0] ** 2 - w[..., 1] ** 2) / 2 + w[..., 1] ** 4 / 16,
        "(w[0]**2 - w[1]**2) / 2 + w[1]**4 / 16",
    ),
    "rosenbrock": (
        lambda w: ((1 - w[..., 0]) ** 2 + 100 * (w[..., 1] - w[..., 0] ** 2) ** 2) / 20,
        "((1 - w[0])**2 + 100 * (w[1] - w[0]**2)**2) / 20",
    ),
    "network": (network, "((w[1] * torch.tanh(w[0] * x) - y)**2).mean()"),
}
"""Each as a function of w (…, 2), and as a line of Python."""


def compute(surface: str, start: list[float], rate: float, steps: int, noise: float) -> Picture:
    """Return the surface, each optimizer's path over it, and where each has come."""
    loss, line = SURFACES[surface]
    most = LONG if steps > SHORT else SHORT
    paths = race(surface, tuple(start), rate, most, noise)[: steps + 1]
    seen = dict(zip(OPTIMIZERS, paths.unbind(1), strict=True))
    side = torch.linspace(-EDGE, EDGE, 41)
    ends = {name: float(loss(path[-1])) for name, path in seen.items()}
    return Picture(
        {
            "surface": {"x": side, "y": side, "z": heights(surface)},
            **{name: {"x": path[:, 0], "y": path[:, 1]} for name, path in seen.items()},
            "ends": {"x": paths[-1, :, 0], "y": paths[-1, :, 1]},
        },
        {f"Loss, {name}": decimal(end) if end < FAR else "gone" for name, end in ends.items()},
        words={"loss": line, "data": data(surface)},
    )


def data(surface: str) -> str:
    """Return the line that makes the data of a surface that has some."""
    made = "x = torch.linspace(-2, 2, 21)\ny = 1.5 * torch.tanh(x)\n"
    return made if surface == "network" else ""


@lru_cache(maxsize=64)
def race(surface: str, place: tuple[float, ...], rate: float, steps: int, noise: float) -> Tensor:
    """Return where each optimizer is after 0 to ``steps`` steps, (steps + 1, optimizers, 2)."""
    loss, start = SURFACES[surface][0], torch.tensor(place)
    weights = [start.clone().requires_grad_() for _ in OPTIMIZERS]
    racing = [
        make([w], lr=rate, foreach=False, **settings)
        for (make, settings), w in zip(OPTIMIZERS.values(), weights, strict=True)
    ]
    errors = noise * torch.randn(steps, 2, generator=torch.Generator().manual_seed(42))
    path = [torch.stack([w.detach().clone() for w in weights])]
    for error in errors:
        (slopes,) = torch.autograd.grad(loss(held := path[-1].clone().requires_grad_()).sum(), held)
        for w, slope, optimizer in zip(weights, slopes, racing, strict=True):
            w.grad = (slope + error).nan_to_num().clamp(-FAR, FAR)
            optimizer.step()
        path.append(torch.stack([w.detach().clamp(-FAR, FAR) for w in weights]))
    return torch.stack(path)


@cache
def heights(surface: str) -> list[list[float]]:
    """Return the height over the plane, its root so that the floor shows."""
    side = torch.linspace(-EDGE, EDGE, 41)
    w = torch.stack(torch.meshgrid(side, side, indexing="xy"), -1)
    z = SURFACES[surface][0](w)
    return (z - z.min()).pow(0.35).tolist()
