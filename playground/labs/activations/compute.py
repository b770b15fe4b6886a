"""An activation and its derivative, by autograd."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.catalog import ACTIVATIONS
from playground.labs.picture import Picture, decimal
from playground.learn.model import build

FORMULAS = {
    "sigmoid": lambda x: 1 / (1 + torch.exp(-x)),
    "relu": lambda x: torch.where(x > 0, x, torch.zeros_like(x)),
}
"""Those that are written from their formula."""

STEP = "lambda x: torch.sign(x).clamp(min=0)  # PyTorch has no such layer"


def compute(activation: str, x: float, formula: bool) -> Picture:
    """Return f and f′ over [−10, 10], and both at ``x``."""
    places = torch.linspace(-10, 10, 401, dtype=torch.float64)
    values, slopes = both(activation, places)
    (at,), (slope,) = both(activation, torch.tensor([x], dtype=torch.float64))
    own = FORMULAS.get(activation) if formula else None
    call = str(ACTIVATIONS[activation].torch)
    differ = {} if own is None else {"Formula − torch": gap(values, own(places))}
    return Picture(
        {
            "curve": {"x": places, "y": values},
            "own": {"x": places if own else [], "y": own(places) if own else []},
            "slope": {"x": places, "y": slopes},
            "point": {"x": [x, x], "y": [at, slope]},
        },
        {"f(x)": decimal(at), "f′(x)": decimal(slope), **differ},
        note(activation, slope),
        words={"call": STEP if call == "Step()" else call},
    )


def both(activation: str, x: Tensor) -> tuple[list[float], list[float]]:
    """Return f and f′ at each of ``x`` (n,)."""
    x = x.clone().requires_grad_()
    y = build(ACTIVATIONS[activation].torch)(x)
    y.sum().backward()
    assert x.grad is not None
    return y.tolist(), x.grad.tolist()


def gap(torchs: list[float], own: Tensor) -> str:
    """Return the largest difference of two curves."""
    return f"{float((torch.tensor(torchs, dtype=own.dtype) - own).abs().max()):.0e} at most"


def note(activation: str, slope: float) -> str:
    """Return what a small slope means."""
    if activation == "step":
        return "The slope is 0 everywhere: nothing below a step layer learns by gradient descent."
    if abs(slope) < 0.01:
        return "Saturated, or dead: hardly any gradient passes this unit for such an input."
    return ""
