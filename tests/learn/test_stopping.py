"""Stopping: the sentences, and which weights a stopped run has, from losses written by hand."""

import pytest
import torch
from torch import nn

from playground.learn.stopping import Stopping
from tests.learn.runs import measured, small, trained


class Watched:
    """A network of one weight, which is the epoch's number, and what watches it."""

    def __init__(self, **values):
        self.config = small(**values)
        self.network = nn.Linear(1, 1, bias=False)
        self.stopping = Stopping(self.network)

    @property
    def weight(self):
        return self.network.weight.item()

    def reasons(self, test_losses, test_accuracy=0.5, first=1):
        """Return what is said after each epoch."""
        said = []
        for epoch, loss in enumerate(test_losses, first):
            nn.init.constant_(self.network.weight, epoch)
            now = measured(test_loss=loss, test_accuracy=test_accuracy)
            said.append(self.stopping.reason(self.config, epoch, now))
        return said


@pytest.mark.parametrize(
    ("values", "wants"), [({}, False), ({"patience": 1}, True), ({"target_accuracy": 0.5}, True)]
)
def test_only_conditions_are_watched(values, wants):
    assert Watched().stopping.wants(small(**values)) == wants


def test_without_a_condition_nothing_is_said():
    assert Watched().reasons([0.5, 0.6, 0.7], test_accuracy=1.0) == ["", "", ""]


@pytest.mark.parametrize(
    ("accuracy", "sentence"),
    [
        (0.849, ""),
        (0.85, "Stopped after epoch 1: the test accuracy reached 85.0%."),
        (1.0, "Stopped after epoch 1: the test accuracy reached 85.0%."),
    ],
)
def test_a_target_is_reached_or_not(accuracy, sentence):
    assert Watched(target_accuracy=0.85).reasons([0.5], test_accuracy=accuracy) == [sentence]


def test_patience_counts_from_the_best_epoch_whose_weights_come_back():
    watched = Watched(patience=2)
    said = watched.reasons([0.5, 0.6, 0.4, 0.4, 0.41])
    assert said == [
        *[""] * 4,
        "Stopped after epoch 5: the test loss had not improved for 2 epochs. These are the "
        "weights of epoch 3.",
    ]
    assert watched.weight == 3


def test_weights_stay_while_there_is_patience():
    watched = Watched(patience=3)
    assert watched.reasons([0.5, 0.6, 0.7]) == ["", "", ""]
    assert watched.weight == 3


def test_a_loss_that_is_no_number_is_no_improvement():
    watched = Watched(patience=1)
    assert watched.reasons([0.5, float("nan")])[-1].endswith("These are the weights of epoch 1.")


def test_a_target_goes_before_patience():
    watched = Watched(patience=1, target_accuracy=0.5)
    watched.reasons([0.3], test_accuracy=0.4)
    assert "the test accuracy reached" in watched.reasons([0.9], first=2)[0]
    assert watched.weight == 2


def test_patience_goes_on_from_its_state():
    watched, again = Watched(patience=2), Watched(patience=2)
    watched.reasons([0.2, 0.3])
    again.stopping.resume(watched.stopping.state())
    assert "weights of epoch 1" in again.reasons([0.4], first=3)[0]
    assert again.weight == 1
    assert torch.equal(watched.stopping.best_weights["weight"], torch.ones(1, 1))


def test_early_stopping_takes_the_best_weights_back():
    config = small(noise=0.4, hidden=(32, 32), learning_rate=0.03, epochs=3000, patience=30)
    trainer = trained(config)
    assert "weights of epoch" in trainer.stopped
    assert trainer.epoch < 3000
    assert trainer.evaluation.test_loss == min(row[2] for row in trainer.history.rows)


def test_a_run_stops_at_its_target():
    trainer = trained(small(dataset="blobs", learning_rate=0.1, epochs=500, target_accuracy=0.9))
    assert trainer.stopped == (
        f"Stopped after epoch {trainer.epoch}: the test accuracy reached 90.0%."
    )
    assert trainer.evaluation.test_accuracy >= 0.9
    assert all(row[4] < 0.9 for row in trainer.history.rows[:-1])
