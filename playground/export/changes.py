"""What was changed while a run went on, as lines of its script."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from playground.catalog import SCHEDULES
from playground.config import Config
from playground.course import LIMITS, Course
from playground.layers import parameter_names

_LOOP_FIELDS = ("batch_size", "l1", "clip_norm", "target_accuracy", "patience", "threshold")
"""Fields that the training loop reads by itself; the optimizer and the layers have the others."""


def changes(course: Course, name: str) -> bool:
    """Tell whether the field ``name`` was changed."""
    return any(field == name for _, field, _ in course.changes)


def ever(course: Course, name: str) -> bool:
    """Tell whether the field ``name`` was ever on: not zero."""
    return any(getattr(config, name) for _, config in course.configs)


def value(course: Course, name: str) -> str:
    """Return the source of a field: a number, or the variable that holds what it is just then."""
    return name if changes(course, name) else _literal(course.began, name)


def guard(course: Course, name: str) -> str:
    """Return the condition under which a field that was ever on is on; empty when it always is."""
    is_always = all(getattr(config, name) for _, config in course.configs)
    return "" if is_always else f"{name} and "


def epochs(course: Course) -> int:
    """Return how many epochs the run has: it may have been beyond a later limit already."""
    return max(course.present.epochs, *(epoch for epoch, _ in course.configs))


def resumed(course: Course) -> list[int]:
    """Return the epochs after which a run that stopped there was let go on."""
    return sorted({epoch for epoch, name, _ in course.changes if name in LIMITS})


def changes_dropout(course: Course) -> bool:
    """Tell whether dropout was changed."""
    return len({config.dropouts for _, config in course.configs}) > 1


def before(course: Course) -> Iterator[str]:
    """Yield what the loop's changes need, and those that came before its first epoch."""
    yield from (f"{n} = {_literal(course.began, n)}" for n in _LOOP_FIELDS if changes(course, n))
    if changes_dropout(course):
        yield "dropouts = [layer for layer in model.modules() if isinstance(layer, nn.Dropout)]"
    if course.changes:
        yield "(group,) = optimizer.param_groups"
    for at, lines in _blocks(course):
        if at == 0:
            yield from lines


def by_hand(course: Course) -> Iterator[str]:
    """Yield what sets weights by hand: (after so many steps, parameter, place, value)."""
    if not course.edits:
        return
    yield "parameters, n_steps = list(model.parameters()), 0"
    yield "edits = ["
    yield from (f"    {(e.step, e.parameter, e.place, e.value)}," for e in course.edits)
    yield ''']


@torch.no_grad()
def set_by_hand():
    """Set the weights that were set by hand after so many steps."""
    while edits and edits[0][0] == n_steps:
        _, parameter, place, value = edits.pop(0)
        parameters[parameter][place] = value

'''


def within(course: Course) -> Iterator[str]:
    """Yield what changes settings at the end of an epoch."""
    for at, lines in _blocks(course):
        if at:
            body = indent("\n".join(lines), "    ")
            yield f"if epoch + 1 == {at}:  # changed while the run went on\n{body}"


def words(course: Course) -> list[str]:
    """Return the changes, a line each."""
    present = {name: getattr(course.began, name) for _, name, _ in course.changes}
    lines = []
    for epoch, name, new in course.changes:
        lines.append(f"after epoch {epoch}: {name} {_spelt(present[name])} → {_spelt(new)}")
        present[name] = new
    return [*lines, *_edits(course)]


def _edits(course: Course) -> Iterator[str]:
    """Yield the weights that were set by hand, a line each."""
    names = parameter_names(course.began)
    for edit in course.edits:
        place = ", ".join(map(str, edit.place))
        values = f"{edit.before:.6g} → {edit.value:.6g}"
        yield f"after step {edit.step}: {names[edit.parameter]}[{place}] {values}"


def _spelt(given: object) -> str:
    """Return a value as it reads best."""
    return ",".join(map(str, given)) or "none" if isinstance(given, tuple) else str(given)


def _blocks(course: Course) -> Iterator[tuple[int, list[str]]]:
    """Yield the epochs after which something took effect, each with the lines that do it."""
    for (_, old), (at, new) in zip(course.configs, course.configs[1:], strict=False):
        if lines := [*_lines(old, new)]:
            yield at, lines


def _lines(old: Config, new: Config) -> Iterator[str]:
    """Yield the lines that lead from one Config to the next."""
    for name in _LOOP_FIELDS:
        if getattr(old, name) != getattr(new, name):
            yield f"{name} = {_literal(new, name)}"
    if old.dropouts != new.dropouts:
        yield f"for layer, p in zip(dropouts, {list(new.dropouts)}):\n    layer.p = p"
    yield from _optimizer_lines(old, new)


def _optimizer_lines(old: Config, new: Config) -> Iterator[str]:
    """Yield the lines that change the optimizer's settings; it keeps its state."""
    before, after = old.optimizer_arguments, new.optimizer_arguments
    for argument, setting in after.items():
        if setting == before[argument]:
            continue
        if argument == "lr" and SCHEDULES[new.schedule].torch:
            yield from _rescaled(old, new)
        else:
            yield f'group["{argument}"] = {setting!r}'
    if new.optimizer == "rmsprop" and new.momentum and not old.momentum:
        yield (
            "for state in optimizer.state.values():  # made by itself only before its first step\n"
            '    state.setdefault("momentum_buffer", torch.zeros_like(state["square_avg"]))'
        )


def _rescaled(old: Config, new: Config) -> Iterator[str]:
    """Yield the lines that scale all rates of a schedule, which goes on."""
    ratio = f"{new.learning_rate!r} / {old.learning_rate!r}"
    yield f"ratio = {ratio}  # the schedule goes on, all its rates scaled"
    yield 'for rate in group.keys() & {"lr", "initial_lr", "max_lr", "min_lr"}:'
    yield "    group[rate] *= ratio"
    if not SCHEDULES[new.schedule].watches:
        yield "scheduler.base_lrs = [rate * ratio for rate in scheduler.base_lrs]"


def _literal(config: Config, name: str) -> str:
    """Return the source of a field's value."""
    if name == "batch_size" and not config.batch_size:
        return "len(X_train)"
    return repr(getattr(config, name))
