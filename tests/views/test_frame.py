"""Frame: what is on the wire is what the network says, and asking for it changes nothing."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load
from sklearn.metrics import confusion_matrix

from playground.catalog import DEFAULT_VIEWS, LOSSES
from playground.config import settle
from playground.cost import GRID
from playground.learn.levels import levels
from playground.learn.model import predict, probabilities
from playground.learn.plane import LINE
from playground.learn.trainer import Trainer
from playground.views import compute, frame
from playground.views.frame import encode

ABOUT = {"generation": 3, "status": "paused", "message": "", "epochs_per_second": 0.0}
ALL = dict.fromkeys(DEFAULT_VIEWS, {})  # noqa: RUF024 nobody writes into it


def trainer(**values):
    return Trainer(settle({"n_samples": 60, "dropout": 0.5, "epochs": 5, **values})[0])


def framed(state, views=ALL, *, known=-1, probe=None, predictions=True):
    return encode(
        state, views, predictions=predictions, generation_known=known, probe=probe, about=ABOUT
    )


def decode(blob, tmp_path):
    (tmp_path / "frame").write_bytes(blob)
    with safe_open(tmp_path / "frame", "np") as frame:
        return load(blob), json.loads(frame.metadata()["frame"])


@pytest.mark.parametrize("loss", LOSSES)
def test_a_whole_frame(loss, tmp_path):
    run = trainer(loss=loss)
    run.train()
    tensors, numbers = decode(framed(run, probe=("place", 0.5, -0.25)), tmp_path)
    assert tensors["boundary.grid"].shape == (GRID, GRID, 2)
    assert tensors["X"].shape == (60, 2)
    assert np.flatnonzero(tensors["part"]).tolist() == sorted(run.data.test.tolist())
    assert len(run.data.test) == 12
    assert tensors["confusion.counts"].sum() == 60
    assert tensors["loss.history"].shape == (5, 6)
    assert numbers["epoch"] == 5
    assert numbers["probe"] == {"x": 0.5, "y": -0.25, "point": None}
    assert tensors["probe_proba"].sum() == pytest.approx(1, abs=1e-6)
    assert tensors["probe_logits"].shape == (run.config.n_outputs,)


def test_the_grid_is_the_network_in_eval_mode(tmp_path):
    run = trainer()
    tensors, _ = decode(framed(run, {"boundary": {}}), tmp_path)
    x1_low, x1_high, x2_low, x2_high = tensors["extent"]
    run.network.eval()
    for row, column in ((0, 0), (0, GRID - 1), (40, 7)):
        x1 = x1_low + (x1_high - x1_low) * (column + 0.5) / GRID
        x2 = x2_low + (x2_high - x2_low) * (row + 0.5) / GRID
        output = run.network(torch.tensor([[x1, x2]], dtype=torch.float32))
        expected = probabilities(output, run.config)[0].detach().numpy() * 255
        assert np.abs(tensors["boundary.grid"][row, column] - expected).max() <= 0.51


@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_single_feature_has_a_probability_curve_of_each_class(n_classes, tmp_path):
    X = np.linspace(-2, 5, 60)[:, None]
    key = f"c{n_classes}n60f1-{'0' * 32}"
    config = settle({"dataset": "own", "data": key, "plane": "features", "epochs": 3})[0]
    run = Trainer(config, (X, np.arange(60) * n_classes // 60, ("height",)))
    run.train()
    tensors, numbers = decode(framed(run, probe=("place", 0.5, 0.9)), tmp_path)
    assert (numbers["axes"], numbers["note"]) == (["height"], "")
    x1_low, x1_high, _, _ = tensors["extent"]
    places = x1_low + (x1_high - x1_low) * (np.arange(LINE) + 0.5) / LINE
    output = run.network.eval()(torch.tensor(places[:, None], dtype=torch.float32))
    expected = probabilities(output, run.config).detach().numpy()
    assert tensors["boundary.curve"] == pytest.approx(expected, abs=1e-5)
    assert tensors["boundary.grid"][0] / 255 == pytest.approx(expected, abs=0.003)
    asked = probabilities(run.network(torch.tensor([[0.5]])), run.config)[0].detach().numpy()
    assert tensors["probe_proba"] == pytest.approx(asked, abs=1e-6)


NEAR_TIES = {
    "dataset": "rings",
    "n_classes": 8,
    "hidden": (16, 16),
    "activation": "sigmoid",
    "learning_rate": 0.03,
    "epochs": 200,
}
"""A network whose eight probabilities differ by less than a level in most of the plane."""

UNDECIDED = {"initialization": "zeros", "epochs": 1}
"""A network whose probabilities are one half wherever one asks."""


@pytest.mark.parametrize(
    "values",
    [
        {**NEAR_TIES, "n_samples": 300, "dropout": 0.0},
        UNDECIDED,
        {**UNDECIDED, "loss": "bce_with_logits"},
        {**UNDECIDED, "loss": "mse"},
        {**UNDECIDED, "dataset": "multilabel", "n_classes": 3, "loss": "bce", "shown_label": 1},
    ],
    ids=["near ties", "softmax", "one output", "squared error", "labels"],
)
def test_each_cell_shows_the_class_that_is_predicted_there(values, tmp_path):
    run = trainer(**values)
    if values["epochs"] > 1:
        run.train()
    grid = decode(framed(run, {"boundary": {}}), tmp_path)[0]["boundary.grid"]
    with torch.inference_mode():
        expected = run.shown(predict(run.network.eval()(run.plane.grid), run.config))
    assert (grid.reshape(GRID**2, -1).argmax(axis=1) != expected).sum() == 0
    ranked = np.sort(grid, axis=2)
    assert (ranked[..., -1] > ranked[..., -2]).all()


def test_a_grid_without_numbers_is_zeros():
    found = levels(torch.full((3, 4), float("nan")), torch.tensor([0, 1, 2]))
    assert found.tolist() == [[0] * 4] * 3


def test_a_place_is_asked_about_by_its_coordinates(tmp_path):
    run = trainer(loss="nll")
    tensors, _ = decode(framed(run, {}, known=3, probe=("place", 0.5, -0.25)), tmp_path)
    run.network.eval()
    logits = run.network.body(torch.tensor([[0.5, -0.25]]))[0].detach()
    assert tensors["probe_logits"] == pytest.approx(logits.numpy(), rel=1e-5)
    assert tensors["probe_proba"] == pytest.approx(logits.softmax(dim=0).numpy(), rel=1e-5)


def test_a_point_is_asked_about_by_its_row(tmp_path):
    run = trainer()
    tensors, numbers = decode(framed(run, {}, probe=("point", 7)), tmp_path)
    assert numbers["probe"]["point"] == 7
    assert numbers["probe"]["x"] == pytest.approx(tensors["X"][7, 0])
    assert (
        decode(framed(run, {}, known=3, probe=("point", 10**6)), tmp_path)[1]["probe"]["point"]
        is None
    )


def test_known_points_are_not_sent_again(tmp_path):
    tensors, _ = decode(framed(trainer(), {"confusion": {}}, known=3, predictions=False), tmp_path)
    assert set(tensors) == {"probe_logits", "probe_proba", "confusion.counts"}


def test_several_labels_are_shown_one_at_a_time(tmp_path):
    run = trainer(dataset="multilabel", n_classes=4, loss="bce", shown_label=2)
    run.train()
    tensors, numbers = decode(framed(run), tmp_path)
    output = run.network.eval()(run.plane.grid).detach().numpy()[:, 2]
    share = tensors["boundary.grid"].reshape(GRID**2, 2) / 255
    assert share == pytest.approx(np.column_stack([1 - output, output]), abs=0.003)
    y, y_pred = run.data.y[:, 2].numpy(), tensors["y_pred"]
    assert np.array_equal(tensors["y"], y)
    for rows, counts in zip(
        (run.data.train, run.data.test), tensors["confusion.counts"], strict=True
    ):
        assert np.array_equal(counts, confusion_matrix(y[rows], y_pred[rows], labels=[0, 1]))
    assert tensors["probe_proba"].shape == (4,)
    assert numbers["n_classes"] == 2
    assert numbers["data"]["train"]["counts"] == run.data.part("train")[1].sum(dim=0).tolist()


def test_the_accuracy_of_labels_one_by_one_is_beside_that_of_exact_match(tmp_path):
    run = trainer(dataset="multilabel", n_classes=4, loss="bce", shown_label=2)
    run.train()
    _, numbers = decode(framed(run, {}), tmp_path)
    for part, each in zip(("train", "test"), numbers["label_accuracies"], strict=True):
        X, y = run.data.part(part)
        is_right = (predict(run.network.eval()(X), run.config) == y).numpy()
        assert each == pytest.approx(is_right.mean())
        assert numbers[f"{part}_accuracy"] == pytest.approx(is_right.all(axis=1).mean())
        assert each > numbers[f"{part}_accuracy"]
    assert decode(framed(trainer(), {}), tmp_path)[1]["label_accuracies"] is None


def test_the_data_panel_counts_each_class(tmp_path):
    run = trainer(dataset="blobs", n_classes=3, imbalance=0.5)
    _, numbers = decode(framed(run, {}), tmp_path)
    for part in ("train", "test"):
        y = run.data.part(part)[1].tolist()
        assert numbers["data"][part]["counts"] == [y.count(k) for k in range(3)]
        assert numbers["data"][part]["y"] == [[len(y)], "torch.int64"]


def test_a_loss_that_is_no_number_is_sent_as_none(tmp_path):
    run = trainer()
    unwritable = replace(run.evaluation, train_loss=float("inf"), test_loss=float("nan"))
    run._evaluation = (run.step, run.config.threshold), unwritable
    _, numbers = decode(framed(run, {}), tmp_path)
    assert (numbers["train_loss"], numbers["test_loss"]) == (None, None)


def test_a_digit_is_a_picture_and_a_slice_says_so(tmp_path):
    run = Trainer(settle({"dataset": "digits", "hidden": (8,)})[0])
    tensors, numbers = decode(framed(run, probe=("point", 5)), tmp_path)
    assert np.array_equal(tensors["picture"].ravel(), run.data.raw[5])
    assert "slice" in numbers["note"]
    assert numbers["data"]["train"]["X"] == [[1437, 64], "torch.float32"]
    assert numbers["data"]["baseline"] == pytest.approx(0.1, abs=0.02)


def test_watching_changes_nothing():
    watched, alone = trainer(), trainer()
    alone.train()
    with watched.randomness():
        while not watched.finished:
            watched.train_batch()
            framed(watched)
    assert all(torch.equal(p, q) for p, q in zip(watched.parameters, alone.parameters, strict=True))


def test_an_earlier_instant_is_drawn_as_it_was(tmp_path):
    """A frame is made of a state: that of a keyframe equals the live run's at that epoch."""
    run, now = trainer(), []
    with run.randomness():
        for _ in range(4):
            now.append(
                (run.weights(), decode(framed(run, {"boundary": {}, "confusion": {}}), tmp_path))
            )
            run.train_epoch()
    still = run.still()
    for weights, (tensors, numbers) in reversed(now):
        still.show(weights)
        then, shown = decode(framed(still, {"boundary": {}, "confusion": {}}), tmp_path)
        assert {name: array.tobytes() for name, array in then.items()} == {
            name: array.tobytes() for name, array in tensors.items()
        }
        assert shown == numbers


