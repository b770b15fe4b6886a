"""A session: address and what was chosen brought together; without Streamlit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import url
from playground.catalog import DATASETS
from playground.config import DEFAULT, PARAMS, Config
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


def test_the_empty_address_of_a_return_is_known_also_after_the_default_experiment():
    session = opened(noise="0.4")
    run(left(session), {})
    session.want({})
    assert run(session).config == DEFAULT
    assert session.settle(url.spell(Config(noise=0.4)), is_history=True).config.noise == 0.4
    session.wrote(url.spell(Config(noise=0.4)))
    assert session.settle({}, is_history=True).config == Config(noise=0.4)


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


def test_a_picked_dataset_brings_along_what_lets_it_be_seen_and_says_so():
    settled = run(opened(), dataset="circles")
    wanted = Config(dataset="circles", noise=0.08, factor=0.5, learning_rate=0.03)
    assert settled.config == wanted
    assert settled.notice == "Set for Circles: Noise 0.08, Factor 0.5, Learning rate 0.03."
    assert set(settled.changed) == {"noise", "factor", "learning_rate"}
    assert url.read(url.spell(wanted)) == (wanted, [])


def test_what_a_dataset_brought_goes_with_it():
    session = opened()
    run(session, dataset="checkerboard")
    settled = run(session, dataset="moons")
    assert settled.config == DEFAULT
    assert "Learning rate 0.003" in settled.notice


def test_what_was_set_on_purpose_stays_and_is_said():
    session = opened(learning_rate="0.1")  # a link says it
    run(session, noise=DEFAULT.noise)  # the visitor chose it, though it is the default
    settled = run(session, dataset="circles")
    assert (settled.config.noise, settled.config.learning_rate) == (DEFAULT.noise, 0.1)
    assert settled.notice == "Set for Circles: Factor 0.5. As you had set it: Noise, Learning rate."
    run(session, factor=0.7)
    run(session, dataset="moons")
    assert run(session, dataset="circles").config.factor == 0.7


@pytest.mark.parametrize("dataset", DATASETS)
def test_an_address_means_what_it_says_and_brings_nothing_along(dataset):
    if dataset != "own":
        settled = run(Session(), {"dataset": dataset})
        assert settled.config == url.read({"dataset": dataset})[0]
        assert settled.config.learning_rate == DEFAULT.learning_rate


def test_picking_one_s_own_table_brings_scaling_along():
    session = opened()
    session.want_own(f"c3n60f3-{'0' * 32}")
    settled = run(session)
    assert settled.config.preprocessing == "standard"
    assert "Scaling Standard" in settled.notice


def test_a_notice_says_what_is_used_in_the_words_of_the_page():
    session = opened(loss="bce_with_logits")
    notice = run(session, dataset="iris").notice
    assert "Loss: Cross-entropy is used instead of BCE with logits." in notice
    notice = run(opened(), features=()).notice
    assert notice.startswith("Features: x₁, x₂ is used instead of none.")
    notice = run(opened(clip_norm="1"), optimizer="lbfgs").notice
    assert "clip_norm" not in notice


@pytest.mark.parametrize(
    ("each", "shared", "notice"),
    [
        (
            {"layer_activations": "relu,elu", "layer_dropouts": "0.1,0.5"},
            {"activation": "relu", "dropout": 0.1},
            "All layers take what layer 1 has: Activation ReLU, Dropout 0.1.",
        ),
        (
            {"layer_activations": "relu,relu", "layer_dropouts": "0.3,0"},
            {"activation": "relu", "dropout": 0.3},
            "All layers take what layer 1 has: Dropout 0.3.",
        ),
        ({"layer_activations": "relu,relu"}, {"activation": "relu"}, ""),
    ],
)
def test_layers_that_differ_take_the_first_one_s_values_when_they_share_and_that_is_said(
    each, shared, notice
):
    session = opened(hidden="4,5", **each)
    session.show_each(False)
    settled = run(session)
    assert settled.config == Config(hidden=(4, 5), **shared)
    assert settled.notice == notice
    assert set(settled.changed) == {n for n in shared if PARAMS[n].label in notice}
    assert not session.per_layer
    again = run(session)
    assert (again.notice, again.changed) == ("", ())


def test_unknown_names_in_an_address_are_said_with_the_nearest_known():
    address = {"lr": "0.1", "bs": "8", "layers": "4", "Optimiser": "adam", "zzz": "1"}
    notice = run(Session(), address | {"utm_source": "x", "embed": "true"}).notice
    assert notice == (
        "Unknown, left out: lr (learning_rate?), bs (batch_size?), layers (hidden?), "
        "Optimiser (optimizer?), zzz."
    )
    many = run(Session(), {f"{'q' * 300}{i}": "1" for i in range(40)}).notice
    assert "and 35 more" in many
    assert len(many) < 300
