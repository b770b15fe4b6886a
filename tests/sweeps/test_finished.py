"""What the page takes from the rows: means, bands and pictures, beside NumPy's."""

import base64
import zlib

import numpy as np
import pytest

from playground import url
from playground.figures.mosaic import coloured, disagreement, png, resampled, shaded
from playground.figures.palette import CLASS_COLOURS
from playground.figures.sweeps import Band, bands, effect, heat_map, told
from playground.sweeps.finished import as_proba, averaged, finished, means
from playground.sweeps.row import SIDE
from playground.sweeps.store import Store
from playground.sweeps.task import run
from tests.sweeps.sites import SMALL


def test_rows_are_read_as_they_come(tmp_path):
    path = tmp_path / "sweep.jsonl"
    assert finished(path).rows == {}
    store = Store(path)
    rows = [run(f"{SMALL}&seed={seed}") for seed in (1, 2)]
    for n, row in enumerate(rows, 1):
        store.add(row)
        found = finished(path)
        assert len(found.rows) == len(found.curves) == len(found.pictures) == n
    store.close()
    keys = [row["query"] for row in rows]
    values = [row["test_loss"] for row in rows]
    mean, sd, n = means(found.rows, keys, "test_loss")
    assert (mean, sd, n) == (np.mean(values), pytest.approx(np.std(values, ddof=1)), 2)
    assert not {"config", "confusion_matrix", "picture"} & found.rows[keys[0]].keys()
    assert found.matrices[keys[1]].tolist() == rows[1]["confusion_matrix"]
    extent, levels = found.picture(keys[0])
    assert (extent.shape, levels.shape) == ((4,), (SIDE, SIDE, 1))


def test_of_no_run_there_is_no_mean():
    assert np.isnan(means({}, ["x"], "test_loss")[0])
    rows = {"x": {"status": "diverged", "test_loss": 3.0}}
    assert means(rows, ["x"], "test_loss")[2] == 0


def test_curves_of_unlike_length_are_averaged_as_far_as_they_go():
    long = np.array([[0, 1, 2, 3], [4, 3, 2, 1], [8, 6, 4, 2]], dtype=np.float32)
    short = np.array([[0, 2], [2, 4], [0, 4]], dtype=np.float32)
    epoch, mean, sd = averaged([short, long], "test_loss")
    assert epoch.tolist() == [0, 1, 2, 3]
    assert mean.tolist() == [4, 4, 4, 2]
    assert sd == pytest.approx([np.std([8, 0], ddof=1), np.std([6, 2], ddof=1), 0, 0])


def test_places_take_the_colour_of_the_class_and_go_to_grey_where_seeds_disagree():
    sure = np.zeros((2, SIDE, SIDE, 2))
    sure[..., 0] = 1.0
    apart = sure.copy()
    apart[1] = sure[1][..., ::-1]
    apart[0, ..., 0], apart[0, ..., 1] = 0.99, 0.01
    agreed, grey = coloured(sure)[0, 0], coloured(apart)[0, 0]
    blue = np.array([int(CLASS_COLOURS[0][i : i + 2], 16) for i in (1, 3, 5)])
    assert np.abs(agreed - blue).max() < 50
    assert np.ptp(grey.astype(int)) < np.ptp(agreed.astype(int)) / 2


def test_the_highest_row_is_first_in_a_picture():
    proba = np.zeros((1, 2, 2, 2))
    proba[0, 0, :, 0] = proba[0, 1, :, 1] = 1.0
    top, bottom = coloured(proba)[:, 0]
    assert top[0] > top[2]  # orange
    assert bottom[0] < bottom[2]  # blue


def test_a_picture_moved_onto_another_plane_stays_where_its_points_are():
    levels = np.zeros((SIDE, SIDE, 1), dtype=np.uint8)
    levels[:, SIDE // 2 :] = 255
    wide = resampled(levels, np.array([-1.0, 1, -1, 1]), np.array([-2.0, 2, -2, 2]))
    assert (wide[:, : SIDE // 2] == 0).all()
    assert (wide[:, SIDE // 2 :] == 255).all()
    same = np.array([-1.0, 1, -1, 1])
    assert (resampled(levels, same, same) == levels).all()


def test_a_png_holds_its_pixels():
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    blob = base64.b64decode(png(pixels).removeprefix("data:image/png;base64,"))
    start = blob.index(b"IDAT")
    length = int.from_bytes(blob[start - 4 : start], "big")
    lines = zlib.decompress(blob[start + 4 : start + 4 + length])
    assert np.frombuffer(lines, np.uint8).reshape(5, 22)[:, 1:].tobytes() == pixels.tobytes()


def test_levels_are_probabilities_of_all_classes():
    one = np.array([[[255], [51]]], dtype=np.uint8)
    assert as_proba(one) == pytest.approx(np.array([[[0, 1], [0.8, 0.2]]]))
    three = np.array([[[255, 0, 0]]], dtype=np.uint8)
    assert as_proba(three).tolist() == [[[1, 0, 0]]]


def test_networks_disagree_by_the_share_that_predicts_another_class():
    predicted = np.array([[[0, 1]], [[0, 1]], [[0, 2]], [[0, 1]]])
    share = disagreement(np.eye(3)[predicted])
    assert share.tolist() == [[0, 0.25]]
    pixels = shaded(np.array([[0, 0.5], [0, 0.25]]))
    assert (pixels[:, 0] == 255).all()
    assert (pixels[1, 1] < pixels[0, 1]).all()  # the lowest row of the plane is the last


def test_figures_hold_what_they_are_given_and_names_are_no_markup():
    mean = np.array([[0.5, np.nan], [0.75, 1.0]])
    sd = np.array([[0.1, np.nan], [np.nan, 0.0]])
    figure = heat_map(("a", ["x", "<b>"]), ("b", ["y", "z"]), mean, sd, "Test accuracy")
    assert figure.data[0].text[0] == ["0.500 ± 0.100", ""]
    assert figure.data[0].text[1] == ["0.750", "1.000 ± 0.000"]
    assert [*zip(figure.data[1].x, figure.data[1].y, strict=True)] == [(0, 0), (0, 1), (1, 1)]
    assert figure.layout.xaxis.ticktext == ("x", "&lt;b&gt;")
    many = [str(k) for k in range(40)]
    wide = heat_map(("a", many), ("b", ["y"]), np.ones((1, 40)), np.ones((1, 40)), "Loss")
    assert wide.layout.xaxis.ticktext == tuple(many[::3])
    assert len(wide.data[1].x) == 40
    bars = effect("a", ["x", "y"], np.array([1.0, 2.0]), np.array([0.5, np.nan]), "Loss")
    assert bars.data[0].error_y.array.tolist() == [0.5, 0.0]
    band = Band("one", np.arange(3), np.ones(3), np.full(3, 0.25))
    area, line = bands([band], "Loss").data
    assert area.y.tolist() == [1.25] * 3 + [0.75] * 3
    assert line.y.tolist() == [1.0] * 3
    assert told(np.nan, np.nan) == ""
    assert url.encode(url.decode(SMALL)[0]) == SMALL
