"""State: a network at one instant on its data, which is all that a view is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from playground.config import Config
from playground.layers import n_parameters
from playground.learn.data import Data, Own, make_data
from playground.learn.forward import Forward
from playground.learn.history import History
from playground.learn.look import Look
from playground.learn.masks import Masks
from playground.learn.metrics import Evaluation, Evaluator
from playground.learn.model import build_criterion, build_network
from playground.learn.moves import Moves
from playground.learn.objective import Objective
from playground.learn.plane import Plane, make_plane


@dataclass(frozen=True)
class Weights:
    """What training changes of a State: copies of all parameters and buffers at one instant."""

    epoch: int
    step: int
    learning_rate: float
    tensors: tuple[Tensor, ...]


class State:
    """A network with the data it is measured on; a fresh one has its first weights.

    The live run is one (``Trainer``), an earlier epoch of it another (``still`` and ``show``): they
    share data, plane and history, and each has tensors of its own, to which the written-out
    forward passes are bound once. ``own`` are the visitor's points when the dataset is theirs.
    """

    def __init__(self, config: Config, own: Own | None = None, of: State | None = None) -> None:
        self.config = config
        self.epoch = 0
        """Whole passes done."""
        self.step = 0
        """Optimizer steps done."""
        self.n_edits = 0
        """How often a weight was set by hand."""
        self.looked: Look | None = None
        """The step that was taken apart last."""
        self.data: Data = of.data if of else make_data(config, own)
        self.plane: Plane = of.plane if of else make_plane(config, self.data)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            self.network = build_network(config)
            self._random_state = torch.get_rng_state()
        self.criterion: nn.Module = build_criterion(config, self.data.part("train")[1])
        self.objective = Objective(self.network, self.criterion)
        self.parameters: list[Tensor] = list(self.network.parameters())
        self.n_parameters = n_parameters(config)
        """How many numbers the network learns."""
        self.moves = Moves(self.parameters)
        """How far the last step moved each parameter, while that is watched."""
        self.forward = Forward(self.objective)
        """The network in eval mode."""
        self.history: History = of.history if of else History()
        self._rate = config.learning_rate
        self._evaluate: Evaluator = of._evaluate if of else Evaluator(config, self.data)
        self._evaluation: tuple[tuple[int, float], Evaluation] | None = None

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, where the schedule has taken it."""
        return self._rate

    @property
    def gradients(self) -> list[Tensor]:
        """What the last step left, by parameter; empty where there was none, or it is not known."""
        return []

    @property
    def masks(self) -> Masks | None:
        """What dropout did in the last step; None where it did nothing, or it is not known."""
        return None

    @property
    def evaluation(self) -> Evaluation:
        """Both parts measured with the present weights; once for each step and threshold."""
        return self.measured(self.config)

    def measured(self, config: Config) -> Evaluation:
        """Return what is ``evaluation`` with the threshold of ``config``."""
        instant = self.step, config.threshold
        if self._evaluation is None or self._evaluation[0] != instant:
            self._evaluation = instant, self._evaluate(self.forward, config)
        return self._evaluation[1]

    def weights(self) -> Weights:
        """Return copies of the tensors as they are now."""
        tensors = tuple(tensor.detach().clone() for tensor in self.objective.tensors)
        return Weights(self.epoch, self.step, self.learning_rate, tensors)

    def still(self) -> State:
        """Return another State of the same run, at its first weights until told to ``show``."""
        return State(self.config, of=self)

    def show(self, weights: Weights) -> None:
        """Take over ``weights``, of this State or of one with the same Config but for live fields.

        Copies into the tensors that are there, to which everything stays bound: microseconds.
        """
        with torch.no_grad():
            for tensor, value in zip(self.objective.tensors, weights.tensors, strict=True):
                tensor.copy_(value)
        self._stand(weights.epoch, weights.step, weights.learning_rate)

    def show_instant(self, instant: Mapping[str, Any]) -> None:
        """Take over the network of ``Trainer.instant()``, of a run with the same Config."""
        self.network.load_state_dict(instant["network"])
        (group,) = instant["optimizer"]["param_groups"]
        self._stand(instant["epoch"], instant["step"], group["lr"])

    def _stand(self, epoch: int, step: int, learning_rate: float) -> None:
        """Be at another instant than before."""
        self.epoch, self.step, self._rate = epoch, step, learning_rate
        self._evaluation = None

    def shown(self, y: Tensor) -> np.ndarray:
        """Return labels or predictions as uint8 (n,), of several labels the one that is shown."""
        if self.config.is_multilabel:
            y = y[:, self.config.shown_label]
        return np.ascontiguousarray(y.numpy().astype(np.uint8))
