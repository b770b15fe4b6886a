"""Hypothesis strategies for whole Configs, drawn from the fields' own descriptions."""

import math
import random
from typing import Any

from hypothesis import strategies as st

from playground.config import PARAMS, Config, settle
from playground.params import Choice, Flag, Integer, Kind, Real, Several, Sizes, Text


def values(kind: Kind) -> st.SearchStrategy[Any]:
    """Return a strategy for the valid values of one kind of field."""
    match kind:
        case Integer(low=low, high=high):
            return st.integers(low, high)
        case Real(low=low, high=high):
            return st.floats(low, high)
        case Choice(registry=registry):
            return st.sampled_from(sorted(registry))
        case Flag():
            return st.booleans()
        case Several(one=one, longest=longest, distinct=distinct):
            return st.lists(values(one), max_size=longest, unique=distinct).map(tuple)
        case Text():
            return st.sampled_from(["", "sin(2*x)", "x**2 - 1", "0.5"]).filter(accepts(kind))
        case Sizes(low=low, high=high, longest=longest):
            return st.lists(st.integers(low, high), max_size=longest).map(tuple)


def random_config(rng: random.Random, **fixed: Any) -> Config:
    """Return a valid Config, half of its fields drawn by ``rng``, the others default or fixed."""
    drawn = {
        name: draw(rng, description.kind)
        for name, description in PARAMS.items()
        if rng.random() < 0.5
    }
    drawn = {name: value for name, value in drawn.items() if value is not None}
    return settle(drawn | fixed)[0]


def draw(rng: random.Random, kind: Kind) -> Any:
    """Return a valid value of one kind of field, None for texts."""
    match kind:
        case Integer(low=low, high=high):
            return rng.randint(low, high)
        case Real(low=low, high=high, log=log):
            return math.exp(rng.uniform(math.log(low), 0)) if log else rng.uniform(low, high)
        case Choice(registry=registry):
            return rng.choice(sorted(registry))
        case Flag():
            return rng.random() < 0.5
        case Several(one=one, longest=longest, distinct=distinct):
            values = [draw(rng, one) for _ in range(rng.randint(0, longest))]
            return tuple(dict.fromkeys(values)) if distinct else tuple(values)
        case Sizes(low=low, high=high, longest=longest):
            return tuple(rng.randint(low, high) for _ in range(rng.randint(0, longest)))
    return None


def accepts(kind: Text) -> Any:
    """Return the predicate of the texts that ``kind`` accepts."""
    return lambda text: not kind.check(text)


def configs(**fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Config]:
    """Return a strategy for valid Configs; ``fixed`` narrows single fields."""
    fields = {name: values(description.kind) for name, description in PARAMS.items()} | fixed
    return st.fixed_dictionaries(fields).map(lambda drawn: settle(drawn)[0])
