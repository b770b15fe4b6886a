"""A Jupyter notebook that repeats a run to the last bit: the script's code, with text between.

A notebook is JSON (nbformat 4.5); the tests validate it with ``nbformat`` and run it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import indent
from typing import Any

from playground import url
from playground.catalog import PREPROCESSINGS
from playground.config import Config
from playground.course import Change, Course, Edit
from playground.export.changes import words
from playground.export.result import MATRICES, boundary, learning_curve, result
from playground.export.script import (
    ONE_THREAD,
    OWN_FILE,
    data,
    definitions,
    imports,
    network,
    optimizer,
    split,
)
from playground.export.training import evaluation, training


@dataclass(frozen=True)
class Part:
    """One heading of the notebook: what is said under it, and the lines of the cell that follows.

    Without lines, the part is left out.
    """

    title: str
    text: Callable[[Config], str]
    lines: Callable[[Course], Iterable[str]]


def notebook(config: Config, changes: Sequence[Change] = (), edits: Sequence[Edit] = ()) -> str:
    """Return the notebook as JSON; arguments as for ``script``."""
    course = Course(config, tuple(changes), tuple(edits))
    cells = [_markdown(_opening(course))]
    for part in PARTS:
        if source := "\n".join(part.lines(course)).strip("\n"):
            cells.append(_markdown(f"## {part.title}\n\n{part.text(course.began)}"))
            cells.append(_code(source))
    whole = {
        "cells": [{"id": f"cell-{i}", **cell} for i, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False)


def _markdown(text: str) -> dict[str, Any]:
    """Return a cell of text."""
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(source: str) -> dict[str, Any]:
    """Return a cell of code that has not been run."""
    lines = source.splitlines(keepends=True)
    empty: dict[str, Any] = {"execution_count": None, "metadata": {}, "outputs": []}
    return {"cell_type": "code", **empty, "source": lines}


def _opening(course: Course) -> str:
    """Return what stands at the top."""
    paragraphs = [
        "# Classification Playground experiment",
        f"`?{url.encode(course.began)}`",
        "Run all cells from the top: on the same version of torch they give the playground's "
        "numbers to the last bit. A cell that is run a second time goes on from where the model "
        "and the random numbers are by then.",
    ]
    if course.began.dataset == "own":
        paragraphs.append(f"The data are in `{OWN_FILE}`, which belongs into the same folder.")
    if changed := "\n".join(f"- {line}" for line in words(course)):
        paragraphs.append(f"Changed while the run went on:\n\n{changed}")
    return "\n\n".join(paragraphs)


def _libraries(course: Course) -> Iterator[str]:
    """Yield the imports, and what holds for all that follows."""
    drawing = ["import matplotlib.pyplot as plt"]
    yield imports(course, drawing=drawing, metrics="ConfusionMatrixDisplay")
    yield f'\ndevice = torch.device("cpu")\n\n{ONE_THREAD}'


def _definitions(course: Course) -> Iterator[str]:
    """Yield the definitions that libraries lack."""
    yield "\n\n\n".join(definitions(course.began))


def _curve(course: Course) -> Iterator[str]:
    """Yield the plot of the losses."""
    yield "_, curve = plt.subplots()"
    yield from learning_curve(course)
    yield "plt.show()"


def _plane(course: Course) -> Iterator[str]:
    """Yield the plot of the plane, of data that lie in one."""
    if not course.began.is_planar:
        return
    yield 'def draw_boundary(plane):\n    """Draw the predicted classes and the points."""'
    yield from (indent(line, "    ") for line in boundary(course))
    yield "\n\n_, plane = plt.subplots()\ndraw_boundary(plane)\nplt.show()"


def _confusion(course: Course) -> Iterator[str]:
    """Yield the plot of the confusion matrix, or of one for each label."""
    display = 'ConfusionMatrixDisplay({}).plot(cmap="Blues", colorbar=False)'
    if course.began.is_multilabel:
        yield "for label, matrix in enumerate(test_matrix):"
        yield f'    {display.format("matrix")}.ax_.set_title(f"label {{label}}")'
    else:
        yield display.format("test_matrix")
    yield "plt.show()"


def _about_split(config: Config) -> str:
    """Return what is said of split and scaling."""
    sentences = ["The test part is kept from training. It stands for data not yet seen."]
    if config.validation_size:
        sentences.append("The validation part is for decisions: when to stop, what to choose.")
    if PREPROCESSINGS[config.preprocessing].sklearn:
        sentences.append(
            "The scaler is fitted on the training part only: numbers of the other parts must not "
            "leak into training."
        )
    return " ".join([*sentences, "Last, arrays become tensors."])


def _always(text: str) -> Callable[[Config], str]:
    """Return a function that says ``text`` of every Config."""
    return lambda _: text


PARTS = (
    Part("Libraries", _always("PyTorch trains, scikit-learn makes and measures."), _libraries),
    Part("Definitions", _always("What the libraries lack."), _definitions),
    Part(
        "Data",
        _always("Rows of `X` are points, columns are features. `y` has each point's class."),
        data,
    ),
    Part("Split", _about_split, split),
    Part(
        "Network",
        _always("The seed fixes the first weights, the order of batches and dropout."),
        network,
    ),
    Part(
        "Loss and optimizer",
        _always("The loss says how wrong an output is. The optimizer changes the weights."),
        optimizer,
    ),
    Part(
        "Measuring",
        _always("In eval mode, where dropout is off, and without gradients."),
        evaluation,
    ),
    Part(
        "Training",
        _always(
            "An epoch is one pass over the training part. Each step: zero the gradients, forward, "
            "loss, backward, step."
        ),
        training,
    ),
    Part("Result", _always(f"{MATRICES[0].upper()}{MATRICES[1:]}."), result),
    Part("Learning curve", _always("The loss of each part after each epoch."), _curve),
    Part(
        "Decision boundary",
        _always("The class that the network predicts at each place of the plane."),
        _plane,
    ),
    Part(
        "Confusion matrix",
        _always("Of the test part. Its diagonal counts the points that are predicted rightly."),
        _confusion,
    ),
)
