"""Config → points: made, split and turned into tensors, the same way as an exported script does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
import torch
from sklearn.model_selection import train_test_split
from torch import Tensor

from playground.catalog import DATASETS, LOSSES
from playground.config import Config
from playground.learn.plane import Plane


@dataclass(frozen=True)
class Data:
    """The points of one run.

    X (n, n_features) float32 and y (n,) int64 hold all points; ``train`` and ``test`` are the row
    numbers of the two parts, in the order in which ``train_test_split`` returns them.
    """

    X: Tensor
    y: Tensor
    train: Tensor
    test: Tensor

    @property
    def n_features(self) -> int:
        """Columns of X."""
        return self.X.shape[1]

    @cached_property
    def plane(self) -> Plane:
        """The plane that the points are shown on."""
        return Plane(self.X)

    def part(self, name: str) -> tuple[Tensor, Tensor]:
        """Return X and y of the part ``train`` or ``test``."""
        rows = getattr(self, name)
        return self.X[rows], self.y[rows]


def make_data(config: Config) -> Data:
    """Make the dataset of ``config`` and split it, stratified by class."""
    X, y = make_points(config)
    rows = np.arange(len(y))
    train, test = train_test_split(
        rows, test_size=config.test_size, random_state=config.seed, stratify=y
    )
    return Data(
        torch.tensor(X, dtype=torch.float32),
        torch.tensor(y, dtype=torch.int64),
        torch.from_numpy(train),
        torch.from_numpy(test),
    )


def make_points(config: Config) -> tuple[np.ndarray, np.ndarray]:
    """Return X (n, n_features) float64 and y (n,) of the dataset that ``config`` names."""
    spec = DATASETS[config.dataset]
    arguments = {argument: getattr(config, name) for argument, name in spec.arguments.items()}
    X, y = _function(spec.make)(**arguments, **spec.constants)[:2]
    return X, y


def targets(y: Tensor, config: Config) -> Tensor:
    """Return y (n,) in the form that the loss expects, see ``catalog.losses.Loss.target``."""
    form = LOSSES[config.loss].target
    if form == "column":
        return y.float().unsqueeze(1)
    if form == "one_hot":
        return torch.nn.functional.one_hot(y, config.n_classes).float()
    return y


def _function(dotted: str) -> Callable[..., Any]:
    """Return the function that a dotted name stands for."""
    module, _, name = dotted.rpartition(".")
    return getattr(import_module(module), name)
