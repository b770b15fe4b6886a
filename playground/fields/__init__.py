"""Fields: the parts of a Config, each field with its domain, its words and its group."""

from __future__ import annotations

DATA, NETWORK, TRAINING = "Data", "Network", "Training"
BOARD = ""
"""Group of the fields that the board sets, not the controls."""

MAX_LAYERS, MAX_UNITS = 8, 512
