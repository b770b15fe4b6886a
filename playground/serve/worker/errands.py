"""What a visitor has said to a run and is still to be done: at its own cost, and never in vain."""

from __future__ import annotations

from collections import deque

from playground.serve.protocol import Message

SHARE = 0.25
"""Share of its worker's time that one visitor's errands may take while other runs are at work."""

CREDIT = 1.0
"""Seconds that they may take at once."""

MOST = 16
"""Errands of one run that wait; of more, the oldest is dropped. Files have a limit of their own."""

REPLACED = {
    "config": {"config"},
    "refuse": {"refuse"},
    "probe": {"probe"},
    "frame": {"frame", "leave"},
    "leave": {"frame", "leave"},
    "play": {"play", "pause"},
    "pause": {"play", "pause"},
    "step": {"step"},
    "reset": {"reset", "step", "branch", "rewind", "play", "pause"},
    "rewind": {"rewind"},
    "horizon": {"horizon"},
}
"""For each errand those that need not be done when it follows them."""

PASSED_OVER = {
    "config": {"play", "probe", "frame", "leave", "reset"},
    "probe": {"config", "refuse", "play", "pause", "step", "reset", "branch", "rewind", "frame"},
    "reset": {"config", "refuse", "probe", "frame", "leave"},
    **{op: {"probe", "frame"} for op in ("refuse", "play", "pause", "step", "rewind", "horizon")},
}
"""For each errand those that may stand between it and one that it replaces."""

IN_PLACE = ("config", "probe")
"""Errands that are done where the one stood that they replace."""


class Errands:
    """The errands of one run, in order, and the time that they may take."""

    def __init__(self) -> None:
        self._waiting: deque[Message] = deque()
        self._credit = CREDIT
        self._counted_at = float("-inf")

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, message: Message) -> None:
        """Let a message wait; those that it supersedes are never done."""
        waiting = supersede(list(self._waiting), message)
        if len(waiting) > MOST:
            waiting.remove(next(m for m in waiting if m["op"] != "take"))
        self._waiting = deque(waiting)

    def next(self) -> Message:
        """Return what is to be done first, and forget it."""
        return self._waiting.popleft()

    def forget(self, op: str) -> None:
        """Drop what waits under a name."""
        self._waiting = deque(m for m in self._waiting if m["op"] != op)

    def wait(self, now: float) -> float:
        """Return the seconds until there is time for another one."""
        self._fill(now)
        return max(0.0, -self._credit / SHARE)

    def spend(self, seconds: float, now: float) -> None:
        """Note what one took."""
        self._fill(now)
        self._credit -= seconds

    def _fill(self, now: float) -> None:
        """Give the time that has become free since."""
        self._credit = min(CREDIT, self._credit + SHARE * (now - self._counted_at))
        self._counted_at = now


def supersede(waiting: list[Message], message: Message) -> list[Message]:
    """Return ``waiting`` with ``message``, without those that are in vain once it is done."""
    op, kept = message["op"], list(waiting)
    replaced, passed = REPLACED.get(op, set()), PASSED_OVER.get(op, set())
    if message.get("ahead"):  # a frame that is wanted beside those asked for
        return [*kept, message]
    place = None
    for i in reversed(range(len(waiting))):
        if waiting[i]["op"] in replaced:
            del kept[i]
            place = i
        elif waiting[i]["op"] not in passed:
            break
    if op in IN_PLACE and place is not None:
        return [*kept[:place], message, *kept[place:]]
    return [*kept, message]
