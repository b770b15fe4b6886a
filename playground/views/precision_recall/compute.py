"""Precision against recall over all thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.learn.curves import precision_recall
from playground.learn.state import State
from playground.views.curves import curves

RECALL, PRECISION = 0, 2
"""Columns of ``at_threshold``."""


def compute(state: State, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the curves of a part and their average precisions, see ``views.curves``."""
    return curves(state, arguments, precision_recall, (RECALL, PRECISION))
