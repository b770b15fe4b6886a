"""The page of sweeps: what it says of what is asked for, and what it shows of what has come."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground import url
from playground.config import PARAMS, Config
from playground.export.script import script
from playground.serve.server.sweeping import SERVICE
from playground.sweeps import service as services
from playground.sweeps.axis import axis, read_axis
from playground.sweeps.search import Search
from playground.sweeps.service import PAUSED, RUNNING
from playground.sweeps.store import Store
from playground.sweeps.task import run
from playground.ui.sweeps.asked import offered, plan_of, suggested
from playground.ui.sweeps.compared import sentence
from playground.ui.sweeps.picked import clicked, file_of
from playground.ui.sweeps.tables import matrix_table

SCRIPT = Path(__file__).with_name("sweeps_page.py")
SMALL = {"n_samples": "40", "hidden": "3", "epochs": "3"}
WAITS = "import signal; signal.pause()"


@pytest.fixture(autouse=True)
def _service(tmp_path, monkeypatch):
    """Keep the server's sweeps in a folder of the test, with processes that do nothing."""

    def started(command, log):
        return subprocess.Popen([sys.executable, "-S", "-c", WAITS], stdin=subprocess.PIPE)

    monkeypatch.setattr(SERVICE, "_folder", tmp_path)
    monkeypatch.setattr(SERVICE, "_sweeps", {})
    monkeypatch.setattr(SERVICE, "_queue", [])
    monkeypatch.setattr(services, "_started", started)
    yield
    SERVICE.close()


def opened(**address) -> AppTest:
    """Open the page at an address."""
    app = AppTest.from_file(SCRIPT, default_timeout=180)
    for name, text in address.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    """Return all that the page says."""
    shown = [*app.markdown, *app.caption, *app.warning]
    return "\n".join(element.value.replace("\\", "") for element in shown)


def started(**address) -> tuple[AppTest, services.Sweep]:
    """Start what an address spells."""
    app = opened(**address)
    app.button(key="sweep_start").click().run()
    assert not app.exception
    (sweep,) = SERVICE._sweeps.values()
    return app, sweep


def fill(sweep: services.Sweep, n: int) -> list[str]:
    """Write the rows of the first ``n`` runs of a sweep, and return what they are known by."""
    store = Store(sweep.path)
    names = list(plan_of(sweep.wanted).keys)[:n]
    for name in names:
        store.add(run(name))
    store.close()
    return names


def test_the_size_of_a_sweep_is_said_at_once():
    app = opened(**SMALL)
    assert "**9 runs** (3 combinations × 3 seeds), 9 new, about" in texts(app)
    app.number_input(key="sweep_seeds").set_value(5).run()
    assert "**15 runs** (3 combinations × 5 seeds), 15 new" in texts(app)
    app.selectbox(key="sweep_field_1").set_value("hidden").run()
    assert "**45 runs** (9 combinations × 5 seeds)" in texts(app)
    app.number_input(key="sweep_seeds").set_value(1).run()
    assert "**9 runs** (9 combinations × 1 seed), 9 new" in texts(app)
    assert app.query_params["vary"] == ["learning_rate=0.0003,0.003,0.03", "hidden=4|8|8,8"]
    assert not app.exception


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ("0.1,70", "learning_rate must be in [1e-05, 10]. Got 70 instead."),
        ("", "learning_rate must be a number."),
        ("0.1..1:200", "That is 2,000 runs; at most 1,000 are allowed."),
        ("<b>", "Got <b> instead."),
    ],
)
def test_what_cannot_be_swept_is_a_sentence_and_cannot_be_started(values, sentence):
    app = opened(**SMALL, seeds="10")
    app.text_input(key="sweep_values_0_learning_rate").set_value(values).run()
    assert sentence in texts(app)
    assert "sweep_start" not in [button.key for button in app.button]
    app.text_input(key="sweep_values_0_learning_rate").set_value("0.1,0.2").run()
    assert not app.warning
    assert not app.button(key="sweep_start").disabled


def test_a_sweep_starts_pauses_goes_on_and_is_cancelled():
    app, sweep = started(**SMALL)
    assert sweep.status == RUNNING
    assert app.query_params["sweep"] == sweep.name
    assert app.button(key="sweep_start").disabled
    app.button(key="sweep_pause").click().run()
    assert (sweep.status, sweep.process) == (PAUSED, None)
    assert app.button(key="sweep_start").label == "Go on"
    app.button(key="sweep_start").click().run()
    assert sweep.status == RUNNING
    app.button(key="sweep_cancel").click().run()
    assert sweep.status == PAUSED
    assert "sweep" not in app.query_params
    assert not app.exception


