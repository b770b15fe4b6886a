"""Trainer against its oracles: a plain PyTorch loop, scikit-learn's metrics, and itself."""

from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from torch import nn

from playground.catalog import SCHEDULES
from playground.learn.trainer import Trainer
from tests.learn.runs import same_weights, small, trained


def test_parameter_count_of_a_known_architecture():
    assert Trainer(small(hidden=(4, 2))).n_parameters == (2 * 4 + 4) + (4 * 2 + 2) + (2 * 2 + 2)


@pytest.mark.parametrize("shuffle", [True, False])
def test_equals_a_plain_pytorch_loop_bit_for_bit(shuffle):
    values = {"dropout": 0.3, "momentum": 0.9, "optimizer": "sgd", "weight_decay": 0.01}
    config = small(**values, epochs=20, shuffle=shuffle)
    trainer = trained(config)
    X, y = trainer.data.part("train")
    torch.manual_seed(config.seed)
    model = nn.Sequential(
        *(nn.Linear(2, 4), nn.Tanh(), nn.Dropout(0.3)),
        *(nn.Linear(4, 3), nn.Tanh(), nn.Dropout(0.3)),
        nn.Linear(3, 2),
    )
    optimizer = torch.optim.SGD(
        model.parameters(), lr=0.003, momentum=0.9, weight_decay=0.01, fused=True
    )
    for _ in range(20):
        order = torch.randperm(len(X)) if shuffle else torch.arange(len(X))
        for batch in order.split(10):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(X[batch]), y[batch]).backward()
            optimizer.step()
    assert all(
        torch.equal(p, q) for p, q in zip(model.parameters(), trainer.parameters, strict=True)
    )


def test_two_runs_in_turn_equal_two_runs_alone():
    configs = small(dropout=0.5, seed=1), small(dropout=0.5, seed=2)
    together = [Trainer(config) for config in configs]
    for _ in range(12 * 5):
        for trainer in together:
            with trainer.randomness():
                trainer.train_batch()
            _ = trainer.evaluation
    for config, trainer in zip(configs, together, strict=True):
        assert same_weights(trained(config), trainer)


def test_training_leaves_the_callers_random_state_alone():
    torch.manual_seed(0)
    before = torch.get_rng_state()
    trained(small(dropout=0.5))
    assert torch.equal(before, torch.get_rng_state())


def test_structural_changes_need_a_new_trainer():
    with pytest.raises(ValueError, match="structural"):
        Trainer(small()).change(small(hidden=(5,)))


def test_a_run_ends_with_its_last_epoch_or_when_time_is_up():
    trainer = trained(small(epochs=3))
    assert (trainer.epoch, trainer.step, trainer.finished, trainer.stopped) == (3, 15, True, "")
    hurried = Trainer(small())
    hurried.train(lambda: hurried.epoch == 2)
    assert (hurried.epoch, hurried.finished) == (2, True)
    assert hurried.stopped == "Stopped after epoch 2: time was up."
    hurried.go_on()
    hurried.train()
    assert (hurried.epoch, hurried.stopped) == (12, "")


def test_an_epoch_that_was_begun_is_completed():
    trainer = Trainer(small())
    with trainer.randomness():
        trainer.train_batch()
        assert (trainer.epoch, trainer.step, trainer.at_epoch_start) == (0, 1, False)
        trainer.train_epoch()
    assert (trainer.epoch, trainer.step, trainer.at_epoch_start) == (1, 5, True)


def test_what_is_measured_is_measured_once_a_step():
    trainer = Trainer(small())
    before = trainer.evaluation
    assert trainer.evaluation is before
    with trainer.randomness():
        trainer.train_batch()
    assert trainer.evaluation.train_loss != before.train_loss


