"""Metrics: scikit-learn's, of trained networks and of outputs written by hand."""

from unittest.mock import patch

import numpy as np
import pytest
import sklearn.metrics
import torch
from hypothesis import HealthCheck, given, settings

from playground.learn import engine, forward
from playground.learn.data import Data
from playground.learn.metrics import Evaluator
from playground.learn.model import probabilities
from playground.learn.trainer import Trainer
from tests.learn.runs import small, small_configs, trained

NEVER = 10**9
"""More steps and passes than any run here takes."""


class Spoken:
    """A forward pass whose losses and outputs are written by hand, train part first."""

    def __init__(self, *answers):
        self.answers = iter(answers)

    def measure(self, X, target):
        loss, output = next(self.answers)
        return torch.tensor(loss), torch.tensor(output)


def evaluated(config, y, *answers):
    """Return what is measured on the given labels, the first half the test part."""
    rows, half = torch.arange(len(y)), len(y) // 2
    raw = np.zeros((len(y), 2))
    data = Data(raw, ("x1", "x2"), torch.tensor(y), rows[half:], rows[:half], torch.from_numpy)
    return Evaluator(config, data)(Spoken(*answers))


def test_numbers_written_by_hand():
    config = small(dataset="blobs", n_classes=3)
    train = [[2.0, 1.0, 0.0], [0.0, 3.0, 1.0], [0.0, 1.0, 0.5]]
    test = [[1.0, 0.0, 0.0], [0.0, 0.0, 2.0], [0.0, 0.0, 1.0]]
    found = evaluated(config, [2, 2, 2, 0, 1, 2], (0.25, train), (0.5, test))
    assert (found.train_loss, found.test_loss) == (0.25, 0.5)
    assert (found.train_accuracy, found.test_accuracy) == (2 / 3, 2 / 3)
    assert found.confusion.tolist() == [
        [[1, 0, 0], [0, 1, 0], [0, 1, 0]],
        [[0, 0, 0], [0, 0, 0], [1, 0, 2]],
    ]
    assert found.y_pred.tolist() == [0, 2, 2, 0, 1, 1]


def test_one_output_says_class_1_from_a_probability_of_one_half():
    answers = (0.0, [[-1.0], [0.0]]), (0.0, [[1.0], [-1e-3]])
    found = evaluated(small(loss="bce_with_logits"), [1, 0, 1, 1], *answers)
    assert found.y_pred.tolist() == [1, 0, 0, 1]
    assert (found.train_accuracy, found.test_accuracy) == (0.5, 1.0)


def test_several_labels_written_by_hand():
    config = small(dataset="multilabel", n_classes=2, loss="bce")
    answers = (0.0, [[0.9, 0.5], [0.4, 0.6]]), (0.0, [[0.1, 0.2], [0.8, 0.3]])
    found = evaluated(config, [[0, 0], [1, 1], [1, 0], [0, 1]], *answers)
    assert found.y_pred.tolist() == [[0, 0], [1, 0], [1, 1], [0, 1]]
    assert (found.train_accuracy, found.test_accuracy) == (0.5, 0.5)
    assert found.confusion[0].tolist() == [[[1, 0], [0, 1]], [[0, 1], [0, 1]]]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_configs.filter(lambda config: not config.is_multilabel))
def test_metrics_are_scikit_learns(config):
    with (
        patch.object(engine, "REFERENCE_STEPS", NEVER),
        patch.object(forward, "MODULE_PASSES", NEVER),
    ):
        trainer = trained(config)  # to write out so many networks takes longer than to train them
    for part, counts, accuracy in zip(
        ("train", "test"),
        trainer.evaluation.confusion.numpy(),
        (trainer.evaluation.train_accuracy, trainer.evaluation.test_accuracy),
        strict=True,
    ):
        rows = getattr(trainer.data, part)
        y, y_pred = trainer.data.y[rows], trainer.evaluation.y_pred[rows]
        expected = sklearn.metrics.confusion_matrix(y, y_pred, labels=range(config.n_classes))
        assert np.array_equal(counts, expected)
        assert accuracy == sklearn.metrics.accuracy_score(y, y_pred)


def test_several_labels_are_measured_as_scikit_learn_does():
    trainer = trained(small(dataset="multilabel", n_classes=3, epochs=60, learning_rate=0.03))
    for part, counts in zip(("train", "test"), trainer.evaluation.confusion.numpy(), strict=True):
        rows = getattr(trainer.data, part)
        y, y_pred = trainer.data.y[rows].numpy(), trainer.evaluation.y_pred[rows].numpy()
        expected = sklearn.metrics.multilabel_confusion_matrix(y, y_pred)
        assert np.array_equal(counts, expected)
        accuracy = getattr(trainer.evaluation, f"{part}_accuracy")
        assert accuracy == sklearn.metrics.accuracy_score(y, y_pred)


@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("loss", ["cross_entropy", "bce_with_logits"])
def test_losses_and_predictions_are_those_of_the_network_in_eval_mode(loss, dropout):
    config = small(loss=loss, dropout=dropout, normalization="batch")
    trainer = trained(config)
    trainer.network.eval()
    for part in ("train", "test"):
        X, y = trainer.data.part(part)
        proba = probabilities(trainer.network(X), config).detach().double().numpy()
        expected = sklearn.metrics.log_loss(y, proba / proba.sum(axis=1, keepdims=True))
        assert getattr(trainer.evaluation, f"{part}_loss") == pytest.approx(expected, rel=1e-5)
        y_pred = trainer.evaluation.y_pred[getattr(trainer.data, part)]
        assert np.array_equal(y_pred, proba.argmax(axis=1))


def test_measuring_draws_nothing_and_leaves_the_network_in_training():
    trainer = Trainer(small(dropout=0.5, normalization="batch"))
    before = torch.get_rng_state()
    buffers = [buffer.clone() for buffer in trainer.network.buffers()]
    _ = trainer._evaluate(trainer.forward)
    assert torch.equal(torch.get_rng_state(), before)
    assert all(module.training for module in trainer.network.modules())
    assert all(map(torch.equal, trainer.network.buffers(), buffers))
    assert len(buffers) == 6


def test_of_several_labels_each_counts_by_itself_beside_exact_match():
    trainer = trained(small(dataset="multilabel", n_classes=3))
    X, y = trainer.data.part("test")
    with torch.no_grad():
        predicted = (trainer.network(X).sigmoid() >= 0.5).long()
    measured = trainer.evaluation
    exact = sklearn.metrics.accuracy_score(y, predicted)
    assert measured.test_accuracy == pytest.approx(exact)
    assert measured.label_accuracies[1] == pytest.approx((y == predicted).double().mean().item())
