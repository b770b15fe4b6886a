"""Address, widgets and session brought together; without Streamlit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import url
from playground.config import DEFAULT, Config
from playground.ui.state import settle, touch
from tests.strategies import configs


def pick(state, **values):
    """Do what Streamlit does when a visitor changes widgets."""
    state.update(values)
    touch(state)


def test_the_first_run_takes_the_address():
    state = {}
    settled = settle(state, {"dataset": "xor", "noise": "0.1"})
    assert settled.config == Config(dataset="xor", noise=0.1)
    assert (state["dataset"], state["noise"]) == ("xor", 0.1)
    assert settled.notice == ""


def test_a_mangled_address_is_said_once():
    state = {}
    address = {"noise": "-7", "optimizer": "cheese"}
    first = settle(state, address)
    assert "noise -7 → 0" in first.notice
    again = settle(state, url.spell(first.config))
    assert (again.notice, again.notice_id) == ("", first.notice_id)


def test_widgets_go_before_an_address_that_lags_behind():
    state = {}
    settle(state, {"noise": "0.1"})
    pick(state, noise=0.4)
    assert settle(state, {"noise": "0.1"}).config.noise == 0.4
    pick(state, noise=0.5)
    assert settle(state, {"noise": "0.1"}).config.noise == 0.5


def test_back_and_forward_take_the_address_and_point_at_what_changed():
    state = {}
    settle(state, {})
    pick(state, noise=0.4)
    settle(state, {})
    settled = settle(state, {})
    assert settled.config == DEFAULT
    assert state["noise"] == DEFAULT.noise
    assert settled.changed == ("noise",)


def test_a_rerun_that_nobody_caused_changes_nothing():
    state = {}
    before = settle(state, {"hidden": "3,4"}).config
    assert settle(state, {"hidden": "3,4"}).config == before


def test_a_choice_that_contradicts_another_gives_way_with_a_sentence():
    state = {}
    settle(state, {"dataset": "blobs", "n_classes": "3"})
    pick(state, loss="bce")
    settled = settle(state, {"dataset": "blobs", "n_classes": "3"})
    assert settled.config.loss == state["loss"] == "cross_entropy"
    assert "one output a class for 3 classes" in settled.notice
    assert settled.changed == ("loss",)


def test_fields_without_effect_keep_their_value_unsaid():
    state = {}
    settle(state, {"dataset": "blobs", "n_classes": "4"})
    pick(state, dataset="moons")
    moons = settle(state, {"dataset": "blobs", "n_classes": "4"})
    assert (moons.config.n_classes, moons.notice) == (2, "")
    del state["n_classes"]  # Streamlit forgets a widget that is not shown
    pick(state, dataset="blobs")
    assert settle(state, url.spell(moons.config)).config.n_classes == 4


@pytest.mark.parametrize("nothing", [None, "", (), "x", float("nan"), 10**400])
def test_what_a_widget_should_never_send_is_survived(nothing):
    for name in ("noise", "n_samples", "dataset", "hidden"):
        state = {}
        settle(state, {})
        pick(state, **{name: nothing})
        config = settle(state, {}).config
        assert isinstance(config, Config)
        assert state[name] == getattr(config, name)


@given(configs(), st.booleans())
def test_the_address_always_holds_the_experiment(config, mangled):
    state = {}
    address = url.spell(config) | ({"noise": "loud"} if mangled else {})
    settled = settle(state, address)
    assert settle({}, url.spell(settled.config)).config == settled.config
