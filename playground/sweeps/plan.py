"""Plan: the experiments that a sweep is made of. Knows nothing of how they are run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import product
from typing import Any
from urllib.parse import urlencode

from playground import url
from playground.config import DEFAULT, PARAMS, SHOWN, Config
from playground.rules import Replacement, quoted
from playground.sweeps.axis import Axis
from playground.sweeps.errors import SweepError

MOST_RUNS = 10_000
"""Runs of a sweep, unless who runs it allows fewer."""

MOST_AXES = 3


@dataclass(frozen=True)
class Cell:
    """One combination of the varied fields' values: its Config, and the seeds it is run with."""

    values: tuple[Any, ...]
    config: Config
    seeds: tuple[int, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What the runs are known by, as ``key`` has it of each; spelt once for all."""
        texts = url.spell(bare(self.config))
        return tuple(_with_seed(texts, seed) for seed in self.seeds)


def _with_seed(texts: Mapping[str, str], seed: int) -> str:
    """Return the query string of fields spelt, from another seed."""
    others = {} if seed == DEFAULT.seed else {"seed": str(seed)}
    spelt = {name: text for name, text in texts.items() if name != "seed"} | others
    return urlencode({name: spelt[name] for name in PARAMS if name in spelt}, safe=",")


@dataclass(frozen=True)
class Plan:
    """The cells of a sweep; ``skipped`` says which combinations contradict themselves, and why.

    Two cells share their runs where what tells them apart has no effect.
    """

    base: Config
    axes: tuple[Axis, ...]
    seeds: tuple[int, ...]
    cells: tuple[Cell, ...]
    skipped: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What the distinct runs are known by."""
        return tuple(dict.fromkeys(key for cell in self.cells for key in cell.keys))


def key(config: Config) -> str:
    """Return the query string of all that determines the numbers of a run."""
    return url.encode(bare(config))


def bare(config: Config) -> Config:
    """Return a Config without what only says how it is shown."""
    return replace(config, **{name: getattr(DEFAULT, name) for name in SHOWN})


def plan(base: Config, axes: Sequence[Axis], n_seeds: int = 1, most: int = MOST_RUNS) -> Plan:
    """Return all combinations of the values of ``axes``, for ``n_seeds`` seeds from the base's on.

    SweepError when a field can't vary, when there are too many runs, or none is left.
    """
    check(axes)
    seeds = seeds_from(base, n_seeds)
    n_runs = math.prod(len(axis.values) for axis in axes) * n_seeds
    if n_runs > most:
        raise SweepError(
            f"That is {n_runs:,} runs; at most {most:,} are allowed. Take fewer values or seeds."
        )
    cells, refused = [], []
    for values in product(*(axis.values for axis in axes)):
        config, replaced = combine(base, axes, values)
        if replaced:
            refused.append((values, replaced[0]))
        else:
            cells.append(Cell(values, config, seeds))
    skipped = tuple(_skipped(axes, refused, len(cells)))
    _check_cells(axes, cells, skipped)
    return Plan(base, tuple(axes), seeds, tuple(cells), skipped)


def combine(
    base: Config, axes: Sequence[Axis], values: Sequence[Any]
) -> tuple[Config, list[Replacement]]:
    """Return the base with other values, and what would have to give way for them.

    Fields that have no effect beside the others have no say.
    """
    varied = {axis.name: axis.kind.spell(value) for axis, value in zip(axes, values, strict=True)}
    texts = {**_texts(base), **varied}
    whole, _ = url.read(texts)
    return url.read({name: text for name, text in texts.items() if whole.uses(name)})


@lru_cache(maxsize=64)
def _texts(base: Config) -> Mapping[str, str]:
    """Return what a base spells, once for all of its combinations."""
    return url.spell(bare(base))


def seeds_from(base: Config, n: int) -> tuple[int, ...]:
    """Return ``n`` seeds, from the base's on; SweepError when there are not so many."""
    kind: Any = PARAMS["seed"].kind
    if n < 1:
        raise SweepError(f"A sweep needs at least one seed. Got {n} instead.")
    if base.seed + n - 1 > kind.high:
        raise SweepError(f"There are no {n} seeds from {base.seed} on. Begin with a lower one.")
    return tuple(range(base.seed, base.seed + n))


def check(axes: Sequence[Axis]) -> None:
    """Refuse too many fields, and one that comes twice."""
    names = [axis.name for axis in axes]
    if len(axes) > MOST_AXES:
        raise SweepError(f"At most {MOST_AXES} fields can vary at once. Got {', '.join(names)}.")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise SweepError(f"{twice[0]} is varied twice. Give all its values at once.")


def _skipped(
    axes: Sequence[Axis], refused: Sequence[tuple[Sequence[Any], Replacement]], n_kept: int
) -> Iterator[str]:
    """Yield a sentence for each reason why combinations are left out."""
    by_reason: dict[str, list[Sequence[Any]]] = {}
    for values, conflict in refused:
        reason = f"{conflict.name} {conflict.reason}"
        by_reason.setdefault(reason, []).append(values)
    total = len(refused) + n_kept
    for reason, combinations in by_reason.items():
        count = len(combinations)
        some = f"{count} of {total} combinations {'is' if count == 1 else 'are'} left out"
        yield f"{some}, like {spelt(axes, combinations[0])}: {reason}."


def spelt(axes: Sequence[Axis], values: Sequence[Any]) -> str:
    """Return a combination as its fields spell it."""
    pairs = zip(axes, values, strict=True)
    return " ".join(f"{axis.name}={quoted(axis.kind.spell(value))}" for axis, value in pairs)


def _check_cells(axes: Sequence[Axis], cells: Sequence[Cell], skipped: Sequence[str]) -> None:
    """Refuse a sweep of nothing, and a field that makes no difference anywhere."""
    if not cells:
        raise SweepError(f"No combination is left. {' '.join(skipped)}")
    for axis in axes:
        if not any(cell.config.uses(axis.name) for cell in cells):
            raise SweepError(
                f"{axis.name} has no effect beside the other fields, so it can't be varied. Change "
                "what it depends on, or vary another field."
            )
