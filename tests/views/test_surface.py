"""Surface: heights are the probabilities of every view, and margins their lead."""

import numpy as np
import pytest
import torch

from playground.catalog import VIEWS
from playground.config import settle
from playground.learn.model import predict, probabilities
from playground.learn.state import State
from playground.views.surface.compute import compute

ASK = VIEWS["surface"].read


def made(**values):
    state = State(settle({"n_samples": 60, **values})[0])
    with torch.inference_mode():
        output = state.network(state.plane.grid)
        return state, probabilities(output, state.config).numpy(), output


@pytest.mark.parametrize("loss", ["cross_entropy", "bce", "nll"])
@pytest.mark.parametrize("label", [0, 1])
def test_heights_are_the_probabilities_of_a_class(loss, label):
    state, proba, _ = made(loss=loss)
    shown = compute(state, ASK({"label": label}))
    assert shown["heights"].shape == (state.plane.rows, state.plane.side)
    assert shown["heights"].ravel() == pytest.approx(proba[:, label], abs=1e-6)
    assert compute(state, ASK({}))["label"] == 1


@pytest.mark.parametrize("values", [{}, {"dataset": "blobs", "n_classes": 4}, {"loss": "bce"}])
def test_the_margin_is_positive_where_the_class_is_predicted(values):
    state, proba, output = made(**values)
    predicted = predict(output, state.config).numpy()
    for label in range(state.config.n_classes):
        shown = compute(state, ASK({"label": label, "height": "margin"}))
        heights = shown["heights"].ravel()
        others = np.delete(proba, label, axis=1).max(axis=1)
        assert heights == pytest.approx(proba[:, label] - others, abs=1e-6)
        clear = np.abs(heights) > 1e-6
        assert ((heights > 0) == (predicted == label))[clear].all()


def test_of_several_labels_the_shown_one_stands_against_its_absence():
    state, proba, _ = made(dataset="multilabel", n_classes=3, loss="bce", shown_label=2)
    assert compute(state, ASK({}))["label"] == 2
    margin = compute(state, ASK({"label": 0, "height": "margin"}))["heights"]
    assert margin.ravel() == pytest.approx(2 * proba[:, 0] - 1, abs=1e-6)


def test_a_class_that_is_not_there_is_the_last_one():
    state, proba, _ = made()
    assert compute(state, ASK({"label": 9}))["heights"].ravel() == pytest.approx(proba[:, 1])


@pytest.mark.parametrize("values", [{"dataset": "digits"}, {"hidden": (512,) * 8}])
def test_spaces_of_many_features_and_large_networks_have_a_surface(values):
    state, _, _ = made(**values)
    assert np.isfinite(compute(state, ASK({}))["heights"]).all()
