"""The page in a frame with a second one: leaving and coming back, as AppTest can do it."""

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from playground import url
from playground.catalog import ACTIVATIONS, DATASETS
from playground.config import Config
from playground.ui import page
from playground.ui.frame import PAGES
from playground.ui.session import spell
from tests.ui.opened import address_of, board_of, config_of
from tests.ui.seen import Browser, has
from tests.ui.test_walks import CHOSEN, SWITCHES, choices

TWO_PAGES = Path(__file__).with_name("two_pages.py")


def opened(**address: str) -> Browser:
    """Open the playground at an address."""
    app = AppTest.from_file(TWO_PAGES, default_timeout=180)
    app.query_params |= address
    return Browser(app.run())


def shows(app: AppTest, config: Config) -> None:
    """Hold that page, address and run are all about ``config``."""
    assert config_of(app) == config
    assert address_of(app) == url.spell(config)
    for name in CHOSEN:
        if has(app, name):
            value = app.get_by_key(name).value
            assert (tuple(value) if isinstance(value, list) else value) == getattr(config, name)


def test_the_frame_shows_our_page():
    script = Path(page.__file__).with_name("app.py")
    framed, alone = (AppTest.from_file(file).run(timeout=180) for file in (script, page.__file__))
    assert not framed.exception
    found, expected = ([type(element).__name__ for element in one] for one in (framed, alone))
    first = found.index("PageLink")
    assert found[first : first + len(PAGES)] == ["PageLink"] * len(PAGES)
    assert found[: first - 1] + found[first + len(PAGES) :] == expected
    assert config_of(framed) == config_of(alone) == Config()


def test_the_first_of_the_pages_is_ours():
    assert [entry.url_path for entry in PAGES if entry.show is page.main] == [""]
    assert len({entry.url_path for entry in PAGES}) == len(PAGES)


def test_leaving_and_coming_back_keeps_everything():
    browser = opened(noise="0.4", hidden="4,5", layer_dropouts="0.1,0.2")
    browser.pick("n_samples", 200)
    before, board = config_of(browser.app), board_of(browser.app)
    browser.press("To the second page")
    assert address_of(browser.app) == {}
    assert browser.app.header[0].value == "The second page"
    browser.pick("noise", 7)  # of the second page
    browser.press("To the playground")
    shows(browser.app, before)
    assert browser.app.get_by_key("layer_dropouts_1").value == 0.2
    assert {**board_of(browser.app), "changed": []} == {**board, "changed": []}


def test_what_was_hidden_when_one_left_is_there_when_it_is_shown_again():
    browser = opened(noise="0.4", n_samples="200")
    browser.pick("dataset", "iris")
    browser.press("To the second page")
    browser.press("To the playground")
    shows(browser.app, url.read({"dataset": "iris", **spell(DATASETS["iris"].suited)})[0])
    browser.pick("dataset", "moons")
    shows(browser.app, Config(noise=0.4, n_samples=200))


def test_a_link_from_another_page_brings_its_experiment():
    browser = opened(noise="0.4")
    browser.press("To the second page")
    browser.press("To XOR")
    shows(browser.app, Config(dataset="xor"))


@pytest.mark.parametrize("others", [["iris", "wine"], ["iris", "wine", "digits"]])
def test_a_field_hidden_over_some_changes_comes_back_as_it_was(others):
    browser = opened(noise="0.4", n_samples="200")
    for dataset in (*others, "moons"):
        browser.pick("dataset", dataset)
    shows(browser.app, Config(noise=0.4, n_samples=200))
    browser.pick("seed", 7)
    shows(browser.app, Config(noise=0.4, n_samples=200, seed=7))


def test_a_knob_hidden_over_some_changes_comes_back_as_it_was():
    browser = opened(momentum="0.9")
    browser.pick("optimizer", "adam")
    browser.pick("activation", "relu")
    browser.pick("optimizer", "sgd")
    shows(browser.app, Config(momentum=0.9, activation="relu"))


def pick_one(data: st.DataObject, browser: Browser) -> None:
    """Choose in one of the widgets that are shown, often in one that shows others."""
    config = config_of(browser.app)
    shown = [name for name in CHOSEN if has(browser.app, name)]
    switches = [name for name in SWITCHES if name in shown]
    name = data.draw(st.sampled_from(data.draw(st.sampled_from([shown, switches]))))
    offered = choices(name, config)
    if name == "learning_rate":
        offered = st.sampled_from(browser.app.get_by_key(name).options).map(float)
    value = data.draw(offered)
    browser.pick(name, list(value) if isinstance(value, tuple) else value)


def change_lines(data: st.DataObject, browser: Browser) -> None:
    """Add, take away or change a hidden layer."""
    act = data.draw(st.sampled_from(["add", "remove", "each", "resize", "own"]))
    if act == "add" and not browser.app.button(key="add_hidden").disabled:
        browser.press("add_hidden")
    elif act == "remove" and has(browser.app, "hidden_0"):
        browser.press("remove_hidden_0")
    elif act == "each" and has(browser.app, "hidden_0"):
        browser.pick("per_layer", not browser.app.get_by_key("per_layer").value)
    elif act == "resize" and has(browser.app, "hidden_0"):
        browser.pick("hidden_0", data.draw(st.integers(1, 512)))
    elif act == "own" and has(browser.app, "layer_dropouts_0"):
        browser.pick("layer_dropouts_0", data.draw(st.sampled_from([0.1, 0.5])))
        browser.pick("layer_activations_0", data.draw(st.sampled_from(list(ACTIVATIONS))))


def leave_and_return(_: st.DataObject, browser: Browser) -> None:
    """Look at another page."""
    before = config_of(browser.app)
    browser.press("To the second page")
    browser.press("To the playground")
    assert config_of(browser.app) == before


def go_back(data: st.DataObject, browser: Browser) -> None:
    """Take an earlier address."""
    address = data.draw(st.sampled_from([{"dataset": "wine"}, {"noise": "0.4", "hidden": "3"}]))
    browser.app.query_params = dict(address)
    browser.app.run()
    browser.look()
    assert config_of(browser.app) == url.read(address)[0]


STEPS = [pick_one, pick_one, pick_one, change_lines, leave_and_return, go_back]


@settings(max_examples=12, deadline=None, phases=[Phase.generate])  # to shrink takes minutes
@given(st.data())
def test_any_walk_shows_what_the_run_has(data):
    browser = opened()
    for step in data.draw(st.lists(st.sampled_from(STEPS), min_size=4, max_size=12)):
        step(data, browser)
        shows(browser.app, config_of(browser.app))
