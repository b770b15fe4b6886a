"""Placement: long runs apart from the others, room for what runs need; workers as threads."""

import pytest

from playground.cost import Cost, cost_of
from playground.serve.protocol import Refused
from playground.serve.server import placement
from playground.serve.server.handle import LONG_STEPS, SILENT, STUCK, WorkerHandle
from playground.serve.server.limits import Limits
from playground.serve.server.placement import NICENESS, Placement, refusal
from playground.serve.server.record import RunRecord
from tests.benchmarks.neighbours import LARGEST
from tests.serve.harness import LONG, Visitor, asyncly, key
from tests.serve.test_pool import Stage, stage

SHORT = f"n_samples=5000&hidden=8,8&{LONG}"
FULL_BATCH = f"{SHORT}&batch_size=0"
WIDE = f"n_samples=5000&hidden=8,16,8&{LONG}&batch_size=0"
MIB = 2**20


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let steps count as long between those of SHORT and those of FULL_BATCH and WIDE."""
    assert cost_of(SHORT).longest < cost_of(FULL_BATCH).longest < cost_of(WIDE).longest
    middle = (cost_of(SHORT).longest + cost_of(FULL_BATCH).longest) / 2
    monkeypatch.setattr(placement, "LONG", middle)


def shared(s: Stage) -> list[set[str]]:
    """Return the runs in each of the workers that small runs share."""
    return [set(worker.records) for worker in s.pool._placement.shared]


def apart(s: Stage) -> list[set[str]]:
    """Return the runs in each of the workers of long runs."""
    return [set(worker.records) for worker in s.pool._placement.apart]


async def settled(s: Stage, visitor: Visitor) -> None:
    """Wait until a visitor's run has come to where it goes."""
    await visitor.see_until(lambda _: not s.pool._records[visitor.key].is_moving)


async def train(s: Stage, query: str, i: int = 1) -> Visitor:
    """Return a visitor whose run is training."""
    visitor = await s.watch(i, query)
    visitor.say("play")
    await visitor.see_until(lambda about: about["status"] == "running" and about["epoch"] > 0)
    return visitor


def test_what_is_long_is_told_by_the_longest_thing_that_cant_be_interrupted() -> None:
    largest = "hidden=512,512,512,512,512,512,512,512&n_samples=5000"
    for query, expected in (
        ("", False),
        ("dataset=digits&hidden=128&optimizer=adam", False),
        ("n_samples=1000&hidden=32,32,32&batch_size=0", False),
        (f"{largest}&batch_size=0", True),
        (f"{largest}&batch_size=1", True),  # its steps are short, measuring it is not
        ("hidden=256,256&optimizer=lbfgs&batch_size=0&n_samples=1000", True),
    ):
        assert placement.is_long(cost_of(query)) == expected, query


@pytest.mark.usefixtures("_long")
def test_a_long_run_has_a_worker_to_itself_that_stands_back() -> None:
    async def test() -> None:
        async with stage() as s:
            await s.watch(1, SHORT)
            await s.watch(2, WIDE)
            await s.watch(3, SHORT)
            assert shared(s) == [{key(1), key(3)}]
            assert apart(s) == [{key(2)}]
            assert s.workers.niceness == [0, NICENESS]

    asyncly(test())


@pytest.mark.usefixtures("_long")
def test_long_runs_share_once_as_many_are_apart_as_may() -> None:
    async def test() -> None:
        async with stage(Limits(apart=2)) as s:
            for i in range(4):
                await s.watch(i, WIDE)
            assert shared(s) == [set()]
            assert sorted(map(len, apart(s))) == [2, 2]

    asyncly(test())


@pytest.mark.usefixtures("_long")
def test_a_run_that_becomes_long_moves_and_goes_on_and_comes_back() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await train(s, SHORT)
            for query, here, there in (
                (FULL_BATCH, [set()], [{key(1)}]),
                (SHORT, [{key(1)}], []),
            ):
                epoch = (await visitor.see())["epoch"]
                visitor.say("config", query=query)
                await settled(s, visitor)
                assert (shared(s), apart(s)) == (here, there)
                about = await visitor.see_until(lambda about: about["epoch"] > epoch)  # noqa: B023
                assert about["status"] == "running"
            assert visitor.events == []

    asyncly(test())


@pytest.mark.usefixtures("_long")
def test_a_fresh_run_elsewhere_waits_for_nothing_of_the_old_one() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await train(s, WIDE)
            visitor.say("config", query=SHORT)
            assert (shared(s), apart(s)) == ([{key(1)}], [])
            about = await visitor.see_until(lambda about: about["status"] == "running")
            assert about["n_parameters"] == 2 * 8 + 8 + 8 * 8 + 8 + 8 * 2 + 2

    asyncly(test())


@pytest.mark.usefixtures("_long")
def test_what_is_said_to_a_run_on_its_way_is_done() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await train(s, SHORT)
            visitor.say("config", query=FULL_BATCH)
            visitor.say("pause")
            visitor.say("probe", point=3)
            visitor.say("config", query=FULL_BATCH.replace(LONG, "epochs=99999"))
            await settled(s, visitor)
            about = await visitor.see()
            assert (about["status"], about["epochs"]) == ("paused", 99999)
            assert about["probe"]["point"] == 3
            assert apart(s) == [{key(1)}]

    asyncly(test())


