"""Engine: the training step traced once, written out as straight-line Python, equal in every bit.

On small networks a step is nearly all overhead: autograd's bookkeeping, module calls, the
optimizer's loops. ``make_fx`` records forward pass, loss and gradients together; what does no
arithmetic is taken out, and the rest becomes one Python function of ATen operators. The plain
autograd step stays the reference: a written-out step is used only after it gave the same bits.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.fx.experimental.proxy_tensor import make_fx

from playground.learn.emit import Written, write
from playground.learn.updates import Update, bind_update, clip, release

Step = Callable[[Tensor, Tensor], tuple[Tensor | None, list[Tensor]]]
"""(X, y) → the loss before the step (None when it was not asked for) and the gradients."""

Steps = tuple[Step, Step]
"""The step that leaves the loss out, and the one that returns it."""

REFERENCE_STEPS = 8
"""Batches of one shape that are taken with plain autograd before their step is written out."""

CACHED = 256
"""Most written-out steps that a process keeps."""

_cache: OrderedDict[object, Written | None] = OrderedDict()


class Engine:
    """Takes the optimizer steps of one run, by plain autograd or written out."""

    def __init__(
        self, network: nn.Module, criterion: nn.Module, optimizer: torch.optim.Optimizer
    ) -> None:
        self.objective = Objective(network, criterion)
        self.optimizer = optimizer
        self.parameters: list[Tensor] = list(self.objective.parameters())
        self.closure = isinstance(optimizer, torch.optim.LBFGS)
        self.bindings = 0
        """Changes whenever the optimizer's state may consist of other tensors than before."""
        self.refresh(l1=0.0, clip_norm=0.0)

    def refresh(self, l1: float, clip_norm: float) -> None:
        """Take over hyperparameters and forget what was bound to others, or to another state."""
        release(self.optimizer)
        self.bindings += 1
        self.objective.l1 = l1
        self.clip_norm = clip_norm
        self._update: Update | None = None
        self._steps: dict[torch.Size, Steps | None] = {}
        self._seen: Counter[torch.Size] = Counter()

    def step(self, X: Tensor, y: Tensor, tell: bool) -> Tensor | None:
        """Move the weights by one batch; return its loss as it was before when asked to."""
        steps = self._steps.get(X.shape)
        update = self._update
        if steps is None or update is None:
            return self._reference(X, y)
        with torch.inference_mode():
            loss, gradients = steps[tell](X, y)
            if self.clip_norm:
                clip(self.parameters, gradients, self.clip_norm)
            update(gradients)
        return loss

    @property
    def is_reference(self) -> bool:
        """Some batch shape can't be written out, so plain autograd takes its steps."""
        return self.closure or None in self._steps.values()

    def _reference(self, X: Tensor, y: Tensor) -> Tensor:
        """Take the step by plain autograd, and get ready to do without it."""
        if self.closure:
            return self._closure_step(X, y)
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
        loss: Any = self.optimizer.step(lambda: self._backward(X, y))  # type: ignore[arg-type, return-value]
        return torch.as_tensor(loss).detach()

    def _prepare(self, X: Tensor, y: Tensor) -> None:
        """Bind the written-out step of this batch shape when it is known, or seen often enough."""
        self._seen[X.shape] += 1
        if X.shape in self._steps:
            return
        key = (self.objective.description(), X.shape, y.shape)
        if key in _cache or self._seen[X.shape] >= REFERENCE_STEPS:
            written = _remembered(key, self.objective, X, y)
            self._steps[X.shape] = written.bind(self.objective.tensors) if written else None


