"""Timeline: keyframes of a run, from each of which it is shown again or goes on bit for bit."""

from __future__ import annotations

import io
import math
import pickle
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.course import Course
from playground.learn.trainer import Trainer

MOST = 128
"""Most keyframes of a run."""

MOST_BYTES = 32 * 2**20
"""Most bytes of a run's keyframes, unless FEWEST take more."""

FEWEST = 3
"""So many are kept of a network of any size."""


@dataclass(frozen=True)
class Keyframe:
    """A run at the end of one epoch: ``content`` is ``Trainer.instant()``, pickled."""

    epoch: int
    test_loss: float
    course: Course
    """What had led there."""
    content: bytes

    def instant(self) -> dict[str, Any]:
        """Return the instant, with tensors of its own."""
        instant: dict[str, Any] = pickle.loads(self.content)  # never left this process
        return instant


class Timeline:
    """The keyframes of one run, in order: thinned without a clock, so that they stay few.

    Kept are the epochs divisible by ``stride``, which doubles when they are too many or too large;
    always the first one, and of all that were kept the one with the lowest test loss.
    """

    def __init__(self) -> None:
        self.stride = 1
        self.keyframes: list[Keyframe] = []
        self.n_bytes = 0

    def note(self, trainer: Trainer) -> None:
        """Keep the present end of an epoch when it is one to keep; its history has come first."""
        epoch, before = trainer.epoch, self.keyframes
        if not before or (epoch % self.stride == 0 and epoch > before[-1].epoch):
            self._keep([*before, _keyframe(trainer)])
            self._thin()

    def nearest(self, epoch: int) -> Keyframe:
        """Return the keyframe that is nearest to ``epoch``, of two the earlier."""
        return min(self.keyframes, key=lambda keyframe: abs(keyframe.epoch - epoch))

    def cut(self, trainer: Trainer) -> None:
        """Forget what came after the present epoch, to which ``trainer`` has gone back."""
        self._keep([k for k in self.keyframes if k.epoch <= trainer.epoch])
        self.stride = 1

    def _thin(self) -> None:
        """Halve the density while there are too many."""
        while self._is_full and len(self.keyframes) > FEWEST:
            self.stride *= 2
            always = self.keyframes[0], min(self.keyframes, key=_loss)
            self._keep([k for k in self.keyframes if k.epoch % self.stride == 0 or k in always])

    @property
    def _is_full(self) -> bool:
        """There are too many, or they are too large."""
        return len(self.keyframes) > MOST or self.n_bytes > MOST_BYTES

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


def _loss(keyframe: Keyframe) -> float:
    """Return the test loss; that is no number counts as infinite."""
    return math.inf if math.isnan(keyframe.test_loss) else keyframe.test_loss


def _keyframe(trainer: Trainer) -> Keyframe:
    """Return the present instant of a run."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(trainer.instant())
    loss = trainer.evaluation.test_loss
    return Keyframe(trainer.epoch, loss, trainer.course, buffer.getvalue())
