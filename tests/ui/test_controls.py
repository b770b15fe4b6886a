"""The controls as a visitor uses them: every field has a widget that changes Config and address."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from playground import url
from playground.catalog import DATASETS, DEFAULT_VIEWS
from playground.config import DEFAULT, PARAMS, Config
from playground.fields import MAX_LAYERS
from playground.params import Choice, Flag, Integer, Kind, Real, Several, Text
from playground.thumbnails import drawn
from playground.ui import page
from playground.ui.assets import ASSETS
from playground.ui.pictures import FOLDER, picture
from playground.ui.session import Session, spell

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


def opened(**address: str) -> AppTest:
    """Open the page at an address."""
    app = AppTest.from_file(page.__file__, default_timeout=20)
    for name, text in address.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def address_of(app: AppTest) -> dict[str, str]:
    """Return the page's address as texts by name."""
    return {
        name: text if isinstance(text, str) else text[-1] for name, text in app.query_params.items()
    }


def config_of(app: AppTest) -> Config:
    """Return the Config that the page hands to the board."""
    return url.decode(board_of(app)["query"])[0]


def board_of(app: AppTest) -> dict:
    """Return the data that the page hands to the board."""
    (component,) = app.get("bidi_component")
    (data,) = json.loads(component.proto.json)
    return data


def figure_of(data: dict, name: str) -> dict:
    """Return the base figure of a view in the board's data."""
    return next(json.loads(view["figure"]) for view in data["views"] if view["name"] == name)


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


def test_layers_are_added_resized_and_taken_away():
    app = opened()
    app.button(key="add_hidden").click().run()
    assert config_of(app).hidden == (8, 8, 8)
    app.number_input(key="hidden_1").set_value(4).run()
    assert address_of(app) == {"hidden": "8,4,8"}
    app.button(key="remove_hidden_0").click().run()
    assert config_of(app).hidden == (4, 8)
    for _ in range(2):
        app.button(key="remove_hidden_0").click().run()
    assert config_of(app).hidden == ()
    assert address_of(app) == {"hidden": ""}
    assert not app.exception
    app.button(key="add_hidden").click().run()
    assert config_of(app).hidden == (8,)


def test_layers_can_have_their_own_activation_and_dropout():
    app = opened(hidden="4,5")
    app.toggle(key="per_layer").set_value(True).run()
    assert config_of(app) == Config(hidden=(4, 5))  # shown is not yet chosen
    app.get_by_key("layer_activations_1").set_value("relu").run()
    assert config_of(app).layer_activations == (DEFAULT.activation, "relu")
    app.get_by_key("layer_dropouts_0").set_value(0.25).run()
    assert config_of(app).layer_dropouts == (0.25, 0.0)
    app.button(key="add_hidden").click().run()
    assert config_of(app).layer_activations == (DEFAULT.activation, "relu", "relu")
    app.button(key="remove_hidden_0").click().run()
    assert config_of(app).layer_activations == ("relu", "relu")
    assert config_of(app).layer_dropouts == (0.0, 0.0)
    app.toggle(key="per_layer").set_value(False).run()
    assert config_of(app) == Config(hidden=(5, 5), activation="relu")
    assert not app.exception


def test_activations_of_each_layer_arrive_with_the_address():
    app = opened(hidden="3,4", layer_activations="relu,elu")
    assert app.toggle(key="per_layer").value
    assert app.get_by_key("layer_activations_1").value == "elu"
    for name in ("activation", "dropout"):
        with pytest.raises(KeyError):
            app.get_by_key(name)


@pytest.mark.parametrize(
    "formula", ["__import__('os').system('true')", "x +", "y", "x" * 200, "9**9**9**9", "", "x;x"]
)
def test_a_formula_that_can_not_be_used_stays_as_typed_and_the_last_good_one_counts(formula):
    app = opened(dataset="half_planes", formula="x**2")
    app.get_by_key("formula").set_value(formula).run()
    assert not app.exception
    assert config_of(app).formula == "x**2"
    assert app.get_by_key("formula").value == formula[:80]  # no more can be typed
    assert [text.value for text in app.caption if "f\\(x\\) must" in text.value]
    assert board_of(app)["notice"]["text"] == ""


