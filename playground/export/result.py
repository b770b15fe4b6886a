"""The end of an exported script: the metrics, in words and as JSON, and the plot."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from playground.catalog import FEATURES, PREPROCESSINGS
from playground.config import Config
from playground.course import Course
from playground.export.changes import changes
from playground.export.training import predicted

MATRICES = "confusion matrices have true labels in rows, predicted ones in columns"
"""What is said above the metrics."""


def result(course: Course) -> Iterator[str]:
    """Yield the final metrics and the JSON line."""
    config = course.began
    matrix, labels = "confusion_matrix", f", labels=range({config.n_classes})"
    if config.is_multilabel:
        matrix, labels = "multilabel_confusion_matrix", ""
    parts = _parts(config)
    if changes(course, "threshold"):
        yield f"threshold = {course.present.threshold}  # also where the run ended before it moved"
    for part in parts:
        yield f"{part}_loss, {part}_pred = evaluate(X_{part}, y_{part})"
    for part in parts:
        yield f"{part}_accuracy = accuracy_score(y_{part}.cpu(), {part}_pred)"
    for part in ("train", "test"):
        yield f"{part}_matrix = {matrix}(y_{part}.cpu(), {part}_pred{labels})"
    yield 'print(f"{status} after epoch {len(history)}")'
    for part in parts:
        numbers = f"loss {{{part}_loss:.4f}}, accuracy {{{part}_accuracy:.1%}}"
        yield f'print(f"{part}: {numbers}")'
    yield 'print(f"confusion matrix of the test part:\\n{test_matrix}")'
    yield from _json(parts)


def _parts(config: Config) -> list[str]:
    """Return the names of the parts that there are."""
    return ["train", "test", *["validation"] * bool(config.validation_size)]


def _json(parts: list[str]) -> Iterator[str]:
    """Yield the printing of the JSON line."""
    pairs = [
        *(("status", "status"), ("epoch", "len(history)")),
        *((f"{part}_loss", f"{part}_loss") for part in parts),
        *((f"{part}_accuracy", f"{part}_accuracy") for part in parts),
        ("confusion_matrix", "test_matrix.tolist()"),
        ("train_confusion_matrix", "train_matrix.tolist()"),
        ("n_parameters", "sum(p.numel() for p in model.parameters())"),
    ]
    yield "outcome = {"
    yield from (f'    "{name}": {expression},' for name, expression in pairs)
    yield "}"
    yield "print(json.dumps(outcome))"


def plot(course: Course) -> Iterator[str]:
    """Yield the function that draws the learning curve, and the boundary on a plane."""
    is_planar = course.began.is_planar
    what = "the learning curve" + (" and the decision boundary" if is_planar else "")
    axes = "(curve, plane) = plt.subplots(1, 2, figsize=(11, 4.5))"
    yield f'''

def plot():
    """Show {what}."""
    import matplotlib.pyplot as plt

    _, {axes if is_planar else "curve = plt.subplots()"}'''
    lines = [*learning_curve(course), *(boundary(course) if is_planar else ())]
    yield from (indent(line, "    ") for line in lines)
    yield """    plt.show()


if options.plot:
    plot()"""


def learning_curve(course: Course) -> Iterator[str]:
    """Yield the lines that draw the losses of each epoch into the axes ``curve``."""
    parts = ", ".join(f'"{part}"' for part in _parts(course.began))
    yield f"""for part, losses in zip([{parts}], zip(*history)):
    curve.plot(range(1, len(losses) + 1), losses, label=part)"""
    yield 'curve.set(xlabel="epoch", ylabel="loss")'
    yield "curve.legend()"


def boundary(course: Course) -> Iterator[str]:
    """Yield the lines that draw the predicted classes, and the points, into the axes ``plane``."""
    config = course.began
    column = f"[:, {config.shown_label}]" if config.is_multilabel else ""
    yield "low, high = points.min(axis=0) - 0.5, points.max(axis=0) + 0.5"
    yield "x1, x2 = np.meshgrid(*np.linspace(low, high, 200).T)"
    yield "X = np.column_stack([x1.ravel(), x2.ravel()])"
    if config.features != ("x1", "x2"):
        columns = ", ".join(FEATURES[name].numpy for name in config.features)
        yield f"X = np.column_stack([{columns}])"
    if PREPROCESSINGS[config.preprocessing].sklearn:
        yield "X = scaler.transform(X)"
    yield "model.eval()"
    yield "with torch.no_grad():"
    yield "    output = model(torch.tensor(X, dtype=torch.float32, device=device))"
    yield f"regions = {predicted(course)}.cpu(){column}.reshape(x1.shape)"
    yield 'plane.pcolormesh(x1, x2, regions, cmap="viridis", alpha=0.4)'
    yield f'plane.scatter(*points.T, c=labels{column}, cmap="viridis", s=15, edgecolors="white")'
    yield 'plane.set(xlabel="x1", ylabel="x2")'
