"""What scripts leave out is what the libraries take, read from their signatures."""

import ast
import inspect
import random
import sys
from functools import reduce

import pytest
import sklearn.datasets
import sklearn.metrics
import sklearn.model_selection
import sklearn.preprocessing
import torch

from playground.catalog import DATASETS, OPTIMIZERS, SCHEDULES, generators
from playground.config import settle
from playground.export.defaults import DEFAULTS
from playground.export.script import script
from playground.learn import modules
from tests.export.test_script import run_sources
from tests.learn.runs import OWN_KEY
from tests.strategies import random_config

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


LIBRARIES = (sklearn.datasets, sklearn.metrics, sklearn.model_selection, sklearn.preprocessing,
             generators, modules)  # fmt: skip


def callee(node):
    """Return the function or class that a call in a script is of, None for what it defines."""
    names = ast.unparse(node.func).split(".")
    if len(names) == 1:
        return next((vars(one)[names[0]] for one in LIBRARIES if names[0] in vars(one)), None)
    homes = {"torch": torch, "nn": torch.nn, "optim": torch.optim}
    is_known = names[0] in homes and all(map(str.isidentifier, names))
    return reduce(getattr, names[1:], homes[names[0]]) if is_known else None


def at_defaults(source):
    """Return the keyword arguments of a script's calls that are left at the callee's default."""
    found = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        function, given = callee(call), constants(call)
        if function is None or inspect.isbuiltin(function):  # those have no signature
            continue
        parameters = inspect.signature(function).parameters if given else {}
        found |= {
            f"{ast.unparse(call.func)}({name}={value!r})"
            for name, value in given.items()
            if name in parameters and parameters[name].default == value and name not in SAID
        }
    return found


def constants(call):
    """Return a call's keyword arguments whose values stand there."""
    return {k.arg: k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)}


def at_library_defaults():
    """Yield a Config of each dataset, optimizer and schedule with what its library would take."""
    for field, registry in (
        ("dataset", DATASETS),
        ("optimizer", OPTIMIZERS),
        ("schedule", SCHEDULES),
    ):
        for key, spec in registry.items():
            name = spec.make.rpartition(".")[2] if field == "dataset" else spec.torch
            theirs = signature(name) if name and not hasattr(generators, name) else {}
            taken = {f: theirs[a] for a, f in spec.arguments.items() if theirs.get(a) is not None}
            yield settle({"validation_size": 0.1, "data": OWN_KEY, **taken, field: key})[0]


def test_no_script_has_an_argument_at_its_default():
    rng = random.Random(22)
    drawn = [random_config(rng, data=OWN_KEY) for _ in range(25)]
    configs = [*at_library_defaults(), *drawn]
    said = {config: at_defaults(script(config)) for config in configs}
    assert [(c.dataset, c.optimizer, c.schedule, s) for c, s in said.items() if s] == []


def test_an_argument_at_its_default_is_seen():
    assert at_defaults("make_circles(n_samples=100, factor=0.8, noise=0.1)") == {
        "make_circles(factor=0.8)"
    }
    assert at_defaults("optim.Adam(p, lr=0.001, weight_decay=0.0)\nnn.Linear(2, 3, bias=True)") == {
        "optim.Adam(weight_decay=0.0)",
        "nn.Linear(bias=True)",
    }
    assert at_defaults("scheduler = optim.lr_scheduler.LinearLR(optimizer, total_iters=5)")


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
