"""The network's units and weights, as a graph or as a table of its parameters."""
