"""A session: address and what was chosen brought together; without Streamlit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import url
from playground.config import DEFAULT, Config
from playground.ui.session import Session
from tests.strategies import configs


def run(session, address=None, **chosen):
    """Do what a run of the page does, after a visitor chose something or brought an address."""
    for name, value in chosen.items():
        session.change(name, value)
    settled = session.settle(session.written if address is None else address)
    session.wrote(url.spell(settled.config))
    return settled


def opened(**address):
    """Return a session as a page opened at ``address`` leaves it."""
    session = Session()
    run(session, address)
    return session


def test_the_first_run_takes_the_address():
    settled = run(Session(), {"dataset": "xor", "noise": "0.1"})
    assert settled.config == Config(dataset="xor", noise=0.1)
    assert (settled.notice, settled.changed) == ("", ())


def test_a_mangled_address_is_said_once():
    session = Session()
    first = run(session, {"noise": "-7", "optimizer": "cheese"})
    assert "noise -7 → 0" in first.notice
    again = run(session)
    assert (again.notice, again.notice_id) == ("", first.notice_id)


def test_what_was_chosen_goes_before_an_address_that_lags_behind():
    session = opened(noise="0.1")
    assert run(session, {"noise": "0.1"}, noise=0.4).config.noise == 0.4
    assert run(session, {"noise": "0.1"}, noise=0.5).config.noise == 0.5
    session.touch()  # a click on what is no field
    assert run(session, {"noise": "0.1"}).config.noise == 0.5


def test_a_run_cut_short_before_the_address_was_written_loses_nothing():
    session = opened(noise="0.1")
    session.change("noise", 0.4)
    session.settle({"noise": "0.1"})
    assert run(session, {"noise": "0.1"}).config.noise == 0.4


def test_back_and_forward_take_the_address_and_point_at_what_changed():
    session = opened()
    run(session, noise=0.4)
    settled = run(session, {})
    assert settled.config == DEFAULT
    assert settled.changed == ("noise",)


def left(session):
    """Show another page."""
    session.leave()
    return session


def test_a_return_by_an_emptied_address_shows_what_was_left():
    session = left(opened(noise="0.4"))
    settled = run(session, {})
    assert settled.config == Config(noise=0.4)
    assert settled.changed == ()


def test_a_return_by_another_address_shows_that():
    assert run(left(opened(noise="0.4")), {"dataset": "xor"}).config == Config(dataset="xor")


def test_going_back_from_another_page_to_the_default_experiment_shows_that():
    session = opened()
    run(session, noise=0.4)
    assert session.settle({}, is_history=True).config == DEFAULT
    session = opened()
    run(session, noise=0.4)
    assert left(session).settle({}, is_history=True).config == DEFAULT


def test_an_empty_address_says_nothing_where_the_default_experiment_was_never_shown():
    assert left(opened(noise="0.4")).settle({}, is_history=True).config == Config(noise=0.4)


def test_what_was_chosen_just_before_leaving_counts_on_return():
    session = opened(noise="0.4")
    session.change("seed", 7)
    assert run(left(session), {}).config == Config(noise=0.4, seed=7)


def test_a_rerun_that_nobody_caused_changes_nothing():
    session = opened(hidden="3,4")
    before = session.config
    assert run(session).config == before


def test_a_choice_that_contradicts_another_gives_way_with_a_sentence():
    settled = run(opened(dataset="blobs", n_classes="3"), loss="bce")
    assert settled.config.loss == "cross_entropy"
    assert "one output a class for 3 classes" in settled.notice
    assert settled.changed == ("loss",)


def test_fields_without_effect_keep_their_value_unsaid():
    session = opened(dataset="blobs", n_classes="4")
    moons = run(session, dataset="moons")
    assert (moons.config.n_classes, moons.notice) == (2, "")
    run(session, dataset="iris")
    assert run(session, dataset="blobs").config.n_classes == 4


def test_fields_without_effect_have_no_say():
    session = opened(n_samples="40", imbalance="0.95", test_size="0.1")
    run(session, dataset="multilabel", loss="bce_with_logits")  # it knows no imbalance
    assert run(session, n_samples=40).config.n_samples == 40


@pytest.mark.parametrize("nothing", [None, "", (), "x", float("nan"), 10**400])
@pytest.mark.parametrize("name", ["noise", "n_samples", "dataset", "hidden"])
def test_what_a_widget_should_never_send_is_survived(name, nothing):
    assert isinstance(run(opened(), **{name: nothing}).config, Config)


@given(configs(), st.booleans())
def test_the_address_always_holds_the_experiment(config, mangled):
    address = url.spell(config) | ({"noise": "loud"} if mangled else {})
    settled = run(Session(), address)
    assert run(Session(), url.spell(settled.config)).config == settled.config
