"""Data: the points that scikit-learn makes and splits, scaled and given to network and loss."""

import numpy as np
import pytest
import sklearn.datasets
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import label_binarize

from playground.catalog import DATASETS, generators
from playground.config import settle
from playground.learn.data import Data, make_data, make_points, targets
from tests.learn.runs import OWN, own_of, small


def data_of(**values):
    """Return the points of a small Config."""
    config = small(**values)
    return make_data(config, own_of(config))


def by_hand(y_train, y_test):
    """Return points without features, of the given labels."""
    n_train, n = len(y_train), len(y_train) + len(y_test)
    y = torch.tensor([*y_train, *y_test])
    raw, rows = np.zeros((n, 2)), torch.arange(n)
    return Data(raw, ("x1", "x2"), y, rows[:n_train], rows[n_train:], torch.from_numpy)


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("bound", [0, 1])
def test_data_are_stratified_finite_and_reproducible(dataset, bound):
    config = small(
        dataset=dataset,
        n_classes=DATASETS[dataset].n_classes[bound],
        **{"n_samples": 20, "test_size": 0.1, "imbalance": 0.9, "label_noise": 0.3},
    )
    data, again = make_data(config, own_of(config)), make_data(config, own_of(config))
    assert data.raw.shape == (len(data.y), config.n_columns)
    assert data.X.shape == (len(data.y), config.n_features)
    assert data.X.dtype == torch.float32
    assert data.X.isfinite().all()
    assert torch.equal(data.X, again.X)
    assert torch.equal(data.y, again.y)
    if config.is_multilabel:
        assert set(data.y.unique().tolist()) == {0, 1}
    else:
        assert_stratified(data, config.n_classes)


def assert_stratified(data, n_classes):
    """Check that each part has its share of every class, give or take a point."""
    counts = torch.bincount(data.y, minlength=n_classes)
    for part in (data.train, data.test):
        found = torch.bincount(data.y[part], minlength=n_classes)
        assert (found >= 1).all()
        assert ((found - counts * len(part) / len(data.y)).abs() < 1).all()


@pytest.mark.parametrize("stratify", [True, False])
def test_the_split_is_scikit_learns(stratify):
    data = data_of(dataset="blobs", n_classes=3, test_size=0.3, seed=4, stratify=stratify)
    expected = split_by_hand(data.raw, data.y, 0.3, stratify)
    assert_are(data, ("train", "test"), expected)


@pytest.mark.parametrize("stratify", [True, False])
def test_the_validation_part_is_split_off_as_the_test_part_is(stratify):
    fields = {"test_size": 0.3, "validation_size": 0.25, "imbalance": 0.5}
    data = data_of(dataset="blobs", n_classes=3, n_samples=120, seed=4, stratify=stratify, **fields)
    X, X_test, y, y_test = split_by_hand(data.raw, data.y, 0.3, stratify)
    X, X_validation, y, y_validation = split_by_hand(X, y, 0.25, stratify)
    expected = X, X_test, X_validation, y, y_test, y_validation
    assert_are(data, ("train", "test", "validation"), expected)
    shares = [torch.bincount(data.part(name)[1]) / len(part) for name, part in parts_of(data)]
    furthest = max((share - shares[0]).abs().max() for share in shares)
    assert (furthest < 0.06) == stratify


def parts_of(data):
    """Return the names and rows of all parts."""
    return [(name, getattr(data, name)) for name in ("train", "test", "validation")]


def split_by_hand(X, y, share, stratify):
    """Return what scikit-learn makes of X and y with the seed 4."""
    strata = y if stratify else None
    return train_test_split(X, y, test_size=share, random_state=4, stratify=strata)


def assert_are(data, names, expected):
    """Check that the parts ``names`` have the X and, after those, the y that are expected."""
    parts = [data.part(name) for name in names]
    for found, wanted in zip([X for X, _ in parts] + [y for _, y in parts], expected, strict=True):
        assert np.array_equal(found, np.asarray(wanted, dtype=found.numpy().dtype))


@given(
    counts=st.lists(st.integers(2, 30), min_size=2, max_size=10),
    imbalance=st.sampled_from([0, 0.5, 0.95]),
    label_noise=st.sampled_from([0, 0.5]),
    shares=st.tuples(st.floats(0.1, 0.9), st.sampled_from([0, 0.05, 0.2, 0.5])),
)
def test_every_own_table_can_be_split(counts, imbalance, label_noise, shares):
    y = np.repeat(np.arange(len(counts)), counts)
    fields = dict(zip(("test_size", "validation_size"), shares, strict=True))
    key = f"c{len(counts)}n{len(y)}f1-{'0' * 32}"
    config, _ = settle(
        {"dataset": "own", "data": key, "imbalance": imbalance, "label_noise": label_noise} | fields
    )
    data = make_data(config, (np.arange(len(y))[:, None], y, ("a",)))
    sizes = [len(part) for _, part in parts_of(data)]
    assert sum(sizes) == len(data.y)
    assert all(sizes[:2])
    assert bool(sizes[2]) == bool(config.validation_size)


def test_a_split_that_a_class_is_too_small_for_is_not_stratified():
    y = np.array([0, 1, 1, 1, 2, 2])
    assert generators.strata(y, 0.5) is None
    assert generators.strata(y[1:], 0.2) is None
    assert np.array_equal(generators.strata(y[1:], 0.4), y[1:])


