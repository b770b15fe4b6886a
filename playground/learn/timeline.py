"""Timeline: keyframes of a run, from each of which it is shown again or goes on bit for bit."""

from __future__ import annotations

import io
import math
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.cost import FEWEST_KEYFRAMES, KEYFRAMES, KEYFRAMES_BYTES
from playground.course import Course, read
from playground.learn.trainer import Trainer

MOST, MOST_BYTES, FEWEST = KEYFRAMES, KEYFRAMES_BYTES, FEWEST_KEYFRAMES

Filed = tuple[dict[str, Any], bytes, bytes]
"""A keyframe in a file: what JSON can hold of it, its frame, its numbers."""


@dataclass(frozen=True)
class Keyframe:
    """A run at the end of one epoch: ``Trainer.instant()``, taken apart."""

    epoch: int
    test_loss: float
    course: Course
    """What had led there."""
    frame: bytes
    """The instant, pickled, with each tensor's type and shape in its place."""
    numbers: bytes
    """The tensors' numbers, one after the other."""

    @property
    def n_bytes(self) -> int:
        """Bytes that both take."""
        return len(self.frame) + len(self.numbers)

    def filed(self) -> Filed:
        """Return it as it goes to a file."""
        about = {"epoch": self.epoch, "test_loss": self.test_loss, "course": self.course.spelt()}
        return about, self.frame, self.numbers

    def instant(self) -> dict[str, Any]:
        """Return the instant, with tensors of its own."""
        instant: dict[str, Any] = _Unpickler(io.BytesIO(self.frame), self.numbers).load()
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
        self._taker = _Taker()

    def note(self, trainer: Trainer) -> None:
        """Keep the present end of an epoch when it is one to keep; its history has come first."""
        epoch, before = trainer.epoch, self.keyframes
        if not before or (epoch % self.stride == 0 and epoch > before[-1].epoch):
            keyframe = self._keyframe(trainer)
            before.append(keyframe)
            self.n_bytes += keyframe.n_bytes
            self._thin()

    def nearest(self, epoch: int) -> Keyframe:
        """Return the keyframe that is nearest to ``epoch``, of two the earlier; one is there."""
        return min(self.keyframes, key=lambda keyframe: abs(keyframe.epoch - epoch))

    def filed(self, most: int) -> tuple[int, list[Filed]]:
        """Return the stride and the keyframes of a thinner timeline of at most ``most`` bytes.

        None where not even the first and the best one are so small.
        """
        kept, stride = self.keyframes, self.stride
        while sum(k.n_bytes for k in kept) > most and len(kept) > 2:
            stride *= 2
            kept = _thinned(kept, stride)
        is_fit = sum(k.n_bytes for k in kept) <= most
        return stride, [keyframe.filed() for keyframe in kept if is_fit]

    @classmethod
    def of(cls, stride: int, filed: Iterable[Filed]) -> Timeline:
        """Return the timeline that ``filed`` saw."""
        timeline = cls()
        timeline.stride = stride
        timeline._keep([_read(*each) for each in filed])
        return timeline

    def cut(self, trainer: Trainer) -> None:
        """Forget what came after the present epoch, to which ``trainer`` has gone back."""
        self._keep([k for k in self.keyframes if k.epoch <= trainer.epoch])
        self.stride = 1

    def _thin(self) -> None:
        """Halve the density while there are too many."""
        while self._is_full and len(self.keyframes) > FEWEST:
            self.stride *= 2
            self._keep(_thinned(self.keyframes, self.stride))

    @property
    def _is_full(self) -> bool:
        """There are too many, or they are too large."""
        return len(self.keyframes) > MOST or self.n_bytes > MOST_BYTES

    def _keyframe(self, trainer: Trainer) -> Keyframe:
        """Return the present instant of a run."""
        loss = trainer.evaluation.test_loss
        return Keyframe(trainer.epoch, loss, trainer.course, *self._taker.take(trainer.instant()))

    def _keep(self, keyframes: list[Keyframe]) -> None:
        """Let ``keyframes`` be all that are kept."""
        self.keyframes = keyframes
        self.n_bytes = sum(keyframe.n_bytes for keyframe in keyframes)


class _Taker:
    """Takes instants of one run apart. Tensors stay the same objects for most of its keyframes.

    ``Tensor.numpy`` takes longer than the copy: the array over a tensor's memory is kept.
    """

    def __init__(self) -> None:
        self._known: dict[int, _Numbers] = {}

    def take(self, instant: dict[str, Any]) -> tuple[bytes, bytes]:
        """Return an instant, pickled without the numbers of its tensors, and these numbers."""
        buffer, known = io.BytesIO(), self._known
        used: dict[int, _Numbers] = {}
        arrays: list[memoryview] = []

        def place(value: Any) -> tuple[str, tuple[int, ...]] | None:
            """Return what stands for a tensor: its type and shape."""
            if not isinstance(value, Tensor):
                return None
            numbers = used[id(value)] = known.get(id(value)) or _Numbers(value)
            arrays.append(numbers.memory)
            return numbers.place

        pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
        pickler.persistent_id = place  # type: ignore[method-assign]
        pickler.dump(instant)
        self._known = used
        return buffer.getvalue(), b"".join(arrays)


class _Numbers:
    """A tensor's numbers where they lie; it holds the tensor, so that its id is no other's."""

    __slots__ = ("memory", "place", "tensor")

    def __init__(self, tensor: Tensor) -> None:
        array = tensor.detach().numpy()
        self.tensor, self.memory = tensor, array.data
        self.place = array.dtype.str, array.shape


class _Unpickler(pickle.Unpickler):
    """Puts the tensors back. Makes nothing else but what is built in."""

    def __init__(self, file: io.BytesIO, numbers: bytes) -> None:
        super().__init__(file)
        self._numbers = numbers
        self._start = 0

    def persistent_load(self, place: Any) -> Tensor:
        """Return the next tensor."""
        dtype, shape = place
        array = np.frombuffer(self._numbers, dtype, math.prod(shape), self._start)
        self._start += array.nbytes
        return torch.from_numpy(array.reshape(shape).copy())

    def find_class(self, module: str, name: str) -> Any:
        """Refuse to make anything that has a class: an instant is plain."""
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an instant")


def _thinned(keyframes: list[Keyframe], stride: int) -> list[Keyframe]:
    """Return those at multiples of ``stride``, the first and the best."""
    always = keyframes[0].epoch, min(keyframes, key=_loss).epoch
    return [k for k in keyframes if k.epoch % stride == 0 or k.epoch in always]


def _read(about: dict[str, Any], frame: bytes, numbers: bytes) -> Keyframe:
    """Return the keyframe that ``filed`` saw."""
    return Keyframe(about["epoch"], about["test_loss"], read(about["course"]), frame, numbers)


def _loss(keyframe: Keyframe) -> float:
    """Return the test loss; that is no number counts as infinite."""
    return math.inf if math.isnan(keyframe.test_loss) else keyframe.test_loss
