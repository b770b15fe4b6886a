"""Hypothesis strategies for whole Configs, drawn from the fields' own descriptions."""

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


def accepts(kind: Text) -> Any:
    """Return the predicate of the texts that ``kind`` accepts."""
    return lambda text: not kind.check(text)


def configs(**fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Config]:
    """Return a strategy for valid Configs; ``fixed`` narrows single fields."""
    fields = {name: values(description.kind) for name, description in PARAMS.items()} | fixed
    return st.fixed_dictionaries(fields).map(lambda drawn: settle(drawn)[0])
