"""How gradients become a step: PyTorch's fused kernels, called without the optimizer's loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, optim

from playground.learn import torch_private

Update = Callable[[list[Tensor]], None]
"""Moves the optimizer's parameters by gradients in the order of the parameters."""

Kernel = Callable[..., None]


def bind_update(optimizer: optim.Optimizer) -> Update:
    """Return an Update that does what ``optimizer.step()`` does, bit for bit.

    The optimizer must have taken a step since its hyperparameters were last changed (but for the
    learning rate), so that its state is complete; the Update goes on in that same state.
    """
    (group,) = optimizer.param_groups
    kernel = torch_private.FUSED.get(type(optimizer))
    if kernel is None or not group["fused"]:
        return _assigned(optimizer, group)
    return _BINDERS[type(optimizer)](optimizer, group, kernel)


def clip(parameters: list[Tensor], gradients: list[Tensor], norm: float) -> None:
    """Shorten the gradients in place to a common norm of at most ``norm``."""
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient
    torch.nn.utils.clip_grad_norm_(parameters, norm)


def release(optimizer: optim.Optimizer) -> None:
    """Undo what an Update shared among the optimizer's states: each gets its own step count."""
    for state in optimizer.state.values():
        if "step" in state:
            state["step"] = state["step"].clone()


def complete(optimizer: optim.Optimizer) -> None:
    """Give RMSprop the momentum buffers that it makes only before its first step.

    Without them it raises KeyError when its momentum is raised from 0 in mid-run.
    """
    (group,) = optimizer.param_groups
    if isinstance(optimizer, optim.RMSprop) and group["momentum"]:
        for parameter, state in optimizer.state.items():
            if state and "momentum_buffer" not in state:
                state["momentum_buffer"] = torch.zeros_like(parameter)


def _assigned(optimizer: optim.Optimizer, group: dict[str, Any]) -> Update:
    """Hand the gradients to the optimizer itself."""
    parameters: list[Tensor] = group["params"]

    def update(gradients: list[Tensor]) -> None:
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.grad = gradient
        optimizer.step()

    return update


def _sgd(optimizer: optim.Optimizer, group: dict[str, Any], kernel: Kernel) -> Update:
    """Bind SGD's kernel."""
    parameters: list[Tensor] = group["params"]
    buffers = [optimizer.state[p]["momentum_buffer"] for p in parameters if group["momentum"]]
    settings = {name: group[name] for name in ("weight_decay", "momentum", "dampening")}
    settings |= {"nesterov": group["nesterov"], "maximize": False, "is_first_step": False}

    def update(gradients: list[Tensor]) -> None:
        kernel(parameters, gradients, buffers, lr=group["lr"], **settings)

    return update


def _adam(optimizer: optim.Optimizer, group: dict[str, Any], kernel: Kernel) -> Update:
    """Bind Adam's or AdamW's kernel, counting steps once for all."""
    parameters: list[Tensor] = group["params"]
    states = [optimizer.state[p] for p in parameters]
    count = states[0]["step"]
    for state in states:
        state["step"] = count
    exp_avgs = [state["exp_avg"] for state in states]
    exp_avg_sqs = [state["exp_avg_sq"] for state in states]
    counts = [count] * len(states)
    beta1, beta2 = group["betas"]
    settings = {name: group[name] for name in ("weight_decay", "eps")}
    settings |= {"beta1": beta1, "beta2": beta2, "amsgrad": False, "maximize": False}

    def update(gradients: list[Tensor]) -> None:
        count.add_(1)
        rate = group["lr"]
        kernel(parameters, gradients, exp_avgs, exp_avg_sqs, [], counts, lr=rate, **settings)

    return update


_BINDERS: dict[type[optim.Optimizer], Callable[..., Update]] = {
    optim.SGD: _sgd,
    optim.Adam: _adam,
    optim.AdamW: _adam,
}
