"""Trainer against its oracles: a plain PyTorch loop, scikit-learn's metrics, and itself."""

from dataclasses import replace

import numpy as np
import pytest
import sklearn.metrics
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from playground.catalog import ACTIVATIONS, DATASETS, LOSSES, OPTIMIZERS
from playground.config import Config, settle
from playground.learn import engine
from playground.learn.history import CAPACITY
from playground.learn.trainer import Trainer
from tests.strategies import configs

SMALL = {"n_samples": 60, "hidden": (4, 3), "epochs": 12, "batch_size": 10}


def small(**values):
    """Return a small valid Config."""
    return settle({**SMALL, **values})[0]


small_configs = configs(
    n_samples=st.integers(20, 120),
    hidden=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    epochs=st.integers(1, 12),
    batch_size=st.integers(0, 130),
)


def trained(config):
    trainer = Trainer(config)
    trainer.train()
    return trainer


def same_weights(a, b):
    return all(torch.equal(p, q) for p, q in zip(a.parameters, b.parameters, strict=True))


def test_parameter_count_of_a_known_architecture():
    assert Trainer(small(hidden=(4, 2))).n_parameters == (2 * 4 + 4) + (4 * 2 + 2) + (2 * 2 + 2)


def test_equals_a_plain_pytorch_loop_bit_for_bit():
    config = small(dropout=0.3, momentum=0.9, optimizer="sgd", epochs=20, weight_decay=0.01)
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
        for batch in torch.randperm(len(X)).split(10):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(X[batch]), y[batch]).backward()
            optimizer.step()
    assert all(
        torch.equal(p, q) for p, q in zip(model.parameters(), trainer.parameters, strict=True)
    )


CHOICES = [
    *({"activation": name} for name in ACTIVATIONS),
    *({"loss": name} for name in LOSSES),
    *(
        {"optimizer": name, "momentum": m, "weight_decay": 0.01}
        for name in OPTIMIZERS
        for m in (0.0, 0.9)
    ),
    *({"dataset": name} for name in DATASETS),
    {"hidden": ()},
    {"dropout": 0.4},
    {"batch_size": 0},
    {"batch_size": 1},
]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_written_out_steps_equal_autograd(choice, monkeypatch):
    config = small(**choice)
    fast = trained(config)
    assert not fast.is_reference
    monkeypatch.setattr(engine, "REFERENCE_STEPS", 10**9)
    monkeypatch.setattr(engine, "_cache", {})
    assert same_weights(fast, trained(config))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_configs, st.data())
def test_live_changes_and_checkpoints_change_no_bit(config, data):
    """A run that is saved, loaded and written out equals one left alone on plain autograd."""
    changes = {
        data.draw(st.integers(0, config.epochs)): replace(
            config,
            **{
                name: getattr(data.draw(small_configs), name)
                for name in ("learning_rate", "momentum", "weight_decay", "dropout", "batch_size")
            },
        )
        for _ in range(2)
    }
    interrupted, plain = Trainer(config), Trainer(config)
    for epoch in range(config.epochs):
        for trainer in (interrupted, plain):
            trainer.change(changes.get(epoch, trainer.config))
        if interrupted.diverged:
            break
        with interrupted.randomness():
            interrupted.train_batch()
        interrupted = Trainer.load(interrupted.config, interrupted.save())
        with interrupted.randomness():
            while not interrupted.at_epoch_start:
                interrupted.train_batch()
        with plain.randomness():
            plain.train_epoch()
    assert interrupted.diverged == plain.diverged
    assert same_weights(interrupted, plain)
    assert interrupted.history.rows == plain.history.rows


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


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_configs)
def test_metrics_are_scikit_learns(config):
    trainer = trained(config)
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


def test_a_linear_network_stays_at_chance_on_circles_and_relu_leaves_it():
    """Curriculum row 20."""
    course = {"dataset": "circles", "n_samples": 1000, "noise": 0.03, "loss": "bce_with_logits"}
    course |= {"optimizer": "sgd", "learning_rate": 0.1, "batch_size": 0, "epochs": 1000}
    linear = trained(Config(hidden=(5,), activation="identity", **course))
    assert linear.evaluation.train_loss == pytest.approx(0.6931, abs=2e-3)
    bent = trained(Config(hidden=(10, 10), activation="relu", **course))
    assert bent.evaluation.test_accuracy > 0.75


def test_blobs_are_separated_by_a_linear_network():
    """Curriculum row 21."""
    config = Config(
        dataset="blobs", n_samples=1000, n_classes=4, cluster_std=1.5, hidden=(8, 8),
        activation="identity", optimizer="sgd", learning_rate=0.1, batch_size=0, epochs=100,
    )  # fmt: skip
    assert trained(config).evaluation.test_accuracy >= 0.99


def test_divergence_keeps_the_last_finite_weights_and_names_the_cause():
    config = small(optimizer="sgd", learning_rate=10.0, weight_decay=1.0, activation="relu")
    trainer = trained(config)
    assert "learning rate 10" in trainer.diverged
    assert f"epoch {trainer.epoch + 1}" in trainer.diverged
    assert all(p.isfinite().all() for p in trainer.parameters)
    assert np.isfinite(trainer.evaluation.train_loss)


@pytest.mark.parametrize("overflowing", [{"learning_rate": 4.0, "seed": 0}, {"weight_decay": 1.0}])
def test_every_number_shown_is_finite_to_the_end(overflowing):
    """Weights can still be finite when the loss no longer is: that is divergence too."""
    config = small(
        **{"dataset": "blobs", "n_samples": 20, "hidden": (1, 1), "activation": "identity"},
        **{"loss": "bce_with_logits", "optimizer": "sgd", "learning_rate": 10.0, "epochs": 200}
        | overflowing,
    )
    trainer = trained(config)
    assert np.isfinite(trainer.history.rows).all()
    assert np.isfinite(trainer.evaluation.train_loss)


def test_history_is_thinned_by_a_rule_without_a_clock():
    trainer = trained(small(epochs=1500, n_samples=20, batch_size=0))
    epochs = [row[0] for row in trainer.history.rows]
    assert len(epochs) < CAPACITY
    assert epochs == list(range(0, 1501, trainer.history.stride))[: len(epochs)]
    assert trainer.history.with_present(1501, trainer.evaluation)[0, -1] == 1501


def test_structural_changes_need_a_new_trainer():
    with pytest.raises(ValueError, match="structural"):
        Trainer(small()).change(small(hidden=(5,)))


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("bound", [0, 1])
def test_data_are_stratified_finite_and_reproducible(dataset, bound):
    n_classes = DATASETS[dataset].n_classes[bound]
    config = small(dataset=dataset, n_classes=n_classes, n_samples=20, test_size=0.1)
    trainer, again = Trainer(config), Trainer(config)
    assert trainer.data.X.shape == (config.n_samples, 2)
    assert trainer.data.X.isfinite().all()
    assert torch.equal(trainer.data.X, again.data.X)
    for part in ("train", "test"):
        assert set(trainer.data.part(part)[1].tolist()) == set(range(n_classes))
