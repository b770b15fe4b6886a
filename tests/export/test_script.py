"""The exported script, run as a learner would, gives the Trainer's numbers to the last bit."""

import ast
import json
import random
import re
import subprocess
import sys

import pytest
import torch
from torch import nn

from playground.catalog import DATASETS, LOSSES
from playground.config import settle
from playground.export.network import as_module, as_sequential
from playground.export.script import OWN_FILE, script
from playground.layers import state_names
from playground.learn import modules
from playground.learn.data import make_data
from playground.learn.result import result
from playground.learn.trainer import Trainer
from tests.learn.runs import OWN, OWN_KEY
from tests.learn.test_engine import CHOICES
from tests.strategies import random_config

BASE = {"n_samples": 80, "epochs": 12, "batch_size": 10, "hidden": (5, 4), "data": OWN_KEY}
CONFIGS = [
    *({"dataset": name, "n_classes": 6, "epochs": 3} for name in DATASETS),
    *(choice for choice in CHOICES if "dataset" not in choice),
    {"optimizer": "sgd", "learning_rate": 10.0, "weight_decay": 1.0, "activation": "relu"},
    {"patience": 2, "learning_rate": 0.5, "epochs": 60},
    {"dataset": "multilabel", "loss": "bce", "n_classes": 3},
    {"max_seconds": 600},
    {"validation_size": 0.25, "preprocessing": "standard", "class_weight": "balanced"},
    {"validation_size": 0.3, "patience": 2, "learning_rate": 0.5, "epochs": 60},
    {"dataset": "own", "validation_size": 0.3},
    {"dataset": "own", "validation_size": 0.1, "imbalance": 0.95},
    {"validation_size": 0.2, "target_accuracy": 0.8, "learning_rate": 0.3, "epochs": 60},
    *({"threshold": 0.3, "loss": name} for name in LOSSES),
    {"dataset": "multilabel", "loss": "bce", "n_classes": 3, "threshold": 0.8},
    {"dataset": "blobs", "n_classes": 3, "threshold": 0.9},
]

ALL = """
import contextlib, io, json, sys
outcomes = []
for source in json.load(sys.stdin):
    out = io.StringIO()
    scope = {"__name__": "__main__"}
    with contextlib.redirect_stdout(out):
        exec(compile(source, "script", "exec"), scope)
    weights = [p.tolist() for p in scope["model"].parameters()]
    outcomes.append([json.loads(out.getvalue().splitlines()[-1]), weights])
print(json.dumps(outcomes))
"""


def run_scripts(configs, folder):
    """Run the scripts of ``configs`` in one fresh Python; return their JSON and weights."""
    (folder / OWN_FILE).write_text(own_csv())
    return run_sources([script(config) for config in configs], folder)


