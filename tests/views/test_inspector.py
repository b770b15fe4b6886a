"""Inspector: every step from inputs to probabilities, by hand and by PyTorch's own functions."""

import numpy as np
import pytest
import torch

from playground.catalog import VIEWS
from playground.config import settle
from playground.learn.model import probabilities
from playground.learn.state import State
from playground.views.inspector.compute import _softmax, compute

ASK = VIEWS["inspector"].read


def state(**values):
    return State(settle({"n_samples": 60, **values})[0])


def by_hand(made, X):
    """Return tanh(W x + b) of each hidden layer, and the logits behind them."""
    values, found = X.double(), []
    *hidden, last = [m for m in made.network.body if isinstance(m, torch.nn.Linear)]
    for linear in hidden:
        values = torch.tanh(values @ linear.weight.double().T + linear.bias.double())
        found.append(values)
    logits = values @ last.weight.double().T + last.bias.double()
    return [row.detach().numpy() for row in (*found, logits)]


def test_nothing_pinned_is_nothing_computed():
    assert compute(state(), ASK({})) == {}
    assert compute(state(), ASK({"pinned": True, "point": 60})) == {}


def test_the_route_of_a_point_is_a_forward_pass_by_hand():
    made = state(hidden=(5, 3), dropout=0.5)
    shown = compute(made, ASK({"pinned": True, "point": 7}))
    X = made.data.X[7]
    *hidden, logits = by_hand(made, X)
    assert shown["route"] == pytest.approx(np.concatenate([X.numpy(), *hidden]), abs=1e-6)
    assert shown["logits"] == pytest.approx(logits, abs=1e-6)
    assert shown["layers"] == [
        {"label": "inputs", "n": 2},
        {"label": "hidden 1, Tanh", "n": 5},
        {"label": "hidden 2, Tanh", "n": 3},
    ]
    assert (shown["y"], shown["asked"]) == (int(made.data.y[7]), [7, 0.0, 0.0, 1.0])


@pytest.mark.parametrize("dataset", ["moons", "iris"])
def test_a_place_has_a_route_and_no_loss(dataset):
    made = state(dataset=dataset)
    place = made.plane.points[4]
    shown = compute(made, ASK({"pinned": True, "x": float(place[0]), "y": float(place[1])}))
    X = made.plane.inputs(place[None].astype(float))[0]
    assert shown["logits"] == pytest.approx(by_hand(made, X)[-1], abs=1e-5)
    assert "loss" not in shown


@pytest.mark.parametrize("loss", ["cross_entropy", "nll", "mse", "bce", "bce_with_logits"])
def test_without_temperature_probabilities_are_those_of_every_view(loss):
    made = state(loss=loss)
    shown = compute(made, ASK({"pinned": True, "point": 3}))
    with torch.inference_mode():
        expected = probabilities(made.network(made.data.X[3:4]), made.config)[0].numpy()
    assert shown["proba"] == pytest.approx(expected, abs=1e-7)
    assert np.exp(shown["log_proba"]) == pytest.approx(expected, abs=1e-6)


def test_temperature_divides_the_logits_and_leaves_the_loss():
    made = state()
    one, four = (compute(made, ASK({"pinned": True, "point": 3, "temperature": t})) for t in (1, 4))
    logits = torch.from_numpy(one["logits"])
    assert four["proba"] == pytest.approx((logits / 4).softmax(0).numpy())
    assert four["log_proba"] == pytest.approx((logits / 4).log_softmax(0).numpy())
    assert four["loss"] == one["loss"]


def test_by_the_book_large_logits_overflow_and_shifted_ones_do_not():
    steps = _softmax(torch.tensor([100.0, 20.0, -5.0]), 1.0)
    assert steps["exp"][0] == steps["sums"][0] == torch.inf
    assert (steps["exp"] / steps["sums"][0]).isnan()[0]
    assert (steps["shifted_exp"] / steps["sums"][1]).tolist() == steps["proba"].tolist()
    assert steps["log_proba"].tolist() == [0, -80, -105]


def test_one_logit_is_a_sigmoid_of_two_classes():
    made = state(loss="bce_with_logits")
    shown = compute(made, ASK({"pinned": True, "point": 3, "temperature": 0.5}))
    p = 1 / (1 + np.exp(-2 * shown["logits"][0]))
    assert shown["proba"] == pytest.approx([1 - p, p], abs=1e-6)
    assert 1 / (1 + shown["exp"][0]) == pytest.approx(p, abs=1e-6)


@pytest.mark.parametrize(
    "values",
    [
        {"hidden": (512,) * 8},
        {"hidden": ()},
        {"dataset": "digits"},
        {"dataset": "multilabel", "n_classes": 4, "loss": "bce"},
        {"dataset": "linear", "n_classes": 2},
    ],
    ids=["large", "none", "digits", "labels", "line"],
)
def test_it_has_something_to_show_at_any_size(values):
    made = state(**values)
    shown = compute(made, ASK({"pinned": True, "point": 11}))
    assert len(shown["route"]) == sum(layer["n"] for layer in shown["layers"])
    assert len(shown["proba"]) == len(shown["log_proba"]) == made.config.n_classes
    assert np.isfinite(shown["loss"]["value"])
    assert ("picture" in shown) == (made.config.dataset == "digits")
    assert all(v.flags.c_contiguous for v in shown.values() if isinstance(v, np.ndarray))


def test_weights_that_left_the_finite_are_no_error():
    made = state()
    with torch.no_grad():
        made.parameters[0].fill_(float("nan"))
    assert np.isnan(compute(made, ASK({"pinned": True, "point": 0}))["proba"]).all()
