"""The training half of an exported script: measuring, and the loop with all that ends it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from playground.catalog import LOSSES, OPTIMIZERS, SCHEDULES
from playground.config import Config
from playground.course import Course
from playground.export.changes import before, by_hand, epochs, ever, guard, resumed, value, within

REPORTS = 10
"""How often a script says how far it is."""


def evaluation(course: Course) -> Iterator[str]:
    """Yield the functions that form the targets and measure."""
    config = course.began
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
    return criterion(output, {_target(config, "y")}).item(), {predicted(course)}.cpu()
'''


def _target(config: Config, y: str) -> str:
    """Return the expression of the target of labels ``y``."""
    return y if LOSSES[config.loss].target == "index" else f"target({y})"


def predicted(course: Course) -> str:
    """Return the expression of the classes that ``output`` stands for."""
    config, threshold = course.began, value(course, "threshold")
    proba = f"output{_LINKS[LOSSES[config.loss].link]}"
    if config.n_outputs == 1 or config.is_multilabel:
        column = "" if config.is_multilabel else ".squeeze(1)"
        return f"({proba} >= {threshold}).long(){column}"
    if config.n_classes > 2 or threshold == "0.5":
        return "output.argmax(dim=1)"
    return f"({proba}[:, 1] >= {threshold}).long()"


_LINKS = {"softmax": ".softmax(dim=1)", "exp": ".exp()", "sigmoid": ".sigmoid()", "identity": ""}
"""Link → what turns the output into probabilities."""


def training(course: Course) -> Iterator[str]:
    """Yield the training loop."""
    config = course.began
    yield f'status = "finished"\nepochs = {epochs(course)}\nhistory = []'
    yield from _remembered(course)
    yield from before(course)
    yield from by_hand(course)
    order = "torch.randperm" if config.shuffle else "torch.arange"
    batches = f"{order}(len(X_train)).split({_batch_size(course)})"
    yield "for epoch in range(epochs):"
    if course.edits:
        yield "    set_by_hand()"
    yield f"""    last_finite = copy.deepcopy(model.state_dict())
    for batch in {batches}:"""
    if config.fewest_in_batch > 1:
        yield "        if len(batch) < 2:\n            continue  # one point has no deviation"
    if course.edits:
        yield "        set_by_hand()"
    yield indent("\n".join(_step(course)), " " * 8)
    if course.edits:
        yield "        n_steps += 1"
    yield from (indent(line, " " * 4) for line in _measured(config))
    yield from (indent(line, " " * 4) for line in _after(course))
    if course.edits:
        yield "set_by_hand()"


def _remembered(course: Course) -> Iterator[str]:
    """Yield what the stop conditions remember."""
    if ever(course, "patience"):
        yield 'best_loss, best_epoch = float("inf"), 0'
    if course.present.max_seconds:
        yield "start = time.perf_counter()"


def _batch_size(course: Course) -> str:
    """Return the expression of how many points a batch has."""
    return value(course, "batch_size")


def _step(course: Course) -> Iterator[str]:
    """Yield the five stages of a step."""
    y = _target(course.began, "y_train[batch]")
    backward = ["optimizer.zero_grad()", f"loss = criterion(model(X_train[batch]), {y})"]
    if ever(course, "l1"):
        backward += _if(guard(course, "l1"), _penalty(course))
    backward.append("loss.backward()")
    if OPTIMIZERS[course.began.optimizer].closure:
        yield "def closure():"
        yield from (indent(line, "    ") for line in [*backward, "return loss"])
        yield ""
        yield "loss = optimizer.step(closure)"
        return
    yield from backward
    if ever(course, "clip_norm"):
        norm = value(course, "clip_norm")
        clip = f"nn.utils.clip_grad_norm_(model.parameters(), {norm})"
        yield from _if(guard(course, "clip_norm"), [clip])
    yield "optimizer.step()"


def _penalty(course: Course) -> list[str]:
    """Return the lines that add the L1 penalty."""
    return [
        "penalty = sum(p.abs().sum() for p in model.parameters())",
        f"loss = loss + {value(course, 'l1')} * penalty",
    ]


def _if(condition: str, lines: list[str]) -> list[str]:
    """Return ``lines`` under a condition as ``guard`` gives it, as they are without one."""
    if not condition:
        return lines
    return [f"if {condition.removesuffix(' and ')}:", *(f"    {line}" for line in lines)]


def _measured(config: Config) -> Iterator[str]:
    """Yield the measuring of an epoch, and the way back when numbers left the finite."""
    yield "train_loss, _ = evaluate(X_train, y_train)"
    yield "test_loss, test_pred = evaluate(X_test, y_test)"
    losses = "train_loss, test_loss"
    if config.validation_size:
        yield "validation_loss, validation_pred = evaluate(X_validation, y_validation)"
        losses += ", validation_loss"
    yield f"""finite = np.isfinite([loss.item(), {losses}])
if not (finite.all() and all(p.isfinite().all() for p in model.parameters())):
    status = "diverged"
    model.load_state_dict(last_finite)
    break
history.append(({losses}))
if (epoch + 1) % max(1, epochs // {REPORTS}) == 0:
    print(f"epoch {{epoch + 1}}: train loss {{train_loss:.4f}}, test loss {{test_loss:.4f}}")"""


def _after(course: Course) -> Iterator[str]:
    """Yield what follows an epoch: the schedule, the stop conditions, what was changed."""
    schedule = SCHEDULES[course.began.schedule]
    if schedule.spans:
        yield "if epoch + 1 < epochs:\n    scheduler.step()"
    elif schedule.torch:
        yield f"scheduler.step({'train_loss' if schedule.watches else ''})"
    yield from _conditions(course)
    if limit := course.present.max_seconds:
        yield f"if time.perf_counter() - start > {limit}:\n    break"
    yield from within(course)


def _conditions(course: Course) -> Iterator[str]:
    """Yield the stop conditions, the target first."""
    part = "validation" if course.began.validation_size else "test"
    stop, then = _stop(course), "if"
    if ever(course, "target_accuracy"):
        target = value(course, "target_accuracy")
        accuracy = f"accuracy_score(y_{part}.cpu(), {part}_pred)"
        condition = f"{guard(course, 'target_accuracy')}{accuracy} >= {target}"
        yield f"if {condition}:\n{indent(stop, '    ')}"
        then = "elif"
    if ever(course, "patience"):
        is_on = guard(course, "patience")
        yield f"""{then} {is_on}{part}_loss < best_loss:
    best_loss, best_epoch = {part}_loss, epoch
    best = copy.deepcopy(model.state_dict())
elif {is_on}epoch - best_epoch >= {value(course, "patience")}:
    model.load_state_dict(best)
{indent(stop, "    ")}"""


def _stop(course: Course) -> str:
    """Return the statement that ends the run, but where it was let go on."""
    if not (on := resumed(course)):
        return "break"
    return f"if epoch + 1 not in {on}:  # where it was told to go on\n    break"