@pytest.mark.usefixtures("_long")
def test_a_worker_lost_while_its_run_was_to_move() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await train(s, SHORT)
            visitor.say("config", query=FULL_BATCH)
            s.workers.lose(0)
            await settled(s, visitor)
            about = await visitor.see()
            assert (about["status"], apart(s)) == ("running", [{key(1)}])

    asyncly(test())


@pytest.mark.usefixtures("_long")
def test_the_worker_of_a_long_run_that_is_parked_ends() -> None:
    async def test() -> None:
        async with stage() as s:
            await s.park(await train(s, WIDE))
            assert apart(s) == []
            again = Visitor(s.pool).open(WIDE, known=True)
            assert (await again.see())["status"] == "paused"
            assert apart(s) == [{key(1)}]

    asyncly(test())


def test_a_run_that_this_machine_cant_carry_is_refused_with_numbers_and_the_way_out() -> None:
    small, large = (Cost(n * MIB, 0.0, 0.0) for n in (10, 60))
    assert refusal(small, [small] * 4, 50 * MIB) == ""
    assert refusal(large, [], 50 * MIB) == (
        "This experiment needs about 60 MB, more than the 50 MB that this server has for runs. "
        "Take fewer or smaller hidden layers, fewer points or smaller batches, or, with L-BFGS, "
        "another optimizer."
    )
    assert refusal(small, [small] * 5, 50 * MIB) == (
        "This experiment needs about 10 MB; of the 50 MB that this server has for runs, 0 MB are "
        "free now. Make it smaller, or try again in a minute."
    )


def test_a_run_stays_what_it_is_when_its_next_one_is_refused() -> None:
    async def test() -> None:
        async with stage(Limits(room=30 * MIB)) as s:
            visitor = await s.train()
            large = "hidden=512,512,512,512,512&optimizer=lbfgs"
            visitor.say("config", query=large)
            about = await visitor.see_until(lambda about: about["status"] == "paused")
            assert f"{cost_of(large).memory / MIB:,.0f} MB" in about["message"]
            assert about["n_parameters"] == (await visitor.see())["n_parameters"] < 200
            visitor.say("reset")
            assert "30 MB" in (await visitor.see())["message"]
            visitor.say("config", query="hidden=3")
            about = await visitor.see()
            assert (about["message"], about["n_parameters"]) == ("", 17)

    asyncly(test())


def test_an_address_that_is_refused_opens_the_default_with_a_sentence() -> None:
    async def test() -> None:
        async with stage(Limits(room=30 * MIB)) as s:
            visitor = Visitor(s.pool).open("hidden=512,512,512,512,512&optimizer=lbfgs")
            about = await visitor.see()
            assert "30 MB" in about["message"]
            assert s.pool._records[key(1)].cost.memory < 30 * MIB

    asyncly(test())


def test_runs_that_nobody_watches_make_room() -> None:
    async def test() -> None:
        need = cost_of(LONG).memory
        async with stage(Limits(room=2 * need + need // 2)) as s:
            first = await s.watch(1)
            await s.watch(2)
            with pytest.raises(Refused, match="try again in a minute"):
                Visitor(s.pool, key(3)).open()
            assert key(3) not in s.pool._records
            first.leave()
            assert (await s.watch(3)).notices == []
            assert not s.pool._records[key(1)].is_live

    asyncly(test())


def silent(*queries: str) -> tuple[WorkerHandle, list[int]]:
    """Return a worker with runs of ``queries`` that says nothing, and the workers killed."""
    killed: list[int] = []

    class Launcher:
        def kill(self, pid: int) -> None:
            killed.append(pid)

    worker = WorkerHandle(Launcher(), lambda *_: None, lambda _: None)  # type: ignore[arg-type]
    worker.ready(7)
    worker.records = {key(i): RunRecord(key(i), query) for i, query in enumerate(queries)}
    return worker, killed


def test_nobody_is_put_on_a_silent_worker_and_it_is_killed_in_the_end() -> None:
    worker, killed = silent("")
    places = Placement(lambda _: silent("", "", "")[0], 1, 0)
    places.shared.append(worker)
    assert places.choose(Cost(0, 0.0, 0.0)) is worker
    for _ in range(SILENT):
        worker.check()
    assert places.choose(Cost(0, 0.0, 0.0)) is not worker
    for _ in range(STUCK - SILENT):
        worker.check()
    assert not killed
    worker.check()
    assert killed == [7]


def test_a_worker_may_be_silent_for_some_of_its_longest_steps() -> None:
    query = f"{LARGEST}&optimizer=lbfgs"
    worker, killed = silent(query)
    longest = LONG_STEPS * cost_of(query).longest
    assert longest > STUCK
    for _ in range(int(longest)):
        worker.check()
    assert not killed
    worker.check()
    assert killed == [7]


def test_a_released_worker_that_has_runs_stays() -> None:
    begun = []

    def begin(niceness: int) -> WorkerHandle:
        begun.append(niceness)
        return WorkerHandle(None, lambda *_: None, lambda _: None)  # type: ignore[arg-type]

    places = Placement(begin, 1, 1)
    worker = places.choose(Cost(0, 1.0, 1.0))
    worker.records["run"] = None  # type: ignore[assignment]
    places.release(worker)
    assert places.apart == [worker]
    del worker.records["run"]
    places.release(worker)
    assert (places.apart, begun) == ([], [0, NICENESS])
