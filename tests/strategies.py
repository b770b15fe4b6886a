"""Hypothesis strategies for whole Configs, drawn from the fields' own descriptions."""

from typing import Any

from hypothesis import strategies as st

from playground.config import PARAMS, Config, settle
from playground.params import Choice, Integer, Kind, Real, Sizes


def values(kind: Kind) -> st.SearchStrategy[Any]:
    """Return a strategy for the valid values of one kind of field."""
    match kind:
        case Integer(low=low, high=high):
            return st.integers(low, high)
        case Real(low=low, high=high):
            return st.floats(low, high)
        case Choice(registry=registry):
            return st.sampled_from(sorted(registry))
        case Sizes(low=low, high=high, longest=longest):
            return st.lists(st.integers(low, high), max_size=longest).map(tuple)


def configs(**fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Config]:
    """Return a strategy for valid Configs; ``fixed`` narrows single fields."""
    fields = {name: values(description.kind) for name, description in PARAMS.items()} | fixed
    return st.fixed_dictionaries(fields).map(lambda drawn: settle(drawn)[0])
