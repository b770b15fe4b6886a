"""Loss and gradient over the true class's lead, right and doubled; and two runs from one seed."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

import torch
from sklearn.datasets import make_classification
from sklearn.preprocessing import StandardScaler
from torch import Tensor, nn

from playground.labs.picture import Picture, decimal

SIZES = (13, 30, 25, 20, 15, 10, 5)
"""The students' network: 13 features, 5 grades."""

EPOCHS = 60
BATCH = 32


def compute(classes: int, lead: float, epoch: int) -> Picture:
    """Return both losses over the lead with the floor, their slopes, and both runs so far."""
    places = torch.linspace(-10, 20, 121, dtype=torch.float64)
    floor = math.log(1 + (classes - 1) / math.e)
    (right,), (slope,) = losses(torch.tensor([lead], dtype=torch.float64), classes, False)
    (double,), (flat,) = losses(torch.tensor([lead], dtype=torch.float64), classes, True)
    first, second = trained(False), trained(True)
    seen = list(range(epoch + 1))
    return Picture(
        {
            "right": {"x": places, "y": losses(places, classes, False)[0]},
            "double": {"x": places, "y": losses(places, classes, True)[0]},
            "floor": {"x": [-10, 20], "y": [floor, floor]},
            "points": {"x": [lead, lead], "y": [right, double]},
            "first run": {"x": seen, "y": [loss for loss, _ in first[: epoch + 1]]},
            "second run": {"x": seen, "y": [loss for loss, _ in second[: epoch + 1]]},
        },
        {
            "Floor, ln(1 + (K−1)/e)": decimal(floor, 4),
            "Loss, once / twice": f"{decimal(right)} / {decimal(double)}",
            "Gradient, once / twice": f"{decimal(slope)} / {decimal(flat)}",
            "Train accuracy, once / twice": f"{first[epoch][1]:.0%} / {second[epoch][1]:.0%}",
        },
    )


def losses(leads: Tensor, n: int, is_double: bool) -> tuple[list[float], list[float]]:
    """Return loss and slope for each lead of the true class over n − 1 others."""
    leads = leads.clone().requires_grad_()
    logits = torch.cat([leads[:, None], torch.zeros(len(leads), n - 1, dtype=leads.dtype)], 1)
    inputs = logits.softmax(1) if is_double else logits
    label = torch.zeros(len(leads), dtype=torch.long)
    loss = nn.functional.cross_entropy(inputs, label, reduction="none")
    (slopes,) = torch.autograd.grad(loss.sum(), leads)
    return loss.tolist(), slopes.tolist()


@cache
def students() -> tuple[Tensor, Tensor]:
    """Return 400 made-up students: 13 scaled features and one of 5 grades."""
    X, y = make_classification(
        400, 13, n_informative=8, n_classes=5, class_sep=1.5, random_state=42
    )
    return torch.tensor(StandardScaler().fit_transform(X), dtype=torch.float32), torch.tensor(y)


@cache
def trained(is_double: bool) -> list[tuple[float, float]]:
    """Return what the loss says and the accuracy before the first epoch and after each."""
    X, y = students()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(42)
        layers = [layer for sizes in pairwise(SIZES) for layer in (nn.Linear(*sizes), nn.ReLU())]
        network = nn.Sequential(*layers[:-1])
    head = nn.Softmax(dim=1) if is_double else nn.Identity()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.003, foreach=True)
    order = torch.Generator().manual_seed(42)
    told = []
    for _ in range(EPOCHS + 1):
        with torch.no_grad():
            output = head(network(X))
            right = (output.argmax(1) == y).float().mean()
            told.append((float(criterion(output, y)), float(right)))
        for rows in torch.randperm(len(X), generator=order).split(BATCH):
            loss = criterion(head(network(X[rows])), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return told
