"""What a visitor may take along of a run, as files. Lives in the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from playground import url
from playground.config import Config
from playground.export.script import OWN_FILE
from playground.layers import state_names
from playground.learn.trainer import Trainer
from playground.learn.weights import as_safetensors, as_state_dict
from playground.table import Points, own_csv, store, write_csv


class Unavailable(LookupError):  # noqa: N818 no fault of ours
    """There is no such file. Its text is a sentence."""


def pack(trainer: Trainer, name: str) -> bytes:
    """Return the file ``name`` of a run; Unavailable or NotKept when there is none."""
    if name not in FILES:
        raise Unavailable(f"There is no file of that name. There are {', '.join(FILES)}.")
    return FILES[name](trainer)


def dataset_csv(trainer: Trainer) -> str:
    """Return the points as they were before scaling, each with its class and its part."""
    config, data = trainer.config, trainer.data
    features, classes = _names(config)
    part = dict.fromkeys(data.test.tolist(), "test")
    part |= dict.fromkeys(data.validation.tolist(), "validation")
    y = _label_cells(data.y.tolist(), classes)
    labels = classes if config.is_multilabel else ["class"]
    rows = (
        [*x, *labels_of_row, part.get(i, "train")]
        for i, (x, labels_of_row) in enumerate(zip(data.raw.tolist(), y, strict=True))
    )
    return write_csv([*features, *labels, "split"], rows)


def _label_cells(
    y: Sequence[int | list[int]], classes: Sequence[str]
) -> Iterator[Sequence[object]]:
    """Yield the label cells of each row: a class's name, or a one for each label that holds."""
    for labels in y:
        if isinstance(labels, list):
            yield labels
        else:
            yield [classes[labels]]


def _names(config: Config) -> tuple[Sequence[str], Sequence[str]]:
    """Return the names of the columns and of the classes; numbers where there are none."""
    if config.dataset == "own":
        points = store.load(config.data)
        return points.features, points.classes
    if config.is_multilabel:
        return config.spec.features, [f"label {k + 1}" for k in range(config.n_classes)]
    return config.spec.features, config.spec.classes or [str(k) for k in range(config.n_classes)]


def _own(trainer: Trainer) -> Points:
    """Return the visitor's own points; Unavailable when the run has none."""
    if trainer.config.dataset != "own":
        raise Unavailable("This experiment has no data of your own; its script makes the points.")
    return store.load(trainer.config.data)


FILES: Mapping[str, Callable[[Trainer], bytes]] = {
    "weights.safetensors": lambda t: as_safetensors(
        t.network, state_names(t.config), url.encode(t.config)
    ),
    "weights.pt": lambda t: as_state_dict(t.network, state_names(t.config)),
    "dataset.csv": lambda t: dataset_csv(t).encode(),
    OWN_FILE: lambda t: own_csv(_own(t)).encode(),
}
"""The files, each with the function that makes it."""
