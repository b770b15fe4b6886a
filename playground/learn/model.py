"""Config → network, loss, optimizer and schedule: resolves the catalog's names in PyTorch."""

from __future__ import annotations

from functools import reduce
from typing import Any

import torch
from torch import Tensor, nn

from playground.catalog import INITIALIZATIONS, LOSSES, OPTIMIZERS, SCHEDULES
from playground.catalog.call import Call
from playground.config import Config
from playground.layers import layers
from playground.learn import modules


class Network(nn.Module):
    """A body that ends in logits, and the head that the loss asks for behind it, empty if none."""

    def __init__(self, body: nn.Sequential, head: nn.Sequential) -> None:
        super().__init__()
        self.body = body
        self.head = head

    def forward(self, X: Tensor) -> Tensor:
        """Map points (n, n_features) to what the loss takes (n, n_outputs)."""
        return self.head(self.body(X))


def build_network(config: Config) -> Network:
    """Build the network of ``config``, its weights drawn from torch's present random state."""
    described = layers(config)
    body = [build(layer.call) for layer in described if layer.role != "head"]
    head = [build(layer.call) for layer in described if layer.role == "head"]
    network = Network(nn.Sequential(*body), nn.Sequential(*head))
    initialize(network, INITIALIZATIONS[config.initialization].torch)
    return network


def initialize(network: nn.Module, rule: Call | None) -> None:
    """Set the weights of linear layers by ``rule`` and their biases to zero; None leaves them."""
    for layer in network.modules():
        if rule and isinstance(layer, nn.Linear):
            resolve(rule.name)(layer.weight, **rule.arguments)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


def build_criterion(config: Config, y_train: Tensor) -> nn.Module:
    """Build the loss of ``config``; class weights are taken from y_train (n,)."""
    spec = LOSSES[config.loss]
    arguments = dict(spec.criterion.arguments)
    if spec.smooths and config.label_smoothing:
        arguments["label_smoothing"] = config.label_smoothing
    if config.class_weight == "balanced" and config.uses("class_weight"):
        arguments[spec.weight] = class_weight(config, y_train)
    return build(Call(spec.criterion.name, arguments))


def class_weight(config: Config, y_train: Tensor) -> Tensor:
    """Return the balanced weights (n_classes,), or for one output that of class 1 (scalar)."""
    counts = torch.bincount(y_train, minlength=config.n_classes).clamp(min=1)
    if config.n_outputs == 1:
        return counts[0] / counts[1]
    return len(y_train) / (config.n_classes * counts)


def build_optimizer(config: Config, network: nn.Module) -> torch.optim.Optimizer:
    """Build the optimizer of ``config`` over all parameters of ``network``."""
    spec = OPTIMIZERS[config.optimizer]
    fused = {"fused": True} if spec.fused else {}
    return resolve(spec.torch)(network.parameters(), **config.optimizer_arguments, **fused)


def build_schedule(config: Config, optimizer: torch.optim.Optimizer) -> Any:
    """Build the learning-rate schedule of ``config``, None for a constant rate."""
    spec = SCHEDULES[config.schedule]
    if not spec.torch:
        return None
    arguments = {argument: getattr(config, name) for argument, name in spec.arguments.items()}
    return resolve(spec.torch)(optimizer, **arguments, **spec.constants)


def probabilities(output: Tensor, config: Config) -> Tensor:
    """Turn the network's output (n, n_outputs) into probabilities (n, n_classes).

    Those of classes sum to one, those of several labels stand each for itself.
    """
    link = LOSSES[config.loss].link
    if link == "softmax":
        # Along the first dimension PyTorch works on many rows at once: 28 µs, not 470, a picture.
        output = output.T.contiguous().softmax(dim=0).T.contiguous()
    elif link == "exp":
        output = output.exp()
    elif link == "sigmoid":
        output = output.sigmoid()
    return torch.cat((1 - output, output), dim=1) if config.n_outputs == 1 else output


def predict(output: Tensor, config: Config) -> Tensor:
    """Return the class (n,) of each row of the network's output: the most probable one.

    Of two classes, class 1 where its p ≥ threshold, but for ties of two outputs at one half. Of
    several labels, those with p ≥ threshold: (n, n_labels) zeros and ones.
    """
    if config.is_multilabel:
        return (probabilities(output, config) >= config.threshold).long()
    if config.n_outputs > 1 and (config.n_classes > 2 or config.threshold == 0.5):
        return output.argmax(dim=1)
    return (probabilities(output, config)[:, 1] >= config.threshold).long()


def resolve(dotted: str) -> Any:
    """Return what a dotted name below ``torch``, or a name of ``learn.modules``, stands for."""
    return reduce(getattr, dotted.split("."), torch if "." in dotted else modules)


def build(call: Call) -> Any:
    """Carry out ``call``."""
    return resolve(call.name)(*call.positional, **call.arguments)
