"""Errands: what is said in vain is never done; much that is said costs neighbours little."""

from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.serve.protocol import dumps
from playground.serve.worker.errands import CREDIT, MOST, SHARE, Errands, supersede
from playground.serve.worker.run import SLICE, Run
from playground.serve.worker.worker import DEBT
from tests.serve.harness import LONG, key
from tests.serve.test_turns import TICK, training

SMALL = "hidden=2&n_samples=20&epochs=3"


def changed(more: str) -> dict[str, Any]:
    """Return what a page says whose experiment was changed."""
    return {"op": "config", "query": f"{SMALL}&{more}"}


SAID = st.sampled_from(
    [
        *(changed(more) for more in ("seed=1", "speed=5", "seed=2")),
        *({"op": op} for op in ("play", "pause", "step", "reset", "probe", "rewind")),
    ]
)


def done(messages: list[dict[str, Any]]) -> tuple[Any, ...]:
    """Return what a run has become that was told all that, without time to train."""
    run = Run.fresh(SMALL, lambda: 0.0)
    for message in messages:
        if message["op"] == "config":
            run.configure(message["query"])
        elif message["op"] == "probe":
            run.ask_about(message)
        else:
            getattr(run, message["op"])()
    # Paused before the first step is as good as idle.
    status = run.status.replace("paused", "idle")
    return run.query, run.trainer.config, run.trainer.step, status, run.active, run.probe


@given(st.lists(SAID, max_size=8))
@example([changed("speed=5"), {"op": "step"}, changed("seed=1"), changed("speed=5")])
@example([{"op": "step"}, changed("seed=1"), changed("speed=5")])
@settings(max_examples=40)
def test_what_is_left_out_was_in_vain(said: list[dict[str, Any]]) -> None:
    kept: list[dict[str, Any]] = []
    for message in said:
        kept = supersede(kept, message)
    assert done(kept) == done(said)


def test_of_many_changes_the_last_is_made() -> None:
    errands = Errands()
    for seed in range(100):
        errands.add({"op": "config", "query": f"seed={seed}"})
    assert errands.next() == {"op": "config", "query": "seed=99"}
    assert not errands


def test_no_more_waits_than_may_and_no_file_is_forgotten() -> None:
    errands = Errands()
    errands.add({"op": "take", "ask": 1})
    for i in range(50):
        errands.add({"op": ("step", "play")[i % 2]})
    waiting = []
    while errands:
        waiting.append(errands.next())
    assert len(waiting) == MOST
    assert {"op": "take", "ask": 1} in waiting
    assert waiting[-1] == {"op": "play"}


def test_time_that_was_taken_comes_back_slowly() -> None:
    errands = Errands()
    assert not errands.wait(10.0)
    errands.spend(CREDIT + 1.0, 10.0)
    assert errands.wait(10.0) == 1.0 / SHARE
    assert not errands.wait(10.0 + 1.0 / SHARE)


def beside(directory: Path, n_said: int) -> float:
    """Return the seconds of training that a run has beside one that is told so much each turn."""
    worker, channel, ticks = training(directory, LONG, LONG)
    worker.turn()
    start, seed = next(ticks), 0
    neighbour, flooder = worker._runs.values()
    flooder.run.configure = taking(flooder.run, 0.02)  # type: ignore[method-assign]
    for run in (neighbour.run, flooder.run):
        run.train = taking(run, SLICE)  # type: ignore[method-assign]
    while (next(ticks) - start) * TICK < 4:
        for _ in range(n_said):
            seed += 1
            channel.send(dumps({"op": "config", "key": key(1), "query": f"{LONG}&seed={seed}"}))
        worker.turn()
    channel.close()
    return neighbour.used


def test_who_says_much_pays_with_training_and_the_neighbour_hardly(tmp_path: Path) -> None:
    (tmp_path / "quiet").mkdir()
    assert beside(tmp_path, 10) > 0.85 * beside(tmp_path / "quiet", 0)


def test_who_is_alone_waits_for_nobody(tmp_path: Path) -> None:
    worker, channel, _ = training(tmp_path, LONG)
    worker.turn()
    (hosted,) = worker._runs.values()
    hosted.errands.spend(100.0, 0.0)
    assert worker._wait(hosted) == 0.0
    channel.close()


def taking(run: Run, seconds: float) -> Any:
    """Return a method that takes so long, by the clock of ``training``, and does nothing."""

    def method(*_: object) -> None:
        for _ in range(round(seconds / TICK)):
            run._clock()

    return method


def test_who_changes_one_thing_in_a_full_room_trains_again_soon(tmp_path: Path) -> None:
    """What was done for it once would cost it ten seconds, were it to wait for all the others."""
    worker, channel, ticks = training(tmp_path, *[LONG] * 10)
    worker.turn()
    for hosted in worker._runs.values():
        hosted.run.train = taking(hosted.run, SLICE)  # type: ignore[method-assign]
    one = worker._runs[key(3)]
    one.run.configure = taking(one.run, 1.0)  # type: ignore[method-assign]
    channel.send(dumps({"op": "config", "key": key(3), "query": f"{LONG}&seed=5"}))
    worker.turn()
    used, start = one.used, next(ticks)
    while one.used == used:
        worker.turn()
    channel.close()
    assert (next(ticks) - start) * TICK < 2 * DEBT
