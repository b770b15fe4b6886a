"""The network's outputs at the place or point that is asked about: the board's own numbers."""
