"""Frame: what is on the wire is what the network says, and asking for it changes nothing."""

import json

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load

from playground.catalog import LOSSES
from playground.config import settle
from playground.learn.frame import encode
from playground.learn.model import probabilities
from playground.learn.plane import GRID
from playground.learn.trainer import Trainer

ABOUT = {"generation": 3, "status": "paused", "message": "", "epochs_per_second": 0.0}
ALL = ("grid", "history", "predictions", "confusion")


def trainer(**values):
    return Trainer(settle({"n_samples": 60, "dropout": 0.5, "epochs": 5, **values})[0])


def decode(blob, tmp_path):
    (tmp_path / "frame").write_bytes(blob)
    with safe_open(tmp_path / "frame", "np") as frame:
        return load(blob), json.loads(frame.metadata()["frame"])


@pytest.mark.parametrize("loss", LOSSES)
def test_a_whole_frame(loss, tmp_path):
    run = trainer(loss=loss)
    run.train()
    tensors, numbers = decode(encode(run, ALL, -1, ("place", 0.5, -0.25), ABOUT), tmp_path)
    assert tensors["grid"].shape == (GRID, GRID, 2)
    assert tensors["X"].shape == (60, 2)
    assert tensors["is_test"].sum() == 12
    assert tensors["confusion"].sum() == 60
    assert tensors["history"].shape == (5, 6)
    assert numbers["epoch"] == 5
    assert numbers["probe"] == {"x": 0.5, "y": -0.25, "point": None}
    assert tensors["probe_proba"].sum() == pytest.approx(1, abs=1e-6)
    assert tensors["probe_logits"].shape == (run.config.n_outputs,)


def test_the_grid_is_the_network_in_eval_mode(tmp_path):
    run = trainer()
    tensors, _ = decode(encode(run, ("grid",), -1, None, ABOUT), tmp_path)
    x1_low, x1_high, x2_low, x2_high = tensors["extent"]
    run.network.eval()
    for row, column in ((0, 0), (0, GRID - 1), (40, 7)):
        x1 = x1_low + (x1_high - x1_low) * (column + 0.5) / GRID
        x2 = x2_low + (x2_high - x2_low) * (row + 0.5) / GRID
        output = run.network(torch.tensor([[x1, x2]], dtype=torch.float32))
        expected = probabilities(output, run.config)[0].detach().numpy() * 255
        assert np.abs(tensors["grid"][row, column] - expected).max() <= 0.51


def test_a_point_is_asked_about_by_its_row(tmp_path):
    run = trainer()
    tensors, numbers = decode(encode(run, (), -1, ("point", 7), ABOUT), tmp_path)
    assert numbers["probe"]["point"] == 7
    assert numbers["probe"]["x"] == pytest.approx(tensors["X"][7, 0])
    assert (
        decode(encode(run, (), 3, ("point", 10**6), ABOUT), tmp_path)[1]["probe"]["point"] is None
    )


def test_known_points_are_not_sent_again(tmp_path):
    tensors, _ = decode(encode(trainer(), ("confusion",), 3, None, ABOUT), tmp_path)
    assert set(tensors) == {"probe_logits", "probe_proba", "confusion"}


def test_several_labels_are_shown_one_at_a_time(tmp_path):
    run = trainer(dataset="multilabel", n_classes=4, loss="bce", shown_label=2)
    tensors, numbers = decode(encode(run, ALL, -1, None, ABOUT), tmp_path)
    assert tensors["grid"].shape == (GRID, GRID, 2)
    assert tensors["confusion"].shape == (2, 2, 2)
    assert tensors["probe_proba"].shape == (4,)
    assert np.array_equal(tensors["y"], run.data.y[:, 2].numpy())
    assert numbers["n_classes"] == 2


def test_a_digit_is_a_picture_and_a_slice_says_so(tmp_path):
    run = Trainer(settle({"dataset": "digits", "hidden": (8,)})[0])
    tensors, numbers = decode(encode(run, ALL, -1, ("point", 5), ABOUT), tmp_path)
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
            encode(watched, ALL, -1, None, ABOUT)
    assert all(torch.equal(p, q) for p, q in zip(watched.parameters, alone.parameters, strict=True))
