"""One run in a worker: a Trainer and what the visitor made of it. Knows no socket or file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground import url
from playground.catalog import OPTIMIZERS, VIEWS
from playground.config import Config
from playground.course import Course
from playground.learn.timeline import Timeline
from playground.learn.trainer import Trainer
from playground.serve.checkpoint import Checkpoint
from playground.serve.protocol import NOW, PREDICTIONS, Message
from playground.serve.worker.building import build_trainer
from playground.serve.worker.edits import Edits
from playground.serve.worker.pace import HELD, Pace
from playground.serve.worker.past import Past
from playground.serve.worker.sentences import MANY_LOSSES, where, why_finished
from playground.table import NotKept
from playground.views.frame import Probe, encode

SLICE = 0.004
"""Seconds after which a slice ends at the next end of an epoch, if not before."""

LONGEST_SLICE = 0.025
"""Seconds after which a slice ends wherever it is."""

FAILED = "Something went wrong inside this run and it was paused. Reset starts a fresh one."

Clock = Callable[[], float]


class Run:
    """A Trainer with a status: idle, running, paused, finished or diverged.

    ``version`` grows whenever a frame would show something new.
    """

    def __init__(self, query: str, trainer: Trainer, clock: Clock) -> None:
        self.version = 0
        self.lives = 0
        """How many fresh starts there were."""
        self.probe: Probe = None
        self.status = "idle"
        self.message = ""
        """A sentence for the visitor; empty when there is nothing to say."""
        self.query = query
        self._clock = clock
        self._stepping = self._by_batch = False
        self._rewound = False
        self._refused = ""
        """The query that is wanted and can't be run: this run stands in for it."""
        self._seconds = 0.0
        self._active_since: float | None = None
        self._pace = Pace()
        self.horizon = NOW  # the epoch at whose end it waits for another run
        self._take(query, trainer)

    @classmethod
    def fresh(cls, query: str, clock: Clock) -> Run:
        """Return an idle run of the Config that ``query`` spells; NotKept without its data."""
        return cls(query, build_trainer(url.decode(query)[0]), clock)

    @classmethod
    def restore(cls, saved: Checkpoint, clock: Clock) -> Run:
        """Return the run that ``checkpoint()`` saw."""
        run = cls(saved.query, build_trainer(url.decode(saved.query)[0], saved.blob), clock)
        run.past = Past(run.trainer, Timeline.of(saved.stride, saved.keyframes))
        run._seconds = saved.seconds
        run._become(saved.status, saved.message)
        return run

    @property
    def active(self) -> bool:
        """There is training to do."""
        return self.status == "running" or self._stepping

    @property
    def stands_in(self) -> bool:
        """The run is not the one that is wanted, which can't be had."""
        return bool(self._refused)

    def wait(self) -> float:
        """Return the seconds until an active run may train again."""
        if self._stepping or not self.trainer.at_epoch_start:
            return 0.0
        if NOW < self.horizon <= self.trainer.epoch:
            return HELD
        return self._pace.wait(self._clock(), self.trainer.config.speed)

    def play(self) -> None:
        """Train until something ends it."""
        if self.status == "finished":
            self.say(why_finished(self.trainer))
        elif self.status != "diverged":
            self.trainer.looked = None
            self._become("running")

    def pause(self, message: str = "") -> None:
        """Stop training where it is."""
        if self.active:
            self._become("paused", message)

    def step(self, by: str = "epoch") -> None:
        """Train to the next end of an epoch, or one batch, then pause."""
        if self.status in ("finished", "diverged"):
            self.play()
            return
        self._stepping, self._by_batch = True, by == "batch"
        self.status, self.message, self._rewound = "paused", "", False
        self._time()

    def look(self) -> None:
        """Take the next step apart without taking it, while the run stands still."""
        if self.status in ("finished", "diverged"):
            self.play()
        elif OPTIMIZERS[self.trainer.config.optimizer].closure:
            self.say(MANY_LOSSES)
        elif not self.active:
            with self.trainer.randomness():
                self.trainer.look()
            self._become("paused")

    def reset(self) -> None:
        """Go back to a fresh run from the seed; the probe stays."""
        if not self._refused:
            self._take(self.query, build_trainer(self.trainer.config))
        elif self._refused != self.query:
            self.configure(self._refused)

    def rewind(self) -> None:
        """Go on from the last finite epoch, where a diverged run stands; paused."""
        if self.status == "diverged":
            self.trainer.go_on()
            self.past.cut()
            self._become("paused", where(self.trainer))
            self._rewound = True

    def branch(self, epoch: int) -> None:
        """Go on from the keyframe nearest to ``epoch``; what came after it is forgotten."""
        was_running = self.status == "running"
        if not self.past.resume(epoch):
            return
        self._edits = Edits(self.trainer)
        self.lives += 1
        self._pace = Pace()
        text = f"Back at epoch {self.trainer.epoch}"
        if was_running and not self.trainer.finished:
            self._become("running", f"{text}: the run has gone on from there.")
        else:
            self._become("paused", f"{text}. Press Train to go on from there.")
        self._settle()

    def edit(self, message: Message) -> None:
        """Set a weight by hand, between two steps; a sentence says why not."""
        if self.status == "diverged":
            self.say(self.message)
            return
        place = tuple(message["place"])
        if complaint := self._edits.make(message["parameter"], place, message["value"]):
            self.say(complaint)
        else:
            self._edited()

    def undo(self) -> None:
        """Put back the weight that was set by hand last."""
        if self.status != "diverged" and self._edits.undo():
            self._edited()

    def _edited(self) -> None:
        """Show it; a run that was edited has begun."""
        self.trainer.looked = None
        if self.status == "idle":
            self._become("paused")
        self.say("" if self.status in ("running", "paused") else self.message)

    def configure(self, query: str) -> None:
        """Take over a Config: live fields bend the run, others start a fresh one.

        Without the data that it names, the present run stays, paused, and says so.
        """
        if query == self.query == self._refused:
            return
        if self._refused:
            self._refused = ""
            self.say("")
        if query == self.query:
            return
        config, _ = url.decode(query)
        if not self.trainer.config.restarts(config):
            self._bend(query, config)
            return
        was_running, was_stepping = self.status == "running", self._stepping
        by = "batch" if self._by_batch else "epoch"
        try:
            trainer = build_trainer(config)
        except NotKept as missing:
            self.stand_in(query, str(missing))
            return
        self._take(query, trainer)
        if was_running:
            self._become("running")
        elif was_stepping:
            self.step(by)

    def arrive(self, query: str) -> None:
        """Take over a Config that came with an address: no other experiment starts by itself."""
        config, _ = url.decode(query)
        is_same = self.trainer.config.measures_as(config)
        if not is_same:
            self.pause()
        self.configure(query)
        if not is_same and self.trainer.step and not self._refused:
            self.reset()

    def ask_about(self, message: Message) -> None:
        """Take over the place or point whose outputs the visitor wants to see."""
        if "point" in message:
            self.probe = ("point", message["point"])
        elif "x" in message:
            self.probe = ("place", message["x"], message["y"])
        else:
            self.probe = None
        self.version += 1

    def say(self, message: str) -> None:
        """Show a sentence with the next frame."""
        self.message = message
        self.version += 1

    def fail(self) -> None:
        """Pause after an error of ours."""
        self._become("paused", FAILED)

    def train(self, seconds: float = SLICE) -> None:
        """Train for one slice: to the first end of an epoch past it, or to LONGEST_SLICE."""
        start = now = self._clock()
        with self.trainer.randomness():
            while self.active and now - start < LONGEST_SLICE and not self.wait():
                now = self._train_batch(now)
                if self.trainer.at_epoch_start and now - start >= seconds:
                    break
        self.version += 1

    def frame(self, ask: Message) -> bytes:
        """Return the run as it is: while it trains what is due, else all that is open.

        Or what is due as it was at the keyframe nearest to the epoch that ``ask`` is ``at``.
        """
        self.trainer.moves.watch(any(VIEWS[name].watches_steps for name in ask["views"]))
        state = self.past.state(ask.get("at", NOW))
        about: dict[str, Any] = {
            "number": ask.get("number", 0),
            "generation": self.generation,
            "present": self.trainer.epoch,
            "past": state is not self.trainer,
            "status": self.status,
            "message": self.message,
            "undo": len(self._edits),
            "looked": state.looked.step if state.looked else -1,
            "stands_in": self.stands_in,
            "epochs_per_second": round(self._pace.epochs_per_second, 2),
        }
        if "at" in ask:  # not what merely wants the run as it is
            changed = self.course is not None
            about |= {"at": ask["at"], "timeline": self.past.about, "changed": changed}
        is_still = self.status != "running" and not about["past"]
        return encode(
            state,
            _due(ask, is_still),
            predictions=is_still or PREDICTIONS in ask["due"],
            keyframes=self.past.epochs if "at" in ask else None,
            generation_known=ask["generation"],
            probe=self.probe,
            about=about,
        )

    @property
    def course(self) -> tuple[str, Course] | None:
        """How it came to be what its query says; None when that began so and was not changed."""
        course = self.trainer.course
        return (self.query, course) if course.is_changed or not course.is_whole else None

    def checkpoint(self) -> Checkpoint:
        """Return all that ``restore`` needs."""
        blob = self.trainer.save()
        return Checkpoint(
            self.query,
            self.status,
            self.message,
            self.trainer.epoch,
            blob,
            self.seconds,
            *self.past.filed(len(blob)),
        )

    def _bend(self, query: str, config: Config) -> None:
        """Take over live fields; a changed limit lets a run go on that stopped at the old one."""
        self.query = query
        self.trainer.change(config)
        self.generation = config.generation
        self.version += 1
        self._settle()
        if self._rewound:
            self.say(where(self.trainer))

    def stand_in(self, query: str, reason: str) -> None:
        """Keep the present run, with the reason why it is not the one that ``query`` asks for."""
        self.pause()
        self._refused = query
        self.say(reason)

    def _train_batch(self, now: float) -> float:
        """Take one step; return the time after it."""
        trainer = self.trainer
        if trainer.at_epoch_start:
            self._pace.begin(now, trainer.config.speed)
        trainer.train_batch()
        now = self._clock()
        if trainer.at_epoch_start:
            self.past.note()
            self._pace.count(now, trainer.epoch)
            self._watch_time(now)
            self._settle(has_trained=True)
        if self._by_batch and self._stepping:
            self._become("paused")
        return now

    @property
    def seconds(self) -> float:
        """How long it has been running, seconds; the time it stood still does not count."""
        since = self._active_since
        return self._seconds + (0.0 if since is None else self._clock() - since)

    def _watch_time(self, now: float) -> None:
        """Stop when the running time that the Config allows is over."""
        limit = self.trainer.config.max_seconds
        if limit and self._active_since is not None:
            passed = self._seconds + now - self._active_since
            if passed >= limit and not (self.trainer.finished or self.trainer.diverged):
                epoch = self.trainer.epoch
                self.trainer.stop(f"Stopped after epoch {epoch}: {limit} s of training were over.")

    def _settle(self, has_trained: bool = False) -> None:
        """Let the status follow from what the Trainer has come to; a step ends where it led to."""
        if self.trainer.diverged:
            self._become("diverged", self.trainer.diverged)
        elif self.trainer.finished:
            if self.status != "finished":
                self._become("finished", self.trainer.stopped)
        elif self.status == "finished" or (has_trained and self._stepping):
            self._become("paused")

    def _become(self, status: str, message: str = "") -> None:
        """Change the status, and with it the sentence and the clock of the running time."""
        self.status, self.message = status, message
        self._stepping = self._by_batch = self._rewound = False
        self.version += 1
        self._time()

    def _time(self) -> None:
        """Let the clocks of the running time go or stand, as the run does."""
        now = self._clock()
        if self._active_since is not None:
            self._seconds += now - self._active_since
        self._active_since = now if self.active else None
        if self.active:
            self._pace.resume(now, self.trainer.epoch)
        else:
            self._pace.halt(now)

    def _take(self, query: str, trainer: Trainer) -> None:
        """Start with ``trainer``, idle."""
        self.lives += 1
        self.query = query
        self.trainer: Trainer = trainer
        self.past = Past(trainer)
        self._edits = Edits(trainer)
        self.generation = trainer.config.generation
        """A number that differs when the points, their view or the network's structure do."""
        self._pace = Pace()
        self._seconds, self._active_since = 0.0, None
        self._become("idle")


def _due(ask: Message, is_still: bool) -> dict[str, Any]:
    """Return the views to compute, with their arguments: at rest all that are open."""
    if is_still:
        return ask["views"]
    return {name: VIEWS[name].moving(a) for name, a in ask["views"].items() if name in ask["due"]}
