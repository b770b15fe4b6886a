"""Why a run diverged: its last epoch replayed by plain autograd up to the first bad number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

from playground.catalog import OPTIMIZERS
from playground.config import PARAMS, Config
from playground.learn.engine import Engine
from playground.learn.objective import Objective

RATES: Any = PARAMS["learning_rate"].kind

Batches = Iterable[tuple[Tensor, Tensor]]


def find_origin(engine: Engine, batches: Batches) -> tuple[int, str]:
    """Return the number of the first bad step (from 1) and where its first bad number arose.

    Trains on ``batches`` again; the caller has put the run back to the epoch's start.
    """
    objective, step = engine.objective, 0
    names = [name for name, _ in objective.named_parameters()]
    for X, y in batches:
        step += 1
        if where := _first_bad_output(objective, X, y):
            return step, where
        if bad := _first_bad(names, _gradients(objective, X, y)):
            return step, f"the gradient of {_readable(objective, bad)}"
        engine.step(X, y, tell=False)
        if bad := _first_bad(names, engine.parameters):
            return step, f"{_readable(objective, bad)} after the step"
    return step, "the loss of the whole part"


def _gradients(objective: Objective, X: Tensor, y: Tensor) -> tuple[Tensor, ...]:
    """Return the gradients of a batch, drawing nothing."""
    random_state = torch.get_rng_state()
    gradients = torch.autograd.grad(objective(X, y), list(objective.parameters()))
    torch.set_rng_state(random_state)
    return gradients


def _first_bad_output(objective: Objective, X: Tensor, y: Tensor) -> str:
    """Return the first layer, in order, whose output is not finite; empty when all are."""
    random_state = torch.get_rng_state()
    found: list[str] = []
    hooks = []
    linear = 0
    for layer in objective.network.modules():
        if next(layer.children(), None) is not None:
            continue
        linear += isinstance(layer, nn.Linear)
        name = f"the {type(layer).__name__} of layer {linear}"
        hooks.append(layer.register_forward_hook(_watch(found, name)))
    with torch.no_grad():
        loss = objective(X, y)
    for hook in hooks:
        hook.remove()
    torch.set_rng_state(random_state)
    if found:
        return f"the output of {found[0]}"
    return "" if loss.isfinite() else "the loss"


def _watch(found: list[str], name: str) -> Callable[[nn.Module, object, Tensor], None]:
    """Return a forward hook that notes ``name`` when the output is not finite."""

    def hook(module: nn.Module, inputs: object, output: Tensor) -> None:
        if not output.isfinite().all():
            found.append(name)

    return hook


def _first_bad(names: list[str], tensors: Iterable[Tensor]) -> str:
    """Return the name of the first tensor that holds a number that is not finite."""
    pairs = zip(names, tensors, strict=True)
    return next((name for name, tensor in pairs if not tensor.isfinite().all()), "")


def _readable(objective: Objective, parameter: str) -> str:
    """Return a parameter's kind and its layer's number: ``the weights of layer 2``."""
    linear = [n for n, m in objective.named_modules() if isinstance(m, nn.Linear)]
    layer, _, kind = parameter.rpartition(".")
    kinds = f"{kind}{'s' if kind == 'weight' else 'es'}"
    if layer not in linear:
        return f"the normalisation's {kinds}"
    return f"the {kinds} of layer {linear.index(layer) + 1}"


def explain(config: Config, epoch: int, step: int, where: str, unlike: str = "") -> str:
    """Return a sentence: when and where numbers stopped being finite, why, and the way out.

    ``unlike`` is what there is to say of inputs whose sizes hinder training.
    """
    what = (
        f"The numbers stopped being finite in epoch {epoch} at its step {step}, first in {where}: "
    )
    shrinks = OPTIMIZERS[config.optimizer].shrinks
    if shrinks and config.learning_rate * config.weight_decay >= 1:
        return (
            f"{what}learning rate {config.learning_rate:g} × weight decay {config.weight_decay:g} "
            "makes every step overshoot zero. Lower one of them and press Reset."
        )
    if unlike:
        return f"{what}{unlike} Press Reset and set Scaling to Standard."
    blame = f"{what}learning rate {config.learning_rate:g} is most likely too high. "
    lower = [rate for rate in RATES.rungs if rate <= config.learning_rate / 10 * (1 + 1e-9)]
    if not lower:
        return f"{blame}Press Reset and lower it."
    return f"{blame}Press Reset and try {lower[-1]:g}."
