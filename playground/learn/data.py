"""Config → points: made, spoilt, split and scaled, the same way as an exported script does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
import sklearn.preprocessing
import torch
from sklearn.model_selection import train_test_split
from torch import Tensor

from playground.catalog import DATASETS, FEATURES, LOSSES, PREPROCESSINGS, formula, generators
from playground.config import Config

Points = tuple[np.ndarray, np.ndarray]
"""X (n, n_columns) float64 and y (n,) or, with several labels, (n, n_labels)."""

Own = tuple[np.ndarray, np.ndarray, Sequence[str]]
"""A visitor's own points: X (n, n_columns), y (n,), and the columns' names."""


_NO_ROWS = torch.empty(0, dtype=torch.int64)


@dataclass(frozen=True)
class Data:
    """The points of one run.

    ``raw`` (n, n_columns) float64 are the columns as they are, ``names`` what they are called, y
    (n,) int64 the classes, (n, n_labels) with several labels; ``train`` and ``test`` are the row
    numbers of the two parts in the order of ``train_test_split``, ``validation`` those set aside
    from the training part, if any; ``prepare`` makes the network's inputs of rows like raw.
    """

    raw: np.ndarray
    names: Sequence[str]
    y: Tensor
    train: Tensor
    test: Tensor
    prepare: Callable[[np.ndarray], Tensor]
    validation: Tensor = _NO_ROWS

    @cached_property
    def X(self) -> Tensor:  # noqa: N802 - the field's name for it
        """The network's inputs (n, n_features) float32 for all points."""
        return self.prepare(self.raw)

    @cached_property
    def baseline(self) -> float:
        """The test accuracy of always naming what is most frequent in the training part."""
        y_train, y_test = self.y[self.train], self.y[self.test]
        rows, counts = torch.unique(y_train, dim=0, return_counts=True)
        hits = y_test == rows[counts.argmax()]
        return (hits.all(dim=1) if hits.dim() == 2 else hits).double().mean().item()

    @cached_property
    def sizes(self) -> list[float]:
        """The largest absolute value of each input in the training part."""
        largest: list[float] = self.X[self.train].abs().amax(dim=0).tolist()
        return largest

    def part(self, name: str) -> tuple[Tensor, Tensor]:
        """Return X and y of the part ``train``, ``test`` or ``validation``."""
        rows = getattr(self, name)
        return self.X[rows], self.y[rows]


def make_data(config: Config, own: Own | None = None) -> Data:
    """Make the dataset of ``config``, split it, and fit the scaling on the training part.

    ``own`` are the visitor's points when the dataset is theirs.
    """
    raw, y = make_points(config, own)
    is_stratified = config.stratify and not config.is_multilabel
    train, test = train_test_split(
        np.arange(len(y)),
        test_size=config.test_size,
        random_state=config.seed,
        stratify=y if is_stratified else None,
    )
    train, validation = _set_aside(config, train)
    return Data(
        raw,
        own[2] if own else DATASETS[config.dataset].features,
        torch.tensor(y, dtype=torch.int64),
        torch.from_numpy(train),
        torch.from_numpy(test),
        _preparation(config, raw[train]),
        torch.from_numpy(validation),
    )


def _set_aside(config: Config, train: np.ndarray) -> Points:
    """Return the rows of the training part that are left, and those of the validation part."""
    if not config.validation_size:
        return train, train[:0]
    left, validation = train_test_split(
        train, test_size=config.validation_size, random_state=config.seed
    )
    return left, validation


def make_points(config: Config, own: Own | None = None) -> Points:
    """Return the points of the dataset that ``config`` names, spoilt as it says."""
    if config.dataset == "own":
        if own is None:
            raise LookupError("The data of this experiment are not on this server.")
        X, y, _ = own
    else:
        spec = DATASETS[config.dataset]
        arguments = {a: _argument(config, name) for a, name in spec.arguments.items()}
        X, y = _function(spec.make)(**arguments, **spec.constants)[:2]
    return spoil(config, X.astype(np.float64), y)


def spoil(config: Config, X: np.ndarray, y: np.ndarray) -> Points:
    """Return X and y less tidy, by the Config's imbalance, noises and outliers."""
    if config.imbalance and config.uses("imbalance"):
        X, y = generators.thin_classes(X, y, config.imbalance)
    if config.label_noise and config.uses("label_noise"):
        y = generators.flip_labels(y, config.label_noise, config.seed)
    if config.feature_noise:
        X = generators.blur_features(X, config.feature_noise, config.seed)
    if config.outliers:
        X = generators.scatter_outliers(X, config.outliers, config.seed)
    return X, y


def targets(y: Tensor, config: Config) -> Tensor:
    """Return y in the form that the loss expects, see ``catalog.losses.Loss.target``."""
    form = LOSSES[config.loss].target
    if form == "column":
        return y.float() if config.is_multilabel else y.float().unsqueeze(1)
    if form == "one_hot":
        return torch.nn.functional.one_hot(y, config.n_classes).float()
    return y


def _preparation(config: Config, train: np.ndarray) -> Callable[[np.ndarray], Tensor]:
    """Return the function from raw rows to inputs, its scaling fitted on ``train``."""
    scaler_name = PREPROCESSINGS[config.preprocessing].sklearn
    scaler = None
    if scaler_name:
        scaler = getattr(sklearn.preprocessing, scaler_name)().fit(_features(config, train))

    def prepare(raw: np.ndarray) -> Tensor:
        X = _features(config, raw)
        return torch.tensor(scaler.transform(X) if scaler else X, dtype=torch.float32)

    return prepare


def _features(config: Config, X: np.ndarray) -> np.ndarray:
    """Return the columns that the network is given, of a plane's points those it asks for."""
    if not config.is_planar or config.features == ("x1", "x2"):
        return X
    columns = [eval(FEATURES[name].numpy, {"np": np, "X": X}) for name in config.features]
    return np.column_stack(columns)


def _argument(config: Config, name: str) -> Any:
    """Return a Config field as a dataset's function takes it: a formula as a function."""
    value = getattr(config, name)
    return (lambda x: formula.evaluate(value, x)) if name == "formula" else value


def _function(dotted: str) -> Callable[..., Any]:
    """Return the function that a dotted name stands for."""
    module, _, name = dotted.rpartition(".")
    return getattr(import_module(module), name)
