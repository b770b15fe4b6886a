"""Model: layers, losses, optimizers and schedules beside plain PyTorch and their formulas."""

import math

import numpy as np
import pytest
import torch
from sklearn.metrics import log_loss
from sklearn.utils.class_weight import compute_class_weight
from torch import nn

from playground.catalog import ACTIVATIONS, LOSSES, OPTIMIZERS
from playground.catalog.call import Call
from playground.learn import modules
from playground.learn.data import targets
from playground.learn.model import (
    build,
    build_criterion,
    build_network,
    build_optimizer,
    build_schedule,
    class_weight,
    predict,
    probabilities,
    resolve,
)
from tests.learn.runs import small


def network_of(**values):
    """Return the network of a small Config, always from the same random numbers."""
    torch.manual_seed(3)
    return build_network(small(**values))


def kinds(network):
    """Return the names of the layers, the head's last, if there is one."""
    return [type(layer).__name__ for layer in (*network.body, *network.head)]


def test_layers_follow_one_another():
    hidden = ["Linear", "Tanh", "Dropout"]
    assert kinds(network_of()) == [*hidden * 2, "Linear"]
    assert kinds(network_of(hidden=())) == ["Linear"]
    assert kinds(network_of(hidden=(4,), loss="nll")) == [*hidden, "Linear", "LogSoftmax"]
    normal = network_of(hidden=(4,), normalization="layer", activation="relu")
    assert kinds(normal) == ["Linear", "LayerNorm", "ReLU", "Dropout", "Linear"]


def test_each_layer_has_its_own_activation_and_dropout():
    network = network_of(layer_activations=("relu", "step"), layer_dropouts=(0.1, 0.4))
    assert kinds(network)[1::3] == ["ReLU", "Step"]
    assert [layer.p for layer in network.body if isinstance(layer, nn.Dropout)] == [0.1, 0.4]


def sizes(**values):
    """Return (in_features, out_features) of each linear layer."""
    layers = network_of(**values).modules()
    return [(m.in_features, m.out_features) for m in layers if isinstance(m, nn.Linear)]


def test_linear_layers_pair_the_sizes():
    assert sizes() == [(2, 4), (4, 3), (3, 2)]
    assert sizes(features=("x1", "x2", "radius"), loss="bce") == [(3, 4), (4, 3), (3, 1)]
    assert sizes(dataset="iris", n_classes=3, hidden=()) == [(4, 3)]


def test_without_a_bias_there_is_none():
    assert [p.dim() for p in network_of(bias=False).parameters()] == [2, 2, 2]


def test_first_weights_are_those_of_plain_pytorch():
    network = network_of()
    torch.manual_seed(3)
    plain = [nn.Linear(2, 4), nn.Linear(4, 3), nn.Linear(3, 2)]
    expected = [p for layer in plain for p in layer.parameters()]
    for p, q in zip(network.parameters(), expected, strict=True):
        assert torch.equal(p, q)


def test_the_network_is_its_head_after_its_body():
    network, X = network_of(loss="mse"), torch.linspace(-1, 1, 12).view(6, 2)
    assert torch.equal(network(X), network.body(X).softmax(dim=1))


BOUNDS = {
    "default": lambda fan_in, fan_out: 1 / math.sqrt(fan_in),
    "xavier": lambda fan_in, fan_out: math.sqrt(6 / (fan_in + fan_out)),
    "kaiming": lambda fan_in, fan_out: math.sqrt(6 / fan_in),
    "zeros": lambda fan_in, fan_out: 0,
}


@pytest.mark.parametrize("name", BOUNDS)
def test_uniform_weights_fill_their_bounds(name):
    for layer in network_of(initialization=name, hidden=(200, 100)).body:
        if isinstance(layer, nn.Linear):
            bound = BOUNDS[name](layer.in_features, layer.out_features)
            assert layer.weight.abs().max().item() == pytest.approx(bound, rel=0.03)
            assert layer.weight.std().item() == pytest.approx(bound / math.sqrt(3), rel=0.1)
            assert name == "default" or not layer.bias.any()


def test_normal_weights_have_a_deviation_of_one_half():
    layer = network_of(initialization="normal", hidden=(90, 90)).body[3]
    assert layer.weight.std().item() == pytest.approx(0.5, rel=0.03)
    assert layer.weight.mean().item() == pytest.approx(0, abs=0.02)
    assert not layer.bias.any()


