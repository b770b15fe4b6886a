"""Divergence: networks that overflow at a known place, named by layer and step; the sentences."""

import dataclasses

import numpy as np
import pytest
import torch
from torch import nn

from playground.catalog import OPTIMIZERS
from playground.config import Config
from playground.learn.divergence import explain, find_origin
from playground.learn.engine import Engine
from playground.learn.model import resolve
from playground.learn.objective import Objective
from playground.learn.trainer import Trainer
from tests.learn.runs import same_weights, small, trained

X = torch.tensor([[1.0, 2.0], [0.5, -1.0], [-1.0, 1.0], [2.0, 0.0]])
Y = torch.tensor([0, 1, 1, 0])
EXPLODES = {"optimizer": "sgd", "learning_rate": 10.0, "weight_decay": 1.0, "activation": "relu"}


def engine_of(network, criterion=None, learning_rate=0.1):
    """Return an engine of plain SGD."""
    objective = Objective(network, criterion or nn.CrossEntropyLoss())
    return Engine(objective, torch.optim.SGD(network.parameters(), lr=learning_rate))


def linear(*weights):
    """Return linear layers 2 → 2, each filled with a weight; the last tells both classes apart."""
    network = nn.Sequential(*(nn.Linear(2, 2, bias=False) for _ in weights))
    for layer, weight in zip(network, weights, strict=True):
        nn.init.constant_(layer.weight, weight)
    with torch.no_grad():
        network[-1].weight[1] *= -1
    return network


ORIGINS = {
    # weights of each layer, scale of X, learning rate: where the first bad number arises
    "the output of the Linear of layer 1": ([1e38, 0.0], 3.0, 0.1),
    "the output of the Linear of layer 2": ([1e20, 1e20], 1.0, 0.1),
    "the output of the Linear of layer 3": ([1e15, 1e15, 1e15], 1.0, 0.1),
    "the loss": ([-1e38], 1.0, 0.1),
    "the gradient of the weights of layer 1": ([0.0, 1e30], 1e10, 0.1),
    "the gradient of the weights of layer 2": ([1e19, 0.0, 1e30], 1.0, 0.1),
    "the weights of layer 1 after the step": ([0.0], 1e38, 100.0),
    "the weights of layer 2 after the step": ([1e19, 0.0], 1e19, 100.0),
}


@pytest.mark.parametrize("where", ORIGINS)
def test_the_first_bad_number_is_named_by_its_layer(where):
    weights, scale, learning_rate = ORIGINS[where]
    engine = engine_of(linear(*weights), learning_rate=learning_rate)
    assert find_origin(engine, [(X * scale, Y)]) == (1, where)


def test_an_activation_is_named_with_the_linear_layer_below_it():
    network = nn.Sequential(linear(1.3e38), nn.Dropout(0.0), nn.SELU(), nn.Linear(2, 2))
    network[0][0].weight.data.abs_()
    batch = torch.tensor([[1.0, 1.6]]), torch.tensor([0])
    assert find_origin(engine_of(network), [batch]) == (1, "the output of the SELU of layer 1")


@pytest.mark.parametrize(("name", "words"), [("weight", "weights"), ("bias", "biases")])
@pytest.mark.parametrize(
    ("layer", "place"), [("1", "the {} of layer 1"), ("2", "the normalisation's {}")]
)
def test_parameters_are_named_by_kind_and_layer(layer, place, name, words):
    """Weight decay alone overflows one tensor, by a step that no gradient leads to."""
    network = nn.Sequential(nn.Identity(), nn.Linear(2, 2), nn.LayerNorm(2), nn.Tanh())
    tensor = network.get_parameter(f"{layer}.{name}")
    nn.init.constant_(tensor, 1e3)
    engine = engine_of(network)
    engine.optimizer.param_groups[0]["params"] = [tensor]
    engine.optimizer.param_groups[0].update(lr=1e36, weight_decay=1.0)
    assert find_origin(engine, [(X, Y)]) == (1, place.format(words) + " after the step")


def test_steps_are_counted_from_1():
    batches = [(X, Y), (X, Y), (X * float("inf"), Y), (X, Y)]
    step, where = find_origin(engine_of(linear(0.1)), batches)
    assert (step, where) == (3, "the output of the Linear of layer 1")


