"""The experiment as code, as shapes and as a file: nothing that a visitor brings raises."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import url
from playground.catalog import LOSSES, NORMALIZATIONS
from playground.config import DEFAULT, PARAMS, Config
from playground.learn.trainer import Trainer
from playground.ui.architecture import architecture, chain, n_parameters, table
from playground.ui.saved import MOST, from_json, to_json
from playground.ui.session import Session
from tests.strategies import configs, random_config
from tests.ui.test_controls import config_of, opened

SOME = [
    DEFAULT,
    Config(hidden=()),
    Config(hidden=(3, 5, 2), bias=False),
    Config(features=("x1", "radius"), loss="bce"),
    Config(dataset="digits", n_classes=10, hidden=(32,), dropout=0.5),
    Config(dataset="multilabel", n_classes=3, loss="bce_with_logits"),
    *(Config(normalization=name, layer_dropouts=(0.0, 0.1)) for name in NORMALIZATIONS),
    *(Config(loss=name) for name in LOSSES),
    *(random_config(random.Random(i), n_samples=60, dataset="blobs") for i in range(10)),
]


@pytest.mark.parametrize("config", SOME, ids=url.encode)
def test_layers_have_the_shapes_and_parameters_of_the_network(config):
    trainer = Trainer(config)
    assert n_parameters(config) == trainer.n_parameters
    shapes = [shape for layer in architecture(config) for _, shape in layer.tensors]
    assert shapes == [tuple(p.shape) for p in trainer.network.parameters()]


def test_the_network_in_a_line_and_in_a_table():
    assert chain(DEFAULT) == "2 → 8 → 8 → 2 · 114 parameters"
    assert "| `nn.Linear(2, 8)` | `(n, 8)` | weight `[8, 2]`, bias `[8]` | 24 |" in table(DEFAULT)


@given(configs())
def test_a_config_comes_back_from_json(config):
    texts, complaint = from_json(to_json(config))
    assert complaint == ""
    again, replaced = url.read(texts)
    assert replaced == []
    assert url.encode(again) == url.encode(config)


BAD = [
    "",
    "{",
    "[]",
    "7",
    "null",
    '"moons"',
    "\x00\xff",
    "[" * 10_000,
    '{"a":' * 2_000,
    "9" * 5_000,
    "x" * (MOST + 1),
    "NaN",
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_is_no_config_gets_a_sentence(text):
    texts, complaint = from_json(text)
    assert texts is None
    assert complaint.endswith(".")


ODD = [
    None,
    True,
    -1,
    10**400,
    1e999,
    float("nan"),
    "",
    "banana",
    "<b>",
    [],
    [[[]]],
    [None],
    {"a": 1},
    "9" * 5_000,
    [1, "x", None],
    "\ud800",
]


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("name", PARAMS)
def test_a_bad_value_gets_a_sentence_and_the_rest_counts(name, value):
    texts, complaint = from_json(json.dumps({"dataset": "spirals", "noise": 0.4, name: value}))
    assert texts is not None
    assert "noise" in texts or name == "noise"
    session = Session()
    session.settle({})
    session.want(texts, complaint)
    settled = session.settle({})
    assert isinstance(settled.config, Config)
    if value in (None, "banana", {"a": 1}):
        assert settled.notice


def test_unknown_fields_are_named():
    texts, complaint = from_json('{"noise": 0.4, "lr": 1, "cheese": 2}')
    assert texts == {"noise": "0.4"}
    assert complaint == "Unknown, left out: lr, cheese."


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_any_json_is_survived(value):
    from_json(json.dumps(value))
    from_json(json.dumps(dict.fromkeys(PARAMS, value)))


def test_a_wanted_config_is_taken_whole_and_then_left_alone():
    session = Session()
    session.settle({"dataset": "xor", "noise": "0.4"})
    session.wrote({"dataset": "xor", "noise": "0.4"})
    session.want({"dataset": "blobs"}, "Unknown, left out: lr.")
    settled = session.settle({"dataset": "xor", "noise": "0.4"})
    assert settled.config == Config(dataset="blobs")
    assert settled.notice == "Unknown, left out: lr."
    assert {"dataset"} <= set(settled.changed)
    session.wrote(url.spell(settled.config))
    assert session.settle(url.spell(settled.config)).notice == ""


def test_own_data_leave_the_other_fields_as_they_are():
    session = Session()
    session.settle({"hidden": "3", "loss": "bce"})
    key = "c3n150f4-" + "0" * 32
    session.want_own(key)
    settled = session.settle({"hidden": "3", "loss": "bce"})
    assert (settled.config.dataset, settled.config.data) == ("own", key)
    assert (settled.config.hidden, settled.config.n_classes) == ((3,), 3)
    assert settled.config.loss == "cross_entropy"
    assert "3 classes" in settled.notice


def test_the_code_view_shows_everything_and_downloads_it():
    app = opened(dataset="iris")
    app.button(key="take_away").click().run()
    assert not app.exception
    assert [tab.label for tab in app.tabs] == [
        *("Whole script", "nn.Sequential", "nn.Module", "Layers", "Config")
    ]
    sources = [code.value for code in app.code]
    assert any("load_iris" in source for source in sources)
    assert json.loads(sources[-1])["dataset"] == "iris"
    for source in sources[:-1]:
        compile(source, "code", "exec")


def test_own_data_that_are_gone_get_a_sentence_in_the_code_view():
    app = opened(dataset="own", data="c3n150f4-" + "0" * 32)
    assert config_of(app).dataset == "own"
    app.button(key="take_away").click().run()
    assert not app.exception
    assert len(app.warning) == 1


def test_a_pasted_config_is_used():
    app = opened()
    app.button(key="take_away").click().run()
    app.text_area[0].set_value('{"dataset": "xor", "noise": 7}').run()
    assert not app.exception
