"""A hidden layer's activations of all points."""
