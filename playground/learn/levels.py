"""Numbers over the plane as bytes: what the browser paints."""

from __future__ import annotations

import torch
from torch import Tensor


def centred(proba: Tensor, threshold: float) -> Tensor:
    """Return (n, 2) for p of class 1 (n,), straight from 0 over ½ at the threshold to 1."""
    below = 0.5 * proba / max(threshold, 1e-9)
    above = 1 - 0.5 * (1 - proba) / max(1 - threshold, 1e-9)
    stretched = torch.where(proba >= threshold, above, below)
    return torch.stack((1 - stretched, stretched), dim=1)


def levels(proba: Tensor, y_pred: Tensor) -> Tensor:
    """Return probabilities (n, n_classes) as uint8; what rounding ties is lowered below ``y_pred``.

    Zeros where they are no numbers.
    """
    found = (proba.nan_to_num() * 255).round_()
    chosen = y_pred[:, None]
    highest = found.gather(1, chosen)
    others = torch.minimum(found, (highest - 1).clamp_(min=0))
    return others.scatter_(1, chosen, highest).to(torch.uint8)


def graded(values: Tensor, low: float, high: float) -> Tensor:
    """Return ``values`` (n,) as uint8, 1 at ``low`` and 255 at ``high``; 0 is no number."""
    share = ((values - low) / (high - low)).clamp(0, 1)
    return torch.where(share.isnan(), 0, 1 + (254 * share).round()).to(torch.uint8)
