"""What classes, labels and features of a Config's data are called; a visitor's own words too."""

from __future__ import annotations

from functools import lru_cache

from playground.config import Config
from playground.table import load

_LONGEST = 24
"""Characters of a name that charts and lists have room for."""


def class_names(config: Config) -> list[str]:
    """Return what the classes are called; of several labels, without and with the shown one."""
    if config.is_multilabel:
        shown = label_names(config)[config.shown_label]
        return [f"not {shown}", shown]
    return _given(_classes(config), config.n_classes, "class {}", 0)


def output_names(config: Config) -> list[str]:
    """Return what the network's probabilities are about: classes, or each of several labels."""
    return label_names(config) if config.is_multilabel else class_names(config)


def label_names(config: Config) -> list[str]:
    """Return what the labels are called."""
    return [f"label {k + 1}" for k in range(config.n_classes)]


def feature_names(config: Config) -> list[str]:
    """Return what the columns of the data are called."""
    given = _own(config.data)[0] if config.dataset == "own" else config.spec.features
    return _given(given, config.n_columns, "feature {}", 1)


def _given(names: tuple[str, ...], n: int, otherwise: str, first: int) -> list[str]:
    """Return ``n`` distinct names: those given, numbers for the rest."""
    shortened = [name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…" for name in names]
    numbered = [otherwise.format(k + first) for k in range(n)]
    given = [name.strip() or number for name, number in zip(shortened, numbered, strict=False)]
    distinct = [
        name if given.count(name) == 1 else f"{name} ({k + first})" for k, name in enumerate(given)
    ]
    return distinct + numbered[len(distinct) :]


def _classes(config: Config) -> tuple[str, ...]:
    """Return the names that come with the data, none for numbers."""
    return _own(config.data)[1] if config.dataset == "own" else config.spec.classes


def _own(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a visitor's features and classes, nothing when their table is gone."""
    try:
        return _read(key)
    except LookupError:
        return (), ()


@lru_cache(maxsize=256)
def _read(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names kept with the table ``key``; LookupError when it is gone."""
    points = load(key)
    return points.features, points.classes
