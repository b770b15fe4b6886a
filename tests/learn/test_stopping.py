"""Stopping: the sentences, and which weights a stopped run has, from losses written by hand."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from playground.learn.stopping import Stopping
from playground.learn.trainer import Trainer
from playground.views.loss.compute import compute
from tests.learn.runs import measured, small, trained

FLATTERS = " The test part decided: its figures look better than new points will."

OVERFITS = {"noise": 0.4, "hidden": (32, 32), "learning_rate": 0.03, "epochs": 3000}


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
        (0.85, f"Stopped after epoch 1: the test accuracy reached 85.0%.{FLATTERS}"),
        (1.0, f"Stopped after epoch 1: the test accuracy reached 85.0%.{FLATTERS}"),
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
        f"weights of epoch 3.{FLATTERS}",
    ]
    assert watched.weight == 3


def test_weights_stay_while_there_is_patience():
    watched = Watched(patience=3)
    assert watched.reasons([0.5, 0.6, 0.7]) == ["", "", ""]
    assert watched.weight == 3


def test_a_loss_that_is_no_number_is_no_improvement():
    watched = Watched(patience=1)
    assert "These are the weights of epoch 1." in watched.reasons([0.5, float("nan")])[-1]


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
    trainer = trained(small(**OVERFITS, patience=30))
    assert "weights of epoch" in trainer.stopped
    assert trainer.epoch < 3000
    assert trainer.evaluation.test_loss == min(row[2] for row in trainer.history.rows)


def test_a_run_stops_at_its_target():
    trainer = trained(small(dataset="blobs", learning_rate=0.1, epochs=500, target_accuracy=0.9))
    assert trainer.stopped == (
        f"Stopped after epoch {trainer.epoch}: the test accuracy reached 90.0%.{FLATTERS}"
    )
    assert trainer.evaluation.test_accuracy >= 0.9
    assert all(row[4] < 0.9 for row in trainer.history.rows[:-1])


def losses_of(config):
    """Return the test loss of each epoch of a run without early stopping."""
    return [row[2] for row in trained(replace(config, patience=0)).history.rows]


def test_the_curve_of_a_run_that_stopped_early_is_as_it_was_measured():
    config = small(**OVERFITS, patience=30)
    trainer = trained(config)
    unstopped = losses_of(replace(config, epochs=trainer.epoch))
    assert [row[2] for row in trainer.history.rows] == unstopped
    assert trainer.evaluation.test_loss != unstopped[-1]
    shown = compute(trainer, {})
    assert shown["history"][2].tolist() == np.float32(unstopped).tolist()
    epoch, loss = shown["best"][:, 0].tolist()
    assert (unstopped.index(min(unstopped)), np.float32(min(unstopped))) == (epoch, loss)


def test_the_last_epoch_is_as_it_was_measured_where_the_history_leaves_it_out():
    trainer = Trainer(small(**OVERFITS, patience=1))
    trainer.history.stride = 2
    trainer.train()
    while trainer.epoch % 2 == 0:
        trainer.change(replace(trainer.config, patience=trainer.config.patience + 1))
        trainer.train()
    again = Trainer.load(trainer.config, trainer.save())
    for run in (trainer, again):
        last = compute(run, {})["history"][:, -1]
        assert last[0] == run.epoch
        assert last[2] > np.float32(run.evaluation.test_loss)


def test_the_best_epoch_is_marked_only_while_one_is_looked_for():
    trainer = trained(small(patience=50))
    assert compute(trainer, {})["best"].shape == (2, 1)
    trainer.change(replace(trainer.config, patience=0))
    assert compute(trainer, {})["best"].shape == (2, 0)
    assert compute(trained(small()), {})["best"].shape == (2, 0)


def test_a_validation_part_decides_in_the_test_parts_place():
    trainer = trained(small(**OVERFITS, patience=30, validation_size=0.25))
    validation = [row[5] for row in trainer.history.rows]
    assert trainer.stopped == (
        f"Stopped after epoch {trainer.epoch}: the validation loss had not improved for 30 epochs."
        f" These are the weights of epoch {validation.index(min(validation))}."
    )
    assert trainer.evaluation.validation_loss == min(validation)
    assert trainer.evaluation.test_loss > min(row[2] for row in trainer.history.rows)
    assert compute(trainer, {})["history"].shape[0] == 7


def test_a_validation_parts_accuracy_ends_a_run_at_its_target():
    trainer = trained(
        small(learning_rate=0.03, epochs=500, target_accuracy=0.9, validation_size=0.3)
    )
    assert "the validation accuracy reached 90.0%." in trainer.stopped
    assert [row[6] >= 0.9 for row in trainer.history.rows].index(True) == trainer.epoch


def test_chosen_by_other_points_coin_flips_stay_coin_flips():
    """Labels without any pattern: what stops at 65 % of the test part has chosen its moment."""
    chance = {
        "label_noise": 0.5,
        "learning_rate": 0.1,
        "epochs": 60,
        "target_accuracy": 0.65,
        "batch_size": 0,
    }

    def tested(**values):
        runs = [trained(small(**chance, **values, seed=seed)) for seed in range(8)]
        return np.mean([run.evaluation.test_accuracy for run in runs if run.stopped])

    assert tested() >= 0.65
    assert tested(validation_size=0.3) < 0.58
