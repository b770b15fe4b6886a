"""Snapshot: weights, buffers, optimizer state and random state of one instant, cheap to retake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
        self.random_state = torch.get_rng_state()
        """Torch's random state at the instant that is kept."""

    def take(self, bindings: int) -> None:
        """Keep the present instant; ``bindings`` changes when state tensors were replaced."""
        if bindings != self._bindings:
            self._tensors = list(self._found())
            self._copies = [tensor.detach().clone() for tensor in self._tensors]
            self._n_states, self._bindings = len(self._optimizer.state), bindings
        else:
            with torch.no_grad():
                torch_private.foreach_copy(self._copies, self._tensors)
        self.random_state = torch.get_rng_state()

    def state(self) -> dict[str, Any]:
        """Return what ``resume`` needs."""
        copies = {id(t): copy for t, copy in zip(self._tensors, self._copies, strict=True)}
        tensors = {name: copies[id(t)] for name, t in self._named() if id(t) in copies}
        return {
            "tensors": tensors,
            "n_states": self._n_states,
            "random_state": self.random_state,
        }

    def resume(self, state: dict[str, Any]) -> None:
        """Take over the instant that another process kept."""
        found = dict(self._named())
        self._tensors = [found[name] for name in state["tensors"]]
        self._copies = list(state["tensors"].values())
        self._n_states, self.random_state = state["n_states"], state["random_state"]
        self._bindings = -1

    def restore(self) -> None:
        """Go back to the instant that was kept, torch's random state included."""
        with torch.no_grad():
            torch_private.foreach_copy(self._tensors, self._copies)
        if isinstance(self._optimizer, torch.optim.LBFGS) or not self._n_states:
            # Before the first step there was no state; that of L-BFGS is not only tensors.
            self._optimizer.state.clear()
        torch.set_rng_state(self.random_state)

    def _found(self) -> Iterator[Tensor]:
        """Yield every tensor that training changes in place, each once."""
        yield from {id(tensor): tensor for _, tensor in self._named()}.values()

    def _named(self) -> Iterator[tuple[str, Tensor]]:
        """Yield every tensor that training changes in place, with a name, some twice."""
        yield from self._network.named_parameters()
        yield from self._network.named_buffers()
        for i, state in enumerate(self._optimizer.state.values()):
            for key, value in state.items():
                if isinstance(value, Tensor):
                    yield f"{i} {key}", value
