"""Config: valid by construction, every field described, contradictions named."""

from dataclasses import replace

import pytest
from hypothesis import given

from playground.catalog import DATASETS, LOSSES
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


@pytest.mark.parametrize("value", [None, "8", object(), float("nan")])
def test_values_of_another_type_are_refused(value):
    with pytest.raises(Invalid):
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
    low, high = DATASETS[dataset].n_classes
    assert settle({"dataset": dataset, "n_classes": 6})[0].n_classes == high
    assert low >= 2


def test_only_structural_changes_restart():
    assert not DEFAULT.restarts(replace(DEFAULT, learning_rate=0.1, batch_size=1, epochs=5))
    assert DEFAULT.restarts(replace(DEFAULT, hidden=(3,)))
