"""Twelve units before dropout and after it, as the mean of some passes."""

from __future__ import annotations

import torch
from torch import nn

from playground.labs.picture import Picture, decimal

N = 12


def compute(p: float, training: bool, passes: int, seed: int) -> Picture:
    """Return the units' values, the last pass, and the mean of all passes."""
    x = torch.linspace(0.2, 1.3, N)
    dropout = nn.Dropout(p).train(training)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        outputs = dropout(x.expand(passes, N))
    mean = outputs.mean(0)
    names = [str(i) for i in range(N)]
    return Picture(
        {
            "before": {"x": names, "y": x},
            "after": {"x": names, "y": mean},
            "last": {"x": names, "y": outputs[-1]},
        },
        {
            "Factor 1 ÷ (1 − p)": decimal(1 / (1 - p), 3) if training else "1: not training",
            "Units at 0, last pass": f"{int((outputs[-1] == 0).sum())} of {N}",
            "Sum before": decimal(float(x.sum()), 3),
            "Sum of the means": decimal(float(mean.sum()), 3),
        },
        layout={"yaxis.range": [0, max(2.0, 1.1 * float(outputs.max()))]},
    )
