"""A run hosted by its worker: what its visitor asked for, whose turn it is, its file."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.course import Course
from playground.serve import checkpoint
from playground.serve.protocol import MOST_ASKED, NOW, Message
from playground.serve.worker.errands import Errands
from playground.serve.worker.run import Run

_NEVER = float("-inf")


@dataclass
class HostedRun:
    """One run of a worker. Times are seconds of the worker's clock."""

    key: str
    run: Run
    path: Path
    errands: Errands = field(default_factory=Errands)
    told: str = ""
    """The status that the server was last told."""
    told_course: tuple[str, Course] | None = None
    """What the server was last told of live changes."""
    used: float = 0.0
    """Seconds of training and of errands had; the run with the fewest is next."""
    due_at: float = _NEVER
    """From when on a frame may be sent; whose was due first goes first."""
    next_save: float = _NEVER
    """When a training run's next checkpoint is due."""
    n_bytes: int = 0
    """Size of the checkpoint; 0 when there is none."""
    is_unsaved: bool = False
    """The last checkpoint could not be written, and the visitor was told."""
    _asks: deque[Message] = field(default_factory=lambda: deque(maxlen=MOST_ASKED))
    _answered: dict[str, Any] = field(default_factory=dict)
    _at: int = NOW
    _given: set[str] = field(default_factory=set)
    _shown: int = -1
    _saved: Any = None

    @property
    def is_busy(self) -> bool:
        """It has something to do."""
        return self.run.active or bool(self.errands) or self.has_news

    @property
    def has_news(self) -> bool:
        """A frame is asked for, and would show something that the last one did not."""
        return bool(self._asks) and self._shown != self.run.version

    def want(self, ask: Message | None) -> None:
        """Keep a request for a frame, in place of earlier ones; None: nobody asks any more.

        One ``ahead`` of its time is kept beside those, and answered after them. To who doesn't know
        the run's points, or no longer, everything is news.
        """
        if ask is None or not ask.get("ahead"):
            self._asks.clear()
        if ask is None or (ask["generation"] != self.run.generation and not self._asks):
            self._shown = -1
        if ask is not None:
            self._asks.append(ask)
            self._look_ahead()

    def _look_ahead(self) -> None:
        """Note what the next request makes news.

        A view that was not open before, or with other arguments; and another moment of the run.
        """
        ask = self._asks[0]
        if not ask["views"].items() <= self._answered.items():
            self._shown = -1
        if self._is_other(ask):
            self._shown = -1
            self.hurry()

    def leave(self) -> None:
        """Note that nobody watches: nobody asks, and the run waits for no other."""
        self.want(None)
        self.hold(NOW)

    def hold(self, epoch: int) -> None:
        """Let the run wait at the end of ``epoch`` from now on; NOW: at none."""
        self.run.horizon = epoch

    def _is_other(self, ask: Message) -> bool:
        """Tell whether another moment is asked for than last, or more of an earlier one."""
        at = ask.get("at", NOW)
        return at != self._at or (at != NOW and not set(ask["due"]) <= self._given)

    @property
    def is_of_past(self) -> bool:
        """The last answer showed an earlier moment, which does not change while the run trains."""
        return self._at != NOW

    def frame(self) -> tuple[int, bytes]:
        """Return the number of the request that is answered, and the answer."""
        ask, self._shown = self._asks[0], self.run.version
        at = ask.get("at", NOW)
        self._given = set(ask["due"]) | (self._given if at == self._at else set())
        self._answered, self._at = ask["views"], at
        blob = self.run.frame(ask)
        self._asks.popleft()
        if self._asks:
            self._look_ahead()
        return ask["ask"], blob

    def hurry(self) -> None:
        """Let the next frame go first."""
        self.due_at = _NEVER

    def must_save(self, now: float) -> bool:
        """Tell whether the file says something else than it should."""
        return self._saved != self._mark() or (self.run.active and now >= self.next_save)

    def save(self) -> None:
        """Bring the file up to date. An idle run has done nothing and has none."""
        self._saved = self._mark()
        if self.run.status == "idle" and not self.run.active:
            checkpoint.remove(self.path)
            self.n_bytes = 0
        else:
            self.n_bytes = checkpoint.write(self.path, self.run.checkpoint())

    def _mark(self) -> tuple[int, str, int, int | None]:
        """Return what a checkpoint must not lag behind: any change, but for steps in training."""
        run = self.run
        n_edits = run.trainer.n_edits
        return run.lives, run.status, n_edits, None if run.active else run.trainer.step
