"""Snapshot: weights, buffers, optimizer state and random state of one instant, cheap to retake."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from playground.learn import torch_private


class Snapshot:
    """What a run goes back to when its numbers stop being finite."""

    def __init__(self, network: nn.Module, optimizer: torch.optim.Optimizer) -> None:
        self._network = network
        self._optimizer = optimizer
        self._tensors: list[Tensor] = []
        self._copies: list[Tensor] = []
        self._n_states = 0
        self._bindings = -1
        self._random_state = torch.get_rng_state()

    def take(self, bindings: int) -> None:
        """Keep the present instant; ``bindings`` changes when state tensors were replaced."""
        if bindings != self._bindings:
            self._tensors = list(self._found())
            self._copies = [tensor.detach().clone() for tensor in self._tensors]
            self._n_states, self._bindings = len(self._optimizer.state), bindings
        else:
            with torch.no_grad():
                torch_private.foreach_copy(self._copies, self._tensors)
        self._random_state = torch.get_rng_state()

    def restore(self) -> None:
        """Go back to the instant that was kept, torch's random state included."""
        with torch.no_grad():
            torch_private.foreach_copy(self._tensors, self._copies)
        if isinstance(self._optimizer, torch.optim.LBFGS) or not self._n_states:
            # Before the first step there was no state; that of L-BFGS is not only tensors.
            self._optimizer.state.clear()
        torch.set_rng_state(self._random_state)

    def _found(self) -> Iterator[Tensor]:
        """Yield every tensor that training changes in place, each once."""
        yield from self._network.parameters()
        yield from self._network.buffers()
        seen: set[int] = set()
        for state in self._optimizer.state.values():
            for value in state.values():
                if isinstance(value, Tensor) and id(value) not in seen:
                    seen.add(id(value))
                    yield value
