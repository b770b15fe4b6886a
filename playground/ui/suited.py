"""What a dataset brings along when it is picked: the values with which its idea can be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from playground.catalog import DATASETS
from playground.config import DEFAULT, PARAMS
from playground.ui.words import told


def suited(
    values: Mapping[str, Any], before: str, after: str, chosen: Collection[str]
) -> tuple[dict[str, Any], list[str]]:
    """Return the fields to change for the dataset ``after`` instead of ``before``, and those kept.

    Kept is what the visitor has ``chosen``, and what is neither a default nor what ``before``
    brought along. What ``before`` brought goes with it.
    """
    old, new = DATASETS[before].suited, DATASETS[after].suited
    changes: dict[str, Any] = {}
    kept: list[str] = []
    if before == after:
        return changes, kept
    for name in (name for name in PARAMS if name in old or name in new):
        default = getattr(DEFAULT, name)
        wanted = new.get(name, default)
        is_free = name not in chosen and values[name] in (default, old.get(name, default))
        if is_free and values[name] != wanted:
            changes[name] = wanted
        elif not is_free and name in new and values[name] != wanted:
            kept.append(name)
    return changes, kept


def say(dataset: str, changes: Mapping[str, Any], kept: Iterable[str]) -> str:
    """Return a line about what came along and what stayed; empty when nothing came."""
    if not changes:
        return ""
    came = ", ".join(f"{PARAMS[name].label} {told(name, value)}" for name, value in changes.items())
    stayed = ", ".join(PARAMS[name].label for name in kept)
    line = f"Set for {DATASETS[dataset].label}: {came}."
    return f"{line} As you had set it: {stayed}." if stayed else line
