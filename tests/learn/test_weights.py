"""Weights as files: read back by PyTorch and safetensors, under the exported names."""

import io

import pytest
import safetensors.torch
import torch
from safetensors import safe_open

from playground.layers import state_names
from playground.learn.trainer import Trainer
from playground.learn.weights import as_safetensors, as_state_dict
from tests.learn.runs import small

QUERY = "hidden=4,3&normalization=batch"
NAMES = ["layers.0.weight", "layers.0.bias"]


def network_and_names(**values):
    """Return a network, and the names of its tensors in an exported script."""
    config = small(**values)
    return Trainer(config).network, list(state_names(config))


@pytest.fixture(params=[{}, {"normalization": "batch"}, {"bias": False}], ids=str)
def network(request):
    return network_and_names(**request.param)


def assert_same(found, network, names):
    assert list(found) == names
    for tensor, expected in zip(found.values(), network.state_dict().values(), strict=True):
        assert tensor.dtype == expected.dtype
        assert torch.equal(tensor, expected)


def test_a_state_dict_reads_back(network):
    network, names = network
    blob = as_state_dict(network, names)
    assert_same(torch.load(io.BytesIO(blob), weights_only=True), network, names)


def test_safetensors_read_back(network):
    network, names = network
    found = safetensors.torch.load(as_safetensors(network, names, QUERY))
    assert_same({name: found[name] for name in names}, network, names)
    assert len(found) == len(names)


def test_safetensors_tell_of_the_experiment(tmp_path):
    (tmp_path / "weights").write_bytes(as_safetensors(*network_and_names(), QUERY))
    with safe_open(tmp_path / "weights", "pt") as file:
        assert file.metadata() == {"query": QUERY}


@pytest.mark.parametrize("names", [NAMES[:1], [*NAMES, "another"]])
def test_every_tensor_needs_a_name_and_every_name_a_tensor(names):
    with pytest.raises(ValueError, match=r"zip\(\)"):
        as_state_dict(torch.nn.Linear(2, 2), names)
