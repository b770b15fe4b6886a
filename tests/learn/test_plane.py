"""Plane: corners, cells and the way back to the network's inputs, by hand and by scikit-learn."""

import dataclasses

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA

from playground.cost import COARSE_GRID, GRID
from playground.learn.data import make_data
from playground.learn.plane import LINE, ROW, Plane, make_plane
from playground.learn.trainer import Trainer
from tests.learn.runs import OWN, OWN_KEY, own_of, same_weights, small, trained

PLANES = [
    {"dataset": "iris"},
    {"dataset": "iris", "plane": "features", "plane_x": 2, "plane_y": 3},
    {"dataset": "own"},
    {"dataset": "digits"},
]
CORNERS = [
    # points, whether square, x1 low, x1 high, x2 low, x2 high
    ([[0, 0], [10, 2]], False, (-0.5, 10.5, -0.1, 2.1)),
    ([[0, 0], [10, 2]], True, (-0.5, 10.5, -4.5, 6.5)),
    ([[-1, 5], [1, 5]], True, (-1.1, 1.1, 3.9, 6.1)),
    ([[-1, 5], [1, 5]], False, (-1.1, 1.1, 4.999, 5.001)),
    ([[3, 4]], True, (2.999, 3.001, 3.999, 4.001)),
]


def by_hand(points, is_square=True, side=GRID):
    """Return a plane of places that are the inputs themselves."""
    axes = ("x₁", "x₂")
    return Plane(np.array(points, float), torch.from_numpy, axes, "", is_square, side)


def plane_of(**values):
    """Return the points of a small Config and the plane they are shown on."""
    config = small(**values)
    data = make_data(config, own_of(config))
    return data, make_plane(config, data)


@pytest.mark.parametrize(("points", "is_square", "extent"), CORNERS)
def test_corners_are_a_tenth_of_the_width_beyond_the_points(points, is_square, extent):
    plane = by_hand(points, is_square)
    assert plane.extent.tolist() == pytest.approx(extent)
    assert plane.extent.dtype == plane.points.dtype == np.float32
    assert plane.middle == pytest.approx(((extent[0] + extent[1]) / 2, (extent[2] + extent[3]) / 2))


def test_the_grid_is_the_centres_of_the_cells_row_by_row_from_the_lowest():
    plane = by_hand([[0, 0], [10, 20]], is_square=False, side=2)
    assert plane.extent.tolist() == [-0.5, 10.5, -1, 21]
    assert plane.grid.tolist() == [[2.25, 4.5], [7.75, 4.5], [2.25, 15.5], [7.75, 15.5]]


def test_two_features_are_shown_whole():
    data, plane = plane_of(dataset="blobs", preprocessing="standard")
    assert (plane.axes, plane.note) == (("x₁", "x₂"), "")
    assert np.array_equal(plane.points, data.raw.astype(np.float32))
    assert torch.equal(plane.inputs(data.raw), data.X)


@pytest.mark.parametrize("values", PLANES, ids=str)
def test_more_than_two_features_are_shown_on_a_slice(values):
    data, plane = plane_of(**values)
    assert plane.grid.shape == (GRID**2, data.X.shape[1])
    assert plane.points.shape == (len(data.y), 2)
    assert "slice" in plane.note


@pytest.mark.parametrize("preprocessing", ["none", "standard"])
def test_components_are_those_of_the_training_inputs(preprocessing):
    data, plane = plane_of(dataset="iris", preprocessing=preprocessing)
    pca = PCA(2).fit(data.part("train")[0].double().numpy())
    signs = np.sign(pca.transform(data.X.double().numpy())[0] * plane.points[0])
    expected = pca.transform(data.X.double().numpy()) * signs
    assert plane.points == pytest.approx(expected, abs=1e-4)
    first, second = pca.explained_variance_ratio_
    assert plane.axes == (
        f"component 1 ({first:.0%} of variance)",
        f"component 2 ({second:.0%} of variance)",
    )
    assert f"with {first + second:.0%} of the variance" in plane.note


def test_a_place_on_the_components_goes_to_inputs_and_back():
    data, plane = plane_of(dataset="iris")
    places = np.array([[0.0, 0.0], [1.5, -0.5], [-2.0, 0.25]])
    inputs = plane.inputs(places).double().numpy()
    centre, ends = inputs[0], plane.inputs(np.eye(2)).double().numpy() - inputs[0]
    assert centre == pytest.approx(data.part("train")[0].double().numpy().mean(axis=0), abs=1e-5)
    assert ends @ ends.T == pytest.approx(np.eye(2), abs=1e-5)
    assert (inputs - centre) @ ends.T == pytest.approx(places, abs=1e-5)


