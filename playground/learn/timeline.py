"""Timeline: keyframes of a run, from each of which it is shown again or goes on bit for bit."""

from __future__ import annotations

import io
import math
import pickle
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.learn.trainer import Trainer

MOST = 256
"""Most keyframes of a run."""

MOST_BYTES = 64 * 2**20
"""Most bytes of a run's keyframes, unless FEWEST take more."""

FEWEST = 3
"""So many are kept of a network of any size."""


@dataclass(frozen=True)
class Keyframe:
    """A run at the end of one epoch; ``content`` is ``Trainer.instant()``, pickled."""

    epoch: int
    content: bytes

    def instant(self) -> dict[str, Any]:
        """Return the instant, with tensors of its own."""
        instant: dict[str, Any] = pickle.loads(self.content)  # never left this process
        return instant


class Timeline:
    """The keyframes of one run, in order: thinned without a clock, so that they stay few.

    Kept are the epochs divisible by ``stride``, which doubles when they are too many or too large;
    always the first one, and the one whose test loss is the lowest of all that were recorded.
    """

    def __init__(self) -> None:
        self.stride = 1
        self.keyframes: list[Keyframe] = []
        self.n_bytes = 0
        self._best, self._best_loss = -1, math.inf

    def note(self, trainer: Trainer) -> None:
        """Keep the present end of an epoch when it is one to keep; its history has come first."""
        epoch = trainer.epoch
        if not trainer.history.wants(epoch) or (self.keyframes and epoch <= self._last):
            return
        if is_best := trainer.evaluation.test_loss < self._best_loss:
            self._best, self._best_loss = epoch, trainer.evaluation.test_loss
        if is_best or not self.keyframes or epoch % self.stride == 0:
            self._keep([*self.keyframes, _keyframe(trainer)])
            self._thin()

    def nearest(self, epoch: int) -> Keyframe:
        """Return the keyframe that is nearest to ``epoch``, of two the earlier."""
        return min(self.keyframes, key=lambda keyframe: abs(keyframe.epoch - epoch))

    def cut(self, trainer: Trainer) -> None:
        """Forget what came after the present epoch, to which ``trainer`` has gone back."""
        self._keep([k for k in self.keyframes if k.epoch <= trainer.epoch])
        self.stride = 1
        rows = [row for row in trainer.history.rows if self._has(row[0])]
        best = min(rows, key=lambda row: row[2], default=[-1, 0.0, math.inf])
        self._best, self._best_loss = int(best[0]), best[2]

    @property
    def _last(self) -> int:
        """Epoch of the last keyframe."""
        return self.keyframes[-1].epoch

    def _has(self, epoch: float) -> bool:
        """Tell whether there is a keyframe of ``epoch``."""
        return any(keyframe.epoch == epoch for keyframe in self.keyframes)

    def _thin(self) -> None:
        """Let go of a best one that is no longer it; halve the density while that is needed."""
        self._keep([k for k in self.keyframes if self._stays(k)])
        while self._is_full and len(self.keyframes) > FEWEST:
            self.stride *= 2
            self._keep([k for k in self.keyframes if self._stays(k)])

    @property
    def _is_full(self) -> bool:
        """There are too many, or they are too large."""
        return len(self.keyframes) > MOST or self.n_bytes > MOST_BYTES

    def _stays(self, keyframe: Keyframe) -> bool:
        """Tell whether a keyframe is one to keep."""
        epoch = keyframe.epoch
        return epoch % self.stride == 0 or epoch in (self._best, self.keyframes[0].epoch)

    def _keep(self, keyframes: list[Keyframe]) -> None:
        """Let ``keyframes`` be all that are kept."""
        self.keyframes = keyframes
        self.n_bytes = sum(len(keyframe.content) for keyframe in keyframes)


class _Pickler(pickle.Pickler):
    """Writes tensors as their numbers: ten times as fast as ``torch.save``, in half the bytes."""

    def reducer_override(self, value: Any) -> Any:
        """Return how to make a tensor again."""
        if isinstance(value, Tensor):
            return torch.from_numpy, (value.detach().numpy(),)
        return NotImplemented


def _keyframe(trainer: Trainer) -> Keyframe:
    """Return the present instant of a run."""
    buffer = io.BytesIO()
    # Between two epochs the last one's order is of no use.
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(trainer.instant() | {"permutation": None})
    return Keyframe(trainer.epoch, buffer.getvalue())
