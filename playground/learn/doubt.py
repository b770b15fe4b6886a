"""Monte-Carlo dropout: what the thinned networks answer, of which training takes one each step.

Gal and Ghahramani, "Dropout as a Bayesian approximation" (2016). A pass drops the same units at
all places, so that it shows one thinned network over the whole plane. The masks come from a
generator of its own, always the same ones: the run's random numbers are left alone, and a picture
at rest stays as it is.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from playground.learn.state import State

SEED = 0


def has_dropout(state: State) -> bool:
    """Tell whether any layer drops units in training."""
    return any(m.p > 0 for m in state.network.modules() if isinstance(m, nn.Dropout))


def thinned_outputs(state: State, X: Tensor, n_passes: int) -> list[Tensor]:
    """Return the output (n, n_outputs) for X of each of so many passes with dropout left on.

    All else is in eval mode.
    """
    generator = torch.Generator().manual_seed(SEED)
    with state.forward.evaluating():
        return [_thinned(state, X, generator) for _ in range(n_passes)]


def _thinned(state: State, X: Tensor, generator: torch.Generator) -> Tensor:
    """Return the output of one pass."""
    for module in state.network.body:
        if isinstance(module, nn.Dropout) and module.p > 0:
            X = _dropped(X, module.p, generator)
        else:
            X = module(X)
    return state.network.head(X)


def _dropped(X: Tensor, p: float, generator: torch.Generator) -> Tensor:
    """Return X (n, units) with each unit left out of all rows with probability ``p``."""
    is_kept = torch.rand(X.shape[1], generator=generator) >= p
    return X * (is_kept / (1 - p))
