"""One file of plain PyTorch and scikit-learn that repeats a run to the last bit."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise

from playground import url
from playground.catalog import ACTIVATIONS, DATASETS, LOSSES, OPTIMIZERS
from playground.config import Config


def script(config: Config) -> str:
    """Return the script's source; its last line of output is the JSON that ``train`` prints."""
    sections = (_head, _data, _network, _optimizer, _evaluation, _training, _result)
    return "\n\n".join("\n".join(section(config)) for section in sections) + "\n"


def _head(config: Config) -> Iterator[str]:
    """Yield the docstring and the imports."""
    make = DATASETS[config.dataset].make
    library, _, name = make.rpartition(".")
    yield '"""Trains the network of a Classification Playground experiment, without the playground.'
    yield ""
    yield f"Experiment: ?{url.encode(config)}"
    yield '"""'
    yield ""
    yield "import json"
    yield ""
    own = not library.startswith("sklearn")
    yield "import numpy as np"
    yield "import torch"
    if not own:
        yield f"from {library} import {name}"
    yield "from sklearn.metrics import accuracy_score, confusion_matrix"
    yield "from sklearn.model_selection import train_test_split"
    yield "from torch import nn, optim"
    yield ""
    yield "# One thread: as fast on small networks, and the order of every sum is fixed."
    yield "torch.set_num_threads(1)"
    if own:
        yield ""
        yield ""
        yield inspect.getsource(getattr(import_module(library), name)).rstrip()
        yield ""


def _data(config: Config) -> Iterator[str]:
    """Yield the making and splitting of the points."""
    spec = DATASETS[config.dataset]
    arguments = {a: getattr(config, field) for a, field in spec.arguments.items()}
    call = ", ".join(f"{a}={value!r}" for a, value in (arguments | dict(spec.constants)).items())
    yield "# Data"
    yield f"X, y = {spec.make.rpartition('.')[2]}({call})"
    yield "X_train, X_test, y_train, y_test = train_test_split("
    yield f"    X, y, test_size={config.test_size!r}, random_state={config.seed}, stratify=y"
    yield ")"
    yield "X_train = torch.tensor(X_train, dtype=torch.float32)"
    yield "X_test = torch.tensor(X_test, dtype=torch.float32)"
    yield "y_train = torch.tensor(y_train, dtype=torch.int64)"
    yield "y_test = torch.tensor(y_test, dtype=torch.int64)"


def _network(config: Config) -> Iterator[str]:
    """Yield the network."""
    sizes = (2, *config.hidden)
    yield "# Network"
    yield f"torch.manual_seed({config.seed})"
    yield "model = nn.Sequential("
    for fan_in, fan_out in pairwise(sizes):
        yield f"    nn.Linear({fan_in}, {fan_out}),"
        yield f"    {ACTIVATIONS[config.activation].torch},"
        if config.dropout:
            yield f"    nn.Dropout({config.dropout!r}),"
    yield f"    nn.Linear({sizes[-1]}, {config.n_outputs}),"
    if head := LOSSES[config.loss].head:
        yield f"    {head},"
    yield ")"


def _optimizer(config: Config) -> Iterator[str]:
    """Yield loss and optimizer."""
    spec = OPTIMIZERS[config.optimizer]
    arguments = [f"{a}={getattr(config, field)!r}" for a, field in spec.arguments.items()]
    arguments += ["fused=True"] * spec.fused
    yield f"criterion = {LOSSES[config.loss].criterion}"
    yield f"optimizer = {spec.torch}(model.parameters(), {', '.join(arguments)})"
    if target := _TARGETS[LOSSES[config.loss].target]:
        yield ""
        yield ""
        yield "def target(y):"
        yield f'    """{target[0]}"""'
        yield f"    return {target[1].format(n_classes=config.n_classes)}"
        yield ""


def _evaluation(config: Config) -> Iterator[str]:
    """Yield the function that measures."""
    spec = LOSSES[config.loss]
    y = "target(y)" if _TARGETS[spec.target] else "y"
    predict = _PREDICT[spec.link] if config.n_outputs == 1 else "output.argmax(dim=1)"
    yield f"""
@torch.no_grad()
def evaluate(X, y):
    \"\"\"Return the loss and the predicted classes, in eval mode: dropout is off.\"\"\"
    model.eval()
    output = model(X)
    model.train()
    return criterion(output, {y}).item(), {predict}
"""


def _training(config: Config) -> Iterator[str]:
    """Yield the training loop."""
    batches = f".split({config.batch_size})" if config.batch_size else ".split(len(X_train))"
    y = "target(y_train[batch])" if _TARGETS[LOSSES[config.loss].target] else "y_train[batch]"
    yield f"""# Training
status = "finished"
for epoch in range(1, {config.epochs} + 1):
    last_finite = [p.detach().clone() for p in model.parameters()]
    for batch in torch.randperm(len(X_train)){batches}:
        optimizer.zero_grad()
        loss = criterion(model(X_train[batch]), {y})
        loss.backward()
        optimizer.step()
    losses = loss.item(), evaluate(X_train, y_train)[0], evaluate(X_test, y_test)[0]
    if not (np.isfinite(losses).all() and all(p.isfinite().all() for p in model.parameters())):
        status, epoch = "diverged", epoch - 1
        with torch.no_grad():
            for p, finite in zip(model.parameters(), last_finite):
                p.copy_(finite)
        break"""


def _result(config: Config) -> Iterator[str]:
    """Yield the final metrics and the JSON line."""
    yield f"""# Result: confusion matrices have true labels in rows, predicted ones in columns
train_loss, train_pred = evaluate(X_train, y_train)
test_loss, test_pred = evaluate(X_test, y_test)
labels = range({config.n_classes})
print(
    json.dumps(
        {{
            "status": status,
            "epoch": epoch,
            "train_loss": train_loss,
            "test_loss": test_loss,
            "train_accuracy": accuracy_score(y_train, train_pred),
            "test_accuracy": accuracy_score(y_test, test_pred),
            "confusion_matrix": confusion_matrix(y_test, test_pred, labels=labels).tolist(),
            "train_confusion_matrix": confusion_matrix(y_train, train_pred, labels=labels).tolist(),
            "n_parameters": sum(p.numel() for p in model.parameters()),
        }}
    )
)"""


_TARGETS = {
    "index": None,
    "column": ("One float column (n, 1), as the binary losses expect.", "y.float().unsqueeze(1)"),
    "one_hot": (
        "One-hot rows (n, n_classes).",
        "nn.functional.one_hot(y, {n_classes}).float()",
    ),
}
"""The forms of a target: the sentence about it and its expression; None leaves y as it is."""

_PREDICT = {
    "sigmoid": "(output.sigmoid() >= 0.5).long().squeeze(1)",
    "identity": "(output >= 0.5).long().squeeze(1)",
}
"""How one output becomes a class, by the loss's link."""
