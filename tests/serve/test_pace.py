"""Speed, measured and limited, on a clock made of numbers."""

import pytest

from playground.serve.worker.pace import BACKLOG, Pace


def go(pace: Pace, start: float, epoch: int, n: int, seconds: float) -> float:
    """Count ``n`` epochs, each taking ``seconds``; return the time after."""
    pace.resume(start, epoch)
    for i in range(1, n + 1):
        pace.count(start + i * seconds, epoch + i)
    return start + n * seconds


def test_speed_is_unknown_at_first() -> None:
    assert Pace().epochs_per_second == 0


def test_speed_of_fast_and_slow_runs() -> None:
    fast, slow = Pace(), Pace()
    go(fast, 5.0, 0, 3000, 0.001)
    go(slow, 5.0, 0, 3, 4.0)
    assert fast.epochs_per_second == pytest.approx(1000, rel=0.01)
    assert slow.epochs_per_second == pytest.approx(0.25)


def test_speed_is_that_of_the_last_second() -> None:
    pace = Pace()
    now = go(pace, 0.0, 0, 100, 0.1)
    go(pace, now, 100, 200, 0.01)
    assert pace.epochs_per_second == pytest.approx(100, rel=0.05)


def test_a_break_does_not_count() -> None:
    pace = Pace()
    now = go(pace, 0.0, 0, 100, 0.01)
    pace.halt(now)
    assert pace.epochs_per_second == pytest.approx(100)
    go(pace, now + 3600, 100, 50, 0.01)
    assert pace.epochs_per_second == pytest.approx(100, rel=0.01)


def test_no_limit_means_no_wait() -> None:
    pace = Pace()
    pace.begin(10.0, 0)
    assert pace.wait(10.0, 0) == 0


def test_a_limit_spaces_the_epochs() -> None:
    pace = Pace()
    assert pace.wait(10.0, 4) == 0
    pace.begin(10.0, 4)
    assert pace.wait(10.0, 4) == pytest.approx(0.25)
    assert pace.wait(10.3, 4) == 0


@pytest.mark.parametrize(("now", "epochs"), [(10.05, 5), (10.0 + 2 * BACKLOG, 1), (20.0, 1)])
def test_a_late_run_catches_up_a_little_but_not_more(now: float, epochs: int) -> None:
    pace = Pace()
    pace.begin(10.0, 100)
    n = 0
    while pace.wait(now, 100) <= 1e-9:
        pace.begin(now, 100)
        n += 1
    assert n == epochs


def test_a_raised_limit_acts_at_once() -> None:
    pace = Pace()
    pace.begin(10.0, 1)
    assert pace.wait(10.05, 1) == pytest.approx(0.95)
    assert pace.wait(10.05, 100) == 0
