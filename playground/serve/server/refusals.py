"""Refusals: why a visitor has not got the run that was wanted, in codes and in words."""

from __future__ import annotations

TAKEN_OVER, HELD, FAILED = 4001, 4002, 1011
"""Close codes: the run was taken over; it is another page's; it can't be served."""

GONE = "This run was opened in another tab or window, which has taken it over."
WAITING = "This run is open in another tab or window, which has not answered yet."
FULL = "All {n} places are taken. Try again in a minute."
HOPELESS = "The training process of this run was lost again and again. Reload for a fresh one."
