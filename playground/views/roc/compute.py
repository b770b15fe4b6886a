"""True positives against false ones over all thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.learn.curves import roc
from playground.learn.state import State
from playground.views.curves import curves

FALSE_POSITIVE_RATE, RECALL = 1, 0
"""Columns of ``at_threshold``."""


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ROC curves of a part and the areas under them, see ``views.curves``."""
    return curves(state, arguments, roc, (FALSE_POSITIVE_RATE, RECALL))