def run_sources(sources, folder):
    """Run scripts in one fresh Python; return their JSON and weights."""
    run = subprocess.run(
        [sys.executable, "-c", ALL],
        **{"input": json.dumps(sources), "capture_output": True, "text": True, "cwd": folder},
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def own_csv():
    """Return the own data that the tests use, as the CSV beside a script."""
    rows = [",".join(map(repr, [*x.tolist(), int(y)])) for x, y in zip(*OWN[:2], strict=True)]
    return "\n".join(["a,b,c,class", *rows])


def assert_repeats(config, outcome):
    trainer = Trainer(config, OWN if config.dataset == "own" else None)
    trainer.train()
    printed, weights = outcome
    assert printed == result(trainer)
    assert weights == [p.tolist() for p in trainer.parameters]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Return what the scripts of CONFIGS came to, then those of RANDOM."""
    folder = tmp_path_factory.mktemp("scripts")
    return run_scripts([*(settle(BASE | values)[0] for values in CONFIGS), *RANDOM], folder)


@pytest.mark.parametrize("index", range(len(CONFIGS)), ids=lambda i: str(CONFIGS[i]))
def test_script_repeats_the_run(index, outcomes):
    assert_repeats(settle(BASE | CONFIGS[index])[0], outcomes[index])


def random_small_config(rng):
    """Return a Config whose fields are random and whose run is short."""
    sizes = tuple(rng.randint(1, 20) for _ in range(rng.randint(0, 3)))
    config = random_config(
        rng,
        n_samples=rng.randint(40, 200),
        hidden=sizes,
        epochs=rng.randint(1, 12),
        batch_size=rng.choice((0, 5, 16, 33, 100)),
        data=OWN_KEY,
        max_seconds=0,
    )
    return settle({**vars(config), "optimizer": "adam"})[0] if is_slow(config) else config


def is_slow(config):
    """L-BFGS evaluates each batch up to twenty times: fine for few points only."""
    return config.optimizer == "lbfgs" and not config.uses("n_samples")


RNG = random.Random(20)
RANDOM = [random_small_config(RNG) for _ in range(300)]


def test_scripts_of_three_hundred_random_configs_repeat_their_runs(outcomes):
    for config, outcome in zip(RANDOM, outcomes[len(CONFIGS) :], strict=True):
        assert_repeats(config, outcome)


def test_a_script_that_stratifies_without_asking_always_can():
    rng = random.Random(21)
    fields = {"stratify": True, "imbalance": 0.0, "label_noise": 0.0, "data": OWN_KEY}
    drawn = [
        random_config(rng, **fields, test_size=rng.choice((0.1, 0.5, 0.9)), validation_size=size)
        for size in (0.05, 0.25, 0.5)
        for _ in range(40)
    ]
    plain = [config for config in drawn if ", stratify=y_train\n" in script(config)]
    assert len(plain) > 80
    for config in plain:
        data = make_data(config)
        assert (torch.bincount(data.y[data.train]) >= 1).all()
        assert (torch.bincount(data.y[data.validation]) >= 1).all()


@pytest.mark.parametrize("index", range(0, len(CONFIGS), 3), ids=lambda i: str(CONFIGS[i]))
def test_weights_load_into_the_exported_class(index):
    config = settle(BASE | CONFIGS[index])[0]
    trainer = Trainer(config, OWN if config.dataset == "own" else None)
    scope = {"nn": nn, "torch": torch, **vars(modules)}
    exec(as_module(config), scope)
    state = dict(zip(state_names(config), trainer.network.state_dict().values(), strict=True))
    scope["model"].load_state_dict(state)
    exec(as_sequential(config), scope)
    bare = {name.removeprefix("layers."): tensor for name, tensor in state.items()}
    scope["model"].load_state_dict(bare)


def assert_told_in_words(said, outcome):
    """Ten lines while it trains, then what came of each part, then the matrix, then the JSON."""
    lines = said.splitlines()
    loss = r"\d+\.\d{4}"
    for epoch, line in zip(range(2, 21, 2), lines[:10], strict=True):
        assert re.fullmatch(f"epoch {epoch}: train loss {loss}, test loss {loss}", line)
    parts = [
        f"{part}: loss {outcome[f'{part}_loss']:.4f}, accuracy {outcome[f'{part}_accuracy']:.1%}"
        for part in ("train", "test", "validation")
    ]
    assert lines[10:14] == ["finished after epoch 20", *parts]
    assert lines[14] == "confusion matrix of the test part:"
    matrix = [re.findall(r"\d+", line) for line in lines[15:-1]]
    assert [list(map(int, row)) for row in matrix] == outcome["confusion_matrix"]


def test_all_tensors_and_the_model_of_a_script_go_to_its_device():
    for config in (settle(BASE | values)[0] for values in CONFIGS[::3]):
        source = script(config)
        assert 'parser.add_argument("--device", default="cpu"' in source
        assert source.count("torch.device(options.device)") == 1
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
        made = [call for call in calls if ast.unparse(call.func) == "torch.tensor"]
        assert len(made) >= 4
        for call in made:
            assert {k.arg: ast.unparse(k.value) for k in call.keywords}["device"] == "device"
        assert sum(ast.unparse(call) == "model.to(device)" for call in calls) == 1


def test_script_and_train_from_the_command_line(tmp_path):
    query = "dataset=spirals&n_classes=3&epochs=20&dropout=0.1&validation_size=0.2"

    def run(*arguments):
        done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    (tmp_path / "run.py").write_text(run("-m", "playground", "script", query))
    said = run(tmp_path / "run.py", "--device", "cpu")
    printed = json.loads(said.splitlines()[-1])
    assert_told_in_words(said, printed)
    trained = json.loads(run("-m", "playground", "train", query).splitlines()[-1])
    del trained["seconds"]
    assert trained == printed
