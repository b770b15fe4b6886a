"""Moves: how far the last step moved the weights, measured only while somebody looks."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from playground.learn import torch_private


class Moves:
    """While watched, two calls a step on a copy of the parameters: no bit of them is changed."""

    def __init__(self, parameters: Sequence[Tensor]) -> None:
        self._parameters = parameters
        self._kept: list[Tensor] = []
        self._is_known = False
        self.is_watched = False

    @property
    def norms(self) -> list[Tensor]:
        """The Euclidean norm of each parameter's last move, scalars; empty while none is known."""
        if not self._is_known:
            return []
        with torch.inference_mode():
            return [torch.linalg.vector_norm(move) for move in self._kept]

    def watch(self, is_on: bool) -> None:
        """Measure every step from now on, or no more."""
        if is_on != self.is_watched:
            self.forget()
            self.is_watched = is_on
            self._kept = [p.detach().clone() for p in self._parameters] if is_on else []

    def begin(self) -> None:
        """Keep the parameters as they are before a step."""
        with torch_private.inference_mode(True):
            torch_private.foreach_copy(self._kept, self._parameters)

    def end(self) -> None:
        """Keep what the step took from them instead."""
        with torch_private.inference_mode(True):
            torch_private.foreach_subtract(self._kept, self._parameters)
        self._is_known = True

    def forget(self) -> None:
        """Take no move for known until the next step."""
        self._is_known = False
