"""The controls as a visitor uses them: every field has a widget that changes Config and address."""

import json

import pytest

from playground import url
from playground.catalog import DATASETS, DEFAULT_VIEWS
from playground.config import PARAMS, Config
from playground.params import Choice, Flag, Integer, Kind, Real, Several, Text
from playground.thumbnails import drawn
from playground.ui.assets import ASSETS
from playground.ui.pictures import FOLDER, picture
from playground.ui.session import spell
from tests.ui.opened import address_of, board_of, config_of, figure_of, opened

STAGE = {
    "formula": {"dataset": "half_planes"},
    "factor": {"dataset": "circles"},
    "cluster_std": {"dataset": "blobs"},
    "n_classes": {"dataset": "blobs"},
    "plane": {"dataset": "iris"},
    "plane_x": {"dataset": "iris", "plane": "features"},
    "plane_y": {"dataset": "iris", "plane": "features"},
    "shown_label": {"dataset": "multilabel", "loss": "bce_with_logits"},
    "nesterov": {"optimizer": "sgd", "momentum": "0.9"},
    "momentum": {"optimizer": "sgd"},
    "weight_decay": {"optimizer": "adam"},
    "schedule_epochs": {"schedule": "step"},
    "gamma": {"schedule": "step"},
}
"""What else must be chosen for a field to have an effect."""

ONE_BY_ONE = ("hidden", "layer_activations", "layer_dropouts")
"""Fields set by the hidden layers' lines."""

SHOWN = [n for n in PARAMS if n not in (*ONE_BY_ONE, "data", "device", "views", "large")]
"""Fields with a widget of their own: data are uploaded, and there is but one device."""


def another(kind: Kind, value):
    """Return a valid value other than ``value``."""
    match kind:
        case Integer(low=low, step=step):
            return low + step if value != low + step else low + 2 * step
        case Real(low=low, high=high, step=step, log=log):
            return 0.1 if log else round(min(high, low + 3 * step), 6)
        case Choice(registry=registry):
            return next(key for key in registry if key != value)
        case Flag():
            return not value
        case Several(one=one):
            return list(one.registry)[:3]
        case Text():
            return "x**2 - 1"
    raise TypeError(kind)


@pytest.mark.parametrize("name", SHOWN)
def test_every_field_has_a_widget_that_changes_config_and_address(name):
    stage = STAGE.get(name, {})
    app = opened(**stage)
    before = config_of(app)
    value = another(PARAMS[name].kind, getattr(before, name))
    if name == "plane_x":  # 1 is taken by the feature up
        value = 2
    app.get_by_key(name).set_value(value).run()
    assert not app.exception
    along = spell(DATASETS[value].suited) if name == "dataset" else {}
    wanted, _ = url.read(stage | along | {name: PARAMS[name].kind.spell(value)})
    assert getattr(wanted, name) != getattr(before, name)
    assert config_of(app) == wanted
    assert address_of(app) == url.spell(wanted)


REGISTRIES = [
    (name, key)
    for name, param in PARAMS.items()
    if isinstance(param.kind, Choice) and name != "device"
    for key in param.kind.registry
    if key != "own"
]


@pytest.mark.parametrize(("name", "key"), REGISTRIES)
def test_every_entry_of_every_registry_can_be_picked(name, key):
    app = opened(**STAGE.get(name, {}))
    app.get_by_key(name).set_value(key).run()
    assert not app.exception
    assert getattr(config_of(app), name) == app.get_by_key(name).value == key


@pytest.mark.parametrize("key", [key for key in DATASETS if key != "own"])
def test_every_dataset_follows_every_other_one(key):
    app = opened(dataset=key)
    for other in ("blobs", "digits", "multilabel", "iris", "moons", key):
        app.get_by_key("dataset").set_value(other).run()
        assert not app.exception
        assert config_of(app).dataset == other


@pytest.mark.parametrize("name", PARAMS)
def test_every_control_has_a_sentence_of_help(name):
    assert len(PARAMS[name].help.split()) > 2
    assert PARAMS[name].help.endswith(".")


CONTRADICTIONS = [
    ({"dataset": "blobs", "n_classes": "6"}, "dataset", "checkerboard", "n_classes", "from 2 to 4"),
    ({}, "dataset", "multilabel", "loss", "each label by itself"),
    ({"normalization": "batch"}, "batch_size", 1, "batch_size", "batch normalisation"),
    ({}, "features", [], "features", "at least one"),
    ({"dataset": "iris", "plane": "features"}, "plane_x", 1, "plane_y", "another feature"),
    ({"n_samples": "20"}, "test_size", 0.1, "n_samples", "both parts"),
]


