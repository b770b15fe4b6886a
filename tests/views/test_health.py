"""Health: gradients by autograd, activations by hand, updates by copies, rates by their rule."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.catalog import VIEWS
from playground.config import settle
from playground.learn.data import targets
from playground.learn.state import State
from playground.learn.trainer import Trainer
from playground.views.health.compute import BINS, compute
from tests.learn.runs import same_weights
from tests.serve.harness import wanted
from tests.serve.test_run import fresh, trained

SHOWN = ("gradients", "weights", "activations", "ratio", "rate")


def trainer(**values):
    return Trainer(settle({"n_samples": 60, "hidden": (5, 3), "epochs": 40, **values})[0])


def linears(state):
    return [module for module in state.network.body if isinstance(module, nn.Linear)]


def weights(state):
    return [module.weight.detach().clone() for module in linears(state)]


def shown(state, what):
    return compute(state, VIEWS["health"].read({"show": what}))


def by_autograd(run):
    """Return the norm of the gradient by each layer's weights over the whole training part."""
    X, y = run.data.part("train")
    loss = run.criterion(run.network(X), targets(y, run.config))
    made = torch.autograd.grad(loss, [module.weight for module in linears(run)])
    return [float(gradient.norm()) for gradient in made]


@pytest.mark.parametrize("clip_norm", [0.0, 0.05])
def test_gradients_are_those_that_the_last_step_took(clip_norm):
    run = trainer(batch_size=0, clip_norm=clip_norm)
    with run.randomness():
        for _ in range(12):  # the last ones are written out
            expected = by_autograd(run)
            run.train_batch()
            seen = shown(run, "gradients")
            norms = seen["facts"][:, 0]
            assert seen["of"] == "step"
            assert norms / norms[0] == pytest.approx(np.array(expected) / expected[0], rel=1e-4)
            if not clip_norm:
                assert norms == pytest.approx(expected, rel=1e-4)
    assert clip_norm == 0 or sum(float(g.norm() ** 2) for g in run.gradients) <= clip_norm**2 * 1.01


def test_without_a_step_the_gradient_is_that_of_the_loss_over_the_training_part():
    run = trainer(dropout=0.5)
    run.network.eval()
    expected = by_autograd(run)
    run.network.train()
    seen = shown(run, "gradients")
    assert (seen["of"], seen["n"]) == ("part", 48)
    assert seen["facts"][:, 0] == pytest.approx(expected, rel=1e-4)
    assert all(parameter.grad is None for parameter in run.parameters)


def test_gradients_vanish_towards_the_first_layer_of_a_deep_sigmoid_network():
    norms = shown(trainer(hidden=(8,) * 8, activation="sigmoid"), "gradients")["facts"][:, 0]
    assert (norms[:-1] < norms[1:]).all()
    assert norms[0] < 1e-5 * norms[-1]


def test_a_gradient_of_zeros_has_no_distribution_and_says_so():
    seen = shown(trainer(activation="step"), "gradients")
    assert seen["facts"][:2].tolist() == [[0, 1], [0, 1]]
    assert np.isnan(seen["edges"][:2]).all()


def test_distributions_are_numpys():
    run = trainer()
    seen = shown(run, "weights")
    for row, weight in enumerate(weights(run)):
        counts = np.histogram(weight.numpy(), BINS, range=tuple(seen["edges"][row]))[0]
        assert seen["counts"][row] == pytest.approx(counts / counts.max())
        assert seen["facts"][row] == pytest.approx([weight.numpy().mean(), weight.numpy().std()])