@pytest.mark.parametrize(
    "vary",
    [
        [],
        ["noise=0.1,0.3"],
        ["noise=0.1,0.3", "hidden=|2|2,2"],
        ["noise=0.1,0.3", "bias=0,1", "activation=tanh,relu"],
        ["dataset=blobs,iris,multilabel"],
    ],
)
def test_results_are_shown_for_any_number_of_fields(vary):
    _, sweep = started(**SMALL, vary=vary, seeds="2")
    keys = fill(sweep, 3)
    app = opened(sweep=sweep.name)
    said = texts(app)
    assert "Best so far: **" in said
    assert f"{len(plan_of(sweep.wanted).keys)} runs" in said
    assert len(app.get("plotly_chart")) == 2
    assert app.selectbox(key="sweep_cell").options
    assert "sweep_sorted" not in [control.key for control in app.segmented_control]
    app.session_state["sweep_table"] = True
    app.run()
    assert app.segmented_control(key="sweep_sorted").value == "best first"
    assert not app.exception
    assert app.get("download_button")
    assert len(keys) == min(3, len(plan_of(sweep.wanted).keys))


def test_a_picked_combination_has_its_matrix_and_the_scripts_of_its_runs():
    _, sweep = started(**SMALL, vary=["noise=0.1,0.3"], seeds="2")
    keys = fill(sweep, 4)
    app = opened(sweep=sweep.name)
    second = plan_of(sweep.wanted).cells[1]
    app.selectbox(key="sweep_cell").set_value(second).run()
    assert not app.exception
    found = [run(key)["confusion_matrix"] for key in second.keys]
    assert "Confusion matrix, test part, 2 seeds together" in texts(app)
    assert "Where 2 networks disagree" in texts(app)
    shown = "".join(element.proto.body for element in app.get("html"))
    assert matrix_table(["class 0", "class 1"], np.sum(found, axis=0)) in shown
    config = url.decode(keys[0])[0]
    assert file_of(config) == script(config).encode()


@pytest.mark.parametrize(
    ("measure", "found", "ending"),
    [
        (
            "test_accuracy",
            (10, 0.013, [-0.004, 0.03]),
            "10 seeds, A scored 1.3 points more than B, "
            "95 % interval −0.4 to 3.0: not shown to be better.",
        ),
        (
            "test_accuracy",
            (10, -0.02, [-0.03, -0.01]),
            "10 seeds, A scored 2.0 points less than B, "
            "95 % interval 1.0 to 3.0: shown to be worse.",
        ),
        (
            "test_loss",
            (5, -0.02, [-0.03, -0.01]),
            "5 seeds, A had a test loss 0.020 lower than B, "
            "95 % interval 0.010 to 0.030: shown to be better.",
        ),
        (
            "test_loss",
            (3, 0.02, [-0.01, 0.03]),
            "not shown to be worse. Of fewer than five seeds "
            "the interval is too narrow: take more.",
        ),
        (
            "test_loss",
            (1, 0.02, None),
            "1 seed, A had a test loss 0.020 higher than B. One seed may be chance: take more.",
        ),
        ("test_loss", (2, 0.0, [0, 0]), "2 seeds, A did neither better nor worse than B."),
        ("test_loss", None, "No seed has finished with both A and B."),
    ],
)
def test_a_difference_is_a_sentence(measure, found, ending):
    told = dict(zip(("n", "mean", "interval"), found, strict=True)) if found else None
    assert sentence("A", "B", measure, told).endswith(ending)


def test_two_combinations_are_compared_when_asked():
    _, sweep = started(**SMALL, vary=["noise=0.1,0.3"], seeds="2")
    fill(sweep, 4)
    app = opened(sweep=sweep.name)
    assert "sweep_compare_0" not in [box.key for box in app.selectbox]
    app.session_state["sweep_compare"] = True
    app.run()
    assert "Over 2 seeds, Noise" in texts(app)
    app.selectbox(key="sweep_compare_1").set_value(app.selectbox(key="sweep_compare_0").value)
    app.run()
    assert "Choose two." in texts(app)
    assert not app.exception


