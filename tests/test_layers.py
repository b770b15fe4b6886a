"""The description of a network against the module that PyTorch makes of it."""

import json
import random
from dataclasses import replace

import pytest
import torch
from torch import nn

from playground import url
from playground.catalog import ACTIVATIONS, DATASETS, INITIALIZATIONS, LOSSES, NORMALIZATIONS
from playground.catalog.call import Call
from playground.config import DEFAULT, Config, settle
from playground.export.network import as_module, as_sequential
from playground.fields import MAX_LAYERS
from playground.layers import layers, n_parameters, printed, rows, state_names
from playground.learn import modules
from playground.learn.model import build_network
from playground.learn.trainer import Trainer
from tests.strategies import random_config

OWN = {"dataset": "own", "data": f"c3n60f5-{'0' * 32}"}
CHOICES = [
    *({"activation": name} for name in ACTIVATIONS),
    *({"normalization": name, "bias": bias} for name in NORMALIZATIONS for bias in (True, False)),
    *({"loss": name, "hidden": sizes} for name in LOSSES for sizes in ((4, 3), ())),
    *({"initialization": name} for name in INITIALIZATIONS),
    *({"dataset": name, "n_classes": 4} | (OWN if name == "own" else {}) for name in DATASETS),
    {"hidden": (), "bias": False, "normalization": "batch"},
    {"hidden": tuple(range(1, MAX_LAYERS + 1)), "dropout": 0.2},
    {"hidden": (3, 5, 2), "layer_activations": ("relu", "step", "gelu")},
    {"hidden": (3, 5, 2), "layer_dropouts": (0.0, 0.5, 0.0), "normalization": "batch"},
    {"dataset": "multilabel", "n_classes": 5, "loss": "bce"},
    {"features": ("x1", "radius", "x1_x2"), "normalization": "layer"},
]
CONFIGS = [
    *(settle({"hidden": (4, 3)} | values)[0] for values in CHOICES),
    *(random_config(random.Random(i)) for i in range(30)),
]
for_each = pytest.mark.parametrize("config", CONFIGS, ids=url.encode)


def built(config):
    """Return the modules of the playground's own network, in order."""
    network = build_network(config)
    return [*network.body, *network.head]


def executed(source):
    """Return the model that exported source makes."""
    scope = {"torch": torch, "nn": nn, **vars(modules)}
    exec(source, scope)
    return scope["model"]


def shapes(named):
    """Return names and shapes of named tensors, in order."""
    return [(name, tuple(tensor.shape)) for name, tensor in named]


@for_each
def test_the_module_has_the_layers_of_the_description(config):
    kinds = [type(module).__name__ for module in built(config)]
    assert kinds == [layer.call.name.rpartition(".")[2] for layer in layers(config)]


@for_each
def test_parameters_and_buffers_have_the_names_and_shapes_described(config):
    for layer, module in zip(layers(config), built(config), strict=True):
        assert list(layer.parameters.items()) == shapes(module.named_parameters())
        assert list(layer.buffers.items()) == shapes(module.named_buffers())
        assert layer.n_parameters == sum(p.numel() for p in module.parameters())


@for_each
def test_parameters_are_counted_as_pytorch_counts_them(config):
    assert n_parameters(config) == sum(p.numel() for p in build_network(config).parameters())


@for_each
def test_each_layer_hands_on_the_units_described(config):
    X = torch.zeros(3, config.n_features)
    for layer, module in zip(layers(config), built(config), strict=True):
        X = module.eval()(X)
        assert X.shape == (3, layer.n_out)


@for_each
def test_the_body_ends_in_the_last_linear_layer_and_the_head_follows(config):
    network, roles = build_network(config), [layer.role for layer in layers(config)]
    assert roles[len(network.body) :] == ["head"] * len(network.head)
    assert network.body[-1].out_features == config.n_outputs
    assert len(network.head) == bool(LOSSES[config.loss].head)


@for_each
def test_hidden_layers_are_numbered_in_order_and_the_output_is_none(config):
    kept = [layer for layer in layers(config) if layer.role == "linear"]
    assert [layer.hidden for layer in kept] == [*range(1, len(config.hidden) + 1), None]
    for number, size in enumerate(config.hidden, 1):
        parts = [layer for layer in layers(config) if layer.hidden == number]
        normalised = ["normalisation"] * bool(NORMALIZATIONS[config.normalization].torch)
        assert [p.role for p in parts] == ["linear", *normalised, "activation", "dropout"]
        assert {p.n_out for p in parts} == {size}


@for_each
def test_each_hidden_layer_has_its_own_activation_and_dropout(config):
    roles = [layer.role for layer in layers(config)]
    made = list(zip(roles, built(config), strict=True))
    activations = [type(module).__name__ for role, module in made if role == "activation"]
    names = [ACTIVATIONS[name].torch.name for name in config.activations]
    assert activations == [name.rpartition(".")[2] for name in names]
    assert [module.p for role, module in made if role == "dropout"] == list(config.dropouts)


