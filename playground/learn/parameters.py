"""A network's parameters summed up: what they are like, and what the last step said of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

BINS = 24

MOST_BINNED = 65_536
"""Of more numbers, a histogram counts evenly many."""


@dataclass(frozen=True)
class Summary:
    """One parameter: its mean, standard deviation, least and largest, its gradient's norm.

    ``bins`` counts its finite numbers in equal parts between least and largest. NaN is what is not
    known, or has no finite number.
    """

    mean: float
    deviation: float
    least: float
    largest: float
    gradient_norm: float
    bins: list[int]


def summary(parameter: Tensor, gradient: Tensor | None) -> Summary:
    """Sum up one parameter, of any shape."""
    with torch.inference_mode():
        values = parameter.detach().flatten()
        values = values[values.isfinite()]
        norm = math.nan if gradient is None else float(gradient.norm())
        if not len(values):
            return Summary(math.nan, math.nan, math.nan, math.nan, norm, [0] * BINS)
        deviation, mean = torch.std_mean(values, correction=0)
        least, largest = torch.aminmax(values)
        binned = values[:: math.ceil(len(values) / MOST_BINNED)]
        bins = torch.histc(binned, BINS, float(least), float(largest))
        low, high = float(least), float(largest)
        return Summary(float(mean), float(deviation), low, high, norm, bins.int().tolist())