FUNCTIONS = {
    "relu": lambda x: np.maximum(x, 0),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x),
    "elu": lambda x: np.where(x > 0, x, np.exp(x) - 1),
    "selu": lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(x)),
    "gelu": lambda x: x * np.array([0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x]),
    "silu": lambda x: x / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "step": lambda x: (x > 0) * 1.0,
    "identity": lambda x: x,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_activations_are_the_functions_that_their_help_states(name):
    x = np.linspace(-4, 4, 41)
    found = build(ACTIVATIONS[name].torch)(torch.from_numpy(x))
    assert found.numpy() == pytest.approx(FUNCTIONS[name](x), abs=1e-7)


LOGITS = np.array([[2.0, -1.0, 0.5], [0.1, 0.2, 0.3], [-3.0, 1.0, 4.0], [0.0, 2.0, -2.0]])
Y = np.array([0, 2, 1, 1])
PROBA = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
TWICE = np.exp(PROBA) / np.exp(PROBA).sum(axis=1, keepdims=True)
RIGHT = PROBA[range(4), Y]
LEADS = LOGITS - LOGITS[range(4), Y][:, None] + 1
BINARY = 1 / (1 + np.exp(-LOGITS[:, :1]))

SEVERAL = {
    # the loss of LOGITS for Y
    "cross_entropy": log_loss(Y, PROBA),
    "nll": log_loss(Y, PROBA),
    "double_softmax": log_loss(Y, TWICE),
    "mse": ((PROBA - np.eye(3)[Y]) ** 2).mean(),
    "l1": np.abs(PROBA - np.eye(3)[Y]).mean(),
    "multi_margin": (LEADS.clip(min=0).sum(axis=1) - 1).mean() / 3,
    "focal": -((1 - RIGHT) ** 2 * np.log(RIGHT)).mean(),
}
BINARIES = [name for name, loss in LOSSES.items() if loss.binary]


@pytest.mark.parametrize("name", SEVERAL)
def test_losses_of_classes_are_their_formulas(name):
    config = small(dataset="blobs", n_classes=3, loss=name, hidden=())
    y = torch.from_numpy(Y)
    output = build_network(config).head(torch.from_numpy(LOGITS))
    loss = build_criterion(config, y)(output, targets(y, config))
    assert loss.item() == pytest.approx(SEVERAL[name], rel=1e-6)
    assert probabilities(output, config).numpy() == pytest.approx(PROBA, rel=1e-6)
    assert predict(output, config).tolist() == [0, 2, 2, 1]


@pytest.mark.parametrize("name", BINARIES)
def test_losses_of_two_classes_are_cross_entropy(name):
    config, y = small(loss=name, hidden=()), torch.tensor([1, 0, 1, 0])
    output = build_network(config).head(torch.from_numpy(LOGITS[:, :1])).float()
    loss = build_criterion(config, y)(output, targets(y, config))
    assert loss.item() == pytest.approx(log_loss(y, BINARY), rel=1e-6)
    expected = np.column_stack([1 - BINARY, BINARY])
    assert probabilities(output, config).numpy() == pytest.approx(expected, rel=1e-6)
    assert predict(output, config).tolist() == [1, 1, 0, 1]


@pytest.mark.parametrize("name", BINARIES)
def test_losses_of_several_labels_are_the_mean_over_labels(name):
    config = small(dataset="multilabel", n_classes=3, loss=name, hidden=())
    y = torch.tensor([[1, 0, 1], [0, 0, 1], [0, 1, 1], [1, 1, 0]])
    output = build_network(config).head(torch.from_numpy(LOGITS)).float()
    loss = build_criterion(config, y)(output, targets(y, config))
    proba = 1 / (1 + np.exp(-LOGITS))
    expected = np.mean([log_loss(y[:, k], proba[:, k]) for k in range(3)])
    assert loss.item() == pytest.approx(expected, rel=1e-6)
    assert probabilities(output, config).numpy() == pytest.approx(proba, rel=1e-6)
    assert predict(output, config).tolist() == (LOGITS >= 0).tolist()


def test_every_loss_has_its_formula_here():
    assert {*SEVERAL, *BINARIES} == LOSSES.keys()


