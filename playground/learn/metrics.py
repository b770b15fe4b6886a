"""Losses, accuracies and confusion counts of all parts, in eval mode, computed here only."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.config import Config
from playground.learn.data import Data, targets
from playground.learn.forward import Forward
from playground.learn.model import predict


@dataclass(frozen=True)
class Evaluation:
    """What the network does at one instant.

    ``confusion`` is (2, n_classes, n_classes) int64, the train part first; rows are true labels,
    columns predicted ones, as in ``sklearn.metrics.confusion_matrix``. ``y_pred`` is (n,) int64 in
    the order of the points. With several labels they are (2, n_labels, 2, 2), as in
    ``multilabel_confusion_matrix``, and (n, n_labels), and an accuracy is the share of points with
    every label right.
    """

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    confusion: Tensor
    y_pred: Tensor
    validation_loss: float | None = None
    """None without a validation part."""
    validation_accuracy: float | None = None

    @property
    def losses(self) -> list[float]:
        """The loss of each part that there is."""
        validation = [] if self.validation_loss is None else [self.validation_loss]
        return [self.train_loss, self.test_loss, *validation]

    @property
    def deciding(self) -> tuple[str, float, float]:
        """The part that decides when to stop, its loss and its accuracy."""
        if self.validation_loss is None or self.validation_accuracy is None:
            return "test", self.test_loss, self.test_accuracy
        return "validation", self.validation_loss, self.validation_accuracy

    @property
    def label_accuracies(self) -> list[float]:
        """The shares of right labels in both parts, each label counted by itself; for several."""
        right = self.confusion.diagonal(dim1=-2, dim2=-1).sum(dim=(1, 2))
        shares: list[float] = (right / self.confusion.sum(dim=(1, 2, 3))).tolist()
        return shares


class Evaluator:
    """Measures a network on all parts of one dataset."""

    def __init__(self, config: Config, data: Data) -> None:
        self._config = config
        self._y = data.y
        self._parts = [
            (rows, *data.part(name), targets(data.part(name)[1], config))
            for name, rows in _parts(data)
        ]

    @torch.inference_mode()
    def __call__(self, forward: Forward) -> Evaluation:
        """Run the network over each part in one piece and count."""
        y_pred = torch.empty_like(self._y)
        losses, accuracies, matrices = [], [], []
        for rows, X, y, target in self._parts:
            loss, output = forward.measure(X, target)
            losses.append(loss.item())
            predicted = predict(output, self._config)
            y_pred[rows] = predicted
            matrix = self._count(y, predicted)
            matrices.append(matrix)
            accuracies.append(self._accuracy(matrix, y, predicted))
        train_loss, test_loss, *validation_loss = losses
        train_accuracy, test_accuracy, *validation_accuracy = accuracies
        return Evaluation(
            train_loss,
            test_loss,
            train_accuracy,
            test_accuracy,
            torch.stack(matrices[:2]),
            y_pred,
            *validation_loss,
            *validation_accuracy,
        )

    def _count(self, y: Tensor, predicted: Tensor) -> Tensor:
        """Return the confusion matrix of one part, or one of each label."""
        if self._config.is_multilabel:
            return torch.stack([_confusion(a, b, 2) for a, b in zip(y.T, predicted.T, strict=True)])
        return _confusion(y, predicted, self._config.n_classes)

    def _accuracy(self, matrix: Tensor, y: Tensor, predicted: Tensor) -> float:
        """Return the share of points that are right in everything."""
        if self._config.is_multilabel:
            return (y == predicted).all(dim=1).sum().item() / len(y)
        return matrix.trace().item() / len(y)


def _parts(data: Data) -> list[tuple[str, Tensor]]:
    """Return the names and rows of the parts that there are."""
    validation = [("validation", data.validation)] * bool(len(data.validation))
    return [("train", data.train), ("test", data.test), *validation]


def _confusion(y: Tensor, predicted: Tensor, k: int) -> Tensor:
    """Return the counts (k, k) of true labels by predicted labels."""
    return torch.bincount(y * k + predicted, minlength=k * k).view(k, k)
