"""The operator's figures, read back by Prometheus' own parser."""

from prometheus_client.parser import text_string_to_metric_families

from playground.serve.server import metrics
from playground.serve.server.pool import Pool
from playground.serve.server.tally import Tally
from tests.serve.harness import asyncly
from tests.serve.test_pool import stage


def figures(pool: Pool) -> dict[str, float]:
    """Return what a scrape gives, by name and labels."""
    families = text_string_to_metric_families(metrics.text(pool).decode())
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }


def test_the_figures_tell_of_runs_and_how_long_their_boards_wait() -> None:
    async def test() -> None:
        async with stage() as s:
            visitor = await s.train()
            still = await s.watch(2)
            while not s.pool.tally.epochs:
                s.after(0)  # asks the workers
                await visitor.see()
            told = figures(s.pool)
            assert (told["playground_runs running"], told["playground_runs idle"]) == (1, 1)
            assert told["playground_sessions"] == 2
            assert told["playground_workers"] == 1
            assert 0 < told["playground_memory_told_bytes"] < told["playground_memory_room_bytes"]
            assert told["playground_epochs_total"] > 0
            n_frames = len(visitor.frames) + len(still.frames)
            assert told["playground_frame_seconds_count"] == n_frames
            assert told["playground_frame_seconds_bucket +Inf"] == n_frames
            s.workers.lose()
            await visitor.until(lambda: {"event": "reconnecting"} in visitor.events)
            assert figures(s.pool)["playground_restarts_total"] == 1

    asyncly(test())


def test_frames_are_counted_by_how_long_was_waited() -> None:
    tally = Tally()
    for seconds in (0.001, 0.01, 0.15, 60.0):
        tally.frame(seconds)
    assert (tally.frames[0], tally.frames[4], tally.frames[-1]) == (2, 1, 1)
    assert sum(tally.frames) == 4
    assert tally.waited == 60.161