def test_a_unit_that_is_never_active_is_dead():
    run = trainer(activation="relu")
    with torch.no_grad():
        linears(run)[0].bias[:2] = -1000
        linears(run)[0].bias[2:] = 1000
    seen = shown(run, "activations")
    assert seen["kinds"] == ["dead", "dead"]
    assert seen["facts"][0, 1:].tolist() == [2, 5]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_a_unit_is_saturated_where_its_slope_is_flat_nearly_everywhere(activation):
    run = trainer(activation=activation, hidden=(5,))
    with torch.no_grad():
        linears(run)[0].weight.mul_(20)
        linears(run)[0].bias[:2] = 1000
    X = run.data.part("train")[0].requires_grad_()
    act = torch.sigmoid if activation == "sigmoid" else torch.tanh
    z = (X @ linears(run)[0].weight.T + linears(run)[0].bias).detach().requires_grad_()
    slope = torch.autograd.grad(act(z).sum(), z)[0] / (0.25 if activation == "sigmoid" else 1)
    expected = int(((slope < 0.1).float().mean(dim=0) >= 0.9).sum())
    assert 2 <= expected < 5
    assert shown(run, "activations")["facts"][0, 1] == expected


@pytest.mark.parametrize("values", [{}, {"optimizer": "adam"}, {"optimizer": "lbfgs"}])
def test_updates_are_the_difference_of_the_weights(values):
    run = trainer(**values)
    assert np.isnan(shown(run, "ratio")["facts"]).all()
    run.moves.watch(True)
    with run.randomness():
        for _ in range(10):
            before = weights(run)
            run.train_batch()
            pairs = zip(before, weights(run), strict=True)
            expected = [float((b - a).norm() / a.norm()) for b, a in pairs]
            assert shown(run, "ratio")["facts"][:, 0] == pytest.approx(expected, rel=1e-4)


def test_rates_are_those_that_steps_were_taken_with():
    run = trainer(schedule="exponential", gamma=0.5, learning_rate=0.1, epochs=6)
    run.train()
    seen = shown(run, "rate")
    assert seen["rates"][0].tolist() == [1, 2, 3, 4, 5, 6]
    assert seen["rates"][1] == pytest.approx([0.1 * 0.5**k for k in range(6)])
    assert seen["next"] == pytest.approx(0.1 * 0.5**6)
    again = Trainer.load(run.config, run.save())
    assert shown(again, "rate")["rates"].tolist() == seen["rates"].tolist()


@pytest.mark.parametrize("values", [{"dropout": 0.4, "normalization": "batch"}, {"clip_norm": 0.1}])
def test_watching_a_runs_health_changes_no_bit_of_it(values):
    watched, alone = trainer(**values), trainer(**values)
    alone.train()
    watched.moves.watch(True)
    with watched.randomness():
        while not watched.finished:
            for what in SHOWN:
                shown(watched, what)
            watched.train_epoch()
    assert same_weights(watched, alone)


def test_steps_are_measured_only_while_the_view_is_open():
    run = fresh("n_samples=60&epochs=9")
    for names, is_watched in ((["boundary"], False), (["health"], True), (["boundary"], False)):
        run.frame(wanted(*names) | {"views": {name: VIEWS[name].read({}) for name in names}})
        assert run.trainer.moves.is_watched == is_watched
        run.step()
        trained(run)
        assert bool(run.trainer.moves.norms) == is_watched


@pytest.mark.parametrize("what", SHOWN)
@pytest.mark.parametrize(
    "values",
    [
        {"hidden": ()},
        {"hidden": (64,) * 8, "dataset": "digits"},
        {"dataset": "multilabel", "n_classes": 4, "loss": "bce"},
        {"initialization": "zeros", "activation": "relu", "bias": False},
    ],
    ids=["no hidden layer", "digits", "labels", "alike"],
)
def test_it_has_something_to_show_of_any_network(what, values):
    run = trainer(**values)
    seen = shown(run, what)
    rows = len(run.config.hidden) + (what != "activations")
    assert what == "rate" or len(seen["facts"]) == len(seen["labels"]) == rows


@pytest.mark.parametrize("what", SHOWN)
def test_weights_that_left_the_finite_are_no_error(what):
    run = trainer()
    with torch.no_grad():
        run.parameters[0].fill_(float("nan"))
    assert shown(run, what)["show"] == what


def test_an_earlier_moment_has_gradients_too():
    still = State(settle({"n_samples": 60})[0]).still()
    assert shown(still, "gradients")["of"] == "part"
    assert np.isnan(shown(still, "ratio")["facts"]).all()
