"""Batches are handed out and rows come back, whatever becomes of the workers."""

import multiprocessing
import os
import signal
from contextlib import closing

import pytest

from playground.sweeps.execution import LOST, MOST_LOSSES, Execution, in_turn
from playground.sweeps.local import local
from playground.sweeps.task import run
from tests.sweeps.sites import SMALL, losing, threads

QUERIES = [f"{SMALL}&seed={seed}" for seed in range(6)]


def bare(row):
    """Return a row without the time it took."""
    return {name: value for name, value in row.items() if name != "seconds"}


def never():
    """Tell that there is time."""
    return False


@pytest.mark.parametrize("size", [1, 4])
def test_every_query_gets_its_row(size):
    batches = [QUERIES[i : i + size] for i in range(0, len(QUERIES), size)]
    with closing(Execution(threads())) as execution:
        rows = list(in_turn(execution, batches, never))
    assert sorted(row["query"] for row in rows) == QUERIES


def test_when_it_is_over_none_begins_and_those_that_did_end():
    over = iter([False, False, True])
    with closing(Execution(threads())) as execution:
        rows = list(in_turn(execution, [[query] for query in QUERIES], lambda: next(over)))
    assert [row["query"] for row in rows] == QUERIES[:2]


def test_not_more_is_handed_out_than_is_good():
    with closing(Execution(threads(width=2))) as execution:
        for query in QUERIES[:2]:
            assert not execution.is_full
            execution.submit([query])
        assert execution.is_full


def test_who_lost_a_worker_by_no_fault_of_its_own_is_run_again():
    unlucky = {QUERIES[1]}

    def is_lost(query):
        return query in unlucky and not unlucky.remove(query)

    with closing(Execution(losing(is_lost))) as execution:
        rows = list(in_turn(execution, [[query] for query in QUERIES], never))
    assert sorted(row["query"] for row in rows) == QUERIES
    assert {row["status"] for row in rows} == {"finished"}


def test_a_run_that_takes_its_worker_down_is_a_row_and_the_others_finish():
    with closing(Execution(losing(lambda query: query == QUERIES[2]))) as execution:
        rows = {row["query"]: row for row in in_turn(execution, [[q] for q in QUERIES], never)}
    assert sorted(rows) == QUERIES
    guilty = rows.pop(QUERIES[2])
    assert (guilty["status"], guilty["reason"]) == ("failed", LOST.format(n=MOST_LOSSES))
    assert {row["status"] for row in rows.values()} == {"finished"}


def test_worker_processes_give_the_same_bits_stand_back_and_may_be_killed():
    expected = {query: bare(run(query)) for query in QUERIES}
    before = set(multiprocessing.active_children())
    with closing(Execution(local(2))) as execution:
        rows, is_killed = [], False
        for row in in_turn(execution, [[query] for query in QUERIES], never):
            rows.append(row)
            if not is_killed:
                is_killed = True
                (victim, *_) = set(multiprocessing.active_children()) - before
                assert os.getpriority(os.PRIO_PROCESS, victim.pid) == 10
                os.kill(victim.pid, signal.SIGKILL)
    assert {row["query"]: bare(row) for row in rows} == expected
    assert len(rows) == len(QUERIES)
    assert not set(multiprocessing.active_children()) - before
