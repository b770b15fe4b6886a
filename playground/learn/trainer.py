"""Trainer: one run, synchronous and deterministic. Knows no clock, thread, process or view."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from playground import url
from playground.catalog import SCHEDULES
from playground.config import Config
from playground.learn import torch_private
from playground.learn.batches import gather
from playground.learn.data import Own, targets
from playground.learn.divergence import explain, find_origin
from playground.learn.engine import Engine
from playground.learn.history import History
from playground.learn.model import (
    build_optimizer,
    build_schedule,
    optimizer_arguments,
)
from playground.learn.plane import make_plane
from playground.learn.snapshot import Snapshot
from playground.learn.state import State
from playground.learn.stopping import Stopping

HARMLESS_WEIGHT = 100.0
"""With no weight above it, finite weights give finite losses in networks of the sizes allowed."""

MILESTONE_GAIN = 0.9
"""A train loss below this share of the last milestone's makes a new one to go back to."""

MILESTONE_SIZE = 100_000
"""Most parameters of a network whose milestones are kept: half a megabyte with two moments."""


class Trainer(State):
    """Trains the network of one Config, one optimizer step at a time: a State that moves.

    Random numbers are drawn in the order of a plain script that starts with
    ``torch.manual_seed(seed)``: initial weights, then for each epoch one permutation and the
    dropout masks of its batches. Measuring draws nothing. ``own`` are the visitor's points when
    the dataset is theirs. ``config`` is what is wanted: live changes show there at once and take
    effect with the next epoch.
    """

    def __init__(self, config: Config, own: Own | None = None) -> None:
        super().__init__(config, own)
        self.diverged = ""
        """A sentence when numbers left the finite; the run is then at its last finite epoch."""
        self.stopped = ""
        """A sentence when a stop condition was met."""
        X_train, y_train = self.data.part("train")
        self._X_train, self._y_train = X_train, targets(y_train, config)
        self.optimizer = build_optimizer(config, self.network)
        self._schedule = build_schedule(config, self.optimizer)
        self._engine = Engine(self.objective, self.optimizer)
        self._engine.refresh(config.l1, config.clip_norm)
        self._dropouts = [m for m in self.network.modules() if isinstance(m, nn.Dropout)]
        self._applied = config
        self._snapshot = Snapshot(self.network, self.optimizer)
        self._stopping = Stopping(self.network)
        self._permutation = torch.empty(0, dtype=torch.int64)
        self._batches: list[tuple[Tensor, Tensor]] = []
        self._position = 0
        self._milestone, self._milestone_loss = b"", math.inf
        self._is_drawing = False
        self._record()

    @property
    def at_epoch_start(self) -> bool:
        """Between two epochs."""
        return self._position == len(self._batches)

    @property
    def finished(self) -> bool:
        """All epochs that the Config asks for are done, or a stop condition was met."""
        return bool(self.stopped) or self.epoch >= self.config.epochs

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, where the schedule has taken it."""
        return float(self.optimizer.param_groups[0]["lr"])

    @property
    def is_reference(self) -> bool:
        """Plain autograd takes the steps, or some that could not be written out."""
        return self._engine.is_reference

    @contextmanager
    def randomness(self) -> Iterator[None]:
        """Make torch's random state this run's own for the duration."""
        outside = torch.get_rng_state()
        torch.set_rng_state(self._random_state)
        self._is_drawing = True
        try:
            yield
        finally:
            self._random_state, self._is_drawing = torch.get_rng_state(), False
            torch.set_rng_state(outside)

    def change(self, config: Config) -> None:
        """Take over live fields with the next epoch; ValueError when ``config`` needs a restart."""
        if self.config.restarts(config):
            raise ValueError("a structural change needs a new Trainer")
        if not config.shows_as(self.config):
            self.plane = make_plane(config, self.data)
        self.config = config

    def stop(self, reason: str) -> None:
        """Count as finished, for a reason that only the caller can know: time."""
        self.stopped = reason

    def go_on(self) -> None:
        """Forget that the run stopped; when it diverged, go back to its last good epoch."""
        if self.diverged and self._milestone:
            self._take(torch.load(io.BytesIO(self._milestone), weights_only=True))
        self.diverged = self.stopped = ""

    def train_batch(self) -> None:
        """Take one optimizer step, inside ``randomness()``."""
        if self.at_epoch_start:
            self._open_epoch()
        X, y = self._batches[self._position]
        self._position += 1
        self.step += 1
        loss = self._engine.step(X, y, tell=self.at_epoch_start)
        if self.at_epoch_start and loss is not None:
            self._close_epoch(loss)

    def train_epoch(self) -> None:
        """Take steps until the present epoch is complete, inside ``randomness()``."""
        self.train_batch()
        while not self.at_epoch_start:
            self.train_batch()

    def train(self, is_time_up: Callable[[], bool] = lambda: False) -> None:
        """Train to the end, or until the caller says after an epoch that time is up."""
        with self.randomness():
            while not (self.finished or self.diverged):
                self.train_epoch()
                if is_time_up():
                    self.stop(f"Stopped after epoch {self.epoch}: time was up.")

    def _open_epoch(self) -> None:
        """Apply live changes, keep the present instant, draw the epoch's permutation."""
        if self._applied is not self.config:
            self._apply(self.config)
        self._snapshot.take(self._engine.bindings)
        n = len(self._X_train)
        self._shuffle(torch.randperm(n) if self.config.shuffle else torch.arange(n))

    def _shuffle(self, permutation: Tensor) -> None:
        """Lay out the batches of one epoch."""
        size = self._applied.batch_size or len(permutation)
        X = gather(self._X_train, permutation, size)
        y = self._y_train[permutation].split(size)
        self._permutation = permutation
        fewest = self._applied.fewest_in_batch
        self._batches = [pair for pair in zip(X, y, strict=True) if len(pair[1]) >= fewest]
        self._position = 0

    def _apply(self, config: Config) -> None:
        """Let live fields act; the optimizer keeps its state."""
        (group,) = self.optimizer.param_groups
        if self._schedule is None:
            group.update(optimizer_arguments(config))
        else:
            self._rescale(config)
        for dropout, p in zip(self._dropouts, config.dropouts, strict=True):
            dropout.p = p
        self._engine.refresh(config.l1, config.clip_norm)
        self._applied = config

    def _rescale(self, config: Config) -> None:
        """Let live fields act while a schedule is under way: it goes on, all rates scaled."""
        (group,) = self.optimizer.param_groups
        ratio = config.learning_rate / self._applied.learning_rate
        rates = {k: group[k] * ratio for k in _RATES if k in group}
        group.update(optimizer_arguments(config) | rates)
        if hasattr(self._schedule, "base_lrs"):
            self._schedule.base_lrs = [rate * ratio for rate in self._schedule.base_lrs]

    def _close_epoch(self, loss: Tensor) -> None:
        """Count the epoch, or go back to its start when numbers stopped being finite."""
        if not self._is_finite(loss):
            self._go_back()
            return
        self.epoch += 1
        if self._schedule is not None:
            self._step_schedule()
        if self._stopping.wants(self._applied):
            self.stopped = self._stopping.reason(self._applied, self.epoch, self.evaluation)
            if self.stopped:
                self._evaluation = None
        if self.history.wants(self.epoch):
            self._record()

    def _record(self) -> None:
        """Add the present epoch to the history, and remember it when it is clearly the best."""
        self.history.record(self.epoch, self.evaluation)
        self._mark()

    def _mark(self) -> None:
        """Make the present epoch a milestone when it is clearly better than the last one."""
        loss = self.evaluation.train_loss
        if loss < MILESTONE_GAIN * self._milestone_loss and self.n_parameters <= MILESTONE_SIZE:
            self._milestone, self._milestone_loss = self.save(), loss

    def _step_schedule(self) -> None:
        """Let the schedule set the next epoch's learning rate."""
        if SCHEDULES[self._applied.schedule].watches:
            self._schedule.step(self.evaluation.train_loss)
        elif not SCHEDULES[self._applied.schedule].spans or self.epoch < self._applied.epochs:
            self._schedule.step()

    def _is_finite(self, loss: Tensor) -> bool:
        """Tell whether the last batch's loss, every weight and both losses are finite numbers."""
        with torch.inference_mode():
            norms = torch_private.foreach_norm(self.parameters, float("inf"))
            largest = torch.stack(norms).max().item()
        if not math.isfinite(largest + loss.item()):
            return False
        if largest < HARMLESS_WEIGHT:
            return True
        return math.isfinite(self.evaluation.train_loss + self.evaluation.test_loss)

    def _go_back(self) -> None:
        """Return to the epoch's start, having found out where its numbers went wrong."""
        batches = self._batches
        self._rewind()
        if self._applied.shuffle:
            torch.randperm(len(self._X_train))
        step, where = find_origin(self._engine, batches)
        self.step += step - len(batches)
        self.diverged = explain(self._applied, self.epoch + 1, step, where)
        self._rewind()

    def _rewind(self) -> None:
        """Put everything that training changes back to the epoch's start."""
        self._snapshot.restore()
        self._engine.refresh(self._applied.l1, self._applied.clip_norm)
        self._evaluation = None

    def save(self) -> bytes:
        """Return a checkpoint from which ``load`` goes on bit for bit."""
        buffer = io.BytesIO()
        torch.save(self.instant() | {"history": self.history.state()}, buffer)
        return buffer.getvalue()

    def instant(self) -> dict[str, Any]:
        """Return all that training changes but the history; the tensors are the run's own."""
        return {
            **{name: getattr(self, name) for name in _PLAIN_STATE},
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self._schedule and _plain(self._schedule.state_dict()),
            "stopping": self._stopping.state(),
            "random_state": torch.get_rng_state() if self._is_drawing else self._random_state,
            "permutation": self._permutation,
            "position": 0 if self.at_epoch_start else self._position,
            "applied": url.encode(self._applied),
        }

    def resume(self, instant: dict[str, Any]) -> None:
        """Go back to an ``instant`` of this run, with the history as it was then, thinned."""
        self._take(instant | {"history": self.history.until(instant["epoch"]).state()})
        self._milestone, self._milestone_loss = b"", math.inf
        self._mark()

    @classmethod
    def load(cls, config: Config, checkpoint: bytes, own: Own | None = None) -> Trainer:
        """Return the Trainer that ``save`` saw; ``config`` may differ in live fields."""
        trainer = cls(config, own)
        trainer._take(torch.load(io.BytesIO(checkpoint), weights_only=True))
        return trainer

    def _take(self, state: dict[str, Any]) -> None:
        """Take over a checkpoint's state."""
        self.network.load_state_dict(state["network"])
        self._applied = url.decode(state["applied"])[0]
        self.optimizer.load_state_dict(state["optimizer"])
        for name in _PLAIN_STATE:
            setattr(self, name, state[name])
        if self._schedule is not None:
            self._schedule.load_state_dict(state["schedule"])
        self._stopping.resume(state["stopping"])
        self._random_state = state["random_state"]
        self.history = History(state["history"])
        self._evaluation = None
        self._apply(self._applied)
        self._batches, self._position = [], 0
        if state["position"]:
            self._shuffle(state["permutation"])
            self._position = state["position"]


_PLAIN_STATE = ("epoch", "step", "diverged", "stopped")
_RATES = ("lr", "initial_lr", "max_lr", "min_lr")


def _plain(state: dict[str, Any]) -> dict[str, Any]:
    """Return a schedule's state without what only code can be."""
    return {k: v for k, v in state.items() if isinstance(v, int | float | str | list | dict | None)}
