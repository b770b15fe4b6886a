"""Softmax of some logits, beside the shares that it is often taken for."""

from __future__ import annotations

import torch

from playground.labs.picture import Picture, decimal


def compute(logits: list[float], shift: float, temperature: float) -> Picture:
    """Return scores, probabilities and shares of the total, by class."""
    shifted = torch.tensor(logits, dtype=torch.float64) + shift
    proba = torch.softmax(shifted / temperature, dim=0)
    names = [str(i) for i in range(len(logits))]
    best = int(proba.argmax())
    return Picture(
        {
            "logit": {"x": names, "y": shifted},
            "proba": {"x": names, "y": proba, "text": [decimal(float(p), 3) for p in proba]},
            "share": {"x": names, "y": shares(shifted)},
        },
        {
            "Sum of probabilities": decimal(float(proba.sum())),
            "Argmax": f"class {best}",
            "Entropy": f"{decimal(float(torch.special.entr(proba).sum()))} nats",
        },
        note(shifted),
        {
            "xaxis.range": [-0.5, len(names) - 0.5],
            "xaxis2.range": [-0.5, len(names) - 0.5],
            "yaxis.range": reach(shifted),
        },
    )


def shares(scores: torch.Tensor) -> list[float | None]:
    """Return each score ÷ their sum; there are none of negative scores."""
    if bool((scores < 0).any()) or float(scores.sum()) == 0:
        return [None] * len(scores)
    return list((scores / scores.sum()).tolist())


def reach(scores: torch.Tensor) -> list[float]:
    """Return the ends of the axis: they stay where they are while a bar is dragged."""
    return [1.05 * min(-5.0, float(scores.min())), 1.05 * max(5.0, float(scores.max()))]


def note(scores: torch.Tensor) -> str:
    """Return why there are no shares, where there are none."""
    if None not in shares(scores):
        return ""
    return "Shares of the total (hollow) exist only for scores that are not negative."
