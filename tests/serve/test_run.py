"""One run: what each button does in each status, and when a slice of training ends."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from playground.serve.protocol import NOW
from playground.serve.worker.hosted import HostedRun
from playground.serve.worker.pace import HELD
from playground.serve.worker.run import LONGEST_SLICE, SLICE, Run
from tests.serve.harness import LONG, read, wanted

TICK = 0.0005
"""Seconds by which the test's clock moves each time it is read."""

DIVERGES = "optimizer=sgd&learning_rate=10&momentum=0.9&activation=relu&hidden=64,64&epochs=500"


def ticking() -> Callable[[], float]:
    """Return a clock that moves only when it is read."""
    ticks = itertools.count()
    return lambda: next(ticks) * TICK


def fresh(query: str = LONG) -> Run:
    """Return an idle run on a clock of its own."""
    return Run.fresh(query, ticking())


def trained(run: Run) -> Run:
    """Train until the run stands still."""
    while run.active:
        run.train()
    return run


def running(query: str = LONG) -> Run:
    """Return a run that has had a slice."""
    run = fresh(query)
    run.play()
    run.train()
    return run


def finished(query: str = "epochs=3") -> Run:
    """Return a run that has done all its epochs."""
    return trained(running(query))


def test_a_fresh_run_is_idle() -> None:
    run = fresh()
    assert (run.status, run.active, run.trainer.epoch, run.message) == ("idle", False, 0, "")


def test_short_epochs_end_with_their_slice() -> None:
    run = fresh("batch_size=0&epochs=100000")
    run.play()
    for _ in range(5):
        start = run.trainer.epoch
        run.train()
        assert run.trainer.at_epoch_start
        assert SLICE / TICK / 2 <= run.trainer.epoch - start <= SLICE / TICK


def test_a_slice_waits_for_the_end_of_its_epoch() -> None:
    run = fresh("batch_size=16&n_samples=300&test_size=0.2")  # 15 steps an epoch, 7.5 ms
    run.play()
    run.train()
    assert (run.trainer.step, run.trainer.at_epoch_start) == (15, True)


def test_a_long_epoch_is_cut() -> None:
    run = fresh("batch_size=1&n_samples=1000")
    run.play()
    run.train()
    assert not run.trainer.at_epoch_start
    assert run.trainer.step == pytest.approx(LONGEST_SLICE / TICK, abs=2)


def test_a_pause_holds_in_the_middle_of_an_epoch() -> None:
    run = running("batch_size=1&n_samples=1000")
    run.pause()
    step = run.trainer.step
    assert (run.status, run.active) == ("paused", False)
    run.play()
    run.train()
    assert run.trainer.step > step


def test_a_run_ends_with_its_last_epoch() -> None:
    run = finished("epochs=7")
    assert (run.status, run.trainer.epoch) == ("finished", 7)


def test_train_after_the_end_explains() -> None:
    run = finished()
    run.play()
    assert run.status == "finished"
    assert run.message == "All 3 epochs are done. Raise Epochs, or Reset."
    run.step()
    assert (run.status, run.trainer.epoch) == ("finished", 3)


def test_more_epochs_bring_a_finished_run_back() -> None:
    run = finished()
    run.configure("epochs=9")
    assert (run.status, run.message, run.trainer.epoch) == ("paused", "", 3)
    run.play()
    assert trained(run).trainer.epoch == 9


def test_fewer_epochs_end_a_run() -> None:
    run = running()
    run.configure("epochs=1")
    assert (run.status, run.active) == ("finished", False)


@pytest.mark.parametrize("play_first", [False, True])
def test_step_goes_to_the_next_end_of_an_epoch(play_first: bool) -> None:
    run = running("batch_size=1&n_samples=1000") if play_first else fresh()
    epoch = run.trainer.epoch
    run.step()
    assert run.status == "paused"
    assert run.active
    assert trained(run).trainer.epoch == epoch + 1
    assert (run.status, run.trainer.at_epoch_start) == ("paused", True)


def test_step_is_not_held_back_by_the_speed_limit() -> None:
    run = running("speed=1&epochs=100000")
    for _ in range(3):
        run.step()
        assert run.wait() == 0
        trained(run)


def test_a_held_run_waits_at_its_epoch_and_goes_on_from_there() -> None:
    run, alone = running("batch_size=0"), running("batch_size=0")
    ends = run.trainer.epoch + 7
    run.horizon = ends
    for _ in range(5):
        run.train()
    assert (run.trainer.epoch, run.status, run.wait()) == (ends, "running", HELD)
    run.pause()
    run.step()  # which waits for nobody
    run.train()
    assert (run.trainer.epoch, run.status) == (ends + 1, "paused")
    run.play()
    run.horizon = NOW
    assert run.wait() == 0
    trained(run)
    trained(alone)
    for name, tensor in alone.trainer.network.state_dict().items():
        assert torch.equal(run.trainer.network.state_dict()[name], tensor)


def test_a_run_beyond_the_epoch_at_which_it_is_held_waits_and_can_be_reset() -> None:
    run = running("batch_size=0")
    run.horizon = 0
    epoch = run.trainer.epoch
    run.train()
    assert run.trainer.epoch == epoch
    run.reset()
    run.horizon = 2
    run.play()
    run.train()
    assert run.trainer.epoch == 2


