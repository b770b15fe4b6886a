"""Tried: what a search has tried by now, from the rows that there are. Knows no Optuna."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from playground import url
from playground.config import Config
from playground.sweeps.axis import Axis
from playground.sweeps.plan import Cell, Plan, combine, seeds_from


@dataclass(frozen=True)
class Tried(Plan):
    """The cells of a search, in the order in which they were begun; no grid."""


def tried(base: Config, axes: Sequence[Axis], n_seeds: int, keys: Iterable[str]) -> Tried:
    """Return what was tried of the combinations of ``axes``; ``keys`` of other runs are left out.

    The axes' values are those tried, in their order.
    """
    seeds = seeds_from(base, n_seeds)
    found: dict[tuple[Any, ...], list[int]] = {}
    for key in keys:
        values, seed = _place(base, tuple(axes), key)
        if values is not None and seed in seeds:
            found.setdefault(values, []).append(seed)
    cells = [
        Cell(values, combine(base, axes, values)[0], tuple(sorted(some)))
        for values, some in found.items()
    ]
    here = [replace(a, values=_known(a, {c.values[k] for c in cells})) for k, a in enumerate(axes)]
    return Tried(base, tuple(here), seeds, tuple(cells))


@lru_cache(maxsize=8192)
def _place(base: Config, axes: tuple[Axis, ...], key: str) -> tuple[tuple[Any, ...] | None, int]:
    """Return the values of a run, None when it is none of these combinations, and its seed."""
    config, _ = url.decode(key)
    values = tuple(getattr(config, axis.name) for axis in axes)
    again, replaced = combine(base, axes, values)
    is_one = not replaced and Cell(values, again, (config.seed,)).keys == (key,)
    return values if is_one else None, config.seed


def _known(axis: Axis, values: set[Any]) -> tuple[Any, ...]:
    """Return values in the order of an axis; numbers of a range by size."""
    order = sorted(values) if axis.span else [v for v in axis.values if v in values]
    return (*order, *(values - set(order)))
