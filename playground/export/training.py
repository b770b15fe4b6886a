"""The second half of an exported script: measuring, the training loop, the result."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from playground.catalog import LOSSES, OPTIMIZERS, SCHEDULES
from playground.config import Config


def evaluation(config: Config) -> Iterator[str]:
    """Yield the functions that form the targets and measure."""
    spec = LOSSES[config.loss]
    column = "y.float()" if config.is_multilabel else "y.float().unsqueeze(1)"
    forms = {
        "column": ("float columns, as binary losses expect", column),
        "one_hot": ("one-hot rows", f"nn.functional.one_hot(y, {config.n_classes}).float()"),
    }
    if spec.target in forms:
        words, expression = forms[spec.target]
        yield f'''

def target(y):
    """Return the labels as {words}."""
    return {expression}'''
    yield f'''

@torch.no_grad()
def evaluate(X, y):
    """Return the loss and the predicted classes, in eval mode: dropout is off."""
    model.eval()
    output = model(X)
    model.train()
    return criterion(output, {_target(config, "y")}).item(), {_predicted(config)}
'''


def _target(config: Config, y: str) -> str:
    """Return the expression of the target of labels ``y``."""
    return y if LOSSES[config.loss].target == "index" else f"target({y})"


def _predicted(config: Config) -> str:
    """Return the expression of the classes that ``output`` stands for."""
    proba = f"output{_LINKS[LOSSES[config.loss].link]}"
    if config.n_outputs == 1 or config.is_multilabel:
        column = "" if config.is_multilabel else ".squeeze(1)"
        return f"({proba} >= {config.threshold!r}).long(){column}"
    if config.n_classes > 2 or config.threshold == 0.5:
        return "output.argmax(dim=1)"
    return f"({proba}[:, 1] >= {config.threshold!r}).long()"


_LINKS = {"softmax": ".softmax(dim=1)", "exp": ".exp()", "sigmoid": ".sigmoid()", "identity": ""}
"""Link → what turns the output into probabilities."""


def training(config: Config) -> Iterator[str]:
    """Yield the training loop."""
    order = "torch.randperm" if config.shuffle else "torch.arange"
    size = config.batch_size or "len(X_train)"
    yield f"""
# Training
status = "finished"{"".join(f"{chr(10)}{line}" for line in _before(config))}
for epoch in range(1, {config.epochs} + 1):
    last_finite = {{name: tensor.clone() for name, tensor in model.state_dict().items()}}
    for batch in {order}(len(X_train)).split({size}):"""
    if config.fewest_in_batch > 1:
        yield "        if len(batch) < 2:\n            continue  # one point has no deviation"
    yield indent("\n".join(_step(config)), " " * 8)
    yield """    losses = loss.item(), evaluate(X_train, y_train)[0], evaluate(X_test, y_test)[0]
    if not (np.isfinite(losses).all() and all(p.isfinite().all() for p in model.parameters())):
        status, epoch = "diverged", epoch - 1
        model.load_state_dict(last_finite)
        break"""
    yield from (indent(line, " " * 4) for line in _after(config))


def _before(config: Config) -> Iterator[str]:
    """Yield what the stop conditions remember."""
    if config.patience:
        yield 'best_loss, best_epoch = float("inf"), 0'
    if config.max_seconds:
        yield "start = time.perf_counter()"


def _step(config: Config) -> Iterator[str]:
    """Yield the five stages of a step."""
    y = _target(config, "y_train[batch]")
    backward = ["optimizer.zero_grad()", f"loss = criterion(model(X_train[batch]), {y})"]
    if config.l1:
        backward.append("penalty = sum(p.abs().sum() for p in model.parameters())")
        backward.append(f"loss = loss + {config.l1!r} * penalty")
    backward.append("loss.backward()")
    if OPTIMIZERS[config.optimizer].closure:
        yield "def closure():"
        yield from (f"    {line}" for line in [*backward, "return loss"])
        yield ""
        yield "loss = optimizer.step(closure)"
        return
    yield from backward
    if config.clip_norm:
        yield f"nn.utils.clip_grad_norm_(model.parameters(), {config.clip_norm!r})"
    yield "optimizer.step()"


def _after(config: Config) -> Iterator[str]:
    """Yield what follows an epoch: the schedule, then the stop conditions."""
    schedule = SCHEDULES[config.schedule]
    if schedule.spans:
        yield f"if epoch < {config.epochs}:\n    scheduler.step()"
    elif schedule.torch:
        yield f"scheduler.step({'losses[1]' if schedule.watches else ''})"
    if config.target_accuracy:
        yield (
            "if accuracy_score(y_test, evaluate(X_test, y_test)[1]) >= "
            f"{config.target_accuracy!r}:\n    break"
        )
    if config.patience:
        yield f"""if losses[2] < best_loss:
    best_loss, best_epoch = losses[2], epoch
    best = {{name: tensor.clone() for name, tensor in model.state_dict().items()}}
elif epoch - best_epoch >= {config.patience}:
    model.load_state_dict(best)
    break"""
    if config.max_seconds:
        yield f"if time.perf_counter() - start > {config.max_seconds}:\n    break"


def result(config: Config) -> Iterator[str]:
    """Yield the final metrics and the JSON line."""
    matrix, labels = "confusion_matrix", f", labels=range({config.n_classes})"
    if config.is_multilabel:
        matrix, labels = "multilabel_confusion_matrix", ""
    yield f"""
# Result: confusion matrices have true labels in rows, predicted ones in columns
train_loss, train_pred = evaluate(X_train, y_train)
test_loss, test_pred = evaluate(X_test, y_test)
train_matrix = {matrix}(y_train, train_pred{labels})
test_matrix = {matrix}(y_test, test_pred{labels})
print(
    json.dumps(
        {{
            "status": status,
            "epoch": epoch,
            "train_loss": train_loss,
            "test_loss": test_loss,
            "train_accuracy": accuracy_score(y_train, train_pred),
            "test_accuracy": accuracy_score(y_test, test_pred),
            "confusion_matrix": test_matrix.tolist(),
            "train_confusion_matrix": train_matrix.tolist(),
            "n_parameters": sum(p.numel() for p in model.parameters()),
        }}
    )
)"""
