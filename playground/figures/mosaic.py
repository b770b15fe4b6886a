"""Small pictures of decision boundaries: probabilities → colours → a PNG."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np

from playground.figures.palette import CLASS_COLOURS, WITHOUT

DARKEST = 0.75
"""How far the colour of a place where half of the networks disagree goes to grey."""


def coloured(proba: np.ndarray) -> np.ndarray:
    """Return uint8 (rows, columns, 3), the highest row first.

    ``proba`` (n, rows, columns, n_classes), lowest row first, is what n networks say. A place has
    the colour of the class that their mean predicts, the paler the less probable, and goes to grey
    with the share of them that predict another.
    """
    n_classes = proba.shape[-1]
    mean = proba.mean(axis=0)
    chosen = mean.argmax(axis=-1)
    certain = (mean.max(axis=-1) * n_classes - 1) / (n_classes - 1)
    others = disagreement(proba)
    palette = np.array([_channels(colour) for colour in CLASS_COLOURS[:n_classes]])
    colour = 255 - (255 - palette[chosen]) * (0.25 + 0.6 * certain)[..., None]
    share = np.minimum(2 * others, 1)[..., None] * DARKEST
    mixed = colour * (1 - share) + _channels(WITHOUT) * share
    return mixed[::-1].round().astype(np.uint8)


def disagreement(proba: np.ndarray) -> np.ndarray:
    """Return the share (rows, columns) of n networks that predict another class than their mean.

    ``proba`` is (n, rows, columns, n_classes).
    """
    chosen = proba.mean(axis=0).argmax(axis=-1)
    return np.asarray((proba.argmax(axis=-1) != chosen).mean(axis=0))


def shaded(share: np.ndarray) -> np.ndarray:
    """Return uint8 (rows, columns, 3), the highest row first: white at 0, dark from a half on."""
    depth = np.minimum(2 * share, 1)[::-1, :, None]
    return (255 - (255 - _channels(WITHOUT)) * depth).round().astype(np.uint8)


def _channels(colour: str) -> np.ndarray:
    """Return the channels (3,) of ``#rrggbb``."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def resampled(levels: np.ndarray, extent: np.ndarray, onto: np.ndarray) -> np.ndarray:
    """Return ``levels`` (side, side, m) over ``extent`` as they are over another one.

    An extent is x1 min, x1 max, x2 min, x2 max; beyond the first, its edges go on.
    """
    side = len(levels)
    centres = (np.arange(side) + 0.5) / side
    places = []
    for k in (0, 2):
        low, high = extent[k : k + 2]
        wanted = onto[k] + (onto[k + 1] - onto[k]) * centres
        places.append(np.clip((wanted - low) / (high - low) * side, 0, side - 1).astype(int))
    columns, rows = places
    return levels[rows][:, columns]


def png(pixels: np.ndarray) -> str:
    """Return pixels uint8 (rows, columns, 3) as the address of a PNG that holds them."""
    height, width, _ = pixels.shape
    lines = b"".join(b"\0" + line.tobytes() for line in pixels)
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    blob = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)
    return f"data:image/png;base64,{base64.b64encode(blob).decode()}"


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Return one chunk of a PNG: its length, its kind, what it holds, its check."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
