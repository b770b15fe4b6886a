"""The controls as a visitor uses them: every field has a widget that changes Config and address."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground import url
from playground.catalog import DATASETS
from playground.config import DEFAULT, PARAMS, Config, settle
from playground.params import Choice, Integer, Kind, Real, Sizes
from playground.ui import page
from playground.ui.pictures import picture

STAGE = {"hidden": {}, "momentum": {"optimizer": "sgd"}, "cluster_std": {"dataset": "blobs"}}
"""What else must be chosen for a field to have an effect."""


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


def another(kind: Kind, value):
    """Return a valid value other than ``value``."""
    match kind:
        case Integer(low=low, step=step):
            return low + step if value != low + step else low + 2 * step
        case Real(low=low, high=high, step=step, log=log):
            return 0.1 if log else round(min(high, low + 3 * step), 6)
        case Choice(registry=registry):
            return next(key for key in registry if key != value)
        case Sizes():
            return (3, 5)
    raise TypeError(kind)


def widget(app: AppTest, name: str):
    """Return the widget of the field ``name``."""
    return app.get_by_key(name)


@pytest.mark.parametrize("name", [n for n, p in PARAMS.items() if not isinstance(p.kind, Sizes)])
def test_every_field_has_a_widget_that_changes_config_and_address(name):
    stage = STAGE.get(name, {"dataset": "blobs"} if name == "n_classes" else {})
    app = opened(**stage)
    kind = PARAMS[name].kind
    value = another(kind, getattr(DEFAULT, name))
    widget(app, name).set_value(value).run()
    assert not app.exception
    wanted, _ = settle(stage | {name: value})
    assert config_of(app) == wanted
    assert address_of(app) == url.spell(wanted)


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


def test_there_is_an_end_to_adding_layers():
    app = opened(hidden="1,1,1,1,1,1")
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
    assert not any("script>" in element.value for element in (*app.markdown, *app.caption))


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
    assert config_of(app) == Config()
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
    assert data["classes"] == [f"class {k}" for k in range(5)]
    assert set(data["figures"]) == {"boundary", "loss", "softmax", "confusion"}
    for text in data["figures"].values():
        assert {"data", "layout"} <= json.loads(text).keys()


@pytest.mark.parametrize("key", DATASETS)
def test_every_dataset_has_its_picture(key):
    assert picture(key).startswith("data:image/svg+xml;base64,")
    assert len(picture(key)) < 2000


def test_the_style_sheets_ask_nothing_of_another_host():
    folder = Path(page.__file__).parent
    for file in (*folder.glob("*.css"), *folder.glob("*.js")):
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text
        assert "https://" not in text
