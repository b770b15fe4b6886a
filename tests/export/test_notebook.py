"""The exported notebook, run as on a course's server, gives the Trainer's numbers to the bit."""

import json
import subprocess
import sys

import nbclient
import nbformat
import pytest

from playground.config import settle
from playground.export.notebook import notebook
from playground.export.script import script
from playground.learn.result import result
from playground.learn.trainer import Trainer
from tests.export.test_script import CONFIGS
from tests.learn.runs import OWN_KEY

BASE = {"n_samples": 80, "epochs": 6, "batch_size": 16, "hidden": (5, 4), "data": OWN_KEY}
SMALL = {"features": ("x1_squared", "x2"), "preprocessing": "standard", "validation_size": 0.2}
NUMBERS = "print(json.dumps([p.tolist() for p in model.parameters()]))"


def code_of(made):
    return [cell.source for cell in made.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("index", range(0, len(CONFIGS), 5), ids=lambda i: str(CONFIGS[i]))
def test_a_notebook_is_valid_and_has_every_line_of_its_script(index):
    config = settle(BASE | CONFIGS[index])[0]
    made = nbformat.reads(notebook(config), as_version=4)
    nbformat.validate(made)
    assert made.cells[0].source.startswith("# ")
    assert [cell.cell_type for cell in made.cells[1:]] == ["markdown", "code"] * len(code_of(made))
    lines = {line.strip() for source in code_of(made) for line in source.splitlines()}
    start = script(config).index("\n# Data")
    wanted = script(config)[start : script(config).index("\n\ndef plot")].splitlines()
    assert {line.strip() for line in wanted if not line.startswith("# ")} <= lines | {""}


def run(config, folder):
    """Run a notebook with a kernel of its own; return it, its JSON line and its weights."""
    made = nbformat.reads(notebook(config), as_version=4)
    made.cells.append(nbformat.v4.new_code_cell(NUMBERS))
    nbclient.NotebookClient(made, timeout=120, resources={"metadata": {"path": folder}}).execute()
    printed = [
        output.text
        for cell in made.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    ]
    outcome = next(line for text in printed for line in text.splitlines() if line.startswith("{"))
    return made, json.loads(outcome), json.loads(printed[-1])


def n_pictures(made):
    return sum(
        "image/png" in output.get("data", {})
        for cell in made.cells
        for output in cell.get("outputs", [])
    )


def test_a_notebook_repeats_the_run_and_draws_it(tmp_path, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # what is set here would reach the kernel
    config = settle(BASE | SMALL)[0]
    made, outcome, weights = run(config, tmp_path)
    trainer = Trainer(config)
    trainer.train()
    assert outcome == result(trainer)
    assert weights == [p.tolist() for p in trainer.parameters]
    assert n_pictures(made) == 3


def test_a_notebook_tells_and_repeats_what_was_changed():
    config = settle(BASE)[0]
    text = notebook(config, ((3, "learning_rate", 0.5),))
    made = nbformat.reads(text, as_version=4)
    assert "- after epoch 3: learning_rate 0.003 → 0.5" in made.cells[0].source
    assert any('group["lr"] = 0.5' in source for source in code_of(made))


def test_the_command_line_prints_a_notebook():
    command = [sys.executable, "-m", "playground", "notebook", "dataset=xor&epochs=3"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    made = nbformat.reads(done.stdout, as_version=4)
    assert "`?dataset=xor&epochs=3`" in made.cells[0].source