def test_when_every_batch_is_well_it_was_the_whole_part():
    batches = [(X, Y), (X, Y)]
    assert find_origin(engine_of(linear(0.1)), batches) == (2, "the loss of the whole part")


def test_the_search_trains_and_draws_as_the_run_did():
    networks = [nn.Sequential(nn.Linear(2, 3), nn.Dropout(0.5), nn.Linear(3, 2)) for _ in "ab"]
    networks[1].load_state_dict(networks[0].state_dict())
    searched, plain = (engine_of(network) for network in networks)
    torch.manual_seed(0)
    find_origin(searched, [(X, Y), (X, Y)])
    after = torch.get_rng_state()
    torch.manual_seed(0)
    for _ in range(2):
        plain.step(X, Y, tell=False)
    assert torch.equal(torch.get_rng_state(), after)
    assert all(map(torch.equal, searched.parameters, plain.parameters))
    assert not any(module._forward_hooks for module in networks[0].modules())


def test_a_learning_rate_that_is_too_high_is_named_with_a_tenth_of_it():
    assert explain(Config(learning_rate=0.5), 7, 3, "the loss") == (
        "The numbers stopped being finite in epoch 7 at its step 3, first in the loss: learning "
        "rate 0.5 is most likely too high. Press Reset and try 0.05."
    )


def test_decay_that_overshoots_zero_is_named():
    config = Config(learning_rate=4.0, weight_decay=0.25)
    assert explain(config, 1, 2, "the weights of layer 1 after the step") == (
        "The numbers stopped being finite in epoch 1 at its step 2, first in the weights of layer "
        "1 after the step: learning rate 4 × weight decay 0.25 makes every step overshoot zero. "
        "Lower one of them and press Reset."
    )
    assert "overshoot" not in explain(Config(learning_rate=4.0, weight_decay=0.2), 1, 2, "x")


OVERSHOOTS = {"sgd": True, "adamw": True, "adam": False, "nadam": False, "rmsprop": False,
              "adagrad": False, "adadelta": False}  # fmt: skip


@pytest.mark.parametrize("name", OVERSHOOTS)
def test_decay_overshoots_with_those_optimizers_of_which_it_is_said(name):
    """Without a gradient, decay alone takes the step; Adam's and its like divide by its size."""
    spec, w = OPTIMIZERS[name], torch.full((1,), 100.0, requires_grad=True)
    w.grad = torch.zeros(1)
    resolve(spec.torch)([w], lr=2.0, weight_decay=1.0).step()
    assert (w.item() < 0) == OVERSHOOTS[name]
    config = Config(optimizer=name, learning_rate=2.0, weight_decay=1.0)
    words = "overshoot zero" if OVERSHOOTS[name] else "learning rate 2 is most likely too high"
    assert words in explain(config, 1, 2, "the loss")


@pytest.mark.parametrize("dataset", ["wine", "students", "breast_cancer"])
def test_divergence_on_inputs_of_unlike_sizes_says_scaling_which_helps(dataset):
    values = {"dataset": dataset, "optimizer": "sgd", "learning_rate": 0.3, "hidden": (8, 8)}
    config = small(**values, activation="identity")
    said = trained(config).diverged
    assert "The inputs differ in size" in said
    assert said.endswith("Press Reset and set Scaling to Standard.")
    assert not trained(dataclasses.replace(config, preprocessing="standard")).diverged


def test_divergence_keeps_the_last_finite_weights_and_names_the_cause():
    trainer = trained(small(**EXPLODES))
    assert "learning rate 10" in trainer.diverged
    assert f"epoch {trainer.epoch + 1}" in trainer.diverged
    assert all(p.isfinite().all() for p in trainer.parameters)
    assert np.isfinite(trainer.evaluation.train_loss)


def test_a_run_that_diverged_has_counted_the_steps_up_to_the_bad_one():
    trainer = trained(small(**EXPLODES))
    steps_an_epoch = 5  # 48 points in batches of 10
    step = trainer.step - trainer.epoch * steps_an_epoch
    assert 1 <= step <= steps_an_epoch
    assert f"in epoch {trainer.epoch + 1} at its step {step}," in trainer.diverged


