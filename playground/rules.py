"""Rules: which fields of a Config have an effect beside the others, and which contradict them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.catalog import DATASETS, DEFAULT_VIEWS, LOSSES, OPTIMIZERS, SCHEDULES, own


def _shapes_data(name: str) -> Any:
    """Return the rule of a field that only some datasets know."""
    return lambda config: DATASETS[config.dataset].uses(name)


def _has_hidden(config: Any) -> bool:
    """Tell whether there are hidden layers."""
    return bool(config.hidden)


_SHAPES = ("data", "formula", "n_samples", "noise", "factor", "cluster_std", "n_classes")

USES: Mapping[str, Any] = {
    **{name: _shapes_data(name) for name in _SHAPES},
    "stratify": lambda config: not config.is_multilabel,
    "imbalance": lambda config: not config.is_multilabel,
    "label_noise": lambda config: not config.is_multilabel,
    "features": lambda config: config.is_planar,
    "plane": lambda config: config.n_columns > 2,
    "plane_x": lambda config: config.n_columns > 2 and config.plane == "features",
    "plane_y": lambda config: config.n_columns > 2 and config.plane == "features",
    "shown_label": lambda config: config.is_multilabel,
    "threshold": lambda config: config.is_multilabel or config.n_classes == 2,
    "activation": lambda config: config.hidden and not config.layer_activations,
    "layer_activations": _has_hidden,
    "dropout": lambda config: config.hidden and not config.layer_dropouts,
    "layer_dropouts": _has_hidden,
    "normalization": _has_hidden,
    "class_weight": lambda config: bool(LOSSES[config.loss].weight) and not config.is_multilabel,
    "label_smoothing": lambda config: LOSSES[config.loss].smooths,
    "momentum": lambda config: "momentum" in OPTIMIZERS[config.optimizer].arguments,
    "nesterov": lambda config: (
        "nesterov" in OPTIMIZERS[config.optimizer].arguments and config.momentum > 0
    ),
    "weight_decay": lambda config: "weight_decay" in OPTIMIZERS[config.optimizer].arguments,
    "schedule": lambda config: not OPTIMIZERS[config.optimizer].closure,
    "clip_norm": lambda config: not OPTIMIZERS[config.optimizer].closure,
    "schedule_epochs": lambda config: (
        "schedule_epochs" in SCHEDULES[config.schedule].arguments.values()
    ),
    "gamma": lambda config: "gamma" in SCHEDULES[config.schedule].arguments.values(),
}
"""When a field of a Config has an effect; fields that are not here always have."""


@dataclass(frozen=True)
class Replacement:
    """A value that could not be used, the one put in its place, and why."""

    name: str
    given: object
    used: object
    reason: str

    def __str__(self) -> str:
        return f"{self.name} {self.reason}. Got {quoted(self.given)} instead."


QUOTED = 40
"""Characters of a visitor's value that a sentence repeats."""


def quoted(given: object) -> str:
    """Return a visitor's value for a sentence: on one line, cut when long, fit for UTF-8."""
    text = " ".join(str(given).split())
    cut = text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
    return cut.encode("utf-8", "replace").decode()


def conflicts(values: Mapping[str, Any]) -> Iterator[Replacement]:
    """Yield the fields that contradict others, each with the value that would agree."""
    for rule in _RULES:
        for name, used, reason in rule(values):
            yield Replacement(name, values[name], used, reason)


MOST_POINTS = 5000

Contradictions = Iterator[tuple[str, Any, str]]
"""Name of the field that gives way, the value that would agree, and why."""


def _own_data_is_there(values: Mapping[str, Any]) -> Contradictions:
    if values["dataset"] == "own" and not values["data"]:
        yield "dataset", "moons", "must be uploaded, pasted or drawn first"


def _classes_fit_dataset(values: Mapping[str, Any]) -> Contradictions:
    dataset, n_classes = values["dataset"], values["n_classes"]
    key = own.read_key(values["data"]) if dataset == "own" else None
    low, high = (key.n_classes, key.n_classes) if key else DATASETS[dataset].n_classes
    if not low <= n_classes <= high:
        span = f"be {low}" if low == high else f"be from {low} to {high}"
        label = DATASETS[dataset].label
        yield "n_classes", min(max(n_classes, low), high), f"must {span} for the dataset {label}"


def _every_class_is_in_both_parts(values: Mapping[str, Any]) -> Contradictions:
    spec = DATASETS[values["dataset"]]
    if not spec.uses("n_samples"):
        return
    share = min(_shares(values))
    kept = 1 - values["imbalance"] / 2
    fewest = max(math.ceil((values["n_classes"] + 1) / share / kept), 4 * values["n_classes"])
    if not spec.multilabel:
        fewest = _first_that_holds(values, max(fewest, values["n_samples"]), fewest)
    if values["n_samples"] < fewest:
        mean = "" if values["stratify"] else ", on average"
        reason = f"must be at least {fewest} for each class to be in both parts{mean}"
        yield "n_samples", fewest, reason


def _first_that_holds(values: Mapping[str, Any], n: int, otherwise: int) -> int:
    """Return the least number of points from ``n`` on with every class in both parts."""
    while n < MOST_POINTS and not _has_all_classes(values, n):
        n += 1
    return max(n, otherwise)


