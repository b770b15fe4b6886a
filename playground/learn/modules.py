"""Layers and losses that PyTorch does not have. Each stands alone: scripts copy its source."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Step(nn.Module):
    """1 for x > 0, else 0 (Rosenblatt, 1958); its gradient is zero everywhere."""

    def forward(self, x: Tensor) -> Tensor:
        """Return the step of each element."""
        return torch.sign(x).clamp(min=0)


class FocalLoss(nn.Module):
    """Mean of −(1 − p)^γ · log p, p the probability of the true class (Lin et al., 2017)."""

    def __init__(self, gamma: float) -> None:
        super().__init__()
        self.gamma = gamma

    def forward(self, logits: Tensor, y: Tensor) -> Tensor:
        """Return the loss of logits (n, n_classes) for class indices y (n,), a scalar."""
        log_p = nn.functional.log_softmax(logits, dim=1).gather(1, y.unsqueeze(1)).squeeze(1)
        return (-((1 - log_p.exp()) ** self.gamma) * log_p).mean()
