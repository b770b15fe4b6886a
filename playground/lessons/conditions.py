"""Conditions of a lesson: what a run must have come to, as comparisons of named quantities.

``b.test_accuracy >= 0.9 and a.epoch >= 200``: a quantity of board a (which needs no letter) or b,
an operator, and a number, a word or another quantity. The browser judges them by the frames.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import asdict, dataclass
from typing import Any

from playground.config import PARAMS

OPERATORS = (">=", "<=", "!=", ">", "<", "=")

MEASURED = (
    "epoch",
    "step",
    "looked",
    "status",
    "train_loss",
    "test_loss",
    "validation_loss",
    "train_accuracy",
    "test_accuracy",
    "validation_accuracy",
    "n_parameters",
    "units",
    "edits",
    "filled",
    "repeated",
)
"""Quantities that a run measures: ``step`` counts updates, ``looked`` those before the one that was
taken apart last (−1: none was), ``units`` those of hidden layers. Of a lesson's table ``filled``
counts the lines that have a number, ``repeated`` those that have three seeds. The fields of the
run's Config count beside them.
"""

COUNTED = ("true_positives",)
"""Quantities of the test part that claims may be about besides; the browser does not know them."""

STATUSES = ("idle", "running", "paused", "finished", "diverged")

BOARDS = ("a", "b")

_OPERATOR = "|".join(map(re.escape, OPERATORS))
_COMPARISON = re.compile(rf"(?:(\w)\.)?(\w+)\s*({_OPERATOR})\s*(\S+)")
_QUANTITY = re.compile(r"([ab])\.(\w+)")


@dataclass(frozen=True)
class Comparison:
    """One comparison. ``value`` is text: a number, a word, or a quantity with its board."""

    board: str
    quantity: str
    operator: str
    value: str


Condition = tuple[Comparison, ...]
"""All of them must hold."""


def parse(text: str, besides: tuple[str, ...] = ()) -> Condition:
    """Return the condition that ``text`` spells; ValueError with a sentence when it is none.

    It may be about the quantities ``besides``, too.
    """
    return tuple(_comparison(part.strip(), besides) for part in text.split(" and "))


def boards(condition: Condition) -> set[str]:
    """Return the boards that a condition is about."""
    others = (_QUANTITY.fullmatch(one.value) for one in condition)
    return {one.board for one in condition} | {match[1] for match in others if match}


def told(condition: Condition) -> list[dict[str, Any]]:
    """Return a condition as the browser takes it."""
    return [asdict(one) for one in condition]


def _comparison(text: str, besides: tuple[str, ...]) -> Comparison:
    """Return one comparison, checked."""
    match = _COMPARISON.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is no comparison such as “epoch >= 200”.")
    board, quantity, operator, value = match.groups()
    if board and board not in BOARDS:
        raise ValueError(f"There is no board “{board}”: it is a or b.")
    _check(quantity, besides)
    if other := _QUANTITY.fullmatch(value):
        _check(other[2], besides)
    elif quantity in (*MEASURED, *besides) and quantity != "status":
        _check_number(quantity, value)
    elif quantity == "status" and value not in STATUSES:
        raise ValueError(f"A run's status is one of {', '.join(STATUSES)}, not “{value}”.")
    return Comparison(board or "a", quantity, operator, value)


def _check(quantity: str, besides: tuple[str, ...]) -> None:
    """Raise ValueError unless there is such a quantity."""
    names = [*MEASURED, *besides, *PARAMS]
    if quantity not in names:
        near = difflib.get_close_matches(quantity, names, n=1)
        guess = f" Was “{near[0]}” meant?" if near else ""
        raise ValueError(f"There is no quantity “{quantity}”.{guess}")


def _check_number(quantity: str, value: str) -> None:
    """Raise ValueError unless ``value`` is a number."""
    try:
        float(value)
    except ValueError:
        raise ValueError(f"{quantity} is compared with a number, not with “{value}”.") from None
