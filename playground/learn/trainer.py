"""Trainer: one run, synchronous and deterministic. Knows no clock, thread, process or view."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from playground import url
from playground.config import Config
from playground.learn.data import make_data, targets
from playground.learn.engine import Engine
from playground.learn.history import History
from playground.learn.metrics import Evaluation, Evaluator
from playground.learn.model import (
    build_criterion,
    build_network,
    build_optimizer,
    optimizer_arguments,
)

HARMLESS_WEIGHT = 100.0
"""With no weight above it, finite weights give finite losses in networks of the sizes allowed."""


class Trainer:
    """Trains the network of one Config, one optimizer step at a time.

    Random numbers are drawn in the order of a plain script that starts with
    ``torch.manual_seed(seed)``: initial weights, then for each epoch one permutation and the
    dropout masks of its batches. Measuring draws nothing.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        """What is wanted; live changes show here at once and take effect with the next epoch."""
        self.epoch = 0
        """Whole passes done."""
        self.step = 0
        """Optimizer steps done."""
        self.diverged = ""
        """A sentence when numbers stopped being finite; the weights are then the last finite."""
        self.data = make_data(config)
        self.criterion: nn.Module = build_criterion(config)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            self.network = build_network(config, self.data.n_features)
            self._random_state = torch.get_rng_state()
        self.optimizer = build_optimizer(config, self.network)
        self.parameters: list[Tensor] = list(self.network.parameters())
        self._engine = Engine(self.network, self.criterion, self.optimizer)
        self._dropouts = [m for m in self.network.modules() if isinstance(m, nn.Dropout)]
        self._applied = config
        X_train, y_train = self.data.part("train")
        self._X_train, self._y_train = X_train, targets(y_train, config)
        self._last_finite = [p.detach().clone() for p in self.parameters]
        self._permutation = torch.empty(0, dtype=torch.int64)
        self._batches: list[tuple[Tensor, Tensor]] = []
        self._position = 0
        self._evaluate = Evaluator(config, self.data)
        self._evaluation: tuple[int, Evaluation] | None = None
        self.history = History()
        self.history.record(0, self.evaluation)

    @property
    def at_epoch_start(self) -> bool:
        """Between two epochs."""
        return self._position == len(self._batches)

    @property
    def finished(self) -> bool:
        """All epochs that the Config asks for are done."""
        return self.epoch >= self.config.epochs

    @property
    def n_parameters(self) -> int:
        """How many numbers the network learns."""
        return sum(p.numel() for p in self.parameters)

    @property
    def is_reference(self) -> bool:
        """Plain autograd takes (some of) the steps because they could not be written out."""
        return self._engine.is_reference

    @property
    def evaluation(self) -> Evaluation:
        """Both parts measured with the present weights; computed once for each step."""
        if self._evaluation is None or self._evaluation[0] != self.step:
            with self.evaluating():
                self._evaluation = self.step, self._evaluate(self.network, self.criterion)
        return self._evaluation[1]

    @contextmanager
    def evaluating(self) -> Iterator[None]:
        """Switch to eval mode, without gradients; draws no random numbers."""
        self.network.eval()
        try:
            with torch.inference_mode():
                yield
        finally:
            self.network.train()

    @contextmanager
    def randomness(self) -> Iterator[None]:
        """Make torch's random state this run's own for the duration."""
        outside = torch.get_rng_state()
        torch.set_rng_state(self._random_state)
        try:
            yield
        finally:
            self._random_state = torch.get_rng_state()
            torch.set_rng_state(outside)

    def change(self, config: Config) -> None:
        """Take over live fields with the next epoch; ValueError when ``config`` needs a restart."""
        if self.config.restarts(config):
            raise ValueError("a structural change needs a new Trainer")
        self.config = config

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

    def train(self) -> None:
        """Train to the last epoch, or until numbers stop being finite."""
        with self.randomness():
            while not (self.finished or self.diverged):
                self.train_epoch()

    def _open_epoch(self) -> None:
        """Apply live changes, keep the weights, draw the epoch's permutation."""
        if self._applied is not self.config:
            self._apply(self.config)
        with torch.no_grad():
            torch._foreach_copy_(self._last_finite, self.parameters)
        self._shuffle(torch.randperm(len(self._X_train)))

    def _shuffle(self, permutation: Tensor) -> None:
        """Lay out the batches of one epoch: one gather, then views."""
        size = self._applied.batch_size or len(permutation)
        X, y = self._X_train[permutation], self._y_train[permutation]
        self._permutation = permutation
        self._batches = list(zip(X.split(size), y.split(size), strict=True))
        self._position = 0

    def _apply(self, config: Config) -> None:
        """Let live fields act; the optimizer keeps its state."""
        for group in self.optimizer.param_groups:
            group.update(optimizer_arguments(config))
        for dropout in self._dropouts:
            dropout.p = config.dropout
        self._engine.refresh()
        self._applied = config

    def _close_epoch(self, loss: Tensor) -> None:
        """Count the epoch, or go back to its start when numbers stopped being finite."""
        if not self._is_finite(loss):
            with torch.no_grad():
                torch._foreach_copy_(self.parameters, self._last_finite)
            self.diverged = _why_diverged(self._applied, self.epoch + 1)
            self._evaluation = None
            return
        self.epoch += 1
        if self.history.wants(self.epoch):
            self.history.record(self.epoch, self.evaluation)

    def _is_finite(self, loss: Tensor) -> bool:
        """Tell whether the last batch's loss, every weight and both losses are finite numbers."""
        with torch.no_grad():
            largest = torch.stack(torch._foreach_norm(self.parameters, float("inf"))).max()
            if not torch.isfinite(largest + loss):
                return False
        if largest < HARMLESS_WEIGHT:
            return True
        return math.isfinite(self.evaluation.train_loss + self.evaluation.test_loss)

    def save(self) -> bytes:
        """Return a checkpoint from which ``load`` goes on bit for bit."""
        state: dict[str, Any] = {
            "epoch": self.epoch,
            "step": self.step,
            "diverged": self.diverged,
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "last_finite": self._last_finite,
            "random_state": self._random_state,
            "permutation": self._permutation,
            "position": self._position,
            "applied": url.encode(self._applied),
            "history": self.history.state(),
        }
        buffer = io.BytesIO()
        torch.save(state, buffer)
        return buffer.getvalue()

    @classmethod
    def load(cls, config: Config, checkpoint: bytes) -> Trainer:
        """Return the Trainer that ``save`` saw; ``config`` may differ in live fields."""
        state = torch.load(io.BytesIO(checkpoint), weights_only=True)
        trainer = cls(config)
        trainer.network.load_state_dict(state["network"])
        trainer.optimizer.load_state_dict(state["optimizer"])
        trainer._resume(state)
        return trainer

    def _resume(self, state: dict[str, Any]) -> None:
        """Take over everything but weights and optimizer from a checkpoint's state."""
        self.epoch, self.step, self.diverged = state["epoch"], state["step"], state["diverged"]
        self._last_finite = [tensor.clone() for tensor in state["last_finite"]]
        self._random_state = state["random_state"]
        self.history = History(state["history"])
        self._evaluation = None
        self._apply(url.decode(state["applied"])[0])
        if state["position"]:
            self._shuffle(state["permutation"])
            self._position = state["position"]


def _why_diverged(config: Config, epoch: int) -> str:
    """Name the likely cause of numbers that stopped being finite in ``epoch``, and the way out."""
    what = f"The numbers stopped being finite in epoch {epoch}: "
    if config.learning_rate * config.weight_decay >= 1:
        return (
            f"{what}learning rate {config.learning_rate:g} × weight decay {config.weight_decay:g} "
            "makes every step overshoot zero. Lower one of them and press Reset."
        )
    advice = f"Press Reset and try {config.learning_rate / 10:g}."
    return f"{what}learning rate {config.learning_rate:g} is most likely too high. {advice}"
