"""What dropout left out in one step: its random numbers, drawn again when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

MOST_DRAWN = 500_000
"""Random numbers that are drawn again at most: milliseconds."""


@dataclass(frozen=True)
class Masks:
    """The last step's masks: ``rows`` (n,) are the batch's points among the dataset's.

    ``dropped`` holds for each hidden layer a bool (n, units): what was left out for which point;
    None where dropout is off.
    """

    rows: Tensor
    dropped: tuple[Tensor | None, ...]


@dataclass(frozen=True)
class Epoch:
    """The draws of an epoch so far: the random state it began with, and what was drawn for."""

    random_state: Tensor
    n: int
    """Points of the train part."""
    is_shuffled: bool
    sizes: Sequence[int]
    """Points of each batch that was taken."""


def redrawn(epoch: Epoch, dropouts: Sequence[tuple[float, int]]) -> tuple[Tensor | None, ...]:
    """Return the last batch's masks of layers of dropout (p, units): True is left out.

    Empty when there is no dropout, or too much to draw. Leaves torch's random state alone.
    """
    n_drawn = sum(epoch.sizes) * sum(units for p, units in dropouts if p)
    if not 0 < n_drawn <= MOST_DRAWN:
        return ()
    with torch.random.fork_rng(devices=[]):
        torch.set_rng_state(epoch.random_state)
        if epoch.is_shuffled:
            torch.randperm(epoch.n)
        for size in epoch.sizes:
            drawn = tuple(_draw(size, units, p) for p, units in dropouts)
    return drawn


def _draw(size: int, units: int, p: float) -> Tensor | None:
    """Draw one mask as ``nn.Dropout`` does; without dropout, nothing is drawn."""
    return nn.functional.dropout(torch.ones(size, units), p) == 0 if p else None
