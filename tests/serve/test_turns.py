"""Whose turn it is in a worker: runs to train, boards to be answered. By a clock of the test's."""

import itertools
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.serve.channel import Channel
from playground.serve.protocol import dumps, is_frame, split_frame
from playground.serve.worker.hosted import HostedRun
from playground.serve.worker.run import LONGEST_SLICE, SLICE, Run
from playground.serve.worker.worker import FRAMES_PER_SECOND, ROUND, Worker
from tests.serve.harness import LONG, key, wanted

TICK = 0.0002
"""Seconds by which the clock of ``training`` moves each time it is read."""


def training(directory: Path, *queries: str) -> tuple[Worker, Channel, Iterator[int]]:
    """Return a worker whose runs train, the server's end, and the ticks of the worker's clock."""
    ticks = itertools.count()
    ours, theirs = socket.socketpair()
    worker = Worker(Channel(theirs), directory, clock=lambda: next(ticks) * TICK)
    channel = Channel(ours)
    for i, query in enumerate(queries):
        opening = {"op": "open", "key": key(i), "query": query, "probe": {}}
        opening |= {"because": "", "arrives": False}
        channel.send(dumps(opening))
        channel.send(dumps({"op": "play", "key": key(i)}))
    return worker, channel, ticks


def test_runs_have_equal_time(tmp_path: Path) -> None:
    worker, channel, _ = training(tmp_path, LONG, f"{LONG}&batch_size=1&n_samples=2000")
    for _ in range(200):
        worker.turn()
    channel.close()
    short, long = worker._runs.values()
    assert short.used == pytest.approx(long.used, abs=2 * LONGEST_SLICE)
    assert short.used > 20 * LONGEST_SLICE
    assert short.run.trainer.step == pytest.approx(long.run.trainer.step, rel=0.3)
    assert short.run.trainer.epoch > 100 * long.run.trainer.epoch > 0


def watched(directory: Path, n_turns: int, *queries: str) -> tuple[Worker, list[int], float]:
    """Let a worker train while a board of each run asks again as soon as it was answered.

    Return the worker, how many frames each board got, and how many seconds passed.
    """
    worker, channel, ticks = training(directory, *queries)
    worker.turn()
    n_frames, start = [0] * len(queries), next(ticks)
    for i in range(len(queries)):
        channel.send(dumps({"op": "frame", "key": key(i), **wanted(generation=0), "ask": 0}))
    for _ in range(n_turns):
        worker.turn()
        while channel.poll(0):
            if is_frame(payload := channel.receive()):
                i = int(split_frame(payload)[0], 16)
                n_frames[i] += 1
                asked = {"op": "frame", "key": key(i), **wanted(generation=0), "ask": n_frames[i]}
                channel.send(dumps(asked))
    seconds = (next(ticks) - start) * TICK
    channel.close()
    return worker, n_frames, seconds


def test_frames_have_a_limit(tmp_path: Path) -> None:
    _, (n,), seconds = watched(tmp_path, 600, LONG)
    assert n == pytest.approx(FRAMES_PER_SECOND * seconds, rel=0.2)


def test_boards_share_what_training_leaves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty boards want more than there is: each gets its part, and training keeps its own.

    Frames have 0.7 seconds for each of training: people watch pictures, not epochs.
    """
    monkeypatch.setattr(HostedRun, "frame", slowly(HostedRun.frame, 0.01))
    worker, n_frames, _ = watched(tmp_path, 1500, *[LONG] * 20)
    trained = sum(hosted.used for hosted in worker._runs.values())
    assert sum(n_frames) * 0.01 == pytest.approx(0.7 * trained, rel=0.15)
    assert max(n_frames) - min(n_frames) <= 1
    assert min(n_frames) > 3


@pytest.mark.parametrize(("n", "seconds"), [(1, SLICE), (5, SLICE), (50, ROUND / 50)])
def test_of_many_runs_each_has_its_turn_soon(tmp_path: Path, n: int, seconds: float) -> None:
    """In a full room turns are shorter: there is nothing new to see of a run between two."""
    worker, channel, _ = training(tmp_path, *["hidden=2&n_samples=20"] * n)
    worker.turn()
    while not all(hosted.run.active for hosted in worker._runs.values()):
        worker.turn()
    given: list[float] = []
    for hosted in worker._runs.values():
        hosted.run.train = given.append  # type: ignore[method-assign]
    worker.turn()
    channel.close()
    assert given == [pytest.approx(seconds)]


def test_a_run_that_waits_for_its_speed_limit_leaves_all_time_to_frames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HostedRun, "frame", slowly(HostedRun.frame, 0.01))
    _, (n,), seconds = watched(tmp_path, 4000, f"{LONG}&speed=20")
    assert n * 0.01 > 0.6 * seconds


def test_who_pressed_a_button_is_answered_first(tmp_path: Path) -> None:
    hosted = HostedRun(key(1), Run.fresh(LONG, lambda: 0.0), tmp_path / key(1))
    hosted.due_at = 13.6
    hosted.hurry()
    assert hosted.due_at < 0


def slowly(function: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    """Return ``function`` taking so long, by the clock of ``training``."""

    def slow(hosted: HostedRun) -> Any:
        for _ in range(round(seconds / TICK)):
            hosted.run._clock()
        return function(hosted)

    return slow