def _has_all_classes(values: Mapping[str, Any], n_samples: int) -> bool:
    """Tell whether the smallest of equal classes is in both parts, once thinned and flipped.

    Counts as ``thin_classes``, ``flip_labels`` and ``train_test_split`` do, which gives a class at
    least its share of a part, rounded down.
    """
    k, imbalance = values["n_classes"], values["imbalance"]
    size = n_samples // k
    shares = [1 - imbalance * place / (k - 1) for place in range(k)]
    counts = [max(round(size * share), 4) if imbalance else size for share in shares]
    total = sum(counts) + (n_samples - size * k)
    fewest = min(counts) - int(min(counts) * values["label_noise"])
    n_test = math.ceil(values["test_size"] * total)
    least = min(n_test, total - n_test, math.floor(min(_shares(values)) * total) + 1)
    return fewest * least >= total


def _parts_hold_every_class(values: Mapping[str, Any]) -> Contradictions:
    key = own.read_key(values["data"]) if values["dataset"] == "own" else None
    if key is None:
        return
    least = (key.n_classes + 1) / key.n_samples
    if min(values["test_size"], 1 - values["test_size"]) < least:
        share = min(max(values["test_size"], math.ceil(100 * least) / 100), 0.5)
        if share != values["test_size"]:
            yield "test_size", share, f"must leave every class in both parts of {key.n_samples}"


def _shares(values: Mapping[str, Any]) -> list[float]:
    """Return the shares of all points that the parts have."""
    learned, held = 1 - values["test_size"], values["validation_size"]
    return [values["test_size"], learned * (1 - held), *[learned * held] * (held > 0)]


_LEAST_VALIDATION = 0.05
"""Share of the training points below which a validation part tells too little."""


def _validation_leaves_enough(values: Mapping[str, Any]) -> Contradictions:
    if 0 < values["validation_size"] < _LEAST_VALIDATION:
        yield "validation_size", _LEAST_VALIDATION, f"must be 0 or at least {_LEAST_VALIDATION}"
    key = own.read_key(values["data"]) if values["dataset"] == "own" else None
    n_samples = key.n_samples if key else DATASETS[values["dataset"]].size
    if not n_samples or not values["validation_size"]:
        return
    n_classes = key.n_classes if key else values["n_classes"]
    least = (n_classes + 1) / n_samples / (1 - values["test_size"])
    share = min(max(values["validation_size"], math.ceil(100 * least) / 100), 0.5)
    used = 0.0 if least > 0.5 else share
    if used != values["validation_size"]:
        reason = f"must leave more points than classes in all parts of {n_samples}"
        yield "validation_size", used, reason


def _loss_fits_classes(values: Mapping[str, Any]) -> Contradictions:
    loss, n_classes = values["loss"], values["n_classes"]
    if DATASETS[values["dataset"]].multilabel:
        if not LOSSES[loss].binary:
            reason = "must judge each label by itself, as BCE with logits or Sigmoid + BCE do"
            yield "loss", "bce_with_logits", reason
    elif LOSSES[loss].binary and n_classes != 2:
        yield "loss", "cross_entropy", f"must take one output a class for {n_classes} classes"


def _plane_is_in_the_data(values: Mapping[str, Any]) -> Contradictions:
    key = own.read_key(values["data"]) if values["dataset"] == "own" else None
    n_columns = key.n_features if key else len(DATASETS[values["dataset"]].features)
    for name in ("plane_x", "plane_y"):
        if values[name] >= n_columns > 2:
            yield name, n_columns - 1, f"must be below {n_columns}, the number of features"
    if values["plane_x"] == values["plane_y"]:
        yield "plane_y", int(values["plane_x"] == 0), "must be another feature than the one across"
    if values["shown_label"] >= values["n_classes"]:
        yield "shown_label", 0, f"must be below {values['n_classes']}"


def _layers_fit_hidden(values: Mapping[str, Any]) -> Contradictions:
    n_layers = len(values["hidden"])
    for name in ("layer_activations", "layer_dropouts"):
        if values[name] and len(values[name]) != n_layers:
            given = values[name]
            used = (given + given[-1:] * n_layers)[:n_layers]
            yield name, used, f"must have one value for each of {n_layers} hidden layers"


def _features_are_some(values: Mapping[str, Any]) -> Contradictions:
    if not values["features"]:
        yield "features", ("x1", "x2"), "must name at least one feature"


def _views_are_some(values: Mapping[str, Any]) -> Contradictions:
    if not values["views"]:
        yield "views", DEFAULT_VIEWS, "must name at least one view"


def _batch_norm_has_a_batch(values: Mapping[str, Any]) -> Contradictions:
    if values["normalization"] == "batch" and values["batch_size"] == 1 and values["hidden"]:
        yield "batch_size", 2, "must be at least 2 for batch normalisation"


def _no_closure_with_plain_steps(values: Mapping[str, Any]) -> Contradictions:
    if OPTIMIZERS[values["optimizer"]].closure:
        for name, used in (("schedule", "constant"), ("clip_norm", 0.0)):
            if values[name] != used:
                label = OPTIMIZERS[values["optimizer"]].label
                yield name, used, f"must be {'constant' if used else 'off'} with {label}"


_RULES = (
    _own_data_is_there,
    _classes_fit_dataset,
    _validation_leaves_enough,
    _every_class_is_in_both_parts,
    _parts_hold_every_class,
    _loss_fits_classes,
    _plane_is_in_the_data,
    _layers_fit_hidden,
    _features_are_some,
    _views_are_some,
    _batch_norm_has_a_batch,
    _no_closure_with_plain_steps,
)
