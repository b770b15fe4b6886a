"""A worker process: one loop for many runs. Commands first, then frames, then a slice of training.

Talks to the server over one channel and knows nothing of browsers. Ends when the channel does.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.labs.answer import answer
from playground.learn.engine import REFERENCE_STEPS
from playground.serve import checkpoint
from playground.serve.channel import Channel
from playground.serve.protocol import Message, dumps, file_header, frame_header, lab_header
from playground.serve.worker import files
from playground.serve.worker.hosted import HostedRun
from playground.serve.worker.run import SLICE, Clock, Run
from playground.serve.worker.sentences import (
    LOST,
    NOT_MADE,
    NOT_OPEN,
    PAUSED,
    UNBUILDABLE,
    UNREADABLE,
    UNSAVED,
)
from playground.table import NotKept

log = logging.getLogger(__name__)

FRAMES_PER_SECOND = 75
"""Most frames a second of one run."""

PAST_EVERY = 0.2
"""Seconds between two frames of one earlier moment, which tell how far the run has come since."""

FRAME_TIME = 0.7
"""Seconds of frames for each second of training, while boards ask for so many."""

ROUND = 0.045
"""Seconds of training after which all runs have had a slice: of many runs, each gets shorter ones,
as there is nothing new to show of a run between two of them."""

DEBT = 0.25
"""Seconds that a run stands back at most because it was changed, or its steps were traced, once."""

MOST_SAVED = 0.02
"""Seconds of frames that a worker may owe its boards after a while in which none asked."""

STEERING = (
    "config",
    "refuse",
    "play",
    "pause",
    "step",
    "look",
    "reset",
    "rewind",
    "branch",
    "edit",
    "undo",
)
"""Commands whose effect the visitor waits to see."""

SAVE_EVERY = 1.0
"""Seconds between two checkpoints of a training run."""

SAVE_SHARE = 1 / 20
"""Share of the worker's time that checkpoints may take from training."""

MESSAGES_IN_A_ROW = 512
"""Most messages that are read at one time."""

ERRANDS_TIME = 0.02
"""Seconds after which the errands of one round end, however many wait."""


