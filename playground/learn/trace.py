"""Computations of an objective traced once, written out, and kept when equal in every bit.

On small networks a step is nearly all overhead: autograd's bookkeeping, module calls. ``make_fx``
records forward pass, loss and gradients together; what does no arithmetic is taken out, and the
rest becomes one Python function of ATen operators. Without ``make_fx``, or with the engine turned
off, nothing is written out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, fx, nn

from playground.learn import torch_private
from playground.learn.emit import Written, write
from playground.learn.objective import Objective

CACHED = 256
"""Most written-out computations that a process keeps."""

_cache: OrderedDict[object, Written | None] = OrderedDict()


@dataclass(frozen=True)
class Computation:
    """Something computed from a batch (X, y), as every PyTorch tutorial writes it.

    ``groups`` are the sets of its outputs that are wanted without the others.
    """

    plain: Callable[[Objective, Tensor, Tensor], list[Tensor]]
    groups: tuple[slice, ...]


def is_written(computation: Computation, objective: Objective, X: Tensor, y: Tensor) -> bool:
    """Tell whether this process has met the computation for such tensors before."""
    return _key(computation, objective, X, y) in _cache


def written_out(
    computation: Computation, objective: Objective, X: Tensor, y: Tensor
) -> Written | None:
    """Return the computation written out for tensors shaped like these; None if it can't be had.

    Draws no random numbers and leaves buffers as they are.
    """
    if torch_private.make_fx is None:
        return None
    key = _key(computation, objective, X, y)
    if key not in _cache:
        _cache[key] = _write_checked(computation, objective, X, y)
        while len(_cache) > CACHED:
            _cache.popitem(last=False)
    _cache.move_to_end(key)
    return _cache[key]


def _key(computation: Computation, objective: Objective, X: Tensor, y: Tensor) -> object:
    """Return what two computations share that can share one writing."""
    return computation.plain, objective.description(), X.shape, y.shape, y.dtype


def _write_checked(
    computation: Computation, objective: Objective, X: Tensor, y: Tensor
) -> Written | None:
    """Write out a computation; None unless it repeats the plain one to the last bit."""
    try:
        with undone(objective):
            written = write(_record(computation, objective, X, y), computation.groups)
        return written if _repeats(written, computation, objective, X, y) else None
    except Exception:  # another torch may fail in ways of its own; plain autograd goes on
        return None


def _repeats(
    written: Written, computation: Computation, objective: Objective, X: Tensor, y: Tensor
) -> bool:
    """Tell whether what was written out gives the bits of the plain computation."""
    plain = partial(computation.plain, objective, X, y)
    expected, expected_after = _outcome(objective, plain)
    for function, group in zip(written.bind(objective.tensors), computation.groups, strict=True):
        with torch.inference_mode():
            got, after = _outcome(objective, partial(function, X, y))
        if (got, after) != (expected[group], expected_after):
            return False
    return True


def _outcome(
    objective: Objective, function: Callable[[], Sequence[Tensor]]
) -> tuple[list[bytes], list[bytes]]:
    """Return the bits of a function's outputs, and those of all that it may leave changed."""
    with undone(objective):
        outputs = [_bits(tensor) for tensor in function()]
        return outputs, [_bits(tensor) for tensor in (*objective.buffers(), torch.get_rng_state())]


def _bits(tensor: Tensor) -> bytes:
    """Return the shape and the exact contents of a tensor."""
    return repr(tensor.shape).encode() + tensor.detach().contiguous().numpy().tobytes()


class _Call(nn.Module):
    """A computation as a module, so that ``functional_call`` can put other tensors in."""

    def __init__(self, computation: Computation, objective: Objective) -> None:
        super().__init__()
        self.plain = computation.plain
        self.objective = objective

    def forward(self, X: Tensor, y: Tensor) -> list[Tensor]:
        """Return the computation's outputs."""
        return self.plain(self.objective, X, y)


def _record(computation: Computation, objective: Objective, X: Tensor, y: Tensor) -> fx.GraphModule:
    """Return the graph of (tensors, X, y) → outputs."""
    call = _Call(computation, objective)
    names = [name for name, _ in (*call.named_parameters(), *call.named_buffers())]

    def function(tensors: list[Tensor], X: Tensor, y: Tensor) -> list[Tensor]:
        state = dict(zip(names, tensors, strict=True))
        outputs: list[Tensor] = torch.func.functional_call(call, state, (X, y))
        return outputs

    # On fake tensors: the same graph in half the time, as nothing is computed.
    record = torch_private.make_fx(function, tracing_mode="fake")
    graph_module: fx.GraphModule = record(objective.tensors, X, y)
    return graph_module


@contextmanager
def undone(objective: Objective) -> Iterator[None]:
    """Put buffers and torch's random state back afterwards."""
    buffers = [(buffer, buffer.clone()) for buffer in objective.buffers()]
    random_state = torch.get_rng_state()
    try:
        yield
    finally:
        torch.set_rng_state(random_state)
        for buffer, value in buffers:
            buffer.copy_(value)
