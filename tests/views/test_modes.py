"""The boundary in other ways: NumPy's formulas from torch's probabilities, lines from weights."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.catalog import VIEWS
from playground.config import settle
from playground.cost import GRID, fine_side, forward_flops
from playground.learn.doubt import thinned_outputs
from playground.learn.model import probabilities
from playground.learn.picture import MOST_LINES, MOST_PASSES
from playground.learn.trainer import Trainer
from playground.views.boundary.compute import compute
from tests.learn.runs import same_weights

BLOBS = {"dataset": "blobs", "n_classes": 3, "cluster_std": 4.0}
LABELS = {"dataset": "multilabel", "n_classes": 3, "loss": "bce", "shown_label": 1}


def trained(**values):
    run = Trainer(settle({"n_samples": 60, "hidden": (6,), "epochs": 5, **values})[0])
    run.train()
    return run


def shown(state, **given):
    return compute(state, VIEWS["boundary"].read(given))


def proba_of(run, X=None):
    """Return the probabilities over the plane (n, n_classes), float64, by the modules."""
    run.network.eval()
    with torch.no_grad():
        output = run.network(run.plane.grid if X is None else X)
    run.network.train()
    proba = probabilities(output, run.config).double().numpy()
    if run.config.is_multilabel:
        label = proba[:, run.config.shown_label]
        return np.column_stack([1 - label, label])
    return proba


FORMULAS = {
    "proba": lambda p: p[:, 1],
    "confidence": lambda p: p.max(axis=1),
    "margin": lambda p: np.sort(p, axis=1)[:, -1] - np.sort(p, axis=1)[:, -2],
    "entropy": lambda p: -(p * np.log2(np.maximum(p, 1e-300))).sum(axis=1),
}


@pytest.mark.parametrize("values", [{}, BLOBS, LABELS, {"loss": "bce_with_logits"}])
@pytest.mark.parametrize("mode", FORMULAS)
def test_one_number_is_what_the_formula_gives(mode, values):
    run = trained(**values)
    seen = shown(run, mode=mode)
    assert seen["grid"].shape == (GRID, GRID, 1)
    share = (seen["grid"].astype(float).ravel() - 1) / 254
    values = seen["low"] + share * (seen["high"] - seen["low"])
    step = (seen["high"] - seen["low"]) / 254
    assert np.abs(values - FORMULAS[mode](proba_of(run))).max() <= 0.51 * step
    assert seen["grid"].min() > 0


def test_the_default_is_the_predicted_class_and_nothing_else():
    run = trained()
    plain, asked = compute(run, {}), shown(run)
    assert plain.keys() == asked.keys() == {"grid"}
    assert np.array_equal(plain["grid"], asked["grid"])
    assert np.array_equal(shown(run, mode="hard")["grid"], plain["grid"])
    with_contour = shown(run, contour=True)
    assert np.array_equal(with_contour["grid"], plain["grid"])


def test_a_class_that_is_not_there_is_the_last_one():
    run = trained(**BLOBS)
    seen = shown(run, mode="proba", of=9)
    assert seen["of"] == 2
    assert np.array_equal(seen["grid"], shown(run, mode="proba", of=2)["grid"])


def test_numbers_that_are_none_are_no_level():
    run = trained()
    with torch.no_grad():
        run.parameters[0].fill_(float("nan"))
    for mode in ("entropy", "confidence", "margin", "proba"):
        assert not shown(run, mode=mode)["grid"].any()


@pytest.mark.parametrize("threshold", [0.5, 0.3])
def test_the_contour_is_where_class_1_is_as_probable_as_the_threshold(threshold):
    run = trained(threshold=threshold)
    contour = shown(run, contour=True)["contour"]
    assert contour.ravel() == pytest.approx(proba_of(run)[:, 1] - threshold, abs=1e-6)
    assert "contour" not in shown(trained(**BLOBS), contour=True)


@pytest.mark.parametrize("preprocessing", ["none", "standard", "min_max"])
@pytest.mark.parametrize("features", [("x1", "x2"), ("x2",), ("x2", "x1")])
def test_zero_lines_are_where_the_first_layers_units_are_zero(features, preprocessing):
    run = trained(features=features, preprocessing=preprocessing)
    seen = shown(run, lines=True)
    assert (seen["n_units"], seen["is_hidden"]) == (6, True)
    u, v = (places.ravel() for places in np.meshgrid(*[(np.arange(GRID) + 0.5) / GRID] * 2))
    first = next(m for m in run.network.body if isinstance(m, nn.Linear))
    with torch.no_grad():
        expected = first(run.plane.grid).numpy()
    found = np.column_stack([u, v, np.ones_like(u)]) @ seen["lines"].T
    assert found == pytest.approx(expected, abs=1e-5)


def test_zero_lines_are_few_and_straight_or_none():
    assert len(shown(trained(hidden=(50,)), lines=True)["lines"]) == MOST_LINES
    curved = shown(trained(features=("x1", "x1_squared")), lines=True)
    assert (curved["n_units"], len(curved["lines"])) == (0, 0)
    assert shown(trained(hidden=()), lines=True)["is_hidden"] is False
    assert shown(trained(dataset="digits"), lines=True)["n_units"] == 0
    assert shown(trained(bias=False), lines=True)["lines"].shape == (6, 3)


def test_the_finer_picture_is_the_same_function_at_more_places():
    run = trained()
    seen, side = shown(run, fine=True)["grid"], fine_side(run.config)
    assert seen.shape == (side, side, 2)
    places = (np.arange(side) + 0.5) / side
    x1, x2 = (run.plane.low[k] + (run.plane.high[k] - run.plane.low[k]) * places for k in (0, 1))
    X = run.data.prepare(np.column_stack([np.tile(x1, side), np.repeat(x2, side)]))
    assert np.abs(seen.reshape(-1, 2) / 255 - proba_of(run, X)).max() < 0.0041


def test_the_finer_picture_costs_little_however_large_the_network():
    for hidden in ((), (8, 8), (64, 64), (256, 256), (512,) * 8):
        config = settle({"hidden": hidden})[0]
        side = fine_side(config)
        assert side <= 160
        assert side**2 * forward_flops(config) <= 1e9 or side <= GRID
    assert fine_side(settle({})[0]) == 160


def test_only_at_rest_is_the_picture_finer():
    view = VIEWS["boundary"]
    given = view.read({"fine": True, "mode": "entropy"})
    assert given["fine"] is True
    assert view.moving(given) == {**given, "fine": False}


def test_passes_with_dropout_left_on_have_the_mean_and_spread_of_all_masks():
    """Of three units there are eight masks: each weighed by how likely it is."""
    run, p = trained(hidden=(3,), dropout=0.4), 0.4
    X = run.plane.grid[::97]
    first, last = [m for m in run.network.body if isinstance(m, nn.Linear)]
    with torch.no_grad():
        units = torch.tanh(first(X))
        masks = torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * 3)
        chances = (p ** (3 - masks.sum(1)) * (1 - p) ** masks.sum(1))[:, None]
        answers = torch.stack([last(units * mask / (1 - p)).softmax(1)[:, 1] for mask in masks])
    mean = (chances * answers).sum(0)
    spread = (chances * (answers - mean) ** 2).sum(0).sqrt()
    outputs = thinned_outputs(run, X, 4000)
    found = torch.stack([output.softmax(1)[:, 1] for output in outputs])
    assert found.mean(0).numpy() == pytest.approx(mean.numpy(), abs=0.02)
    assert found.std(0).numpy() == pytest.approx(spread.numpy(), abs=0.02)


@pytest.mark.parametrize("values", [{}, BLOBS, LABELS])
def test_mean_and_spread_are_numpys_over_the_passes(values):
    run = trained(dropout=0.5, **values)
    passes = [
        probabilities(o, run.config).numpy()
        for o in thinned_outputs(run, run.plane.grid, MOST_PASSES)
    ]
    if run.config.is_multilabel:
        passes = [np.column_stack([1 - p[:, 1], p[:, 1]]) for p in passes]
    mean, spread = np.mean(passes, axis=0), np.std(passes, axis=0)
    seen, deviation = shown(run, mode="dropout_mean"), shown(run, mode="dropout_spread")
    assert seen["passes"] == deviation["passes"] == MOST_PASSES
    rows = np.arange(len(mean))
    chosen = seen["grid"].reshape(len(mean), -1).argmax(axis=1)
    is_tied = np.sort(mean, axis=1)[:, -1] - np.sort(mean, axis=1)[:, -2] < 1e-6
    assert (is_tied | (chosen == mean.argmax(axis=1))).all()
    assert seen["grid"].reshape(len(mean), -1)[rows, chosen] / 255 == pytest.approx(
        mean[rows, chosen], abs=0.003
    )
    levels = (deviation["grid"].astype(float).ravel() - 1) / 254 * 0.5
    assert levels == pytest.approx(spread[rows, chosen], abs=0.002)


def test_without_dropout_there_are_no_passes_and_no_spread():
    run = trained()
    assert shown(run, mode="dropout_mean")["passes"] == 0
    seen = shown(run, mode="dropout_spread")
    assert (seen["grid"] == 1).all()
    assert np.array_equal(shown(run, mode="dropout_mean")["grid"], shown(run)["grid"])


def test_looking_in_other_ways_draws_none_of_the_runs_random_numbers():
    values = {"dropout": 0.5, "normalization": "batch", "n_samples": 60, "epochs": 4}
    watched, alone = (Trainer(settle(values)[0]) for _ in range(2))
    alone.train()
    with watched.randomness():
        while not watched.finished:
            for mode in ("dropout_mean", "dropout_spread", "entropy"):
                shown(watched, mode=mode, contour=True, lines=True, fine=True)
            watched.train_batch()
    assert same_weights(watched, alone)


@pytest.mark.parametrize("mode", ["dropout_spread", "entropy", "proba"])
def test_a_single_feature_has_its_curves_and_one_row(mode):
    X = np.linspace(-2, 5, 60)[:, None]
    key = f"c2n60f1-{'0' * 32}"
    config = settle({"dataset": "own", "data": key, "plane": "features", "dropout": 0.3})[0]
    run = Trainer(config, (X, np.arange(60) * 2 // 60, ("height",)))
    seen = shown(run, mode=mode, contour=True, lines=True, fine=True)
    assert seen["grid"].shape[0] == 1
    assert seen["curve"].shape == (seen["grid"].shape[1], 2)
    assert "contour" not in seen
