"""Hidden layers: added, resized, taken away, each with its own activation and dropout."""

import pytest

from playground.config import DEFAULT, Config
from playground.fields import MAX_LAYERS
from tests.ui.opened import address_of, config_of, opened


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


def test_there_is_an_end_to_adding_layers():
    app = opened(hidden=",".join(["1"] * MAX_LAYERS))
    assert app.button(key="add_hidden").disabled


def test_layers_that_share_a_value_again_keep_it():
    app = opened(hidden="4,5", layer_dropouts="0.2,0.2", layer_activations="relu,relu")
    app.toggle(key="per_layer").set_value(False).run()
    assert config_of(app) == Config(hidden=(4, 5), dropout=0.2, activation="relu")
