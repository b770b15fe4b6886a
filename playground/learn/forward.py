"""The forward pass in eval mode: no dropout, no gradients, no random numbers; written out too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from playground.learn.emit import Function
from playground.learn.objective import Objective
from playground.learn.trace import Computation, is_written, written_out

MODULE_PASSES = 8
"""Passes over one set of inputs that go through the modules before the pass is written out."""


def _loss_and_output(objective: Objective, X: Tensor, y: Tensor) -> list[Tensor]:
    """Return the loss without penalty, and the network's output."""
    output = objective.network(X)
    return [objective.criterion(output, y), output]


def _output(objective: Objective, X: Tensor, y: Tensor) -> list[Tensor]:
    """Return the network's output alone."""
    return [objective.network(X)]


MEASURE = Computation(_loss_and_output, groups=(slice(None),))
LOOK = Computation(_output, groups=(slice(None),))


class Forward:
    """Runs one network over fixed sets of inputs, which it knows by their identity."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        self._moded = [m for m in objective.network.modules() if isinstance(m, _MODED)]
        self._functions: dict[int, tuple[Tensor, Function | None]] = {}
        self._seen: Counter[int] = Counter()

    def measure(self, X: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Return loss (scalar) and output (n, n_outputs), good until the next call with this X."""
        loss, output = self._run(MEASURE, X, target)
        return loss, output

    def output(self, X: Tensor) -> Tensor:
        """Return the output (n, n_outputs), good until the next call with this X."""
        return self._run(LOOK, X, X)[0]

    @contextmanager
    def evaluating(self) -> Iterator[None]:
        """Switch to eval mode, without gradients."""
        for module in self._moded:
            module.training = False
        try:
            with torch.inference_mode():
                yield
        finally:
            for module in self._moded:
                module.training = True

    def _run(self, computation: Computation, X: Tensor, y: Tensor) -> list[Tensor]:
        """Compute, through the modules or written out."""
        kept, function = self._functions.get(id(X), (None, None))
        if kept is X and function is not None:
            with torch.inference_mode():
                return function(X, y)
        with self.evaluating():
            if kept is not X:
                self._prepare(computation, X, y)
            return computation.plain(self.objective, X, y)

    def _prepare(self, computation: Computation, X: Tensor, y: Tensor) -> None:
        """Bind the written-out pass when it is known, or when X has come often enough."""
        self._seen[id(X)] += 1
        is_due = self._seen[id(X)] >= MODULE_PASSES
        if is_due or is_written(computation, self.objective, X, y):
            written = written_out(computation, self.objective, X, y)
            function = written.bind(self.objective.tensors)[0] if written else None
            self._functions[id(X)] = X, function


_MODED = (nn.Dropout, nn.BatchNorm1d)
"""Layers that do something else in training."""
