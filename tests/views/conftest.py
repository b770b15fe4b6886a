"""Training runs as in a worker: on one thread."""

from playground.learn import preload

preload()
