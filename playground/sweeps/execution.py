"""Execution: has experiments done by any ``concurrent.futures.Executor``, rows as they come.

Whose worker was lost is run again, alone, so that a run which takes its worker down is found out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from typing import Any

from playground.sweeps.row import Row, failed
from playground.sweeps.task import run_batch

MOST_LOSSES = 2
"""How often a run may lose its worker while it runs alone."""

LOST = "Its worker process was lost {n} times while it ran alone, most likely for want of memory."


@dataclass(frozen=True)
class Site:
    """Where tasks are run: how an Executor is had there, and what it raises for a lost worker."""

    open: Callable[[], Executor]
    close: Callable[[Executor], None]
    width: int
    """Batches handed out at once."""
    losses: tuple[type[BaseException], ...]

    @property
    def ends(self) -> tuple[type[BaseException], ...]:
        """What a task raises that was not done, through no fault of the task."""
        return (*self.losses, CancelledError)


class Execution:
    """Hands batches of queries out and collects rows; close it, whatever happens."""

    def __init__(self, site: Site, own: Any = None) -> None:
        self._site, self._own = site, own
        self._executor = site.open()
        self._open: dict[Future[list[Row]], Sequence[str]] = {}
        self._lost: list[str] = []

    @property
    def is_full(self) -> bool:
        """As much is handed out as is good."""
        return len(self._open) >= self._site.width

    @property
    def is_busy(self) -> bool:
        """There are rows to come."""
        return bool(self._open or self._lost)

    def submit(self, queries: Sequence[str]) -> None:
        """Hand one batch out."""
        try:
            self._open[self._executor.submit(run_batch, queries, self._own)] = queries
        except self._site.ends:
            self._lost += queries

    def collect(self, timeout: float | None = None) -> list[Row]:
        """Wait until some are done and return their rows; none after ``timeout`` seconds."""
        done, _ = wait(self._open, timeout, FIRST_COMPLETED)
        rows = [row for future in done for row in self._rows(future)]
        if self._lost and not rows:
            return self._after_a_loss()
        return rows

    def close(self) -> None:
        """End what still runs."""
        self._site.close(self._executor)

    def _rows(self, future: Future[list[Row]]) -> list[Row]:
        """Return the rows of a batch that is done; none when its worker was lost."""
        queries = self._open.pop(future)
        try:
            return future.result()
        except self._site.ends:
            self._lost += queries
            return []

    def _after_a_loss(self) -> list[Row]:
        """Gather what else was lost, and run the first of it alone."""
        done, _ = wait(self._open)
        rows = [row for future in done for row in self._rows(future)]
        self._reopen()
        query = self._lost.pop(0)
        return [*rows, self._alone(query)]

    def _alone(self, query: str) -> Row:
        """Return the row of a run while nothing else runs."""
        for _ in range(MOST_LOSSES):
            try:
                (row,) = self._executor.submit(run_batch, [query], self._own).result()
                return row
            except self._site.ends:
                self._reopen()
        return failed(query, LOST.format(n=MOST_LOSSES))

    def _reopen(self) -> None:
        """Take another executor in place of one that may have lost workers."""
        self._site.close(self._executor)
        self._executor = self._site.open()


def in_turn(
    execution: Execution, batches: Iterable[Sequence[str]], is_over: Callable[[], bool]
) -> Iterator[Row]:
    """Yield the rows of all batches as they come; none begins once it ``is_over``."""
    for batch in batches:
        while execution.is_full:
            yield from execution.collect()
        if is_over():
            break
        execution.submit(batch)
    while execution.is_busy:
        yield from execution.collect()
