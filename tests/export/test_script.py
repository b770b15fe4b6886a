"""The exported script, run as a learner would, gives the Trainer's numbers to the last bit."""

import json
import subprocess
import sys

import pytest

from playground.__main__ import result
from playground.catalog import ACTIVATIONS, DATASETS, LOSSES, OPTIMIZERS
from playground.config import settle
from playground.export.script import script
from playground.learn.trainer import Trainer

BASE = {"n_samples": 80, "epochs": 12, "batch_size": 10, "hidden": (5, 4)}
CONFIGS = [
    *({"dataset": name, "n_classes": 6} for name in DATASETS),
    *({"activation": name, "dropout": 0.25} for name in ACTIVATIONS),
    *({"loss": name} for name in LOSSES),
    *({"optimizer": n, "momentum": 0.5, "weight_decay": 0.01} for n in OPTIMIZERS),
    {"hidden": (), "batch_size": 0},
    {"optimizer": "sgd", "learning_rate": 10.0, "weight_decay": 1.0, "activation": "relu"},
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


@pytest.fixture(scope="module")
def outcomes():
    """Run every script in one fresh Python that has never heard of the playground's Trainer."""
    sources = [script(settle(BASE | values)[0]) for values in CONFIGS]
    run = subprocess.run(
        [sys.executable, "-c", ALL], input=json.dumps(sources), capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("index", range(len(CONFIGS)), ids=lambda i: str(CONFIGS[i]))
def test_script_repeats_the_run(index, outcomes):
    trainer = Trainer(settle(BASE | CONFIGS[index])[0])
    trainer.train()
    printed, weights = outcomes[index]
    assert printed == result(trainer)
    assert weights == [p.tolist() for p in trainer.parameters]


def test_script_and_train_from_the_command_line(tmp_path):
    query = "dataset=spirals&n_classes=3&epochs=5&dropout=0.1"

    def run(*arguments):
        done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    (tmp_path / "run.py").write_text(run("-m", "playground", "script", query))
    printed = json.loads(run(tmp_path / "run.py").splitlines()[-1])
    trained = json.loads(run("-m", "playground", "train", query).splitlines()[-1])
    assert trained.pop("seconds") >= 0
    assert trained == printed
