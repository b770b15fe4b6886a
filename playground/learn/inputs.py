"""Inputs whose sizes hinder training: what scaling is for."""

from __future__ import annotations

from playground.catalog import FEATURES
from playground.config import Config
from playground.learn.data import Data

LARGE, SMALL = 30.0, 0.03
"""Inputs larger than this saturate units; the network hardly sees smaller ones."""

UNLIKE = 100.0
"""Inputs whose sizes differ by this factor need other steps than each other."""


def unlike_inputs(config: Config, data: Data) -> str:
    """Return a sentence when inputs have sizes that hinder training, else nothing.

    Scaled ones have not.
    """
    if config.preprocessing != "none":
        return ""
    is_planar = config.is_planar
    names = [FEATURES[name].label for name in config.features] if is_planar else data.names
    sizes = sorted(pair for pair in zip(data.sizes, names, strict=True) if pair[0] > 0)
    if not sizes:
        return ""
    (least, small), (most, large) = sizes[0], sizes[-1]
    if SMALL <= most <= LARGE and most < UNLIKE * least:
        return ""
    if most < 2 * least:
        return f"The inputs go up to {most:.2g}: from such numbers units learn badly."
    return (
        f"The inputs differ in size: {small} goes up to {least:.2g}, {large} up to {most:.2g}. "
        "From such numbers units learn badly."
    )
