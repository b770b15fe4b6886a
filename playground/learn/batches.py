"""The batches of one epoch, laid out by one gather as if each had been gathered by itself."""

from __future__ import annotations

import math

import torch
from torch import Tensor

ALIGNMENT = 64
"""Bytes at whose multiples PyTorch puts a fresh tensor."""


def gather(X: Tensor, permutation: Tensor, size: int) -> list[Tensor]:
    """Return ``[X[rows] for rows in permutation.split(size)]`` for X (n, n_features) float32.

    Each batch starts where a tensor of its own would: matrix products can differ in the last bit
    between data that lie on such an address and data that don't.
    """
    n, n_features = len(permutation), X.shape[1]
    size = min(size, n)
    step = ALIGNMENT // math.gcd(ALIGNMENT, X.element_size() * n_features)
    spread = math.ceil(size / step) * step
    n_batches = math.ceil(n / size)
    rows = permutation
    if n_batches * size > n:
        rows = torch.nn.functional.pad(rows, (0, n_batches * size - n))
    if spread > size:
        rows = torch.nn.functional.pad(rows.view(n_batches, size), (0, spread - size))
    laid_out = X[rows.flatten()].view(n_batches, spread, n_features)
    batches = list(laid_out[:, :size].unbind(0))
    batches[-1] = batches[-1][: n - (n_batches - 1) * size]
    return batches