class Worker:
    """The runs of one process, by key."""

    def __init__(self, channel: Channel, directory: Path, clock: Clock = time.monotonic) -> None:
        self._channel = channel
        self._directory = directory
        self._clock = clock
        self._runs: dict[str, HostedRun] = {}
        self._least_used = 0.0
        self._frame_time = 0.0
        self._save_cost = 0.0
        self._n_epochs = 0
        self.is_dismissed = False
        """The server needs it no longer, and lives on."""
        self._tasks: dict[str, Callable[[Message], None]] = {
            "ping": self._answer,
            "open": self._open,
            "park": self._park,
            "lab": self._picture,
            "end": self._end,
        }
        self._commands: dict[str, Callable[[HostedRun, Message], None]] = {
            "config": lambda hosted, message: hosted.run.configure(message["query"]),
            "refuse": lambda hosted, message: hosted.run.stand_in(
                message["query"], message["text"]
            ),
            "play": lambda hosted, _message: hosted.run.play(),
            "pause": lambda hosted, _message: hosted.run.pause(),
            "step": lambda hosted, message: hosted.run.step(message.get("by", "epoch")),
            "look": lambda hosted, _message: hosted.run.look(),
            "reset": lambda hosted, _message: hosted.run.reset(),
            "rewind": lambda hosted, _message: hosted.run.rewind(),
            "branch": lambda hosted, message: hosted.run.branch(message["epoch"]),
            "edit": lambda hosted, message: hosted.run.edit(message),
            "undo": lambda hosted, _message: hosted.run.undo(),
            "probe": self._probe,
            "frame": lambda hosted, message: hosted.want(message),
            "horizon": lambda hosted, message: hosted.hold(message["epoch"]),
            "leave": lambda hosted, _message: hosted.leave(),
        }

    def serve(self) -> None:
        """Work until the server is gone."""
        try:
            self._tell("ready", pid=os.getpid())
            while True:
                self.turn()
        except EOFError:
            return

    def turn(self) -> None:
        """Obey what has been said, show what is due, train one run for one slice.

        Between two slices, boards are answered that have waited longest, for FRAME_TIME of what
        the slice took. While there is nothing to train, all are.
        """
        self._obey()
        self._show()
        self._train()

    def _obey(self) -> None:
        """Read what has been said and do it; wait for it when there is nothing else to do."""
        patience = self._patience()
        for _ in range(MESSAGES_IN_A_ROW):
            if not self._channel.poll(patience):
                break
            self._read(json.loads(self._channel.receive()))
            patience = 0.0
        self._run_errands()

    def _read(self, message: Message) -> None:
        """Carry out what concerns the worker; what concerns a run waits for its turn."""
        hosted = self._runs.get(message.get("key", ""))
        if task := self._tasks.get(message["op"]):
            task(message)
        elif hosted is not None:
            hosted.errands.add(message)
        elif message["op"] == "take":
            self._tell("untaken", key=message["key"], ask=message["ask"], text=NOT_OPEN)

    def _run_errands(self) -> None:
        """Do what visitors have said, who has taken least time first, as far as they may."""
        start = self._clock()
        while waiting := [p for p in self._runs.values() if p.errands and not self._wait(p)]:
            self._do(min(waiting, key=lambda p: p.used))
            if self._clock() - start >= ERRANDS_TIME:
                return

    def _wait(self, hosted: HostedRun) -> float:
        """Return the seconds by which a run's errands have to stand back behind other runs."""
        others = (p for p in self._runs.values() if p is not hosted)
        return hosted.errands.wait(self._clock()) if any(p.is_busy for p in others) else 0.0

    def _do(self, hosted: HostedRun) -> None:
        """Do the first errand of a run, at its cost; a run that fails is paused, others go on."""
        start = self._clock()
        message = hosted.errands.next()
        if message["op"] == "take":
            self._take(hosted, message)
        else:
            command = self._commands[message["op"]]
            self._guard(hosted, lambda: command(hosted, message))
        if message["op"] in STEERING:
            hosted.hurry()
        end = self._clock()
        self._charge(hosted, end - start)
        hosted.errands.spend(end - start, end)

    def _guard(self, hosted: HostedRun, action: Callable[[], None]) -> None:
        """Do something to one run and note what came of it."""
        try:
            action()
        except EOFError:
            raise
        except Exception:
            log.exception("A run failed and was paused")
            hosted.run.fail()
        self._note(hosted)

    def _probe(self, hosted: HostedRun, message: Message) -> None:
        """Let a run be asked about another place; of a moment that stands still, at once."""
        hosted.run.ask_about(message)
        if hosted.is_of_past:
            hosted.hurry()

    def _patience(self) -> float | None:
        """Return the seconds until there is something to do; None when only a command brings it."""
        now = self._clock()
        waits = [p.run.wait() for p in self._runs.values() if p.run.active]
        waits += [p.due_at - now for p in self._runs.values() if p.has_news]
        waits += [self._wait(p) for p in self._runs.values() if p.errands]
        return max(0.0, min(waits)) if waits else None

    def _show(self) -> None:
        """Answer requests for frames, those that have waited longest first."""
        now = self._clock()
        due = [p for p in self._runs.values() if p.has_news and p.due_at <= now]
        for hosted in sorted(due, key=lambda p: p.due_at):
            if self._frame_time < 0 and self._ready():
                return
            self._send_frame(hosted)

    def _send_frame(self, hosted: HostedRun) -> None:
        """Answer one request; a frame that can't be made is tried again at the next change."""
        start = self._clock()
        try:
            ask, blob = hosted.frame()
        except Exception:
            log.exception("A frame could not be made")
            return
        self._channel.send(frame_header(hosted.key, ask) + blob)
        hosted.due_at = start + (PAST_EVERY if hosted.is_of_past else 1 / FRAMES_PER_SECOND)
        self._frame_time -= self._clock() - start

    def _ready(self) -> list[HostedRun]:
        """Return the runs that could train now."""
        return [p for p in self._runs.values() if p.run.active and not p.run.wait()]

    def _train(self) -> None:
        """Give a slice to the run that has had the least."""
        ready = self._ready()
        if not ready:
            self._frame_time = 0.0
            return
        for hosted in ready:
            hosted.used = max(hosted.used, self._least_used)
        hosted = min(ready, key=lambda p: p.used)
        self._least_used = hosted.used
        trainer = hosted.run.trainer
        start, epoch = self._clock(), trainer.epoch
        self._guard(hosted, lambda: hosted.run.train(min(SLICE, ROUND / len(ready))))
        seconds = self._clock() - start
        self._n_epochs += max(0, hosted.run.trainer.epoch - epoch)
        if epoch <= REFERENCE_STEPS:  # its steps are traced, too
            self._charge(hosted, seconds)
        else:
            hosted.used += seconds
        self._frame_time = min(self._frame_time + FRAME_TIME * seconds, MOST_SAVED)

    def _charge(self, hosted: HostedRun, seconds: float) -> None:
        """Let a run pay for what is done for it once, with a wait until it trains that is short."""
        n_active = max(1, sum(other.run.active for other in self._runs.values()))
        hosted.used += min(seconds, DEBT / n_active)

    def _answer(self, _message: Message) -> None:
        """Say that it is there, and how many epochs were trained since that was said last."""
        self._tell("pong", epochs=self._n_epochs)
        self._n_epochs = 0

    def _end(self, _message: Message) -> None:
        """Note that the server will hang up without being gone."""
        self.is_dismissed = True

    def _picture(self, message: Message) -> None:
        """Answer a question about a lab, of which nothing is kept."""
        told = answer(message["lab"], message["values"])
        self._channel.send(lab_header(message["ask"]) + told)

    def _note(self, hosted: HostedRun) -> None:
        """Tell the server of a new status and live changes; write a checkpoint when one is due."""
        if hosted.told != hosted.run.status:
            hosted.told = hosted.run.status
            self._tell("status", key=hosted.key, status=hosted.told)
        if hosted.told_course != hosted.run.course:
            self._tell_course(hosted)
        if hosted.must_save(self._clock()):
            self._save(hosted)

    def _tell_course(self, hosted: HostedRun) -> None:
        """Tell the server what was changed while a run went on."""
        hosted.told_course = told = hosted.run.course
        course = told and {"query": told[0], **told[1].spelt()}
        self._tell("course", key=hosted.key, course=course)

    def _save(self, hosted: HostedRun) -> None:
        """Write the run's checkpoint; an idle run, which has done nothing, needs none."""
        start = self._clock()
        try:
            hosted.save()
        except Exception as error:
            if not self._directory.exists():
                raise EOFError from None  # another worker has seen first that the server is gone
            self._miss(hosted, error)
        else:
            hosted.is_unsaved = False
        end = self._clock()
        self._save_cost = 0.8 * self._save_cost + 0.2 * (end - start)
        n_active = sum(p.run.active for p in self._runs.values())
        hosted.next_save = end + max(SAVE_EVERY, n_active * self._save_cost / SAVE_SHARE)

    def _miss(self, hosted: HostedRun, error: Exception) -> None:
        """Say once that a run can't be saved; it is tried again, as often as ever."""
        if not hosted.is_unsaved:
            log.error("A checkpoint could not be written: %s", error)
            self._tell("notice", key=hosted.key, text=UNSAVED)
        hosted.is_unsaved = True

    def _open(self, message: Message) -> None:
        """Bring a run here or let a returning visitor find it; ``because`` is why it was away."""
        key = message["key"]
        hosted = self._runs.get(key)
        if hosted is None:
            hosted = self._runs[key] = HostedRun(key, self._bring(message), self._path(key))
            hosted.run.ask_about(message.get("probe", {}))
        hosted.errands.forget("config")  # the visitor's page has said what it wants now
        hosted.leave()
        take = hosted.run.arrive if message["arrives"] else hosted.run.configure
        self._guard(hosted, lambda: take(message["query"]))

    def _bring(self, message: Message) -> Run:
        """Return the run as its checkpoint has it; a fresh one when there is none."""
        key, because = message["key"], message["because"]
        try:
            saved = checkpoint.read(self._path(key))
            run = Run.restore(saved, self._clock) if saved else self._fresh(message["query"])
        except NotKept:  # the visitor's data: ``configure`` will say it
            return self._fresh(message["query"])
        except Exception:
            log.exception("A checkpoint could not be read")
            self._tell("notice", key=key, text=UNREADABLE)
            return self._fresh(message["query"])
        if saved is None and message.get("has_run"):
            self._tell("notice", key=key, text=LOST)
        elif because == "crashed" and run.active:
            text = f"The training process was lost; the run goes on from epoch {run.trainer.epoch}."
            self._tell("notice", key=key, text=text)
        elif because in PAUSED:
            run.pause(PAUSED[because].format(epoch=run.trainer.epoch))
        return run

    def _fresh(self, query: str) -> Run:
        """Return a fresh run of ``query``, or the default one with a sentence."""
        try:
            return Run.fresh(query, self._clock)
        except NotKept:
            return Run.fresh("", self._clock)
        except Exception:
            log.exception("A run could not be built")
            run = Run.fresh("", self._clock)
            run.query = query  # so that it is not tried again before the visitor changes it
            run.stand_in(query, UNBUILDABLE)
            return run

    def _park(self, message: Message) -> None:
        """Let go of a run that nobody watches; its file stays. Without one the run does."""
        hosted = self._runs.get(message["key"])
        if hosted is not None:
            while hosted.errands:
                self._do(hosted)
            self._save(hosted)
            if hosted.is_unsaved:
                hosted.run.pause(UNSAVED)
                self._tell("kept", key=hosted.key)
                return
            del self._runs[hosted.key]
            self._tell("parked", key=hosted.key, n_bytes=hosted.n_bytes)

    def _take(self, hosted: HostedRun, message: Message) -> None:
        """Answer the request for a file of a run, with the file or with a sentence."""
        key, ask = message["key"], message["ask"]
        try:
            blob = files.pack(hosted.run.trainer, message["name"])
        except (files.Unavailable, NotKept) as missing:
            self._tell("untaken", key=key, ask=ask, text=str(missing))
        except Exception:
            log.exception("A file could not be made")
            self._tell("untaken", key=key, ask=ask, text=NOT_MADE)
        else:
            self._channel.send(file_header(key, ask) + blob)

    def _path(self, key: str) -> Path:
        """Return where a run's checkpoint lies."""
        return self._directory / key

    def _tell(self, event: str, **fields: Any) -> None:
        """Send an event to the server."""
        self._channel.send(dumps({"event": event, **fields}))
