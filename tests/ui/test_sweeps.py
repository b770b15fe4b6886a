"""The page of sweeps: what it says of what is asked for, and what it shows of what has come."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.config import PARAMS, Config
from playground.serve.server.sweeping import SERVICE
from playground.sweeps import service as services
from playground.sweeps.axis import axis
from playground.sweeps.service import PAUSED, RUNNING
from playground.sweeps.store import Store
from playground.sweeps.task import run
from playground.ui.sweeps.asked import offered, plan_of, suggested

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
    assert app.get("download_button")
    assert len(keys) == min(3, len(plan_of(sweep.wanted).keys))


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
