"""Config: valid by construction, every field described, contradictions named."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from playground.catalog import DATASETS, LOSSES
from playground.catalog.formula import evaluate, numpy_source
from playground.config import DEFAULT, PARAMS, Config, settle
from playground.params import Invalid
from tests.strategies import configs


@pytest.mark.parametrize("name", PARAMS)
def test_every_field_explains_itself(name):
    description = PARAMS[name]
    assert description.label
    assert description.help.endswith(".")


def test_error_names_field_bounds_and_value():
    with pytest.raises(Invalid, match=r"noise must be in \[0, 1\]\. Got 7 instead\."):
        Config(noise=7)
    with pytest.raises(Invalid, match=r"optimizer must be one of sgd, .*Got cheese instead"):
        Config(optimizer="cheese")


@pytest.mark.parametrize("value", [None, "300", object(), float("nan")])
def test_values_of_another_type_are_refused(value):
    with pytest.raises(Invalid, match="n_samples"):
        Config(n_samples=value)


@given(configs())
def test_settled_configs_are_valid(config):
    assert settle(vars(config)) == (config, [])


@pytest.mark.parametrize("loss", [name for name, spec in LOSSES.items() if spec.binary])
def test_a_binary_loss_gives_way_to_more_classes(loss):
    config, replaced = settle({"dataset": "blobs", "n_classes": 3, "loss": loss})
    assert config.loss == "cross_entropy"
    assert [r.name for r in replaced] == ["loss"]
    assert "3 classes" in str(replaced[0])


@pytest.mark.parametrize("dataset", DATASETS)
def test_classes_stay_in_the_datasets_range(dataset):
    for wanted in (2, 4, 10):
        config, replaced = settle({"dataset": dataset, "n_classes": wanted, "n_samples": 1000})
        low, high = config.spec.n_classes
        assert config.n_classes == min(max(wanted, low), high)
        assert not replaced or config.uses("n_classes") or config.dataset != dataset


def test_only_structural_changes_restart():
    assert not DEFAULT.restarts(replace(DEFAULT, learning_rate=0.1, batch_size=1, epochs=5))
    assert DEFAULT.restarts(replace(DEFAULT, hidden=(3,)))


def test_epochs_are_structural_where_a_schedule_spans_them():
    for schedule, spans in (("step", False), ("cosine", True)):
        config = Config(schedule=schedule)
        assert config.restarts(replace(config, epochs=5)) == spans


CONTRADICTIONS = [
    ({"dataset": "own"}, "dataset", "moons"),
    ({"n_samples": 20, "test_size": 0.1}, "n_samples", 30),
    ({"dataset": "multilabel", "loss": "cross_entropy"}, "loss", "bce_with_logits"),
    ({"hidden": (4, 4), "layer_activations": ("relu",)}, "layer_activations", ("relu", "relu")),
    ({"hidden": (4,), "layer_dropouts": (0.1, 0.2)}, "layer_dropouts", (0.1,)),
    ({"features": ()}, "features", ("x1", "x2")),
    ({"normalization": "batch", "batch_size": 1}, "batch_size", 2),
    ({"optimizer": "lbfgs", "schedule": "cosine"}, "schedule", "constant"),
    ({"optimizer": "lbfgs", "clip_norm": 1.0}, "clip_norm", 0.0),
    ({"dataset": "iris", "n_classes": 3, "plane": "features", "plane_x": 4}, "plane_x", 3),
    ({"dataset": "iris", "n_classes": 3, "plane_x": 2, "plane_y": 2}, "plane_y", 0),
    ({"dataset": "multilabel", "loss": "bce", "shown_label": 2}, "shown_label", 0),
]


@pytest.mark.parametrize(("values", "name", "used"), CONTRADICTIONS, ids=str)
def test_contradictions_are_settled_and_said(values, name, used):
    config, replaced = settle(values)
    assert getattr(config, name) == used
    assert [r.name for r in replaced] == [name]
    assert "must" in str(replaced[0])
    with pytest.raises(Invalid, match=name):
        Config(**values)


@pytest.mark.parametrize(
    "formula",
    ["", "y", "x +", "__import__('os')", "x.real", "x[0]", "lambda: 1", "sin(x, x)", "'a'", "1j",
     "x if x else 1", "open(x)", "sqrt(-1 - x**2)", "x" * 81, "True", "9**9**9**9", "(" * 70],
)  # fmt: skip
def test_formulas_are_arithmetic_or_refused(formula):
    with pytest.raises(Invalid, match="formula"):
        Config(formula=formula)


@pytest.mark.parametrize("formula", ["x^2 - 1", " -x^2^0.5 ", "2^x", "sin(x)^2 + x**2"])
def test_a_hat_is_a_power(formula):
    x = np.linspace(0.1, 3, 50)
    spelt = formula.strip().replace("^", "**")
    expected = eval(spelt, {"x": x, "sin": np.sin})
    assert evaluate(Config(formula=formula).formula, x) == pytest.approx(expected)
    assert eval(numpy_source(formula), {"np": np, "x": x}) == pytest.approx(expected)


@pytest.mark.parametrize(
    "data", ["../../etc/passwd", "c1n9f2-" + "0" * 32, "c3n9f2-xyz", "c3n9f0-" + "0" * 32]
)
def test_keys_of_own_data_are_well_formed_or_refused(data):
    with pytest.raises(Invalid, match="data"):
        Config(data=data)
