"""All that is used of torch's private and experimental names, each with its public fallback.

The fallback serves where this torch lacks a name; with ``PLAYGROUND_ENGINE=reference`` all of them
serve, and no private name is touched. Callers take names from this module at every use, so that
tests can load it anew.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import torch
from torch import Tensor, optim

from playground.learn.switch import is_reference

IS_REFERENCE = is_reference()
"""The engine is turned off: nothing is traced or written out."""


def _private(name: str) -> Any:
    """Return what torch has under ``module:name``; None if it lacks it, or if none may be used."""
    try:
        return None if IS_REFERENCE else pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return None


def _copy_each(to: Sequence[Tensor], of: Sequence[Tensor]) -> None:
    """Copy tensors into others, one by one."""
    for destination, source in zip(to, of, strict=True):
        destination.copy_(source)


def _norm_each(tensors: Sequence[Tensor], order: float) -> list[Tensor]:
    """Return the norms of tensors, one by one."""
    return [torch.linalg.vector_norm(tensor, order) for tensor in tensors]


def _subtract_each(of: Sequence[Tensor], others: Sequence[Tensor]) -> None:
    """Subtract tensors from others in place, one by one."""
    for tensor, other in zip(of, others, strict=True):
        tensor.sub_(other)


make_fx: Any = _private("torch.fx.experimental.proxy_tensor:make_fx")
"""Records forward pass, loss and gradients as one graph. None: all steps go by plain autograd."""

inference_mode: Any = _private("torch:_C._InferenceMode") or torch.inference_mode
"""What ``torch.inference_mode`` wraps, at a third of its cost for each step."""

FUSED: dict[type[optim.Optimizer], Any] = {
    optim.SGD: _private("torch:_fused_sgd_"),
    optim.Adam: _private("torch:_fused_adam_"),
    optim.AdamW: _private("torch:_fused_adamw_"),
}
"""The kernels within ``optimizer.step()``, without what surrounds them. None: that method."""

foreach_copy: Any = _private("torch:_foreach_copy_") or _copy_each
"""Copies many tensors in one call: a snapshot of every epoch's start."""

foreach_subtract: Any = _private("torch:_foreach_sub_") or _subtract_each
"""Subtracts many tensors in place in one call: how far did a step move the weights?"""

foreach_norm: Any = _private("torch:_foreach_norm") or _norm_each
"""Takes the norms of many tensors in one call: are all weights finite?"""

DIRECT = {
    *("addmm", "mm", "mul", "add", "sub", "div", "neg", "exp", "log", "sum", "mean"),
    *("tanh", "relu", "sigmoid", "celu", "selu", "clamp_min"),
    *("_softmax", "_softmax_backward_data", "_log_softmax", "_log_softmax_backward_data"),
}
"""Operators whose binding in ``torch`` takes the same arguments as the one in ``torch.ops``."""


@cache
def cheapest(overload: Any) -> Callable[..., Any]:
    """Return the cheapest callable of an ATen operator; the fallback is ``overload`` itself.

    Its direct binding takes 0.6 of the time of ``overload``, what that wraps 0.85.
    """
    name = overload.overloadpacket.__name__
    if name == "t":
        return torch.Tensor.t
    direct = getattr(torch, name, None) if name in DIRECT else None
    return direct or getattr(overload, "_op", overload)