def first_bad_step(config):
    """Return the epoch and its step, from 1, after which a weight is not finite."""
    trainer, steps_an_epoch = Trainer(config), 10
    with trainer.randomness():
        while all(p.isfinite().all() for p in trainer.parameters):
            trainer.train_batch()
    return trainer.epoch + 1, trainer.step - trainer.epoch * steps_an_epoch


@pytest.mark.parametrize(("seed", "shuffle"), [(0, True), (2, True), (4, True), (0, False)])
def test_the_step_that_is_named_is_the_one_that_went_wrong(seed, shuffle):
    """With dropout: the search must draw the same masks again."""
    values = EXPLODES | {"weight_decay": 0.0, "hidden": (32, 32), "dropout": 0.5, "batch_size": 5}
    config = small(**values, seed=seed, shuffle=shuffle, epochs=5)
    epoch, step = first_bad_step(config)
    assert f"in epoch {epoch} at its step {step}," in trained(config).diverged


@pytest.mark.parametrize("overflowing", [{"learning_rate": 4.0, "seed": 0}, {"weight_decay": 1.0}])
def test_every_number_shown_is_finite_to_the_end(overflowing):
    """Weights can still be finite when the loss no longer is: that is divergence too."""
    config = small(
        **{"dataset": "blobs", "n_samples": 20, "hidden": (1, 1), "activation": "identity"},
        **{"loss": "bce_with_logits", "optimizer": "sgd", "learning_rate": 10.0, "epochs": 200}
        | overflowing,
    )
    trainer = trained(config)
    assert trainer.diverged
    assert np.isfinite(trainer.history.rows).all()
    assert np.isfinite(trainer.evaluation.train_loss)


def test_a_run_that_diverged_goes_on_from_its_last_good_epoch():
    config = small(optimizer="sgd", learning_rate=0.1, activation="relu", epochs=40)
    trainer = Trainer(config)
    with trainer.randomness():
        for _ in range(20):
            trainer.train_epoch()
    good = trainer.evaluation.train_loss
    trainer.change(dataclasses.replace(config, learning_rate=10.0, weight_decay=1.0))
    trainer.train()
    assert trainer.diverged
    trainer.go_on()
    assert trainer.epoch <= 20
    assert trainer.evaluation.train_loss < good / 0.8
    trainer.change(dataclasses.replace(config, learning_rate=0.1, weight_decay=0.0))
    trainer.train()
    assert trainer.epoch == 40
    assert not trainer.diverged


def test_a_run_that_diverged_at_once_goes_on_from_its_first_weights():
    config = small(**EXPLODES)
    trainer = trained(config)
    assert "at its step" in trainer.diverged
    assert "layer" in trainer.diverged
    trainer.go_on()
    trainer.change(dataclasses.replace(config, learning_rate=0.01, weight_decay=0.0))
    trainer.train()
    assert trainer.epoch == config.epochs
    assert not trainer.diverged


def test_after_a_checkpoint_a_run_that_diverged_goes_on_from_its_last_good_epoch():
    config = small(optimizer="sgd", learning_rate=0.1, activation="relu", epochs=60)
    trainer = Trainer(config)
    with trainer.randomness():
        for _ in range(40):
            trainer.train_epoch()
    trainer.change(dataclasses.replace(config, learning_rate=10.0, weight_decay=1.0))
    trainer.train()
    assert trainer.diverged
    again = Trainer.load(trainer.config, trainer.save())
    twice = Trainer.load(again.config, again.save())
    for run in (trainer, again, twice):
        run.go_on()
    assert 0 < trainer.epoch == again.epoch == twice.epoch
    assert same_weights(trainer, again)
    assert same_weights(trainer, twice)


def test_a_checkpoint_of_a_large_network_brings_no_first_weights_back(monkeypatch):
    monkeypatch.setattr("playground.learn.trainer.MILESTONE_SIZE", 0)
    config = small(optimizer="sgd", learning_rate=0.1, activation="relu", epochs=60)
    trainer = Trainer(config)
    with trainer.randomness():
        trainer.train_epoch()
    trainer.change(dataclasses.replace(config, learning_rate=10.0, weight_decay=1.0))
    trainer.train()
    again = Trainer.load(trainer.config, trainer.save())
    again.go_on()
    assert again.epoch == trainer.epoch > 0
