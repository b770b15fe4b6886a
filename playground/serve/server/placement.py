"""Which worker a run belongs to, and whether there is room for it: cost decides, not count."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from playground import url
from playground.cost import Cost
from playground.serve.server.handle import WorkerHandle
from playground.serve.server.record import RunRecord

LONG = 0.03
"""Seconds; a run that keeps a worker so long without a break is kept apart from others."""

NICENESS = 10
"""How far workers of such runs stand back behind the others for the processor."""

TOO_LARGE = (
    "This experiment needs about {need:,} MB, more than the {room:,} MB that this server has for "
    "runs. Take fewer or smaller hidden layers, fewer points or smaller batches, or, with "
    "L-BFGS, another optimizer."
)
NO_ROOM = (
    "This experiment needs about {need:,} MB; of the {room:,} MB that this server has for runs, "
    "{free:,} MB are free now. Make it smaller, or try again in a minute."
)


class Placement:
    """The workers: some that small runs share, and for each long run one that comes and goes."""

    def __init__(
        self, begin: Callable[[int], WorkerHandle], n_shared: int, most_apart: int
    ) -> None:
        self._begin = begin
        self._most_apart = most_apart
        self.shared = [begin(0) for _ in range(n_shared)]
        self.apart: list[WorkerHandle] = []

    def choose(self, cost: Cost) -> WorkerHandle:
        """Return the worker for a run: of the kind that suits it the least loaded.

        Long runs beyond the most that are kept apart share a worker with each other.
        """
        if not is_long(cost):
            return min(self.shared, key=lambda worker: worker.load)
        if len(self.apart) < self._most_apart:
            self.apart.append(self._begin(NICENESS))
            return self.apart[-1]
        return min(self.apart, key=lambda worker: worker.load)

    def suits(self, worker: WorkerHandle, cost: Cost) -> bool:
        """Tell whether a run of such a cost may stay in its worker."""
        return is_long(cost) == (worker in self.apart)

    def release(self, worker: WorkerHandle) -> None:
        """End a worker that was there for runs that have gone."""
        if worker in self.apart and not worker.records:
            self.apart.remove(worker)
            worker.hang_up()

    def bring(self, record: RunRecord, because: str) -> None:
        """Get a run into a worker, the one that has it or one that suits it."""
        if record.worker is None:
            self._place(record, because)
        elif record.is_moving:
            return  # it will be opened where it goes
        elif self.suits(record.worker, record.cost):
            record.worker.say(record.opening(because))
        else:
            self.move(record, record.query)

    def move(self, record: RunRecord, query: str) -> None:
        """Get a run into another worker, to go on there by ``query``.

        What it is just computing is left undone when it begins anew there: its last file is all
        that is needed then.
        """
        before, record.query, worker = record.query, query, record.worker
        assert worker is not None
        record.is_moving = True
        is_fresh = url.decode(before)[0].restarts(url.decode(query)[0])
        if is_fresh and worker in self.apart and len(worker.records) == 1:
            worker.kill()
            self.arrive(record)
        else:
            worker.say({"op": "park", "key": record.key})

    def arrive(self, record: RunRecord) -> None:
        """Open a run that its worker has let go of in another one."""
        self.detach(record)
        self._place(record)
        record.catch_up()

    def detach(self, record: RunRecord) -> None:
        """Take a run out of its worker, which ends when it was there for this run."""
        worker, record.worker, record.is_moving = record.worker, None, False
        if worker is not None:
            worker.records.pop(record.key, None)
            self.release(worker)

    def _place(self, record: RunRecord, because: str = "") -> None:
        """Open a run, which no worker has, in one that suits it."""
        record.worker = self.choose(record.cost)
        record.worker.records[record.key] = record
        record.course = None  # the worker will tell
        record.worker.say(record.opening(because))


def is_long(cost: Cost) -> bool:
    """Tell whether a run would let others stand still."""
    return cost.longest > LONG


def refusal(cost: Cost, others: Iterable[Cost], room: int) -> str:
    """Return a sentence when ``room`` bytes can't carry a run beside others; else nothing."""
    free = room - sum(other.memory for other in others)
    if cost.memory <= free:
        return ""
    need, megabytes, left = (max(0, round(n / 2**20)) for n in (cost.memory, room, free))
    if cost.memory > room:
        return TOO_LARGE.format(need=need, room=megabytes)
    return NO_ROOM.format(need=need, room=megabytes, free=left)
