"""The pool with workers as threads: leases, parking, takeover, bounds, lost workers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from playground import url
from playground.serve.protocol import MOST_ASKED, Refused
from playground.serve.server.limits import Limits
from playground.serve.server.pool import Pool
from playground.serve.server.record import RunRecord
from playground.serve.server.refusals import GONE, HOPELESS, TAKEN_OVER
from tests.serve.harness import LONG, Threads, Visitor, asyncly, key, wanted


class Stage:
    """A pool, its workers, and a clock that the test moves."""

    def __init__(self, limits: Limits, n_workers: int) -> None:
        self.now = 1000.0
        self.limits = limits
        self.pool = Pool(n_workers, limits, clock=lambda: self.now, launch=self._launch)

    def _launch(self, directory: Path) -> Threads:
        self.workers = Threads(directory)
        return self.workers

    def files(self) -> set[str]:
        """Return the names of the checkpoints."""
        return {path.name for path in self.workers.directory.iterdir()}

    def after(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        self.pool.tick()

    async def watch(self, i: int = 1, query: str = LONG, known: bool = False) -> Visitor:
        """Return a visitor who has seen a first frame."""
        visitor = Visitor(self.pool, key(i)).open(query, known)
        await visitor.see()
        return visitor

    async def train(self, i: int = 1) -> Visitor:
        """Return a visitor whose run is training."""
        visitor = await self.watch(i)
        visitor.say("play")
        await visitor.see_until(lambda about: about["status"] == "running" and about["epoch"] > 0)
        return visitor

    async def park(self, visitor: Visitor) -> None:
        """Let a visitor leave for longer than the lease, until the run is on disk."""
        visitor.leave()
        self.after(self.limits.lease)
        record = self.pool._records[visitor.key]
        other = await self.watch(9999)  # its frame comes after the worker's word
        while record.worker is not None:
            other.say("probe")
            await other.see()


@asynccontextmanager
async def stage(limits: Limits | None = None, n_workers: int = 1) -> AsyncIterator[Stage]:
    """Start a pool, and stop it."""
    stage = Stage(limits or Limits(), n_workers)
    await stage.pool.start()
    try:
        yield stage
    finally:
        await stage.pool.stop()


def test_a_run_within_its_lease_just_goes_on() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await s.train()
            epoch = (await visitor.see())["epoch"]
            visitor.leave()
            s.after(s.limits.lease - 1)
            again = await s.watch(known=True)
            about = await again.see_until(lambda about: about["epoch"] > epoch)
            assert about["status"] == "running"
            assert again.notices == []

    asyncly(test())


def test_a_run_nobody_watches_is_parked_and_comes_back_paused() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await s.train()
            await s.park(visitor)
            assert s.pool.n_parked == 1
            assert s.files() == {key(1)}
            again = Visitor(s.pool).open(known=True)
            about = await again.see()
            assert about["status"] == "paused"
            assert f"Paused at epoch {about['epoch']} while nobody" in about["message"]
            assert s.pool.n_parked == 0

    asyncly(test())


def test_coming_back_while_the_run_is_on_its_way_to_disk() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await s.train()
            visitor.leave()
            s.after(s.limits.lease)
            again = await s.watch(known=True)
            again.say("play")
            await again.see_until(lambda about: about["status"] == "running")
            assert (s.pool.n_live, s.pool.n_parked) == (1, 0)

    asyncly(test())


def test_parked_runs_are_dropped_in_the_end() -> None:
    async def test() -> None:
        async with stage() as s:
            await s.park(await s.train())
            s.after(s.limits.keep)
            assert key(1) not in s.pool._records
            assert s.files() == set()
            again = Visitor(s.pool).open(known=True)
            assert (await again.see())["status"] == "idle"
            assert again.notices == [
                "The earlier run is no longer kept (runs without a visitor are dropped after 60 "
                "minutes): this is a fresh one from the seed."
            ]

    asyncly(test())


def test_a_new_visitor_is_told_nothing() -> None:
    async def test() -> None:
        async with stage() as s:
            assert (await s.watch()).notices == []

    asyncly(test())


def test_the_newer_tab_takes_over() -> None:
    async def test() -> None:
        async with stage() as s:
            older = await s.train()
            newer = await s.watch(known=True)
            assert older.code == TAKEN_OVER
            assert older.events[-1]["event"] == "refused"
            assert "another tab" in older.notices[-1]
            older.say("reset")
            older.leave()
            assert (await newer.see())["epoch"] > 0
            assert newer.code is None

    asyncly(test())


def test_a_frame_for_the_older_tab_does_not_reach_the_newer() -> None:
    async def test() -> None:
        async with stage() as s:
            older = await s.watch()
            generation = (await older.see())["generation"]
            older.say("probe")
            older.say("frame", **wanted(generation=generation))
            newer = Visitor(s.pool).open(LONG, True)
            newer.say("frame", **wanted("boundary"))
            await newer.until(lambda: newer.frames)
            assert b'"X"' in newer.frames[0]

    asyncly(test())


def test_an_answer_that_nobody_waits_for_any_more_is_dropped() -> None:
    older, newer = Visitor(Pool()), Visitor(Pool())
    record, ask = RunRecord(key(1), watcher=older), {"op": "frame", "parts": [], "generation": -1}
    first = record.remember(ask)["ask"]
    record.dismiss(GONE, TAKEN_OVER)
    record.watcher = newer
    record.answer(first, b"late")
    second = record.remember(ask)["ask"]
    record.answer(first, b"late")
    record.answer(second, b"right")
    record.answer(second, b"twice")
    assert (older.frames, newer.frames) == ([], [b"right"])


def test_what_is_asked_for_ahead_is_answered_beside_the_rest_until_that_is_replaced() -> None:
    watcher = Visitor(Pool())
    record, ask = RunRecord(key(1), watcher=watcher), {"op": "frame", "generation": -1}
    first, second = (record.remember({**ask, "ahead": i > 0})["ask"] for i in range(2))
    record.answer(first, b"first")
    record.answer(second, b"second")
    late = record.remember({**ask, "ahead": True})["ask"]
    last = record.remember({**ask, "ahead": False})["ask"]
    record.answer(late, b"late")
    record.answer(last, b"last")
    assert watcher.frames == [b"first", b"second", b"last"]
    for _ in range(100):
        record.remember({**ask, "ahead": True})
    assert len(record.asks) == MOST_ASKED


def test_a_full_house_refuses_with_a_sentence() -> None:
    async def test() -> None:
        async with stage(Limits(live=2)) as s:
            first = await s.watch(1)
            await s.watch(2)
            with pytest.raises(Refused, match="All 2 places are taken"):
                Visitor(s.pool, key(3)).open()
            assert s.pool.n_live == 2
            first.leave()
            await s.watch(3)
            assert (s.pool.n_live, s.pool.n_parked) == (2, 1)

    asyncly(test())


def test_runs_spread_over_the_workers() -> None:
    async def test() -> None:
        async with stage(n_workers=3) as s:
            for i in range(6):
                await s.watch(i)
            assert [len(worker.records) for worker in s.pool._workers] == [2, 2, 2]

    asyncly(test())


def test_a_lost_worker_is_replaced_and_its_runs_go_on() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor, idle = await s.train(1), await s.watch(2)
            before = await visitor.see()
            s.workers.lose()
            about = await visitor.see_until(lambda about: about["epoch"] > before["epoch"])
            assert about["status"] == "running"
            assert visitor.events[0] == {"event": "reconnecting"}
            assert visitor.events[1]["event"] == "notice"
            assert "the run goes on from epoch" in visitor.events[1]["text"]
            idle.say("probe")
            assert (await idle.see())["status"] == "idle"
            assert idle.events == [{"event": "reconnecting"}]

    asyncly(test())


def test_an_open_request_is_answered_by_the_next_worker() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await s.watch()
            visitor.say("probe", x=1.0, y=2.0)
            await visitor.see()
            visitor.say("frame", **wanted(generation=0))
            s.workers.lose()
            await visitor.until(lambda: len(visitor.frames) == 3)
            visitor.say("probe", point=3)
            assert (await visitor.see())["probe"]["point"] == 3

    asyncly(test())


def test_a_probe_and_a_live_change_survive_a_lost_worker() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await s.train()
            visitor.say("config", query="epochs=99999")
            visitor.say("probe", point=3)
            await visitor.see_until(lambda about: about["epochs"] == 99999)
            s.workers.lose()
            about = await visitor.see_until(lambda _: len(visitor.events) > 1)
            assert (about["epochs"], about["probe"]["point"]) == (99999, 3)

    asyncly(test())


def test_a_run_that_is_lost_again_and_again_is_paused_then_ended() -> None:
    async def test() -> None:
        async with stage(Limits(crashes=1)) as s:
            visitor = await s.train()
            s.workers.lose()
            about = await visitor.see_until(lambda about: about["status"] == "paused")
            assert "stopped three times" in about["message"]
            s.workers.lose()
            await visitor.see_until(lambda _: len(visitor.events) == 2)
            s.workers.lose()
            await visitor.until(lambda: visitor.code)
            assert visitor.notices[-1] == HOPELESS
            assert s.pool.n_live == 0

    asyncly(test())


def test_crashes_long_ago_do_not_count() -> None:
    async def test() -> None:
        async with stage(Limits(crashes=2)) as s:
            visitor = await s.train()
            for _ in range(3):
                s.now += 100
                n = len(visitor.events)
                s.workers.lose()
                about = await visitor.see_until(lambda _: len(visitor.events) == n + 2)  # noqa: B023
                assert about["status"] == "running"

    asyncly(test())


def test_a_pool_that_is_not_running_refuses() -> None:
    with pytest.raises(Refused, match="not ready"):
        Pool().open(key(1), "", False, Visitor.__new__(Visitor))


def test_stopping_leaves_nothing() -> None:
    async def test() -> None:
        async with stage() as s:
            await s.train()
            directory = s.workers.directory
        assert not directory.exists()
        await s.pool.start()
        assert (await s.watch()).frames
        await s.pool.stop()

    asyncly(test())


def test_a_page_learns_what_was_changed_while_its_run_went_on() -> None:
    session, bent = "5" * 32, f"{LONG}&learning_rate=0.01"

    async def test() -> None:
        async with stage() as s:
            visitor = Visitor(s.pool).open(session=session)
            visitor.say("play")
            assert s.pool.course(session, LONG) is None
            await visitor.see_until(lambda about: about["epoch"] > 1)
            visitor.say("config", query=bent)
            await visitor.see_until(lambda about: about["learning_rate"] == 0.01)
            (change,) = s.pool.course(session, bent).changes
            assert change[0] > 1
            assert change[1:] == ("learning_rate", 0.01)
            assert s.pool.course(session, bent).began == url.decode(LONG)[0]
            assert s.pool.course(session, "dataset=xor") is None
            assert s.pool.course("6" * 32, bent) is None
            await s.park(visitor)
            again = Visitor(s.pool).open(bent, known=True, session=session)
            await again.see()
            assert s.pool.course(session, bent).changes == (change,)
            again.say("reset")
            await again.see_until(lambda about: about["epoch"] == 0)
            assert s.pool.course(session, bent) is None

    asyncly(test())