def test_nobody_watches_so_the_run_waits_for_nobody(tmp_path: Path) -> None:
    hosted = HostedRun("key", running("batch_size=0"), tmp_path / "key")
    hosted.run.horizon = 0
    hosted.leave()
    assert hosted.run.wait() == 0


def test_the_speed_limit_holds() -> None:
    run = fresh("speed=10&epochs=100000")
    run.play()
    start = run._clock()
    while run._clock() - start < 5:
        if not run.wait():
            run.train()
    assert run.trainer.epoch == pytest.approx(50, abs=2)
    assert read(run.frame(wanted()))[0]["epochs_per_second"] == pytest.approx(10, rel=0.1)


def test_a_live_field_bends_the_run() -> None:
    run = running()
    epoch, lives = run.trainer.epoch, run.lives
    run.configure(f"{LONG}&learning_rate=0.1")
    assert (run.status, run.trainer.epoch, run.lives) == ("running", epoch, lives)
    assert run.trainer.config.learning_rate == 0.1


@pytest.mark.parametrize(
    ("status", "afterwards"),
    [("idle", "idle"), ("running", "running"), ("paused", "idle"), ("finished", "idle")],
)
def test_a_structural_field_starts_afresh(status: str, afterwards: str) -> None:
    run = {"idle": fresh, "finished": finished}.get(status, running)()
    if status == "paused":
        run.pause()
    assert run.status == status
    generation = run.generation
    run.configure("hidden=4&epochs=5000")
    assert (run.status, run.trainer.epoch) == (afterwards, 0)
    assert run.generation != generation


def test_the_same_config_again_changes_nothing() -> None:
    run = running()
    version = run.version
    run.configure(LONG)
    assert run.version == version


def test_reset_keeps_the_probe() -> None:
    run = running()
    run.ask_about({"point": 4})
    run.reset()
    assert (run.status, run.trainer.epoch, run.probe) == ("idle", 0, ("point", 4))
    assert read(run.frame(wanted()))[0]["probe"]["point"] == 4


def test_numbers_that_explode_stop_the_run_with_a_sentence() -> None:
    run = trained(running(DIVERGES))
    assert run.status == "diverged"
    assert "learning rate 10" in run.message
    sentence = run.message
    run.play()
    run.step()
    assert (run.status, run.message, run.active) == ("diverged", sentence, False)
    run.reset()
    assert (run.status, run.message) == ("idle", "")


def test_a_still_run_shows_everything() -> None:
    run = running()
    assert "boundary.grid" not in read(run.frame(wanted(generation=run.generation)))[1]
    run.pause()
    tensors = read(run.frame(wanted(generation=run.generation)))[1]
    assert {"boundary.grid", "loss.history", "y_pred", "confusion.counts"} <= tensors.keys()


def test_points_come_once() -> None:
    run = fresh()
    assert "X" in read(run.frame(wanted()))[1]
    assert "X" not in read(run.frame(wanted(generation=run.generation)))[1]


def test_generation_is_a_matter_of_structure() -> None:
    run = fresh()
    assert fresh().generation == run.generation
    assert fresh(f"{LONG}&learning_rate=1").generation == run.generation
    assert fresh(f"{LONG}&seed=1").generation != run.generation


@pytest.mark.parametrize("make", [running, finished, lambda: trained(running(DIVERGES))])
def test_a_checkpoint_brings_everything_back(make: Callable[[], Run]) -> None:
    run = make()
    again = Run.restore(run.checkpoint(), ticking())
    assert (again.status, again.message, again.query) == (run.status, run.message, run.query)
    assert again.trainer.step == run.trainer.step
    assert again.generation == run.generation
    (about, tensors), (expected, shown) = read(again.frame(wanted())), read(run.frame(wanted()))
    del about["epochs_per_second"], expected["epochs_per_second"]  # measured anew
    assert about == expected
    assert {name: t.tobytes() for name, t in tensors.items()} == {
        name: t.tobytes() for name, t in shown.items()
    }


def test_slices_change_no_number() -> None:
    query = "dropout=0.2&epochs=40&batch_size=7"
    run = finished(query)
    alone = fresh(query).trainer
    alone.train()
    assert run.trainer.evaluation.train_loss == alone.evaluation.train_loss
    assert run.checkpoint().blob == Run(query, alone, ticking()).checkpoint().blob


@pytest.mark.parametrize("query", ["dataset=xor&epochs=100000", f"{LONG}&learning_rate=0.1"])
def test_an_experiment_that_comes_by_a_link_waits_for_its_start(query: str) -> None:
    run = running()
    run.arrive(query)
    assert (run.status, run.active, run.trainer.step, run.query) == ("idle", False, 0, query)


@pytest.mark.parametrize("more", ["", "&speed=50", "&large=1", "&views=loss,boundary"])
def test_the_experiment_itself_goes_on_when_its_page_is_loaded_again(more: str) -> None:
    run = running()
    step = run.trainer.step
    run.arrive(LONG + more)
    assert (run.status, run.trainer.step, run.query) == ("running", step, LONG + more)
