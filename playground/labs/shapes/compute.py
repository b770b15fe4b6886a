"""A batch of eight on its way through Linear layers, with PyTorch's own error where it stops."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from playground.labs.picture import Picture

N = 8

TARGETS = {
    "index": ("nn.CrossEntropyLoss()", "torch.arange(8) % 2"),
    "float index": ("nn.CrossEntropyLoss()", "(torch.arange(8) % 2).float()"),
    "column": ("nn.BCEWithLogitsLoss()", "(torch.arange(8) % 2).float().unsqueeze(1)"),
    "flat": ("nn.BCEWithLogitsLoss()", "(torch.arange(8) % 2).float()"),
    "long column": ("nn.BCEWithLogitsLoss()", "(torch.arange(8) % 2).unsqueeze(1)"),
}

PLAIN = {
    "input": "X has {given} features, the first layer expects {wanted}: in_features is the number "
    "of features.",
    "layer": "Layer {place} gives {given} values, the next one expects {wanted}: they must agree.",
    "float index": "Class indices must be whole numbers: labels of dtype long (torch.int64).",
    "one class": "CrossEntropyLoss needs one output a class, so at least 2 here.",
    "flat": "The output is (8, {given}), the labels are (8,): unsqueeze(1) makes them a column.",
    "column": "The output is (8, {given}), the labels are (8, 1): yes or no needs out_features 1.",
    "long column": "BCEWithLogitsLoss wants labels as numbers of the output's kind: float.",
}


def compute(features: int, ins: list[int], outs: list[int], target: str) -> Picture:
    """Return the widths that were reached, and what stops the batch."""
    place, given, wanted = first_gap([features, *outs], ins)
    error, plain = "", ""
    if place is not None:
        plain = PLAIN["layer" if place else "input"].format(place=place, given=given, wanted=wanted)
    else:
        plain = misfit(target, outs[-1])
    try:
        loss = run(features, ins, outs, target)
        said = f"{float(loss.detach()):.4f}"
    except (RuntimeError, ValueError, IndexError) as problem:
        error, said = str(problem).splitlines()[0], "none"
    names = ["X", *(f"Linear {i + 1}" for i in range(len(ins)))]
    reached = len(names) if place is None else place + 1
    return Picture(
        {
            "given": {"x": names[:reached], "y": [features, *outs][:reached]},
            "missed": {"x": names[reached:], "y": outs[reached - 1 :]},
            "wanted": {"x": names[:-1], "y": ins},
        },
        {
            "Output": f"({N}, {outs[-1]})" if place is None else "none",
            "Parameters": str(sum((i + 1) * o for i, o in zip(ins, outs, strict=True))),
            "Loss": said,
        },
        f"{plain} PyTorch: “{error}”" if error else plain,
        {"xaxis.categoryarray": names, "xaxis.range": [-0.5, len(names) - 0.5]},
        {"layers": lines(ins, outs), "loss": TARGETS[target][0], "labels": TARGETS[target][1]},
    )


def first_gap(given: list[int], wanted: list[int]) -> tuple[int | None, int, int]:
    """Return the first layer that gets another number of values than it expects, and both."""
    for place, (has, wants) in enumerate(zip(given, wanted, strict=False)):
        if has != wants:
            return place, has, wants
    return None, 0, 0


def misfit(target: str, n_outputs: int) -> str:
    """Return why an output (8, n_outputs) does not suit the labels; empty when it does."""
    if target == "index":
        return PLAIN["one class"] if n_outputs < 2 else ""
    if target == "column":
        return "" if n_outputs == 1 else PLAIN["column"].format(given=n_outputs)
    if target == "long column" and n_outputs != 1:
        return PLAIN["column"].format(given=n_outputs)
    return PLAIN[target].format(given=n_outputs)


def run(features: int, ins: list[int], outs: list[int], target: str) -> Tensor:
    """Return the loss of a batch; raise PyTorch's error."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(42)
        network = nn.Sequential(*(nn.Linear(i, o) for i, o in zip(ins, outs, strict=True)))
        X = torch.randn(N, features)
    y = torch.arange(N) % 2
    labels = y if target in ("index", "long column") else y.float()
    labels = labels.unsqueeze(1) if "column" in target else labels
    criterion = nn.CrossEntropyLoss() if "index" in target else nn.BCEWithLogitsLoss()
    loss: Tensor = criterion(network(X), labels)
    return loss


def lines(ins: list[int], outs: list[int]) -> str:
    """Return the layers as they are written, a line each."""
    return "\n".join(f"    nn.Linear({i}, {o})," for i, o in zip(ins, outs, strict=True))
