"""The pool with real processes: kill -9, a stuck worker, the fork server's death, the end."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from itertools import groupby
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from playground.serve.server import handle
from playground.serve.server import pool as server_pool
from playground.serve.server.launch import Forks, Launcher, Spawns, launcher
from playground.serve.server.pool import Pool
from tests.serve.harness import DEADLINE, LONG, Visitor, asyncly, key
from tests.serve.processes import descendants, wait_gone

NOTHING = nullcontext()


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for the tests that share a pool."""
    with asyncio.Runner() as running:
        yield running


@pytest.fixture(scope="module")
def pool(runner: asyncio.Runner) -> Iterator[Pool]:
    """A pool of one worker, as good as new after each test."""
    shared = Pool(1)
    runner.run(shared.start())
    yield shared
    runner.run(shared.stop())


@asynccontextmanager
async def training(pool: Pool, i: int = 1) -> AsyncIterator[Visitor]:
    """Let the i-th run train, and be saved; it stands still afterwards."""
    visitor = Visitor(pool, key(i)).open()
    visitor.say("play")
    await visitor.see_until(lambda about: about["epoch"] > 20)
    yield visitor
    visitor.say("pause")
    visitor.leave()


@asynccontextmanager
async def own_pool(
    launch: Callable[[Path], Launcher] = launcher,
) -> AsyncIterator[tuple[Pool, Visitor]]:
    """Start a pool for one test alone, with a run that trains."""
    own = Pool(1, launch=launch)
    await own.start()
    try:
        async with training(own) as visitor:
            yield own, visitor
    finally:
        await own.stop()


async def recover(
    visitor: Visitor,
    signal_number: int,
    pid: int,
    missed: AbstractContextManager[None] = NOTHING,
) -> None:
    """Signal the worker, which is missed; wait until its run goes on in another one."""
    before = (await visitor.see())["epoch"]
    os.kill(pid, signal_number)
    with missed:
        await visitor.until(lambda: visitor.events)
    await visitor.see_until(lambda about: about["epoch"] > before)
    told = [event for event, _ in groupby(event["event"] for event in visitor.events)]
    assert told == ["reconnecting", "notice"]  # once more for a worker that came to nothing


def nursery(pool: Pool) -> int:
    """Return the process id of a pool's fork server."""
    assert isinstance(pool.launcher, Forks)
    assert pool.launcher.pid is not None
    return pool.launcher.pid


def test_kill_9_of_a_worker(runner: asyncio.Runner, pool: Pool) -> None:
    """Another one is forked, which takes milliseconds; to start one would take seconds."""

    async def test() -> None:
        async with training(pool, 1) as visitor:
            pid = pool.pids[0]
            await recover(visitor, signal.SIGKILL, pid)
            assert pool.pids != [pid]
            assert {*pool.pids} <= descendants(nursery(pool))

    runner.run(asyncio.wait_for(test(), DEADLINE))


def test_a_worker_that_is_needed_no_longer_leaves_the_files_of_the_runs(
    runner: asyncio.Runner, pool: Pool
) -> None:
    async def test() -> None:
        async with training(pool, 7) as visitor:
            worker = pool._begin(0)
            await visitor.see_until(lambda _about: worker.pid is not None)
            assert worker.pid is not None
            worker.hang_up()
            await asyncio.to_thread(wait_gone, [worker.pid])
            assert pool._directory.exists()

    runner.run(asyncio.wait_for(test(), DEADLINE))


@contextmanager
def impatience() -> Iterator[None]:
    """Take a worker for stuck soon: not for long, or a busy machine's would all be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server_pool, "TICK", 0.2)
        patch.setattr(handle, "STUCK", 5)
        yield


def test_a_worker_that_is_stuck(runner: asyncio.Runner, pool: Pool) -> None:
    async def test() -> None:
        async with training(pool, 2) as visitor:
            await recover(visitor, signal.SIGSTOP, pool.pids[0], impatience())

    runner.run(asyncio.wait_for(test(), DEADLINE))


def test_what_waits_for_a_stuck_worker_has_a_bound(
    runner: asyncio.Runner, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test() -> None:
        async with training(pool, 3) as visitor:
            monkeypatch.setattr(handle, "MOST_UNREAD", 2**16)
            monkeypatch.setattr(handle, "STUCK", 10**6)
            (pid,) = pool.pids
            os.kill(pid, signal.SIGSTOP)
            while pid in pool.pids:
                visitor.say("config", query=f"{LONG}&speed=5&{'x' * 4000}")
                await asyncio.sleep(0)
            await visitor.see_until(lambda about: about["status"] == "running")

    runner.run(asyncio.wait_for(test(), DEADLINE))


def test_kill_9_of_the_nursery_and_its_worker(runner: asyncio.Runner, pool: Pool) -> None:
    async def test() -> None:
        async with training(pool, 4) as visitor:
            before = nursery(pool)
            os.kill(before, signal.SIGKILL)
            await recover(visitor, signal.SIGKILL, pool.pids[0])
            assert nursery(pool) != before

    runner.run(asyncio.wait_for(test(), DEADLINE))


def test_the_workers_go_on_without_the_nursery(runner: asyncio.Runner, pool: Pool) -> None:
    async def test() -> None:
        async with training(pool, 5) as visitor:
            pids = pool.pids
            os.kill(nursery(pool), signal.SIGKILL)
            before = (await visitor.see())["epoch"]
            await visitor.see_until(lambda about: about["epoch"] > before)
            assert pool.pids == pids
            assert visitor.events == []

    runner.run(asyncio.wait_for(test(), DEADLINE))


def test_kill_9_of_a_worker_where_none_can_be_forked() -> None:
    async def test() -> set[int]:
        async with own_pool(Spawns) as (pool, visitor):
            await recover(visitor, signal.SIGKILL, pool.pids[0])
            return set(pool.pids)

    wait_gone(asyncly(test()))


def test_nothing_is_left_after_the_end() -> None:
    earlier = descendants(os.getpid())

    async def test() -> set[int]:
        async with own_pool() as (pool, _):
            below = descendants(os.getpid()) - earlier
            assert set(pool.pids) < below
        return below

    wait_gone(asyncly(test()))


def test_a_stop_does_not_wait_for_the_fork_server_s_imports() -> None:
    earlier = descendants(os.getpid())

    async def test() -> tuple[set[int], float]:
        pool = Pool(2)
        await pool.start()
        below, before = descendants(os.getpid()) - earlier, getrusage(RUSAGE_CHILDREN).ru_utime
        assert below
        await pool.stop()
        return below, before

    below, before = asyncly(test())
    wait_gone(below)
    assert getrusage(RUSAGE_CHILDREN).ru_utime - before < 1  # the imports take more
