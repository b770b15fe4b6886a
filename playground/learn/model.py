"""Config → network, loss and optimizer: resolves the catalog's names in PyTorch."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn

from playground.catalog import ACTIVATIONS, LOSSES, OPTIMIZERS
from playground.catalog.call import Call
from playground.config import Config


class Network(nn.Module):
    """A body that ends in logits, and the head that the loss asks for behind it."""

    def __init__(self, body: nn.Sequential, head: nn.Module) -> None:
        super().__init__()
        self.body = body
        self.head = head

    def forward(self, X: Tensor) -> Tensor:
        """Map points (n, n_features) to what the loss takes (n, n_outputs)."""
        return self.head(self.body(X))


def build_network(config: Config, n_features: int) -> Network:
    """Build the network of ``config``, its weights drawn from torch's present random state."""
    sizes = (n_features, *config.hidden)
    layers: list[nn.Module] = []
    for fan_in, fan_out in pairwise(sizes):
        layers += [
            nn.Linear(fan_in, fan_out),
            build(ACTIVATIONS[config.activation].torch),
            nn.Dropout(config.dropout),
        ]
    layers.append(nn.Linear(sizes[-1], config.n_outputs))
    head = LOSSES[config.loss].head
    return Network(nn.Sequential(*layers), build(head) if head else nn.Identity())


def build_criterion(config: Config) -> nn.Module:
    """Build the loss of ``config``."""
    return build(LOSSES[config.loss].criterion)


def build_optimizer(config: Config, network: nn.Module) -> torch.optim.Optimizer:
    """Build the optimizer of ``config`` over all parameters of ``network``."""
    spec = OPTIMIZERS[config.optimizer]
    fused = {"fused": True} if spec.fused else {}
    return resolve(spec.torch)(network.parameters(), **optimizer_arguments(config), **fused)


def optimizer_arguments(config: Config) -> dict[str, float]:
    """Return the optimizer's arguments that Config fields fill."""
    arguments = OPTIMIZERS[config.optimizer].arguments
    return {argument: getattr(config, name) for argument, name in arguments.items()}


def probabilities(output: Tensor, config: Config) -> Tensor:
    """Turn the network's output (n, n_outputs) into class probabilities (n, n_classes)."""
    link = LOSSES[config.loss].link
    if link == "softmax":
        output = output.softmax(dim=1)
    elif link == "exp":
        output = output.exp()
    elif link == "sigmoid":
        output = output.sigmoid()
    return torch.cat((1 - output, output), dim=1) if config.n_outputs == 1 else output


def predict(output: Tensor, config: Config) -> Tensor:
    """Return the class (n,) of each row of the network's output; one output: p ≥ 0.5 is class 1."""
    if config.n_outputs > 1:
        return output.argmax(dim=1)
    return (probabilities(output, config)[:, 1] >= 0.5).long()


def shapes(network: nn.Module) -> Iterator[tuple[int, int]]:
    """Yield (in_features, out_features) of each linear layer."""
    for layer in network.modules():
        if isinstance(layer, nn.Linear):
            yield layer.in_features, layer.out_features


def resolve(dotted: str) -> Any:
    """Return what a dotted name below ``torch`` stands for."""
    return reduce(getattr, dotted.split("."), torch)


def build(call: Call) -> Any:
    """Carry out ``call``."""
    return resolve(call.name)(**call.arguments)
