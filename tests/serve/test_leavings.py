"""Runs that nobody watches: which are dropped to make room, and what who comes back is told."""

import pytest

from playground.serve.server.leavings import superfluous
from playground.serve.server.limits import Limits
from playground.serve.server.record import RunRecord
from tests.serve.harness import Visitor, asyncly, key
from tests.serve.test_pool import stage


@pytest.mark.parametrize("limits", [Limits(parked=2), Limits(parked_bytes=1)])
def test_the_oldest_parked_runs_make_room(limits: Limits) -> None:
    async def test() -> None:
        async with stage(limits) as s:
            for i in range(4):
                await s.park(await s.train(i))
                s.after(1)
            kept = [i for i in range(4) if key(i) in s.pool._records]
            assert kept == ([2, 3] if limits.parked == 2 else [])
            assert s.files() == {key(i) for i in kept}

    asyncly(test())


def left(i: int, megabytes: float, session: int = 0, at: float = 0.0) -> RunRecord:
    """Return a parked run."""
    session_key = key(session) if session else ""
    return RunRecord(key(i), session=session_key, parked_at=at, n_bytes=round(megabytes * 1e6))


def test_the_largest_goes_first_and_each_visitor_has_a_bound() -> None:
    limits = Limits(parked_bytes=100 * 10**6, parked_bytes_each=60 * 10**6)
    small = [left(i, 1, session=i, at=i) for i in range(1, 31)]
    huge, medium, other = left(90, 500, 90, at=50), left(91, 40, 91), left(92, 50, 91)
    parked = [*small, huge, medium, other]
    dropped = {record.key: reason for record, reason in superfluous(parked, limits, 60.0)}
    assert set(dropped) == {huge.key, other.key}
    assert "file of 500 MB" in dropped[huge.key]
    assert "one visitor's runs may take 60 MB" in dropped[other.key]
    together = [left(i, 55, session=i) for i in (1, 2)]
    (_, reason), *none = superfluous([*small[2:], *together], limits, 60.0)
    assert not none
    assert "all runs without a visitor may take 100 MB" in reason


def test_who_comes_back_for_a_run_that_took_too_much_is_told_that() -> None:
    async def test() -> None:
        async with stage(Limits(parked_bytes_each=1, parked_bytes=1)) as s:
            visitor = await s.train()
            await s.park(visitor)
            s.after(1)
            again = Visitor(s.pool).open(known=True)
            assert "was the largest" in again.notices[0]

    asyncly(test())
