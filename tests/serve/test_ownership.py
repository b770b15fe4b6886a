"""Whose a run is when two pages come with its key: the one that is there keeps it, at any pace."""

from playground.serve.server.limits import Limits
from playground.serve.server.refusals import GONE, HELD, HOPELESS, TAKEN_OVER, WAITING
from tests.serve.harness import Visitor, asyncly
from tests.serve.test_pool import Stage, stage

FIRST, COPY, THIRD = ("a" * 32, "b" * 32, "c" * 32)
"""Documents: a page, its duplicate, and another."""


async def training(s: Stage) -> Visitor:
    """Return a visitor whose run trains."""
    visitor = Visitor(s.pool).open(document=FIRST)
    visitor.say("play")
    await visitor.see_until(lambda about: about["epoch"] > 0)
    return visitor


def comes(s: Stage, document: str, **opening: bool) -> Visitor:
    """Return a visitor who comes with the same key."""
    return Visitor(s.pool).open("", True, document=document, **opening)


def test_a_copied_tab_takes_nothing_while_its_original_is_slow() -> None:
    async def test() -> None:
        async with stage() as s:
            original = await training(s)
            copy = comes(s, COPY)
            s.after(3600)
            assert copy.events == [{"event": "waiting", "text": WAITING}]
            copy.say("reset")
            assert (await original.see())["epoch"] > 0
            assert original.events == [{"event": "asked"}]
            original.say("here")
            assert (copy.code, original.code) == (HELD, None)
            assert (await original.see())["status"] == "running"

    asyncly(test())


def test_a_reload_gets_the_run_when_its_old_connection_closes() -> None:
    async def test() -> None:
        async with stage() as s:
            before = await training(s)
            after = comes(s, COPY)
            before.leave()
            assert after.events[-1] == {"event": "admitted"}
            assert (await after.see())["epoch"] > 0

    asyncly(test())


def test_the_same_page_is_not_locked_out_by_its_dead_connection() -> None:
    async def test() -> None:
        async with stage() as s:
            dead = await training(s)
            again = comes(s, FIRST)
            assert dead.code == TAKEN_OVER
            assert (await again.see())["epoch"] > 0
            assert again.events == []

    asyncly(test())


def test_a_page_that_never_answers_locks_nobody_out() -> None:
    async def test() -> None:
        async with stage() as s:
            dead = await training(s)
            waiting = comes(s, COPY)
            taken = comes(s, COPY, over=True)
            waiting.leave()
            assert (dead.code, dead.notices) == (TAKEN_OVER, [GONE])
            assert (await taken.see())["epoch"] > 0

    asyncly(test())


def test_of_several_copies_one_gets_the_run_and_the_others_hear_so() -> None:
    async def test() -> None:
        async with stage() as s:
            original = await training(s)
            copy, third = comes(s, COPY), comes(s, THIRD)
            original.leave()
            assert (copy.events[-2:], third.code) == (
                [{"event": "admitted"}, {"event": "asked"}],
                None,
            )
            copy.say("here")
            assert third.code == HELD
            assert (await copy.see())["epoch"] > 0

    asyncly(test())


def test_who_waits_and_leaves_is_forgotten() -> None:
    async def test() -> None:
        async with stage() as s:
            original = await training(s)
            copy = comes(s, COPY)
            copy.leave()
            original.leave()
            assert copy.events == [{"event": "waiting", "text": WAITING}]
            assert (await comes(s, THIRD).see())["epoch"] > 0

    asyncly(test())


def test_who_waits_for_a_run_that_ends_is_sent_away() -> None:
    async def test() -> None:
        async with stage(Limits(crashes=0)) as s:
            original = await training(s)
            copy = comes(s, COPY)
            s.workers.lose()
            await copy.until(lambda: copy.code)
            assert (copy.code, original.notices[-1]) == (HELD, HOPELESS)

    asyncly(test())
