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
    def majority(self) -> Tensor:
        """What is most frequent in the train part: a class (), or a row of labels (n_labels,)."""
        rows, counts = torch.unique(self.y[self.train], dim=0, return_counts=True)
        return rows[counts.argmax()]

    @cached_property
    def majority_hits(self) -> tuple[int, int]:
        """How many points of the train and the test part always naming ``majority`` has right."""
        hits = self.y == self.majority
        is_right = hits.all(dim=1) if hits.dim() == 2 else hits
        return int(is_right[self.train].sum()), int(is_right[self.test].sum())

    @property
    def baseline(self) -> float:
        """The test accuracy of always naming what is most frequent in the training part."""
        return self.majority_hits[1] / len(self.test)

    def rows(self, part: int) -> Tensor:
        """Return the row numbers of a part: 0 train, 1 test, 2 both of them."""
        return (self.train, self.test, torch.cat((self.train, self.test)))[part]

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
    train, test = _split(config, np.arange(len(y)), y, config.test_size)
    validation = train[:0]
    if config.validation_size:
        train, validation = _split(config, train, y, config.validation_size)
    return Data(
        raw,
        own[2] if own else DATASETS[config.dataset].features,
        torch.tensor(y, dtype=torch.int64),
        torch.from_numpy(train),
        torch.from_numpy(test),
        _preparation(config, raw[train]),
        torch.from_numpy(validation),
    )


def _split(config: Config, rows: np.ndarray, y: np.ndarray, share: float) -> list[np.ndarray]:
    """Return the rows that are left, and the ``share`` of them that is taken away."""
    is_stratified = config.stratify and config.uses("stratify")
    parts: list[np.ndarray] = train_test_split(
        rows,
        test_size=share,
        random_state=config.seed,
        stratify=generators.strata(y[rows], share) if is_stratified else None,
    )
    return parts


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
