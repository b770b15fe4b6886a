"""The pool with real processes: kill -9, a stuck worker, the fork server's death, the end."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path

import pytest

from playground.serve.server import handle
from playground.serve.server import pool as server_pool
from playground.serve.server.launch import Forks, Launcher, Spawns, launcher
from playground.serve.server.pool import Pool
from tests.serve.harness import LONG, Visitor, asyncly
from tests.serve.processes import descendants, wait_gone


@asynccontextmanager
async def training(
    launch: Callable[[Path], Launcher] = launcher,
) -> AsyncIterator[tuple[Pool, Visitor]]:
    """Start a pool of one worker with a run that trains and has been saved."""
    pool = Pool(1, launch=launch)
    await pool.start()
    try:
        visitor = Visitor(pool).open()
        visitor.say("play")
        await visitor.see_until(lambda about: about["epoch"] > 20)
        yield pool, visitor
    finally:
        await pool.stop()


async def recovery(visitor: Visitor, signal_number: int, pid: int) -> float:
    """Signal the worker; return the seconds until its run goes on in another one."""
    before, start = (await visitor.see())["epoch"], time.monotonic()
    os.kill(pid, signal_number)
    await visitor.see_until(lambda about: about["epoch"] > before)
    told = [event for event, _ in groupby(event["event"] for event in visitor.events)]
    assert told == ["reconnecting", "notice"]  # once more for a worker that came to nothing
    return time.monotonic() - start


def test_kill_9_of_a_worker() -> None:
    async def test() -> None:
        async with training() as (pool, visitor):
            pid = pool.pids[0]
            assert await recovery(visitor, signal.SIGKILL, pid) < 3
            assert pool.pids != [pid]

    asyncly(test())


def test_kill_9_of_a_worker_where_none_can_be_forked() -> None:
    async def test() -> set[int]:
        async with training(Spawns) as (pool, visitor):
            await recovery(visitor, signal.SIGKILL, pool.pids[0])
            return set(pool.pids)

    wait_gone(asyncly(test()), seconds=1)


def test_a_worker_that_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with training() as (pool, visitor):
            monkeypatch.setattr(server_pool, "TICK", 0.2)
            monkeypatch.setattr(handle, "STUCK", 5)
            await recovery(visitor, signal.SIGSTOP, pool.pids[0])

    asyncly(test())


def test_what_waits_for_a_stuck_worker_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with training() as (pool, visitor):
            monkeypatch.setattr(handle, "MOST_UNREAD", 2**16)
            monkeypatch.setattr(handle, "STUCK", 10**6)
            (pid,) = pool.pids
            os.kill(pid, signal.SIGSTOP)
            while pid in pool.pids:
                visitor.say("config", query=f"{LONG}&speed=5&{'x' * 4000}")
                await asyncio.sleep(0)
            await visitor.see_until(lambda about: about["status"] == "running")

    asyncly(test())


def test_kill_9_of_the_nursery_and_its_worker() -> None:
    async def test() -> None:
        async with training() as (pool, visitor):
            forks = pool._launcher
            assert isinstance(forks, Forks)
            fork_server = forks.pid
            assert fork_server is not None
            os.kill(fork_server, signal.SIGKILL)
            await recovery(visitor, signal.SIGKILL, pool.pids[0])
            assert forks.pid != fork_server

    asyncly(test())


def test_the_workers_go_on_without_the_nursery() -> None:
    async def test() -> None:
        async with training() as (pool, visitor):
            forks, pids = pool._launcher, pool.pids
            assert isinstance(forks, Forks)
            assert forks.pid is not None
            os.kill(forks.pid, signal.SIGKILL)
            before = (await visitor.see())["epoch"]
            await visitor.see_until(lambda about: about["epoch"] > before)
            assert pool.pids == pids
            assert visitor.events == []

    asyncly(test())


def test_nothing_is_left_after_the_end() -> None:
    earlier = descendants(os.getpid())

    async def test() -> set[int]:
        async with training() as (pool, _):
            below = descendants(os.getpid()) - earlier
            assert set(pool.pids) < below
        return below

    wait_gone(asyncly(test()), seconds=1)


def test_a_stop_while_the_fork_server_still_imports_is_quick() -> None:
    earlier = descendants(os.getpid())

    async def test() -> set[int]:
        pool = Pool(2)
        await pool.start()
        below = descendants(os.getpid()) - earlier
        assert below
        await pool.stop()
        return below

    start = time.monotonic()
    wait_gone(asyncly(test()), seconds=1)
    assert time.monotonic() - start < 2
