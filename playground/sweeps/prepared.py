"""What worker processes are forked from: all that training needs, imported."""

from playground.learn import preload

preload()
