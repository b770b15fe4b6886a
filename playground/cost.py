"""What a Config's run will take of a machine, told before anything is built: bytes and arithmetic.

Counts what the network, its optimizer and its points are made of. Knows nothing of torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from playground import url
from playground.catalog import OPTIMIZERS
from playground.config import Config
from playground.layers import layers, n_parameters

FLOAT = 4
"""Bytes of a number that a network computes with; tables and planes are made with twice as many."""

BARE = 4 * 2**20
"""Bytes of a run that is next to nothing: its objects, its history, what is
sent of it, and what the allocator keeps, which varies by some megabytes from run to run."""

MOST_KEPT = 4 * 2**20
"""Most bytes of results that a written-out computation puts into tensors made once.

On small networks the binding counts, on large ones nothing but arithmetic: there, memory does.
"""

MILESTONE_SIZE = 100_000
"""Most parameters of a network whose milestones are kept: half a megabyte with two moments."""

KEYFRAMES, KEYFRAMES_BYTES, FEWEST_KEYFRAMES = 128, 32 * 2**20, 3
"""Most keyframes of a run's timeline, and most bytes of them, unless so few take more."""

RANDOM_STATE = 6_000
"""Bytes of a keyframe that are no weights: torch's random state, and what is plain."""

GRID, COARSE_GRID, MANY_WEIGHTS = 60, 30, 200_000
"""Cells along each side of the boundary picture; fewer for networks with so many weights."""

FINE_GRID, FINE_FLOPS, FINE_INPUTS = 160, 1e9, 2e6
"""Cells along each side of the finer picture at rest, at most, and the operations and inputs of all
of them together: about as long as a picture of the largest network takes."""

FLOPS = 3e10
"""Floating-point operations of matrix products a second on one core of a modest server."""

ELEMENTS = 5e8
"""Results of activations and the like a second, forward and back."""

BYTES = 4e9
"""Bytes of weights and of their optimizer's state that are read or written a second."""


@dataclass(frozen=True)
class Cost:
    """What one run takes: ``memory`` in bytes at its highest, times in seconds of one core."""

    memory: int
    step: float
    """One optimizer step, which can't be interrupted."""
    look: float
    """Measuring a part or looking at the plane, which can't be interrupted either."""

    @property
    def longest(self) -> float:
        """How long others may have to wait for it."""
        return max(self.step, self.look)


@lru_cache(maxsize=1024)
def cost_of(query: str) -> Cost:
    """Return what the run of a query takes."""
    return estimate(url.decode(query)[0])


def estimate(config: Config) -> Cost:
    """Return what the run of ``config`` takes."""
    return Cost(_memory(config), step_seconds(config), _look_seconds(config))


def side(config: Config) -> int:
    """Return how many cells along each side the picture of a network has."""
    return COARSE_GRID if _n_weights(config) > MANY_WEIGHTS else GRID


def fine_side(config: Config) -> int:
    """Return how many cells along each side the finer picture has that is made at rest."""
    cells = min(FINE_FLOPS / forward_flops(config), FINE_INPUTS / config.n_features)
    return max(side(config), min(FINE_GRID, int(cells**0.5)))


def forward_flops(config: Config) -> int:
    """Return the operations of the matrix products that take one point through the network."""
    return 2 * _n_weights(config)


def step_flops(config: Config) -> int:
    """Return those of the products of the largest step: forward, by weights, by inputs.

    Nobody asks for gradients by the network's own inputs. A step that evaluates the loss itself
    may do so as often as its optimizer does.
    """
    first = config.n_features * (*config.hidden, config.n_outputs)[0]
    once = batch_rows(config) * (3 * forward_flops(config) - 2 * first)
    return OPTIMIZERS[config.optimizer].evaluations * once


def step_seconds(config: Config) -> float:
    """Return about how long the largest step takes."""
    spec = OPTIMIZERS[config.optimizer]
    elements = batch_rows(config) * sum(_widths(config))
    moved = FLOAT * n_parameters(config) * (3 + 2 * spec.kept)
    return step_flops(config) / FLOPS + spec.evaluations * (elements / ELEMENTS + moved / BYTES)