def test_what_is_wrong_with_a_formula_is_said_until_it_is_right():
    app = opened(dataset="half_planes")
    n_captions = len(app.caption)
    app.get_by_key("formula").set_value("x^").run()
    app.get_by_key("noise").set_value(0.4).run()
    assert (len(app.caption), app.get_by_key("formula").value) == (n_captions + 1, "x^")
    app.get_by_key("formula").set_value("x^2").run()
    assert not app.exception
    assert len(app.caption) == n_captions
    assert (config_of(app).formula, app.get_by_key("formula").value) == ("x^2", "x^2")


def test_what_is_wrong_with_a_formula_is_forgotten_with_another_address():
    session = Session()
    session.settle({"dataset": "half_planes"})
    session.wrote({"dataset": "half_planes"})
    session.change("formula", "x +")
    session.settle({"dataset": "half_planes"})
    assert list(session.refused) == ["formula"]
    session.settle({"dataset": "half_planes", "noise": "0.4"})
    assert not session.refused


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


def test_there_is_an_end_to_adding_layers():
    app = opened(hidden=",".join(["1"] * MAX_LAYERS))
    assert app.button(key="add_hidden").disabled


def test_a_mangled_address_opens_a_working_page_that_says_what_was_replaced():
    app = opened(noise="-7", hidden="banana", optimizer="cheese", seed="1e99", nonsense="<b>")
    assert address_of(app) == url.spell(config_of(app))
    assert config_of(app) == Config(noise=0.0, seed=2**31 - 1)
    notice = board_of(app)["notice"]["text"]
    for words in ("noise -7", "hidden banana", "optimizer cheese", "seed 1e99"):
        assert words in notice
    app.get_by_key("noise").set_value(0.5).run()
    assert not app.exception
    assert board_of(app)["notice"]["text"] == ""


def test_markup_in_an_address_stays_out_of_the_page():
    app = opened(optimizer="<script>alert(1)</script>", dataset="**bold**")
    assert "<script>" in board_of(app)["notice"]["text"]  # the board shows it as text
    words = [element.value for element in (*app.markdown, *app.caption)]
    assert words
    assert not [text for text in words if "script>" in text or "**bold**" in text]


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


def test_exact_values_of_the_address_are_kept():
    app = opened(learning_rate="0.00421", noise="0.137", n_samples="123")
    app.get_by_key("seed").set_value(7).run()
    assert not app.exception
    assert config_of(app) == Config(learning_rate=0.00421, noise=0.137, n_samples=123, seed=7)


def test_going_back_in_the_history_goes_back_in_the_controls():
    app = opened()
    app.get_by_key("noise").set_value(0.5).run()
    app.query_params.clear()
    app.run()
    assert not app.exception
    assert app.get_by_key("noise").value == DEFAULT.noise
    assert board_of(app)["changed"] == ["noise"]


def test_the_board_gets_the_base_figures_for_the_classes():
    data = board_of(opened(dataset="spirals", n_classes="5"))
    assert data["classes"] == data["outputs"] == [f"class {k}" for k in range(5)]
    assert [view["name"] for view in data["views"]] == list(DEFAULT_VIEWS)
    for view in data["views"]:
        assert {"data", "layout"} <= json.loads(view["figure"]).keys()


def test_the_address_says_which_views_are_open():
    data = board_of(opened(views="confusion,nothing,loss,loss"))
    assert [view["name"] for view in data["views"]] == ["confusion", "loss"]
    assert "views" in data["notice"]["text"]


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


def test_layers_that_share_a_value_again_keep_it():
    app = opened(hidden="4,5", layer_dropouts="0.2,0.2", layer_activations="relu,relu")
    app.toggle(key="per_layer").set_value(False).run()
    assert config_of(app) == Config(hidden=(4, 5), dropout=0.2, activation="relu")


def test_a_larger_page_is_in_the_address():
    app = opened(large="1")
    assert config_of(app).large
    assert address_of(app) == {"large": "1"}


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
