"""Threshold: one number that moves predictions, counts and accuracies, and no weight."""

from dataclasses import replace

import numpy as np
import pytest
import sklearn.metrics
import torch

from playground.catalog import LOSSES
from playground.learn.model import predict, probabilities
from playground.learn.trainer import Trainer
from playground.views.boundary.compute import compute
from tests.learn.runs import same_weights, small, trained

LABELS = {"dataset": "multilabel", "n_classes": 3, "loss": "bce", "shown_label": 1}
BINARY = [*({"loss": loss} for loss in LOSSES), LABELS]


@pytest.mark.parametrize("threshold", [0.0, 0.2, 0.7, 1.0])
@pytest.mark.parametrize("values", BINARY, ids=str)
def test_predictions_are_the_probabilities_held_against_the_threshold(values, threshold):
    trainer = trained(small(epochs=6, threshold=threshold, **values))
    with torch.inference_mode():
        output = trainer.network.eval()(trainer.data.X)
    proba = probabilities(output, trainer.config).numpy()
    proba = proba if trainer.config.is_multilabel else proba[:, 1]
    expected = (proba >= np.float32(threshold)).astype(int)
    assert np.array_equal(trainer.evaluation.y_pred, expected)
    for part in ("train", "test"):
        rows = getattr(trainer.data, part)
        accuracy = sklearn.metrics.accuracy_score(trainer.data.y[rows], expected[rows])
        assert getattr(trainer.evaluation, f"{part}_accuracy") == accuracy


def test_a_changed_threshold_is_measured_at_once_and_leaves_training_alone():
    config = small(noise=0.5, epochs=4)
    moved, plain = Trainer(config), Trainer(config)
    with moved.randomness():
        moved.train_batch()
        before = moved.evaluation
        moved.change(replace(config, threshold=0.0))
        assert moved.evaluation.y_pred.all() > before.y_pred.all()
        assert moved.evaluation.test_loss == before.test_loss
    moved.train()
    plain.train()
    assert same_weights(moved, plain)


def test_ties_at_one_half_are_what_they_were():
    two, one = small(), small(loss="bce_with_logits")
    assert predict(torch.zeros(1, 2), two).tolist() == [0]
    assert predict(torch.zeros(1, 1), one).tolist() == [1]


def test_of_more_classes_the_most_probable_is_predicted_at_any_threshold():
    config = small(dataset="blobs", n_classes=3, threshold=0.9)
    assert not config.uses("threshold")
    assert predict(torch.tensor([[1.0, 1.1, 0.9]]), config).tolist() == [1]


@pytest.mark.parametrize("values", [{}, {"loss": "bce"}, LABELS], ids=str)
@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.9, 1.0])
def test_the_picture_shows_what_is_predicted_at_the_threshold(values, threshold):
    trainer = trained(small(epochs=6, threshold=threshold, **values))
    grid = compute(trainer, {})["grid"].reshape(-1, 2)
    with torch.inference_mode():
        predicted = predict(trainer.network.eval()(trainer.plane.grid), trainer.config)
    assert np.array_equal(grid.argmax(axis=1), trainer.shown(predicted))


def test_the_picture_fades_towards_the_threshold_from_both_sides():
    trainer = trained(small(epochs=20, threshold=0.8))
    grid = compute(trainer, {})["grid"].reshape(-1, 2)
    with torch.inference_mode():
        output = trainer.network.eval()(trainer.plane.grid)
    proba = probabilities(output, trainer.config)[:, 1].numpy()
    order = np.argsort(proba, kind="stable")
    assert (np.diff(grid[order, 1].astype(int)) >= 0).all()
    near = grid[np.abs(proba - 0.8).argmin()].max()
    assert near < 140 < grid.max()
