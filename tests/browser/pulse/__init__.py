"""A view from elsewhere: how large the first layer's weights are, as one moving bar a unit."""

from playground.catalog.views import View
from playground.params import Integer

NAME = "pulse"
VIEW = View("Pulse", "Size of each unit's weights.", 100, {"beat": (Integer(1, 9), 3)})
