"""Trainer: one run, synchronous and deterministic. Knows no clock, thread, process or view."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from playground.catalog import SCHEDULES
from playground.config import Config
from playground.cost import MILESTONE_SIZE
from playground.course import Course, Edit, limits, read
from playground.learn import torch_private
from playground.learn.batches import gather
from playground.learn.data import Own, targets
from playground.learn.divergence import explain, find_origin
from playground.learn.engine import Engine
from playground.learn.history import History
from playground.learn.inputs import unlike_inputs
from playground.learn.look import Look, copied
from playground.learn.masks import Epoch, Masks, redrawn
from playground.learn.metrics import Evaluation
from playground.learn.model import build_optimizer, build_schedule
from playground.learn.packing import packed, plain, unpacked
from playground.learn.plane import make_plane
from playground.learn.rates import rescale
from playground.learn.snapshot import Snapshot
from playground.learn.state import State
from playground.learn.stopping import Stopping

HARMLESS_WEIGHT = 100.0
"""With no weight above it, finite weights give finite losses in networks of the sizes allowed."""

MILESTONE_GAIN = 0.9
"""A train loss below this share of the last milestone's makes a new one to go back to."""


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
        self._network_state = dict(self.network.state_dict())  # shares the tensors' memory
        self._dropouts = [m for m in self.network.modules() if isinstance(m, nn.Dropout)]
        self._course = Course(config)
        self._begin(config)
        self._stopping = Stopping(self.network)
        self._permutation = torch.empty(0, dtype=torch.int64)
        self._batches: list[tuple[Tensor, Tensor]] = []
        self._position = 0
        self._milestone, self._milestone_loss = _NO_MILESTONE, math.inf
        self._is_drawing = False
        self.history.record(self.epoch, self.evaluation)
        self._remember(self._random_state)

    @property
    def at_epoch_start(self) -> bool:
        """Between two epochs."""
        return self._position == len(self._batches)

    @property
    def finished(self) -> bool:
        """All epochs that the Config asks for are done, or a stop condition was met."""
        is_over = self.at_epoch_start and self.epoch >= self.config.epochs
        return bool(self.stopped) or is_over

    @property
    def course(self) -> Course:
        """How the run came about, with what was changed and takes effect with the next epoch."""
        if self.stopped or self.diverged:
            return self._course.ended(self.epoch, self.config.threshold)
        if not self.step:
            return Course(self.config, edits=self._course.edits)
        return self._course.then(self.epoch + (not self.at_epoch_start), self.config)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, where the schedule has taken it."""
        return float(self.optimizer.param_groups[0]["lr"])

    @property
    def gradients(self) -> list[Tensor]:
        """What the last step left, or will leave that is looked at, as the optimizer takes it."""
        is_next = self.looked and self.looked.step == self.step
        return self.looked.gradients if self.looked and is_next else self._engine.gradients

    @property
    def masks(self) -> Masks | None:
        """What dropout did in the last step; None where it did nothing, or it is not known."""
        if not self._engine.gradients or self._engine.closure:
            return None
        sizes = [len(y) for _, y in self._batches[: self._position]]
        n, is_shuffled = len(self._X_train), self._applied.shuffle
        epoch = Epoch(self._snapshot.random_state, n, is_shuffled, sizes)
        dropped = redrawn(
            epoch, list(zip(self._applied.dropouts, self._applied.hidden, strict=True))
        )
        return Masks(self._rows(self._position - 1), dropped) if dropped else None

    def _rows(self, position: int) -> Tensor:
        """Return the points of a batch of this epoch, as rows of the dataset."""
        size = self._applied.batch_size or len(self._permutation)
        return self.data.train[self._permutation.split(size)[position]]

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
        """Take over live fields with the next epoch; ValueError when ``config`` needs a restart.

        A changed limit lets a run go on that stopped at the old one.
        """
        if self.config.restarts(config):
            raise ValueError("a structural change needs a new Trainer")
        if not config.shows_as(self.config):
            self.plane = make_plane(config, self.data)
        before, self.config = self.config, config
        if limits(before) != limits(config):
            self.stopped = ""

    def edit(self, parameter: int, place: tuple[int, ...], value: float) -> float:
        """Set one number of a parameter between two steps; return what it was."""
        tensor = self.parameters[parameter]
        before = tensor[place].item()
        with torch.no_grad():
            tensor[place] = value
        self._course = self._course.edited(Edit(self.step, parameter, place, value, before))
        self.n_edits += 1
        self._evaluation = None
        return before

    def stop(self, reason: str) -> None:
        """Count as finished, for a reason that only the caller can know: time."""
        self.stopped = reason

    def go_on(self) -> None:
        """Forget that the run stopped; when it diverged, go back to its last good epoch."""
        if self.diverged and self._milestone != _NO_MILESTONE:
            self._take(unpacked(self._milestone))
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

    def look(self) -> None:
        """Take the next step apart without taking it, inside ``randomness()``.

        Where it is the first of an epoch, that is begun: what the step would do first anyway.
        """
        if self.at_epoch_start:
            self._open_epoch()
        loss, gradients = self._engine.look(*self._batches[self._position])
        at, rows = (self._position, len(self._batches)), self._rows(self._position)
        self.looked = Look(self.step, *at, rows, loss, gradients, **copied(self.optimizer))

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
            self._take_up(self.config)
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

    def _take_up(self, config: Config) -> None:
        """Go on with ``config``; a run that has done nothing begins with it."""
        if self.step:
            self._course = self._course.then(self.epoch, config)
            self._apply(config)
        else:
            self._begin(config)

    def _begin(self, config: Config) -> None:
        """Make what trains, as ``config`` has it from the first step on."""
        self.optimizer = build_optimizer(config, self.network)
        self._schedule = build_schedule(config, self.optimizer)
        self._engine = Engine(self.objective, self.optimizer, self.moves)
        self._snapshot = Snapshot(self.network, self.optimizer)
        self._course, self._applied = Course(config, edits=self._course.edits), config
        self._apply(config)

    def _apply(self, config: Config) -> None:
        """Let live fields act; the optimizer keeps its state."""
        (group,) = self.optimizer.param_groups
        if self._schedule is None:
            group.update(config.optimizer_arguments)
        else:
            rescale(self._schedule, group, self._applied, config)
        for dropout, p in zip(self._dropouts, config.dropouts, strict=True):
            dropout.p = p
        self._engine.refresh(config.l1, config.clip_norm)
        self._applied = config

    def _close_epoch(self, loss: Tensor) -> None:
        """Count the epoch, or go back to its start when numbers stopped being finite."""
        if not self._is_finite(loss):
            self._go_back()
            return
        self.epoch += 1
        rate = self.learning_rate
        if self._schedule is not None:
            self._step_schedule()
        is_recorded = self.history.wants(self.epoch)
        if is_recorded:
            self.history.record(self.epoch, self.evaluation, rate)
        if self._stopping.wants(self._applied):
            self._watch(self.measured(self._applied))
        if is_recorded and not self.stopped:
            self._remember(torch.get_rng_state())

    def _watch(self, measured: Evaluation) -> None:
        """Stop when a condition is met, unless the limits were changed in the meantime."""
        reason = self._stopping.reason(self._applied, self.epoch, measured)
        if self._applied.patience:
            self.history.best = (self._stopping.best_epoch, self._stopping.best_loss)
        if reason:
            self.history.keep(self.epoch, measured)
            self._evaluation = None
        if limits(self._applied) == limits(self.config):
            self.stopped = reason

    def _remember(self, random_state: Tensor) -> None:
        """Keep the present epoch to go back to when it is clearly the best."""
        loss = self.evaluation.train_loss
        if loss < MILESTONE_GAIN * self._milestone_loss and self.n_parameters <= MILESTONE_SIZE:
            state = self._state() | {"random_state": random_state}
            self._milestone, self._milestone_loss = packed(state), loss

    def _step_schedule(self) -> None:
        """Let the schedule set the next epoch's learning rate."""
        if SCHEDULES[self._applied.schedule].watches:
            self._schedule.step(self.evaluation.train_loss)
        elif not SCHEDULES[self._applied.schedule].spans or self.epoch < self._applied.epochs:
            self._schedule.step()

    def _is_finite(self, loss: Tensor) -> bool:
        """Tell whether the last batch's loss, every weight and all losses are finite numbers."""
        with torch.inference_mode():
            norms = torch_private.foreach_norm(self.parameters, float("inf"))
            largest = torch.stack(norms).max().item()
        if not math.isfinite(largest + loss.item()):
            return False
        if largest < HARMLESS_WEIGHT:
            return True
        return math.isfinite(sum(self.evaluation.losses))

    def _go_back(self) -> None:
        """Return to the epoch's start, having found out where its numbers went wrong."""
        batches = self._batches
        self._rewind()
        if self._applied.shuffle:
            torch.randperm(len(self._X_train))
        step, where = find_origin(self._engine, batches)
        self.step += step - len(batches)
        unlike = unlike_inputs(self._applied, self.data)
        self.diverged = explain(self._applied, self.epoch + 1, step, where, unlike)
        self._rewind()

    def _rewind(self) -> None:
        """Put everything that training changes back to the epoch's start."""
        self._snapshot.restore()
        self._engine.refresh(self._applied.l1, self._applied.clip_norm)
        self._evaluation = None

    def save(self) -> bytes:
        """Return a checkpoint from which ``load`` goes on bit for bit."""
        milestone = torch.frombuffer(bytearray(self._milestone), dtype=torch.uint8)
        kept = {"milestone": milestone, "milestone_loss": self._milestone_loss}
        return packed(self._state() | kept)

    def _state(self) -> dict[str, Any]:
        """Return what training changes, but for the epoch to go back to."""
        return self.instant() | {
            "random_state": self._random_state,
            "snapshot": None if self.at_epoch_start else self._snapshot.state(),
            "permutation": self._permutation,
            "position": 0 if self.at_epoch_start else self._position,
            "course": self._course.spelt(),
            "history": self.history.state(),
        }

    def instant(self) -> dict[str, Any]:
        """Return what each epoch changes, for ``resume`` between two; the tensors are the run's."""
        return {
            **{name: getattr(self, name) for name in _PLAIN_STATE},
            "network": self._network_state,
            "optimizer": self.optimizer.state_dict(),
            "schedule": self._schedule and plain(self._schedule.state_dict()),
            "stopping": self._stopping.state(),
            "random_state": torch.get_rng_state() if self._is_drawing else self._random_state,
        }

    def resume(self, instant: dict[str, Any], course: Course) -> None:
        """Go back to an ``instant`` of this run and its ``course`` until then, history and all."""
        history = self.history.until(instant["epoch"]).state()
        self._take(instant | {"course": course.spelt(), "history": history, "position": 0})
        if self._stopping.best_weights:
            self.history.best = (self._stopping.best_epoch, self._stopping.best_loss)
        self._milestone, self._milestone_loss = _NO_MILESTONE, math.inf
        self._remember(self._random_state)

    @classmethod
    def load(cls, config: Config, checkpoint: bytes, own: Own | None = None) -> Trainer:
        """Return the Trainer that ``save`` saw; ``config`` may differ in live fields."""
        trainer = cls(config, own)
        trainer._take(unpacked(checkpoint))
        return trainer

    def _take(self, state: dict[str, Any]) -> None:
        """Take over a checkpoint's state."""
        self.looked = None
        self.network.load_state_dict(state["network"])
        self._course = read(state["course"])
        self._applied = self._course.present
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
        if "milestone" in state:
            self._milestone = state["milestone"].numpy().tobytes()
            self._milestone_loss = state["milestone_loss"]
        self._batches, self._position = [], 0
        if state.get("snapshot"):
            self._shuffle(state["permutation"])
            self._position = state["position"]
            self._snapshot.resume(state["snapshot"])


_NO_MILESTONE = b"\0"
"""Stands for none: tensors of no bytes can't be made of a buffer."""

_PLAIN_STATE = ("epoch", "step", "diverged", "stopped")