@pytest.mark.parametrize("vary", [["noise=0.1..0.3"], ["noise=0.1..0.3", "hidden=2|3"]])
def test_a_search_is_started_and_shows_what_it_has_tried(vary):
    app = opened(**SMALL, vary=vary, seeds="2")
    app.segmented_control(key="sweep_search").set_value("random").run()
    app.number_input(key="sweep_trials").set_value(4).run()
    assert "**At most 8 runs** (4 trials × 2 seeds), about" in texts(app)
    app.button(key="sweep_start").click().run()
    (sweep,) = SERVICE._sweeps.values()
    assert (sweep.wanted.search, sweep.wanted.trials) == ("random", 4)
    axes, store = [read_axis(text) for text in vary], Store(sweep.path)
    search = Search(url.decode(sweep.wanted.query)[0], axes, 2, "random", 4)
    for _ in range(3):
        row = run(search.ask({}))
        store.add(row)
        search.tell(row)
    store.close()
    SERVICE.pause(sweep)
    again = opened(sweep=sweep.name)
    assert "Best so far: **Noise" in texts(again)
    assert len(again.get("plotly_chart")) == 2
    assert again.button(key="sweep_start").label == "Go on"
    assert again.number_input(key="sweep_trials").value == 4


def test_a_search_without_optuna_says_what_to_install(monkeypatch):
    monkeypatch.setattr("playground.ui.sweeps.asked.is_installed", lambda: False)
    app = opened(**SMALL, search="tpe", trials="5")
    assert "pip install optuna" in texts(app)
    assert "sweep_start" not in [button.key for button in app.button]
    app.segmented_control(key="sweep_search").set_value("grid").run()
    assert not app.button(key="sweep_start").disabled


def test_a_search_of_too_much_is_a_sentence():
    app = opened(**SMALL, search="tpe", trials="1000", seeds="2")
    assert "That is up to 2,000 runs; at most 1,000 are allowed." in texts(app)


def test_a_click_in_the_figure_picks_its_combination():
    two = plan_of(services.Wanted("epochs=3", ["noise=0.1,0.2,0.3", "hidden=2|4"], 1))
    assert clicked(two, two.cells, {"x": 2, "y": 1}).values == (0.3, (4,))
    one = plan_of(services.Wanted("epochs=3", ["noise=0.1,0.2,0.3"], 1))
    assert clicked(one, one.cells, {"point_index": 1}).values == (0.2,)


def test_a_finished_sweep_comes_back_by_its_address_and_to_no_one_else():
    _, sweep = started(**SMALL, vary=["noise=0.1,0.3"], seeds="1")
    fill(sweep, 2)
    SERVICE.close()
    SERVICE._sweeps.clear()  # as after a restart
    back = opened(sweep=sweep.name)
    assert "**2 runs** (2 combinations × 1 seed), 0 new." in texts(back)
    assert back.text_input(key="sweep_values_0_noise").value == "0.1,0.3"
    assert back.button(key="sweep_start").disabled
    another = opened(**SMALL, vary=["noise=0.1,0.3"], seeds="1")
    assert "2 new" in texts(another)
    assert not another.get("plotly_chart")


def test_what_is_known_is_not_run_again_when_a_sweep_grows():
    app, sweep = started(**SMALL, vary=["noise=0.1,0.3"], seeds="1")
    fill(sweep, 2)
    app.number_input(key="sweep_seeds").set_value(3).run()
    assert "**6 runs** (2 combinations × 3 seeds), 4 new" in texts(app)
    app.button(key="sweep_start").click().run()
    larger = SERVICE.find(app.query_params["sweep"])
    assert larger is not sweep
    assert larger.path.read_text() == sweep.path.read_text()
    assert sweep.status == PAUSED


def test_addresses_of_all_kinds_are_read():
    for address in ({"sweep": "../x"}, {"vary": ["views=loss", "=", "x"]}, {"seeds": "many"}):
        assert "runs**" in texts(opened(**address)) or opened(**address).warning


@pytest.mark.parametrize("name", offered(Config(dataset="blobs", n_classes=3, optimizer="sgd")))
def test_suggested_values_can_be_had(name):
    base = Config(dataset="blobs", n_classes=3, optimizer="sgd")
    if PARAMS[name].kind.__class__.__name__ not in ("Text", "Several"):
        assert len(axis(name, suggested(name, base)).values) >= 2


def test_the_page_needs_neither_pandas_nor_torch():
    heavy = "{'pandas', 'torch', 'sklearn', 'distributed', 'optuna', 'scipy'}"
    source = f"import sys, playground.ui.frame; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", source], check=True, timeout=180)
