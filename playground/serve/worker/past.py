"""Past: what a run in a worker was at its keyframes."""

from __future__ import annotations

import numpy as np

from playground.learn.state import State
from playground.learn.timeline import MOST_BYTES, Filed, Keyframe, Timeline
from playground.learn.trainer import Trainer
from playground.serve.protocol import NOW

FILED = 2**19
"""Bytes that keyframes may always take of a file; more only if the rest of it does."""


class Past:
    """The timeline of one Trainer, and the one State that shows any moment of it."""

    def __init__(self, trainer: Trainer, timeline: Timeline | None = None) -> None:
        self._trainer = trainer
        self._timeline = timeline or Timeline()
        self._still: State | None = None
        self._keyframe: Keyframe | None = None
        self._shown: Keyframe | None = None
        if trainer.at_epoch_start:  # a run may come back in the midst of one
            self.note()

    @property
    def epochs(self) -> np.ndarray:
        """Epochs of the keyframes, int32 (n,)."""
        return np.array([k.epoch for k in self._timeline.keyframes], dtype=np.int32)

    @property
    def about(self) -> dict[str, int]:
        """How dense the keyframes are, and how much memory they take."""
        return {
            "stride": self._timeline.stride,
            "bytes": self._timeline.n_bytes,
            "most": MOST_BYTES,
        }

    def filed(self, beside: int) -> tuple[int, list[Filed]]:
        """Return the stride and keyframes for a file, beside a checkpoint of so many bytes."""
        return self._timeline.filed(max(FILED, beside))

    def note(self) -> None:
        """Keep the present end of an epoch, when it is one to keep."""
        self._timeline.note(self._trainer)

    def state(self, epoch: int) -> State:
        """Return the run at the keyframe nearest to ``epoch``; the run itself where it has come to.

        The State that is returned is the same each time, at another instant.
        """
        if epoch == NOW or epoch >= self._trainer.epoch or not self._timeline.keyframes:
            return self._trainer
        still, keyframe = self._made_still(), self._nearest(epoch)
        if keyframe is not self._shown:
            still.show_instant(keyframe.instant())
            self._shown = keyframe
        still.history, still.plane = self._trainer.history, self._trainer.plane
        return still

    def resume(self, epoch: int) -> bool:
        """Let the Trainer go back to the keyframe nearest to ``epoch``; tell whether it has."""
        if epoch == NOW or epoch > self._trainer.epoch or not self._timeline.keyframes:
            return False
        keyframe = self._nearest(epoch)
        self._trainer.resume(keyframe.instant(), keyframe.course)
        self.cut()
        return True

    def cut(self) -> None:
        """Forget what came after the present epoch."""
        self._timeline.cut(self._trainer)
        self._keyframe = None

    def _nearest(self, epoch: int) -> Keyframe:
        """Return the keyframe nearest to ``epoch``; the last one that was shown is not let go."""
        if self._keyframe is None or self._keyframe.epoch != epoch:
            self._keyframe = self._timeline.nearest(epoch)
        return self._keyframe

    def _made_still(self) -> State:
        """Return the State that shows the past, made anew when the Config has changed since."""
        if self._still is None or self._still.config is not self._trainer.config:
            self._still, self._shown = self._trainer.still(), None
        return self._still
