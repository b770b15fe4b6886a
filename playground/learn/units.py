"""Units: which of a wide layer are worth showing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import torch
from torch import Tensor

SWAY = 1.5
"""By how much a unit must outdo one that is shown to take its place: what is shown stays calm."""

Shown = tuple[int, ...]
"""Numbers of the units of a layer that are shown, in order."""


def importances(made: Sequence[Tensor], weights: Sequence[Tensor]) -> list[Tensor]:
    """Return how much each unit (units,) moves the next layer, for every layer but the last.

    Its standard deviation over the rows of ``made`` (n, units) times the sum of the sizes of the
    ``weights`` (next units, units) that lead from it.
    """
    return [
        (values.std(dim=0, correction=0) * weight.abs().sum(dim=0)).nan_to_num(0.0, 0.0, 0.0)
        for values, weight in zip(made, weights, strict=False)
    ]


def chosen(moving: Sequence[Tensor], most: int, before: Sequence[Shown] = ()) -> list[Shown]:
    """Return the ``most`` important units of each layer, near to those shown ``before``."""
    pairs = zip_longest(moving, before[: len(moving)], fillvalue=())
    return [_chosen(importance, most, shown) for importance, shown in pairs]  # type: ignore[arg-type]


def _chosen(importance: Tensor, most: int, before: Shown) -> Shown:
    """Return the units of one layer."""
    n = len(importance)
    if n <= most:
        return tuple(range(n))
    favoured = importance.clone()
    if len(before) == most and max(before) < n:
        favoured[list(before)] *= SWAY
    best = torch.argsort(favoured, descending=True, stable=True)[:most]
    return tuple(sorted(best.tolist()))
