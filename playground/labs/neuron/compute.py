"""A line or a sigmoid through 24 points, before and after some steps of gradient descent."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from playground.labs.picture import Picture, decimal

TASKS: dict[str, tuple[type[nn.Module], str]] = {
    "mse": (nn.MSELoss, "nn.MSELoss()"),
    "l1": (nn.L1Loss, "nn.L1Loss()"),
    "classification": (nn.BCEWithLogitsLoss, "nn.BCEWithLogitsLoss()"),
}

EDGE = 3.0
FAR = 1e6


def compute(task: str, weight: float, bias: float, steps: int, rate: float) -> Picture:
    """Return the points, what the neuron says by hand and after the steps, and its loss so far."""
    x, y = points(task)
    criterion = TASKS[task][0]()
    path, losses = descend(x, y, criterion, [weight, bias], rate, steps)
    places = torch.linspace(-EDGE, EDGE, 121)
    w, b = path
    said = f"{decimal(w, 3)}, {decimal(b, 3)}" if abs(w) + abs(b) < FAR else "gone"
    return Picture(
        {
            "points": {"x": x, "y": y},
            "hand": {"x": places, "y": output(task, weight * places + bias)},
            "line": {"x": places, "y": output(task, w * places + b)},
            "boundary": edge(task, w, b),
            "loss": {"x": list(range(steps + 1)), "y": losses},
        },
        {
            "w, b after the steps": said,
            "Loss by hand": decimal(losses[0]),
            "Loss after the steps": decimal(losses[-1]) if losses[-1] < FAR else "gone",
        },
        "" if losses[-1] <= losses[0] else "The loss has grown: each step goes too far.",
        {"yaxis.range": [-0.6, 1.6] if task == "classification" else [-5, 5]},
        {"loss": TASKS[task][1], "data": data(task)},
    )


def points(task: str) -> tuple[Tensor, Tensor]:
    """Return 24 points: on a noisy line with one far off, or of two classes, 0 and 1."""
    x = torch.linspace(-2.5, 2.5, 24)
    noise = torch.randn(24, generator=torch.Generator().manual_seed(42))
    if task == "classification":
        return x, (x + 0.6 * noise > 0.5).float()
    y = 0.8 * x + 0.5 + 0.4 * noise
    y[20] = -4.0  # far off: L1 minds it less
    return x, y


def data(task: str) -> str:
    """Return the lines that make the points."""
    made = (
        "x = torch.linspace(-2.5, 2.5, 24)",
        "noise = torch.randn(24, generator=torch.Generator().manual_seed(42))",
    )
    if task == "classification":
        return "\n".join([*made, "y = (x + 0.6 * noise > 0.5).float()"])
    return "\n".join([*made, "y = 0.8 * x + 0.5 + 0.4 * noise", "y[20] = -4.0"])


def descend(
    x: Tensor, y: Tensor, criterion: nn.Module, start: list[float], rate: float, steps: int
) -> tuple[list[float], list[float]]:
    """Return weight and bias after ``steps``, and the loss before the first and after each."""
    wb = torch.tensor(start, requires_grad=True)
    losses = []
    for step in range(steps + 1):
        loss = criterion(wb[0] * x + wb[1], y)
        losses.append(min(float(loss.detach()), 1e30))
        if step < steps:
            (slope,) = torch.autograd.grad(loss, wb)
            with torch.no_grad():
                wb -= rate * slope
                wb.clamp_(-1e15, 1e15)
    return wb.tolist(), losses


def output(task: str, z: Tensor) -> Tensor:
    """Return what the neuron gives: the sigmoid of the affine step, or the step itself."""
    return z.sigmoid() if task == "classification" else z


def edge(task: str, w: float, b: float) -> dict[str, list[float]]:
    """Return the line on which p = 0.5; none for a regression."""
    if task != "classification" or w == 0:
        return {"x": [], "y": []}
    return {"x": [-b / w, -b / w], "y": [-10, 10]}