def test_showing_an_earlier_instant_leaves_the_run_alone():
    watched, alone = trainer(), trainer()
    alone.train()
    with watched.randomness():
        still = watched.still()
        while not watched.finished:
            still.show(watched.weights())
            watched.train_epoch()
            framed(still)
    assert all(torch.equal(p, q) for p, q in zip(watched.parameters, alone.parameters, strict=True))
    assert watched.history.rows == alone.history.rows


def test_numbers_that_json_does_not_know_are_none(tmp_path):
    about = {**ABOUT, "epochs_per_second": float("nan"), "message": "NaN, Infinity]"}
    blob = encode(trainer(), {}, predictions=False, generation_known=-1, probe=None, about=about)
    _, numbers = decode(blob, tmp_path)
    assert numbers["epochs_per_second"] is None
    assert numbers["message"] == "NaN, Infinity]"


def test_a_view_that_fails_leaves_the_others_alone(tmp_path, monkeypatch):
    def fail(state, arguments):
        raise ArithmeticError("as the test wants it")

    monkeypatch.setattr(frame, "compute", lambda name: fail if name == "loss" else compute(name))
    tensors, numbers = decode(framed(trainer()), tmp_path)
    assert numbers["views"]["loss"] == {"failed": True}
    assert "loss.history" not in tensors
    assert {"boundary.grid", "confusion.counts"} <= tensors.keys()
