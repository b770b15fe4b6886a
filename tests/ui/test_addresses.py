"""Whatever an address or a file says, there is an experiment and a line that can be shown."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground import url
from playground.config import DEFAULT, PARAMS, Config, settle
from playground.layers import rows
from playground.ui.names import class_names, feature_names
from playground.ui.saved import from_json
from playground.ui.session import Session
from tests.ui.opened import address_of, board_of, config_of, opened

DIGEST = "0123456789abcdef" * 2
KEYS = st.builds("c{}n{}f{}-{}".format, *[st.integers(0, 99)] * 3, st.just(DIGEST))
NUMBERS = st.floats().map(str) | st.integers().map(str)
LISTS = st.lists(NUMBERS, max_size=12).map(",".join)
ANY = st.text(st.characters(), max_size=40) | NUMBERS | LISTS | st.sampled_from(["x" * 14_000])
ADDRESSES = st.dictionaries(st.sampled_from([*PARAMS]) | st.text(max_size=5), ANY, max_size=6)
OWN = st.fixed_dictionaries(
    {"dataset": st.just("own"), "data": KEYS},
    optional=dict.fromkeys(("test_size", "loss"), ANY),
)


def assert_shown(settled):
    """Check that a page can be made of what a Session settled on."""
    config = settled.config
    assert settle(vars(config)) == (config, [])
    assert url.decode(url.encode(config)) == (settle(vars(config))[0], [])
    assert len(class_names(config)) == (2 if config.is_multilabel else config.n_classes)
    assert len(feature_names(config)) == config.n_columns
    assert rows(config)
    assert len(settled.notice.encode()) < 4000


@settings(deadline=None)
@given(ADDRESSES | OWN)
def test_any_address_is_an_experiment_and_a_line(address):
    assert_shown(Session().settle(address))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*PARAMS]), ANY | st.lists(ANY), max_size=6) | OWN)
def test_any_file_is_an_experiment_and_a_line(values):
    texts, complaint = from_json(json.dumps(values))
    if texts is None:
        return
    session = Session()
    session.settle({})
    session.want(texts, complaint)
    assert_shown(session.settle({}))


@pytest.mark.parametrize("shape", ["c2n0f2", "c2n1f2", "c2n3f2", "c0n9f2", "c2n9f0", "c11n99f2"])
def test_a_key_that_no_table_can_have_opens_another_experiment_and_says_so(shape):
    settled = Session().settle({"dataset": "own", "data": f"{shape}-{DIGEST}"})
    assert settled.config.dataset == "moons"
    assert "data c" in settled.notice


@pytest.mark.parametrize("shape", ["c2n0f2", "c2n4f1", "c2n4f999", "c10n20f3", "c2n999999f2"])
def test_a_page_of_a_table_that_is_not_there_has_no_traceback(shape):
    app = opened(dataset="own", data=f"{shape}-{DIGEST}")
    assert config_of(app).dataset in ("own", "moons")


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


def test_the_address_says_which_views_are_open():
    data = board_of(opened(views="confusion,nothing,loss,loss"))
    assert [view["name"] for view in data["views"]] == ["confusion", "loss"]
    assert "views" in data["notice"]["text"]


def test_a_larger_page_is_in_the_address():
    app = opened(large="1")
    assert config_of(app).large
    assert address_of(app) == {"large": "1"}