def test_labels_are_smoothed_where_the_loss_can():
    y = torch.from_numpy(Y)
    config = small(dataset="blobs", n_classes=3, label_smoothing=0.3)
    soft = 0.7 * np.eye(3)[Y] + 0.3 / 3
    loss = build_criterion(config, y)(torch.from_numpy(LOGITS), y)
    assert loss.item() == pytest.approx(-(soft * np.log(PROBA)).sum(axis=1).mean())
    assert not hasattr(build_criterion(small(loss="nll", label_smoothing=0.3), y), "smoothing")


def test_balanced_weights_are_scikit_learns():
    config, y = small(dataset="blobs", n_classes=3), torch.tensor([0] * 5 + [1] * 2 + [2])
    expected = compute_class_weight("balanced", classes=np.arange(3), y=y.numpy())
    assert class_weight(config, y).numpy() == pytest.approx(expected)
    weighted = small(dataset="blobs", n_classes=3, class_weight="balanced")
    assert build_criterion(weighted, y).weight.numpy() == pytest.approx(expected)
    assert build_criterion(config, y).weight is None


def test_the_weight_of_a_single_output_makes_class_1_count_as_much_as_class_0():
    y = torch.tensor([0, 0, 0, 1])
    config = small(loss="bce_with_logits", class_weight="balanced")
    assert build_criterion(config, y).pos_weight.item() == 3


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers_take_the_fields_of_the_config(name):
    values = {"learning_rate": 0.02, "weight_decay": 0.03, "momentum": 0.4}
    config = small(optimizer=name, **values)
    optimizer = build_optimizer(config, build_network(config))
    (group,) = optimizer.param_groups
    assert type(optimizer).__name__.lower() == name
    assert group["lr"] == 0.02
    assert group.get("weight_decay") == (None if name == "lbfgs" else 0.03)
    assert bool(group.get("fused")) == OPTIMIZERS[name].fused
    assert len(group["params"]) == 6


@pytest.mark.parametrize("name", ["sgd", "rmsprop"])
def test_momentum_is_given_to_those_who_take_it(name):
    config = small(optimizer=name, momentum=0.4)
    (group,) = build_optimizer(config, build_network(config)).param_groups
    assert group["momentum"] == 0.4


@pytest.mark.parametrize(("momentum", "nesterov"), [(0.0, False), (0.9, True)])
def test_nesterov_needs_momentum(momentum, nesterov):
    config = small(optimizer="sgd", momentum=momentum, nesterov=True)
    (group,) = build_optimizer(config, build_network(config)).param_groups
    assert group["nesterov"] == nesterov


RATES = {
    # the share of the learning rate after k of 10 epochs; schedule_epochs 4, gamma 0.5
    "step": lambda k: 0.5 ** (k // 4),
    "exponential": lambda k: 0.5**k,
    "cosine": lambda k: (1 + math.cos(math.pi * k / 10)) / 2,
    "warm_up": lambda k: min(0.1 + 0.9 * k / 4, 1),
    "plateau": lambda k: 0.5 ** (max(k - 1, 0) // 5),
}


def rates(name, epochs):
    """Return the learning rate before each epoch, 1 without a schedule; the loss stands still."""
    config = small(schedule=name, schedule_epochs=4, gamma=0.5, learning_rate=1.0, epochs=10)
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = build_schedule(config, optimizer)
    found = []
    for _ in range(epochs):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(*([1.0] if name == "plateau" else []))
    return found


@pytest.mark.parametrize("name", RATES)
def test_schedules_are_their_formulas(name):
    assert rates(name, 10) == pytest.approx([RATES[name](k) for k in range(10)])


def test_one_cycle_rises_from_a_25th_and_falls_to_nearly_nothing():
    found = rates("one_cycle", 9)
    assert found[0] == pytest.approx(1 / 25)
    assert found[2] == pytest.approx(1)
    assert found[:3] == sorted(found[:3])
    assert found[2:] == sorted(found[2:], reverse=True)


def test_a_constant_rate_has_no_schedule():
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    assert build_schedule(small(schedule="constant"), optimizer) is None


def test_names_are_found_in_torch_or_among_the_own_modules():
    assert resolve("nn.init.zeros_") is nn.init.zeros_
    assert resolve("FocalLoss") is modules.FocalLoss
    assert build(Call("nn.Softmax", {"dim": 1})).dim == 1
