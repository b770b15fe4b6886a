"""What a network reaches that answers every point with the classes' shares, whatever its place."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from playground.catalog import LOSSES
from playground.config import Config
from playground.learn.data import targets


def guessing_loss(config: Config, criterion: nn.Module, y: Tensor) -> float:
    """Return the loss of the shares of the labels y (n,) or (n, n_labels) as the only answer."""
    shares = _shares(config, y).clamp(1e-6, 1 - 1e-6)
    link = LOSSES[config.loss].link
    if link in ("softmax", "exp"):
        shares = shares.log()
    elif link == "sigmoid":
        shares = shares.logit()
    with torch.inference_mode():
        output = shares.expand(len(y), len(shares))
        return float(criterion(output, targets(y, config)))


def _shares(config: Config, y: Tensor) -> Tensor:
    """Return the share of each output's class among the labels, or of each label."""
    if config.is_multilabel:
        return y.float().mean(dim=0)
    shares = torch.bincount(y, minlength=config.n_classes) / len(y)
    return shares[1:] if config.n_outputs == 1 else shares
