"""The engine against what it stands in for: plain autograd, modules and optimizers."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from playground.__main__ import main
from playground.catalog import (
    ACTIVATIONS,
    DATASETS,
    FEATURES,
    INITIALIZATIONS,
    LOSSES,
    NORMALIZATIONS,
    OPTIMIZERS,
    PREPROCESSINGS,
    SCHEDULES,
)
from playground.learn.switch import SWITCH
from playground.learn.trainer import Trainer
from tests.learn.runs import same_weights, small, small_configs, trained
from tests.learn.switched import OFF, ON, early, switched

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
    *({"normalization": name} for name in NORMALIZATIONS),
    *({"initialization": name} for name in INITIALIZATIONS),
    *({"schedule": name, "schedule_epochs": 3} for name in SCHEDULES),
    *({"preprocessing": name, "dataset": "blobs"} for name in PREPROCESSINGS),
    *({"features": ("x1", "x2", name)} for name in list(FEATURES)[2:]),
    *({"class_weight": "balanced", "loss": name, "imbalance": 0.5} for name in LOSSES),
    {"label_smoothing": 0.1},
    {"l1": 0.01},
    {"clip_norm": 0.1},
    {"bias": False},
    {"shuffle": False},
    {"nesterov": True, "momentum": 0.9, "optimizer": "sgd"},
    {"layer_activations": ("relu", "tanh"), "layer_dropouts": (0.1, 0.4)},
    {"patience": 2, "learning_rate": 0.3},
    {"target_accuracy": 0.8},
    {"label_noise": 0.2, "feature_noise": 0.3, "outliers": 0.1, "imbalance": 0.4},
]

UNHURRIED = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
}


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_written_out_steps_equal_autograd(choice):
    config = small(**choice)
    with early(), switched(ON):
        fast = trained(config)
        assert fast.is_reference == (choice.get("optimizer") == "lbfgs")
    with switched(OFF):
        plain = trained(config)
        assert plain.is_reference
    assert same_weights(fast, plain)
    assert fast.history.rows == plain.history.rows


def live_run(config, changes, interrupt):
    """Train with live changes before some epochs, each epoch saved and loaded when interrupted."""
    trainer = Trainer(config)
    for epoch in range(config.epochs):
        trainer.change(changes.get(epoch, trainer.config))
        if trainer.diverged or trainer.stopped:
            break
        with trainer.randomness():
            trainer.train_batch()
        if interrupt:
            trainer = Trainer.load(trainer.config, trainer.save())
        with trainer.randomness():
            while not trainer.at_epoch_start:
                trainer.train_batch()
    return trainer


@settings(max_examples=100, **UNHURRIED)
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
    with early(), switched(ON):
        interrupted = live_run(config, changes, interrupt=True)
    with switched(OFF):
        plain = live_run(config, changes, interrupt=False)
    assert interrupted.diverged == plain.diverged
    assert same_weights(interrupted, plain)
    assert interrupted.history.rows == plain.history.rows


@pytest.mark.parametrize("switch", [ON, OFF])
@pytest.mark.parametrize(
    "optimizer", [n for n, o in OPTIMIZERS.items() if "momentum" in o.arguments]
)
def test_momentum_can_be_given_and_taken_in_mid_run(optimizer, switch):
    config = small(optimizer=optimizer, momentum=0.0, learning_rate=0.01)
    changes = {4: replace(config, momentum=0.9), 8: config}
    with early(), switched(switch):
        interrupted = live_run(config, changes, interrupt=True)
    with switched(OFF):
        plain = live_run(config, changes, interrupt=False)
    assert same_weights(interrupted, plain)
    assert not same_weights(plain, trained(config))


@pytest.mark.parametrize(("first", "second"), [(ON, OFF), (OFF, ON)])
@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_a_run_goes_on_from_a_checkpoint_with_the_engine_switched(optimizer, first, second):
    config = small(optimizer=optimizer, momentum=0.9, dropout=0.3)
    with early():
        with switched(first):
            half = Trainer(config)
            with half.randomness():
                for _ in range(config.epochs // 2):
                    half.train_epoch()
            checkpoint = half.save()
        with switched(second):
            whole = Trainer.load(config, checkpoint)
            whole.train()
    with switched(OFF):
        plain = trained(config)
    assert same_weights(whole, plain)
    assert whole.history.rows == plain.history.rows


@pytest.mark.parametrize("switch", [ON, OFF])
def test_a_run_that_diverges_goes_back_to_the_epochs_start(switch):
    config = small(optimizer="sgd", learning_rate=0.1, activation="relu", momentum=0.9)
    broken = replace(config, learning_rate=10.0, weight_decay=1.0)
    with early(), switched(switch):
        good = Trainer(config)
        with good.randomness():
            for _ in range(4):
                good.train_epoch()
        bad = Trainer.load(config, good.save())
        bad.change(broken)
        bad.train()
    assert bad.diverged
    with switched(OFF):
        plain = live_run(broken, {0: config, 4: broken}, interrupt=False)
    assert (bad.diverged, bad.step, bad.epoch) == (plain.diverged, plain.step, plain.epoch)
    assert same_weights(bad, plain)


def test_the_command_line_comes_to_the_same_result_with_the_engine_switched_off(capsys):
    arguments = ["train", "hidden=4,3&epochs=30&dropout=0.1"]
    main(arguments)
    written_out = capsys.readouterr().out
    plain = subprocess.run(
        [sys.executable, "-m", "playground", *arguments],
        env={**os.environ, SWITCH: OFF},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    results = [json.loads(output.splitlines()[-1]) for output in (written_out, plain)]
    assert all(result.pop("seconds") > 0 for result in results)
    assert results[0] == results[1]


def test_an_unknown_engine_is_refused_by_name(monkeypatch, capsys):
    with pytest.raises(ValueError, match='Got "fast" instead'), switched("fast"):
        pass
    monkeypatch.setenv(SWITCH, "fast")
    with pytest.raises(SystemExit):
        main(["train", "epochs=1"])
    assert f'{SWITCH} must be "reference" or unset. Got "fast" instead.' in capsys.readouterr().err
