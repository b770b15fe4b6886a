"""What scripts leave out is what the libraries take, read from their signatures."""

import inspect
import sys
from functools import reduce

import pytest
import sklearn.datasets
import torch

from playground.catalog import OPTIMIZERS, SCHEDULES
from playground.config import settle
from playground.export.defaults import DEFAULTS
from playground.export.script import script
from tests.export.test_script import run_sources

SAID = {"n_samples", "lr", "max_lr", "noise", "n_features"}
"""Arguments that scripts always say."""


def signature(name):
    """Return the defaults of a function or class."""
    found = getattr(sklearn.datasets, name, None) or reduce(getattr, name.split("."), torch)
    parameters = inspect.signature(found).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults_are_the_libraries(name):
    theirs = signature(name)
    assert {a: theirs[a] for a in DEFAULTS[name]} == DEFAULTS[name]


def test_every_optimizers_and_schedules_arguments_with_a_default_may_be_left_out():
    for spec in (*OPTIMIZERS.values(), *SCHEDULES.values()):
        for argument in spec.arguments if spec.torch else ():
            default = signature(spec.torch).get(argument)
            if default is not None and argument not in SAID:
                assert argument in DEFAULTS[spec.torch]


def test_the_default_listing_has_no_argument_at_its_default():
    source = script(settle({"optimizer": "sgd"})[0])
    assert "optimizer = optim.SGD(model.parameters(), lr=0.003, fused=True)" in source
    assert "for epoch in range(epochs):" in source
    assert max(map(len, source.splitlines())) <= 100


PLOTTED = [
    {},
    {"dataset": "wine"},
    {"dataset": "multilabel", "loss": "bce"},
    {"features": ("x1_squared", "x2"), "preprocessing": "standard", "validation_size": 0.2},
]
PYPLOT = """
class Axes:
    def __getattr__(self, name):
        return lambda *given, **named: print(name)

def subplots(*given, **named):
    return None, (Axes(), Axes()) if given else Axes()

def show():
    print("show")
"""


def test_a_plot_is_drawn_only_when_asked_for(tmp_path, monkeypatch):
    (tmp_path / "matplotlib").mkdir()
    (tmp_path / "matplotlib" / "__init__.py").write_text("")
    (tmp_path / "matplotlib" / "pyplot.py").write_text(PYPLOT)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    sources = [script(settle({**values, "epochs": 2})[0]) for values in PLOTTED]
    assert "matplotlib" not in sys.modules
    seen = "import sys\nassert 'matplotlib' not in sys.modules\n"
    forget = "for name in ('matplotlib', 'matplotlib.pyplot'): sys.modules.pop(name)\n"
    drawn = [
        "import io, sys, contextlib\nsys.argv = ['script', '--plot']\ntold = io.StringIO()\n"
        "shown = contextlib.redirect_stdout(told)\nshown.__enter__()\n"
        f"{source}\nshown.__exit__(None, None, None)\nsys.argv = ['script']\n"
        f"assert told.getvalue().splitlines()[-1] == 'show'\n{forget}print(json.dumps(outcome))\n"
        for source in sources
    ]
    outcomes = run_sources([*(source + seen for source in sources), *drawn], tmp_path)
    assert outcomes[: len(sources)] == outcomes[len(sources) :]
