"""The experiment as code, as shapes and as a file: nothing that a visitor brings raises."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from playground import url
from playground.catalog import NORMALIZATIONS
from playground.config import DEFAULT, PARAMS, Config
from playground.course import Course
from playground.export.script import script
from playground.layers import n_parameters, printed
from playground.serve.server.routes import POOL
from playground.ui.architecture import table
from playground.ui.saved import MOST, from_json, to_json
from playground.ui.session import Session
from playground.ui.take_away import CHANGED, FORGOTTEN
from tests.strategies import configs
from tests.ui.opened import config_of, opened


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_the_table_has_a_line_for_each_printed_layer_and_its_total(normalization):
    config = Config(normalization=normalization, layer_dropouts=(0.0, 0.1), loss="nll")
    lines = table(config).splitlines()
    assert lines[-1] == f"| **Total** | | | **{n_parameters(config)}** |"
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[3:-1]]
    assert [line[0] for line in cells] == [f"`{layer.call}`" for layer in printed(config)]
    assert sum(int(line[-1]) for line in cells) == n_parameters(config)


def test_a_line_of_the_table_has_call_output_parameters_and_their_number():
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
    json.dumps({"dataset": "x" * MOST}),
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


@pytest.mark.parametrize("depth", [1, 100, 480, 900])
def test_lists_in_lists_are_unreadable_however_deep(depth):
    texts, complaint = from_json(
        '{"noise": 0.4, "hidden": ' + "[" * depth + "[3]" + "]" * depth + "}"
    )
    assert texts == {"noise": "0.4"}
    assert complaint == "Unreadable, left out: hidden."


def test_what_is_long_is_cut_in_the_notice():
    texts, complaint = from_json(json.dumps({"optimizer": "x" * 14_000, "y" * 300: 1}))
    session = Session()
    session.settle({})
    session.want(texts, complaint)
    notice = session.settle({}).notice
    assert f"instead of {'x' * 39}…." in notice
    assert f"{'y' * 39}…" in notice
    assert len(notice) < 400


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
        *("Whole script", "nn.Sequential", "nn.Module", "Layers", "Config", "QR code")
    ]
    sources = [code.value for code in app.code]
    assert any("load_iris" in source for source in sources)
    assert json.loads(sources[-2])["dataset"] == "iris"
    assert sources[-1].endswith("?dataset=iris")
    assert [button.proto.label for button in app.get("download_button")] == [
        *("Download the script", "Download the notebook", "Download the Config")
    ]
    for source in sources[:-2]:
        compile(source, "code", "exec")


def test_own_data_that_are_gone_get_a_sentence_in_the_code_view():
    app = opened(dataset="own", data="c3n150f4-" + "0" * 32)
    assert config_of(app).dataset == "own"
    app.button(key="take_away").click().run()
    assert not app.exception
    assert len(app.warning) == 1


def dialog() -> None:
    import streamlit as st

    from playground.ui.state import session
    from playground.ui.take_away import take_away

    st.session_state["settled"] = session().settle({})
    session().wrote({})
    take_away(st.session_state["settled"].config)


def pasted(text):
    """Return the dialog, and what the page settled on, after ``text`` was pasted and used."""
    app = AppTest.from_function(dialog, default_timeout=180).run()
    app.text_area[0].set_value(text).run()
    (use,) = (button for button in app.button if button.label == "Use this Config")
    use.click().run()
    assert not app.exception
    return app, app.session_state["settled"]


def test_a_pasted_config_is_used():
    app, settled = pasted('{"dataset": "xor", "noise": 7}')
    assert settled.config == Config(dataset="xor", noise=1.0)
    assert "Noise: 1 is used instead of 7. It must be in [0, 1]." in settled.notice
    assert not app.error


def test_what_is_pasted_and_no_config_changes_nothing():
    app, settled = pasted("[]")
    assert settled.config == DEFAULT
    assert [error.value for error in app.error] == [
        'A Config is a JSON object, like {"dataset": "moons"}.'
    ]


def test_the_code_view_says_what_was_changed_and_its_script_repeats_it(monkeypatch):
    course = Course(Config(dataset="xor"), ((120, "learning_rate", 0.01), (300, "batch_size", 8)))
    asked = []
    monkeypatch.setattr(POOL, "course", lambda *given: asked.append(given) or course)
    app = opened(dataset="xor", learning_rate="0.01", batch_size="8")
    app.button(key="take_away").click().run()
    assert not app.exception
    assert [query for _, query in asked] == ["dataset=xor&learning_rate=0.01&batch_size=8"]
    assert [info.value for info in app.info] == [CHANGED]
    sources = [code.value for code in app.code]
    assert sources[0] == (
        "after epoch 120: learning_rate 0.003 → 0.01\nafter epoch 300: batch_size 32 → 8"
    )
    assert sources[1] == script(course.began, course.changes).strip()


def test_the_code_view_of_a_run_that_was_not_changed_says_nothing_of_changes(monkeypatch):
    monkeypatch.setattr(POOL, "course", lambda *_: None)
    app = opened(dataset="xor")
    app.button(key="take_away").click().run()
    assert len(app.info) == len(app.warning) == 0


def test_more_changes_than_are_kept_are_admitted(monkeypatch):
    config = Config(dataset="xor")
    monkeypatch.setattr(POOL, "course", lambda *_: Course(config, is_whole=False))
    app = opened(dataset="xor")
    app.button(key="take_away").click().run()
    assert [warning.value for warning in app.warning] == [FORGOTTEN]
    assert app.code[0].value == script(config).strip()
