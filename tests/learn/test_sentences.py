"""Sentences that a learner reads, tried: each is a claim about data, networks or optimizers."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from sklearn.metrics import log_loss
from sklearn.utils.class_weight import compute_class_weight
from torch import nn

from playground.catalog import ACTIVATIONS, OPTIMIZERS, generators
from playground.config import settle
from playground.learn.data import make_data, make_points
from playground.learn.model import build_network, build_schedule, resolve
from playground.learn.trainer import Trainer
from tests.learn.runs import small, trained

ANGLES = np.linspace(0, np.pi, 60, endpoint=False)


def best_line(X, y):
    """Return the accuracy of the best of many straight lines."""
    best = 0.0
    for angle in ANGLES:
        across = X @ [np.cos(angle), np.sin(angle)]
        ones = np.cumsum(2 * y[np.argsort(across)] - 1)
        best = max(best, *(abs(2 * ones[:-1] - ones[-1]) / len(y) / 2 + 0.5))
    return best


@pytest.mark.parametrize("factor", [0.05, 0.5, 0.8])
def test_no_line_gets_more_than_about_three_quarters_of_circles(factor):
    for seed in range(5):
        wanted = {"dataset": "circles", "factor": factor, "noise": 0.08, "seed": seed}
        assert 0.55 < best_line(*make_points(settle(wanted)[0])) < 0.78


def test_no_line_separates_moons():
    for seed in range(5):
        X, y = make_points(settle({"noise": 0.0, "seed": seed})[0])
        assert 0.8 < best_line(X, y) < 0.95


def test_noise_means_what_its_help_says_for_students_and_pinwheels():
    calm, loud = (generators.make_students(500, noise, 0) for noise in (0.0, 1.0))
    assert np.array_equal(calm[0], loud[0])
    assert (calm[1] != loud[1]).mean() > 0.3
    for noise in (0.0, 0.5, 1.0):
        X, _ = generators.make_pinwheel(4000, 2, noise, 0)
        bare = np.random.default_rng(0)
        along = 1.0 + bare.normal(0.0, 0.3, 4000)
        across = np.sqrt(np.maximum((X**2).sum(axis=1) - along**2, 0))
        assert np.sqrt((across**2).mean()) == pytest.approx(0.05 + 0.3 * noise, rel=0.05)


def test_anisotropic_clouds_lie_on_a_circle_and_are_a_quarter_as_wide_across():
    X, y = generators.make_anisotropic_blobs(9000, 3, 1.6, 0)
    for label in range(3):
        cloud = X[y == label]
        assert np.hypot(*cloud.mean(axis=0)) == pytest.approx(6, abs=0.1)
        narrow, wide = np.sqrt(np.linalg.eigvalsh(np.cov(cloud.T)))
        assert (wide, narrow) == (pytest.approx(1.6, rel=0.05), pytest.approx(0.4, rel=0.05))


def test_spirals_make_as_many_turns_as_their_docstring_says():
    X, y = generators.make_spirals(4000, 2, 0.0, 0)
    radius = np.hypot(*X[y == 0].T)
    turns = 2.5 * np.pi * (radius.max() - radius.min()) / (2 * np.pi)
    assert turns == pytest.approx(1.07, abs=0.01)
    assert "1.07 turns" in generators.make_spirals.__doc__


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_from_zero_weights_units_learn_as_one_or_not_at_all(activation):
    config, _ = settle({"initialization": "zeros", "activation": activation, "epochs": 3,
                        "learning_rate": 0.1, "noise": 0.1, "imbalance": 0.5})  # fmt: skip
    first, second, last = (m for m in trained(config).network.body if isinstance(m, nn.Linear))
    for layer in (first, second):
        assert (layer.weight == layer.weight[0]).all()
    learns = activation in ("sigmoid", "softplus")
    assert bool(first.weight.any() or last.weight.any()) == learns
    assert last.bias.any()


def test_balanced_weights_are_scikit_learn_s_and_those_of_bce_have_their_ratio():
    base = {"imbalance": 0.7, "class_weight": "balanced", "epochs": 1}
    trainer = Trainer(settle(base)[0])
    y = trainer.data.part("train")[1].numpy()
    weights = compute_class_weight("balanced", classes=np.array([0, 1]), y=y)
    assert trainer.criterion.weight.tolist() == pytest.approx(weights)
    bce = Trainer(settle(base | {"loss": "bce_with_logits"})[0])
    assert bce.criterion.pos_weight.item() == pytest.approx(weights[1] / weights[0])
    logits = torch.randn(len(y), 1, generator=torch.Generator().manual_seed(0))
    loss = bce.criterion(logits, torch.tensor(y).float().unsqueeze(1)).item()
    theirs = log_loss(y, logits.sigmoid().flatten().numpy(), sample_weight=weights[y])
    assert loss == pytest.approx(theirs / weights[0], rel=1e-5)


def test_the_l1_penalty_counts_biases_and_the_shown_loss_leaves_it_out():
    trainer = Trainer(settle({"l1": 0.5, "epochs": 1})[0])
    X, y = trainer.data.part("train")
    with torch.no_grad():
        penalty = sum(p.abs().sum() for p in trainer.network.parameters())
        trained_on = trainer.objective(X, y)
    shown = trainer.evaluation.train_loss
    assert trained_on.item() == pytest.approx(shown + 0.5 * penalty.item(), rel=1e-5)


def rates(schedule, losses=(1.0,) * 400, **values):
    """Return the learning rate of each epoch."""
    config, _ = settle({"schedule": schedule, "learning_rate": 0.25, "epochs": 100, **values})
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.25)
    made, found = build_schedule(config, optimizer), []
    for loss in losses[:100]:
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(found) < 100:
            made.step(*([loss] if schedule == "plateau" else []))
    return found


def test_schedules_end_where_their_help_says():
    cycle = rates("one_cycle")
    assert cycle[0] == pytest.approx(0.25 / 25)
    assert cycle[-1] == pytest.approx(0.25 / 250_000)
    assert 28 <= int(np.argmax(cycle)) <= 31
    assert 0 < rates("cosine")[-1] < 0.001 * 0.25


@pytest.mark.parametrize("patience", [1, 10])
def test_plateau_waits_one_epoch_longer_than_its_patience(patience):
    found = rates("plateau", schedule_epochs=patience)
    best_at = 1  # the first epoch's loss is the best there will be
    assert found.index(0.125) == best_at + patience + 1


@pytest.mark.parametrize("name", sorted(OPTIMIZERS.keys() - {"lbfgs"}))
def test_the_learning_rate_is_a_factor_on_what_the_optimizer_makes_of_the_gradient(name):
    moved = []
    for lr in (0.1, 0.2):
        w = torch.zeros(3, requires_grad=True)
        w.grad = torch.tensor([0.5, -2.0, 1e-3])
        resolve(OPTIMIZERS[name].torch)([w], lr=lr).step()
        moved.append(w.detach())
    assert torch.allclose(moved[1], 2 * moved[0], rtol=1e-5)
    if name == "sgd":
        assert torch.allclose(moved[0], -0.1 * w.grad)


@pytest.mark.parametrize(("size", "is_random"), [(1, True), (16, True), (47, True), (48, False),
                                                 (0, False)])  # fmt: skip
def test_a_step_is_random_with_fewer_points_than_all(size, is_random):
    weights = []
    for shuffle in (True, False):
        trainer = Trainer(small(batch_size=size, shuffle=shuffle, optimizer="sgd"))
        assert len(trainer.data.train) == 48
        with trainer.randomness():
            trainer.train_batch()
        weights.append(torch.cat([p.detach().flatten() for p in trainer.parameters]))
    assert torch.allclose(*weights, rtol=1e-4, atol=1e-6) != is_random


def test_dead_relu_units_get_no_gradient_and_only_deeper_ones_come_back():
    """One unit, then two, then their sum, which training makes large; x is 1."""
    for first_bias, comes_back in ((0.5, True), (-0.5, False)):
        first, second = nn.Linear(1, 1), nn.Linear(1, 2)
        with torch.no_grad():
            first.weight.fill_(0.1)
            first.bias.fill_(first_bias)
            second.weight.fill_(1.0)
            second.bias.copy_(torch.tensor([0.1, -1.0]))
        optimizer = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=0.1)
        grown = []
        for _ in range(10):
            optimizer.zero_grad()
            deep = torch.relu(second(torch.relu(first(torch.ones(1)))))
            (-deep.sum()).backward()
            if deep[1] == 0:
                assert second.weight.grad[1] == second.bias.grad[1] == 0
            grown.append(deep[1].item())
            optimizer.step()
        assert grown[0] == 0
        assert (grown[-1] > 0) == comes_back
        assert (first.weight.item() != pytest.approx(0.1)) == comes_back


def test_adagrad_s_rates_fall_for_each_weight():
    w = torch.zeros(2, requires_grad=True)
    optimizer = torch.optim.Adagrad([w], lr=1.0)
    sizes = []
    for gradient in ([1.0, 0.1], [0.1, 1.0], [1.0, 0.1]):
        before = w.detach().clone()
        w.grad = torch.tensor(gradient)
        optimizer.step()
        sizes.append(((w - before).abs() / w.grad).tolist())
    assert all(a > b for one in zip(*sizes, strict=True) for a, b in pairwise(one))


@pytest.mark.parametrize(("normalization", "is_affine"), [("none", True), ("batch", True),
                                                          ("layer", False)])  # fmt: skip
def test_identity_keeps_one_affine_map_but_for_layer_normalisation(normalization, is_affine):
    config, _ = settle({"activation": "identity", "normalization": normalization})
    torch.manual_seed(0)
    network = build_network(config).eval()
    a, b = torch.randn(2, 50, 2)
    with torch.no_grad():
        middle = (network(a) + network(b)) / 2
        assert torch.allclose(network((a + b) / 2), middle, atol=1e-5) == is_affine


def test_dropout_is_drawn_anew_for_each_point():
    torch.manual_seed(0)
    dropped = nn.Dropout(0.5)(torch.ones(40, 30))
    assert len({tuple(row.tolist()) for row in dropped}) == 40
    assert set(dropped.flatten().tolist()) == {0.0, 2.0}


def test_selu_keeps_deviation_one_with_xavier_s_weights_between_layers_of_one_width():
    config, _ = settle({"activation": "selu", "hidden": (400,) * 8})
    spread = {}
    for rule in ("default", "xavier"):
        config, _ = settle(vars(config) | {"initialization": rule})
        torch.manual_seed(0)
        layers = list(build_network(config).body)[2:-1]  # between hidden layers
        with torch.no_grad():
            spread[rule] = nn.Sequential(*layers)(torch.randn(500, 400)).std().item()
    assert spread["xavier"] == pytest.approx(1, abs=0.15)
    assert spread["default"] < 0.5


def test_below_a_step_only_decay_moves_the_weights():
    base = {"hidden": (4, 4), "layer_activations": ("tanh", "step"), "epochs": 3}
    for decay in (0.0, 0.1):
        config, _ = settle(base | {"weight_decay": decay, "learning_rate": 0.1})
        before = [p.detach().clone() for p in Trainer(config).parameters]
        after = trained(config).parameters
        assert torch.equal(before[0], after[0]) == (decay == 0)
        assert not torch.equal(before[-1], after[-1])


SPLITS = [(n, imbalance, flipped, share, k)
          for n in (77, 120) for imbalance in (0.0, 0.8, 0.95) for flipped in (0.0, 0.3)
          for share in (0.1, 0.2, 0.6) for k in (2, 4)]  # fmt: skip


@pytest.mark.parametrize(("n", "imbalance", "flipped", "share", "k"), SPLITS)
def test_every_class_is_in_both_parts_of_a_stratified_split(n, imbalance, flipped, share, k):
    wanted = {"dataset": "rings", "n_samples": n, "n_classes": k, "imbalance": imbalance,
              "test_size": share, "label_noise": flipped}  # fmt: skip
    for seed in range(3):
        data = make_data(settle(wanted | {"seed": seed})[0])
        for part in ("train", "test"):
            assert len(data.part(part)[1].unique()) == k
