"""The forward pass in eval mode: no dropout, no gradients, no random numbers; written out too."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.learn.emit import Function
from playground.learn.objective import Objective
from playground.learn.trace import Computation, is_written, written_out

MODULE_PASSES = 8
"""Passes over one set of inputs that go through the modules before the pass is written out."""

KNOWN = 6
"""Most sets of inputs that are remembered: a run looks at its parts and at the latest grid."""


def _loss_and_output(objective: Objective, X: Tensor, y: Tensor) -> list[Tensor]:
    """Return the loss without penalty, and the network's output."""
    output = objective.network(X)
    return [objective.criterion(output, y), output]


def _output(objective: Objective, X: Tensor, y: Tensor) -> list[Tensor]:
    """Return the network's output alone."""
    return [objective.network(X)]


MEASURE = Computation(_loss_and_output, groups=(slice(None),))
LOOK = Computation(_output, groups=(slice(None),))


@dataclass
class _Known:
    """One set of inputs, how often it has come, and the pass over it once that is written out."""

    X: Tensor
    n_seen: int = 0
    is_prepared: bool = False
    function: Function | None = None


class Forward:
    """Runs one network over sets of inputs, the latest of which it knows by their identity."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        self._moded = [m for m in objective.network.modules() if isinstance(m, _MODED)]
        self._known: OrderedDict[int, _Known] = OrderedDict()

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
        known = self._know(X)
        if known.function is not None:
            with torch.inference_mode():
                return known.function(X, y)
        with self.evaluating():
            if not known.is_prepared:
                self._prepare(known, computation, y)
            return computation.plain(self.objective, X, y)

    def _know(self, X: Tensor) -> _Known:
        """Return what is known of X; what has not come for longest is forgotten for it."""
        known = self._known.get(id(X))
        if known is None:  # an id is nobody else's as long as its tensor is kept here
            known = self._known[id(X)] = _Known(X)
            if len(self._known) > KNOWN:
                self._known.popitem(last=False)
        self._known.move_to_end(id(X))
        return known

    def _prepare(self, known: _Known, computation: Computation, y: Tensor) -> None:
        """Bind the written-out pass when it is known, or when X has come often enough."""
        known.n_seen += 1
        is_due = known.n_seen >= MODULE_PASSES
        if is_due or is_written(computation, self.objective, known.X, y):
            written = written_out(computation, self.objective, known.X, y)
            known.function = written.bind(self.objective.tensors)[0] if written else None
            known.is_prepared = True


_MODED = (nn.Dropout, nn.BatchNorm1d)
"""Layers that do something else in training."""
