"""Places to run tasks that are there at once: threads, of which some lose their task."""

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor

from playground.sweeps.execution import Site

SMALL = "n_samples=40&hidden=3&epochs=4"
DIVERGING = "n_samples=40&hidden=8,8,8&activation=identity&learning_rate=10&epochs=9"


class Losing(ThreadPoolExecutor):
    """Threads of which those that ``is_lost`` names by query end with their executor."""

    def __init__(self, is_lost: Callable[[str], bool]) -> None:
        super().__init__(1)
        self._is_lost, self._is_broken = is_lost, False

    def submit(self, fn: Callable, queries: Sequence[str], *args: object) -> Future:
        if self._is_broken:
            raise BrokenExecutor("gone")
        return super().submit(self._run, fn, queries, *args)

    def _run(self, fn: Callable, queries: Sequence[str], *args: object) -> object:
        self._is_broken |= any(map(self._is_lost, queries))
        if self._is_broken:
            raise BrokenExecutor("gone")
        return fn(queries, *args)


def _close(executor: Executor) -> None:
    executor.shutdown(wait=True, cancel_futures=True)


def threads(width: int = 2) -> Site:
    """Return a site of one thread."""
    return Site(lambda: ThreadPoolExecutor(1), _close, width, (BrokenExecutor,))


def losing(is_lost: Callable[[str], bool], width: int = 3) -> Site:
    """Return a site whose only thread is lost with some queries."""
    return Site(lambda: Losing(is_lost), _close, width, (BrokenExecutor,))