def test_live_fields_act_with_the_next_epoch():
    trainer = Trainer(small(dropout=0.1))
    with trainer.randomness():
        trainer.train_batch()
        trainer.change(replace(trainer.config, learning_rate=0.5, dropout=0.4))
        assert (trainer.config.learning_rate, trainer.learning_rate) == (0.5, 0.003)
        trainer.train_epoch()
        assert trainer.learning_rate == 0.003
        trainer.train_batch()
    assert trainer.learning_rate == 0.5
    assert [m.p for m in trainer.network.modules() if isinstance(m, nn.Dropout)] == [0.4, 0.4]


def rates(config, changes):
    """Return the learning rate of each epoch's first step, with live changes before some."""
    trainer, found = Trainer(config), []
    with trainer.randomness():
        for epoch in range(config.epochs):
            trainer.change(changes.get(epoch, trainer.config))
            trainer.train_batch()
            found.append(trainer.learning_rate)
            trainer.train_epoch()
    return found


@pytest.mark.parametrize("schedule", sorted(SCHEDULES.keys() - {"plateau"}))
def test_a_schedule_goes_on_at_the_new_learning_rate(schedule):
    config = small(schedule=schedule, schedule_epochs=4, gamma=0.7, learning_rate=0.02)
    doubled = replace(config, learning_rate=0.04)
    slow, fast = rates(config, {}), rates(doubled, {})
    assert fast == pytest.approx([2 * rate for rate in slow])
    assert rates(config, {5: doubled}) == pytest.approx(slow[:5] + fast[5:])


@pytest.mark.parametrize("schedule", ["cosine", "one_cycle"])
def test_a_schedule_over_all_epochs_ends_with_the_last(schedule):
    config = small(schedule=schedule)
    assert trained(config).learning_rate == rates(config, {})[-1] > 0


def test_a_last_batch_of_one_is_left_out_where_it_has_no_deviation():
    steps = [
        trained(small(batch_size=47, epochs=1, **values)).step
        for values in ({}, {"normalization": "layer"}, {"normalization": "batch"})
    ]
    assert steps == [2, 2, 1]  # 48 training points


SAVED = [
    {"dropout": 0.3},
    {"normalization": "batch"},
    {"schedule": "plateau", "schedule_epochs": 1, "learning_rate": 0.3},
    {"schedule": "one_cycle"},
    {"patience": 3, "learning_rate": 0.3, "epochs": 40},
    {"optimizer": "lbfgs", "epochs": 4},
]


@pytest.mark.parametrize("values", SAVED, ids=str)
def test_a_checkpoint_in_the_middle_of_an_epoch_goes_on_there(values):
    trainer, alone = Trainer(small(**values)), trained(small(**values))
    with trainer.randomness():
        for _ in range(12):
            trainer.train_batch()
    again = Trainer.load(trainer.config, trainer.save())
    assert (again.epoch, again.step, again.at_epoch_start) == (2, 12, False)
    again.train()
    assert (again.epoch, again.stopped) == (alone.epoch, alone.stopped)
    assert same_weights(again, alone)
    assert again.history.rows == alone.history.rows
    assert again.learning_rate == alone.learning_rate


def kept_losses(monkeypatch, **values):
    """Return the train losses at which a run kept something to go back to."""
    kept, state = [], Trainer._state
    monkeypatch.setattr(
        Trainer, "_state", lambda t: kept.append(t.evaluation.train_loss) or state(t)
    )
    trained(small(learning_rate=0.03, epochs=60, **values))
    return kept


def test_an_epoch_that_is_clearly_the_best_is_kept(monkeypatch):
    kept = kept_losses(monkeypatch)
    assert len(kept) > 3
    assert all(after < 0.9 * before for before, after in pairwise(kept))


def test_of_a_large_network_none_is_kept(monkeypatch):
    monkeypatch.setattr("playground.learn.trainer.MILESTONE_SIZE", 34)
    assert len(kept_losses(monkeypatch)) == 0
    monkeypatch.setattr("playground.learn.trainer.MILESTONE_SIZE", 35)
    assert len(kept_losses(monkeypatch)) > 0