class Objective(nn.Module):
    """Network, loss and L1 penalty as one function of a batch, all tensors in one order."""

    def __init__(self, network: nn.Module, criterion: nn.Module) -> None:
        super().__init__()
        self.network = network
        self.criterion = criterion
        self.l1 = 0.0

    def forward(self, X: Tensor, y: Tensor) -> Tensor:
        """Return what a step makes smaller for a batch, a scalar."""
        loss: Tensor = self.criterion(self.network(X), y)
        if self.l1:
            loss = loss + self.l1 * sum(p.abs().sum() for p in self.network.parameters())
        return loss

    @property
    def tensors(self) -> list[Tensor]:
        """Parameters, then buffers."""
        return [*self.parameters(), *self.buffers()]

    def description(self) -> tuple[object, ...]:
        """Return all that tells two objectives apart but the values of their tensors."""
        named = (*self.named_parameters(), *self.named_buffers())
        tensors = tuple((name, tensor.shape) for name, tensor in named)
        return (tensors, *((type(m), _plain_attributes(m)) for m in self.modules()))


def _plain_attributes(module: nn.Module) -> tuple[tuple[str, object], ...]:
    """Return the attributes of a module that are numbers, words, flags or lists of them."""
    attributes = ((k, v) for k, v in vars(module).items() if not k.startswith("_"))
    return tuple((k, v) for k, v in attributes if isinstance(v, str | int | float | tuple | None))


def _remembered(key: object, objective: Objective, X: Tensor, y: Tensor) -> Written | None:
    """Return the written-out step under ``key``, writing it when it is new to this process."""
    if key not in _cache:
        _cache[key] = _write_checked(objective, X, y)
        while len(_cache) > CACHED:
            _cache.popitem(last=False)
    _cache.move_to_end(key)
    return _cache[key]


def _write_checked(objective: Objective, X: Tensor, y: Tensor) -> Written | None:
    """Write out a step; None unless it repeats autograd to the last bit, draws included."""
    with _undone(objective):
        try:
            written = write(_record(objective, X, y))
        except (RuntimeError, NotImplementedError, TypeError, KeyError):
            return None
    expected, expected_after = _outcome(objective, partial(_reference_step, objective, X, y))
    for step in written.bind(objective.tensors):
        got, after = _outcome(objective, partial(step, X, y))
        is_same = expected[1:] == got[1:] and got[0] in (expected[0], b"")
        if not (is_same and expected_after == after):
            return None
    return written


def _outcome(
    objective: Objective, step: Callable[[], tuple[Tensor | None, Sequence[Tensor]]]
) -> tuple[list[bytes], list[bytes]]:
    """Return the bits of loss and gradients, and those of all that a step may leave changed."""
    with _undone(objective):
        loss, gradients = step()
        after = [*objective.buffers(), torch.get_rng_state()]
        return [_bits(loss), *map(_bits, gradients)], [_bits(tensor) for tensor in after]


def _bits(tensor: Tensor | None) -> bytes:
    """Return the shape and the exact contents of a tensor; empty for None."""
    if tensor is None:
        return b""
    return repr(tensor.shape).encode() + tensor.detach().contiguous().numpy().tobytes()


def _reference_step(objective: Objective, X: Tensor, y: Tensor) -> tuple[Tensor, Sequence[Tensor]]:
    """Return loss and gradients as plain autograd computes them."""
    loss = objective(X, y)
    return loss, torch.autograd.grad(loss, list(objective.parameters()))


def _record(objective: Objective, X: Tensor, y: Tensor) -> fx.GraphModule:
    """Return the graph of (parameters, buffers, X, y) → loss and gradients."""
    names = [name for name, _ in objective.named_parameters()]
    names += [name for name, _ in objective.named_buffers()]
    n_parameters = len(list(objective.parameters()))

    def step(tensors: list[Tensor], X: Tensor, y: Tensor) -> list[Tensor]:
        state = dict(zip(names, tensors, strict=True))
        loss = torch.func.functional_call(objective, state, (X, y))
        return [loss, *torch.autograd.grad(loss, tensors[:n_parameters])]

    return make_fx(step)(objective.tensors, X, y)


@contextmanager
def _undone(objective: Objective) -> Iterator[None]:
    """Put buffers and torch's random state back afterwards."""
    buffers = [(buffer, buffer.clone()) for buffer in objective.buffers()]
    random_state = torch.get_rng_state()
    try:
        yield
    finally:
        torch.set_rng_state(random_state)
        for buffer, value in buffers:
            buffer.copy_(value)
