"""Both ways in float32, number by number, and a training run by each of them."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor, nn

from playground.labs.picture import Picture, decimal

STEPS = 60
LOWEST = -20.0
"""Where bars end that go on without end."""


def compute(logits: list[float], scale: float, label: int) -> Picture:
    """Return the logarithms by class, and the losses of two runs from one seed."""
    scores = scale * torch.tensor(logits)
    plain, safe = scores.softmax(0).log(), scores.log_softmax(0)
    names = [str(i) for i in range(len(logits))]
    first, second = trained(False), trained(True)
    broken = int((~plain.isfinite()).sum())
    floor = min(-5.0, 1.1 * float(safe.min()))
    return Picture(
        {
            "plain": {"x": names, "y": drawn(plain), "text": [decimal(float(v), 3) for v in plain]},
            "safe": {"x": names, "y": safe, "text": [decimal(float(v), 3) for v in safe]},
            "first": {"x": list(range(STEPS)), "y": first},
            "second": {"x": list(range(STEPS)), "y": second},
        },
        {
            "NLL of log(softmax)": decimal(-float(plain[label])),
            "NLL of log-softmax": decimal(-float(safe[label])),
            "Sum of log-softmax": decimal(float(safe.sum())),
            "Largest difference in training": f"{float((first - second).abs().max()):.0e}",
        },
        f"In float32, {broken} of {len(logits)} probabilities are 0: their log is −∞."
        * bool(broken),
        {"xaxis.range": [-0.5, len(names) - 0.5], "yaxis.range": [floor, 0.3]},
    )


def drawn(values: Tensor) -> list[float | None]:
    """Return ``values`` without those that no bar can show."""
    return [float(v) if v.isfinite() else None for v in values]


@cache
def trained(is_safe: bool) -> Tensor:
    """Return the loss of each step of a small network on three blobs, from one seed."""
    generator = torch.Generator().manual_seed(42)
    X = torch.randn(90, 2, generator=generator) + 2 * torch.eye(3)[:, :2].repeat_interleave(30, 0)
    y = torch.arange(3).repeat_interleave(30)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(42)
        network = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 3))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.3)
    losses = []
    for _ in range(STEPS):
        logits = network(X)
        log_p = logits.log_softmax(1) if is_safe else logits.softmax(1).log()
        loss = nn.functional.nll_loss(log_p, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return torch.stack(losses)
