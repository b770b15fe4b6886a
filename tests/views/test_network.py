"""The network's graph and table: by a forward pass by hand, by autograd, by what dropout did."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn

from playground.catalog import VIEWS
from playground.config import settle
from playground.export.network import as_module
from playground.learn.inside import activations
from playground.learn.state import State
from playground.learn.trainer import Trainer
from playground.learn.units import chosen, importances
from playground.views.network.compute import MOST, ZERO, compute
from tests.learn.runs import same_weights
from tests.views.test_hidden import by_hand

DEFAULTS = VIEWS["network"].read({})


def stepped(n_steps, **values):
    """Return a run after so many steps."""
    run = Trainer(settle({"n_samples": 60, "hidden": (5, 3), "batch_size": 10, **values})[0])
    with run.randomness():
        for _ in range(n_steps):
            run.train_batch()
    return run


def autograd(run, X, y):
    """Return the gradients of a batch."""
    loss = run.objective(X, y)
    return [g.clone() for g in torch.autograd.grad(loss, run.parameters)]


@pytest.mark.parametrize(
    "values",
    [
        {"optimizer": "sgd", "momentum": 0.9, "l1": 0.01},
        {"optimizer": "adam", "loss": "bce_with_logits"},
        {"optimizer": "rmsprop", "weight_decay": 0.1},
    ],
    ids=["sgd", "adam", "rmsprop"],
)
@pytest.mark.parametrize("n_steps", [0, 23], ids=["plain", "written out"])
def test_gradients_are_those_of_autograd_before_the_step(values, n_steps):
    run = stepped(n_steps, **values)
    assert bool(run.gradients) == (n_steps > 0)
    with run.randomness():
        if run.at_epoch_start:
            run._open_epoch()
        expected = autograd(run, *run._batches[run._position])
        run.train_batch()
    for gradient, plain in zip(run.gradients, expected, strict=True):
        assert torch.equal(gradient, plain)
    shown = compute(run, DEFAULTS)
    weights = np.concatenate([g.flatten() for g in expected if g.dim() == 2])
    assert np.array_equal(shown["weight_gradients"], weights)
    biases = np.concatenate([g for g in expected if g.dim() == 1])
    assert np.array_equal(shown["bias_gradients"][2:], biases)


def test_clipped_gradients_are_shown_as_the_optimizer_took_them():
    run = stepped(20, clip_norm=0.01)
    norm = torch.stack([g.norm() for g in run.gradients]).norm()
    assert float(norm) == pytest.approx(0.01, rel=1e-4)


def test_a_run_that_is_loaded_or_goes_back_knows_no_gradients():
    run = stepped(14, dropout=0.5)
    assert run.masks is not None
    loaded = Trainer.load(run.config, run.save())
    assert (loaded.gradients, loaded.masks) == ([], None)
    assert "weight_gradients" not in compute(loaded, DEFAULTS)


def test_maps_and_values_are_those_of_a_forward_pass_by_hand():
    run = stepped(30, activation="tanh", dropout=0.5)
    shown = compute(run, DEFAULTS | {"point": 7})
    hidden = [by_hand(run, layer)[7] for layer in (1, 2)]
    last = run.network.body[-1]
    logits = hidden[1] @ last.weight.double().numpy(force=True).T + last.bias.numpy(force=True)
    expected = np.concatenate([run.data.X[7].numpy(), *hidden, logits])
    assert shown["values"] == pytest.approx(expected, abs=1e-5)
    assert shown["counts"] == shown["layers"] == [2, 5, 3, 2]
    places = run.plane.coarse(20)
    made = activations(run, places)[0].numpy()
    assert shown["scales"][1] == pytest.approx(np.abs(made).max())
    levels = shown["maps"][2:7].T.astype(float)
    assert (levels - ZERO) / (ZERO - 1) * shown["scales"][1] == pytest.approx(made, abs=0.01)


def test_crosses_are_what_dropout_left_out_of_the_last_step(monkeypatch):
    monkeypatch.setattr("playground.learn.torch_private.make_fx", None)  # through the modules
    run = stepped(13, layer_dropouts=(0.5, 0.25))
    seen = []
    hooks = [m.register_forward_hook(lambda *a: seen.append(a[2] == 0)) for m in run._dropouts]
    with run.randomness():
        run.train_batch()
    for hook in hooks:
        hook.remove()
    masks = run.masks
    assert masks is not None
    for drawn, outputs in zip(masks.dropped, seen[: len(run._dropouts)], strict=True):
        assert torch.equal(drawn, outputs)
    assert torch.equal(run.data.X[masks.rows], run._batches[run._position - 1][0])
    row = int(masks.rows[3])
    shown = compute(run, DEFAULTS | {"point": row})
    assert shown["dropped_for"] == row
    expected = torch.cat([drawn[3] for drawn in masks.dropped])
    assert np.array_equal(shown["dropped"][2:-2], expected)
    assert shown["dropped_share"][2:-2] == pytest.approx(
        torch.cat([drawn.float().mean(dim=0) for drawn in masks.dropped]).numpy()
    )


def test_looking_at_the_network_changes_nothing():
    watched, alone = stepped(0, dropout=0.5, epochs=4), stepped(0, dropout=0.5, epochs=4)
    alone.train()
    with watched.randomness():
        while not watched.finished:
            watched.train_batch()
            compute(watched, DEFAULTS)
            compute(watched, DEFAULTS | {"show": "table"})
    assert same_weights(watched, alone)


def test_the_table_sums_up_what_the_state_dict_holds():
    run = stepped(12, normalization="batch")
    shown = compute(run, DEFAULTS | {"show": "table"})
    scope = {"nn": nn}
    exec(f"from torch import nn\n{as_module(run.config)}", scope)
    named = dict(scope["model"].named_parameters())
    assert shown["names"] == list(named)
    assert shown["shapes"] == [list(parameter.shape) for parameter in named.values()]
    for (mean, sd, least, largest, norm), bins, parameter, gradient in zip(
        shown["parameters"], shown["bins"], run.parameters, run.gradients, strict=True
    ):
        values = parameter.detach().numpy().astype(np.float64)
        expected = values.mean(), values.std(), values.min(), values.max()
        assert (mean, sd, least, largest) == pytest.approx(expected, abs=1e-6)
        assert norm == pytest.approx(np.linalg.norm(gradient.numpy()), rel=1e-5)
        assert bins.sum() == values.size
        if least < largest:
            assert np.abs(bins - np.histogram(values, len(bins))[0]).sum() <= 2  # at the edges


def test_of_wide_layers_the_units_that_move_the_next_layer_most_are_shown():
    run = stepped(9, hidden=(40, 30))
    shown = compute(run, DEFAULTS)
    assert (shown["layers"], shown["counts"]) == ([2, 40, 30, 2], [2, MOST, MOST, 2])
    made = activations(run, run.plane.coarse(20))[0].numpy()
    moving = made.std(axis=0) * np.abs(run.parameters[2].numpy(force=True)).sum(axis=0)
    units = shown["units"][2 : 2 + MOST]
    assert sorted(np.argsort(-moving)[:MOST]) == units.tolist()
    weight = run.parameters[0].detach().numpy()
    assert np.array_equal(shown["weights"][: 2 * MOST], weight[units].flatten())


def test_what_is_shown_changes_only_for_a_clearly_more_important_unit():
    importance = torch.tensor([5.0, 4.0, 3.0, 2.0])
    assert chosen([importance], 2) == [(0, 1)]
    assert chosen([importance], 2, [(0, 2)]) == [(0, 2)]
    assert chosen([torch.tensor([5.0, 4.0, 3.0, 9.0])], 2, [(0, 2)]) == [(0, 3)]
    nan = importances([torch.full((3, 4), torch.nan)], [torch.ones(2, 4)])
    assert chosen(nan, 2) == [(0, 1)]


@pytest.mark.parametrize(
    "values",
    [
        {"hidden": (512,) * 8, "n_samples": 5000},
        {"hidden": ()},
        {"dataset": "digits"},
        {"dataset": "multilabel", "n_classes": 4, "loss": "bce"},
        {"dataset": "blobs", "n_classes": 10, "bias": False, "initialization": "zeros"},
        {"loss": "bce_with_logits", "activation": "relu"},
    ],
    ids=["large", "no hidden layer", "digits", "labels", "ten classes", "one output"],
)
def test_there_is_something_to_show_of_any_network(values):
    state = State(settle(values)[0])
    shown = compute(state, DEFAULTS)
    widths = [state.config.n_features, *state.config.hidden, state.config.n_outputs]
    assert shown["layers"] == widths
    assert len(shown["weights"]) == sum(a * b for a, b in pairwise(shown["counts"]))
    n = sum(shown["counts"])
    assert {len(shown[name]) for name in ("units", "maps", "values", "biases")} == {n}
    assert np.isfinite(shown["values"]).all()
    if "pictures" in shown:
        assert shown["pictures"].shape == (shown["counts"][1], 64)


def test_weights_that_left_the_finite_are_no_error():
    state = State(settle({"n_samples": 60})[0])
    with torch.no_grad():
        state.parameters[0].fill_(float("nan"))
    assert (compute(state, DEFAULTS)["maps"][2:] == ZERO).all()
    table = compute(state, DEFAULTS | {"show": "table"})
    assert np.isnan(table["parameters"][0]).all()
    assert not table["bins"][0].any()
