"""Engine: takes optimizer steps, written out where that repeats plain autograd to the last bit.

Plain autograd stays the reference: it takes the first steps of every batch shape, and all steps
of what can't be written out or when the engine is turned off.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import torch
from torch import Tensor, nn

from playground.learn import torch_private
from playground.learn.emit import Function
from playground.learn.moves import Moves
from playground.learn.objective import Objective
from playground.learn.trace import Computation, is_written, undone, written_out
from playground.learn.updates import Update, bind_update, clip, complete, release

REFERENCE_STEPS = 8
"""Batches of one shape that are taken with plain autograd before their step is written out."""

Steps = tuple[Function, ...]
"""Functions of (X, y): the gradients; the loss before the step and the gradients."""


def _loss_and_gradients(objective: Objective, X: Tensor, y: Tensor) -> list[Tensor]:
    """Return the loss of a batch and its gradient by each parameter."""
    loss = objective(X, y)
    return [loss, *torch.autograd.grad(loss, list(objective.parameters()))]


STEP = Computation(_loss_and_gradients, groups=(slice(1, None), slice(None)))


class Engine:
    """Takes the optimizer steps of one run, by plain autograd or written out."""

    def __init__(
        self,
        objective: Objective,
        optimizer: torch.optim.Optimizer,
        moves: Moves | None = None,
    ) -> None:
        self.objective = objective
        self.optimizer = optimizer
        self.parameters: list[Tensor] = list(objective.parameters())
        self.closure = isinstance(optimizer, torch.optim.LBFGS)
        self._moves = moves or Moves(self.parameters)
        self.gradients: list[Tensor] = []
        """What the last step left, clipped if it was, good until the next one; empty before one."""
        self.bindings = 0
        """Changes whenever the optimizer's state may consist of other tensors than before."""
        self.refresh(l1=0.0, clip_norm=0.0)

    def refresh(self, l1: float, clip_norm: float) -> None:
        """Take over hyperparameters and forget what was bound to others, or to another state."""
        release(self.optimizer)
        complete(self.optimizer)
        self.forget()
        self.bindings += 1
        self.objective.l1 = l1
        self.clip_norm = clip_norm
        self._update: Update | None = None
        self._steps: dict[torch.Size, Steps | None] = {}
        self._seen: Counter[torch.Size] = Counter()

    def forget(self) -> None:
        """Let go of what the last step did: the weights are no longer those that it left."""
        self.gradients = []
        self._moves.forget()

    def step(self, X: Tensor, y: Tensor, tell: bool) -> Tensor | None:
        """Move the weights by one batch; return its loss as it was before when asked to."""
        self.gradients = []  # not held while the next ones are made
        if not self._moves.is_watched:
            return self._step(X, y, tell)
        self._moves.begin()
        loss = self._step(X, y, tell)
        self._moves.end()
        return loss

    def _step(self, X: Tensor, y: Tensor, tell: bool) -> Tensor | None:
        """Take the step, written out or by plain autograd."""
        steps = self._steps.get(X.shape)
        update = self._update
        if steps is None or update is None:
            return self._reference(X, y)
        with torch_private.inference_mode(True):
            gradients = steps[tell](X, y)
            loss = gradients.pop(0) if tell else None
            if self.clip_norm:
                clip(self.parameters, gradients, self.clip_norm)
            update(gradients)
        self.gradients = gradients
        return loss

    def look(self, X: Tensor, y: Tensor) -> tuple[float, list[Tensor]]:
        """Return the loss of a batch and the gradients that a step would take; take none.

        By plain autograd, which written-out steps repeat; random numbers and buffers stay.
        """
        with undone(self.objective):
            loss, *gradients = _loss_and_gradients(self.objective, X, y)
        if self.clip_norm:
            clip(self.parameters, gradients, self.clip_norm)
        return loss.item(), gradients

    @property
    def is_reference(self) -> bool:
        """Plain autograd takes all steps, or those of a batch shape that can't be written out."""
        return torch_private.IS_REFERENCE or self.closure or None in self._steps.values()

    def _reference(self, X: Tensor, y: Tensor) -> Tensor:
        """Take the step by plain autograd, and get ready to do without it."""
        loss = self._closure_step(X, y) if self.closure else self._plain_step(X, y)
        self.gradients = [p.grad for p in self.parameters if p.grad is not None]
        return loss

    def _plain_step(self, X: Tensor, y: Tensor) -> Tensor:
        """Take the step, its gradients left in the parameters."""
        loss = self._backward(X, y)
        if self.clip_norm:
            nn.utils.clip_grad_norm_(self.parameters, self.clip_norm)
        if self._update is None:
            self.optimizer.step()
            self._update = bind_update(self.optimizer)
            self.bindings += 1
        else:
            with torch.no_grad():
                self._update([p.grad for p in self.parameters if p.grad is not None])
        self._prepare(X, y)
        return loss.detach()

    def _backward(self, X: Tensor, y: Tensor) -> Tensor:
        """Return the loss of a batch, its gradients left in the parameters."""
        self.optimizer.zero_grad()
        loss: Tensor = self.objective(X, y)
        loss.backward()
        return loss

    def _closure_step(self, X: Tensor, y: Tensor) -> Tensor:
        """Take a step of an optimizer that evaluates the loss itself; return the first loss."""
        closure: Any = lambda: self._backward(X, y)  # noqa: E731 - the optimizer's own term
        return torch.as_tensor(self.optimizer.step(closure)).detach()

    def _prepare(self, X: Tensor, y: Tensor) -> None:
        """Bind the written-out step of this batch shape when it is known, or seen often enough."""
        self._seen[X.shape] += 1
        if X.shape in self._steps:
            return
        is_due = self._seen[X.shape] >= REFERENCE_STEPS
        if is_due or is_written(STEP, self.objective, X, y):
            written = written_out(STEP, self.objective, X, y)
            self._steps[X.shape] = written.bind(self.objective.tensors) if written else None