def test_another_seed_is_another_split():
    assert set(data_of(dataset="iris").test.tolist()) != set(
        data_of(dataset="iris", seed=1).test.tolist()
    )


def test_points_are_what_the_named_function_makes():
    X, y = make_points(small(noise=0.2, seed=3))
    expected_X, expected_y = sklearn.datasets.make_moons(60, noise=0.2, random_state=3)
    assert np.array_equal(X, expected_X)
    assert np.array_equal(y, expected_y)


def test_a_table_of_scikit_learn_comes_whole():
    data = data_of(dataset="wine")
    assert np.array_equal(data.raw, sklearn.datasets.load_wine().data)
    assert (len(data.names), data.raw.shape[1]) == (13, 13)


def test_a_formula_parts_the_plane():
    X, y = make_points(small(dataset="half_planes", formula="sin(2*x) - x/3", noise=0.0))
    assert np.array_equal(y, X[:, 1] > np.sin(2 * X[:, 0]) - X[:, 0] / 3)
    assert 0 < y.sum() < len(y)


def test_own_points_stay_as_they_are():
    data = data_of(dataset="own")
    assert np.array_equal(data.raw, OWN[0])
    assert np.array_equal(data.y, OWN[1])
    assert data.names == OWN[2]


def test_own_points_that_are_gone_are_missed():
    with pytest.raises(LookupError, match="not on this server"):
        make_data(small(dataset="own"))


@pytest.mark.parametrize(
    ("y_train", "y_test"),
    [([0, 1, 1, 2], [1, 1, 0, 2]), ([2, 2, 2, 0, 1], [0, 1]), ([0, 0, 1], [0, 0, 0])],
)
def test_the_baseline_is_scikit_learns_dummy(y_train, y_test):
    dummy = DummyClassifier(strategy="most_frequent").fit(np.zeros((len(y_train), 1)), y_train)
    expected = dummy.score(np.zeros((len(y_test), 1)), y_test)
    assert by_hand(y_train, y_test).baseline == expected


def test_the_baseline_of_several_labels_has_all_of_them_right():
    data = by_hand([[1, 0], [1, 0], [0, 1], [1, 1]], [[1, 0], [0, 0], [1, 1], [1, 0]])
    assert data.baseline == 2 / 4


def test_targets_are_class_numbers_columns_or_one_hot_rows():
    y = torch.tensor([0, 1, 1, 0])
    assert torch.equal(targets(y, small(loss="cross_entropy")), y)
    column = targets(y, small(loss="bce"))
    assert (column.tolist(), column.dtype) == ([[0], [1], [1], [0]], torch.float32)
    y = torch.tensor([2, 0, 1, 2])
    one_hot = targets(y, small(dataset="blobs", n_classes=3, loss="mse"))
    assert np.array_equal(one_hot, label_binarize(y, classes=range(3)))


def test_targets_of_several_labels_are_their_columns():
    y = torch.tensor([[0, 1, 1], [1, 0, 0]])
    found = targets(y, small(dataset="multilabel", n_classes=3, loss="bce_with_logits"))
    assert (found.tolist(), found.dtype) == (y.tolist(), torch.float32)


def test_standard_scaling_is_fitted_on_the_training_part_only():
    data = data_of(dataset="blobs", preprocessing="standard")
    X_train = data.part("train")[0].double().numpy()
    assert X_train.mean(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert X_train.std(axis=0) == pytest.approx([1, 1], abs=1e-6)
    assert data.part("test")[0].double().numpy().mean(axis=0) != pytest.approx([0, 0], abs=1e-3)


def test_min_max_scaling_is_fitted_on_the_training_part_only():
    data = data_of(dataset="blobs", preprocessing="min_max")
    raw, low, high = data.raw, data.raw[data.train].min(axis=0), data.raw[data.train].max(axis=0)
    assert data.X.numpy() == pytest.approx((raw - low) / (high - low), abs=1e-6)
    assert not 0 <= data.X.amin() <= data.X.amax() <= 1


def test_without_scaling_the_columns_go_in_as_they_are():
    data = data_of(dataset="blobs", preprocessing="none")
    assert np.array_equal(data.X, data.raw.astype(np.float32))


COLUMNS = {
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1_squared": lambda a, b: a * a,
    "x2_squared": lambda a, b: b * b,
    "x1_x2": lambda a, b: a * b,
    "sin_x1": lambda a, b: np.sin(a),
    "sin_x2": lambda a, b: np.sin(b),
    "radius": lambda a, b: np.sqrt(a * a + b * b),
}


@pytest.mark.parametrize("features", [tuple(COLUMNS), ("radius",), ("x2", "x1")], ids=len)
def test_features_are_made_of_the_coordinates(features):
    data = data_of(features=features)
    expected = np.column_stack([COLUMNS[name](*data.raw.T) for name in features])
    assert data.X.numpy() == pytest.approx(expected, rel=1e-6)


def test_places_are_prepared_as_the_points_are():
    data = data_of(dataset="blobs", preprocessing="standard", features=("x1", "x1_x2"))
    assert torch.equal(data.prepare(data.raw[7:9]), data.X[7:9])