def test_points_of_two_components_are_where_they_are():
    """Three columns of which the third is their sum lie in a plane: nothing is lost."""
    X = np.column_stack([OWN[0][:, :2], OWN[0][:, :2].sum(axis=1)])
    config = small(dataset="own")
    data = make_data(config, (X, *OWN[1:]))
    plane = make_plane(config, data)
    assert plane.inputs(plane.points.astype(float)).numpy() == pytest.approx(X, abs=1e-5)
    assert "100% of the variance" in plane.note


@pytest.mark.parametrize("values", [{}, {"plane": "features"}, {"plane": "features", "plane_x": 7}])
def test_a_single_feature_lies_across_and_its_classes_in_rows_below(values):
    config = small(dataset="own", data=OWN_KEY.replace("f3", "f1"), **values)
    data = make_data(config, (OWN[0][:, :1], OWN[1], OWN[2][:1]))
    plane = make_plane(config, data)
    assert (plane.axes, plane.note) == (("height",), "")
    assert torch.equal(plane.inputs(plane.points.astype(float)), data.prepare(plane.points[:, :1]))
    assert plane.points[:, 0] == pytest.approx(data.raw[:, 0])
    assert plane.points[:, 1] == pytest.approx(-ROW * (1 + data.y.numpy()))
    low, high = data.raw.min(), data.raw.max()
    assert plane.extent[:2] == pytest.approx((low - (high - low) / 20, high + (high - low) / 20))
    assert plane.extent[2] < plane.points[:, 1].min()
    assert plane.extent[3] > 1
    assert plane.grid.shape == (LINE, 1)
    assert plane.grid[0, 0] - plane.extent[0] == pytest.approx((high - low) * 1.1 / LINE / 2, 1e-4)


@pytest.mark.parametrize(("n_features", "is_used"), [(1, False), (2, False), (3, True)])
def test_a_plane_is_chosen_only_of_more_than_two_features(n_features, is_used):
    key = OWN_KEY.replace("f3", f"f{n_features}")
    config = small(dataset="own", data=key, plane="features")
    assert {config.uses(name) for name in ("plane", "plane_x", "plane_y")} == {is_used}


@pytest.mark.parametrize("preprocessing", ["none", "min_max"])
def test_two_features_go_to_inputs_with_the_others_at_their_training_median(preprocessing):
    names = {"dataset": "iris", "preprocessing": preprocessing}
    data, plane = plane_of(**names, plane="features", plane_x=2, plane_y=1)
    places = np.array([[0.5, 3.0], [2.0, 2.5]])
    raw = np.tile(np.median(data.raw[data.train], axis=0), (2, 1))
    raw[:, 2], raw[:, 1] = places.T
    assert torch.equal(plane.inputs(places), data.prepare(raw))
    assert np.array_equal(plane.points, data.raw[:, [2, 1]].astype(np.float32))
    low, high = plane.points.min(axis=0), plane.points.max(axis=0)
    assert plane.high - plane.low == pytest.approx(1.1 * (high - low))
    assert plane.axes == ("petal length", "sepal width")
    assert "petal length and sepal width, the other 2 features at" in plane.note


def test_the_picture_of_a_large_network_is_coarser():
    _, plane = plane_of(hidden=(512, 512))
    assert plane.side == COARSE_GRID < GRID
    assert plane.grid.shape == (COARSE_GRID**2, 2)
    x1 = plane.grid[:COARSE_GRID, 0]
    assert x1[0] - plane.extent[0] == pytest.approx(float(plane.extent[1] - x1[-1]), rel=1e-3)


@pytest.mark.parametrize(("hidden", "side"), [((400, 495), GRID), ((400, 496), COARSE_GRID)])
def test_what_counts_is_the_number_of_weights(hidden, side):
    """2·400 + 400·495 + 495·2 = 199,790; with 496 they are 200,192."""
    assert plane_of(hidden=hidden)[1].side == side


def test_axes_have_the_names_of_a_visitors_columns():
    _, plane = plane_of(dataset="own", plane="features", plane_x=2, plane_y=1)
    assert plane.axes == ("age & sex", "<b>")
    X, y, names = OWN
    config = small(dataset="own", data=OWN_KEY.replace("f3", "f2"))
    planar = make_plane(config, make_data(config, (X[:, :2], y, names[:2])))
    assert planar.axes == ("height", "<b>")


def test_a_changed_plane_is_live_and_changes_no_number():
    config = small(dataset="iris")
    trainer, alone = Trainer(config), trained(config)
    trainer.change(dataclasses.replace(config, plane="features", plane_y=3))
    assert trainer.plane.axes == ("sepal length", "petal width")
    trainer.train()
    assert same_weights(trainer, alone)
