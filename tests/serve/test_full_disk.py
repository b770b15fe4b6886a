"""A disk that is full, and files that are not there: said, and nothing in memory is lost."""

import pytest

from playground.serve import checkpoint
from playground.serve.worker.worker import LOST, UNSAVED
from tests.serve.driven import Server
from tests.serve.harness import asyncly
from tests.serve.test_pool import stage


def no_room(*_: object) -> int:
    """Be a disk that is full."""
    raise OSError("No space left on device")


def test_a_full_disk_does_not_stop_a_run_and_is_said_once(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(checkpoint, "write", no_room)
    server.open("epochs=30")
    server.say("play")
    server.see_until(status="finished")
    server.say("park")
    server.event("kept")
    assert server.see()["epoch"] == 30
    assert [e["text"] for e in server.events if e["event"] == "notice"] == [UNSAVED]
    assert len([r for r in caplog.records if r.name.startswith("playground")]) == 1


def test_a_run_that_is_lost_before_it_could_be_saved_says_so(server: Server) -> None:
    server.open(because="crashed", has_run=True)
    assert server.event("notice")["text"] == LOST


def test_a_run_that_cannot_be_saved_stays_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await s.train()
            monkeypatch.setattr(checkpoint, "write", no_room)
            epoch = (await visitor.see())["epoch"]
            visitor.leave()
            s.after(s.limits.lease)
            again = await s.watch(known=True)
            about = await again.see_until(lambda about: about["status"] == "paused")
            assert about["epoch"] >= epoch

    asyncly(test())
