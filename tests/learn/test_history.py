"""History: thinned by a rule, from measurements written by hand."""

import numpy as np

from playground.learn.history import CAPACITY, History
from tests.learn.runs import measured, small, trained


def recorded(epochs):
    """Return the history of so many epochs, each with its number as train loss."""
    history = History()
    for epoch in range(epochs):
        if history.wants(epoch):
            history.record(epoch, measured(train_loss=float(epoch)))
    return history


def test_every_epoch_is_kept_until_it_is_full():
    history = recorded(CAPACITY - 1)
    assert history.stride == 1
    assert [row[0] for row in history.rows] == list(range(CAPACITY - 1))


def test_when_full_every_other_epoch_goes():
    history = recorded(CAPACITY)
    assert history.stride == 2
    assert [row[0] for row in history.rows] == list(range(0, CAPACITY, 2))
    assert [history.wants(epoch) for epoch in (CAPACITY, CAPACITY + 1)] == [True, False]


def test_history_is_thinned_by_a_rule_without_a_clock():
    for epochs in (1500, 100_000):
        history = recorded(epochs)
        assert CAPACITY / 2 <= len(history.rows) < CAPACITY
        assert [row[0] for row in history.rows] == list(range(0, epochs, history.stride))
        assert all(row[1] == row[0] for row in history.rows)


def test_a_run_is_recorded_from_its_first_weights_to_its_last_epoch():
    trainer = trained(small(epochs=600, n_samples=20, batch_size=0))
    epochs = [row[0] for row in trainer.history.rows]
    assert epochs == list(range(0, 601, 2))
    assert trainer.history.rows[-1][1:3] == [
        trainer.evaluation.train_loss,
        trainer.evaluation.test_loss,
    ]


def test_the_present_comes_last_and_only_once():
    history = recorded(3)
    numbers = {"test_loss": 0.25, "train_accuracy": 0.5, "test_accuracy": 0.75}
    columns = history.with_present(7, measured(train_loss=0.125, **numbers))
    assert columns[0].tolist() == [0, 1, 2, 7]
    assert columns[:, -1].tolist() == [7, 0.125, 0.25, 0.5, 0.75]
    assert history.with_present(2, measured())[0].tolist() == [0, 1, 2]
    assert len(history.rows) == 3


def test_columns_lie_in_memory_as_they_are_read():
    columns = recorded(4).with_present(4, measured())
    assert columns.dtype == np.float32
    assert columns.flags.c_contiguous
    assert History().with_present(0, measured()).shape == (5, 1)


def test_a_history_goes_on_from_its_state():
    history = recorded(700)
    again = History(history.state())
    assert (again.stride, again.rows) == (2, history.rows)
    again.record(700, measured())
    assert len(history.rows) == len(again.rows) - 1
