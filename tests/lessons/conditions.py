"""What a condition means, for runs without a browser; a table in tests/js holds both to it."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

from playground.lessons.conditions import Condition

COMPARED = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}


def holds(condition: Condition, runs: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether all comparisons hold of the quantities of ``runs``, by their letters."""
    for one in condition:
        board, dot, quantity = one.value.partition(".")
        is_quantity = bool(dot) and board in ("a", "b")
        left = plain(runs.get(one.board, {}).get(one.quantity))
        right = plain(runs.get(board, {}).get(quantity) if is_quantity else one.value)
        if left is None or type(left) is not type(right) or not COMPARED[one.operator](left, right):
            return False
    return True


def plain(value: Any) -> float | str | None:
    """Return a number where ``value`` spells one, else a word; None for what is not known."""
    if value is None:
        return None
    try:
        return float(value)
    except ValueError:
        return str(value)
