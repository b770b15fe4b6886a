"""Learning rates while a schedule is under way."""

from __future__ import annotations

from typing import Any

from playground.config import Config

_RATES = ("lr", "initial_lr", "max_lr", "min_lr")


def rescale(schedule: Any, group: dict[str, Any], before: Config, config: Config) -> None:
    """Let live fields act on an optimizer's ``group``: the schedule goes on, all rates scaled."""
    ratio = config.learning_rate / before.learning_rate
    rates = {k: group[k] * ratio for k in _RATES if k in group}
    group.update(config.optimizer_arguments | rates)
    if hasattr(schedule, "base_lrs"):
        schedule.base_lrs = [rate * ratio for rate in schedule.base_lrs]
