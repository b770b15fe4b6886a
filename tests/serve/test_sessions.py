"""A page's script tells its run what is wanted, and only its own run."""

import threading

import pytest

from playground.serve.server.pool import Pool
from playground.serve.server.sessions import MOST, PageSessions
from tests.serve.harness import LONG, Visitor, asyncly, key
from tests.serve.test_pool import stage

MINE, OTHER = "a" * 32, "b" * 32
WIDE = "hidden=32&epochs=99999"
"""An experiment with 32 × 2 + 32 + 2 × 32 + 2 parameters."""


async def until_wide(visitor: Visitor) -> None:
    """Wait until the run of ``visitor`` is that of ``WIDE``."""
    await visitor.see_until(lambda about: about["n_parameters"] == 162)


def test_a_script_steers_its_run() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = Visitor(s.pool).open(LONG, session=MINE)
            await visitor.see()
            s.pool.want(MINE, WIDE)
            await until_wide(visitor)

    asyncly(test())


def test_scripts_speak_from_threads() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = Visitor(s.pool).open(LONG, session=MINE)
            thread = threading.Thread(target=s.pool.want, args=(MINE, WIDE))
            thread.start()
            await until_wide(visitor)
            thread.join()

    asyncly(test())


def test_what_was_wanted_meanwhile_goes_before_what_a_returning_browser_says() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = Visitor(s.pool).open(LONG, session=MINE)
            await visitor.see()
            visitor.leave()
            s.pool.want(MINE, WIDE)
            await until_wide(Visitor(s.pool).open(LONG, known=True, session=MINE))

    asyncly(test())


def test_what_was_wanted_before_the_browser_came_is_what_it_sees() -> None:
    async def test() -> None:
        async with stage() as s:
            s.pool.want(MINE, WIDE)
            await until_wide(Visitor(s.pool).open("", session=MINE))

    asyncly(test())


def test_a_page_whose_run_was_taken_over_steers_it_no_longer() -> None:
    async def test() -> None:
        async with stage() as s:
            Visitor(s.pool).open(LONG, session=MINE)
            newer = Visitor(s.pool).open(LONG, known=True, session=OTHER)
            before = (await newer.see())["generation"]
            s.pool._want(MINE, WIDE)
            newer.say("probe")  # which is news, so that there is a frame
            assert (await newer.see())["generation"] == before

    asyncly(test())


def test_a_pool_that_does_not_run_hears_nothing() -> None:
    Pool().want(MINE, LONG)


def test_desks_are_bounded_and_the_one_unused_for_longest_goes() -> None:
    sessions = PageSessions()
    sessions.want(MINE, WIDE)
    sessions.want(OTHER, WIDE)
    for i in range(MOST - 2):
        sessions.want(key(i), LONG)
    sessions.want(MINE, WIDE)
    sessions.want("c" * 32, LONG)
    assert sessions.take(MINE, key(1), LONG) == WIDE
    assert sessions.take(OTHER, key(2), LONG) == LONG


def test_the_default_experiment_is_wanted_like_any_other() -> None:
    sessions = PageSessions()
    sessions.want(MINE, "")
    assert sessions.take(MINE, key(1), WIDE) == ""


@pytest.mark.parametrize("query", ["", "noise=0.3"])
def test_a_desk_of_which_nothing_is_known_takes_what_the_browser_says(query: str) -> None:
    assert PageSessions().take(MINE, key(1), query) == query


def test_another_experiment_in_a_page_loaded_anew_waits_for_its_start() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = Visitor(s.pool).open(LONG, session=MINE)
            visitor.say("play")
            await visitor.see_until(lambda about: about["epoch"] > 0)
            again = Visitor(s.pool).open(LONG, known=True, session=MINE)
            assert (await again.see())["status"] == "running"
            other = Visitor(s.pool).open(WIDE, known=True, session=OTHER)
            await until_wide(other)
            about = await other.see()
            assert (about["status"], about["epoch"]) == ("idle", 0)

    asyncly(test())