@pytest.mark.parametrize(("stage", "name", "value", "gives", "why"), CONTRADICTIONS)
def test_what_contradicts_gives_way_with_a_sentence(stage, name, value, gives, why):
    app = opened(**stage)
    app.get_by_key(name).set_value(value).run()
    assert not app.exception
    data = board_of(app)
    assert gives in data["changed"]
    assert f"{PARAMS[gives].label}: " in data["notice"]["text"]
    assert why in data["notice"]["text"]


def test_another_dataset_takes_the_plane_along_unsaid():
    app = opened(dataset="wine", plane="features", plane_x="9", plane_y="12")
    app.get_by_key("dataset").set_value("iris").run()
    assert (config_of(app).plane_x, config_of(app).plane_y) == (3, 0)
    notice = board_of(app)["notice"]["text"]
    assert notice == "Set for Iris: Scaling Standard, Learning rate 0.03."


def test_one_s_own_data_are_asked_for_when_there_are_none():
    app = opened(dataset="iris")
    app.get_by_key("dataset").set_value("own").run()
    assert not app.exception
    assert config_of(app).dataset == app.get_by_key("dataset").value == "iris"
    assert len(app.get("dialog")) == 1


def test_a_button_opens_one_s_own_data():
    app = opened()
    app.button(key="own_data").click().run()
    assert not app.exception
    assert len(app.get("dialog")) == 1


@pytest.mark.parametrize("key", [key for key in DATASETS if key != "own"])
def test_charts_have_the_names_of_the_data(key):
    app = opened(dataset=key)
    config, data = config_of(app), board_of(app)
    assert len(data["outputs"]) == config.n_classes
    assert len(data["classes"]) == (2 if config.is_multilabel else config.n_classes)
    boundary = figure_of(data, "boundary")["data"]
    assert [t["name"] for t in boundary if t["meta"]["role"] == "class"] == data["classes"]


def test_several_labels_are_told_one_by_one_and_shown_one_at_a_time():
    data = board_of(opened(dataset="multilabel", n_classes="3", shown_label="1"))
    assert data["outputs"] == ["label 1", "label 2", "label 3"]
    assert data["classes"] == ["not label 2", "label 2"]


def test_a_binary_loss_for_three_classes_gives_way_with_a_sentence():
    app = opened(dataset="blobs", n_classes="3")
    app.selectbox(key="loss").select("bce").run()
    assert not app.exception
    assert config_of(app).loss == app.selectbox(key="loss").value == "cross_entropy"
    assert "3 classes" in board_of(app)["notice"]["text"]


def test_fields_without_effect_are_hidden_and_keep_their_value():
    app = opened(dataset="blobs", n_classes="4", optimizer="sgd", momentum="0.9")
    app.get_by_key("dataset").set_value("moons").run()
    app.selectbox(key="optimizer").select("adam").run()
    for name in ("n_classes", "cluster_std", "momentum"):
        with pytest.raises(KeyError):
            app.get_by_key(name)
    assert config_of(app) == Config(optimizer="adam")
    app.get_by_key("dataset").set_value("blobs").run()
    app.selectbox(key="optimizer").select("sgd").run()
    assert (config_of(app).n_classes, config_of(app).momentum) == (4, 0.9)


def test_the_board_gets_the_base_figures_for_the_classes():
    data = board_of(opened(dataset="spirals", n_classes="5"))
    assert data["classes"] == data["outputs"] == [f"class {k}" for k in range(5)]
    assert [view["name"] for view in data["views"]] == list(DEFAULT_VIEWS)
    for view in data["views"]:
        assert {"data", "layout"} <= json.loads(view["figure"]).keys()


@pytest.mark.parametrize("key", DATASETS)
def test_every_dataset_has_the_picture_that_the_command_draws(key):
    assert (FOLDER / f"{key}.svg").read_text() == drawn(key)
    assert picture(key).startswith("data:image/svg+xml;base64,")
    assert len(picture(key)) < 2000


def test_a_dataset_that_was_just_added_can_be_picked():
    assert picture("added").startswith("data:image/svg+xml;base64,")


def test_the_style_sheets_ask_nothing_of_another_host():
    ours = [file for name, file in ASSETS.items() if not name.endswith("plotly.min.js")]
    assert {"board.css", "board.js", "view.js"} <= {file.name for file in ours}
    for file in ours:
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text
        assert "https://" not in text


def test_a_zero_that_is_no_number_is_said_in_words_while_it_is_there():
    app = opened(batch_size="0")
    words = {name: app.get_by_key(name).label for name in ("batch_size", "speed", "patience")}
    assert words == {
        "batch_size": "Batch size: all",
        "speed": "Speed limit: no limit",
        "patience": "Early stopping: off",
    }
    app.get_by_key("batch_size").set_value(8).run()
    assert app.get_by_key("batch_size").label == "Batch size"
    assert config_of(app).batch_size == 8