def test_a_known_network_is_the_one_written_by_hand():
    config = Config(
        **{"hidden": (4, 3), "normalization": "batch", "loss": "nll"},
        **{"layer_activations": ("relu", "gelu"), "layer_dropouts": (0.0, 0.25)},
    )
    torch.manual_seed(1)
    by_hand = nn.Sequential(
        *(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Dropout(0.0)),
        *(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.GELU(), nn.Dropout(0.25)),
        *(nn.Linear(3, 2), nn.LogSoftmax(dim=1)),
    )
    torch.manual_seed(1)
    ours = built(config)
    assert list(map(repr, ours)) == list(map(repr, by_hand))
    weights = nn.Sequential(*ours).state_dict()
    assert all(torch.equal(weights[name], w) for name, w in by_hand.state_dict().items())


@for_each
def test_the_exported_model_has_the_state_and_the_layers_described(config):
    model = executed(as_module(config))
    assert list(model.state_dict()) == list(state_names(config))
    held = [shape for p in printed(config) for shape in (p.parameters | p.buffers).values()]
    assert [shape for _, shape in shapes(model.state_dict().items())] == held
    kinds = [type(module).__name__ for module in executed(as_sequential(config))]
    assert kinds == [layer.call.name.rpartition(".")[2] for layer in printed(config)]


@for_each
def test_module_and_exported_model_draw_the_same_weights(config):
    config = replace(config, initialization="default")
    torch.manual_seed(config.seed)
    ours = build_network(config).state_dict().values()
    torch.manual_seed(config.seed)
    theirs = executed(as_module(config)).state_dict().values()
    assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))


@for_each
def test_only_dropout_of_zero_is_not_printed(config):
    left = [layer for layer in layers(config) if layer not in printed(config)]
    assert {str(layer.call) for layer in left} <= {"nn.Dropout(0.0)"}
    assert len(left) == config.dropouts.count(0.0)


@for_each
def test_rows_are_plain_and_follow_the_units(config):
    told = rows(config)
    assert json.loads(json.dumps(told)) == told
    assert [row["call"] for row in told] == [str(layer.call) for layer in printed(config)]
    assert [row["n_in"] for row in told] == [config.n_features, *(r["n_out"] for r in told[:-1])]
    linear = [row for row in told if row["role"] == "linear"]
    made = [module for module in built(config) if isinstance(module, nn.Linear)]
    sizes = [(module.in_features, module.out_features) for module in made]
    assert [(row["n_in"], row["n_out"]) for row in linear] == sizes
    assert sum(row["n_parameters"] for row in told) == n_parameters(config)


def test_rows_of_a_known_network():
    config = Config(hidden=(3,), normalization="batch", dropout=0.5, loss="nll", bias=False)
    affine = {"weight": [3], "bias": [3]}
    keys = ("role", "label", "call", "n_in", "n_out", "parameters", "n_parameters")
    assert [tuple(row[key] for key in keys) for row in rows(config)] == [
        ("linear", "hidden 1", "nn.Linear(2, 3, bias=False)", 2, 3, {"weight": [3, 2]}, 6),
        ("normalisation", "hidden 1", "nn.BatchNorm1d(3)", 3, 3, affine, 6),
        ("activation", "hidden 1", "nn.Tanh()", 3, 3, {}, 0),
        ("dropout", "hidden 1", "nn.Dropout(0.5)", 3, 3, {}, 0),
        ("linear", "output", "nn.Linear(3, 2, bias=False)", 3, 2, {"weight": [2, 3]}, 6),
        ("head", "output", "nn.LogSoftmax(dim=1)", 2, 2, {}, 0),
    ]


def test_known_numbers_of_parameters():
    assert n_parameters(DEFAULT) == (2 * 8 + 8) + (8 * 8 + 8) + (8 * 2 + 2)
    assert n_parameters(Config(hidden=(5,), bias=False, normalization="layer")) == 10 + 10 + 10
    assert n_parameters(Config(hidden=())) == 2 * 2 + 2


def test_a_trainer_counts_the_parameters_that_it_trains():
    for name in NORMALIZATIONS:
        trainer = Trainer(Config(normalization=name))
        assert trainer.n_parameters == sum(p.numel() for p in trainer.parameters)


def test_a_call_prints_positional_arguments_before_keywords():
    assert str(Call("nn.Linear", {"bias": False}, (2, 8))) == "nn.Linear(2, 8, bias=False)"
    assert str(Call("nn.Softmax", {"dim": 1})) == "nn.Softmax(dim=1)"
    assert str(Call("nn.Dropout", positional=(0.25,))) == "nn.Dropout(0.25)"
    assert str(Call("nn.ReLU")) == "nn.ReLU()"