def batch_rows(config: Config) -> int:
    """Return the points of the largest batch."""
    n_train = _n_train(config)
    return min(config.batch_size, n_train) or n_train


def _look_seconds(config: Config) -> float:
    """Return about how long the longest look takes: the larger of a part and the plane."""
    rows = max(_n_train(config), config.n_points - _n_train(config), side(config) ** 2)
    return rows * (forward_flops(config) / FLOPS + sum(_widths(config)) / ELEMENTS / 2)


def _memory(config: Config) -> int:
    """Return the bytes that stay, and the most that come and go beside them."""
    weights = _weights_bytes(config) + _timeline_bytes(config)
    return BARE + weights + _points_bytes(config) + _results_bytes(config)


def _timeline_bytes(config: Config) -> int:
    """Return the most bytes of the timeline: one keyframe more than stay, until it is thinned."""
    copies = 1 + OPTIMIZERS[config.optimizer].kept + (config.patience > 0)
    each = RANDOM_STATE + FLOAT * n_parameters(config) * copies
    most = max(KEYFRAMES_BYTES, FEWEST_KEYFRAMES * each)
    return min(KEYFRAMES * each, most) + each


def _weights_bytes(config: Config) -> int:
    """Return the bytes of all that is as large as the weights.

    Weights, gradients, the last update, the optimizer's state; the epoch's start; the best so far;
    a checkpoint, twice while its buffer grows.
    """
    spec = OPTIMIZERS[config.optimizer]
    kept = spec.kept
    copies = spec.closure * kept * 3 // 4  # what its evaluations leave behind, measured
    copies += 1  # what a step moved, while that is looked at
    copies += 2 + kept + (1 + min(kept, 2)) + (config.patience > 0) + 2 * (1 + kept)
    if n_parameters(config) <= MILESTONE_SIZE:
        copies += 1 + kept
    return FLOAT * n_parameters(config) * copies


def _points_bytes(config: Config) -> int:
    """Return the bytes of points and plane: raw, scaled, both parts, the batches; the grid."""
    n, cells = config.n_points, side(config) ** 2
    raw, inputs = 2 * FLOAT * config.n_columns, FLOAT * config.n_features
    return n * (2 * raw + 5 * inputs) + cells * (2 * raw + inputs)


def _results_bytes(config: Config) -> int:
    """Return the bytes of what layers compute: of a step all, of a look two at a time."""
    widths, n_train = _widths(config), _n_train(config)
    sets = n_train, config.n_points - n_train, side(config) ** 2
    step = FLOAT * batch_rows(config) * (sum(widths) + _remembered(config) + 3 * max(widths))
    look = FLOAT * max(sets) * 3 * max(widths)
    kept = 2 * _kept(batch_rows(config), widths * 2) + sum(_kept(rows, widths) for rows in sets)
    return max(step, look) + kept


def _kept(rows: int, widths: list[int]) -> int:
    """Return the bytes of results that one written-out computation keeps: those that still fit."""
    room = MOST_KEPT
    for width in widths:
        size = FLOAT * rows * width
        room -= size if size <= room else 0
    return MOST_KEPT - room


def _remembered(config: Config) -> int:
    """Return what normalisation and dropout keep of a point for the way back, beside its results.

    Three numbers a unit: measured.
    """
    made = (layer for layer in layers(config) if layer.role in ("normalisation", "dropout"))
    return 3 * sum(layer.n_out for layer in made if layer.call.positional != (0.0,))


def _widths(config: Config) -> list[int]:
    """Return the units that each layer hands on, but for those that hand on what they are given."""
    return [layer.n_out for layer in layers(config) if layer.call.positional != (0.0,)]


def _n_weights(config: Config) -> int:
    """Return how many weights linear layers have, without biases."""
    widths = [config.n_features, *config.hidden, config.n_outputs]
    return sum(a * b for a, b in pairwise(widths))


def _n_train(config: Config) -> int:
    """Return about how many points are learned from."""
    return config.n_points - round(config.test_size * config.n_points)
