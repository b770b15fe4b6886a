"""Hidden space: what a layer makes of the points, by hand and by scikit-learn."""

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA

from playground.catalog import VIEWS
from playground.config import settle
from playground.learn.inside import activations
from playground.learn.state import State
from playground.learn.trainer import Trainer
from playground.views.hidden.compute import MOST, compute

DEFAULTS = VIEWS["hidden"].read({})


def trained(**values):
    run = Trainer(settle({"n_samples": 60, "epochs": 3, **values})[0])
    run.train()
    return run


def by_hand(run, layer):
    """Return tanh(W x + b), layer after layer."""
    values = run.data.X.double()
    for linear in [m for m in run.network.body if isinstance(m, torch.nn.Linear)][:layer]:
        values = torch.tanh(values @ linear.weight.double().T + linear.bias.double())
    return values.detach().numpy()


@pytest.mark.parametrize("layer", [1, 2])
def test_activations_are_those_of_a_forward_pass_by_hand(layer):
    run = trained(hidden=(5, 3), dropout=0.5)
    made = activations(run, run.data.X)[layer - 1].numpy()
    assert made == pytest.approx(by_hand(run, layer), abs=1e-6)


def test_components_are_scikit_learns_and_say_their_share():
    run = trained(hidden=(6,))
    shown = compute(run, DEFAULTS)
    pca = PCA(3).fit(by_hand(run, 1))
    assert np.abs(shown["places"]) == pytest.approx(
        np.abs(pca.transform(by_hand(run, 1))), abs=1e-5
    )
    assert shown["shares"] == pytest.approx(pca.explained_variance_ratio_, abs=1e-5)


def test_units_are_the_first_ones_filled_up_with_zeros():
    run = trained(hidden=(2,))
    shown = compute(run, DEFAULTS | {"axes": "units"})
    assert shown["places"][:, :2] == pytest.approx(by_hand(run, 1), abs=1e-6)
    assert not shown["places"][:, 2].any()
    assert (shown["n_units"], shown["shares"]) == (2, [])


def test_without_hidden_layers_the_input_is_shown():
    run = trained(hidden=())
    shown = compute(run, DEFAULTS | {"layer": 7, "axes": "units"})
    assert shown["layer"] == shown["n_layers"] == 0
    assert shown["places"][:, :2] == pytest.approx(run.data.X.numpy())


@pytest.mark.parametrize(
    "values",
    [
        {"hidden": (512,) * 8, "n_samples": 5000},
        {"dataset": "digits"},
        {"dataset": "multilabel", "n_classes": 4, "loss": "bce"},
        {"initialization": "zeros", "activation": "relu"},
    ],
    ids=["large", "digits", "labels", "alike"],
)
def test_it_has_something_to_show_at_any_size(values):
    state = State(settle(values)[0])
    shown = compute(state, DEFAULTS)
    assert shown["places"].shape == (len(shown["rows"]), 3)
    assert len(shown["rows"]) == min(len(state.data.X), MOST)
    assert len(np.unique(shown["rows"])) == len(shown["rows"])
    assert np.isfinite(shown["places"]).all()


def test_weights_that_left_the_finite_are_no_error():
    state = State(settle({"n_samples": 60})[0])
    with torch.no_grad():
        state.parameters[0].fill_(float("nan"))
    assert compute(state, DEFAULTS)["shares"] == []
