"""The switch that turns the engine off. Must not import PyTorch: the server reads it too."""

from __future__ import annotations

import os

SWITCH = "PLAYGROUND_ENGINE"
"""Environment variable: ``reference`` lets plain autograd, modules and optimizers do everything."""


def is_reference() -> bool:
    """Tell whether the engine is turned off; ValueError for a word that says neither."""
    value = os.environ.get(SWITCH, "")
    if value not in ("", "reference"):
        raise ValueError(f'{SWITCH} must be "reference" or unset. Got "{value}" instead.')
    return value == "reference"
